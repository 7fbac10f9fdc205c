package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

func TestGateBoundsCallsAtOneTime(t *testing.T) {
	t.Parallel()
	settings, err := store.Open(t.Context(), store.NewMemory(), store.NewMemory())
	if err != nil {
		t.Fatal(err)
	}
	g := newGate(Config{Store: settings, Clock: SystemClock{}, Zone: transcript.LocationZone(time.UTC)})
	for range atOnce {
		if err := g.Before(t.Context(), zoho.OpQuery, 1); err != nil {
			t.Fatal(err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.Before(ended, zoho.OpQuery, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("one call too many: %v", err)
	}
	g.After(zoho.OpQuery, 1, 200, -1)
	if err := g.Before(t.Context(), zoho.OpQuery, 1); err != nil {
		t.Error(err)
	}
	// A call that may not be made takes no place.
	g.After(zoho.OpQuery, 1, statusTooMany, -1)
	for range 2 * atOnce {
		var wait *waitError
		if err := g.Before(t.Context(), zoho.OpQuery, 1); !errors.As(err, &wait) || wait.why != contract.ProblemThrottled {
			t.Fatalf("%v", err)
		}
	}
}
