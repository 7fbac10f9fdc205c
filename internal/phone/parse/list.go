package parse

import (
	"regexp"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// minListed is how many digits every part of a text must have before the text
// counts as a list. "030/1234567" has a slash inside one number.
const minListed = 7

// minSpelled is how many digits stand before the letters of a number at the least.
const minSpelled = 3

// separator cuts a text into what may be several numbers.
type separator func(string) []string

// separators returns the ways of separating numbers, the surest first. A slash
// and a comma come last, because they also stand inside one number: after a
// German area code, and before an extension.
func separators() []separator {
	return []separator{splitLines, splitWords, splitPlus, splitCommas, splitSlashes}
}

var (
	lineBreaks = regexp.MustCompile(`\n|\|`)
	orWords    = regexp.MustCompile(`(?i)\s(?:or|and|oder|und|ou|et|o|y|e|или|и|أو|או|या)\s|\s*&\s*`)
	commas     = regexp.MustCompile(`[;,،、]`)
	slashes    = regexp.MustCompile(`/`)
	// uriParameter is a parameter of RFC 3966, which a semicolon introduces.
	uriParameter = regexp.MustCompile(`(?i);\s*(?:ext|isub|phone-context)=`)
)

func splitLines(text string) []string   { return lineBreaks.Split(text, -1) }
func splitWords(text string) []string   { return orWords.Split(text, -1) }
func splitSlashes(text string) []string { return slashes.Split(text, -1) }

func splitCommas(text string) []string {
	if uriParameter.MatchString(text) {
		return []string{text}
	}
	return commas.Split(text, -1)
}

// splitPlus cuts before each plus sign that follows a whole number.
func splitPlus(text string) []string {
	var parts []string
	start := 0
	for i := range len(text) {
		if text[i] == '+' && len(digitsOf(text[start:i])) >= minListed {
			parts = append(parts, text[start:i])
			start = i
		}
	}
	return append(parts, text[start:])
}

// readList reads the numbers of text. A separator is believed when every part
// is long enough to be a number; when one is not, the text is read as one
// number, and only if that fails are the long parts taken alone, so that
// "+1 415 555 2671 / 72" still yields its first number.
func readList(text, region string, by []separator) []phone.Number {
	if hasContext(text) {
		return readNumber(text, region)
	}
	if len(by) == 0 {
		return readBetweenLabels(text, region)
	}
	parts := slices.DeleteFunc(by[0](text), func(part string) bool { return strings.TrimSpace(part) == "" })
	if len(parts) < 2 {
		return readList(text, region, by[1:])
	}
	var long []string
	for _, part := range parts {
		if len(digitsOf(part)) >= minListed || isSpelled(part, region) {
			long = append(long, part)
		}
	}
	if len(long) < len(parts) {
		whole := readList(text, region, by[1:])
		if len(long) == 0 || slices.ContainsFunc(whole, isPossible) {
			return whole
		}
	}
	var numbers []phone.Number
	for _, part := range long {
		numbers = append(numbers, readList(part, region, by[1:])...)
	}
	return numbers
}

// isSpelled reports whether a part of a text is a number of which letters stand
// for the most digits, so that it is long enough to stand in a list.
func isSpelled(part, region string) bool {
	digits := len(digitsOf(part))
	words := strings.Join(label.FindAllString(part, -1), "")
	if words == "" || digits < minSpelled || digits+len(words) < minListed {
		return false
	}
	read := readNumber(part, region)
	return len(read) == 1 && read[0].Valid
}

// readBetweenLabels reads a text that holds one number, or several with nothing
// but words between them: "P 415-555-0100 F 415-555-0199". The words may as well
// stand inside of one number or before its extension, so that the text as a
// whole comes first, and only numbers in assigned ranges are taken apart.
func readBetweenLabels(text, region string) []phone.Number {
	whole := readNumber(text, region)
	if len(whole) == 0 || whole[0].Valid || link.MatchString(text) {
		return whole
	}
	var numbers []phone.Number
	for _, part := range label.Split(text, -1) {
		if len(part) == len(text) || len(digitsOf(part)) < minListed {
			continue
		}
		if read := readNumber(part, region); len(read) == 1 && read[0].Valid {
			numbers = append(numbers, read[0])
		}
	}
	if len(numbers) == 0 {
		return whole
	}
	return numbers
}

func isPossible(n phone.Number) bool { return n.Possible }
