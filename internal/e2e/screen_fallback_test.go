package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// unreadableWithin is more than the time after which a page without what is
// needed is called unreadable: a minute, and 20 seconds when its session can be
// told.
const unreadableWithin = 90 * time.Second

// readerModules returns every module of WhatsApp Web that the page script knows.
func readerModules(t *testing.T) []member {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "..", "extension", "content", "whatsapp-modules.ts"))
	must(t, err)
	var all []member
	seen := map[string]bool{}
	for _, found := range regexp.MustCompile(`module: "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		if name := found[1]; name != "__debug" && !seen[name] {
			seen[name] = true
			all = append(all, member{name, "", fakewhatsapp.BreakGone})
		}
	}
	if len(all) < 10 {
		t.Fatalf("the page script knows %d modules", len(all))
	}
	return all
}

// TestScreenAlone: when WhatsApp's modules cannot be read, the open chat is
// recognised all the same and saved as far as it shows, whatever language the
// phone prints its times in. Of a chat that is not linked no word is kept.
func TestScreenAlone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		layout  string
		gone    func(*testing.T) []member
		locales []string
	}{
		{fakewhatsapp.Layout2026, readerModules, []string{"en-US", "fa", "ar-sa"}},
		{fakewhatsapp.Layout2025, func(*testing.T) []member {
			return []member{{userPrefs, "", fakewhatsapp.BreakGone}, {"WAWebConnModel", "", fakewhatsapp.BreakGone}}
		}, []string{"th", "hu", "zh-cn"}},
	} {
		t.Run(test.layout, func(t *testing.T) {
			t.Parallel()
			s := begin(t, Options{WhatsApp: fakewhatsapp.Options{Layout: test.layout, Locale: test.locales[0]}}, linked()...)
			gone := test.gone(t)
			s.losesModules(t, gone)
			before := value(s.SyncTimes())(t)
			for i, locale := range test.locales {
				must(t, s.WhatsApp.SetPhoneLocale(fakewhatsapp.PhoneLocale{Locale: locale}))
				s.saysBothWays(t, locale, time.Now().Add(-time.Duration(9+7*i)*time.Hour))
				s.savesScreen(t, "Answered as of "+locale)
				s.wantLines(t, s.maya, mayaName, s.textsOf(t, s.maya)...)
			}
			s.saysPartial(t)
			play(t, s, quietAlarm)
			s.keepsNoWordOf(t, fakewhatsapp.ChatPriya, "Priya Raman")
			if now := value(s.SyncTimes())(t); now.LastSyncAt != before.LastSyncAt {
				t.Error("what is on the screen was called a sync")
			}

			s.deliver(t, s.elena, "Said in a chat that was not on the screen.")
			s.mends(t, gone)
			_ = s.reloadWhatsApp(t)
			s.untilVerdict(t, contract.VerdictOK)
			must(t, s.Cycle(t.Context()))
			s.holdsTruth(t, s.maya, mayaName)
			s.holdsTruth(t, s.elena, elenaName)
			untilGone(t, s.Sidebar, "#whatsapp-notice")
			must(t, s.whole(elenaName, mayaName))
			play(t, s, quietAlarm)
			atTheEnd(t, s)
		})
	}
}

// losesModules reloads WhatsApp Web without modules, opens the linked chat, and
// waits until the page is called unreadable. Until then nothing is read.
func (s *Story) losesModules(t *testing.T, gone []member) {
	t.Helper()
	s.breaks(t, gone)
	run(t, s.WhatsAppTab, `void (window.beforeReload = true, setTimeout(() => location.reload()))`)
	s.reloaded(t)
	reads, calls := len(s.WhatsApp.Reads()), len(s.Zoho.Calls())
	must(t, s.OpenChat(mayaName))
	must(t, s.Cycle(t.Context()))
	// On a busy computer the wait may be over by now; how long it takes is the page's.
	untilTrue(t, s.Sidebar, "the sidebar to say so", `["waiting", "unreadable", "partial"].includes(document.querySelector("#whatsapp-notice")?.dataset.state)`)
	eventually(t, unreadableWithin, "the page to be called partial", func() (bool, error) {
		// They are counted first: what is done once the page is partial does not matter.
		n, m := len(s.WhatsApp.Reads()), len(s.Zoho.Calls())
		view, err := s.View()
		state := view.WhatsApp.State
		if err != nil || state == contract.TabPartial {
			return err == nil, err
		}
		if state == contract.TabUnreadable {
			// Its database, which tells whose chat is on the screen, has had no time to answer.
			return false, s.Cycle(t.Context())
		}
		if state != contract.TabWaiting {
			t.Errorf("the page is %s", state)
		}
		if n != reads || m != calls {
			t.Errorf("while the page was waited for, %d pages were read and Zoho was called %d times", n-reads, m-calls)
		}
		return false, nil
	})
}

// savesScreen rings the alarm until a text that stands in Maya's chat on the screen has
// been saved from there. Once is enough unless WhatsApp's database, which tells whose chat
// it is, has had no time to answer.
func (s *Story) savesScreen(t *testing.T, text string) {
	t.Helper()
	eventually(t, searchedWithin, "the screen to be saved", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		view, err := s.View()
		return view.WhatsApp.State == contract.TabPartial && strings.Contains(strings.Join(s.noteTexts(t, mayaName), "\n"), text), err
	})
}

// saysBothWays lets both sides say something at a time.
func (s *Story) saysBothWays(t *testing.T, what string, at time.Time) {
	t.Helper()
	_ = value(s.WhatsApp.Deliver(s.maya, fakewhatsapp.Msg{Body: "Asked as of " + what, Time: at}))(t)
	_ = value(s.WhatsApp.Send(s.maya, fakewhatsapp.Msg{Body: "Answered as of " + what, Time: at.Add(61 * time.Second)}))(t)
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	s.isOnScreen(t, "Answered as of "+what)
}

// isOnScreen waits until a text stands in the open chat.
func (s *Story) isOnScreen(t *testing.T, text string) {
	t.Helper()
	untilTrue(t, s.WhatsAppTab, text+" on the screen", fmt.Sprintf(`document.querySelector("#main").innerText.includes(%q)`, text))
}

// saysPartial checks that the sidebar shows the open chat and says that it is
// read in part, and that the popup says so too.
func (s *Story) saysPartial(t *testing.T) {
	t.Helper()
	untilShown(t, s.Sidebar, `#whatsapp-notice[data-state="partial"]`)
	untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
	card := value(s.Card(s.maya))(t)
	if card.Sync == nil || card.Sync.Problem == nil || card.Sync.Problem.Code != contract.ProblemPartial {
		t.Errorf("the sidebar says of a chat that was read from the screen: %+v", card.Sync)
	}
	s.untilVerdict(t, contract.VerdictPartial)
	play(t, s, openPopup)
	untilShown(t, s.Popup, `#health-line[data-verdict="partial"]`)
}

// keepsNoWordOf opens a chat that is not linked, and checks that no word of it is
// anywhere in the extension.
func (s *Story) keepsNoWordOf(t *testing.T, chat, title string) {
	t.Helper()
	if kept := s.everythingKept(t); !strings.Contains(kept, "Any news about the freight?") {
		t.Fatal("what is kept was not found")
	}
	// No alarm is needed: the screen is looked at.
	must(t, s.OpenChat(title))
	eventually(t, searchedWithin, title+" in the sidebar", func() (bool, error) {
		shown, err := Eval[bool](s.Sidebar, fmt.Sprintf(`document.querySelector("#chat-title")?.innerText === %q`, title))
		if err != nil || shown {
			return shown, err
		}
		view, err := s.View()
		if err != nil || view.WhatsApp.State != contract.TabUnreadable {
			return false, err
		}
		// The database, which tells whose chat it is, has had no time to answer.
		return false, s.Cycle(t.Context())
	})
	kept := s.everythingKept(t)
	for i, m := range value(s.WhatsApp.Messages(chat))(t) {
		if m.Type == "chat" && strings.Contains(kept, m.Body) {
			t.Errorf("message %d of a chat that is not linked is kept", i)
		}
	}
}

// everythingKept returns what the extension has in its storage areas and in its
// databases, as JSON.
func (s *Story) everythingKept(t *testing.T) string {
	t.Helper()
	return value(Eval[string](s.backstage, `(async () => {
		const done = (request) => new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
		const all = { local: await chrome.storage.local.get(), session: await chrome.storage.session.get() };
		for (const { name } of await indexedDB.databases()) {
			const db = await done(indexedDB.open(name));
			for (const store of db.objectStoreNames) {
				const rows = await done(db.transaction(store).objectStore(store).getAll());
				all[name + "/" + store] = rows.map((row) => (row instanceof ArrayBuffer || ArrayBuffer.isView(row) ? new TextDecoder().decode(row) : row));
			}
			db.close();
		}
		return JSON.stringify(all);
	})()`))(t)
}
