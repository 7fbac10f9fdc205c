// Package corpus holds true and false pairs of telephone numbers for tests: the
// example numbers of every country, the ways in which people write them, and
// numbers that are almost the same. It serves tests alone.
package corpus

import (
	"maps"
	"slices"
	"strconv"

	"github.com/nyaruka/phonenumbers/v2"
)

// Example is an example number of a country, as the metadata of
// github.com/nyaruka/phonenumbers/v2 gives it.
type Example struct {
	// Region is the ISO 3166 code of the country, E164 the number with its plus
	// sign, Code its calling code and National its national significant number,
	// both in digits.
	Region, E164, Code, National string

	number *phonenumbers.PhoneNumber
}

// Examples returns the mobile and fixed-line example numbers of every region
// that the metadata knows, in the order of the regions, each number of a region
// once.
func Examples() []Example {
	var list []Example
	for _, region := range slices.Sorted(maps.Keys(phonenumbers.GetSupportedRegions())) {
		seen := map[string]bool{}
		for _, kind := range []phonenumbers.PhoneNumberType{phonenumbers.MOBILE, phonenumbers.FIXED_LINE} {
			number := phonenumbers.GetExampleNumberForTypeInRegion(region, kind)
			if number == nil {
				continue
			}
			e164 := phonenumbers.Format(number, phonenumbers.E164)
			if !seen[e164] {
				seen[e164] = true
				list = append(list, Example{
					Region: region, E164: e164, Code: strconv.Itoa(int(number.GetCountryCode())),
					National: phonenumbers.GetNationalSignificantNumber(number), number: number,
				})
			}
		}
	}
	return list
}

// NationalFormat returns the number as it is written within its country.
func (e Example) NationalFormat() string {
	return phonenumbers.Format(e.number, phonenumbers.NATIONAL)
}

// SharesCode reports whether a region has the example's calling code.
func (e Example) SharesCode(region string) bool {
	return phonenumbers.GetCountryCodeForRegion(region) == int(e.number.GetCountryCode())
}

// OneDigitAway returns the national significant numbers that differ from the
// example's in one digit. Argentina's 0 in the place of the mobile 9 is left
// out, because that is the domestic form of the same number.
func (e Example) OneDigitAway() []string {
	var others []string
	for at := range e.National {
		for digit := byte('0'); digit <= '9'; digit++ {
			if digit == e.National[at] || e.Code == "54" && at == 0 && digit == '0' {
				continue
			}
			others = append(others, e.National[:at]+string(digit)+e.National[at+1:])
		}
	}
	return others
}

// Abroad returns the E.164 numbers of ten other countries with the example's
// national significant number.
func (e Example) Abroad() []string {
	var others []string
	for _, code := range []string{"1", "7", "34", "44", "49", "52", "54", "55", "91", "971"} {
		if code != e.Code {
			others = append(others, "+"+code+e.National)
		}
	}
	return others
}
