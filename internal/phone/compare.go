package phone

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

// Compare says how far a and b are the same number. It is symmetric.
//
// A number without a country code counts as more than a suspicion only when it
// was read in defaultRegion, an ISO 3166 code: a cached number that was read in
// another region is no better than its last digits. Regions that share a
// calling code and a plan, such as the United States and Canada, need no
// special case: a ten-digit number read in one of them is the number that is
// dialled there. Extensions are not compared.
func Compare(a, b Number, defaultRegion string) Verdict {
	if sharesForm(a, b) {
		switch {
		case a.HasCountry && b.HasCountry && a.written() == b.written():
			return Same
		case a.HasCountry && b.HasCountry:
			return Variant
		case countryTrusted(a, defaultRegion) && countryTrusted(b, defaultRegion):
			return National
		}
	}
	if suffix := a.Suffix(); suffix == "" || suffix != b.Suffix() || surelyDifferent(a, b) {
		return Different
	}
	return Suffix
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
