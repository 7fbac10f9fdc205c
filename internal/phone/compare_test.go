package phone

import (
	"encoding/json"
	"reflect"
	"testing"
)

// us returns a valid North American number that carries its country code.
func us(national string) Number {
	return Number{Raw: "+1" + national, E164: "+1" + national, CountryCode: "1", National: national, Region: "US", HasCountry: true, Valid: true, Possible: true}
}

// readIn returns n as if its text had no country code and was read in region.
func readIn(n Number, region string) Number {
	n.HasCountry, n.ReadIn = false, region
	return n
}

// digits returns an incomplete number.
func digits(national string) Number { return Number{Raw: national, National: national} }

func TestCompare(t *testing.T) {
	t.Parallel()
	mexico := Number{E164: "+525512345678", CountryCode: "52", National: "5512345678", Variants: []string{"+5215512345678"}, HasCountry: true, Valid: true, Possible: true}
	mexicoOld := mexico
	mexicoOld.Written = "+5215512345678"
	argentina := Number{E164: "+5491123456789", CountryCode: "54", National: "91123456789", Variants: []string{"+541123456789"}, HasCountry: true, Valid: true, Possible: true}
	argentinaHome := Number{E164: "+541123456789", CountryCode: "54", National: "1123456789", Variants: []string{"+5491123456789"}, HasCountry: true, Valid: true, Possible: true}
	ivoryOld := Number{E164: "+22501234567", CountryCode: "225", National: "01234567", HasCountry: true, Possible: true}
	ivory := Number{E164: "+2250701234567", CountryCode: "225", National: "0701234567", HasCountry: true, Valid: true, Possible: true}
	spain := Number{E164: "+344155550100", CountryCode: "34", National: "4155550100", HasCountry: true, Possible: true}

	tests := []struct {
		name   string
		a, b   Number
		region string
		want   Verdict
	}{
		{"the same international number", us("4155550100"), us("4155550100"), "", Same},
		{"another extension", us("4155550100"), Number{E164: "+14155550100", CountryCode: "1", National: "4155550100", HasCountry: true, Possible: true, Extension: "7"}, "US", Same},
		{"written in two forms", mexico, mexicoOld, "", Variant},
		{"written in the same old form", mexicoOld, mexicoOld, "", Same},
		{"mobile and domestic form", argentina, argentinaHome, "", Variant},
		{"national, read in the default region", us("4155550100"), readIn(us("4155550100"), "US"), "US", National},
		{"national, old form, read in the default region", mexicoOld, readIn(mexico, "MX"), "MX", National},
		{"both national", readIn(us("4155550100"), "US"), readIn(us("4155550100"), "US"), "US", National},
		{"national, read in a region of the same plan", us("4155550100"), readIn(us("4155550100"), "CA"), "CA", National},
		{"national, read in another region than the default", us("4155550100"), readIn(us("4155550100"), "US"), "DE", Suffix},
		{"national, no default region", us("4155550100"), readIn(us("4155550100"), "US"), "", Suffix},
		{"national of another country", spain, readIn(us("4155550100"), "US"), "US", Suffix},
		{"last eight digits only", us("4155550100"), digits("55550100"), "US", Suffix},
		{"last seven digits only", us("4155550100"), digits("5550100"), "US", Different},
		{"prefix the country has added", ivory, ivoryOld, "", Suffix},
		{"same digits, other country", us("4155550100"), spain, "US", Different},
		{"other area code", us("4155550100"), us("3155550100"), "US", Different},
		{"other area code, national", us("4155550100"), readIn(us("3155550100"), "US"), "US", Different},
		{"one digit changed", us("4155550100"), us("4155550101"), "US", Different},
		{"no number", us("4155550100"), Number{}, "US", Different},
		{"no numbers", Number{}, Number{}, "US", Different},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Compare(tt.a, tt.b, tt.region); got != tt.want {
				t.Errorf("Compare = %v, want %v", got, tt.want)
			}
			if got := Compare(tt.b, tt.a, tt.region); got != tt.want {
				t.Errorf("the other way round Compare = %v, want %v", got, tt.want)
			}
			if got := CompareLists([]Number{{}, tt.a}, []Number{tt.b, {}}, tt.region); got != tt.want {
				t.Errorf("CompareLists = %v, want %v", got, tt.want)
			}
		})
	}
}

// TestSuffixFindsEveryVerdict holds that an index by [Number.Forms] and
// [Number.Suffix] misses nothing that [Compare] would call related.
func TestSuffixFindsEveryVerdict(t *testing.T) {
	t.Parallel()
	numbers := []Number{us("4155550100"), readIn(us("4155550100"), "US"), us("4155550199"), digits("55550100"), digits("5550100"), {}}
	for _, a := range numbers {
		for _, b := range numbers {
			related := sharesForm(a, b) || (a.Suffix() != "" && a.Suffix() == b.Suffix())
			if Compare(a, b, "US") != Different && !related {
				t.Errorf("%+v and %+v are related but share no key", a, b)
			}
		}
	}
}

func TestJIDText(t *testing.T) {
	t.Parallel()
	if text, ok := JIDText("14155550132"); !ok || text != (Text{Raw: "+14155550132"}) {
		t.Errorf("JIDText gave %+v, %v", text, ok)
	}
	for _, user := range []string{"", "0", "1234", "1234567890123456", "120363025550000001", "+14155550132", "1415555013a", "14155550132:3"} {
		if text, ok := JIDText(user); ok {
			t.Errorf("JIDText(%q) = %+v, want a refusal", user, text)
		}
	}
}

func TestVerdictNamesAreTheContractsReasons(t *testing.T) {
	t.Parallel()
	want := map[Verdict]string{Same: "same", Variant: "variant", National: "national", Suffix: "suffix", Different: "different"}
	for verdict, name := range want {
		if verdict.String() != name {
			t.Errorf("%d is named %q, want %q", int(verdict), verdict, name)
		}
	}
}

func TestNumberSurvivesJSON(t *testing.T) {
	t.Parallel()
	before := Number{
		Raw: "055 1234 5678", E164: "+525512345678", Written: "+5215512345678", Variants: []string{"+5215512345678"}, CountryCode: "52",
		National: "5512345678", Region: "MX", Display: "+52 55 1234 5678", Extension: "7", HasCountry: true, ReadIn: "MX", Valid: true, Possible: true,
	}
	packed, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	var after Number
	if err := json.Unmarshal(packed, &after); err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("%+v became %+v, error %v", before, after, err)
	}
}
