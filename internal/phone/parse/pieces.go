package parse

import (
	"strings"
	"unicode"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// piecesOf cuts a text wherever a word, a picture or another sign stands that is
// no part of a number, and returns the pieces that hold digits. Signs that some
// put between two digits, and brackets of all kinds, become those that everybody
// uses.
func piecesOf(text string) []string {
	text = hours.ReplaceAllString(text, "$1\x00$2\x00$3")
	var pieces []string
	var b strings.Builder
	flush := func() {
		if piece := trimPiece(b.String()); countDigits(piece) > 0 {
			pieces = append(pieces, piece)
		}
		b.Reset()
	}
	var before rune
	for at, r := range text {
		switch {
		case isDigit(r) || strings.ContainsRune("+ -.()/,;#", r):
			b.WriteRune(r)
		case r == '\t':
			b.WriteString("  ")
		case r == '[' || r == '{':
			b.WriteByte('(')
		case r == ']' || r == '}':
			b.WriteByte(')')
		case unicode.Is(unicode.M, r) && isDigit(before):
			// The frame around the digit of an emoji. The next sign stands behind the
			// digit as well.
			continue
		case strings.ContainsRune(`·•_:'’\~`, r) && isDigit(before) && startsWithDigit(text[at+len(string(r)):]):
			b.WriteByte(' ')
		default:
			flush()
		}
		before = r
	}
	flush()
	return pieces
}

// trimPiece drops what stands around a number.
func trimPiece(piece string) string {
	piece = strings.TrimLeft(piece, " -.)/,;#")
	if at := strings.IndexAny(piece, "+0123456789"); at > 0 && !strings.HasSuffix(piece[:at], "(") {
		piece = piece[at:]
	}
	return strings.TrimRight(piece, " -.(/,;+")
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func startsWithDigit(text string) bool { return text != "" && text[0] >= '0' && text[0] <= '9' }

// readPieces reads several pieces of digits with words between them, "P
// 415-555-0100 F 415-555-0199". A piece that is a number of its own is one, and a
// short one behind it an extension, a room or an hour. Digits on both sides of a
// word are never put together to a number that counts for certain.
func readPieces(pieces []string, region string) []phone.Number {
	var numbers, doubtful []phone.Number
	pending, sure := "", false
	for _, piece := range pieces {
		if sure && countDigits(piece) < minListed {
			pending = piece
			continue
		}
		read := readPiece(piece, region)
		switch {
		case !isSettled(read) && !isWhole(read, piece):
			pending = strings.TrimSpace(pending + " " + piece)
			if countDigits(piece) >= minListed {
				doubtful = append(doubtful, suspicions(read, piece)...)
			}
			continue
		case isDoubtful(pending, piece, read[0], region):
			doubtful = append(doubtful, digitsOnly(pending+piece), digitsOnly(piece))
		default:
			numbers = append(numbers, read[0])
			sure = true
		}
		pending = ""
	}
	if !sure {
		numbers = append(numbers, digitsOnly(strings.Join(pieces, "")))
	}
	return append(numbers, doubtful...)
}

// suspicions are the numbers of a piece as they are reported when they count for
// nothing more.
func suspicions(numbers []phone.Number, piece string) []phone.Number {
	for i, number := range numbers {
		if number.Possible {
			numbers[i] = digitsOnly(piece)
		}
	}
	return numbers
}

// isSettled reports whether a reading came to one number in an assigned range.
func isSettled(read []phone.Number) bool { return len(read) == 1 && read[0].Valid }

// isWhole reports whether a reading came to one number that is written with its
// country and long enough, in a range that the metadata need not know yet.
func isWhole(read []phone.Number, piece string) bool {
	return len(read) == 1 && read[0].Possible && strings.HasPrefix(piece, "+")
}

// isDoubtful reports whether the digits before a word may be the beginning of the
// number behind it: a country code, or an area code. A number that begins with a
// plus sign, or with a trunk zero after anything but a country code, begins there.
func isDoubtful(pending, piece string, number phone.Number, region string) bool {
	switch {
	case pending == "" || strings.HasPrefix(strings.TrimLeft(piece, "("), "+"):
		return false
	case strings.HasPrefix(pending, "+") || strings.HasPrefix(pending, "00"):
		return true
	}
	if abroad := best(reading{text: "+" + digitsOf(pending) + digitsOf(piece), onlyValid: true}); abroad.Valid && abroad.CountryCode == digitsOf(pending) && abroad.E164 != number.E164 {
		return true
	}
	if strings.HasPrefix(strings.TrimLeft(piece, "("), "0") {
		return false
	}
	here := best(reading{text: pending + " " + piece, region: region, onlyValid: true})
	return here.Valid && here.E164 != number.E164
}

// digitsOnly is what is reported of digits that are no number for certain, so
// that the last of them can still be compared.
func digitsOnly(text string) phone.Number { return phone.Number{National: digitsOf(text)} }
