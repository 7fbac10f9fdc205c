package transcript

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"
)

// markerDomain keys the markers of this version of their recipe apart from any
// other use of the same values.
const markerDomain = "chatkeep rolling note marker 1"

// markerLength is how many characters of the keyed hash are kept: 50 bits.
const markerLength = 10

// markerLetters are those of base 32, in lower case.
const markerLetters = "abcdefghijklmnopqrstuvwxyz234567"

// Marker returns the ten characters by which the note of one part of one day of
// one chat is found again. It is the same for every browser of a company and
// says nothing of the chat to anybody who does not know all five values: orgID
// is the CRM organisation, account and chat are the keys of the own account and
// of the conversation, day is "2026-11-22", part counts from 1.
func Marker(orgID, account, chat, day string, part int) string {
	mac := hmac.New(sha256.New, []byte(markerDomain+"\x00"+orgID))
	for _, field := range []string{account, chat, day, strconv.Itoa(part)} {
		// The length in front keeps two lists of fields from running together.
		// Writing to a hash never fails.
		_, _ = mac.Write([]byte(strconv.Itoa(len(field)) + ":" + field))
	}
	encoded := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil))
	return strings.ToLower(encoded[:markerLength])
}

// Title returns the title of a rolling note, well below the 120 characters that
// Zoho CRM allows for Note_Title.
func Title(day string, part int, marker string) string {
	return "WhatsApp · " + day + " · part " + strconv.Itoa(part) + " · #" + marker
}

// MarkerOf returns the marker at the end of a note's title.
func MarkerOf(title string) (string, bool) {
	title = strings.TrimSpace(title)
	at := len(title) - markerLength - 1
	if at < 0 || title[at] != '#' || strings.Trim(title[at+1:], markerLetters) != "" {
		return "", false
	}
	return title[at+1:], true
}

// IsOf says whether a title is that of a note of one of some conversations under
// one of some accounts, each by its keys: a conversation may have been known by
// another of its ids when the note was written.
func IsOf(title, orgID string, accounts, chats []string) bool {
	marker, ok := MarkerOf(title)
	if !ok {
		return false
	}
	var day string
	var part int
	if _, err := fmt.Sscanf(title, "WhatsApp · %s · part %d ·", &day, &part); err != nil {
		return false
	}
	for _, account := range accounts {
		for _, chat := range chats {
			if Marker(orgID, account, chat, day, part) == marker {
				return true
			}
		}
	}
	return false
}
