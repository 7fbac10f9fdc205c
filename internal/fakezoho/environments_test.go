package fakezoho

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// TestTokensBelongToTheirEnvironment: a token of a sandbox is unknown to
// production and to developer editions, and the other way round.
func TestTokensBelongToTheirEnvironment(t *testing.T) {
	t.Parallel()
	hosts := map[Environment]string{
		Production: "https://www.zohoapis.eu", Sandbox: "https://sandbox.zohoapis.eu", Developer: "https://developer.zohoapis.eu",
	}
	for _, environment := range Environments() {
		r := newRig(t)
		o := must(r.s.AddOrg(Org{DataCentre: "eu", Company: "X", TimeZone: "Europe/Berlin", Environment: environment}))
		u := must(r.s.AddUser(User{OrgID: o.ID, Last: "A", Email: "a@b.test"}))
		c := must(r.s.AddClient(Client{Type: SelfClient, UserID: u.ID, Secrets: map[string]string{"eu": ""}}))
		code := must(r.s.SelfClientCode(c.ID, []string{"ZohoCRM.org.READ"}, 3*time.Minute))
		grant := codeGrant(c, "eu", code)
		grant.Del("redirect_uri")
		_, doc := r.form("https://accounts.zoho.eu/oauth/v2/token", grant)
		if doc["api_domain"] != hosts[environment] {
			t.Errorf("%q: api_domain %v", environment, doc["api_domain"])
		}
		r.token, _ = doc["access_token"].(string)
		for other, host := range hosts {
			want, code := 401, "INVALID_TOKEN"
			if other == environment {
				want, code = 200, ""
			}
			if a := r.api(http.MethodGet, host+"/crm/v8/org", nil); a.status != want || a.code() != code {
				t.Errorf("token of %q at %s: %d %s", environment, host, a.status, a.raw)
			}
		}
		a := r.api(http.MethodGet, hosts[environment]+"/crm/v8/org", nil)
		if got := a.doc["org"].([]any)[0].(map[string]any)["type"]; got != environment.orgType() {
			t.Errorf("%q: type %v", environment, got)
		}
	}
	if _, err := newRig(t).s.AddOrg(Org{DataCentre: "eu", TimeZone: "UTC", Environment: "stage"}); err == nil {
		t.Error("an unknown environment was accepted")
	}
}

func TestUnconfirmedCentresAreServedOnDemand(t *testing.T) {
	t.Parallel()
	for _, served := range []bool{false, true} {
		r := newRig(t, withSwitches(Switches{UnconfirmedCentres: served}))
		want := map[bool]int{false: 421, true: 401}[served]
		for _, host := range []string{"www.zohoapis.ae", "sandbox.zohoapis.uk", "www.zohoapis.sg"} {
			if a := r.api(http.MethodGet, "https://"+host+"/crm/v8/org", nil); a.status != want {
				t.Errorf("%s, served %v: %d", host, served, a.status)
			}
		}
	}
}

func TestMountedPathsLeadBackBelowTheirBase(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	const base = "http://127.0.0.1:1"
	mounted := r.s.Mounted(base)
	post := func(path string, form url.Values) answer { return serve(t, mounted, http.MethodPost, base+path, form) }
	code := must(r.s.SelfClientCode(r.w.SelfClient.ID, []string{"ZohoCRM.org.READ"}, 3*time.Minute))
	grant := codeGrant(r.w.SelfClient, "us", code)
	grant.Del("redirect_uri")
	a := post("/accounts/us/oauth/v2/token", grant)
	if a.doc["api_domain"] != base+"/api/us" {
		t.Fatalf("token: %d %s", a.status, a.raw)
	}
	page := serve(t, mounted, http.MethodGet, base+"/accounts/us/oauth/v2/auth?"+authQuery(r.w.Client.ID).Encode(), nil)
	ticket := ticketPattern.FindSubmatch(page.raw)
	if ticket == nil || !contains(page.raw, `action="/accounts/us/oauth/v2/auth"`) || !contains(page.raw, `href="/accounts/us/static/consent.css"`) {
		t.Fatalf("consent page: %d %s", page.status, page.raw)
	}
	back := post("/accounts/us/oauth/v2/auth", url.Values{"ticket": {string(ticket[1])}, "decision": {"accept"}})
	target, err := url.Parse(back.header.Get("Location"))
	if err != nil || target.Query().Get("accounts-server") != base+"/accounts/us" {
		t.Errorf("redirect %s, %v", back.header.Get("Location"), err)
	}
	if list := serve(t, mounted, http.MethodGet, base+"/web/us/", nil); !contains(list.raw, `href="/web/us/crm/org`) {
		t.Errorf("list of records: %s", list.raw)
	}
	for path, want := range map[string]int{"/api/us/crm/v8/org": 401, "/sandbox/eu/crm/v8/org": 401, "/api/mars/crm/v8/org": 404, "/api/us": 404, "/": 404} {
		if a := serve(t, mounted, http.MethodGet, base+path, nil); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
}
