package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestProofFollows: while the proof of a chat is unfolded it moves on with the chat, the
// keyboard keeps its place, and Zoho is not asked for it.
func TestProofFollows(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	// Shortly after midnight nothing has been said on this day yet.
	s.deliver(t, s.maya, "To begin the day with.")
	must(t, s.Cycle(t.Context()))
	s.unfold(t, "proof")
	untilShown(t, s.Sidebar, "#proof-count")
	s.unfold(t, "proof-days")
	untilShown(t, s.Sidebar, "#proof-days-table")
	newest := func() (counts [2]int) {
		t.Helper()
		cells := value(Eval[[]int](s.Sidebar, `[...document.querySelectorAll("#proof-days-table tbody tr:first-child .count")].map((cell) => Number(cell.textContent))`))(t)
		if len(cells) != 2 {
			t.Fatalf("the newest day has %d counts", len(cells))
		}
		return [2]int(cells)
	}
	before := newest()
	run(t, s.Sidebar, `document.querySelector("#proof-save").focus()`)
	s.deliver(t, s.maya, storyNews)
	must(t, s.Cycle(t.Context()))
	eventually(t, settleWithin, "the message to be counted", func() (bool, error) {
		return newest() == [2]int{before[0] + 1, before[1] + 1}, nil
	})
	if at := value(Eval[string](s.Sidebar, "document.activeElement.id"))(t); at != "proof-save" {
		t.Errorf("the focus has gone to %q", at)
	}

	// A proof that is folded away is read when somebody looks again.
	must(t, s.Sidebar.Click("#proof > summary"))
	s.deliver(t, s.maya, "And one more.")
	must(t, s.Cycle(t.Context()))
	calls := len(s.Zoho.Calls())
	must(t, s.Sidebar.Click("#proof > summary"))
	eventually(t, settleWithin, "the message to be counted when it is unfolded", func() (bool, error) {
		return newest() == [2]int{before[0] + 2, before[1] + 2}, nil
	})
	if now := len(s.Zoho.Calls()); now != calls {
		t.Errorf("the proof made %d calls to Zoho", now-calls)
	}
}

// TestProofIsSaved: the proof of a chat and that of all chats arrive as files, with the
// digests that the sidebar shows and no word of what was written.
func TestProofIsSaved(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	folder := s.downloads(t)
	s.unfold(t, "proof")
	s.compare(t, "0")
	s.unfold(t, "proof-days")
	untilShown(t, s.Sidebar, "#proof-days-table")
	shown := value(Eval[[]string](s.Sidebar, `[...document.querySelectorAll("#proof-days-table .digest")].map((d) => d.title)`))(t)
	calls := len(s.Zoho.Calls())
	must(t, s.Sidebar.Click("#proof-save"))
	one := s.savedProofs(t, folder, "chatkeep-proof")
	if len(one.Chats) != 1 || one.Chats[0].Chat != s.maya || one.Chats[0].RecordID != s.record(t, mayaName).ID || one.Chats[0].Check == nil {
		t.Fatalf("the file holds %+v", one)
	}
	days := one.Chats[0].Days
	if len(days) == 0 || len(days) != len(shown) {
		t.Fatalf("the file holds %d days, the sidebar shows %d", len(days), len(shown))
	}
	for i, d := range days {
		if len(d.Digest) != 64 || len(d.Chain) != 64 || d.Chain != shown[len(shown)-1-i] || d.Held == 0 || d.Held != d.Confirmed {
			t.Errorf("day %+v, the sidebar shows %q", d, shown)
		}
	}

	must(t, s.Settings.Click("#proofs-save"))
	untilTrue(t, s.Settings, "the end of the saving to be said", `document.querySelector("#proofs-saved[role=status]").innerText.includes("2 chats")`)
	all := s.savedProofs(t, folder, "chatkeep-proof-all")
	chats := map[string]contract.ChatProof{}
	for _, p := range all.Chats {
		chats[p.Chat] = p
	}
	if len(all.Chats) != 2 || all.Next != 0 || all.Org != one.Org || len(chats[s.elena].Days) == 0 || fmt.Sprint(chats[s.maya].Days) != fmt.Sprint(days) {
		t.Errorf("the file of all chats holds %+v", all)
	}
	if now := len(s.Zoho.Calls()); now != calls {
		t.Errorf("the files made %d calls to Zoho", now-calls)
	}
}

// savedProofs returns the proofs that have been saved under a name, after a look for
// words in them.
func (s *Story) savedProofs(t *testing.T, folder, name string) contract.Proofs {
	t.Helper()
	raw := savedFile(t, folder, fmt.Sprintf("%s-%s.json", name, time.Now().UTC().Format(time.DateOnly)))
	for _, chat := range []string{mayaName, elenaName} {
		for _, note := range s.Zoho.NotesOf(s.record(t, chat).ID) {
			for _, line := range strings.Split(note.Content, "\n") {
				if _, words, found := strings.Cut(line, ": "); found && strings.Contains(string(raw), words) {
					t.Errorf("%q is in the proof", words)
				}
			}
		}
	}
	var proofs contract.Proofs
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	must(t, decoder.Decode(&proofs))
	return proofs
}
