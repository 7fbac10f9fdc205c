package directory

import (
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/directory/sample"
	"github.com/chatkeep/chatkeep/internal/phone"
)

// manyRecords is how many records the figures are for.
const manyRecords = 100_000

// manyRows returns rows of a source in the order of their ids, of which every
// third holds nothing that can be read.
func manyRows(source Source, count int) []Row {
	rows := make([]Row, 0, count)
	for i := range count {
		p := sample.NewPerson(i, len(source.Fields))
		rows = append(rows, Row{ID: p.ID, Name: p.Name, OwnerID: p.OwnerID, Modified: p.Modified, Phones: p.Phones})
	}
	return rows
}

// buildMany builds a directory of many records out of pages, as it would from a
// CRM.
func buildMany(tb testing.TB, shelf Shelf, pages map[string][]Row) *Directory {
	tb.Helper()
	d, err := Open(tb.Context(), shelf, "org.user")
	if err != nil {
		tb.Fatal(err)
	}
	if err := d.Begin(tb.Context(), sources(), []Bound{{AtLeast: 50_001}, {AtLeast: 20_001}}, 2*manyRecords, start()); err != nil {
		tb.Fatal(err)
	}
	taken := map[string]int{}
	for {
		step := d.Next(start(), time.Hour)
		if step.Kind == StepNone {
			return d
		}
		module := string(step.Source.Module)
		rest := pages[module][taken[module]:]
		page := Page{Rows: rest[:min(step.Limit, len(rest))], More: len(rest) > step.Limit}
		taken[module] += len(page.Rows)
		if _, err := d.Take(tb.Context(), step, page, start()); err != nil {
			tb.Fatal(err)
		}
	}
}

func manyPages() map[string][]Row {
	return map[string][]Row{
		string(contacts): manyRows(sources()[0], manyRecords*7/10),
		string(leads):    manyRows(sources()[1], manyRecords*3/10),
	}
}

// TestManyRecordsTakeLittleRoom holds the size of the index, which does not
// depend on the machine.
func TestManyRecordsTakeLittleRoom(t *testing.T) {
	t.Parallel()
	d := buildMany(t, NewMemory(), manyPages())
	ix, err := d.load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stats := ix.Stats()
	t.Logf("%d records, %d unreadable, %d bytes, %d segments", stats.Records, stats.Unreadable, stats.Bytes, len(ix.segments))
	if stats.Records != manyRecords || stats.Bytes > 20<<20 {
		t.Errorf("%d records in %d bytes, want %d in at most 20 MB", stats.Records, stats.Bytes, manyRecords)
	}
	if stats.Unreadable < manyRecords*30/100 || stats.Unreadable > manyRecords*34/100 {
		t.Errorf("%d records are unreadable, want about a third", stats.Unreadable)
	}
}

func BenchmarkBuild(b *testing.B) {
	pages := manyPages()
	b.ReportAllocs()
	for b.Loop() {
		buildMany(b, NewMemory(), pages)
	}
}

func BenchmarkLoad(b *testing.B) {
	shelf := NewMemory()
	buildMany(b, shelf, manyPages())
	b.ReportAllocs()
	for b.Loop() {
		d, err := Open(b.Context(), shelf, "org.user")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := d.load(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHeap measures how much of Go's heap an index in memory takes.
func BenchmarkHeap(b *testing.B) {
	shelf := NewMemory()
	buildMany(b, shelf, manyPages())
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	var kept []*Directory
	for b.Loop() {
		d, err := Open(b.Context(), shelf, "org.user")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := d.load(b.Context()); err != nil {
			b.Fatal(err)
		}
		kept = append(kept, d)
	}
	b.ReportMetric(float64(heap()-before)/float64(len(kept)), "heap-bytes")
	runtime.KeepAlive(kept)
}

func BenchmarkLookup(b *testing.B) {
	d := buildMany(b, NewMemory(), manyPages())
	ix, err := d.load(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for name, n := range map[string]phone.Number{
		"found":     number("4150000089"),
		"not found": number("4159999999"),
		"Argentina": {E164: "+5492966412345", CountryCode: "54", National: "92966412345", Possible: true},
		"Niue":      {E164: "+6834002", CountryCode: "683", National: "4002", Possible: true},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			found := 0
			for b.Loop() {
				records, _, err := ix.Holding(n, maxHits)
				if err != nil {
					b.Fatal(err)
				}
				found = len(records)
			}
			b.ReportMetric(float64(found), "records")
		})
	}
}

// BenchmarkRefresh measures taking twenty changes into a full index.
func BenchmarkRefresh(b *testing.B) {
	d := buildMany(b, NewMemory(), manyPages())
	rows := manyRows(sources()[0], 20)
	round := 0
	b.ReportAllocs()
	for b.Loop() {
		round++
		for i := range rows {
			rows[i].Name = "Ada " + strconv.Itoa(round)
		}
		if _, err := d.Learn(b.Context(), sources()[0], rows...); err != nil {
			b.Fatal(err)
		}
	}
}
