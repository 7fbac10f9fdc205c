package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

func TestOpenUnknownChatOffersAContact(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.connect()
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora van der Berg"})
	s.openChat(newJID)
	card := s.wantCard(newJID, contract.ChatNotInZoho)
	if card.Create == nil || *card.Create != (contract.CreateForm{FirstName: "Nora", LastName: "van der Berg", Phone: newNum}) {
		t.Errorf("form %+v", card.Create)
	}
	if open, _ := stored[contract.OpenChat](s, s.session, contract.OpenChatKey); open.Chat != newJID {
		t.Errorf("open chat %+v", open)
	}
	// What Zoho said holds for a day.
	s.zoho.ResetCalls()
	s.clock.advance(23 * time.Hour)
	s.openChat(newJID)
	s.wantCalls()
	s.clock.advance(2 * time.Hour)
	s.openChat(newJID)
	if len(s.zoho.CallsOf(fakezoho.OpCOQL)) == 0 {
		t.Error("Zoho was not asked again after a day")
	}
	if s.whatsApp.askedOf(newJID) != 0 {
		t.Error("messages of a chat that is not linked were read")
	}
}

func TestOpenKnownChatIsLinked(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.connect()
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada"})
	s.openChat(adaJID)
	card := s.wantCard(adaJID, contract.ChatLinked)
	if card.Record.ID != s.ada() || card.Record.Name != "Ada Example" || card.Record.Origin != contract.LinkedByMatch || card.Phone == "" {
		t.Errorf("record %+v, phone %q", card.Record, card.Phone)
	}
}

func TestSeveralRecordsAreAPersonsChoice(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	second, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Double", "Mobile": "+1 415-555-0132"})
	if err != nil {
		t.Fatal(err)
	}
	s.connect()
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada"})
	s.whatsApp.say(adaJID, s.now(-10), false, "hello")
	s.openChat(adaJID)
	card := s.wantCard(adaJID, contract.ChatChoose)
	if len(card.Candidates) != 2 || card.Create != nil {
		t.Fatalf("candidates %+v, form %+v", card.Candidates, card.Create)
	}
	s.refused(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: "7001000000000999999"}, contract.CodeNotFound, contract.ProblemRecordGone)
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: second})
	if card := s.wantCard(adaJID, contract.ChatLinked); card.Record.ID != second || card.Record.Origin != contract.LinkedByChoice {
		t.Errorf("record %+v", card.Record)
	}
	s.nextTick()
	s.wantLines(second, "hello")
}

func TestLinkingByHandOnly(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := s.selfClient()
	in.Linking = contract.LinkAsk
	s.do(contract.KindOptionsSelfClient, in)
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada"})
	s.whatsApp.say(adaJID, s.now(-10), false, "hello")
	s.tick()
	if people := s.people(); people[adaJID].State != contract.ChatChoose || people[adaJID].Why != contract.WhyAsked {
		t.Fatalf("the list says %+v", people[adaJID])
	}
	s.zoho.ResetCalls()
	s.openChat(adaJID)
	if card := s.wantCard(adaJID, contract.ChatChoose); len(card.Candidates) != 1 || card.Why != contract.WhyAsked {
		t.Fatalf("candidates %+v, %s", card.Candidates, card.Why)
	}
	s.wantCalls()
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: s.ada()})
	s.nextTick()
	s.wantLines(s.ada(), "hello")
}

func TestUnknownNumbersAreAskedAFewAtATime(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.connect()
	s.onDemand()
	for i := range 20 {
		s.whatsApp.add(contract.ChatRow{Chat: fmt.Sprintf("1415555%04d@c.us", 160+i), Title: "x", T: s.now(int64(-i))})
	}
	// A number that no suffix query finds is searched for once in either module.
	looked := func() int { return len(s.zoho.CallsOf(fakezoho.OpSearch)) / 2 }
	s.zoho.ResetCalls()
	for _, want := range []int{8, 16, 20, 20} {
		s.nextTick()
		if got := looked(); got != want {
			t.Fatalf("%d numbers were asked about, want %d", got, want)
		}
	}
}

// TestNumbersThatCannotBeReadDoNotStarveTheOthers: the chats with the latest
// news cannot be asked about, and those behind them still can.
func TestNumbersThatCannotBeReadDoNotStarveTheOthers(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.connect()
	for i := range 10 {
		s.whatsApp.add(contract.ChatRow{Chat: fmt.Sprintf("999000%d@c.us", i), Title: "x", T: s.now(0)})
	}
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada"})
	s.whatsApp.say(adaJID, s.now(-100), false, "hello")
	s.tick()
	s.nextTick()
	s.wantLines(s.ada(), "hello")
	s.openChat("9990000@c.us")
	if card := s.wantCard("9990000@c.us", contract.ChatNotInZoho); card.Why != contract.WhyNoNumber || card.Create != nil {
		t.Errorf("the reason is %q, the form %+v", card.Why, card.Create)
	}
}

// TestRecordGone: the contact is deleted in Zoho; the sidebar says so, and the
// next step leads on.
func TestRecordGone(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	if err := s.zoho.DeleteContact(s.ada()); err != nil {
		t.Fatal(err)
	}
	s.whatsApp.say(adaJID, s.now(0), false, "to nobody")
	s.nextTick()
	s.wantCard(adaJID, contract.ChatRecordGone)
	s.zoho.ResetCalls()
	s.nextTick()
	s.wantCalls()
	again, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Again", "Mobile": "+14155550132"})
	if err != nil {
		t.Fatal(err)
	}
	s.do(contract.KindPanelLookAgain, contract.ChatRef{Chat: adaJID})
	if card := s.wantCard(adaJID, contract.ChatLinked); card.Record.ID != again {
		t.Fatalf("record %+v", card.Record)
	}
	s.nextTick()
	s.wantLines(again, "Good morning", "to nobody")
	s.zoho.ResetCalls()
	s.nextTick()
	s.wantCalls()
	if view := s.view(); view.Backup.State != contract.BackupIdle || view.Backup.Waiting != 0 {
		t.Errorf("view %+v", view.Backup)
	}
}

// A number with a gap in its last digits is found also when another record ends
// in the same digits.
func TestGapInTheLastDigitsBehindAnotherRecord(t *testing.T) {
	t.Parallel()
	s := newStage(t, func(o *fakezoho.Options) { o.Switches.PhoneSearch = fakezoho.PhoneTolerant })
	// The world holds +33 6 39 98 01 23.
	const chloe = "33639980123@c.us"
	if _, err := s.zoho.AddContact(s.world.Org.ID, map[string]any{"Last_Name": "Somebody", "Mobile": "+44 7700 900123"}); err != nil {
		t.Fatal(err)
	}
	s.zoho.ReleaseIndex()
	s.whatsApp.add(contract.ChatRow{Chat: chloe, Title: "Chloe"})
	s.whatsApp.say(chloe, s.now(-60), false, "bonjour")
	s.clock.advance(time.Hour)
	s.whatsApp.say(chloe, s.now(-1), false, "encore")
	s.connect()
	s.tick()
	if card := s.wantCard(chloe, contract.ChatLinked); card.Record.Name != "Chloé Exemple" {
		t.Errorf("linked to %q", card.Record.Name)
	}
}

// TestLinkTellsItsNumber: the card of a linked chat tells by which number the record
// was found, as Zoho holds it.
func TestLinkTellsItsNumber(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	held := s.wantCard(adaJID, contract.ChatLinked).Record.Held
	if held == nil || held.Likeness == nil || *held.Likeness != (contract.Likeness{Kind: contract.LikeRegion, Region: "US", Digits: held.Likeness.Digits}) {
		t.Fatalf("got %+v", held)
	}
	record, found := s.zoho.Record(s.ada())
	if !found {
		t.Fatal("Ada is gone")
	}
	if want := record.Fields[held.Field]; want != held.Stored {
		t.Errorf("it is said to hold %q as %s, and holds %q", held.Stored, held.Field, want)
	}
}
