// Package parse reads telephone numbers from texts as people write them, with
// the metadata of github.com/nyaruka/phonenumbers/v2.
//
// Importing it costs memory and start-up time, because phonenumbers unpacks the
// metadata of every country when the program starts. Only the program that
// reads numbers imports it; everything else works on [phone.Number].
package parse

import (
	"context"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/phone"
)

const (
	// maxNumbers is how many numbers are taken from one text.
	maxNumbers = 8
	// textsPerCheck is after how many texts Read looks whether it shall stop.
	textsPerCheck = 64
)

// Reader implements [phone.Reader] in this process. Its zero value is ready.
type Reader struct{}

var _ phone.Reader = Reader{}

// Read reads every text. It fails only when ctx ends.
func (Reader) Read(ctx context.Context, texts []phone.Text) ([][]phone.Number, error) {
	lists := make([][]phone.Number, len(texts))
	for i, text := range texts {
		if i%textsPerCheck == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		lists[i] = Text(text)
	}
	return lists, nil
}

// Text reads the numbers of one text, in the order they are written.
//
// Texts come from a CRM where anybody may have typed anything, and the library
// has panicked on malformed input before (its releases 1.8.1 and 2.0.4 each
// mend one such case). A panic makes the text unreadable and nothing else.
func Text(text phone.Text) (numbers []phone.Number) {
	defer func() {
		if recover() != nil {
			numbers = nil
		}
	}()
	if utf8.RuneCountInString(text.Raw) > phone.MaxTextLength {
		return nil
	}
	cleaned := phone.WithoutDecimals(phone.WithoutEscapes(phone.Fold(text.Raw)))
	if isSpreadsheetDamage(cleaned) {
		return nil
	}
	for _, number := range readList(cleaned, text.Region, separators()) {
		if len(numbers) == maxNumbers {
			break
		}
		if !contains(numbers, number) {
			number.Raw = text.Raw
			numbers = append(numbers, number)
		}
	}
	return numbers
}

// FromJID reads the user part of a phone JID, "14155550132" of
// "14155550132@c.us". It returns false for anything that is not a possible
// number, a group id among them.
func FromJID(user string) (phone.Number, bool) {
	text, ok := phone.JIDText(user)
	if !ok {
		return phone.Number{}, false
	}
	numbers := Text(text)
	if len(numbers) != 1 || !numbers[0].Possible {
		return phone.Number{}, false
	}
	return numbers[0], true
}

// contains reports whether list holds a number that reads the same as number.
func contains(list []phone.Number, number phone.Number) bool {
	for _, other := range list {
		if other.E164 == number.E164 && other.National == number.National && other.Extension == number.Extension {
			return true
		}
	}
	return false
}
