package accounts_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts"
	"github.com/chatkeep/chatkeep/internal/zoho/transport"
	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func testClient(kind zoho.ClientType) zoho.OAuthClient {
	eu, _ := zoho.DataCentreByCode("eu")
	return zoho.OAuthClient{ID: "1000.CLIENT", Secret: "secret0123", Type: kind, DC: eu}
}

const (
	redirectURI = "https://abcdefghijklmnop.chromiumapp.org/zoho"
	grantReply  = `{"access_token":"1000.aaaa.bbbb","refresh_token":"1000.cccc.dddd","api_domain":"https://www.zohoapis.eu","token_type":"Bearer","expires_in":3600}`
)

// now is the time of every test's clock.
func now() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }

// door returns the door over a transport.
func door(tr transport.Transport) accounts.Door { return accounts.Door{Transport: tr, Now: now} }

func TestAuthURL(t *testing.T) {
	t.Parallel()
	for _, kind := range []zoho.ClientType{zoho.ServerBased, zoho.MobileBased} {
		page, err := door(nil).AuthURL(t.Context(), testClient(kind), redirectURI, "STATE", "verifier", kind == zoho.MobileBased)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(page)
		if err != nil {
			t.Fatal(err)
		}
		if got := u.Scheme + "://" + u.Host + u.Path; got != "https://accounts.zoho.eu/oauth/v2/auth" {
			t.Errorf("%s: address %s", kind, got)
		}
		want := url.Values{
			"response_type": {"code"}, "client_id": {"1000.CLIENT"}, "redirect_uri": {redirectURI}, "state": {"STATE"},
			"scope": {zoho.ScopeString(kind == zoho.MobileBased)}, "access_type": {"offline"}, "prompt": {"consent"},
		}
		if kind == zoho.MobileBased {
			// The challenge is the SHA-256 of "verifier", base64url without padding.
			want.Set("code_challenge", "iMnq5o6zALKXGivsnlom_0F5_WYda32GHkxlV7mq7hQ")
			want.Set("code_challenge_method", "S256")
		}
		if got := u.Query().Encode(); got != want.Encode() {
			t.Errorf("%s:\n got %s\nwant %s", kind, got, want.Encode())
		}
	}
	unlisted := testClient(zoho.ServerBased)
	unlisted.DC.Accounts = "https://evil.example"
	if got, err := door(nil).AuthURL(t.Context(), unlisted, redirectURI, "S", "", false); got != "" || !errors.Is(err, zoho.ErrUnknownHost) {
		t.Errorf("unlisted data centre: %q, %v", got, err)
	}
}

func TestExchange(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind     zoho.ClientType
		redirect string
		want     url.Values
	}{
		{zoho.ServerBased, redirectURI, url.Values{"redirect_uri": {redirectURI}}},
		{zoho.MobileBased, redirectURI, url.Values{"redirect_uri": {redirectURI}, "code_verifier": {"verifier"}}},
		{zoho.SelfClient, "", url.Values{}},
	}
	for _, tt := range tests {
		t.Run(string(tt.kind), func(t *testing.T) {
			t.Parallel()
			s := zohotest.NewServer(t, zohotest.Answer(200, grantReply))
			grant, err := door(s.Transport()).Exchange(t.Context(), testClient(tt.kind), tt.redirect, "1000.code", "verifier")
			if err != nil {
				t.Fatal(err)
			}
			want := zoho.Grant{
				RefreshToken: "1000.cccc.dddd",
				Access:       zoho.AccessToken{Token: "1000.aaaa.bbbb", Expiry: now().Add(time.Hour), APIDomain: "https://www.zohoapis.eu"},
			}
			if grant != want {
				t.Errorf("grant = %+v, want %+v", grant, want)
			}
			tt.want.Set("grant_type", "authorization_code")
			tt.want.Set("code", "1000.code")
			tt.want.Set("client_id", "1000.CLIENT")
			tt.want.Set("client_secret", "secret0123")
			r := s.Only(t)
			if r.Method+" "+r.Host+r.Path != "POST https://accounts.zoho.eu/oauth/v2/token" || r.Query != "" || r.Body != tt.want.Encode() {
				t.Errorf("request = %+v", r)
			}
			if r.Header.Get("Authorization") != "" {
				t.Error("credentials were sent as a header as well")
			}
		})
	}
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, reply string
		want        zoho.AccessToken
	}{
		{"as documented", `{"access_token":"1000.e.f","api_domain":"https://www.zohoapis.eu","token_type":"Bearer","expires_in":3600}`,
			zoho.AccessToken{Token: "1000.e.f", Expiry: now().Add(time.Hour), APIDomain: "https://www.zohoapis.eu"}},
		{"sandbox", `{"access_token":"1000.e.f","api_domain":"https://sandbox.zohoapis.eu/","expires_in":1800}`,
			zoho.AccessToken{Token: "1000.e.f", Expiry: now().Add(30 * time.Minute), APIDomain: "https://sandbox.zohoapis.eu"}},
		{"no api_domain, no life", `{"access_token":"1000.e.f"}`,
			zoho.AccessToken{Token: "1000.e.f", Expiry: now().Add(time.Hour), APIDomain: "https://www.zohoapis.eu"}},
		{"life in milliseconds", `{"access_token":"1000.e.f","expires_in":3600000}`,
			zoho.AccessToken{Token: "1000.e.f", Expiry: now().Add(time.Hour), APIDomain: "https://www.zohoapis.eu"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := zohotest.NewServer(t, zohotest.Answer(200, tt.reply))
			got, err := door(s.Transport()).Refresh(t.Context(), testClient(zoho.ServerBased), "1000.cccc.dddd")
			if err != nil || got != tt.want {
				t.Fatalf("Refresh = %+v, %v, want %+v", got, err, tt.want)
			}
			want := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"1000.cccc.dddd"},
				"client_id": {"1000.CLIENT"}, "client_secret": {"secret0123"}}
			if r := s.Only(t); r.Body != want.Encode() {
				t.Errorf("body = %s", r.Body)
			}
		})
	}
}

func TestTokenErrors(t *testing.T) {
	t.Parallel()
	const throttled = `{"error_description":"You have made too many requests continuously. Please try again after some time.","error":"Access Denied","status":"failure"}`
	html := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(status)
			io.WriteString(w, "<html>sign in to the hotel's network</html>")
		}
	}
	tests := []struct {
		name    string
		handler http.HandlerFunc
		want    error
	}{
		{"invalid_code", zohotest.Answer(200, `{"error":"invalid_code"}`), zoho.ErrInvalidCode},
		{"invalid_client", zohotest.Answer(200, `{"error":"invalid_client"}`), zoho.ErrInvalidClient},
		{"invalid_client, status 400", zohotest.Answer(400, `{"error":"invalid_client"}`), zoho.ErrInvalidClient},
		{"invalid_client_secret", zohotest.Answer(200, `{"error":"invalid_client_secret"}`), zoho.ErrInvalidSecret},
		{"inactive_user", zohotest.Answer(200, `{"error":"inactive_user"}`), zoho.ErrUserInactive},
		{"invalid_redirect_uri", zohotest.Answer(200, `{"error":"invalid_redirect_uri"}`), zoho.ErrInvalidRedirect},
		{"throttled, status 200", zohotest.Answer(200, throttled), zoho.ErrTokenThrottled},
		{"throttled, status 400", zohotest.Answer(400, throttled), zoho.ErrTokenThrottled},
		{"throttled, status 429", zohotest.Answer(429, `{}`), zoho.ErrTokenThrottled},
		{"throttled by a gateway", html(429), zoho.ErrTokenThrottled},
		{"server fault", zohotest.Answer(500, `{"error":"invalid_code"}`), zoho.ErrServer},
		{"gateway fault", html(502), zoho.ErrServer},
		{"captive portal", html(200), zoho.ErrNotZoho},
		{"captive portal, 403", html(403), zoho.ErrNotZoho},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://portal.example/", http.StatusFound)
		}, zoho.ErrNotZoho},
		{"no token", zohotest.Answer(200, `{}`), zoho.ErrBadReply},
		{"token with a line break", zohotest.Answer(200, `{"access_token":"a\nb","refresh_token":"c"}`), zoho.ErrBadReply},
		{"error is no text", zohotest.Answer(200, `{"error":{"a":1}}`), zoho.ErrBadReply},
		{"not an object", zohotest.Answer(200, `[]`), zoho.ErrBadReply},
		{"empty", zohotest.Answer(200, ``), zoho.ErrBadReply},
		{"no content", zohotest.Answer(204, ``), zoho.ErrBadReply},
		{"host of another data centre", zohotest.Answer(200, strings.Replace(grantReply, "zohoapis.eu", "zohoapis.com", 1)), zoho.ErrUnknownHost},
		{"foreign host", zohotest.Answer(200, strings.Replace(grantReply, "www.zohoapis.eu", "evil.example", 1)), zoho.ErrUnknownHost},
		{"host is no text", zohotest.Answer(200, `{"access_token":"a","refresh_token":"c","api_domain":7}`), zoho.ErrUnknownHost},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := zohotest.NewServer(t, tt.handler)
			c := testClient(zoho.ServerBased)
			_, err := door(s.Transport()).Refresh(t.Context(), c, "1000.cccc.dddd")
			if !errors.Is(err, tt.want) {
				t.Errorf("Refresh: error = %v, want %v", err, tt.want)
			}
			_, err = door(s.Transport()).Exchange(t.Context(), c, redirectURI, "1000.code", "")
			if !errors.Is(err, tt.want) {
				t.Errorf("Exchange: error = %v, want %v", err, tt.want)
			}
			if n := len(s.All()); n != 2 {
				t.Errorf("%d requests for two calls", n)
			}
		})
	}
}

func TestExchangeNeedsARefreshToken(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"access_token":"1000.a.b","expires_in":3600}`))
	_, err := door(s.Transport()).Exchange(t.Context(), testClient(zoho.SelfClient), "", "1000.code", "")
	if !errors.Is(err, zoho.ErrNoRefreshToken) {
		t.Errorf("error = %v", err)
	}
}

func TestOAuthSendsNothingUnchecked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*zoho.OAuthClient)
		want   error
	}{
		{"forged data centre", func(c *zoho.OAuthClient) { c.DC.Accounts = "https://evil.example" }, zoho.ErrUnknownHost},
		{"no data centre", func(c *zoho.OAuthClient) { c.DC = zoho.DataCentre{} }, zoho.ErrUnknownHost},
		{"no id", func(c *zoho.OAuthClient) { c.ID = "" }, zoho.ErrBadRequest},
		{"no secret", func(c *zoho.OAuthClient) { c.Secret = "" }, zoho.ErrBadRequest},
		{"secret with a line break", func(c *zoho.OAuthClient) { c.Secret = "a\nb" }, zoho.ErrBadRequest},
		{"unknown type", func(c *zoho.OAuthClient) { c.Type = "other" }, zoho.ErrBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := zohotest.NewServer(t, zohotest.Answer(200, grantReply))
			c := testClient(zoho.ServerBased)
			tt.change(&c)
			_, exchange := door(s.Transport()).Exchange(t.Context(), c, redirectURI, "1000.code", "")
			_, refresh := door(s.Transport()).Refresh(t.Context(), c, "1000.cccc.dddd")
			revoke := door(s.Transport()).Revoke(t.Context(), c, "1000.cccc.dddd")
			for _, err := range []error{exchange, refresh, revoke} {
				if !errors.Is(err, tt.want) {
					t.Errorf("error = %v, want %v", err, tt.want)
				}
			}
			if n := len(s.All()); n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
	s := zohotest.NewServer(t, zohotest.Answer(200, grantReply))
	for kind, redirect := range map[zoho.ClientType]string{zoho.SelfClient: redirectURI, zoho.ServerBased: "", zoho.MobileBased: redirectURI} {
		_, err := door(s.Transport()).Exchange(t.Context(), testClient(kind), redirect, "1000.code", "")
		if !errors.Is(err, zoho.ErrBadRequest) {
			t.Errorf("%s with redirect %q and no verifier: error = %v", kind, redirect, err)
		}
	}
	if n := len(s.All()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestRefreshStopsWithItsContext(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Stall(false, make(chan struct{}, 1)))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := door(s.Transport()).Refresh(ctx, testClient(zoho.ServerBased), "1000.cccc.dddd")
	if !errors.Is(err, zoho.ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error = %v", err)
	}
}
