package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// A change that nobody has hinted at is found within hours also when the clock was
// days ahead when such changes were last looked for.
func TestChangesAreLookedForWhenTheClockWasAhead(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	s.clock.set(60 * time.Hour)
	s.nextTick()
	s.clock.set(0)
	s.nextTick()
	s.whatsApp.edit(adaJID, s.whatsApp.find(adaJID).messages[0].ID, func(m *contract.MessageRecord) {
		m.Type, m.Text, m.Deleted = "revoked", "", "sender"
	})
	s.clock.advance(7 * time.Hour)
	s.tick()
	s.wantLines(s.ada(), "Good morning (deleted by sender)")
}
