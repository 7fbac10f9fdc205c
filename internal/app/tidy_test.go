package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
)

// remembers says whether the journal holds a text.
func (s *stage) remembers(text string) bool {
	s.t.Helper()
	found := false
	if err := s.database.View(s.t.Context(), func(tx journal.Tx) error {
		for _, store := range journal.Stores() {
			if err := tx.Range(store, "", func(_ string, value []byte) error {
				found = found || strings.Contains(string(value), text)
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	return found
}

// wordlessAda saves three messages of one day and lets so much time pass that
// their words are dropped here. It returns their ids.
func (s *stage) wordlessAda() []string {
	s.t.Helper()
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	var ids []string
	for i, text := range []string{"first secret", "second secret", "third secret"} {
		ids = append(ids, s.whatsApp.say(adaJID, s.now(int64(i-180)), false, text))
	}
	s.connect()
	s.tick()
	s.wantLines(s.ada(), "first secret", "second secret", "third secret")
	s.clock.advance(7 * 24 * time.Hour)
	s.nextTick()
	if !s.remembers("secret") {
		s.t.Fatal("the words are gone while they may change")
	}
	s.clock.advance(3 * 24 * time.Hour)
	s.nextTick()
	if s.remembers("secret") {
		s.t.Fatal("words are left")
	}
	return ids
}

func TestWordsGoWhenTheyStandInZoho(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.wordlessAda()
	s.zoho.ResetCalls()
	s.whatsApp.set(func(w *whatsApp) { w.epoch = "two" })
	s.touchAt(adaJID, s.now(-11*aDay))
	s.nextTick()
	s.nextTick()
	s.wantCalls()
	if s.remembers("secret") {
		t.Error("what was read again unchanged has its words again")
	}
	if card := s.wantCard(adaJID, contract.ChatLinked); card.Sync.Saved != 3 || card.Sync.Waiting != 0 {
		t.Errorf("card %+v", card.Sync)
	}
	s.whatsApp.say(adaJID, s.now(0), false, "today")
	s.nextTick()
	s.wantLines(s.ada(), "first secret", "second secret", "third secret", "today")
}

func TestLateEditOfAWordlessDay(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	ids := s.wordlessAda()
	at := s.now(-10*aDay - 7*60)
	s.whatsApp.edit(adaJID, ids[1], func(m *contract.MessageRecord) { m.Text, m.Edited = "second, edited", true })
	s.touchAt(adaJID, at)
	s.nextTick()
	s.nextTick()
	s.wantLines(s.ada(), "first secret", "second, edited", "third secret")
	if notes := s.zoho.NotesOf(s.ada()); len(notes) != 1 {
		t.Errorf("%d notes", len(notes))
	}
	s.clock.advance(24 * time.Hour)
	s.nextTick()
	if s.remembers("secret") {
		t.Error("the words are not dropped again")
	}
}

// Of a message that WhatsApp no longer holds only the note knows the words, so
// that note is not written anew; what is new goes into another part.
func TestLateNewsOfADayThatIsNotWholeAnyMore(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	ids := s.wordlessAda()
	s.whatsApp.change(adaJID, func(c *chat) { c.messages = c.messages[1:] })
	at := s.now(-10*aDay - 7*60)
	s.whatsApp.edit(adaJID, ids[1], func(m *contract.MessageRecord) { m.Text, m.Edited = "second, edited", true })
	s.whatsApp.change(adaJID, func(c *chat) {
		late := c.messages[1]
		late.ID, late.Text, late.T = "3EB0LATE", "late arrival", late.T+1
		late.Key = "false_" + adaJID + "_3EB0LATE"
		c.messages = append(c.messages, late)
	})
	s.touchAt(adaJID, at)
	for range 3 {
		s.nextTick()
	}
	s.wantLines(s.ada(), "first secret", "second secret", "third secret", "late arrival")
	if notes := s.zoho.NotesOf(s.ada()); len(notes) != 2 {
		t.Errorf("%d notes", len(notes))
	}
	if view := s.view().Backup; view.State != contract.BackupIdle {
		t.Errorf("backup %+v", view)
	}
}

// The first backup begins in the middle of a day. When the older messages of that
// day are ordered after its words were dropped, they join the same note.
func TestHistoryOverAWordlessDay(t *testing.T) {
	t.Parallel()
	for stop := range 6 {
		t.Run(fmt.Sprint(stop), func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
			var texts []string
			for i := range 60 {
				texts = append(texts, fmt.Sprintf("message %02d", i))
				s.whatsApp.say(adaJID, s.now(-3*aDay-1800+int64(i)*60), false, texts[i])
			}
			s.connect()
			s.tick()
			s.wantLines(s.ada(), texts[30:]...)
			s.clock.advance(11 * 24 * time.Hour)
			s.nextTick()
			if s.remembers("message") {
				t.Fatal("words are left")
			}
			s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: 0})
			asked := 0
			s.whatsApp.before = func(q contract.PageQuestion) {
				if q.Op == contract.OpMessagesRead {
					if asked++; asked == stop {
						panic(stopped{})
					}
				}
			}
			for range 4 {
				s.clock.advance(3 * time.Minute)
				s.ask(contract.KindAlarmTick, contract.Nothing{})
			}
			s.wantLines(s.ada(), texts...)
			if notes := s.zoho.NotesOf(s.ada()); len(notes) != 1 {
				t.Errorf("%d notes", len(notes))
			}
		})
	}
}

// TestWordlessKilledAtEveryStep stops the worker at each effect from the dropping
// of the words to the writing of a late edit.
func TestWordlessKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	play := func(s *stage, k int) (steps int) {
		s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
		var ids []string
		for i, text := range []string{"first secret", "second secret", "third secret"} {
			ids = append(ids, s.whatsApp.say(adaJID, s.now(int64(i-180)), false, text))
		}
		s.connect()
		s.tick()
		s.clock.advance(10 * 24 * time.Hour)
		begun := s.killer.count()
		if k > 0 {
			s.killer.at[begun+k] = true
		}
		s.ask(contract.KindAlarmTick, contract.Nothing{})
		s.whatsApp.edit(adaJID, ids[1], func(m *contract.MessageRecord) { m.Text, m.Edited = "second, edited", true })
		s.touchAt(adaJID, s.now(-10*aDay-180))
		for range 5 {
			s.clock.advance(3 * time.Minute)
			s.ask(contract.KindAlarmTick, contract.Nothing{})
		}
		return s.killer.count() - begun
	}
	steps := play(newDirectStage(t), 0)
	for k := 1; k <= steps; k++ {
		s := newBareStage(t)
		s.http = direct{s.zoho}
		t.Run(fmt.Sprintf("%04d", k), func(t *testing.T) {
			s.t = t
			s.wake()
			play(s, k)
			s.wantLines(s.ada(), "first secret", "second, edited", "third secret")
			if notes := s.zoho.NotesOf(s.ada()); len(notes) != 1 {
				t.Fatalf("%d notes", len(notes))
			}
			s.zoho.ResetCalls()
			s.nextTick()
			s.wantCalls()
		})
	}
}

// A chat that was linked to another record is written there whole.
func TestRelinkAfterTheWordsAreGone(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.wordlessAda()
	other, err := s.zoho.AddContact(s.world.Org.ID, map[string]any{"Last_Name": "Other", "Mobile": "+1 415 555 0132"})
	if err != nil {
		t.Fatal(err)
	}
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: other})
	for range 3 {
		s.nextTick()
	}
	s.wantLines(other, "first secret", "second secret", "third secret")
	s.wantLines(s.ada(), "first secret", "second secret", "third secret")
	if s.wantCard(adaJID, contract.ChatLinked); s.view().Backup.State != contract.BackupIdle {
		t.Errorf("backup %+v", s.view().Backup)
	}
}
