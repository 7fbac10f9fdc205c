package fakezoho

import (
	"sync"
	"time"
)

// dial is the server's clock: the one it was given, put ahead or behind, or stopped.
type dial struct {
	base func() time.Time

	mu     sync.Mutex
	skew   time.Duration
	frozen bool
	at     time.Time // of base, where it was stopped
}

func (d *dial) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ticked().Add(d.skew)
}

// ticked is the time of base, as far as it counts.
func (d *dial) ticked() time.Time {
	if d.frozen {
		return d.at
	}
	return d.base()
}

// SetSkew puts the server's clock ahead of the one it was given, or behind it if
// the skew is negative, as the clock of a person's computer is wrong.
func (s *Server) SetSkew(skew time.Duration) {
	s.dial.mu.Lock()
	defer s.dial.mu.Unlock()
	s.dial.skew = skew
}

// Skew returns how far the server's clock is ahead of the one it was given.
func (s *Server) Skew() time.Duration {
	s.dial.mu.Lock()
	defer s.dial.mu.Unlock()
	return s.dial.skew
}

// SetTime sets the server's clock, which goes on from there unless it is frozen.
func (s *Server) SetTime(at time.Time) {
	s.dial.mu.Lock()
	defer s.dial.mu.Unlock()
	s.dial.skew = at.Sub(s.dial.ticked())
}

// Freeze stops the server's clock, or lets it go on from where it stands. A frozen
// clock can still be set and put ahead.
func (s *Server) Freeze(frozen bool) {
	s.dial.mu.Lock()
	defer s.dial.mu.Unlock()
	d := s.dial
	if frozen == d.frozen {
		return
	}
	if d.frozen {
		d.skew += d.at.Sub(d.base())
	} else {
		d.at = d.base()
	}
	d.frozen = frozen
}

// Frozen reports whether the server's clock stands still.
func (s *Server) Frozen() bool {
	s.dial.mu.Lock()
	defer s.dial.mu.Unlock()
	return s.dial.frozen
}
