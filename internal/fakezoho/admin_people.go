package fakezoho

import (
	"errors"
	"slices"
)

// convertedFields says which fields of a lead a contact made from it gets, by the
// contact's name for them: the lead conversion mapping of a new organisation.
// Custom fields are in it only if an administrator adds them, and are lost
// otherwise.
func convertedFields() map[string]string {
	mapping := map[string]string{"Title": "Designation", "Mailing_City": "City", "Mailing_Country": "Country"}
	for _, name := range []string{"First_Name", "Last_Name", "Email", "Secondary_Email", "Phone", "Mobile", "Fax", "Lead_Source", "Email_Opt_Out", "Description"} {
		mapping[name] = name
	}
	return mapping
}

// ConvertLead converts a lead as its owner would in the CRM and returns the id of
// the contact that it became. The contact has the lead's owner, and the lead's
// notes are the contact's from then on; the lead itself stays, marked as
// converted. No account and no deal are made.
func (s *Server) ConvertLead(id string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	lead := s.recordByID(id)
	if lead == nil || lead.module.name != "Leads" || lead.converted {
		return "", errors.New("fakezoho: convert: no such lead, or it was converted before")
	}
	o, now := lead.org, s.clock()
	contact := &record{
		module: o.modules["Contacts"], org: o, values: map[string]any{},
		owner: lead.owner, createdBy: lead.owner, editedBy: lead.owner, created: now, modified: now,
	}
	for to, from := range convertedFields() {
		target, source := contact.module.field(to), lead.module.field(from)
		// Fields that were removed and made anew may be of another type.
		if v := lead.values[from]; v != nil && target != nil && source != nil && target.Type == source.Type {
			contact.values[to] = v
		}
	}
	o.store(contact)
	o.moveNotes(lead, contact)
	lead.converted, lead.convertedTo, lead.convertedAt = true, contact, now
	lead.modified, lead.editedBy = now, lead.owner
	lead.writes++
	o.index.changed(lead)
	return contact.id, nil
}

// MergeRecords merges two contacts or two leads as a person does with "Find and
// Merge Duplicates": keep takes what it lacks from drop, with drop's notes and
// deals, and drop is gone for good.
func (s *Server) MergeRecords(keepID, dropID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	keep, drop := s.recordByID(keepID), s.recordByID(dropID)
	if keep == nil || drop == nil || keep == drop || keep.module != drop.module || !oneOf(keep.module.name, recordModules()...) {
		return errors.New("fakezoho: merge: not two contacts or two leads of one organisation")
	}
	o := keep.org
	for _, f := range keep.module.fields {
		if v := drop.values[f.Name]; !f.ReadOnly && keep.values[f.Name] == nil && v != nil {
			keep.values[f.Name] = v
		}
	}
	o.moveNotes(drop, keep)
	o.moveRoles(drop, keep)
	for _, r := range o.order {
		if ref, ok := r.values["Contact_Name"].(lookup); ok && ref.id == drop.id {
			r.values["Contact_Name"] = lookup{id: keep.id, name: keep.fullName(), module: ref.module}
		}
		if r.convertedTo == drop {
			r.convertedTo = keep
		}
	}
	s.deleteRecord(drop)
	keep.modified, keep.editedBy = s.clock(), keep.owner
	keep.writes++
	o.index.changed(keep)
	return nil
}

// moveNotes gives the notes and attachments of a record to another. They keep their ids, owners
// and times.
func (o *org) moveNotes(from, to *record) {
	for _, note := range o.notesOf(from) {
		note.parent = to
		o.index.changed(note)
	}
	for _, file := range from.files {
		file.parent = to
	}
	to.files, from.files = append(to.files, from.files...), nil
}

// RemoveField removes a field from a module, with what the records hold in it, as
// in an organisation that never had it. Fields that the system requires stay.
func (s *Server) RemoveField(orgID, moduleName, field string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.moduleOf(orgID, moduleName)
	if err != nil {
		return err
	}
	f := m.field(field)
	if f == nil || f.Required || f.Type == TypeID {
		return errors.New("fakezoho: remove field: no such field, or it cannot be removed")
	}
	m.fields = slices.DeleteFunc(m.fields, func(other *Field) bool { return other == f })
	for _, r := range s.orgByID(orgID).ofModule(moduleName) {
		delete(r.values, field)
	}
	return nil
}
