package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// stoppedAtLoad is what Chromium writes of a worker that is stopped while its
// script is being loaded.
const stoppedAtLoad = "Failed to load the script unexpectedly"

// moments are those after the beginning of a step at which the worker is stopped.
func moments() []time.Duration {
	return []time.Duration{0, 80 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond}
}

// watchTimes returns a check that the times of the last sync, of all chats and of
// Maya's, have not gone back since it was called last.
func (s *Story) watchTimes(t *testing.T) func() {
	type times struct{ all, synced, until int64 }
	told := func() times {
		sync, card := value(s.SyncTimes())(t), value(s.Card(s.maya))(t)
		return times{sync.LastSyncAt, card.Sync.SyncedAt, card.Sync.SavedUntil}
	}
	last := told()
	if last.synced == 0 || last.until == 0 {
		t.Fatalf("nothing is saved to begin with: %+v", last)
	}
	return func() {
		t.Helper()
		now := told()
		if now.all < last.all || now.synced < last.synced || now.until < last.until {
			t.Errorf("times went back from %+v to %+v", last, now)
		}
		last = now
	}
}

// TestWorkerStoppedInHistory: the worker is stopped at moments along the reading of
// older messages, and while a long day is split into parts. In the end each message
// stands in the notes once.
func TestWorkerStoppedInHistory(t *testing.T) {
	t.Parallel()
	for _, after := range moments() {
		t.Run(fmt.Sprint(after), func(t *testing.T) {
			t.Parallel()
			s := &Story{Stage: open(t, Options{})}
			var old []fakewhatsapp.Msg
			for i := range 120 {
				// A day of long messages needs more than one note.
				said := time.Now().AddDate(0, 0, -20-i/60).Add(-time.Duration(i%60) * 7 * time.Second)
				old = append(old, fakewhatsapp.Msg{Time: said, FromMe: i%3 == 0, Body: fmt.Sprintf("Long ago %04d. %0900d", i, 0)})
			}
			value(s.WhatsApp.Backfill(fakewhatsapp.ChatMaya, old))(t)
			play(t, s, linked()...)
			check := s.watchTimes(t)
			must(t, s.Sidebar.Click("#history > summary"))
			must(t, s.Sidebar.Click("#history-all"))
			untilShown(t, s.Sidebar, "#history-begin")
			s.stopsWorker(t, after, func() error { return s.Sidebar.Click("#history-begin") })
			// A click that came to nothing is repeated by the person who made it, once a
			// button is free again.
			eventually(t, settleWithin, "the history to be ordered", func() (bool, error) {
				card, err := s.Card(s.maya)
				if err != nil || card.Sync.History != nil && card.Sync.History.From == 0 {
					return err == nil, err
				}
				_, err = Eval[bool](s.Sidebar, `["#history-begin", "#history-all"].some((id) => {
					const button = document.querySelector(id);
					if (button?.ariaDisabled !== "false") return false;
					button.click();
					return true;
				})`)
				return false, err
			})
			for range 3 {
				s.stopsWorker(t, after, s.RingAlarm)
				check()
			}
			must(t, s.OpenChat(elenaName))
			must(t, s.OpenChat(mayaName))
			eventually(t, settleWithin, "the history to be saved", func() (bool, error) {
				if err := s.Cycle(t.Context()); err != nil {
					return false, err
				}
				check()
				card, err := s.Card(s.maya)
				return err == nil && card.Sync != nil && card.Sync.History != nil && !card.Sync.History.Reading && card.Sync.Waiting == 0 && card.Sync.SyncedAt > 0, err
			})
			s.holdsFrom(t, s.maya, mayaName, time.Time{})
			must(t, s.Holds(t.Context(), s.maya, mayaName))
			must(t, s.whole(elenaName, mayaName))
			s.quiet(t)
		})
	}
}

// TestWorkerStoppedInRepair: the worker is stopped at moments along the repair of a
// note from which somebody has cut a line. In the end the missing line stands in it once.
func TestWorkerStoppedInRepair(t *testing.T) {
	t.Parallel()
	for _, after := range moments() {
		t.Run(fmt.Sprint(after), func(t *testing.T) {
			t.Parallel()
			s := &Story{Stage: open(t, Options{})}
			play(t, s, linked()...)
			check := s.watchTimes(t)
			s.deliver(t, s.maya, storyNews)
			must(t, s.Cycle(t.Context()))
			must(t, s.Holds(t.Context(), s.maya, mayaName))
			for _, n := range s.Zoho.NotesOf(s.record(t, mayaName).ID) {
				lines := slices.DeleteFunc(strings.Split(n.Content, "\n"), func(line string) bool { return strings.Contains(line, storyNews) })
				must(t, s.Zoho.EditRecord(n.ID, fakezoho.Fields{"Note_Content": strings.Join(lines, "\n")}))
			}
			if s.Holds(t.Context(), s.maya, mayaName) == nil {
				t.Fatal("no line was cut")
			}
			s.unfold(t, "proof")
			s.compare(t, "1")
			s.stopsWorker(t, after, func() error { return s.Sidebar.Click("#proof-repair") })
			eventually(t, settleWithin, "the repair", func() (bool, error) {
				if err := s.RingAlarm(); err != nil {
					return false, err
				}
				if err := s.StopWorker(); err != nil {
					return false, err
				}
				if err := s.Cycle(t.Context()); err != nil {
					return false, err
				}
				check()
				if s.Holds(t.Context(), s.maya, mayaName) == nil {
					return true, nil
				}
				// The click came to nothing, and the person sees the button still.
				there, err := Eval[bool](s.Sidebar, `document.querySelector("#proof-repair")?.checkVisibility() === true`)
				if err != nil || !there {
					return false, err
				}
				return false, s.Sidebar.Click("#proof-repair")
			})
			s.compare(t, "0")
			must(t, s.whole(elenaName, mayaName))
		})
	}
}
