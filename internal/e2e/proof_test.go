package e2e

import (
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestProof: the sidebar counts what is held and confirmed, reads the notes back,
// names a note that somebody has cut, and writes the missing line again at a click.
func TestProof(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	s.unfold(t, "proof")
	untilShown(t, s.Sidebar, "#proof-count")
	untilShown(t, s.Sidebar, "#proof-save")
	s.compare(t, "0")

	note := s.Zoho.NotesOf(s.record(t, mayaName).ID)[0]
	lines := strings.Split(note.Content, "\n")
	at := ""
	for i, line := range lines {
		if len(line) > 6 && line[2] == ':' && line[5] == ' ' {
			at = line[:5]
			lines = append(lines[:i], lines[i+1:]...)
			break
		}
	}
	must(t, s.Zoho.EditRecord(note.ID, fakezoho.Fields{"Note_Content": strings.Join(lines, "\n")}))
	s.compare(t, "1")
	untilShown(t, s.Sidebar, `#proof-differences li[data-kind="changed"]`)
	wantTexts(t, s.Sidebar, map[string]string{"#proof-differences [data-lines=missing]": "one line missing: " + at})
	must(t, s.Sidebar.Click("#proof-repair"))
	untilShown(t, s.Sidebar, "#proof-ordered")
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	s.compare(t, "0")
	must(t, s.whole(elenaName, mayaName))
}

// compare has the notes of the open chat read back, and waits for a result of so
// many differences.
func (s *Story) compare(t *testing.T, differences string) {
	t.Helper()
	untilShown(t, s.Sidebar, `#proof-verify[aria-disabled="false"]`)
	must(t, s.Sidebar.Click("#proof-verify"))
	untilShown(t, s.Sidebar, `#proof-result[data-differences="`+differences+`"]`)
}
