package app_test

import (
	"encoding/json"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// TestNoHalfView: whatever begins a browser session, its first view tells all that is
// stored. Whoever opens a face while the page is still read sees who is signed in, and
// not the settings of nobody.
func TestNoHalfView(t *testing.T) {
	t.Parallel()
	for _, first := range []struct {
		kind contract.Kind
		data any
	}{
		{contract.KindBridgeHint, contract.PageHint{Reason: contract.HintReady}},
		{contract.KindPopupRefresh, contract.Nothing{}},
		{contract.KindAlarmTick, contract.Nothing{}},
	} {
		t.Run(string(first.kind), func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			s.linkedAda()
			settings := s.view().Settings
			s.session = store.NewMemory()
			s.wake()
			views := 0
			s.session.OnSet = func(values map[string]json.RawMessage) error {
				var v contract.View
				if raw, drawn := values[contract.ViewKey]; !drawn {
					return nil
				} else if err := json.Unmarshal(raw, &v); err != nil {
					return err
				}
				if views++; v.Zoho.State != contract.ZohoConnected || v.Settings != settings || v.Backup.Linked != 1 || v.Backup.State == contract.BackupOff {
					t.Errorf("view %d says of Zoho %q, of %d chats that they are linked, and that the backup is %q", views, v.Zoho.State, v.Backup.Linked, v.Backup.State)
				}
				return nil
			}
			s.do(first.kind, first.data)
			if views < 2 {
				t.Errorf("%d views were drawn, so no first one was seen", views)
			}
		})
	}
}

// TestLaterViewWins: a request that takes long to end does not draw what was stored
// before another one's change over what is stored now.
func TestLaterViewWins(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	settings := s.view().Settings
	worker := s.app
	send := func(days int) {
		settings := settings
		settings.FirstBackupDays = days
		s.sendWell(worker, contract.KindOptionsSettings, settings)
	}
	// The first request has read the settings for its view and counts the chats, while
	// another one changes the settings: that one ends first, or waits for its turn.
	var begun atomic.Bool
	var second sync.WaitGroup
	s.session.OnSet = func(values map[string]json.RawMessage) error {
		if _, counted := values["counts"]; counted && begun.CompareAndSwap(false, true) {
			ended := make(chan struct{})
			second.Go(func() { defer close(ended); send(9) })
			select {
			case <-ended:
			case <-time.After(time.Second):
			}
		}
		return nil
	}
	send(5)
	second.Wait()
	if days := s.view().Settings.FirstBackupDays; days != 9 {
		t.Errorf("the view tells of %d days, want the 9 that are stored", days)
	}
}
