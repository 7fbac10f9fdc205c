package zoho

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func testOAuthClient(kind ClientType) OAuthClient {
	eu, _ := DataCentreByCode("eu")
	return OAuthClient{ID: "1000.CLIENT", Secret: "secret0123", Type: kind, DC: eu}
}

const (
	redirectURI = "https://abcdefghijklmnop.chromiumapp.org/zoho"
	grantReply  = `{"access_token":"1000.aaaa.bbbb","refresh_token":"1000.cccc.dddd","api_domain":"https://www.zohoapis.eu","token_type":"Bearer","expires_in":3600}`
)

func TestAuthURL(t *testing.T) {
	t.Parallel()
	for _, kind := range []ClientType{ServerBased, MobileBased} {
		u, err := url.Parse(testOAuthClient(kind).AuthURL(redirectURI, "STATE", "verifier"))
		if err != nil {
			t.Fatal(err)
		}
		if got := u.Scheme + "://" + u.Host + u.Path; got != "https://accounts.zoho.eu/oauth/v2/auth" {
			t.Errorf("%s: address %s", kind, got)
		}
		want := url.Values{
			"response_type": {"code"}, "client_id": {"1000.CLIENT"}, "redirect_uri": {redirectURI}, "state": {"STATE"},
			"scope": {ScopeString()}, "access_type": {"offline"}, "prompt": {"consent"},
		}
		if kind == MobileBased {
			// The challenge is the SHA-256 of "verifier", base64url without padding.
			want.Set("code_challenge", "iMnq5o6zALKXGivsnlom_0F5_WYda32GHkxlV7mq7hQ")
			want.Set("code_challenge_method", "S256")
		}
		if got := u.Query().Encode(); got != want.Encode() {
			t.Errorf("%s:\n got %s\nwant %s", kind, got, want.Encode())
		}
	}
	unlisted := testOAuthClient(ServerBased)
	unlisted.DC.Accounts = "https://evil.example"
	if got := unlisted.AuthURL(redirectURI, "S", ""); got != "" {
		t.Errorf("unlisted data centre: %q", got)
	}
}

func TestExchange(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	tests := []struct {
		kind     ClientType
		redirect string
		want     url.Values
	}{
		{ServerBased, redirectURI, url.Values{"redirect_uri": {redirectURI}}},
		{MobileBased, redirectURI, url.Values{"redirect_uri": {redirectURI}, "code_verifier": {"verifier"}}},
		{SelfClient, "", url.Values{}},
	}
	for _, tt := range tests {
		t.Run(string(tt.kind), func(t *testing.T) {
			t.Parallel()
			s := newServer(t, answer(200, grantReply))
			grant, err := testOAuthClient(tt.kind).Exchange(t.Context(), s.client(), now, tt.redirect, "1000.code", "verifier")
			if err != nil {
				t.Fatal(err)
			}
			want := Grant{"1000.cccc.dddd", AccessToken{"1000.aaaa.bbbb", now.Add(time.Hour), "https://www.zohoapis.eu"}}
			if grant != want {
				t.Errorf("grant = %+v, want %+v", grant, want)
			}
			tt.want.Set("grant_type", "authorization_code")
			tt.want.Set("code", "1000.code")
			tt.want.Set("client_id", "1000.CLIENT")
			tt.want.Set("client_secret", "secret0123")
			r := s.only(t)
			if r.method+" "+r.host+r.path != "POST https://accounts.zoho.eu/oauth/v2/token" || r.query != "" || r.body != tt.want.Encode() {
				t.Errorf("request = %+v", r)
			}
			if r.header.Get("Authorization") != "" {
				t.Error("credentials were sent as a header as well")
			}
		})
	}
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	tests := []struct {
		name, reply string
		want        AccessToken
	}{
		{"as documented", `{"access_token":"1000.e.f","api_domain":"https://www.zohoapis.eu","token_type":"Bearer","expires_in":3600}`,
			AccessToken{"1000.e.f", now.Add(time.Hour), "https://www.zohoapis.eu"}},
		{"sandbox", `{"access_token":"1000.e.f","api_domain":"https://sandbox.zohoapis.eu/","expires_in":1800}`,
			AccessToken{"1000.e.f", now.Add(30 * time.Minute), "https://sandbox.zohoapis.eu"}},
		{"no api_domain, no life", `{"access_token":"1000.e.f"}`,
			AccessToken{"1000.e.f", now.Add(time.Hour), "https://www.zohoapis.eu"}},
		{"life in milliseconds", `{"access_token":"1000.e.f","expires_in":3600000}`,
			AccessToken{"1000.e.f", now.Add(time.Hour), "https://www.zohoapis.eu"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, answer(200, tt.reply))
			got, err := testOAuthClient(ServerBased).Refresh(t.Context(), s.client(), now, "1000.cccc.dddd")
			if err != nil || got != tt.want {
				t.Fatalf("Refresh = %+v, %v, want %+v", got, err, tt.want)
			}
			want := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"1000.cccc.dddd"},
				"client_id": {"1000.CLIENT"}, "client_secret": {"secret0123"}}
			if r := s.only(t); r.body != want.Encode() {
				t.Errorf("body = %s", r.body)
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
		{"invalid_code", answer(200, `{"error":"invalid_code"}`), ErrInvalidCode},
		{"invalid_client", answer(200, `{"error":"invalid_client"}`), ErrInvalidClient},
		{"invalid_client, status 400", answer(400, `{"error":"invalid_client"}`), ErrInvalidClient},
		{"invalid_client_secret", answer(200, `{"error":"invalid_client_secret"}`), ErrInvalidSecret},
		{"invalid_redirect_uri", answer(200, `{"error":"invalid_redirect_uri"}`), ErrInvalidRedirect},
		{"throttled, status 200", answer(200, throttled), ErrTokenThrottled},
		{"throttled, status 400", answer(400, throttled), ErrTokenThrottled},
		{"throttled, status 429", answer(429, `{}`), ErrTokenThrottled},
		{"throttled by a gateway", html(429), ErrTokenThrottled},
		{"server fault", answer(500, `{"error":"invalid_code"}`), ErrServer},
		{"gateway fault", html(502), ErrServer},
		{"captive portal", html(200), ErrNotZoho},
		{"captive portal, 403", html(403), ErrNotZoho},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://portal.example/", http.StatusFound)
		}, ErrNotZoho},
		{"no token", answer(200, `{}`), ErrBadReply},
		{"token with a line break", answer(200, `{"access_token":"a\nb","refresh_token":"c"}`), ErrBadReply},
		{"error is no text", answer(200, `{"error":{"a":1}}`), ErrBadReply},
		{"not an object", answer(200, `[]`), ErrBadReply},
		{"empty", answer(200, ``), ErrBadReply},
		{"no content", answer(204, ``), ErrBadReply},
		{"host of another data centre", answer(200, strings.Replace(grantReply, "zohoapis.eu", "zohoapis.com", 1)), ErrUnknownHost},
		{"foreign host", answer(200, strings.Replace(grantReply, "www.zohoapis.eu", "evil.example", 1)), ErrUnknownHost},
		{"host is no text", answer(200, `{"access_token":"a","refresh_token":"c","api_domain":7}`), ErrUnknownHost},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, tt.handler)
			c := testOAuthClient(ServerBased)
			_, err := c.Refresh(t.Context(), s.client(), time.Now(), "1000.cccc.dddd")
			if !errors.Is(err, tt.want) {
				t.Errorf("Refresh: error = %v, want %v", err, tt.want)
			}
			_, err = c.Exchange(t.Context(), s.client(), time.Now(), redirectURI, "1000.code", "")
			if !errors.Is(err, tt.want) {
				t.Errorf("Exchange: error = %v, want %v", err, tt.want)
			}
			if n := len(s.all()); n != 2 {
				t.Errorf("%d requests for two calls", n)
			}
		})
	}
}

func TestExchangeNeedsARefreshToken(t *testing.T) {
	t.Parallel()
	s := newServer(t, answer(200, `{"access_token":"1000.a.b","expires_in":3600}`))
	_, err := testOAuthClient(SelfClient).Exchange(t.Context(), s.client(), time.Now(), "", "1000.code", "")
	if !errors.Is(err, ErrNoRefreshToken) {
		t.Errorf("error = %v", err)
	}
}

func TestOAuthSendsNothingUnchecked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*OAuthClient)
		want   error
	}{
		{"forged data centre", func(c *OAuthClient) { c.DC.Accounts = "https://evil.example" }, ErrUnknownHost},
		{"no data centre", func(c *OAuthClient) { c.DC = DataCentre{} }, ErrUnknownHost},
		{"no id", func(c *OAuthClient) { c.ID = "" }, ErrBadRequest},
		{"no secret", func(c *OAuthClient) { c.Secret = "" }, ErrBadRequest},
		{"secret with a line break", func(c *OAuthClient) { c.Secret = "a\nb" }, ErrBadRequest},
		{"unknown type", func(c *OAuthClient) { c.Type = "other" }, ErrBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, answer(200, grantReply))
			c := testOAuthClient(ServerBased)
			tt.change(&c)
			_, exchange := c.Exchange(t.Context(), s.client(), time.Now(), redirectURI, "1000.code", "")
			_, refresh := c.Refresh(t.Context(), s.client(), time.Now(), "1000.cccc.dddd")
			revoke := c.Revoke(t.Context(), s.client(), "1000.cccc.dddd")
			for _, err := range []error{exchange, refresh, revoke} {
				if !errors.Is(err, tt.want) {
					t.Errorf("error = %v, want %v", err, tt.want)
				}
			}
			if n := len(s.all()); n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
	s := newServer(t, answer(200, grantReply))
	for kind, redirect := range map[ClientType]string{SelfClient: redirectURI, ServerBased: "", MobileBased: redirectURI} {
		_, err := testOAuthClient(kind).Exchange(t.Context(), s.client(), time.Now(), redirect, "1000.code", "")
		if !errors.Is(err, ErrBadRequest) {
			t.Errorf("%s with redirect %q and no verifier: error = %v", kind, redirect, err)
		}
	}
	if n := len(s.all()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestRevokeTriesBothAddresses(t *testing.T) {
	t.Parallel()
	const oneAddress, other = "/oauth/v2/revoke/token", "/oauth/v2/token/revoke"
	for _, works := range []string{oneAddress, other, "neither"} {
		t.Run(works, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == works {
					answer(200, `{"status":"success"}`)(w, r)
					return
				}
				answer(200, `{"error":"invalid_code"}`)(w, r)
			})
			err := testOAuthClient(ServerBased).Revoke(t.Context(), s.client(), "1000.cccc.dddd")
			all := s.all()
			if works == "neither" {
				if !errors.Is(err, ErrInvalidCode) || len(all) != 2 {
					t.Fatalf("error = %v after %d requests", err, len(all))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if all[0].path != oneAddress || all[0].body != "token=1000.cccc.dddd&token_type=refresh_token" {
				t.Errorf("first request = %+v", all[0])
			}
			if user, pass, ok := (&http.Request{Header: all[0].header}).BasicAuth(); !ok || user != "1000.CLIENT" || pass != "secret0123" {
				t.Error("the first request lacks the client's credentials")
			}
			if last := all[len(all)-1]; last.path != works || works == other && last.query != "token=1000.cccc.dddd" {
				t.Errorf("last request = %+v", last)
			}
		})
	}
}

func TestRefreshStopsWithItsContext(t *testing.T) {
	t.Parallel()
	s := newServer(t, stall(false, make(chan struct{}, 1)))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := testOAuthClient(ServerBased).Refresh(ctx, s.client(), time.Now(), "1000.cccc.dddd")
	if !errors.Is(err, ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error = %v", err)
	}
}

func TestNewStateAndVerifierDiffer(t *testing.T) {
	t.Parallel()
	if a, b := NewState(), NewState(); a == b || len(a) != 22 || !validSecret(a) {
		t.Errorf("states %q and %q", a, b)
	}
	if a, b := NewVerifier(), NewVerifier(); a == b || len(a) < 43 {
		t.Error("verifiers are equal or short")
	}
}
