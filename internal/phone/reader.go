package phone

import "context"

// MaxTextLength is the longest text that is read for numbers, in code points.
// A longer text is not a telephone field and yields no number.
const MaxTextLength = 250

// Text is a text that may hold telephone numbers.
type Text struct {
	// Raw is the text as it was stored.
	Raw string `json:"raw"`
	// Region is the ISO 3166 code in which numbers without a country code are
	// read; empty reads only numbers that carry theirs.
	Region string `json:"region,omitempty"`
}

// Reader reads numbers from texts.
//
// Read returns one list for each text, in the order of texts; the list is empty
// for a text that holds no number, and holds several for "a / b". A number that
// is written but not possible is in the list with Possible false, so that its
// last digits can be compared. No text is an error: Read fails only when ctx
// ends or the implementation cannot be reached, and then returns no lists.
type Reader interface {
	Read(ctx context.Context, texts []Text) ([][]Number, error)
}

// JIDText returns the text under which a [Reader] reads the user part of a
// phone JID, which is an E.164 number without its plus sign ("14155550132" of
// "14155550132@c.us"). It refuses anything but 5 to 15 digits. The caller
// answers for the server: the digits of a LID look the same and are no number.
func JIDText(user string) (Text, bool) {
	if len(user) < 5 || len(user) > MaxDigits {
		return Text{}, false
	}
	for i := range len(user) {
		if user[i] < '0' || user[i] > '9' {
			return Text{}, false
		}
	}
	return Text{Raw: "+" + user}, true
}
