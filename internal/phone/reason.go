package phone

// Reason says in one word why two numbers compare as they do, for those who put
// it into a sentence. Each belongs to one [Verdict].
type Reason string

// The reasons, the strongest first.
const (
	// ReasonSame: every digit of the international number agrees.
	ReasonSame Reason = "same"
	// ReasonNinthDigit: the same Brazilian mobile number, one of the two written
	// without the ninth digit that was added from 2012 to 2016.
	ReasonNinthDigit Reason = "ninth_digit"
	// ReasonMexicanOne: the same Mexican number, one of the two with the 1 that
	// stood before mobile numbers until 2019.
	ReasonMexicanOne Reason = "mexican_one"
	// ReasonArgentineNine: the same Argentine number, one of the two with the 9
	// or the 15 of mobile numbers.
	ReasonArgentineNine Reason = "argentine_nine"
	// ReasonRegion: the same if the number written without a country code is of
	// the default region, which [Comparison] names.
	ReasonRegion Reason = "region"
	// ReasonElsewhere: the same if the number written without a country code is
	// of a country that is not the default region; [Comparison] names it.
	ReasonElsewhere Reason = "elsewhere"
	// ReasonLength: numbers of one country and of unequal length end alike, as
	// before and after a prefix was added.
	ReasonLength Reason = "length"
	// ReasonTail: the last digits agree, and what stands before them differs in a
	// number written without a country code.
	ReasonTail Reason = "tail"
	// ReasonPartial: the last digits agree with those of what is not a whole
	// number: too short, too long, or with parts that could not be read.
	ReasonPartial Reason = "partial"
	// ReasonCountry: the same national number in two countries.
	ReasonCountry Reason = "country"
	// ReasonDigits: the digits differ.
	ReasonDigits Reason = "digits"
	// ReasonNothing: one of the two is no number.
	ReasonNothing Reason = "nothing"
)

// Verdict returns the verdict that a reason stands for; [Different] for a reason
// that is not known.
func (r Reason) Verdict() Verdict {
	switch r {
	case ReasonSame:
		return Same
	case ReasonNinthDigit, ReasonMexicanOne, ReasonArgentineNine:
		return Variant
	case ReasonRegion:
		return National
	case ReasonElsewhere, ReasonLength, ReasonTail, ReasonPartial:
		return Suffix
	default:
		return Different
	}
}

// strength orders reasons: the greater, the stronger.
func (r Reason) strength() int {
	for i, other := range [...]Reason{
		ReasonNothing, ReasonDigits, ReasonCountry, ReasonPartial, ReasonTail, ReasonLength, ReasonElsewhere, ReasonRegion,
		ReasonArgentineNine, ReasonMexicanOne, ReasonNinthDigit, ReasonSame,
	} {
		if r == other {
			return i
		}
	}
	return -1
}

// Comparison is what comparing two numbers came to, with what a sentence about
// it needs.
type Comparison struct {
	Reason Reason `json:"reason"`
	// Region is the ISO 3166 code of the country that [ReasonRegion],
	// [ReasonElsewhere] and the reasons of a [Variant] speak of, else empty. It is
	// empty as well where the country is not known.
	Region string `json:"region,omitempty"`
	// Digits is how many last digits agree, calling code included.
	Digits int `json:"digits,omitempty"`
	// Extension is the extension of the second number, which only one of the two
	// has or in which they differ; it takes no part in the comparison.
	Extension string `json:"extension,omitempty"`
}

// Verdict returns the verdict of the comparison's reason.
func (c Comparison) Verdict() Verdict { return c.Reason.Verdict() }

// Stronger reports whether c speaks more for one number than other does.
func (c Comparison) Stronger(other Comparison) bool {
	if c.Reason != other.Reason {
		return c.Reason.strength() > other.Reason.strength()
	}
	return c.Digits > other.Digits
}
