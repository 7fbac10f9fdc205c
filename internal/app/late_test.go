package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// strays lets n messages come, and among the newest of them one that was sent at a
// time in Unix seconds, as WhatsApp lists them if it goes by their arrival.
func (s *stage) strays(n int, t int64) (texts []string) {
	s.t.Helper()
	s.clock.advance(3 * time.Minute)
	for i := range n {
		texts = append(texts, fmt.Sprintf("new %03d", i))
		s.whatsApp.say(adaJID, s.now(int64(i-n)), false, texts[i])
		if i == n-5 {
			s.whatsApp.say(adaJID, t, false, "the stray")
		}
	}
	return texts
}

// A message that comes late among the newest does not end the reading, neither as
// one from before the last reading nor as one from before the backup.
func TestLateMessageAmongTheNewest(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		ago  int64
		want []string
	}{
		"of the day before":     {2 * aDay, []string{"the stray", "Good morning"}},
		"from before the start": {40 * aDay, []string{"Good morning"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			s.linkedAda()
			texts := s.strays(130, s.now(-tt.ago))
			s.nextTick()
			s.wantLines(s.ada(), append(tt.want, texts...)...)
			s.zoho.ResetCalls()
			s.nextTick()
			s.wantCalls()
		})
	}
}

// A change of an older message is found although one that came late stands before it.
func TestChangeBehindALateMessage(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	texts := s.strays(130, s.now(-2*aDay))
	s.nextTick()
	at := s.now(-3*60 - 130)
	s.whatsApp.edit(adaJID, s.whatsApp.find(adaJID).messages[1].ID, func(m *contract.MessageRecord) {
		m.Type, m.Text, m.Deleted = "revoked", "", "sender"
	})
	s.touchAt(adaJID, at)
	s.nextTick()
	s.wantLines(s.ada(), append([]string{"the stray", "Good morning", texts[0] + " (deleted by sender)"}, texts[1:]...)...)
}

// Nor does it end the reading of the history, and an order to go further back finds it.
func TestHistoryBehindALateMessage(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	texts := s.oldChat(230)
	s.whatsApp.say(adaJID, s.now(-90*aDay), false, "the stray")
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: s.now(-33*aDay - 3600)})
	s.nextTick()
	s.wantLines(s.ada(), append(slices.Clone(texts[len(texts)-117:]), "Good morning")...)
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: 0})
	s.nextTick()
	s.wantLines(s.ada(), append(append([]string{"the stray"}, texts...), "Good morning")...)
}

// How far down a change lies counts for one reading: the next ones end at known ground.
func TestHintOfAnOldChangeCountsOnce(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	for i := range 130 {
		s.whatsApp.say(adaJID, s.now(0), false, fmt.Sprintf("new %03d", i))
		s.clock.advance(time.Minute)
	}
	s.nextTick()
	for _, tt := range []struct {
		t     int64
		pages int
	}{{s.now(-3600), 2}, {0, 1}, {s.now(-60), 1}} {
		s.touchAt(adaJID, tt.t)
		before := s.whatsApp.askedOf(adaJID)
		s.nextTick()
		// One question is the self-test's.
		if asked := s.whatsApp.askedOf(adaJID) - before - 1; asked != tt.pages {
			t.Errorf("%d pages were asked for, want %d", asked, tt.pages)
		}
	}
}
