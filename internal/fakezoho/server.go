package fakezoho

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// Options configures a [Server]. The zero value is usable.
type Options struct {
	// Now is the server's only clock; time.Now if nil.
	Now func() time.Time
	// Switches chooses between documented alternatives.
	Switches Switches
	// Edition applies to organisations that name none; [Free] if zero.
	Edition Edition
}

// Server answers for every host of [DataCentres]. It is safe for concurrent use.
type Server struct {
	now func() time.Time

	mu          sync.Mutex
	sw          Switches
	edition     Edition
	centres     map[string]*centre // by data centre name
	hosts       map[string]hostEntry
	routes      []route
	clients     map[string]*Client
	orgs        []*org
	faults      []*armedFault
	calls       []Call
	release     chan struct{} // closed to let stalled calls go on
	lag         time.Duration
	stalled     int           // calls held at this moment
	stallChange chan struct{} // closed when stalled changes
	down        bool
}

// maxBody bounds a request body in bytes. A hundred notes of the longest
// content fit.
const maxBody = 48 << 20

// New returns a server with no users, clients or records; [SeedDemo] fills it
// with a small world. New panics if opts holds a switch value that does not
// exist.
func New(opts Options) *Server {
	sw, err := opts.Switches.withDefaults()
	if err != nil {
		panic(err)
	}
	s := &Server{
		now:         opts.Now,
		sw:          sw,
		edition:     opts.Edition,
		centres:     map[string]*centre{},
		hosts:       map[string]hostEntry{},
		routes:      apiRoutes(),
		clients:     map[string]*Client{},
		release:     make(chan struct{}),
		stallChange: make(chan struct{}),
		lag:         sw.IndexLag,
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.edition == (Edition{}) {
		s.edition = Free()
	}
	for i, dc := range DataCentres() {
		c := newCentre(dc, i)
		s.centres[dc.Name] = c
		s.hosts[dc.AccountsHost] = hostEntry{c, roleAccounts}
		s.hosts[dc.APIHost] = hostEntry{c, roleAPI}
		s.hosts[dc.CRMHost] = hostEntry{c, roleCRM}
	}
	return s
}

// ServeHTTP dispatches on the Host header.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	down := s.down
	s.mu.Unlock()
	if down {
		cutConnection(w)
		return
	}
	w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat))
	entry, ok := s.hosts[hostName(r.Host)]
	if !ok {
		textReply(http.StatusMisdirectedRequest, "misdirected request").write(w)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			textReply(http.StatusRequestEntityTooLarge, "request entity too large").write(w)
			return
		}
		cutConnection(w)
		return
	}
	switch entry.role {
	case roleAccounts:
		s.serveAccounts(w, r, entry.centre, body)
	case roleAPI:
		s.serveAPI(w, r, entry.centre, body)
	case roleCRM:
		s.servePages(w, r, entry.centre)
	}
}

// clock returns the time at the resolution Zoho stores: whole seconds.
func (s *Server) clock() time.Time { return s.now().Truncate(time.Second) }
