package transcript

import "strings"

// tailMark begins the last line of a note, tagMark the installation tag in it.
const (
	tailMark = "— "
	tagMark  = " · "
)

// The shapes of what stands in front of a message: its time, or its day and time. 0
// stands for any digit.
const (
	timeShape = "00:00 "
	dayShape  = "0000-00-00 00:00 "
)

// beginsBlock reports whether a line begins a message.
func beginsBlock(line string) bool {
	return beginsLike(line, timeShape) || beginsLike(line, dayShape)
}

// TimeOf returns the time in front of a message, one of [Blocks], as it stands in the
// note: "10:01", or "2026-11-22 10:01" where it is not of the note's day. It is empty
// for a text that begins with no time.
func TimeOf(block string) string {
	for _, shape := range []string{timeShape, dayShape} {
		if beginsLike(block+" ", shape) {
			return block[:len(shape)-1]
		}
	}
	return ""
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
