package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Words that are deleted later go from the answers of other days as well, unless they
// are kept.
func TestDeletedWordsAreDroppedFromAnswers(t *testing.T) {
	t.Parallel()
	for _, way := range []contract.DeletedText{contract.DeletedKeep, contract.DeletedDrop} {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			s.set(func(v *contract.Settings) { v.DeletedText = way })
			wrong := s.whatsApp.say(adaJID, s.now(0), false, "the wrong price")
			s.nextTick()
			s.clock.advance(24 * time.Hour)
			answer := s.whatsApp.say(adaJID, s.now(0), true, "Is that so?")
			s.whatsApp.edit(adaJID, answer, func(m *contract.MessageRecord) {
				m.Quote = &contract.QuoteRecord{ID: wrong, Sender: adaJID, Type: "chat", Text: "the wrong price"}
			})
			s.nextTick()
			s.nextTick()
			if n := len(s.zoho.NotesOf(s.ada())); n != 2 {
				t.Fatalf("%d notes", n)
			}
			s.wantNote(`"the wrong price") Is that so?`)
			s.whatsApp.edit(adaJID, wrong, func(m *contract.MessageRecord) { m.Type, m.Text, m.Deleted = "revoked", "", "sender" })
			s.touch(adaJID)
			s.nextTick()
			if way == contract.DeletedDrop {
				s.wantNoNote("the wrong price")
				s.wantNote(": Is that so?")
			} else {
				s.wantNote("the wrong price (deleted by sender)")
				s.wantNote(`"the wrong price") Is that so?`)
			}
			wantStill(t, s)
		})
	}
}
