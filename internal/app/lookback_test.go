package app_test

import "testing"

// What one browser adds to a note that another one has written within the hour
// stays.
func TestSecondBrowserWithinTheHour(t *testing.T) {
	t.Parallel()
	for _, respect := range []bool{true, false} {
		s := newDirectStage(t)
		s.linkedAda()
		settings := s.view().Settings
		settings.RespectEdits = respect
		s.do("options/settings.save", settings)
		b := s.another(-1)
		b.connect()
		b.ring()
		b.whatsApp.say(adaJID, b.now(0), false, "only in the second")
		b.ring()
		s.whatsApp.chats[0].lost++
		s.whatsApp.say(adaJID, s.now(0), false, "only in the first")
		s.ring()
		for range 60 {
			s.ring()
			b.ring()
		}
		s.wantTexts(s.ada(), "Good morning", "only in the first", "only in the second")
	}
}
