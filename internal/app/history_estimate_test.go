package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

func (s *stage) estimateAll(from int64) contract.HistoryEstimate {
	s.t.Helper()
	return answer[contract.HistoryEstimate](s, contract.KindOptionsEstimate, contract.AllHistory{From: from})
}

func (s *stage) estimateOf(jid string, from int64) contract.HistoryEstimate {
	s.t.Helper()
	return answer[contract.HistoryEstimate](s, contract.KindPanelEstimate, contract.ReadHistory{Chat: jid, From: from})
}

// noteCredits is what the calls about notes have cost.
func (s *stage) noteCredits() (credits int) {
	for _, c := range s.zoho.Calls() {
		switch c.Op {
		case fakezoho.OpNotesCreate, fakezoho.OpNotesUpdate, fakezoho.OpNotesGet, fakezoho.OpNotesRelated:
			credits += c.Credits
		}
	}
	return credits
}

// held is how many messages stand in how many notes of some records.
func (s *stage) held(records ...string) (lines, notes int) {
	for _, record := range records {
		lines += len(s.lines(record))
		notes += len(s.zoho.NotesOf(record))
	}
	return lines, notes
}

// cameTrue lets what was ordered be read, and compares it with its estimate: no
// number may be off by more than a tenth.
func (s *stage) cameTrue(what string, said contract.HistoryEstimate, cycles int, order func(), records ...string) {
	s.t.Helper()
	s.zoho.ResetCalls()
	lines, notes := s.held(records...)
	order()
	for range cycles {
		s.nextTick()
	}
	linesNow, notesNow := s.held(records...)
	for _, n := range []struct {
		name      string
		said, was int
	}{{"messages", said.Messages, linesNow - lines}, {"notes", said.Notes, notesNow - notes}, {"credits", said.Credits, s.noteCredits()}} {
		if off := n.said - n.was; off*10 > n.was || -off*10 > n.was {
			s.t.Errorf("%s: %d %s were estimated, %d it was", what, n.said, n.name, n.was)
		}
	}
	if linesNow == lines {
		s.t.Errorf("%s: nothing came", what)
	}
}

func TestEstimateOfAllChatsComesTrue(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	records, _ := s.oldChats(400)
	var all []string
	for _, record := range records {
		all = append(all, record)
	}
	s.zoho.ResetCalls()
	asked := s.whatsApp.askedOf("12125550140@c.us")
	if got := s.estimateAll(s.now(-aDay)); got != (contract.HistoryEstimate{}) || s.whatsApp.counts > 0 {
		t.Errorf("what is saved already: %+v", got)
	}
	from := s.now(-33 * aDay)
	said := s.estimateAll(from)
	if said.Chats != 3 || said.Measured != 3 || said.Counted != 3 || said.Messages != 3*116 {
		t.Errorf("a month: %+v", said)
	}
	s.wantCalls()
	if n := s.whatsApp.askedOf("12125550140@c.us"); n != asked {
		t.Error("a chat was read for an estimate")
	}
	s.cameTrue("a month", said, 4, func() { s.do(contract.KindOptionsReadAll, contract.AllHistory{From: from}) }, all...)
	// A note that was just written is not read before it is written anew, later it is.
	s.clock.advance(2 * time.Hour)
	// What is saved by now is not counted again.
	said = s.estimateAll(0)
	if said.Messages != 3*(400-116) {
		t.Errorf("to the start: %+v", said)
	}
	s.cameTrue("to the start", said, 5, func() { s.do(contract.KindOptionsReadAll, contract.AllHistory{}) }, all...)
	if said = s.estimateAll(0); said.Messages != 0 || said.Notes != 0 || said.Credits != 0 || said.Counted != 3 {
		t.Errorf("with everything saved: %+v", said)
	}
	s.refused(contract.KindOptionsEstimate, contract.AllHistory{From: -1}, contract.CodeInvalid, "")
	s.refused(contract.KindOptionsReadAll, contract.AllHistory{From: s.clock.Now().Add(time.Hour).Unix()}, contract.CodeInvalid, "")
}

func TestEstimateOfOneChatComesTrue(t *testing.T) {
	t.Parallel()
	for name, back := range map[string]int64{"a week": 7 * aDay, "a month": 30 * aDay, "to the start": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.oldChat(300)
			var from int64
			if back > 0 {
				from = s.now(-back)
			}
			said := s.estimateOf(adaJID, from)
			if said.Chats != 1 || said.Counted != 1 || said.Measured != 1 {
				t.Errorf("estimate %+v", said)
			}
			s.cameTrue(name, said, 4, func() { s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: from}) }, s.ada())
		})
	}
}

// A day that was saved in part gets its note written anew, for one note and a look
// at it, and a chat that is too long for one cycle is looked at in each.
func TestEstimateOfALongChatComesTrue(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	const perDay, days = 110, 60
	for i := range perDay * days {
		s.whatsApp.say(adaJID, s.now(-3*aDay-60-int64(perDay*days-1-i)*aDay/perDay), i%3 == 0, fmt.Sprintf("long ago %04d", i))
	}
	s.whatsApp.say(adaJID, s.now(-3*aDay+60), false, "The first that is saved")
	s.connect()
	s.tick()
	s.wantLines(s.ada(), "The first that is saved")
	s.clock.advance(2 * time.Hour)
	s.tick()
	s.cameTrue("a long chat", s.estimateOf(adaJID, 0), 4, func() { s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID}) }, s.ada())
}

// A day with more messages than one note takes has several.
func TestEstimateOfFullDays(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	const perDay, days = 1000, 3
	for day := range days {
		for i := range perDay {
			s.whatsApp.say(adaJID, s.now(-int64(20-day)*aDay+int64(i)), false, fmt.Sprintf("Something of the length that people write %04d", i))
		}
	}
	s.whatsApp.say(adaJID, s.now(-60), false, "Good morning")
	s.connect()
	s.tick()
	said := s.estimateOf(adaJID, 0)
	if said.Messages != perDay*days || said.Notes <= days {
		t.Errorf("estimate %+v", said)
	}
	s.cameTrue("full days", said, 3, func() { s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID}) }, s.ada())
}

func TestEstimateLeavesPrivateMessagesOut(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.oldChat(8)
	for i, change := range []func(*contract.MessageRecord){
		func(m *contract.MessageRecord) { m.Withheld, m.Text = "view_once", "" },
		func(m *contract.MessageRecord) { m.Withheld, m.Text = "disappearing", "" },
		func(m *contract.MessageRecord) { m.Type, m.Text = "protocol", "" },
	} {
		s.whatsApp.change(adaJID, func(c *chat) { change(&c.messages[i]) })
	}
	if said := s.estimateOf(adaJID, 0); said.Messages != 5 || said.Notes != 3 {
		t.Errorf("estimate %+v", said)
	}
}

// Where WhatsApp's database cannot be read, the days that are saved are all there
// is to judge by, and of everything back to the start nothing can be told.
func TestEstimateWithoutDatabase(t *testing.T) {
	t.Parallel()
	for name, break_ := range map[string]func(*whatsApp){
		"no tab":              func(w *whatsApp) { w.tabs = nil },
		"signed out":          func(w *whatsApp) { w.session = contract.SessionSignedOut },
		"no answer":           func(w *whatsApp) { w.noBridge = true },
		"no database":         func(w *whatsApp) { w.database = contract.DatabaseMissing },
		"an upgrade":          func(w *whatsApp) { w.database = contract.DatabaseBusy },
		"another one":         func(w *whatsApp) { w.database = contract.DatabaseUnknown },
		"rows and rows":       func(w *whatsApp) { w.lookedAt = 1 },
		"an answer of others": func(w *whatsApp) { w.database = "fine" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.oldChats(80)
			const jid = "12125550140@c.us"
			s.whatsApp.set(break_)
			if got := s.estimateAll(0); got != (contract.HistoryEstimate{Chats: 3}) {
				t.Errorf("to the start: %+v", got)
			}
			if got := s.estimateOf(jid, 0); got != (contract.HistoryEstimate{Chats: 1}) {
				t.Errorf("to the start of one: %+v", got)
			}
			// Two messages in three days, each with its note, were saved of every chat.
			got := s.estimateAll(s.now(-33 * aDay))
			if got.Chats != 3 || got.Measured != 3 || got.Counted != 0 || got.Messages < 55 || got.Messages > 65 || got.Notes < 55 || got.Notes > 65 {
				t.Errorf("a month: %+v", got)
			}
			one := s.estimateOf(jid, s.now(-33*aDay))
			if one.Chats != 1 || one.Measured != 1 || one.Counted != 0 || one.Messages < 18 || one.Messages > 22 {
				t.Errorf("a month of one: %+v", one)
			}
		})
	}
}

// The chats beyond the first sixty are taken to be like those, and so is one that
// WhatsApp does not list.
func TestEstimateOfManyChats(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	const chats, each = 70, 10
	for i := range chats {
		jid := fmt.Sprintf("1212555%04d@c.us", 1000+i)
		if _, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": fmt.Sprintf("Customer %d", i), "Mobile": fmt.Sprintf("+1212555%04d", 1000+i)}); err != nil {
			t.Fatal(err)
		}
		s.whatsApp.add(contract.ChatRow{Chat: jid, Title: fmt.Sprintf("Customer %d", i)})
		for k := range each {
			s.whatsApp.say(jid, s.now(-int64(4+each-k)*aDay), false, fmt.Sprintf("old %d", k))
		}
		s.whatsApp.say(jid, s.now(-60), false, "new")
	}
	s.connect()
	for range 4 {
		s.nextTick()
	}
	said := s.estimateAll(0)
	want := contract.HistoryEstimate{Chats: chats, Measured: chats, Counted: 60, Messages: chats * each, Notes: chats * each, Credits: said.Credits}
	if said != want || s.whatsApp.counts != 60 {
		t.Errorf("estimate %+v after %d counts, want %+v", said, s.whatsApp.counts, want)
	}
	if credits := chats*2 + chats*each/10; said.Credits < credits || said.Credits > credits+credits/10 {
		t.Errorf("%d credits, want about %d", said.Credits, credits)
	}
	// Time is short: each chat takes a second.
	s.whatsApp.counts = 0
	s.whatsApp.before = func(q contract.PageQuestion) {
		if q.Op == contract.OpHistoryCount {
			s.clock.advance(time.Second)
		}
	}
	if said = s.estimateAll(0); said.Measured != chats || said.Counted < 10 || said.Counted > 20 || said.Messages != chats*each {
		t.Errorf("in a hurry: %+v", said)
	}
}

// Of a chat with more rows than are counted in one go, the rest goes in by its
// number, and back to a day only as far as that day.
func TestEstimateOfMoreThanIsCounted(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.oldChat(400)
	s.whatsApp.set(func(w *whatsApp) { w.lookedAt = 101 })
	if said := s.estimateOf(adaJID, 0); said.Counted != 1 || said.Messages != 400 || said.Notes < 95 || said.Notes > 105 {
		t.Errorf("to the start: %+v", said)
	}
	if said := s.estimateOf(adaJID, s.now(-54*aDay)); said.Messages < 190 || said.Messages > 210 {
		t.Errorf("fifty days: %+v", said)
	}
}

func TestEstimateOfAChatThatIsNotBackedUp(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Somebody"})
	s.refused(contract.KindPanelEstimate, contract.ReadHistory{Chat: newJID}, contract.CodeConflict, "")
	s.refused(contract.KindPanelEstimate, contract.ReadHistory{Chat: "12125559999@c.us"}, contract.CodeConflict, "")
	s.refused(contract.KindPanelEstimate, contract.ReadHistory{Chat: adaJID, From: -1}, contract.CodeInvalid, "")
	s.do(contract.KindPanelPause, contract.PauseChat{Chat: adaJID, Paused: true})
	s.refused(contract.KindPanelEstimate, contract.ReadHistory{Chat: adaJID}, contract.CodeConflict, "")
	if s.whatsApp.counts > 0 {
		t.Error("a chat that is not backed up was counted")
	}
}

// A chat that has moved to another id, or whose tab loses WhatsApp in between, is
// told of as far as can be.
func TestEstimateWhileThingsMove(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.oldChat(40)
	s.whatsApp.migrate(adaJID, "111222333444555@lid")
	if said := s.estimateOf("111222333444555@lid", 0); said.Counted != 1 || said.Messages != 40 {
		t.Errorf("after the move: %+v", said)
	}
	s.whatsApp.before = func(q contract.PageQuestion) {
		if q.Op == contract.OpHistoryCount {
			s.whatsApp.before = nil
			s.whatsApp.set(func(w *whatsApp) { w.noBridge = true })
		}
	}
	if said := s.estimateOf("111222333444555@lid", 0); said != (contract.HistoryEstimate{Chats: 1}) {
		t.Errorf("without a tab: %+v", said)
	}
}
