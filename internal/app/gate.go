package app

import (
	"context"
	"sync"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

// Zoho answers 429 both to too many calls at once and to used-up credits, and
// names no time to wait; see https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html.
// So the wait doubles with every refusal, from firstWait to longestWait.
const (
	firstWait   = time.Minute
	longestWait = time.Hour

	statusTooMany = 429
)

// gate lets calls to Zoho pass unless Zoho has lately refused one as too many.
// It forgets with the worker; the price is one more refused call.
type gate struct {
	clock Clock

	mu    sync.Mutex
	until time.Time
	wait  time.Duration
}

var _ zoho.Gate = (*gate)(nil)

func newGate(clock Clock) *gate { return &gate{clock: clock} }

// Before implements [zoho.Gate].
func (g *gate) Before(_ context.Context, _ zoho.Op, _ int) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.clock.Now().Before(g.until) {
		return &waitError{until: g.until}
	}
	return nil
}

// After implements [zoho.Gate].
func (g *gate) After(_ zoho.Op, _ int, status, _ int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case status == statusTooMany:
		g.wait = min(max(firstWait, 2*g.wait), longestWait)
		g.until = g.clock.Now().Add(g.wait)
	case status >= 200 && status < 300:
		g.wait = 0
	}
}

// retryAt is when calls are let through again, Unix milliseconds, 0 for now.
func (g *gate) retryAt() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.clock.Now().Before(g.until) {
		return 0
	}
	return g.until.UnixMilli()
}
