package fakezoho

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// listNotes serves GET /Notes, for administrators only (get-notes page).
func listNotes(c *apiCall) reply {
	if !c.user.profile.Admin {
		return errNoPermission().reply()
	}
	return c.noteList("", c.org.ofModule("Notes"))
}

// getNote serves GET /Notes/{id}.
func getNote(c *apiCall) reply {
	note := c.org.find("Notes", c.id)
	if note == nil {
		return c.missing()
	}
	return jsonReply(http.StatusOK, object{"data": []any{c.noteObject(note, c.fieldList())}})
}

// listRelatedNotes serves GET /{module}/{id}/Notes. Unlike search it reads the
// records themselves, so it shows a note as soon as it is written.
func listRelatedNotes(c *apiCall) reply {
	parent := c.reach(c.module, c.id)
	if parent == nil {
		return errRelatedID().reply()
	}
	notes := c.org.notesOf(parent)
	if lag := c.s.sw.RelatedLag; lag > 0 {
		upTo := c.s.now().Add(-lag)
		notes = slices.DeleteFunc(notes, func(n *record) bool { return n.created.After(upTo) })
	}
	return c.noteList(parent.id, notes)
}

// noteList answers with one page of notes.
func (c *apiCall) noteList(parentID string, notes []*record) reply {
	return c.list(listing{
		name: "Notes", parentID: parentID, records: notes, fieldsOptional: c.s.sw.NoteFieldsOptional,
		oldestFirst: c.s.sw.NotesOldestFirst, render: c.noteObject,
	})
}

func (o *org) notesOf(parent *record) []*record {
	var out []*record
	for _, r := range o.order {
		if r.parent == parent {
			out = append(out, r)
		}
	}
	return out
}

// noteObject renders a note. The parent and the keys that begin with $ come
// whether or not they were asked for.
func (c *apiCall) noteObject(note *record, fields []string) object {
	out := object{
		"id": note.id,
		"Parent_Id": object{
			"module": object{"api_name": note.parent.module.name, "id": note.parent.module.id},
			"name":   note.parent.fullName(), "id": note.parent.id,
		},
		"$attachments": nil, "$voice_note": false, "$is_shared_to_client": false,
		"$editable": note.owner == c.user, "$state": "save", "$size": nil,
	}
	for _, f := range note.module.fields {
		if f.Name != "Parent_Id" && (fields == nil || oneOf(f.Name, fields...)) {
			out[f.Name] = note.render(f, c.user)
			text, isText := out[f.Name].(string)
			switch {
			case isText && f.Name == "Note_Content":
				out[f.Name] = c.s.sw.NoteSpace.lines(c.s.sw.NoteMarkup.show(text))
			case isText && f.Name == "Note_Title":
				out[f.Name] = c.s.sw.NoteSpace.line(text)
			}
		}
	}
	return out
}

// line returns a note's title as the API gives it back.
func (w NoteSpace) line(text string) any {
	if w == SpaceTrimmed {
		text = strings.TrimSpace(text)
	}
	if text == "" {
		return nil
	}
	return text
}

// lines returns a note's content as the API gives it back.
func (w NoteSpace) lines(text string) any {
	if w == SpaceCRLF {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	}
	return w.line(text)
}

// show returns a note's text as the API gives it back.
func (m NoteMarkup) show(text string) string {
	switch m {
	case MarkupEscaped:
		return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	case MarkupStripped:
		return htmlTag.ReplaceAllString(text, "")
	default:
		return text
	}
}

// htmlTag is what [MarkupStripped] takes for a tag.
var htmlTag = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)
