package parse

import (
	"regexp"
	"strings"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// minTrunk is how many digits a number must have for its trunk zero to tell it
// from what stands before. Shorter ones have zeros inside.
const minTrunk = 9

var (
	// numbering is the place of a number in a list, "2. " or "2) ".
	numbering = regexp.MustCompile(`^([1-9][0-9]?)[.)]\s+(.+)$`)
	// barePlace is such a place, "2 " or "(2) ", before a number with a zero in front.
	barePlace = regexp.MustCompile(`^\(?([1-9][0-9]?)(?:\)|[\s/])[\s/]*(\(?0.+)$`)
)

// readPiece reads digits with nothing between them but what stands in numbers:
// one number, or what is left to suspect.
func readPiece(piece, region string) []phone.Number {
	found := numbering.FindStringSubmatch(piece)
	if found == nil {
		found = barePlace.FindStringSubmatch(piece)
		if found != nil && countDigits(found[2]) < minTrunk {
			found = nil
		}
	}
	if found != nil {
		if read, ok := readNumbered(found[1], trimPiece(found[2]), region); ok {
			return read
		}
	}
	return readAtDepth(piece, region, 0)
}

// readNumbered reads what stands behind a place in a list; false when that is no
// number. The place may be the beginning of the number all the same.
func readNumbered(place, rest, region string) ([]phone.Number, bool) {
	read := readAtDepth(rest, region, 0)
	if !isSettled(read) {
		return nil, false
	}
	if isDoubtful(place, rest, read[0], region) {
		return []phone.Number{digitsOnly(place + rest), digitsOnly(rest)}, true
	}
	return read, true
}

// readAtDepth reads a piece behind which depth short groups have been cut off.
func readAtDepth(piece, region string, depth int) []phone.Number {
	if at := strings.LastIndexByte(piece, '+'); at > 0 && countDigits(piece[:at]) > 0 {
		return readFromPlus(piece, at, region)
	}
	whole, open := readWhole(piece, region)
	if open {
		return []phone.Number{digitsOnly(piece)}
	}
	return withoutTail(piece, region, whole, depth)
}

// readFromPlus reads a piece with digits before its last plus sign, which stands
// at a place: from there, "2 +1 415 555 0100", or as a sign too many, "+1+415".
func readFromPlus(piece string, at int, region string) []phone.Number {
	first := strings.IndexByte(piece, '+')
	joined := piece[:at] + " " + piece[at+1:]
	if countDigits(piece[:first]) == 0 {
		joined = piece[:first+1] + strings.ReplaceAll(piece[first+1:], "+", " ")
	}
	behind := readAtDepth(piece[at:], region, 0)
	whole, _ := readWhole(joined, region)
	switch {
	case isSettled(behind) && whole.Valid && whole.E164 != behind[0].E164 && first != at:
		return []phone.Number{digitsOnly(piece), digitsOnly(piece[at:])}
	case isSettled(behind):
		return behind
	case whole.Valid:
		return withoutTail(joined, region, whole, 0)
	}
	return []phone.Number{digitsOnly(piece)}
}
