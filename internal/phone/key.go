package phone

import (
	"bytes"
	"strings"
)

// Key files a text in an index of numbers, and [Span] finds it there. A key
// holds up to the last eight digits that a number in the text may end in, the
// last digit first, so that all texts which end in the same digits lie next to
// each other. Texts are filed by their digits alone, without a numbering plan:
// an index needs neither a country nor [Reader] to be built, does not change
// when the default region does, and brings up more texts than hold the number.
// Which do is for Reader and [Compare] to say.
//
// The invariant: if any number that Reader reads from a text, in whatever
// region, is possible and compares with n as [National] or better, then one of
// the text's keys lies in one of n's spans. Left out are numbers that are, or are
// written as, nothing but zeros and up to three digits behind them; nobody is
// known to have one.
type Key uint32

// KeyVersion numbers the ways in which texts have been filed. An index with keys
// of another version does not hold the invariant and must be built anew.
const KeyVersion = 3

// Span is a range of keys: From is the first one, To the first beyond.
type Span struct{ From, To Key }

const (
	// shortestKey and longestKey are how many digits a key may hold. No country
	// has numbers of fewer than four digits behind its calling code.
	shortestKey, longestKey = 4, suffixDigits
	// keySpace is one more than the greatest value of eight digits, and keyBits
	// how many bits that takes.
	keySpace, keyBits = 100_000_000, 27
)

// spanOf returns the span of the keys that hold exactly length digits and end in
// the given ones, at most length many.
func spanOf[T string | []byte](digits T, length int) Span {
	value, place := Key(0), Key(keySpace)
	for i := len(digits) - 1; i >= 0; i-- {
		place /= 10
		value += place * Key(digits[i]-'0')
	}
	if len(digits) == length {
		place = 1
	}
	from := Key(length-shortestKey)<<keyBits | value
	return Span{from, from + place}
}

// keyOf returns the key of the digits of a number as they are written, and false
// when they are too few. Zeros in front do not count: they stand there or not.
func keyOf(written []byte) (Key, bool) {
	written = bytes.TrimLeft(written, "0")
	if len(written) < shortestKey {
		return 0, false
	}
	written = written[max(0, len(written)-longestKey):]
	return spanOf(written, len(written)).From, true
}

// Spans returns where the texts are filed that may hold n; nil when n is not a
// possible number.
func (n Number) Spans() []Span {
	if n.E164 == "" {
		return nil
	}
	spans := spansOf(n.CountryCode+n.National, len(n.National))
	if kept := withoutInserted(n); kept != "" {
		// Behind its calling code too, though nobody can dial that.
		written := lastDigits(n.CountryCode+kept, longestKey)
		spans = append(spans, spanOf(written, len(written)))
	}
	if n.CountryCode == argentina {
		// The domestic 15 stands between the area code and the subscriber number,
		// which has six to eight digits in numbers that are assigned.
		for subscriber := 4; subscriber < 8 && subscriber < len(n.National); subscriber++ {
			area := n.National[:len(n.National)-subscriber]
			spelled := area + "15" + n.National[len(area):]
			spans = append(spans, spanOf(lastDigits(spelled, longestKey), min(len(spelled), longestKey)))
		}
	}
	return spans
}

// SpansEnding returns where the texts are filed that may hold a number ending in
// digits, for a person who remembers only these; nil for fewer than four digits
// and for anything but digits. Of more than eight the last eight count.
func SpansEnding(digits string) []Span {
	if len(digits) < shortestKey || strings.Trim(digits, "0123456789") != "" {
		return nil
	}
	digits = lastDigits(digits, longestKey)
	var spans []Span
	for length := len(digits); length <= longestKey; length++ {
		spans = append(spans, spanOf(digits, length))
	}
	return spans
}

// spansOf returns the spans of a number with all its digits, of which the last
// national ones are written in every text: what stands before them in a text may
// be the calling code, another prefix or nothing. A text that holds fewer
// digits, because zeros do not count or the area code is missing, holds the last
// ones of the number.
func spansOf(full string, national int) []Span {
	var spans []Span
	for length := shortestKey; length <= longestKey; length++ {
		spans = append(spans, spanOf(lastDigits(full, min(length, max(national, shortestKey))), length))
	}
	return spans
}

const argentina = "54"

// withoutInserted returns the short form of a national number that is in use
// within its country or island, which Reader completes by the digits that belong
// in front of it; "" for none. See the national prefix transform rules in the
// metadata of libphonenumber: North America, Jersey, Guernsey and Man,
// Madagascar, Norfolk Island, San Marino.
func withoutInserted(n Number) string {
	var inserted []string
	switch n.CountryCode {
	case "1":
		if len(n.National) == 10 {
			return n.National[3:]
		}
	case "44":
		inserted = []string{"1481", "1534", "1624"}
	case "261":
		inserted = []string{"20"}
	case "672":
		inserted = []string{"3"}
	case "378":
		inserted = []string{"0549"}
	}
	for _, prefix := range inserted {
		if kept, ok := strings.CutPrefix(n.National, prefix); ok {
			return kept
		}
	}
	return ""
}

// lastDigits returns the last count of digits, or all when there are fewer.
func lastDigits(digits string, count int) string { return digits[max(0, len(digits)-count):] }
