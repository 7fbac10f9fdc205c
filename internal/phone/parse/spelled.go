package parse

import (
	"cmp"
	"strings"

	"github.com/chatkeep/chatkeep/internal/phone"
)

const (
	// minSpelled is how many digits stand before the letters of a number at the
	// least, and minLetters how many letters stand for digits.
	minSpelled, minLetters = 3, 3
)

// readSpelled reads a number that ends in letters: 1-800-FLOWERS.
func readSpelled(text, region string) (phone.Number, bool) {
	text, ext, _ := findExtension(text)
	lastDigit := strings.LastIndexAny(text, "0123456789")
	if lastDigit < 0 || countLatin(text[lastDigit:]) < minLetters || hasWordBetween(text[:lastDigit]) {
		return phone.Number{}, false
	}
	number := best(reading{text: text, region: region, onlyValid: true})
	number.Extension = cmp.Or(number.Extension, ext)
	return number, number.Valid
}

// hasWordBetween reports whether a word stands behind the first digit of a text.
func hasWordBetween(text string) bool {
	first := strings.IndexAny(text, "0123456789")
	return first >= 0 && strings.ContainsFunc(text[first:], isLatin)
}

// countLatin counts the letters that share a key of a telephone with a digit.
func countLatin(text string) int {
	count := 0
	for _, r := range text {
		if isLatin(r) {
			count++
		}
	}
	return count
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
