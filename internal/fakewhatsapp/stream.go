package fakewhatsapp

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// page is one load of the page in a browser tab. Only one whose bundle has run opens a stream.
type page struct {
	id      string
	token   string
	streams int
	applied int
	started bool
}

// pageID names a page by its number in the order of loading, from 1.
func pageID(number int) string { return "page-" + strconv.Itoa(number) }

// addPage remembers a page that is being served. The lock is held.
func (s *Server) addPage() *page {
	s.loaded++
	p := &page{id: pageID(s.loaded), token: rand.Text()}
	s.pages[p.id] = p
	return p
}

// pageOf finds the page a request speaks for; the token keeps others from speaking for it. The lock is held.
func (s *Server) pageOf(id, token string) *page {
	p := s.pages[id]
	if p == nil || subtle.ConstantTimeCompare([]byte(p.token), []byte(token)) != 1 {
		return nil
	}
	return p
}

// publish numbers a change and keeps it for every page that is or will be listening. The lock is held.
func (s *Server) publish(op string, data any) {
	line, err := json.Marshal(map[string]any{"seq": len(s.log) + 1, "op": op, "data": data})
	if err != nil {
		panic(fmt.Errorf("fakewhatsapp: encode change %q: %w", op, err)) // A field given by a test is no JSON.
	}
	s.log = append(s.log, line)
	s.notify()
}

// serveEvents streams the changes after a given one as server-sent events, until the page leaves.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	s.mu.Lock()
	p := s.pageOf(query.Get("page"), query.Get("token"))
	from := query.Get("after")
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		from = last
	}
	next, err := strconv.Atoi(from)
	if p == nil || err != nil || next < 0 || next > len(s.log) {
		s.mu.Unlock()
		s.refuse(w, r, http.StatusForbidden)
		return
	}
	p.streams++
	s.notify()
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		p.streams--
		s.notify()
		s.mu.Unlock()
	}()

	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
	stream := http.NewResponseController(w)
	for {
		if stream.Flush() != nil {
			return
		}
		s.mu.Lock()
		lines, changed, closed := s.log[next:], s.changed, s.closed
		s.mu.Unlock()
		if closed {
			return
		}
		if len(lines) == 0 {
			select {
			case <-changed:
				continue
			case <-r.Context().Done():
				return
			}
		}
		for _, line := range lines {
			next++
			if _, err := fmt.Fprintf(w, "id: %d\ndata: %s\n\n", next, line); err != nil {
				return
			}
		}
	}
}

// wait blocks until done says true, which it is asked with the lock held.
func (s *Server) wait(ctx context.Context, what string, done func() bool) error {
	for {
		s.mu.Lock()
		ready, changed := done(), s.changed
		s.mu.Unlock()
		if ready {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("fakewhatsapp: wait for %s: %w", what, ctx.Err())
		}
	}
}

// connected gives the pages that have booted and are listening. The lock is held.
func (s *Server) connected() []*page {
	var pages []*page
	for _, p := range s.pages {
		if p.streams > 0 && p.started {
			pages = append(pages, p)
		}
	}
	return pages
}

// WaitPages waits until exactly n pages have booted and are connected.
func (s *Server) WaitPages(ctx context.Context, n int) error {
	return s.wait(ctx, "pages", func() bool { return len(s.connected()) == n })
}

// WaitApplied waits until at least one page is connected and every connected page has applied all changes made
// before the call. Whatever these pages had recorded until then (violations, acts of the user, reads) has
// arrived as well.
func (s *Server) WaitApplied(ctx context.Context) error {
	s.mu.Lock()
	s.publish("barrier", struct{}{})
	seq := len(s.log)
	s.mu.Unlock()
	return s.wait(ctx, "changes to be applied", func() bool {
		pages := s.connected()
		for _, p := range pages {
			if p.applied < seq {
				return false
			}
		}
		return len(pages) > 0
	})
}
