package app

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

// TestACycleRightAfterTheSignIn: a request that had read that nobody is signed in draws
// its view when a cycle runs already. The next one says again that it runs.
func TestACycleRightAfterTheSignIn(t *testing.T) {
	t.Parallel()
	settings, err := store.Open(t.Context(), store.NewMemory(), store.NewMemory())
	if err != nil {
		t.Fatal(err)
	}
	messages, err := journal.Open(t.Context(), journal.NewMemory())
	if err != nil {
		t.Fatal(err)
	}
	a := New(Config{Store: settings, Journal: messages, Zone: transcript.LocationZone(time.UTC), Clock: SystemClock{}})
	if err := a.store.Connect(t.Context(), store.Connection{State: contract.ZohoConnected}, store.Secrets{}, store.DefaultSettings()); err != nil {
		t.Fatal(err)
	}
	for running, want := range map[cyclePhase]contract.BackupState{
		cycleWorks: contract.BackupRunning, cycleEnds: contract.BackupRunning, cycleNone: contract.BackupIdle,
	} {
		if err := a.noteCycle(t.Context(), contract.BackupOff, nil); err != nil {
			t.Fatal(err)
		}
		a.cycling.Store(running)
		if err := a.publish(t.Context()); err != nil {
			t.Fatal(err)
		}
		if view, _, err := a.store.View(t.Context()); err != nil || view.Backup.State != want {
			t.Errorf("of a cycle in phase %d the view says %q, want %q: %v", running, view.Backup.State, want, err)
		}
	}
}
