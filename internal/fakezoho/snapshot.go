package fakezoho

import (
	"slices"
	"time"
)

// Record is a copy of a stored contact, lead, account or deal.
type Record struct {
	ID     string `json:"id"`
	OrgID  string `json:"org_id"`
	Module string `json:"module"`
	Name   string `json:"name"`
	// Fields holds the writable fields that have a value.
	Fields       map[string]any `json:"fields"`
	OwnerID      string         `json:"owner_id"`
	CreatedTime  time.Time      `json:"created_time"`
	ModifiedTime time.Time      `json:"modified_time"`
	Locked       bool           `json:"locked,omitempty"`
	Converted    bool           `json:"converted,omitempty"`
	// Trigger is the trigger array the creating call sent; nil if it sent none.
	Trigger *[]string `json:"trigger,omitempty"`
	// Writes counts the creation and every change since.
	Writes int `json:"writes"`
}

// Note is a copy of a stored note.
type Note struct {
	ID           string    `json:"id"`
	OrgID        string    `json:"org_id"`
	ParentModule string    `json:"parent_module"`
	ParentID     string    `json:"parent_id"`
	Title        string    `json:"title"`
	Content      string    `json:"content"`
	OwnerID      string    `json:"owner_id"`
	CreatedTime  time.Time `json:"created_time"`
	ModifiedTime time.Time `json:"modified_time"`
	// Trigger is the trigger array the creating call sent; nil if it sent none.
	Trigger *[]string `json:"trigger,omitempty"`
	// Writes counts the creation and every change since.
	Writes int `json:"writes"`
}

// Snapshot is everything stored, in order of creation; attachments in that of
// their records.
type Snapshot struct {
	Contacts    []Record     `json:"contacts"`
	Leads       []Record     `json:"leads"`
	Accounts    []Record     `json:"accounts"`
	Deals       []Record     `json:"deals"`
	Notes       []Note       `json:"notes"`
	Attachments []Attachment `json:"attachments"`
}

// Snapshot copies all records and notes of all organisations.
func (s *Server) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	snap := Snapshot{Contacts: []Record{}, Leads: []Record{}, Accounts: []Record{}, Deals: []Record{}, Notes: []Note{}, Attachments: []Attachment{}}
	for _, o := range s.orgs {
		for _, r := range o.order {
			snap.Attachments = append(snap.Attachments, r.attachmentSnapshots()...)
			switch r.module.name {
			case "Contacts":
				snap.Contacts = append(snap.Contacts, r.snapshot())
			case "Leads":
				snap.Leads = append(snap.Leads, r.snapshot())
			case "Accounts":
				snap.Accounts = append(snap.Accounts, r.snapshot())
			case "Deals":
				snap.Deals = append(snap.Deals, r.snapshot())
			case "Notes":
				snap.Notes = append(snap.Notes, r.noteSnapshot())
			}
		}
	}
	return snap
}

// Contacts returns all contacts in order of creation.
func (s *Server) Contacts() []Record { return s.Snapshot().Contacts }

// Leads returns all leads in order of creation.
func (s *Server) Leads() []Record { return s.Snapshot().Leads }

// Notes returns all notes in order of creation.
func (s *Server) Notes() []Note { return s.Snapshot().Notes }

// Record returns a contact, lead, account or deal; false if there is none with that id.
func (s *Server) Record(id string) (Record, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.recordByID(id)
	if r == nil || r.parent != nil {
		return Record{}, false
	}
	return r.snapshot(), true
}

// NotesOf returns the notes of a record in order of creation.
func (s *Server) NotesOf(recordID string) []Note {
	return slices.DeleteFunc(s.Notes(), func(n Note) bool { return n.ParentID != recordID })
}

func (r *record) snapshot() Record {
	fields := map[string]any{}
	for name, v := range r.values {
		switch v := v.(type) {
		case nil:
		case lookup:
			fields[name] = v.id
		case *user:
			fields[name] = v.id
		default:
			fields[name] = v
		}
	}
	out := Record{
		ID: r.id, OrgID: r.org.id, Module: r.module.name, Name: r.fullName(), Fields: fields, OwnerID: r.owner.id,
		CreatedTime: r.created, ModifiedTime: r.modified, Locked: r.locked, Converted: r.converted, Writes: r.writes,
	}
	out.Trigger = r.sentTrigger()
	return out
}

// sentTrigger copies the trigger array of the creating call.
func (r *record) sentTrigger() *[]string {
	if r.trigger == nil {
		return nil
	}
	names := slices.Clone(*r.trigger)
	return &names
}

func (r *record) noteSnapshot() Note {
	return Note{
		ID: r.id, OrgID: r.org.id, ParentModule: r.parent.module.name, ParentID: r.parent.id,
		Title: r.text("Note_Title"), Content: r.text("Note_Content"), OwnerID: r.owner.id,
		CreatedTime: r.created, ModifiedTime: r.modified, Writes: r.writes,
		Trigger: r.sentTrigger(),
	}
}
