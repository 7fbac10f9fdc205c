package fakezoho

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// names runs a query and returns the last names found, in order.
func (r *rig) names(query string) []string {
	r.t.Helper()
	a := r.coql(query)
	if a.status == http.StatusNoContent {
		return nil
	}
	if a.status != http.StatusOK {
		r.t.Fatalf("%s: %d %s", query, a.status, a.raw)
	}
	var out []string
	for _, item := range a.items() {
		out = append(out, item["Last_Name"].(string))
	}
	return out
}

func TestCOQLConditions(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	must(r.s.AddContact(r.w.Org.ID, Fields{"First_Name": "Gil", "Last_Name": "O'Hara", "Mobile": "555", "Lead_Source": "Chat", "Email_Opt_Out": true}))
	ben := r.w.Contacts["Ben Sample"]
	for where, want := range map[string]string{
		"Last_Name = 'Sample'":                            "Sample",
		"Last_Name = 'sample'":                            "",
		"Last_Name != 'Sample'":                           "Example Exemple Instance Nonumber O'Hara",
		"Last_Name = 'O''Hara'":                           "O'Hara",
		"Phone like '%0132'":                              "Example",
		"Phone like '%5550132'":                           "",
		"Phone like '(415)%'":                             "Example",
		"Phone like '%39 98%'":                            "Exemple",
		"Phone like '(415) 555-0132'":                     "Example",
		"Last_Name like '%example%'":                      "",
		"Last_Name not like '%am%'":                       "Exemple Instance Nonumber O'Hara",
		"Phone not like '%0132%'":                         "Exemple",
		"Last_Name in ('Sample','Instance','Nobody')":     "Sample Instance",
		"Last_Name not in ('Sample','Instance')":          "Example Exemple Nonumber O'Hara",
		"Mobile is null":                                  "Example Exemple Nonumber",
		"Mobile is not null":                              "Sample Instance O'Hara",
		"Lead_Source = 'Chat'":                            "O'Hara",
		"Email_Opt_Out = true":                            "O'Hara",
		"Email_Opt_Out = 'false'":                         "Example Sample Exemple Instance Nonumber",
		"id = '" + ben + "'":                              "Sample",
		"id > " + ben:                                     "Exemple Instance Nonumber O'Hara",
		"Owner = '" + r.w.User.ID + "'":                   "Example Sample Exemple Instance Nonumber O'Hara",
		"Owner != '" + r.w.User.ID + "'":                  "",
		"Full_Name = 'Ada Example'":                       "Example",
		"((Phone like '%0132') or (Mobile like '%0147'))": "Example Sample",
		"(Phone like '%0132' or Mobile like '%0147')":     "Example Sample",
		"((Last_Name like '%m%' and Mobile is null) and id is not null)":         "Example Exemple Nonumber",
		"(((Last_Name = 'Sample')))":                                             "Sample",
		"Created_Time >= '2026-11-22T00:00:00+00:00'":                            "O'Hara",
		"Created_Time >= '2026-11-22T10:00:00-08:00'":                            "O'Hara",
		"Created_Time > '2026-11-22T18:00:00+00:00'":                             "",
		"Created_Time between '2026-11-21T00:00:00Z' and '2026-11-21T23:59:59Z'": "Example Sample Exemple Instance Nonumber",
		"Created_Time < '2026-11-21T18:00:00Z'":                                  "",
		"Created_Time <= '2026-11-21T19:00:00+01:00'":                            "Example Sample Exemple Instance Nonumber",
	} {
		got := strings.Join(r.names("select Last_Name from Contacts where "+where), " ")
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", where, got, want)
		}
	}
}

func TestCOQLRefusals(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.s.ChangeField(r.w.Org.ID, "Contacts", "Other_Phone", func(f *Field) { f.Encrypted = true }); err != nil {
		t.Fatal(err)
	}
	in := func(n int) string { return "('x'" + strings.Repeat(",'x'", n-1) + ")" }
	chain := func(n int) string {
		where := "id is not null"
		for range n - 1 {
			where = "(" + where + " and id is not null)"
		}
		return "select id from Contacts where " + where
	}
	columns := func(n int) string {
		var names []string
		for i := range n {
			names = append(names, fmt.Sprintf("c%d", i))
		}
		return "select " + strings.Join(names, ", ") + " from Contacts where id is not null"
	}
	for _, c := range []struct {
		query, code, key string
		value            any
	}{
		{"select id from Contacts", "SYNTAX_ERROR", "clause", "where"},
		{"select id from Contacts limit 5", "SYNTAX_ERROR", "clause", "where"},
		{"select id from Contacts order by id", "SYNTAX_ERROR", "clause", "where"},
		{"select id", "SYNTAX_ERROR", "clause", "from"},
		{"select * from Contacts where id is not null", "SYNTAX_ERROR", "near", "*"},
		{"select from Contacts where id is not null", "SYNTAX_ERROR", "near", "from"},
		{"select id, from Contacts where id is not null", "SYNTAX_ERROR", "near", "from"},
		{"select count(id) from Contacts where id is not null", "SYNTAX_ERROR", "near", "("},
		{"delete from Contacts where id is not null", "SYNTAX_ERROR", "near", "delete"},
		{"", "SYNTAX_ERROR", "near", ""},
		{"select id from Contacts where id is not null;", "SYNTAX_ERROR", "near", ";"},
		{"select id from Contacts where id is not null extra", "SYNTAX_ERROR", "near", "extra"},
		{"select id from Contacts where\nid ~ 1", "SYNTAX_ERROR", "line", float64(2)},
		{`select id from Contacts where Last_Name = 'a\'b'`, "SYNTAX_ERROR", "column", float64(43)},
		{"select id from Contacts where Last_Name = 'a'b'", "SYNTAX_ERROR", "near", "'"},
		{"select id from Contacts where Last_Name = 'open", "SYNTAX_ERROR", "near", "'"},
		{`select id from Contacts where Last_Name = "x"`, "SYNTAX_ERROR", "near", `"`},
		{"select id from Contacts where Last_Name = é", "SYNTAX_ERROR", "near", "é"},
		{"select id from Contacts where Last_Name contains 'x'", "SYNTAX_ERROR", "operator", "contains"},
		{"select id from Contacts where Last_Name not 'x'", "SYNTAX_ERROR", "operator", "not"},
		{"select id from Contacts where Last_Name = Phone", "SYNTAX_ERROR", "near", "Phone"},
		{"select id from Contacts where Last_Name in 'x'", "SYNTAX_ERROR", "near", "x"},
		{"select id from Contacts where Last_Name in ()", "SYNTAX_ERROR", "near", ")"},
		{"select id from Contacts where (Last_Name = 'x'", "SYNTAX_ERROR", "near", ""},
		{"select id from Contacts where Last_Name = 'x')", "SYNTAX_ERROR", "near", ")"},
		{"select id from Contacts where Last_Name = 'x' and Phone is null", "SYNTAX_ERROR", "near", "and"},
		{"select id from Contacts where (Last_Name = 'x') or (Phone is null)", "SYNTAX_ERROR", "near", "or"},
		{"select id from Contacts where (Last_Name = 'x' and Phone is null and id is null)", "SYNTAX_ERROR", "near", "and"},
		{"select id from Contacts where (Last_Name = 'x' and Phone is null) and id is null", "SYNTAX_ERROR", "near", "and"},
		{"select id from Contacts where id is not null limit 10 limit 10", "SYNTAX_ERROR", "near", "limit"},
		{"select id from Contacts where id is not null offset 5 limit 10", "SYNTAX_ERROR", "near", "limit"},
		{"select id from Contacts where id is not null limit x", "SYNTAX_ERROR", "near", "x"},
		{"select id from Contacts where id is not null limit -1", "SYNTAX_ERROR", "near", "-1"},
		{"select id from Contacts where id = 12abc", "SYNTAX_ERROR", "near", "12a"},
		{"select id from Contacts where id is not null limit 0", "INVALID_QUERY", "limit", float64(2000)},
		{"select id from Contacts where id is not null limit 2001", "INVALID_QUERY", "limit", float64(2000)},
		{"select id from Contacts where id is not null limit 1 offset 100000", "INVALID_QUERY", "offset", float64(100000)},
		{"select Nope from Contacts where id is not null", "INVALID_QUERY", "column_name", "Nope"},
		{"select id from Contacts where Nope = 'x'", "INVALID_QUERY", "column_name", "Nope"},
		{"select id from Contacts where last_name = 'x'", "INVALID_QUERY", "column_name", "last_name"},
		{"select id from Contacts where id is not null order by Nope", "INVALID_QUERY", "column_name", "Nope"},
		{"select Owner.last_name from Contacts where id is not null", "INVALID_QUERY", "column_name", "Owner.last_name"},
		{"select id from Contacts where Phone like '%555%0132'", "INVALID_QUERY", "operator", "like"},
		{"select id from Contacts where Phone not like '%0132'", "INVALID_QUERY", "operator", "not like"},
		{"select id from Contacts where Phone not like '%'", "INVALID_QUERY", "operator", "not like"},
		{"select id from Contacts where Phone like 132", "INVALID_QUERY", "operator", "like"},
		{"select id from Contacts where Phone > '1'", "INVALID_QUERY", "operator", ">"},
		{"select id from Contacts where Phone between '1' and '2'", "INVALID_QUERY", "operator", "between"},
		{"select id from Contacts where Phone = 4155550132", "INVALID_QUERY", "column_name", "Phone"},
		{"select id from Contacts where Other_Phone = '1'", "INVALID_QUERY", "operator", "="},
		{"select id from Contacts where Description is null", "INVALID_QUERY", "column_name", "Description"},
		{"select id from Contacts where Created_Time like '2026%'", "INVALID_QUERY", "operator", "like"},
		{"select id from Contacts where Created_Time = '2026-11-22'", "INVALID_QUERY", "column_name", "Created_Time"},
		{"select id from Contacts where Created_Time >= '2026-11-22T10:00:00'", "INVALID_QUERY", "column_name", "Created_Time"},
		{"select id from Contacts where Created_Time >= '2026-11-22T10:00:00.5Z'", "INVALID_QUERY", "column_name", "Created_Time"},
		{"select id from Contacts where Created_Time >= 2026", "INVALID_QUERY", "column_name", "Created_Time"},
		{"select id from Contacts where Email_Opt_Out is null", "INVALID_QUERY", "operator", "is null"},
		{"select id from Contacts where Email_Opt_Out = 'maybe'", "INVALID_QUERY", "column_name", "Email_Opt_Out"},
		{"select id from Contacts where Owner like '%1'", "INVALID_QUERY", "operator", "like"},
		{"select id from Contacts where Owner = 'Olive'", "INVALID_QUERY", "column_name", "Owner"},
		{"select id from Contacts where id = 'x'", "INVALID_QUERY", "column_name", "id"},
		{"select id from Nope where id is not null", "INVALID_MODULE", "module", "Nope"},
		{"select id from contacts where id is not null", "INVALID_MODULE", "module", "contacts"},
		{"select id, id from Contacts where id is not null", "DUPLICATE_DATA", "column_name", "id"},
		{"select id from Contacts where id is not null order by id, id desc", "DUPLICATE_DATA", "column_name", "id"},
		{"select id from Contacts where Last_Name in " + in(101), "LIMIT_EXCEEDED", "limit", float64(100)},
		{chain(26), "LIMIT_EXCEEDED", "limit", float64(25)},
		{columns(51), "LIMIT_EXCEEDED", "limit", float64(50)},
	} {
		a := r.coql(c.query)
		if a.status != 400 || a.code() != c.code || a.details()[c.key] != c.value {
			t.Errorf("%.90s\n got %d %s\nwant %s %s=%v", c.query, a.status, a.raw, c.code, c.key, c.value)
		}
	}
	for _, ok := range []string{chain(25), "select id from Contacts where (Last_Name in " + in(100) + " or id is not null)",
		"select id from Contacts where Other_Phone is null", "SELECT id FROM Contacts WHERE id IS NOT NULL ORDER BY id DESC LIMIT 5 OFFSET 0"} {
		expect(t, r.coql(ok), 200, "")
	}
}

func TestCOQLBodies(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	good := "select id from Contacts where id is not null"
	for _, c := range []struct {
		name string
		body any
		code string
	}{
		{"no query", map[string]any{}, "MANDATORY_NOT_FOUND"},
		{"not text", map[string]any{"select_query": 1}, "INVALID_DATA"},
		{"not an object", []any{good}, "INVALID_DATA"},
		{"not JSON", "{", "INVALID_DATA"},
		{"empty", nil, "INVALID_DATA"},
		{"two values", `{"select_query":"` + good + `"} {}`, "INVALID_DATA"},
		{"unknown metadata", map[string]any{"select_query": good, "include_meta": []any{"layouts"}}, "INVALID_QUERY"},
		{"metadata as text", map[string]any{"select_query": good, "include_meta": "fields"}, "INVALID_QUERY"},
	} {
		if a := r.api(http.MethodPost, "/coql", c.body); a.status != 400 || a.code() != c.code {
			t.Errorf("%s: %d %s", c.name, a.status, a.raw)
		}
	}
	r.token = r.tokenFor("ZohoCRM.coql.READ", "ZohoCRM.modules.contacts.READ")
	a := r.api(http.MethodPost, "/coql", map[string]any{"select_query": good, "include_meta": []any{"fields"}})
	expect(t, a, 401, "OAUTH_SCOPE_MISMATCH")
}

func TestCOQLAnswer(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	a := r.coql("select Last_Name, Owner, Created_Time, Phone, Mobile from Contacts where Last_Name = 'Example'")
	row := a.items()[0]
	owner, _ := row["Owner"].(map[string]any)
	if row["id"] != r.ada() || row["Created_Time"] != "2026-11-21T10:00:00-08:00" || row["Phone"] != "(415) 555-0132" ||
		row["Mobile"] != nil || owner["id"] != r.w.User.ID || owner["email"] != nil || len(row) != 6 {
		t.Fatalf("row %v", row)
	}
	info, _ := a.doc["info"].(map[string]any)
	if info["count"] != float64(1) || info["more_records"] != false || len(info) != 2 {
		t.Fatalf("info %v", info)
	}
	expectEmpty(t, r.coql("select id from Contacts where Last_Name = 'Nobody'"))
	if err := r.s.ChangeField(r.w.Org.ID, "Contacts", "Phone", func(f *Field) { f.Restricted = true }); err != nil {
		t.Fatal(err)
	}
	if a := r.coql("select Phone from Contacts where Phone is not null"); len(a.items()) != 2 || a.items()[0]["Phone"] != nil {
		t.Fatalf("restricted field: %s", a.raw)
	}
}

func TestCOQLOrderAndPaging(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for query, want := range map[string]string{
		"where id is not null":                                         "Example Sample Exemple Instance Nonumber",
		"where id is not null order by Last_Name":                      "Example Exemple Instance Nonumber Sample",
		"where id is not null order by Last_Name desc limit 2":         "Sample Nonumber",
		"where id is not null limit 2 offset 3":                        "Instance Nonumber",
		"where id is not null offset 4":                                "Nonumber",
		"where id is not null offset 5":                                "",
		"where id is not null order by Mobile, Last_Name desc limit 3": "Nonumber Exemple Example",
	} {
		if got := strings.Join(r.names("select Last_Name from Contacts "+query), " "); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
	a := r.coql("select id from Contacts where id is not null limit 2")
	if info := a.doc["info"].(map[string]any); info["more_records"] != true || info["count"] != float64(2) {
		t.Errorf("info %v", info)
	}
}

func TestCOQLSeesEveryChangeAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.s.SetIndexLag(-1)
	id := r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "Fresh", "Phone": "+14155550199"})).details()["id"].(string)
	if got := r.coql("select id from Contacts where Phone like '%0199'").ids(); !slices.Equal(got, []string{id}) {
		t.Fatalf("created: %v", got)
	}
	if err := r.s.DeleteContact(id); err != nil {
		t.Fatal(err)
	}
	expectEmpty(t, r.coql("select id from Contacts where Phone like '%0199'"))
}

func TestCOQLSwitches(t *testing.T) {
	t.Parallel()
	inner := "select id from Contacts where Phone like '%555%0132'"
	for choice, want := range map[InnerWildcard]int{InnerRefused: 400, InnerLiteral: 204, InnerMatches: 200} {
		r := newRig(t, withSwitches(Switches{InnerWildcard: choice}))
		if a := r.coql(inner); a.status != want {
			t.Errorf("inner wildcard %q: %d", choice, a.status)
		}
	}
	r := newRig(t, withSwitches(Switches{BarePair: true, COQLOffsetCeiling: 10000}))
	expect(t, r.coql("select id from Contacts where Last_Name = 'Sample' and Mobile is not null"), 200, "")
	expect(t, r.coql("select id from Contacts where id is not null and id is not null and id is not null"), 400, "SYNTAX_ERROR")
	expect(t, r.coql("select id from Contacts where (id is null and id is null) or id is null"), 400, "SYNTAX_ERROR")
	expect(t, r.coql("select id from Contacts where id is null or (id is null and id is null)"), 400, "SYNTAX_ERROR")
	expect(t, r.coql("select id from Contacts where id is not null limit 1 offset 10000"), 400, "INVALID_QUERY")
	expectEmpty(t, r.coql("select id from Contacts where id is not null limit 1 offset 9999"))
}

func TestConvertedLeadsInCOQL(t *testing.T) {
	t.Parallel()
	for _, hide := range []bool{false, true} {
		r := newRig(t, withSwitches(Switches{HideConvertedInCOQL: hide}))
		if _, err := r.s.ConvertLead(r.w.Leads["Frank Prospect"]); err != nil {
			t.Fatal(err)
		}
		a := r.coql("select id, Converted__s from Leads where id is not null")
		if (a.status == 204) != hide {
			t.Errorf("hide %v: %d", hide, a.status)
		}
		if !hide && a.items()[0]["Converted__s"] != true {
			t.Errorf("row %s", a.raw)
		}
	}
}

func TestCOQLOnNotesIsForAdministrators(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	id := r.addNote(r.ada(), "needle", "text")
	query := "select Note_Title, Note_Content, Parent_Id from Notes where (Note_Title = 'needle' and Parent_Id = '" + r.ada() + "')"
	expect(t, r.coql(query), 403, "NO_PERMISSION")
	r.signInAdmin()
	a := r.coql(query)
	if !slices.Equal(a.ids(), []string{id}) || a.items()[0]["Note_Content"] != "text" {
		t.Fatalf("%d %s", a.status, a.raw)
	}
	expect(t, r.coql("select id from Notes where Note_Content = 'text'"), 400, "INVALID_QUERY")
}

// signInAdmin adds an administrator and gives the rig their token.
func (r *rig) signInAdmin() {
	r.t.Helper()
	u := must(r.s.AddUser(User{OrgID: r.w.Org.ID, Last: "Admin", Email: "admin@example.test", Admin: true, TimeZone: "Asia/Kolkata"}))
	r.w.SelfClient = must(r.s.AddClient(Client{Name: "Self", Type: SelfClient, UserID: u.ID, Secrets: map[string]string{"us": ""}}))
	r.token = r.tokenFor(allScopes()...)
}

func FuzzParseCOQL(f *testing.F) {
	for _, seed := range []string{
		"select id from Contacts where id is not null",
		"select a, b from C where ((x like '%1') or (y in ('a','b''c'))) order by a desc, b limit 5 offset 3",
		"select id from C where t between '2026-11-22T00:00:00Z' and '2026-11-22T00:00:00Z'",
		"((((", "'", "select", "\n\n select", "where é", `'\'`,
	} {
		f.Add(seed)
	}
	s := New(Options{Now: func() time.Time { return time.Unix(0, 0) }})
	m := &module{name: "Contacts"}
	for _, field := range append(systemFields(), contactFields()...) {
		m.fields = append(m.fields, &field)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, err := parseCOQL(query, coqlRules{columns: 50, defaultLimit: 200})
		if (q == nil) == (err == nil) {
			t.Fatal("neither or both of query and error")
		}
		if err != nil {
			if err.status != 400 || err.code == "" {
				t.Fatalf("error %+v", err)
			}
			return
		}
		if q.where == nil || q.limit < 1 || q.limit > maxCOQLLimit || q.offset < 0 || len(q.columns) == 0 {
			t.Fatalf("query %+v", q)
		}
		if matches, err := s.checkCOQL(q, m); err == nil {
			u := &user{id: "1", loc: time.UTC}
			matches(&record{id: "5", module: m, values: map[string]any{"Phone": "1"}, owner: u, createdBy: u, editedBy: u})
		}
	})
}
