package directory

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

const (
	contacts = contract.ModuleContacts
	leads    = contract.ModuleLeads
)

// fill puts so many records into a module, each with a number of its own.
func (c *crm) fill(module contract.Module, from, count int) {
	for i := range count {
		c.put(module, strconv.Itoa(from+i), fmt.Sprintf("+1415555%04d", i))
	}
}

func TestBuildReadsEveryPageOnce(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.fill(contacts, 4_000_000, 4500)
	c.fill(leads, 9_990, 150)
	c.put(contacts, "4999999")
	c.put(leads, "99999", "", "call reception")
	d, now := c.built(NewMemory())

	var limits []int
	for _, step := range c.asked {
		if step.Kind == StepPage {
			limits = append(limits, step.Limit)
		}
	}
	if want := []int{200, 2000, 2000, 2000, 200}; !slices.Equal(limits, want) {
		t.Errorf("asked for pages of %v, want %v", limits, want)
	}
	got := d.Status(now, sources())
	want := Status{State: StateReady, AsOf: got.AsOf, Records: 4651, Unreadable: 1}
	if got != want || got.AsOf.Before(start()) {
		t.Errorf("status %+v, want %+v", got, want)
	}
	if ids := holders(t, d, "5550123"); !slices.Equal(ids, []string{"10113", "4000123"}) {
		t.Errorf("records ending in 5550123: %v", ids)
	}
}

// TestBuildSurvivesDeathAtEveryWrite stops the worker before each write in turn,
// opens the directory again as a new worker would, and holds that the result is
// the same, that no page is asked for again but the one that was lost, and that
// a directory in service stays so until the new one is complete.
func TestBuildSurvivesDeathAtEveryWrite(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.fill(contacts, 4_000_000, 2500)
	c.fill(leads, 9_990, 300)
	shelf := NewMemory()
	whole, now := c.built(shelf)
	pages := len(c.asked)
	wantStatus, wantIDs := whole.Status(now, sources()), holders(t, whole, "5550123")

	for dies := 0; ; dies++ {
		c.asked = nil
		writes, died := 0, false
		shelf.OnWrite = func() error {
			writes++
			if died || writes <= dies {
				return nil
			}
			died = true
			return errors.New("stopped")
		}
		for range 3 {
			d, err := Open(t.Context(), shelf, "org.user")
			if err != nil {
				t.Fatal(err)
			}
			if d.head.Ready != nil && !slices.Equal(holders(t, d, "5550123"), wantIDs) {
				t.Fatal("the index in service is not whole")
			}
			if d.Begin(t.Context(), sources(), nil, 1_000_000, start()) != nil {
				continue
			}
			c.goOn(d, start())
			if d.head.Building == nil && d.Next(start(), time.Hour).Kind == StepNone {
				break
			}
		}
		shelf.OnWrite = nil
		d, err := Open(t.Context(), shelf, "org.user")
		if err != nil {
			t.Fatal(err)
		}
		got := d.Status(now, sources())
		got.AsOf, wantStatus.AsOf = time.Time{}, time.Time{}
		if got != wantStatus || !slices.Equal(holders(t, d, "5550123"), wantIDs) {
			t.Fatalf("stopped at write %d: %+v with %v", dies, got, holders(t, d, "5550123"))
		}
		asked := len(c.asked)
		if asked > pages+2 {
			t.Fatalf("stopped at write %d: %d steps, want at most %d", dies, asked, pages+2)
		}
		if !died {
			break
		}
	}
}

// goOn answers steps until an answer cannot be taken or there are none.
func (c *crm) goOn(d *Directory, now time.Time) {
	for range 100 {
		step := d.Next(now, time.Hour)
		if step.Kind == StepNone {
			return
		}
		if _, err := d.Take(c.t.Context(), step, c.answer(step), now); err != nil {
			return
		}
	}
}

func TestTakeRefusesWhatWasNotAskedFor(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.fill(contacts, 1000, 5)
	d, err := Open(t.Context(), NewMemory(), "org.user")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Take(t.Context(), Step{Kind: StepPage}, Page{}, start()); !errors.Is(err, ErrStep) {
		t.Errorf("an answer without a build gave %v", err)
	}
	if err := d.Begin(t.Context(), sources(), nil, 100, start()); err != nil {
		t.Fatal(err)
	}
	step := d.Next(start(), time.Hour)
	row := func(id string, phones ...string) Row { return Row{ID: id, Modified: start(), Phones: phones} }
	for name, tt := range map[string]struct {
		rows []Row
		more bool
		want error
	}{
		"no end":             {nil, true, ErrOrder},
		"falling ids":        {[]Row{row("2", "1", "", ""), row("1", "1", "", "")}, false, ErrOrder},
		"no id":              {[]Row{row("", "1", "", "")}, false, ErrOrder},
		"id that is none":    {[]Row{row("1x", "1", "", "")}, false, ErrOrder},
		"too long an id":     {[]Row{row("1234567890123456789012345678901", "1", "", "")}, false, ErrOrder},
		"texts of no field":  {[]Row{row("1", "1", "2")}, false, ErrRow},
		"owner that is none": {[]Row{{ID: "1", OwnerID: "me", Phones: []string{"1", "", ""}}}, false, ErrRow},
	} {
		if _, err := d.Take(t.Context(), step, Page{Rows: tt.rows, More: tt.more}, start()); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", name, err, tt.want)
		}
	}
	if again := d.Next(start(), time.Hour); !reflect.DeepEqual(again, step) {
		t.Errorf("after refusals the step is %+v, want %+v", again, step)
	}
	if _, err := d.Take(t.Context(), step, c.answer(step), start()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Take(t.Context(), step, c.answer(step), start()); !errors.Is(err, ErrStep) {
		t.Errorf("the same answer twice gave %v", err)
	}
}

func TestBuildGivesUpWhenThereIsTooMuch(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.fill(contacts, 1000, 300)
	shelf := NewMemory()
	d, err := Open(t.Context(), shelf, "org.user")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Begin(t.Context(), sources(), nil, 250, start()); err != nil {
		t.Fatal(err)
	}
	c.run(d, start(), time.Hour)
	if got := d.Status(start(), sources()); got.State != StateTooLarge || got.Records != 300 || got.RebuildDue {
		t.Errorf("status %+v, want too large with 300", got)
	}
	if names, _ := shelf.Names(t.Context(), ""); len(names) != 1 {
		t.Errorf("%d pieces are left, want the head alone", len(names))
	}
	if err := d.Begin(t.Context(), sources(), nil, 300, start()); err != nil {
		t.Fatal(err)
	}
	c.run(d, start(), time.Hour)
	if got := d.Status(start(), sources()); got.State != StateReady {
		t.Errorf("with room for all the status is %+v", got)
	}
}

func TestBuildOfNothing(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	d, now := c.built(NewMemory())
	if got := d.Status(now, sources()); got.State != StateReady || got.Records != 0 || c.credits != 4 {
		t.Errorf("status %+v for %d credits, want ready and empty for 4", got, c.credits)
	}
}

func TestBeginRefusesUnusableSources(t *testing.T) {
	t.Parallel()
	d, err := Open(t.Context(), NewMemory(), "org.user")
	if err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string][]Source{
		"none":           nil,
		"no fields":      {{Module: contacts}},
		"another module": {{Module: "Deals", Fields: []string{"Phone"}}},
		"one twice":      {{Module: contacts, Fields: []string{"Phone"}}, {Module: contacts, Fields: []string{"Mobile"}}},
		"too many":       {{Module: contacts, Fields: make([]string, maxFields+1)}},
	} {
		if err := d.Begin(t.Context(), list, nil, 100, start()); !errors.Is(err, ErrSources) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, scope := range []string{"", "a/b"} {
		if _, err := Open(t.Context(), NewMemory(), scope); err == nil {
			t.Errorf("scope %q was taken", scope)
		}
	}
}
