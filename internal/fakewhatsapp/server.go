package fakewhatsapp

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"
)

// The two hosts that a Server answers for.
const (
	PageHost   = "web.whatsapp.com"
	StaticHost = "static.whatsapp.net"
)

// Options say what kind of page to serve. The zero value is the current build, signed in and ready, with
// the default world. Now, Account, Session, Empty, Locale and Database count when the Server is made; the
// others count whenever a page is loaded, see [Server.Configure].
type Options struct {
	// Profile is the build to imitate, one of the Profile constants; empty means ProfileCurrent.
	Profile string
	// Now is the world's clock; nil means time.Now.
	Now func() time.Time
	// Account is the own account; the zero value means DefaultAccount.
	Account Account
	// Session is the state to start in; empty means SessionMain.
	Session Session
	// Empty leaves the default world out.
	Empty bool
	// BundleDelay is how long the external bundle takes to answer, zero for at once. The page asks for it
	// when the document has been parsed.
	BundleDelay time.Duration
	// RandomDelay takes the time of the bundle from the range of the build's profile instead, 0.3 to 8
	// seconds, by a generator that starts with Seed.
	RandomDelay bool
	Seed        uint64
	// NoBundle breaks every connection that asks for the external bundle, so that `require` never comes.
	NoBundle bool
	// TrustedTypes adds require-trusted-types-for 'script' to the content security policy.
	TrustedTypes bool
	// Hostile lets a script run in the page that attacks extensions; nil lets none.
	Hostile *Hostile
	// Rival lets a script run before those of the page that does what another extension's script in the MAIN
	// world does: setter traps on window.__d and window.require, polling, listening to the collections.
	Rival bool
	// Locale is the phone's language and region, for the times the page prints; empty means "en-GB". See
	// [PhoneLocale] for the names.
	Locale string
	// Layout replaces the layout of the build, one of the Layout constants; empty leaves it.
	Layout string
	// Database is the state of the page's IndexedDB.
	Database DatabaseOptions
}

// Server is the stand-in. It is an [http.Handler] for both hosts and safe for concurrent use.
type Server struct {
	opts    Options
	profile profile
	fields  json.RawMessage
	bundle  asset
	// styles are the stylesheets of the builds so far, the newest last.
	styles []asset

	mu         sync.Mutex
	chance     *mathrand.Rand
	world      *world
	log        [][]byte
	pages      map[string]*page
	loaded     int
	violations []Violation
	acts       []UserAct
	reads      []Read
	// changed is closed and replaced whenever something a waiter may wait for has happened.
	changed chan struct{}
	closed  bool
}

// New makes a Server. It panics when the profile does not exist, which is a mistake of the caller's code.
func New(opts Options) *Server {
	if opts.Profile == "" {
		opts.Profile = ProfileCurrent
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Account == (Account{}) {
		opts.Account = DefaultAccount()
	}
	if opts.Session == "" {
		opts.Session = SessionMain
	}
	if opts.Locale == "" {
		opts.Locale = "en-GB"
	}
	phone := phoneOf(opts.Locale, opts.Account)
	if err := phone.check(); err != nil {
		panic(err)
	}
	s := &Server{
		bundle: bundleAsset(), chance: mathrand.New(mathrand.NewPCG(opts.Seed, 0)),
		world: newWorld(opts.Account, opts.Session), pages: map[string]*page{}, changed: make(chan struct{}),
	}
	if err := s.use(opts); err != nil {
		panic(err)
	}
	s.world.phone, s.world.header = phone, headerState{Order: HeaderAfterActive}
	s.world.database = opts.Database.state(rand.Text())
	if !opts.Empty {
		for _, chat := range defaultChats(opts.Now()) {
			if err := s.AddChat(chat); err != nil {
				panic(fmt.Errorf("fakewhatsapp: default world: %w", err))
			}
		}
		s.decorateDefaultWorld()
	}
	return s
}

// Close ends the event streams of all pages. Pages loaded afterwards get none.
func (s *Server) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.notify()
}

// ServeHTTP answers a request by its host. A request for any other host is recorded as a violation.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	switch host {
	case PageHost:
		s.servePageHost(w, r)
	case StaticHost:
		s.serveStaticHost(w, r)
	default:
		s.refuse(w, r, http.StatusMisdirectedRequest)
	}
}

// refuse answers what the stand-in has not asked for itself, and records it. The query is left out of the
// record, as it may hold text.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int) {
	s.mu.Lock()
	s.violations = append(s.violations, Violation{Kind: ViolationRequest, What: r.Method + " " + r.Host + r.URL.Path})
	s.notify()
	s.mu.Unlock()
	http.Error(w, http.StatusText(status), status)
}

// notify wakes all waiters. The lock is held.
func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}
