package phone

import (
	"testing"
)

func TestExamine(t *testing.T) {
	t.Parallel()
	chat := us("4155550100")
	withExtension := chat
	withExtension.Extension = "7"
	brazil := Number{E164: "+5531987654321", CountryCode: "55", National: "31987654321", Region: "BR", Variants: []string{"+553187654321"}, HasCountry: true, Possible: true}
	brazilOld := brazil
	brazilOld.Written = "+553187654321"
	mexico := Number{E164: "+525512345678", CountryCode: "52", National: "5512345678", Region: "MX", Variants: []string{"+5215512345678"}, HasCountry: true, Possible: true}
	mexicoOld := mexico
	mexicoOld.Written = "+5215512345678"
	argentina := Number{E164: "+5491123456789", CountryCode: "54", National: "91123456789", Region: "AR", Variants: []string{"+541123456789"}, HasCountry: true, Possible: true}
	argentinaHome := Number{E164: "+541123456789", CountryCode: "54", National: "1123456789", Region: "AR", Variants: []string{"+5491123456789"}, HasCountry: true, Possible: true}
	london := Number{E164: "+442079460018", CountryCode: "44", National: "2079460018", Region: "GB", HasCountry: true, Possible: true}
	londonInBerlin := Number{E164: "+492079460018", CountryCode: "49", National: "2079460018", Region: "DE", ReadIn: "DE", Possible: true}
	ivory := Number{E164: "+2250701234567", CountryCode: "225", National: "0701234567", Region: "CI", HasCountry: true, Possible: true}
	ivoryOld := Number{E164: "+22501234567", CountryCode: "225", National: "01234567", Region: "CI", HasCountry: true, Possible: true}
	spain := Number{E164: "+344155550100", CountryCode: "34", National: "4155550100", Region: "ES", HasCountry: true, Possible: true}

	tests := []struct {
		name   string
		a, b   Number
		region string
		want   Comparison
	}{
		{"same", chat, chat, "", Comparison{Reason: ReasonSame, Digits: 11}},
		{"same, with an extension", chat, withExtension, "", Comparison{Reason: ReasonSame, Digits: 11, Extension: "7"}},
		{"ninth digit", brazil, brazilOld, "", Comparison{Reason: ReasonNinthDigit, Region: "BR", Digits: 13}},
		{"Mexican 1", mexico, mexicoOld, "", Comparison{Reason: ReasonMexicanOne, Region: "MX", Digits: 12}},
		{"Argentine 9", argentina, argentinaHome, "", Comparison{Reason: ReasonArgentineNine, Region: "AR", Digits: 10}},
		{"default region", chat, readIn(chat, "US"), "US", Comparison{Reason: ReasonRegion, Region: "US", Digits: 11}},
		{"default region, national form", brazil, readIn(brazilOld, "BR"), "BR", Comparison{Reason: ReasonRegion, Region: "BR", Digits: 13}},
		{"read in another region than the default", chat, readIn(chat, "US"), "DE", Comparison{Reason: ReasonElsewhere, Region: "US", Digits: 11}},
		{"a whole number of the default region too", london, londonInBerlin, "DE", Comparison{Reason: ReasonElsewhere, Region: "GB", Digits: 10}},
		{"trunk zero of another country", london, digits("02079460018"), "US", Comparison{Reason: ReasonElsewhere, Region: "GB", Digits: 10}},
		{"national form of another country", brazil, digits("03187654321"), "US", Comparison{Reason: ReasonElsewhere, Region: "BR", Digits: 8}},
		{"no default region", chat, digits("4155550100"), "", Comparison{Reason: ReasonElsewhere, Region: "US", Digits: 10}},
		{"national of another country", spain, readIn(chat, "US"), "US", Comparison{Reason: ReasonElsewhere, Region: "ES", Digits: 10}},
		{"prefix the country has added", ivory, ivoryOld, "", Comparison{Reason: ReasonLength, Digits: 8}},
		{"last digits of another number", london, readIn(Number{E164: "+12079460018", CountryCode: "1", National: "2079460018", Possible: true}, "US"), "US",
			Comparison{Reason: ReasonElsewhere, Region: "GB", Digits: 10}},
		{"last digits, other area code", spain, readIn(Number{E164: "+13155550100", CountryCode: "1", National: "3155550100", Possible: true}, "US"), "US",
			Comparison{Reason: ReasonTail, Digits: 9}},
		{"not a whole number", chat, digits("55550100"), "US", Comparison{Reason: ReasonPartial, Digits: 8}},
		{"other country", chat, spain, "US", Comparison{Reason: ReasonCountry, Digits: 10}},
		{"one digit changed", chat, us("4155550101"), "US", Comparison{Reason: ReasonDigits}},
		{"seven digits", chat, digits("5550100"), "US", Comparison{Reason: ReasonDigits, Digits: 7}},
		{"no number", chat, Number{}, "US", Comparison{Reason: ReasonNothing}},
	}
	seen := map[Reason]bool{}
	for _, tt := range tests {
		seen[tt.want.Reason] = true
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Examine(tt.a, tt.b, tt.region); got != tt.want {
				t.Errorf("Examine = %+v, want %+v", got, tt.want)
			}
			back := tt.want
			if back.Extension = ""; tt.want.Extension != "" {
				back.Extension = tt.a.Extension
			}
			if got := Examine(tt.b, tt.a, tt.region); got != back {
				t.Errorf("the other way round Examine = %+v, want %+v", got, back)
			}
		})
	}
	for _, reason := range reasons() {
		if !seen[reason] {
			t.Errorf("no pair of numbers leads to %q", reason)
		}
	}
}

// reasons returns every reason, the strongest first.
func reasons() []Reason {
	return []Reason{
		ReasonSame, ReasonNinthDigit, ReasonMexicanOne, ReasonArgentineNine, ReasonRegion, ReasonElsewhere, ReasonLength,
		ReasonTail, ReasonPartial, ReasonCountry, ReasonDigits, ReasonNothing,
	}
}

// TestReasonsAndVerdictsRunAlike holds that a stronger reason never stands for a
// weaker verdict.
func TestReasonsAndVerdictsRunAlike(t *testing.T) {
	t.Parallel()
	all := reasons()
	for i := range all[:len(all)-1] {
		stronger, weaker := all[i], all[i+1]
		if stronger.Verdict() < weaker.Verdict() {
			t.Errorf("%q is %v, %q after it is %v", stronger, stronger.Verdict(), weaker, weaker.Verdict())
		}
		if !(Comparison{Reason: stronger}).Stronger(Comparison{Reason: weaker, Digits: 15}) {
			t.Errorf("%q is not stronger than %q", stronger, weaker)
		}
	}
	if Reason("").Verdict() != Different || Reason("later").Verdict() != Different {
		t.Error("a reason that is not known counts for something")
	}
	if Suffix.Certain() || !National.Certain() {
		t.Error("the border of certainty lies elsewhere than below National")
	}
}

func TestExamineList(t *testing.T) {
	t.Parallel()
	chat := us("4155550100")
	if c, at := ExamineList(chat, nil, "US"); at != -1 || c.Reason != ReasonNothing {
		t.Errorf("an empty list gave %+v at %d", c, at)
	}
	list := []Number{{}, digits("55550100"), readIn(chat, "US"), us("4155550199")}
	if c, at := ExamineList(chat, list, "US"); at != 2 || c.Reason != ReasonRegion {
		t.Errorf("got %+v at %d, want the region at 2", c, at)
	}
	if c, at := ExamineList(chat, []Number{us("4155550199")}, "US"); at != 0 || c.Reason != ReasonDigits {
		t.Errorf("got %+v at %d, want other digits at 0", c, at)
	}
}
