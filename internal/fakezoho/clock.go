package fakezoho

import (
	"sync"
	"time"
)

// Clock is a clock that moves only when told. Give it to [Options] in place of Now: stalls with a length then end when
// the clock has moved past them. It is safe for concurrent use.
type Clock struct {
	mu      sync.Mutex
	now     time.Time
	waiters []clockWaiter
}

// clockWaiter waits until the clock has reached a time.
type clockWaiter struct {
	at   time.Time
	done chan struct{}
}

// NewClock returns a clock that stands at t.
func NewClock(t time.Time) *Clock { return &Clock{now: t} }

// Now returns the time it stands at.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock and ends what has waited long enough. A negative duration moves it back, which ends nothing.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	kept := c.waiters[:0]
	for _, w := range c.waiters {
		if w.at.After(c.now) {
			kept = append(kept, w)
		} else {
			close(w.done)
		}
	}
	c.waiters = kept
}

// after returns a channel that is closed once the clock has moved on by d.
func (c *Clock) after(d time.Duration) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := clockWaiter{at: c.now.Add(d), done: make(chan struct{})}
	if d <= 0 {
		close(w.done)
	} else {
		c.waiters = append(c.waiters, w)
	}
	return w.done
}

// wallAfter is [Clock.after] by the machine's own clock.
func wallAfter(d time.Duration) <-chan struct{} {
	done := make(chan struct{})
	time.AfterFunc(d, func() { close(done) })
	return done
}
