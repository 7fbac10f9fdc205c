package zoho

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	contactID = "7001000000000100001"
	noteID    = "7001000000000200001"
	noteID2   = "7001000000000200002"
	userID    = "7001000000000050001"
)

// seen is a request as a test server received it.
type seen struct {
	method, host, path, query, body string
	header                          http.Header
}

// fakeServer answers with a handler and remembers what it was asked. It stands for every host.
type fakeServer struct {
	*httptest.Server
	mu       sync.Mutex
	requests []seen
}

func newServer(t *testing.T, handler http.HandlerFunc) *fakeServer {
	t.Helper()
	s := &fakeServer{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("test server: read body: %v", err)
		}
		s.mu.Lock()
		s.requests = append(s.requests, seen{r.Method, r.Header.Get("X-Test-Origin"), r.URL.Path, r.URL.RawQuery, string(body), r.Header})
		s.mu.Unlock()
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// all returns the requests so far.
func (s *fakeServer) all() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// only returns the single request that must have come.
func (s *fakeServer) only(t *testing.T) seen {
	t.Helper()
	all := s.all()
	if len(all) != 1 {
		t.Fatalf("requests = %d, want 1", len(all))
	}
	return all[0]
}

// client returns an HTTP client that maps every host to this server, so that the real host names stay in force.
func (s *fakeServer) client() *http.Client { return &http.Client{Transport: hostMap{s.URL}} }

type hostMap struct{ to string }

func (m hostMap) RoundTrip(r *http.Request) (*http.Response, error) {
	target, err := url.Parse(m.to)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Header.Set("X-Test-Origin", r.URL.Scheme+"://"+r.URL.Host)
	for key := range r.Header {
		// Options for the browser's fetch are not headers; see setFetchOptions.
		if strings.HasPrefix(strings.ToLower(key), "js.fetch:") {
			delete(r.Header, key)
		}
	}
	r.URL.Scheme, r.URL.Host, r.Host = target.Scheme, target.Host, ""
	return http.DefaultTransport.RoundTrip(r)
}

// answer is a handler that always gives the same JSON reply; status 204 has no body.
func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if status != http.StatusNoContent {
			w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// tokens is a TokenSource that hands out "1000.token-1", then "1000.token-2" once the first was refused, and so on.
type tokens struct {
	mu    sync.Mutex
	stale []string
	err   error
}

func (s *tokens) Token(_ context.Context, stale string) (AccessToken, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stale = append(s.stale, stale)
	if s.err != nil {
		return AccessToken{}, s.err
	}
	return AccessToken{Token: fmt.Sprintf("1000.token-%d", len(s.stale)), APIDomain: "https://www.zohoapis.eu"}, nil
}

// gateLog is a Gate that remembers its calls and can refuse.
type gateLog struct {
	mu            sync.Mutex
	before, after []string
	refuse        error
}

func (g *gateLog) Before(_ context.Context, op Op, cost int) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.before = append(g.before, fmt.Sprintf("%s %d", op, cost))
	return g.refuse
}

func (g *gateLog) After(op Op, cost, status, remaining int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.after = append(g.after, fmt.Sprintf("%s %d %d %d", op, cost, status, remaining))
}

func newTestClient(t *testing.T, hc *http.Client, change ...func(*Config)) *Client {
	t.Helper()
	cfg := Config{HTTP: hc, APIDomain: "https://www.zohoapis.eu", Tokens: &tokens{}, Gate: NopGate{}}
	for _, f := range change {
		f(&cfg)
	}
	c, err := NewClient(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// operation runs one method of a client with valid arguments.
type operation struct {
	op    Op
	items int // number of items if it is a write, else 0
	cost  int
	run   func(context.Context, *Client) ([]WriteResult, error)
}

// operations lists every method that calls the CRM, so that what holds for all is tested for all.
func operations(t *testing.T) []operation {
	t.Helper()
	q, err := PhoneSuffixQuery("Contacts", []string{"Phone"}, []string{"Full_Name"}, "5550100", 200)
	if err != nil {
		t.Fatal(err)
	}
	read := func(op Op, run func(context.Context, *Client) error) operation {
		return operation{op: op, cost: 1, run: func(ctx context.Context, c *Client) ([]WriteResult, error) { return nil, run(ctx, c) }}
	}
	record := []NewRecord{{Fields: map[string]string{"Last_Name": "Example"}}}
	return []operation{
		read(OpCurrentUser, func(ctx context.Context, c *Client) error { _, err := c.Users.Current(ctx); return err }),
		read(OpGetOrg, func(ctx context.Context, c *Client) error { _, err := c.Org.Get(ctx); return err }),
		read(OpListFields, func(ctx context.Context, c *Client) error { _, err := c.Fields.List(ctx, "Contacts"); return err }),
		read(OpQuery, func(ctx context.Context, c *Client) error { _, err := c.COQL.Query(ctx, q); return err }),
		read(OpSearchByPhone, func(ctx context.Context, c *Client) error {
			_, err := c.Search.ByPhone(ctx, "Contacts", "+14155550100")
			return err
		}),
		read(OpGetContact, func(ctx context.Context, c *Client) error { _, err := c.Contacts.Get(ctx, contactID); return err }),
		read(OpGetLead, func(ctx context.Context, c *Client) error { _, err := c.Leads.Get(ctx, contactID); return err }),
		read(OpListNotes, func(ctx context.Context, c *Client) error {
			_, err := c.Notes.ListRelated(ctx, "Contacts", contactID, 1)
			return err
		}),
		read(OpGetNote, func(ctx context.Context, c *Client) error { _, err := c.Notes.Get(ctx, noteID); return err }),
		{OpCreateContacts, 1, 1, func(ctx context.Context, c *Client) ([]WriteResult, error) { return c.Contacts.Create(ctx, record) }},
		{OpCreateLeads, 1, 1, func(ctx context.Context, c *Client) ([]WriteResult, error) { return c.Leads.Create(ctx, record) }},
		{OpCreateNotes, 2, 1, func(ctx context.Context, c *Client) ([]WriteResult, error) {
			return c.Notes.Create(ctx, twoNotes())
		}},
		{OpUpdateNotes, 2, 1, func(ctx context.Context, c *Client) ([]WriteResult, error) {
			return c.Notes.Update(ctx, twoUpdates())
		}},
	}
}

func twoNotes() []NewNote {
	return []NewNote{
		{Module: "Contacts", ParentID: contactID, Title: "WhatsApp · 2026-11-22", Content: "10:01 Ada: hello <b> & \u2028 \U0001F600"},
		{Module: "Leads", ParentID: "7001000000000100009", Title: "WhatsApp · 2026-11-23", Content: "second"},
	}
}

func twoUpdates() []NoteUpdate {
	return []NoteUpdate{{ID: noteID, Title: "WhatsApp", Content: "first"}, {ID: noteID2, Content: "second"}}
}

// outcomes lists the outcomes of results.
func outcomes(results []WriteResult) []Outcome {
	var all []Outcome
	for _, r := range results {
		all = append(all, r.Outcome)
	}
	return all
}
