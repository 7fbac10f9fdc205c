package phone

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// linkedDigits is how many digits in a row a link to a chat holds at the least,
	// and wholeDigits how many a number that something else stands behind.
	linkedDigits, wholeDigits = 7, 7
	// tailDigits is how many digits at the most a short group behind a number has
	// that is no part of it, and maxTails how many such groups there may be.
	tailDigits, maxTails = 4, 2
	// numberingDigits is how many digits the place of a number in a list has.
	numberingDigits = 2
)

// AppendKeys appends the keys under which a text is filed, each once. There are
// none for a text in which nothing can be a number: with fewer than four digits
// in whatever script, with zeros only, or longer than [MaxTextLength].
func AppendKeys(keys []Key, text string) []Key {
	if len(text) > MaxTextLength && utf8.RuneCountInString(text) > MaxTextLength {
		return keys
	}
	if !isFolded(text) {
		text = Fold(text)
	}
	text = WithoutDecimals(WithoutEscapes(text))
	f := filing{keys: keys, first: len(keys)}
	f.read(text, false)
	context := phoneContext(text)
	if context != "" {
		f.read(context, false)
	}
	if f.letters >= 3 {
		f.read(text, true)
		if context != "" {
			f.read(context, true)
		}
	}
	return f.keys
}

// isFolded reports whether a text is printable ASCII, which Fold leaves as it is.
func isFolded(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// phoneContext returns a text of RFC 3966 with its phone-context, the beginning
// of the number, put before the rest of it; "" for other texts.
func phoneContext(text string) string {
	const marker = ";phone-context="
	at := indexFold(text, marker)
	if at < 0 {
		return ""
	}
	context, _, _ := strings.Cut(text[at+len(marker):], ";")
	local := text[:at]
	if tel := strings.Index(local, "tel:"); tel >= 0 {
		local = local[tel+len("tel:"):]
	}
	return context + " " + local
}

// indexFold returns where an ASCII word in lower case first stands in text,
// whatever the case of its letters there; -1 for nowhere.
func indexFold(text, word string) int {
	for at := range len(text) - len(word) + 1 {
		if strings.EqualFold(text[at:at+len(word)], word) {
			return at
		}
	}
	return -1
}

// filing collects the keys of one text.
//
// It knows only where a number may begin and end, not whether it does: at any
// sign that is neither a digit nor one of those that stand inside of numbers, and
// at some of these in the places that gap names. A number that ends somewhere may have begun anywhere before, so its key holds
// all digits before the end, up to eight; a part with fewer than eight that may
// stand alone has a key of its own.
type filing struct {
	keys  []Key
	first int
	// digits are those read so far, starts where in them a number may begin.
	digits []byte
	starts []int
	// letters counts the ASCII letters of the text, plain the digits that no letter
	// stands for.
	letters, plain int
	// ended is how many digits there were at the last end.
	ended int
	// gaps are how many digits there were at the last spaces and opening brackets
	// behind what may be a number, the last one first; 0 for none.
	gaps [maxTails + 1]int
}

// read files a text; with spelled, letters stand for the digits they share a key
// of a telephone with.
func (f *filing) read(text string, spelled bool) {
	var digits [64]byte
	f.digits, f.starts, f.gaps, f.letters, f.plain, f.ended = digits[:0], nil, [maxTails + 1]int{}, 0, 0, 0
	// group is where the last group of digits began, linked where one that begins
	// right after a sign did, and separated is true within a word between numbers.
	group, linked, inWord, separated := 0, -1, false, false
	for i := range len(text) {
		c := text[i]
		letter := isLetter(c)
		if letter {
			f.letters++
		} else if separated {
			f.begin()
			separated = false
		}
		switch {
		case c >= '0' && c <= '9':
			f.digits = append(f.digits, c)
			f.plain++
		case letter && spelled:
			if !inWord {
				f.endHere()
				separated = isSeparator(text, i)
			}
			f.spell(text[i:], !inWord)
			linked = -1
		case c == ' ' || c == '-' || c == '.' || c == '(' || c == ')':
			if c == ' ' || c == '-' {
				group = len(f.digits)
			}
			if linked >= 0 && len(f.digits)-linked >= linkedDigits {
				// "wa.me/14155550100 12": a link ends with its digits.
				f.end(len(f.digits))
			}
			linked = -1
			f.gap(text, i)
		default:
			if c == '#' {
				// "555 0100 12#": what stands before the sign may be an extension.
				f.end(min(group, len(f.digits)))
			}
			f.endHere()
			f.begin()
			linked = len(f.digits)
		}
		inWord = letter
	}
	f.endHere()
}

// gap takes note of a sign that stands inside of numbers, where one may end all
// the same: two spaces, a dash between spaces and a bracket part whole numbers, and
// any space or bracket may part a number from a short group behind it. A number
// that is an item of a list begins behind its place there.
func (f *filing) gap(text string, at int) {
	c, before := text[at], byte(0)
	if at > 0 {
		before = text[at-1]
	}
	if c == ' ' || c == '(' {
		if n := len(f.digits); n >= shortestKey && f.gaps[0] != n {
			copy(f.gaps[1:], f.gaps[:])
			f.gaps[0] = n
		}
	}
	switch {
	case c == '(' && len(f.digits) >= shortestKey || len(f.digits) >= wholeDigits && (c == ')' || c == ' ' && (before == ' ' || before == '-')):
		f.endHere()
		f.begin()
	case c == ' ' && (before == '.' || before == ')'):
		start := 0
		if len(f.starts) > 0 {
			start = f.starts[len(f.starts)-1]
		}
		if len(f.digits)-start <= numberingDigits {
			f.begin()
		}
	}
}

// endHere files the numbers that may end after all digits read so far, or before
// the short groups at their end.
func (f *filing) endHere() {
	last, tails := len(f.digits), 0
	for _, at := range f.gaps {
		if at == last {
			continue
		}
		if at == 0 || last-at > tailDigits || tails == maxTails {
			break
		}
		f.end(at)
		last = at
		tails++
	}
	f.end(len(f.digits))
}

// isSeparator reports whether a word that begins at a place stands between two
// numbers, as Reader understands it, with space on both sides. Words of other
// letters than ASCII end a number anyway.
func isSeparator(text string, at int) bool {
	word := text[at:]
	word = word[:len(word)-len(strings.TrimLeft(word, letters))]
	end := at + len(word)
	if at == 0 || end == len(text) || !isSpace(text[at-1]) || !isSpace(text[end]) {
		return false
	}
	switch strings.ToLower(word) {
	case "or", "and", "oder", "und", "ou", "et", "o", "y", "e":
		return true
	}
	return false
}

// isSpace reports whether c is one of the spaces that [Fold] leaves.
func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' }

// spell takes the first letter of text for a digit; begun is true where a word
// begins. A number in letters begins with three digits, which an x may part;
// fewer before another letter are none of it.
func (f *filing) spell(text string, begun bool) {
	switch isX := text[0]|0x20 == 'x'; {
	case f.plain < 3 && !isX:
		f.digits, f.starts, f.gaps, f.plain, f.ended = f.digits[:0], f.starts[:0], [maxTails + 1]int{}, 0, 0
	case f.plain > 0:
		if begun {
			f.extension(text)
		}
		f.digits = append(f.digits, keypad(text[0]))
	}
}

// extension ends a number in letters before the mark of its extension, with
// which the word ends that text begins with: the x of "1-800-FLOWERSx12".
func (f *filing) extension(text string) {
	word := len(text) - len(strings.TrimLeft(text, letters))
	after := strings.TrimLeft(text[word:], ".:=),- ")
	if after == "" || after[0] < '0' || after[0] > '9' {
		return
	}
	before := f.digits
	for i := range word {
		if isExtensionMark(text[i:word]) {
			f.end(len(f.digits))
		}
		f.digits = append(f.digits, keypad(text[i]))
	}
	f.digits = before
}

// isExtensionMark reports whether a word introduces an extension, in the
// languages in which Reader knows it and ASCII letters are used.
func isExtensionMark(word string) bool {
	switch strings.ToLower(word) {
	case "x", "xt", "ext", "xtn", "extn", "extension", "int", "anexo", "ramal", "poste", "durchwahl", "dw":
		return true
	}
	return false
}

func (f *filing) begin() {
	if at := len(f.digits); len(f.starts) == 0 || f.starts[len(f.starts)-1] != at {
		f.starts = append(f.starts, at)
	}
}

// end files the numbers that may end after the first at digits.
func (f *filing) end(at int) {
	if at == f.ended || at == 0 {
		return
	}
	f.ended = at
	f.file(f.digits[:at])
	for _, start := range slices.Backward(f.starts) {
		if start > at {
			continue
		}
		part := bytes.TrimLeft(f.digits[start:at], "0")
		if len(part) >= longestKey {
			break
		}
		f.file(part)
	}
}

func (f *filing) file(written []byte) {
	if key, ok := keyOf(written); ok && !slices.Contains(f.keys[f.first:], key) {
		f.keys = append(f.keys, key)
	}
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// keypad returns the digit that a letter shares a key of a telephone with, after
// ITU-T recommendation E.161.
func keypad(letter byte) byte { return "22233344455566677778889999"[letter|0x20-'a'] }
