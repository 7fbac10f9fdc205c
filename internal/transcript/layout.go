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

// MaxHalvings is how often the limits of a note can be halved, for a CRM that
// takes less than is known of it.
const MaxHalvings = 4

// limits are what the sheets of a day may take.
type limits struct {
	// full is what the entries of a sheet may take at most, filled what they may
	// take after a new one was added.
	full, filled size
}

// limitsOf returns the limits that were halved a number of times.
func limitsOf(halvings int) limits {
	by := 1 << min(max(halvings, 0), MaxHalvings)
	full := size{MaxUnits / by, MaxBytes / by}.minus(frame())
	return limits{full, full.minus(size{growth().units / by, growth().bytes / by})}
}

// TooLongFor reports whether a note is longer than the limits that were halved a
// number of times allow.
func TooLongFor(text string, halvings int) bool {
	by := 1 << min(max(halvings, 0), MaxHalvings)
	return !sizeOf(text).within(size{MaxUnits / by, MaxBytes / by})
}

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

// layOut puts the entries of a day, sorted by time, on sheets. It first puts every
// entry where it was before, then the new ones on the last sheet and on new ones
// after it. An entry that no longer fits where it was is treated as new. What was
// written before is measured by the limits as they are known, unless the CRM has
// refused that very part: what it has taken once stays where it is.
func layOut(entries []entry, day Day) []sheet {
	pinned := map[int][]entry{}
	var loose []entry
	last := min(max(day.Parts, 0), maxParts)
	for _, e := range entries {
		number := day.Assigned[e.id]
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
			if sheets, ok = pin(sheets, number-1, e, limitsOf(day.halvingsOf(number))); !ok {
				loose = append(loose, e)
			}
		}
	}
	slices.SortStableFunc(loose, func(a, b entry) int { return cmp.Compare(a.t, b.t) })
	for _, e := range loose {
		sheets = add(sheets, e, limitsOf(day.Halvings))
	}
	for i := range sheets {
		slices.SortStableFunc(sheets[i].entries, func(a, b entry) int { return cmp.Compare(a.t, b.t) })
	}
	return sheets
}

// pin puts e on the sheet at index, where it was before; false when there is no
// room.
func pin(sheets []sheet, index int, e entry, limits limits) ([]sheet, bool) {
	s := &sheets[index]
	if e.size().within(limits.filled) {
		if !s.takes(e, limits.full) {
			return sheets, false
		}
		s.put(e)
		return sheets, true
	}
	if len(s.entries) > 0 {
		return sheets, false
	}
	return spread(sheets, index, e, limits.filled), true
}

// add puts e on the last sheet or on a new one.
func add(sheets []sheet, e entry, limits limits) []sheet {
	fits := e.size().within(limits.filled)
	if n := len(sheets); n == 0 || (fits && !sheets[n-1].takes(e, limits.filled)) || (!fits && len(sheets[n-1].entries) > 0) {
		sheets = append(sheets, sheet{})
	}
	if !fits {
		return spread(sheets, len(sheets)-1, e, limits.filled)
	}
	sheets[len(sheets)-1].put(e)
	return sheets
}

// spread puts the pieces of a message that is too long for one sheet on the
// sheets from index on. How it is cut depends on the message alone, so that a
// later rendering cuts it at the same places.
func spread(sheets []sheet, index int, e entry, limit size) []sheet {
	for i, piece := range e.split(limit) {
		if index+i == len(sheets) {
			sheets = append(sheets, sheet{})
		}
		sheets[index+i].put(piece)
	}
	return sheets
}
