package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// watchedArea notes what is asked of an area.
type watchedArea struct {
	*store.Memory
	asked [][]string
}

func (w *watchedArea) Get(ctx context.Context, keys ...string) (map[string]json.RawMessage, error) {
	w.asked = append(w.asked, keys)
	return w.Memory.Get(ctx, keys...)
}

func openWatched(t *testing.T) (*store.Store, *watchedArea) {
	t.Helper()
	local := &watchedArea{Memory: store.NewMemory()}
	s, err := store.Open(t.Context(), local, store.NewMemory())
	if err != nil {
		t.Fatal(err)
	}
	return s, local
}

// TestWhatEveryRequestReadsIsReadOnce: after the first reading, memory answers;
// secrets are not among what it holds.
func TestWhatEveryRequestReadsIsReadOnce(t *testing.T) {
	t.Parallel()
	s, local := openWatched(t)
	ctx := t.Context()
	for range 2 {
		must[contract.Settings](t)(s.Settings(ctx))
		must[store.SyncMarks](t)(s.SyncMarks(ctx))
		if _, found, err := s.Connection(ctx); found || err != nil {
			t.Fatalf("found %v, %v", found, err)
		}
	}
	if len(local.asked) != 1 || !slices.Contains(local.asked[0], "zoho") || slices.Contains(local.asked[0], "secrets") {
		t.Errorf("asked for %q", local.asked)
	}
	must[store.Secrets](t)(s.Secrets(ctx))
	must[store.Secrets](t)(s.Secrets(ctx))
	if len(local.asked) != 3 {
		t.Errorf("asked for %q", local.asked)
	}
}

func TestMemoryFollowsTheStorage(t *testing.T) {
	t.Parallel()
	s, local := openWatched(t)
	ctx := t.Context()
	org := func() string {
		conn, _, err := s.Connection(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return conn.OrgID
	}
	if err := s.SaveConnection(ctx, store.Connection{OrgID: "1"}); err != nil || org() != "1" {
		t.Errorf("%v, organisation %q", err, org())
	}
	if err := s.Disconnect(ctx); err != nil || org() != "" {
		t.Errorf("%v, organisation %q", err, org())
	}
	if err := s.Connect(ctx, store.Connection{OrgID: "2"}, store.Secrets{}, store.DefaultSettings()); err != nil || org() != "2" {
		t.Errorf("%v, organisation %q", err, org())
	}
	if len(local.asked) != 1 {
		t.Errorf("asked for %q", local.asked)
	}
}

// TestMemoryForgetsAfterAFailure: a write that fails may still have been done.
func TestMemoryForgetsAfterAFailure(t *testing.T) {
	t.Parallel()
	s, local := openWatched(t)
	ctx := t.Context()
	if err := s.SaveConnection(ctx, store.Connection{OrgID: "1"}); err != nil {
		t.Fatal(err)
	}
	lost := errors.New("answer lost")
	local.OnSet = func(map[string]json.RawMessage) error {
		local.OnSet = nil
		set(t, local.Memory, "zoho", `{"orgId":"2"}`)
		return lost
	}
	if err := s.SaveConnection(ctx, store.Connection{OrgID: "2"}); !errors.Is(err, lost) {
		t.Fatalf("error %v", err)
	}
	if conn, _, err := s.Connection(ctx); err != nil || conn.OrgID != "2" {
		t.Errorf("%v, organisation %q", err, conn.OrgID)
	}
}
