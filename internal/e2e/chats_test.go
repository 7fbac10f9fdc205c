package e2e

import (
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestChatsThatAreNotSaved: no chat open, a group, the chat with oneself, a
// chat without a number, a channel and a broadcast list each have their name in
// the sidebar, and nothing is read of them.
func TestChatsThatAreNotSaved(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, connected()...)
	untilShown(t, s.Sidebar, "#no-chat")
	for _, test := range []struct {
		title, chat string
		state       contract.ChatState
	}{
		{"Harbour project", fakewhatsapp.ChatGroup, contract.ChatGroup},
		{"@sunny.kite", fakewhatsapp.ChatSunny, contract.ChatNumberHidden},
		{"Alex Morgan (You)", fakewhatsapp.ChatSelf, contract.ChatSelf},
		{"Harbour News", fakewhatsapp.ChatChannel, contract.ChatUnsupported},
		{"Spring customers", fakewhatsapp.ChatList, contract.ChatUnsupported},
	} {
		must(t, s.OpenChat(test.title))
		s.untilCard(t, test.chat, test.state, "")
		untilShown(t, s.Sidebar, "#chat-about")
		untilGone(t, s.Sidebar, "#create-contact")
	}
	must(t, s.Cycle(t.Context()))
	// Elena's number is in Zoho for certain, so hers may be read, and no other.
	s.readsOnly(t, fakewhatsapp.ChatElena)
	must(t, s.whole(elenaName))
}

// TestEditsAndDeletions: what becomes of a message later is shown in the note
// that it stands in.
func TestEditsAndDeletions(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	edited := s.deliver(t, s.maya, "The lamps shuold be dark.")
	deleted := s.deliver(t, s.maya, "This was meant for somebody else.")
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	before := s.noteTexts(t, mayaName)

	must(t, s.WhatsApp.Edit(edited, "The lamps should be dark."))
	must(t, s.WhatsApp.Revoke(deleted, ""))
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	eventually(t, stepWithin, "the page to report the changes", func() (bool, error) {
		_, touched, err := Stored[int64](s.Stage, "session", contract.TouchKeyPrefix+s.maya)
		return touched, err
	})
	must(t, s.Cycle(t.Context()))
	after := s.noteTexts(t, mayaName)
	if len(after) != len(before) {
		t.Errorf("there are %d notes, and were %d", len(after), len(before))
	}
	all := strings.Join(after, "\n")
	for text, want := range map[string]int{
		// What it said before its edit is told once, in the line of the message.
		"shuold be dark": 1, "The lamps should be dark. (edited": 1, `, before: "The lamps shuold be dark.")`: 1,
		// What was saved is kept, with word that it was deleted.
		"This was meant for somebody else. (deleted by sender)": 1,
	} {
		if n := strings.Count(all, text); n != want {
			t.Errorf("%q stands %d times in the notes, not %d", text, n, want)
		}
	}
}

// TestMigration: a chat that WhatsApp moves from its number to a LID stays one
// chat, one contact and one note for each day.
func TestMigration(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	must(t, s.WhatsApp.MigrateToLID(s.maya))
	s.maya = mayaLID
	s.deliver(t, s.maya, "Said after the chat has got another id.")
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, s.whole(elenaName, mayaName))
	days := map[string]bool{}
	for _, n := range s.Zoho.NotesOf(s.record(t, mayaName).ID) {
		// "WhatsApp · 2026-09-21 · part 1 · #…"
		day := strings.Split(n.Title, " · ")[1]
		if days[day] {
			t.Errorf("%s has two notes", day)
		}
		days[day] = true
	}
	untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
}
