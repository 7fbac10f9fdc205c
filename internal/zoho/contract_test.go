package zoho_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// The tests of this file run the client against the stand-in for Zoho, which knows nothing of the client: what they hold
// is that both read Zoho's documentation in the same way.

const contractRedirect = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/zoho"

// stage is a stand-in with its demo world, reached by Zoho's real host names.
type stage struct {
	server *fakezoho.Server
	world  fakezoho.World
	http   *http.Client
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
	return stage{s, w, &http.Client{Transport: &http.Transport{
		DialContext:       fakezoho.Dialer(ts.Listener.Addr().String()),
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
		DisableKeepAlives: true,
	}}}
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
	client  zoho.OAuthClient
	http    *http.Client
	refresh string
}

func (r refresher) Token(ctx context.Context, _ string) (zoho.AccessToken, error) {
	return r.client.Refresh(ctx, r.http, time.Now(), r.refresh)
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
	grant, err := oc.Exchange(t.Context(), s.http, time.Now(), "", code, "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := zoho.NewClient(zoho.Config{
		HTTP: s.http, APIDomain: grant.Access.APIDomain, Gate: zoho.NopGate{},
		Tokens: fixedToken{refresher{oc, s.http, grant.RefreshToken}, grant.Access},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWebSignInAgainstStandIn(t *testing.T) {
	t.Parallel()
	s := newStage(t, fakezoho.Switches{})
	us, _ := zoho.DataCentreByCode("us")
	oc := zoho.OAuthClient{ID: s.world.Client.ID, Secret: s.world.Client.Secrets["us"], Type: zoho.ServerBased, DC: us}
	state := zoho.NewState()
	page, err := url.Parse(oc.AuthURL(contractRedirect, state, ""))
	if err != nil {
		t.Fatal(err)
	}
	// The consent page's form sends the same parameters back with the decision.
	params := page.Query()
	browser := *s.http
	browser.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	decide := func(decision string) string {
		t.Helper()
		form := url.Values{}
		for k, v := range params {
			form[k] = v
		}
		form.Set("decision", decision)
		resp, err := browser.PostForm(page.Scheme+"://"+page.Host+page.Path, form)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		return resp.Header.Get("Location")
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
	grant, err := oc.Exchange(t.Context(), s.http, time.Now(), contractRedirect, back.Code, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := oc.Exchange(t.Context(), s.http, time.Now(), contractRedirect, back.Code, ""); !errors.Is(err, zoho.ErrInvalidCode) {
		t.Errorf("second use of the code: error = %v", err)
	}
	wrong := oc
	wrong.Secret = "0000"
	if _, err := wrong.Refresh(t.Context(), s.http, time.Now(), grant.RefreshToken); !errors.Is(err, zoho.ErrInvalidSecret) {
		t.Errorf("wrong secret: error = %v", err)
	}
	if err := oc.Revoke(t.Context(), s.http, grant.RefreshToken); err != nil {
		t.Errorf("Revoke: %v", err)
	}
	if _, err := oc.Refresh(t.Context(), s.http, time.Now(), grant.RefreshToken); !errors.Is(err, zoho.ErrInvalidCode) {
		t.Errorf("refresh after revoking: error = %v", err)
	}
}

func TestReadsAgainstStandIn(t *testing.T) {
	t.Parallel()
	s := newStage(t, fakezoho.Switches{})
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
		"with phone": func() (zoho.Query, error) { return zoho.WithPhoneQuery("Contacts", phones, []string{"Full_Name"}, 2000) },
		"one field":  func() (zoho.Query, error) { return zoho.WithPhoneQuery("Contacts", phones[:1], nil, 200) },
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

func TestWritesAgainstStandIn(t *testing.T) {
	t.Parallel()
	s := newStage(t, fakezoho.Switches{})
	c, ctx := s.signIn(t, zoho.Scopes()...), t.Context()
	made, err := c.Contacts.Create(ctx, []zoho.NewRecord{
		{Fields: map[string]string{"Last_Name": "Newcomer", "Mobile": "+14155550155"}},
		{Fields: map[string]string{"First_Name": "No", "Mobile": "+14155550156"}},
	})
	if err != nil || made[0].Outcome != zoho.Done || made[1].Outcome != zoho.NotDone || !errors.Is(made[1].Err, zoho.ErrMandatory) {
		t.Fatalf("contacts %+v, %v", made, err)
	}
	id := made[0].ID
	notes, err := c.Notes.Create(ctx, []zoho.NewNote{
		{Module: "Contacts", ParentID: id, Title: "WhatsApp · part 1", Content: "10:01 a < b & c 😀\n10:02 next"},
		{Module: "Contacts", ParentID: "7001000000000999999", Title: "lost", Content: "x"},
	})
	if err != nil || notes[0].Outcome != zoho.Done || notes[1].Outcome != zoho.NotDone || !errors.Is(notes[1].Err, zoho.ErrParentGone) {
		t.Fatalf("notes %+v, %v", notes, err)
	}
	foreign, err := s.server.AddForeignNote(id, "of a colleague", "hands off")
	if err != nil {
		t.Fatal(err)
	}
	changed, err := c.Notes.Update(ctx, []zoho.NoteUpdate{
		{ID: notes[0].ID, Content: "10:01 all of it"}, {ID: "7001000000000999998", Content: "x"}, {ID: foreign, Content: "x"},
	})
	if err != nil || changed[0].Outcome != zoho.Done || !errors.Is(changed[1].Err, zoho.ErrNotFound) || !errors.Is(changed[2].Err, zoho.ErrNotAllowed) {
		t.Fatalf("updates %+v, %v", changed, err)
	}
	note, err := c.Notes.Get(ctx, notes[0].ID)
	if err != nil || note.Content != "10:01 all of it" || note.Title != "WhatsApp · part 1" || note.ParentID != id || note.ParentModule != "Contacts" {
		t.Errorf("note %+v, %v", note, err)
	}
	list, err := c.Notes.ListRelated(ctx, "Contacts", id, 1)
	if err != nil || len(list.Items) != 2 || list.More {
		t.Errorf("list %+v, %v", list, err)
	}
	if err := s.server.DeleteContact(id); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Notes.ListRelated(ctx, "Contacts", id, 1); !errors.Is(err, zoho.ErrParentGone) {
		t.Errorf("list of a deleted contact: %v", err)
	}
}

// TestFaultsAgainstStandIn holds that no outcome claims more than is true, by comparing it with what was written.
func TestFaultsAgainstStandIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind    fakezoho.FaultKind
		want    error
		outcome zoho.Outcome
		written int
	}{
		{fakezoho.FaultReplyLost, zoho.ErrNetwork, zoho.Unknown, 1},
		{fakezoho.FaultRequestLost, zoho.ErrNetwork, zoho.Unknown, 0},
		{fakezoho.FaultCutBody, zoho.ErrNetwork, zoho.Unknown, 1},
		{fakezoho.FaultBadGateway, zoho.ErrServer, zoho.Unknown, -1},
		{fakezoho.FaultInternal, zoho.ErrServer, zoho.Unknown, -1},
		{fakezoho.FaultTooMany, zoho.ErrThrottled, zoho.NotDone, 0},
		{fakezoho.FaultUnauthorized, nil, zoho.Done, 1},
	}
	for _, tt := range tests {
		t.Run(string(tt.kind), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, fakezoho.Switches{})
			c, id := s.signIn(t, zoho.Scopes()...), s.world.Contacts["Ben Sample"]
			s.server.Inject(fakezoho.Fault{Op: fakezoho.OpNotesCreate, Kind: tt.kind, Nth: 1})
			results, err := c.Notes.Create(t.Context(), []zoho.NewNote{{Module: "Contacts", ParentID: id, Title: "t", Content: "c"}})
			if !errors.Is(err, tt.want) || len(results) != 1 || results[0].Outcome != tt.outcome {
				t.Fatalf("results %+v, error %v", results, err)
			}
			list, err := c.Notes.ListRelated(t.Context(), "Contacts", id, 1)
			if err != nil {
				t.Fatal(err)
			}
			if tt.written >= 0 && len(list.Items) != tt.written {
				t.Errorf("%d notes were written, want %d", len(list.Items), tt.written)
			}
		})
	}
}

func TestRefusalsAgainstStandIn(t *testing.T) {
	t.Parallel()
	s := newStage(t, fakezoho.Switches{})
	c := s.signIn(t, "ZohoCRM.users.READ", "ZohoCRM.modules.contacts.READ")
	if _, err := c.Org.Get(t.Context()); !errors.Is(err, zoho.ErrScope) {
		t.Errorf("scope: %v", err)
	}
	if _, err := c.Search.ByPhone(t.Context(), "Contacts", "5550147"); !errors.Is(err, zoho.ErrScope) {
		t.Errorf("search scope: %v", err)
	}
	s.server.SetAPIAccess(false)
	if _, err := c.Users.Current(t.Context()); !errors.Is(err, zoho.ErrAPIAccess) {
		t.Errorf("API access: %v", err)
	}
	s.server.SetAPIAccess(true)
	s.server.ExpireAccessTokens()
	if _, err := c.Users.Current(t.Context()); err != nil {
		t.Errorf("expired token: %v", err)
	}
	s.server.RevokeAll()
	if _, err := c.Users.Current(t.Context()); !errors.Is(err, zoho.ErrInvalidCode) {
		t.Errorf("revoked: %v", err)
	}
}
