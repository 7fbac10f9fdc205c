package zoho

import (
	"context"
	"unicode/utf8"
)

// Bounds of notes as Zoho's OpenAPI description (2026) gives them for writes, in characters. What Zoho counts as one
// character is not documented; here it is a code point, the most permissive reading, so that nothing is refused that
// Zoho might take. Older pages name 32,000 for the content.
const (
	MaxNoteTitle   = 120
	MaxNoteContent = 65_535
)

// NotesService reads and writes notes.
type NotesService struct{ c *Client }

// NewNote is a note to be created. Zoho sets its owner and its time of creation, and neither these nor the parent can
// ever be changed.
type NewNote struct {
	// Module is the API name of the parent record's module, ParentID the parent record's id.
	Module, ParentID string
	// Title and Content are plain text; lines end in "\n".
	Title, Content string
}

// NoteUpdate is a change of a note. Sending the same update twice does no harm.
type NoteUpdate struct {
	ID string
	// Title is left as it is if it is "".
	Title string
	// Content replaces the whole text.
	Content string
}

// noteJSON is a note as Zoho takes it.
type noteJSON struct {
	ID      string      `json:"id,omitempty"`
	Parent  *parentJSON `json:"Parent_Id,omitempty"`
	Title   string      `json:"Note_Title,omitempty"`
	Content string      `json:"Note_Content"`
}

// parentJSON is the parent of a note as Zoho takes it since version 5 of the API.
type parentJSON struct {
	Module moduleJSON `json:"module"`
	ID     string     `json:"id"`
}

type moduleJSON struct {
	APIName string `json:"api_name"`
}

// Create creates up to [MaxRecordsPerCall] notes, each with title and content. There is no key that would keep a
// repeated call from creating them twice.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/create-notes.html
// Scopes: ZohoCRM.modules.notes.CREATE. Cost: 1 credit.
func (s *NotesService) Create(ctx context.Context, notes []NewNote) ([]WriteResult, error) {
	data := make([]noteJSON, len(notes))
	for i, n := range notes {
		if !ValidAPIName(n.Module) || !ValidID(n.ParentID) || n.Title == "" {
			return refuseItem(len(notes), i, OpCreateNotes, badRequest(OpCreateNotes, "parent or title"))
		}
		if err := checkNoteText(OpCreateNotes, n.Title, n.Content); err != nil {
			return refuseItem(len(notes), i, OpCreateNotes, err)
		}
		parent := parentJSON{Module: moduleJSON{APIName: n.Module}, ID: n.ParentID}
		data[i] = noteJSON{Parent: &parent, Title: n.Title, Content: n.Content}
	}
	k := call{op: OpCreateNotes, method: methodPost, path: "/crm/v8/Notes"}
	return s.c.writeData(ctx, k, "Notes", data, len(notes), nil)
}

// Update replaces the text of up to [MaxRecordsPerCall] different notes.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/update-notes.html
// Scopes: ZohoCRM.modules.notes.UPDATE. Cost: 1 credit.
func (s *NotesService) Update(ctx context.Context, notes []NoteUpdate) ([]WriteResult, error) {
	data := make([]noteJSON, len(notes))
	ids := make([]string, len(notes))
	seen := make(map[string]bool, len(notes))
	for i, n := range notes {
		if !ValidID(n.ID) || seen[n.ID] {
			return refuseItem(len(notes), i, OpUpdateNotes, badRequest(OpUpdateNotes, "note id"))
		}
		seen[n.ID] = true
		if err := checkNoteText(OpUpdateNotes, n.Title, n.Content); err != nil {
			return refuseItem(len(notes), i, OpUpdateNotes, err)
		}
		data[i] = noteJSON{ID: n.ID, Title: n.Title, Content: n.Content}
		ids[i] = n.ID
	}
	k := call{op: OpUpdateNotes, method: methodPut, path: "/crm/v8/Notes"}
	return s.c.writeData(ctx, k, "Notes", data, len(notes), ids)
}

// checkNoteText refuses a text that Zoho is sure to refuse, so that it does not cost a call.
func checkNoteText(op Op, title, content string) error {
	if content == "" || !utf8.ValidString(title) || !utf8.ValidString(content) {
		return badRequest(op, "title or content is empty or not UTF-8")
	}
	if utf8.RuneCountInString(title) > MaxNoteTitle || utf8.RuneCountInString(content) > MaxNoteContent {
		return tooLong(op)
	}
	return nil
}
