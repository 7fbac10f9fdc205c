package transcript

import "strings"

// Surplus returns title and text for a note that Zoho has stored a second time,
// of which the note called title is the one that counts. The title carries no
// marker, so it is never taken for a rolling note again.
func Surplus(words Words, title string) (newTitle, text string) {
	base, _, _ := strings.Cut(title, " · #")
	return fill(words.SurplusTitle, "{note}", base), words.SurplusText
}
