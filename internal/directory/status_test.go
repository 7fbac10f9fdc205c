package directory

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestStates(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.fill(contacts, 1000, 300)
	shelf := NewMemory()
	d, err := Open(t.Context(), shelf, "org.user")
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, now time.Time, want Status) {
		t.Helper()
		if got := d.Status(now, sources()); got != want {
			t.Errorf("%s: %+v, want %+v", what, got, want)
		}
	}
	now := start()
	check("nothing yet", now, Status{State: StateOff, RebuildDue: true})
	bounds := []Bound{{AtLeast: 201, AtMost: 1000}, {AtMost: 1}}
	if err := d.Begin(t.Context(), sources(), bounds, 5000, now); err != nil {
		t.Fatal(err)
	}
	check("begun", now, Status{State: StateBuilding, Expected: 1001})
	step := d.Next(now, time.Hour)
	if step.Limit != 1000 || step.Credits() != 2 {
		t.Errorf("first page of %d for %d credits, want 1000 for 2", step.Limit, step.Credits())
	}
	if _, err := d.Take(t.Context(), step, c.answer(step), now); err != nil {
		t.Fatal(err)
	}
	check("half", now, Status{State: StateBuilding, Read: 300, Expected: 1001})
	c.run(d, now, time.Hour)
	check("built", now, Status{State: StateReady, AsOf: now, Records: 300})
	check("not refreshed", now.Add(time.Hour), Status{State: StateStale, Why: StaleChanges, AsOf: now, Records: 300})
	late := now.Add(8 * 24 * time.Hour)
	c.run(d, late, time.Hour)
	check("old", late, Status{State: StateReady, AsOf: late, Records: 300, RebuildDue: true})
	if err := d.Begin(t.Context(), sources(), nil, 5000, late); err != nil {
		t.Fatal(err)
	}
	check("being replaced", late, Status{State: StateReady, Expected: 0, AsOf: late, Records: 300})
	fewer := sources()[:1]
	if got := d.Status(late, fewer); got.State != StateStale || got.Why != StaleFields {
		t.Errorf("with other fields: %+v", got)
	}
	if err := d.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	check("forgotten", late, Status{State: StateOff, RebuildDue: true})
	if names, _ := shelf.Names(t.Context(), ""); len(names) != 0 {
		t.Errorf("%d pieces are left", len(names))
	}
}

// TestDamageTakesTheIndexOutOfService changes each stored piece in turn.
func TestDamageTakesTheIndexOutOfService(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"/head", "/1/0", "/1/1", "/1/recent"} {
		for name, change := range map[string]func([]byte) []byte{
			"changed": func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
			"cut":     func(b []byte) []byte { return b[:len(b)/2] },
			"gone":    nil,
		} {
			if part == "/head" && name != "cut" {
				continue
			}
			t.Run(part+" "+name, func(t *testing.T) {
				t.Parallel()
				c := newCRM(t)
				c.fill(contacts, 1000, 300)
				shelf := NewMemory()
				built, now := c.built(shelf)
				if _, err := built.Learn(t.Context(), sources()[0], Row{ID: "7", Phones: []string{"5550100", "", ""}}); err != nil {
					t.Fatal(err)
				}
				for piece, bytes := range shelf.pieces {
					if !strings.HasSuffix(piece, part) {
						continue
					}
					delete(shelf.pieces, piece)
					if change != nil {
						shelf.pieces[piece] = change(bytes)
					}
				}
				d, err := Open(t.Context(), shelf, "org.user")
				if err != nil {
					t.Fatal(err)
				}
				if _, err := d.Find(t.Context(), &counter{}, question(now, "US", "14155550132")); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNoIndex) {
					t.Fatalf("Find gave %v", err)
				}
				if got := d.Status(now, sources()); got != (Status{State: StateOff, Damaged: true, RebuildDue: true}) {
					t.Fatalf("status %+v", got)
				}
				if err := d.Begin(t.Context(), sources(), nil, 5000, now); err != nil {
					t.Fatal(err)
				}
				c.run(d, now, time.Hour)
				if got := d.Status(now, sources()); got.State != StateReady || got.Damaged || got.Records != 300 {
					t.Errorf("after a new build: %+v", got)
				}
			})
		}
	}
}

func TestNewerDataIsLeftAlone(t *testing.T) {
	t.Parallel()
	shelf := NewMemory()
	shelf.pieces["org.user/head"] = []byte(`{"v":2}`)
	if _, err := Open(t.Context(), shelf, "org.user"); !errors.Is(err, ErrNewer) {
		t.Errorf("Open gave %v", err)
	}
	if got := string(shelf.pieces["org.user/head"]); got != `{"v":2}` {
		t.Errorf("the newer head became %s", got)
	}
}

// TestFailedWriteChangesNothing holds that what is in memory after a failed write
// is what is stored, and that the lost changes are told of once they are stored.
func TestFailedWriteChangesNothing(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.put(contacts, "1", "+14155550100")
	shelf := NewMemory()
	d, now := c.built(shelf)
	c.clock, now = later(c.clock, now), now.Add(20*time.Minute)
	c.put(contacts, "2", "+14155550102")
	full := errors.New("disk full")
	shelf.OnWrite = func() error { return full }
	step := d.Next(now, 15*time.Minute)
	if changes, err := d.Take(t.Context(), step, c.answer(step), now); !errors.Is(err, full) || !changes.Empty() {
		t.Fatalf("Take gave %+v, %v", changes, err)
	}
	if got := holders(t, d, "5550102"); len(got) != 0 {
		t.Errorf("%v hold a number that is not stored", got)
	}
	shelf.OnWrite = nil
	changes := c.run(d, now, 15*time.Minute)
	if !slices.Equal(changes.Changed, []Ref{{contacts, "2"}}) || !slices.Equal(holders(t, d, "5550102"), []string{"2"}) {
		t.Errorf("afterwards %+v changed", changes)
	}
}

// TestOtherKeysAreBuiltAnew holds that an index that another version has filed in
// its own way is not trusted, and that a build of that version does not go on.
func TestOtherKeysAreBuiltAnew(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.put(contacts, "1", "+14155550100")
	d, now := c.built(NewMemory())
	if err := d.Begin(t.Context(), sources()[:1], nil, 5000, now); err != nil {
		t.Fatal(err)
	}
	c.run(d, now, time.Hour)
	d.head.Ready.Keys--
	if got := d.Status(now, sources()[:1]); got.State != StateStale || got.Why != StaleFields || !got.RebuildDue {
		t.Errorf("with other keys: %+v", got)
	}
	for range 2 {
		if err := d.Begin(t.Context(), sources()[:1], nil, 5000, now); err != nil {
			t.Fatal(err)
		}
		if d.head.Building.Keys == d.head.Ready.Keys {
			t.Fatal("the build of another version goes on")
		}
		d.head.Building.Keys--
	}
}
