package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

const (
	harbourTitle = "Harbour project"
	// inTheGroup writes in the stand-in's group; WhatsApp hides her number.
	inTheGroup = "231117745520983@lid"
	// harbourAdmin is known by number as well, and by it in the address book.
	harbourAdmin = "265519003874410@lid"
)

// sayInGroup lets a member of the group write, and returns the key when the pages
// have the message.
func (s *Story) sayInGroup(t *testing.T, author string, m fakewhatsapp.Msg) string {
	t.Helper()
	m.Author = author
	key := value(s.WhatsApp.Deliver(fakewhatsapp.ChatGroup, m))(t)
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	return key
}

// TestGroupByHand: the card of a group says what linking it means and folds the
// search away; a group linked by hand is kept at the record with everybody's name
// in front of their lines, and no LID; the group beside it is not read.
func TestGroupByHand(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	for _, chat := range fakewhatsapp.OddChats(time.Now()) {
		if chat.ID == fakewhatsapp.ChatCommunity || chat.ID == fakewhatsapp.ChatSubgroup {
			must(t, s.WhatsApp.AddChat(chat))
		}
	}
	before := s.Zoho.Snapshot()
	play(t, s, connected()...)
	must(t, s.Cycle(t.Context()))
	s.readsOnly(t, fakewhatsapp.ChatElena)

	// A community can be linked by nobody.
	s.openByID(t, "Harbour people", fakewhatsapp.ChatCommunity)
	s.untilCard(t, fakewhatsapp.ChatCommunity, contract.ChatCommunity, "")
	untilShown(t, s.Sidebar, "#chat-about")
	untilGone(t, s.Sidebar, "#search")

	s.openByID(t, harbourTitle, fakewhatsapp.ChatGroup)
	s.untilCard(t, fakewhatsapp.ChatGroup, contract.ChatGroup, "")
	if about := value(s.Sidebar.Text("#chat-about"))(t); !strings.Contains(about, "everybody") || !strings.Contains(about, "members") {
		t.Errorf("the card says %q", about)
	}
	untilShown(t, s.Sidebar, "#search > summary")
	untilGone(t, s.Sidebar, "#search-form")
	untilGone(t, s.Sidebar, "#create-form")
	s.searchFor(t, "ella@example.test")
	ella := s.record(t, "Ella Nonumber")
	must(t, s.Sidebar.Click("#link-found-"+ella.ID))
	s.untilCard(t, fakewhatsapp.ChatGroup, contract.ChatLinked, "")

	asked := s.sayInGroup(t, inTheGroup, fakewhatsapp.Msg{Body: "Who orders the boards?", NotifyName: "Inês"})
	s.sayInGroup(t, harbourAdmin, fakewhatsapp.Msg{Body: "I have done it.", Quote: asked})
	s.sayInGroup(t, inTheGroup, fakewhatsapp.Msg{Body: "Seen once only", Fields: map[string]any{"isViewOnce": true}})
	s.sayInGroup(t, inTheGroup, fakewhatsapp.Msg{Body: "Gone tomorrow", Fields: map[string]any{"ephemeralDuration": 86400}})
	must(t, s.WhatsApp.React(asked, harbourAdmin, "👍"))
	value(s.WhatsApp.Deliver(fakewhatsapp.ChatGroup, fakewhatsapp.GroupEvent("leave", inTheGroup, "")))(t)
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	must(t, s.Cycle(t.Context()))
	notes := s.noteTexts(t, "Ella Nonumber")
	all := strings.Join(notes, "\n")
	for _, line := range []string{
		"WhatsApp chat with " + harbourTitle + " · ",
		" Inês: @Tomás Vidal can you bring the samples? @" + ownName + " has the list.\n",
		" Inês: Who orders the boards?\n",
		`[reactions: 👍 Tomás Vidal]`,
		` Tomás Vidal: (answering Inês: "Who orders the boards?") I have done it.` + "\n",
		" Inês: [view-once message, not saved]\n",
		" Inês: [disappearing message, not saved]\n",
		" [Inês left]\n",
	} {
		if strings.Count(all, line) == 0 {
			t.Errorf("no note says %q:\n%s", line, all)
		}
	}
	for _, lid := range []string{inTheGroup, harbourAdmin} {
		if strings.Contains(all, strings.TrimSuffix(lid, "@lid")) {
			t.Errorf("a note shows the digits of a LID:\n%s", all)
		}
	}
	s.showsNoLID(t)
	for _, secret := range []string{"Seen once", "Gone tomorrow"} {
		if strings.Contains(all, secret) {
			t.Errorf("%q is in the notes", secret)
		}
	}

	// The list of chats tells it apart from the group that is not linked.
	people, _, err := Stored[contract.People](s.Stage, "session", contract.PeopleKey)
	must(t, err)
	for jid, want := range map[string]contract.ChatState{
		fakewhatsapp.ChatGroup: contract.ChatLinked, fakewhatsapp.ChatSubgroup: contract.ChatGroup, fakewhatsapp.ChatCommunity: contract.ChatCommunity,
	} {
		if !slices.ContainsFunc(people.Rows, func(r contract.PersonRow) bool { return r.Chat == jid && r.State == want }) {
			t.Errorf("the list does not say %q of %s: %+v", want, jid, people.Rows)
		}
	}
	s.readsOnly(t, fakewhatsapp.ChatElena, fakewhatsapp.ChatGroup)
	s.unchanged(t, before)
	must(t, s.whole(elenaName, "Ella Nonumber"))
}

// TestGroupSwitchedOff: pause, unlink, link again and never stand in the card of a
// linked group, and each does what it says.
func TestGroupSwitchedOff(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, connected()...)
	s.openByID(t, harbourTitle, fakewhatsapp.ChatGroup)
	s.untilCard(t, fakewhatsapp.ChatGroup, contract.ChatGroup, "")
	s.searchFor(t, "ella@example.test")
	must(t, s.Sidebar.Click("#link-found-"+s.record(t, "Ella Nonumber").ID))
	s.untilCard(t, fakewhatsapp.ChatGroup, contract.ChatLinked, "")
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, "#saved-until time")

	said := func(text string) int {
		t.Helper()
		return strings.Count(strings.Join(s.noteTexts(t, "Ella Nonumber"), "\n"), text)
	}
	for i, act := range []struct {
		fold, button string
		state        contract.ChatState
		kept         bool
	}{
		{"more", "#pause-chat", contract.ChatPaused, false},
		{"", "#resume-chat", contract.ChatLinked, true},
		{"more", "#unlink-chat", contract.ChatUnlinked, false},
		{"", "#relink-chat", contract.ChatLinked, true},
		{"more", "#exclude-chat", contract.ChatExcluded, false},
	} {
		if act.fold != "" {
			s.unfold(t, act.fold)
		}
		must(t, s.Sidebar.Click(act.button))
		s.untilCard(t, fakewhatsapp.ChatGroup, act.state, "")
		text := fmt.Sprintf("Said while it was %s, number %d.", act.state, i)
		s.sayInGroup(t, inTheGroup, fakewhatsapp.Msg{Body: text, NotifyName: "Inês"})
		must(t, s.Cycle(t.Context()))
		if n := said(text); (n == 1) != act.kept || n > 1 {
			t.Errorf("after %s the message stands %d times in the notes", act.button, n)
		}
	}
	// Allowed again, it is what it was before.
	must(t, s.Sidebar.Click("#allow-chat"))
	s.untilCard(t, fakewhatsapp.ChatGroup, contract.ChatUnlinked, "")
}
