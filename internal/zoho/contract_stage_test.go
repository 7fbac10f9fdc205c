package zoho_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts"
	"github.com/chatkeep/chatkeep/internal/zoho/transport/overhttp"
)

// The contract tests run the client against the stand-in for Zoho, which knows nothing of the client: what they hold is
// that both read Zoho's documentation in the same way. Where that is open, the client must work whichever way it is.

const contractRedirect = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/zoho"

// inEachPosition runs a test against a stand-in for each way to set its switches.
func inEachPosition(t *testing.T, test func(*testing.T, stage)) {
	t.Helper()
	t.Parallel()
	for _, p := range fakezoho.Positions() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			test(t, newStage(t, p.Switches))
		})
	}
}

// stage is a stand-in with its demo world, reached by Zoho's real host names.
type stage struct {
	server   *fakezoho.Server
	world    fakezoho.World
	clock    *fakezoho.Clock
	switches fakezoho.Switches
	// door makes the calls, http is a person's browser.
	door accounts.Door
	http *http.Client
}

func newStage(t *testing.T, switches fakezoho.Switches) stage {
	t.Helper()
	clock := fakezoho.NewClock(time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC))
	s := fakezoho.New(fakezoho.Options{Switches: switches, Edition: fakezoho.Standard(), Clock: clock})
	redirects := []string{contractRedirect}
	if switches.RefuseExtensionRedirect {
		redirects = nil
	}
	w, err := fakezoho.SeedDemo(s, redirects...)
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(s)
	t.Cleanup(ts.Close)
	hc := &http.Client{Transport: withoutTLS{&http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			return fakezoho.Dialer(ts.Listener.Addr().String())(ctx, network, address)
		},
		// A kept-alive connection would let net/http send a request again by itself.
		DisableKeepAlives: true,
	}}}
	return stage{s, w, clock, switches, accounts.Door{Transport: overhttp.New(hc), Now: clock.Now}, hc}
}

// withoutTLS sends requests for https addresses in the clear, which is all that is spared.
type withoutTLS struct{ next http.RoundTripper }

func (w withoutTLS) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" {
		return nil, errors.New("not https")
	}
	r = r.Clone(r.Context())
	r.URL.Scheme = "http"
	return w.next.RoundTrip(r)
}

// selfClient returns a Self Client as a user would enter it.
func selfClient(t *testing.T, c fakezoho.Client, dataCentre string) zoho.OAuthClient {
	t.Helper()
	dc, ok := zoho.DataCentreByCode(dataCentre)
	if !ok {
		t.Fatal("no data centre")
	}
	return zoho.OAuthClient{ID: c.ID, Secret: c.Secrets[dataCentre], Type: zoho.SelfClient, DC: dc}
}

// refresher is the simplest TokenSource: it fetches a token and replaces it when it is refused.
type refresher struct {
	door    accounts.Door
	client  zoho.OAuthClient
	refresh string
	first   zoho.AccessToken
}

func (f refresher) Token(ctx context.Context, stale string) (zoho.AccessToken, error) {
	if stale == "" {
		return f.first, nil
	}
	return f.door.Refresh(ctx, f.client, f.refresh)
}

// signIn signs in through the demo's Self Client and returns a client for the CRM.
func (s stage) signIn(t *testing.T, scopes ...string) *zoho.Client {
	t.Helper()
	return s.signInAs(t, s.world.SelfClient, "us", scopes...)
}

// signInAs signs in through a Self Client.
func (s stage) signInAs(t *testing.T, c fakezoho.Client, dataCentre string, scopes ...string) *zoho.Client {
	t.Helper()
	code, err := s.server.SelfClientCode(c.ID, scopes, 3*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	oc := selfClient(t, c, dataCentre)
	grant, err := s.door.Exchange(t.Context(), oc, "", code, "")
	if err != nil {
		t.Fatal(err)
	}
	client, err := s.door.Client(grant.Access.APIDomain, refresher{s.door, oc, grant.RefreshToken, grant.Access}, zoho.NopGate{})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// allScopes are what the product asks for, and what it could.
func allScopes() []string {
	return append(zoho.Scopes(), "ZohoCRM.composite_requests.CUSTOM")
}

// scopesWithout leaves one out.
func scopesWithout(missing string) []string {
	return slices.DeleteFunc(allScopes(), func(s string) bool { return s == missing })
}
