package fakewhatsapp

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

// bootsOf counts the first scripts of a page that is loaded now.
func bootsOf(t *testing.T, s *Server) int {
	t.Helper()
	_, answer := load(t, s)
	return strings.Count(answer.Body.String(), `src="data:application/x-javascript;base64,`)
}

func TestConfigureCountsForTheNextLoad(t *testing.T) {
	t.Parallel()
	s := New(Options{Empty: true})
	before, _ := load(t, s)
	plain := bootsOf(t, s)
	oldStyles := s.styles[0].path
	noError(t, s.Configure(func(o *Options) {
		o.Profile, o.TrustedTypes, o.Rival, o.Hostile = ProfileJanuary2026, true, true, &Hostile{Handshake: "shake"}
	}))
	after, answer := load(t, s)
	if before.Profile.Name != ProfileCurrent || after.Profile.Name != ProfileJanuary2026 || after.Profile.Layout != Layout2025 {
		t.Errorf("builds %s, then %s", before.Profile.Name, after.Profile.Name)
	}
	if !strings.Contains(answer.Header().Get("Content-Security-Policy"), "require-trusted-types-for") || after.Hostile.Handshake != "shake" {
		t.Errorf("environment: %v", after.Hostile)
	}
	if n := bootsOf(t, s); n != plain+3 {
		t.Errorf("%d first scripts, before %d", n, plain)
	}
	// A page that is still open finds its stylesheet.
	if styles := ask(s, "GET", "https://"+StaticHost+oldStyles, ""); styles.Code != 200 || len(s.Violations()) > 0 {
		t.Errorf("the former stylesheet: %d, %+v", styles.Code, s.Violations())
	}
	if err := s.Configure(func(o *Options) { o.Profile = "1999" }); !errors.Is(err, ErrUnknownProfile) {
		t.Errorf("an unknown build: %v", err)
	}
	if p, _ := load(t, s); p.Profile.Name != ProfileJanuary2026 {
		t.Errorf("a refused change has changed the build to %s", p.Profile.Name)
	}
}

func TestRandomDelayIsSeeded(t *testing.T) {
	t.Parallel()
	delays := func(seed uint64) []time.Duration {
		s := New(Options{Empty: true, RandomDelay: true, Seed: seed})
		var list []time.Duration
		for range 40 {
			never, delay := s.bundleDelay()
			if never || delay < 300*time.Millisecond || delay > 8*time.Second {
				t.Errorf("delay %v, never %v", delay, never)
			}
			list = append(list, delay)
		}
		return list
	}
	one, again, other := delays(1), delays(1), delays(2)
	if !reflect.DeepEqual(one, again) || reflect.DeepEqual(one, other) || one[0] == one[1] {
		t.Errorf("delays %v, again %v, with another seed %v", one[:3], again[:3], other[:3])
	}
	s := New(Options{Empty: true, BundleDelay: 7})
	if never, delay := s.bundleDelay(); never || delay != 7 {
		t.Errorf("a fixed delay: %v %v", never, delay)
	}
	noError(t, s.Configure(func(o *Options) { o.NoBundle = true }))
	if never, _ := s.bundleDelay(); !never {
		t.Error("the bundle arrives")
	}
}

func TestBlockedSessions(t *testing.T) {
	t.Parallel()
	type look struct{ Mode, State string }
	var got struct {
		Looks      []look
		Violations []string
	}
	s := New(Options{Now: clock})
	sessions := []Session{SessionTOSBlock, SessionSMBTOSBlock, SessionProxyBlock, SessionDeprecated, SessionResuming}
	scenario{server: s, script: "session.js", change: func(s *Server) {
		s.log = nil
		for _, session := range sessions {
			s.SetSession(session)
		}
	}}.run(t, &got)
	want := []look{{"MAIN", "CONNECTED"}, {"TOS_BLOCK", "TOS_BLOCK"}, {"SMB_TOS_BLOCK", "SMB_TOS_BLOCK"}, {"PROXYBLOCK", "PROXYBLOCK"},
		{"DEPRECATED_VERSION", "UNLAUNCHED"}, {"MAIN", "CONNECTED"}}
	if !reflect.DeepEqual(got.Looks, want) || len(got.Violations) > 0 {
		t.Errorf("looks %v, want %v; violations %v", got.Looks, want, got.Violations)
	}
}

func TestAnotherAccountInTheSameTab(t *testing.T) {
	t.Parallel()
	type look struct {
		Mode, State, Me string
		Chats           int
		Complete        bool
	}
	var got struct {
		Looks      []look
		Violations []string
	}
	const other = "15550001234@c.us"
	s := New(Options{Now: clock})
	scenario{server: s, script: "session.js", change: func(s *Server) {
		s.log = nil
		noError(t, s.SwitchAccount(Account{PN: other, Pushname: "Bo", Device: 3}, Chat{ID: ChatMaya, Name: "Maya"}))
	}}.run(t, &got)
	first, last := got.Looks[0], got.Looks[len(got.Looks)-1]
	if first != (look{"MAIN", "CONNECTED", ChatSelf, 9, true}) || last != (look{"MAIN", "CONNECTED", other, 1, true}) {
		t.Errorf("from %+v to %+v", first, last)
	}
	seen := map[look]bool{}
	for _, one := range got.Looks {
		seen[one] = true
	}
	for _, between := range []look{
		{"QR", "UNPAIRED_IDLE", "undefined", 0, true}, {"QR", "UNPAIRED", "undefined", 0, true}, {"QR", "PAIRING", "undefined", 0, true},
		{"SYNCING", "CONNECTED", other, 0, false}, {"SYNCING", "CONNECTED", other, 1, false},
	} {
		if !seen[between] {
			t.Errorf("never seen: %+v in %+v", between, got.Looks)
		}
	}
	if len(got.Violations) > 0 {
		t.Errorf("violations %v", got.Violations)
	}
	if err := s.SwitchAccount(Account{PN: "me"}); !errors.Is(err, ErrBadJID) {
		t.Errorf("a bad account: %v", err)
	}
	if err := s.JumpTo("true_x"); !errors.Is(err, ErrUnknownMessage) {
		t.Errorf("a jump to an unknown message: %v", err)
	}
}
