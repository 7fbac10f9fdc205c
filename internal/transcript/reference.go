package transcript

import "strings"

// maxReferenceName bounds a name in the title of a reference, in code points. With
// the words around it a title stays below the 120 that Zoho CRM allows.
const maxReferenceName = 50

// ReferenceMarker returns the ten characters by which a reference on a deal is
// found again: the note that leads to the contact in whose notes a conversation is
// kept. It is the same for every browser and every colleague of an organisation,
// whatever their WhatsApp accounts: one such note per deal and contact is enough.
// All three values are ids of Zoho.
func ReferenceMarker(orgID, contact, deal string) string {
	return marker(orgID, "reference", contact, deal)
}

// Reference returns title and text of a reference. name is the contact's, address
// that of its page in Zoho CRM, "" when it is not known. Neither changes with the
// conversation, so the note is written once.
func Reference(words Words, name, address, marker string) (title, text string) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		name = words.Unnamed
	}
	short := []rune(name)
	if len(short) > maxReferenceName {
		short = append(short[:maxReferenceName-1], '…')
	}
	lines := []string{fill(words.ReferenceText, "{name}", name)}
	if address != "" {
		lines = append(lines, address)
	}
	return fill(words.ReferenceTitle, "{name}", string(short)) + " · #" + marker, strings.Join(append(lines, words.ReferenceEnd), "\n")
}

// ReferenceSurplus is [Surplus] for a reference.
func ReferenceSurplus(words Words, title string) (newTitle, text string) {
	newTitle, _ = Surplus(words, title)
	return newTitle, words.ReferenceSurplus
}
