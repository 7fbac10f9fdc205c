package parse

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/phone"
)

func TestTextReadsOneNumber(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, raw, region string
		want              string
		hasCountry        bool
	}{
		{"E.164", "+14155550100", "", "+14155550100", true},
		{"punctuation", "+1 (415) 555-0100", "", "+14155550100", true},
		{"dots", "415.555.0100", "US", "+14155550100", false},
		{"national", "(415) 555-0100", "US", "+14155550100", false},
		{"country code without plus, North America", "1 415 555 0100", "US", "+14155550100", true},
		{"trunk zero", "020 7946 0018", "GB", "+442079460018", false},
		{"trunk zero in brackets", "+44 (0)20 7946 0018", "US", "+442079460018", true},
		{"dialled out with 00", "0044 20 7946 0018", "DE", "+442079460018", true},
		{"dialled out with 00 where it is not used", "0044 20 7946 0018", "US", "+442079460018", true},
		{"dialled out with 011", "011 44 20 7946 0018", "US", "+442079460018", true},
		{"dialled out with 011 elsewhere", "011 44 20 7946 0018", "DE", "+442079460018", true},
		{"dialled out with 0011", "0011 44 20 7946 0018", "AU", "+442079460018", true},
		{"plus and 00", "+0044 20 7946 0018", "US", "+442079460018", true},
		{"dialled out without a region", "00442079460018", "", "+442079460018", true},
		{"country code without plus, own region", "919876543210", "IN", "+919876543210", true},
		{"country code without plus, other region", "919876543210", "US", "+919876543210", true},
		{"country code without plus, no region", "919876543210", "", "+919876543210", true},
		{"Italian zero", "06 698 12345", "IT", "+390669812345", false},
		{"Italian zero after the code", "+39 06 698 12345", "US", "+390669812345", true},
		{"Italian mobile", "333 123 4567", "IT", "+393331234567", false},
		{"slash after the area code", "030/1234567", "DE", "+49301234567", false},
		{"full width", "\uff0b\uff11\uff14\uff11\uff15\uff15\uff15\uff15\uff10\uff11\uff10\uff10", "", "+14155550100", true},
		{"full-width brackets", "\uff08\uff14\uff11\uff15\uff09\uff15\uff15\uff15\uff0d\uff10\uff11\uff10\uff10", "US", "+14155550100", false},
		{"Arabic digits", "٠١٠١٢٣٤٥٦٧٨", "EG", "+201012345678", false},
		{"Persian digits", "+۹۸۹۱۲۳۴۵۶۷۸۹", "", "+989123456789", true},
		{"Devanagari digits", "+९१ ९८७६५ ४३२१०", "", "+919876543210", true},
		{"Bengali digits", "০১৭১২৩৪৫৬৭৮", "BD", "+8801712345678", false},
		{"marks of direction", "\u200e\u202a+1 415 555 0100\u202c\u200f", "", "+14155550100", true},
		{"joiners and soft hyphens", "+1\u200b415\u2060555\u00ad0100\ufeff", "", "+14155550100", true},
		{"no-break spaces", "+1\u00a0415\u202f555\u20090100", "", "+14155550100", true},
		{"dashes of all lengths", "+1\u2010415\u2013555\u20140100", "", "+14155550100", true},
		{"minus sign", "415\u2212555\u22120100", "US", "+14155550100", false},
		{"byte that is no UTF-8", "+1 415 555\xff 0100", "", "+14155550100", true},
		{"vanity", "800-FLOWERS", "US", "+18003569377", false},
		{"vanity with a leading 1", "1-800-FLOWERS", "US", "+18003569377", true},
		{"vanity with country code", "+1 800 FLOWERS", "", "+18003569377", true},
		{"label before", "Mobile: +1 415 555 0100", "DE", "+14155550100", true},
		{"label after", "+1 415 555 0100 (home)", "", "+14155550100", true},
		{"label after, no brackets", "0171 1234567 privat", "DE", "+491711234567", false},
		{"RFC 3966", "tel:+1-415-555-0100", "", "+14155550100", true},
		{"RFC 3966 with context", "tel:555-0100;phone-context=+1-415", "", "+14155550100", true},
		{"link to WhatsApp", "https://wa.me/14155550100", "", "+14155550100", true},
		{"link to WhatsApp in a country of long numbers", "wa.me/4930123456", "DE", "+4930123456", true},
		{"link to WhatsApp with a text", "https://api.whatsapp.com/send?phone=4915112345678&text=hi%20there", "DE", "+4915112345678", true},
		{"own country code without plus, Germany", "49 151 12345678", "DE", "+4915112345678", true},
		{"own country code without plus, Indonesia", "62812345678", "ID", "+62812345678", true},
		{"area code like the country code", "0491 1234567", "DE", "+494911234567", false},
		{"a fraction of a table", "4155550100.0", "US", "+14155550100", false},
		{"a fraction of a table, with plus", "+14155550100.00", "DE", "+14155550100", true},
		{"letters that are ASCII in another case", "+1 800 FLOWER\u017f", "", "+18003569377", true},
		{"a picture before", "\U0001f4de +49 151 12345678", "DE", "+4915112345678", true},
		{"plus apart", "+ 44 20 7946 0018", "", "+442079460018", true},
		{"plus in brackets", "(+44) 20 7946 0018", "", "+442079460018", true},
		{"plus after something else", "*31#+4930123456", "DE", "+4930123456", true},
		{"number of no country", "+800 1234 5678", "", "+80012345678", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Text(phone.Text{Raw: tt.raw, Region: tt.region})
			if len(got) != 1 {
				t.Fatalf("Text(%q, %q) gave %d numbers, want 1: %+v", tt.raw, tt.region, len(got), got)
			}
			n := got[0]
			if n.E164 != tt.want || n.HasCountry != tt.hasCountry || !n.Possible {
				t.Errorf("Text(%q, %q) = %q, country %v, possible %v; want %q, %v, true",
					tt.raw, tt.region, n.E164, n.HasCountry, n.Possible, tt.want, tt.hasCountry)
			}
			if n.Raw != tt.raw {
				t.Errorf("Raw = %q, want %q", n.Raw, tt.raw)
			}
			if readIn := n.ReadIn; (readIn == "") != tt.hasCountry {
				t.Errorf("ReadIn = %q with HasCountry %v", readIn, tt.hasCountry)
			}
		})
	}
}

func TestTextFillsAllFields(t *testing.T) {
	t.Parallel()
	got := Text(phone.Text{Raw: "020 7946 0018 ext. 7", Region: "GB"})
	want := phone.Number{
		Raw: "020 7946 0018 ext. 7", E164: "+442079460018", CountryCode: "44", National: "2079460018", Region: "GB",
		Display: "+44 20 7946 0018", Extension: "7", ReadIn: "GB", Valid: true, Possible: true,
	}
	if len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestTextReadsExtensions(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		"+1 415 555 0100 ext 7", "+1 415 555 0100 ext. 7", "+1 415 555 0100 x7", "+1 415 555 0100x7", "+1 415 555 0100 #7",
		"+1 415 555 0100, ext 7", "+1 415 555 0100 (ext 7)", "+1 415 555 0100 extension 7", "tel:+1-415-555-0100;ext=7",
		"+1 415 555 0100 доб. 7", "+1 415 555 0100 ramal 7",
	} {
		got := Text(phone.Text{Raw: raw})
		if len(got) != 1 || got[0].E164 != "+14155550100" || got[0].Extension != "7" {
			t.Errorf("Text(%q) = %+v, want +14155550100 with extension 7", raw, got)
		}
	}
}

func TestTextReadsLists(t *testing.T) {
	t.Parallel()
	tests := []struct {
		raw, region string
		want        []string
	}{
		{"+14155550100 / +442079460018", "", []string{"+14155550100", "+442079460018"}},
		{"+14155550100; +442079460018", "", []string{"+14155550100", "+442079460018"}},
		{"+14155550100, +442079460018", "", []string{"+14155550100", "+442079460018"}},
		{"+14155550100 or +442079460018", "", []string{"+14155550100", "+442079460018"}},
		{"+14155550100 oder +442079460018", "", []string{"+14155550100", "+442079460018"}},
		{"+14155550100 & +442079460018", "", []string{"+14155550100", "+442079460018"}},
		{"+14155550100\n+442079460018", "", []string{"+14155550100", "+442079460018"}},
		{"+14155550100 +442079460018", "", []string{"+14155550100", "+442079460018"}},
		{"(415) 555-0100 / (415) 555-0199", "US", []string{"+14155550100", "+14155550199"}},
		{"030/1234567, 0171/7654321", "DE", []string{"+49301234567", "+491717654321"}},
		{"home 415 555 0100; cell 415 555 0199", "US", []string{"+14155550100", "+14155550199"}},
		{"+1 415 555 2671 / 72", "", []string{"+14155552671"}},
		{"+14155550100 / +1 415 555 0100", "", []string{"+14155550100"}},
		{"+14155550100 /", "", []string{"+14155550100"}},
		{"P: 415-555-0100 F: 415-555-0199", "US", []string{"+14155550100", "+14155550199"}},
		{"+49 171 1234567 since 2019", "DE", []string{"+491711234567"}},
		{"0171 1234567 (after 18 h)", "DE", []string{"+491711234567"}},
		{"+14155550100p12", "", []string{"+14155550100"}},
		{"1-800-FLOWERS or +442079460018", "US", []string{"+18003569377", "+442079460018"}},
		{"415-555-0100 / 800-FLOWERS", "US", []string{"+14155550100", "+18003569377"}},
		{"+1 800 GO FEDEX or 415-555-0100", "US", []string{"+18004633339", "+14155550100"}},
		{"415-555-0100 / ext 12", "US", []string{"+14155550100"}},
		{"415 home / 415-555-0100", "US", []string{"+14155550100"}},
	}
	for _, tt := range tests {
		var got []string
		for _, n := range Text(phone.Text{Raw: tt.raw, Region: tt.region}) {
			got = append(got, n.E164)
		}
		if strings.Join(got, " ") != strings.Join(tt.want, " ") {
			t.Errorf("Text(%q) = %v, want %v", tt.raw, got, tt.want)
		}
	}
}

func TestTextBoundsItsOutput(t *testing.T) {
	t.Parallel()
	many := strings.TrimSuffix(strings.Repeat("+14155550100/+14155550199/", 4), "/")
	if got := Text(phone.Text{Raw: many}); len(got) != 2 {
		t.Errorf("a repeated number came out %d times, want each once", len(got))
	}
	var distinct []string
	for i := range 12 {
		distinct = append(distinct, "+141555501"+string(rune('0'+i/10))+string(rune('0'+i%10)))
	}
	if got := Text(phone.Text{Raw: strings.Join(distinct, "/")}); len(got) != maxNumbers {
		t.Errorf("a list of 12 gave %d numbers, want %d", len(got), maxNumbers)
	}
	if got := Text(phone.Text{Raw: "+14155550100" + strings.Repeat(" ", phone.MaxTextLength)}); got != nil {
		t.Errorf("a text beyond %d characters gave %v", phone.MaxTextLength, got)
	}
}

func TestTextRefusesWhatIsNoNumber(t *testing.T) {
	t.Parallel()
	for _, tt := range []phone.Text{
		{Raw: ""}, {Raw: "none"}, {Raw: "n/a", Region: "US"}, {Raw: "-", Region: "US"}, {Raw: "12", Region: "US"},
		{Raw: "112", Region: "DE"}, {Raw: "*100#", Region: "DE"}, {Raw: "\U0001f4de\U0001f600", Region: "DE"}, {Raw: strings.Repeat("9", 251), Region: "DE"},
		{Raw: "4.15556E+09", Region: "US"}, {Raw: "4,15556E+09", Region: "DE"}, {Raw: "+"}, {Raw: "ask Ada", Region: "US"},
	} {
		if got := Text(tt); got != nil {
			t.Errorf("Text(%+v) = %+v, want none", tt, got)
		}
	}
	for _, tt := range []phone.Text{
		{Raw: "80888", Region: "US"}, {Raw: "22395", Region: "SG"}, {Raw: "112233", Region: "US"},
		{Raw: "120363025550000001", Region: "DE"}, {Raw: "+120363025550000001"}, {Raw: "15550001111-1500000000", Region: "US"},
		{Raw: "555-0100", Region: "US"}, {Raw: "415 555 0100"}, {Raw: "00000000", Region: "US"},
	} {
		got := Text(tt)
		if len(got) > 1 || (len(got) == 1 && (got[0].Possible || got[0].E164 != "" || got[0].Display != "")) {
			t.Errorf("Text(%+v) = %+v, want nothing possible", tt, got)
		}
	}
	local := Text(phone.Text{Raw: "9374 4000", Region: "US"})
	if len(local) != 1 || local[0].Suffix() != "93744000" {
		t.Errorf("an incomplete number keeps its last digits for comparison, got %+v", local)
	}
}

func TestReaderKeepsOrderAndStops(t *testing.T) {
	t.Parallel()
	lists, err := Reader{}.Read(t.Context(), []phone.Text{{Raw: "+14155550100"}, {Raw: "none"}, {Raw: "+442079460018"}})
	if err != nil || len(lists) != 3 {
		t.Fatalf("Read gave %d lists, error %v", len(lists), err)
	}
	if lists[0][0].E164 != "+14155550100" || len(lists[1]) != 0 || lists[2][0].E164 != "+442079460018" {
		t.Errorf("lists are out of order: %+v", lists)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if lists, err := (Reader{}).Read(ended, []phone.Text{{Raw: "+14155550100"}}); !errors.Is(err, context.Canceled) || lists != nil {
		t.Errorf("Read after the end of its context gave %v, %v", lists, err)
	}
}
