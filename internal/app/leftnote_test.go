package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestNoteFoundChangedInARunThatFails: in the run that finds that a person has
// changed a note, the write of another one fails. What was to be added to the
// changed note is written by the next cycle all the same.
func TestNoteFoundChangedInARunThatFails(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	other, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Other", "Mobile": newNum})
	must(t, err)
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Other"})
	s.whatsApp.say(newJID, s.now(-60), false, "hello")
	s.linkedAda()
	note := s.zoho.NotesOf(s.ada())[0]
	changed := strings.Replace(note.Content, "Good morning", "Good morning (she sounded upset)", 1)
	must(t, s.zoho.EditRecord(note.ID, fakezoho.Fields{"Note_Content": changed}))
	s.clock.advance(2 * time.Hour)
	s.whatsApp.say(adaJID, s.now(0), false, "Still there?")
	s.whatsApp.say(newJID, s.now(0), false, "and again")
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesUpdate, Kind: fakezoho.FaultUnavailable})
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	s.nextTick()
	s.nextTick()
	s.wantTexts(s.ada(), "Good morning (she sounded upset)", "Still there?")
	s.wantTexts(other, "hello", "and again")
	if card := s.wantCard(adaJID, contract.ChatLinked); card.Sync.Saved != 2 || card.Sync.Waiting != 0 {
		t.Errorf("sync %+v", card.Sync)
	}
	// Of a note that is left to a person counts only what does not stand in it.
	s.wantDifferences()
	must(t, s.zoho.EditRecord(note.ID, fakezoho.Fields{"Note_Content": "She sounded upset."}))
	at := contract.ProofDifference{Kind: contract.DifferenceChanged, Date: thisDay, Part: 1, Missing: 1, MissingAt: []string{"11:59"}}
	s.wantDifferences(at)
}
