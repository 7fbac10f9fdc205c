package fakezoho

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// The paging limits of lists (get-notes and search-records pages).
const (
	maxPerPage    = 200
	maxReach      = 2000 // records a list reaches by page and per_page
	pageTokenLife = 24 * time.Hour
)

// pageToken continues a list beyond maxReach.
type pageToken struct {
	parentID string // empty for the list of all notes
	order    listOrder
	page     int
	perPage  int
	expires  time.Time
}

// listOrder is how a list is sorted.
type listOrder struct{ by, order string }

// listNotes serves GET /Notes, for administrators only (get-notes page).
func listNotes(c *apiCall) reply {
	if !c.user.admin {
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
	parent := c.org.find(c.module, c.id)
	if parent == nil {
		return errRelatedID().reply()
	}
	return c.noteList(parent.id, c.org.notesOf(parent))
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

// noteList answers with one page of notes.
func (c *apiCall) noteList(parentID string, notes []*record) reply {
	fields := c.fieldList()
	if fields == nil && !c.s.sw.NoteFieldsOptional {
		return errParamMissing("fields").reply()
	}
	at, err := c.pagePosition(parentID)
	if err != nil {
		return err.reply()
	}
	at.order.sort(notes)
	from := min((at.page-1)*at.perPage, len(notes))
	to := min(from+at.perPage, len(notes))
	if from == to {
		return noContent()
	}
	data := make([]any, 0, to-from)
	for _, n := range notes[from:to] {
		data = append(data, c.noteObject(n, fields))
	}
	info := object{
		"per_page": at.perPage, "count": len(data), "page": at.page, "more_records": to < len(notes),
		"sort_by": at.order.by, "sort_order": at.order.order,
		"next_page_token": nil, "previous_page_token": nil, "page_token_expiry": nil,
	}
	if to < len(notes) {
		token := newToken()
		next := &pageToken{parentID: parentID, order: at.order, page: at.page + 1, perPage: at.perPage, expires: c.now.Add(pageTokenLife)}
		c.org.pageTokens[token] = next
		info["next_page_token"], info["page_token_expiry"] = token, c.user.stamp(next.expires)
	}
	return jsonReply(http.StatusOK, object{"data": data, "info": info})
}

// pagePosition reads page, per_page, sort_by and sort_order, or page_token in
// their place.
func (c *apiCall) pagePosition(parentID string) (*pageToken, *apiError) {
	if token := c.query.Get("page_token"); token != "" {
		if c.query.Has("page") {
			return nil, errParam("page_token")
		}
		at := c.org.pageTokens[token]
		if at == nil || at.parentID != parentID {
			return nil, errParam("page_token")
		}
		if !c.now.Before(at.expires) {
			return nil, fail(http.StatusBadRequest, "EXPIRED_VALUE", "page_token has expired", object{"param_name": "page_token"})
		}
		return at, nil
	}
	order, err := c.listOrder()
	if err != nil {
		return nil, err
	}
	at := &pageToken{order: order, page: 1, perPage: maxPerPage}
	if at.page, err = c.positive("page", 1); err != nil {
		return nil, err
	}
	if at.perPage, err = c.positive("per_page", maxPerPage); err != nil {
		return nil, err
	}
	if at.perPage > maxPerPage {
		return nil, errParam("per_page")
	}
	if at.page > maxReach || at.page*at.perPage > maxReach {
		return nil, fail(http.StatusBadRequest, "DISCRETE_PAGINATION_LIMIT_EXCEEDED",
			"the limit of records reached by page is exceeded, use page_token", object{"limit": maxReach})
	}
	return at, nil
}

// listOrder reads sort_by and sort_order. Without them the organisation's
// display choice decides.
func (c *apiCall) listOrder() (listOrder, *apiError) {
	by, order := c.query.Get("sort_by"), c.query.Get("sort_order")
	if by != "" && !oneOf(by, "id", "Created_Time", "Modified_Time") {
		return listOrder{}, errParam("sort_by")
	}
	if order != "" && !oneOf(order, "asc", "desc") {
		return listOrder{}, errParam("sort_order")
	}
	if by == "" {
		by = "Created_Time"
	}
	if order == "" {
		order = "desc"
		if c.s.sw.NotesOldestFirst {
			order = "asc"
		}
	}
	return listOrder{by, order}, nil
}

// positive reads a parameter that is a positive number.
func (c *apiCall) positive(name string, absent int) (int, *apiError) {
	if !c.query.Has(name) {
		return absent, nil
	}
	n, err := strconv.Atoi(c.query.Get(name))
	if err != nil || n < 1 {
		return 0, errParam(name)
	}
	return n, nil
}

// sort orders records; equal times are told apart by id.
func (o listOrder) sort(records []*record) {
	slices.SortStableFunc(records, func(a, b *record) int {
		n := 0
		switch o.by {
		case "Created_Time":
			n = a.created.Compare(b.created)
		case "Modified_Time":
			n = a.modified.Compare(b.modified)
		}
		if n == 0 {
			n = cmp.Compare(a.id, b.id)
		}
		if o.order == "desc" {
			n = -n
		}
		return n
	})
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
		}
	}
	return out
}
