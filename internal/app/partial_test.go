package app_test

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// A page that may have left messages out saves what it shows and proves
// nothing: what it left out is still found when WhatsApp can be read whole.
func TestPartialPageProvesNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.nextTick()
	before := s.card(adaJID).Sync.SyncedAt
	left := s.whatsApp.say(adaJID, s.now(-2), false, "left out")
	s.whatsApp.say(adaJID, s.now(-1), false, "shown")
	s.whatsApp.set(func(w *whatsApp) { w.hidden = map[string]bool{left: true} })
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "shown")
	if now := s.card(adaJID).Sync.SyncedAt; now != before {
		t.Errorf("the chat was proven complete at %d by a partial page", now)
	}
	if state := s.view().Backup.State; state != contract.BackupWaiting {
		t.Errorf("the backup is %q", state)
	}
	s.whatsApp.set(func(w *whatsApp) { w.hidden = nil })
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "left out", "shown")
	if now := s.card(adaJID).Sync.SyncedAt; now <= before {
		t.Error("the chat is not proven complete after a whole page")
	}
}

// Somebody who wants to be asked is asked also when a record turns up between
// the look and the click on create.
func TestCreateAsksWhoWantsToBeAsked(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.do(contract.KindOptionsSettings, contract.Settings{Linking: contract.LinkAsk, FirstBackupDays: 3})
	id, err := s.zoho.AddContact(s.world.Org.ID, map[string]any{"Last_Name": "Made meanwhile", "Mobile": newNum})
	if err != nil {
		t.Fatal(err)
	}
	s.do(contract.KindPanelCreateContact, nora)
	card := s.wantCard(newJID, contract.ChatChoose)
	if len(card.Candidates) != 1 || card.Candidates[0].ID != id {
		t.Errorf("candidates %+v", card.Candidates)
	}
	if made := s.contactsWith(newNum); len(made) != 1 {
		t.Errorf("%d contacts hold the number", len(made))
	}
}
