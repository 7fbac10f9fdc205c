package contract

// Likeness says how far the number that a record holds agrees with a chat's, with all
// that a sentence about it needs.
type Likeness struct {
	Kind LikenessKind `json:"kind"`
	// Region is the ISO 3166 code of the country that the sentence speaks of, empty
	// when it speaks of none or the country is not known.
	Region string `json:"region,omitempty"`
	// Digits is how many last digits agree, calling code included.
	Digits int `json:"digits,omitempty"`
	// Extension is the extension of the stored number, which takes no part in the
	// comparison.
	Extension string `json:"extension,omitempty"`
}

// HeldNumber is the number by which a record was found for a chat, as it held it then.
type HeldNumber struct {
	// Field is the label of the field, Stored its text.
	Field  string `json:"field"`
	Stored string `json:"stored"`
	// Likeness says how far it agrees with the chat's number.
	Likeness *Likeness `json:"likeness,omitempty"`
}

// LikenessKind is one way in which two numbers agree.
type LikenessKind string

// The ways in which numbers agree, the strongest first.
const (
	// LikeSame: every digit of the international number.
	LikeSame LikenessKind = "same"
	// LikeNinthDigit: the same Brazilian mobile number, one without its ninth digit.
	LikeNinthDigit LikenessKind = "ninth_digit"
	// LikeMexicanOne: the same Mexican number, one with the 1 of mobile numbers.
	LikeMexicanOne LikenessKind = "mexican_one"
	// LikeArgentineNine: the same Argentine number, one with the 9 or the 15 of mobile
	// numbers.
	LikeArgentineNine LikenessKind = "argentine_nine"
	// LikeRegion: the same if the number without a country code is of the default
	// region.
	LikeRegion LikenessKind = "region"
	// LikeElsewhere: the same if it is of another country.
	LikeElsewhere LikenessKind = "elsewhere"
	// LikeLength: two numbers of one country and of unequal length end alike.
	LikeLength LikenessKind = "length"
	// LikeTail: only the last digits agree.
	LikeTail LikenessKind = "tail"
	// LikePartial: the last digits agree with those of what is not a whole number.
	LikePartial LikenessKind = "partial"
)
