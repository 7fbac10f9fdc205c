package parse

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	// extension is an extension at the end of a text, with its marker in the
	// languages that telephone fields are seen in. The markers of the first group
	// may stand right behind the number, those of the second are words.
	extension = regexp.MustCompile(`(?i)(?:[;,\s]*(?:ext(?:ension|n)?|xtn?|x|#|доб|int|anexo|ramal|poste|durchwahl|dw)` +
		`|(?:^|[^\pL\pM])(?:вн(?:утр)?|app(?:arat)?|nebenstelle|nst|klappe|kl|interno|r|opt(?:ion)?|l[ií]nea))` +
		`[.:=)\s]*([0-9]{1,7})\s*#?\)?\s*$`)
	// hours is a time of day: "24h", "9-17 Uhr", "5pm".
	hours = regexp.MustCompile(`(?i)(^|[\s(,])([0-9]{1,2}(?:[:.-][0-9]{1,2})?)\s?(?:h|hs|hrs|[ap]m|uhr)($|[^\pL\pM0-9])`)
)

// cutExtension separates the extension from a number, with the words behind it.
// What stands before must be long enough to be a number.
func cutExtension(text string) (main, ext string) {
	main, ext, found := findExtension(strings.TrimRightFunc(text, func(r rune) bool {
		return strings.ContainsRune("().", r) || unicode.IsLetter(r) || unicode.IsSpace(r)
	}))
	if !found || countDigits(main) < minListed {
		return text, ""
	}
	return main, ext
}

// findExtension separates the extension at the end of a text.
func findExtension(text string) (main, ext string, found bool) {
	at := extension.FindStringSubmatchIndex(text)
	if at == nil {
		return text, "", false
	}
	end := at[0]
	if startsWithDigit(text[end:]) {
		// The digit right before a marker that is a word.
		end++
	}
	return text[:end], text[at[2]:at[3]], true
}
