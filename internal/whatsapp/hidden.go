package whatsapp

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortestLID is the fewest digits that the LIDs in use have. They have 14 or
// 15; a telephone number of so many digits is all but unheard of.
const shortestLID = 14

// unresolved is how a mention of somebody who is known by LID only reads.
const unresolved = "@…"

// HideLIDs replaces mentions in a text that stand there as the digits of a LID.
// WhatsApp writes a mention as "@" and the user part of a JID, and the reader of
// a page replaces those it knows by names; what is left may be the id of
// somebody whose number WhatsApp hides.
func HideLIDs(text string) string { return hideMentions(text, nil) }

// IsLIDName reports whether a name is nothing but the bare digits of a LID.
func IsLIDName(name string) bool {
	return len(name) >= shortestLID && strings.Trim(name, "0123456789") == ""
}

// hideMentions replaces the mentions of LIDs: of those in lids, and of every run
// of digits that is too long for a telephone number in use.
func hideMentions(text string, lids []string) string {
	var b strings.Builder
	copied := 0
	for at := 0; at < len(text); at++ {
		if text[at] != '@' {
			continue
		}
		end := at + 1
		for end < len(text) && '0' <= text[end] && text[end] <= '9' {
			end++
		}
		digits := text[at+1 : end]
		if digits != "" && beginsMention(text[:at]) && (len(digits) >= shortestLID || slices.Contains(lids, digits)) {
			b.WriteString(text[copied:at])
			b.WriteString(unresolved)
			copied = end
		}
		at = end - 1
	}
	if copied == 0 {
		return text
	}
	b.WriteString(text[copied:])
	return b.String()
}

// beginsMention reports whether an at sign behind text begins a mention, and
// does not stand inside of an address of mail or of the web.
func beginsMention(text string) bool {
	before, _ := utf8.DecodeLastRuneInString(text)
	return text == "" || before != '/' && !unicode.IsLetter(before) && !unicode.IsDigit(before)
}

// isOneOf reports whether a name consists of the digits of one of lids, written
// as a number or not, with or without the server.
func isOneOf(name string, lids []string) bool {
	name = strings.TrimSuffix(name, "@"+string(ServerLID))
	var digits strings.Builder
	for _, r := range name {
		switch {
		case '0' <= r && r <= '9':
			digits.WriteRune(r)
		case unicode.IsLetter(r), unicode.IsNumber(r):
			return false
		}
	}
	return slices.Contains(lids, digits.String())
}

// usersOfLIDs returns the digits of the LIDs among jids.
func usersOfLIDs(jids ...JID) []string {
	var users []string
	for _, jid := range jids {
		if jid.Server == ServerLID || jid.Server == ServerHostedLID {
			users = append(users, jid.User)
		}
	}
	return users
}

// numberOf returns the digits of the number that stands for somebody without a
// name, "" when there is a name or no number.
func numberOf(name string, jid JID) string {
	if name != "" {
		return ""
	}
	digits, _ := jid.PhoneDigits()
	return digits
}
