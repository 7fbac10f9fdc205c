package zoho

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func TestCreateNotesRequest(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(201, `{"data":[`+created1+`,`+created2+`]}`))
	results, err := newTestClient(t, s.Transport()).Notes.Create(t.Context(), twoNotes())
	if err != nil || !slices.Equal(outcomes(results), []Outcome{Done, Done}) || results[0].ID != noteID || results[1].ID != noteID2 {
		t.Fatalf("Create = %+v, %v", results, err)
	}
	want := `{"data":[` +
		`{"Parent_Id":{"module":{"api_name":"Contacts"},"id":"7001000000000100001"},"Note_Title":"WhatsApp · 2026-11-22","Note_Content":"10:01 Ada: hello <b> & \u2028 😀"},` +
		`{"Parent_Id":{"module":{"api_name":"Leads"},"id":"7001000000000100009"},"Note_Title":"WhatsApp · 2026-11-23","Note_Content":"second"}]}`
	if r := s.Only(t); r.Method+" "+r.Path != "POST /crm/v8/Notes" || r.Query != "" || r.Body != want {
		t.Errorf("request = %s %s?%s\n got %s\nwant %s", r.Method, r.Path, r.Query, r.Body, want)
	}
}

func TestUpdateNotesRequest(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[`+created1+`,`+created2+`]}`))
	results, err := newTestClient(t, s.Transport()).Notes.Update(t.Context(), twoUpdates())
	if err != nil || !slices.Equal(outcomes(results), []Outcome{Done, Done}) {
		t.Fatalf("Update = %+v, %v", results, err)
	}
	want := `{"data":[{"id":"7001000000000200001","Note_Title":"WhatsApp","Note_Content":"first"},{"id":"7001000000000200002","Note_Content":"second"}]}`
	if r := s.Only(t); r.Method+" "+r.Path != "PUT /crm/v8/Notes" || r.Body != want {
		t.Errorf("request = %s %s\n got %s\nwant %s", r.Method, r.Path, r.Body, want)
	}
}

func TestCreateRecordsRequest(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(201, `{"data":[`+created1+`]}`))
	c := newTestClient(t, s.Transport())
	record := []NewRecord{{Fields: map[string]string{"Last_Name": "Example & Söhne", "Mobile": "+14155550100"}}}
	for _, create := range []func() ([]WriteResult, error){
		func() ([]WriteResult, error) { return c.Contacts.Create(t.Context(), record) },
		func() ([]WriteResult, error) { return c.Leads.Create(t.Context(), record) },
	} {
		if results, err := create(); err != nil || len(results) != 1 || results[0].Outcome != Done {
			t.Fatalf("Create = %+v, %v", results, err)
		}
	}
	want := `{"data":[{"Last_Name":"Example & Söhne","Mobile":"+14155550100"}]}`
	for i, path := range []string{"/crm/v8/Contacts", "/crm/v8/Leads"} {
		if r := s.All()[i]; r.Method != "POST" || r.Path != path || r.Body != want {
			t.Errorf("request = %s %s %s", r.Method, r.Path, r.Body)
		}
	}
}

func TestWritesThatAreNotSent(t *testing.T) {
	t.Parallel()
	note := func(change func(*NewNote)) []NewNote {
		notes := twoNotes()
		change(&notes[1])
		return notes
	}
	update := func(change func(*NoteUpdate)) []NoteUpdate {
		updates := twoUpdates()
		change(&updates[1])
		return updates
	}
	good := NewRecord{Fields: map[string]string{"Last_Name": "Example"}}
	creates := map[string][]NewNote{
		"bad parent":     note(func(n *NewNote) { n.ParentID = "x" }),
		"bad module":     note(func(n *NewNote) { n.Module = "Con tacts" }),
		"no title":       note(func(n *NewNote) { n.Title = "" }),
		"no content":     note(func(n *NewNote) { n.Content = "" }),
		"broken UTF-8":   note(func(n *NewNote) { n.Content = "\xff" }),
		"too long title": note(func(n *NewNote) { n.Title = strings.Repeat("ä", MaxNoteTitle+1) }),
		"too long":       note(func(n *NewNote) { n.Content = strings.Repeat("x", MaxNoteContent+1) }),
		"none":           {},
		"eleven":         slices.Repeat(twoNotes()[:1], 11),
	}
	updates := map[string][]NoteUpdate{
		"bad id":     update(func(n *NoteUpdate) { n.ID = "" }),
		"same id":    update(func(n *NoteUpdate) { n.ID = noteID }),
		"no content": update(func(n *NoteUpdate) { n.Content = "" }),
		"too long":   update(func(n *NoteUpdate) { n.Content = strings.Repeat("x", MaxNoteContent+1) }),
		"none":       {},
	}
	records := map[string][]NewRecord{
		"no fields":  {good, {}},
		"bad field":  {good, {Fields: map[string]string{"Last Name": "x"}}},
		"id as name": {good, {Fields: map[string]string{"ID": "1"}}},
		"none":       {},
		"eleven":     slices.Repeat([]NewRecord{good}, 11),
	}
	s := zohotest.NewServer(t, zohotest.Answer(201, `{"data":[]}`))
	c := newTestClient(t, s.Transport())
	check := func(name string, sent int, results []WriteResult, err error) {
		t.Helper()
		want := ErrBadRequest
		if strings.HasPrefix(name, "too long") {
			want = ErrTooLong
		}
		if !errors.Is(err, want) || len(results) != sent {
			t.Errorf("%s: %d results for %d items, error = %v", name, len(results), sent, err)
		}
		for i, r := range results {
			if r.Outcome != NotDone || r.Err == nil {
				t.Errorf("%s: result %d = %+v", name, i, r)
			}
		}
		if sent == 2 && (errors.Is(results[0].Err, ErrTooLong) || !errors.Is(results[1].Err, want)) {
			t.Errorf("%s: item errors = %v and %v", name, results[0].Err, results[1].Err)
		}
	}
	for name, notes := range creates {
		results, err := c.Notes.Create(t.Context(), notes)
		check(name, len(notes), results, err)
	}
	for name, notes := range updates {
		results, err := c.Notes.Update(t.Context(), notes)
		check(name, len(notes), results, err)
	}
	for name, recs := range records {
		results, err := c.Contacts.Create(t.Context(), recs)
		check(name, len(recs), results, err)
	}
	if n := len(s.All()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestNesting(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		``: 0, `7`: 0, `{}`: 1, `{"a":[{}]}`: 3, `"[[["`: 0, `["\"[[["]`: 1, `["\\",[]]`: 2, `[],[]`: 1,
		strings.Repeat("[", 5000): 5000,
	} {
		if got := nesting([]byte(text)); got != want {
			t.Errorf("nesting(%.20q) = %d, want %d", text, got, want)
		}
	}
}
