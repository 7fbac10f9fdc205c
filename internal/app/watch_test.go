package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// editsUnseen lets the computer, or the page alone, be away while a message is edited, and
// nothing in the chat list shows it.
func (s *stage) editsUnseen(away func()) {
	s.t.Helper()
	id := s.whatsApp.say(adaJID, s.now(-30), false, "typo")
	s.whatsApp.say(adaJID, s.now(-20), false, "the last word")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "typo", "the last word")
	s.whatsApp.edit(adaJID, id, func(m *contract.MessageRecord) { m.Text, m.Edited = "corrected", true })
	s.zoho.ResetCalls()
	asked := s.whatsApp.askedOf(adaJID)
	s.nextTick()
	s.wantCalls()
	if n := s.whatsApp.askedOf(adaJID); n != asked {
		s.t.Fatalf("a chat without news was asked for %d times", n-asked)
	}
	away()
}

// wantNoNotes checks that no note was asked for or written since the last reset.
func (s *stage) wantNoNotes() {
	s.t.Helper()
	for _, op := range s.ops() {
		switch op {
		case fakezoho.OpNotesCreate, fakezoho.OpNotesUpdate, fakezoho.OpNotesGet, fakezoho.OpNotesRelated:
			s.t.Errorf("Zoho was asked for %s", op)
		}
	}
}

// What was edited or deleted while the computer slept, or the page was frozen, is
// found by the first cycle afterwards, and costs Zoho's credits for what has changed
// alone.
func TestChangesWhileNobodyListened(t *testing.T) {
	t.Parallel()
	for name, away := range map[string]func(*stage){
		"the computer sleeps": func(s *stage) { s.clock.advance(20 * time.Minute) },
		"it sleeps, and the page speaks before the alarm rings": func(s *stage) {
			s.clock.advance(20 * time.Minute)
			s.do(contract.KindBridgeHint, contract.PageHint{Reason: contract.HintActive, Chat: adaJID})
		},
		"it sleeps while a cycle runs": func(s *stage) {
			s.clock.advance(3 * time.Minute)
			s.whatsApp.before = func(contract.PageQuestion) {
				s.whatsApp.before = nil
				s.clock.advance(20 * time.Minute)
			}
			s.tick()
		},
		"the page is frozen": func(s *stage) {
			s.clock.advance(3 * time.Minute)
			s.whatsApp.set(func(w *whatsApp) { w.thawed = 1 })
		},
		"the page is frozen, and the worker starts anew": func(s *stage) {
			s.clock.advance(3 * time.Minute)
			s.whatsApp.set(func(w *whatsApp) { w.thawed = 1 })
			s.wake()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			s.linkedAda()
			s.editsUnseen(func() { away(s) })
			s.tick()
			s.wantLines(s.ada(), "Good morning", "corrected", "the last word")
			s.zoho.ResetCalls()
			asked := s.whatsApp.askedOf(adaJID)
			for range 3 {
				s.nextTick()
			}
			s.wantNoNotes()
			if n := s.whatsApp.askedOf(adaJID); n != asked {
				t.Errorf("after that the chat was asked for %d times", n-asked)
			}
		})
	}
}

// A sleep in which nothing changed costs a look at WhatsApp, and no credit; an alarm
// that rings a little late is no sleep.
func TestSleepWithoutChanges(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	for range 2 {
		s.nextTick()
	}
	s.zoho.ResetCalls()
	for _, tt := range []struct {
		away  time.Duration
		looks bool
	}{{9 * time.Minute, false}, {11 * time.Minute, true}, {3 * time.Minute, false}, {time.Hour, true}} {
		asked := s.whatsApp.askedOf(adaJID)
		s.clock.advance(tt.away)
		s.tick()
		if looked := s.whatsApp.askedOf(adaJID) > asked; looked != tt.looks {
			t.Errorf("after %v the chat was looked through: %v", tt.away, looked)
		}
		s.wantNoNotes()
	}
	s.wantLines(s.ada(), "Good morning")
}
