package zoho_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

func TestWebSignInAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		for _, kind := range []zoho.ClientType{zoho.ServerBased, zoho.MobileBased} {
			webSignIn(t, s, kind)
		}
	})
}

// register registers a client for the web flow in two data centres with a secret for each, or returns false if the
// console does not take an extension's redirect.
func (s stage) register(t *testing.T, kind zoho.ClientType) (zoho.OAuthClient, fakezoho.Client, bool) {
	t.Helper()
	types := map[zoho.ClientType]fakezoho.ClientType{zoho.ServerBased: fakezoho.ServerClient, zoho.MobileBased: fakezoho.MobileClient}
	c, err := s.server.AddClient(fakezoho.Client{
		Type: types[kind], RedirectURIs: []string{contractRedirect}, Secrets: map[string]string{"us": "", "eu": ""},
	})
	if s.switches.RefuseExtensionRedirect {
		if err == nil {
			t.Error("the redirect was registered")
		}
		return zoho.OAuthClient{}, c, false
	}
	if err != nil {
		t.Fatal(err)
	}
	us, _ := zoho.DataCentreByCode("us")
	return zoho.OAuthClient{ID: c.ID, Secret: c.Secrets["us"], Type: kind, DC: us}, c, true
}

// consent opens the consent page, presses a button and returns where the browser is led.
func (s stage) consent(t *testing.T, address, decision string) string {
	t.Helper()
	browser := *s.http
	browser.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	shown, err := browser.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer shown.Body.Close()
	html, err := io.ReadAll(shown.Body)
	if err != nil {
		t.Fatal(err)
	}
	ticket := regexp.MustCompile(`name="ticket" value="([^"]+)"`).FindSubmatch(html)
	if ticket == nil {
		t.Fatalf("no consent page: status %d", shown.StatusCode)
	}
	page, _, _ := cut(address)
	answered, err := browser.PostForm(page, url.Values{"ticket": {string(ticket[1])}, "decision": {decision}})
	if err != nil {
		t.Fatal(err)
	}
	defer answered.Body.Close()
	return answered.Header.Get("Location")
}

// cut parts an address from its query.
func cut(address string) (page, query string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", "", err
	}
	query, u.RawQuery = u.RawQuery, ""
	return u.String(), query, nil
}

func webSignIn(t *testing.T, s stage, kind zoho.ClientType) {
	oc, _, ok := s.register(t, kind)
	if !ok {
		return
	}
	state, verifier := zoho.NewState(), zoho.NewVerifier()
	address, err := s.door.AuthURL(t.Context(), oc, contractRedirect, state, verifier, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := zoho.ParseRedirect(s.consent(t, address, "reject"), state); !errors.Is(err, zoho.ErrConsentRefused) {
		t.Errorf("refused: error = %v", err)
	}
	back, err := zoho.ParseRedirect(s.consent(t, address, "accept"), state)
	if err != nil {
		t.Fatal(err)
	}
	if back.Location != "us" || back.AccountsServer != oc.DC.Accounts {
		t.Errorf("redirect names %q and %q", back.Location, back.AccountsServer)
	}
	// The shortest life of a code that any page gives is a minute.
	s.clock.Advance(59 * time.Second)
	grant, err := s.door.Exchange(t.Context(), oc, contractRedirect, back.Code, verifier)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.door.Exchange(t.Context(), oc, contractRedirect, back.Code, verifier); !errors.Is(err, zoho.ErrInvalidCode) {
		t.Errorf("second use of the code: error = %v", err)
	}
	if grant.Access.APIDomain != oc.DC.API || !grant.Access.Expiry.Equal(s.clock.Now().Add(time.Hour)) {
		t.Errorf("grant for %s until %v", grant.Access.APIDomain, grant.Access.Expiry)
	}
	access, err := s.door.Refresh(t.Context(), oc, grant.RefreshToken)
	if err != nil || access.Token == grant.Access.Token {
		t.Errorf("Refresh: %v", err)
	}
	if err := s.door.Revoke(t.Context(), oc, grant.RefreshToken); err != nil {
		t.Errorf("Revoke: %v", err)
	}
	if _, err := s.door.Refresh(t.Context(), oc, grant.RefreshToken); !errors.Is(err, zoho.ErrInvalidCode) {
		t.Errorf("refresh after revoking: error = %v", err)
	}
}

// TestUserOfAnotherDataCentre: the redirect names the user's own, whose secret differs.
func TestUserOfAnotherDataCentre(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		oc, registered, ok := s.register(t, zoho.ServerBased)
		if !ok {
			return
		}
		european := addUser(t, s, "eu", fakezoho.Production)
		if err := s.server.SignInAs("us", european.ID); err != nil {
			t.Fatal(err)
		}
		address, err := s.door.AuthURL(t.Context(), oc, contractRedirect, "st", "", false)
		if err != nil {
			t.Fatal(err)
		}
		for attempt, secret := range []string{registered.Secrets["us"], registered.Secrets["eu"]} {
			back, err := zoho.ParseRedirect(s.consent(t, address, "accept"), "st")
			if err != nil || back.Location != "eu" {
				t.Fatalf("redirect %q, %v", back.Location, err)
			}
			home, ok := zoho.DataCentreByAccounts(back.AccountsServer)
			if !ok {
				t.Fatal("unknown accounts server")
			}
			there := zoho.OAuthClient{ID: oc.ID, Secret: secret, Type: oc.Type, DC: home}
			grant, err := s.door.Exchange(t.Context(), there, contractRedirect, back.Code, "")
			if attempt == 0 {
				if !errors.Is(err, zoho.ErrInvalidSecret) {
					t.Errorf("secret of the other data centre: error = %v", err)
				}
				continue
			}
			if err != nil || grant.Access.APIDomain != home.API {
				t.Errorf("grant for %q, %v", grant.Access.APIDomain, err)
			}
		}
	})
}

// addUser adds an organisation with one user.
func addUser(t *testing.T, s stage, dataCentre string, environment fakezoho.Environment) fakezoho.User {
	t.Helper()
	org, err := s.server.AddOrg(fakezoho.Org{DataCentre: dataCentre, Company: "X", Country: "DE", TimeZone: "Europe/Berlin", Environment: environment})
	if err != nil {
		t.Fatal(err)
	}
	user, err := s.server.AddUser(fakezoho.User{OrgID: org.ID, Last: "Example", Email: "x@example.test"})
	if err != nil {
		t.Fatal(err)
	}
	return user
}

// TestEveryDataCentreAndEnvironment signs in to each and makes a call.
func TestEveryDataCentreAndEnvironment(t *testing.T) {
	t.Parallel()
	for _, d := range zoho.DataCentres() {
		for i, environment := range fakezoho.Environments() {
			t.Run(d.Code+" "+string(environment), func(t *testing.T) {
				t.Parallel()
				s := newStage(t, fakezoho.Switches{UnconfirmedCentres: true})
				user := addUser(t, s, d.Code, environment)
				self, err := s.server.AddClient(fakezoho.Client{Type: fakezoho.SelfClient, UserID: user.ID, Secrets: map[string]string{d.Code: ""}})
				if err != nil {
					t.Fatal(err)
				}
				c := s.signInAs(t, self, d.Code, allScopes()...)
				org, err := c.Org.Get(t.Context())
				if want := []string{"production", "sandbox", "developer"}[i]; err != nil || org.Type != want {
					t.Errorf("organisation of type %q, %v", org.Type, err)
				}
			})
		}
	}
}

// TestTokenLimits: the throttle of ten refreshes, fifteen or ten live tokens, and the twenty-first sign-in.
func TestTokenLimits(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		oc := selfClient(t, s.world.SelfClient, "us")
		signIn := func() string {
			code, err := s.server.SelfClientCode(oc.ID, zoho.Scopes(), 3*time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			grant, err := s.door.Exchange(t.Context(), oc, "", code, "")
			if err != nil {
				t.Fatal(err)
			}
			return grant.RefreshToken
		}
		first := signIn()
		for i := range 11 {
			_, err := s.door.Refresh(t.Context(), oc, first)
			if want := error(zoho.ErrTokenThrottled); i == 10 && !errors.Is(err, want) || i < 10 && err != nil {
				t.Errorf("refresh %d: error = %v", i+1, err)
			}
		}
		s.clock.Advance(10 * time.Minute)
		if _, err := s.door.Refresh(t.Context(), oc, first); err != nil {
			t.Errorf("after ten minutes: %v", err)
		}
		for range 20 {
			s.clock.Advance(2 * time.Minute)
			signIn()
		}
		if _, err := s.door.Refresh(t.Context(), oc, first); !errors.Is(err, zoho.ErrInvalidCode) {
			t.Errorf("after twenty further sign-ins: error = %v", err)
		}
	})
}
