package directory

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// number returns a North American number as a chat has it.
func number(national string) phone.Number {
	return phone.Number{
		Raw: "+1" + national, E164: "+1" + national, CountryCode: "1", National: national, Region: "US", HasCountry: true, Valid: true, Possible: true,
	}
}

func TestRefreshNoticesWhatPeopleDo(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	ada := c.put(contacts, "100", "+1 415 555 0100")
	twin := c.put(contacts, "101", "(415) 555-0101")
	double := c.put(contacts, "102", "", "415.555.0101")
	lead := c.put(leads, "900", "+14155550109")
	d, now := c.built(NewMemory())

	tests := []struct {
		name          string
		do            func()
		digits        string
		before, after []string
		changed, gone []Ref
	}{
		{"reformatted", func() { c.put(contacts, "100", "1-415-555-0100 (home)") }, "5550100", []string{"100"}, []string{"100"}, []Ref{ada}, nil},
		{"moved to another field", func() { c.put(contacts, "100", "", "", "+14155550100") }, "5550100", []string{"100"}, []string{"100"}, []Ref{ada}, nil},
		{"another number", func() { c.put(contacts, "100", "+14155550155") }, "5550100", []string{"100"}, []string{}, []Ref{ada}, nil},
		{"a number removed", func() { c.put(contacts, "100") }, "5550155", []string{"100"}, []string{}, nil, []Ref{ada}},
		{"a number given", func() { c.put(contacts, "100", "+14155550156") }, "5550156", []string{}, []string{"100"}, []Ref{ada}, nil},
		{"a new record", func() { c.put(contacts, "103", "4155550177") }, "5550177", []string{}, []string{"103"}, []Ref{{contacts, "103"}}, nil},
		{"merged into the other holder", func() { c.delete(double); c.put(contacts, "101", "(415) 555-0101", "415.555.0101") },
			"5550101", []string{"101", "102"}, []string{"101"}, []Ref{twin}, []Ref{double}},
		{"a lead became a contact, and is gone", func() { c.delete(lead); c.put(contacts, "104", "+14155550109") },
			"5550109", []string{"900"}, []string{"104"}, []Ref{{contacts, "104"}}, []Ref{lead}},
		{"nothing", func() {}, "5550109", []string{"104"}, []string{"104"}, nil, nil},
	}
	for _, tt := range tests {
		c.clock, now = later(c.clock, now), now.Add(20*time.Minute)
		if got := holders(t, d, tt.digits); !slices.Equal(got, tt.before) {
			t.Errorf("%s: before, %v hold the number, want %v", tt.name, got, tt.before)
		}
		tt.do()
		changes := c.run(d, now, 15*time.Minute)
		if got := holders(t, d, tt.digits); !slices.Equal(got, tt.after) {
			t.Errorf("%s: after, %v hold the number, want %v", tt.name, got, tt.after)
		}
		if !slices.Equal(changes.Changed, tt.changed) || !slices.Equal(changes.Gone, tt.gone) {
			t.Errorf("%s: changed %v, gone %v; want %v and %v", tt.name, changes.Changed, changes.Gone, tt.changed, tt.gone)
		}
		if touched := changes.Touches(number("415" + tt.digits)); touched == changes.Empty() {
			t.Errorf("%s: the number is touched: %v", tt.name, touched)
		}
		if changes.Touches(number("4155550999")) {
			t.Errorf("%s: a number that nobody holds is touched", tt.name)
		}
	}
}

func TestConvertedLeadLeavesTheIndex(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	lead := c.put(leads, "900", "+14155550109")
	d, now := c.built(NewMemory())
	c.clock, now = later(c.clock, now), now.Add(20*time.Minute)
	row := c.rows[lead]
	row.Converted, row.ConvertedTo, row.Modified = true, "104", c.clock
	c.rows[lead] = row
	c.put(contacts, "104", "+14155550109")
	changes := c.run(d, now, 15*time.Minute)
	if got := holders(t, d, "5550109"); !slices.Equal(got, []string{"104"}) {
		t.Errorf("%v hold the number, want the contact", got)
	}
	if want := []Conversion{{lead, "104"}}; !slices.Equal(changes.Converted, want) || !slices.Equal(changes.Gone, []Ref{lead}) {
		t.Errorf("converted %v, gone %v; want %v", changes.Converted, changes.Gone, want)
	}
}

// TestRefreshReadsThroughAnImport changes more records in one second than a page
// holds, more than twice.
func TestRefreshReadsThroughAnImport(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.put(contacts, "1", "+14155550100")
	shelf := NewMemory()
	d, now := c.built(shelf)
	c.clock, now = later(c.clock, now), now.Add(20*time.Minute)
	moment := c.clock
	for i := range 4500 {
		ref := c.put(contacts, fmt.Sprint(10_000+i), fmt.Sprintf("+1202555%04d", i))
		row := c.rows[ref]
		row.Modified = moment
		c.rows[ref] = row
	}
	c.clock = moment.Add(time.Second)
	c.put(contacts, "2", "+14155550102")
	c.asked, c.credits = nil, 0
	changes := c.run(d, now, 15*time.Minute)
	if len(changes.Changed) != 4501 || d.Status(now, sources()).Records != 4502 {
		t.Errorf("%d records changed, %d are there; want 4501 and 4502", len(changes.Changed), d.Status(now, sources()).Records)
	}
	if c.credits > 12 {
		t.Errorf("%d credits, want at most 12", c.credits)
	}
	again, err := Open(t.Context(), shelf, "org.user")
	if err != nil {
		t.Fatal(err)
	}
	for _, open := range []*Directory{d, again} {
		if got := holders(t, open, "5554499"); !slices.Equal(got, []string{"14499"}) {
			t.Errorf("%v hold the last number of the import", got)
		}
	}
	if again.head.Ready.Segments < 2 {
		t.Error("so many changes have not become a segment")
	}
}

// TestRefreshTrustsTheCRMsClock holds that a record dated in the future does not
// hide later changes, and that this computer's wrong clock does not either.
func TestRefreshTrustsTheCRMsClock(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.put(contacts, "1", "+14155550100")
	d, now := c.built(NewMemory())
	c.clock = now.AddDate(1, 0, 0)
	c.put(contacts, "2", "+14155550102")
	now = now.Add(20 * time.Minute)
	c.run(d, now, 15*time.Minute)
	c.clock = now.Add(-time.Minute)
	c.put(contacts, "3", "+14155550103")
	now = now.Add(20 * time.Minute)
	c.run(d, now, 15*time.Minute)
	if got := holders(t, d, "5550103"); !slices.Equal(got, []string{"3"}) {
		t.Errorf("%v hold the number changed after one of the future", got)
	}
	if step := d.Next(now.Add(-time.Hour), 15*time.Minute); step.Kind != StepChanges {
		t.Errorf("with a clock set back the next step is %q", step.Kind)
	}
}

// TestQuietRefreshIsCheap holds what a day without changes costs.
func TestQuietRefreshIsCheap(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.fill(contacts, 1000, 500)
	d, now := c.built(NewMemory())
	// The first refresh after a build looks back an hour; the records are older.
	c.credits = 0
	for range 8 * 4 {
		now = now.Add(15 * time.Minute)
		if changes := c.run(d, now, 15*time.Minute); !changes.Empty() {
			t.Fatalf("changes %+v", changes)
		}
	}
	if c.credits != 64 {
		t.Errorf("eight hours without a change cost %d credits, want 64", c.credits)
	}
}

func TestLearnAndRemove(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.put(contacts, "1", "+14155550100")
	shelf := NewMemory()
	empty, err := Open(t.Context(), shelf, "org.user")
	if err != nil {
		t.Fatal(err)
	}
	row := Row{ID: "2", Name: "Ada", Modified: start(), Phones: []string{"+14155550102", "", ""}}
	if changes, err := empty.Learn(t.Context(), sources()[0], row); err != nil || !changes.Empty() {
		t.Errorf("without an index Learn gave %+v, %v", changes, err)
	}
	d, _ := c.built(shelf)
	if changes, err := d.Learn(t.Context(), sources()[0], row); err != nil || !slices.Equal(changes.Changed, []Ref{{contacts, "2"}}) {
		t.Errorf("Learn gave %+v, %v", changes, err)
	}
	other := Source{Module: contacts, Fields: []string{"Phone"}}
	if changes, err := d.Learn(t.Context(), other, Row{ID: "3", Phones: []string{"+14155550103"}}); err != nil || !changes.Empty() {
		t.Errorf("with other fields Learn gave %+v, %v", changes, err)
	}
	again, err := Open(t.Context(), shelf, "org.user")
	if err != nil {
		t.Fatal(err)
	}
	if got := holders(t, again, "5550102"); !slices.Equal(got, []string{"2"}) {
		t.Errorf("%v hold what was learned", got)
	}
	if changes, err := again.Remove(t.Context(), Ref{contacts, "2"}, Ref{contacts, "77"}); err != nil || !slices.Equal(changes.Gone, []Ref{{contacts, "2"}}) {
		t.Errorf("Remove gave %+v, %v", changes, err)
	}
	if got := holders(t, again, "5550102"); len(got) != 0 {
		t.Errorf("%v hold what was removed", got)
	}
}
