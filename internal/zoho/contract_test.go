package zoho_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts"
	"github.com/chatkeep/chatkeep/internal/zoho/transport/overhttp"
)

// The tests of this file run the client against the stand-in for Zoho, which knows nothing of the client: what they hold
// is that both read Zoho's documentation in the same way.

const contractRedirect = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/zoho"

// readings are ways to settle what Zoho's documentation leaves open. The client must work in each.
func readings() map[string]fakezoho.Switches {
	return map[string]fakezoho.Switches{
		"default": {},
		"older": {
			MixedBatchStatus: 202, FailedBatchStatus: 202, ThrottleStatus: 200, TooMany: fakezoho.TooManyLegacy,
			MissingRecordStatus: 404, ForeignNoteCode: "NOT_ALLOWED", RevokePaths: fakezoho.RevokeOldOnly,
			NoteContentLimit: 30_000, NoteContentUnit: fakezoho.UTF8Bytes, NotesOldestFirst: true,
		},
		"other": {
			MixedBatchStatus: 200, TooMany: fakezoho.RateLimitExceeded, MissingRecordStatus: 400,
			RevokePaths: fakezoho.RevokeNewOnly, NoteContentLimit: 32_000, NoteContentUnit: fakezoho.UTF16Units,
		},
	}
}

// inEachReading runs a test against a stand-in for each of the readings.
func inEachReading(t *testing.T, test func(*testing.T, stage)) {
	t.Helper()
	for name, switches := range readings() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newStage(t, switches))
		})
	}
}

// stage is a stand-in with its demo world, reached by Zoho's real host names.
type stage struct {
	server *fakezoho.Server
	world  fakezoho.World
	// door makes the calls, http is a person's browser.
	door accounts.Door
	http *http.Client
	// short is true if notes are shorter than the 65,535 code points that this package sends at most.
	short bool
}

func newStage(t *testing.T, switches fakezoho.Switches) stage {
	t.Helper()
	s := fakezoho.New(fakezoho.Options{Switches: switches, Edition: fakezoho.Standard()})
	w, err := fakezoho.SeedDemo(s, contractRedirect)
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewTLSServer(s)
	t.Cleanup(ts.Close)
	hc := &http.Client{Transport: &http.Transport{
		DialContext:     fakezoho.Dialer(ts.Listener.Addr().String()),
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
		// A kept-alive connection would let net/http send a request again by itself.
		DisableKeepAlives: true,
	}}
	return stage{s, w, accounts.Door{Transport: overhttp.New(hc), Now: time.Now}, hc, switches.NoteContentLimit != 0}
}

// selfClient returns the demo's Self Client as a user would enter it.
func (s stage) selfClient(t *testing.T) zoho.OAuthClient {
	t.Helper()
	us, ok := zoho.DataCentreByCode("us")
	if !ok {
		t.Fatal("no data centre")
	}
	return zoho.OAuthClient{ID: s.world.SelfClient.ID, Secret: s.world.SelfClient.Secrets["us"], Type: zoho.SelfClient, DC: us}
}

// refresher is the simplest TokenSource: every token is fetched.
type refresher struct {
	door    accounts.Door
	client  zoho.OAuthClient
	refresh string
}

func (r refresher) Token(ctx context.Context, _ string) (zoho.AccessToken, error) {
	return r.door.Refresh(ctx, r.client, r.refresh)
}

// fixedToken is a TokenSource that fetched its token before and replaces it when it is refused.
type fixedToken struct {
	refresher
	first zoho.AccessToken
}

func (f fixedToken) Token(ctx context.Context, stale string) (zoho.AccessToken, error) {
	if stale == "" {
		return f.first, nil
	}
	return f.refresher.Token(ctx, stale)
}

// signIn signs in through the Self Client and returns a client for the CRM.
func (s stage) signIn(t *testing.T, scopes ...string) *zoho.Client {
	t.Helper()
	code, err := s.server.SelfClientCode(s.world.SelfClient.ID, scopes, 3*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	oc := s.selfClient(t)
	grant, err := s.door.Exchange(t.Context(), oc, "", code, "")
	if err != nil {
		t.Fatal(err)
	}
	tokens := fixedToken{refresher{s.door, oc, grant.RefreshToken}, grant.Access}
	c, err := s.door.Client(grant.Access.APIDomain, tokens, zoho.NopGate{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWebSignInAgainstStandIn(t *testing.T) {
	t.Parallel()
	inEachReading(t, webSignIn)
}

func webSignIn(t *testing.T, s stage) {
	us, _ := zoho.DataCentreByCode("us")
	oc := zoho.OAuthClient{ID: s.world.Client.ID, Secret: s.world.Client.Secrets["us"], Type: zoho.ServerBased, DC: us}
	state := zoho.NewState()
	address, err := s.door.AuthURL(t.Context(), oc, contractRedirect, state, "")
	if err != nil {
		t.Fatal(err)
	}
	page, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	browser := *s.http
	browser.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	decide := func(decision string) string {
		t.Helper()
		shown, err := browser.Get(page.String())
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
		answered, err := browser.PostForm(page.Scheme+"://"+page.Host+page.Path, url.Values{"ticket": {string(ticket[1])}, "decision": {decision}})
		if err != nil {
			t.Fatal(err)
		}
		defer answered.Body.Close()
		return answered.Header.Get("Location")
	}
	if _, err := zoho.ParseRedirect(decide("reject"), state); !errors.Is(err, zoho.ErrConsentRefused) {
		t.Errorf("refused: error = %v", err)
	}
	back, err := zoho.ParseRedirect(decide("accept"), state)
	if err != nil {
		t.Fatal(err)
	}
	if back.Location != "us" || back.AccountsServer != us.Accounts {
		t.Errorf("redirect names %q and %q", back.Location, back.AccountsServer)
	}
	grant, err := s.door.Exchange(t.Context(), oc, contractRedirect, back.Code, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.door.Exchange(t.Context(), oc, contractRedirect, back.Code, ""); !errors.Is(err, zoho.ErrInvalidCode) {
		t.Errorf("second use of the code: error = %v", err)
	}
	wrong := oc
	wrong.Secret = "0000"
	if _, err := s.door.Refresh(t.Context(), wrong, grant.RefreshToken); !errors.Is(err, zoho.ErrInvalidSecret) {
		t.Errorf("wrong secret: error = %v", err)
	}
	if err := s.door.Revoke(t.Context(), oc, grant.RefreshToken); err != nil {
		t.Errorf("Revoke: %v", err)
	}
	if _, err := s.door.Refresh(t.Context(), oc, grant.RefreshToken); !errors.Is(err, zoho.ErrInvalidCode) {
		t.Errorf("refresh after revoking: error = %v", err)
	}
}

func TestReadsAgainstStandIn(t *testing.T) {
	t.Parallel()
	inEachReading(t, reads)
}

func reads(t *testing.T, s stage) {
	c, ctx := s.signIn(t, zoho.Scopes()...), t.Context()
	if u, err := c.Users.Current(ctx); err != nil || u.ID != s.world.User.ID || u.ProfileName != "Standard" {
		t.Errorf("user %+v, %v", u, err)
	}
	if o, err := c.Org.Get(ctx); err != nil || o.ZGID != s.world.Org.ZGID || o.CountryCode != "US" || o.ISOCode != "USD" {
		t.Errorf("org %+v, %v", o, err)
	}
	fields, err := c.Fields.List(ctx, "Contacts")
	if err != nil {
		t.Fatal(err)
	}
	var phones []string
	for _, f := range fields {
		if f.DataType == "phone" {
			phones = append(phones, f.APIName)
		}
	}
	if !slices.Contains(phones, "Phone") || !slices.Contains(phones, "Mobile") || len(phones) < 3 {
		t.Fatalf("phone fields %v", phones)
	}

	yesterday := time.Now().Add(-48 * time.Hour)
	queries := map[string]func() (zoho.Query, error){
		"suffix": func() (zoho.Query, error) {
			return zoho.PhoneSuffixQuery("Contacts", phones, []string{"Full_Name"}, "5550147", 200)
		},
		"with phone": func() (zoho.Query, error) {
			return zoho.WithPhoneQuery("Contacts", phones, []string{"Full_Name"}, 2000)
		},
		"one field": func() (zoho.Query, error) { return zoho.WithPhoneQuery("Contacts", phones[:1], nil, 200) },
		"second page": func() (zoho.Query, error) {
			q, err := zoho.WithPhoneQuery("Contacts", phones, []string{"Full_Name"}, 2)
			if err != nil {
				return q, err
			}
			return q.Offset(2)
		},
		"cut by time": func() (zoho.Query, error) {
			q, err := zoho.WithPhoneQuery("Contacts", phones, nil, 200)
			if err != nil {
				return q, err
			}
			return q.CreatedBetween(yesterday, time.Now())
		},
		"created": func() (zoho.Query, error) {
			return zoho.CreatedSinceQuery("Contacts", phones, []string{"Full_Name"}, yesterday, 200)
		},
		"created long after": func() (zoho.Query, error) {
			return zoho.CreatedSinceQuery("Contacts", phones, nil, time.Now().Add(time.Hour), 200)
		},
		"modified": func() (zoho.Query, error) { return zoho.ModifiedSinceQuery("Contacts", phones, nil, yesterday, 200) },
	}
	want := map[string]int{"suffix": 1, "with phone": 4, "one field": 2, "second page": 2, "cut by time": 4, "created": 5, "created long after": 0, "modified": 5}
	for name, build := range queries {
		q, err := build()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		page, err := c.COQL.Query(ctx, q)
		if err != nil || len(page.Items) != want[name] || page.More {
			t.Errorf("%s: %d rows, more %v, %v; want %d", name, len(page.Items), page.More, err, want[name])
			continue
		}
		for _, row := range page.Items {
			if row.ID == "" || row.OwnerID == "" || row.ModifiedTime.IsZero() {
				t.Errorf("%s: row %+v", name, row)
			}
		}
	}
	rows, err := c.Search.ByPhone(ctx, "Contacts", "+14155550147", "Full_Name", "Mobile")
	if err != nil || len(rows) != 1 || rows[0].ID != s.world.Contacts["Ben Sample"] || rows[0].Fields["Mobile"] != "+14155550147" {
		t.Errorf("search %+v, %v", rows, err)
	}
	if row, err := c.Contacts.Get(ctx, s.world.Contacts["Ben Sample"]); err != nil || row.Fields["Last_Name"] != "Sample" {
		t.Errorf("contact %+v, %v", row, err)
	}
	if row, err := c.Leads.Get(ctx, s.world.Leads["Frank Prospect"]); err != nil || row.Fields["Company"] != "Specimen Ltd" {
		t.Errorf("lead %+v, %v", row, err)
	}
	if _, err := c.Contacts.Get(ctx, "7001000000000999999"); !errors.Is(err, zoho.ErrNotFound) {
		t.Errorf("missing contact: %v", err)
	}
}
