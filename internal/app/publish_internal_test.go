package app

import (
	"encoding/json"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

// drawing returns an app that draws its view, and the area that holds it.
func drawing(t *testing.T) (*App, *store.Memory) {
	t.Helper()
	session := store.NewMemory()
	settings, err := store.Open(t.Context(), store.NewMemory(), session)
	if err != nil {
		t.Fatal(err)
	}
	messages, err := journal.Open(t.Context(), journal.NewMemory())
	if err != nil {
		t.Fatal(err)
	}
	return New(Config{
		Store: settings, Journal: messages, Zone: transcript.LocationZone(time.UTC), Words: func() (transcript.Words, error) { return transcript.English(), nil },
		Clock: SystemClock{},
	}), session
}

// TestALaterViewIsNotOverwritten: a request that has read what is stored is overtaken
// by another one that changes it. The view tells of the change.
func TestALaterViewIsNotOverwritten(t *testing.T) {
	t.Parallel()
	a, session := drawing(t)
	arrived, opened := make(chan struct{}), make(chan struct{})
	var held atomic.Bool
	session.OnSet = func(values map[string]json.RawMessage) error {
		if _, counting := values["counts"]; counting && held.CompareAndSwap(false, true) {
			close(arrived)
			<-opened
		}
		return nil
	}
	var requests sync.WaitGroup
	publish := func() {
		if err := a.publish(t.Context()); err != nil {
			t.Error(err)
		}
	}
	requests.Go(publish)
	<-arrived
	changed, err := a.store.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	changed.DailyCredits++
	if err := a.store.SaveSettings(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	requests.Go(func() {
		publish()
		close(ended)
	})
	select {
	case <-ended:
	case <-time.After(100 * time.Millisecond):
		// It waits for the first one, as it should.
	}
	close(opened)
	requests.Wait()
	if view, _, err := a.store.View(t.Context()); err != nil || view.Settings != changed {
		t.Errorf("the view tells of %+v, want %+v: %v", view.Settings, changed, err)
	}
}

// TestACycleRightAfterTheSignIn: a request that had read that nobody is signed in draws
// its view when a cycle runs already. The next one says again that it runs.
func TestACycleRightAfterTheSignIn(t *testing.T) {
	t.Parallel()
	a, _ := drawing(t)
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
