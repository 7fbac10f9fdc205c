package directory

import (
	"slices"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// maxDoubts is how many records a change may cast doubt on: as many as one query
// can ask for by their ids.
const maxDoubts = 100

// Changes is what taking rows has changed.
type Changes struct {
	// Changed are the records that were added or hold something else now, Gone
	// those that are no longer in the index: deleted, converted, or without a
	// number.
	Changed, Gone []Ref
	// Missing are those of Gone that were asked for by their ids and not returned:
	// deleted, merged into another one, converted, or hidden from the user. They
	// need not have been in the index. A record that only lost its numbers is
	// not among them.
	Missing []Ref
	// Converted are leads that became contacts.
	Converted []Conversion
	// Doubtful are records that hold the same digits as one that changed. One of
	// them may have been merged into it, or have become it, and be there no more.
	Doubtful []Ref
	// keys are those of the changed records, before and after, ascending.
	keys []phone.Key
}

// Conversion is a lead that became a contact.
type Conversion struct {
	Lead Ref
	// Contact is the contact's id, "" when it is not known.
	Contact string
}

// Empty reports that nothing has changed.
func (c Changes) Empty() bool { return len(c.Changed) == 0 && len(c.Gone) == 0 }

// Touches reports whether a lookup of n may bring up something else than before.
func (c Changes) Touches(n phone.Number) bool {
	return slices.ContainsFunc(n.Spans(), func(span phone.Span) bool {
		at, _ := slices.BinarySearch(c.keys, span.From)
		return at < len(c.keys) && c.keys[at] < span.To
	})
}

// Join adds later changes to c, so that those of a whole refresh are together.
func (c *Changes) Join(later Changes) {
	c.Changed = append(c.Changed, later.Changed...)
	c.Gone = append(c.Gone, later.Gone...)
	c.Missing = append(c.Missing, later.Missing...)
	c.Converted = append(c.Converted, later.Converted...)
	c.Doubtful = append(c.Doubtful, later.Doubtful...)
	c.keys = append(c.keys, later.keys...)
	slices.Sort(c.keys)
}

// and joins the changes of a further step that may have failed.
func (c *Changes) and(later Changes, err error) error {
	if err == nil {
		c.Join(later)
	}
	return err
}

// lookedAt adds what asking for records by their ids has told of those that are
// not in the index.
func (c *Changes) lookedAt(source Source, rows []Row, missing []Ref) {
	c.Missing = missing
	for _, ref := range missing {
		if !slices.Contains(c.Gone, ref) {
			c.Gone = append(c.Gone, ref)
		}
	}
	for _, row := range rows {
		conversion := Conversion{Lead: Ref{source.Module, row.ID}, Contact: row.ConvertedTo}
		if row.Converted && !slices.Contains(c.Converted, conversion) {
			c.Converted = append(c.Converted, conversion)
		}
	}
}

// Apply takes rows of a source as they are now. Rows that say nothing new change
// nothing.
func (ix *Index) Apply(source Source, rows []Row) (Changes, error) {
	entries := make([]entry, 0, len(rows))
	for _, row := range rows {
		e, err := newEntry(source, row)
		if err != nil {
			return Changes{}, err
		}
		entries = append(entries, e)
	}
	return ix.take(entries)
}

// Remove takes records out of the index that the CRM no longer has.
func (ix *Index) Remove(refs ...Ref) (Changes, error) {
	var entries []entry
	for _, ref := range refs {
		if module, ok := moduleByte(ref.Module); ok && isID(ref.ID) {
			entries = append(entries, entry{module: module, row: Row{ID: ref.ID}, gone: true})
		}
	}
	return ix.take(entries)
}

func (ix *Index) take(entries []entry) (Changes, error) {
	var c Changes
	var fresh []phone.Key
	for _, e := range entries {
		ref := e.ref()
		before, known, err := ix.entry(ref)
		switch {
		case err != nil:
			return Changes{}, err
		case !known && e.gone, known && before.same(e):
			continue
		case e.gone:
			c.Gone = append(c.Gone, ref)
		default:
			c.Changed = append(c.Changed, ref)
			fresh = e.keys(fresh)
		}
		if e.row.Converted {
			c.Converted = append(c.Converted, Conversion{Lead: ref, Contact: e.row.ConvertedTo})
		}
		c.keys = e.keys(c.keys)
		if known {
			c.keys = before.keys(c.keys)
		}
		ix.kill(e.module, []byte(e.row.ID))
		ix.recent[ref] = e
	}
	if c.Empty() {
		return c, nil
	}
	slices.Sort(c.keys)
	if err := ix.packRecent(); err != nil {
		return Changes{}, err
	}
	return c, ix.doubt(&c, fresh)
}

// doubt finds the records that hold the same digits as those that changed.
func (ix *Index) doubt(c *Changes, keys []phone.Key) error {
	var spans []phone.Span
	for _, key := range keys {
		spans = append(spans, phone.Span{From: key, To: key + 1})
	}
	limit := maxDoubts + len(c.Changed)
	records, _, err := ix.lookup(spans, limit)
	if err != nil {
		return err
	}
	for _, record := range records {
		if len(c.Doubtful) < maxDoubts && !slices.Contains(c.Changed, record.Ref) && !slices.Contains(c.Doubtful, record.Ref) {
			c.Doubtful = append(c.Doubtful, record.Ref)
		}
	}
	return nil
}

// packRecent makes the recent changes ready for lookups.
func (ix *Index) packRecent() error {
	entries := make([]entry, 0, len(ix.recent))
	for _, e := range ix.recent {
		entries = append(entries, e)
	}
	data, _, err := encode(entries)
	if err != nil {
		return err
	}
	s, err := openSegment(data)
	if err != nil {
		return err
	}
	ix.recentSegment, ix.recentBytes = s, data
	return nil
}

// takeRecent takes stored changes as the recent ones.
func (ix *Index) takeRecent(data []byte) error {
	s, err := openSegment(data)
	if err != nil {
		return err
	}
	for i := range s.records() {
		e, err := s.entry(i)
		if err != nil {
			return err
		}
		ix.recent[e.ref()] = e
	}
	ix.hide(s)
	ix.recentSegment, ix.recentBytes = s, data
	return nil
}

// fold turns the recent changes into a segment, if they are many, and reports
// whether they were.
func (ix *Index) fold() bool {
	if len(ix.recent) < foldAt {
		return false
	}
	ix.segments = append(ix.segments, ix.recentSegment)
	ix.recent, ix.recentSegment, ix.recentBytes = map[Ref]entry{}, nil, nil
	return true
}
