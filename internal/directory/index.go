package directory

import (
	"slices"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// foldAt is how many changed records are kept apart before they become a
// segment of their own.
const foldAt = 2000

// Index is the directory in memory. It is not safe for use by several goroutines
// at once.
type Index struct {
	fields [modules][]string
	// segments are in the order they were taken; a record in a later one hides
	// the same record in those before.
	segments []*segment
	// recent are the changes since the last segment, and recentSegment the same
	// ready for lookups; nil for none.
	recent        map[Ref]entry
	recentSegment *segment
	recentBytes   []byte
}

// Stats counts what an index holds.
type Stats struct {
	// Records have at least one text in a telephone field, and Unreadable of them
	// none that can be a number.
	Records, Unreadable int
	// Bytes is the size of the index.
	Bytes int
}

// newIndex returns an empty index of sources.
func newIndex(sources []Source) *Index {
	ix := &Index{recent: map[Ref]entry{}}
	for _, source := range sources {
		if module, ok := moduleByte(source.Module); ok {
			ix.fields[module] = source.Fields
		}
	}
	return ix
}

// NewIndex returns the index of all rows of some sources, by module.
func NewIndex(sources []Source, rows func(Source) ([]Row, error)) (*Index, error) {
	ix := newIndex(sources)
	for _, source := range sources {
		all, err := rows(source)
		if err != nil {
			return nil, err
		}
		for page := range slices.Chunk(all, PageRows) {
			data, _, err := encodeRows(source, page)
			if err != nil {
				return nil, err
			}
			if err := ix.add(data); err != nil {
				return nil, err
			}
		}
	}
	return ix, nil
}

// encodeRows returns the segment of a page of rows, and how many of them hold
// nothing that can be a number. Rows without a text are left out.
func encodeRows(source Source, rows []Row) (data []byte, unreadable int, err error) {
	entries := make([]entry, 0, len(rows))
	for _, row := range rows {
		e, err := newEntry(source, row)
		if err != nil {
			return nil, 0, err
		}
		if !e.gone {
			entries = append(entries, e)
		}
	}
	return encode(entries)
}

// add takes a stored segment as the newest.
func (ix *Index) add(data []byte) error {
	s, err := openSegment(data)
	if err != nil {
		return err
	}
	ix.hide(s)
	ix.segments = append(ix.segments, s)
	return nil
}

// hide kills what the segments hold of the records of a newer one. The pages of
// a build hold other records than those before, and are passed over.
func (ix *Index) hide(newer *segment) {
	for _, s := range ix.segments {
		if !s.overlaps(newer) {
			continue
		}
		for i := range newer.records() {
			if at, found := s.find(newer.id(i)); found {
				s.kill(at)
			}
		}
	}
}

// kill hides what the segments hold of a record.
func (ix *Index) kill(module byte, id []byte) {
	for _, s := range ix.segments {
		if at, found := s.find(module, id); found {
			s.kill(at)
		}
	}
}

// all returns the segments in use, the recent changes last.
func (ix *Index) all() []*segment {
	if ix.recentSegment == nil {
		return ix.segments
	}
	return append(slices.Clip(ix.segments), ix.recentSegment)
}

// Stats counts what the index holds.
func (ix *Index) Stats() Stats {
	var stats Stats
	for _, s := range ix.all() {
		stats.Records += s.live
		stats.Unreadable += s.unreadable
		stats.Bytes += s.size + 8*len(s.dead)
	}
	return stats
}

// Record returns a record as it was last taken, and false when the index has
// none.
func (ix *Index) Record(ref Ref) (Record, bool, error) {
	e, found, err := ix.entry(ref)
	if err != nil || !found {
		return Record{}, false, err
	}
	return e.record(ix.fields[e.module]), true, nil
}

// entry returns the live entry of a record.
func (ix *Index) entry(ref Ref) (entry, bool, error) {
	module, ok := moduleByte(ref.Module)
	if !ok {
		return entry{}, false, nil
	}
	if e, changed := ix.recent[ref]; changed {
		return e, !e.gone, nil
	}
	for _, s := range slices.Backward(ix.segments) {
		at, found := s.find(module, []byte(ref.ID))
		if !found || s.isDead(at) {
			continue
		}
		e, err := s.entry(at)
		return e, err == nil && !e.gone, err
	}
	return entry{}, false, nil
}

// Holding returns the records whose texts may hold a number, at most limit, and
// whether there are more. Most do; which, the texts themselves must tell.
func (ix *Index) Holding(n phone.Number, limit int) (records []Record, more bool, err error) {
	return ix.lookup(n.Spans(), limit)
}

// Ending returns the records whose texts may hold a number that ends in some
// digits, at least four, of which the last eight count; at most limit records,
// and whether there are more.
func (ix *Index) Ending(digits string, limit int) (records []Record, more bool, err error) {
	return ix.lookup(phone.SpansEnding(digits), limit)
}

func (ix *Index) lookup(spans []phone.Span, limit int) (records []Record, more bool, err error) {
	var seen []int
	for _, s := range ix.all() {
		seen = seen[:0]
		s.lookup(spans, func(at int) bool {
			if slices.Contains(seen, at) {
				return true
			}
			if more = len(records) == limit; more {
				return false
			}
			seen = append(seen, at)
			var e entry
			if e, err = s.entry(at); err != nil {
				return false
			}
			records = append(records, e.record(ix.fields[e.module]))
			return true
		})
		if more || err != nil {
			return records, more, err
		}
	}
	return records, false, nil
}

// Unreadable returns records none of whose texts can be a number, at most limit.
func (ix *Index) Unreadable(limit int) ([]Record, error) {
	var records []Record
	for _, s := range ix.all() {
		for at := range s.records() {
			if flags, _ := s.flags(at); flags&flagUnreadable == 0 || s.isDead(at) {
				continue
			}
			if len(records) == limit {
				return records, nil
			}
			e, err := s.entry(at)
			if err != nil {
				return nil, err
			}
			records = append(records, e.record(ix.fields[e.module]))
		}
	}
	return records, nil
}
