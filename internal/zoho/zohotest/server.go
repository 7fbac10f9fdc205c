// Package zohotest helps the tests of the packages around Zoho: a server that stands for every host of Zoho's and
// answers as the test says. Package fakezoho is the one that behaves like Zoho.
package zohotest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chatkeep/chatkeep/internal/zoho/transport"
	"github.com/chatkeep/chatkeep/internal/zoho/transport/overhttp"
)

// Seen is a request as a server received it.
type Seen struct {
	Method string
	// Host is the origin that the request was meant for.
	Host              string
	Path, Query, Body string
	Header            http.Header
}

// Server answers with a handler and remembers what it was asked. It stands for every host.
type Server struct {
	http     *httptest.Server
	mu       sync.Mutex
	requests []Seen
}

// originHeader carries the origin that a request was meant for.
const originHeader = "X-Test-Origin"

// NewServer starts a server that ends with the test. The handler is given the request with its whole body.
func NewServer(t *testing.T, handler http.HandlerFunc) *Server {
	t.Helper()
	s := &Server{}
	s.http = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("test server: read body: %v", err)
		}
		s.mu.Lock()
		s.requests = append(s.requests, Seen{r.Method, r.Header.Get(originHeader), r.URL.Path, r.URL.RawQuery, string(body), r.Header})
		s.mu.Unlock()
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		handler(w, r)
	}))
	t.Cleanup(s.http.Close)
	return s
}

// All returns the requests so far.
func (s *Server) All() []Seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Only returns the single request that must have come.
func (s *Server) Only(t *testing.T) Seen {
	t.Helper()
	all := s.All()
	if len(all) != 1 {
		t.Fatalf("requests = %d, want 1", len(all))
	}
	return all[0]
}

// Transport returns a transport that maps every host to this server, so that the real host names stay in force.
func (s *Server) Transport() transport.Transport {
	return overhttp.New(&http.Client{Transport: hostMap{s.http.URL}})
}

type hostMap struct{ to string }

// RoundTrip implements [http.RoundTripper].
func (m hostMap) RoundTrip(r *http.Request) (*http.Response, error) {
	target, err := url.Parse(m.to)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Header.Set(originHeader, r.URL.Scheme+"://"+r.URL.Host)
	r.URL.Scheme, r.URL.Host, r.Host = target.Scheme, target.Host, ""
	return http.DefaultTransport.RoundTrip(r)
}

// Answer is a handler that always gives the same JSON reply; status 204 has no body.
func Answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if status != http.StatusNoContent {
			w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// Stall returns a handler that reports each arrival, starts to answer or not, and then waits until the caller is gone.
func Stall(headersFirst bool, arrived chan<- struct{}) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if headersFirst {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"data":[`)
			w.(http.Flusher).Flush()
		}
		arrived <- struct{}{}
		<-r.Context().Done()
	}
}
