package parse

import (
	"regexp"
	"strings"
)

// spreadsheetDamage is a number that a spreadsheet has turned into scientific
// notation, "4.15556E+09"; its last digits are lost.
var spreadsheetDamage = regexp.MustCompile(`^\s*\+?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+\s*$`)

func isSpreadsheetDamage(text string) bool { return spreadsheetDamage.MatchString(text) }

// digitsOf returns the ASCII digits of text.
func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// countDigits counts the ASCII digits of text.
func countDigits(text string) int {
	count := 0
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' {
			count++
		}
	}
	return count
}
