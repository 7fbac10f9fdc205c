// Package transporttest holds every [transport.Transport] to its contract. Handler is the server side, which always runs
// on this machine; Run is the client side, which also runs where the client does.
package transporttest

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

// server is the server side of the tests.
type server struct {
	mu       sync.Mutex
	followed map[string]bool   // runs in which /target was called
	stalled  map[string]*visit // by run
}

// visit is one call of /stall. Its channels are closed when what they are named after has happened.
type visit struct{ arrived, gone chan struct{} }

// Handler returns the server side. A query parameter "run" keeps apart what the server remembers.
func Handler() http.Handler {
	s := &server{followed: map[string]bool{}, stalled: map[string]*visit{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/echo", echo)
	mux.HandleFunc("/status", status)
	mux.HandleFunc("/redirect", s.redirect)
	mux.HandleFunc("/target", s.target)
	mux.HandleFunc("/followed", s.wasFollowed)
	mux.HandleFunc("/cookie", cookie)
	mux.HandleFunc("/large", large)
	mux.HandleFunc("/cut", cut)
	mux.HandleFunc("/stall", s.stall)
	mux.HandleFunc("/arrived", s.arrived)
	mux.HandleFunc("/gone", s.gone)
	return mux
}

// echo answers with the request: method, two of its headers and the body, one a line.
func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Mixed-Case", "One Value")
	w.Header().Add("X-Twice", "a")
	w.Header().Add("X-Twice", "b")
	fmt.Fprintf(w, "%s\n%s\n%s\n%s", r.Method, r.Header.Get("Authorization"), r.Header.Get("Content-Type"), body)
}

// status answers with the status that the query asks for, and a body unless there can be none.
func status(w http.ResponseWriter, r *http.Request) {
	var code int
	if _, err := fmt.Sscan(r.URL.Query().Get("code"), &code); err != nil {
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(code)
	if code != http.StatusNoContent {
		fmt.Fprint(w, "body of ", code)
	}
}

func (s *server) redirect(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/target?"+r.URL.RawQuery, http.StatusTemporaryRedirect)
}

func (s *server) target(_ http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.followed[r.URL.Query().Get("run")] = true
}

// wasFollowed answers whether the redirect of this run was followed.
func (s *server) wasFollowed(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprint(w, s.followed[r.URL.Query().Get("run")])
}

// cookie sets a cookie and answers with those it was sent.
func cookie(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "session", Value: "1", Path: "/"})
	fmt.Fprint(w, r.Header.Get("Cookie"))
}

// large answers with the largest body that is read, and as many bytes more as the query asks for.
func large(w http.ResponseWriter, r *http.Request) {
	var more int
	if _, err := fmt.Sscan(r.URL.Query().Get("more"), &more); err != nil {
		panic(http.ErrAbortHandler)
	}
	io.Copy(w, io.LimitReader(endless{}, transport.MaxBody+int64(more)))
}

// endless reads as the letter x for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, strings.Repeat("x", len(p))), nil }

// cut breaks the connection: before the reply, in a body whose length was announced, or in one in chunks.
func cut(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Query().Get("where") {
	case "length":
		w.Header().Set("Content-Length", "1000")
		fallthrough
	case "chunks":
		io.WriteString(w, `{"data":[`)
		w.(http.Flusher).Flush()
	}
	panic(http.ErrAbortHandler)
}

// visit returns the visit of a run.
func (s *server) visit(r *http.Request) *visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	run := r.URL.Query().Get("run")
	if s.stalled[run] == nil {
		s.stalled[run] = &visit{make(chan struct{}), make(chan struct{})}
	}
	return s.stalled[run]
}

// stall begins to answer or not, and then waits until the caller has gone.
func (s *server) stall(w http.ResponseWriter, r *http.Request) {
	v := s.visit(r)
	if r.URL.Query().Get("begin") == "true" {
		io.WriteString(w, "the beginning")
		w.(http.Flusher).Flush()
	}
	close(v.arrived)
	<-r.Context().Done()
	close(v.gone)
}

// arrived answers once this run's /stall has been called.
func (s *server) arrived(w http.ResponseWriter, r *http.Request) {
	answerAfter(w, r, s.visit(r).arrived)
}

// gone answers once the caller of this run's /stall has gone.
func (s *server) gone(w http.ResponseWriter, r *http.Request) { answerAfter(w, r, s.visit(r).gone) }

func answerAfter(w http.ResponseWriter, r *http.Request, event <-chan struct{}) {
	select {
	case <-event:
		io.WriteString(w, "yes")
	case <-r.Context().Done():
	}
}
