package parse

import (
	"regexp"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers/v2"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// maxTails is how many short groups behind a number are taken for something else.
const maxTails = 2

// tail is a short group of digits at the end, apart from what stands before.
var tail = regexp.MustCompile(`^(.*[0-9)])(\s*/\s*|\s+-?\s*|\s*\(\s*)([0-9]{1,4})\s*\)?$`)

// withoutTail decides whether a short group at the end of a piece belongs to the
// number, whose reading with all digits is whole. It does not behind a number that
// is complete when the group stands in brackets or behind a slash, or when there is
// no number with it. Where both may be numbers, the one that is grouped as people
// group digits counts, and neither for certain when that does not settle it.
func withoutTail(piece, region string, whole phone.Number, depth int) []phone.Number {
	found := tail.FindStringSubmatch(piece)
	if found == nil || depth == maxTails {
		return readOr(whole, piece)
	}
	head, gap, last := found[1], found[2], found[3]
	apart := strings.Contains(gap, "(") || strings.HasPrefix(gap, " ") && strings.HasSuffix(gap, "/ ")
	if !apart && whole.Valid && isWrittenUsually(piece, whole) {
		return readOr(whole, piece)
	}
	read := readAtDepth(trimPiece(head), region, depth+1)
	if !isSettled(read) && strings.Contains(gap, "(") && countDigits(head) >= minListed {
		return []phone.Number{digitsOnly(piece), digitsOnly(head)}
	}
	if !isSettled(read) || read[0].E164 == whole.E164 {
		return readOr(whole, piece)
	}
	switch ragged := isRagged(head, last); {
	case apart:
	case whole.Valid && !ragged && !isComplete(head, last, read[0], whole):
		return readOr(whole, piece)
	case whole.Valid || countDigits(head) < minListed || !ragged && !(endsAsUsual(head, read[0]) && !whole.Possible):
		return []phone.Number{digitsOnly(piece), digitsOnly(head)}
	}
	if read[0].Extension == "" {
		read[0].Extension = last
	}
	return read
}

// isRagged reports whether the last group of digits is shorter than people leave
// it: a single digit or two behind a longer group, up to four behind one in which
// the rest of the number is written.
func isRagged(head, last string) bool {
	before := lastGroup(head)
	return len(last) < before && (len(last) <= 2 || before > 4)
}

// isComplete reports whether the text before the last group is a number as its
// country writes it. Four digits and three or four more are rather one number of
// nine digits or more: the short one has been given to few, "0664 1234 567".
func isComplete(head, last string, short, whole phone.Number) bool {
	if lastGroup(head) == 4 && len(last) >= 3 && len(whole.National) >= 9 && whole.CountryCode == short.CountryCode {
		return false
	}
	return isWrittenUsually(head, short)
}

// isWrittenUsually reports whether a text is grouped as the number is within its
// country or from abroad, whatever the prefix before it.
func isWrittenUsually(text string, number phone.Number) bool {
	groups := digitGroups(text)
	if abroad := digitGroups(number.Display); len(abroad) > 0 && endsWith(groups, abroad[1:]) {
		return true
	}
	parsed, err := phonenumbers.Parse(number.E164, noRegion)
	return err == nil && endsWith(groups, digitGroups(phonenumbers.Format(parsed, phonenumbers.NATIONAL)))
}

func endsWith(groups, last []string) bool {
	return len(last) <= len(groups) && slices.Equal(groups[len(groups)-len(last):], last)
}

// endsAsUsual reports whether the last group of a number is as long as its country
// writes it, when the number is written in groups.
func endsAsUsual(text string, number phone.Number) bool {
	return len(digitGroups(text)) == 1 || lastGroup(text) == lastGroup(number.Display)
}

// lastGroup returns how many digits the last group of a text has.
func lastGroup(text string) int {
	groups := digitGroups(text)
	if len(groups) == 0 {
		return 0
	}
	return len(groups[len(groups)-1])
}

// readOr returns a number that is possible, or else the digits of the text.
func readOr(number phone.Number, text string) []phone.Number {
	if number.Possible {
		return []phone.Number{number}
	}
	return []phone.Number{digitsOnly(text)}
}

// digitGroups returns the groups of digits in a text.
func digitGroups(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !isDigit(r) })
}
