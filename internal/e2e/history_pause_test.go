package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestHistoryPausedInTheSidebar: the reading of a long history is paused in the
// sidebar while it runs and stays where it stands, also when the worker is stopped
// and the browser is closed, while new messages are saved. Let go on, it goes on from
// there; in the end every message stands in the notes once.
func TestHistoryPausedInTheSidebar(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	// So many that the reading lasts until somebody on a busy machine has paused it.
	const perDay, days = 300, 12
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
	untilShown(t, s.Sidebar, "#history-pause")

	must(t, s.RingAlarm())
	s.untilProgress(t, 100)
	must(t, s.Sidebar.Click("#history-pause"))
	s.untilReadingPaused(t)
	// The page at hand is read to its end, and the cycle with it.
	must(t, s.Cycle(t.Context()))
	history := func() contract.HistoryCard {
		t.Helper()
		card := value(s.Card(s.maya))(t)
		if card.Sync == nil || card.Sync.History == nil {
			t.Fatal("the card tells of no history")
		}
		return *card.Sync.History
	}
	stands := history()
	if !stands.Paused || !stands.Reading || stands.Read < 100 || stands.Read >= perDay*days {
		t.Fatalf("paused: %+v", stands)
	}
	must(t, s.StopWorker())
	s.deliver(t, s.maya, "Said while the reading was paused.")
	must(t, s.Cycle(t.Context()))
	must(t, s.StopBrowser())
	must(t, s.StartBrowser(lasting(t)))
	play(t, s, openWhatsApp, openPopup, openSidebar)
	must(t, s.OpenChat(mayaName))
	s.untilReadingPaused(t)
	must(t, s.Cycle(t.Context()))
	must(t, s.Cycle(t.Context()))
	if now := history(); now != stands {
		t.Errorf("it went on: %+v, %+v before", now, stands)
	}
	if notes := strings.Join(s.noteTexts(t, mayaName), "\n"); strings.Count(notes, "Said while the reading was paused.") != 1 {
		t.Error("what was said meanwhile is not saved once")
	}

	must(t, s.Sidebar.Click("#history > summary"))
	wantTexts(t, s.Sidebar, map[string]string{"#history-progress": fmt.Sprintf("paused: %s so far", grouped(stands.Read)), "#history-pause": "Go on"})
	must(t, s.Sidebar.Click("#history-pause"))
	wantTexts(t, s.Sidebar, map[string]string{"#history-pause": "Pause", "#history summary": "being read"})
	s.untilRead(t, s.maya, time.Time{})
	if now := history(); now.Paused || now.Read < stands.Read {
		t.Errorf("at its end: %+v", now)
	}
	s.holdsFrom(t, s.maya, mayaName, time.Time{})
	must(t, s.whole(elenaName, mayaName))
	s.quiet(t)
}

// grouped writes a number below a million as the sidebar does.
func grouped(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// untilReadingPaused waits until the sidebar says that the reading is paused.
func (s *Story) untilReadingPaused(t *testing.T) {
	t.Helper()
	wantTexts(t, s.Sidebar, map[string]string{"#history summary": "paused", "#history-pause": "Go on"})
}
