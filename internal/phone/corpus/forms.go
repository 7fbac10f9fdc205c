package corpus

import (
	"strings"

	"github.com/nyaruka/phonenumbers/v2"
)

// Form is one way in which people write a number.
type Form struct {
	// Name says which, for the log of a test.
	Name string
	// Region is the ISO 3166 code in which the text is read, empty for the
	// example's own region.
	Region string

	write func(Example) string
}

// Write returns an example as it is written in this form.
func (f Form) Write(e Example) string { return f.write(e) }

// Forms returns the ways of writing a number, each of which holds all of it.
func Forms() []Form {
	return []Form{
		{Name: "E.164", write: func(e Example) string { return e.E164 }},
		{Name: "international", write: international},
		{Name: "RFC 3966", write: func(e Example) string { return phonenumbers.Format(e.number, phonenumbers.RFC3966) }},
		{Name: "dots", write: func(e Example) string { return strings.NewReplacer(" ", ".", "-", ".").Replace(international(e)) }},
		{Name: "00 and digits", write: func(e Example) string { return "00" + e.Code + e.National }},
		{Name: "011 and groups", write: func(e Example) string { return "011 " + strings.TrimPrefix(international(e), "+") }, Region: "US"},
		{Name: NoPlus, write: func(e Example) string { return e.Code + e.National }},
		{Name: "full width", write: func(e Example) string { return shift(e.E164, '\uff10') }},
		{Name: "Arabic digits", write: func(e Example) string { return shift(e.E164, '\u0660') }},
		{Name: "Persian digits", write: func(e Example) string { return shift(international(e), '\u06f0') }},
		{Name: "Devanagari digits", write: func(e Example) string { return shift(international(e), '\u0966') }},
		{Name: "marks of direction", write: func(e Example) string { return "\u202a" + international(e) + "\u202c" }},
		{Name: "extension", write: func(e Example) string { return international(e) + " ext. 12" }},
		{Name: "label", write: func(e Example) string { return "mobile: " + international(e) + " (private)" }},
		{Name: "second of two", write: func(e Example) string { return "+14155550100 / " + international(e) }},
		{Name: "first of two lines", write: func(e Example) string { return international(e) + "\r\n+14155550100" }},
		{Name: "either or", write: func(e Example) string { return "+14155550100 oder " + e.E164 }},
		{Name: "national", write: Example.NationalFormat},
		{Name: "national digits", write: func(e Example) string { return asciiDigits(e.NationalFormat()) }},
		{Name: "significant digits", write: func(e Example) string { return e.National }},
		{Name: "0011 and groups", write: func(e Example) string { return "0011 " + strings.TrimPrefix(international(e), "+") }, Region: "DE"},
		{Name: "sign before 00", write: func(e Example) string { return "'00" + e.Code + e.National }, Region: "US"},
		{Name: "dots in the middle", write: func(e Example) string { return strings.NewReplacer(" ", "·", "-", "•").Replace(international(e)) }},
		{Name: "escaped", write: func(e Example) string { return "tel:" + strings.ReplaceAll(international(e), " ", "%20") }},
		{Name: "numbered", write: func(e Example) string { return "2. " + international(e) }},
		{Name: "after a tab", write: func(e Example) string { return "+14155550100\t" + international(e) }},
		{Name: "hours", write: func(e Example) string { return e.E164 + " (9-17h)" }},
		{Name: "room", write: func(e Example) string { return international(e) + " (Büro 8)" }},
		{Name: "line", write: func(e Example) string { return e.NationalFormat() + " line 2" }},
		{Name: "Apparat", write: func(e Example) string { return international(e) + " Apparat 12" }},
	}
}

// Tail is something short that stands behind a number and is no part of it.
type Tail struct {
	// Name says which, for the log of a test.
	Name string
	// Apart is true when anybody sees that it is no part of the number.
	Apart bool

	text string
}

// Behind returns an example with the tail behind it, in national and in
// international form.
func (t Tail) Behind(e Example) []string {
	return []string{e.NationalFormat() + t.text, international(e) + t.text}
}

// Tails returns what people put behind numbers: words, brackets and spaces with
// one to four digits.
func Tails() []Tail {
	return []Tail{
		{Name: "one digit", text: " 2"},
		{Name: "two digits", text: " 12"},
		{Name: "three digits", text: " 123"},
		{Name: "four digits", text: " 1234"},
		{Name: "word and one digit", Apart: true, text: " line 2"},
		{Name: "word and two digits", Apart: true, text: " Büro 12"},
		{Name: "word and three digits", Apart: true, text: ", r. 123"},
		{Name: "word and four digits", Apart: true, text: " since 2019"},
		{Name: "hour", Apart: true, text: " after 5pm"},
		{Name: "hours", Apart: true, text: " 8-17 Uhr"},
		{Name: "ordinal", text: " 2nd"},
		{Name: "digit in brackets", Apart: true, text: " (2)"},
		{Name: "digits in brackets", Apart: true, text: "[12]"},
		{Name: "words in brackets", Apart: true, text: " (Haus 8)"},
		{Name: "picture and digit", Apart: true, text: " \U0001f3e0 2"},
		{Name: "slash and digit", Apart: true, text: " / 2"},
	}
}

// NoPlus is the name of the form in which a number stands with its calling code
// and without a plus sign. Where that may as well be a longer landline of the
// same country it is read as that: 62218350123 in Indonesia.
const NoPlus = "digits without plus"

func international(e Example) string {
	return phonenumbers.Format(e.number, phonenumbers.INTERNATIONAL)
}

// shift writes the ASCII digits of text in the digits that begin with zero.
func shift(text string, zero rune) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, text)
}

func asciiDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
