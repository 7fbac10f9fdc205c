// Package control runs package fakezoho's server by itself, for clients in other
// programs and languages: it serves Zoho's hosts by Host header and below paths,
// and lets the world behind them be seeded, changed and looked at.
//
// docs/zoho-stand-in.md describes it to its users.
package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// maxBody bounds the body of a control request, in bytes.
const maxBody = 16 << 20

// Desk is a stand-in with its controls. It is an [http.Handler] and safe for
// concurrent use.
type Desk struct {
	base  string
	begin func(*fakezoho.Server) (fakezoho.Planted, error)

	mu     sync.Mutex
	server *fakezoho.Server
	world  fakezoho.Planted
}

// New returns a desk whose addresses are below base, for instance
// "http://127.0.0.1:8470". begin fills a new server, now and at every reset.
func New(base string, begin func(*fakezoho.Server) (fakezoho.Planted, error)) (*Desk, error) {
	d := &Desk{base: base, begin: begin}
	if err := d.reset(); err != nil {
		return nil, err
	}
	return d, nil
}

// reset begins again with a new server.
func (d *Desk) reset() error {
	s := fakezoho.New(fakezoho.Options{})
	world, err := d.begin(s)
	if err != nil {
		return fmt.Errorf("control: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.server, d.world = s, world
	return nil
}

// Server returns the server as it is until the next reset.
func (d *Desk) Server() *fakezoho.Server {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.server
}

// World returns what the server began with.
func (d *Desk) World() fakezoho.Planted {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.world
}

// ServeHTTP answers as the host that the Host header names or, on the desk's own
// address, as that of the path.
func (d *Desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case !local(r.Host):
		d.Server().ServeHTTP(w, r)
	case r.URL.Path == "/":
		d.help(w, r)
	case strings.HasPrefix(r.URL.Path, "/_control/"):
		d.control(w, r)
	default:
		d.Server().Mounted(d.base).ServeHTTP(w, r)
	}
}

// local reports whether a Host header names this machine. A web page elsewhere
// that has its own name resolve to this machine does not get at the controls.
func local(header string) bool {
	host, _, err := net.SplitHostPort(header)
	if err != nil {
		host = header
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// action is one control: what it does with the body of its request.
type action func(body []byte) (any, error)

// actions returns the controls by method and path.
func (d *Desk) actions() map[string]action {
	return map[string]action{
		"GET state":     func([]byte) (any, error) { return d.Server().State(), nil },
		"POST reset":    func([]byte) (any, error) { return done{true}, d.reset() },
		"POST seed":     d.seed,
		"POST code":     d.code,
		"POST switches": d.switches,
		"POST faults":   d.fault,
		"DELETE faults": func([]byte) (any, error) { d.Server().ClearFaults(); return done{true}, nil },
		"POST clock":    d.clock,
		"POST do":       d.do,
	}
}

// done is the answer where there is nothing else to say.
type done struct {
	OK bool `json:"ok"`
}

func (d *Desk) control(w http.ResponseWriter, r *http.Request) {
	act, known := d.actions()[r.Method+" "+strings.TrimPrefix(r.URL.Path, "/_control/")]
	if !known {
		answer(w, http.StatusNotFound, map[string]string{"error": "no such control; GET / lists them"})
		return
	}
	// A web page can send this type to another origin only after asking it.
	if r.Method == http.MethodPost && !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		answer(w, http.StatusUnsupportedMediaType, map[string]string{"error": "Content-Type must be application/json"})
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		answer(w, http.StatusBadRequest, map[string]string{"error": "the request could not be read"})
		return
	}
	result, err := act(body)
	if err != nil {
		answer(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
		return
	}
	answer(w, http.StatusOK, result)
}

func answer(w http.ResponseWriter, status int, v any) {
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// A client that has gone away is no concern of the server.
	_, _ = w.Write(append(raw, '\n'))
}

// read reads a body that has nothing in it that is not known.
func read(body []byte, v any) error {
	dec := json.NewDecoder(strings.NewReader(string(body)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("the body is not of the documented form: %w", err)
	}
	return nil
}

func (d *Desk) seed(body []byte) (any, error) {
	seed, err := fakezoho.ParseSeed(body)
	if err != nil {
		return nil, err
	}
	return d.Server().Plant(seed)
}

func (d *Desk) code(body []byte) (any, error) {
	var in struct {
		ClientID string   `json:"client_id"`
		Scopes   []string `json:"scopes"`
		Minutes  int      `json:"minutes"`
	}
	if err := read(body, &in); err != nil {
		return nil, err
	}
	if in.Scopes == nil {
		in.Scopes = fakezoho.DemoScopes()
	}
	if in.Minutes == 0 {
		in.Minutes = 10
	}
	code, err := d.Server().SelfClientCode(in.ClientID, in.Scopes, time.Duration(in.Minutes)*time.Minute)
	return map[string]string{"code": code}, err
}

func (d *Desk) switches(body []byte) (any, error) {
	s := d.Server()
	w := s.State().Switches
	if err := json.Unmarshal(body, &w); err != nil {
		return nil, err
	}
	if err := s.SetSwitches(w); err != nil {
		return nil, err
	}
	return s.State().Switches, nil
}

func (d *Desk) fault(body []byte) (any, error) {
	var f fakezoho.SeedFault
	if err := read(body, &f); err != nil {
		return nil, err
	}
	return done{true}, d.Server().Arm(f)
}

// clockOrder changes the clock: it is stopped or let go, set, and moved, in this
// order.
type clockOrder struct {
	Advance *string `json:"advance"`
	Set     *string `json:"set"`
	Freeze  *bool   `json:"freeze"`
}

func (d *Desk) clock(body []byte) (any, error) {
	var in clockOrder
	if err := read(body, &in); err != nil {
		return nil, err
	}
	var by time.Duration
	var at time.Time
	var err error
	if in.Advance != nil {
		if by, err = time.ParseDuration(*in.Advance); err != nil {
			return nil, errors.New(`advance is a text such as "61m" or "-1h"`)
		}
	}
	if in.Set != nil {
		if at, err = time.Parse(time.RFC3339, *in.Set); err != nil {
			return nil, errors.New(`set is a text such as "2026-11-22T10:00:00+01:00"`)
		}
	}
	if in == (clockOrder{}) {
		return nil, errors.New("advance, set or freeze is needed")
	}
	s := d.Server()
	if in.Freeze != nil {
		s.Freeze(*in.Freeze)
	}
	if in.Set != nil {
		s.SetTime(at)
	}
	s.SetSkew(s.Skew() + by)
	state := s.State()
	return map[string]any{"now": state.Now, "frozen": state.Frozen}, nil
}
