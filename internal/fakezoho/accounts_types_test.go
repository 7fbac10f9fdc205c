package fakezoho

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// fragment returns the parameters behind the # of a redirect.
func fragment(t *testing.T, a answer) url.Values {
	t.Helper()
	_, raw, _ := strings.Cut(a.header.Get("Location"), "#")
	values, err := url.ParseQuery(raw)
	if err != nil || a.status != http.StatusFound {
		t.Fatalf("no redirect with a fragment: %d %v %v", a.status, a.header, err)
	}
	return values
}

func TestImplicitFlow(t *testing.T) {
	t.Parallel()
	for form, path := range map[ImplicitRefreshPath]string{ImplicitBelowAuth: "/oauth/v2/auth/refresh", ImplicitShort: "/oauth/v2/refresh"} {
		r := newRig(t, withSwitches(Switches{ImplicitRefresh: form}))
		c := must(r.s.AddClient(Client{Type: BrowserClient, RedirectURIs: []string{redirect}, Secrets: map[string]string{"us": ""}}))
		query := authQuery(c.ID)
		if page := r.openConsent(usAccounts, query); page.status != 400 {
			t.Errorf("code flow: %d", page.status)
		}
		renew := func() answer {
			req := r.request(http.MethodGet, usAccounts+path+"?"+query.Encode(), nil)
			return must(r.do(req))
		}
		if got := fragment(t, renew()).Get("error"); got != "client_not_granted" {
			t.Errorf("renewed before consent: %s", got)
		}
		query.Set("response_type", "token")
		refused, _ := r.decide(usAccounts, r.openConsent(usAccounts, query), "reject")
		if got := fragment(t, refused); got.Get("error") != "access_denied" || got.Get("state") != "st-1" {
			t.Errorf("refused: %v", got)
		}
		back, _ := r.decide(usAccounts, r.openConsent(usAccounts, query), "accept")
		for name, values := range map[string]url.Values{"consent": fragment(t, back), "renewal": fragment(t, renew())} {
			if values.Get("api_domain") != usAPI || values.Get("expires_in") != "3600" || values.Get("location") != "us" || values.Get("state") != "st-1" || values.Has("refresh_token") {
				t.Errorf("%s: %v", name, values)
			}
			r.token = values.Get("access_token")
			expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
		}
		if _, doc := r.form(usToken, url.Values{"grant_type": {"refresh_token"}, "client_id": {c.ID}, "client_secret": {c.Secrets["us"]}, "refresh_token": {"x"}}); doc["error"] != "invalid_client" {
			t.Errorf("token endpoint: %v", doc)
		}
		r.token = ""
		for other, p := range map[ImplicitRefreshPath]string{ImplicitBelowAuth: "/oauth/v2/auth/refresh", ImplicitShort: "/oauth/v2/refresh"} {
			if a := r.api(http.MethodGet, usAccounts+p+"?"+query.Encode(), nil); other != form && a.status != 404 {
				t.Errorf("%q: %s answers %d", form, p, a.status)
			}
		}
	}
}

func TestDeviceFlow(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := must(r.s.AddClient(Client{Type: DeviceClient, Secrets: map[string]string{"us": "", "eu": ""}}))
	begin := func() map[string]any {
		t.Helper()
		status, doc := r.form(usAccounts+"/oauth/v3/device/code", url.Values{
			"client_id": {c.ID}, "grant_type": {"device_request"}, "scope": {"ZohoCRM.org.READ"}, "access_type": {"offline"}, "prompt": {"consent"},
		})
		if status != 200 || doc["device_code"] == nil || doc["verification_url"] != usAccounts+"/oauth/v3/device" {
			t.Fatalf("begin: %d %v", status, doc)
		}
		return doc
	}
	poll := func(accounts, dc string, doc map[string]any) map[string]any {
		_, answer := r.form(accounts+"/oauth/v3/device/token", url.Values{
			"client_id": {c.ID}, "client_secret": {c.Secrets[dc]}, "grant_type": {"device_token"}, "code": {doc["device_code"].(string)},
		})
		return answer
	}
	wants := func(step string, doc map[string]any, want string) {
		t.Helper()
		if doc["error"] != want {
			t.Errorf("%s: %v, want %s", step, doc, want)
		}
	}
	doc := begin()
	wants("before", poll(usAccounts, "us", doc), "authorization_pending")
	wants("too soon", poll(usAccounts, "us", doc), "slow_down")
	r.clock.advance(30 * time.Second)
	if err := r.s.DecideDevice(doc["user_code"].(string), r.w.User.ID, true); err != nil {
		t.Fatal(err)
	}
	got := poll(usAccounts, "us", doc)
	if got["refresh_token"] == nil || got["api_domain"] != usAPI {
		t.Fatalf("allowed: %v", got)
	}
	r.token = got["access_token"].(string)
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
	wants("twice", poll(usAccounts, "us", doc), "invalid_code")

	doc = begin()
	if err := r.s.DecideDevice(doc["user_code"].(string), r.w.User.ID, false); err != nil {
		t.Fatal(err)
	}
	wants("refused", poll(usAccounts, "us", doc), "access_denied")
	doc = begin()
	r.clock.advance(5 * time.Minute)
	wants("expired", poll(usAccounts, "us", doc), "expired")
	if err := r.s.DecideDevice(doc["user_code"].(string), r.w.User.ID, true); err == nil {
		t.Error("an expired code was decided")
	}

	o := must(r.s.AddOrg(Org{DataCentre: "eu", Company: "X", TimeZone: "Europe/Berlin"}))
	u := must(r.s.AddUser(User{OrgID: o.ID, Last: "A", Email: "a@b.test"}))
	doc = begin()
	if err := r.s.DecideDevice(doc["user_code"].(string), u.ID, true); err != nil {
		t.Fatal(err)
	}
	elsewhere := poll(usAccounts, "us", doc)
	wants("other data centre", elsewhere, "other_dc")
	if elsewhere["user_location"] != "eu" {
		t.Errorf("location %v", elsewhere["user_location"])
	}
	if got := poll(euAccounts, "eu", doc); got["api_domain"] != euAPI {
		t.Errorf("at the user's data centre: %v", got)
	}
	if _, doc := r.form(usAccounts+"/oauth/v3/device/code", url.Values{"client_id": {r.w.Client.ID}, "grant_type": {"device_request"}, "scope": {"ZohoCRM.org.READ"}}); doc["error"] != "invalid_client" {
		t.Errorf("another type of client: %v", doc)
	}
}

func TestClientCredentials(t *testing.T) {
	t.Parallel()
	for form, works := range map[ClientCredentialsPath]string{CredentialsAtToken: "/oauth/v2/token", CredentialsAtAuth: "/oauth/v2/auth"} {
		r := newRig(t, withSwitches(Switches{ClientCredentials: form}))
		ask := func(path string, change func(url.Values)) map[string]any {
			v := url.Values{
				"grant_type": {"client_credentials"}, "client_id": {r.w.SelfClient.ID}, "client_secret": {r.w.SelfClient.Secrets["us"]},
				"scope": {"ZohoCRM.org.READ"}, "soid": {"ZohoCRM." + r.w.Org.ZGID},
			}
			if change != nil {
				change(v)
			}
			_, doc := r.form(usAccounts+path, v)
			return doc
		}
		for _, path := range []string{"/oauth/v2/token", "/oauth/v2/auth"} {
			doc := ask(path, nil)
			if (doc["access_token"] != nil) != (path == works) || doc["refresh_token"] != nil {
				t.Errorf("%q at %s: %v", form, path, doc)
			}
		}
		for want, change := range map[string]func(url.Values){
			"missing_org_info":      func(v url.Values) { v.Del("soid") },
			"invalid_org_info":      func(v url.Values) { v.Set("soid", "ZohoCRM.1") },
			"invalid_scope":         func(v url.Values) { v.Set("scope", "x") },
			"invalid_client_secret": func(v url.Values) { v.Set("client_secret", "x") },
			"invalid_client": func(v url.Values) {
				v.Set("client_id", r.w.Client.ID)
				v.Set("client_secret", r.w.Client.Secrets["us"])
			},
		} {
			if doc := ask(works, change); doc["error"] != want {
				t.Errorf("%q: %v, want %s", form, doc, want)
			}
		}
	}
}

func TestExtensionRedirectRefused(t *testing.T) {
	t.Parallel()
	s := New(Options{Switches: Switches{RefuseExtensionRedirect: true}})
	if _, err := SeedDemo(s, redirect); err == nil {
		t.Error("the redirect was registered")
	}
	s = New(Options{Switches: Switches{RefuseExtensionRedirect: true}})
	if _, err := SeedDemo(s, "https://example.test/zoho"); err != nil {
		t.Error(err)
	}
}
