package fakezoho

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestHosts(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	for host, want := range map[string]int{
		"www.zohoapis.com": 401, "www.zohoapis.com:443": 401, "WWW.ZOHOAPIS.COM": 401, "www.zohoapis.eu": 401,
		"accounts.zoho.com": 404, "crm.zoho.com": 200, "crm.zohocloud.ca": 200,
		"zohoapis.com": 421, "accounts.zoho.uk": 421, "sandbox.zohoapis.com": 401, "developer.zohoapis.ca": 401, "other.zohoapis.com": 421, "www.zohoapis.uk": 421, "evil.test": 421,
		"www.zohoapis.com.evil.test": 421, "": 421,
	} {
		req := httptest.NewRequest(http.MethodGet, "/", nil)
		req.Host = host
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, req)
		if rec.Code != want {
			t.Errorf("host %q: %d, want %d", host, rec.Code, want)
		}
	}
}

func TestPlainServerWithHostSet(t *testing.T) {
	t.Parallel()
	ts := httptest.NewServer(New(Options{}))
	defer ts.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, ts.URL+"/crm/v8/org", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "www.zohoapis.com"
	resp, err := ts.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != 401 {
		t.Fatalf("status %d", resp.StatusCode)
	}
}

func TestDialerReachesNothingElse(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if _, err := r.do(r.request(http.MethodGet, "https://www.zohoapis.test/crm/v8/org", nil)); err == nil {
		t.Fatal("an unlisted host was reached")
	}
}

func TestAuthorizationHeader(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, c := range []struct {
		name   string
		header []string
		status int
		code   string
	}{
		{"none", nil, 401, "AUTHENTICATION_FAILURE"},
		{"bearer", []string{"Bearer " + r.token}, 401, "AUTHENTICATION_FAILURE"},
		{"scheme in lower case", []string{"zoho-oauthtoken " + r.token}, 401, "AUTHENTICATION_FAILURE"},
		{"bare token", []string{r.token}, 401, "AUTHENTICATION_FAILURE"},
		{"empty token", []string{"Zoho-oauthtoken "}, 401, "AUTHENTICATION_FAILURE"},
		{"twice", []string{"Zoho-oauthtoken " + r.token, "Zoho-oauthtoken " + r.token}, 401, "AUTHENTICATION_FAILURE"},
		{"unknown token", []string{"Zoho-oauthtoken 1000.x.y"}, 401, "INVALID_TOKEN"},
		{"two spaces", []string{"Zoho-oauthtoken  " + r.token}, 401, "INVALID_TOKEN"},
		{"right", []string{"Zoho-oauthtoken " + r.token}, 200, ""},
	} {
		req := r.request(http.MethodGet, "/org", nil)
		req.Header["Authorization"] = c.header
		a, err := r.do(req)
		if err != nil || a.status != c.status || a.code() != c.code {
			t.Errorf("%s: %d %s %v", c.name, a.status, a.raw, err)
		}
	}
}

func TestTokenExpiresByTheClock(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.clock.advance(time.Hour - time.Second)
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
	r.clock.advance(time.Second)
	expect(t, r.api(http.MethodGet, "/org", nil), 401, "INVALID_TOKEN")
}

// operations lists one valid request for each operation with the scopes it needs.
func (r *rig) operations() []struct {
	op     Op
	method string
	path   string
	body   any
	status int
	scopes []string
} {
	lead := r.w.Leads["Frank Prospect"]
	deal := must(r.s.AddDeal(r.w.Org.ID, Fields{"Deal_Name": "Renewal", "Contact_Name": r.ada()}))
	note := must(r.s.AddNote(r.ada(), r.w.User.ID, "t", "c"))
	title := map[string]any{"Note_Title": "t"}
	titled := map[string]any{"Note_Title": "t", "id": note}
	return []struct {
		op     Op
		method string
		path   string
		body   any
		status int
		scopes []string
	}{
		{OpUsersCurrent, "GET", "/users?type=CurrentUser", nil, 200, []string{"ZohoCRM.users.READ"}},
		{OpOrgGet, "GET", "/org", nil, 200, []string{"ZohoCRM.org.READ"}},
		{OpSettingsFields, "GET", "/settings/fields?module=Contacts", nil, 200, []string{"ZohoCRM.settings.fields.READ"}},
		{OpSettingsLayouts, "GET", "/settings/layouts?module=Contacts", nil, 200, []string{"ZohoCRM.settings.layouts.READ"}},
		{OpCOQL, "POST", "/coql", map[string]any{"select_query": "select id from Contacts where id is not null"}, 200, []string{"ZohoCRM.coql.READ", "ZohoCRM.modules.contacts.READ"}},
		{OpSettingsModules, "GET", "/settings/modules", nil, 200, []string{"ZohoCRM.settings.modules.READ"}},
		{OpComposite, "POST", "/__composite_requests", composed(map[string]any{"method": "GET", "uri": "/crm/v8/org"}), 200, []string{"ZohoCRM.composite_requests.CUSTOM", "ZohoCRM.org.READ"}},
		{OpDealsGet, "GET", "/Deals/" + deal, nil, 200, []string{"ZohoCRM.modules.deals.READ"}},
		{OpDealsRelated, "GET", "/Contacts/" + r.ada() + "/Deals?fields=Deal_Name", nil, 200, []string{"ZohoCRM.modules.contacts.READ", "ZohoCRM.modules.deals.READ"}},
		{OpCOQL, "POST", "/coql", map[string]any{"select_query": "select id from Leads where id is not null"}, 200, []string{"ZohoCRM.coql.READ", "ZohoCRM.modules.leads.READ"}},
		{OpSearch, "GET", "/Contacts/search?word=Example", nil, 200, []string{"ZohoCRM.modules.contacts.READ", "ZohoSearch.securesearch.READ"}},
		{OpContactsGet, "GET", "/Contacts/" + r.ada(), nil, 200, []string{"ZohoCRM.modules.contacts.READ"}},
		{OpContactsCreate, "POST", "/Contacts", data(map[string]any{"Last_Name": "New"}), 201, []string{"ZohoCRM.modules.contacts.CREATE"}},
		{OpContactsUpdate, "PUT", "/Contacts", data(map[string]any{"id": r.ada(), "Title": "x"}), 200, []string{"ZohoCRM.modules.contacts.UPDATE"}},
		{OpContactsUpdate, "PUT", "/Contacts/" + r.ada(), data(map[string]any{"Title": "y"}), 200, []string{"ZohoCRM.modules.contacts.UPDATE"}},
		{OpLeadsGet, "GET", "/Leads/" + lead, nil, 200, []string{"ZohoCRM.modules.leads.READ"}},
		{OpLeadsCreate, "POST", "/Leads", data(map[string]any{"Last_Name": "New", "Company": "C"}), 201, []string{"ZohoCRM.modules.leads.CREATE"}},
		{OpLeadsUpdate, "PUT", "/Leads/" + lead, data(map[string]any{"City": "x"}), 200, []string{"ZohoCRM.modules.leads.UPDATE"}},
		{OpNotesCreate, "POST", "/Notes", data(noteFor(r.ada(), "t", "c")), 201, []string{"ZohoCRM.modules.notes.CREATE"}},
		{OpNotesUpdate, "PUT", "/Notes", data(titled), 200, []string{"ZohoCRM.modules.notes.UPDATE"}},
		{OpNotesUpdate, "PUT", "/Notes/" + note, data(title), 200, []string{"ZohoCRM.modules.notes.UPDATE"}},
		{OpNotesGet, "GET", "/Notes/" + note, nil, 200, []string{"ZohoCRM.modules.notes.READ"}},
		{OpNotesRelated, "GET", "/Contacts/" + r.ada() + "/Notes?fields=Note_Title", nil, 200, []string{"ZohoCRM.modules.contacts.READ", "ZohoCRM.modules.notes.READ"}},
		{OpNotesRelatedCreate, "POST", "/Contacts/" + r.ada() + "/Notes", data(title), 201, []string{"ZohoCRM.modules.contacts.READ", "ZohoCRM.modules.notes.CREATE"}},
		{OpAttachmentsList, "GET", "/Contacts/" + r.ada() + "/Attachments?fields=File_Name", nil, 204, []string{"ZohoCRM.modules.contacts.READ", "ZohoCRM.modules.attachments.READ"}},
		{OpNotesRelatedUpdate, "PUT", "/Contacts/" + r.ada() + "/Notes", data(titled), 200, []string{"ZohoCRM.modules.contacts.READ", "ZohoCRM.modules.notes.UPDATE"}},
	}
}

func TestEveryOperationNeedsEachOfItsScopes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, o := range r.operations() {
		// Ten refresh tokens per user and client in ten minutes are allowed.
		r.clock.advance(20 * time.Minute)
		r.token = r.tokenFor(o.scopes...)
		if a := r.api(o.method, o.path, o.body); a.status != o.status {
			t.Errorf("%s with exactly its scopes: %d %s", o.op, a.status, a.raw)
		}
		for _, missing := range o.scopes {
			others := slices.DeleteFunc(append(allScopes(), "ZohoCRM.modules.accounts.READ"), func(s string) bool { return s == missing })
			r.token = r.tokenFor(others...)
			a := r.api(o.method, o.path, o.body)
			if o.op == OpComposite && missing != "ZohoCRM.composite_requests.CUSTOM" {
				// A part without its scope fails by itself.
				if parts := a.parts(); len(parts) != 1 || parts[0]["code"] != "OAUTH_SCOPE_MISMATCH" {
					t.Errorf("%s without %s: %d %s", o.op, missing, a.status, a.raw)
				}
				continue
			}
			if a.status != 401 || a.code() != "OAUTH_SCOPE_MISMATCH" {
				t.Errorf("%s without %s: %d %s", o.op, missing, a.status, a.raw)
			}
		}
		calls := r.s.CallsOf(o.op)
		if len(calls) == 0 || calls[len(calls)-1].Op != o.op {
			t.Errorf("%s %s is not logged as %s", o.method, o.path, o.op)
		}
	}
}

func TestScopesAboveTheNeededOne(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for scope, want := range map[string]int{
		"ZohoCRM.modules.ALL": 200, "ZohoCRM.modules.READ": 200, "ZohoCRM.modules.contacts.ALL": 200,
		"ZohoCRM.modules.leads.ALL": 401, "ZohoCRM.modules.contacts.UPDATE": 401, "ZohoCRM.settings.ALL": 401,
	} {
		r.token = r.tokenFor(scope)
		if a := r.api(http.MethodGet, "/Contacts/"+r.ada(), nil); a.status != want {
			t.Errorf("%s: %d", scope, a.status)
		}
	}
}

func TestAPIAccessOfTheProfile(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.s.SetAPIAccess(false)
	for _, o := range r.operations() {
		a := r.api(o.method, o.path, o.body)
		expect(t, a, 403, "NO_PERMISSION")
		if p, _ := a.details()["permissions"].([]any); len(p) != 1 || p[0] != "Crm_Implied_Api_Access" {
			t.Fatalf("details %v", a.details())
		}
	}
	if r.s.CreditsUsed() != 0 {
		t.Error("refused calls cost credits")
	}
	r.s.SetAPIAccess(true)
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
}

func TestURLsAndMethods(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, c := range []struct {
		method, path string
		status       int
		code         string
	}{
		{"GET", usAPI + "/", 404, "INVALID_URL_PATTERN"},
		{"GET", usAPI + "/crm/v7/org", 404, "INVALID_URL_PATTERN"},
		{"GET", usAPI + "/crm/v8", 404, "INVALID_URL_PATTERN"},
		{"GET", usAPI + "/crm/v8/org/", 404, "INVALID_URL_PATTERN"},
		{"GET", usAPI + "//crm/v8/org", 404, "INVALID_URL_PATTERN"},
		{"GET", "/Contacts/abc", 404, "INVALID_URL_PATTERN"},
		{"GET", "/Contacts/123456789012345678901", 404, "INVALID_URL_PATTERN"},
		{"GET", "/Contacts%2Fsearch", 404, "INVALID_URL_PATTERN"},
		{"GET", "/settings/nope", 404, "INVALID_URL_PATTERN"},
		{"POST", "/Contacts/upsert", 404, "INVALID_URL_PATTERN"},
		{"GET", "/__composite_requests", 400, "INVALID_REQUEST_METHOD"},
		{"POST", "/Deals", 400, "INVALID_MODULE"},
		{"GET", "/Nope/search?word=aa", 400, "INVALID_MODULE"},
		{"GET", "/Nope?fields=id", 400, "INVALID_MODULE"},
		{"PUT", "/Deals", 400, "INVALID_MODULE"},
		{"GET", "/Leads/1/Deals?fields=id", 400, "INVALID_MODULE"},
		{"POST", "/org", 400, "INVALID_REQUEST_METHOD"},
		{"GET", "/coql", 400, "INVALID_REQUEST_METHOD"},
		{"POST", "/users", 400, "INVALID_REQUEST_METHOD"},
		{"DELETE", "/Notes/1", 400, "INVALID_REQUEST_METHOD"},
		{"DELETE", "/Contacts/1", 400, "INVALID_REQUEST_METHOD"},
		{"PATCH", "/Contacts", 400, "INVALID_REQUEST_METHOD"},
		{"OPTIONS", "/Contacts", 400, "INVALID_REQUEST_METHOD"},
		{"POST", "/Contacts/search", 400, "INVALID_REQUEST_METHOD"},
		{"GET", "/Nope/1", 400, "INVALID_MODULE"},
		{"GET", "/contacts/1", 400, "INVALID_MODULE"},
		{"GET", "/Vendors/1/Notes?fields=id", 400, "INVALID_MODULE"},
		{"POST", "/Vendors", 400, "INVALID_MODULE"},
		{"GET", "/org?x=%zz", 400, "INVALID_REQUEST"},
	} {
		a := r.api(c.method, c.path, nil)
		if a.status != c.status || a.code() != c.code {
			t.Errorf("%s %s: %d %s", c.method, c.path, a.status, a.raw)
		}
	}
	if a := r.api(http.MethodGet, "/Nope/1", nil); a.details()["resource_path_index"] != float64(0) {
		t.Errorf("details %v", a.details())
	}
	req := r.request(http.MethodGet, "/nope/nope", nil)
	req.Header.Del("Authorization")
	if a := must(r.do(req)); a.status != 401 {
		t.Errorf("unknown URL without token: %d", a.status)
	}
}

func TestErrorShape(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	a := r.api(http.MethodGet, "/nope", nil)
	for _, key := range []string{"code", "details", "message", "status"} {
		if _, ok := a.doc[key]; !ok {
			t.Errorf("the error lacks %s: %s", key, a.raw)
		}
	}
	if a.doc["status"] != "error" || !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") {
		t.Errorf("%s %s", a.header.Get("Content-Type"), a.raw)
	}
	if a.header.Get("Date") != "Sun, 22 Nov 2026 18:00:00 GMT" {
		t.Errorf("Date %q is not by the server's clock", a.header.Get("Date"))
	}
	if a.header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("the API allows other origins")
	}
}

func TestCostOfCalls(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	people := func(n int) any {
		var items []map[string]any
		for range n {
			items = append(items, map[string]any{"Last_Name": "X"})
		}
		return data(items...)
	}
	notes := func(n int) any {
		var items []map[string]any
		for range n {
			items = append(items, noteFor(r.ada(), "t", "c"))
		}
		return data(items...)
	}
	query := func(tail string) any {
		return map[string]any{"select_query": "select id from Contacts where id is not null" + tail}
	}
	for _, c := range []struct {
		name, method, path string
		body               any
		want               int
	}{
		{"get", "GET", "/Contacts/" + r.ada(), nil, 1},
		{"empty get", "GET", "/Contacts/1", nil, 1},
		{"failed search", "GET", "/Contacts/search", nil, 1},
		{"1 record", "POST", "/Contacts", people(1), 1},
		{"10 records", "POST", "/Contacts", people(10), 1},
		{"11 records", "POST", "/Contacts", people(11), 2},
		{"100 records", "POST", "/Contacts", people(100), 10},
		{"broken body", "POST", "/Contacts", "{", 1},
		{"10 notes", "POST", "/Notes", notes(10), 1},
		{"11 notes", "POST", "/Notes", notes(11), 2},
		{"coql without limit", "POST", "/coql", query(""), 1},
		{"coql 200", "POST", "/coql", query(" limit 200"), 1},
		{"coql 201", "POST", "/coql", query(" limit 201"), 2},
		{"coql 1000", "POST", "/coql", query(" limit 1000"), 2},
		{"coql 1001", "POST", "/coql", query(" limit 1001"), 3},
		{"coql broken", "POST", "/coql", query(" nope"), 1},
		{"unknown URL", "GET", "/nope", nil, 0},
	} {
		before := r.s.CreditsUsed()
		r.api(c.method, c.path, c.body)
		if got := r.s.CreditsUsed() - before; got != c.want {
			t.Errorf("%s cost %d, want %d", c.name, got, c.want)
		}
		calls := r.s.Calls()
		if last := calls[len(calls)-1]; last.Credits != c.want {
			t.Errorf("%s is logged with %d credits", c.name, last.Credits)
		}
	}
	if r.s.CreditsUsedBy(r.w.Org.ID) != r.s.CreditsUsed() || r.s.CreditsUsedBy("1") != 0 {
		t.Error("credits per organisation do not add up")
	}
}

func TestNoteCreditsSwitch(t *testing.T) {
	t.Parallel()
	for choice, want := range map[NoteCredits]int{CreditPerTenNotes: 2, CreditPerCall: 1, CreditPerNote: 12} {
		r := newRig(t, withSwitches(Switches{NoteCredits: choice}))
		var items []map[string]any
		for range 12 {
			items = append(items, noteFor(r.ada(), "t", "c"))
		}
		expect(t, r.api(http.MethodPost, "/Notes", data(items...)), 201, "SUCCESS")
		if got := r.s.CreditsUsed(); got != want {
			t.Errorf("%q: %d", choice, got)
		}
	}
}

func TestEditions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		e     Edition
		users int
		want  int
	}{
		{Free(), 3, 5000}, {Standard(), 3, 50750}, {Standard(), 1000, 100000}, {Professional(), 2, 51000},
		{Enterprise(), 1, 51000}, {Ultimate(), 10000, 20050000},
	} {
		if got := c.e.credits(c.users); got != c.want {
			t.Errorf("%s with %d users: %d, want %d", c.e.Name, c.users, got, c.want)
		}
	}
}

const remainingHeader = "X-Api-Credits-Remaining"

func TestRemainingCreditsShowOnceHalfIsUsed(t *testing.T) {
	t.Parallel()
	r := newRig(t, withEdition(Free()))
	if err := r.s.SpendCredits(r.w.Org.ID, 2498); err != nil {
		t.Fatal(err)
	}
	if a := r.api(http.MethodGet, "/org", nil); a.header.Get(remainingHeader) != "" {
		t.Fatalf("header at 2499 used: %q", a.header.Get(remainingHeader))
	}
	if a := r.api(http.MethodGet, "/org", nil); a.header.Get(remainingHeader) != "2500" {
		t.Fatalf("header at 2500 used: %q", a.header.Get(remainingHeader))
	}
}

func TestCreditsRunOutAndComeBack(t *testing.T) {
	t.Parallel()
	r := newRig(t, withEdition(Free()))
	if err := r.s.SpendCredits(r.w.Org.ID, 4999); err != nil {
		t.Fatal(err)
	}
	three := map[string]any{"select_query": "select id from Contacts where id is not null limit 2000"}
	expect(t, r.api(http.MethodPost, "/coql", three), 429, "TOO_MANY_REQUESTS")
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
	a := r.api(http.MethodGet, "/org", nil)
	expect(t, a, 429, "TOO_MANY_REQUESTS")
	for name := range a.header {
		if name == "Retry-After" || strings.HasPrefix(name, "X-Ratelimit") {
			t.Errorf("header %s", name)
		}
	}
	r.clock.advance(24*time.Hour - time.Second)
	r.token = r.tokenFor(allScopes()...)
	expect(t, r.api(http.MethodGet, "/org", nil), 429, "TOO_MANY_REQUESTS")
	r.clock.advance(time.Second)
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
}

func TestTooManyBodies(t *testing.T) {
	t.Parallel()
	for form, want := range map[TooManyBody]string{
		TooManyRequests:   `{"code":"TOO_MANY_REQUESTS","details":{},"message":"too many requests","status":"error"}`,
		RateLimitExceeded: `{"code":"RATE_LIMIT_EXCEEDED","details":{},"message":"too many requests","status":"error"}`,
	} {
		r := newRig(t, withEdition(Free()), withSwitches(Switches{TooMany: form}))
		if err := r.s.SpendCredits(r.w.Org.ID, 5000); err != nil {
			t.Fatal(err)
		}
		if a := r.api(http.MethodGet, "/org", nil); a.status != 429 || string(a.raw) != want {
			t.Errorf("%q: %d %s", form, a.status, a.raw)
		}
	}
	var legacy map[string]any
	if err := json.Unmarshal(tooMany(TooManyLegacy).body, &legacy); err != nil || legacy["code"] != float64(429) || legacy["error"] != "TOO_MANY_REQUESTS" {
		t.Errorf("legacy body %v %v", legacy, err)
	}
}

func TestSecondOrganisationHasItsOwnMeter(t *testing.T) {
	t.Parallel()
	r := newRig(t, withEdition(Free()))
	other := must(r.s.AddOrg(Org{DataCentre: "us", Company: "Other", Country: "US", TimeZone: "UTC"}))
	u := must(r.s.AddUser(User{OrgID: other.ID, Last: "Other", Email: "other@example.test"}))
	if err := r.s.SpendCredits(r.w.Org.ID, 5000); err != nil {
		t.Fatal(err)
	}
	r.w.SelfClient = must(r.s.AddClient(Client{Name: "Self", Type: SelfClient, UserID: u.ID, Secrets: map[string]string{"us": ""}}))
	r.token = r.tokenFor(allScopes()...)
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
	expectEmpty(t, r.api(http.MethodGet, "/Contacts/"+r.ada(), nil))
}
