package directory

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// start is when the tests begin.
func start() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }

// sources are two modules with three and two telephone fields.
func sources() []Source {
	return []Source{
		{Module: contract.ModuleContacts, Fields: []string{"Phone", "Mobile", "Second_Phone__c"}},
		{Module: contract.ModuleLeads, Fields: []string{"Phone", "Mobile"}},
	}
}

// crm answers steps as Zoho does: a page of a build holds the records with a
// number, by id; a page of changes all records, by their time of change.
type crm struct {
	t       *testing.T
	rows    map[Ref]Row
	clock   time.Time
	credits int
	asked   []Step
}

func newCRM(t *testing.T) *crm {
	return &crm{t: t, rows: map[Ref]Row{}, clock: start().Add(-24 * time.Hour)}
}

// put stores a record as changed now and lets a second pass.
func (c *crm) put(module contract.Module, id string, phones ...string) Ref {
	for _, source := range sources() {
		for source.Module == module && len(phones) < len(source.Fields) {
			phones = append(phones, "")
		}
	}
	ref := Ref{module, id}
	c.rows[ref] = Row{ID: id, Name: "Name " + id, OwnerID: "7", Modified: c.clock, Phones: phones}
	c.clock = c.clock.Add(time.Second)
	return ref
}

func (c *crm) delete(ref Ref) { delete(c.rows, ref) }

// answer answers a step.
func (c *crm) answer(step Step) Page {
	c.t.Helper()
	c.asked = append(c.asked, step)
	c.credits += step.Credits()
	var rows []Row
	for ref, row := range c.rows {
		if ref.Module != step.Source.Module {
			continue
		}
		with := slices.ContainsFunc(row.Phones, func(text string) bool { return text != "" })
		switch step.Kind {
		case StepPage:
			if !with || compareIDs(row.ID, step.After) <= 0 {
				continue
			}
		case StepChanges:
			if row.Modified.Before(step.Since) {
				continue
			}
		case StepCheck:
			if !slices.Contains(step.IDs, row.ID) {
				continue
			}
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b Row) int {
		if step.Kind == StepChanges {
			return cmp.Or(a.Modified.Compare(b.Modified), compareIDs(a.ID, b.ID))
		}
		return compareIDs(a.ID, b.ID)
	})
	rows = rows[min(step.Skip, len(rows)):]
	more := len(rows) > step.Limit
	return Page{Rows: rows[:min(step.Limit, len(rows))], More: more}
}

// run answers steps until there are none, and returns all changes.
func (c *crm) run(d *Directory, now time.Time, within time.Duration) Changes {
	c.t.Helper()
	var all Changes
	for range 1000 {
		step := d.Next(now, within)
		if step.Kind == StepNone {
			return all
		}
		changes, err := d.Take(c.t.Context(), step, c.answer(step), now)
		if err != nil {
			c.t.Fatalf("%s: %v", step.Kind, err)
		}
		all.Join(changes)
	}
	c.t.Fatal("the steps do not come to an end")
	return all
}

// built returns a directory of everything the CRM holds, and the time at which
// it is fresh.
func (c *crm) built(shelf Shelf) (*Directory, time.Time) {
	c.t.Helper()
	d, err := Open(c.t.Context(), shelf, "org.user")
	if err != nil {
		c.t.Fatal(err)
	}
	now := start()
	if err := d.Begin(c.t.Context(), sources(), nil, 1_000_000, now); err != nil {
		c.t.Fatal(err)
	}
	c.clock = later(c.clock, now)
	c.run(d, now.Add(time.Minute), 30*time.Second)
	return d, now.Add(time.Minute)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// holders returns the ids of the records that an index brings up for an
// ending, sorted.
func holders(t *testing.T, d *Directory, digits string) []string {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	ix, err := d.load(t.Context())
	if err != nil || ix == nil {
		t.Fatalf("no index: %v", err)
	}
	records, more, err := ix.Ending(digits, 100)
	if err != nil || more {
		t.Fatalf("Ending: more %v, error %v", more, err)
	}
	ids := []string{}
	for _, r := range records {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids
}
