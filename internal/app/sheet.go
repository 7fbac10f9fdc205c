package app

import (
	"context"
	"slices"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// daySheet is one day of a chat on its way to its notes.
type daySheet struct {
	day     journal.Day
	record  backup.Record
	entries []journal.Entry
	// notes are all notes of the chat.
	notes []journal.Note
	// frozen parts are left as they are in Zoho; see journal.Journal.Frozen.
	frozen map[int]bool
	// whole is the day without its messages.
	whole  transcript.Day
	marker func(part int, tag string) string
}

// sheet returns the sheet of one day of a chat.
func (a *App) sheet(d journal.Day, chat store.Chat, account store.Account, org, tag string, entries []journal.Entry, notes []journal.Note, frozen map[int]bool) (daySheet, error) {
	words, err := a.words()
	return daySheet{
		day: d, record: backup.Record{Module: chat.Link.Module, ID: chat.Link.RecordID}, entries: entries, notes: notes, frozen: frozen,
		whole: transcript.Day{Date: d.Date, Zone: a.zone, Title: calledInNotes(chat), OwnName: account.Name, Words: words, InstallTag: tag},
		marker: func(part int, tag string) string {
			return transcript.OwnMarker(org, account.WhatsApp, d.Key, d.Date, part, tag)
		},
	}, err
}

// withdraw leaves out of a sheet the words of deleted messages, also where they are
// repeated on another day, if the user does not want them kept.
func (a *App) withdraw(ctx context.Context, sheet *daySheet, settings contract.Settings) error {
	if settings.DeletedText != contract.DeletedDrop {
		return nil
	}
	var answered []string
	for _, e := range sheet.entries {
		if e.Message.Quote != nil {
			answered = append(answered, e.Message.Quote.ID)
		}
	}
	var err error
	sheet.whole.DropDeleted = true
	sheet.whole.Withdrawn, err = a.journal.Withdrawn(ctx, sheet.day.Chat, answered)
	return err
}

// render writes the notes of the day. It says which messages have got a part, and
// returns the notes left to others in which messages were found that had not been
// known before.
func (s daySheet) render() (backup.Day, journal.Assignment, []journal.Note) {
	assignment := journal.Assignment{Day: s.day, Parts: map[string]int{}}
	claimed := s.claim(assignment)
	left := s.left()
	day := backup.Day{Day: s.day, Record: s.record, Notes: s.notes, Marker: s.marker, Compare: s.compare}
	known := map[string]journal.Entry{}
	in := s.whole
	for _, e := range s.entries {
		if left[e.Part] {
			continue
		}
		in.Messages = append(in.Messages, e.Message)
		known[e.Message.DedupID()] = e
	}
	in.Assigned, in.Parts = s.placed()
	in.Tight = map[int]bool{}
	tags := map[int]string{}
	for _, n := range s.today() {
		in.Tight[n.Part], tags[n.Part] = n.Tight, n.Tag
	}
	for _, rendered := range transcript.Render(in) {
		if s.frozen[rendered.Number] || left[rendered.Number] {
			continue
		}
		part := backup.Part{Part: rendered, Tag: tags[rendered.Number]}
		if len(left) > 0 && !s.stands(rendered.Number) {
			part.Tag = s.whole.InstallTag
		}
		part.Title = transcript.OwnTitle(s.day.Date, rendered.Number, part.Tag, s.marker(rendered.Number, part.Tag))
		for _, id := range part.MessageIDs {
			e := known[id]
			sum := measure([]journal.Entry{e})
			part.Skipped += sum.Skipped
			part.Encrypted += sum.Encrypted
			part.Upto = max(part.Upto, sum.Upto)
			if e.Part != part.Number {
				assignment.Parts[id] = part.Number
			}
		}
		day.Parts = append(day.Parts, part)
	}
	// What is compared with a note later is compared as it is filed then.
	for i, e := range s.entries {
		if part, moved := assignment.Parts[e.Message.DedupID()]; moved {
			s.entries[i].Part = part
		}
	}
	return day, assignment, claimed
}

// today returns the notes of the day.
func (s daySheet) today() []journal.Note {
	return slices.DeleteFunc(slices.Clone(s.notes), func(n journal.Note) bool { return n.Date != s.day.Date })
}

// left returns the parts of the notes that are left as they are.
func (s daySheet) left() map[int]bool {
	out := map[int]bool{}
	for _, n := range s.today() {
		if n.Left {
			out[n.Part] = true
		}
	}
	return out
}

// stands says whether a part has a note in Zoho.
func (s daySheet) stands(part int) bool {
	return slices.ContainsFunc(s.today(), func(n journal.Note) bool { return n.Part == part && n.ID != "" })
}

// claim files messages that are new here under the notes of others in which they
// stand, and returns those notes without the lines that are known now.
func (s *daySheet) claim(assignment journal.Assignment) []journal.Note {
	var claimed []journal.Note
	for _, n := range s.today() {
		if !n.Left || len(n.Others) == 0 {
			continue
		}
		var entries []journal.Entry
		for i, e := range s.entries {
			if e.Part == 0 {
				keys := s.whole.Keys(e.Message)
				at := slices.IndexFunc(n.Others, func(other string) bool { return slices.Contains(keys, other) })
				if at < 0 {
					continue
				}
				n.Others = slices.Delete(slices.Clone(n.Others), at, at+1)
				s.entries[i].Part = n.Part
				assignment.Parts[e.Message.DedupID()] = n.Part
				entries = append(entries, e)
			}
		}
		if len(entries) == 0 {
			continue
		}
		more := measure(entries)
		n.Count, n.Skipped, n.Encrypted = n.Count+more.Count, n.Skipped+more.Skipped, n.Encrypted+more.Encrypted
		n.LastT, n.Upto = max(n.LastT, more.LastT), max(n.Upto, more.Upto)
		claimed = append(claimed, n)
	}
	return claimed
}

// placed returns the part each message of a day belongs to, as far as that is
// settled, and how many parts were written. What came to a part after a person
// had deleted its note, or after Zoho had refused it as too long, has never been
// in Zoho, so it goes to the next part. So does what is new on a day whose last
// part is frozen or left to others.
func (s daySheet) placed() (parts map[string]int, written int) {
	upto := map[int]int{}
	closed := map[int]bool{}
	for part := range s.frozen {
		closed[part] = true
	}
	for _, n := range s.today() {
		if n.ID != "" && n.Part < journal.LeftParts {
			written = max(written, n.Part)
		}
		if n.State == journal.NoteGone || n.Tight {
			upto[n.Part] = n.Upto
		}
		closed[n.Part] = closed[n.Part] || n.State == journal.NoteGone || n.Left
	}
	parts = map[string]int{}
	last := written
	var loose []string
	for _, e := range s.entries {
		if e.Part >= journal.LeftParts {
			continue
		}
		upto, ends := upto[e.Part]
		if e.Part == 0 || ends && e.Seq > upto {
			loose = append(loose, e.Message.DedupID())
			continue
		}
		parts[e.Message.DedupID()] = e.Part
		last = max(last, e.Part)
	}
	for part := range s.frozen {
		last = max(last, part)
	}
	if closed[last] {
		for _, id := range loose {
			parts[id] = last + 1
		}
	}
	return parts, written
}

// compare tells what a note holds of the day's messages.
func (s daySheet) compare(text string) backup.Held {
	day := s.whole
	byID := map[string]journal.Entry{}
	for _, e := range s.entries {
		day.Messages = append(day.Messages, e.Message)
		byID[e.Message.DedupID()] = e
	}
	held := backup.Held{Holding: day.Holding(text)}
	held.Filed = func(part int) []string {
		var ids []string
		for _, e := range s.entries {
			if e.Part == part {
				ids = append(ids, e.Message.DedupID())
			}
		}
		return ids
	}
	held.Measure = func(ids []string) backup.Sum {
		var entries []journal.Entry
		for _, id := range ids {
			entries = append(entries, byID[id])
		}
		return measure(entries)
	}
	for _, id := range held.IDs {
		if !s.confirmed(byID[id]) {
			held.Free = append(held.Free, id)
		}
	}
	return held
}

// tellEarlier lets the day's messages have the words before an edit that a note tells.
func (s daySheet) tellEarlier(text string) {
	day := s.whole
	for _, e := range s.entries {
		day.Messages = append(day.Messages, e.Message)
	}
	told := day.Earlier(text)
	for i, e := range s.entries {
		if words, ok := told[e.Message.DedupID()]; ok {
			s.entries[i].Message.Earlier = words
		}
	}
}

// confirmed says whether a message stands in one of the notes the journal knows.
func (s daySheet) confirmed(e journal.Entry) bool {
	return slices.ContainsFunc(s.today(), func(n journal.Note) bool { return n.Part == e.Part && n.ID != "" && e.Seq <= n.Upto })
}

// measure sums messages up.
func measure(entries []journal.Entry) (sum backup.Sum) {
	for _, e := range entries {
		sum.Count++
		switch e.Message.Kind {
		case whatsapp.MessageWithheld:
			sum.Skipped++
		case whatsapp.MessagePending:
			sum.Encrypted++
		}
		sum.Upto, sum.LastT = max(sum.Upto, e.Seq), max(sum.LastT, e.Message.T)
	}
	return sum
}
