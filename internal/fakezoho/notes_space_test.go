package fakezoho

import (
	"net/http"
	"testing"
)

func TestNoteSpace(t *testing.T) {
	t.Parallel()
	const title, content = " Call ", "\n one\n two\r\nthree \n"
	for _, c := range []struct {
		space          NoteSpace
		title, content any
	}{
		{SpaceKept, title, content},
		{SpaceCRLF, title, "\r\n one\r\n two\r\nthree \r\n"},
		{SpaceTrimmed, "Call", "one\n two\r\nthree"},
	} {
		r := newRig(t, withSwitches(Switches{NoteSpace: c.space}))
		id := r.addNote(r.ada(), title, content)
		for _, path := range []string{"/Notes/" + id, "/Contacts/" + r.ada() + "/Notes?fields=Note_Title,Note_Content"} {
			if item := r.api(http.MethodGet, path, nil).items()[0]; item["Note_Title"] != c.title || item["Note_Content"] != c.content {
				t.Errorf("%q, %s: %q, %q", c.space, path, item["Note_Title"], item["Note_Content"])
			}
		}
		blank := r.addNote(r.ada(), "Blank", " \n")
		if item := r.api(http.MethodGet, "/Notes/"+blank, nil).items()[0]; (item["Note_Content"] == nil) != (c.space == SpaceTrimmed) {
			t.Errorf("%q: blank content %q", c.space, item["Note_Content"])
		}
	}
}
