package e2e

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// update rewrites the golden file: go test ./internal/e2e -run TestEveryKind -update
var update = flag.Bool("update", false, "rewrite the golden files")

// robinName is what Zoho calls the person whose name in WhatsApp is HTML.
const robinName = "Robin Reed"

// Ids of messages to which something happens later.
const (
	idEdited   = "3EB0E1E1E1E1E1E1E1E1E1"
	idCaption  = "AC11E2E2E2E2E2E2E2E2E2E2E2E2E2E2"
	idDeleted  = "AC22E3E3E3E3E3E3E3E3E3E3E3E3E3E3"
	idRemoved  = "AC33E4E4E4E4E4E4E4E4E4E4E4E4E4E4"
	idLiked    = "3EB0E5E5E5E5E5E5E5E5E5"
	idUnliked  = "AC44E6E6E6E6E6E6E6E6E6E6E6E6E6E6"
	idResolved = "AC55E7E7E7E7E7E7E7E7E7E7E7E7E7E7"
	idAlbum    = "AC66E8E8E8E8E8E8E8E8E8E8E8E8E8E8"
)

// robin is the key of a message of the chat with Robin, own or not.
func robin(fromMe bool, id string) string {
	return fmt.Sprintf("%v_%s_%s", fromMe, fakewhatsapp.ChatMarkup, id)
}

// TestEveryKind: a chat with a message of every kind, whose name is HTML, stands
// in its notes in the right words, each message once, whatever happened to it
// later. Of keys, previews, ids and secrets nothing comes through.
func TestEveryKind(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{fakewhatsapp.ProfileCurrent, fakewhatsapp.ProfileJanuary2026} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			s := &Story{Stage: open(t, Options{WhatsApp: fakewhatsapp.Options{Profile: profile}})}
			s.addRobin(t)
			play(t, s, connected()...)
			must(t, s.Cycle(t.Context()))
			first := strings.Join(s.noteTexts(t, robinName), "\n")
			for _, words := range []string{
				"These words are changed later", "[photo, 182.4 kB] This caption is changed later", "Deleted by its sender", "Deleted by an admin", "[reactions: 🎉 Alex Morgan]",
			} {
				if n := strings.Count(first, words); n != 1 {
					t.Errorf("%q stands %d times in the first notes", words, n)
				}
			}

			// What nobody has looked at is not in the page's memory, and changes of it
			// raise no event there.
			must(t, s.OpenChat(fakewhatsapp.MarkupName))
			untilTrue(t, s.Sidebar, "the name as it is", fmt.Sprintf(`document.querySelector("#chat-title")?.innerText === %q`, fakewhatsapp.MarkupName))
			s.changeRobin(t)
			eventually(t, stepWithin, "what happened to the messages to be saved", func() (bool, error) {
				err := s.Cycle(t.Context())
				notes := s.normalNotes(t)
				return !strings.Contains(notes, "🎉") && !slices.ContainsFunc([]string{
					"These are the later words", "This is the later caption", "Readable at last", "❤️", "(deleted by sender)", ", an admin)",
				}, func(words string) bool { return !strings.Contains(notes, words) }), err
			})
			wantGolden(t, filepath.Join("testdata", "every-kind.txt"), s.normalNotes(t))
			card := value(s.Card(fakewhatsapp.ChatMarkup))(t)
			if card.State != contract.ChatLinked || card.Sync.Waiting != 0 || card.Sync.Unread != 0 || card.Sync.Encrypted != 1 || card.Sync.SyncedAt == 0 {
				t.Errorf("the card says %s, %+v", card.State, card.Sync)
			}
			for _, page := range []*Tab{s.Sidebar, s.WhatsAppTab} {
				if value(Eval[bool](page, `document.title === "taken over" || document.querySelector("[onerror]") !== null`))(t) {
					t.Error("a name was taken for HTML")
				}
			}
			if parts := s.partsOf(t, fakewhatsapp.ChatMarkup, idAlbum); len(parts) != 2 {
				t.Errorf("the album has the parts %v", parts)
			}
			s.wantNoLeak(t)
		})
	}
}

// partsOf returns the ids of the messages of a chat that belong to an album, as the
// page tells them.
func (s *Story) partsOf(t *testing.T, chat, album string) (parts []string) {
	t.Helper()
	for before := ""; ; {
		answered, code := s.askBridge(t, contract.PageQuestion{
			V: contract.Version, Op: contract.OpMessagesRead, Messages: &contract.MessagesQuestion{Chat: chat, Count: 50, Before: before},
		})
		if code != "" {
			t.Fatalf("the page does not tell its messages: %s", code)
		}
		var page contract.MessagePage
		must(t, json.Unmarshal(answered, &page))
		for _, m := range page.Messages {
			if m.Parent == album {
				parts = append(parts, m.ID)
			}
		}
		if page.Start || len(page.Messages) == 0 {
			return parts
		}
		before = page.Messages[0].Key
	}
}

// addRobin adds the chat to WhatsApp and the contact to Zoho. Everything was said
// yesterday in the early afternoon.
func (s *Story) addRobin(t *testing.T) {
	t.Helper()
	year, month, day := time.Now().AddDate(0, 0, -1).Date()
	last := time.Date(year, month, day, 15, 0, 0, 0, time.Local)
	messages := fakewhatsapp.AllKinds(last)
	for i, m := range []fakewhatsapp.Msg{
		{ID: idEdited, FromMe: true, Body: "These words are changed later"},
		like(fakewhatsapp.Image("This caption is changed later"), func(m *fakewhatsapp.Msg) { m.ID = idCaption }),
		{ID: idDeleted, Body: "Deleted by its sender", NotifyName: "<i>Rob</i>: Me"},
		{ID: idRemoved, Body: "Deleted by an admin"},
		{ID: idLiked, FromMe: true, Body: "Much liked <script>alert(1)</script>"},
		{ID: idUnliked, Body: "Liked for a while", Quote: robin(true, idLiked)},
		{FromMe: true, Body: "\u202eright to left\u2066\u200f", Quote: robin(false, idCaption)},
		like(fakewhatsapp.NotYetDecrypted(), func(m *fakewhatsapp.Msg) { m.ID = idResolved }),
		like(fakewhatsapp.Album(1, 1), func(m *fakewhatsapp.Msg) { m.ID = idAlbum }),
		like(fakewhatsapp.Image("The first of the album"), func(m *fakewhatsapp.Msg) { m.Parent = robin(false, idAlbum) }),
		like(fakewhatsapp.Video("", 8), func(m *fakewhatsapp.Msg) { m.Parent = robin(false, idAlbum) }),
	} {
		m.Time = last.Add(time.Duration(i+1) * time.Minute)
		messages = append(messages, m)
	}
	must(t, s.WhatsApp.AddChat(fakewhatsapp.Chat{
		ID: fakewhatsapp.ChatMarkup, AccountLID: "214455550155155@lid", Name: fakewhatsapp.MarkupName, Pushname: fakewhatsapp.MarkupName, Messages: messages,
	}))
	must(t, s.WhatsApp.React(robin(false, idUnliked), fakewhatsapp.ChatSelf, "🎉"))
	id := value(s.Zoho.AddContact(s.World.Org.ID, fakezoho.Fields{"First_Name": "Robin", "Last_Name": "Reed", "Mobile": "+1 415-555-0155"}))(t)
	s.World.Contacts[robinName] = id
}

// changeRobin lets happen to the messages what happens to messages.
func (s *Story) changeRobin(t *testing.T) {
	t.Helper()
	chat := fakewhatsapp.ChatMarkup
	must(t, s.WhatsApp.Edit(robin(true, idEdited), "These are the later words"))
	must(t, s.WhatsApp.Edit(robin(false, idCaption), "This is the later caption"))
	must(t, s.WhatsApp.Revoke(robin(false, idDeleted), ""))
	must(t, s.WhatsApp.Revoke(robin(false, idRemoved), fakewhatsapp.ChatMaya))
	must(t, s.WhatsApp.React(robin(true, idLiked), chat, "👍"))
	must(t, s.WhatsApp.React(robin(true, idLiked), fakewhatsapp.ChatSelf, "👩‍👩‍👧‍👦"))
	must(t, s.WhatsApp.React(robin(true, idLiked), chat, "❤️"))
	must(t, s.WhatsApp.React(robin(false, idUnliked), fakewhatsapp.ChatSelf, ""))
	must(t, s.WhatsApp.Decrypt(robin(false, idResolved), fakewhatsapp.Text("Readable at last")))
	must(t, s.WhatsApp.WaitApplied(t.Context()))
}

// like returns a message after a change.
func like(m fakewhatsapp.Msg, change func(*fakewhatsapp.Msg)) fakewhatsapp.Msg {
	change(&m)
	return m
}

// normalNotes returns Robin's notes with days, zones and marks of the moment
// replaced. Of a line that is very long, its beginning and its length are left.
func (s *Story) normalNotes(t *testing.T) string {
	t.Helper()
	notes := s.Zoho.NotesOf(s.World.Contacts[robinName])
	slices.SortFunc(notes, func(a, b fakezoho.Note) int { return strings.Compare(a.Title, b.Title) })
	var all strings.Builder
	for _, n := range notes {
		text := n.Title + "\n" + n.Content + "\n"
		for _, r := range []struct{ pattern, with string }{
			{`times in .*`, "times in ZONE"}, {`\(edited [-\d: ]*\d`, "(edited TIME"}, {`#[a-z2-7]{10}`, "#MARKER"},
			{`\d{4}-\d\d-\d\d`, "DATE"}, {`(— \d+ messages?[^·\n]*) · [a-z2-7 ]+ · .*`, "$1 · SEAL · TAG"},
		} {
			text = regexp.MustCompile(r.pattern).ReplaceAllString(text, r.with)
		}
		all.WriteString(regexp.MustCompile(`.{400,}`).ReplaceAllStringFunc(text, func(line string) string {
			return fmt.Sprintf("%.60s… %d characters", line, len([]rune(line)))
		}))
	}
	return all.String()
}

// wantGolden compares a text with that of a file, line by line.
func wantGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		must(t, os.WriteFile(file, []byte(got), 0o644))
	}
	have, want := strings.Split(got, "\n"), strings.Split(string(value(os.ReadFile(file))(t)), "\n")
	for i := range max(len(have), len(want)) {
		if i >= len(have) || i >= len(want) {
			t.Fatalf("there are %d lines, want %d", len(have), len(want))
		}
		if have[i] != want[i] {
			t.Errorf("line %d is\n%s\nwant\n%s", i+1, have[i], want[i])
		}
	}
}
