package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// After a burst of messages in the open chat nobody has to wait for the alarm.
func TestBurstIsSavedSoon(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.clock.advance(time.Minute)
	s.whatsApp.say(adaJID, s.now(0), false, "burst")
	s.burst(adaJID)
	s.wantLines(s.ada(), "Good morning", "burst")
	if s.card(adaJID).Sync.SyncedAt != s.clock.Now().UnixMilli() {
		t.Errorf("synced at %d", s.card(adaJID).Sync.SyncedAt)
	}
	// What comes right after waits for the alarm.
	s.whatsApp.say(adaJID, s.now(0), false, "at once")
	s.clock.advance(10 * time.Second)
	s.zoho.ResetCalls()
	s.burst(adaJID)
	s.wantCalls()
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "burst", "at once")
}

// A burst leads to nothing that the alarm would not have led to.
func TestBurstOfNoConcern(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*stage){
		"paused":      func(s *stage) { s.do(contract.KindPanelPause, contract.PauseChat{Chat: adaJID, Paused: true}) },
		"unlinked":    func(s *stage) { s.do(contract.KindPanelUnlink, contract.ChatRef{Chat: adaJID}) },
		"quiet hours": func(s *stage) { s.set(func(v *contract.Settings) { v.QuietFrom, v.QuietTo = 0, 1439 }) },
		"gone":        func(s *stage) { s.do(contract.KindOptionsDisconnect, contract.Nothing{}) },
		"no WhatsApp": func(s *stage) { s.whatsApp.set(func(w *whatsApp) { w.session = contract.SessionSyncing }) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			prepare(s)
			s.nextTick()
			s.clock.advance(time.Minute)
			s.whatsApp.say(adaJID, s.now(0), false, "burst")
			s.zoho.ResetCalls()
			s.burst(adaJID)
			s.wantCalls()
			s.wantLines(s.ada(), "Good morning")
		})
	}
}

// A clock that was ahead and is set right keeps no burst waiting.
func TestBurstAfterAClockAhead(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.clock.set(24 * time.Hour)
	s.nextTick()
	s.clock.set(0)
	s.whatsApp.say(adaJID, s.now(0), false, "burst")
	s.burst(adaJID)
	s.wantLines(s.ada(), "Good morning", "burst")
}

// burst lets the bridge say that a burst in the open chat has ended.
func (s *stage) burst(jid string) {
	s.t.Helper()
	s.do(contract.KindBridgeHint, contract.PageHint{Reason: contract.HintBurst, Chat: jid})
}

// What came while the browser or the tab was closed is saved when WhatsApp Web is
// there again; a page that was away for less than a cycle waits for the alarm.
func TestSavedAfterAbsence(t *testing.T) {
	t.Parallel()
	away := func(away time.Duration) func(s *stage) {
		return func(s *stage) {
			s.whatsApp.set(func(w *whatsApp) { w.session = contract.SessionSyncing })
			s.do(contract.KindBridgeHint, contract.PageHint{Reason: contract.HintReady})
			s.clock.advance(away)
			s.tick()
			s.clock.advance(30 * time.Second)
			s.whatsApp.set(func(w *whatsApp) { w.session = contract.SessionReady })
		}
	}
	for name, tt := range map[string]struct {
		absence func(s *stage)
		saved   bool
	}{
		"the tab, for an hour":         {away(time.Hour), true},
		"the tab, for a minute":        {away(time.Minute), false},
		"the tab, after its clock":     {func(s *stage) { away(time.Minute)(s); s.clock.set(-2 * time.Minute) }, true},
		"the browser, for a minute":    {func(s *stage) { s.clock.advance(time.Minute); s.session = store.NewMemory(); s.wake() }, true},
		"the browser, for ten seconds": {func(s *stage) { s.clock.advance(10 * time.Second); s.session = store.NewMemory(); s.wake() }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			tt.absence(s)
			s.whatsApp.say(adaJID, s.now(0), false, "meanwhile")
			s.do(contract.KindBridgeHint, contract.PageHint{Reason: contract.HintReady})
			want := []string{"Good morning"}
			if tt.saved {
				want = append(want, "meanwhile")
			}
			s.wantLines(s.ada(), want...)
			s.nextTick()
			s.wantLines(s.ada(), "Good morning", "meanwhile")
		})
	}
}
