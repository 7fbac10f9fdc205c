package parse

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers/v2"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// What the corpus came to when it was last counted. Fewer of anything means that
// something is no longer recognised, or no longer tried.
const (
	fewestExamples    = 482
	fewestTruePairs   = 9637
	fewestFalsePairs  = 85_000
	fewestBareNumbers = 479
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
	if len(list) < fewestExamples {
		t.Fatalf("only %d example numbers, want at least %d", len(list), fewestExamples)
	}
	return list
}

// writtenForm is one way in which people write a number.
type writtenForm struct {
	name  string
	write func(example) string
	// region is where the text is read, empty for the example's own region.
	region string
	// atLeast is how many examples must be found in this form; 0 is all.
	atLeast int
}

func writtenForms() []writtenForm {
	digits := func(e example) string { return strings.TrimPrefix(e.e164, "+") }
	national := func(e example) string { return phonenumbers.Format(e.number, phonenumbers.NATIONAL) }
	international := func(e example) string { return phonenumbers.Format(e.number, phonenumbers.INTERNATIONAL) }
	return []writtenForm{
		{name: "E.164", write: func(e example) string { return e.e164 }},
		{name: "international", write: international},
		{name: "RFC 3966", write: func(e example) string { return phonenumbers.Format(e.number, phonenumbers.RFC3966) }},
		{name: "dots", write: func(e example) string { return strings.NewReplacer(" ", ".", "-", ".").Replace(international(e)) }},
		{name: "00 and digits", write: func(e example) string { return "00" + digits(e) }},
		{name: "011 and groups", write: func(e example) string { return "011 " + strings.TrimPrefix(international(e), "+") }, region: "US"},
		// A landline without a plus sign that may as well be a longer one of its own
		// country is read as that: 468123456 in Sweden.
		{name: "digits without plus", write: digits, atLeast: fewestBareNumbers},
		{name: "full width", write: func(e example) string { return shift(e.e164, '\uff10') }},
		{name: "Arabic digits", write: func(e example) string { return shift(e.e164, '\u0660') }},
		{name: "Persian digits", write: func(e example) string { return shift(international(e), '\u06f0') }},
		{name: "Devanagari digits", write: func(e example) string { return shift(international(e), '\u0966') }},
		{name: "marks of direction", write: func(e example) string { return "\u202a" + international(e) + "\u202c" }},
		{name: "extension", write: func(e example) string { return international(e) + " ext. 12" }},
		{name: "label", write: func(e example) string { return "mobile: " + international(e) + " (private)" }},
		{name: "second of two", write: func(e example) string { return "+14155550100 / " + international(e) }},
		{name: "first of two lines", write: func(e example) string { return international(e) + "\r\n+14155550100" }},
		{name: "either or", write: func(e example) string { return "+14155550100 oder " + e.e164 }},
		{name: "national", write: national},
		{name: "national digits", write: func(e example) string { return digitsOf(national(e)) }},
		{name: "significant digits", write: func(e example) string { return phonenumbers.GetNationalSignificantNumber(e.number) }},
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

// TestCorpusIsFound reads every example in every form, compares it with the chat
// of the same number, and looks for it in an index of texts. What is not certain
// must still be offered.
func TestCorpusIsFound(t *testing.T) {
	t.Parallel()
	list := examples(t)
	total := 0
	for _, form := range writtenForms() {
		found, firstMissed := 0, ""
		for _, e := range list {
			chat := Text(phone.Text{Raw: e.e164})
			text := phone.Text{Raw: form.write(e), Region: cmp.Or(form.region, e.region)}
			stored := Text(text)
			checkFiled(t, text, stored)
			switch verdict := phone.CompareLists(chat, stored, text.Region); {
			case verdict.Certain():
				found++
			case verdict == phone.Different:
				t.Errorf("%s in %s: not even offered", text.Raw, text.Region)
			case firstMissed == "":
				firstMissed = text.Region + " " + text.Raw
			}
		}
		t.Logf("%-20s %d of %d certain, first of the others: %q", form.name, found, len(list), firstMissed)
		atLeast := form.atLeast
		if atLeast == 0 {
			atLeast = len(list)
		}
		if found < atLeast {
			t.Errorf("%s: %d of %d found, want at least %d", form.name, found, len(list), atLeast)
		}
		total += found
	}
	t.Logf("%d true pairs found", total)
	if total < fewestTruePairs {
		t.Errorf("%d true pairs found, want at least %d", total, fewestTruePairs)
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
		if verdict := phone.CompareLists(chat, stored, region); verdict.Certain() {
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
	total := 0
	for _, what := range slices.Sorted(maps.Keys(compared)) {
		t.Logf("%s: %d pairs, no false match", what, compared[what])
		total += compared[what]
	}
	t.Logf("%d false pairs compared", total)
	if total < fewestFalsePairs {
		t.Errorf("%d false pairs compared, want at least %d", total, fewestFalsePairs)
	}
}
