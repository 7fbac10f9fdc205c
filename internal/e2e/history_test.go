package e2e

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestHistoryByButtons: older messages are saved back to a day and then to the
// first one, as far as the person in front of the sidebar has asked, whatever the
// list in memory shows, and each of them once.
func TestHistoryByButtons(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, connected()...)
	must(t, s.OpenChat(elenaName))
	untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
	must(t, s.Cycle(t.Context()))
	messages := value(s.WhatsApp.Messages(fakewhatsapp.ChatElena))(t)
	// The list in memory gets a gap that nothing tells of.
	must(t, s.WhatsApp.JumpTo(messages[20].Key))
	must(t, s.WhatsApp.WaitApplied(t.Context()))

	midnight := func(days int) time.Time {
		year, month, day := time.Now().AddDate(0, 0, -days).Date()
		return time.Date(year, month, day, 0, 0, 0, 0, time.Local)
	}
	must(t, s.Sidebar.Click("#history > summary"))
	day := midnight(9).Format(time.DateOnly)
	run(t, s.Sidebar, fmt.Sprintf(`(() => {
		const field = document.querySelector("#history-day");
		field.value = %q;
		field.dispatchEvent(new InputEvent("input", {bubbles: true}));
	})()`, day))
	must(t, s.Sidebar.Click("#history-from-day"))
	s.confirms(t)
	s.untilRead(t, fakewhatsapp.ChatElena, midnight(9))
	for _, step := range []struct {
		button string
		from   time.Time
	}{{"#history-month", midnight(30)}, {"#history-all", time.Time{}}} {
		must(t, s.Sidebar.Click(step.button))
		s.confirms(t)
		s.untilRead(t, fakewhatsapp.ChatElena, step.from)
	}
	s.holdsFrom(t, fakewhatsapp.ChatElena, elenaName, time.Time{})
	untilTrue(t, s.Sidebar, "the end", `document.querySelector("#history-end").dataset.end === "all"`)

	for _, end := range []struct {
		transfer int
		name     string
		words    string
	}{
		{0, "on_phone", "on your phone"}, {1, "all", "holds the whole chat"}, {2, "running", "still sending"}, {3, "on_phone", "on your phone"},
		{4, "on_phone", "on your phone"}, {5, "no_access", "cannot be fetched"},
	} {
		must(t, s.WhatsApp.SetChatFields(fakewhatsapp.ChatElena, map[string]any{"endOfHistoryTransferType": end.transfer}))
		must(t, s.WhatsApp.WaitApplied(t.Context()))
		must(t, s.Cycle(t.Context()))
		untilShown(t, s.Sidebar, fmt.Sprintf(`#history-end[data-end=%q]`, end.name))
		if text := value(s.Sidebar.Text("#history-end"))(t); !strings.Contains(text, end.words) {
			t.Errorf("of a transfer of sort %d the sidebar says %q", end.transfer, text)
		}
	}
	s.holdsFrom(t, fakewhatsapp.ChatElena, elenaName, time.Time{})
	must(t, s.whole(elenaName))
}

// offered are the numbers of an estimate in the sidebar.
var offered = regexp.MustCompile(`: About ([0-9,]+) messages?, ([0-9,]+) notes?, ([0-9,]+) credits?\.$`)

// confirms waits for the estimate of what was chosen, lets it be read, and returns
// its messages, notes and credits, nil when it has no numbers. The order has been taken
// then, so the next cycle knows of it.
func (s *Story) confirms(t *testing.T) []int {
	t.Helper()
	untilShown(t, s.Sidebar, "#history-begin")
	found := offered.FindStringSubmatch(value(s.Sidebar.Text("#history-offer"))(t))
	var numbers []int
	for _, digits := range found[min(1, len(found)):] {
		numbers = append(numbers, value(strconv.Atoi(strings.ReplaceAll(digits, ",", "")))(t))
	}
	must(t, s.Sidebar.Click("#history-begin"))
	untilGone(t, s.Sidebar, "#history-begin")
	return numbers
}

// TestEstimateIsWhatIsSaved: what the sidebar says before older messages are read
// is what then stands in Zoho, and what it says costs about what it said. Whoever
// does not want it has nothing read.
func TestEstimateIsWhatIsSaved(t *testing.T) {
	t.Parallel()
	const elena = fakewhatsapp.ChatElena
	s := begin(t, Options{}, connected()...)
	must(t, s.OpenChat(elenaName))
	untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
	// A cycle that comes by itself now has nothing to read.
	s.quiet(t)
	must(t, s.Sidebar.Click("#history > summary"))

	reads := len(s.WhatsApp.Reads())
	must(t, s.Sidebar.Click("#history-month"))
	untilShown(t, s.Sidebar, "#history-offer")
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	if n := len(s.WhatsApp.Reads()); n != reads {
		t.Errorf("%d pages of messages were read for an estimate", n-reads)
	}
	must(t, s.Sidebar.Click("#history-cancel"))
	untilGone(t, s.Sidebar, "#history-offer")
	untilTrue(t, s.Sidebar, "the button to have the focus again", `document.activeElement?.id === "history-month"`)
	if card := value(s.Card(elena))(t); card.Sync.History.Reading {
		t.Error("older messages are read although nobody wanted them")
	}

	saved := func() (messages, notes int) {
		return value(s.Card(elena))(t).Sync.Saved, len(s.noteTexts(t, elenaName))
	}
	year, month, day := time.Now().AddDate(0, 0, -30).Date()
	for _, step := range []struct {
		button string
		from   time.Time
	}{{"#history-month", time.Date(year, month, day, 0, 0, 0, 0, time.Local)}, {"#history-all", time.Time{}}} {
		messages, notes := saved()
		calls := len(s.Zoho.Calls())
		must(t, s.Sidebar.Click(step.button))
		said := s.confirms(t)
		s.untilRead(t, elena, step.from)
		nowMessages, nowNotes := saved()
		credits := 0
		for _, c := range s.Zoho.Calls()[calls:] {
			if strings.HasPrefix(string(c.Op), "notes.") {
				credits += c.Credits
			}
		}
		// The note of a day that was saved in part is written anew.
		created := nowNotes - notes
		if len(said) != 3 || said[0] != nowMessages-messages || said[1] < created || said[1] > created+1 || said[2] < credits-1 || said[2] > credits+1 {
			t.Errorf("%s: %v were estimated; %d messages, %d notes and %d credits it was", step.button, said, nowMessages-messages, created, credits)
		}
	}
	must(t, s.whole(elenaName))
}

// TestHistoryWithGaps: where a build has nothing but the list in memory, a gap in
// it is not taken for history. The sidebar says that the chat is read in part; a
// build that can be read whole brings the rest, without another order.
func TestHistoryWithGaps(t *testing.T) {
	t.Parallel()
	const elena = fakewhatsapp.ChatElena
	s := begin(t, Options{WhatsApp: fakewhatsapp.Options{Profile: fakewhatsapp.ProfileBareOptions}}, openWhatsApp)
	// The gap is there before anybody reads the chat, whenever that is.
	s.openByID(t, elenaName, elena)
	must(t, s.WhatsApp.JumpTo(value(s.WhatsApp.Messages(elena))(t)[20].Key))
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	play(t, s, connect, openPopup, openSidebar)
	untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
	must(t, s.Cycle(t.Context()))
	must(t, s.Sidebar.Click("#history > summary"))
	must(t, s.Sidebar.Click("#history-all"))
	s.confirms(t)
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `[data-problem="partial"]`)
	notes := strings.Join(s.noteTexts(t, elenaName), "\n")
	if !strings.Contains(notes, "got sheet 1.") || strings.Contains(notes, "got sheet 80.") {
		t.Fatal("the list in memory has no gap, so nothing is proven")
	}
	if card := value(s.Card(elena))(t); card.Sync.SyncedAt != 0 {
		t.Error("a chat with a gap is said to be complete")
	}

	must(t, s.WhatsApp.Configure(func(o *fakewhatsapp.Options) { o.Profile = fakewhatsapp.ProfileCurrent }))
	must(t, s.WhatsAppTab.Do(chromedp.Reload()))
	must(t, s.WhatsApp.WaitPages(t.Context(), 1))
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	eventually(t, stepWithin, "the rest of the history", func() (bool, error) {
		err := s.Cycle(t.Context())
		card, cardErr := s.Card(elena)
		return card.Sync != nil && card.Sync.SyncedAt != 0 && strings.Contains(strings.Join(s.noteTexts(t, elenaName), "\n"), "got sheet 80."), errors.Join(err, cardErr)
	})
	s.untilRead(t, elena, time.Time{})
	must(t, s.OpenChat(elenaName))
	untilGone(t, s.Sidebar, `[data-problem="partial"]`)
	must(t, s.whole(elenaName))
}

// TestLongHistoryBrokenOff: while a long history is read, the sidebar tells how
// far it has come; the worker is stopped, the chat moves to another id, and the
// browser is closed. In the end every message is in the notes once.
func TestLongHistoryBrokenOff(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	// So many that the reading lasts until somebody on a busy machine has broken it off.
	const perDay, days = 200, 12
	var old []fakewhatsapp.Msg
	for i := range perDay * days {
		said := time.Now().AddDate(0, 0, -100-i/perDay).Add(-time.Duration(i%perDay) * 7 * time.Second)
		old = append(old, fakewhatsapp.Msg{Time: said, FromMe: i%3 == 0, Body: fmt.Sprintf("Long ago %04d.", i)})
	}
	value(s.WhatsApp.Backfill(fakewhatsapp.ChatMaya, old))(t)
	play(t, s, linked()...)
	must(t, s.Sidebar.Click("#history > summary"))
	must(t, s.Sidebar.Click("#history-all"))
	s.confirms(t)
	untilShown(t, s.Sidebar, "#history-progress")

	must(t, s.RingAlarm())
	s.untilProgress(t, 100)
	must(t, s.StopWorker())
	must(t, s.WhatsApp.MigrateToLID(s.maya))
	s.maya = mayaLID
	s.deliver(t, s.maya, "Said while the history was read.")
	must(t, s.OpenChat(elenaName))
	must(t, s.OpenChat(mayaName))
	must(t, s.RingAlarm())
	s.untilProgress(t, 300)

	must(t, s.StopBrowser())
	must(t, s.StartBrowser(lasting(t)))
	play(t, s, openWhatsApp, openPopup, openSidebar)
	must(t, s.OpenChat(mayaName))
	s.untilRead(t, s.maya, time.Time{})
	s.holdsFrom(t, s.maya, mayaName, time.Time{})
	must(t, s.whole(elenaName, mayaName))
	s.quiet(t)
}

// untilProgress waits until the sidebar tells that so many messages have been
// read.
func (s *Story) untilProgress(t *testing.T, messages int) {
	t.Helper()
	untilTrue(t, s.Sidebar, "the progress", fmt.Sprintf(
		`parseInt(document.querySelector("#history-progress")?.textContent.match(/([0-9,]+) so far/)?.[1].replace(",", "") ?? "0") >= %d`, messages))
}

// untilRead rings the alarm until the history of the open chat has been read back
// to a moment, the zero time for its beginning.
func (s *Story) untilRead(t *testing.T, chat string, from time.Time) {
	t.Helper()
	eventually(t, 2*stepWithin, "the history to be read", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		card, err := s.Card(chat)
		if err != nil || card.Sync == nil || card.Sync.History == nil {
			return false, err
		}
		h := card.Sync.History
		return !h.Reading && card.Sync.Waiting == 0 && (from.IsZero() && h.From == 0 || !from.IsZero() && h.From == from.Unix()), nil
	})
	untilGone(t, s.Sidebar, "#history-progress")
	s.holdsFrom(t, chat, "", from)
}

// holdsFrom checks that the text messages of a chat from a moment on stand in the
// notes of the contact once, and older ones do not.
func (s *Story) holdsFrom(t *testing.T, chat, contact string, from time.Time) {
	t.Helper()
	if contact == "" {
		contact = value(s.Card(chat))(t).Record.Name
	}
	notes := quoted.ReplaceAllString(strings.Join(s.noteTexts(t, contact), "\n"), "")
	for _, m := range value(s.WhatsApp.Messages(chat))(t) {
		want := 1
		if m.Time.Before(from) {
			want = 0
		}
		if n := strings.Count(notes, m.Body); m.Type == "chat" && n != want {
			t.Errorf("%q of %s stands %d times in the notes, want %d", m.Body, m.Time.Format(time.DateTime), n, want)
		}
	}
}
