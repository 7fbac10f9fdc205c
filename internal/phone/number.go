// Package phone holds telephone numbers that have been read, and compares them.
//
// It knows no numbering plan: texts are turned into numbers by a [Reader],
// whose implementation, with the metadata of every country, is package parse.
// That metadata is costly to unpack, so only the program that reads numbers
// links it; this package is small enough to be linked anywhere.
//
// The rule that governs comparison: two numbers are certainly the same only
// when every digit of one E.164 form agrees, and a number written without its
// country is only as good as the region in which it was read.
package phone

import "slices"

// MaxDigits is the longest international number, country code included, as
// ITU-T recommendation E.164 limits it.
const MaxDigits = 15

// suffixDigits is how many last digits must agree for a suspicion.
const suffixDigits = 8

// Number is one telephone number as it was read from a text.
//
// The zero Number stands for no number and is different from every number.
type Number struct {
	// Raw is the text the number was read from, as it was stored.
	Raw string `json:"raw"`
	// E164 is the number in the form its country uses today, such as
	// "+14155550100". It is empty when Possible is false.
	E164 string `json:"e164,omitempty"`
	// Written is the E.164 form that was written, when that is a legacy form
	// other than E164; "+5215512345678" for E164 "+525512345678".
	Written string `json:"written,omitempty"`
	// Variants are the other E.164 forms under which the same subscriber may be
	// stored: with or without Brazil's ninth digit, Mexico's 1, Argentina's 9.
	Variants []string `json:"variants,omitempty"`
	// CountryCode is the calling code in digits, "1" or "44"; empty when
	// Possible is false.
	CountryCode string `json:"cc,omitempty"`
	// National is the national significant number in digits, with the leading
	// zeros that belong to it, as in Italy. When Possible is false it holds
	// all digits that were written.
	National string `json:"national,omitempty"`
	// Region is the ISO 3166 code of the number's country, "001" for numbers of
	// no country, empty when not known.
	Region string `json:"region,omitempty"`
	// Display is the number in international form for people.
	Display string `json:"display,omitempty"`
	// Extension is what is dialled after the call was answered, in digits.
	Extension string `json:"ext,omitempty"`
	// HasCountry is true when the text carried its own country code.
	HasCountry bool `json:"hasCountry,omitempty"`
	// ReadIn is the region that supplied the country code when the text carried
	// none; empty when HasCountry is true.
	ReadIn string `json:"readIn,omitempty"`
	// Valid is true when the number lies in a range its country has assigned.
	Valid bool `json:"valid,omitempty"`
	// Possible is true when the number has a length its country uses. A number
	// may be possible and not valid, never the reverse.
	Possible bool `json:"possible,omitempty"`
}

// Forms returns every E.164 form of n, the current one first; nil when n is not
// a possible number. An index of numbers holds one entry per form.
func (n Number) Forms() []string {
	if n.E164 == "" {
		return nil
	}
	return append([]string{n.E164}, n.Variants...)
}

// Suffix returns the last 8 digits of n, or "" when it has fewer. Two numbers
// with different suffixes are never more than [Different].
func (n Number) Suffix() string {
	digits := n.CountryCode + n.National
	if len(digits) < suffixDigits {
		return ""
	}
	return digits[len(digits)-suffixDigits:]
}

// written returns the E.164 form in which the text gave the number.
func (n Number) written() string {
	if n.Written != "" {
		return n.Written
	}
	return n.E164
}

// sharesForm reports whether a and b have an E.164 form in common.
func sharesForm(a, b Number) bool {
	forms := b.Forms()
	return slices.ContainsFunc(a.Forms(), func(form string) bool {
		return slices.Contains(forms, form)
	})
}
