package fakezoho

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestBearer(t *testing.T) {
	t.Parallel()
	for accepted, want := range map[bool]int{false: 401, true: 200} {
		r := newRig(t, withSwitches(Switches{BearerAccepted: accepted}))
		req := r.request(http.MethodGet, "/org", nil)
		req.Header.Set("Authorization", "Bearer "+r.token)
		if a, err := r.do(req); err != nil || a.status != want {
			t.Errorf("accepted %v: %d, %v", accepted, a.status, err)
		}
	}
}

func TestTokenErrorStatus(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 400} {
		r := newRig(t, withSwitches(Switches{TokenErrorStatus: status}))
		got, doc := r.form(usToken, url.Values{"grant_type": {"refresh_token"}, "client_id": {"1000.NOPE"}})
		if got != status || doc["error"] != "invalid_client" {
			t.Errorf("%d: got %d %v", status, got, doc)
		}
	}
}

func TestLengthSwitches(t *testing.T) {
	t.Parallel()
	r := newRig(t, withSwitches(Switches{PhoneLength: 50, NoteTitleLimit: 255, CriteriaConditions: 15, COQLColumns: 500}))
	phone := strings.Repeat("123 ", 12) + "12"
	expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "X", "Phone": phone})), 201, "SUCCESS")
	expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "X", "Phone": phone + "3"})), 400, "INVALID_DATA")
	r.addNote(r.ada(), strings.Repeat("ä", 255), "c")
	expect(t, r.api(http.MethodPost, "/Notes", data(noteFor(r.ada(), strings.Repeat("ä", 256), "c"))), 400, "INVALID_DATA")
	criteria := func(n int) string {
		parts := slices.Repeat([]string{"(Phone:equals:555-0132)"}, n)
		joined := parts[0]
		for _, p := range parts[1:] {
			joined = "(" + joined + "or" + p + ")"
		}
		return "/Contacts/search?criteria=" + url.QueryEscape(joined)
	}
	expect(t, r.api(http.MethodGet, criteria(15), nil), 200, "")
	expect(t, r.api(http.MethodGet, criteria(16), nil), 400, "INVALID_QUERY")
	columns := make([]string, 51)
	for i := range columns {
		columns[i] = "A" + strings.Repeat("x", i)
	}
	// Too many columns is found before unknown ones.
	expect(t, r.coql("select "+strings.Join(columns, ", ")+" from Contacts where id is not null"), 400, "INVALID_QUERY")
	expect(t, newRig(t).coql("select "+strings.Join(columns, ", ")+" from Contacts where id is not null"), 400, "LIMIT_EXCEEDED")
}

func TestCOQLLookupIDsOnly(t *testing.T) {
	t.Parallel()
	for idsOnly, want := range map[bool]int{false: 2, true: 1} {
		r := newRig(t, withSwitches(Switches{COQLLookupIDsOnly: idsOnly}))
		owner := r.coql("select Owner from Contacts where id = " + r.ada()).items()[0]["Owner"].(map[string]any)
		if len(owner) != want || owner["id"] != r.w.User.ID {
			t.Errorf("ids only %v: %v", idsOnly, owner)
		}
	}
}

func TestNoteContentMandatory(t *testing.T) {
	t.Parallel()
	r := newRig(t, withSwitches(Switches{NoteContentMandatory: true}))
	note := noteFor(r.ada(), "t", "c")
	delete(note, "Note_Content")
	expect(t, r.api(http.MethodPost, "/Notes", data(note)), 400, "MANDATORY_NOT_FOUND")
	id := r.addNote(r.ada(), "t", "c")
	expect(t, r.api(http.MethodPut, "/Notes/"+id, data(map[string]any{"Note_Title": "t2"})), 200, "SUCCESS")
	expect(t, newRig(t).api(http.MethodPost, "/Contacts/1/Notes", data(note)), 400, "INVALID_DATA")
}

func TestNoteMarkup(t *testing.T) {
	t.Parallel()
	const text = "1 < 2 & <b>bold</b> 😀\r\nnext"
	for form, want := range map[NoteMarkup]string{
		MarkupKept: text, MarkupEscaped: "1 &lt; 2 &amp; &lt;b&gt;bold&lt;/b&gt; 😀\r\nnext", MarkupStripped: "1 < 2 & bold 😀\r\nnext",
	} {
		r := newRig(t, withSwitches(Switches{NoteMarkup: form}))
		id := r.addNote(r.ada(), "t", text)
		if got := r.api(http.MethodGet, "/Notes/"+id, nil).items()[0]["Note_Content"]; got != want {
			t.Errorf("%q: %q", form, got)
		}
		if stored := r.s.Notes()[0].Content; stored != text {
			t.Errorf("%q: stored %q", form, stored)
		}
	}
}

func TestRelatedLag(t *testing.T) {
	t.Parallel()
	r := newRig(t, withSwitches(Switches{RelatedLag: 10 * time.Second}))
	id := r.addNote(r.ada(), "t", "c")
	list := "/Contacts/" + r.ada() + "/Notes?fields=Note_Title"
	expectEmpty(t, r.api(http.MethodGet, list, nil))
	expect(t, r.api(http.MethodGet, "/Notes/"+id, nil), 200, "")
	r.clock.advance(10 * time.Second)
	expect(t, r.api(http.MethodGet, list, nil), 200, "")
}

func TestSwitchesCanBeChanged(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	expectEmpty(t, r.api(http.MethodGet, "/Contacts/1", nil))
	if err := r.s.SetSwitches(Switches{MissingRecordStatus: 404, IndexLag: -1}); err != nil {
		t.Fatal(err)
	}
	expect(t, r.api(http.MethodGet, "/Contacts/1", nil), 404, "INVALID_DATA")
	must(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": "Late", "Phone": "+14155550199"}))
	r.clock.advance(30 * time.Minute)
	expectEmpty(t, r.api(http.MethodGet, "/Contacts/search?phone=4155550199", nil))
	r.s.ReleaseIndex()
	expect(t, r.api(http.MethodGet, "/Contacts/search?phone=4155550199", nil), 200, "")
	if err := r.s.SetSwitches(Switches{MissingRecordStatus: 418}); err == nil {
		t.Error("an unknown value was accepted")
	}
}
