package fakezoho

import (
	"errors"
	"time"
)

// SetAPIAccess gives or takes the profile right "Zoho CRM API Access" of every
// user.
func (s *Server) SetAPIAccess(allowed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.orgs {
		for _, u := range o.users {
			u.apiAccess = allowed
		}
	}
}

// SetDown makes every host unreachable: connections are closed without a reply
// and nothing is logged.
func (s *Server) SetDown(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// RevokeAll withdraws every token, code and consent, as a user does by removing
// the connected app.
func (s *Server) RevokeAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.centres {
		clear(c.codes)
		clear(c.refresh)
		clear(c.access)
		clear(c.consents)
	}
}

// ExpireAccessTokens lets every access token expire now; refresh tokens stay.
func (s *Server) ExpireAccessTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.centres {
		clear(c.access)
		for _, rt := range c.refresh {
			rt.live = nil
		}
	}
}

// SetIndexLag sets how far the search index is behind: 0 is not at all, a
// negative lag freezes it until [Server.ReleaseIndex].
func (s *Server) SetIndexLag(lag time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	// What the old lag had already let through stays in the index.
	if s.lag >= 0 {
		s.learnAll(s.now().Add(-s.lag))
	}
	s.lag = lag
}

// ReleaseIndex brings the search index up to date at once and sets the lag that
// holds from now on: that of the options, or [DefaultIndexLag] if they freeze it.
func (s *Server) ReleaseIndex() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.learnAll(s.now())
	if s.lag < 0 {
		s.lag = s.sw.IndexLag
		if s.lag < 0 {
			s.lag = DefaultIndexLag
		}
	}
}

func (s *Server) learnAll(upTo time.Time) {
	for _, o := range s.orgs {
		o.index.learn(upTo)
	}
}

// CreditsUsed returns the credits all organisations together spent within the
// last 24 hours.
func (s *Server) CreditsUsed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := 0
	for _, o := range s.orgs {
		sum += o.meter.used(s.now())
	}
	return sum
}

// CreditsUsedBy returns the credits one organisation spent within the last 24
// hours; 0 if there is no such organisation.
func (s *Server) CreditsUsedBy(orgID string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.orgByID(orgID)
	if o == nil {
		return 0
	}
	return o.meter.used(s.now())
}

// SpendCredits books credits on an organisation as if others in the company had
// used them, at most as many as are left.
func (s *Server) SpendCredits(orgID string, credits int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.orgByID(orgID)
	if o == nil {
		return errors.New("fakezoho: spend credits: unknown organisation")
	}
	if _, ok := o.meter.charge(s.now(), credits, o.edition.credits(len(o.users))); !ok {
		return errors.New("fakezoho: spend credits: not that many are left")
	}
	return nil
}
