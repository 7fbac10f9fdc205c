package directory

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

const quarter = 15 * time.Minute

// refresh lets twenty minutes pass and takes what changed.
func (c *crm) refresh(d *Directory, now *time.Time) Changes {
	c.t.Helper()
	c.clock, *now = later(c.clock, *now), now.Add(20*time.Minute)
	return c.run(d, *now, quarter)
}

func TestWatchedRecordsAreMissedWithinOneRefresh(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	plain := c.put(contacts, "100", "+14155550100")
	silent := c.put(contacts, "101")
	twin := c.put(contacts, "102", "+14155550102")
	lead := c.put(leads, "900")
	left := c.put(leads, "901", "+14155550901")
	emptied := c.put(contacts, "103", "+14155550103")
	kept := c.put(contacts, "104", "+14155550104")
	shelf := NewMemory()
	d, now := c.built(shelf)
	if err := d.Watch(t.Context(), []Ref{left, kept, silent, twin, lead, emptied, plain, kept}); err != nil {
		t.Fatal(err)
	}
	if changes := c.refresh(d, &now); !changes.Empty() || len(changes.Missing) != 0 || len(changes.Converted) != 0 {
		t.Fatalf("with all of them there: %+v", changes)
	}

	tests := []struct {
		name          string
		do            func()
		gone, missing []Ref
		converted     []Conversion
	}{
		{"deleted", func() { c.delete(plain) }, []Ref{plain}, []Ref{plain}, nil},
		{"deleted, never in the index", func() { c.delete(silent) }, []Ref{silent}, []Ref{silent}, nil},
		{"merged into one with another number", func() { c.delete(twin); c.put(contacts, "100", "+14155550100") }, []Ref{twin}, []Ref{twin}, nil},
		{"converted, never in the index", func() {
			row := c.rows[lead]
			row.Converted, row.ConvertedTo = true, "105"
			c.rows[lead] = row
		}, nil, nil, []Conversion{{lead, "105"}}},
		{"converted, and left out of answers", func() { c.delete(left) }, []Ref{left}, []Ref{left}, nil},
		{"without a number, and still there", func() { c.put(contacts, "103") }, []Ref{emptied}, nil, nil},
		{"nothing", func() {}, nil, nil, nil},
	}
	for _, tt := range tests {
		tt.do()
		changes := c.refresh(d, &now)
		if !slices.Equal(changes.Gone, tt.gone) || !slices.Equal(changes.Missing, tt.missing) || !slices.Equal(changes.Converted, tt.converted) {
			t.Errorf("%s: gone %v, missing %v, converted %v; want %v, %v, %v", tt.name, changes.Gone, changes.Missing, changes.Converted, tt.gone, tt.missing, tt.converted)
		}
		// Whoever is told of a missing record watches it no longer.
		watched := slices.DeleteFunc([]Ref{plain, silent, twin, lead, left, emptied, kept}, func(ref Ref) bool {
			_, there := c.rows[ref]
			return !there || ref == lead && c.rows[ref].Converted
		})
		if err := d.Watch(t.Context(), watched); err != nil {
			t.Fatal(err)
		}
	}
}

// TestMissingIsToldUntilItIsNotWatched holds that a worker that was stopped before
// it could act on a missing record is told again.
func TestMissingIsToldUntilItIsNotWatched(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.put(contacts, "1", "+14155550100")
	gone := Ref{contacts, "77"}
	shelf := NewMemory()
	d, now := c.built(shelf)
	if err := d.Watch(t.Context(), []Ref{gone}); err != nil {
		t.Fatal(err)
	}
	revision := d.Revision()
	for range 3 {
		again, err := Open(t.Context(), shelf, "org.user")
		if err != nil {
			t.Fatal(err)
		}
		if changes := c.refresh(again, &now); !slices.Equal(changes.Missing, []Ref{gone}) || !slices.Equal(changes.Gone, []Ref{gone}) {
			t.Errorf("missing %v, gone %v", changes.Missing, changes.Gone)
		}
		if again.Revision() != revision {
			t.Error("a record that never was in the index has changed what lookups bring up")
		}
		d = again
	}
	if err := d.Watch(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	c.asked = nil
	if changes := c.refresh(d, &now); !changes.Empty() {
		t.Errorf("watched no longer: %+v", changes)
	}
	if slices.ContainsFunc(c.asked, func(step Step) bool { return step.Kind == StepCheck }) {
		t.Error("nothing is watched, and yet looked at")
	}
}

// watchMany puts records into a CRM, some with numbers that cast doubt on others,
// and watches them.
func watchMany(c *crm, d *Directory) (watched []Ref) {
	for i := range 250 {
		watched = append(watched, c.put(contacts, strconv.Itoa(5000+i)))
	}
	for i := range 30 {
		watched = append(watched, c.put(leads, strconv.Itoa(7000+i)))
	}
	if err := d.Watch(c.t.Context(), watched); err != nil {
		c.t.Fatal(err)
	}
	return watched
}

func TestWatchedRecordsAreAskedForByTheHundred(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	doubted := c.put(contacts, "100", "+14155550100")
	d, now := c.built(NewMemory())
	watched := watchMany(c, d)
	c.clock, now = later(c.clock, now), now.Add(20*time.Minute)
	c.run(d, now, quarter)
	c.clock = later(c.clock, now)
	c.put(contacts, "101", "(415) 555-0100")
	c.asked, c.credits = nil, 0
	c.refresh(d, &now)
	var sizes []int
	asked := map[Ref]int{}
	for _, step := range c.asked {
		if step.Kind == StepCheck {
			sizes = append(sizes, len(step.IDs))
			for _, id := range step.IDs {
				asked[Ref{step.Source.Module, id}]++
			}
		}
	}
	if want := []int{100, 100, 51, 30}; !slices.Equal(sizes, want) || c.credits != 2+len(want) {
		t.Errorf("asked for %v at %d credits, want %v at %d", sizes, c.credits, want, 2+len(want))
	}
	for _, ref := range append(watched, doubted) {
		if asked[ref] != 1 {
			t.Errorf("%v was asked for %d times", ref, asked[ref])
		}
	}
}

// TestWatchSurvivesDeathAtEveryWrite stops the worker before each write of a
// refresh in turn, and holds that a new one asks for every watched record and for
// none of them twice, but for those of the answer that was lost.
func TestWatchSurvivesDeathAtEveryWrite(t *testing.T) {
	t.Parallel()
	for dies := 0; ; dies++ {
		c := newCRM(t)
		c.put(contacts, "100", "+14155550100")
		shelf := NewMemory()
		d, now := c.built(shelf)
		watched := watchMany(c, d)
		missing := []Ref{watched[3], watched[249], watched[270]}
		for _, ref := range missing {
			c.delete(ref)
		}
		now = now.Add(20 * time.Minute)
		writes, died := 0, false
		shelf.OnWrite = func() error {
			writes++
			if died || writes <= dies {
				return nil
			}
			died = true
			return errors.New("stopped")
		}
		told, asked := Changes{}, map[Ref]int{}
		for range 20 {
			again, err := Open(t.Context(), shelf, "org.user")
			if err != nil {
				t.Fatal(err)
			}
			step := again.Next(now, quarter)
			if step.Kind == StepNone {
				break
			}
			if again.Next(now, quarter).Kind != step.Kind {
				t.Fatal("another step before the first was answered")
			}
			for _, id := range step.IDs {
				asked[Ref{step.Source.Module, id}]++
			}
			if changes, err := again.Take(t.Context(), step, c.answer(step), now); err == nil {
				told.Join(changes)
			}
		}
		if !slices.Equal(told.Missing, missing) {
			t.Fatalf("stopped at write %d: missing %v, want %v", dies, told.Missing, missing)
		}
		twice := 0
		for _, ref := range watched {
			if asked[ref] == 0 {
				t.Fatalf("stopped at write %d: %v was not asked for", dies, ref)
			}
			if asked[ref] > 1 {
				twice++
			}
		}
		if twice > maxDoubts {
			t.Fatalf("stopped at write %d: %d records were asked for twice", dies, twice)
		}
		if !died {
			return
		}
	}
}

// TestWatchDoesNotDisturbWhatIsUnderWay changes the watched records while an
// answer is awaited, and while another build comes into service.
func TestWatchDoesNotDisturbWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.put(contacts, "100", "+14155550100")
	shelf := NewMemory()
	d, now := c.built(shelf)
	watched := watchMany(c, d)
	now = now.Add(20 * time.Minute)
	var step Step
	for step = d.Next(now, quarter); step.Kind != StepCheck; step = d.Next(now, quarter) {
		if _, err := d.Take(t.Context(), step, c.answer(step), now); err != nil {
			t.Fatal(err)
		}
	}
	fresh := Ref{contacts, "1"}
	if err := d.Watch(t.Context(), append(watched[150:], fresh)); err != nil {
		t.Fatal(err)
	}
	if changes, err := d.Take(t.Context(), step, c.answer(step), now); err != nil || len(changes.Missing) != 0 {
		t.Fatalf("the answer that was awaited gave %+v, %v", changes, err)
	}
	if changes := c.run(d, now, quarter); len(changes.Missing) != 0 {
		t.Errorf("missing %v", changes.Missing)
	}
	if changes := c.refresh(d, &now); !slices.Equal(changes.Missing, []Ref{fresh}) {
		t.Errorf("the next refresh misses %v, want %v", changes.Missing, fresh)
	}

	if err := d.Begin(t.Context(), sources()[:1], nil, 1000, now); err != nil {
		t.Fatal(err)
	}
	c.run(d, now, quarter)
	again, err := Open(t.Context(), shelf, "org.user")
	if err != nil {
		t.Fatal(err)
	}
	c.asked = nil
	if changes := c.refresh(again, &now); !slices.Equal(changes.Missing, []Ref{fresh}) {
		t.Errorf("after another build, of contacts alone, missing %v, want %v", changes.Missing, fresh)
	}
	for _, step := range c.asked {
		if step.Source.Module != contacts {
			t.Errorf("asked for %s, which is no longer a source", step.Source.Module)
		}
	}
}

func TestWatchKeepsItsList(t *testing.T) {
	t.Parallel()
	shelf := NewMemory()
	d, err := Open(t.Context(), shelf, "org.user")
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range []Ref{{contacts, ""}, {contacts, "1x"}, {"Deals", "1"}, {}} {
		if err := d.Watch(t.Context(), []Ref{{contacts, "1"}, ref}); !errors.Is(err, ErrRow) {
			t.Errorf("%+v was taken: %v", ref, err)
		}
	}
	full := errors.New("disk full")
	shelf.OnWrite = func() error { return full }
	if err := d.Watch(t.Context(), []Ref{{contacts, "1"}}); !errors.Is(err, full) || len(d.watched) != 0 {
		t.Errorf("a failed write gave %v and left %v", err, d.watched)
	}
	shelf.OnWrite = nil
	want := []Ref{{contacts, "9"}, {contacts, "10"}, {contract.ModuleLeads, "2"}}
	for range 2 {
		if err := d.Watch(t.Context(), []Ref{want[2], want[1], want[0], want[1]}); err != nil {
			t.Fatal(err)
		}
	}
	stored := shelf.pieces["org.user/watch"]
	for name, tt := range map[string]struct {
		stored string
		want   []Ref
		err    error
	}{
		"as it was written": {string(stored), want, nil},
		"cut off":           {string(stored[:20]), nil, nil},
		"no record":         {`{"v":1,"ids":{"Contacts":["x"]}}`, nil, nil},
		"another module":    {`{"v":1,"ids":{"Deals":["1"]}}`, nil, nil},
		"newer":             {`{"v":2}`, nil, ErrNewer},
	} {
		shelf.pieces["org.user/watch"] = []byte(tt.stored)
		again, err := Open(t.Context(), shelf, "org.user")
		if !errors.Is(err, tt.err) || err == nil && !slices.Equal(again.watched, tt.want) {
			t.Errorf("%s: error %v, watched %v", name, err, again)
		}
	}
	if err := d.Forget(t.Context()); err != nil || len(shelf.pieces) != 0 || len(d.watched) != 0 {
		t.Errorf("forgotten, with %d pieces left, error %v", len(shelf.pieces), err)
	}
}

// TestRevisionGrowsWithWhatLookupsBringUp holds that answers remembered with a
// revision can be trusted while it stays, also by a new worker.
func TestRevisionGrowsWithWhatLookupsBringUp(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	ada := c.put(contacts, "1", "+14155550100")
	shelf := NewMemory()
	d, now := c.built(shelf)
	last := d.Revision()
	if last == 0 {
		t.Error("a build in service has no revision")
	}
	for _, tt := range []struct {
		name  string
		do    func()
		grows bool
	}{
		{"nothing", func() {}, false},
		{"a new record", func() { c.put(contacts, "2", "+14155550102") }, true},
		{"a record without a number", func() { c.put(contacts, "3") }, false},
		{"another name", func() { c.put(contacts, "2", "+14155550102") }, true},
		{"a deletion", func() {
			c.delete(ada)
			if _, err := d.Remove(t.Context(), ada); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"another build", func() {
			if err := d.Begin(t.Context(), sources(), nil, 1000, now); err != nil {
				t.Fatal(err)
			}
		}, true},
	} {
		c.clock = later(c.clock, now)
		tt.do()
		c.refresh(d, &now)
		again, err := Open(t.Context(), shelf, "org.user")
		if err != nil {
			t.Fatal(err)
		}
		if got := again.Revision(); (got > last) != tt.grows || got != d.Revision() {
			t.Errorf("%s: revision %d after %d, %d in memory", tt.name, got, last, d.Revision())
		}
		last = d.Revision()
	}
	if err := d.Forget(t.Context()); err != nil || d.Revision() <= last {
		t.Errorf("forgotten, revision %s after %d, error %v", fmt.Sprint(d.Revision()), last, err)
	}
}

// TestWatchedRecordsAreLookedAtNowAndThen: not with every refresh where that is wanted,
// by whichever worker, and with the next one when something has changed.
func TestWatchedRecordsAreLookedAtNowAndThen(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	gone := c.put(contacts, "100")
	twin := c.put(contacts, "101", "+14155550102")
	shelf := NewMemory()
	d, now := c.built(shelf)
	d.LookEvery(55 * time.Minute)
	if err := d.Watch(t.Context(), []Ref{gone, twin}); err != nil {
		t.Fatal(err)
	}
	if !d.LookDue(now) {
		t.Error("no look is due at first")
	}
	if changes := c.refresh(d, &now); len(changes.Missing) != 0 || d.LookDue(now) {
		t.Fatalf("with all of them there: %+v, due %v", changes, d.LookDue(now))
	}
	c.delete(gone)
	for range 2 {
		if changes := c.refresh(d, &now); len(changes.Missing) != 0 {
			t.Errorf("before it is due: %+v", changes)
		}
		again, err := Open(t.Context(), shelf, "org.user")
		if err != nil {
			t.Fatal(err)
		}
		d = again
		d.LookEvery(55 * time.Minute)
	}
	if changes := c.refresh(d, &now); !slices.Equal(changes.Missing, []Ref{gone}) {
		t.Errorf("an hour later: %+v", changes)
	}
	if err := d.LookAgain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if changes := c.refresh(d, &now); !slices.Equal(changes.Missing, []Ref{gone}) || d.LookDue(now) {
		t.Errorf("when something has changed: %+v", changes)
	}
	// What shares digits with a record that changed is looked at all the same.
	c.delete(twin)
	c.put(contacts, "103", "+14155550102")
	if changes := c.refresh(d, &now); !slices.Equal(changes.Missing, []Ref{twin}) {
		t.Errorf("in doubt: %+v", changes)
	}
	// A clock that was set back does not put it off.
	if !d.LookDue(now.Add(-24 * time.Hour)) {
		t.Error("no look is due before the last one")
	}
}
