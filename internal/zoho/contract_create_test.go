package zoho_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

func TestFillAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c, ctx, ben := s.signIn(t, allScopes()...), t.Context(), s.world.Contacts["Ben Sample"]
		read, err := c.Contacts.Get(ctx, ben, "Phone")
		if err != nil || read.Fields["Phone"] != "" {
			t.Fatalf("%+v, %v", read, err)
		}
		s.clock.Advance(time.Minute)
		done, err := c.Contacts.Fill(ctx, ben, "Phone", "+14155550147", read.ModifiedTime)
		if err != nil || done.Outcome != zoho.Done || done.ID != ben || !done.ModifiedTime.Equal(s.clock.Now()) {
			t.Fatalf("%+v, %v", done, err)
		}
		if stored, _ := s.server.Record(ben); stored.Fields["Phone"] != "+14155550147" || stored.Fields["Mobile"] != "+14155550147" || stored.Name != "Ben Sample" || stored.Writes != 2 {
			t.Errorf("stored %+v", stored)
		}
		// With the time of the first reading it cannot be done again, with that of the write it can.
		again, _ := c.Contacts.Fill(ctx, ben, "Home_Phone", "+14155550147", read.ModifiedTime)
		if again.Outcome != zoho.NotDone || !errors.Is(again.Err, zoho.ErrModified) {
			t.Errorf("after its own change: %+v", again)
		}
		if next, err := c.Contacts.Fill(ctx, ben, "Home_Phone", "+14155550147", done.ModifiedTime); err != nil || next.Outcome != zoho.Done {
			t.Errorf("after reading again: %+v, %v", next, err)
		}
		frank := s.world.Leads["Frank Prospect"]
		lead, err := c.Leads.Get(ctx, frank, "Mobile")
		if err != nil {
			t.Fatal(err)
		}
		s.clock.Advance(time.Minute)
		if err := s.server.EditRecord(frank, fakezoho.Fields{"Mobile": "+14155550188"}); err != nil {
			t.Fatal(err)
		}
		if got, _ := c.Leads.Fill(ctx, frank, "Mobile", "+14155550199", lead.ModifiedTime); got.Outcome != zoho.NotDone || !errors.Is(got.Err, zoho.ErrModified) {
			t.Errorf("changed by hand: %+v", got)
		}
		if stored, _ := s.server.Record(frank); stored.Fields["Mobile"] != "+14155550188" {
			t.Errorf("overwritten: %+v", stored)
		}
		if got, _ := c.Leads.Fill(ctx, frank, "Mobile", "not (a number", s.clock.Now()); got.Outcome != zoho.NotDone || !errors.Is(got.Err, zoho.ErrInvalidData) {
			t.Errorf("not a number: %+v", got)
		}
		if err := s.server.SetLocked(frank, true); err != nil {
			t.Fatal(err)
		}
		if got, _ := c.Leads.Fill(ctx, frank, "Mobile", "+14155550199", s.clock.Now()); got.Outcome != zoho.NotDone || !errors.Is(got.Err, zoho.ErrLocked) {
			t.Errorf("locked: %+v", got)
		}
		if err := s.server.DeleteRecord(frank); err != nil {
			t.Fatal(err)
		}
		if got, _ := c.Leads.Fill(ctx, frank, "Mobile", "+14155550199", s.clock.Now()); got.Outcome != zoho.NotDone || !errors.Is(got.Err, zoho.ErrNotFound) {
			t.Errorf("gone: %+v", got)
		}
	})
}

// TestFillRightsAgainstStandIn: filling needs a scope and a right of its own, which reading and creating do not give.
func TestFillRightsAgainstStandIn(t *testing.T) {
	t.Parallel()
	s := newStage(t, fakezoho.Switches{})
	ben, frank := s.world.Contacts["Ben Sample"], s.world.Leads["Frank Prospect"]
	fill := func(c *zoho.Client) (zoho.WriteResult, zoho.WriteResult) {
		contact, _ := c.Contacts.Fill(t.Context(), ben, "Phone", "+14155550147", s.clock.Now())
		lead, _ := c.Leads.Fill(t.Context(), frank, "Mobile", "+14155550188", s.clock.Now())
		return contact, lead
	}
	contact, lead := fill(s.signIn(t, scopesWithout("ZohoCRM.modules.contacts.UPDATE")...))
	var e *zoho.APIError
	if !errors.As(contact.Err, &e) || !errors.Is(e, zoho.ErrScope) || !slices.Equal(e.Scopes, []string{"ZohoCRM.modules.contacts.UPDATE"}) || contact.Outcome != zoho.NotDone || lead.Outcome != zoho.Done {
		t.Errorf("without the scope: %+v, %+v", contact, lead)
	}
	c := s.signIn(t, allScopes()...)
	if err := s.server.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) { p.Lacks = []string{"Crm_Implied_Edit_Leads"} }); err != nil {
		t.Fatal(err)
	}
	contact, lead = fill(c)
	if !errors.As(lead.Err, &e) || !errors.Is(e, zoho.ErrNoPermission) || !slices.Equal(e.Permissions, []string{"Crm_Implied_Edit_Leads"}) || lead.Outcome != zoho.NotDone || contact.Outcome != zoho.Done {
		t.Errorf("without the right: %+v, %+v", contact, lead)
	}
}

func TestCreateLeadsAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c, ctx, org := s.signIn(t, allScopes()...), t.Context(), s.world.Org.ID
		for _, f := range []fakezoho.Field{
			{Name: "WhatsApp__c", Type: fakezoho.TypePhone, Length: 30, Unique: true},
			{Name: "Work_Email__c", Type: fakezoho.TypeEmail, Length: 100, Unique: true},
		} {
			if err := s.server.AddField(org, "Leads", f); err != nil {
				t.Fatal(err)
			}
		}
		partner, err := s.server.AddLayout(org, "Leads", fakezoho.Layout{Name: "Partner", Required: []string{"Email"}})
		if err != nil {
			t.Fatal(err)
		}
		lead := func(more map[string]string) zoho.NewRecord {
			fields := map[string]string{"Last_Name": "New", "Company": "Example"}
			for name, v := range more {
				fields[name] = v
			}
			return zoho.NewRecord{Fields: fields}
		}
		inLayout := zoho.NewRecord{Fields: map[string]string{"Last_Name": "New"}, LayoutID: partner}
		made, err := c.Leads.Create(ctx, []zoho.NewRecord{
			lead(map[string]string{"WhatsApp__c": "+14155550155", "Work_Email__c": "new@example.test"}),
			lead(map[string]string{"WhatsApp__c": "+14155550155"}),
			lead(map[string]string{"Work_Email__c": "NEW@example.test"}),
			{Fields: map[string]string{"Last_Name": "New"}},
			lead(map[string]string{"Lead_Source": "Pigeon"}),
			{Fields: map[string]string{"Company": "Example", "WhatsApp__c": "+14155550155", "Lead_Source": "Pigeon"}},
			inLayout,
			lead(map[string]string{"Mobile": "not (a number"}),
		})
		if err != nil || made[0].Outcome != zoho.Done {
			t.Fatalf("%+v, %v", made, err)
		}
		for i, r := range made[1:] {
			if r.Outcome != zoho.NotDone {
				t.Errorf("lead %d: %+v", i+1, r)
			}
		}
		for i, field := range map[int]string{1: "WhatsApp__c", 2: "Work_Email__c", 5: "WhatsApp__c"} {
			if d := made[i].Duplicate; d == nil || d.Module != "Leads" || d.ID != made[0].ID || d.Field != field {
				t.Errorf("duplicate of lead %d: %+v, %v", i, d, made[i].Err)
			}
		}
		refusals := func(i int) map[string]*zoho.APIError {
			var e *zoho.APIError
			if !errors.As(made[i].Err, &e) {
				t.Fatalf("lead %d: %v", i, made[i].Err)
			}
			all := map[string]*zoho.APIError{}
			for _, one := range e.Refusals() {
				all[one.APIName()] = one
			}
			return all
		}
		if got := refusals(3); len(got) != 1 || !errors.Is(got["Company"], zoho.ErrMandatory) {
			t.Errorf("without company: %v", got)
		}
		if got := refusals(4)["Lead_Source"]; !errors.Is(got, zoho.ErrInvalidData) || !slices.Contains(got.SupportedValues(), "Chat") {
			t.Errorf("wrong choice: %v", got)
		}
		if got := refusals(5); len(got) != 3 || !errors.Is(got["Last_Name"], zoho.ErrMandatory) || !errors.Is(got["WhatsApp__c"], zoho.ErrDuplicate) || !errors.Is(got["Lead_Source"], zoho.ErrInvalidData) {
			t.Errorf("three at once: %v", got)
		}
		if got := refusals(6); len(got) != 1 || !errors.Is(got["Email"], zoho.ErrMandatory) {
			t.Errorf("in the other layout: %v", got)
		}
		if got := refusals(7)["Mobile"]; !errors.Is(got, zoho.ErrInvalidData) {
			t.Errorf("not a number: %v", got)
		}
		inLayout.Fields["Email"] = "p@example.test"
		if r, err := c.Leads.Create(ctx, []zoho.NewRecord{inLayout}); err != nil || r[0].Outcome != zoho.Done {
			t.Errorf("in the other layout: %+v, %v", r, err)
		}
		if n := len(s.server.Leads()); n != 3 {
			t.Errorf("%d leads", n)
		}
	})
}

// TestFormsAgainstStandIn fills in every field of a form and creates the record: a form that is filled in is taken.
func TestFormsAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		org, server := s.world.Org.ID, s.server
		for _, f := range []fakezoho.Field{
			{Name: "Regions__c", Type: fakezoho.TypeChoices, Options: []string{"North", "South"}, LayoutRequired: true, Default: "South"},
			{Name: "Secret__c", Type: fakezoho.TypeText, Length: 10},
		} {
			if err := server.AddField(org, "Leads", f); err != nil {
				t.Fatal(err)
			}
		}
		if err := server.ChangeProfile(org, "Standard", func(p *fakezoho.Profile) { p.HiddenFields = []string{"Leads.Secret__c"} }); err != nil {
			t.Fatal(err)
		}
		c, ctx := s.signIn(t, allScopes()...), t.Context()
		user, err := c.Users.Current(ctx)
		if err != nil {
			t.Fatal(err)
		}
		layouts, err := c.Layouts.List(ctx, "Leads")
		if err != nil {
			t.Fatal(err)
		}
		fields, err := c.Fields.List(ctx, "Leads")
		if err != nil {
			t.Fatal(err)
		}
		form := zoho.CreateFields("Leads", layouts, fields, user.ProfileID)
		record, names := zoho.NewRecord{}, []string{}
		for _, f := range form {
			names = append(names, f.APIName)
			value := map[string]string{
				"text": "Text", "textarea": "Long text", "phone": "+14155550155", "email": "a@example.test", "website": "https://example.test",
				"boolean": "true", "integer": "7", "multiselectpicklist": "North;South",
			}[f.DataType]
			if f.DataType == "picklist" {
				value = f.Choices[len(f.Choices)-1].Label
			}
			if err := record.Set(f, value); err != nil || value == "" {
				t.Errorf("%s of type %s: %v", f.APIName, f.DataType, err)
			}
			if required := slices.Contains([]string{"Last_Name", "Company", "Regions__c"}, f.APIName); f.Required != required || !f.Fillable {
				t.Errorf("%+v", f)
			}
			if f.APIName == "Regions__c" && f.Default != "South" {
				t.Errorf("%+v", f)
			}
		}
		if slices.Contains(names, "Secret__c") || slices.Contains(names, "Owner") || slices.Contains(names, "Full_Name") || slices.Contains(names, "Converted_Contact") || len(names) < 15 {
			t.Errorf("fields %v", names)
		}
		layout, ok := zoho.LayoutOf(layouts, user.ProfileID)
		if !ok {
			t.Fatal("no layout")
		}
		record.LayoutID = layout.ID
		made, err := c.Leads.Create(ctx, []zoho.NewRecord{record})
		if err != nil || made[0].Outcome != zoho.Done {
			t.Fatalf("%+v, %v", made, err)
		}
		stored, _ := server.Record(made[0].ID)
		for _, name := range names {
			if stored.Fields[name] == nil {
				t.Errorf("%s was not stored", name)
			}
		}
	})
}

// TestFormsWithoutMetadataAgainstStandIn: where layouts and fields cannot be read there is a form that a new organisation takes.
func TestFormsWithoutMetadataAgainstStandIn(t *testing.T) {
	t.Parallel()
	s := newStage(t, fakezoho.Switches{})
	c, ctx := s.signIn(t, scopesWithout("ZohoCRM.settings.layouts.READ")...), t.Context()
	if _, err := c.Layouts.List(ctx, "Contacts"); !errors.Is(err, zoho.ErrScope) {
		t.Fatalf("layouts: %v", err)
	}
	fields, err := c.Fields.List(ctx, "Contacts")
	if err != nil {
		t.Fatal(err)
	}
	for module, known := range map[string][]zoho.Field{"Contacts": fields, "Leads": nil} {
		var record zoho.NewRecord
		phones := 0
		for _, f := range zoho.CreateFields(module, nil, known, "") {
			value := "Example"
			if f.DataType == "phone" {
				value = "+14155550155"
				phones++
			}
			if err := record.Set(f, value); err != nil {
				t.Errorf("%s: %v", f.APIName, err)
			}
		}
		create := c.Contacts.Create
		if module == "Leads" {
			create = c.Leads.Create
		}
		if made, err := create(ctx, []zoho.NewRecord{record}); err != nil || made[0].Outcome != zoho.Done || phones < 2 {
			t.Errorf("%s: %+v, %v", module, made, err)
		}
	}
}
