package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/store"
)

func TestCycleWithNothingNewCallsNobody(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.zoho.ResetCalls()
	for range 5 {
		s.nextTick()
	}
	s.wantCalls()
	view, card := s.view(), s.wantCard(adaJID, contract.ChatLinked)
	now := s.clock.Now().UnixMilli()
	if view.Backup.State != contract.BackupIdle || view.Backup.LastSyncAt != now || card.Sync.SyncedAt != now ||
		card.Sync.Saved != 1 || card.Sync.SavedUntil == 0 {
		t.Errorf("view %+v, card %+v", view.Backup, card.Sync)
	}
}

// A chat that is gone from WhatsApp has nothing more to be saved. One that may
// stand in the list unrecognised has.
func TestUnlistedChatIsCompleteOnlyIfAllOthersAreKnown(t *testing.T) {
	t.Parallel()
	for masked, want := range map[int]contract.BackupState{0: contract.BackupIdle, 1: contract.BackupWaiting} {
		s := newStage(t)
		s.linkedAda()
		before := s.wantCard(adaJID, contract.ChatLinked).Sync.SyncedAt
		s.whatsApp.set(func(w *whatsApp) { w.chats, w.masked = nil, masked })
		s.nextTick()
		view, card := s.view(), s.wantCard(adaJID, contract.ChatLinked)
		if complete := card.Sync.SyncedAt > before; view.Backup.State != want || complete != (masked == 0) {
			t.Errorf("%d chats unrecognised: backup %+v, complete %v", masked, view.Backup, complete)
		}
	}
}

func TestNewMessagesGoToTheSameNote(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.zoho.ResetCalls()
	s.whatsApp.say(adaJID, s.now(0), true, "And to you")
	s.nextTick()
	s.wantCalls(fakezoho.OpNotesUpdate)
	s.wantLines(s.ada(), "Good morning", "And to you")
	if notes := s.zoho.NotesOf(s.ada()); len(notes) != 1 || !strings.Contains(notes[0].Content, "2026-11-22") {
		t.Errorf("%d notes", len(notes))
	}
}

func TestEditsAndDeletionsKeepTheirLine(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	second := s.whatsApp.say(adaJID, s.now(0), false, "delete me")
	third := s.whatsApp.say(adaJID, s.now(1), false, "edit me")
	s.nextTick()
	s.whatsApp.edit(adaJID, second, func(m *contract.MessageRecord) { m.Type, m.Text, m.Deleted = "revoked", "", "sender" })
	s.whatsApp.edit(adaJID, third, func(m *contract.MessageRecord) { m.Text, m.Edited = "edited words", true })
	// No message is newer, so only the page's hint tells.
	s.touch(adaJID)
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "delete me", "edited words")
	lines := s.lines(s.ada())
	if !strings.Contains(lines[1], "deleted by sender") || !strings.Contains(lines[2], "edited") {
		t.Errorf("lines %q", lines)
	}
}

// TestChangesWithoutAHint: a message that WhatsApp does not hold in memory changes
// without a word. It is found within half an hour, and at once when the user asks.
func TestChangesWithoutAHint(t *testing.T) {
	t.Parallel()
	for _, wished := range []bool{false, true} {
		t.Run(fmt.Sprint("wished ", wished), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			said := s.whatsApp.say(adaJID, s.now(0), false, "three for Tuesday")
			s.nextTick()
			s.clock.advance(3 * time.Hour)
			s.tick()
			s.wantLines(s.ada(), "Good morning", "three for Tuesday")
			s.whatsApp.edit(adaJID, said, func(m *contract.MessageRecord) { m.Text, m.Edited = "four for Tuesday", true })
			if wished {
				s.do(contract.KindPopupSyncNow, contract.Nothing{})
			} else {
				for range 10 {
					s.nextTick()
				}
			}
			s.wantLines(s.ada(), "Good morning", "four for Tuesday")
		})
	}
}

// touch marks a chat as the worker does when the page noticed a change.
func (s *stage) touch(jid string) { s.touchAt(jid, 0) }

// touchAt is touch for a message of a time in Unix seconds.
func (s *stage) touchAt(jid string, t int64) {
	s.t.Helper()
	mark := json.RawMessage(strconv.FormatInt(t, 10))
	if err := s.session.Set(s.t.Context(), map[string]json.RawMessage{contract.TouchKeyPrefix + jid: mark}); err != nil {
		s.t.Fatal(err)
	}
}

// wantNote checks that a text stands in one of Ada's notes, wantNoNote that it
// stands in none.
func (s *stage) wantNote(text string)   { s.t.Helper(); s.noted(text, true) }
func (s *stage) wantNoNote(text string) { s.t.Helper(); s.noted(text, false) }

func (s *stage) noted(text string, want bool) {
	s.t.Helper()
	got := slices.ContainsFunc(s.zoho.NotesOf(s.ada()), func(n fakezoho.Note) bool { return strings.Contains(n.Content, text) })
	if got != want {
		s.t.Errorf("%q in a note: %v, want %v", text, got, want)
	}
}

func TestEachDayHasItsNote(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	// 23:59 in New York, when it is the next day in UTC.
	s.clock.advance(11*time.Hour + 59*time.Minute)
	s.whatsApp.say(adaJID, s.now(0), false, "before midnight")
	s.clock.advance(2 * time.Minute)
	s.whatsApp.say(adaJID, s.now(0), false, "after midnight")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "before midnight", "after midnight")
	notes := s.zoho.NotesOf(s.ada())
	if len(notes) != 2 || !strings.Contains(notes[0].Title, "2026-11-22") || !strings.Contains(notes[1].Title, "2026-11-23") {
		t.Fatalf("notes %d", len(notes))
	}
}

func TestLongDayIsSplitIntoParts(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	want := []string{"Good morning"}
	for i := range 30 {
		text := fmt.Sprintf("%02d %s", i, strings.Repeat("long ", 600))
		s.whatsApp.say(adaJID, s.now(int64(i)), false, text)
		want = append(want, strings.TrimSpace(text[:40]))
		if i%10 == 9 {
			s.nextTick()
		}
	}
	s.nextTick()
	s.wantLines(s.ada(), want...)
	if notes := s.zoho.NotesOf(s.ada()); len(notes) < 4 || !strings.Contains(notes[1].Title, "part 2") {
		t.Errorf("%d notes", len(notes))
	}
}

// TestMessagesOfOneSecond: WhatsApp's times are whole seconds, so that what came
// in the second of the last read is not newer than what was read.
func TestMessagesOfOneSecond(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	second := s.now(180)
	s.clock.advance(3 * time.Minute)
	s.whatsApp.say(adaJID, second, false, "one")
	s.tick()
	s.whatsApp.say(adaJID, second, false, "two")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "one", "two")
}

// TestOneSecondOverTwoPages: what one page of the history ends with and the next
// one begins with is of one second, and keeps WhatsApp's order.
func TestOneSecondOverTwoPages(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	want := []string{"Good morning"}
	for i := range 170 {
		text := fmt.Sprintf("burst %03d", i)
		s.whatsApp.say(adaJID, s.now(1), false, text)
		want = append(want, text)
	}
	s.nextTick()
	s.wantLines(s.ada(), want...)
}

func TestFirstBackupReachesBackAsFarAsSet(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada"})
	s.whatsApp.say(adaJID, s.now(-4*24*3600), false, "four days ago")
	s.whatsApp.say(adaJID, s.now(-2*24*3600), false, "two days ago")
	s.whatsApp.say(adaJID, s.now(-60), false, "now")
	s.connect()
	s.tick()
	s.wantLines(s.ada(), "two days ago", "now")
}

func TestGapIsReadToItsEndWhateverStopsInBetween(t *testing.T) {
	t.Parallel()
	for page := 1; page <= 6; page++ {
		t.Run(fmt.Sprintf("stopped at page %d", page), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			want := []string{"Good morning"}
			say := func(n int) {
				for i := range n {
					text := fmt.Sprintf("burst %03d", len(want)+i)
					s.clock.advance(time.Second)
					s.whatsApp.say(adaJID, s.now(0), i%2 == 0, text)
				}
				for range n {
					want = append(want, fmt.Sprintf("burst %03d", len(want)))
				}
			}
			say(230)
			asked := 0
			s.whatsApp.before = func(q contract.PageQuestion) {
				if q.Op == contract.OpMessagesRead {
					if asked++; asked == page {
						panic(stopped{})
					}
				}
			}
			s.clock.advance(3 * time.Minute)
			s.ask(contract.KindAlarmTick, contract.Nothing{})
			// More comes before the gap is closed.
			say(70)
			s.nextTick()
			s.nextTick()
			s.wantLines(s.ada(), want...)
		})
	}
}

func TestGapWhoseAnchorIsGoneIsReadAnew(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	want := []string{"Good morning"}
	for i := range 130 {
		text := fmt.Sprintf("burst %03d", i)
		s.whatsApp.say(adaJID, s.now(int64(i)), false, text)
		want = append(want, text)
	}
	asked := 0
	s.whatsApp.before = func(q contract.PageQuestion) {
		// The self-test asks for fewer.
		if q.Op != contract.OpMessagesRead || q.Messages.Count < 50 {
			return
		}
		// The message that the second page hangs on is deleted here.
		if asked++; asked == 2 {
			s.whatsApp.change(adaJID, func(c *chat) { c.messages = slices.Delete(c.messages, 81, 82) })
		}
	}
	s.clock.advance(3 * time.Minute)
	s.tick()
	s.nextTick()
	s.wantLines(s.ada(), want...)
}

func TestChatThatMovesToItsLIDStaysOneChat(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	const lid = "111222333444555@lid"
	s.whatsApp.migrate(adaJID, lid)
	s.whatsApp.say(lid, s.now(0), false, "from the LID")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "from the LID")
	if notes := s.zoho.NotesOf(s.ada()); len(notes) != 1 {
		t.Errorf("%d notes", len(notes))
	}
	if view := s.view(); view.Backup.Linked != 1 {
		t.Errorf("%d linked chats", view.Backup.Linked)
	}
	s.openChat(lid)
	s.wantCard(lid, contract.ChatLinked)
}

// TestEditRightAfterTheMoveToALID: the hint names the chat by an id that is not
// known yet.
func TestEditRightAfterTheMoveToALID(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	id := s.whatsApp.say(adaJID, s.now(0), false, "before the edit")
	s.nextTick()
	const lid = "111222333444555@lid"
	s.whatsApp.migrate(adaJID, lid)
	s.whatsApp.edit(lid, id, func(m *contract.MessageRecord) { m.Text, m.Edited = "after the edit", true })
	s.touch(lid)
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "after the edit")
}

func TestDeletedNoteStaysDeletedAndLaterMessagesAreKept(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	if err := s.zoho.DeleteRecord(s.zoho.NotesOf(s.ada())[0].ID); err != nil {
		t.Fatal(err)
	}
	s.whatsApp.say(adaJID, s.now(0), false, "after the deletion")
	s.nextTick()
	s.nextTick()
	s.wantLines(s.ada(), "after the deletion")
	s.whatsApp.say(adaJID, s.now(0), false, "and more")
	s.nextTick()
	s.wantLines(s.ada(), "after the deletion", "and more")
	s.zoho.ResetCalls()
	s.nextTick()
	s.wantCalls()
}

func TestEditsWhileTheBrowserWasClosedAreSeen(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	id := s.whatsApp.say(adaJID, s.now(0), false, "typo")
	s.nextTick()
	s.whatsApp.edit(adaJID, id, func(m *contract.MessageRecord) { m.Text, m.Edited = "corrected", true })
	// The bridge of the page, which is a new one, reports before the browser's own
	// start event comes.
	s.session = store.NewMemory()
	s.whatsApp.set(func(w *whatsApp) { w.epoch = "two" })
	s.wake()
	s.do(contract.KindBridgeHint, contract.PageHint{Reason: contract.HintReady})
	s.do(contract.KindWorkerStarted, contract.WorkerStarted{Start: contract.StartBrowser})
	s.wantCard(adaJID, contract.ChatLinked)
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "corrected")
}

// TestOneUnreadableChatDoesNotStopTheOthers holds for chats the page refuses and
// for answers that are not understood.
func TestOneUnreadableChatDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*whatsApp){
		"refused": func(w *whatsApp) { w.refuse[newJID] = app.PageError("not_found") },
		"garbled": func(w *whatsApp) { w.garble[newJID] = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
			s.whatsApp.say(newJID, s.now(-90), false, "hello")
			s.linkedAda()
			s.do(contract.KindPanelCreateContact, nora)
			s.whatsApp.set(spoil)
			s.whatsApp.say(adaJID, s.now(0), false, "still here")
			s.nextTick()
			s.wantLines(s.ada(), "Good morning", "still here")
			view, card := s.view(), s.card(newJID)
			if view.Backup.State != contract.BackupWaiting || card.Sync.SyncedAt != 0 {
				t.Errorf("a chat that was not read counts as complete: %+v, %+v", view.Backup, card.Sync)
			}
			s.whatsApp.set(func(w *whatsApp) { clear(w.refuse); clear(w.garble) })
			s.nextTick()
			s.wantLines(s.contactsWith(newNum)[0].ID, "hello")
		})
	}
}

// TestEditFarBackInABurst: the edited message is older than the page that a
// hint makes the core read first.
func TestEditFarBackInABurst(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	id := s.whatsApp.say(adaJID, s.now(1), false, "typo")
	want := []string{"Good morning", "corrected"}
	s.nextTick()
	s.whatsApp.edit(adaJID, id, func(m *contract.MessageRecord) { m.Text, m.Edited = "corrected", true })
	s.touch(adaJID)
	for i := range 120 {
		text := fmt.Sprintf("burst %03d", i)
		s.whatsApp.say(adaJID, s.now(2), false, text)
		want = append(want, text)
	}
	s.nextTick()
	s.wantLines(s.ada(), want...)
}
