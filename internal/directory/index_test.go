package directory

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// TestIndexIsWhatWasTakenLast applies random changes to an index and to a plain
// map and holds that both answer alike, across folds and across storing.
func TestIndexIsWhatWasTakenLast(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	source := sources()
	texts := []string{"", "n/a", "+14155550100", "(415) 555-0100", "0171 1234567", "030/1234567 oder 040 7654321", "call 112", "5550100"}
	row := func(s Source) Row {
		r := Row{ID: strconv.Itoa(1 + random.IntN(300)), Name: strconv.Itoa(random.IntN(5)), Modified: time.Unix(int64(random.IntN(50)), 0)}
		for range s.Fields {
			r.Phones = append(r.Phones, texts[random.IntN(len(texts))])
		}
		r.Converted = s.Module == leads && random.IntN(10) == 0
		return r
	}
	shelf := NewMemory()
	c := newCRM(t)
	d, _ := c.built(shelf)
	want := map[Ref]entry{}
	for round := range 120 {
		s := source[random.IntN(2)]
		var rows []Row
		for range random.IntN(60) {
			rows = append(rows, row(s))
		}
		if _, err := d.Learn(t.Context(), s, rows...); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			e, err := newEntry(s, r)
			if err != nil {
				t.Fatal(err)
			}
			if want[e.ref()] = e; e.gone {
				delete(want, e.ref())
			}
		}
		if round%10 == 9 {
			fold(t, d)
		}
		if round%7 == 6 {
			var err error
			if d, err = Open(t.Context(), shelf, "org.user"); err != nil {
				t.Fatal(err)
			}
		}
		compareIndex(t, d, want)
	}
}

// fold lets the changes so far become a segment, as many of them would.
func fold(t *testing.T, d *Directory) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	ix, err := d.load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if ix.recentBytes == nil {
		return
	}
	for i := 0; len(ix.recent) < foldAt; i++ {
		e := entry{module: moduleLeads, row: Row{ID: strconv.Itoa(1_000_000 + i)}, gone: true}
		ix.recent[e.ref()] = e
	}
	if err := ix.packRecent(); err != nil {
		t.Fatal(err)
	}
	if err := d.storeRecent(t.Context(), ix); err != nil {
		t.Fatal(err)
	}
}

func compareIndex(t *testing.T, d *Directory, want map[Ref]entry) {
	t.Helper()
	ix, err := d.load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	unreadable := 0
	for ref, e := range want {
		if len(e.keys(nil)) == 0 {
			unreadable++
		}
		got, found, err := ix.Record(ref)
		fields := sources()[e.module].Fields
		if err != nil || !found || fmt.Sprint(got) != fmt.Sprint(e.record(fields)) {
			t.Fatalf("%v is %+v (%v, %v), want %+v", ref, got, found, err, e.record(fields))
		}
	}
	if stats := ix.Stats(); stats.Records != len(want) || stats.Unreadable != unreadable {
		t.Fatalf("stats %+v, want %d records and %d unreadable", stats, len(want), unreadable)
	}
	if list, err := ix.Unreadable(1000); err != nil || len(list) != unreadable {
		t.Fatalf("%d unreadable listed, want %d, error %v", len(list), unreadable, err)
	}
	for _, spans := range [][]phone.Span{number("4155550100").Spans(), phone.SpansEnding("1234567"), phone.SpansEnding("0112")} {
		records, _, err := ix.lookup(spans, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		var got, expected []string
		for _, r := range records {
			got = append(got, string(r.Module)+r.ID)
		}
		for ref, e := range want {
			if slices.ContainsFunc(e.keys(nil), func(key phone.Key) bool {
				return slices.ContainsFunc(spans, func(s phone.Span) bool { return s.From <= key && key < s.To })
			}) {
				expected = append(expected, string(ref.Module)+ref.ID)
			}
		}
		slices.Sort(got)
		slices.Sort(expected)
		if !slices.Equal(got, expected) {
			t.Fatalf("lookup gave %v, want %v", got, expected)
		}
	}
}

func TestLookupIsBounded(t *testing.T) {
	t.Parallel()
	var rows []Row
	for i := range 5000 {
		rows = append(rows, Row{ID: strconv.Itoa(i + 1), Phones: []string{"+1 415 555 0100 / 4155550100", "555-0100 x7", ""}})
	}
	ix, err := NewIndex(sources()[:1], func(Source) ([]Row, error) { return rows, nil })
	if err != nil {
		t.Fatal(err)
	}
	records, more, err := ix.Holding(number("4155550100"), 200)
	if err != nil || !more || len(records) != 200 {
		t.Errorf("%d records, more %v, error %v; want 200 and more", len(records), more, err)
	}
	seen := map[string]bool{}
	for _, r := range records {
		seen[r.ID] = true
	}
	if len(seen) != 200 {
		t.Errorf("%d different records, want 200", len(seen))
	}
	if records, more, err := ix.Holding(phone.Number{}, 200); len(records) != 0 || more || err != nil {
		t.Errorf("no number gave %d records, more %v, error %v", len(records), more, err)
	}
	if records, _, err := ix.Ending("100", 200); len(records) != 0 || err != nil {
		t.Errorf("three digits gave %d records, error %v", len(records), err)
	}
}
