package phone

import "strings"

// Verdict is the result of comparing two numbers, ordered from no agreement to
// certainty, so that the greater of two verdicts is the stronger one.
type Verdict int

// The verdicts.
const (
	// Different: the numbers are not the same.
	Different Verdict = iota
	// Suffix: the last 8 digits agree, and what stands before them is missing
	// or doubtful in one of the two. A suspicion for a person to judge.
	Suffix
	// National: the numbers are the same if the one written without a country
	// code is of the default region.
	National
	// Variant: the same number, in two national forms.
	Variant
	// Same: the same international number.
	Same
)

// String returns the verdict's name in lower case.
func (v Verdict) String() string {
	switch v {
	case Same:
		return "same"
	case Variant:
		return "variant"
	case National:
		return "national"
	case Suffix:
		return "suffix"
	default:
		return "different"
	}
}

// Certain reports whether the verdict is enough to take two numbers for one
// without asking anybody.
func (v Verdict) Certain() bool { return v >= National }

// Compare says how far a and b are the same number. It is symmetric, and only
// the verdict of [Examine].
func Compare(a, b Number, defaultRegion string) Verdict {
	return Examine(a, b, defaultRegion).Verdict()
}

// CompareLists returns the strongest verdict between any number of a and any
// number of b.
func CompareLists(a, b []Number, defaultRegion string) Verdict {
	strongest := Different
	for _, x := range a {
		for _, y := range b {
			strongest = max(strongest, Compare(x, y, defaultRegion))
		}
	}
	return strongest
}

// Examine says how far a and b are the same number, and why. But for the
// extension it names, which is b's, it is symmetric.
//
// A number without a country code counts as more than a suspicion only when it
// was read in defaultRegion, an ISO 3166 code: a cached number that was read in
// another region is no better than its last digits. Regions that share a
// calling code and a plan, such as the United States and Canada, need no
// special case: a ten-digit number read in one of them is the number that is
// dialled there. Extensions are not compared.
func Examine(a, b Number, defaultRegion string) Comparison {
	c := Comparison{Digits: agreeing(a.CountryCode+a.National, b.CountryCode+b.National)}
	if a.Extension != b.Extension {
		c.Extension = b.Extension
	}
	c.Reason, c.Region = reasonFor(a, b, defaultRegion)
	return c
}

// ExamineList compares a with each of list and returns the strongest result and
// its place in list; place -1 and [ReasonNothing] for an empty list.
func ExamineList(a Number, list []Number, defaultRegion string) (strongest Comparison, place int) {
	strongest, place = Comparison{Reason: ReasonNothing}, -1
	for i, b := range list {
		if c := Examine(a, b, defaultRegion); place < 0 || c.Stronger(strongest) {
			strongest, place = c, i
		}
	}
	return strongest, place
}

func reasonFor(a, b Number, defaultRegion string) (reason Reason, region string) {
	if a.National == "" || b.National == "" {
		return ReasonNothing, ""
	}
	if sharesForm(a, b) {
		switch {
		case a.HasCountry && b.HasCountry && a.written() == b.written():
			return ReasonSame, ""
		case a.HasCountry && b.HasCountry:
			return variantOf(a.CountryCode), knownRegion(a, b)
		case countryTrusted(a, defaultRegion) && countryTrusted(b, defaultRegion):
			return ReasonRegion, defaultRegion
		}
	}
	if suffix := a.Suffix(); suffix == "" || suffix != b.Suffix() || surelyDifferent(a, b) {
		return difference(a, b), ""
	}
	switch region, ok := elsewhere(a, b); {
	case ok:
		return ReasonElsewhere, region
	case a.E164 == "" || b.E164 == "":
		return ReasonPartial, ""
	case a.CountryCode == b.CountryCode:
		return ReasonLength, ""
	}
	return ReasonTail, ""
}

// variantOf names the difference between two forms of one number. Brazil's is
// what remains: no other country has variants.
func variantOf(countryCode string) Reason {
	switch countryCode {
	case "52":
		return ReasonMexicanOne
	case "54":
		return ReasonArgentineNine
	}
	return ReasonNinthDigit
}

// difference says why two numbers are not the same.
func difference(a, b Number) Reason {
	if a.National == b.National && a.CountryCode != b.CountryCode && a.HasCountry && b.HasCountry {
		return ReasonCountry
	}
	return ReasonDigits
}

// elsewhere reports whether the numbers would be the same if the one written
// without a country code were of the other one's country, and which that is. The
// zeros in front of a number written without its country may be dialled only
// within it.
func elsewhere(a, b Number) (region string, ok bool) {
	if a.HasCountry == b.HasCountry {
		return "", false
	}
	whole, local := a, b
	if b.HasCountry {
		whole, local = b, a
	}
	digits := strings.TrimLeft(local.National, "0")
	for _, form := range whole.Forms() {
		if digits == strings.TrimLeft(form[1+len(whole.CountryCode):], "0") {
			return whole.Region, true
		}
	}
	return "", false
}

// countryTrusted reports whether n's country code was written or came from
// defaultRegion.
func countryTrusted(n Number, defaultRegion string) bool {
	return n.HasCountry || (defaultRegion != "" && n.ReadIn == defaultRegion)
}

// surelyDifferent reports whether two numbers with equal last digits cannot be
// the same all the same: both are complete, and they differ in a country code
// that both carry, or in digits of an equally long number of one country.
// Numbers of one country but of unequal length stay doubtful, because the
// difference may be a prefix the country has added or dropped.
func surelyDifferent(a, b Number) bool {
	if a.E164 == "" || b.E164 == "" || sharesForm(a, b) {
		return false
	}
	if a.CountryCode == b.CountryCode {
		return len(a.National) == len(b.National)
	}
	return a.HasCountry && b.HasCountry
}

// agreeing counts the last digits in which two numbers agree.
func agreeing(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

func knownRegion(a, b Number) string {
	if a.Region != "" {
		return a.Region
	}
	return b.Region
}
