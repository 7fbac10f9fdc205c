package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
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

// TestCreateContactWhoseNumberIsKeptBack: an organisation can keep the values of a field from the API. A record whose
// creation was not answered is then found by its digits and cannot be told by them, so it is offered and not made again.
func TestCreateContactWhoseNumberIsKeptBack(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	for _, name := range []string{"Phone", "Mobile"} {
		if err := s.zoho.ChangeField(s.world.Org.ID, "Contacts", name, func(f *fakezoho.Field) { f.Restricted = true }); err != nil {
			t.Fatal(err)
		}
	}
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpContactsCreate, Kind: fakezoho.FaultReplyLost})
	s.ask(contract.KindPanelCreateContact, nora)
	s.nextTick()
	offered := func(when string) contract.Candidate {
		t.Helper()
		card := s.wantCard(newJID, contract.ChatChoose)
		if sent := len(s.zoho.CallsOf(fakezoho.OpContactsCreate)); sent != 1 || len(card.Candidates) != 1 ||
			card.Candidates[0].Name != "Nora Newcomer" || card.Candidates[0].Reason != contract.MatchSuffix {
			t.Fatalf("%s: sent %d times, candidates %+v", when, sent, card.Candidates)
		}
		return card.Candidates[0]
	}
	offered("after a lost reply")
	s.nextTick()
	s.ask(contract.KindPanelCreateContact, nora)
	record := offered("at a second click").ID
	s.do(contract.KindPanelLink, contract.LinkChat{Chat: newJID, Module: contract.ModuleContacts, RecordID: record})
	s.nextTick()
	s.wantLines(record, "hello")
}

// TestRefusalOfARecordIsNotOneOfANote: the reasons have the same names for both, and other words.
func TestRefusalOfARecordIsNotOneOfANote(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"RECORD_LOCKED", "NOT_APPROVED", "NOT_REVIEWED", "CANNOT_PERFORM_ACTION", "NOT_ALLOWED", "LIMIT_EXCEEDED"} {
		for _, status := range []int{http.StatusBadRequest, http.StatusAccepted} {
			s := unknownChat(t)
			body := `{"data":[{"code":"` + code + `","details":{},"message":"no","status":"error"}]}`
			s.http = answering{s.http, http.MethodPost, "Contacts", status, body}
			s.wake()
			s.refused(contract.KindPanelCreateContact, nora, contract.CodeInvalid, contract.ProblemRecordRefused)
			if card := s.wantCard(newJID, contract.ChatNotInZoho); card.Problem == nil || card.Problem.Code != contract.ProblemRecordRefused {
				t.Errorf("%s, %d: problem %+v", code, status, card.Problem)
			}
		}
	}
	// A query has no record that could be refused.
	s := newDirectStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	s.connect()
	s.onDemand()
	s.http = answering{s.http, http.MethodPost, "coql", http.StatusBadRequest, `{"code":"LIMIT_EXCEEDED","details":{"limit":25},"message":"no","status":"error"}`}
	s.wake()
	s.whatsApp.open(newJID)
	s.refused(contract.KindBridgeHint, contract.PageHint{Reason: contract.HintActive, Chat: newJID}, contract.CodeInternal, contract.ProblemInternal)
	if card := s.wantCard(newJID, contract.ChatUnknown); card.Problem == nil || card.Problem.Code != contract.ProblemInternal {
		t.Errorf("query: problem %+v", card.Problem)
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

// leads returns the leads that hold a number in the field Mobile.
func (s *stage) leadsWith(number string) []fakezoho.Record {
	return slices.DeleteFunc(s.zoho.Leads(), func(r fakezoho.Record) bool { return r.Fields["Mobile"] != number })
}

// demanding makes the layout of leads require a field of each kind.
func (s *stage) demanding() {
	s.t.Helper()
	for _, f := range []fakezoho.Field{
		{Name: "Region__c", Label: "Region", Type: fakezoho.TypePicklist, Options: []string{"North", "South"}, Default: "South"},
		{Name: "Interests__c", Label: "Interests", Type: fakezoho.TypeChoices, Options: []string{"Tea", "Coffee", "Milk"}},
		{Name: "Budget__c", Label: "Budget", Type: fakezoho.TypeCurrency, Length: 16},
		{Name: "Visits__c", Label: "Visits", Type: fakezoho.TypeInteger, Length: 9},
		{Name: "Since__c", Label: "Since", Type: fakezoho.TypeDate},
		{Name: "Agreed__c", Label: "Agreed", Type: fakezoho.TypeBoolean},
		{Name: "Code__c", Label: "Code", Type: fakezoho.TypeText, Length: 5},
		{Name: "Site__c", Label: "Site", Type: fakezoho.TypeWebsite, Length: 50},
	} {
		f.LayoutRequired = true
		s.addField("Leads", f)
	}
}

// noraLead fills in the form that demanding makes.
func noraLead() contract.CreateContact {
	return contract.CreateContact{
		Chat: newJID, Module: contract.ModuleLeads, FirstName: "Nora", LastName: "Newcomer",
		Values: map[string]string{
			"Company": "Specimen & Söhne", "Email": "nora@example.test", "Region__c": "North", "Interests__c": "Tea;Milk",
			"Budget__c": "1 500,50", "Visits__c": "1,200", "Since__c": "2026-11-22", "Agreed__c": "true", "Code__c": "äöüß€",
			"Site__c": "example.test",
		},
	}
}

func (s *stage) wantOneLead() {
	s.t.Helper()
	made := s.leadsWith(newNum)
	if len(made) != 1 || made[0].Name != "Nora Newcomer" {
		s.t.Fatalf("leads %+v", made)
	}
	card := s.wantCard(newJID, contract.ChatLinked)
	if card.Record.ID != made[0].ID || card.Record.Module != contract.ModuleLeads || card.Record.Name != "Nora Newcomer" || card.Record.Origin != contract.LinkedByCreate || card.Problem != nil {
		s.t.Fatalf("card %+v, record %+v", card, card.Record)
	}
	for name, want := range map[string]string{
		"Company": "Specimen & Söhne", "Email": "nora@example.test", "Region__c": "North", "Interests__c": "[Tea Milk]", "Budget__c": "1500.5",
		"Visits__c": "1200", "Since__c": "2026-11-22", "Agreed__c": "true", "Code__c": "äöüß€", "Site__c": "example.test",
	} {
		if got := fmt.Sprint(made[0].Fields[name]); got != want {
			s.t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	s.nextTick()
	s.wantLines(made[0].ID, "hello")
}

func TestCreateLead(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.demanding()
	lead := s.readForms()[contract.ModuleLeads]
	for name, kind := range map[string]contract.FieldType{
		"Region__c": contract.FieldPicklist, "Interests__c": contract.FieldMultiPicklist, "Budget__c": contract.FieldNumber,
		"Visits__c": contract.FieldNumber, "Since__c": contract.FieldDate, "Agreed__c": contract.FieldCheckbox,
		"Code__c": contract.FieldText, "Site__c": contract.FieldURL,
	} {
		if f, asked := fieldOf(lead, name); !asked || f.Type != kind || !f.Required {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if f, _ := fieldOf(lead, "Region__c"); f.Default != "South" || len(f.Options) != 2 {
		t.Errorf("%+v", f)
	}
	s.do(contract.KindPanelCreateContact, noraLead())
	if made := s.contactsWith(newNum); len(made) != 0 {
		t.Errorf("contacts %+v", made)
	}
	s.wantOneLead()
}

// TestCreateFillsInDefaults: what the layout fills in by itself, and a box that
// nobody has ticked, need not be sent by the face.
func TestCreateFillsInDefaults(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.demanding()
	in := noraLead()
	delete(in.Values, "Region__c")
	delete(in.Values, "Agreed__c")
	in.Values["Email"] = "  "
	s.do(contract.KindPanelCreateContact, in)
	made := s.leadsWith(newNum)
	if len(made) != 1 || made[0].Fields["Region__c"] != "South" || made[0].Fields["Agreed__c"] != false || made[0].Fields["Email"] != nil {
		t.Fatalf("leads %+v", made)
	}
}

func TestCreateRefusesValues(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.demanding()
	for _, tt := range []struct {
		field, value string
		problem      contract.ProblemCode
		detail       string
	}{
		{"Company", "", contract.ProblemFieldRequired, "Company"},
		{"Interests__c", " ", contract.ProblemFieldRequired, "Interests"},
		{"Company", strings.Repeat("é", 201), contract.ProblemFieldRefused, "Company"},
		{"Code__c", "sixsix", contract.ProblemFieldRefused, "Code"},
		{"Code__c", "a\nb", contract.ProblemFieldRefused, "Code"},
		{"Region__c", "West", contract.ProblemFieldRefused, "Region"},
		{"Interests__c", "Tea;Beer", contract.ProblemFieldRefused, "Interests"},
		{"Budget__c", "1.500", contract.ProblemFieldRefused, "Budget"},
		{"Visits__c", "1.5", contract.ProblemFieldRefused, "Visits"},
		{"Since__c", "22.11.2026", contract.ProblemFieldRefused, "Since"},
		{"Since__c", "2026-02-30", contract.ProblemFieldRefused, "Since"},
		{"Agreed__c", "yes", contract.ProblemFieldRefused, "Agreed"},
		{"Email", "nora@example", contract.ProblemFieldRefused, "Email"},
		{"Site__c", "javascript:alert(1)", contract.ProblemFieldRefused, "Site"},
		{"Nothing__c", "x", contract.ProblemFieldRefused, "Nothing__c"},
		{"Mobile", "+14155550132", contract.ProblemFieldRefused, "Mobile"},
		{"Last_Name", "Other", contract.ProblemFieldRefused, "Last_Name"},
		{"Owner", "1", contract.ProblemFieldRefused, "Owner"},
	} {
		in := noraLead()
		in.Values[tt.field] = tt.value
		s.refused(contract.KindPanelCreateContact, in, contract.CodeInvalid, tt.problem)
		card := s.wantCard(newJID, contract.ChatNotInZoho)
		if card.Problem == nil || card.Problem.Code != tt.problem || card.Problem.Detail != tt.detail || card.Create == nil {
			t.Errorf("%s %q: problem %+v", tt.field, tt.value, card.Problem)
		}
	}
	in := noraLead()
	in.PhoneField = "Fax"
	s.refused(contract.KindPanelCreateContact, in, contract.CodeInvalid, contract.ProblemFieldRefused)
	// A name that cannot be a field's is not repeated.
	in = noraLead()
	in.Values["call 555"] = "x"
	s.refused(contract.KindPanelCreateContact, in, contract.CodeInvalid, contract.ProblemFieldRefused)
	if card := s.card(newJID); card.Problem.Detail == "call 555" {
		t.Errorf("problem %+v", card.Problem)
	}
	in = noraLead()
	in.Module = "Deals"
	s.refused(contract.KindPanelCreateContact, in, contract.CodeInvalid, "")
	if sent := s.zoho.CallsOf(fakezoho.OpLeadsCreate); len(sent) != 0 {
		t.Fatalf("sent %d times", len(sent))
	}
	// What was wrong is forgotten with the next click.
	s.do(contract.KindPanelCreateContact, noraLead())
	s.wantOneLead()
}

// TestCreateWithoutAFirstName: a form that does not ask for it takes the whole
// name as the last one.
func TestCreateWithoutAFirstName(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	if err := s.zoho.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) { p.HiddenFields = []string{"Contacts.First_Name"} }); err != nil {
		t.Fatal(err)
	}
	s.do(contract.KindPanelCreateContact, nora)
	if made := s.contactsWith(newNum); len(made) != 1 || made[0].Fields["Last_Name"] != "Nora Newcomer" {
		t.Fatalf("contacts %+v", made)
	}
}

func TestCreateLeadWithLostReplies(t *testing.T) {
	t.Parallel()
	for _, kind := range []fakezoho.FaultKind{fakezoho.FaultReplyLost, fakezoho.FaultRequestLost, fakezoho.FaultCutBody, fakezoho.FaultInternal} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s := unknownChat(t)
			s.demanding()
			s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpLeadsCreate, Kind: kind, AfterCommit: kind == fakezoho.FaultInternal})
			s.ask(contract.KindPanelCreateContact, noraLead())
			if card := s.wantCard(newJID, contract.ChatCreating); card.Problem == nil || card.Problem.Code != contract.ProblemSettling {
				t.Fatalf("problem %+v", card.Problem)
			}
			// Until that is settled there is no other record, whatever is asked for.
			s.clock.advance(time.Second)
			s.ask(contract.KindPanelCreateContact, nora)
			s.ask(contract.KindPanelCreateContact, contract.CreateContact{Chat: newJID, LastName: strings.Repeat("x", 99)})
			if sent := len(s.zoho.CallsOf(fakezoho.OpLeadsCreate)) + len(s.zoho.CallsOf(fakezoho.OpContactsCreate)); sent != 1 {
				t.Fatalf("sent %d times within a second", sent)
			}
			s.nextTick()
			s.wantOneLead()
			if made := s.contactsWith(newNum); len(made) != 0 {
				t.Errorf("contacts %+v", made)
			}
		})
	}
}

// TestLeadOrderCutAtEveryEffect: of an order that fills in every kind of field
// there is one record in the end, wherever the worker is stopped.
func TestLeadOrderCutAtEveryEffect(t *testing.T) {
	t.Parallel()
	play := func(s *stage) {
		for range 5 {
			state := s.card(newJID).State
			if state == contract.ChatCreating || state == contract.ChatLinked {
				break
			}
			s.ask(contract.KindPanelForm, contract.FormRef{Module: contract.ModuleLeads})
			s.ask(contract.KindPanelCreateContact, noraLead())
		}
		for range 3 {
			s.clock.advance(3 * time.Minute)
			s.ask(contract.KindAlarmTick, contract.Nothing{})
		}
	}
	begin := func(t *testing.T) *stage {
		t.Helper()
		s := newDirectStage(t)
		s.demanding()
		s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
		s.whatsApp.say(newJID, s.now(-60), false, "hello")
		s.connect()
		s.openChat(newJID)
		s.wantCard(newJID, contract.ChatNotInZoho)
		return s
	}
	calm := begin(t)
	before := calm.killer.count()
	play(calm)
	steps := calm.killer.count() - before
	calm.wantOneLead()
	if steps < 40 {
		t.Fatalf("%d effects only", steps)
	}
	t.Logf("%d effects", steps)
	for k := 1; k <= steps; k++ {
		t.Run(fmt.Sprintf("%03d", k), func(t *testing.T) {
			t.Parallel()
			s := begin(t)
			s.killer.at[s.killer.count()+k] = true
			play(s)
			s.wantOneLead()
		})
	}
}

// TestDuplicateIsOffered: Zoho refuses a second record with the same value in a
// unique field, and the one that has it is a click away.
func TestDuplicateIsOffered(t *testing.T) {
	t.Parallel()
	for name, switches := range map[string]fakezoho.Switches{"by module and id": {}, "by its id": {PlainDuplicate: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := unknownChatIn(t, switches)
			s.changeField("Contacts", "Email", func(f *fakezoho.Field) { f.Unique = true })
			in := nora
			in.Values = map[string]string{"Email": "ADA@example.test"}
			s.do(contract.KindPanelCreateContact, in)
			card := s.wantCard(newJID, contract.ChatChoose)
			if card.Why != contract.WhyDuplicate || len(card.Candidates) != 1 || card.Problem != nil || card.Create != nil {
				t.Fatalf("card %+v, problem %+v", card, card.Problem)
			}
			if c := card.Candidates[0]; c.ID != s.ada() || c.Module != contract.ModuleContacts || c.Name != "Ada Example" || c.Field != "Email" ||
				c.Reason != contract.MatchDuplicate || !strings.HasSuffix(c.URL, s.ada()) {
				t.Errorf("offered %+v", c)
			}
			s.zoho.ResetCalls()
			s.nextTick()
			if sent := s.zoho.CallsOf(fakezoho.OpContactsCreate); len(sent) != 0 {
				t.Error("the order was sent again")
			}
			s.do(contract.KindPanelLink, contract.LinkChat{Chat: newJID, Module: contract.ModuleContacts, RecordID: s.ada()})
			if card := s.wantCard(newJID, contract.ChatLinked); card.Record.ID != s.ada() || card.Record.Name != "Ada Example" || card.Fill == nil {
				t.Errorf("record %+v, fill %+v", card.Record, card.Fill)
			}
			s.nextTick()
			s.wantLines(s.ada(), "hello")
			if made := s.contactsWith(newNum); len(made) != 0 {
				t.Errorf("contacts %+v", made)
			}
		})
	}
}

// TestDuplicateThatCannotBeRead: then only the field can be named.
func TestDuplicateThatCannotBeRead(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.changeField("Contacts", "Email", func(f *fakezoho.Field) { f.Unique = true })
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpContactsGet, Kind: fakezoho.FaultInternal, Count: 3})
	in := nora
	in.Values = map[string]string{"Email": "ada@example.test"}
	s.refused(contract.KindPanelCreateContact, in, contract.CodeInvalid, contract.ProblemDuplicate)
	if card := s.wantCard(newJID, contract.ChatNotInZoho); card.Problem == nil || card.Problem.Code != contract.ProblemDuplicate || card.Problem.Detail != "Email" || card.Create == nil {
		t.Errorf("problem %+v", card.Problem)
	}
	s.zoho.ClearFaults()
	s.do(contract.KindPanelCreateContact, nora)
	s.wantOneContact()
}

// TestCreateBesideADeclinedRecord: the user has said that the record which holds
// the number is somebody else, so there may be another one.
func TestCreateBesideADeclinedRecord(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]fakezoho.FaultKind{"answered": "", "reply lost": fakezoho.FaultReplyLost, "request lost": fakezoho.FaultRequestLost} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := unknownChat(t)
			other, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Somebody", "Mobile": newNum})
			if err != nil {
				t.Fatal(err)
			}
			s.do(contract.KindPanelLookAgain, contract.ChatRef{Chat: newJID})
			s.wantCard(newJID, contract.ChatLinked)
			s.do(contract.KindPanelUnlink, contract.UnlinkChat{Chat: newJID})
			if card := s.wantCard(newJID, contract.ChatUnlinked); card.Create == nil {
				t.Fatalf("card %+v", card)
			}
			if fault != "" {
				s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpContactsCreate, Kind: fault})
			}
			s.ask(contract.KindPanelCreateContact, nora)
			s.nextTick()
			made := slices.DeleteFunc(s.contactsWith(newNum), func(r fakezoho.Record) bool { return r.ID == other })
			if len(made) != 1 || made[0].Name != "Nora Newcomer" {
				t.Fatalf("contacts %+v", made)
			}
			if fault == fakezoho.FaultReplyLost {
				// Which of the two it is cannot be known.
				if card := s.wantCard(newJID, contract.ChatChoose); len(card.Candidates) != 2 {
					t.Fatalf("candidates %+v", card.Candidates)
				}
				s.do(contract.KindPanelLink, contract.LinkChat{Chat: newJID, Module: contract.ModuleContacts, RecordID: made[0].ID})
			}
			if card := s.wantCard(newJID, contract.ChatLinked); card.Record.ID != made[0].ID || card.Problem != nil {
				t.Errorf("record %+v, problem %+v", card.Record, card.Problem)
			}
			s.nextTick()
			s.wantLines(made[0].ID, "hello")
		})
	}
}

// TestDeclinedRecordIsNotInTheWay: the form is there although a record with the
// number is offered.
func TestDeclinedRecordIsNotInTheWay(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	if _, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Somebody", "Mobile": newNum}); err != nil {
		t.Fatal(err)
	}
	s.do(contract.KindPanelLookAgain, contract.ChatRef{Chat: newJID})
	s.do(contract.KindPanelUnlink, contract.UnlinkChat{Chat: newJID})
	s.do(contract.KindPanelLookAgain, contract.ChatRef{Chat: newJID})
	if card := s.wantCard(newJID, contract.ChatChoose); card.Why != contract.WhyDeclined || card.Create == nil {
		t.Errorf("card %+v", card)
	}
	s.do(contract.KindPanelCreateContact, nora)
	if card := s.wantCard(newJID, contract.ChatLinked); card.Record.Name != "Nora Newcomer" {
		t.Errorf("record %+v", card.Record)
	}
}

func TestCreateForAnExcludedChatIsRefused(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.do(contract.KindPanelExclude, contract.ExcludeChat{Chat: newJID, Excluded: true})
	s.refused(contract.KindPanelCreateContact, nora, contract.CodeConflict, "")
	s.wantCard(newJID, contract.ChatExcluded)
	if made := s.contactsWith(newNum); len(made) != 0 {
		t.Errorf("contacts %+v", made)
	}
	s.do(contract.KindPanelExclude, contract.ExcludeChat{Chat: newJID})
	s.do(contract.KindPanelCreateContact, nora)
	s.wantOneContact()
}

// TestCreateBesideAWeakCandidate: a record that would hold the number if it were
// of another country does not keep the user from creating one.
func TestCreateBesideAWeakCandidate(t *testing.T) {
	t.Parallel()
	const jid, number = "447700900456@c.us", "+447700900456"
	s := newStage(t)
	if _, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Maybe", "Mobile": "07700 900456"}); err != nil {
		t.Fatal(err)
	}
	s.whatsApp.add(contract.ChatRow{Chat: jid, Title: "Nora", Name: "Nora Newcomer"})
	s.connect()
	s.openChat(jid)
	card := s.wantCard(jid, contract.ChatChoose)
	if len(card.Candidates) != 1 || card.Candidates[0].Reason != contract.MatchElsewhere || card.Create == nil {
		t.Fatalf("card %+v", card)
	}
	s.do(contract.KindPanelCreateContact, contract.CreateContact{Chat: jid, LastName: "Newcomer"})
	if made := s.contactsWith(number); len(made) != 1 || s.wantCard(jid, contract.ChatLinked).Record.ID != made[0].ID {
		t.Errorf("contacts %+v", made)
	}
}

// TestOrderOfAnEarlierVersion: an order that names neither module nor fields is
// carried out as a contact.
func TestOrderOfAnEarlierVersion(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.zoho.SetDown(true)
	s.ask(contract.KindPanelCreateContact, nora)
	s.zoho.SetDown(false)
	values, err := s.local.WithPrefix(context.Background(), "chat/")
	if err != nil {
		t.Fatal(err)
	}
	aged := 0
	for key, raw := range values {
		var chat map[string]any
		if err := json.Unmarshal(raw, &chat); err != nil {
			t.Fatal(err)
		}
		if order, ordered := chat["create"].(map[string]any); ordered {
			maps.DeleteFunc(order, func(name string, _ any) bool { return name != "firstName" && name != "lastName" && name != "orderedAt" })
			aged++
		}
		if values[key], err = json.Marshal(chat); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.local.Set(context.Background(), values); err != nil || aged != 1 {
		t.Fatalf("%d orders, %v", aged, err)
	}
	s.nextTick()
	s.wantOneContact()
}
