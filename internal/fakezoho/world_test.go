package fakezoho

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestUserOrgAndSettings(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	users := r.api(http.MethodGet, "/users?type=CurrentUser", nil).doc["users"].([]any)
	u := users[0].(map[string]any)
	if len(users) != 1 || u["id"] != r.w.User.ID || u["time_zone"] != "America/Los_Angeles" || u["country"] != "US" ||
		u["full_name"] != "Olive Perator" || u["profile"].(map[string]any)["name"] != "Standard" {
		t.Errorf("user %v", u)
	}
	expect(t, r.api(http.MethodGet, "/users", nil), 400, "REQUIRED_PARAM_MISSING")
	expect(t, r.api(http.MethodGet, "/users?type=AllUsers", nil), 400, "INVALID_DATA")

	o := r.api(http.MethodGet, "/org", nil).doc["org"].([]any)[0].(map[string]any)
	if o["id"] != r.w.Org.ID || o["zgid"] != r.w.Org.ZGID || o["country_code"] != "US" || o["iso_code"] != "USD" || o["company_name"] != "Example Trading" {
		t.Errorf("org %v", o)
	}

	for _, path := range []string{"/settings/fields", "/settings/layouts"} {
		expect(t, r.api(http.MethodGet, path, nil), 400, "REQUIRED_PARAM_MISSING")
		expect(t, r.api(http.MethodGet, path+"?module=Nope", nil), 400, "INVALID_MODULE")
	}
	fields := map[string]map[string]any{}
	for _, v := range r.api(http.MethodGet, "/settings/fields?module=Contacts", nil).doc["fields"].([]any) {
		f := v.(map[string]any)
		fields[f["api_name"].(string)] = f
	}
	if f := fields["Phone"]; f["data_type"] != "phone" || f["length"] != float64(30) || f["system_mandatory"] != false {
		t.Errorf("Phone %v", f)
	}
	if f := fields["Last_Name"]; f["system_mandatory"] != true || f["length"] != float64(80) {
		t.Errorf("Last_Name %v", f)
	}
	if f := fields["Created_Time"]; f["read_only"] != true || f["operation_type"].(map[string]any)["api_create"] != false {
		t.Errorf("Created_Time %v", f)
	}
	layout := r.api(http.MethodGet, "/settings/layouts?module=Leads", nil).doc["layouts"].([]any)[0].(map[string]any)
	required := map[string]bool{}
	for _, v := range layout["sections"].([]any)[0].(map[string]any)["fields"].([]any) {
		f := v.(map[string]any)
		required[f["api_name"].(string)] = f["required"].(bool)
	}
	if layout["status"] != "active" || !required["Company"] || !required["Last_Name"] || required["Phone"] || len(layout["profiles"].([]any)) != 2 {
		t.Errorf("layout %v %v", layout["status"], required)
	}
}

func TestWebPage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.s.EditRecord(r.ada(), Fields{"Title": "<script>alert(1)</script>"}); err != nil {
		t.Fatal(err)
	}
	r.addNote(r.ada(), "first <i>", "line one\nline two & <b>")
	r.clock.advance(time.Minute)
	second := r.addNote(r.ada(), "second", "x")
	r.token = ""
	for _, path := range []string{"/crm/org" + r.w.Org.ZGID + "/tab/Contacts/" + r.ada(), "/crm/tab/Contacts/" + r.ada()} {
		a := r.api(http.MethodGet, usCRM+path, nil)
		html := string(a.raw)
		if a.status != 200 || !strings.Contains(a.header.Get("Content-Security-Policy"), "default-src 'none'; style-src 'self'") {
			t.Fatalf("%s: %d %v", path, a.status, a.header)
		}
		for _, want := range []string{"Stand-in Zoho CRM", "Ada Example", "(415) 555-0132", "Olive Perator", "line one\nline two &amp; &lt;b&gt;", "note-" + second} {
			if !strings.Contains(html, want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
		if strings.Contains(html, "<script>") || strings.Index(html, "second") > strings.Index(html, "first &lt;i&gt;") {
			t.Errorf("%s: unescaped, or oldest note first", path)
		}
	}
	for path, want := range map[string]int{
		"/": 200, "/static/crm.css": 200, "/crm/tab/Leads/" + r.w.Leads["Frank Prospect"]: 200,
		"/crm/tab/Contacts/1": 404, "/crm/tab/Leads/" + r.ada(): 404, "/crm/org1/tab/Contacts/" + r.ada(): 404,
		"/crm/org/tab/Contacts/" + r.ada(): 404, "/tab/Contacts/" + r.ada(): 404, "/crm/": 404, "/nope": 404,
	} {
		if a := r.api(http.MethodGet, usCRM+path, nil); a.status != want {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := r.api(http.MethodGet, usCRM+"/", nil); !strings.Contains(string(a.raw), "/crm/org"+r.w.Org.ZGID+"/tab/Contacts/"+r.ada()) {
		t.Error("the list has no link to a contact")
	}
	if a := r.api(http.MethodPost, usCRM+"/", nil); a.status != 405 {
		t.Errorf("POST: %d", a.status)
	}
	if a := r.api(http.MethodGet, "https://crm.zoho.eu/crm/tab/Contacts/"+r.ada(), nil); a.status != 404 {
		t.Errorf("record of another data centre: %d", a.status)
	}
	if err := r.s.DeleteContact(r.ada()); err != nil {
		t.Fatal(err)
	}
	if a := r.api(http.MethodGet, usCRM+"/crm/tab/Contacts/"+r.ada(), nil); a.status != 404 {
		t.Errorf("deleted record: %d", a.status)
	}
	r.s.Inject(Fault{Op: OpPage, Kind: FaultUnavailable})
	if a := r.api(http.MethodGet, usCRM+"/", nil); a.status != 503 {
		t.Errorf("injected fault: %d", a.status)
	}
	for _, c := range r.s.Calls() {
		if c.Op == OpPage {
			t.Error("a page is in the call log")
		}
	}
}

func TestStylesheets(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, target := range []string{usAccounts + consentStylePath, usCRM + pageStylePath} {
		if a := r.api(http.MethodGet, target, nil); a.status != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/css") {
			t.Errorf("%s: %d %s", target, a.status, a.header.Get("Content-Type"))
		}
	}
}

func TestAdminRefusals(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	note := must(r.s.AddNote(r.ada(), r.w.User.ID, "t", "c"))
	for name, err := range map[string]error{
		"org, data centre":    second(r.s.AddOrg(Org{DataCentre: "mars", TimeZone: "UTC"})),
		"org, zone":           second(r.s.AddOrg(Org{DataCentre: "us", TimeZone: "Mars/Olympus"})),
		"user, org":           second(r.s.AddUser(User{OrgID: "1", Last: "A", Email: "a@b.test"})),
		"user, name":          second(r.s.AddUser(User{OrgID: r.w.Org.ID, Email: "a@b.test"})),
		"user, zone":          second(r.s.AddUser(User{OrgID: r.w.Org.ID, Last: "A", Email: "a@b.test", TimeZone: "x"})),
		"contact, org":        second(r.s.AddContact("1", Fields{"Last_Name": "A"})),
		"contact, no name":    second(r.s.AddContact(r.w.Org.ID, Fields{})),
		"contact, unknown":    second(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": "A", "Nope": "x"})),
		"contact, long":       second(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": strings.Repeat("x", 81)})),
		"contact, type":       second(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": 1.5})),
		"contact, id":         second(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": "A", "id": "1"})),
		"note on a note":      second(r.s.AddForeignNote(note, "t", "c")),
		"note, user":          second(r.s.AddNote(r.ada(), "1", "t", "c")),
		"note, record":        second(r.s.AddForeignNote("1", "t", "c")),
		"edit":                r.s.EditRecord("1", Fields{}),
		"edit, field":         r.s.EditRecord(r.ada(), Fields{"Nope": "x"}),
		"delete":              r.s.DeleteRecord("1"),
		"delete note as such": r.s.DeleteContact(note),
		"lock":                r.s.SetLocked("1", true),
		"convert":             second(r.s.ConvertLead(r.ada())),
		"merge with itself":   r.s.MergeRecords(r.ada(), r.ada()),
		"merge, modules":      r.s.MergeRecords(r.ada(), r.w.Leads["Frank Prospect"]),
		"merge, notes":        r.s.MergeRecords(note, r.ada()),
		"merge, gone":         r.s.MergeRecords(r.ada(), "1"),
		"remove field":        r.s.RemoveField(r.w.Org.ID, "Contacts", "Nope"),
		"remove last name":    r.s.RemoveField(r.w.Org.ID, "Contacts", "Last_Name"),
		"remove, module":      r.s.RemoveField(r.w.Org.ID, "Nope", "Phone"),
		"spend, org":          r.s.SpendCredits("1", 1),
		"spend, too much":     r.s.SpendCredits(r.w.Org.ID, 1<<30),
		"sign in":             r.s.SignInAs("us", "1"),
		"field taken":         r.s.AddField(r.w.Org.ID, "Contacts", Field{Name: "Phone"}),
		"field, module":       r.s.AddField(r.w.Org.ID, "Nope", Field{Name: "X"}),
		"change field":        r.s.ChangeField(r.w.Org.ID, "Contacts", "Nope", func(*Field) {}),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestEditAndDeleteNoteByHand(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.addNote(r.ada(), "t", "mine")
	r.clock.advance(time.Minute)
	if err := r.s.EditRecord(id, Fields{"Note_Content": "edited by hand"}); err != nil {
		t.Fatal(err)
	}
	item := r.api(http.MethodGet, "/Notes/"+id, nil).items()[0]
	if item["Note_Content"] != "edited by hand" || item["Modified_Time"] != "2026-11-22T10:01:00-08:00" {
		t.Fatalf("item %v", item)
	}
	if err := r.s.DeleteRecord(id); err != nil {
		t.Fatal(err)
	}
	expect(t, r.api(http.MethodPut, "/Notes/"+id, data(map[string]any{"Note_Title": "t"})), 400, "INVALID_DATA")
	expect(t, r.api(http.MethodGet, "/Contacts/"+r.ada(), nil), 200, "")
}

func TestSnapshotIsACopyInJSON(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.addNote(r.ada(), "t", "c")
	snap := r.s.Snapshot()
	snap.Contacts[0].Fields["Phone"] = "changed"
	if rec, ok := r.s.Record(r.ada()); !ok || rec.Fields["Phone"] != "(415) 555-0132" {
		t.Fatal("the snapshot shares memory with the server")
	}
	raw, err := json.Marshal(r.s.Snapshot())
	if err != nil {
		t.Fatal(err)
	}
	var back Snapshot
	if err := json.Unmarshal(raw, &back); err != nil || len(back.Contacts) != 5 || len(back.Leads) != 1 || len(back.Notes) != 1 || back.Notes[0].Content != "c" {
		t.Fatalf("%v %s", err, raw)
	}
	if _, ok := r.s.Record(snap.Notes[0].ID); ok {
		t.Error("a note passes for a record")
	}
	if len(r.s.Leads()) != 1 {
		t.Error("leads")
	}
}

func TestUnknownSwitchPanics(t *testing.T) {
	t.Parallel()
	for _, sw := range []Switches{
		{MixedBatchStatus: 500}, {FailedBatchStatus: 200}, {ThrottleStatus: 429}, {TooMany: "x"}, {PhoneSearch: "x"},
		{NoteContentLimit: -1}, {NoteContentUnit: "x"}, {NoteCredits: "x"}, {MissingRecordStatus: 200}, {InnerWildcard: "x"},
		{COQLConversion: "x"}, {ConvertedLead: "x"}, {COQLOffsetCeiling: -1}, {ForeignNoteCode: "x"}, {CodeLifetime: -1}, {LiveAccessTokens: -1}, {RevokePaths: "x"},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%+v was accepted", sw)
				}
			}()
			New(Options{Switches: sw})
		}()
	}
}

func TestSeedWithoutRedirect(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	w, err := SeedDemo(s)
	if err != nil || w.Client.ID != "" || w.SelfClient.ID == "" {
		t.Fatalf("%+v %v", w, err)
	}
}
