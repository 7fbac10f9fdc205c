package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestOrphan: after the extension was reloaded, as at an update, a WhatsApp tab
// that was open before is taken up again by itself, without a reload, and what
// came or changed in between is saved.
func TestOrphan(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	loaded := value(Eval[float64](s.WhatsAppTab, "performance.timeOrigin"))(t)
	must(t, s.ReloadExtension(t.Context()))
	play(t, s, deliverNews, openPopup, openSidebar)
	s.untilReadable(t)
	untilGone(t, s.Sidebar, "#whatsapp-notice")
	must(t, s.Cycle(t.Context()))
	if now := value(Eval[float64](s.WhatsAppTab, "performance.timeOrigin"))(t); now != loaded {
		t.Error("the page was reloaded")
	}
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, s.whole(elenaName, mayaName))
	must(t, s.OpenChat(mayaName))
	untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
}

// untilReadable waits until WhatsApp Web was read in this life of the extension.
func (s *Story) untilReadable(t *testing.T) {
	t.Helper()
	eventually(t, stepWithin, "WhatsApp Web to be read", func() (bool, error) {
		view, err := s.View()
		return view.WhatsApp.State == contract.TabReady, err
	})
}

// TestBrowserRestart: after the browser was closed and started again,
// everything goes on: the connection, the links, the time of the last sync,
// which shows at once, and the alarm.
func TestBrowserRestart(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	before := value(s.SyncTimes())(t)
	must(t, s.StopBrowser())
	// The alarm may have rung once more before.
	stopped := time.Now().UnixMilli()
	if _, err := s.WhatsApp.Deliver(s.maya, fakewhatsapp.Msg{Body: storyNews}); err != nil {
		t.Fatal(err)
	}
	must(t, s.StartBrowser(lasting(t)))
	if now := value(s.SyncTimes())(t); now.LastSyncAt < before.LastSyncAt || now.LastSyncAt > stopped || now.LastSyncAt == 0 {
		t.Errorf("the last sync was at %d and is now said to be at %d", before.LastSyncAt, now.LastSyncAt)
	}
	eventually(t, stepWithin, "the alarm", func() (bool, error) {
		alarm, err := s.alarm()
		return alarm.PeriodInMinutes == 3, err
	})
	play(t, s, openWhatsApp, openPopup)
	untilShown(t, s.Popup, "#last-sync time")
	play(t, s, openSidebar)
	must(t, s.OpenChat(mayaName))
	untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
	untilShown(t, s.Sidebar, "#saved-until time")
	s.untilReadable(t)
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, s.whole(elenaName, mayaName))
	eventually(t, stepWithin, "the connection and two links to be told", func() (bool, error) {
		view, err := s.View()
		return view.Zoho.State == contract.ZohoConnected && view.Backup.Linked == 2, err
	})
}

// TestAlarm: the alarm is there from the installation on, every three minutes,
// and starts of the worker do not put it off.
func TestAlarm(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, openWhatsApp)
	var first alarm
	eventually(t, stepWithin, "the alarm", func() (bool, error) {
		var err error
		first, err = s.alarm()
		return first.ScheduledTime > 0, err
	})
	if first.PeriodInMinutes != 3 {
		t.Errorf("the alarm rings every %v minutes", first.PeriodInMinutes)
	}
	// It does not ring while this is looked at: the next time is an hour off.
	run(t, s.backstage, `chrome.alarms.create("backup", {when: Date.now() + 3_600_000, periodInMinutes: 3}).then(() => null)`)
	first = value(s.alarm())(t)
	for range 3 {
		must(t, s.StopWorker())
		must(t, s.wakeWorker())
		if now := value(s.alarm())(t); now != first {
			t.Errorf("a start of the worker made %+v of the alarm %+v", now, first)
		}
	}
	names := value(Eval[[]string](s.backstage, `chrome.alarms.getAll().then((all) => all.map((a) => a.name))`))(t)
	if len(names) != 1 || names[0] != "backup" {
		t.Errorf("there are the alarms %q", names)
	}
}

// TestCoreEnds: a core that has ended is booted anew by the next event. A layout
// version that is no number is a way for it to end.
func TestCoreEnds(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{}, damagedSchema, "core.wasm has ended", "exit code")}
	play(t, s, linked()...)
	must(t, s.setLocal("schema", `"one"`))
	must(t, s.StopWorker())
	settings := value(s.NewTab(s.ExtensionURL("options/options.html")))(t)
	untilShown(t, settings, `[role="alert"] .note`)
	must(t, s.setLocal("schema", "1"))
	play(t, s, deliverNews)
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, settings.Do(chromedp.Reload()))
	untilShown(t, settings, `#zoho-state[data-state="connected"]`)
	untilGone(t, settings, `[role="alert"] .note`)
}

// damagedSchema is what a core writes that ends because the layout's version is
// no number.
const damagedSchema = "chatkeep core: store: read schema: damaged"

// TestConsoleIsHeard: what every test relies on is true: a fault in any page, in
// the content script's world or in the worker is heard.
func TestConsoleIsHeard(t *testing.T) {
	t.Parallel()
	log := &console{}
	s := &Story{Stage: open(t, Options{BrowserLog: log}, "planted", damagedSchema, "core.wasm has ended", "exit code")}
	play(t, s, openWhatsApp)
	bridge := s.bridgeWorld(t, s.WhatsAppTab)
	_ = bridge.eval(t, `String(setTimeout(() => { throw new Error("planted in the bridge"); }))`)
	run(t, s.WhatsAppTab, `void console.error("planted in the page: Refused to")`)
	run(t, s.backstage, `void Promise.reject(new Error("planted in a face"))`)
	must(t, s.setLocal("schema", `"one"`))
	must(t, s.StopWorker())
	must(t, s.RingAlarm())
	for _, text := range []string{"planted in the bridge", "planted in the page", "planted in a face", damagedSchema} {
		eventually(t, stepWithin, text+" to be heard", func() (bool, error) {
			for _, m := range log.messages() {
				if strings.Contains(m.text, text) && m.isFault() {
					return true, nil
				}
			}
			return false, nil
		})
	}
}
