// Package backup brings the notes of a day into Zoho: [Make] decides, without
// clock or effects, what is missing; [Run] does it in bounded steps, each of
// which is stored before the next begins.
//
// The life of a note, as package journal stores it:
//
//	        look: found and read             PUT confirmed
//	wanted ──────────────────────▶ saved ◀──────────────┐
//	  │ ▲                           │ ▲                  │
//	  │ │ look: not there           │ └── text changed ──┘
//	  ▼ │ (after the settle time)   │
//	sending ──── POST confirmed ────┘      refused, gone: left alone, and said
//
// A note is never created without a look at the record's notes first, because
// Zoho has no key that would make a repeated create harmless. An update sends
// the whole text, so repeating one is harmless. A note that was created is
// looked for once more, see verify.go.
//
// A note of the day that the look finds and the journal does not know was written
// by another browser, or by this one before it was installed anew. It is read
// once: if every line in it is known here it is updated from then on, otherwise
// it is left as it is, and what it lacks goes to a part of this installation's
// own; see adopt.go.
package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

// Record is where notes of a chat go.
type Record struct {
	Module contract.Module
	ID     string
}

// Day is one dirty day of a chat with everything needed to decide about it.
type Day struct {
	journal.Day
	Record Record
	// Parts are the day's notes as they should stand.
	Parts []Part
	// Notes are the day's notes as the journal has them.
	Notes []journal.Note
	// Marker returns the marker of a part, shared or an installation's own; see
	// transcript.OwnMarker.
	Marker func(part int, tag string) string
	// Compare tells what the text of a note holds of the day's messages.
	Compare func(text string) Held
}

// Held is what a note found in Zoho holds of the day's messages.
type Held struct {
	transcript.Holding
	// Free are those of its messages that do not stand in another note of ours.
	Free []string
	// Filed returns the messages that are filed under a part, by dedup id.
	Filed func(part int) []string
	// Measure sums some messages up.
	Measure func(ids []string) Sum
}

// Sum is what is noted of the messages of a note; see journal.Note.
type Sum struct {
	Count, Skipped, Encrypted, Upto int
	LastT                           int64
}

// Part is one note as it should stand.
type Part struct {
	transcript.Part
	Title string
	// Tag is the installation's in a part that it keeps for itself.
	Tag string
	// Skipped is how many of its messages were not read by policy.
	Skipped int
	// Encrypted is how many of them are not decrypted on this computer yet.
	Encrypted int
	// Upto is the highest journal.Entry.Seq of its messages.
	Upto int
}

// Task is one note that has to be brought to a text.
type Task struct {
	Note  journal.Note
	Title string
	Text  string
	// Digest identifies title and text.
	Digest string
	// Count, LastT, Skipped, Encrypted and Upto become those of the note when it
	// is confirmed; see journal.Note.
	Count     int
	LastT     int64
	Skipped   int
	Encrypted int
	Upto      int
	day       *Day
}

// Plan is what has to be done, in this order.
type Plan struct {
	// Look lists the records whose notes must be looked at before a create.
	Look []Record
	// Create needs a look first, Update does not.
	Create, Update []Task
	// Verify are notes that stand as they should, but were not looked for since
	// they were created.
	Verify []Task
	// Held counts notes Zoho has refused and that are not offered again yet.
	Held int
	// Settled are days with nothing to do: their mark can go.
	Settled []journal.Day
}

// Empty says that no call to Zoho is needed.
func (p Plan) Empty() bool { return len(p.Create) == 0 && len(p.Update) == 0 && len(p.Verify) == 0 }

// offerAgainAfter is how long a text that Zoho has refused is left alone, so
// that a permission granted later is noticed without asking at every cycle.
const offerAgainAfter = time.Hour

// Make decides what the days need at the time now. It is a pure function of
// its input.
func Make(days []Day, now time.Time) Plan {
	var plan Plan
	for d := range days {
		day, open := &days[d], false
		// From the last part to the first, so that a message that moves is for a
		// moment in two notes and never in none.
		for i := len(day.Parts) - 1; i >= 0; i-- {
			task := newTask(day, i)
			switch task.Note.State {
			case journal.NoteSaved:
				if task.Note.Left {
					continue
				}
				if !task.Note.Alone {
					plan.Verify = append(plan.Verify, task)
					open = true
				}
				if task.Note.Confirmed == task.Digest && !looksBack(task.Note, now) {
					continue
				}
				plan.Update = append(plan.Update, task)
				open = true
			case journal.NoteRefused:
				open = true
				age := now.Sub(time.UnixMilli(task.Note.RefusedAt))
				if task.Note.Refused == task.Digest && age >= 0 && age < offerAgainAfter {
					plan.Held++
					continue
				}
				if task.Note.ID != "" {
					plan.Update = append(plan.Update, task)
					continue
				}
				plan.Create = append(plan.Create, task)
			case journal.NoteGone:
				continue
			default:
				plan.Create = append(plan.Create, task)
				open = true
			}
		}
		if !open {
			plan.Settled = append(plan.Settled, day.Day)
		}
	}
	plan.Look = recordsOf(plan.Create)
	return plan
}

func newTask(day *Day, i int) Task {
	part := day.Parts[i]
	note := journal.Note{
		Chat: day.Chat, Date: day.Date, Part: part.Number, State: journal.NoteWanted, Tag: part.Tag,
		Module: day.Record.Module, RecordID: day.Record.ID,
	}
	for _, known := range day.Notes {
		if known.Date != day.Date || known.Part != part.Number {
			continue
		}
		if known.ID == "" {
			// It stands nowhere yet, so it follows the chat's link; what another
			// record's refusal was about no longer counts.
			if known.RecordID != note.RecordID {
				known.Refused, known.RefusedAt = "", 0
			}
			known.Module, known.RecordID, known.Tag = note.Module, note.RecordID, note.Tag
		}
		note = known
	}
	return Task{
		Note: note, Title: part.Title, Text: part.Text, Digest: Digest(part.Title, part.Text),
		Count: part.Count, LastT: part.LastT, Skipped: part.Skipped, Encrypted: part.Encrypted, Upto: part.Upto,
		day: day,
	}
}

// Digest identifies a note's title and text.
func Digest(title, text string) string {
	sum := sha256.Sum256([]byte(title + "\x00" + text))
	return hex.EncodeToString(sum[:16])
}
