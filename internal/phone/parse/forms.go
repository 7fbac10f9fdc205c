package parse

import (
	"slices"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers/v2"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// noRegion is the library's code for an unknown region. Numbers read in it must
// carry their country code.
const noRegion = "ZZ"

// fromParsed turns the library's number into ours, in the form its country uses
// today.
func fromParsed(parsed *phonenumbers.PhoneNumber) phone.Number {
	code := int(parsed.GetCountryCode())
	prefix := "+" + strconv.Itoa(code)
	national := phonenumbers.GetNationalSignificantNumber(parsed)
	current, variants := nationalForms(code, national)
	ext := parsed.GetExtension()
	var written string
	if current != national {
		if slices.Contains(variants, national) {
			written = prefix + national
		}
		again, err := phonenumbers.Parse(prefix+current, noRegion)
		if err != nil {
			return phone.Number{}
		}
		parsed = again
		national = phonenumbers.GetNationalSignificantNumber(parsed)
	}
	// The library reads a number of nothing but zeros differently each time.
	possible := strings.Trim(national, "0") != "" &&
		phonenumbers.IsPossibleNumberWithReason(parsed) == phonenumbers.IS_POSSIBLE &&
		len(prefix)-1+len(national) <= phone.MaxDigits
	if !possible {
		return phone.Number{National: national, Extension: ext}
	}
	number := phone.Number{
		E164:        prefix + national,
		CountryCode: strconv.Itoa(code),
		National:    national,
		Region:      regionOf(parsed),
		Display:     phonenumbers.Format(parsed, phonenumbers.INTERNATIONAL),
		Extension:   ext,
		Written:     written,
		Valid:       phonenumbers.IsValidNumber(parsed),
		Possible:    true,
	}
	for _, variant := range variants {
		number.Variants = append(number.Variants, prefix+variant)
	}
	return number
}

// regionOf returns the ISO 3166 code of a number's country, or of the main
// country of its calling code when the number is in no assigned range.
func regionOf(parsed *phonenumbers.PhoneNumber) string {
	if region := phonenumbers.GetRegionCodeForNumber(parsed); region != "" && region != noRegion {
		return region
	}
	region := phonenumbers.GetRegionCodeForCountryCode(int(parsed.GetCountryCode()))
	if region == noRegion {
		return ""
	}
	return region
}

// The countries whose mobile numbers are in use in two forms.
const (
	codeMexico    = 52
	codeArgentina = 54
	codeBrazil    = 55
)

// nationalForms returns the form of a national significant number that its
// country uses today and the other forms in which the same subscriber may be
// stored. Outside of the three countries it returns national itself and none.
//
// WhatsApp keeps the form that was valid when the account was made, and
// libphonenumber does not know these forms as equal: it calls +52 1 … invalid,
// and Brazil's two forms of a mobile number different.
func nationalForms(code int, national string) (current string, others []string) {
	switch code {
	case codeMexico:
		return mexicanForms(national)
	case codeArgentina:
		return argentineForms(national)
	case codeBrazil:
		return brazilianForms(national)
	}
	return national, nil
}

// mexicanForms drops what stood before the ten digits of a Mexican number until
// August 2019: 1 in front of mobile numbers dialled from abroad, 044 and 045
// for mobile numbers and 01 for long distance within Mexico. No area code
// begins with 0 or 1, so that nothing else can be meant.
func mexicanForms(national string) (current string, others []string) {
	for _, prefix := range []string{"", "1", "01", "044", "045"} {
		length := len(prefix) + 10
		if len(national) != length || national[:len(prefix)] != prefix {
			continue
		}
		if ten := national[len(prefix):]; ten[0] >= '2' {
			return ten, []string{"1" + ten}
		}
	}
	return national, nil
}

// argentineForms adds or drops the 9 that stands before the area code of mobile
// numbers dialled from abroad. Area code and subscriber number together have
// ten digits, unique in the country, and area codes begin with 1, 2 or 3. The
// library itself turns the domestic 15 after the area code into that 9, but not
// when both are written.
func argentineForms(national string) (current string, others []string) {
	area := func(digits string) bool { return digits[0] >= '1' && digits[0] <= '3' }
	switch {
	case len(national) == 10 && area(national):
		return national, []string{"9" + national}
	case len(national) == 11 && national[0] == '9' && area(national[1:]):
		return national, []string{national[1:]}
	case len(national) == 13 && national[0] == '9' && area(national[1:]):
		return withoutFifteen(national)
	}
	return national, nil
}

// withoutFifteen reads an Argentine number that carries both the international
// 9 and the domestic 15.
func withoutFifteen(national string) (current string, others []string) {
	parsed, err := phonenumbers.Parse("+54"+national[1:], noRegion)
	if err != nil {
		return national, nil
	}
	if read := phonenumbers.GetNationalSignificantNumber(parsed); len(read) == 11 && read[0] == '9' {
		return read, []string{read[1:]}
	}
	return national, nil
}

// brazilianForms adds or drops the ninth digit of Brazilian mobile numbers,
// which was put in front of the eight digits from 2012 to 2016. Landlines,
// which begin with 2 to 5, never gained it.
func brazilianForms(national string) (current string, others []string) {
	if len(national) < 10 || national[0] < '1' || national[1] < '1' {
		return national, nil
	}
	area, subscriber := national[:2], national[2:]
	switch {
	case len(subscriber) == 8 && hadEightDigits(subscriber):
		return area + "9" + subscriber, []string{national}
	case len(subscriber) == 9 && subscriber[0] == '9' && hadEightDigits(subscriber[1:]):
		return national, []string{area + subscriber[1:]}
	}
	return national, nil
}

// hadEightDigits reports whether eight digits can be an old mobile number of
// Brazil: one that began with 6, 8 or 9, or with 7 outside of 70 and 77 to 79.
// Those four were trunked radio, which kept its eight digits, so that the same
// digits behind a 9 may belong to somebody else.
func hadEightDigits(subscriber string) bool {
	switch subscriber[0] {
	case '6', '8', '9':
		return true
	case '7':
		return subscriber[1] >= '1' && subscriber[1] <= '6'
	}
	return false
}
