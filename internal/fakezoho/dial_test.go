package fakezoho

import (
	"encoding/json"
	"testing"
	"time"
)

func TestDial(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)
	clock := NewClock(begin)
	s := New(Options{Clock: clock})
	at := func(step string, want time.Duration) {
		t.Helper()
		if got := s.now().Sub(begin); got != want {
			t.Errorf("%s: %s, want %s", step, got, want)
		}
	}
	s.SetSkew(time.Hour)
	at("ahead", time.Hour)
	s.Freeze(true)
	clock.Advance(time.Minute)
	at("frozen", time.Hour)
	s.SetSkew(s.Skew() + time.Minute)
	at("frozen and put ahead", time.Hour+time.Minute)
	s.SetTime(begin)
	at("frozen and set", 0)
	s.Freeze(true)
	s.Freeze(false)
	at("let go", 0)
	clock.Advance(time.Second)
	at("going on", time.Second)
	s.SetTime(begin.Add(time.Hour))
	clock.Advance(time.Second)
	at("set while it goes", time.Hour+time.Second)
	if s.Frozen() || s.State().Frozen {
		t.Error("frozen")
	}
}

// TestNoIndexLag: a search finds what was written in the same moment.
func TestNoIndexLag(t *testing.T) {
	t.Parallel()
	var sw Switches
	if err := json.Unmarshal([]byte(`{"IndexLag":"0s"}`), &sw); err != nil || sw.IndexLag != NoIndexLag {
		t.Fatalf("%s, %v", sw.IndexLag, err)
	}
	r := newRig(t, withSwitches(sw))
	must(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": "Instant"}))
	if got := r.found("word=Instant"); got != "Instant" {
		t.Errorf("found %q", got)
	}
	if raw, err := json.Marshal(Switches{}); err != nil || !contains(raw, `"IndexLag":"30s"`) {
		t.Errorf("%s, %v", raw, err)
	}
	// A frozen index that was released stays so until it is frozen again.
	if err := r.s.SetSwitches(Switches{IndexLag: -1}); err != nil {
		t.Fatal(err)
	}
	r.s.ReleaseIndex()
	if lag := r.s.State().Switches.IndexLag; lag != DefaultIndexLag {
		t.Errorf("lag %s", lag)
	}
}

// TestSeedIsIndexed: what a seed brings was there before, so a search knows it, while
// what people and programs do afterwards comes late.
func TestSeedIsIndexed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	seed, err := ParseSeed([]byte(`{"organisations": [{"ref": "o", "data_centre": "us", "edition": "professional", "older_credits": true,
		"users": [{"ref": "u", "last": "U", "email": "u@example.test"}],
		"accounts": [{"ref": "a", "fields": {"Account_Name": "Engines"}}],
		"contacts": [{"ref": "c", "fields": {"Last_Name": "Seeded", "Phone": "+14155550155", "Account_Name": "a"}, "notes": [{"ref": "n", "title": "Seeded note"}]}],
		"leads": [{"ref": "l", "fields": {"Last_Name": "Seeded lead", "Company": "X"}, "converted": true, "notes": [{"title": "Moved"}]}]}],
		"clients": [{"type": "self-client", "user": "u", "secrets": {"us": ""}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	planted, err := r.s.Plant(seed)
	if err != nil {
		t.Fatal(err)
	}
	r.w.SelfClient = planted.Clients[0]
	r.token = r.tokenFor(append(allScopes(), "ZohoCRM.modules.accounts.READ")...)
	for path, want := range map[string]int{
		"/Contacts/search?word=Seeded": 2, "/Contacts/search?phone=5550155": 1, "/Leads/search?word=Seeded&converted=true": 1,
		"/Leads/search?word=Seeded": 0, "/Notes/search?word=note": 1, "/Notes/search?word=Moved": 1, "/Accounts/search?word=Engines": 1,
	} {
		if a := r.api("GET", path, nil); len(a.ids()) != want {
			t.Errorf("%s: %d %s", path, a.status, a.raw)
		}
	}
	must(r.s.AddContact(planted.IDs["o"], Fields{"Last_Name": "Seeded later"}))
	if got := r.found("word=later"); got != "" {
		t.Errorf("found %q", got)
	}
	if o := r.s.orgByID(planted.IDs["o"]); o.edition.credits(len(o.users)) != 10500 {
		t.Errorf("edition %+v", o.edition)
	}
}

func TestOlderCredits(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]int{"free": 5000, "standard": 5500, "professional": 11000, "enterprise": 17000, "ultimate": 0} {
		e, known := editions()[name].Older()
		if known != (want > 0) || known && e.credits(2) != want {
			t.Errorf("%s: %d credits, %v", name, e.credits(2), known)
		}
	}
	for _, edition := range []string{"ultimate", ""} {
		seed := Seed{Organisations: []SeedOrg{{DataCentre: "us", Edition: edition, OlderCredits: true, Users: []SeedUser{{Last: "A", Email: "a@b.test"}}}}}
		if _, err := New(Options{}).Plant(seed); err == nil {
			t.Errorf("edition %q has older credits", edition)
		}
	}
}
