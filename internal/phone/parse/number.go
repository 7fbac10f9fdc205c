package parse

import (
	"regexp"
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
	// comment is a remark in brackets that holds no digit: "(home)".
	comment = regexp.MustCompile(`\([^()0-9]*\)|\[[^\[\]0-9]*\]`)
	// extension is an extension at the end of a text, with its marker in the
	// languages that telephone fields are seen in.
	extension = regexp.MustCompile(`(?i)(?:[;,\s]*(?:ext(?:ension|n)?|xtn?|x|#|доб|int|anexo|ramal|poste|durchwahl|dw)[.:=)\s]*)([0-9]{1,7})\s*#?\)?\s*$`)
	// label is a word beside a number: "Tel.", "cell:".
	label = regexp.MustCompile(`[\pL\pM]+[.:]?`)
	// link is a link that opens a chat, which holds a number with its country code
	// and without a plus sign:
	// https://faq.whatsapp.com/5913398998672934.
	link = regexp.MustCompile(`(?i)\b(?:wa\.me/|whatsapp\.com/send\S*?\bphone=)\+?([0-9]{7,15})(?:[^0-9]|$)`)
	// dialledOut is the prefix that dials out of most countries, or out of
	// North America.
	dialledOut = regexp.MustCompile(`^[\s(]*\+?(?:00|011)[\s)-]*`)
)

// readNumber reads a text that holds at most one number. The result is empty
// when the text has fewer digits than any number.
//
// The readings are tried from the likely to the far-fetched, and a reading that
// lies in an assigned range beats one that merely has a possible length. The
// far-fetched ones have to lie in an assigned range.
func readNumber(text, region string) []phone.Number {
	if hasContext(text) || strings.Contains(strings.ToLower(text), ";isub=") {
		return oneOrNone(text, text, "", best(reading{text: text, region: region}))
	}
	if found := link.FindStringSubmatch(text); found != nil {
		return oneOrNone(text, found[1], "", best(reading{text: "+" + found[1]}))
	}
	main, ext := cutExtension(text)
	bare := strings.TrimSpace(label.ReplaceAllString(comment.ReplaceAllString(main, " "), " "))
	readings := []reading{{text: bare, region: region}}
	if rest := dialledOut.ReplaceAllString(bare, ""); rest != bare {
		readings = append(readings, reading{text: "+" + rest, onlyValid: true})
	}
	if digits := digitsOf(bare); !strings.Contains(bare, "+") && len(digits) >= minBareInternational && digits[0] != '0' {
		readings = append(readings, reading{text: "+" + digits, onlyValid: true})
	}
	if bare != strings.TrimSpace(main) {
		// The letters may be part of the number: 1-800-FLOWERS.
		readings = append(readings, reading{text: main, region: region, onlyValid: true})
	}
	return oneOrNone(text, bare, ext, withOwnCode(best(readings...), bare))
}

// hasContext reports whether a text is an address after RFC 3966 whose number
// begins in a parameter. Such an address is never one of several.
func hasContext(text string) bool {
	return strings.Contains(strings.ToLower(text), ";phone-context=")
}

// withOwnCode reads a number again that was read as a national one, when its
// digits may as well begin with the calling code of the same country:
// 4915112345678 in Germany is a mobile number without its plus sign and not a
// landline of 13 digits without its zero.
func withOwnCode(number phone.Number, bare string) phone.Number {
	digits := digitsOf(bare)
	if !number.Valid || number.HasCountry || len(digits) < minBareInternational || digits != number.National || !strings.HasPrefix(digits, number.CountryCode) {
		return number
	}
	whole := best(reading{text: "+" + digits, onlyValid: true})
	if whole.CountryCode == number.CountryCode && isMobile(whole) && !isMobile(number) {
		return whole
	}
	return number
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

// cutExtension separates the extension from a number. What stands before must
// be long enough to be a number.
func cutExtension(text string) (main, ext string) {
	at := extension.FindStringSubmatchIndex(text)
	if at == nil || len(digitsOf(text[:at[0]])) < minListed {
		return text, ""
	}
	return text[:at[0]], text[at[2]:at[3]]
}

// reading is one way to understand a text.
type reading struct {
	text, region string
	// onlyValid refuses a result outside of the assigned ranges.
	onlyValid bool
}

// best returns the first valid result, else the first possible one.
func best(readings ...reading) (found phone.Number) {
	for _, r := range readings {
		number, ok := r.parse()
		switch {
		case !ok || !number.Possible:
		case number.Valid:
			return number
		case !found.Possible && !r.onlyValid:
			found = number
		}
	}
	return found
}

func (r reading) parse() (phone.Number, bool) {
	region := r.region
	if region == "" {
		region = noRegion
	}
	parsed, err := phonenumbers.ParseAndKeepRawInput(r.text, region)
	if err != nil {
		// The library's errors say why a text is no number, and nobody is told:
		// a text that is no number is the ordinary case.
		return phone.Number{}, false
	}
	hasCountry := parsed.GetCountryCodeSource() != phonenumbers.PhoneNumber_FROM_DEFAULT_COUNTRY ||
		strings.Contains(strings.ToLower(r.text), ";phone-context=+")
	number := fromParsed(parsed)
	number.HasCountry = hasCountry
	if !hasCountry {
		number.ReadIn = r.region
	}
	return number, true
}

// oneOrNone completes a result with the extension that was cut off. Without a
// possible number it reports the digits of bare, so that an incomplete number
// can still be compared by its last digits.
func oneOrNone(text, bare, ext string, number phone.Number) []phone.Number {
	if !number.Possible {
		digits := digitsOf(bare)
		if len(digits) < minDigits {
			return nil
		}
		number = phone.Number{National: digits}
	}
	number.Raw = text
	if number.Extension == "" {
		number.Extension = ext
	}
	return []phone.Number{number}
}
