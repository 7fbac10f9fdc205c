package parse

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// FuzzRead holds that no text makes the reader panic or break its own rules.
// Run it with: go test -fuzz FuzzRead ./internal/phone/parse
func FuzzRead(f *testing.F) {
	for _, seed := range [][2]string{
		{"+14155550100", ""}, {"(415) 555-0100 x7 / 020 7946 0018", "US"}, {"tel:;phone-context=+", "US"},
		{"tel:555-0100;phone-context=+1-415;ext=7", ""}, {"0044(0)20", "GB"}, {"+54 9 11 15 2345-6789", "AR"},
		{"1-800-FLOWERS; 044 55 1234 5678", "MX"}, {"\u202e+٠١٠१२३\xff", "EG"}, {";ext=;isub=", "ZZ"}, {"+00+00+", "BR"},
		{"[[((home)", "XX"}, {"4.1E+9", "US"}, {"#########1,,,,;;//|", "DE"}, {"0000000/ 00", "UY"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, raw, region string) {
		numbers := Text(phone.Text{Raw: raw, Region: region})
		if len(numbers) > maxNumbers {
			t.Fatalf("%d numbers", len(numbers))
		}
		if utf8.RuneCountInString(raw) > phone.MaxTextLength && numbers != nil {
			t.Fatal("a text that is too long was read")
		}
		for _, n := range numbers {
			checkNumber(t, n)
			if n.E164 == "" {
				continue
			}
			again := Text(phone.Text{Raw: n.E164})
			if len(again) != 1 || again[0].E164 != n.E164 || !reflect.DeepEqual(again[0].Forms(), n.Forms()) {
				t.Fatalf("%q reads back as %+v", n.E164, again)
			}
		}
	})
}

// checkNumber holds what is promised of every number.
func checkNumber(t *testing.T, n phone.Number) {
	t.Helper()
	if n.Possible != (n.E164 != "") || (n.Valid && !n.Possible) {
		t.Fatalf("possible %v, valid %v with E.164 %q", n.Possible, n.Valid, n.E164)
	}
	if n.HasCountry && n.ReadIn != "" {
		t.Fatalf("own country code and yet read in %q", n.ReadIn)
	}
	for _, form := range append(n.Forms(), "+"+n.National) {
		digits := strings.TrimPrefix(form, "+")
		if digits == form || digits == "" || digitsOf(digits) != digits {
			t.Fatalf("%q is no number", form)
		}
	}
	if n.E164 != "" && (n.E164 != "+"+n.CountryCode+n.National || len(n.E164) > phone.MaxDigits+1) {
		t.Fatalf("%q is not code %q and national number %q", n.E164, n.CountryCode, n.National)
	}
	packed, err := json.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	var unpacked phone.Number
	if err := json.Unmarshal(packed, &unpacked); err != nil {
		t.Fatal(err)
	}
	if utf8.ValidString(n.Raw) && !reflect.DeepEqual(n, unpacked) {
		t.Fatalf("%+v became %+v as JSON", n, unpacked)
	}
}
