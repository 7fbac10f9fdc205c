package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// whatsAppAddress is where WhatsApp Web lives.
const whatsAppAddress = "https://web.whatsapp.com/"

// allChats are the chats of the stand-in's default world.
var allChats = []string{
	fakewhatsapp.ChatElena, fakewhatsapp.ChatMaya, fakewhatsapp.ChatPriya, fakewhatsapp.ChatSunny, fakewhatsapp.ChatOmar,
	fakewhatsapp.ChatGroup, fakewhatsapp.ChatSelf, fakewhatsapp.ChatChannel, fakewhatsapp.ChatList,
}

// openSettings opens the settings page, as the browser's own menu does.
func (s *Story) openSettings(t *testing.T) *Tab {
	t.Helper()
	tab := value(s.NewTab(s.ExtensionURL("options/options.html")))(t)
	untilShown(t, tab, "#zoho-state")
	return tab
}

// settingsPage waits for a settings page that the extension itself has opened.
func (s *Story) settingsPage(t *testing.T) (*Tab, error) {
	t.Helper()
	return s.find(t, s.ExtensionURL("options/options.html"))
}

func (s *Story) find(t *testing.T, prefix string) (*Tab, error) {
	t.Helper()
	return s.Find(t.Context(), prefix)
}

// selfClientCode makes a code by hand, as Zoho's API console does.
func (s *Story) selfClientCode(t *testing.T) string {
	t.Helper()
	return value(s.Zoho.SelfClientCode(s.World.SelfClient.ID, fakezoho.DemoScopes(), 10*time.Minute))(t)
}

// signInBySelfClient fills the form for a self client and sends it.
func (s *Story) signInBySelfClient(t *testing.T, settings *Tab, id, secret, code string) {
	t.Helper()
	must(t, s.FillSignIn(settings))
	must(t, settings.Click("#way-self"))
	must(t, settings.Type("#client-id", id))
	must(t, settings.Type("#client-secret", secret))
	must(t, settings.Type("#code", code))
	must(t, settings.Click("#connect"))
}

// deliver lets a text arrive in a chat and returns its key when the pages have it.
func (s *Story) deliver(t *testing.T, chat, body string) string {
	t.Helper()
	key := value(s.WhatsApp.Deliver(chat, fakewhatsapp.Msg{Body: body}))(t)
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	return key
}

// readsSoFar returns what was read of messages up to now: pages tell of it a little
// later.
func (s *Story) readsSoFar(t *testing.T) []fakewhatsapp.Read {
	t.Helper()
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	return s.WhatsApp.Reads()
}

// readsOnly checks that messages were read of the chats named and of no other.
func (s *Story) readsOnly(t *testing.T, chats ...string) {
	t.Helper()
	for _, read := range s.readsSoFar(t) {
		if !slices.Contains(chats, read.Chat) {
			t.Errorf("messages of %s were read by %s", read.Chat, read.Call)
		}
	}
}

// whole checks that Zoho holds the contacts it had and at most one of
// each name, that no two notes of one record carry the same title, and that no
// record but those of the names given has notes.
func (s *Story) whole(names ...string) error {
	allowed := map[string]bool{}
	for _, name := range names {
		record, err := s.RecordOf(name)
		if err != nil {
			return err
		}
		allowed[record.ID] = true
	}
	added := 0
	if _, known := s.World.Contacts[mayaName]; !known && slices.Contains(names, mayaName) {
		added = 1
	}
	if n, want := len(s.Zoho.Contacts()), len(s.World.Contacts)+added; n != want {
		return fmt.Errorf("e2e: Zoho holds %d contacts, not %d", n, want)
	}
	titles := map[string]bool{}
	for _, n := range s.Zoho.Notes() {
		if !allowed[n.ParentID] {
			return fmt.Errorf("e2e: a note %q stands at a record nobody named", n.Title)
		}
		if titles[n.ParentID+n.Title] {
			return fmt.Errorf("e2e: two notes are called %q", n.Title)
		}
		titles[n.ParentID+n.Title] = true
	}
	return nil
}

// run runs an expression in a page.
func run(t *testing.T, tab *Tab, expression string) {
	t.Helper()
	_, err := Eval[any](tab, expression)
	must(t, err)
}

// press presses a key in the page, "\t" for Tab and "\r" for Enter.
func press(t *testing.T, tab *Tab, key string) {
	t.Helper()
	must(t, tab.Do(chromedp.KeyEvent(key)))
}

// mayaLID is the LID that belongs to Maya's number.
const mayaLID = "219930047718254@lid"

// record returns the one contact of a name.
func (s *Story) record(t *testing.T, name string) fakezoho.Record {
	t.Helper()
	return value(s.RecordOf(name))(t)
}

// noteTexts returns the notes of the contact of a name.
func (s *Story) noteTexts(t *testing.T, name string) []string {
	t.Helper()
	var texts []string
	for _, n := range s.Zoho.NotesOf(s.record(t, name).ID) {
		texts = append(texts, n.Content)
	}
	return texts
}

// alarm is an alarm as chrome.alarms tells of it.
type alarm struct {
	// ScheduledTime is when it rings next, Unix milliseconds.
	ScheduledTime float64 `json:"scheduledTime"`
	// PeriodInMinutes is the time between two rings.
	PeriodInMinutes float64 `json:"periodInMinutes"`
}

// alarm returns the backup alarm, empty when there is none.
func (s *Story) alarm() (alarm, error) {
	return Eval[alarm](s.backstage, `chrome.alarms.get("backup").then((a) => a ?? {})`)
}

// ringUnheard rings the alarm while nothing is connected, and waits until it has
// rung; no cycle runs then whose end could be waited for.
func (s *Story) ringUnheard(t *testing.T) {
	t.Helper()
	must(t, s.RingAlarm())
	untilTrue(t, s.backstage, "the alarm to have rung", `chrome.alarms.get("backup").then((a) => a.scheduledTime > Date.now() + 60_000)`)
}

// wakeWorker sends an event that wakes the worker, and waits for its answer,
// which is a refusal: the core is not needed for it.
func (s *Story) wakeWorker() error {
	_, err := Eval[any](s.backstage, `chrome.runtime.sendMessage({ v: 1, kind: "panel/view.refresh", data: {} }).then(() => null)`)
	return err
}

// setLocal writes a value, given as JSON, into chrome.storage.local.
func (s *Story) setLocal(key, json string) error {
	_, err := Eval[any](s.backstage, fmt.Sprintf(`chrome.storage.local.set({ [%q]: %s }).then(() => null)`, key, json))
	return err
}
