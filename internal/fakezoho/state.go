package fakezoho

import (
	"slices"
	"time"
)

// State is everything a server holds, for looking at. It contains secrets.
type State struct {
	Now time.Time `json:"now"`
	// Frozen is true if the clock stands still.
	Frozen        bool          `json:"frozen"`
	Switches      Switches      `json:"switches"`
	Organisations []OrgState    `json:"organisations"`
	Clients       []ClientState `json:"clients"`
	Records       Snapshot      `json:"records"`
	// Calls are those to the accounts and API hosts, in the order in which they
	// took effect.
	Calls []Call `json:"calls"`
	// Faults are those that can still strike.
	Faults []SeedFault `json:"faults"`
}

// OrgState is an organisation.
type OrgState struct {
	ID          string      `json:"id"`
	ZGID        string      `json:"zgid"`
	DataCentre  string      `json:"data_centre"`
	Environment string      `json:"environment"`
	Company     string      `json:"company"`
	Edition     string      `json:"edition"`
	Credits     int         `json:"credits"`
	CreditsUsed int         `json:"credits_used"`
	Expired     bool        `json:"expired"`
	Users       []UserState `json:"users"`
}

// UserState is a user.
type UserState struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Profile string `json:"profile"`
	Active  bool   `json:"active"`
}

// ClientState is a client with what it was granted.
type ClientState struct {
	ID           string            `json:"id"`
	Name         string            `json:"name"`
	Type         ClientType        `json:"type"`
	RedirectURIs []string          `json:"redirect_uris"`
	Secrets      map[string]string `json:"secrets"`
	UserID       string            `json:"user_id,omitempty"`
	// RefreshTokens and AccessTokens are how many are alive.
	RefreshTokens int `json:"refresh_tokens"`
	AccessTokens  int `json:"access_tokens"`
}

// State copies everything.
func (s *Server) State() State {
	out := State{Records: s.Snapshot(), Calls: s.Calls(), Organisations: []OrgState{}, Clients: []ClientState{}, Faults: []SeedFault{}}
	if out.Calls == nil {
		out.Calls = []Call{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out.Now, out.Frozen, out.Switches = s.now(), s.Frozen(), s.sw
	for _, o := range s.orgs {
		out.Organisations = append(out.Organisations, s.orgState(o))
	}
	for _, c := range s.clients {
		out.Clients = append(out.Clients, s.clientState(c))
	}
	slices.SortFunc(out.Clients, func(a, b ClientState) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	for _, f := range s.faults {
		left := f.Count
		if f.seen >= f.Nth && f.Count > 0 {
			left = f.Nth + f.Count - 1 - f.seen
		}
		if left != 0 {
			out.Faults = append(out.Faults, SeedFault{
				Op: f.Op, Kind: f.Kind, Nth: max(1, f.Nth-f.seen), Count: left, AfterCommit: f.AfterCommit, For: jsonDuration(f.For),
			})
		}
	}
	return out
}

func (s *Server) orgState(o *org) OrgState {
	out := OrgState{
		ID: o.id, ZGID: o.zgid, DataCentre: o.centre.dc.Name, Environment: o.environment.orgType(), Company: o.company,
		Edition: o.edition.Name, Credits: o.edition.credits(len(o.users)), CreditsUsed: o.meter.used(s.now()), Expired: o.expired,
		Users: []UserState{},
	}
	for _, u := range o.users {
		out.Users = append(out.Users, UserState{ID: u.id, Name: u.name(), Email: u.email, Profile: u.profile.Name, Active: !u.inactive})
	}
	return out
}

func (s *Server) clientState(c *Client) ClientState {
	out := ClientState{ID: c.ID, Name: c.Name, Type: c.Type, RedirectURIs: slices.Clone(c.RedirectURIs), Secrets: c.Secrets, UserID: c.UserID}
	for _, centre := range s.centres {
		for _, rt := range centre.refresh {
			if rt.key.clientID == c.ID {
				out.RefreshTokens++
			}
		}
		for _, at := range centre.access {
			if at.clientID == c.ID && s.now().Before(at.expires) {
				out.AccessTokens++
			}
		}
	}
	return out
}
