package parse

import (
	"regexp"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers/v2"

	"github.com/chatkeep/chatkeep/internal/phone"
)

const (
	// minDigits is how many digits a text must have to be worth reporting.
	minDigits = 5
	// minBareInternational is how many digits a number without a plus sign must
	// have before its first digits are tried as a country code.
	minBareInternational = 11
)

var (
	// link is a link that opens a chat, which holds a number with its country code
	// and without a plus sign:
	// https://faq.whatsapp.com/5913398998672934.
	link = regexp.MustCompile(`(?i)\b(?:wa\.me/|whatsapp\.com/send\S*?\bphone=)\+?([0-9]{7,15})(?:[^0-9]|$)`)
	// dialledOut is the prefix that dials out of most countries, or out of
	// North America.
	dialledOut = regexp.MustCompile(`^[\s(]*\+?(?:00|011)[\s)-]*`)
	// dialledOutOfAustralia is Australia's, 0011. No number begins like that in a
	// country where 00 dials out: it would be a North American one with a 1 too many.
	dialledOutOfAustralia = regexp.MustCompile(`^[\s(]*\+?0011[\s)-]*`)
	// bareGroups are groups of digits with one sign between them.
	bareGroups = regexp.MustCompile(`^(?:\([0-9]+\)[ -]?)?[0-9]+(?:[ .-][0-9]+)*$`)
	// italianZero is a trunk zero after Italy's country code, as it is put there
	// by those who do not know that Italy has none.
	italianZero = regexp.MustCompile(`^(\+|00|011)?\s*39\s*\(0\)\s*3`)
)

// readSingle reads a text with at most one number, or several with nothing but
// words between them. The result is empty when the text has fewer digits than any
// number.
func readSingle(text, region string) []phone.Number {
	if hasContext(text) || strings.Contains(strings.ToLower(text), ";isub=") {
		return worthReporting(text, "", readOr(best(reading{text: text, region: region}), text))
	}
	if found := link.FindStringSubmatch(text); found != nil {
		return worthReporting(text, "", readOr(best(reading{text: "+" + found[1]}), found[1]))
	}
	main, ext := cutExtension(text)
	pieces := piecesOf(main)
	var numbers []phone.Number
	switch len(pieces) {
	case 0:
		return nil
	case 1:
		numbers = readPiece(pieces[0], region)
	default:
		numbers = readPieces(pieces, region)
	}
	// What may be two numbers without letters is none with them.
	doubtful := len(pieces) == 1 && len(numbers) > 1
	if !doubtful && !slices.ContainsFunc(numbers, isValid) {
		if spelled, ok := readSpelled(main, region); ok {
			numbers = []phone.Number{spelled}
		}
	}
	return worthReporting(text, ext, numbers)
}

// readWhole reads all digits of a piece as one number.
//
// The readings are tried from the likely to the far-fetched, and a reading that
// lies in an assigned range beats one that merely has a possible length. The
// far-fetched ones have to lie in an assigned range. open is true when there are
// two numbers that may be meant, or a prefix was read that nothing fits behind;
// there is no telling then.
func readWhole(piece, region string) (number phone.Number, open bool) {
	if italianZero.MatchString(piece) {
		return readItalian(piece, region)
	}
	if rest := dialledOutOfAustralia.ReplaceAllString(piece, ""); rest != piece && !slices.Contains([]string{"AU", "CC", "CX"}, region) {
		number = best(reading{text: "+" + rest, onlyValid: true})
		return number, !number.Valid
	}
	number = best(reading{text: piece, region: region})
	if rest := dialledOut.ReplaceAllString(piece, ""); rest != piece && !number.Valid {
		abroad := best(reading{text: "+" + rest, onlyValid: true})
		if abroad.Valid && (strings.HasPrefix(digitsOf(piece), "00") || isNorthAmerican(region) || isCodeApart(rest, region, abroad)) {
			return abroad, false
		}
	}
	digits := digitsOf(piece)
	if !bareGroups.MatchString(piece) || len(digits) < minBareInternational || digits[0] == '0' || number.HasCountry && number.Valid {
		return number, false
	}
	return withCodeInFront(piece, region, number)
}

// withCodeInFront weighs the reading of a long piece without a plus sign against
// the one in which it begins with a country code: 4915112345678 in Germany is a
// mobile number without its plus sign and not a landline of 13 digits without its
// zero. A code that is not the region's own is believed of digits without groups,
// and of those whose first group is the code, unless the other groups are a number
// of the region as it is written there. A reading in the region with such a group
// in front is not believed either.
func withCodeInFront(piece, region string, national phone.Number) (number phone.Number, open bool) {
	digits := digitsOf(piece)
	abroad := best(reading{text: "+" + digits, onlyValid: true})
	switch {
	case !abroad.Valid:
		return national, false
	case !national.Valid && isCodeApart(piece, region, abroad):
		return abroad, false
	case !national.Valid:
		return national, digitGroups(piece)[0] == abroad.CountryCode
	case digits != national.National:
		return national, false
	case abroad.CountryCode == national.CountryCode && isMobile(abroad) && !isMobile(national):
		return abroad, false
	}
	groups := digitGroups(piece)
	return national, abroad.CountryCode != national.CountryCode && len(groups) > 1 && groups[0] == abroad.CountryCode
}

// isNorthAmerican reports whether 011 dials out of a region.
func isNorthAmerican(region string) bool { return phonenumbers.GetCountryCodeForRegion(region) == 1 }

// isCodeApart reports whether a piece is grouped as a number abroad is that begins
// with its country code, and not as one of the region.
func isCodeApart(piece, region string, abroad phone.Number) bool {
	groups := digitGroups(piece)
	if len(groups) == 1 {
		return true
	}
	if groups[0] != abroad.CountryCode {
		return false
	}
	here := best(reading{text: strings.Join(groups[1:], " "), region: region, onlyValid: true})
	return !here.Valid || here.CountryCode == abroad.CountryCode || !slices.Equal(digitGroups(here.Display)[1:], groups[1:])
}

// readItalian reads an Italian number with a zero in brackets before a 3. The zero
// belongs to landlines and not to mobile numbers; where it makes no difference to
// being assigned, there is no telling which was meant.
func readItalian(piece, region string) (number phone.Number, open bool) {
	readings := func(text string) []reading {
		return []reading{
			{text: text, region: region, onlyValid: true},
			{text: "+" + strings.TrimLeft(digitsOf(text), "0"), onlyValid: true},
		}
	}
	landline, mobile := best(readings(piece)...), best(readings(strings.Replace(piece, "(0)", " ", 1))...)
	switch {
	case !landline.Valid:
		return mobile, false
	case !mobile.Valid:
		return landline, false
	}
	return landline, true
}

// hasContext reports whether a text is an address after RFC 3966 whose number
// begins in a parameter. Such an address is never one of several.
func hasContext(text string) bool {
	return strings.Contains(strings.ToLower(text), ";phone-context=")
}

// isMobile reports whether a number may be one of a mobile phone.
func isMobile(number phone.Number) bool {
	parsed, err := phonenumbers.Parse(number.E164, noRegion)
	if err != nil {
		return false
	}
	kind := phonenumbers.GetNumberType(parsed)
	return kind == phonenumbers.MOBILE || kind == phonenumbers.FIXED_LINE_OR_MOBILE
}

func isPossible(n phone.Number) bool { return n.Possible }

func isValid(n phone.Number) bool { return n.Valid }

// worthReporting completes results with the extension that was cut off, and drops
// what has fewer digits than any number.
func worthReporting(text, ext string, numbers []phone.Number) []phone.Number {
	numbers = slices.DeleteFunc(numbers, func(n phone.Number) bool { return !n.Possible && len(n.National) < minDigits })
	for i := range numbers {
		numbers[i].Raw = text
		if numbers[i].Extension == "" {
			numbers[i].Extension = ext
		}
	}
	return numbers
}
