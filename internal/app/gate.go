package app

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/credits"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	statusTooMany = 429
	// atOnce is how many calls are made at one time. The smallest edition allows
	// five for all users and programs of an organisation together.
	atOnce = 2
)

// gate lets calls to Zoho pass as package credits decides. What is spent is
// stored before the call, so that a worker that is stopped does not forget it.
type gate struct {
	store *store.Store
	clock Clock
	zone  transcript.Zone
	// chance returns a number in [0, 1).
	chance func() float64

	// slots holds a token for each call under way.
	slots chan struct{}

	mu sync.Mutex
	// spending is what is known, once known is true; changed says that it is to be
	// stored.
	spending       credits.Spending
	known, changed bool
}

var _ zoho.Gate = (*gate)(nil)

func newGate(c Config) *gate {
	return &gate{store: c.Store, clock: c.Clock, zone: c.Zone, chance: rand.Float64, slots: make(chan struct{}, atOnce)}
}

// purposeKey is the key under which a context carries what calls are made for.
type purposeKey struct{}

// forPurpose marks the calls made under a context.
func forPurpose(ctx context.Context, p contract.Purpose) context.Context {
	return context.WithValue(ctx, purposeKey{}, p)
}

func purposeOf(ctx context.Context) contract.Purpose {
	if p, ok := ctx.Value(purposeKey{}).(contract.Purpose); ok {
		return p
	}
	return contract.PurposeConnect
}

// Before implements [zoho.Gate].
func (g *gate) Before(ctx context.Context, _ zoho.Op, cost int) error {
	select {
	case g.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	err := g.spend(ctx, cost)
	if err != nil {
		<-g.slots
	}
	return err
}

// spend counts a call, if it may be made.
func (g *gate) spend(ctx context.Context, cost int) error {
	settings, err := g.store.Settings(ctx)
	if err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.learn(ctx); err != nil {
		return err
	}
	moment := g.moment()
	if pause := g.spending.May(moment, cost, settings.DailyCredits); pause != nil {
		return &waitError{until: pause.Until, why: pause.Why}
	}
	g.spending, g.changed = g.spending.Spend(moment, purposeOf(ctx), cost), true
	return g.keep(ctx)
}

// After implements [zoho.Gate]. What it learns is stored by the next call, or at
// the end of the request.
func (g *gate) After(_ zoho.Op, _ int, status, remaining int) {
	<-g.slots
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case status == statusTooMany:
		g.spending, g.changed = g.spending.Refused(g.clock.Now(), g.chance()), true
	case status >= 200 && status < 300:
		g.spending, g.changed = g.spending.Answered(g.clock.Now(), remaining), true
	}
}

// learn reads what an earlier worker has stored.
func (g *gate) learn(ctx context.Context) error {
	if g.known {
		return nil
	}
	spending, err := g.store.Spending(ctx)
	g.spending, g.known = spending, err == nil
	return err
}

// keep stores what has changed.
func (g *gate) keep(ctx context.Context) error {
	if !g.changed {
		return nil
	}
	if err := g.store.SaveSpending(ctx, g.spending); err != nil {
		return err
	}
	g.changed = false
	return nil
}

// view returns what people see of the credits, and stores what was learned
// since.
func (g *gate) view(ctx context.Context) (contract.CreditsView, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.learn(ctx); err != nil {
		return contract.CreditsView{}, err
	}
	return g.spending.View(g.moment()), g.keep(ctx)
}

// renew forgets what an earlier sign-in was told: another organisation has other
// credits. What was spent on the day stays.
func (g *gate) renew(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.learn(ctx); err != nil {
		return err
	}
	g.spending, g.changed = credits.Spending{Day: g.spending.Day, By: g.spending.By}, true
	return g.keep(ctx)
}

// pause says why calls are kept back now, and until when; nil when they are not.
func (g *gate) pause() *credits.Pause {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.spending.May(g.moment(), 0, 0)
}

// retryAt is when calls are let through again, Unix milliseconds, 0 for now.
func (g *gate) retryAt() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.spending.View(g.moment()).PausedUntil
}

// moment is now, with the calendar day of the user's zone.
func (g *gate) moment() credits.Moment {
	now := g.clock.Now()
	local := now.In(time.FixedZone("", g.zone.OffsetAt(now.Unix())))
	year, month, day := local.Date()
	return credits.Moment{
		Now: now, Day: local.Format(time.DateOnly), Tomorrow: time.Date(year, month, day+1, 0, 0, 0, 0, local.Location()),
	}
}
