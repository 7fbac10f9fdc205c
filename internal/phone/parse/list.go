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

// separator cuts a text into what may be several numbers.
type separator struct {
	cut func(string) []string
	// weak is true for what more often stands inside one number than between two:
	// it is believed only when every part is a number, and all together are none.
	weak bool
	// joins is true for what stands between an area code and the rest as well.
	joins bool
}

// separators returns the ways of separating numbers, the surest first. A slash
// and a comma come late, because they also stand inside one number: after a
// German area code, and before an extension.
func separators() []separator {
	return []separator{
		{cut: splitLines}, {cut: splitWords}, {cut: splitPlus}, {cut: splitCommas}, {cut: splitSpacedSlashes},
		{cut: splitGaps, weak: true}, {cut: splitSlashes, joins: true}, {cut: splitBrackets, weak: true},
	}
}

var (
	lineBreaks    = regexp.MustCompile(`[\n\t|]`)
	orWords       = regexp.MustCompile(`(?i)\s(?:or|and|oder|und|ou|et|o|y|e|или|и|أو|או|या)\s|\s*&\s*`)
	commas        = regexp.MustCompile(`[;,،、]`)
	slashes       = regexp.MustCompile(`/`)
	spacedSlashes = regexp.MustCompile(`\s/|/\s`)
	gaps          = regexp.MustCompile(`\s\s+|\s-+\s`)
	// uriParameter is a parameter of RFC 3966, which a semicolon introduces.
	uriParameter = regexp.MustCompile(`(?i);\s*(?:ext|isub|phone-context)=`)
)

func splitLines(text string) []string         { return lineBreaks.Split(text, -1) }
func splitWords(text string) []string         { return orWords.Split(text, -1) }
func splitSlashes(text string) []string       { return slashes.Split(text, -1) }
func splitSpacedSlashes(text string) []string { return spacedSlashes.Split(text, -1) }
func splitGaps(text string) []string          { return gaps.Split(text, -1) }

func splitCommas(text string) []string {
	if uriParameter.MatchString(text) {
		return []string{text}
	}
	return commas.Split(text, -1)
}

// splitPlus cuts before each plus sign that follows a whole number.
func splitPlus(text string) []string {
	return splitBefore(text, func(i int) bool { return text[i] == '+' })
}

// splitBrackets cuts where a bracket opens or has closed behind a whole number.
func splitBrackets(text string) []string {
	return splitBefore(text, func(i int) bool {
		return strings.IndexByte("([{", text[i]) >= 0 || i > 0 && strings.IndexByte(")]}", text[i-1]) >= 0
	})
}

// splitBefore cuts at the places that are marked and follow a whole number.
func splitBefore(text string, marked func(i int) bool) []string {
	var parts []string
	start, digits := 0, 0
	for i := range len(text) {
		if marked(i) && digits >= minListed {
			parts = append(parts, text[start:i])
			start, digits = i, 0
		}
		if text[i] >= '0' && text[i] <= '9' {
			digits++
		}
	}
	return append(parts, text[start:])
}

// readList reads the numbers of text. A separator is believed when every part
// is long enough to be a number; when one is not, the text is read as one
// number, and only if that fails are the long parts taken alone, so that
// "+1 415 555 2671 / 72" still yields its first number.
func readList(text, region string, by []separator) []phone.Number {
	if len(by) == 0 || hasContext(text) {
		return readSingle(text, region)
	}
	parts := slices.DeleteFunc(by[0].cut(text), func(part string) bool { return strings.TrimSpace(part) == "" })
	if len(parts) < 2 {
		return readList(text, region, by[1:])
	}
	long := 0
	for _, part := range parts {
		if isLong(part, region) {
			long++
		}
	}
	switch {
	case by[0].weak:
		if long < len(parts) || !areNumbers(parts, text, region, by[1:]) {
			return readList(text, region, by[1:])
		}
	case long < len(parts):
		whole := readList(text, region, by[1:])
		if long == 0 || slices.ContainsFunc(whole, isPossible) {
			return whole
		}
	}
	return readParts(parts, region, by)
}

// readParts reads the long parts of a list. A short one before such a part may be
// its beginning.
func readParts(parts []string, region string, by []separator) []phone.Number {
	var numbers []phone.Number
	before := ""
	for _, part := range parts {
		if !isLong(part, region) {
			before = part
			continue
		}
		read := readList(part, region, by[1:])
		if countDigits(before) > 0 {
			read = withBeginning(before, part, region, read, by[0].joins)
		}
		numbers = append(numbers, read...)
		before = ""
	}
	return numbers
}

// withBeginning weighs the reading of a part against the one together with the
// short part before it.
func withBeginning(before, part, region string, read []phone.Number, joins bool) []phone.Number {
	start := trimPiece(before)
	if joins && (strings.HasPrefix(start, "0") || strings.HasPrefix(start, "+")) {
		if joined := readSingle(start+"/"+part, region); isSettled(joined) {
			return joined
		}
	}
	if isSettled(read) && isDoubtful(start, trimPiece(part), read[0], region) {
		return []phone.Number{digitsOnly(before + part), digitsOnly(part)}
	}
	return read
}

// isLong reports whether a part has enough digits to be a number in a list.
func isLong(part, region string) bool {
	return countDigits(part) >= minListed || isSpelled(part, region)
}

// areNumbers reports whether every part of a text is a number, and the text is not
// a single one.
func areNumbers(parts []string, text, region string, by []separator) bool {
	if pieces := piecesOf(text); len(pieces) == 1 && isSettled(readPiece(pieces[0], region)) {
		return false
	}
	return !slices.ContainsFunc(parts, func(part string) bool { return !slices.ContainsFunc(readList(part, region, by), isValid) })
}

// isSpelled reports whether a part of a text is a number of which letters stand
// for the most digits, so that it is long enough to stand in a list.
func isSpelled(part, region string) bool {
	digits, letters := countDigits(part), countLatin(part)
	return letters > 0 && digits >= minSpelled && digits+letters >= minListed && isSettled(readSingle(part, region))
}
