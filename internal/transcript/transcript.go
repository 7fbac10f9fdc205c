// Package transcript writes the messages of one day of one chat as the text of
// its rolling notes.
//
// A note looks like this:
//
//	WhatsApp chat with Ada · 2026-11-22 · times in Europe/Berlin (UTC+01:00)
//	Written by Chatkeep. Keep notes of your own apart from this one.
//
//	10:01 Ada: Good morning
//	      | I have two questions.
//	10:41 Me: (answering Ada: "Good morning") [photo] Here you are (edited 10:44, before: "Here")
//	      | [reactions: 👍 Ada]
//
//	— 2 messages, last 10:41 · q7mz4kzp7qm2 · a1b2c3
//
// The last line ends in a seal, which tells whether the note still is as it was
// written and which messages it holds, and in the tag of the installation that
// wrote it; see [Day.Holding].
//
// A line of a message after its first is set behind a bar, so that nobody can
// write a second line that looks like another message. The same day always
// gives the same text, byte for byte.
package transcript

import (
	"cmp"
	"slices"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// Day is everything that a day's notes are written from.
type Day struct {
	// Date is the calendar day in Zone, "2026-11-22".
	Date string
	Zone Zone
	// Title is the chat's name, OwnName the own account's.
	Title, OwnName string
	// Messages are the day's messages in the order in which they arrived, each
	// once. Those of one second stay in that order.
	Messages []whatsapp.Message
	Words    Words
	// InstallTag names the installation that wrote the notes.
	InstallTag string
	// Assigned is the part in which each message was written before, by
	// [whatsapp.Message.DedupID]. A message stays in its part, whatever is
	// added later.
	Assigned map[string]int
	// Parts is how many parts were written before. At least as many are
	// rendered, so that a part that has become empty is written as such.
	Parts int
	// Halvings is how often the limits of a note are halved, at most
	// [MaxHalvings], because the CRM has refused longer ones.
	Halvings int
	// Tight holds the parts that the CRM has refused as too long. They are laid
	// out by the halved limits also where they were written before.
	Tight map[int]bool
	// DropDeleted leaves out the words of messages that were deleted: the notes
	// say only that there was one, and who has deleted it.
	DropDeleted bool
	// Withdrawn holds the bare ids of deleted messages of other days: with
	// DropDeleted, what the day's messages repeat of them is left out.
	Withdrawn map[string]bool
	// Former writes lines in the words of the versions that told of pictures and
	// videos neither name nor size, so that a note of theirs is known line by line.
	Former bool
}

// halvingsOf returns how often the limits of what was written before are halved.
func (d Day) halvingsOf(part int) int {
	if d.Tight[part] {
		return d.Halvings
	}
	return 0
}

// Part is one rolling note.
type Part struct {
	// Number counts from 1.
	Number int
	// Text is the note's content, at most [MaxUnits] UTF-16 units and
	// [MaxBytes] bytes of UTF-8.
	Text string
	// MessageIDs are the messages that begin in this part, by
	// [whatsapp.Message.DedupID], in the order in which they are shown.
	MessageIDs []string
	// Count is how many messages begin in this part.
	Count int
	// LastT is the time of the last of them in Unix seconds, 0 for none.
	LastT int64
}

func (d Day) writer() writer {
	return writer{
		words: d.Words, zone: d.Zone, day: d.Date, title: personName(d.Title), me: personName(d.OwnName),
		dropDeleted: d.DropDeleted, withdrawn: d.withdrawn(), former: d.Former,
	}
}

// Render writes the notes of a day. Every visible message begins in exactly one
// part; a message that is too long for one part is continued in the next.
//
// Messages move to another part only when edits have made their part too long:
// then its last ones move to the end of the day. Whoever writes the parts to
// the CRM does so from the last to the first, so that a message that moves is
// for a moment in two notes and never in none.
func Render(day Day) []Part {
	w := day.writer()
	var entries []entry
	for _, m := range day.Messages {
		if m.Visible() {
			entries = append(entries, w.entry(m))
		}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(a.t, b.t) })
	var parts []Part
	for i, sheet := range layOut(entries, day) {
		parts = append(parts, w.part(i+1, sheet, day.InstallTag))
	}
	return parts
}
