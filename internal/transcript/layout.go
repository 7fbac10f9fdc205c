package transcript

import (
	"cmp"
	"slices"
)

// Zoho CRM refuses a note that is too long, and neither names the length nor
// says what it counts. These limits keep below the 32,000 characters of its
// older documents and the 65,535 of its published schema in every measure.
const (
	// MaxUnits is the longest note in UTF-16 units.
	MaxUnits = 30_000
	// MaxBytes is the longest note in bytes of UTF-8.
	MaxBytes = 60_000
	// MaxMessages is how many messages begin in one part.
	MaxMessages = 1_000
	// maxParts is how many parts a day may claim to have had. It bounds what a
	// damaged assignment can cost.
	maxParts = 1_000
)

// frame is what the first lines and the last line of a note, and the marks of
// a changed offset, take at most. growth is kept free when messages are added,
// so that marks of edits and deletions still find room.
func frame() size  { return size{1_000, 3_000} }
func growth() size { return size{1_000, 2_000} }

// full is what the entries of a sheet may take at most, filled what they may
// take after a new one was added.
func full() size   { return size{MaxUnits, MaxBytes}.minus(frame()) }
func filled() size { return full().minus(growth()) }

// sheet is a part while it is being laid out.
type sheet struct {
	entries []entry
	used    size
	// begun is how many messages begin on the sheet.
	begun int
}

func (s *sheet) put(e entry) {
	s.entries = append(s.entries, e)
	s.used = s.used.plus(e.size())
	if !e.continued {
		s.begun++
	}
}

// takes reports whether e finds room on s within limit.
func (s *sheet) takes(e entry, limit size) bool {
	return s.begun < MaxMessages && s.used.plus(e.size()).within(limit)
}

// layOut puts entries, sorted by time, on sheets. It first puts every entry
// where it was before, then the new ones on the last sheet and on new ones
// after it. An entry that no longer fits where it was is treated as new.
func layOut(entries []entry, assigned map[string]int, before int) []sheet {
	pinned := map[int][]entry{}
	var loose []entry
	last := min(max(before, 0), maxParts)
	for _, e := range entries {
		number := assigned[e.id]
		if number < 1 || number > maxParts {
			loose = append(loose, e)
			continue
		}
		pinned[number] = append(pinned[number], e)
		last = max(last, number)
	}
	sheets := make([]sheet, last)
	for number := 1; number <= last; number++ {
		for _, e := range pinned[number] {
			var ok bool
			if sheets, ok = pin(sheets, number-1, e); !ok {
				loose = append(loose, e)
			}
		}
	}
	slices.SortStableFunc(loose, func(a, b entry) int { return cmp.Compare(a.t, b.t) })
	for _, e := range loose {
		sheets = add(sheets, e)
	}
	for i := range sheets {
		slices.SortStableFunc(sheets[i].entries, func(a, b entry) int { return cmp.Compare(a.t, b.t) })
	}
	return sheets
}

// pin puts e on the sheet at index, where it was before; false when there is no
// room.
func pin(sheets []sheet, index int, e entry) ([]sheet, bool) {
	s := &sheets[index]
	if e.size().within(filled()) {
		if !s.takes(e, full()) {
			return sheets, false
		}
		s.put(e)
		return sheets, true
	}
	if len(s.entries) > 0 {
		return sheets, false
	}
	return spread(sheets, index, e), true
}

// add puts e on the last sheet or on a new one.
func add(sheets []sheet, e entry) []sheet {
	fits := e.size().within(filled())
	if n := len(sheets); n == 0 || (fits && !sheets[n-1].takes(e, filled())) || (!fits && len(sheets[n-1].entries) > 0) {
		sheets = append(sheets, sheet{})
	}
	if !fits {
		return spread(sheets, len(sheets)-1, e)
	}
	sheets[len(sheets)-1].put(e)
	return sheets
}

// spread puts the pieces of a message that is too long for one sheet on the
// sheets from index on. How it is cut depends on the message alone, so that a
// later rendering cuts it at the same places.
func spread(sheets []sheet, index int, e entry) []sheet {
	for i, piece := range e.split(filled()) {
		if index+i == len(sheets) {
			sheets = append(sheets, sheet{})
		}
		sheets[index+i].put(piece)
	}
	return sheets
}
