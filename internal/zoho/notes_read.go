package zoho

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"github.com/tidwall/gjson"
)

// MaxNotePage is the last page of a record's notes that can be asked for by number: 2,000 notes at 200 a page.
const MaxNotePage = 10

// relatedPageSize is the greatest page size of a related list.
const relatedPageSize = 200

// Note is a note as Zoho holds it.
type Note struct {
	ID    string
	Title string
	// Content is the text; it is "" in lists of titles.
	Content                   string
	CreatedTime, ModifiedTime time.Time
	// OwnerID is the id of the user who owns the note.
	OwnerID string
	// ParentModule and ParentID name the record that the note belongs to; they are "" in lists.
	ParentModule, ParentID string
}

// NotePage is one page of a record's notes.
type NotePage = Page[Note]

// ListRelated returns a page of the notes of a record, newest first, without their content. page counts from 1 to
// [MaxNotePage]. The error matches ErrParentGone if the record is gone. The list is always sorted explicitly, because
// Zoho's own order depends on a choice each user makes in the web application.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/get-notes.html
// Scopes: ZohoCRM.modules.{module}.READ and ZohoCRM.modules.notes.READ. Cost: 1 credit.
func (s *NotesService) ListRelated(ctx context.Context, module, id string, page int) (NotePage, error) {
	return s.list(ctx, module, id, page, noteListFields)
}

// ListRelatedTexts is [NotesService.ListRelated] with the content of the notes. At the same price it moves megabytes.
func (s *NotesService) ListRelatedTexts(ctx context.Context, module, id string, page int) (NotePage, error) {
	return s.list(ctx, module, id, page, "Note_Content,"+noteListFields)
}

func (s *NotesService) list(ctx context.Context, module, id string, page int, fields string) (NotePage, error) {
	if page < 1 || page > MaxNotePage {
		return NotePage{}, badRequest(OpListNotes, "page out of range")
	}
	r, err := notesReading(module, id, fields, relatedPageSize, page)
	if err != nil {
		return NotePage{}, err
	}
	return run(ctx, s.c, r)
}

// noteListFields are read of the notes in a list.
const noteListFields = "Note_Title,Created_Time,Modified_Time,Owner"

func notesReading(module, id, fields string, perPage, page int) (reading[NotePage], error) {
	if !ValidAPIName(module) || !ValidID(id) {
		return reading[NotePage]{}, badRequest(OpListNotes, "module name or record id")
	}
	return reading[NotePage]{
		call: call{
			op: OpListNotes, method: methodGet, path: "/crm/v8/" + module + "/" + id + "/Notes", modules: []string{module},
			query: url.Values{
				"fields":     {fields},
				"sort_by":    {"Created_Time"},
				"sort_order": {"desc"},
				"per_page":   {strconv.Itoa(perPage)},
				"page":       {strconv.Itoa(page)},
			},
		},
		read: func(body gjson.Result) (NotePage, error) {
			notes, ok := readNotes(body)
			if !ok {
				return NotePage{}, badReply(OpListNotes, statusOK)
			}
			return NotePage{Items: notes, More: body.IsObject() && moreRecords(body, len(notes), perPage)}, nil
		},
	}, nil
}

// Get returns one note with its content, or an error matching ErrNotFound.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/get-notes.html
// Scopes: ZohoCRM.modules.notes.READ. Cost: 1 credit.
func (s *NotesService) Get(ctx context.Context, id string) (Note, error) {
	if !ValidID(id) {
		return Note{}, badRequest(OpGetNote, "note id")
	}
	return run(ctx, s.c, reading[Note]{
		call: call{
			op: OpGetNote, method: methodGet, path: "/crm/v8/Notes/" + id,
			query: url.Values{"fields": {"Note_Title,Note_Content,Created_Time,Modified_Time,Owner,Parent_Id"}},
		},
		read: func(body gjson.Result) (Note, error) {
			notes, ok := readNotes(body)
			return only(OpGetNote, notes, ok && (len(notes) == 0 || notes[0].ID == id))
		},
	})
}

// readNotes reads the list in a reply's "data". An empty body, status 204, is an empty list.
func readNotes(body gjson.Result) ([]Note, bool) {
	list := body.Get("data")
	if body.IsObject() && !list.IsArray() {
		return nil, false
	}
	items := list.Array()
	notes := make([]Note, 0, len(items))
	for _, item := range items {
		o := object{Result: item}
		n := Note{
			ID:           o.id("id"),
			Title:        o.text("Note_Title"),
			Content:      o.text("Note_Content"),
			CreatedTime:  o.time("Created_Time"),
			ModifiedTime: o.time("Modified_Time"),
			OwnerID:      o.ref("Owner"),
			ParentModule: o.text("Parent_Id.module.api_name"),
			ParentID:     o.ref("Parent_Id"),
		}
		if o.bad || !item.IsObject() {
			return nil, false
		}
		notes = append(notes, n)
	}
	return notes, true
}
