package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// forms returns the forms that the sidebar sees, by module.
func (s *stage) forms() map[contract.Module]contract.ModuleForm {
	s.t.Helper()
	shown, _ := stored[contract.Forms](s, s.session, contract.FormsKey)
	out := map[contract.Module]contract.ModuleForm{}
	for _, f := range shown.Modules {
		out[f.Module] = f
	}
	return out
}

// readForms opens the form for a new record and returns what it shows.
func (s *stage) readForms() map[contract.Module]contract.ModuleForm {
	s.t.Helper()
	s.do(contract.KindPanelForm, contract.FormRef{Module: contract.ModuleContacts})
	return s.forms()
}

// fieldOf returns a field of a form.
func fieldOf(form contract.ModuleForm, name string) (contract.FormField, bool) {
	i := slices.IndexFunc(form.Fields, func(f contract.FormField) bool { return f.Name == name })
	if i < 0 {
		return contract.FormField{}, false
	}
	return form.Fields[i], true
}

func fieldNames(form contract.ModuleForm) []string {
	var out []string
	for _, f := range form.Fields {
		out = append(out, f.Name)
	}
	return out
}

func phoneChoiceNames(form contract.ModuleForm) []string {
	var out []string
	for _, f := range form.Phones {
		out = append(out, f.Name)
	}
	return out
}

// addField adds a field to a module.
func (s *stage) addField(module string, f fakezoho.Field) {
	s.t.Helper()
	if err := s.zoho.AddField(s.world.Org.ID, module, f); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) changeField(module, name string, change func(*fakezoho.Field)) {
	s.t.Helper()
	if err := s.zoho.ChangeField(s.world.Org.ID, module, name, change); err != nil {
		s.t.Fatal(err)
	}
}

// readings is how often layouts and fields were asked for since the last reset.
func (s *stage) readings() int {
	return len(s.zoho.CallsOf(fakezoho.OpSettingsLayouts)) + len(s.zoho.CallsOf(fakezoho.OpSettingsFields))
}

func TestFormsOfTheOrganisation(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.connect()
	s.zoho.ResetCalls()
	spent := s.zoho.CreditsUsed()
	forms := s.readForms()
	s.wantCalls(fakezoho.OpSettingsLayouts, fakezoho.OpSettingsFields, fakezoho.OpSettingsLayouts, fakezoho.OpSettingsFields)
	if cost := s.zoho.CreditsUsed() - spent; cost != 4 || s.view().Credits.By[contract.PurposeCreate] != 4 {
		t.Errorf("%d credits, told %+v", cost, s.view().Credits)
	}
	contact, lead := forms[contract.ModuleContacts], forms[contract.ModuleLeads]
	if got := fieldNames(contact); !slices.Equal(got, []string{"First_Name", "Last_Name", "Email"}) {
		t.Errorf("contact %v", got)
	}
	if got := fieldNames(lead); !slices.Equal(got, []string{"First_Name", "Last_Name", "Company", "Email"}) {
		t.Errorf("lead %v", got)
	}
	if f, _ := fieldOf(contact, "Last_Name"); f.Label != "Last Name" || f.Type != contract.FieldText || !f.Required || f.Length != 80 {
		t.Errorf("%+v", f)
	}
	if f, _ := fieldOf(lead, "Company"); !f.Required || f.Length != 200 {
		t.Errorf("%+v", f)
	}
	if f, _ := fieldOf(lead, "Email"); f.Type != contract.FieldEmail || f.Required {
		t.Errorf("%+v", f)
	}
	if got := phoneChoiceNames(contact); !slices.Equal(got, []string{"Mobile", "Phone", "Home_Phone", "Other_Phone"}) {
		t.Errorf("phone fields %v", got)
	}
	start := "https://crm.zoho.com/crm/org" + s.world.Org.ZGID + "/tab/"
	if !strings.HasPrefix(contact.CreateURL, start+"Contacts/create?layoutId=") || !strings.HasPrefix(lead.CreateURL, start+"Leads/create?layoutId=") {
		t.Errorf("addresses %q, %q", contact.CreateURL, lead.CreateURL)
	}

	// A day long they are known, whatever becomes of the browser.
	s.restartBrowser()
	if len(s.forms()) != 0 {
		t.Fatal("the session was not a new one")
	}
	s.clock.advance(23 * time.Hour)
	if s.zoho.ResetCalls(); len(s.readForms()) != 2 || s.readings() != 0 {
		t.Errorf("forms %v, %d readings", s.forms(), s.readings())
	}
	s.clock.advance(2 * time.Hour)
	if s.readForms(); s.readings() != 4 {
		t.Errorf("%d readings after a day", s.readings())
	}
	// The computer's clock was ahead.
	s.clock.advance(-48 * time.Hour)
	if s.readForms(); s.readings() != 8 {
		t.Errorf("%d readings with the clock set back", s.readings())
	}
	s.refused(contract.KindPanelForm, contract.FormRef{Module: "Deals"}, contract.CodeInvalid, "")
}

// TestFormsBelongToAUser: whoever signs in next has forms of their own, and the
// same user finds theirs.
func TestFormsBelongToAUser(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.connect()
	s.readForms()
	s.zoho.ResetCalls()
	s.connect()
	if len(s.forms()) != 2 {
		t.Errorf("forms %v", s.forms())
	}
	read := len(s.zoho.CallsOf(fakezoho.OpSettingsLayouts))
	if s.readForms(); read != 0 || len(s.zoho.CallsOf(fakezoho.OpSettingsLayouts)) != 0 {
		t.Error("the same user's forms were read again")
	}
	s.do(contract.KindOptionsDisconnect, contract.Nothing{})
	for _, key := range append(s.local.Keys(), s.session.Keys()...) {
		if key == contract.FormsKey {
			t.Error("the forms outlive the connection")
		}
	}

	// Another user of the same organisation, with a layout of their own.
	if _, err := s.zoho.AddProfile(fakezoho.Profile{OrgID: s.world.Org.ID, Name: "Sales"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.zoho.AddLayout(s.world.Org.ID, "Contacts", fakezoho.Layout{
		Name: "Short", Fields: []string{"Mobile", "Title"}, Required: []string{"Title"}, DefaultFor: []string{"Sales"},
	}); err != nil {
		t.Fatal(err)
	}
	sam, err := s.zoho.AddUser(fakezoho.User{OrgID: s.world.Org.ID, First: "Sam", Last: "Sales", Email: "sam@example.test", Profile: "Sales"})
	if err != nil {
		t.Fatal(err)
	}
	s.connect()
	s.readForms()
	own, err := s.zoho.AddClient(fakezoho.Client{Name: "Sam's", Type: fakezoho.SelfClient, UserID: sam.ID, Secrets: map[string]string{"us": ""}})
	if err != nil {
		t.Fatal(err)
	}
	s.world.SelfClient = own
	s.connect()
	if len(s.forms()) != 0 {
		t.Error("the forms of another user are shown")
	}
	contact := s.readForms()[contract.ModuleContacts]
	if got := fieldNames(contact); !slices.Equal(got, []string{"Last_Name", "Title"}) {
		t.Errorf("fields %v", got)
	}
	if got := phoneChoiceNames(contact); !slices.Equal(got, []string{"Mobile"}) {
		t.Errorf("phone fields %v", got)
	}
}

// TestFormsWithoutLayouts: where layouts cannot be read, the form has what every
// organisation's has.
func TestFormsWithoutLayouts(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	scopes := slices.DeleteFunc(zoho.Scopes(), func(scope string) bool { return scope == "ZohoCRM.settings.layouts.READ" })
	s.do(contract.KindOptionsSelfClient, s.selfClient(scopes...))
	s.openChat(newJID)
	forms := s.readForms()
	if got := fieldNames(forms[contract.ModuleContacts]); !slices.Equal(got, []string{"First_Name", "Last_Name"}) {
		t.Errorf("contact %v", got)
	}
	if got := fieldNames(forms[contract.ModuleLeads]); !slices.Equal(got, []string{"First_Name", "Last_Name", "Company"}) {
		t.Errorf("lead %v", got)
	}
	if got := phoneChoiceNames(forms[contract.ModuleLeads]); !slices.Equal(got, []string{"Mobile", "Phone"}) {
		t.Errorf("phone fields %v", got)
	}
	if s.view().Zoho.State != contract.ZohoConnected {
		t.Errorf("the connection is %s", s.view().Zoho.State)
	}
	in := contract.CreateContact{Chat: newJID, Module: contract.ModuleLeads, LastName: "Newcomer"}
	s.refused(contract.KindPanelCreateContact, in, contract.CodeInvalid, contract.ProblemFieldRequired)
	if card := s.wantCard(newJID, contract.ChatNotInZoho); card.Problem == nil || card.Problem.Detail != "Company" {
		t.Errorf("problem %+v", card.Problem)
	}
	in.Values = map[string]string{"Company": "Specimen"}
	s.do(contract.KindPanelCreateContact, in)
	s.wantCard(newJID, contract.ChatLinked)
}

// TestFormsOfModulesOneMayNotUse: a module that is hidden, or in which nothing may
// be created, has no form.
func TestFormsOfModulesOneMayNotUse(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*fakezoho.Profile){
		"hidden":          func(p *fakezoho.Profile) { p.HiddenModules = []string{"Leads"} },
		"only to be read": func(p *fakezoho.Profile) { p.Lacks = []string{"Crm_Implied_Create_Leads"} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			if err := s.zoho.ChangeProfile(s.world.Org.ID, "Standard", change); err != nil {
				t.Fatal(err)
			}
			s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
			s.connect()
			s.openChat(newJID)
			if forms := s.readForms(); len(forms) != 1 || forms[contract.ModuleContacts].Module == "" {
				t.Errorf("forms %+v", forms)
			}
			s.refused(contract.KindPanelCreateContact, contract.CreateContact{Chat: newJID, Module: contract.ModuleLeads, LastName: "x"},
				contract.CodeForbidden, contract.ProblemPermission)
			// It is allowed now, which the checks find out.
			if err := s.zoho.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) { p.HiddenModules, p.Lacks = nil, nil }); err != nil {
				t.Fatal(err)
			}
			s.connect()
			if forms := s.readForms(); len(forms) != 2 {
				t.Errorf("forms %+v", forms)
			}
		})
	}
}

// TestFormsFilledInElsewhere: a layout that requires another record can only be
// filled in in Zoho.
func TestFormsFilledInElsewhere(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.addField("Contacts", fakezoho.Field{Name: "Dealer__c", Label: "Dealer", Type: fakezoho.TypeLookup, Lookup: "Contacts", LayoutRequired: true})
	s.addField("Contacts", fakezoho.Field{Name: "Secret__c", Label: "Secret", Type: fakezoho.TypeText, Length: 9, LayoutRequired: true})
	if err := s.zoho.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) { p.HiddenFields = []string{"Contacts.Secret__c"} }); err != nil {
		t.Fatal(err)
	}
	forms := s.readForms()
	if got := forms[contract.ModuleContacts].Elsewhere; !slices.Equal(got, []string{"Dealer"}) {
		t.Errorf("elsewhere %v", got)
	}
	if got := forms[contract.ModuleLeads].Elsewhere; len(got) != 0 {
		t.Errorf("elsewhere for leads %v", got)
	}
	s.refused(contract.KindPanelCreateContact, nora, contract.CodeInvalid, contract.ProblemFieldElsewhere)
	if card := s.wantCard(newJID, contract.ChatNotInZoho); card.Problem == nil || card.Problem.Code != contract.ProblemFieldElsewhere || card.Problem.Detail != "Dealer" {
		t.Errorf("problem %+v", card.Problem)
	}
	if sent := s.zoho.CallsOf(fakezoho.OpContactsCreate); len(sent) != 0 {
		t.Error("it was sent all the same")
	}
	// The administrator gives way, which is noticed within the hour. What nobody
	// could know of is named when Zoho refuses.
	s.changeField("Contacts", "Dealer__c", func(f *fakezoho.Field) { f.LayoutRequired = false })
	s.clock.advance(time.Hour)
	if got := s.readForms()[contract.ModuleContacts].Elsewhere; len(got) != 0 {
		t.Errorf("elsewhere %v", got)
	}
	s.refused(contract.KindPanelCreateContact, nora, contract.CodeInvalid, contract.ProblemFieldRequired)
	if card := s.wantCard(newJID, contract.ChatNotInZoho); card.Problem == nil || card.Problem.Detail != "Secret__c" {
		t.Errorf("problem %+v", card.Problem)
	}
	s.changeField("Contacts", "Secret__c", func(f *fakezoho.Field) { f.LayoutRequired = false })
	s.do(contract.KindPanelCreateContact, nora)
	s.wantOneContact()
}

// TestLayoutChangedUnderTheForm: the form is read anew when Zoho refuses what it
// allows, and the field is named.
func TestLayoutChangedUnderTheForm(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.addField("Contacts", fakezoho.Field{Name: "Region__c", Label: "Region", Type: fakezoho.TypePicklist, Options: []string{"North", "South"}})
	s.readForms()
	s.changeField("Contacts", "Region__c", func(f *fakezoho.Field) { f.LayoutRequired = true })
	s.refused(contract.KindPanelCreateContact, nora, contract.CodeInvalid, contract.ProblemFieldRequired)
	if card := s.wantCard(newJID, contract.ChatNotInZoho); card.Problem == nil || card.Problem.Detail != "Region" || card.Create == nil {
		t.Errorf("problem %+v", card.Problem)
	}
	if f, asked := fieldOf(s.forms()[contract.ModuleContacts], "Region__c"); !asked || !f.Required {
		t.Fatalf("the form still lacks the field: %+v", f)
	}
	in := nora
	in.Values = map[string]string{"Region__c": "South"}
	s.changeField("Contacts", "Region__c", func(f *fakezoho.Field) { f.Options = []string{"North", "West"} })
	s.refused(contract.KindPanelCreateContact, in, contract.CodeInvalid, contract.ProblemFieldRefused)
	if f, _ := fieldOf(s.forms()[contract.ModuleContacts], "Region__c"); len(f.Options) != 2 || f.Options[1].Value != "West" {
		t.Fatalf("the form has the old choices: %+v", f)
	}
	in.Values["Region__c"] = "West"
	s.zoho.ResetCalls()
	s.do(contract.KindPanelCreateContact, in)
	if s.readings() != 0 {
		t.Error("the forms were read again for nothing")
	}
	s.wantOneContact()
}

// TestPhoneFieldIsRemembered: the next new record's number goes where the last
// one's went.
func TestPhoneFieldIsRemembered(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	in := nora
	in.PhoneField = "Home_Phone"
	s.do(contract.KindPanelCreateContact, in)
	made := func(field string) []fakezoho.Record {
		return slices.DeleteFunc(s.zoho.Contacts(), func(r fakezoho.Record) bool { return r.Fields[field] != newNum })
	}
	if len(made("Home_Phone")) != 1 || len(made("Mobile")) != 0 {
		t.Fatal("the number is not where it should be")
	}
	if got := phoneChoiceNames(s.forms()[contract.ModuleContacts]); !slices.Equal(got, []string{"Home_Phone", "Mobile", "Phone", "Other_Phone"}) {
		t.Errorf("phone fields %v", got)
	}
	if got := phoneChoiceNames(s.forms()[contract.ModuleLeads]); got[0] != "Mobile" {
		t.Errorf("phone fields of leads %v", got)
	}
	s.restartBrowser()
	s.whatsApp.add(contract.ChatRow{Chat: "14155550161@c.us", Title: "Olga", Name: "Olga Other"})
	s.openChat("14155550161@c.us")
	if got := phoneChoiceNames(s.readForms()[contract.ModuleContacts]); got[0] != "Home_Phone" {
		t.Errorf("phone fields %v", got)
	}
	s.do(contract.KindPanelCreateContact, contract.CreateContact{Chat: "14155550161@c.us", LastName: "Other"})
	id := s.wantCard("14155550161@c.us", contract.ChatLinked).Record.ID
	if record, _ := s.zoho.Record(id); record.Fields["Home_Phone"] != "+14155550161" {
		t.Errorf("fields %v", record.Fields)
	}
}

// TestRequiredPhoneFieldTakesTheNumberToo: no other number is known.
func TestRequiredPhoneFieldTakesTheNumberToo(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.changeField("Contacts", "Phone", func(f *fakezoho.Field) { f.LayoutRequired = true })
	s.do(contract.KindPanelCreateContact, nora)
	s.wantOneContact()
	if made := s.contactsWith(newNum); made[0].Fields["Phone"] != newNum {
		t.Errorf("fields %v", made[0].Fields)
	}
}

// TestOrderWhileZohoIsGone: what was read before is enough to take an order, and
// without it the names are.
func TestOrderWhileZohoIsGone(t *testing.T) {
	t.Parallel()
	for _, known := range []bool{true, false} {
		s := unknownChat(t)
		s.demanding()
		if known {
			s.readForms()
			s.clock.advance(25 * time.Hour)
			s.do(contract.KindOptionsCheck, contract.Nothing{})
		}
		s.zoho.SetDown(true)
		s.refused(contract.KindPanelCreateContact, noraLead(), contract.CodeOffline, contract.ProblemUnreachable)
		if !known {
			// Nothing can be said of the values yet.
			if card := s.card(newJID); card.State == contract.ChatCreating {
				t.Fatal("values that could not be checked were taken")
			}
			s.refused(contract.KindPanelCreateContact, nora, contract.CodeOffline, contract.ProblemUnreachable)
		}
		s.wantCard(newJID, contract.ChatCreating)
		s.zoho.SetDown(false)
		s.nextTick()
		if known {
			s.wantOneLead()
		} else {
			s.wantOneContact()
		}
	}
}

// TestFormOfPlainLayout: a layout that leaves to the field metadata what a field is makes the same form.
func TestFormOfPlainLayout(t *testing.T) {
	t.Parallel()
	read := func(w fakezoho.Switches) []string {
		s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches = w })
		s.connect()
		return fieldNames(s.readForms()[contract.ModuleContacts])
	}
	full, plain := read(fakezoho.Switches{}), read(fakezoho.Switches{PlainLayoutFields: true})
	if !slices.Equal(plain, full) || !slices.Contains(plain, "First_Name") {
		t.Errorf("form %q, with all told %q", plain, full)
	}
}
