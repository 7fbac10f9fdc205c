package zoho

import (
	"context"
	"time"
)

// unmodifiedHeader is the header that tells Zoho not to write a record that was changed after a time.
const unmodifiedHeader = "If-Unmodified-Since"

// UpdateUnmodified replaces the text of one note and asks Zoho not to do so if the note was changed after since, a
// Modified_Time that Zoho told of it. The error then matches ErrModified and nothing is written.
//
// Whether Zoho heeds this for notes is not documented: the page on updating records names the header, and notes among the
// modules it is about, the page on updating notes does not name it. So an answer that the note was written proves nothing
// about other changes, unless the same organisation has refused an update for that reason before. Zoho tells times in whole
// seconds, so a change in the very second of since may pass unnoticed even where the header is heeded.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/update-records.html and
// https://www.zoho.com/crm/developer/docs/api/v8/update-notes.html
// Scopes: ZohoCRM.modules.notes.UPDATE. Cost: 1 credit.
func (s *NotesService) UpdateUnmodified(ctx context.Context, note NoteUpdate, since time.Time) (WriteResult, error) {
	err := checkNoteText(OpUpdateNotes, note.Title, note.Content)
	switch {
	case !ValidID(note.ID):
		err = badRequest(OpUpdateNotes, "note id")
	case !queryTime(since):
		err = badRequest(OpUpdateNotes, "time of the last change")
	}
	if err != nil {
		return WriteResult{Outcome: NotDone, Err: err}, err
	}
	k := call{
		op: OpUpdateNotes, method: methodPut, path: "/crm/v8/Notes/" + note.ID,
		header: map[string]string{unmodifiedHeader: headerTime(since)},
	}
	data := []noteJSON{{Title: note.Title, Content: note.Content}}
	results, err := s.c.writeData(ctx, k, "Notes", data, 1, []string{note.ID})
	return results[0], err
}
