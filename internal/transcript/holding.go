package transcript

import (
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// Holding is what a note found in the CRM holds of a day's messages.
type Holding struct {
	// Tag names the installation that wrote the note last, "" if nothing tells.
	Tag string
	// Edited says that the note is not as Chatkeep wrote it: a person has changed
	// it, or it is a person's own.
	Edited bool
	// IDs are the messages of the day that stand in the note, by
	// [whatsapp.Message.DedupID].
	IDs []string
	// Others name the lines that the note would lose if it were written anew from
	// the day's messages: [Day.Keys] of a message tells whether it is one of them.
	Others []string
	// Unread are those of Others that stand for messages of the day whose content was
	// not read here: their lines may hold it. They do not in a note that was written
	// from what is known here.
	Unread []string
	// Earlier are the words that messages of the day had before an edit, by dedup id,
	// where the note tells them and the day does not. There are none in a note that
	// Edited is true for.
	Earlier map[string]string
}

// Holding compares a note with the day's messages. A message is known by its code
// in the note's seal; in a note without a seal by its words.
//
// A message whose content was not read here is named among the others as well,
// unless it stands in the note just as it would be written: there it may stand
// with its words.
func (d Day) Holding(note string) Holding {
	codes, intact, sealed := unseal(note)
	tag, tagged := TailTag(note)
	h := Holding{Tag: tag, Edited: !tagged || sealed && !intact}
	blocks := Blocks(note)
	lines := map[string]int{}
	for _, block := range blocks {
		lines[textKey(block)]++
	}
	keys := codes
	if !sealed {
		keys = nil
		for _, block := range blocks {
			keys = append(keys, textKey(block))
		}
	}
	left := map[string]int{}
	for _, key := range keys {
		left[key]++
	}
	w, pieces := d.writer(), map[string]bool{}
	for _, m := range d.Messages {
		if !m.Visible() {
			continue
		}
		e := w.entry(m)
		words, key := textKey(e.text()), e.code
		if !sealed {
			key = words
			if earlier := formerKey(d, m); left[key] == 0 && left[earlier] > 0 {
				key = earlier
			}
		}
		taken := e.size()
		if m.Edited {
			// Who has seen it before the edit writes more.
			taken = taken.plus(earlierGrowth())
		}
		if sealed && !taken.within(limitsOf(MaxHalvings).filled) {
			// It may have been cut, and go on in a part in which it does not begin.
			for piece := 1; piece <= maxPieces; piece++ {
				pieces[pieceCode(key, piece)] = true
			}
		}
		if left[key] == 0 {
			continue
		}
		left[key]--
		h.IDs = append(h.IDs, e.id)
		if !h.Edited && m.Earlier == "" {
			h.learn(e.id, w.earlierIn(blocks, m))
		}
		if lines[words] == 0 && unread(m) {
			h.Unread = append(h.Unread, key)
		}
	}
	for _, key := range keys {
		if left[key] > 0 && !pieces[key] {
			left[key]--
			h.Others = append(h.Others, key)
		}
	}
	h.Unread = slices.DeleteFunc(h.Unread, func(key string) bool { return slices.Contains(h.Others, key) })
	h.Others = append(h.Others, h.Unread...)
	h.Others, h.Unread = asSet(h.Others), asSet(h.Unread)
	return h
}

// learn adds the words that a message had before an edit, if there are any.
func (h *Holding) learn(id, words string) {
	if words == "" {
		return
	}
	if h.Earlier == nil {
		h.Earlier = map[string]string{}
	}
	h.Earlier[id] = words
}

func asSet(keys []string) []string {
	slices.Sort(keys)
	return slices.Compact(keys)
}

// maxPieces is into how many pieces a message is cut at most: WhatsApp takes
// 65,536 characters, and [MaxHalvings] leaves some hundred for a part.
const maxPieces = 128

// Keys returns what a message of the day may be called in [Holding.Others].
func (d Day) Keys(m whatsapp.Message) []string {
	e := d.writer().entry(m)
	return []string{e.code, textKey(e.text()), formerKey(d, m)}
}

// formerKey names a message by its words as earlier versions wrote it.
func formerKey(d Day, m whatsapp.Message) string {
	d.Former = true
	return textKey(d.writer().entry(m).text())
}

// unread reports whether the content of a message is not known here, while
// another browser may have read it.
func unread(m whatsapp.Message) bool {
	switch m.Kind {
	case whatsapp.MessagePending, whatsapp.MessageWithheld, whatsapp.MessageDeleted:
		return true
	default:
		return false
	}
}

// text returns the entry as it stands in a note.
func (e entry) text() string {
	var b strings.Builder
	e.write(&b, "")
	return b.String()
}

// textKey names a message in a note by its words. It is longer than a code, so that
// the two are never taken for each other.
func textKey(block string) string {
	words := plain(block)
	return letters("words a "+words) + letters("words b "+words) + letters("words c "+words)
}
