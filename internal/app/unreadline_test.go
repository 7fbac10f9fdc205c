package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// A note with the line of a message that was never read stays ours, whatever becomes
// of the name and the time in that line.
func TestNoteWithALineThatWasNotReadStaysOurs(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*stage){
		"another zone": func(s *stage) { s.zone = "Europe/Berlin"; s.wake() },
		"another name": func(s *stage) { s.whatsApp.change(adaJID, func(c *chat) { c.row.Title = "Ada Lovelace" }) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			s.linkedAda()
			id := s.whatsApp.say(adaJID, s.now(0), false, "")
			s.whatsApp.edit(adaJID, id, func(m *contract.MessageRecord) { m.Type, m.Deleted = "revoked", "sender" })
			s.nextTick()
			s.wantLines(s.ada(), "Good morning", "(deleted by sender)")
			change(s)
			// A note of an hour ago is read before it is written.
			s.clock.advance(time.Hour)
			s.whatsApp.say(adaJID, s.now(0), false, "later")
			s.nextTick()
			s.wantLines(s.ada(), "Good morning", "(deleted by sender)", "later")
			if notes := s.zoho.NotesOf(s.ada()); len(notes) != 1 {
				t.Errorf("%d notes", len(notes))
			}
		})
	}
}
