package parse

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers/v2"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// example is one of the library's own example numbers.
type example struct {
	region string
	number *phonenumbers.PhoneNumber
	e164   string
}

// examples returns the fixed-line and mobile example numbers of every region
// the library knows, each number once.
func examples(t *testing.T) []example {
	t.Helper()
	var list []example
	for _, region := range slices.Sorted(maps.Keys(phonenumbers.GetSupportedRegions())) {
		seen := map[string]bool{}
		for _, kind := range []phonenumbers.PhoneNumberType{phonenumbers.MOBILE, phonenumbers.FIXED_LINE} {
			number := phonenumbers.GetExampleNumberForTypeInRegion(region, kind)
			if number == nil {
				continue
			}
			if e164 := phonenumbers.Format(number, phonenumbers.E164); !seen[e164] {
				seen[e164] = true
				list = append(list, example{region, number, e164})
			}
		}
	}
	if len(list) < 300 {
		t.Fatalf("only %d example numbers", len(list))
	}
	return list
}

// writtenForm is one way in which people write a number.
type writtenForm struct {
	name  string
	write func(example) string
	// country is true when the form carries the country code.
	country bool
}

func writtenForms() []writtenForm {
	digits := func(e example) string { return strings.TrimPrefix(e.e164, "+") }
	national := func(e example) string { return phonenumbers.Format(e.number, phonenumbers.NATIONAL) }
	international := func(e example) string { return phonenumbers.Format(e.number, phonenumbers.INTERNATIONAL) }
	return []writtenForm{
		{"E.164", func(e example) string { return e.e164 }, true},
		{"international", international, true},
		{"RFC 3966", func(e example) string { return phonenumbers.Format(e.number, phonenumbers.RFC3966) }, true},
		{"dots", func(e example) string { return strings.NewReplacer(" ", ".", "-", ".").Replace(international(e)) }, true},
		{"00 and digits", func(e example) string { return "00" + digits(e) }, true},
		{"digits without plus", digits, true},
		{"full width", func(e example) string { return shift(e.e164, '\uff10') }, true},
		{"Arabic digits", func(e example) string { return shift(e.e164, '\u0660') }, true},
		{"marks of direction", func(e example) string { return "\u202a" + international(e) + "\u202c" }, true},
		{"extension", func(e example) string { return international(e) + " ext. 12" }, true},
		{"label", func(e example) string { return "mobile: " + international(e) + " (private)" }, true},
		{"second of two", func(e example) string { return "+14155550100 / " + international(e) }, true},
		{"national", national, false},
		{"national digits", func(e example) string { return digitsOf(national(e)) }, false},
		{"significant digits", func(e example) string { return phonenumbers.GetNationalSignificantNumber(e.number) }, false},
	}
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

// TestCorpusIsFound reads every example in every form and compares it with the
// chat of the same number. A form that carries the country code after a plus
// sign must always be found; the others are counted, and held to a floor.
func TestCorpusIsFound(t *testing.T) {
	t.Parallel()
	list := examples(t)
	for _, form := range writtenForms() {
		found, firstMissed := 0, ""
		for _, e := range list {
			chat := Text(phone.Text{Raw: e.e164})
			stored := Text(phone.Text{Raw: form.write(e), Region: e.region})
			if phone.CompareLists(chat, stored, e.region) >= phone.National {
				found++
			} else if firstMissed == "" {
				firstMissed = e.region + " " + form.write(e)
			}
		}
		t.Logf("%-20s %d of %d found, first missed: %q", form.name, found, len(list), firstMissed)
		floor := len(list)
		if !form.country || form.name == "digits without plus" {
			floor = len(list) * 97 / 100
		}
		if found < floor {
			t.Errorf("%s: %d of %d found, want at least %d", form.name, found, len(list), floor)
		}
	}
}

// oneDigitChanged returns every number that differs from digits in one place.
func oneDigitChanged(digits string) []string {
	var changed []string
	for at := range digits {
		for digit := byte('0'); digit <= '9'; digit++ {
			if digit != digits[at] {
				changed = append(changed, digits[:at]+string(digit)+digits[at+1:])
			}
		}
	}
	return changed
}

// TestCorpusHasNoFalseMatch holds that no number is certainly another one: not
// with any single digit changed, not with the same national digits in another
// country, and not when a national number is read in the wrong region.
func TestCorpusHasNoFalseMatch(t *testing.T) {
	t.Parallel()
	list := examples(t)
	compared := map[string]int{}
	apart := func(what string, chat, stored []phone.Number, region string) {
		t.Helper()
		compared[what]++
		if verdict := phone.CompareLists(chat, stored, region); verdict >= phone.National {
			t.Errorf("%s: chat %+v and stored %+v are %v", what, chat, stored, verdict)
		}
	}
	for _, e := range list {
		chat := Text(phone.Text{Raw: e.e164})
		code, national := chat[0].CountryCode, chat[0].National
		for _, other := range oneDigitChanged(national) {
			if code == "54" && other == "0"+national[1:] {
				// A zero for the mobile 9 is Argentina's domestic form of the
				// same number.
				continue
			}
			apart("one digit changed, E.164", chat, Text(phone.Text{Raw: "+" + code + other, Region: e.region}), e.region)
			apart("one digit changed, national", chat, Text(phone.Text{Raw: other, Region: e.region}), e.region)
		}
		for _, foreign := range []string{"1", "7", "34", "44", "49", "52", "54", "55", "91", "971"} {
			if foreign != code {
				apart("same national number abroad", chat, Text(phone.Text{Raw: "+" + foreign + national}), e.region)
			}
		}
		for _, region := range []string{"US", "GB", "DE", "BR", "IN", "MX", "AR", "IT"} {
			if phonenumbers.GetCountryCodeForRegion(region) == int(e.number.GetCountryCode()) {
				continue
			}
			written := phonenumbers.Format(e.number, phonenumbers.NATIONAL)
			apart("national number read in another region", chat, Text(phone.Text{Raw: written, Region: region}), region)
			apart("national number of another region", chat, Text(phone.Text{Raw: written, Region: e.region}), region)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(compared)) {
		t.Logf("%s: %d pairs, no false match", what, compared[what])
	}
}
