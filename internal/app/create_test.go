package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

var nora = contract.CreateContact{Chat: newJID, FirstName: "Nora", LastName: "Newcomer"}

// unknownChat connects and opens a chat that Zoho does not know.
func unknownChat(t *testing.T) *stage {
	t.Helper()
	return unknownChatIn(t, fakezoho.Switches{})
}

// unknownChatIn is unknownChat with Zoho's switches in a position.
func unknownChatIn(t *testing.T, switches fakezoho.Switches) *stage {
	t.Helper()
	s := newStage(t, func(o *fakezoho.Options) { o.Switches = switches })
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	s.whatsApp.say(newJID, s.now(-60), false, "hello")
	s.connect()
	s.openChat(newJID)
	s.wantCard(newJID, contract.ChatNotInZoho)
	return s
}

func (s *stage) wantOneContact() {
	s.t.Helper()
	made := s.contactsWith(newNum)
	if len(made) != 1 || made[0].Name != "Nora Newcomer" {
		s.t.Fatalf("contacts %+v", made)
	}
	if card := s.wantCard(newJID, contract.ChatLinked); card.Record.ID != made[0].ID || card.Record.Origin != contract.LinkedByCreate || card.Problem != nil {
		s.t.Fatalf("card %+v, record %+v", card, card.Record)
	}
	s.nextTick()
	s.wantLines(made[0].ID, "hello")
}

func TestCreateContact(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.do(contract.KindPanelCreateContact, nora)
	s.refused(contract.KindPanelCreateContact, nora, contract.CodeConflict, "")
	s.wantOneContact()
}

func TestCreateContactRefusesNames(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.refused(contract.KindPanelCreateContact, contract.CreateContact{Chat: newJID, FirstName: "Nora", LastName: "  "}, contract.CodeInvalid, contract.ProblemFieldRequired)
	for _, in := range []contract.CreateContact{
		{Chat: newJID, LastName: strings.Repeat("é", 81)},
		{Chat: newJID, LastName: "x", FirstName: strings.Repeat("é", 41)},
	} {
		s.refused(contract.KindPanelCreateContact, in, contract.CodeInvalid, contract.ProblemFieldRefused)
	}
	s.refused(contract.KindPanelCreateContact, contract.CreateContact{Chat: "14155550199@c.us", LastName: "x"}, contract.CodeNotFound, "")
	s.do(contract.KindPanelCreateContact, contract.CreateContact{Chat: newJID, LastName: strings.Repeat("é", 80)})
}

func TestCreateContactWithLostReplies(t *testing.T) {
	t.Parallel()
	for _, fault := range []fakezoho.Fault{
		{Kind: fakezoho.FaultReplyLost}, {Kind: fakezoho.FaultRequestLost}, {Kind: fakezoho.FaultCutBody},
		{Kind: fakezoho.FaultBadGateway}, {Kind: fakezoho.FaultBadGateway, AfterCommit: true},
		{Kind: fakezoho.FaultInternal}, {Kind: fakezoho.FaultInternal, AfterCommit: true},
	} {
		t.Run(fmt.Sprintf("%s after %v", fault.Kind, fault.AfterCommit), func(t *testing.T) {
			t.Parallel()
			s := unknownChat(t)
			fault.Op = fakezoho.OpContactsCreate
			s.zoho.Inject(fault)
			s.ask(contract.KindPanelCreateContact, nora)
			if card := s.wantCard(newJID, contract.ChatCreating); card.Problem == nil || card.Problem.Code != contract.ProblemSettling {
				t.Fatalf("problem %+v", card.Problem)
			}
			// A second click, while the first request may still be under way.
			s.clock.advance(time.Second)
			s.ask(contract.KindPanelCreateContact, nora)
			if sent := len(s.zoho.CallsOf(fakezoho.OpContactsCreate)); sent != 1 {
				t.Fatalf("sent %d times within a second", sent)
			}
			s.nextTick()
			s.wantOneContact()
		})
	}
}

func TestCreateContactIsRefused(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	if err := s.zoho.ChangeField(s.world.Org.ID, "Contacts", "Email", func(f *fakezoho.Field) { f.Required = true }); err != nil {
		t.Fatal(err)
	}
	s.refused(contract.KindPanelCreateContact, nora, contract.CodeInvalid, contract.ProblemFieldRequired)
	if card := s.wantCard(newJID, contract.ChatNotInZoho); card.Problem == nil || card.Problem.Detail != "Email" || card.Create == nil {
		t.Fatalf("card %+v, problem %+v", card, card.Problem)
	}
	s.zoho.ResetCalls()
	s.nextTick()
	if sent := s.zoho.CallsOf(fakezoho.OpContactsCreate); len(sent) != 0 {
		t.Error("a refused order was sent again without a click")
	}
}

// TestCreateContactFindsOneMadeMeanwhile: a colleague was quicker.
func TestCreateContactFindsOneMadeMeanwhile(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	id, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Newcomer", "Phone": "(415) 555-0160"})
	if err != nil {
		t.Fatal(err)
	}
	s.do(contract.KindPanelCreateContact, nora)
	if card := s.wantCard(newJID, contract.ChatLinked); card.Record.ID != id || card.Record.Origin != contract.LinkedByMatch {
		t.Errorf("record %+v", card.Record)
	}
	if made := s.contactsWith(newNum); len(made) != 0 {
		t.Errorf("a second contact was made: %+v", made)
	}
}

func TestCreateContactWaitsForZoho(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.zoho.SetDown(true)
	s.refused(contract.KindPanelCreateContact, nora, contract.CodeOffline, contract.ProblemUnreachable)
	s.wantCard(newJID, contract.ChatCreating)
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	s.zoho.SetDown(false)
	s.nextTick()
	s.wantOneContact()
}

// TestClockSetBackDoesNotHoldAnOrder: the computer's clock was a day ahead when
// the order was sent.
func TestClockSetBackDoesNotHoldAnOrder(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpContactsCreate, Kind: fakezoho.FaultRequestLost})
	s.ask(contract.KindPanelCreateContact, nora)
	s.clock.advance(-24 * time.Hour)
	s.whatsApp.change(newJID, func(c *chat) { c.messages, c.row.T = nil, s.now(-60) })
	s.whatsApp.say(newJID, s.now(-30), false, "hello")
	s.tick()
	if made := s.contactsWith(newNum); len(made) != 1 {
		t.Fatalf("contacts %+v", made)
	}
}
