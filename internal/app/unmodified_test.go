package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/store"
)

// conditions are the positions in which an update on condition can be answered.
var conditions = []fakezoho.NoteCondition{
	fakezoho.NoteConditionIgnored, fakezoho.NoteConditionHonoured, fakezoho.NoteConditionEach,
	fakezoho.NoteConditionRefused, fakezoho.NoteConditionStrict,
}

// heeded says whether a single update is refused because of its condition.
func heeded(c fakezoho.NoteCondition) bool {
	return c != fakezoho.NoteConditionIgnored && c != fakezoho.NoteConditionRefused
}

func newConditionStage(t *testing.T, c fakezoho.NoteCondition) *stage {
	t.Helper()
	return newDirectStage(t, func(o *fakezoho.Options) { o.Switches.NoteCondition = c })
}

// says lets Ada write and a cycle pass.
func (s *stage) says(text string) {
	s.t.Helper()
	s.whatsApp.say(adaJID, s.now(0), false, text)
	s.nextTick()
}

// editNote lets a person change a word in the oldest note on Ada's record, and returns
// the note as it is then.
func (s *stage) editNote(from, to string) fakezoho.Note {
	s.t.Helper()
	notes := s.zoho.NotesOf(s.ada())
	i := slices.IndexFunc(notes, func(n fakezoho.Note) bool { return strings.Contains(n.Content, from) })
	if i < 0 {
		s.t.Fatalf("no note says %q", from)
	}
	notes[i].Content = strings.Replace(notes[i].Content, from, to, 1)
	must(s.t, s.zoho.EditRecord(notes[i].ID, fakezoho.Fields{"Note_Content": notes[i].Content}))
	return notes[i]
}

// wantAsLeft checks that a note is in Zoho as it was.
func (s *stage) wantAsLeft(want fakezoho.Note) {
	s.t.Helper()
	for _, n := range s.zoho.NotesOf(s.ada()) {
		if n.ID == want.ID && n.Content == want.Content {
			return
		}
	}
	s.t.Fatal("the note that a person has changed is not as they left it")
}

// learned returns what is stored of conditional updates, by organisation.
func (s *stage) learned() map[string]store.NoteCondition {
	s.t.Helper()
	v, _ := stored[map[string]store.NoteCondition](s, s.local, "noteCondition")
	return v
}

// TestNoteChangedAMomentAgo: a person changes a note a minute after it was written
// here. Where Zoho heeds the condition their text stays, and what comes next goes to
// a part of its own; elsewhere it is overwritten, as is said in the settings. Every
// message stands in Zoho once either way.
func TestNoteChangedAMomentAgo(t *testing.T) {
	t.Parallel()
	for _, position := range conditions {
		t.Run(fmt.Sprintf("%q", position), func(t *testing.T) {
			t.Parallel()
			s := newConditionStage(t, position)
			s.linkedAda()
			s.says("Is it ready?")
			s.says("Hello?")
			s.clock.advance(time.Minute)
			edited := s.editNote("Is it ready?", "Is it ready? (she is in a hurry)")
			s.says("And now?")
			s.says("Well?")
			if !heeded(position) {
				s.wantTexts(s.ada(), "Good morning", "Is it ready?", "Hello?", "And now?", "Well?")
				return
			}
			s.wantTexts(s.ada(), "Good morning", "Is it ready? (she is in a hurry)", "Hello?", "And now?", "Well?")
			s.wantAsLeft(edited)
			if n := len(s.zoho.NotesOf(s.ada())); n != 2 {
				t.Errorf("%d notes", n)
			}
			// The part of our own can be changed by a person as well.
			s.clock.advance(time.Minute)
			second := s.editNote("And now?", "And now, please?")
			s.says("Fine.")
			s.wantAsLeft(edited)
			s.wantAsLeft(second)
			s.wantTexts(s.ada(), "Good morning", "Is it ready? (she is in a hurry)", "Hello?", "And now, please?", "Well?", "Fine.")
			if card := s.wantCard(adaJID, contract.ChatLinked); card.Sync.Saved != 6 || card.Sync.Waiting != 0 || card.Problem != nil {
				t.Errorf("sync %+v, problem %+v", card.Sync, card.Problem)
			}
		})
	}
}

// TestConditionIsTriedOnceADay: to find out whether the condition is heeded costs
// nothing where it is ignored, and one call a day elsewhere; the finding outlives the
// worker and the browser.
func TestConditionIsTriedOnceADay(t *testing.T) {
	t.Parallel()
	const update = fakezoho.OpNotesUpdate
	for position, calls := range map[fakezoho.NoteCondition][]fakezoho.Op{
		fakezoho.NoteConditionIgnored:  {update},
		fakezoho.NoteConditionHonoured: {update, update},
		fakezoho.NoteConditionRefused:  {update, update},
		fakezoho.NoteConditionStrict:   {update, update, fakezoho.OpNotesGet, update},
	} {
		s := newConditionStage(t, position)
		s.linkedAda()
		s.nextTick()
		s.zoho.ResetCalls()
		s.says("one")
		s.wantCalls(calls...)
		s.wake()
		s.says("two")
		s.wantCalls(update)
		s.restartBrowser()
		s.zoho.ResetCalls()
		s.says("three")
		s.wantCalls(fakezoho.OpToken, update)
		known := s.learned()[s.world.Org.ID]
		if len(s.learned()) != 1 || known.Honoured != heeded(position) || known.Late != (position == fakezoho.NoteConditionStrict) ||
			known.TriedOn != "2026-11-22" || known.Vain != 0 {
			t.Errorf("%q: known is %+v", position, s.learned())
		}
		// A note that was written long ago is read where that is the only protection.
		s.clock.advance(20 * time.Minute)
		s.nextTick()
		s.clock.advance(20 * time.Minute)
		s.nextTick()
		s.clock.advance(20 * time.Minute)
		s.nextTick()
		s.zoho.ResetCalls()
		s.says("four")
		if heeded(position) {
			s.wantCalls(update)
		} else {
			s.wantCalls(fakezoho.OpNotesGet, update)
		}
		// On another day it is tried again.
		s.clock.advance(20 * time.Hour)
		s.says("the next day")
		s.nextTick()
		if position == fakezoho.NoteConditionStrict {
			// It is remembered that the next second has to be named.
			calls = []fakezoho.Op{update, update}
		}
		s.zoho.ResetCalls()
		s.says("and more")
		s.wantCalls(calls...)
		if known := s.learned()[s.world.Org.ID]; known.TriedOn != "2026-11-23" {
			t.Errorf("%q: known is %+v", position, known)
		}
		s.wantLines(s.ada(), "Good morning", "one", "two", "three", "four", "the next day", "and more")
	}
}

// TestConditionIsOfAnOrganisation: what was found out about one says nothing about
// another.
func TestConditionIsOfAnOrganisation(t *testing.T) {
	t.Parallel()
	s := newConditionStage(t, fakezoho.NoteConditionHonoured)
	elsewhere := map[string]store.NoteCondition{"7009000000000000001": {Honoured: true, Late: true, TriedOn: "2026-11-22"}}
	settings, err := store.Open(t.Context(), s.local, s.session)
	must(t, err)
	for org, c := range elsewhere {
		must(t, settings.SaveNoteCondition(t.Context(), org, c))
	}
	s.linkedAda()
	s.nextTick()
	s.zoho.ResetCalls()
	s.says("one")
	s.wantCalls(fakezoho.OpNotesUpdate, fakezoho.OpNotesUpdate)
	for org, c := range elsewhere {
		if known := s.learned(); known[org] != c || known[s.world.Org.ID] != (store.NoteCondition{Honoured: true, TriedOn: "2026-11-22"}) {
			t.Errorf("known is %+v", known)
		}
	}
}

// TestEditsNotRespected: with the setting off nothing is sent on condition, and what
// a person has changed is overwritten.
func TestEditsNotRespected(t *testing.T) {
	t.Parallel()
	for _, position := range conditions {
		s := newConditionStage(t, position)
		s.linkedAda()
		settings := s.view().Settings
		settings.RespectEdits = false
		s.do(contract.KindOptionsSettings, settings)
		s.nextTick()
		s.editNote("Good morning", "Bad morning")
		s.zoho.ResetCalls()
		s.says("Hello?")
		s.wantCalls(fakezoho.OpNotesUpdate)
		s.wantLines(s.ada(), "Good morning", "Hello?")
		if known := s.learned(); len(known) != 0 {
			t.Errorf("%q: known is %+v", position, known)
		}
	}
}

// TestUpdateWithALostAnswer: Zoho has written a note and the answer is lost. The next
// update finds a note that was changed, by ourselves, and takes nobody else for it.
func TestUpdateWithALostAnswer(t *testing.T) {
	t.Parallel()
	for _, position := range conditions {
		for _, more := range []bool{false, true} {
			for _, nth := range []int{1, 2} {
				if nth == 2 && position == fakezoho.NoteConditionIgnored {
					// There is one call only.
					continue
				}
				t.Run(fmt.Sprintf("%q more %v call %d", position, more, nth), func(t *testing.T) {
					t.Parallel()
					s := newConditionStage(t, position)
					s.linkedAda()
					s.nextTick()
					want := []string{"Good morning", "lost"}
					s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesUpdate, Kind: fakezoho.FaultReplyLost, Nth: nth})
					s.whatsApp.say(adaJID, s.now(0), false, "lost")
					s.clock.advance(3 * time.Minute)
					s.ask(contract.KindAlarmTick, contract.Nothing{})
					if more {
						s.whatsApp.say(adaJID, s.now(0), true, "more")
						want = append(want, "more")
					}
					s.clock.advance(3 * time.Minute)
					s.ask(contract.KindAlarmTick, contract.Nothing{})
					s.says("last")
					s.nextTick()
					s.wantLines(s.ada(), append(want, "last")...)
					if n := len(s.zoho.NotesOf(s.ada())); n != 1 {
						t.Errorf("%d notes", n)
					}
				})
			}
		}
	}
}

// TestUpdateTheBrowserSendsTwice: the browser sends every update again by itself, so
// that the answer is about the second one.
func TestUpdateTheBrowserSendsTwice(t *testing.T) {
	t.Parallel()
	for _, position := range conditions {
		s := newConditionStage(t, position)
		s.linkedAda()
		s.http = resendingUpdates{s.http}
		s.wake()
		for i := range 6 {
			s.says(fmt.Sprint("message ", i))
		}
		s.wantLines(s.ada(), "Good morning", "message 0", "message 1", "message 2", "message 3", "message 4", "message 5")
		if n := len(s.zoho.NotesOf(s.ada())); n != 1 {
			t.Errorf("%q: %d notes", position, n)
		}
	}
}

// TestBrowsersInTurn: two browsers on the same chats write the same note by turns,
// and a person changes it in between.
func TestBrowsersInTurn(t *testing.T) {
	t.Parallel()
	for _, position := range conditions {
		t.Run(fmt.Sprintf("%q", position), func(t *testing.T) {
			t.Parallel()
			s := newConditionStage(t, position)
			s.linkedAda()
			s.says("first")
			b := s.another(-1)
			b.connect()
			b.tick()
			b.nextTick()
			want := []string{"Good morning", "first"}
			say := func(text string) {
				for _, browser := range []*stage{s, b} {
					browser.whatsApp.say(adaJID, s.now(0), false, text)
				}
				want = append(want, text)
			}
			for i := range 8 {
				say(fmt.Sprint("turn ", i))
				s.clock.advance(3 * time.Minute)
				browsers := []*stage{s, b}
				browsers[i%2].tick()
				if i%3 == 2 {
					browsers[1-i%2].tick()
				}
			}
			for range 3 {
				s.nextTick()
				b.nextTick()
			}
			s.wantTexts(s.ada(), want...)
			edited := s.editNote("turn 7", "turn seven")
			s.clock.advance(61 * time.Minute)
			say("after the edit")
			for range 3 {
				s.nextTick()
				b.nextTick()
			}
			s.wantAsLeft(edited)
			want[slices.Index(want, "turn 7")] = "turn seven"
			s.wantTexts(s.ada(), want...)
		})
	}
}

// TestSeveralNotesAtOnce: more notes than one go in one call, and what was not
// written for an hour goes alone.
func TestSeveralNotesAtOnce(t *testing.T) {
	t.Parallel()
	s := newConditionStage(t, fakezoho.NoteConditionHonoured)
	w := s.severalLinked(4)
	s.zoho.ResetCalls()
	for _, jid := range w {
		s.whatsApp.say(jid, s.now(0), false, "again")
	}
	s.nextTick()
	s.wantCalls(fakezoho.OpNotesUpdate)
	s.whatsApp.say(w[0], s.now(0), false, "tries it")
	s.nextTick()
	s.wantCalls(fakezoho.OpNotesUpdate, fakezoho.OpNotesUpdate)
	for range 3 {
		s.clock.advance(25 * time.Minute)
		s.tick()
	}
	s.zoho.ResetCalls()
	for _, jid := range w {
		s.whatsApp.say(jid, s.now(0), false, "an hour later")
	}
	s.nextTick()
	s.wantCalls(fakezoho.OpNotesUpdate, fakezoho.OpNotesUpdate, fakezoho.OpNotesUpdate, fakezoho.OpNotesUpdate)
}

// severalLinked links the chats with n new contacts, of which each has said
// something that is saved, and returns them.
func (s *stage) severalLinked(n int) []string {
	s.t.Helper()
	var chats []string
	for i := range n {
		number := fmt.Sprintf("1%d5550142", 205+i)
		_, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": fmt.Sprint("Customer ", i), "Mobile": "+" + number})
		must(s.t, err)
		chats = append(chats, number+"@c.us")
		s.whatsApp.add(contract.ChatRow{Chat: chats[i], Title: fmt.Sprint("Customer ", i)})
		s.whatsApp.say(chats[i], s.now(-60), false, "hello")
	}
	s.connect()
	s.tick()
	s.nextTick()
	return chats
}

// TestKilledAroundAnEdit stops the worker at each of its effects while a note is
// written again and again, a person changes it in between, and one answer is lost.
func TestKilledAroundAnEdit(t *testing.T) {
	t.Parallel()
	for _, position := range []fakezoho.NoteCondition{fakezoho.NoteConditionHonoured, fakezoho.NoteConditionStrict} {
		play := func(t *testing.T, k int) int {
			s := newConditionStage(t, position)
			s.linkedAda()
			s.nextTick()
			from := s.killer.count()
			s.killer.at[from+k] = k > 0
			ring := func(text string) {
				s.whatsApp.say(adaJID, s.now(0), false, text)
				s.clock.advance(3 * time.Minute)
				if _, killed := s.ask(contract.KindAlarmTick, contract.Nothing{}); killed && k%2 == 0 {
					s.restartBrowser()
				}
			}
			ring("one")
			ring("two")
			s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesUpdate, Kind: fakezoho.FaultReplyLost})
			ring("three")
			ring("four")
			for range 3 {
				s.nextTick()
			}
			edited := s.editNote("two", "two or so")
			ring("five")
			ring("six")
			steps := s.killer.count() - from
			for range 4 {
				s.nextTick()
			}
			s.wantAsLeft(edited)
			s.wantTexts(s.ada(), "Good morning", "one", "two or so", "three", "four", "five", "six")
			if n := len(s.zoho.NotesOf(s.ada())); n != 2 {
				t.Fatalf("%d notes", n)
			}
			if card := s.wantCard(adaJID, contract.ChatLinked); card.Sync.Saved != 7 || card.Sync.Waiting != 0 || card.Problem != nil {
				t.Fatalf("sync %+v, problem %+v", card.Sync, card.Problem)
			}
			return steps
		}
		steps := play(t, 0)
		t.Logf("%q: %d effects", position, steps)
		for k := 1; k <= steps; k++ {
			t.Run(fmt.Sprintf("%s %d", position, k), func(t *testing.T) { t.Parallel(); play(t, k) })
		}
	}
}
