package fakezoho

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	usAccounts = "https://accounts.zoho.com"
	usAPI      = "https://www.zohoapis.com"
	usCRM      = "https://crm.zoho.com"
	euAccounts = "https://accounts.zoho.eu"
	euAPI      = "https://www.zohoapis.eu"
	redirect   = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/zoho"
)

// testClock is a clock that moves only when told.
type testClock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *testClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *testClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// rig is a server behind TLS with the demo world, a client that reaches it by
// the real host names, and a token with every scope the operations need.
type rig struct {
	t     *testing.T
	s     *Server
	w     World
	clock *testClock
	http  *http.Client
	token string
}

func allScopes() []string {
	return append(DemoScopes(), "ZohoCRM.modules.attachments.READ", "ZohoCRM.modules.attachments.CREATE")
}

func newRig(t *testing.T, change ...func(*Options)) *rig {
	t.Helper()
	clock := &testClock{t: time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)}
	opts := Options{Now: clock.now, Edition: Standard()}
	for _, f := range change {
		f(&opts)
	}
	s := New(opts)
	w, err := SeedDemo(s, redirect)
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewTLSServer(s)
	t.Cleanup(ts.Close)
	r := &rig{t: t, s: s, w: w, clock: clock, http: &http.Client{
		Transport: &http.Transport{
			DialContext:     Dialer(ts.Listener.Addr().String()),
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
			// A kept-alive connection would let Go resend requests by itself.
			DisableKeepAlives: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	r.token = r.tokenFor(allScopes()...)
	s.ResetCalls()
	return r
}

func withSwitches(w Switches) func(*Options) { return func(o *Options) { o.Switches = w } }

func withEdition(e Edition) func(*Options) { return func(o *Options) { o.Edition = e } }

// tokenFor signs in through the Self Client and returns an access token.
func (r *rig) tokenFor(scopes ...string) string {
	r.t.Helper()
	return r.selfGrant(scopes...)["access_token"].(string)
}

func (r *rig) selfGrant(scopes ...string) map[string]any {
	r.t.Helper()
	code, err := r.s.SelfClientCode(r.w.SelfClient.ID, scopes, 3*time.Minute)
	if err != nil {
		r.t.Fatal(err)
	}
	status, doc := r.form(usAccounts+"/oauth/v2/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {r.w.SelfClient.ID},
		"client_secret": {r.w.SelfClient.Secrets["us"]}, "code": {code},
	})
	if status != 200 || doc["access_token"] == nil {
		r.t.Fatalf("self client grant: %d %v", status, doc)
	}
	return doc
}

// answer is a response with its body read.
type answer struct {
	status int
	header http.Header
	raw    []byte
	doc    map[string]any
}

// code returns the error code of the answer, at the top or of its first item.
func (a answer) code() string {
	if code, ok := a.doc["code"].(string); ok {
		return code
	}
	if items := a.items(); len(items) > 0 {
		code, _ := items[0]["code"].(string)
		return code
	}
	return ""
}

func (a answer) items() []map[string]any {
	var out []map[string]any
	list, _ := a.doc["data"].([]any)
	for _, v := range list {
		out = append(out, v.(map[string]any))
	}
	return out
}

// details returns the details of the first item, or of the top-level error.
func (a answer) details() map[string]any {
	if items := a.items(); len(items) > 0 {
		d, _ := items[0]["details"].(map[string]any)
		return d
	}
	d, _ := a.doc["details"].(map[string]any)
	return d
}

// ids returns the record ids of the items, in order.
func (a answer) ids() []string {
	var out []string
	for _, item := range a.items() {
		out = append(out, item["id"].(string))
	}
	return out
}

// do sends a request and reads the whole answer.
func (r *rig) do(req *http.Request) (answer, error) {
	resp, err := r.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	a := answer{status: resp.StatusCode, header: resp.Header, raw: raw}
	if err == nil && strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		err = json.Unmarshal(raw, &a.doc)
	}
	return a, err
}

func (r *rig) request(method, target string, body any) *http.Request {
	r.t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			r.t.Fatal(err)
		}
		reader = bytes.NewReader(raw)
	}
	if strings.HasPrefix(target, "/") {
		target = usAPI + "/crm/v8" + target
	}
	req, err := http.NewRequestWithContext(r.t.Context(), method, target, reader)
	if err != nil {
		r.t.Fatal(err)
	}
	if r.token != "" {
		req.Header.Set("Authorization", "Zoho-oauthtoken "+r.token)
	}
	return req
}

// api calls the API with the rig's token. target is a path under /crm/v8 or a URL.
func (r *rig) api(method, target string, body any) answer {
	r.t.Helper()
	a, err := r.do(r.request(method, target, body))
	if err != nil {
		r.t.Fatalf("%s %s: %v", method, target, err)
	}
	return a
}

// form posts a form to the accounts host.
func (r *rig) form(target string, values url.Values) (int, map[string]any) {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, target, strings.NewReader(values.Encode()))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a, err := r.do(req)
	if err != nil {
		r.t.Fatalf("POST %s: %v", target, err)
	}
	return a.status, a.doc
}

func (r *rig) coql(query string) answer {
	r.t.Helper()
	return r.api(http.MethodPost, "/coql", map[string]any{"select_query": query})
}

// ada returns the id of the contact stored as (415) 555-0132.
func (r *rig) ada() string { return r.w.Contacts[ContactPunctuated] }

// composed wraps parts as the body of a composite request.
func composed(parts ...map[string]any) map[string]any {
	return map[string]any{"__composite_requests": parts}
}

// parts returns the answers to the parts of a composite request.
func (a answer) parts() []map[string]any {
	var out []map[string]any
	list, _ := a.doc["__composite_requests"].([]any)
	for _, v := range list {
		out = append(out, v.(map[string]any))
	}
	return out
}

// data wraps items as the body of a write.
func data(items ...map[string]any) map[string]any { return map[string]any{"data": items} }

func noteFor(parent, title, content string) map[string]any {
	return map[string]any{
		"Parent_Id":  map[string]any{"module": map[string]any{"api_name": "Contacts"}, "id": parent},
		"Note_Title": title, "Note_Content": content,
	}
}

// addNote writes a note through the API and returns its id.
func (r *rig) addNote(parent, title, content string) string {
	r.t.Helper()
	a := r.api(http.MethodPost, "/Notes", data(noteFor(parent, title, content)))
	if a.status != http.StatusCreated {
		r.t.Fatalf("add note: %d %s", a.status, a.raw)
	}
	return a.details()["id"].(string)
}

// expect checks status and code of an answer.
func expect(t *testing.T, a answer, status int, code string) {
	t.Helper()
	if a.status != status || a.code() != code {
		t.Fatalf("got %d %q, want %d %q; body %s", a.status, a.code(), status, code, a.raw)
	}
}

// expectEmpty checks for 204 without a byte.
func expectEmpty(t *testing.T, a answer) {
	t.Helper()
	if a.status != http.StatusNoContent || len(a.raw) != 0 {
		t.Fatalf("got %d with %d bytes, want 204 with none; body %s", a.status, len(a.raw), a.raw)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// serve asks a handler directly, with a form if there is one.
func serve(t *testing.T, h http.Handler, method, target string, form url.Values) answer {
	t.Helper()
	req := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	a := answer{status: rec.Code, header: rec.Header(), raw: rec.Body.Bytes()}
	if strings.HasPrefix(rec.Header().Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(a.raw, &a.doc); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func contains(raw []byte, text string) bool { return strings.Contains(string(raw), text) }
