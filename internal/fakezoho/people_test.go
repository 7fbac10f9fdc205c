package fakezoho

import (
	"net/http"
	"slices"
	"testing"
	"time"
)

func TestConvertLead(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	lead := r.w.Leads["Frank Prospect"]
	if err := r.s.AddField(r.w.Org.ID, "Leads", Field{Name: "Second_Phone__c", Type: TypePhone, Length: 30}); err != nil {
		t.Fatal(err)
	}
	if err := r.s.EditRecord(lead, Fields{"Designation": "Buyer", "City": "Reno", "Second_Phone__c": "1"}); err != nil {
		t.Fatal(err)
	}
	note := must(r.s.AddNote(lead, r.w.User.ID, "t", "c"))
	r.clock.advance(time.Minute)
	id, err := r.s.ConvertLead(lead)
	if err != nil {
		t.Fatal(err)
	}
	contact, _ := r.s.Record(id)
	if contact.Module != "Contacts" || contact.Name != "Frank Prospect" || contact.Fields["Phone"] != "415.555.0188" || contact.Fields["Title"] != "Buyer" ||
		contact.Fields["Mailing_City"] != "Reno" || contact.Fields["Second_Phone__c"] != nil || contact.Fields["Company"] != nil || !contact.CreatedTime.Equal(r.clock.now()) {
		t.Errorf("contact %+v", contact)
	}
	if moved := r.s.NotesOf(id); len(moved) != 1 || moved[0].ID != note || len(r.s.NotesOf(lead)) != 0 {
		t.Errorf("notes %+v", moved)
	}
	item := r.api(http.MethodGet, "/Leads/"+lead, nil).items()[0]
	to, _ := item["Converted_Contact"].(map[string]any)
	if item["Converted__s"] != true || to["id"] != id || to["name"] != "Frank Prospect" || item["Modified_Time"] != "2026-11-22T10:01:00-08:00" || item["Converted_Date_Time"] != item["Modified_Time"] {
		t.Errorf("lead %v", item)
	}
	if a := r.coql("select Converted_Contact from Leads where Converted_Contact = '" + id + "'"); len(a.items()) != 1 {
		t.Errorf("by contact: %s", a.raw)
	}
	if _, err := r.s.ConvertLead(lead); err == nil {
		t.Error("a lead was converted twice")
	}
	if err := r.s.DeleteRecord(id); err != nil {
		t.Fatal(err)
	}
	if item := r.api(http.MethodGet, "/Leads/"+lead, nil).items()[0]; item["Converted__s"] != true || item["Converted_Contact"] != nil {
		t.Errorf("lead whose contact was deleted: %v", item)
	}
	// The fields are read-only.
	expect(t, r.api(http.MethodPut, "/Leads/"+lead, data(map[string]any{"Converted__s": false, "Converted_Contact": map[string]any{"id": r.ada()}})), 200, "SUCCESS")
	if item := r.api(http.MethodGet, "/Leads/"+lead, nil).items()[0]; item["Converted__s"] != true || item["Converted_Contact"] != nil {
		t.Errorf("the API changed the conversion: %v", item)
	}
}

func TestConvertedLeadSwitch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sw              ConvertedLead
		plain, asked    int
		notes, put, add int
	}{
		{ConvertedAnswers, 200, 200, 204, 200, 201},
		{ConvertedOnRequest, 204, 200, 204, 200, 201},
		{ConvertedGone, 204, 204, 400, 400, 400},
	} {
		r := newRig(t, withSwitches(Switches{ConvertedLead: c.sw}))
		lead := r.w.Leads["Frank Prospect"]
		must(r.s.ConvertLead(lead))
		for path, want := range map[string]int{
			"/Leads/" + lead: c.plain, "/Leads/" + lead + "?converted=false": c.plain, "/Leads/" + lead + "?converted=both": c.asked,
			"/Leads/" + lead + "?converted=true": c.asked, "/Leads/" + lead + "/Notes?fields=id": c.notes, "/Leads/" + lead + "?converted=x": 400,
		} {
			if a := r.api(http.MethodGet, path, nil); a.status != want {
				t.Errorf("%q, %s: %d", c.sw, path, a.status)
			}
		}
		if a := r.api(http.MethodPut, "/Leads/"+lead, data(map[string]any{"City": "Reno"})); a.status != c.put {
			t.Errorf("%q, PUT: %d", c.sw, a.status)
		}
		parent := map[string]any{"module": map[string]any{"api_name": "Leads"}, "id": lead}
		if a := r.api(http.MethodPost, "/Notes", data(map[string]any{"Parent_Id": parent, "Note_Content": "c"})); a.status != c.add {
			t.Errorf("%q, POST: %d", c.sw, a.status)
		}
	}
}

func TestCOQLConversionSwitch(t *testing.T) {
	t.Parallel()
	for sw, known := range map[COQLConversion][]string{
		ConversionKnown: {"Converted__s", "Converted_Contact", "Converted_Date_Time"}, ConversionNoMark: {"Converted_Contact", "Converted_Date_Time"}, ConversionUnknown: {},
	} {
		r := newRig(t, withSwitches(Switches{COQLConversion: sw}))
		for _, name := range []string{"Converted__s", "Converted_Contact", "Converted_Date_Time"} {
			want := 400
			if slices.Contains(known, name) {
				want = 200
			}
			if a := r.coql("select " + name + " from Leads where id is not null"); a.status != want || want == 400 && a.details()["column_name"] != name {
				t.Errorf("%q, %s: %d %s", sw, name, a.status, a.raw)
			}
		}
		expect(t, r.coql("select Phone from Contacts where id is not null"), 200, "")
	}
	// An organisation without the fields answers in the same way.
	r := newRig(t)
	if err := r.s.RemoveField(r.w.Org.ID, "Leads", "Converted__s"); err != nil {
		t.Fatal(err)
	}
	expect(t, r.coql("select Converted__s from Leads where id is not null"), 400, "INVALID_QUERY")
	if _, there := r.api(http.MethodGet, "/Leads/"+r.w.Leads["Frank Prospect"], nil).items()[0]["Converted__s"]; there {
		t.Error("a field that was removed is still read")
	}
}

func TestMergeRecords(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	keep, drop, lead := r.ada(), r.w.Contacts["Dev Instance"], must(r.s.AddLead(r.w.Org.ID, Fields{"Last_Name": "Dev"}))
	dropNote, keepNote := must(r.s.AddNote(drop, r.w.User.ID, "d", "c")), must(r.s.AddNote(keep, r.w.User.ID, "k", "c"))
	deal := must(r.s.AddDeal(r.w.Org.ID, Fields{"Deal_Name": "D", "Contact_Name": drop}))
	contact := must(r.s.ConvertLead(lead))
	r.clock.advance(time.Minute)
	for _, from := range []string{drop, contact} {
		if err := r.s.MergeRecords(keep, from); err != nil {
			t.Fatal(err)
		}
		if a := r.api(http.MethodGet, "/Contacts/"+from, nil); a.status != 204 {
			t.Errorf("merged record: %d", a.status)
		}
	}
	kept, _ := r.s.Record(keep)
	if kept.Fields["Phone"] != "(415) 555-0132" || kept.Fields["Mobile"] != "+44 7700 900123" || kept.Fields["Department"] != "Imports" || kept.Name != "Ada Example" || !kept.ModifiedTime.Equal(r.clock.now()) {
		t.Errorf("kept %+v", kept)
	}
	ids := []string{}
	for _, n := range r.s.NotesOf(keep) {
		ids = append(ids, n.ID)
	}
	slices.Sort(ids)
	if want := []string{dropNote, keepNote}; !slices.Equal(ids, want) {
		t.Errorf("notes %v, want %v", ids, want)
	}
	if d, _ := r.s.Record(deal); d.Fields["Contact_Name"] != keep {
		t.Errorf("deal %+v", d)
	}
	if to, _ := r.api(http.MethodGet, "/Leads/"+lead, nil).items()[0]["Converted_Contact"].(map[string]any); to["id"] != keep {
		t.Errorf("converted lead points to %v", to)
	}
	if n := len(r.s.Contacts()); n != 4 {
		t.Errorf("%d contacts", n)
	}
}

func TestPlainDuplicate(t *testing.T) {
	t.Parallel()
	r := newRig(t, withSwitches(Switches{PlainDuplicate: true}))
	for _, f := range []Field{{Name: "WhatsApp__c", Type: TypePhone, Length: 30, Unique: true}, {Name: "Work_Email__c", Type: TypeEmail, Length: 100, Unique: true}} {
		if err := r.s.AddField(r.w.Org.ID, "Leads", f); err != nil {
			t.Fatal(err)
		}
	}
	first := data(map[string]any{"Last_Name": "A", "Company": "B", "WhatsApp__c": "+14155550155", "Work_Email__c": "a@example.test"})
	a := r.api(http.MethodPost, "/Leads", first)
	expect(t, a, 201, "SUCCESS")
	id := a.details()["id"]
	for name, value := range map[string]string{"WhatsApp__c": "+14155550155", "Work_Email__c": "A@example.test"} {
		a := r.api(http.MethodPost, "/Leads", data(map[string]any{"Last_Name": "C", "Company": "B", name: value}))
		expect(t, a, 400, "DUPLICATE_DATA")
		if d := a.details(); d["id"] != id || d["api_name"] != name || d["duplicate_record"] != nil {
			t.Errorf("details %v", d)
		}
	}
}

func TestModifiedAsItem(t *testing.T) {
	t.Parallel()
	for asItem, depth := range map[bool]int{false: 0, true: 1} {
		r := newRig(t, withSwitches(Switches{ModifiedAsItem: asItem}))
		req := r.request(http.MethodPut, "/Contacts/"+r.ada(), data(map[string]any{"Title": "x"}))
		req.Header.Set("If-Unmodified-Since", "2026-11-21T09:59:59-08:00")
		a := must(r.do(req))
		expect(t, a, 412, "ALREADY_MODIFIED")
		if len(a.items()) != depth {
			t.Errorf("as item %v: %s", asItem, a.raw)
		}
	}
	r := newRig(t)
	for _, since := range []string{"2026-11-21T18:00:00Z", "Sat, 21 Nov 2026 18:00:00 GMT", "2026-11-21T10:00:00.000-08:00"} {
		req := r.request(http.MethodPut, "/Contacts/"+r.ada(), data(map[string]any{"Title": "x"}))
		req.Header.Set("If-Unmodified-Since", since)
		expect(t, must(r.do(req)), 400, "INVALID_DATA")
	}
}

func TestChoicesAndDefaults(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.s.AddField(r.w.Org.ID, "Contacts", Field{Name: "Regions__c", Type: TypeChoices, Options: []string{"North", "South"}, Default: "North"}); err != nil {
		t.Fatal(err)
	}
	a := r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "A", "Regions__c": []any{"South", "North"}}))
	expect(t, a, 201, "SUCCESS")
	item := r.api(http.MethodGet, "/Contacts/"+a.details()["id"].(string), nil).items()[0]
	if got, _ := item["Regions__c"].([]any); len(got) != 2 || got[0] != "South" {
		t.Errorf("stored %v", item["Regions__c"])
	}
	expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "A", "Regions__c": "South"})), 400, "INVALID_DATA")
	expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "A", "Regions__c": []any{"West"}})), 400, "INVALID_DATA")
	expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "A", "Regions__c": []any{}})), 201, "SUCCESS")
	expect(t, r.coql("select Regions__c from Contacts where Regions__c is not null"), 200, "")
	expect(t, r.coql("select id from Contacts where Regions__c = 'North'"), 400, "INVALID_QUERY")
	fields, _ := r.api(http.MethodGet, "/settings/fields?module=Contacts", nil).doc["fields"].([]any)
	last, _ := fields[len(fields)-1].(map[string]any)
	if last["api_name"] != "Regions__c" || last["default_value"] != "North" || last["data_type"] != "multiselectpicklist" {
		t.Errorf("metadata %v", last)
	}
}

func TestWordSearchLooksIntoLongTexts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.s.EditRecord(r.ada(), Fields{"Description": "met at the harbour fair"}); err != nil {
		t.Fatal(err)
	}
	r.clock.advance(time.Minute)
	if got := r.found("word=Harbour"); got != "Example" {
		t.Errorf("found %q", got)
	}
	expect(t, r.api(http.MethodGet, "/Contacts/search?word=ella@example", nil), 200, "")
	if err := r.s.ChangeField(r.w.Org.ID, "Contacts", "Email", func(f *Field) { f.Encrypted = true }); err != nil {
		t.Fatal(err)
	}
	expectEmpty(t, r.api(http.MethodGet, "/Contacts/search?word=ella@example", nil))
}
