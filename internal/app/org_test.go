package app_test

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// Another organisation is another CRM: nothing of the first one's links and
// notes may reach it, and coming back finds everything in its place.
func TestAnotherOrganisationBeginsAnewAndTheFirstGoesOn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.nextTick()
	first := s.world
	s.wantLines(s.ada(), "Good morning")
	notes := len(s.zoho.NotesOf(s.ada()))

	// The stand-in's second world has people of the same numbers under other ids.
	second, err := fakezoho.SeedDemo(s.zoho, redirectURL)
	if err != nil {
		t.Fatal(err)
	}
	s.world = second
	s.do(contract.KindOptionsDisconnect, contract.Nothing{})
	s.connect()
	s.nextTick()
	s.whatsApp.say(adaJID, s.now(0), false, "to the second")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "to the second")
	if now := len(s.zoho.NotesOf(first.Contacts[fakezoho.ContactPunctuated])); now != notes {
		t.Errorf("the first organisation has %d notes, and had %d", now, notes)
	}

	s.world = first
	s.do(contract.KindOptionsDisconnect, contract.Nothing{})
	s.connect()
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "to the second")
	s.wantTitlesOnce()
	if view := s.view(); view.Backup.Linked != 1 || view.Backup.State != contract.BackupIdle {
		t.Errorf("view %+v", view.Backup)
	}
}
