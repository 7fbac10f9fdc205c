package fakezoho

import (
	"errors"
	"io"
	"log"
	"net/http"
	"sync"
	"time"
)

// Options configures a [Server]. The zero value is usable.
type Options struct {
	// Now is the server's only clock; time.Now if nil.
	Now func() time.Time
	// Clock, if it is set, is the server's clock in place of Now.
	Clock *Clock
	// Switches chooses between documented alternatives.
	Switches Switches
	// Edition applies to organisations that name none; [Free] if zero.
	Edition Edition
	// ErrorLog is told of mistakes of the stand-in's own, which callers see as 500
	// INTERNAL_ERROR; the standard logger if nil.
	ErrorLog *log.Logger
}

// Server answers for every host of [DataCentres] in every [Environment]. It is safe for concurrent use.
type Server struct {
	now      func() time.Time // that of dial
	after    func(time.Duration) <-chan struct{}
	dial     *dial
	errorLog *log.Logger

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
		after:       wallAfter,
		sw:          sw,
		edition:     opts.Edition,
		routes:      apiRoutes(),
		clients:     map[string]*Client{},
		release:     make(chan struct{}),
		stallChange: make(chan struct{}),
		lag:         sw.indexLag(),
		errorLog:    opts.ErrorLog,
	}
	if s.errorLog == nil {
		s.errorLog = log.Default()
	}
	s.centres, s.hosts = newHosts()
	now := opts.Now
	if now == nil {
		now = time.Now
	}
	if opts.Clock != nil {
		now, s.after = opts.Clock.Now, opts.Clock.after
	}
	s.dial = &dial{base: now}
	s.now = s.dial.now
	if s.edition == (Edition{}) {
		s.edition = Free()
	}
	return s
}

// ServeHTTP dispatches on the Host header.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	down, unconfirmed := s.down, s.sw.UnconfirmedCentres
	s.mu.Unlock()
	if down {
		cutConnection(w)
		return
	}
	w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat))
	entry, ok := s.hosts[hostName(r.Host)]
	if !ok || entry.unconfirmed && !unconfirmed {
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
		s.serveAPI(w, r, entry, body)
	case roleCRM:
		s.servePages(w, r, entry.centre)
	}
}

// clock returns the time at the resolution Zoho stores: whole seconds.
func (s *Server) clock() time.Time { return s.now().Truncate(time.Second) }
