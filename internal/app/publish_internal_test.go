package app

import (
	"encoding/json"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

// TestALaterViewIsNotOverwritten: a request that has read what is stored is overtaken
// by another one that changes it. The view tells of the change.
func TestALaterViewIsNotOverwritten(t *testing.T) {
	t.Parallel()
	session := store.NewMemory()
	settings, err := store.Open(t.Context(), store.NewMemory(), session)
	if err != nil {
		t.Fatal(err)
	}
	messages, err := journal.Open(t.Context(), journal.NewMemory())
	if err != nil {
		t.Fatal(err)
	}
	a := New(Config{
		Store: settings, Journal: messages, Zone: transcript.LocationZone(time.UTC), Words: func() (transcript.Words, error) { return transcript.English(), nil },
		Clock: SystemClock{},
	})
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
	changed, err := settings.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	changed.DailyCredits++
	if err := settings.SaveSettings(t.Context(), changed); err != nil {
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
	if view, _, err := settings.View(t.Context()); err != nil || view.Settings != changed {
		t.Errorf("the view tells of %+v, want %+v: %v", view.Settings, changed, err)
	}
}
