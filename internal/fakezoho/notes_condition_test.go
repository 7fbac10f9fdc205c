package fakezoho

import (
	"net/http"
	"testing"
	"time"
)

// TestNoteCondition holds what If-Unmodified-Since does to updates of one note and of
// two, of which the second was changed a minute later.
func TestNoteCondition(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		position NoteCondition
		// after is the time sent, in seconds after the first note's last change.
		after int
		// one is the answer about the first note, two that about both.
		one, two  int
		code      string
		firstToo  bool
		secondToo bool
	}{
		{NoteConditionIgnored, -1, 200, 200, "", true, true},
		{NoteConditionHonoured, -1, 412, 412, "ALREADY_MODIFIED", false, false},
		{NoteConditionHonoured, 0, 200, 412, "ALREADY_MODIFIED", false, false},
		{NoteConditionHonoured, 60, 200, 200, "", true, true},
		{NoteConditionEach, -1, 412, 400, "ALREADY_MODIFIED", false, false},
		{NoteConditionEach, 0, 200, 207, "ALREADY_MODIFIED", true, false},
		{NoteConditionEach, 60, 200, 200, "", true, true},
		{NoteConditionRefused, 60, 400, 400, "INVALID_DATA", false, false},
		{NoteConditionStrict, 0, 412, 412, "ALREADY_MODIFIED", false, false},
		{NoteConditionStrict, 1, 200, 412, "ALREADY_MODIFIED", false, false},
		{NoteConditionStrict, 61, 200, 200, "", true, true},
	} {
		r := newRig(t, withSwitches(Switches{NoteCondition: tt.position}))
		first := r.addNote(r.ada(), "first", "text")
		changed := r.clock.now()
		r.clock.advance(time.Minute)
		second := r.addNote(r.ada(), "second", "text")
		since := changed.Add(time.Duration(tt.after) * time.Second).Format("2006-01-02T15:04:05-07:00")
		put := func(target string, items ...map[string]any) answer {
			req := r.request(http.MethodPut, target, data(items...))
			req.Header.Set("If-Unmodified-Since", since)
			return must(r.do(req))
		}
		both := put("/Notes", map[string]any{"id": first, "Note_Content": "new"}, map[string]any{"id": second, "Note_Content": "new"})
		if both.status != tt.two {
			t.Errorf("%q %d: both %d %s", tt.position, tt.after, both.status, both.raw)
		}
		for id, want := range map[string]bool{first: tt.firstToo, second: tt.secondToo} {
			for _, n := range r.s.NotesOf(r.ada()) {
				if n.ID == id && (n.Content == "new") != want {
					t.Errorf("%q %d: %s is %q", tt.position, tt.after, n.Title, n.Content)
				}
			}
		}
		if tt.firstToo {
			// It was changed since.
			continue
		}
		one := put("/Notes/"+first, map[string]any{"Note_Content": "alone"})
		if one.status != tt.one || tt.one != 200 && one.doc["code"] != tt.code {
			t.Errorf("%q %d: one %d %s", tt.position, tt.after, one.status, one.raw)
		}
	}
}

// TestNoteConditionForms: what is no time is refused where the header is read, and a
// note that is not there is refused for that.
func TestNoteConditionForms(t *testing.T) {
	t.Parallel()
	r := newRig(t, withSwitches(Switches{NoteCondition: NoteConditionHonoured, ModifiedAsItem: true}))
	id := r.addNote(r.ada(), "first", "text")
	put := func(id, since string) answer {
		req := r.request(http.MethodPut, "/Notes/"+id, data(map[string]any{"Note_Content": "new"}))
		req.Header.Set("If-Unmodified-Since", since)
		return must(r.do(req))
	}
	expect(t, put(id, "Sat, 21 Nov 2026 18:00:00 GMT"), 400, "INVALID_DATA")
	expect(t, put("1", "2026-11-21T10:00:00-08:00"), 400, "INVALID_DATA")
	a := put(id, "2020-11-21T10:00:00-08:00")
	expect(t, a, 412, "ALREADY_MODIFIED")
	if len(a.items()) != 1 {
		t.Errorf("as an item: %s", a.raw)
	}
}
