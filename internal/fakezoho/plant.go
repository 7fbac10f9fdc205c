package fakezoho

import (
	"errors"
	"fmt"
	"time"
)

// Planted tells what a seed became.
type Planted struct {
	// IDs are the ids by reference.
	IDs map[string]string `json:"ids"`
	// Clients are the clients in the seed's order, with their ids and secrets.
	Clients []Client `json:"clients"`
}

// Plant puts a seed into the server, in addition to what it holds. It stops at
// the first part that is wrong; what came before stays.
func (s *Server) Plant(seed Seed) (Planted, error) {
	p := planter{s: s, out: Planted{IDs: map[string]string{}, Clients: []Client{}}}
	if err := p.plant(seed); err != nil {
		return p.out, fmt.Errorf("fakezoho: seed: %w", err)
	}
	return p.out, nil
}

// planter puts a seed into a server and remembers what the references stand for.
type planter struct {
	s   *Server
	out Planted
}

func (p *planter) plant(seed Seed) error {
	if seed.Switches != nil {
		if err := p.s.SetSwitches(*seed.Switches); err != nil {
			return err
		}
	}
	for _, o := range seed.Organisations {
		if err := p.org(o); err != nil {
			return fmt.Errorf("organisation %q: %w", o.Ref, err)
		}
	}
	for _, c := range seed.Clients {
		client := Client{ID: c.ID, Name: c.Name, Type: c.Type, RedirectURIs: c.RedirectURIs, Secrets: c.Secrets}
		if c.User != "" {
			id, err := p.find(c.User)
			if err != nil {
				return fmt.Errorf("client %q: %w", c.Ref, err)
			}
			client.UserID = id
		}
		client, err := p.s.AddClient(client)
		if err != nil {
			return fmt.Errorf("client %q: %w", c.Ref, err)
		}
		p.out.Clients = append(p.out.Clients, client)
		if err := p.name(c.Ref, client.ID); err != nil {
			return err
		}
	}
	for _, f := range seed.Faults {
		if err := p.s.Arm(f); err != nil {
			return err
		}
	}
	return nil
}

// Arm injects a fault, or says why it would never strike.
func (s *Server) Arm(f SeedFault) error {
	fault := Fault{Op: f.Op, Kind: f.Kind, Nth: f.Nth, Count: f.Count, AfterCommit: f.AfterCommit, For: time.Duration(f.For)}
	if err := fault.check(); err != nil {
		return err
	}
	s.Inject(fault)
	return nil
}

// name remembers what a reference stands for.
func (p *planter) name(ref, id string) error {
	if ref == "" {
		return nil
	}
	if p.out.IDs[ref] != "" {
		return fmt.Errorf("the reference %q is used twice", ref)
	}
	p.out.IDs[ref] = id
	return nil
}

// find returns what a reference stands for; an id stands for itself.
func (p *planter) find(ref string) (string, error) {
	if id := p.out.IDs[ref]; id != "" {
		return id, nil
	}
	if isID(ref) {
		return ref, nil
	}
	return "", fmt.Errorf("nothing is called %q", ref)
}

// editions are the editions by name.
func editions() map[string]Edition {
	all := map[string]Edition{}
	for _, e := range []Edition{Free(), Standard(), Professional(), Enterprise(), Ultimate()} {
		all[e.Name] = e
	}
	return all
}

func (p *planter) org(o SeedOrg) error {
	spec := Org{
		DataCentre: o.DataCentre, Environment: o.Environment, Company: o.Company, Country: o.Country,
		Currency: o.Currency, ISOCurrency: o.ISOCurrency, TimeZone: o.TimeZone,
	}
	if spec.TimeZone == "" {
		spec.TimeZone = "UTC"
	}
	if o.Edition != "" {
		edition, ok := editions()[o.Edition]
		if !ok {
			return fmt.Errorf("unknown edition %q", o.Edition)
		}
		if o.OlderCredits {
			if edition, ok = edition.Older(); !ok {
				return fmt.Errorf("no older credits are known of the edition %q", o.Edition)
			}
		}
		spec.Edition = edition
	} else if o.OlderCredits {
		return errors.New("older credits need an edition")
	}
	if len(o.Users) == 0 {
		return errors.New("an organisation needs a user")
	}
	org, err := p.s.AddOrg(spec)
	if err != nil {
		return err
	}
	if err := p.name(o.Ref, org.ID); err != nil {
		return err
	}
	for _, plant := range []func(string, SeedOrg) error{p.fields, p.profiles, p.layouts, p.users, p.records} {
		if err := plant(org.ID, o); err != nil {
			return err
		}
	}
	return nil
}

func (p *planter) fields(orgID string, o SeedOrg) error {
	for _, f := range o.Fields {
		err := p.s.ChangeField(orgID, f.Module, f.Name, func(field *Field) {
			field.LayoutRequired, field.Unique, field.Encrypted, field.Restricted = f.LayoutRequired, f.Unique, f.Encrypted, f.Restricted
			if f.Length > 0 {
				field.Length = f.Length
			}
			if f.Label != "" {
				field.Label = f.Label
			}
			if f.Options != nil {
				field.Options = f.Options
			}
			if f.Forecast != nil {
				field.Forecast = f.Forecast
			}
		})
		if errors.Is(err, errNoField) {
			err = p.s.AddField(orgID, f.Module, Field{
				Name: f.Name, Label: f.Label, Type: f.Type, Length: f.Length, LayoutRequired: f.LayoutRequired,
				Unique: f.Unique, Encrypted: f.Encrypted, Restricted: f.Restricted, Options: f.Options, Forecast: f.Forecast,
				Lookup: f.Lookup,
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *planter) profiles(orgID string, o SeedOrg) error {
	for _, f := range o.Profiles {
		spec := Profile{OrgID: orgID, Name: f.Name, Admin: f.Admin, Lacks: f.Lacks, HiddenModules: f.HiddenModules, HiddenFields: f.HiddenFields}
		if oneOf(f.Name, "Administrator", "Standard") {
			change := func(p *Profile) {
				p.Lacks, p.HiddenModules, p.HiddenFields = f.Lacks, f.HiddenModules, f.HiddenFields
			}
			if err := p.s.ChangeProfile(orgID, f.Name, change); err != nil {
				return err
			}
			continue
		}
		if _, err := p.s.AddProfile(spec); err != nil {
			return err
		}
	}
	return nil
}

func (p *planter) layouts(orgID string, o SeedOrg) error {
	for _, l := range o.Layouts {
		id, err := p.s.AddLayout(orgID, l.Module, Layout{Name: l.Name, Fields: l.Fields, Required: l.Required, DefaultFor: l.DefaultFor, Inactive: l.Inactive})
		if err != nil {
			return err
		}
		if err := p.name(l.Ref, id); err != nil {
			return err
		}
	}
	return nil
}

func (p *planter) users(orgID string, o SeedOrg) error {
	for _, u := range o.Users {
		user, err := p.s.AddUser(User{OrgID: orgID, First: u.First, Last: u.Last, Email: u.Email, Profile: u.Profile, TimeZone: u.TimeZone, Locale: u.Locale})
		if err != nil {
			return err
		}
		if err := p.name(u.Ref, user.ID); err != nil {
			return err
		}
	}
	return nil
}

func (p *planter) records(orgID string, o SeedOrg) error {
	// Contacts refer to accounts, deals to both.
	for _, of := range []struct {
		module  string
		records []SeedRecord
	}{{"Accounts", o.Accounts}, {"Contacts", o.Contacts}, {"Leads", o.Leads}, {"Deals", o.Deals}} {
		for _, r := range of.records {
			if err := p.record(orgID, of.module, r); err != nil {
				return fmt.Errorf("%s: %w", of.module, err)
			}
		}
	}
	return nil
}

func (p *planter) record(orgID, module string, r SeedRecord) error {
	fields := Fields{}
	for name, v := range r.Fields {
		value, err := p.value(orgID, module, name, v)
		if err != nil {
			return err
		}
		fields[name] = value
	}
	id, err := p.s.addRecord(orgID, module, fields)
	if err != nil {
		return err
	}
	if err := p.name(r.Ref, id); err != nil {
		return err
	}
	for _, role := range r.ContactRoles {
		contact, err := p.find(role)
		if err != nil {
			return err
		}
		if err := p.s.AddContactRole(id, contact); err != nil {
			return err
		}
	}
	planted := []string{id}
	for _, n := range r.Notes {
		note, err := p.note(orgID, id, n)
		if err != nil {
			return err
		}
		planted = append(planted, note)
	}
	if r.Converted {
		contact, err := p.s.ConvertLead(id)
		if err != nil {
			return err
		}
		planted = append(planted, contact)
	}
	p.s.knowAll(planted)
	return p.s.SetLocked(id, r.Locked)
}

// knowAll makes the search index know records that count as having been there all
// the time.
func (s *Server) knowAll(ids []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		if r := s.recordByID(id); r != nil {
			r.org.index.know(id)
		}
	}
}

// value turns a value of a seed into one of [Fields]: a reference into the id that
// it became.
func (p *planter) value(orgID, module, name string, v any) (any, error) {
	p.s.mu.Lock()
	m, err := p.s.moduleOf(orgID, module)
	p.s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	text, isText := v.(string)
	if f := m.field(name); isText && f != nil && oneOf(f.Type, TypeLookup, TypeOwner) {
		return p.find(text)
	}
	return v, nil
}

func (p *planter) note(orgID, recordID string, n SeedNote) (string, error) {
	p.s.mu.Lock()
	owner := p.s.orgByID(orgID).users[0].id
	p.s.mu.Unlock()
	if n.Owner != "" {
		id, err := p.find(n.Owner)
		if err != nil {
			return "", err
		}
		owner = id
	}
	id, err := p.s.AddNote(recordID, owner, n.Title, n.Content)
	if err != nil {
		return "", err
	}
	return id, p.name(n.Ref, id)
}
