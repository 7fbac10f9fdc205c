package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// size is the length of a text in both measures in which Zoho CRM may limit a
// note. Code points are never more than UTF-16 units.
type size struct{ units, bytes int }

func sizeOf(text string) size {
	s := size{bytes: len(text)}
	for _, r := range text {
		s.units += unitsOf(r)
	}
	return s
}

func (s size) plus(t size) size { return size{s.units + t.units, s.bytes + t.bytes} }

func (s size) minus(t size) size { return size{s.units - t.units, s.bytes - t.bytes} }

func (s size) within(limit size) bool { return s.units <= limit.units && s.bytes <= limit.bytes }

func unitsOf(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// lineBreak reports whether a reader may show r as the end of a line.
func lineBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// splitLines cuts a text at everything that ends a line, without the end of
// the last one.
func splitLines(text string) []string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	var lines []string
	start := 0
	for at, r := range text {
		if lineBreak(r) {
			lines = append(lines, text[start:at])
			start = at + utf8.RuneLen(r)
		}
	}
	return append(lines, text[start:])
}

// oneLine makes one line of a text, with single spaces.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// nameLength is the longest name that is shown, in code points.
const nameLength = 80

// name makes a name fit for the front of a line. Names are chosen by the people
// who write, so that nothing in one may end the line, turn its direction or
// look like the colon after a name.
func name(text string) string {
	return firstOf(oneLine(strings.NewReplacer(":", " ", "\uff1a", " ").Replace(undirected(text))), nameLength)
}

// undirected returns a text without the marks that turn the direction of what
// follows them.
func undirected(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, text)
}

// firstOf returns the first limit code points of text, with an ellipsis when
// that is not all.
func firstOf(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	at := 0
	for range limit {
		_, width := utf8.DecodeRuneInString(text[at:])
		at += width
	}
	return strings.TrimRightFunc(text[:whole(text, at)], unicode.IsSpace) + "…"
}

// wordReach is how far before a limit a space is looked for, in bytes.
const wordReach = 200

// cutAt returns where to cut text so that the front lies within limit: behind a
// space near the end when there is one, and never inside what people see as one
// character. It returns at least the end of the first such character.
func cutAt(text string, limit size) int {
	end := 0
	var used size
	for end < len(text) {
		r, width := utf8.DecodeRuneInString(text[end:])
		if used = used.plus(size{unitsOf(r), width}); !used.within(limit) {
			break
		}
		end += width
	}
	if end == len(text) {
		return end
	}
	if space := strings.LastIndexByte(text[:end], ' '); space >= 0 && space >= end-wordReach {
		return space + 1
	}
	if at := whole(text, end); at > 0 {
		return at
	}
	_, width := utf8.DecodeRuneInString(text)
	return max(end, width)
}

// whole moves a cut back to where a character that people see as one begins,
// so that accents, joined emoji, skin tones and flags stay whole. It gives up
// after 64 code points, which no character in use has.
func whole(text string, at int) int {
	cut := at
	for range 64 {
		if cut == 0 || cut == len(text) || !joined(text, cut) {
			return cut
		}
		_, width := utf8.DecodeLastRuneInString(text[:cut])
		cut -= width
	}
	return at
}

const zeroWidthJoiner = '\u200d'

// joined reports whether the code points on both sides of at belong together.
func joined(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	switch {
	case before == zeroWidthJoiner, after == zeroWidthJoiner:
		return true
	case unicode.In(after, unicode.M, unicode.Variation_Selector), after >= 0x1f3fb && after <= 0x1f3ff:
		return true
	case virama(before) && unicode.IsLetter(after):
		return true
	case regionalIndicator(before) && regionalIndicator(after):
		return indicatorsBefore(text[:at])%2 == 1
	}
	return false
}

// virama reports whether r joins two consonants of an Indic script. Unicode
// gives it the same place in the block of each script from Devanagari to
// Malayalam.
func virama(r rune) bool { return r >= 0x900 && r < 0xd80 && r&0x7f == 0x4d }

func regionalIndicator(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// indicatorsBefore counts the regional indicators at the end of text, of which
// two make a flag.
func indicatorsBefore(text string) int {
	n := 0
	for {
		r, width := utf8.DecodeLastRuneInString(text)
		if !regionalIndicator(r) {
			return n
		}
		n++
		text = text[:len(text)-width]
	}
}
