package app

import (
	"slices"
	"strings"
	"unicode"
)

// splitName splits a name as people write it into the two that a CRM asks for, as
// a suggestion that can be edited: the last word is the last name, together with
// the particles before it and the suffix after it. A name of one word is a last
// name, which Zoho requires. In Chinese, Japanese and Korean the first word is the
// last name. Words without a letter, such as an emoji, and titles
// are no part of a name.
func splitName(name string) (first, last string) {
	if before, after, found := strings.Cut(name, ","); found && !strings.Contains(after, ",") && !isSuffix(strings.TrimSpace(after)) {
		// "Okafor, Maya".
		return joined(nameWords(after)), joined(nameWords(before))
	}
	words := nameWords(name)
	if len(words) > 1 && !slices.ContainsFunc(words, func(word string) bool { return !isEastAsian(word) }) {
		return joined(words[1:]), words[0]
	}
	for len(words) > 1 && isTitle(words[0]) {
		words = words[1:]
	}
	if len(words) == 0 {
		return "", ""
	}
	at := len(words) - 1
	for at > 1 && isSuffix(words[at]) {
		at--
	}
	for at > 0 && isParticle(words[at-1]) && (at > 1 || words[0] == strings.ToLower(words[0])) {
		at--
	}
	return joined(words[:at]), joined(words[at:])
}

// isEastAsian reports whether a word is written in the letters of Chinese, Japanese
// or Korean only, in which the family name comes first. The mark of a long vowel
// belongs to no script of its own.
func isEastAsian(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool {
		return !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) && r != 'ー'
	}) < 0
}

// nameWords are the words of a text that hold a letter.
func nameWords(text string) []string {
	return slices.DeleteFunc(strings.Fields(text), func(word string) bool { return !strings.ContainsFunc(word, unicode.IsLetter) })
}

func joined(words []string) string { return strings.Trim(strings.Join(words, " "), ", ") }

func bare(word string) string { return strings.ToLower(strings.Trim(word, ".,")) }

func isTitle(word string) bool {
	return slices.Contains([]string{"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "sr", "sra", "mme", "m"}, bare(word)) &&
		(strings.HasSuffix(word, ".") || bare(word) != "m" && bare(word) != "sr")
}

func isSuffix(word string) bool {
	return slices.Contains([]string{"jr", "sr", "ii", "iii", "iv", "phd", "md", "mba"}, bare(word))
}

func isParticle(word string) bool {
	return slices.Contains([]string{
		"van", "von", "vom", "der", "den", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "des", "la", "le", "lo",
		"zu", "zum", "zur", "ter", "ten", "te", "bin", "ibn", "bint", "al", "el", "san", "st", "mac", "abu",
	}, bare(word))
}
