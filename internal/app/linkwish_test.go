package app_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// answer sends a request and decodes what it is answered with.
func answer[T any](s *stage, kind contract.Kind, data any) T {
	s.t.Helper()
	var out T
	reply, _ := s.ask(kind, data)
	if reply.Error != nil {
		s.t.Fatalf("%s: %+v", kind, *reply.Error)
	}
	if err := json.Unmarshal(reply.OK, &out); err != nil {
		s.t.Fatal(err)
	}
	return out
}

// TestUnlinkStaysUnlinked: what the user has unlinked is linked again by nothing
// but the user, and then goes on in the same notes.
func TestUnlinkStaysUnlinked(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.do(contract.KindPanelUnlink, contract.UnlinkChat{Chat: adaJID})
	card := s.wantCard(adaJID, contract.ChatUnlinked)
	if card.Former == nil || card.Former.ID != s.ada() || card.Record != nil || card.Sync != nil {
		t.Errorf("card %+v", card)
	}
	s.whatsApp.say(adaJID, s.now(0), false, "not for Zoho")
	for range 3 {
		s.refreshed()
	}
	s.restartBrowser()
	s.nextTick()
	s.openChat(adaJID)
	s.wantCard(adaJID, contract.ChatUnlinked)
	s.wantLines(s.ada(), "Good morning")
	if s.people()[adaJID].State != contract.ChatUnlinked {
		t.Errorf("the list says %+v", s.people()[adaJID])
	}

	// Who looks again is shown the record, and it is not linked by itself.
	s.do(contract.KindPanelLookAgain, contract.ChatRef{Chat: adaJID})
	if card := s.wantCard(adaJID, contract.ChatChoose); card.Why != contract.WhyDeclined || len(card.Candidates) != 1 {
		t.Errorf("%s, candidates %+v", card.Why, card.Candidates)
	}
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: s.ada()})
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "not for Zoho")
	s.wantTitlesOnce()
}

// TestUndoUnlink: the link comes back as it was.
func TestUndoUnlink(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	before := s.card(adaJID).Record
	s.do(contract.KindPanelUnlink, contract.UnlinkChat{Chat: adaJID})
	s.whatsApp.say(adaJID, s.now(0), false, "meanwhile")
	s.nextTick()
	s.do(contract.KindPanelRelink, contract.ChatRef{Chat: adaJID})
	if card := s.wantCard(adaJID, contract.ChatLinked); !reflect.DeepEqual(card.Record, before) {
		t.Errorf("record %+v, before %+v", card.Record, before)
	}
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "meanwhile")
	if notes := s.zoho.NotesOf(s.ada()); len(notes) != 1 {
		t.Errorf("%d notes", len(notes))
	}
	s.refused(contract.KindPanelRelink, contract.ChatRef{Chat: adaJID}, contract.CodeConflict, "")
}

// TestOtherRecord: a chat that was linked to the wrong record is linked to another
// one. The whole conversation goes there, and the wrong record's notes are not
// touched any more.
func TestOtherRecord(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.nextTick()
	right, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Right", "Email": "right@example.com"})
	must(t, err)
	wrong := s.zoho.NotesOf(s.ada())[0]
	s.zoho.ReleaseIndex()
	found := answer[contract.FoundRecords](s, contract.KindPanelSearch, contract.SearchRecords{Text: "right@example.com"})
	if len(found.Records) != 1 || found.Records[0].ID != right || found.Records[0].Detail != "right@example.com" {
		t.Fatalf("found %+v", found)
	}
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: right})
	card := s.wantCard(adaJID, contract.ChatLinked)
	if card.Record.ID != right || card.Record.Origin != contract.LinkedByChoice || card.Fill == nil || card.Fill.Phone != "+14155550132" {
		t.Fatalf("record %+v, fill %+v", card.Record, card.Fill)
	}
	s.whatsApp.say(adaJID, s.now(0), false, "to the right one")
	for range 3 {
		s.nextTick()
	}
	s.wantLines(right, "Good morning", "to the right one")
	if notes := s.zoho.NotesOf(s.ada()); len(notes) != 1 || notes[0].Content != wrong.Content || notes[0].ModifiedTime != wrong.ModifiedTime {
		t.Errorf("the wrong record's notes %+v, were %+v", notes, wrong)
	}

	// And back: nothing is written twice.
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: s.ada()})
	for range 3 {
		s.nextTick()
	}
	s.wantLines(s.ada(), "Good morning", "to the right one")
	if notes := s.zoho.NotesOf(s.ada()); len(notes) != 1 {
		t.Errorf("%d notes", len(notes))
	}
}

// TestNeverForThisChat: an excluded chat is neither looked up nor linked nor read,
// until it is allowed again.
func TestNeverForThisChat(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.do(contract.KindPanelExclude, contract.ExcludeChat{Chat: adaJID, Excluded: true})
	s.wantCard(adaJID, contract.ChatExcluded)
	asked := s.whatsApp.askedOf(adaJID)
	s.whatsApp.say(adaJID, s.now(0), false, "private")
	s.zoho.ResetCalls()
	s.nextTick()
	s.openChat(adaJID)
	s.do(contract.KindPanelLookAgain, contract.ChatRef{Chat: adaJID})
	s.wantCard(adaJID, contract.ChatExcluded)
	s.wantCalls()
	if n := s.whatsApp.askedOf(adaJID); n != asked {
		t.Errorf("it was read %d times more", n-asked)
	}
	s.refused(contract.KindPanelCreateContact, contract.CreateContact{Chat: adaJID, LastName: "x"}, contract.CodeConflict, "")
	s.do(contract.KindPanelExclude, contract.ExcludeChat{Chat: adaJID})
	s.do(contract.KindPanelLookAgain, contract.ChatRef{Chat: adaJID})
	s.wantCard(adaJID, contract.ChatChoose)
}

// TestLinkAll: the chats of the list are linked by one click; what is not offered
// any more is counted as refused.
func TestLinkAll(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := s.selfClient()
	in.Linking = contract.LinkAsk
	s.do(contract.KindOptionsSelfClient, in)
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada"})
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora"})
	s.whatsApp.add(contract.ChatRow{Chat: "120363000000000001@g.us", Title: "Group"})
	s.tick()
	people := s.people()
	if row := people[adaJID]; row.State != contract.ChatChoose || len(row.Offers) != 1 || row.Offers[0].Reason != contract.MatchNational {
		t.Fatalf("the list says %+v", row)
	}
	if people[newJID].State != contract.ChatNotInZoho || people["120363000000000001@g.us"].State != contract.ChatGroup {
		t.Fatalf("the list says %+v", people)
	}
	done := answer[contract.LinkedChats](s, contract.KindPanelLinkAll, contract.LinkChats{Links: []contract.LinkChat{
		{Chat: adaJID, Module: contract.ModuleContacts, RecordID: s.ada()},
		{Chat: newJID, Module: contract.ModuleContacts, RecordID: s.ada()},
		{Chat: "12025550123@c.us", Module: contract.ModuleContacts, RecordID: s.ada()},
	}})
	if done.Linked != 1 || done.Refused != 2 {
		t.Errorf("%+v", done)
	}
	s.wantCard(adaJID, contract.ChatLinked)
	if s.people()[adaJID].State != contract.ChatLinked {
		t.Errorf("the list says %+v", s.people()[adaJID])
	}
	s.refused(contract.KindPanelLinkAll, contract.LinkChats{Links: make([]contract.LinkChat, 201)}, contract.CodeInvalid, "")
}

// TestFillNumber: the number goes to an empty field, and to nothing else; what
// somebody writes there meanwhile stays.
func TestFillNumber(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		meanwhile func(s *stage, id string)
		problem   contract.ProblemCode
		mobile    string
	}{
		"empty": {func(*stage, string) {}, "", "+14155550132"},
		"reply lost": {func(s *stage, _ string) {
			s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpContactsUpdate, Kind: fakezoho.FaultReplyLost})
		}, "", "+14155550132"},
		"filled meanwhile": {func(s *stage, id string) { s.setContact(id, fakezoho.Fields{"Mobile": "+44 20 7946 0000"}) },
			contract.ProblemFieldFilled, "+44 20 7946 0000"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			id, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Bare", "Phone": "+44 20 7946 0001"})
			must(t, err)
			s.do(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: id})
			card := s.card(adaJID)
			if card.Fill == nil || len(card.Fill.Fields) == 0 || card.Fill.Fields[0].Name != "Mobile" {
				t.Fatalf("fill %+v", card.Fill)
			}
			for _, f := range card.Fill.Fields {
				if f.Name == "Phone" {
					t.Error("a field that holds a number is offered")
				}
			}
			test.meanwhile(s, id)
			if test.problem == "" {
				s.do(contract.KindPanelFill, contract.FillNumber{Chat: adaJID, Field: "Mobile"})
				if card := s.card(adaJID); card.Fill != nil {
					t.Errorf("it is offered again: %+v", card.Fill)
				}
			} else {
				s.refused(contract.KindPanelFill, contract.FillNumber{Chat: adaJID, Field: "Mobile"}, contract.CodeConflict, test.problem)
			}
			record, _ := s.zoho.Record(id)
			if record.Fields["Mobile"] != test.mobile || record.Fields["Phone"] != "+44 20 7946 0001" || record.Fields["Last_Name"] != "Bare" {
				t.Errorf("record %+v", record.Fields)
			}
			s.refused(contract.KindPanelFill, contract.FillNumber{Chat: adaJID, Field: "Phone"}, contract.CodeConflict, "")
		})
	}
}

// TestSearchByHand: by name, number and address, with what cannot be searched
// refused before Zoho is asked.
func TestSearchByHand(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.connect()
	s.zoho.ReleaseIndex()
	for text, want := range map[string]int{
		"Ada": 1, "(415) 555-0132": 1, "0132": 1, "nobody at all": 0,
		// As it is pasted from elsewhere.
		"\u202a+1\u00a0(415) 555\u20110132\u202c": 1, "\uff10\uff11\uff13\uff12": 1, "\u0660\u0661\u0663\u0662": 1,
	} {
		if found := answer[contract.FoundRecords](s, contract.KindPanelSearch, contract.SearchRecords{Text: text}); len(found.Records) != want {
			t.Errorf("%q: %+v", text, found.Records)
		}
	}
	s.zoho.ResetCalls()
	for _, text := range []string{"", "a", " x ", string(make([]byte, 101))} {
		s.refused(contract.KindPanelSearch, contract.SearchRecords{Text: text}, contract.CodeInvalid, "")
	}
	s.wantCalls()
}

// TestTwoNumbersOfOnePerson: a record with two numbers has two chats, each with
// notes of its own, and either can be unlinked by itself.
func TestTwoNumbersOfOnePerson(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Two", "Mobile": newNum, "Home_Phone": "(415) 555-0161"})
	must(t, err)
	const home = "14155550161@c.us"
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Mobile"})
	s.whatsApp.add(contract.ChatRow{Chat: home, Title: "Home"})
	s.whatsApp.say(newJID, s.now(-60), false, "from the mobile")
	s.whatsApp.say(home, s.now(-30), false, "from home")
	s.indexed()
	s.nextTick()
	for _, jid := range []string{newJID, home} {
		if card := s.wantCard(jid, contract.ChatLinked); card.Record.ID != id {
			t.Errorf("%s is linked to %+v", jid, card.Record)
		}
	}
	if notes := s.zoho.NotesOf(id); len(notes) != 2 {
		t.Errorf("%d notes", len(notes))
	}
	s.do(contract.KindPanelUnlink, contract.UnlinkChat{Chat: home})
	s.whatsApp.say(newJID, s.now(0), false, "again")
	s.whatsApp.say(home, s.now(0), false, "not saved")
	s.nextTick()
	s.wantLines(id, "from the mobile", "again", "from home")
}

// TestCorrectedLinkWhoseRecordIsMerged: a wrong link is corrected, and before the
// next cycle the right record is merged into another one. The wrong record's notes
// stay as they are.
func TestCorrectedLinkWhoseRecordIsMerged(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.nextTick()
	wrong := s.zoho.NotesOf(s.ada())[0]
	right, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Right"})
	must(t, err)
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: right})
	must(t, s.zoho.DeleteContact(s.ada()))
	keep, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Keep", "Mobile": "+14155550132"})
	must(t, err)
	must(t, s.zoho.MergeRecords(keep, right))
	s.whatsApp.say(adaJID, s.now(0), false, "after the merge")
	s.refreshed()
	s.nextTick()
	if card := s.wantCard(adaJID, contract.ChatLinked); card.Record.ID != keep || card.Record.Origin != contract.LinkedByMerge {
		t.Fatalf("record %+v", card.Record)
	}
	s.wantLines(keep, "Good morning", "after the merge")
	for _, n := range s.zoho.Notes() {
		if n.ID == wrong.ID && n.Content != wrong.Content {
			t.Errorf("the wrong record's note was changed: %q", n.Content)
		}
	}
}
