package fakezoho

import (
	"net/http"
)

// createNotes serves POST /Notes and POST /{module}/{id}/Notes (create-notes
// page). The former names the parent in each note.
func createNotes(c *apiCall) reply {
	var parent *record
	if c.id != "" {
		if parent = c.reach(c.module, c.id); parent == nil {
			return errRelatedID().reply()
		}
	}
	b := c.write(c.writeLimit())
	if b.err != nil {
		return b.err.reply()
	}
	results := make([]result, len(b.items))
	for i, item := range b.items {
		note, err := c.createNote(item, i, parent)
		if err != nil {
			results[i].err = err
			continue
		}
		note.trigger = b.trigger
		results[i] = result{details: note.written(c.user), message: "record added"}
	}
	return c.batchReply(http.StatusCreated, results)
}

func (c *apiCall) createNote(item any, i int, parent *record) (*record, *apiError) {
	fields, ok := item.(object)
	if !ok {
		return nil, fail(http.StatusBadRequest, "INVALID_DATA", "invalid data", object{"expected_data_type": "jsonobject"})
	}
	if parent == nil {
		var err *apiError
		if parent, err = c.noteParent(fields, i); err != nil {
			return nil, err
		}
	}
	note := &record{
		module: c.org.modules["Notes"], org: c.org, values: map[string]any{}, parent: parent,
		owner: c.user, createdBy: c.user, editedBy: c.user, created: c.now, modified: c.now,
	}
	if err := c.s.applyNote(note, fields, i); err != nil {
		return nil, err
	}
	c.org.store(note)
	return note, nil
}

// noteParent resolves Parent_Id:{"module":{"api_name":…},"id":…}. The plain id
// with $se_module of API versions up to v4 is refused.
func (c *apiCall) noteParent(fields object, i int) (*record, *apiError) {
	sent, present := fields["Parent_Id"]
	if !present || sent == nil {
		return nil, errItem("MANDATORY_NOT_FOUND", "required field not found", "Parent_Id", i, nil)
	}
	ref, ok := sent.(object)
	if !ok {
		return nil, errItem("INVALID_DATA", "invalid data", "Parent_Id", i, object{"expected_data_type": "jsonobject"})
	}
	sentModule, ok := ref["module"].(object)
	if !ok {
		return nil, parentError("MANDATORY_NOT_FOUND", "required field not found", "module", "Parent_Id.module", i)
	}
	name, ok := sentModule["api_name"].(string)
	if !ok {
		return nil, parentError("MANDATORY_NOT_FOUND", "required field not found", "api_name", "Parent_Id.module.api_name", i)
	}
	if !oneOf(name, readModules()...) || c.visible(name) == nil {
		return nil, parentError("INVALID_DATA", "the module name given seems to be invalid", "api_name", "Parent_Id.module.api_name", i)
	}
	if _, ok := ref["id"]; !ok {
		return nil, parentError("MANDATORY_NOT_FOUND", "required field not found", "id", "Parent_Id.id", i)
	}
	id, _ := ref["id"].(string)
	parent := c.reach(name, id)
	if parent == nil {
		return nil, parentError("INVALID_DATA", "the related id given seems to be invalid", "id", "Parent_Id.id", i)
	}
	return parent, nil
}

// parentError is an error about a part of Parent_Id, which has a path of its own.
func parentError(code, message, name, path string, i int) *apiError {
	return fail(http.StatusBadRequest, code, message, object{"api_name": name, "json_path": itemPath(i, path)})
}

// updateNotes serves PUT /Notes, PUT /Notes/{id} and PUT /{module}/{id}/Notes
// (update-notes page).
func updateNotes(c *apiCall) reply {
	if c.module != "" && c.reach(c.module, c.id) == nil {
		return errRelatedID().reply()
	}
	b := c.write(c.writeLimit())
	if b.err != nil {
		return b.err.reply()
	}
	if refusal := c.notesCondition(b); refusal != nil {
		return c.preconditionFailed(refusal)
	}
	results := make([]result, len(b.items))
	for i, item := range b.items {
		note, err := c.updateNote(item, i)
		if err != nil {
			results[i].err = err
			continue
		}
		results[i] = result{details: note.written(c.user), message: "record updated"}
	}
	return c.batchReply(http.StatusOK, results)
}

// updateNote changes title and content. Owner, times and parent of a note cannot
// be changed and are ignored when sent.
func (c *apiCall) updateNote(item any, i int) (*record, *apiError) {
	note, fields, err := c.target("Notes", item, i)
	if err != nil {
		return nil, err
	}
	if c.module != "" && note.parent.id != c.id {
		return nil, errItem("INVALID_DATA", "the id given seems to be invalid", "id", i, nil)
	}
	if note.owner != c.user {
		return nil, fail(http.StatusBadRequest, c.s.sw.ForeignNoteCode, "cannot perform action on this record", nil)
	}
	if c.items() > 1 && c.s.sw.NoteCondition == NoteConditionEach {
		if err := c.noteCondition(note); err != nil {
			return nil, err
		}
	}
	draft := note.clone()
	if err := c.s.applyNote(draft, fields, i); err != nil {
		return nil, err
	}
	note.values, note.editedBy, note.modified = draft.values, c.user, c.now
	note.writes++
	c.org.index.changed(note)
	return note, nil
}

// applyNote writes the title and content an item brings into a note. At least
// one of them has to be sent with text.
func (s *Server) applyNote(note *record, fields object, i int) *apiError {
	given := false
	for _, f := range []struct {
		name  string
		limit int
		unit  TextUnit
	}{
		{"Note_Title", s.sw.NoteTitleLimit, CodePoints},
		{"Note_Content", s.sw.NoteContentLimit, s.sw.NoteContentUnit},
	} {
		sent, present := fields[f.name]
		if !present {
			continue
		}
		text, ok := sent.(string)
		if !ok && sent != nil {
			return errItem("INVALID_DATA", "invalid data", f.name, i, object{"expected_data_type": "string"})
		}
		if length(text, f.unit) > f.limit {
			return errItem("INVALID_DATA", "invalid data", f.name, i, object{"maximum_length": f.limit})
		}
		given = given || text != ""
		if text == "" {
			note.values[f.name] = nil
		} else {
			note.values[f.name] = text
		}
	}
	if note.id == "" && s.sw.NoteContentMandatory && note.values["Note_Content"] == nil {
		return errItem("MANDATORY_NOT_FOUND", "required field not found", "Note_Content", i, nil)
	}
	if !given {
		return fail(http.StatusBadRequest, "EXPECTED_FIELD_MISSING", "should contain either content or title", object{
			"expected_fields": []any{
				object{"api_name": "Note_Content", "json_path": itemPath(i, "Note_Content")},
				object{"api_name": "Note_Title", "json_path": itemPath(i, "Note_Title")},
			},
		})
	}
	return nil
}
