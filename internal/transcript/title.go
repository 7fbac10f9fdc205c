package transcript

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
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
	return marker(orgID, account, chat, day, strconv.Itoa(part))
}

// OwnMarker returns the marker of a part that one installation keeps for itself,
// because a note of that day is another's to write. tag is the installation's.
// Whoever knows the chat can compute it, as the title names the tag, and so knows
// the notes of other installations for what they are.
func OwnMarker(orgID, account, chat, day string, part int, tag string) string {
	if tag == "" {
		return Marker(orgID, account, chat, day, part)
	}
	return marker(orgID, account, chat, day, strconv.Itoa(part), tag)
}

func marker(orgID string, fields ...string) string {
	mac := hmac.New(sha256.New, []byte(markerDomain+"\x00"+orgID))
	for _, field := range fields {
		// The length in front keeps two lists of fields from running together.
		// Writing to a hash never fails.
		_, _ = mac.Write([]byte(strconv.Itoa(len(field)) + ":" + field))
	}
	encoded := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil))
	return strings.ToLower(encoded[:markerLength])
}

// Title returns the title of a rolling note, well below the 120 characters that
// Zoho CRM allows for Note_Title.
func Title(day string, part int, marker string) string { return OwnTitle(day, part, "", marker) }

// OwnTitle returns the title of a part that the installation called tag keeps for
// itself, with the marker of [OwnMarker]: "WhatsApp · 2026-11-22 · part 2 · a1b2c3 ·
// #abcdefghij".
func OwnTitle(day string, part int, tag, marker string) string {
	title := "WhatsApp · " + day + " · part " + strconv.Itoa(part)
	if tag != "" {
		title += " · " + tag
	}
	return title + " · #" + marker
}

// Heading is what a rolling note's title tells.
type Heading struct {
	// Day is "2026-11-22", Part counts from 1.
	Day  string
	Part int
	// Tag names the installation that keeps the part for itself, "" for a part that
	// all share.
	Tag    string
	Marker string
}

// HeadingOf reads the title of a rolling note; false for any other title.
func HeadingOf(title string) (Heading, bool) {
	marker, ok := MarkerOf(title)
	fields := strings.Split(strings.TrimSpace(title), " · ")
	if !ok || len(fields) < 4 || len(fields) > 5 || fields[0] != "WhatsApp" {
		return Heading{}, false
	}
	number, ok := strings.CutPrefix(fields[2], "part ")
	part, err := strconv.Atoi(number)
	if !ok || err != nil || part < 1 {
		return Heading{}, false
	}
	h := Heading{Day: fields[1], Part: part, Marker: marker}
	if len(fields) == 5 {
		h.Tag = fields[3]
	}
	return h, true
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
	h, ok := HeadingOf(title)
	if !ok {
		return false
	}
	for _, account := range accounts {
		for _, chat := range chats {
			if OwnMarker(orgID, account, chat, h.Day, h.Part, h.Tag) == h.Marker {
				return true
			}
		}
	}
	return false
}
