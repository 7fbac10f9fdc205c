package fakezoho

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Fields are values by API name, as a person would type or import them, or nil to
// empty a field: text, bool for checkboxes, any Go number for numbers and amounts,
// []string for picklists that take several, the id of the record or user referred
// to, a text such as "2026-11-22" for dates, time.Time or a text of RFC 3339 for
// times. Created_Time, Modified_Time and Owner may be set here too.
type Fields map[string]any

// AddContact stores a contact and returns its id. It is made by the first user
// of the organisation. Unlike the API it takes numbers in any format, because
// imports do.
func (s *Server) AddContact(orgID string, f Fields) (string, error) {
	return s.addRecord(orgID, "Contacts", f)
}

// AddAccount stores an account, that is a company, and returns its id, see
// [Server.AddContact]. Account_Name of contacts and deals is the id of one.
func (s *Server) AddAccount(orgID string, f Fields) (string, error) {
	return s.addRecord(orgID, "Accounts", f)
}

// AddDeal stores a deal and returns its id, see [Server.AddContact]. Contact_Name
// is the id of its contact.
func (s *Server) AddDeal(orgID string, f Fields) (string, error) {
	return s.addRecord(orgID, "Deals", f)
}

// AddLead stores a lead and returns its id, see [Server.AddContact].
func (s *Server) AddLead(orgID string, f Fields) (string, error) {
	return s.addRecord(orgID, "Leads", f)
}

func (s *Server) addRecord(orgID, moduleName string, f Fields) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.moduleOf(orgID, moduleName)
	if err != nil {
		return "", fmt.Errorf("fakezoho: add record: %w", err)
	}
	o := s.orgByID(orgID)
	if len(o.users) == 0 {
		return "", errors.New("fakezoho: add record: the organisation has no user")
	}
	u, now := o.users[0], s.clock()
	r := &record{module: m, org: o, values: map[string]any{}, owner: u, createdBy: u, editedBy: u, created: now, modified: now}
	if err := r.set(f); err != nil {
		return "", fmt.Errorf("fakezoho: add record: %w", err)
	}
	for _, field := range m.fields {
		if field.Required && r.values[field.Name] == nil {
			return "", fmt.Errorf("fakezoho: add record: %s is mandatory", field.Name)
		}
	}
	if f["Created_Time"] != nil && f["Modified_Time"] == nil {
		r.modified = r.created
	}
	o.store(r)
	return r.id, nil
}

// EditRecord changes a record or note as its owner would in the CRM.
func (s *Server) EditRecord(id string, f Fields) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.recordByID(id)
	if r == nil {
		return errors.New("fakezoho: edit record: no such record")
	}
	draft := r.clone()
	draft.modified, draft.editedBy = s.clock(), r.owner
	if err := draft.set(f); err != nil {
		return fmt.Errorf("fakezoho: edit record: %w", err)
	}
	draft.writes++
	*r = *draft
	r.org.index.changed(r)
	return nil
}

// set writes fields as a person or an import does: without the checks of the API,
// except names, types and lengths.
func (r *record) set(f Fields) error {
	for name, v := range f {
		field := r.module.field(name)
		if field == nil {
			return fmt.Errorf("no field %q", name)
		}
		stored, err := r.org.imported(field, v)
		if err != nil {
			return fmt.Errorf("field %q: %w", name, err)
		}
		at, isTime := stored.(time.Time)
		owner, isUser := stored.(*user)
		switch {
		case name == "Created_Time" && isTime:
			r.created = at
		case name == "Modified_Time" && isTime:
			r.modified = at
		case name == "Owner" && isUser:
			r.owner = owner
		case field.ReadOnly || name == "Owner" || field.Type == TypeLookup && r.org.modules[field.Lookup] == nil:
			return fmt.Errorf("field %q cannot be set", name)
		default:
			r.values[name] = stored
		}
	}
	return nil
}

// AddNote stores a note of the given user on a record and returns its id.
func (s *Server) AddNote(recordID, userID, title, content string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addNote(recordID, s.userByID(userID), title, content)
}

// colleagueEmail tells the colleague that [Server.AddForeignNote] invents.
const colleagueEmail = "colleague@example.test"

// AddForeignNote stores a note owned by a colleague, whom the first such note
// adds to the organisation.
func (s *Server) AddForeignNote(recordID, title, content string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	parent := s.recordByID(recordID)
	if parent == nil {
		return "", errors.New("fakezoho: add note: no such record")
	}
	o := parent.org
	for _, u := range o.users {
		if u.email == colleagueEmail {
			return s.addNote(recordID, u, title, content)
		}
	}
	colleague := *o.users[0]
	colleague.id, colleague.zuid, colleague.profile = o.centre.nextID(), o.centre.nextZgid(), o.profileNamed("Standard")
	colleague.first, colleague.last, colleague.email = "Colleague", "Sample", colleagueEmail
	o.users = append(o.users, &colleague)
	return s.addNote(recordID, &colleague, title, content)
}

func (s *Server) addNote(recordID string, u *user, title, content string) (string, error) {
	parent := s.recordByID(recordID)
	if parent == nil || parent.parent != nil {
		return "", errors.New("fakezoho: add note: no such record")
	}
	if u == nil || u.org != parent.org {
		return "", errors.New("fakezoho: add note: no such user")
	}
	now := s.clock()
	n := &record{
		module: parent.org.modules["Notes"], org: parent.org, values: map[string]any{}, parent: parent,
		owner: u, createdBy: u, editedBy: u, created: now, modified: now,
	}
	if err := n.set(Fields{"Note_Title": title, "Note_Content": content}); err != nil {
		return "", fmt.Errorf("fakezoho: add note: %w", err)
	}
	parent.org.store(n)
	return n.id, nil
}

// DeleteContact deletes a contact with its notes.
func (s *Server) DeleteContact(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.recordByID(id)
	if r == nil || r.module.name != "Contacts" {
		return errors.New("fakezoho: delete contact: no such contact")
	}
	s.deleteRecord(r)
	return nil
}

// DeleteRecord deletes a record of any module with its notes, or a single note.
func (s *Server) DeleteRecord(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.recordByID(id)
	if r == nil {
		return errors.New("fakezoho: delete record: no such record")
	}
	s.deleteRecord(r)
	return nil
}

func (s *Server) deleteRecord(r *record) {
	o := r.org
	gone := func(x *record) bool { return x == r || x.parent == r }
	for _, x := range o.order {
		if gone(x) {
			delete(o.records, x.id)
			o.index.deleted(x, s.clock())
		}
	}
	o.order = slices.DeleteFunc(o.order, gone)
}

// SetLocked locks a record, as a pending approval does, or unlocks it.
func (s *Server) SetLocked(id string, locked bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.recordByID(id)
	if r == nil {
		return errors.New("fakezoho: lock: no such record")
	}
	r.locked = locked
	return nil
}

func (s *Server) recordByID(id string) *record {
	for _, o := range s.orgs {
		if r := o.records[id]; r != nil {
			return r
		}
	}
	return nil
}
