package fakezoho

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestCreateNote(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	text := "10:01 Ada: <b>hi</b> & \"bye\"\n\tété 🙂\r\nend "
	id := r.addNote(r.ada(), "title", text)
	related := r.api(http.MethodPost, "/Contacts/"+r.ada()+"/Notes", data(map[string]any{"Note_Content": "only text"}))
	expect(t, related, 201, "SUCCESS")
	notes := r.s.NotesOf(r.ada())
	if len(notes) != 2 || notes[0].ID != id || notes[0].Content != text || notes[0].Title != "title" || notes[0].OwnerID != r.w.User.ID ||
		notes[0].ParentModule != "Contacts" || notes[1].Title != "" || notes[1].Content != "only text" {
		t.Fatalf("notes %+v", notes)
	}
	lead := noteFor(r.w.Leads["Frank Prospect"], "t", "c")
	expect(t, r.api(http.MethodPost, "/Notes", data(lead)), 400, "INVALID_DATA")
	lead["Parent_Id"].(map[string]any)["module"] = map[string]any{"api_name": "Leads"}
	expect(t, r.api(http.MethodPost, "/Notes", data(lead)), 201, "SUCCESS")

	item := r.api(http.MethodGet, "/Notes/"+id, nil).items()[0]
	parent, _ := item["Parent_Id"].(map[string]any)
	if item["Note_Content"] != text || parent["id"] != r.ada() || parent["name"] != "Ada Example" ||
		parent["module"].(map[string]any)["api_name"] != "Contacts" || item["$editable"] != true {
		t.Fatalf("item %v", item)
	}
	expectEmpty(t, r.api(http.MethodGet, "/Notes/1", nil))
}

func TestCreateNoteRefusals(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	parent := func(v any) map[string]any { return map[string]any{"Note_Title": "t", "Parent_Id": v} }
	module := map[string]any{"api_name": "Contacts"}
	for _, c := range []struct {
		name string
		item map[string]any
		code string
		path any
	}{
		{"no parent", map[string]any{"Note_Title": "t"}, "MANDATORY_NOT_FOUND", "$.data[0].Parent_Id"},
		{"old form", map[string]any{"Note_Title": "t", "Parent_Id": r.ada(), "$se_module": "Contacts"}, "INVALID_DATA", "$.data[0].Parent_Id"},
		{"no module", parent(map[string]any{"id": r.ada()}), "MANDATORY_NOT_FOUND", "$.data[0].Parent_Id.module"},
		{"module as text", parent(map[string]any{"id": r.ada(), "module": "Contacts"}), "MANDATORY_NOT_FOUND", "$.data[0].Parent_Id.module"},
		{"unknown module", parent(map[string]any{"id": r.ada(), "module": map[string]any{"api_name": "Nope"}}), "INVALID_DATA", "$.data[0].Parent_Id.module.api_name"},
		{"no id", parent(map[string]any{"module": module}), "MANDATORY_NOT_FOUND", "$.data[0].Parent_Id.id"},
		{"id as number", parent(map[string]any{"module": module, "id": 7}), "INVALID_DATA", "$.data[0].Parent_Id.id"},
		{"unknown id", parent(map[string]any{"module": module, "id": "1"}), "INVALID_DATA", "$.data[0].Parent_Id.id"},
		{"long title", noteFor(r.ada(), strings.Repeat("é", 121), "c"), "INVALID_DATA", "$.data[0].Note_Title"},
		{"long content", noteFor(r.ada(), "t", strings.Repeat("é", 65536)), "INVALID_DATA", "$.data[0].Note_Content"},
		{"title as number", map[string]any{"Note_Title": 1, "Parent_Id": noteFor(r.ada(), "", "")["Parent_Id"]}, "INVALID_DATA", "$.data[0].Note_Title"},
		{"neither", noteFor(r.ada(), "", ""), "EXPECTED_FIELD_MISSING", nil},
	} {
		a := r.api(http.MethodPost, "/Notes", data(c.item))
		if a.status != 400 || a.code() != c.code || a.details()["json_path"] != c.path {
			t.Errorf("%s: %d %.300s", c.name, a.status, a.raw)
		}
	}
	neither := r.api(http.MethodPost, "/Notes", data(noteFor(r.ada(), "", "")))
	if fields, _ := neither.details()["expected_fields"].([]any); len(fields) != 2 {
		t.Errorf("details %v", neither.details())
	}
	gone := r.api(http.MethodPost, "/Contacts/1/Notes", data(map[string]any{"Note_Title": "t"}))
	expect(t, gone, 400, "INVALID_DATA")
	if gone.items() != nil || gone.details()["resource_path_index"] != float64(1) {
		t.Errorf("parent gone: %s", gone.raw)
	}
	if n := len(r.s.Notes()); n != 0 {
		t.Fatalf("%d notes were stored", n)
	}
	expect(t, r.api(http.MethodPost, "/Notes", data(noteFor(r.ada(), strings.Repeat("é", 120), strings.Repeat("é", 65535)))), 201, "SUCCESS")
}

func TestNoteLength(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unit    TextUnit
		fits    string
		tooLong string
	}{
		{CodePoints, "🙂🙂🙂🙂🙂🙂", "🙂🙂🙂🙂🙂🙂a"},
		{UTF16Units, "🙂🙂🙂", "🙂🙂🙂a"},
		{UTF8Bytes, "🙂ab", "🙂abc"},
		{UTF8Bytes, "ééé", "éééa"},
	} {
		r := newRig(t, withSwitches(Switches{NoteContentLimit: 6, NoteContentUnit: c.unit}))
		expect(t, r.api(http.MethodPost, "/Notes", data(noteFor(r.ada(), "t", c.fits))), 201, "SUCCESS")
		a := r.api(http.MethodPost, "/Notes", data(noteFor(r.ada(), "t", c.tooLong)))
		expect(t, a, 400, "INVALID_DATA")
		if a.details()["maximum_length"] != float64(6) || a.details()["api_name"] != "Note_Content" {
			t.Errorf("%q: details %v", c.unit, a.details())
		}
	}
}

func TestUpdateNotes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	first, second := r.addNote(r.ada(), "one", "1"), r.addNote(r.ada(), "two", "2")
	foreign := must(r.s.AddForeignNote(r.ada(), "theirs", "x"))
	created := r.clock.now()
	r.clock.advance(3 * time.Minute)
	a := r.api(http.MethodPut, "/Notes", data(
		map[string]any{
			"id": first, "Note_Content": "1+", "Owner": map[string]any{"id": "1"}, "Created_Time": "2001-01-01T00:00:00Z",
			"Modified_Time": "2001-01-01T00:00:00Z", "Parent_Id": map[string]any{"id": r.w.Contacts["Ben Sample"]},
		},
		map[string]any{"id": "7001000000000999999", "Note_Content": "x"},
		map[string]any{"id": foreign, "Note_Content": "mine"},
		map[string]any{"Note_Content": "x"},
		map[string]any{"id": second},
		map[string]any{"id": second, "Note_Title": strings.Repeat("x", 121)},
		map[string]any{"id": second, "Note_Title": "two+"},
	))
	var codes []string
	for _, item := range a.items() {
		codes = append(codes, item["code"].(string))
	}
	want := "SUCCESS INVALID_DATA CANNOT_PERFORM_ACTION MANDATORY_NOT_FOUND EXPECTED_FIELD_MISSING INVALID_DATA SUCCESS"
	if a.status != 207 || strings.Join(codes, " ") != want {
		t.Fatalf("%d %v", a.status, codes)
	}
	if d := a.details(); d["Created_Time"] != "2026-11-22T10:00:00-08:00" || d["Modified_Time"] != "2026-11-22T10:03:00-08:00" || d["id"] != first {
		t.Errorf("details %v", d)
	}
	if p := a.items()[1]["details"].(map[string]any)["json_path"]; p != "$.data[1].id" {
		t.Errorf("json_path %v", p)
	}
	notes := r.s.NotesOf(r.ada())
	if n := notes[0]; n.Title != "one" || n.Content != "1+" || n.OwnerID != r.w.User.ID || !n.CreatedTime.Equal(created) || !n.ModifiedTime.Equal(r.clock.now()) || n.Writes != 2 {
		t.Errorf("first %+v", n)
	}
	if n := notes[1]; n.Title != "two+" || n.Content != "2" || n.Writes != 2 {
		t.Errorf("second %+v", n)
	}
	if n := notes[2]; n.Content != "x" || n.Writes != 1 {
		t.Errorf("foreign %+v", n)
	}
	expect(t, r.api(http.MethodPut, "/Notes/"+first, data(map[string]any{"Note_Title": "t", "id": "1"})), 200, "SUCCESS")
	expect(t, r.api(http.MethodPut, "/Notes/1", data(map[string]any{"Note_Title": "t"})), 400, "INVALID_DATA")
	expect(t, r.api(http.MethodPut, "/Notes/"+first, data(map[string]any{"Note_Title": "t"}, map[string]any{"Note_Title": "t"})), 400, "LIMIT_EXCEEDED")
	expect(t, r.api(http.MethodPut, "/Notes/"+foreign, data(map[string]any{"Note_Title": "t"})), 400, "CANNOT_PERFORM_ACTION")
}

func TestForeignNoteSwitch(t *testing.T) {
	t.Parallel()
	r := newRig(t, withSwitches(Switches{ForeignNoteCode: "NOT_ALLOWED"}))
	id := must(r.s.AddForeignNote(r.ada(), "theirs", "x"))
	expect(t, r.api(http.MethodPut, "/Notes/"+id, data(map[string]any{"Note_Title": "t"})), 400, "NOT_ALLOWED")
	if item := r.api(http.MethodGet, "/Notes/"+id, nil).items()[0]; item["$editable"] != false {
		t.Errorf("item %v", item)
	}
}

func TestUpdateRelatedNotes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.addNote(r.ada(), "one", "1")
	path := "/Contacts/" + r.ada() + "/Notes"
	items := make([]map[string]any, 200)
	for i := range items {
		items[i] = map[string]any{"id": id, "Note_Content": fmt.Sprint(i)}
	}
	expect(t, r.api(http.MethodPut, path, data(items...)), 200, "SUCCESS")
	expect(t, r.api(http.MethodPut, path, data(append(items, items[0])...)), 400, "LIMIT_EXCEEDED")
	expect(t, r.api(http.MethodPut, "/Contacts/1/Notes", data(items[0])), 400, "INVALID_DATA")
	expect(t, r.api(http.MethodPut, "/Contacts/"+r.w.Contacts["Ben Sample"]+"/Notes", data(items[0])), 400, "INVALID_DATA")
	if n := r.s.Notes()[0]; n.Content != "199" {
		t.Errorf("content %q", n.Content)
	}
}

func TestParentDeleted(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.addNote(r.ada(), "one", "1")
	if err := r.s.DeleteContact(r.ada()); err != nil {
		t.Fatal(err)
	}
	expect(t, r.api(http.MethodPut, "/Notes", data(map[string]any{"id": id, "Note_Title": "t"})), 400, "INVALID_DATA")
	expect(t, r.api(http.MethodPost, "/Notes", data(noteFor(r.ada(), "t", "c"))), 400, "INVALID_DATA")
	a := r.api(http.MethodGet, "/Contacts/"+r.ada()+"/Notes?fields=id", nil)
	expect(t, a, 400, "INVALID_DATA")
	if a.details()["resource_path_index"] != float64(1) {
		t.Errorf("details %v", a.details())
	}
	expectEmpty(t, r.api(http.MethodGet, "/Notes/"+id, nil))
	expectEmpty(t, r.api(http.MethodGet, "/Contacts/"+r.ada(), nil))
}

func TestRelatedNotesList(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	list := "/Contacts/" + r.ada() + "/Notes?fields=Note_Title,Created_Time"
	expectEmpty(t, r.api(http.MethodGet, list, nil))
	var ids []string
	for i := range 5 {
		ids = append(ids, r.addNote(r.ada(), fmt.Sprint(i), "c"))
		r.clock.advance(time.Second)
	}
	r.addNote(r.w.Contacts["Ben Sample"], "other", "c")
	expect(t, r.api(http.MethodPut, "/Notes/"+ids[0], data(map[string]any{"Note_Content": "later"})), 200, "SUCCESS")

	pick := func(order ...int) []string {
		var out []string
		for _, i := range order {
			out = append(out, ids[i])
		}
		return out
	}
	for query, want := range map[string][]string{
		"":                                        pick(4, 3, 2, 1, 0),
		"&sort_by=Created_Time&sort_order=asc":    pick(0, 1, 2, 3, 4),
		"&sort_by=Modified_Time&sort_order=desc":  pick(0, 4, 3, 2, 1),
		"&sort_by=id&sort_order=asc":              pick(0, 1, 2, 3, 4),
		"&per_page=2":                             pick(4, 3),
		"&per_page=2&page=3":                      pick(0),
		"&sort_by=id&sort_order=desc&per_page=50": pick(4, 3, 2, 1, 0),
	} {
		a := r.api(http.MethodGet, list+query, nil)
		if a.status != 200 || !slices.Equal(a.ids(), want) {
			t.Errorf("%q: %d %v, want %v", query, a.status, a.ids(), want)
		}
	}
	expectEmpty(t, r.api(http.MethodGet, list+"&per_page=2&page=4", nil))
	a := r.api(http.MethodGet, list, nil)
	item, info := a.items()[0], a.doc["info"].(map[string]any)
	if item["Note_Title"] != "4" || item["Created_Time"] != "2026-11-22T10:00:04-08:00" || item["Note_Content"] != nil || item["Parent_Id"] == nil {
		t.Errorf("item %v", item)
	}
	if info["count"] != float64(5) || info["more_records"] != false || info["sort_by"] != "Created_Time" || info["sort_order"] != "desc" || info["next_page_token"] != nil {
		t.Errorf("info %v", info)
	}
	for query, code := range map[string]string{
		"?per_page=5":                     "REQUIRED_PARAM_MISSING",
		"?fields=id&sort_by=Note_Title":   "INVALID_DATA",
		"?fields=id&sort_order=ascending": "INVALID_DATA",
		"?fields=id&page=0":               "INVALID_DATA",
		"?fields=id&per_page=201":         "INVALID_DATA",
		"?fields=id&page=11":              "DISCRETE_PAGINATION_LIMIT_EXCEEDED",
		"?fields=id&page_token=nope":      "INVALID_DATA",
	} {
		if a := r.api(http.MethodGet, "/Contacts/"+r.ada()+"/Notes"+query, nil); a.status != 400 || a.code() != code {
			t.Errorf("%s: %d %s", query, a.status, a.raw)
		}
	}
	expect(t, r.api(http.MethodGet, "/Contacts/1/Notes?fields=id", nil), 400, "INVALID_DATA")
}

func TestNoteListSwitches(t *testing.T) {
	t.Parallel()
	r := newRig(t, withSwitches(Switches{NoteFieldsOptional: true, NotesOldestFirst: true}))
	r.addNote(r.ada(), "old", "c")
	r.clock.advance(time.Minute)
	r.addNote(r.ada(), "new", "c")
	a := r.api(http.MethodGet, "/Contacts/"+r.ada()+"/Notes", nil)
	if a.status != 200 || a.items()[0]["Note_Title"] != "old" || a.items()[0]["Note_Content"] != "c" {
		t.Fatalf("%d %s", a.status, a.raw)
	}
}

func TestPageTokens(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for i := range 5 {
		must(r.s.AddNote(r.ada(), r.w.User.ID, fmt.Sprint(i), "c"))
	}
	list := "/Contacts/" + r.ada() + "/Notes?fields=Note_Title"
	seen := 0
	a := r.api(http.MethodGet, list+"&per_page=2", nil)
	token := ""
	for {
		seen += len(a.items())
		next, ok := a.doc["info"].(map[string]any)["next_page_token"].(string)
		if !ok {
			break
		}
		token = next
		a = r.api(http.MethodGet, list+"&page_token="+token, nil)
	}
	if seen != 5 {
		t.Fatalf("%d notes by token", seen)
	}
	expect(t, r.api(http.MethodGet, list+"&page=2&page_token="+token, nil), 400, "INVALID_DATA")
	expect(t, r.api(http.MethodGet, "/Contacts/"+r.w.Contacts["Ben Sample"]+"/Notes?fields=id&page_token="+token, nil), 400, "INVALID_DATA")
	r.clock.advance(24 * time.Hour)
	r.token = r.tokenFor(allScopes()...)
	expect(t, r.api(http.MethodGet, list+"&page_token="+token, nil), 400, "EXPIRED_VALUE")
}

func TestListOfAllNotesIsForAdministrators(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.addNote(r.ada(), "t", "c")
	expect(t, r.api(http.MethodGet, "/Notes?fields=Note_Title", nil), 403, "NO_PERMISSION")
	r.signInAdmin()
	if a := r.api(http.MethodGet, "/Notes?fields=Note_Title", nil); !slices.Equal(a.ids(), []string{id}) {
		t.Fatalf("%d %s", a.status, a.raw)
	}
}

func TestRelatedNotesShowAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.s.SetIndexLag(-1)
	id := r.addNote(r.ada(), "t", "c")
	if a := r.api(http.MethodGet, "/Contacts/"+r.ada()+"/Notes?fields=id", nil); !slices.Equal(a.ids(), []string{id}) {
		t.Fatalf("%d %s", a.status, a.raw)
	}
}
