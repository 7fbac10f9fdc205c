package fakezoho

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestCreateContact(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	a := r.api(http.MethodPost, "/Contacts", map[string]any{
		"data":    []any{map[string]any{"Last_Name": "Löwe", "Phone": "+14155550123", "Nope": 1, "id": "1", "Created_Time": "2001-01-01T00:00:00Z", "Full_Name": "x"}},
		"trigger": []any{"workflow"},
	})
	expect(t, a, 201, "SUCCESS")
	d := a.details()
	id := d["id"].(string)
	// Nineteen digits without a leading zero are above 2^53.
	if !regexp.MustCompile(`^[1-9][0-9]{18}$`).MatchString(id) {
		t.Errorf("id %s", id)
	}
	if d["Created_Time"] != "2026-11-22T10:00:00-08:00" || d["Modified_Time"] != d["Created_Time"] || d["$approval_state"] != "approved" {
		t.Errorf("details %v", d)
	}
	rec, ok := r.s.Record(id)
	if !ok || rec.Name != "Löwe" || rec.Fields["Phone"] != "+14155550123" || rec.Fields["Nope"] != nil || rec.OwnerID != r.w.User.ID ||
		rec.Trigger == nil || !slices.Equal(*rec.Trigger, []string{"workflow"}) || rec.Writes != 1 {
		t.Fatalf("stored %+v", rec)
	}
	a = r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "X"}))
	if rec, _ := r.s.Record(a.details()["id"].(string)); rec.Trigger != nil {
		t.Error("a trigger was recorded that was not sent")
	}
}

func TestCreateRefusals(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, c := range []struct {
		name   string
		fields map[string]any
		code   string
		key    string
		value  any
	}{
		{"no last name", map[string]any{"First_Name": "A"}, "MANDATORY_NOT_FOUND", "api_name", "Last_Name"},
		{"empty last name", map[string]any{"Last_Name": ""}, "MANDATORY_NOT_FOUND", "json_path", "$.data[0].Last_Name"},
		{"null last name", map[string]any{"Last_Name": nil}, "MANDATORY_NOT_FOUND", "api_name", "Last_Name"},
		{"long last name", map[string]any{"Last_Name": strings.Repeat("é", 81)}, "INVALID_DATA", "maximum_length", float64(80)},
		{"long phone", map[string]any{"Last_Name": "A", "Phone": strings.Repeat("1", 31)}, "INVALID_DATA", "maximum_length", float64(30)},
		{"bad phone", map[string]any{"Last_Name": "A", "Phone": "+1 (415"}, "INVALID_DATA", "api_name", "Phone"},
		{"phone as number", map[string]any{"Last_Name": "A", "Phone": 4155550132}, "INVALID_DATA", "expected_data_type", "string"},
		{"bad email", map[string]any{"Last_Name": "A", "Email": "a@b"}, "INVALID_DATA", "expected_data_type", "email"},
		{"bad choice", map[string]any{"Last_Name": "A", "Lead_Source": "WhatsApp"}, "INVALID_DATA", "api_name", "Lead_Source"},
		{"bad boolean", map[string]any{"Last_Name": "A", "Email_Opt_Out": "true"}, "INVALID_DATA", "expected_data_type", "boolean"},
		{"bad date", map[string]any{"Last_Name": "A", "Date_of_Birth": "22.11.2026"}, "INVALID_DATA", "expected_data_type", "date"},
		{"lookup as text", map[string]any{"Last_Name": "A", "Account_Name": "Acme"}, "INVALID_DATA", "expected_data_type", "jsonobject"},
		{"lookup to nothing", map[string]any{"Last_Name": "A", "Account_Name": map[string]any{"id": "1"}}, "INVALID_DATA", "api_name", "Account_Name"},
		{"unknown owner", map[string]any{"Last_Name": "A", "Owner": map[string]any{"id": "1"}}, "INVALID_DATA", "api_name", "Owner"},
		{"unknown layout", map[string]any{"Last_Name": "A", "Layout": map[string]any{"id": "1"}}, "INVALID_DATA", "api_name", "Layout"},
	} {
		a := r.api(http.MethodPost, "/Contacts", data(c.fields))
		if a.status != 400 || a.code() != c.code || a.details()[c.key] != c.value {
			t.Errorf("%s: %d %s", c.name, a.status, a.raw)
		}
	}
	a := r.api(http.MethodPost, "/Contacts", data(map[string]any{"Email": "x"}))
	if errs, _ := a.details()["errors"].([]any); a.code() != "MULTIPLE_OR_MULTI_ERRORS" || len(errs) != 2 {
		t.Errorf("two faults: %s", a.raw)
	}
	expect(t, r.api(http.MethodPost, "/Leads", data(map[string]any{"Last_Name": "A"})), 400, "MANDATORY_NOT_FOUND")
	expect(t, r.api(http.MethodPost, "/Leads", data(map[string]any{"Last_Name": "A", "Company": "B", "No_of_Employees": 5})), 201, "SUCCESS")
	expect(t, r.api(http.MethodPost, "/Leads", data(map[string]any{"Last_Name": "A", "Company": "B", "No_of_Employees": 5.5})), 400, "INVALID_DATA")
	if n := len(r.s.Contacts()); n != 5 {
		t.Errorf("%d contacts", n)
	}
}

func TestBodiesOfWrites(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	many := make([]map[string]any, 101)
	for i := range many {
		many[i] = map[string]any{"Last_Name": "A"}
	}
	for _, c := range []struct {
		name string
		body any
		code string
	}{
		{"not JSON", "{", "INVALID_DATA"},
		{"empty", "", "INVALID_DATA"},
		{"array", "[]", "INVALID_DATA"},
		{"no data", map[string]any{}, "MANDATORY_NOT_FOUND"},
		{"data is an object", map[string]any{"data": map[string]any{}}, "INVALID_DATA"},
		{"data is empty", map[string]any{"data": []any{}}, "INVALID_DATA"},
		{"item is text", map[string]any{"data": []any{"x"}}, "INVALID_DATA"},
		{"trigger is text", map[string]any{"data": []any{map[string]any{"Last_Name": "A"}}, "trigger": "workflow"}, "INVALID_DATA"},
		{"trigger holds a number", map[string]any{"data": []any{map[string]any{"Last_Name": "A"}}, "trigger": []any{1}}, "INVALID_DATA"},
		{"101 items", data(many...), "LIMIT_EXCEEDED"},
	} {
		for _, path := range []string{"/Contacts", "/Notes"} {
			if a := r.api(http.MethodPost, path, c.body); a.status != 400 || a.code() != c.code {
				t.Errorf("%s, POST %s: %d %s", c.name, path, a.status, a.raw)
			}
			if a := r.api(http.MethodPut, path, c.body); a.status != 400 || a.code() != c.code {
				t.Errorf("%s, PUT %s: %d %s", c.name, path, a.status, a.raw)
			}
		}
	}
	if n := len(r.s.Contacts()); n != 5 {
		t.Errorf("%d contacts", n)
	}
	expect(t, r.api(http.MethodPost, "/Contacts", data(many[:100]...)), 201, "SUCCESS")
}

func TestPhoneSyntax(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"+14155550100": true, "4155550100": true, "(415) 555-0100": true, "415.555.0100": true, "+33 6 12 34 56 78": true,
		"0 98765 43210": true, "+1 415 555 0100 ext 7": true, "4155550100,7": true, "4155550100;7": true, "4155550100#7": true,
		"": false, "+": false, "++1": false, "+-1": false, ".1": false, "1  2": false, "(415": false, "(.415)1": false,
		"(415).1": false, "1/2": false, "☎1": false,
	} {
		if got := validPhone(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestMixedBatch(t *testing.T) {
	t.Parallel()
	good, bad := map[string]any{"Last_Name": "A"}, map[string]any{"First_Name": "A"}
	for _, c := range []struct {
		sw          Switches
		mixed, none int
	}{
		{Switches{}, 207, 400},
		{Switches{MixedBatchStatus: 200, FailedBatchStatus: 202}, 200, 202},
		{Switches{MixedBatchStatus: 202}, 202, 400},
	} {
		r := newRig(t, withSwitches(c.sw))
		a := r.api(http.MethodPost, "/Contacts", data(good, bad, good))
		var codes []string
		for _, item := range a.items() {
			codes = append(codes, item["code"].(string)+"/"+item["status"].(string))
		}
		if a.status != c.mixed || strings.Join(codes, " ") != "SUCCESS/success MANDATORY_NOT_FOUND/error SUCCESS/success" {
			t.Errorf("%+v: %d %v", c.sw, a.status, codes)
		}
		if p := a.items()[1]["details"].(map[string]any)["json_path"]; p != "$.data[1].Last_Name" {
			t.Errorf("json_path %v", p)
		}
		if a := r.api(http.MethodPost, "/Contacts", data(bad, bad)); a.status != c.none || len(a.items()) != 2 {
			t.Errorf("%+v: all failed: %d", c.sw, a.status)
		}
		if n := len(r.s.Contacts()); n != 7 {
			t.Errorf("%d contacts", n)
		}
	}
}

func TestUniqueField(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.s.ChangeField(r.w.Org.ID, "Contacts", "Mobile", func(f *Field) { f.Unique = true }); err != nil {
		t.Fatal(err)
	}
	ben := r.w.Contacts["Ben Sample"]
	a := r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "Again", "Mobile": "+14155550147"}))
	expect(t, a, 400, "DUPLICATE_DATA")
	dup, _ := a.details()["duplicate_record"].(map[string]any)
	owner, _ := dup["Owner"].(map[string]any)
	module, _ := dup["module"].(map[string]any)
	if a.details()["id"] != ben || a.details()["api_name"] != "Mobile" || a.details()["more_records"] != false ||
		dup["id"] != ben || owner["id"] != r.w.User.ID || owner["zuid"] == nil || module["api_name"] != "Contacts" || module["id"] == nil {
		t.Fatalf("details %v", a.details())
	}
	twin := map[string]any{"Last_Name": "Twin", "Mobile": "+14155550166"}
	expect(t, r.api(http.MethodPost, "/Contacts", data(twin, twin)), 207, "SUCCESS")
	expect(t, r.api(http.MethodPut, "/Contacts/"+r.ada(), data(map[string]any{"Mobile": "+14155550147"})), 400, "DUPLICATE_DATA")
	expect(t, r.api(http.MethodPut, "/Contacts/"+ben, data(map[string]any{"Mobile": "+14155550147"})), 200, "SUCCESS")
}

func TestCustomMandatoryField(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.s.AddField(r.w.Org.ID, "Contacts", Field{Name: "Region", Type: TypePicklist, Options: []string{"North", "South"}, LayoutRequired: true}); err != nil {
		t.Fatal(err)
	}
	a := r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "A"}))
	expect(t, a, 400, "MANDATORY_NOT_FOUND")
	if a.details()["api_name"] != "Region" {
		t.Fatalf("details %v", a.details())
	}
	expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "A", "Region": "North"})), 201, "SUCCESS")
}

func TestUpdateRecords(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.clock.advance(time.Minute)
	a := r.api(http.MethodPut, "/Contacts/"+r.ada(), data(map[string]any{
		"Mobile": "+14155550132", "Created_Time": "2001-01-01T00:00:00Z", "Nope": 1, "id": "5",
	}))
	expect(t, a, 200, "SUCCESS")
	rec, _ := r.s.Record(r.ada())
	if rec.Fields["Mobile"] != "+14155550132" || rec.Fields["Phone"] != "(415) 555-0132" || rec.Writes != 2 ||
		!rec.ModifiedTime.Equal(r.clock.now()) || !rec.CreatedTime.Equal(r.clock.now().Add(-24*time.Hour-time.Minute)) {
		t.Fatalf("stored %+v", rec)
	}
	if a.details()["Modified_Time"] != "2026-11-22T10:01:00-08:00" || a.details()["Created_Time"] != "2026-11-21T10:00:00-08:00" {
		t.Errorf("details %v", a.details())
	}
	ben := r.w.Contacts["Ben Sample"]
	for _, c := range []struct {
		name string
		path string
		item map[string]any
		code string
	}{
		{"no id", "/Contacts", map[string]any{"Title": "x"}, "MANDATORY_NOT_FOUND"},
		{"id as number", "/Contacts", map[string]any{"id": 7001000000000100001, "Title": "x"}, "INVALID_DATA"},
		{"unknown id", "/Contacts", map[string]any{"id": "1", "Title": "x"}, "INVALID_DATA"},
		{"unknown id in path", "/Contacts/1", map[string]any{"Title": "x"}, "INVALID_DATA"},
		{"lead's id", "/Contacts", map[string]any{"id": r.w.Leads["Frank Prospect"], "Title": "x"}, "INVALID_DATA"},
		{"emptied last name", "/Contacts/" + ben, map[string]any{"Last_Name": ""}, "MANDATORY_NOT_FOUND"},
		{"too long", "/Contacts/" + ben, map[string]any{"Title": strings.Repeat("x", 101)}, "INVALID_DATA"},
	} {
		if a := r.api(http.MethodPut, c.path, data(c.item)); a.status != 400 || a.code() != c.code {
			t.Errorf("%s: %d %s", c.name, a.status, a.raw)
		}
	}
	expect(t, r.api(http.MethodPut, "/Contacts/"+ben, data(map[string]any{}, map[string]any{})), 400, "LIMIT_EXCEEDED")
	if err := r.s.SetLocked(ben, true); err != nil {
		t.Fatal(err)
	}
	a = r.api(http.MethodPut, "/Contacts", data(map[string]any{"id": ben, "Title": "x"}, map[string]any{"id": r.ada(), "Title": "y"}))
	expect(t, a, 207, "RECORD_LOCKED")
	if rec, _ := r.s.Record(ben); rec.Fields["Title"] != nil || rec.Writes != 1 {
		t.Errorf("a refused update was stored: %+v", rec)
	}
}

func TestPreconditions(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	put := func(since string) answer {
		req := r.request(http.MethodPut, "/Contacts/"+r.ada(), data(map[string]any{"Title": "x"}))
		req.Header.Set("If-Unmodified-Since", since)
		return must(r.do(req))
	}
	expect(t, put("2026-11-21T09:59:59-08:00"), 412, "ALREADY_MODIFIED")
	expect(t, put("yesterday"), 400, "INVALID_DATA")
	expect(t, put("2026-11-21T10:00:00-08:00"), 200, "SUCCESS")
	for since, want := range map[string]int{"2026-11-22T10:00:00-08:00": 304, "2026-11-22T09:59:59-08:00": 200, "x": 400} {
		req := r.request(http.MethodGet, "/Contacts/"+r.ada(), nil)
		req.Header.Set("If-Modified-Since", since)
		if a := must(r.do(req)); a.status != want || want == 304 && len(a.raw) != 0 {
			t.Errorf("%s: %d", since, a.status)
		}
	}
}

func TestGetRecord(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	item := r.api(http.MethodGet, "/Contacts/"+r.ada(), nil).items()[0]
	owner, _ := item["Owner"].(map[string]any)
	if item["id"] != r.ada() || item["Full_Name"] != "Ada Example" || item["Mobile"] != nil || item["Email_Opt_Out"] != false ||
		item["Modified_Time"] != "2026-11-21T10:00:00-08:00" || owner["email"] != "olive@example.test" || owner["name"] != "Olive Perator" {
		t.Fatalf("item %v", item)
	}
	some := r.api(http.MethodGet, "/Contacts/"+r.ada()+"?fields=Phone,Nope", nil).items()[0]
	if keys := slices.Sorted(maps.Keys(some)); !slices.Equal(keys, []string{"$approval_state", "$editable", "Phone", "id"}) {
		t.Fatalf("keys %v", keys)
	}
	expectEmpty(t, r.api(http.MethodGet, "/Contacts/"+r.w.Leads["Frank Prospect"], nil))
	for _, status := range []int{400, 404} {
		r := newRig(t, withSwitches(Switches{MissingRecordStatus: status}))
		expect(t, r.api(http.MethodGet, "/Contacts/1", nil), status, "INVALID_DATA")
		expect(t, r.api(http.MethodGet, "/Notes/1", nil), status, "INVALID_DATA")
	}
}

func TestTimesFollowTheReader(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.signInAdmin()
	if got := r.api(http.MethodGet, "/Contacts/"+r.ada(), nil).items()[0]["Created_Time"]; got != "2026-11-21T23:30:00+05:30" {
		t.Fatalf("Created_Time %v", got)
	}
}
