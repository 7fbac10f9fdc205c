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

func TestListRecords(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	a := r.api(http.MethodGet, "/Contacts?fields=Last_Name,Owner", nil)
	info, _ := a.doc["info"].(map[string]any)
	if items := a.items(); a.status != 200 || len(items) != 5 || items[0]["Last_Name"] != "Nonumber" || items[0]["Owner"] == nil || items[0]["Phone"] != nil ||
		info["count"] != 5.0 || info["per_page"] != 200.0 || info["more_records"] != false || info["sort_by"] != "id" || info["sort_order"] != "desc" {
		t.Fatalf("%d %s", a.status, a.raw)
	}
	for query, want := range map[string]string{
		"sort_order=asc&per_page=2":                       "Example Sample",
		"sort_order=asc&per_page=2&page=2":                "Exemple Instance",
		"sort_by=Created_Time&sort_order=desc&per_page=1": "Nonumber",
	} {
		a := r.api(http.MethodGet, "/Contacts?fields=Last_Name&"+query, nil)
		var names []string
		for _, item := range a.items() {
			names = append(names, item["Last_Name"].(string))
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: %q", query, got)
		}
	}
	// A list shows what is new at once, unlike a search.
	expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "Fresh"})), 201, "SUCCESS")
	if items := r.api(http.MethodGet, "/Contacts?fields=Last_Name&per_page=1", nil).items(); items[0]["Last_Name"] != "Fresh" {
		t.Errorf("items %v", items)
	}
	expectEmpty(t, r.api(http.MethodGet, "/Deals?fields=Deal_Name", nil))
}

func TestListRefusals(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for query, code := range map[string]string{
		"": "REQUIRED_PARAM_MISSING", "fields=id&page=0": "INVALID_DATA", "fields=id&per_page=201": "INVALID_DATA", "fields=id&sort_by=Last_Name": "INVALID_DATA",
		"fields=id&sort_order=up": "INVALID_DATA", "fields=id&page=11": "DISCRETE_PAGINATION_LIMIT_EXCEEDED", "fields=id&page_token=x": "INVALID_DATA",
		"fields=id&converted=maybe": "INVALID_DATA", "fields=id&cvid=1": "INVALID_DATA", "fields=id&ids=1": "INVALID_DATA",
	} {
		if a := r.api(http.MethodGet, "/Contacts?"+query, nil); a.status != 400 || a.code() != code {
			t.Errorf("%q: %d %s", query, a.status, a.raw)
		}
	}
	r.token = r.tokenFor("ZohoCRM.modules.contacts.READ")
	expect(t, r.api(http.MethodGet, "/Leads?fields=id", nil), 401, "OAUTH_SCOPE_MISMATCH")
	if err := r.s.ChangeProfile(r.w.Org.ID, "Standard", func(p *Profile) { p.Lacks = []string{"Crm_Implied_View_Contacts"} }); err != nil {
		t.Fatal(err)
	}
	expect(t, r.api(http.MethodGet, "/Contacts?fields=id", nil), 403, "NO_PERMISSION")
}

func TestListPageToken(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for i := range 2100 {
		must(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": fmt.Sprintf("Many%04d", i)}))
	}
	seen := map[string]bool{}
	query := ""
	for range 12 {
		a := r.api(http.MethodGet, "/Contacts?fields=Last_Name"+query, nil)
		for _, id := range a.ids() {
			if seen[id] {
				t.Fatalf("%s twice", id)
			}
			seen[id] = true
		}
		info := a.doc["info"].(map[string]any)
		if info["more_records"] != true {
			break
		}
		query = "&page_token=" + url.QueryEscape(info["next_page_token"].(string))
	}
	if len(seen) != 2105 {
		t.Errorf("%d records", len(seen))
	}
	// A token belongs to its list, and ends.
	r.token = r.tokenFor("ZohoCRM.modules.ALL")
	expect(t, r.api(http.MethodGet, "/Leads?fields=id"+query, nil), 400, "INVALID_DATA")
	r.clock.advance(25 * time.Hour)
	r.token = r.tokenFor("ZohoCRM.modules.ALL")
	expect(t, r.api(http.MethodGet, "/Contacts?fields=id"+query, nil), 400, "EXPIRED_VALUE")
}

func TestListModifiedSince(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ask := func(since string) answer {
		t.Helper()
		req := r.request(http.MethodGet, "/Contacts?fields=Last_Name", nil)
		req.Header.Set("If-Modified-Since", since)
		return must(r.do(req))
	}
	if a := ask("2026-11-20T10:00:00-08:00"); len(a.items()) != 5 {
		t.Errorf("all: %d %s", a.status, a.raw)
	}
	if a := ask("2026-11-21T10:00:00-08:00"); a.status != 304 || len(a.raw) != 0 {
		t.Errorf("none: %d %s", a.status, a.raw)
	}
	if err := r.s.EditRecord(r.ada(), Fields{"Title": "New"}); err != nil {
		t.Fatal(err)
	}
	if a := ask("2026-11-21T10:00:00-08:00"); !slices.Equal(a.ids(), []string{r.ada()}) {
		t.Errorf("one: %d %s", a.status, a.raw)
	}
	expect(t, ask("yesterday"), 400, "INVALID_DATA")
}

func TestListConverted(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	must(r.s.ConvertLead(r.w.Leads["Frank Prospect"]))
	must(r.s.AddLead(r.w.Org.ID, Fields{"Last_Name": "Open", "Company": "Open"}))
	for query, want := range map[string]int{"": 1, "&converted=false": 1, "&converted=true": 1, "&converted=both": 2} {
		if n := len(r.api(http.MethodGet, "/Leads?fields=Last_Name"+query, nil).items()); n != want {
			t.Errorf("%q: %d", query, n)
		}
	}
}

// TestSortedListsAreHeavy: ten of them at once are all that an organisation may have
// in flight.
func TestSortedListsAreHeavy(t *testing.T) {
	t.Parallel()
	c := &apiCall{rawQuery: "fields=id&sort_by=id"}
	if heavyIfSorted(c).heavy != 1 || heavyIfSorted(&apiCall{rawQuery: "fields=id"}).heavy != 0 || heavyIfSorted(&apiCall{query: url.Values{"sort_by": {"id"}}}).heavy != 1 {
		t.Error("weights")
	}
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.token = r.tokenFor("ZohoCRM.modules.ALL", "ZohoCRM.coql.READ", "ZohoCRM.settings.ALL", "ZohoSearch.securesearch.READ")
	account := must(r.s.AddAccount(r.w.Org.ID, Fields{"Account_Name": "Engines", "Phone": "+14155550190"}))
	made := r.api(http.MethodPost, "/Accounts", data(map[string]any{"Account_Name": "Looms"}))
	expect(t, made, 201, "SUCCESS")
	expect(t, r.api(http.MethodPost, "/Accounts", data(map[string]any{"Phone": "+14155550190"})), 400, "MANDATORY_NOT_FOUND")

	contact := r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "New", "Account_Name": map[string]any{"id": account}}))
	expect(t, contact, 201, "SUCCESS")
	item := r.api(http.MethodGet, "/Contacts/"+contact.details()["id"].(string), nil).items()[0]
	if ref, _ := item["Account_Name"].(map[string]any); ref["id"] != account || ref["name"] != "Engines" {
		t.Errorf("account %v", item["Account_Name"])
	}
	expect(t, r.api(http.MethodPost, "/Contacts", data(map[string]any{"Last_Name": "New", "Account_Name": map[string]any{"id": r.ada()}})), 400, "INVALID_DATA")
	if got := r.names("select Last_Name from Contacts where Account_Name = '" + account + "'"); !slices.Equal(got, []string{"New"}) {
		t.Errorf("found by account: %v", got)
	}
	if a := r.api(http.MethodGet, "/Accounts/"+account, nil); a.items()[0]["Account_Name"] != "Engines" {
		t.Errorf("%s", a.raw)
	}
	if a := r.api(http.MethodGet, "/Accounts?fields=Account_Name", nil); len(a.items()) != 2 {
		t.Errorf("%s", a.raw)
	}
	r.clock.advance(time.Minute)
	if a := r.api(http.MethodGet, "/Accounts/search?phone=14155550190", nil); !slices.Equal(a.ids(), []string{account}) {
		t.Errorf("%s", a.raw)
	}
	if snap := r.s.Snapshot().Accounts; len(snap) != 2 || snap[0].Name != "Engines" {
		t.Errorf("snapshot %+v", snap)
	}
}

// TestSearchNotesAndDeals: both are searched like people, and as late.
func TestSearchNotesAndDeals(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	deal := must(r.s.AddDeal(r.w.Org.ID, Fields{"Deal_Name": "Renewal", "Contact_Name": r.ada()}))
	note := r.addNote(r.ada(), "Call", "She will call back.")
	r.addNote(r.w.Contacts["Ben Sample"], "Call", "He will not.")
	byParent := "/Notes/search?fields=Note_Title&criteria=" + url.QueryEscape("(Parent_Id:equals:"+r.ada()+")")
	expectEmpty(t, r.api(http.MethodGet, byParent, nil))
	r.clock.advance(DefaultIndexLag)
	a := r.api(http.MethodGet, byParent, nil)
	if !slices.Equal(a.ids(), []string{note}) || a.items()[0]["Note_Title"] != "Call" || a.items()[0]["Parent_Id"].(map[string]any)["id"] != r.ada() {
		t.Errorf("%d %s", a.status, a.raw)
	}
	expect(t, r.api(http.MethodPut, "/Notes/"+note, data(map[string]any{"Note_Content": "She has called."})), 200, "SUCCESS")
	if old := r.api(http.MethodGet, "/Notes/search?word=back", nil); !slices.Equal(old.ids(), []string{note}) {
		t.Errorf("before the lag: %s", old.raw)
	}
	r.clock.advance(DefaultIndexLag)
	expectEmpty(t, r.api(http.MethodGet, "/Notes/search?word=back", nil))
	for path, want := range map[string]int{
		"/Deals/search?word=Renewal": 1, "/Deals/search?criteria=" + url.QueryEscape("(Contact_Name:equals:"+r.ada()+")"): 1,
		"/Deals/search?criteria=" + url.QueryEscape("(Contact_Name:not_equal:"+r.ada()+")"): 0,
		"/Deals/search?criteria=" + url.QueryEscape("(Owner:in:1,"+r.w.User.ID+")"):         1,
	} {
		if a := r.api(http.MethodGet, path, nil); len(a.ids()) != want || want == 1 && a.ids()[0] != deal {
			t.Errorf("%s: %d %s", path, a.status, a.raw)
		}
	}
	for _, criteria := range []string{"(Contact_Name:equals:Ada)", "(Contact_Name:starts_with:7)", "(Contact_Name:in:7,x)", "(Contact_Name:equals:7,8)"} {
		expect(t, r.api(http.MethodGet, "/Deals/search?criteria="+url.QueryEscape(criteria), nil), 400, "INVALID_QUERY")
	}
	r.token = r.tokenFor("ZohoCRM.modules.notes.READ")
	expect(t, r.api(http.MethodGet, byParent, nil), 401, "OAUTH_SCOPE_MISMATCH")
}

func TestCOQLMetadata(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	body := map[string]any{"select_query": "select Last_Name, Phone from Contacts where Last_Name = 'Example'", "include_meta": []any{"fields"}}
	a := r.api(http.MethodPost, "/coql", body)
	fields, _ := a.doc["fields"].(map[string]any)
	if phone, _ := fields["Phone"].(map[string]any); a.status != 200 || len(fields) != 2 || phone["data_type"] != "phone" || phone["api_name"] != "Phone" || len(a.items()) != 1 {
		t.Errorf("%d %s", a.status, a.raw)
	}
	delete(body, "include_meta")
	if a := r.api(http.MethodPost, "/coql", body); a.doc["fields"] != nil {
		t.Errorf("unasked: %s", a.raw)
	}
}
