package fakezoho

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const usToken = usAccounts + "/oauth/v2/token"

func TestTokenErrorsComeAsHTTP200(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	cases := []struct {
		name   string
		change func(url.Values)
		want   string
	}{
		{"no grant type", func(v url.Values) { v.Del("grant_type") }, "general_error"},
		{"client credentials", func(v url.Values) { v.Set("grant_type", "client_credentials") }, "invalid_client"},
		{"no client", func(v url.Values) { v.Del("client_id") }, "invalid_client"},
		{"unknown client", func(v url.Values) { v.Set("client_id", "1000.NOPE") }, "invalid_client"},
		{"no secret", func(v url.Values) { v.Del("client_secret") }, "invalid_client_secret"},
		{"wrong secret", func(v url.Values) { v.Set("client_secret", "x") }, "invalid_client_secret"},
		{"no code", func(v url.Values) { v.Del("code") }, "invalid_code"},
		{"wrong code", func(v url.Values) { v.Set("code", "1000.x.y") }, "invalid_code"},
		{"other client's code", func(v url.Values) {
			v.Set("client_id", r.w.SelfClient.ID)
			v.Set("client_secret", r.w.SelfClient.Secrets["us"])
		}, "invalid_code"},
		{"redirect differs", func(v url.Values) { v.Set("redirect_uri", redirect+"/") }, "invalid_redirect_uri"},
		{"no redirect", func(v url.Values) { v.Del("redirect_uri") }, "invalid_redirect_uri"},
	}
	for i, c := range cases {
		if i == 9 {
			r.clock.advance(10 * time.Minute)
		}
		v := codeGrant(r.w.Client, "us", r.codeFor(usAccounts, authQuery(r.w.Client.ID)))
		c.change(v)
		status, doc := r.form(usToken, v)
		if status != 200 || doc["error"] != c.want || doc["access_token"] != nil {
			t.Errorf("%s: %d %v, want %s", c.name, status, doc, c.want)
		}
	}
	if a := r.api(http.MethodGet, usToken, nil); a.status != 405 {
		t.Errorf("GET: %d", a.status)
	}
}

func TestClientOfAnotherDataCentreIsUnknown(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	_, doc := r.form(euAccounts+"/oauth/v2/token", codeGrant(r.w.Client, "us", "1000.x.y"))
	if doc["error"] != "invalid_client" {
		t.Fatalf("answer %v", doc)
	}
}

func TestBasicCredentialsDoNotCount(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	v := codeGrant(r.w.Client, "us", r.codeFor(usAccounts, authQuery(r.w.Client.ID)))
	v.Del("client_id")
	v.Del("client_secret")
	req := r.request(http.MethodPost, usToken, v.Encode())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(r.w.Client.ID, r.w.Client.Secrets["us"])
	a, err := r.do(req)
	if err != nil || a.doc["error"] != "invalid_client" {
		t.Fatalf("answer %v %v", a.doc, err)
	}
}

func TestTokenParametersInTheQuery(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	v := codeGrant(r.w.Client, "us", r.codeFor(usAccounts, authQuery(r.w.Client.ID)))
	a := r.api(http.MethodPost, usToken+"?"+v.Encode(), nil)
	if a.status != 200 || a.doc["refresh_token"] == nil {
		t.Fatalf("answer %d %v", a.status, a.doc)
	}
}

func TestCodeIsSpentByItsFirstAttempt(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	code := r.codeFor(usAccounts, authQuery(r.w.Client.ID))
	for i, want := range []any{nil, "invalid_code"} {
		if _, doc := r.form(usToken, codeGrant(r.w.Client, "us", code)); doc["error"] != want {
			t.Fatalf("attempt %d: %v", i+1, doc)
		}
	}
	code = r.codeFor(usAccounts, authQuery(r.w.Client.ID))
	wrong := codeGrant(r.w.Client, "us", code)
	wrong.Set("redirect_uri", "https://elsewhere.test/")
	r.form(usToken, wrong)
	if _, doc := r.form(usToken, codeGrant(r.w.Client, "us", code)); doc["error"] != "invalid_code" {
		t.Fatalf("a code survived a wrong redirect: %v", doc)
	}
}

func TestCodeLifetime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		life time.Duration
		wait time.Duration
		want any
	}{
		{0, 59 * time.Second, nil},
		{0, 60 * time.Second, "invalid_code"},
		{3 * time.Minute, 179 * time.Second, nil},
	} {
		r := newRig(t, withSwitches(Switches{CodeLifetime: c.life}))
		code := r.codeFor(usAccounts, authQuery(r.w.Client.ID))
		r.clock.advance(c.wait)
		if _, doc := r.form(usToken, codeGrant(r.w.Client, "us", code)); doc["error"] != c.want {
			t.Errorf("life %v, after %v: %v", c.life, c.wait, doc)
		}
	}
}

func TestWhenARefreshTokenComes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		first   bool // first consent of this user and client
		access  string
		prompt  string
		refresh bool
	}{
		{"offline at first consent", true, "offline", "", true},
		{"offline later", false, "offline", "", false},
		{"offline later with prompt", false, "offline", "consent", true},
		{"online at first consent", true, "online", "", false},
		{"online with prompt", true, "", "consent", false},
	} {
		r := newRig(t)
		if !c.first {
			r.codeFor(usAccounts, authQuery(r.w.Client.ID))
		}
		q := authQuery(r.w.Client.ID)
		q.Set("access_type", c.access)
		q.Set("prompt", c.prompt)
		_, doc := r.form(usToken, codeGrant(r.w.Client, "us", r.codeFor(usAccounts, q)))
		if doc["access_token"] == nil || (doc["refresh_token"] != nil) != c.refresh {
			t.Errorf("%s: %v", c.name, doc)
		}
	}
}

func TestRefreshThrottle(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 200} {
		r := newRig(t, withSwitches(Switches{ThrottleStatus: status}))
		refresh := r.selfGrant("ZohoCRM.org.READ")["refresh_token"].(string)
		for i := range 10 {
			if _, doc := r.form(usToken, refreshGrant(r.w.SelfClient, "us", refresh)); doc["access_token"] == nil {
				t.Fatalf("refresh %d: %v", i+1, doc)
			}
		}
		got, doc := r.form(usToken, refreshGrant(r.w.SelfClient, "us", refresh))
		if got != status || doc["error"] != "Access Denied" || doc["status"] != "failure" || doc["error_description"] == nil {
			t.Fatalf("11th refresh: %d %v", got, doc)
		}
		r.clock.advance(10 * time.Minute)
		if _, doc := r.form(usToken, refreshGrant(r.w.SelfClient, "us", refresh)); doc["access_token"] == nil {
			t.Fatalf("after ten minutes: %v", doc)
		}
	}
}

func TestOldestAccessTokenDies(t *testing.T) {
	t.Parallel()
	r := newRig(t, withSwitches(Switches{LiveAccessTokens: 3}))
	grant := r.selfGrant("ZohoCRM.org.READ")
	tokens := []string{grant["access_token"].(string)}
	for range 3 {
		_, doc := r.form(usToken, refreshGrant(r.w.SelfClient, "us", grant["refresh_token"].(string)))
		tokens = append(tokens, doc["access_token"].(string))
	}
	for i, token := range tokens {
		r.token = token
		if a := r.api(http.MethodGet, "/org", nil); (a.status == 200) != (i > 0) {
			t.Errorf("token %d: %d", i, a.status)
		}
	}
}

func TestDefaultOfFifteenLiveAccessTokens(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	grant := r.selfGrant("ZohoCRM.org.READ")
	for i := range 15 {
		if i == 10 {
			r.clock.advance(10 * time.Minute)
		}
		r.form(usToken, refreshGrant(r.w.SelfClient, "us", grant["refresh_token"].(string)))
		r.token = grant["access_token"].(string)
		want := 200
		if i == 14 {
			want = 401
		}
		if a := r.api(http.MethodGet, "/org", nil); a.status != want {
			t.Fatalf("after %d refreshes: %d", i+1, a.status)
		}
	}
}

func TestTwentyFirstRefreshTokenEvictsTheOldest(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	grants := []map[string]any{r.selfGrant("ZohoCRM.org.READ")}
	// The rig itself holds one, so this is the second of twenty.
	for range 18 {
		r.clock.advance(2 * time.Minute)
		grants = append(grants, r.selfGrant("ZohoCRM.org.READ"))
	}
	r.clock.advance(2 * time.Minute)
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
	r.selfGrant("ZohoCRM.org.READ")
	expect(t, r.api(http.MethodGet, "/org", nil), 401, "INVALID_TOKEN")
	if _, doc := r.form(usToken, refreshGrant(r.w.SelfClient, "us", grants[0]["refresh_token"].(string))); doc["access_token"] == nil {
		t.Fatalf("the second oldest died as well: %v", doc)
	}
}

func TestRefreshTokensPerTenMinutes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for range 9 {
		r.selfGrant("ZohoCRM.org.READ")
	}
	code := must(r.s.SelfClientCode(r.w.SelfClient.ID, []string{"ZohoCRM.org.READ"}, 3*time.Minute))
	v := codeGrant(r.w.SelfClient, "us", code)
	v.Del("redirect_uri")
	if status, doc := r.form(usToken, v); status != 400 || doc["error"] != "Access Denied" {
		t.Fatalf("11th refresh token: %d %v", status, doc)
	}
}

func TestRefreshTokenOfAnotherClient(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	refresh := r.selfGrant("ZohoCRM.org.READ")["refresh_token"].(string)
	if _, doc := r.form(usToken, refreshGrant(r.w.Client, "us", refresh)); doc["error"] != "invalid_code" {
		t.Fatalf("answer %v", doc)
	}
}

func TestPKCEOfMobileClients(t *testing.T) {
	t.Parallel()
	verifier := strings.Repeat("v-Aa9~", 8)
	sum := sha256.Sum256([]byte(verifier))
	s256 := base64.RawURLEncoding.EncodeToString(sum[:])
	for _, c := range []struct {
		name, challenge, method, verifier string
		page                              int
		want                              any
	}{
		{"S256", s256, "S256", verifier, 200, nil},
		{"plain named", verifier, "plain", verifier, 200, nil},
		{"plain by default", verifier, "", verifier, 200, nil},
		{"S256 with another verifier", s256, "S256", verifier + "x", 200, "invalid_code"},
		{"S256 without verifier", s256, "S256", "", 200, "invalid_code"},
		{"challenge sent as verifier", s256, "S256", s256, 200, "invalid_code"},
		{"hash without naming S256", s256, "", verifier, 200, "invalid_code"},
		{"no challenge", "", "", verifier, 400, nil},
		{"unknown method", s256, "S512", verifier, 400, nil},
		{"short challenge", "abc", "plain", "abc", 400, nil},
		{"padded challenge", s256 + "=", "S256", verifier, 400, nil},
	} {
		r := newRig(t)
		cl := must(r.s.AddClient(Client{Name: "Mobile", Type: MobileClient, RedirectURIs: []string{redirect}, Secrets: map[string]string{"us": ""}}))
		q := authQuery(cl.ID)
		q.Set("code_challenge", c.challenge)
		q.Set("code_challenge_method", c.method)
		page := r.openConsent(usAccounts, q)
		if page.status != c.page {
			t.Errorf("%s: page %d", c.name, page.status)
			continue
		}
		if c.page != 200 {
			continue
		}
		_, target := r.decide(usAccounts, page, "accept")
		v := codeGrant(cl, "us", target.Query().Get("code"))
		v.Set("code_verifier", c.verifier)
		if _, doc := r.form(usToken, v); doc["error"] != c.want {
			t.Errorf("%s: %v", c.name, doc)
		}
	}
}

func TestSecretOfMobileClients(t *testing.T) {
	t.Parallel()
	verifier := strings.Repeat("v", 43)
	for _, c := range []struct {
		optional bool
		secret   []string
		want     any
	}{
		{false, nil, "invalid_client_secret"},
		{true, nil, nil},
		{true, []string{"wrong"}, "invalid_client_secret"},
	} {
		r := newRig(t, withSwitches(Switches{MobileSecretOptional: c.optional}))
		cl := must(r.s.AddClient(Client{Name: "Mobile", Type: MobileClient, RedirectURIs: []string{"crmleads://done"}, Secrets: map[string]string{"us": ""}}))
		q := authQuery(cl.ID)
		q.Set("redirect_uri", "crmleads://done")
		q.Set("code_challenge", verifier)
		page := r.openConsent(usAccounts, q)
		if !strings.Contains(page.header.Get("Content-Security-Policy"), "form-action 'self' crmleads:") {
			t.Errorf("policy %q", page.header.Get("Content-Security-Policy"))
		}
		_, target := r.decide(usAccounts, page, "accept")
		v := codeGrant(cl, "us", target.Query().Get("code"))
		v.Set("redirect_uri", "crmleads://done")
		v.Set("code_verifier", verifier)
		v["client_secret"] = c.secret
		if _, doc := r.form(usToken, v); doc["error"] != c.want {
			t.Errorf("optional %v, secret %v: %v", c.optional, c.secret, doc)
		}
	}
}

func TestSelfClientCodes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, c := range []struct {
		name   string
		client string
		scopes []string
		ttl    time.Duration
	}{
		{"too short", r.w.SelfClient.ID, []string{"ZohoCRM.org.READ"}, 2 * time.Minute},
		{"too long", r.w.SelfClient.ID, []string{"ZohoCRM.org.READ"}, 11 * time.Minute},
		{"unknown scope", r.w.SelfClient.ID, []string{"Nope.org.READ"}, 3 * time.Minute},
		{"no scope", r.w.SelfClient.ID, nil, 3 * time.Minute},
		{"server-based client", r.w.Client.ID, []string{"ZohoCRM.org.READ"}, 3 * time.Minute},
	} {
		if code, err := r.s.SelfClientCode(c.client, c.scopes, c.ttl); err == nil || code != "" {
			t.Errorf("%s: no error", c.name)
		}
	}
	code := must(r.s.SelfClientCode(r.w.SelfClient.ID, []string{"ZohoCRM.org.READ"}, 3*time.Minute))
	r.clock.advance(3 * time.Minute)
	v := codeGrant(r.w.SelfClient, "us", code)
	v.Del("redirect_uri")
	if _, doc := r.form(usToken, v); doc["error"] != "invalid_code" {
		t.Fatalf("expired code: %v", doc)
	}
}

func TestRevokeWithCredentials(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	grant := r.selfGrant("ZohoCRM.org.READ")
	post := func(id, secret string, form url.Values) answer {
		t.Helper()
		req := r.request(http.MethodPost, usAccounts+"/oauth/v2/revoke/token", form.Encode())
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Del("Authorization")
		if id != "" {
			req.SetBasicAuth(id, secret)
		}
		return must(r.do(req))
	}
	id, secret := r.w.SelfClient.ID, r.w.SelfClient.Secrets["us"]
	refresh := url.Values{"token": {grant["refresh_token"].(string)}, "token_type": {"refresh_token"}}
	access := url.Values{"token": {grant["access_token"].(string)}, "token_type": {"access_token"}}
	for _, c := range []struct {
		name       string
		id, secret string
		form       url.Values
		want       string
	}{
		{"no credentials", "", "", refresh, "invalid_client"},
		{"wrong secret", id, "x", refresh, "invalid_client_secret"},
		{"another client", r.w.Client.ID, r.w.Client.Secrets["us"], refresh, "invalid_code"},
		{"no type", id, secret, url.Values{"token": refresh["token"]}, "general_error"},
		{"wrong type", id, secret, url.Values{"token": access["token"], "token_type": {"refresh_token"}}, "invalid_code"},
	} {
		if a := post(c.id, c.secret, c.form); a.doc["error"] != c.want {
			t.Errorf("%s: %v", c.name, a.doc)
		}
	}
	r.token = grant["access_token"].(string)
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
	if a := post(id, secret, access); a.doc["status"] != "success" {
		t.Fatalf("revoke access token: %v", a.doc)
	}
	expect(t, r.api(http.MethodGet, "/org", nil), 401, "INVALID_TOKEN")
	if a := post(id, secret, refresh); a.doc["status"] != "success" {
		t.Fatalf("revoke refresh token: %v", a.doc)
	}
	if _, doc := r.form(usToken, refreshGrant(r.w.SelfClient, "us", grant["refresh_token"].(string))); doc["error"] != "invalid_code" {
		t.Fatalf("refresh after revoke: %v", doc)
	}
}

func TestRevokePathsSwitch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		paths    RevokePaths
		old, new int
	}{
		{RevokeBoth, 400, 200},
		{RevokeNewOnly, 404, 200},
		{RevokeOldOnly, 400, 404},
	} {
		r := newRig(t, withSwitches(Switches{RevokePaths: c.paths}))
		old := r.api(http.MethodPost, usAccounts+"/oauth/v2/token/revoke?token=1000.x.y", nil)
		fresh := r.api(http.MethodPost, usAccounts+"/oauth/v2/revoke/token", nil)
		if old.status != c.old || fresh.status != c.new {
			t.Errorf("%q: old %d, new %d", c.paths, old.status, fresh.status)
		}
	}
}

func TestRevokeAllAndExpire(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	grant := r.selfGrant("ZohoCRM.org.READ")
	r.token = grant["access_token"].(string)
	r.s.ExpireAccessTokens()
	expect(t, r.api(http.MethodGet, "/org", nil), 401, "INVALID_TOKEN")
	_, doc := r.form(usToken, refreshGrant(r.w.SelfClient, "us", grant["refresh_token"].(string)))
	r.token = doc["access_token"].(string)
	expect(t, r.api(http.MethodGet, "/org", nil), 200, "")
	r.s.RevokeAll()
	expect(t, r.api(http.MethodGet, "/org", nil), 401, "INVALID_TOKEN")
	if _, doc := r.form(usToken, refreshGrant(r.w.SelfClient, "us", grant["refresh_token"].(string))); doc["error"] != "invalid_code" {
		t.Fatalf("refresh after RevokeAll: %v", doc)
	}
}

func TestClientRegistrationRules(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	us := map[string]string{"us": ""}
	for name, c := range map[string]Client{
		"http redirect":             {Type: ServerClient, RedirectURIs: []string{"http://x.test/"}, Secrets: us},
		"own scheme, server-based":  {Type: ServerClient, RedirectURIs: []string{"crmleads://x"}, Secrets: us},
		"no redirect":               {Type: ServerClient, Secrets: us},
		"redirect with fragment":    {Type: ServerClient, RedirectURIs: []string{"https://x.test/#a"}, Secrets: us},
		"no data centre":            {Type: ServerClient, RedirectURIs: []string{redirect}},
		"unknown data centre":       {Type: ServerClient, RedirectURIs: []string{redirect}, Secrets: map[string]string{"mars": ""}},
		"unknown type":              {Type: "desktop", RedirectURIs: []string{redirect}, Secrets: us},
		"self client without user":  {Type: SelfClient, Secrets: us},
		"self client with redirect": {Type: SelfClient, UserID: r.w.User.ID, RedirectURIs: []string{redirect}, Secrets: us},
		"http redirect, browser":    {Type: BrowserClient, RedirectURIs: []string{"http://x.test/"}, Secrets: us},
		"device with redirect":      {Type: DeviceClient, RedirectURIs: []string{redirect}, Secrets: us},
		"self client elsewhere":     {Type: SelfClient, UserID: r.w.User.ID, Secrets: map[string]string{"eu": ""}},
		"id taken":                  {ID: r.w.Client.ID, Type: ServerClient, RedirectURIs: []string{redirect}, Secrets: us},
	} {
		if _, err := r.s.AddClient(c); err == nil {
			t.Errorf("%s: registered", name)
		}
	}
}
