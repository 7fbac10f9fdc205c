package app_test

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/app"
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

// What a page does counts, not what it has said before of how it would read its
// messages: the check and the card say at once that they are read in part.
func TestPartialPageThatDidNotSayIt(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.nextTick()
	before := s.card(adaJID).Sync.SyncedAt
	s.whatsApp.say(adaJID, s.now(-1), false, "shown")
	s.whatsApp.set(func(w *whatsApp) { w.hidden, w.unaware = map[string]bool{}, true })
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "shown")
	card := s.card(adaJID)
	if card.Sync.SyncedAt != before || card.Sync.Problem == nil || card.Sync.Problem.Code != contract.ProblemPartial {
		t.Errorf("the card says %+v, problem %+v", card.Sync, card.Sync.Problem)
	}
	found, _ := stored[contract.Health](s, s.session, contract.HealthKey)
	if view := s.view(); found.Verdict != contract.VerdictDegraded || view.WhatsApp.Verdict != contract.VerdictDegraded {
		t.Errorf("the verdict is %q, in the view %q", found.Verdict, view.WhatsApp.Verdict)
	}
	s.whatsApp.set(func(w *whatsApp) { w.hidden, w.unaware = nil, false })
	s.nextTick()
	if card := s.card(adaJID); card.Sync.SyncedAt <= before || card.Sync.Problem != nil {
		t.Errorf("afterwards the card says %+v", card.Sync)
	}
}

// A chat of which no word can be had says why, does not stop the others, and is
// read as soon as it can be.
func TestUnreadableChatSaysWhy(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*whatsApp){
		"its list is not loaded":     func(w *whatsApp) { w.hidden, w.refuse[newJID] = map[string]bool{}, app.PageUnreadable },
		"what it tells is of no use": func(w *whatsApp) { w.garble[newJID] = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			other := s.linkAnother()
			s.nextTick()
			s.whatsApp.open(adaJID)
			before := s.card(other).Sync.SyncedAt
			s.whatsApp.say(adaJID, s.now(0), false, "from Ada")
			s.whatsApp.say(other, s.now(1), false, "from the other")
			s.whatsApp.set(lose)
			// The second time nothing but this chat is to be read.
			for range 2 {
				s.nextTick()
				s.wantLines(s.ada(), "Good morning", "from Ada")
				if card := s.card(other); card.Sync.SyncedAt != before || card.Sync.Problem == nil || card.Sync.Problem.Code != contract.ProblemPartial {
					t.Errorf("the card says %+v, problem %+v", card.Sync, card.Sync.Problem)
				}
			}
			s.whatsApp.set(func(w *whatsApp) { w.hidden = nil; clear(w.refuse); clear(w.garble) })
			s.nextTick()
			if card := s.card(other); card.Sync.SyncedAt <= before || card.Sync.Problem != nil {
				t.Errorf("afterwards the card says %+v, problem %+v", card.Sync, card.Sync.Problem)
			}
			if state := s.view().WhatsApp.State; state != contract.TabReady {
				t.Errorf("the page is %q", state)
			}
		})
	}
}

// A reading that was broken off, and went on in part only, ends whole: nothing of
// the part is left on the card.
func TestPartialReadingInsideAGap(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	want := []string{"Good morning"}
	for i := range 130 {
		s.whatsApp.say(adaJID, s.now(int64(i)/2), false, "line")
		want = append(want, "line")
	}
	s.whatsApp.before = func(q contract.PageQuestion) {
		if q.Op == contract.OpMessagesRead && q.Messages.Before != "" {
			s.whatsApp.set(func(w *whatsApp) { w.refuse[adaJID] = app.PageBusy })
		}
	}
	s.nextTick()
	s.whatsApp.before = nil
	s.whatsApp.set(func(w *whatsApp) { w.hidden = map[string]bool{}; clear(w.refuse) })
	s.nextTick()
	if card := s.card(adaJID); card.Sync.Problem == nil || card.Sync.Problem.Code != contract.ProblemPartial {
		t.Fatalf("the card says %+v", card.Sync.Problem)
	}
	s.whatsApp.set(func(w *whatsApp) { w.hidden = nil })
	s.nextTick()
	s.nextTick()
	s.wantLines(s.ada(), want...)
	if card := s.card(adaJID); card.Sync.Problem != nil || card.Sync.SyncedAt == 0 {
		t.Errorf("afterwards the card says %+v, problem %+v", card.Sync, card.Sync.Problem)
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
