package fakezoho

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// found searches contacts and returns the last names, newest first.
func (r *rig) found(query string) string {
	r.t.Helper()
	a := r.api(http.MethodGet, "/Contacts/search?"+query, nil)
	if a.status == http.StatusNoContent {
		return ""
	}
	if a.status != http.StatusOK {
		r.t.Fatalf("%s: %d %s", query, a.status, a.raw)
	}
	var out []string
	for _, item := range a.items() {
		out = append(out, item["Last_Name"].(string))
	}
	return strings.Join(out, " ")
}

func TestSearchByPhone(t *testing.T) {
	t.Parallel()
	rigs := map[PhoneSearch]*rig{}
	for _, mode := range []PhoneSearch{PhoneStrict, PhoneTolerant} {
		rigs[mode] = newRig(t, withSwitches(Switches{PhoneSearch: mode}))
	}
	for _, c := range []struct{ asked, strict, tolerant string }{
		{"4155550132", "", "Example"},
		{"%2B14155550132", "", "Example"},
		{"(415) 555-0132", "Example", "Example"},
		{"555-0132", "Example", "Example"},
		{"5550132", "", "Example"},
		{"%2B14155550147", "Sample", "Sample"},
		{"14155550147", "Sample", "Sample"},
		{"4155550147", "Sample", "Sample"},
		// A raw plus is decoded as a space.
		{"+14155550147", "", "Sample"},
		{"33639980123", "", "Exemple"},
		{"415", "Sample Example", "Sample Example"},
		{"4155550100", "", ""},
		{"000", "", ""},
	} {
		for mode, want := range map[PhoneSearch]string{PhoneStrict: c.strict, PhoneTolerant: c.tolerant} {
			if got := rigs[mode].found("phone=" + strings.ReplaceAll(c.asked, " ", "%20")); got != want {
				t.Errorf("phone=%s, %q: %q, want %q", c.asked, mode, got, want)
			}
		}
	}
}

func TestSearchReadsAllPhoneFields(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.s.AddField(r.w.Org.ID, "Contacts", Field{Name: "WhatsApp", Type: TypePhone, Length: 30}); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"Phone", "Mobile", "Home_Phone", "Other_Phone", "WhatsApp"} {
		must(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": field, field: "+12125550142"}))
	}
	must(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": "Fax", "Fax": "+12125550142"}))
	r.clock.advance(time.Minute)
	if got := r.found("phone=2125550142"); got != "WhatsApp Other_Phone Home_Phone Mobile Phone" {
		t.Fatal(got)
	}
}

// TestSearchEncrypted: an encrypted field is found by the criterion equals, and by the
// parameters that name no field only where the switch has it.
func TestSearchEncrypted(t *testing.T) {
	t.Parallel()
	for _, sees := range []bool{false, true} {
		r := newRig(t, withSwitches(Switches{PhoneSeesEncrypted: sees}))
		for _, field := range []string{"Phone", "Email"} {
			if err := r.s.ChangeField(r.w.Org.ID, "Contacts", field, func(f *Field) { f.Encrypted = true }); err != nil {
				t.Fatal(err)
			}
		}
		byPhone := ""
		if sees {
			byPhone = "Example"
		}
		for query, want := range map[string]string{
			"phone=555-0132": byPhone, "phone=%2B14155550147": "Sample", "word=0132": "", "email=ada@example.test": "",
			"criteria=" + url.QueryEscape("(Phone:equals:555-0132)"): "Example",
		} {
			if got := r.found(query); got != want {
				t.Errorf("%v, %s: %q, want %q", sees, query, got, want)
			}
		}
		expect(t, r.api(http.MethodGet, "/Contacts/search?criteria="+url.QueryEscape("(Phone:starts_with:415)"), nil), 400, "INVALID_QUERY")
	}
}

func TestSearchPrecedence(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	criteria := "criteria=" + url.QueryEscape("(Last_Name:equals:Sample)")
	for query, want := range map[string]string{
		"word=Exemple": "Exemple",
		"word=Exemple&phone=" + url.QueryEscape("(415) 555-0132"):         "Example",
		"word=Exemple&phone=555-0132&email=ella@example.test":             "Nonumber",
		"word=Exemple&phone=555-0132&email=ella@example.test&" + criteria: "Sample",
		"word=example.test":            "Nonumber Example",
		"word=EXAMPLE.test&per_page=1": "Nonumber",
		"email=ADA@example.test":       "Example",
		"email=da@example.test":        "",
	} {
		if got := r.found(query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestSearchCriteria(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	must(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": "Comma, Inc (x)", "Lead_Source": "Chat"}))
	r.clock.advance(time.Minute)
	for criteria, want := range map[string]string{
		"(Phone:equals:(415)":                                                    "error",
		`(Phone:equals:\(415\) 555-0132)`:                                        "Example",
		"(Phone:equals:555)":                                                     "Example",
		"(Last_Name:equals:ampl)":                                                "Sample Example",
		"(Last_Name:equals:SAMPL)":                                               "Sample",
		"(Last_Name:starts_with:Ex)":                                             "Exemple Example",
		"(Last_Name:in:Sample,Instance)":                                         "Instance Sample",
		"(Last_Name:not_equal:e)":                                                "Comma, Inc (x)",
		`(Last_Name:equals:Comma\, Inc \(x\))`:                                   "Comma, Inc (x)",
		"(Lead_Source:equals:Chat)":                                              "Comma, Inc (x)",
		"(Lead_Source:equals:Ch)":                                                "",
		"((Phone:equals:0132)or(Mobile:equals:0147))":                            "Sample Example",
		"((Last_Name:equals:ample)and(Phone:equals:55))":                         "Example",
		"((Last_Name:starts_with:E)and((Phone:equals:0132)or(Phone:equals:98)))": "Exemple Example",
		"":                               "error",
		"Last_Name:equals:x":             "error",
		"(Last_Name:equals)":             "error",
		"(Last_Name:equals:)":            "error",
		"(Last_Name:equals:a,b)":         "error",
		`(Last_Name:equals:a\)`:          "error",
		"(Nope:equals:a)":                "error",
		"(Last_Name:contains:a)":         "error",
		"(Created_Time:equals:a)":        "error",
		"(Last_Name:equals:a)x":          "error",
		"((Last_Name:equals:a)xor(a:b))": "error",
		"(Last_Name:in:" + strings.Repeat("x,", 100) + "x)":                          "error",
		"(Last_Name:equals:" + strings.Repeat("x", 3000) + ")":                       "error",
		"(" + strings.Repeat("(Last_Name:equals:a)or", 10) + "(Last_Name:equals:a))": "error",
	} {
		a := r.api(http.MethodGet, "/Contacts/search?criteria="+url.QueryEscape(criteria), nil)
		if want == "error" {
			if a.status != 400 || a.code() != "INVALID_QUERY" {
				t.Errorf("%.60s: %d %s", criteria, a.status, a.raw)
			}
			continue
		}
		if got := r.found("criteria=" + url.QueryEscape(criteria)); got != want {
			t.Errorf("%.60s: %q, want %q", criteria, got, want)
		}
	}
}

func TestSearchRefusals(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for query, code := range map[string]string{
		"":                                 "EXPECTED_PARAM_MISSING",
		"number=1":                         "EXPECTED_PARAM_MISSING",
		"phone=":                           "INVALID_QUERY",
		"phone=12":                         "INVALID_QUERY",
		"phone=abc":                        "INVALID_QUERY",
		"phone=%2B%2B1234":                 "INVALID_QUERY",
		"phone=" + strings.Repeat("1", 51): "INVALID_QUERY",
		"word=a":                           "INVALID_QUERY",
		"email=nope":                       "INVALID_QUERY",
		"word=aa&page=0":                   "INVALID_DATA",
		"word=aa&page=x":                   "INVALID_DATA",
		"word=aa&per_page=201":             "INVALID_DATA",
		"word=aa&converted=maybe":          "INVALID_DATA",
		"word=aa&sort_by=Last_Name":        "INVALID_DATA",
		"word=aa&sort_order=up":            "INVALID_DATA",
		"word=aa&page=11":                  "LIMIT_REACHED",
		"word=aa&page=2001&per_page=1":     "LIMIT_REACHED",
		"word=aa&page=9223372036854775807": "LIMIT_REACHED",
	} {
		if a := r.api(http.MethodGet, "/Contacts/search?"+query, nil); a.status != 400 || a.code() != code {
			t.Errorf("%s: %d %s, want %s", query, a.status, a.raw, code)
		}
	}
	a := r.api(http.MethodGet, "/Contacts/search", nil)
	if names, _ := a.details()["param_names"].([]any); len(names) != 4 {
		t.Errorf("details %v", a.details())
	}
}

func TestSearchPages(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for i := range 205 {
		must(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": fmt.Sprintf("Many%03d", i)}))
	}
	r.clock.advance(time.Minute)
	first := r.api(http.MethodGet, "/Contacts/search?word=Many", nil)
	second := r.api(http.MethodGet, "/Contacts/search?word=Many&page=2&fields=id", nil)
	info := first.doc["info"].(map[string]any)
	if len(first.items()) != 200 || info["more_records"] != true || info["per_page"] != float64(200) || info["sort_by"] != "id" || info["sort_order"] != "desc" {
		t.Fatalf("first page %v", info)
	}
	if len(second.items()) != 5 || second.doc["info"].(map[string]any)["more_records"] != false || second.items()[0]["Last_Name"] != nil {
		t.Fatalf("second page %s", second.raw)
	}
	ids := append(first.ids(), second.ids()...)
	if !slices.IsSortedFunc(ids, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Fatal("not newest first")
	}
}

func TestIndexLag(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "Fresh", "Phone": "+14155550199"})).details()["id"].(string)
	if got := r.found("phone=14155550199"); got != "" {
		t.Fatalf("found at once: %s", got)
	}
	r.clock.advance(DefaultIndexLag - time.Second)
	if got := r.found("phone=14155550199"); got != "" {
		t.Fatalf("found before the lag: %s", got)
	}
	r.clock.advance(time.Second)
	if got := r.found("phone=14155550199"); got != "Fresh" {
		t.Fatalf("not found after the lag: %q", got)
	}

	expect(t, r.api(http.MethodPut, "/Contacts/"+id, data(map[string]any{"Phone": "+14155550177"})), 200, "SUCCESS")
	if old, fresh := r.found("phone=14155550199"), r.found("phone=14155550177"); old != "Fresh" || fresh != "" {
		t.Fatalf("edited record: old %q, new %q", old, fresh)
	}
	if err := r.s.DeleteContact(id); err != nil {
		t.Fatal(err)
	}
	if got := r.found("phone=14155550199"); got != "Fresh" {
		t.Fatalf("a deleted record left the index at once: %q", got)
	}
	r.clock.advance(DefaultIndexLag)
	if old, fresh := r.found("phone=14155550199"), r.found("phone=14155550177"); old != "" || fresh != "" {
		t.Fatalf("deleted record: old %q, new %q", old, fresh)
	}
}

func TestFrozenIndex(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.s.SetIndexLag(-1)
	must(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": "Frozen"}))
	r.clock.advance(48 * time.Hour)
	r.token = r.tokenFor(allScopes()...)
	if got := r.found("word=Frozen"); got != "" {
		t.Fatal("a frozen index learnt of a record")
	}
	if got := r.found("word=Example"); got != "Nonumber Example" {
		t.Fatalf("freezing lost what was indexed: %q", got)
	}
	r.s.ReleaseIndex()
	if got := r.found("word=Frozen"); got != "Frozen" {
		t.Fatalf("after release: %q", got)
	}
	r.s.SetIndexLag(0)
	must(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": "Instant"}))
	if got := r.found("word=Instant"); got != "Instant" {
		t.Fatalf("without lag: %q", got)
	}
}

func TestConvertedLeadsInSearch(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if _, err := r.s.ConvertLead(r.w.Leads["Frank Prospect"]); err != nil {
		t.Fatal(err)
	}
	must(r.s.AddLead(r.w.Org.ID, Fields{"Last_Name": "Prospect", "Company": "Open"}))
	r.clock.advance(time.Minute)
	for query, want := range map[string]int{"": 1, "&converted=false": 1, "&converted=true": 1, "&converted=both": 2} {
		if n := len(r.api(http.MethodGet, "/Leads/search?word=Prospect"+query, nil).items()); n != want {
			t.Errorf("%q: %d", query, n)
		}
	}
}

func FuzzParseCriteria(f *testing.F) {
	for _, seed := range []string{`((Phone:equals:1)or(Mobile:in:1,2))`, `(Last_Name:equals:a\)b)`, "((((", "(a:b:\\"} {
		f.Add(seed)
	}
	m := &module{name: "Contacts"}
	for _, field := range contactFields() {
		m.fields = append(m.fields, &field)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		match, err := parseCriteria(m, raw, 10)
		if (match == nil) == (err == nil) {
			t.Fatal("neither or both of condition and error")
		}
		if match != nil {
			match(&record{module: m, values: map[string]any{"Phone": "1"}})
		}
	})
}
