package zoho

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho/transport"
	"github.com/chatkeep/chatkeep/internal/zoho/transport/overhttp"
	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func TestNewClientAcceptsOnlyZohoHosts(t *testing.T) {
	t.Parallel()
	for origin, want := range map[string]error{
		"https://www.zohoapis.in":            nil,
		"https://sandbox.zohoapis.com.au/":   nil,
		"https://evil.example":               ErrUnknownHost,
		"http://www.zohoapis.in":             ErrUnknownHost,
		"https://www.zohoapis.in/crm":        ErrUnknownHost,
		"https://www.zohoapis.in@evil.local": ErrUnknownHost,
		"":                                   ErrUnknownHost,
	} {
		_, err := NewClient(Config{Transport: overhttp.New(nil), APIDomain: origin, Tokens: &tokens{}, Gate: NopGate{}})
		if !errors.Is(err, want) {
			t.Errorf("%q: error = %v, want %v", origin, err, want)
		}
	}
	if _, err := NewClient(Config{APIDomain: "https://www.zohoapis.in"}); !errors.Is(err, ErrBadRequest) {
		t.Errorf("empty configuration: error = %v", err)
	}
}

// TestFailuresOfEveryOperation walks the ways in which any call can fail, and what each means for a write.
func TestFailuresOfEveryOperation(t *testing.T) {
	t.Parallel()
	raw := func(status int, media, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", media)
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	refusal := func(status int, code string) http.HandlerFunc {
		return zohotest.Answer(status, `{"code":"`+code+`","details":{},"message":"m","status":"error"}`)
	}
	tests := []struct {
		name    string
		handler http.HandlerFunc
		want    error
		outcome Outcome
	}{
		{"unauthorised", refusal(401, "INVALID_TOKEN"), ErrUnauthorized, NotDone},
		{"scope", refusal(401, "OAUTH_SCOPE_MISMATCH"), ErrScope, NotDone},
		{"permission", refusal(403, "NO_PERMISSION"), ErrNoPermission, NotDone},
		{"API access", zohotest.Answer(403, `{"code":"NO_PERMISSION","details":{"permissions":["Crm_Implied_Api_Access"]},"message":"permission denied","status":"error"}`), ErrAPIAccess, NotDone},
		{"module", refusal(400, "INVALID_MODULE"), ErrInvalidModule, NotDone},
		{"address", refusal(404, "INVALID_URL_PATTERN"), ErrBadRequest, NotDone},
		{"throttled", refusal(429, "TOO_MANY_REQUESTS"), ErrThrottled, NotDone},
		{"throttled, old form", zohotest.Answer(429, `{"code":429,"error":"TOO_MANY_REQUESTS","error_info":"past 24 hours."}`), ErrThrottled, NotDone},
		{"throttled by a gateway", raw(429, "text/html", "<html>"), ErrThrottled, NotDone},
		{"throttled, empty", raw(429, "text/plain", ""), ErrThrottled, NotDone},
		{"refusal with a good status", refusal(200, "INVALID_MODULE"), ErrInvalidModule, NotDone},
		{"server fault", refusal(500, "INTERNAL_ERROR"), ErrServer, Unknown},
		{"server fault with a milder status", refusal(400, "INTERNAL_ERROR"), ErrServer, Unknown},
		{"server fault with items", zohotest.Answer(500, `{"data":[{"code":"SUCCESS","details":{"id":"`+noteID+`"},"status":"success"}]}`), ErrServer, Unknown},
		{"gateway fault", raw(502, "text/html", "<html>"), ErrServer, Unknown},
		{"unavailable, empty", raw(503, "text/plain", ""), ErrServer, Unknown},
		{"request timed out at Zoho", refusal(408, "UNKNOWN_CODE"), ErrTimeout, Unknown},
		{"web page", raw(200, "text/html", "<html>sign in</html>"), ErrNotZoho, Unknown},
		{"web page, 403", raw(403, "text/html", "<html>blocked</html>"), ErrNotZoho, Unknown},
		{"unauthorised by something else", raw(401, "text/html", "<html>proxy</html>"), ErrNotZoho, Unknown},
		{"nothing, 403", raw(403, "text/plain", ""), ErrNotZoho, Unknown},
		{"JSON that is cut", raw(200, "application/json", `{"data":[{"co`), ErrBadReply, Unknown},
		{"JSON that is no object", raw(200, "application/json", `["data"]`), ErrBadReply, Unknown},
		{"JSON without meaning", raw(200, "application/json", `{"hello":1}`), ErrBadReply, Unknown},
		{"data is no list", raw(200, "application/json", `{"data":{},"users":{},"org":{},"fields":{}}`), ErrBadReply, Unknown},
		{"refusal without a code", raw(400, "application/json", `{"hello":1}`), ErrBadReply, Unknown},
		{"nothing", raw(200, "application/json", ``), ErrBadReply, Unknown},
		{"nested without end", raw(200, "application/json", strings.Repeat(`{"data":[`, 500)+strings.Repeat("]}", 500)), ErrBadReply, Unknown},
		{"larger than read", raw(200, "application/json", `{"data":[],"x":"`+strings.Repeat("x", transport.MaxBody)+`"}`), ErrBadReply, Unknown},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://portal.example/", http.StatusTemporaryRedirect)
		}, ErrNotZoho, Unknown},
		{"connection broken before the reply", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, ErrNetwork, Unknown},
		{"connection broken within the reply", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, `{"data":[`)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, ErrNetwork, Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := zohotest.NewServer(t, tt.handler)
			for _, o := range operations(t) {
				log := &gateLog{}
				c := newTestClient(t, s.Transport(), func(cfg *Config) { cfg.Gate = log })
				results, err := o.run(t.Context(), c)
				if !errors.Is(err, tt.want) {
					t.Errorf("%s: error = %v, want %v", o.op, err, tt.want)
				}
				checkResults(t, o, results, tt.outcome)
				if len(log.before) != len(log.after) {
					t.Errorf("%s: gate asked %d times, told %d times", o.op, len(log.before), len(log.after))
				}
			}
			for _, r := range s.All() {
				if r.Host != "https://www.zohoapis.eu" {
					t.Errorf("a request went to %s", r.Host)
				}
			}
		})
	}
}

func checkResults(t *testing.T, o operation, results []WriteResult, want Outcome) {
	t.Helper()
	if len(results) != o.items {
		t.Errorf("%s: %d results for %d items", o.op, len(results), o.items)
	}
	for _, r := range results {
		if r.Outcome != want || r.Err == nil || r.ID != "" {
			t.Errorf("%s: result = %v, id %q, error %v; want %v", o.op, r.Outcome, r.ID, r.Err, want)
		}
	}
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	for _, headersFirst := range []bool{false, true} {
		s := zohotest.NewServer(t, zohotest.Stall(headersFirst, make(chan struct{}, 100)))
		for _, o := range operations(t) {
			c := newTestClient(t, s.Transport(), func(cfg *Config) { cfg.Timeout = 20 * time.Millisecond })
			results, err := o.run(t.Context(), c)
			if !errors.Is(err, ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s, headers first %v: error = %v", o.op, headersFirst, err)
			}
			checkResults(t, o, results, Unknown)
		}
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	for _, headersFirst := range []bool{false, true} {
		for _, o := range operations(t) {
			arrived := make(chan struct{}, 1)
			s := zohotest.NewServer(t, zohotest.Stall(headersFirst, arrived))
			ctx, cancel := context.WithCancel(t.Context())
			go func() { <-arrived; cancel() }()
			results, err := o.run(ctx, newTestClient(t, s.Transport()))
			if !errors.Is(err, context.Canceled) || errors.Is(err, ErrNetwork) {
				t.Errorf("%s, headers first %v: error = %v", o.op, headersFirst, err)
			}
			checkResults(t, o, results, Unknown)
		}
	}
}

func TestNothingIsSentWithoutLeave(t *testing.T) {
	t.Parallel()
	errMine := errors.New("not now")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name   string
		ctx    context.Context
		change func(*Config)
		want   error
	}{
		{"gate", t.Context(), func(c *Config) { c.Gate = &gateLog{refuse: errMine} }, errMine},
		{"token source", t.Context(), func(c *Config) { c.Tokens = &tokens{err: errMine} }, errMine},
		{"context", cancelled, func(*Config) {}, context.Canceled},
		{"token of another data centre", t.Context(), func(c *Config) { c.APIDomain = "https://www.zohoapis.com" }, ErrUnknownHost},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := zohotest.NewServer(t, zohotest.Answer(200, `{}`))
			for _, o := range operations(t) {
				results, err := o.run(tt.ctx, newTestClient(t, s.Transport(), tt.change))
				if !errors.Is(err, tt.want) {
					t.Errorf("%s: error = %v, want %v", o.op, err, tt.want)
				}
				checkResults(t, o, results, NotDone)
			}
			if n := len(s.All()); n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	t.Parallel()
	good := `{"users":[{"id":"` + userID + `"}],"org":[{"id":"1"}],"fields":[],"data":[]}`
	for _, code := range []string{"INVALID_TOKEN", "AUTHENTICATION_FAILURE", "INVALID_OAUTHTOKEN"} {
		for _, o := range operations(t) {
			s := zohotest.NewServer(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Authorization") == "Zoho-oauthtoken 1000.token-1" {
					zohotest.Answer(401, `{"code":"`+code+`","details":{},"message":"m","status":"error"}`)(w, r)
					return
				}
				w.Header().Set("X-API-CREDITS-REMAINING", "2400")
				zohotest.Answer(200, good)(w, r)
			})
			src, log := &tokens{}, &gateLog{}
			c := newTestClient(t, s.Transport(), func(cfg *Config) { cfg.Tokens, cfg.Gate = src, log })
			_, err := o.run(t.Context(), c)
			if errors.Is(err, ErrUnauthorized) {
				t.Errorf("%s: error = %v", o.op, err)
			}
			if want := []string{"", "1000.token-1"}; !slices.Equal(src.stale, want) {
				t.Errorf("%s: asked for tokens with %q, want %q", o.op, src.stale, want)
			}
			all := s.All()
			if len(all) != 2 || all[0].Body != all[1].Body || all[1].Header.Get("Authorization") != "Zoho-oauthtoken 1000.token-2" {
				t.Fatalf("%s: requests = %+v", o.op, all)
			}
			want := []string{fmt.Sprintf("%s %d 401 -1", o.op, o.cost), fmt.Sprintf("%s %d 200 2400", o.op, o.cost)}
			if !slices.Equal(log.after, want) {
				t.Errorf("%s: gate was told %q, want %q", o.op, log.after, want)
			}
		}
	}
}

func TestTokenIsNotReplacedTwice(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code     string
		src      TokenSource
		requests int
	}{
		{"INVALID_TOKEN", &tokens{}, 2},
		{"OAUTH_SCOPE_MISMATCH", &tokens{}, 1},
		{"INVALID_TOKEN", sameToken{}, 1},
	}
	for _, tt := range tests {
		s := zohotest.NewServer(t, zohotest.Answer(401, `{"code":"`+tt.code+`","details":{},"message":"m","status":"error"}`))
		c := newTestClient(t, s.Transport(), func(cfg *Config) { cfg.Tokens = tt.src })
		results, err := c.Notes.Create(t.Context(), twoNotes())
		if err == nil || !slices.Equal(outcomes(results), []Outcome{NotDone, NotDone}) {
			t.Errorf("%s: results = %v, error = %v", tt.code, outcomes(results), err)
		}
		if n := len(s.All()); n != tt.requests {
			t.Errorf("%s: %d requests, want %d", tt.code, n, tt.requests)
		}
	}
}

// sameToken is a TokenSource that has only one token.
type sameToken struct{}

func (sameToken) Token(context.Context, string) (AccessToken, error) {
	return AccessToken{Token: "1000.only"}, nil
}

func TestWriteIsNotDoneIfNoOtherTokenCanBeHad(t *testing.T) {
	t.Parallel()
	errMine := errors.New("no other token")
	s := zohotest.NewServer(t, zohotest.Answer(401, `{"code":"INVALID_TOKEN","status":"error"}`))
	c := newTestClient(t, s.Transport(), func(cfg *Config) { cfg.Tokens = oneToken{errMine} })
	results, err := c.Notes.Create(t.Context(), twoNotes())
	if !errors.Is(err, errMine) || !slices.Equal(outcomes(results), []Outcome{NotDone, NotDone}) {
		t.Errorf("results = %v, error = %v", outcomes(results), err)
	}
}

// oneToken is a TokenSource that cannot replace its token.
type oneToken struct{ err error }

func (o oneToken) Token(_ context.Context, stale string) (AccessToken, error) {
	if stale != "" {
		return AccessToken{}, o.err
	}
	return AccessToken{Token: "1000.only"}, nil
}

func TestWriteLostAfterTokenWasReplacedIsUnknown(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Zoho-oauthtoken 1000.token-1" {
			zohotest.Answer(401, `{"code":"INVALID_TOKEN","status":"error"}`)(w, r)
			return
		}
		panic(http.ErrAbortHandler)
	})
	results, err := newTestClient(t, s.Transport()).Notes.Create(t.Context(), twoNotes())
	if !errors.Is(err, ErrNetwork) || !slices.Equal(outcomes(results), []Outcome{Unknown, Unknown}) {
		t.Errorf("results = %v, error = %v", outcomes(results), err)
	}
}

func TestScopeErrorNamesTheScopes(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(401, `{"code":"OAUTH_SCOPE_MISMATCH","details":{},"message":"m","status":"error"}`))
	for _, o := range operations(t) {
		_, err := o.run(t.Context(), newTestClient(t, s.Transport()))
		var e *APIError
		if !errors.As(err, &e) || len(e.Scopes) == 0 {
			t.Fatalf("%s: error = %v", o.op, err)
		}
		for _, scope := range e.Scopes {
			optional := scope == "ZohoCRM.composite_requests.CUSTOM" || slices.Contains(AttachmentScopes(), scope)
			if !optional && !slices.Contains(Scopes(), scope) {
				t.Errorf("%s: needs scope %s, which is not asked for", o.op, scope)
			}
		}
	}
}
