package app_test

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestPersonTakesAnotherNumber: a chat that nobody had in Zoho is decided anew by the
// number that its person has now.
func TestPersonTakesAnotherNumber(t *testing.T) {
	t.Parallel()
	const lid = "222333444555666@lid"
	for name, prepare := range map[string]func(*stage){
		"with the directory": func(*stage) {},
		"on demand":          func(s *stage) { s.onDemand() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.connect()
			prepare(s)
			s.whatsApp.add(contract.ChatRow{Chat: lid, LID: lid, Phone: newJID, Title: "Ada"})
			s.whatsApp.say(lid, s.now(0), false, "still nobody")
			s.openChat(lid)
			s.nextTick()
			s.wantCard(lid, contract.ChatNotInZoho)
			s.whatsApp.change(lid, func(c *chat) { c.row.Phone = adaJID })
			s.openChat(lid)
			s.nextTick()
			if card := s.wantCard(lid, contract.ChatLinked); card.Record.ID != s.ada() || card.Phone != "+1 415-555-0132" {
				t.Errorf("card %+v, record %+v", card, card.Record)
			}
		})
	}
}

// TestNumberOfAnotherPerson: somebody else has the number of a customer now. Their
// chat is one of its own, and what is offered to be filled in is not the old number.
func TestNumberOfAnotherPerson(t *testing.T) {
	t.Parallel()
	const old, other = "222333444555666@lid", "333444555666777@lid"
	s := newStage(t)
	s.connect()
	s.whatsApp.add(contract.ChatRow{Chat: old, LID: old, Phone: newJID, Title: "Nora"})
	s.whatsApp.say(old, s.now(0), false, "from Nora")
	s.openChat(old)
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: old, Module: contract.ModuleContacts, RecordID: s.ada()})
	s.nextTick()
	card := s.wantCard(old, contract.ChatLinked)
	if card.Fill == nil {
		t.Fatalf("card %+v", card)
	}
	s.whatsApp.change(old, func(c *chat) { c.row.Phone = "14155550188@c.us" })
	s.whatsApp.add(contract.ChatRow{Chat: newJID, LID: other, Phone: newJID, Title: "Olga"})
	s.whatsApp.say(newJID, s.now(1), false, "from Olga")
	s.nextTick()
	s.wantLines(s.ada(), "from Nora")
	if card := s.wantCard(old, contract.ChatLinked); card.Record.ID != s.ada() {
		t.Errorf("card %+v", card)
	}
	s.openChat(newJID)
	s.wantCard(newJID, contract.ChatNotInZoho)
	before := s.zoho.Contacts()
	s.refused(contract.KindPanelFill, contract.FillNumber{Chat: old, Field: card.Fill.Fields[0].Name}, contract.CodeConflict, "")
	for i, record := range s.zoho.Contacts() {
		for field, value := range record.Fields {
			if before[i].Fields[field] != value {
				t.Errorf("%s is %q now, it was %q", field, value, before[i].Fields[field])
			}
		}
	}
}
