package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

const (
	// harbourJID is a group; tomasLID and inesLID write in it.
	harbourJID = "120363025550000001@g.us"
	tomasLID   = "265519003874410@lid"
	inesLID    = "231117745520983@lid"
)

// sayAs puts a text of one of its members into a group at a time in Unix seconds.
// Without a name the member is somebody whose number WhatsApp hides.
func (w *whatsApp) sayAs(group, author, name string, t int64, text string) string {
	id := w.say(group, t, false, text)
	w.edit(group, id, func(m *contract.MessageRecord) {
		m.Key += "_" + author
		m.Sender, m.SenderName = author, name
	})
	return id
}

// harbour connects with a group in the list, in which three messages were written.
func (s *stage) harbour(change ...func(*contract.ChatRow)) {
	s.t.Helper()
	row := contract.ChatRow{Chat: harbourJID, Title: "Harbour project"}
	for _, f := range change {
		f(&row)
	}
	s.whatsApp.add(row)
	s.whatsApp.sayAs(harbourJID, tomasLID, "Tomás Vidal", s.now(-300), "The quay is measured")
	s.whatsApp.sayAs(harbourJID, inesLID, "", s.now(-240), "Great news")
	s.whatsApp.say(harbourJID, s.now(-180), true, "I order the boards")
	s.connect()
}

// harbourLines are the lines of the notes about the messages of [stage.harbour].
var harbourLines = []string{"Tomás Vidal: The quay is measured", "Unknown: Great news", "Olive: I order the boards"}

// linkHarbour links the group to Ada's record by hand, and saves it.
func (s *stage) linkHarbour() {
	s.t.Helper()
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: harbourJID, Module: contract.ModuleContacts, RecordID: s.ada()})
	s.tick()
	s.tick()
}

// wantSaid checks that the notes of a record have these lines, names included, each
// once, and the digits of no LID.
func (s *stage) wantSaid(record string, want ...string) {
	s.t.Helper()
	lines := s.lines(record)
	for i := range lines {
		lines[i] = lines[i][len("15:04 "):]
	}
	if !slices.Equal(lines, want) {
		s.t.Fatalf("the notes say\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	s.wantTitlesOnce()
	for _, n := range s.zoho.NotesOf(record) {
		for _, lid := range []string{tomasLID, inesLID} {
			if strings.Contains(n.Title+n.Content, strings.TrimSuffix(lid, "@lid")) {
				s.t.Errorf("a note shows the digits of a LID:\n%s", n.Content)
			}
		}
	}
}

// TestGroupByHandOnly: a group is neither looked up nor offered nor linked by
// itself, however the user wants chats to be linked, and nothing of it is read. A
// person's choice alone links it.
func TestGroupByHandOnly(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: "120363025550000009@g.us", Title: "Another group"})
	s.whatsApp.sayAs("120363025550000009@g.us", inesLID, "Inês", s.now(-100), "not for the CRM")
	s.harbour()
	s.tick()
	s.zoho.ResetCalls()
	s.openChat(harbourJID)
	card := s.wantCard(harbourJID, contract.ChatGroup)
	if card.Create != nil || len(card.Candidates)+len(card.Aside) > 0 || card.Why != "" || card.Phone != "" {
		t.Errorf("the card offers %+v", card)
	}
	if row := s.people()[harbourJID]; row.State != contract.ChatGroup || len(row.Offers) > 0 {
		t.Errorf("the list says %+v", row)
	}
	one := contract.LinkChat{Chat: harbourJID, Module: contract.ModuleContacts, RecordID: s.ada()}
	if done := answer[contract.LinkedChats](s, contract.KindPanelLinkAll, contract.LinkChats{Links: []contract.LinkChat{one}}); done.Linked != 0 || done.Refused != 1 {
		t.Errorf("in bulk: %+v", done)
	}
	s.refused(contract.KindPanelCreateContact, contract.CreateContact{Chat: harbourJID, LastName: "x"}, contract.CodeConflict, "")
	s.do(contract.KindPanelLookAgain, contract.ChatRef{Chat: harbourJID})
	s.nextTick()
	s.wantCard(harbourJID, contract.ChatGroup)
	s.wantCalls()
	if n := s.whatsApp.askedOf(harbourJID); n != 0 {
		t.Errorf("the group was read %d times", n)
	}

	// The record is read once, so that nothing is linked to what is not there.
	s.do(contract.KindPanelLink, one)
	s.wantCalls(fakezoho.OpContactsGet)
	card = s.wantCard(harbourJID, contract.ChatLinked)
	if card.Record == nil || card.Record.ID != s.ada() || card.Record.Origin != contract.LinkedByChoice || card.Fill != nil {
		t.Errorf("linked to %+v, to be filled %+v", card.Record, card.Fill)
	}
	s.tick()
	s.tick()
	s.wantSaid(s.ada(), harbourLines...)
	if notes := s.zoho.NotesOf(s.ada()); len(notes) != 1 || !strings.HasPrefix(notes[0].Content, "WhatsApp chat with Harbour project · ") {
		t.Errorf("the notes are %+v", notes)
	}
	if row := s.people()[harbourJID]; row.State != contract.ChatLinked || row.Record == nil || row.Record.ID != s.ada() {
		t.Errorf("the list says %+v", row)
	}
	if n := s.whatsApp.askedOf("120363025550000009@g.us"); n != 0 {
		t.Errorf("the group that is not linked was read %d times", n)
	}
}

// TestGroupWishes: a linked group is paused, unlinked, linked again and left out for
// good like any chat, and nothing is written twice by it.
func TestGroupWishes(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.harbour()
	s.linkHarbour()
	s.do(contract.KindPanelPause, contract.PauseChat{Chat: harbourJID, Paused: true})
	s.whatsApp.sayAs(harbourJID, inesLID, "", s.now(0), "while it rests")
	s.nextTick()
	s.wantCard(harbourJID, contract.ChatPaused)
	s.wantSaid(s.ada(), harbourLines...)
	s.do(contract.KindPanelPause, contract.PauseChat{Chat: harbourJID})
	s.nextTick()
	said := append(slices.Clone(harbourLines), "Unknown: while it rests")
	s.wantSaid(s.ada(), said...)

	s.do(contract.KindPanelUnlink, contract.UnlinkChat{Chat: harbourJID})
	if card := s.wantCard(harbourJID, contract.ChatUnlinked); card.Former == nil || card.Former.ID != s.ada() {
		t.Errorf("it was linked to %+v", card.Former)
	}
	asked := s.whatsApp.askedOf(harbourJID)
	s.whatsApp.sayAs(harbourJID, tomasLID, "Tomás Vidal", s.now(0), "after that")
	s.nextTick()
	if n := s.whatsApp.askedOf(harbourJID); n != asked {
		t.Errorf("it was read %d times although it is unlinked", n-asked)
	}
	s.do(contract.KindPanelRelink, contract.ChatRef{Chat: harbourJID})
	s.nextTick()
	s.nextTick()
	said = append(said, "Tomás Vidal: after that")
	s.wantSaid(s.ada(), said...)

	s.do(contract.KindPanelExclude, contract.ExcludeChat{Chat: harbourJID, Excluded: true})
	s.wantCard(harbourJID, contract.ChatExcluded)
	s.whatsApp.sayAs(harbourJID, tomasLID, "Tomás Vidal", s.now(0), "for nobody")
	s.nextTick()
	s.wantSaid(s.ada(), said...)
}

// TestGroupWhoseRecordIsGone: the loss is told, and the group can be linked to
// another record by hand; nobody's number leads to one.
func TestGroupWhoseRecordIsGone(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.harbour()
	s.linkHarbour()
	if err := s.zoho.DeleteContact(s.ada()); err != nil {
		t.Fatal(err)
	}
	s.whatsApp.sayAs(harbourJID, inesLID, "Inês", s.now(0), "to nobody")
	s.nextTick()
	s.wantCard(harbourJID, contract.ChatRecordGone)
	s.do(contract.KindPanelLookAgain, contract.ChatRef{Chat: harbourJID})
	s.wantCard(harbourJID, contract.ChatGroup)
	other := s.world.Contacts["Ella Nonumber"]
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: harbourJID, Module: contract.ModuleContacts, RecordID: other})
	s.nextTick()
	s.nextTick()
	s.wantSaid(other, append(slices.Clone(harbourLines), "Inês: to nobody")...)
}

// TestGroupsThatCannotBeLinked: a community, the group of its announcements and a
// group under advanced chat privacy cannot be linked by hand either.
func TestGroupsThatCannotBeLinked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*contract.ChatRow)
		state  contract.ChatState
	}{
		"community":             {func(r *contract.ChatRow) { r.Community, r.Announcement = true, true }, contract.ChatCommunity},
		"announcements":         {func(r *contract.ChatRow) { r.Announcement = true }, contract.ChatCommunity},
		"advanced chat privacy": {func(r *contract.ChatRow) { r.LimitSharing = true }, contract.ChatProtected},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.harbour(test.change)
			s.openChat(harbourJID)
			s.wantCard(harbourJID, test.state)
			s.refused(contract.KindPanelLink, contract.LinkChat{Chat: harbourJID, Module: contract.ModuleContacts, RecordID: s.ada()}, contract.CodeConflict, "")
			s.tick()
			s.wantCard(harbourJID, test.state)
			if n := s.whatsApp.askedOf(harbourJID); n != 0 || len(s.zoho.Notes()) > 0 {
				t.Errorf("it was read %d times, notes %+v", n, s.zoho.Notes())
			}
		})
	}
}

// TestPrivacyHoldsInGroups: what somebody sent to be seen once, or to disappear, is
// told of without its words, and a group that comes under advanced chat privacy is
// not read while it is.
func TestPrivacyHoldsInGroups(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.harbour()
	for why, text := range map[string]string{"view_once": "seen once", "disappearing": "gone tomorrow"} {
		id := s.whatsApp.sayAs(harbourJID, inesLID, "Inês", s.now(-60), text)
		s.whatsApp.edit(harbourJID, id, func(m *contract.MessageRecord) { m.Withheld = why })
	}
	s.linkHarbour()
	if lines := s.lines(s.ada()); len(lines) != len(harbourLines)+2 {
		t.Fatalf("the notes say\n%s", strings.Join(lines, "\n"))
	}
	s.wantNoNote("seen once")
	s.wantNoNote("gone tomorrow")

	limit := func(on bool) { s.whatsApp.change(harbourJID, func(c *chat) { c.row.LimitSharing = on }) }
	limit(true)
	s.whatsApp.sayAs(harbourJID, inesLID, "Inês", s.now(0), "under privacy")
	asked := s.whatsApp.askedOf(harbourJID)
	s.nextTick()
	s.wantCard(harbourJID, contract.ChatProtected)
	if n := s.whatsApp.askedOf(harbourJID); n != asked {
		t.Errorf("it was read %d times although it is protected", n-asked)
	}
	s.wantNoNote("under privacy")
	limit(false)
	s.nextTick()
	s.wantCard(harbourJID, contract.ChatLinked)
	s.wantNote("under privacy")
}

// TestBusyGroup: a group with thousands of messages is read by the pages and the
// bounds of every chat, over several cycles, and each message is saved once.
func TestBusyGroup(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.harbour()
	const many = 2300
	var want []string
	for i := range many {
		// One a second: several days of it would be read as well.
		text := fmt.Sprintf("message %04d", i)
		s.whatsApp.sayAs(harbourJID, tomasLID, "Tomás Vidal", s.now(-170)-many+int64(i), text)
		want = append(want, text)
	}
	s.whatsApp.change(harbourJID, func(c *chat) {
		slices.SortStableFunc(c.messages, func(a, b contract.MessageRecord) int { return int(a.T - b.T) })
	})
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: harbourJID, Module: contract.ModuleContacts, RecordID: s.ada()})
	s.tick()
	if n := s.whatsApp.askedOf(harbourJID); n > 60 {
		t.Errorf("one cycle has asked for %d pages", n)
	}
	for range 8 {
		s.nextTick()
	}
	all := strings.Join(s.lines(s.ada()), "\n") + "\n"
	for _, text := range want {
		if n := strings.Count(all, ": "+text+"\n"); n != 1 {
			t.Fatalf("%q stands %d times in the notes", text, n)
		}
	}
	if card := s.wantCard(harbourJID, contract.ChatLinked); card.Sync == nil || card.Sync.Waiting != 0 || card.Sync.SyncedAt == 0 {
		t.Errorf("the card says %+v", card.Sync)
	}
	s.wantTitlesOnce()
}

// TestGroupHistory: an older conversation of a group is read on demand.
func TestGroupHistory(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: harbourJID, Title: "Harbour project"})
	s.whatsApp.sayAs(harbourJID, inesLID, "Inês", s.now(-20*aDay), "from the beginning")
	s.whatsApp.sayAs(harbourJID, tomasLID, "Tomás Vidal", s.now(-60), "of today")
	s.connect()
	s.linkHarbour()
	s.wantSaid(s.ada(), "Tomás Vidal: of today")
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: harbourJID, From: 0})
	for range 4 {
		s.nextTick()
	}
	s.wantSaid(s.ada(), "Inês: from the beginning", "Tomás Vidal: of today")
}
