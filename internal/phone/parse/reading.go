package parse

import (
	"strings"

	"github.com/nyaruka/phonenumbers/v2"

	"github.com/chatkeep/chatkeep/internal/phone"
)

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
