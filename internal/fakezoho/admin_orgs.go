package fakezoho

import (
	"errors"
	"fmt"
	"time"
)

// Org describes an organisation.
type Org struct {
	// ID and ZGID are filled in by [Server.AddOrg]. The zgid is the number in
	// the CRM's web addresses.
	ID, ZGID string
	// DataCentre is the name of its data centre.
	DataCentre string
	// Company is its name.
	Company string
	// Country is an ISO 3166 code such as "US".
	Country string
	// Currency is a name such as "US Dollar", ISOCurrency its code, "USD".
	Currency, ISOCurrency string
	// TimeZone is an IANA name.
	TimeZone string
	// Edition decides its limits; the server's default if zero.
	Edition Edition
	// Environment decides which API host serves it.
	Environment Environment
}

// User describes a member of an organisation.
type User struct {
	// ID is filled in by [Server.AddUser].
	ID    string
	OrgID string
	First string
	Last  string
	Email string
	// TimeZone is an IANA name; the organisation's if empty. Every time the
	// API shows this user carries that zone's offset.
	TimeZone string
	// Locale is, for instance, "en_US", the default.
	Locale string
	// Admin gives the Administrator profile, which may list all notes.
	Admin bool
	// Profile is the name of the user's profile; Administrator or Standard, by
	// Admin, if empty.
	Profile string
}

// AddOrg creates an organisation without users.
func (s *Server) AddOrg(spec Org) (Org, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.centres[spec.DataCentre]
	if c == nil {
		return Org{}, fmt.Errorf("fakezoho: add org: unknown data centre %q", spec.DataCentre)
	}
	if _, err := time.LoadLocation(spec.TimeZone); err != nil || spec.TimeZone == "" {
		return Org{}, fmt.Errorf("fakezoho: add org: unknown time zone %q", spec.TimeZone)
	}
	if !oneOf(spec.Environment, Environments()...) {
		return Org{}, fmt.Errorf("fakezoho: add org: unknown environment %q", spec.Environment)
	}
	if spec.Edition == (Edition{}) {
		spec.Edition = s.edition
	}
	spec.ID, spec.ZGID = c.nextID(), c.nextZgid()
	o := &org{
		id: spec.ID, zgid: spec.ZGID, centre: c, company: spec.Company, country: spec.Country,
		currency: spec.Currency, isoCurrency: spec.ISOCurrency, zone: spec.TimeZone, edition: spec.Edition,
		environment: spec.Environment, modules: newModules(c, s.sw), records: map[string]*record{}, pageTokens: map[string]*pageToken{},
		profiles: newProfiles(spec.ID, c), roleID: c.nextID(),
	}
	for _, m := range o.modules {
		m.layouts = []*layout{o.standardLayout(m)}
	}
	s.orgs = append(s.orgs, o)
	return spec, nil
}

// AddUser adds a member to an organisation and returns it with its id. The
// first user of a data centre is signed in there.
func (s *Server) AddUser(spec User) (User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.orgByID(spec.OrgID)
	if o == nil {
		return User{}, errors.New("fakezoho: add user: unknown organisation")
	}
	if spec.TimeZone == "" {
		spec.TimeZone = o.zone
	}
	loc, err := time.LoadLocation(spec.TimeZone)
	if err != nil {
		return User{}, fmt.Errorf("fakezoho: add user: %w", err)
	}
	if spec.Last == "" || spec.Email == "" {
		return User{}, errors.New("fakezoho: add user: a last name and an email are needed")
	}
	if spec.Locale == "" {
		spec.Locale = "en_US"
	}
	if spec.Profile == "" {
		spec.Profile = "Standard"
		if spec.Admin {
			spec.Profile = "Administrator"
		}
	}
	profile := o.profileNamed(spec.Profile)
	if profile == nil {
		return User{}, errors.New("fakezoho: add user: unknown profile")
	}
	spec.Admin = profile.Admin
	spec.ID = o.centre.nextID()
	u := &user{
		id: spec.ID, zuid: o.centre.nextZgid(), first: spec.First, last: spec.Last, email: spec.Email,
		country: o.country, locale: spec.Locale, zone: spec.TimeZone, loc: loc,
		profile: profile, org: o,
	}
	o.users = append(o.users, u)
	if o.centre.signedIn == nil {
		o.centre.signedIn = u
	}
	return spec, nil
}

// SignInAs sets whose browser session the consent page of a data centre sees. A
// user of another data centre is led back to their own by the redirect's
// location and accounts-server.
func (s *Server) SignInAs(dataCentre, userID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u := s.centres[dataCentre], s.userByID(userID)
	if c == nil || u == nil {
		return errors.New("fakezoho: sign in: unknown data centre or user")
	}
	c.signedIn = u
	return nil
}

// AddField adds a custom field to a module of an organisation.
func (s *Server) AddField(orgID, moduleName string, f Field) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.moduleOf(orgID, moduleName)
	if err != nil {
		return fmt.Errorf("fakezoho: add field: %w", err)
	}
	if !isName(f.Name) || m.field(f.Name) != nil {
		return errors.New("fakezoho: add field: the name is invalid or taken")
	}
	if err := s.orgByID(orgID).checkField(f); err != nil {
		return fmt.Errorf("fakezoho: add field: %w", err)
	}
	f.custom, f.id = true, s.orgByID(orgID).centre.nextID()
	m.fields = append(m.fields, &f)
	return nil
}

// ChangeField changes the properties of a field, for instance to make it unique,
// mandatory or encrypted. The field keeps its name, its type and what it refers to.
func (s *Server) ChangeField(orgID, moduleName, field string, change func(*Field)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.moduleOf(orgID, moduleName)
	if err != nil {
		return fmt.Errorf("fakezoho: change field: %w", err)
	}
	f := m.field(field)
	if f == nil {
		return errNoField
	}
	changed := *f
	change(&changed)
	changed.Name, changed.Type, changed.Lookup = f.Name, f.Type, f.Lookup
	if changed.Length < 0 {
		return errors.New("fakezoho: change field: the length is negative")
	}
	*f = changed
	return nil
}

// errNoField is returned for a field that a module does not have.
var errNoField = errors.New("fakezoho: change field: no such field")

func (s *Server) moduleOf(orgID, name string) (*module, error) {
	o := s.orgByID(orgID)
	if o == nil {
		return nil, errors.New("unknown organisation")
	}
	m := o.modules[name]
	if m == nil {
		return nil, fmt.Errorf("unknown module %q", name)
	}
	return m, nil
}

func (s *Server) orgByID(id string) *org {
	for _, o := range s.orgs {
		if o.id == id {
			return o
		}
	}
	return nil
}

func (s *Server) userByID(id string) *user {
	for _, o := range s.orgs {
		if u := o.user(id); u != nil {
			return u
		}
	}
	return nil
}
