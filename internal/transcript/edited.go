package transcript

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// earlierLength is how much of the words before an edit is shown, in code points,
// with the ellipsis that stands for the rest.
const earlierLength = 500

// edited returns the mark of an edit, with the words before it where they are known.
func (w writer) edited(m whatsapp.Message) string {
	mark := w.words.EditedOnce
	if m.EditedAt != 0 {
		mark = fill(w.words.Edited, "{time}", Clock(m.EditedAt/1000, w.zone, w.day))
	}
	if words := earlier(m); words != "" {
		mark += ", " + fill(w.words.Before, "{words}", w.quoted(words))
	}
	return "(" + mark + ")"
}

// earlier returns the words of a message before its edit on one line, "" for none
// or when they read like those it has now. The line goes on behind them, so that
// nothing in them may turn its direction. What is returned stays as it is when it is
// taken for the words before the edit itself.
func earlier(m whatsapp.Message) string {
	words := oneLine(undirected(m.Earlier))
	switch {
	case words == oneLine(undirected(m.Text)):
		return ""
	case utf8.RuneCountInString(words) > earlierLength:
		return firstOf(words, earlierLength-1)
	}
	return words
}

// earlierGrowth is what the words before an edit add to a message at most: the words
// themselves, and a hundred characters for what stands around them.
func earlierGrowth() size { return size{2*earlierLength + 100, utf8.UTFMax * (earlierLength + 100)} }

// earlierPlace stands for words before an edit that are looked for: a code point of
// private use, which takes part in nothing that is done to a text.
const earlierPlace = "\uf8ff"

// escapes are what a CRM may have made of characters in a note. Whether it has, or
// somebody has written them, cannot be told.
func escapes() []string { return []string{"&lt;", "&gt;", "&quot;", "&#39;", "&amp;"} }

// Earlier returns the words that messages of the day had before an edit as a note
// tells them, by [whatsapp.Message.DedupID]: where none are known here, or others are.
func (d Day) Earlier(note string) map[string]string {
	blocks, w, out := Blocks(note), d.writer(), map[string]string{}
	for _, m := range d.Messages {
		if words := w.earlierIn(blocks, m); words != "" && words != earlier(m) {
			out[m.DedupID()] = words
		}
	}
	return out
}

// earlierIn returns the words of a message before its edit as they stand in one of
// the blocks of a note; "" unless the message would be written with them just as it
// stands there.
func (w writer) earlierIn(blocks []string, m whatsapp.Message) string {
	if !m.Edited || m.Deleted != "" || unread(m) {
		return ""
	}
	m.Earlier = earlierPlace
	front, back, found := strings.Cut(w.block(m), earlierPlace)
	if !found {
		return ""
	}
	for _, block := range blocks {
		words, begins := strings.CutPrefix(block, front)
		words, ends := strings.CutSuffix(words, back)
		if !begins || !ends || words == "" || slices.ContainsFunc(escapes(), func(e string) bool { return strings.Contains(words, e) }) {
			continue
		}
		if m.Earlier = words; w.block(m) == block {
			return words
		}
	}
	return ""
}

// block returns a message as [Blocks] finds it in a note, "" if it does not stand
// there in one piece.
func (w writer) block(m whatsapp.Message) string {
	blocks := Blocks(w.entry(m).text())
	if len(blocks) != 1 {
		return ""
	}
	return blocks[0]
}
