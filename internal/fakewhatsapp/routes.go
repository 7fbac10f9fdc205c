package fakewhatsapp

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"
)

var pageTemplate = template.Must(template.ParseFS(pageFiles, "page/index.html"))

// payload is what the page reads at load. Seq is the number of the last change the snapshot holds.
type payload struct {
	Page     string          `json:"page"`
	Token    string          `json:"token"`
	Bundle   string          `json:"bundle"`
	Seq      int             `json:"seq"`
	Profile  profile         `json:"profile"`
	Fields   json.RawMessage `json:"fields"`
	Snapshot snapshot        `json:"snapshot"`
	Hostile  *Hostile        `json:"hostile,omitempty"`
}

func (s *Server) servePageHost(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/" && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		s.servePage(w)
	case r.URL.Path == "/favicon.ico":
		w.WriteHeader(http.StatusNoContent) // Browsers ask for it by themselves.
	case r.URL.Path == "/_stand-in/events" && r.Method == http.MethodGet:
		s.serveEvents(w, r)
	case r.URL.Path == "/_stand-in/report" && r.Method == http.MethodPost:
		s.serveReport(w, r)
	default:
		s.refuse(w, r, http.StatusNotFound)
	}
}

func (s *Server) servePage(w http.ResponseWriter) {
	nonce := rand.Text()
	s.mu.Lock()
	opts := s.opts
	p := s.addPage()
	body, err := json.Marshal(payload{
		Page: p.id, Token: p.token, Bundle: "https://" + StaticHost + s.bundle.path,
		Seq: len(s.log), Profile: s.profile, Fields: s.fields, Snapshot: s.world.snapshot(), Hostile: opts.Hostile,
	})
	styles := s.styles[len(s.styles)-1]
	s.mu.Unlock()
	if err != nil {
		http.Error(w, "fakewhatsapp: encode page", http.StatusInternalServerError)
		return
	}

	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Security-Policy", contentSecurityPolicy(nonce, opts.TrustedTypes))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	var boot []template.URL
	for _, url := range bootScripts(opts) {
		boot = append(boot, template.URL(url))
	}
	// encoding/json escapes <, > and &, so the payload cannot end its script element.
	err = pageTemplate.Execute(w, map[string]any{
		"Nonce": nonce, "Payload": template.JS(body), "BootScripts": boot,
		"Stylesheet": "https://" + StaticHost + styles.path,
	})
	if err != nil {
		panic(http.ErrAbortHandler) // The browser has gone away in the middle.
	}
}

// contentSecurityPolicy has a nonce for scripts and allows no evaluation of text and no WebAssembly. Only the
// page's own hosts can be connected to.
func contentSecurityPolicy(nonce string, trustedTypes bool) string {
	directives := []string{
		"default-src 'none'",
		fmt.Sprintf("script-src 'nonce-%s' 'strict-dynamic' 'report-sample' https://%s", nonce, StaticHost),
		"style-src 'self' 'unsafe-inline' https://" + StaticHost,
		"img-src 'self' data: blob: https://" + StaticHost,
		"media-src 'self' data: blob:",
		"font-src 'self' data: https://" + StaticHost,
		fmt.Sprintf("connect-src 'self' wss://%s https://%s", PageHost, StaticHost),
		"worker-src 'self' blob:",
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
	}
	if trustedTypes {
		directives = append(directives, "require-trusted-types-for 'script'")
	}
	return strings.Join(directives, "; ")
}

func (s *Server) serveStaticHost(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	files := append([]asset{s.bundle}, s.styles...)
	s.mu.Unlock()
	for _, file := range files {
		if r.URL.Path != file.path || (r.Method != http.MethodGet && r.Method != http.MethodHead) {
			continue
		}
		if file.path == s.bundle.path && !s.holdBundle(r) {
			panic(http.ErrAbortHandler)
		}
		w.Header().Set("Content-Type", file.contentType)
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		w.Header().Set("Cache-Control", "no-store")
		if _, err := w.Write(file.body); err != nil {
			panic(http.ErrAbortHandler)
		}
		return
	}
	s.refuse(w, r, http.StatusNotFound)
}

// holdBundle waits for the time the bundle takes. It says false when the bundle must not arrive.
func (s *Server) holdBundle(r *http.Request) bool {
	never, delay := s.bundleDelay()
	if never || delay <= 0 {
		return !never
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}
