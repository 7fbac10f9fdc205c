package fakewhatsapp

import (
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"time"
)

// Hostile says what the hostile script of a page does, besides listening on window and document for every
// event an extension could use to talk between its worlds. Names are those of the extension's own channel,
// which whoever attacks it can read in its source.
type Hostile struct {
	// Handshake is the name of the MouseEvent by which a bus is handed over, ToPage and ToBridge the names of
	// the CustomEvents on it.
	Handshake string `json:"handshake"`
	ToPage    string `json:"toPage"`
	ToBridge  string `json:"toBridge"`
	// Messages are forged again and again, as JSON text: over window, document, a bus of the script's own
	// and window.postMessage.
	Messages []string `json:"messages"`
	// FloodUnits is the length of a string in UTF-16 units that is sent over each of these ways as well;
	// 0 sends none.
	FloodUnits int `json:"floodUnits"`
	// Builtins replaces JSON.stringify and parse, dispatchEvent, addEventListener, the methods of
	// Array.prototype and Blob.prototype, iteration and more by functions that lie to extensions and record their use by one.
	Builtins bool `json:"builtins"`
}

// FullyHostile does everything at once: it knows the given names, forges what looks like messages, sends
// strings of a hundred million units and replaces the builtins.
func FullyHostile(handshake, toPage, toBridge string) *Hostile {
	return &Hostile{
		Handshake: handshake, ToPage: toPage, ToBridge: toBridge, FloodUnits: 100_000_000, Builtins: true,
		Messages: []string{
			`{"kind":"here"}`, `{"kind":"stop"}`, `{"kind":"snapshot","id":"1"}`,
			`{"kind":"messages","id":"1","question":{"chat":"14155550132@c.us","count":50}}`,
			`{"kind":"answer","id":"1","ok":{"v":1,"session":"ready","chats":[],"me":{}}}`,
			`{"kind":"hint","hint":{"kind":"active","chat":"14155550132@c.us"}}`,
			`{"kind":"refusal","id":"1","error":{"code":"forged","message":"<b>forged</b>"}}`,
		},
	}
}

// Configure changes the options of pages loaded from now on; pages that are open stay as they are. Another
// Profile is what a reload after an update of WhatsApp Web brings.
func (s *Server) Configure(change func(*Options)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	opts := s.opts
	change(&opts)
	if opts.Seed != s.opts.Seed {
		s.chance = mathrand.New(mathrand.NewPCG(opts.Seed, 0))
	}
	if err := s.use(opts); err != nil {
		return fmt.Errorf("fakewhatsapp: configure: %w", err)
	}
	return nil
}

// use takes options over, with the build that they name. The lock is held.
func (s *Server) use(opts Options) error {
	p, fields, err := loadProfile(opts.Profile)
	if err != nil {
		return err
	}
	if opts.Layout != "" {
		p.Layout = opts.Layout
	}
	if err := checkLayout(p.Layout); err != nil {
		return err
	}
	styles, classes := styleAsset(p.Version)
	p.Classes = classes
	if !slices.ContainsFunc(s.styles, func(one asset) bool { return one.path == styles.path }) {
		s.styles = append(s.styles, styles)
	}
	s.opts, s.profile, s.fields = opts, p, fields
	return nil
}

// bundleDelay says whether the bundle must never arrive, and how long this request for it takes.
func (s *Server) bundleDelay() (never bool, delay time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.opts.RandomDelay {
		return s.opts.NoBundle, s.opts.BundleDelay
	}
	shortest, longest := s.profile.BundleDelayMs[0], s.profile.BundleDelayMs[1]
	return s.opts.NoBundle, time.Duration(shortest+s.chance.IntN(longest-shortest+1)) * time.Millisecond
}
