package app

import (
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

// unheldIn returns the times of the messages filed under a part that do not stand in
// a text, each as the note would show it.
func unheldIn(sheet daySheet, part int, text string) []string {
	held := sheet.compare(text)
	filed := held.Filed(part)
	var missing []string
	for _, e := range sheet.entries {
		id := e.Message.DedupID()
		if slices.Contains(filed, id) && !slices.Contains(held.IDs, id) {
			missing = append(missing, transcript.Clock(e.Message.T, sheet.whole.Zone, sheet.whole.Date))
		}
	}
	return missing
}

// compareLines returns the times of the messages that stand in want and not in have,
// and the other way round, each in the order of its note. It is a pure function.
func compareLines(want, have string) (missing, unexpected []string) {
	return linesWithout(want, have), linesWithout(have, want)
}

// linesWithout returns the times of the messages that stand in a note more often than
// in another one.
func linesWithout(note, other string) []string {
	count := map[string]int{}
	for _, block := range transcript.Blocks(other) {
		count[block]++
	}
	var times []string
	for _, block := range transcript.Blocks(note) {
		if count[block] > 0 {
			count[block]--
			continue
		}
		times = append(times, transcript.TimeOf(block))
	}
	return times
}

// firstTimes returns the first of some times, as many as are told to a face.
func firstTimes(times []string) []string {
	return times[:min(len(times), contract.MaxLineTimes)]
}

// plainText is a note's text without what Zoho may have made of it on the way.
func plainText(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'", "&amp;", "&").Replace(text)
}
