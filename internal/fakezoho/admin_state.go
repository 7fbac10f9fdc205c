package fakezoho

import (
	"errors"
	"slices"
	"time"
)

// SetAPIAccess gives or takes the right "Zoho CRM API Access" of every profile.
func (s *Server) SetAPIAccess(allowed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.orgs {
		for _, p := range o.profiles {
			p.Lacks = slices.DeleteFunc(p.Lacks, func(name string) bool { return name == PermissionAPI })
			if !allowed {
				p.Lacks = append(p.Lacks, PermissionAPI)
			}
		}
	}
}

// SetActive deactivates a user, or activates them again.
func (s *Server) SetActive(userID string, active bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.userByID(userID)
	if u == nil {
		return errors.New("fakezoho: set active: unknown user")
	}
	u.inactive = !active
	return nil
}

// SetExpired ends an organisation's licence, or renews it.
func (s *Server) SetExpired(orgID string, expired bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.orgByID(orgID)
	if o == nil {
		return errors.New("fakezoho: set expired: unknown organisation")
	}
	o.expired = expired
	return nil
}

// SetSwitches changes the switches from the next call on. What was made before
// stays as it was made; the search index keeps what it has learnt.
func (s *Server) SetSwitches(w Switches) error {
	full, err := w.withDefaults()
	if err != nil {
		return err
	}
	s.SetIndexLag(full.indexLag())
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sw = full
	return nil
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
// holds from now on: that of the switches, or [DefaultIndexLag] if they freeze it.
func (s *Server) ReleaseIndex() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.learnAll(s.now())
	if s.lag < 0 {
		if s.sw.IndexLag < 0 {
			s.sw.IndexLag = DefaultIndexLag
		}
		s.lag = s.sw.indexLag()
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
