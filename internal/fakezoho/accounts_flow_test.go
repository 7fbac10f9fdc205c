package fakezoho

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

var ticketPattern = regexp.MustCompile(`name="ticket" value="([^"]+)"`)

func authQuery(clientID string) url.Values {
	return url.Values{
		"response_type": {"code"}, "client_id": {clientID}, "scope": {strings.Join(allScopes(), ",")},
		"redirect_uri": {redirect}, "access_type": {"offline"}, "prompt": {"consent"}, "state": {"st-1"},
	}
}

// openConsent opens the consent page and returns it.
func (r *rig) openConsent(accounts string, query url.Values) answer {
	r.t.Helper()
	req := r.request(http.MethodGet, accounts+"/oauth/v2/auth?"+query.Encode(), nil)
	req.Header.Del("Authorization")
	a, err := r.do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

// decide presses a button of an open consent page and returns the redirect.
func (r *rig) decide(accounts string, page answer, decision string) (answer, *url.URL) {
	r.t.Helper()
	found := ticketPattern.FindSubmatch(page.raw)
	if found == nil {
		r.t.Fatalf("no consent page: %d %s", page.status, page.raw)
	}
	form := url.Values{"ticket": {string(found[1])}, "decision": {decision}}
	req := r.request(http.MethodPost, accounts+"/oauth/v2/auth", form.Encode())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a, err := r.do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	target, err := url.Parse(a.header.Get("Location"))
	if err != nil {
		r.t.Fatal(err)
	}
	return a, target
}

// codeFor walks the consent page and returns the code.
func (r *rig) codeFor(accounts string, query url.Values) string {
	r.t.Helper()
	a, target := r.decide(accounts, r.openConsent(accounts, query), "accept")
	if a.status != http.StatusFound || target.Query().Get("code") == "" {
		r.t.Fatalf("no code: %d %s", a.status, target)
	}
	return target.Query().Get("code")
}

func codeGrant(c Client, dc, code string) url.Values {
	return url.Values{
		"grant_type": {"authorization_code"}, "client_id": {c.ID}, "client_secret": {c.Secrets[dc]},
		"redirect_uri": {redirect}, "code": {code},
	}
}

func refreshGrant(c Client, dc, token string) url.Values {
	return url.Values{
		"grant_type": {"refresh_token"}, "client_id": {c.ID}, "client_secret": {c.Secrets[dc]}, "refresh_token": {token},
	}
}

func TestSignInFromConsentToRevoke(t *testing.T) {
	t.Parallel()
	r := newRig(t)

	page := r.openConsent(usAccounts, authQuery(r.w.Client.ID))
	if page.status != http.StatusOK || !strings.Contains(page.header.Get("Content-Type"), "text/html") {
		t.Fatalf("consent page: %d %s", page.status, page.header.Get("Content-Type"))
	}
	for _, want := range []string{`id="accept"`, `id="reject"`, "Chatkeep", "ZohoSearch.securesearch.READ", "olive@example.test", "Stand-in"} {
		if !strings.Contains(string(page.raw), want) {
			t.Errorf("the consent page lacks %s", want)
		}
	}
	policy := page.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "form-action 'self' https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org") {
		t.Errorf("policy %q", policy)
	}

	_, target := r.decide(usAccounts, page, "accept")
	q := target.Query()
	if !strings.HasPrefix(target.String(), redirect+"?") || q.Get("state") != "st-1" || q.Get("location") != "us" || q.Get("accounts-server") != usAccounts {
		t.Fatalf("redirect %s", target)
	}

	status, doc := r.form(usAccounts+"/oauth/v2/token", codeGrant(r.w.Client, "us", q.Get("code")))
	if status != 200 || doc["api_domain"] != usAPI || doc["token_type"] != "Bearer" || doc["expires_in"] != float64(3600) || doc["scope"] != nil {
		t.Fatalf("token answer %d %v", status, doc)
	}
	refresh := doc["refresh_token"].(string)
	r.token = doc["access_token"].(string)
	expect(t, r.api(http.MethodGet, "/users?type=CurrentUser", nil), 200, "")

	r.clock.advance(time.Hour)
	expect(t, r.api(http.MethodGet, "/org", nil), 401, "INVALID_TOKEN")
	status, doc = r.form(usAccounts+"/oauth/v2/token", refreshGrant(r.w.Client, "us", refresh))
	if status != 200 || doc["access_token"] == nil || doc["refresh_token"] != nil {
		t.Fatalf("refresh answer %d %v", status, doc)
	}
	r.token = doc["access_token"].(string)
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")

	status, doc = r.form(usAccounts+"/oauth/v2/token/revoke?token="+url.QueryEscape(refresh), nil)
	if status != 200 || doc["status"] != "success" {
		t.Fatalf("revoke answer %d %v", status, doc)
	}
	expect(t, r.api(http.MethodGet, "/org", nil), 401, "INVALID_TOKEN")
	status, doc = r.form(usAccounts+"/oauth/v2/token", refreshGrant(r.w.Client, "us", refresh))
	if status != 200 || doc["error"] != "invalid_code" {
		t.Fatalf("refresh after revoke: %d %v", status, doc)
	}
}

func TestConsentRefusal(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	page := r.openConsent(usAccounts, authQuery(r.w.Client.ID))
	_, target := r.decide(usAccounts, page, "reject")
	if q := target.Query(); q.Get("error") != "access_denied" || q.Get("state") != "st-1" || q.Has("code") || q.Has("location") {
		t.Fatalf("redirect %s", target)
	}
	if a, target := r.decide(usAccounts, page, "accept"); a.status != 400 || target.String() != "" {
		t.Fatalf("a ticket was good for two decisions: %d %s", a.status, target)
	}
}

func TestConsentTicketExpires(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	page := r.openConsent(usAccounts, authQuery(r.w.Client.ID))
	r.clock.advance(10 * time.Minute)
	if a, _ := r.decide(usAccounts, page, "accept"); a.status != 400 {
		t.Fatalf("status %d", a.status)
	}
}

func TestConsentWithoutState(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	q := authQuery(r.w.Client.ID)
	q.Del("state")
	_, target := r.decide(usAccounts, r.openConsent(usAccounts, q), "accept")
	if target.Query().Has("state") {
		t.Fatalf("redirect %s", target)
	}
}

func TestAuthorizeRefusals(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	cases := []struct {
		name   string
		change func(url.Values)
		code   string
	}{
		{"unknown client", func(q url.Values) { q.Set("client_id", "1000.NOPE") }, "invalid_client"},
		{"self client", func(q url.Values) { q.Set("client_id", r.w.SelfClient.ID) }, "invalid_client"},
		{"redirect with another slash", func(q url.Values) { q.Set("redirect_uri", redirect+"/") }, "invalid_redirect_uri"},
		{"redirect prefix", func(q url.Values) { q.Set("redirect_uri", strings.TrimSuffix(redirect, "zoho")) }, "invalid_redirect_uri"},
		{"no redirect", func(q url.Values) { q.Del("redirect_uri") }, "invalid_redirect_uri"},
		{"implicit", func(q url.Values) { q.Set("response_type", "token") }, "invalid_response_type"},
		{"no response type", func(q url.Values) { q.Del("response_type") }, "invalid_response_type"},
		{"scopes joined by spaces", func(q url.Values) { q.Set("scope", "ZohoCRM.users.READ ZohoCRM.org.READ") }, "invalid_scope"},
		{"scope with a space after the comma", func(q url.Values) { q.Set("scope", "ZohoCRM.users.READ, ZohoCRM.org.READ") }, "invalid_scope"},
		{"unknown scope", func(q url.Values) { q.Set("scope", "ZohoCRM.users.READ,ZohoCRM.nope.EVERYTHING") }, "invalid_scope"},
		{"operation in lower case", func(q url.Values) { q.Set("scope", "ZohoCRM.modules.contacts.read") }, "invalid_scope"},
		{"no scope", func(q url.Values) { q.Del("scope") }, "invalid_scope"},
		{"access type", func(q url.Values) { q.Set("access_type", "forever") }, "general_error"},
		{"prompt", func(q url.Values) { q.Set("prompt", "login") }, "general_error"},
		{"parameter twice", func(q url.Values) { q.Add("redirect_uri", redirect) }, "general_error"},
	}
	for _, c := range cases {
		q := authQuery(r.w.Client.ID)
		c.change(q)
		a := r.openConsent(usAccounts, q)
		if a.status != 400 || !strings.Contains(string(a.raw), `data-code="`+c.code+`"`) || a.header.Get("Location") != "" {
			t.Errorf("%s: %d %s", c.name, a.status, a.raw)
		}
	}
	if a := r.openConsent(euAccounts, authQuery(r.w.Client.ID)); a.status != 400 || !strings.Contains(string(a.raw), "invalid_client") {
		t.Errorf("a client of another data centre: %d", a.status)
	}
	if a := r.api(http.MethodPut, usAccounts+"/oauth/v2/auth", nil); a.status != 405 {
		t.Errorf("PUT: %d", a.status)
	}
}

func TestConsentEscapesClientName(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := must(r.s.AddClient(Client{Name: `<script>x</script>`, Type: ServerClient, RedirectURIs: []string{redirect}, Secrets: map[string]string{"us": ""}}))
	if a := r.openConsent(usAccounts, authQuery(c.ID)); strings.Contains(string(a.raw), "<script>") {
		t.Fatal("client name is not escaped")
	}
}

func TestModulePartOfScopeIgnoresCase(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.token = r.tokenFor("ZohoCRM.modules.Contacts.READ")
	expect(t, r.api(http.MethodGet, "/Contacts/"+r.ada(), nil), 200, "")
}

func TestCodesPerClientAreLimited(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for range 10 {
		r.codeFor(usAccounts, authQuery(r.w.Client.ID))
	}
	_, target := r.decide(usAccounts, r.openConsent(usAccounts, authQuery(r.w.Client.ID)), "accept")
	if target.Query().Get("error") != "access_denied" {
		t.Fatalf("11th code: %s", target)
	}
	r.clock.advance(10 * time.Minute)
	r.codeFor(usAccounts, authQuery(r.w.Client.ID))
}

func TestUserOfAnotherDataCentre(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	eu := must(r.s.AddOrg(Org{DataCentre: "eu", Company: "Muster", Country: "DE", Currency: "Euro", ISOCurrency: "EUR", TimeZone: "Europe/Berlin"}))
	u := must(r.s.AddUser(User{OrgID: eu.ID, Last: "Muster", Email: "muster@example.test"}))
	if err := r.s.SignInAs("us", u.ID); err != nil {
		t.Fatal(err)
	}
	if a := r.openConsent(usAccounts, authQuery(r.w.Client.ID)); a.status != 400 {
		t.Fatalf("a client not enabled in the user's data centre: %d", a.status)
	}
	c := must(r.s.AddClient(Client{Name: "Both", Type: ServerClient, RedirectURIs: []string{redirect}, Secrets: map[string]string{"us": "secret-us", "eu": "secret-eu"}}))
	_, target := r.decide(usAccounts, r.openConsent(usAccounts, authQuery(c.ID)), "accept")
	if q := target.Query(); q.Get("location") != "eu" || q.Get("accounts-server") != euAccounts {
		t.Fatalf("redirect %s", target)
	}
	code := target.Query().Get("code")
	if _, doc := r.form(usAccounts+"/oauth/v2/token", codeGrant(c, "us", code)); doc["error"] != "invalid_code" {
		t.Fatalf("redeemed in the wrong data centre: %v", doc)
	}
	if _, doc := r.form(euAccounts+"/oauth/v2/token", codeGrant(c, "us", code)); doc["error"] != "invalid_client_secret" {
		t.Fatalf("secret of the other data centre: %v", doc)
	}
	_, doc := r.form(euAccounts+"/oauth/v2/token", codeGrant(c, "eu", code))
	if doc["api_domain"] != euAPI {
		t.Fatalf("answer %v", doc)
	}
	r.token = doc["access_token"].(string)
	expect(t, r.api(http.MethodGet, euAPI+"/crm/v8/org", nil), 200, "")
	expect(t, r.api(http.MethodGet, usAPI+"/crm/v8/org", nil), 401, "INVALID_TOKEN")
}
