package transcript

import "strings"

// tailMark begins the last line of a note, tagMark the installation tag in it.
const (
	tailMark = "— "
	tagMark  = " · "
)

// beginsBlock reports whether a line begins a message: with its time, or with
// its day and time.
func beginsBlock(line string) bool {
	return beginsLike(line, "00:00 ") || beginsLike(line, "0000-00-00 00:00 ")
}

// beginsLike reports whether text begins with shape, in which 0 stands for any
// digit.
func beginsLike(text, shape string) bool {
	if len(text) < len(shape) {
		return false
	}
	for i := range len(shape) {
		digit := '0' <= text[i] && text[i] <= '9'
		if shape[i] == '0' && !digit || shape[i] != '0' && text[i] != shape[i] {
			return false
		}
	}
	return true
}

// TailTag returns the tag of the installation that wrote a note.
func TailTag(text string) (string, bool) {
	lines := splitLines(strings.TrimSpace(text))
	tail, found := strings.CutPrefix(lines[len(lines)-1], tailMark)
	at := strings.LastIndex(tail, tagMark)
	if !found || at < 0 {
		return "", false
	}
	return tail[at+len(tagMark):], true
}

// Blocks returns the messages in a note as they are written there, each with
// its lines joined by line feeds, and without white space around a line, which
// the CRM may have changed.
func Blocks(text string) []string {
	var blocks []string
	inside := false
	for _, line := range splitLines(text) {
		line = strings.TrimSpace(line)
		switch {
		case beginsBlock(line + " "):
			blocks = append(blocks, line)
			inside = true
		case inside && strings.HasPrefix(line, strings.TrimSpace(behindBar)):
			blocks[len(blocks)-1] += "\n" + line
		default:
			inside = false
		}
	}
	return blocks
}
