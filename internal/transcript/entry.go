package transcript

import (
	"strings"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

const (
	// behindBar is set before every line of a message after its first.
	behindBar = "      | "
	// tagLength is the longest installation tag that is shown, in code points.
	tagLength = 32
)

// entry is a message, or a piece of one, ready to be put on a sheet.
type entry struct {
	id string
	// code names the message or the piece in the note's seal.
	code string
	t    int64
	// clock is the time of day in front, sender the name behind it, "" for
	// notices.
	clock, sender string
	lines         []string
	// continued is true for the second and later pieces of a message, mark is
	// what those have behind the name.
	continued bool
	mark      string
}

func (w writer) entry(m whatsapp.Message) entry {
	m = w.withoutWithdrawn(m)
	return entry{
		id: m.DedupID(), code: codeOf(m), t: m.T, clock: Clock(m.T, w.zone, w.day), sender: w.sender(m), lines: w.body(m),
		mark: " (" + w.words.Continued + ")",
	}
}

// behindClock returns what stands between the time and the text.
func (e entry) behindClock() string {
	label := " " + e.sender
	if e.continued {
		label += e.mark
	}
	if e.sender != "" {
		label += ":"
	}
	return strings.TrimRight(label, " ") + " "
}

// size returns what the entry takes on a sheet, with the end of its last line
// and without the mark of a changed offset.
func (e entry) size() size {
	s := e.labelSize()
	for i, line := range e.lines {
		s = s.plus(lineSize(i, line))
	}
	return s
}

// labelSize returns what an entry takes without its lines: its label, and its code
// in the seal, with a space at the most.
func (e entry) labelSize() size {
	return sizeOf(e.clock).plus(sizeOf(e.behindClock())).plus(size{codeLength + 1, codeLength + 1})
}

// lineSize returns what the line number i of a message takes, with its end.
func lineSize(i int, line string) size {
	s := sizeOf(line).plus(size{1, 1})
	if i > 0 {
		s = s.plus(size{len(behindBar), len(behindBar)})
	}
	return s
}

// split cuts an entry into pieces that each lie within limit. The pieces hold
// the same text: a line that is cut goes on in the next piece.
func (e entry) split(limit size) []entry {
	var pieces []entry
	piece := e
	piece.lines = nil
	free := limit.minus(piece.labelSize())
	next := func() {
		pieces = append(pieces, piece)
		piece.lines, piece.continued = nil, true
		piece.code = pieceCode(e.code, len(pieces))
		free = limit.minus(piece.labelSize())
	}
	for _, line := range e.lines {
		for {
			taken := lineSize(len(piece.lines), line)
			if taken.within(free) {
				piece.lines = append(piece.lines, line)
				free = free.minus(taken)
				break
			}
			room := free.minus(lineSize(len(piece.lines), ""))
			if len(piece.lines) == 0 || (room.units > wordReach && room.bytes > wordReach*utf8.UTFMax) {
				at := cutAt(line, room)
				piece.lines = append(piece.lines, line[:at])
				line = line[at:]
			}
			next()
		}
	}
	return append(pieces, piece)
}

// write appends the entry to a note; offset is named when it has changed.
func (e entry) write(b *strings.Builder, offset string) {
	b.WriteString(e.clock)
	if offset != "" {
		b.WriteString(" (" + offset + ")")
	}
	b.WriteString(e.behindClock())
	for i, line := range e.lines {
		if i > 0 {
			line = strings.TrimRight(behindBar+line, " ")
		}
		b.WriteString(line)
		b.WriteByte('\n')
	}
}

// part writes a sheet as a note.
func (w writer) part(number int, sheet sheet, tag string) Part {
	part := Part{Number: number}
	var b, codes strings.Builder
	offset := offsetAtStart(w.day, w.zone)
	b.WriteString(w.head(offsetName(offset)))
	b.WriteString("\n" + w.words.Overwritten + "\n\n")
	for _, e := range sheet.entries {
		changed := ""
		if now := w.zone.OffsetAt(e.t); now != offset {
			offset, changed = now, offsetName(now)
		}
		e.write(&b, changed)
		codes.WriteString(e.code)
		if !e.continued {
			part.MessageIDs = append(part.MessageIDs, e.id)
			part.LastT = e.t
		}
	}
	part.Count = len(part.MessageIDs)
	b.WriteString(w.tail(part, inWords(sealOf(b.String(), codes.String())), name(firstOf(tag, tagLength))))
	part.Text = b.String()
	return part
}

// head returns the first line of a note.
func (w writer) head(offset string) string {
	zone, words := name(w.zone.Name()), w.words.Head
	if zone == offset {
		words = w.words.HeadOffset
	}
	return fill(words, "{chat}", firstNotEmpty(w.title, w.words.Unnamed), "{date}", w.day, "{zone}", zone, "{offset}", offset)
}

// tail returns the last line of a note.
func (w writer) tail(part Part, seal, tag string) string {
	tail := "\n" + tailMark + count(int64(part.Count), w.words.OneMessage, w.words.Messages)
	if part.Count > 0 {
		tail += ", " + fill(w.words.Last, "{time}", Clock(part.LastT, w.zone, w.day))
	}
	if tag != "" {
		tail += tagMark + seal + tagMark + tag
	}
	return tail
}
