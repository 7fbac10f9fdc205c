package app_test

import (
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// unsentAda saves one message with Ada, reads a second one that does not get to Zoho,
// and lets something happen to the chat that keeps it from being written.
func unsentAda(t *testing.T, happen func(*stage)) *stage {
	t.Helper()
	s := newDirectStage(t)
	s.linkedAda()
	s.zoho.SetDown(true)
	s.clock.advance(time.Minute)
	s.whatsApp.say(adaJID, s.now(0), false, "unsent secret")
	s.ring()
	s.zoho.SetDown(false)
	happen(s)
	s.ring()
	if !s.remembers("unsent secret") {
		t.Fatal("the words are gone at once")
	}
	return s
}

// days lets days pass, with a cycle on each.
func (s *stage) days(n int) {
	s.t.Helper()
	for range n {
		s.clock.advance(24 * time.Hour)
		s.ring()
	}
}

func unlinkAda(s *stage) { s.do(contract.KindPanelUnlink, contract.UnlinkChat{Chat: adaJID}) }
func excludeAda(s *stage) {
	s.do(contract.KindPanelExclude, contract.ExcludeChat{Chat: adaJID, Excluded: true})
}
func relinkAda(s *stage) { s.do(contract.KindPanelRelink, contract.ChatRef{Chat: adaJID}) }

// To link a chat again within a month brings everything back, also what WhatsApp no
// longer holds.
func TestUnlinkedWordsAreKeptForAMonth(t *testing.T) {
	t.Parallel()
	s := unsentAda(t, unlinkAda)
	s.days(25)
	s.whatsApp.change(adaJID, func(c *chat) { c.lost, c.messages = len(c.messages), nil })
	relinkAda(s)
	s.ring()
	s.ring()
	s.wantLines(s.ada(), "Good morning", "unsent secret")
	if card := s.wantCard(adaJID, contract.ChatLinked); card.Sync.Saved != 2 || card.Sync.Waiting != 0 {
		t.Errorf("sync %+v", card.Sync)
	}
}

// After that they are dropped. A chat that is linked again then gets what WhatsApp
// still holds, each message once, and the proof names what it does not.
func TestUnlinkedWordsAreDropped(t *testing.T) {
	t.Parallel()
	for name, happen := range map[string]func(*stage){"unlinked": unlinkAda, "excluded": excludeAda} {
		for _, lost := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := unsentAda(t, happen)
				s.days(45)
				if s.remembers("secret") {
					t.Fatal("the words are kept for ever")
				}
				if lost {
					s.whatsApp.change(adaJID, func(c *chat) { c.lost, c.messages = c.lost+2, nil })
					s.whatsApp.say(adaJID, s.now(0), false, "new")
				}
				s.zoho.ResetCalls()
				s.ring()
				if slices.Contains(s.ops(), fakezoho.OpNotesCreate) || slices.Contains(s.ops(), fakezoho.OpNotesUpdate) {
					t.Fatalf("calls %v", s.ops())
				}
				relinkAda(s)
				for range 4 {
					s.ring()
				}
				proof := s.verify()
				if lost {
					s.wantLines(s.ada(), "Good morning", "new")
					forgotten := slices.ContainsFunc(proof.Gaps, func(g contract.ProofGap) bool {
						return g.Cause == contract.GapForgotten && g.Count == 1 && g.Date == thisDay
					})
					if proof.Held != 3 || proof.Confirmed != 2 || !forgotten {
						t.Errorf("proof %+v", proof)
					}
				} else {
					s.wantLines(s.ada(), "Good morning", "unsent secret")
					if proof.Held != 2 || proof.Confirmed != 2 || len(amiss(proof.Gaps)) != 0 || len(proof.Check.Differences) != 0 {
						t.Errorf("proof %+v", proof)
					}
				}
				if view := s.view(); view.Backup.State != contract.BackupIdle || view.Backup.Waiting != 0 {
					t.Errorf("backup %+v", view.Backup)
				}
			})
		}
	}
}

// The words of a chat whose record is gone go as well. When it is linked to another
// record later, that one gets whatever WhatsApp holds.
func TestWordsOfAChatWhoseRecordIsGone(t *testing.T) {
	t.Parallel()
	s := unsentAda(t, func(s *stage) { must(s.t, s.zoho.DeleteRecord(s.ada())) })
	s.days(45)
	if s.remembers("secret") {
		t.Fatal("the words are kept for ever")
	}
	other, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Ada Restored", "Mobile": "+14155550132"})
	must(t, err)
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: other})
	for range 4 {
		s.ring()
	}
	s.wantLines(other, "Good morning", "unsent secret")
}

// A pause is no end: what was read before it is kept.
func TestWordsOfAPausedChatAreKept(t *testing.T) {
	t.Parallel()
	pause := func(s *stage, on bool) { s.do(contract.KindPanelPause, contract.PauseChat{Chat: adaJID, Paused: on}) }
	s := unsentAda(t, func(s *stage) { pause(s, true) })
	s.days(60)
	if !s.remembers("unsent secret") {
		t.Fatal("the words are dropped")
	}
	s.whatsApp.change(adaJID, func(c *chat) { c.lost, c.messages = len(c.messages), nil })
	pause(s, false)
	s.ring()
	s.wantLines(s.ada(), "Good morning", "unsent secret")
}
