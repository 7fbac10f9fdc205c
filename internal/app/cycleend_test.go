package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestEndIsToldWithWhatItCameTo: at no moment of a cycle, be it one that saves something
// or one that has nothing to do, does the view say that none runs and tell the times and
// counts of the one before.
func TestEndIsToldWithWhatItCameTo(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "hello"} {
		ended := false
		for k := 1; !ended; k++ {
			s := newDirectStage(t)
			s.linkedAda()
			s.nextTick()
			if text != "" {
				s.whatsApp.say(adaJID, s.now(0), false, text)
			}
			s.clock.advance(3 * time.Minute)
			s.killer.at[s.killer.count()+k] = true
			_, stopped := s.ask(contract.KindAlarmTick, contract.Nothing{})
			ended = !stopped
			view := s.view().Backup
			times, _ := stored[contract.SyncTimes](s, s.local, contract.SyncKey)
			if view.State != contract.BackupRunning && (view.LastTickAt != times.LastTickAt || view.LastSyncAt != times.LastSyncAt) {
				t.Errorf("%q, stopped %s: the view says %+v, stored is %+v", text, s.killer.last, view, times)
			}
		}
	}
}
