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
// and the other way round, each in the order of its note. want is a note as it is
// written now, and after it as earlier versions wrote it: each of its messages may
// stand in either form. It is a pure function.
func compareLines(want []string, have string) (missing, unexpected []string) {
	count, there := map[string]int{}, transcript.Blocks(have)
	for _, block := range there {
		count[block]++
	}
	blocks := transcript.Blocks(want[0])
	forms := [][]string{blocks}
	for _, text := range want[1:] {
		if former := transcript.Blocks(text); len(former) == len(blocks) {
			forms = append(forms, former)
		}
	}
	for i := range blocks {
		at := slices.IndexFunc(forms, func(form []string) bool { return count[form[i]] > 0 })
		if at < 0 {
			missing = append(missing, transcript.TimeOf(blocks[i]))
			continue
		}
		count[forms[at][i]]--
	}
	for _, block := range there {
		if count[block] > 0 {
			count[block]--
			unexpected = append(unexpected, transcript.TimeOf(block))
		}
	}
	return missing, unexpected
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
