package app_test

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestWordsWaitForTheFirstNote: a life of the worker that writes no note does
// not read the words of one, and one that writes several reads them once.
func TestWordsWaitForTheFirstNote(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	s.wordsRead = 0
	s.wake()
	s.do(contract.KindPopupRefresh, contract.Nothing{})
	if s.wordsRead != 0 {
		t.Errorf("words read %d times without a note", s.wordsRead)
	}
	for _, text := range []string{"once more", "and again"} {
		s.whatsApp.say(adaJID, s.now(0), false, text)
		s.nextTick()
		s.wantNote(text)
	}
	if s.wordsRead != 1 {
		t.Errorf("words read %d times for two notes", s.wordsRead)
	}
}
