package backup

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// checkAfter is for how long after it was last written a note is taken to be as
// it was. After that a person may have changed it, and it is read once, for one
// credit, before it is written again.
const checkAfter = time.Hour

// LookBackAfter is for how long after it was written a note that another installation
// writes too is left alone before it is read once more. Until then the other one may
// write it without having read it, and over what was written here; later than
// checkAfter it reads it first.
const LookBackAfter = checkAfter + 10*time.Minute

// confirmedLeft stands for the confirmed text of a note that is left as it is.
const confirmedLeft = "left"

// adopt reads the notes of a day that the journal does not know, and stores what
// each of them holds, together with the part of each message in them. It says
// whether there was any, because the day is then to be planned anew.
func (r *Runner) adopt(ctx context.Context, day *Day, found []sighting) (bool, error) {
	var notes []journal.Note
	assigned := journal.Assignment{Day: day.Day, Parts: map[string]int{}}
	for _, s := range found {
		if known(day.Notes, s.note.ID) || younger(found, s, append(notes, day.Notes...)) {
			continue
		}
		read, err := r.Notes.Get(ctx, s.note.ID)
		switch {
		case errors.Is(err, zoho.ErrNotFound):
			// It was deleted since the look.
			continue
		case err != nil:
			return false, err
		}
		held := day.Compare(read.Content)
		if err := r.meet(ctx, held.Tag); err != nil {
			return false, err
		}
		free := slices.DeleteFunc(slices.Clone(held.Free), func(id string) bool { return assigned.Parts[id] != 0 })
		mine := (s.Tag == "" || s.Tag == r.Tag) && !taken(append(notes, day.Notes...), day.Date, s.Part)
		note := journal.Note{
			Chat: day.Chat, Date: day.Date, Part: s.Part, State: journal.NoteSaved,
			Module: day.Record.Module, RecordID: day.Record.ID, ID: s.note.ID, Tag: s.Tag,
			Shared: held.Tag != r.Tag, CheckedAt: r.Now().UnixMilli(), ModifiedAt: zohoTime(read.ModifiedTime),
		}
		if !mine {
			note.Part = freeLeft(append(notes, day.Notes...), day.Date)
		}
		if !mine || held.Edited || len(held.Others) > 0 || len(free) < len(held.IDs) {
			note = left(note, held, free)
		}
		notes = append(notes, note)
		place(assigned, note.Part, held, free)
		assigned = withEarlier(assigned, held)
	}
	if len(notes) == 0 {
		return false, nil
	}
	return true, r.Ledger.SaveNotes(ctx, notes, []journal.Assignment{assigned})
}

func known(notes []journal.Note, id string) bool {
	return slices.ContainsFunc(notes, func(n journal.Note) bool { return n.ID == id })
}

// younger says whether a note is the second with its marker, of which the oldest
// counts. It is only of interest once the oldest is known to be left as it is.
func younger(found []sighting, s sighting, notes []journal.Note) bool {
	first := slices.IndexFunc(found, func(o sighting) bool { return o.note.Title == s.note.Title })
	oldest := found[first].note.ID
	return oldest != s.note.ID && !slices.ContainsFunc(notes, func(n journal.Note) bool { return n.ID == oldest && n.Left })
}

// taken says whether a note stands under the number of a part.
func taken(notes []journal.Note, date string, number int) bool {
	return slices.ContainsFunc(notes, func(n journal.Note) bool { return n.Date == date && n.Part == number && n.ID != "" })
}

// freeLeft returns a number for a note whose own is taken.
func freeLeft(notes []journal.Note, date string) int {
	number := journal.LeftParts
	for taken(notes, date, number) {
		number++
	}
	return number
}

// left returns a note that is never written here, and in which some messages stand.
func left(note journal.Note, held Held, ids []string) journal.Note {
	note.State, note.Left, note.Others, note.Confirmed, note.Alone = journal.NoteSaved, true, held.Others, confirmedLeft, true
	sum := held.Measure(ids)
	note.Count, note.Skipped, note.Encrypted = sum.Count, sum.Skipped, sum.Encrypted
	note.LastT, note.Upto = sum.LastT, sum.Upto
	note.Refused, note.RefusedAt, note.Problem, note.SentAt, note.LookBackAt = "", 0, nil, 0, 0
	return note
}

// place assigns messages to a part, and takes out of it whatever else was filed
// there.
func place(assigned journal.Assignment, part int, held Held, ids []string) {
	for _, id := range held.Filed(part) {
		if assigned.Parts[id] == 0 {
			assigned.Parts[id] = 0
		}
	}
	for _, id := range ids {
		assigned.Parts[id] = part
	}
}

// earlierOf returns what a note tells of messages of a day before they were edited.
func earlierOf(d journal.Day, held Held) journal.Assignment {
	return withEarlier(journal.Assignment{Day: d}, held)
}

// withEarlier adds what a note tells of messages before they were edited.
func withEarlier(assigned journal.Assignment, held Held) journal.Assignment {
	if assigned.Earlier == nil {
		assigned.Earlier = map[string]string{}
	}
	maps.Copy(assigned.Earlier, held.Earlier)
	return assigned
}

// check reads the notes that another installation writes too, or that a person or
// another installation may have changed since they were last written, and returns the
// tasks that may be sent.
func (r *Runner) check(ctx context.Context, tasks []Task, result *Result) ([]Task, error) {
	var out []Task
	for _, t := range tasks {
		if !t.Note.Shared && !r.aged(t) {
			out = append(out, t)
			continue
		}
		_, may, err := r.inspect(ctx, &t, result)
		if err != nil {
			return nil, err
		}
		if may {
			out = append(out, t)
		}
	}
	return out, nil
}

// aged says whether a note was last written or read so long ago that a person may
// have changed it. A time in the future is from before the clock was set back.
func (r *Runner) aged(t Task) bool {
	age := r.Now().Sub(time.UnixMilli(t.Note.CheckedAt))
	return age < 0 || age >= r.freshFor()
}

// inspect reads the note of a task as it stands in Zoho, and says whether the task
// may be sent. If a person has changed the note, or it holds what is not known here,
// it is left as it is.
func (r *Runner) inspect(ctx context.Context, t *Task, result *Result) (read zoho.Note, may bool, err error) {
	read, err = r.Notes.Get(ctx, t.Note.ID)
	switch {
	case errors.Is(err, zoho.ErrNotFound):
		result.Gone = append(result.Gone, Gone{Task: *t, Err: err})
		return read, false, nil
	case err != nil && r.StopsAll(err):
		return read, false, err
	case err != nil:
		// Whatever keeps it from being read may hide what a person wrote.
		return read, false, r.refuse(ctx, []Task{*t}, err)
	}
	held := t.day.Compare(read.Content)
	if err := r.meet(ctx, held.Tag); err != nil {
		return read, false, err
	}
	if held.Edited && r.RespectEdits || !held.Edited && r.loses(*t, held) {
		result.Again = true
		return read, false, r.leave(ctx, *t, held)
	}
	t.Note.Shared = t.Note.Shared || held.Tag != r.Tag
	t.Note.CheckedAt, t.Note.ModifiedAt = r.Now().UnixMilli(), zohoTime(read.ModifiedTime)
	if len(held.Earlier) > 0 {
		// What a message said before its edit is known from the note alone.
		result.Again = true
		return read, false, r.Ledger.SaveNotes(ctx, []journal.Note{t.Note}, []journal.Assignment{earlierOf(t.day.Day, held)})
	}
	if t.Note.Confirmed != t.Digest || held.Edited {
		return read, true, nil
	}
	// It was read only to look back.
	if lacks(held, t.Note.Part) {
		result.Again = true
		return read, false, r.leave(ctx, *t, held)
	}
	t.Note.LookBackAt = 0
	return read, false, r.save(ctx, []Task{*t})
}

// loses says whether a note of ours would lose a line if it were written. One that
// was last written here was written from what is known here: the line of a message
// that was not read holds no more than that, however names, language and time zone
// have changed since.
func (r *Runner) loses(t Task, held Held) bool {
	if t.Note.Confirmed == "" || held.Tag != r.Tag {
		return len(held.Others) > 0
	}
	return len(held.Others) > len(held.Unread)
}

// lacks says whether a message that is filed under a part does not stand in its note:
// another installation, which does not know it, has written over it.
func lacks(held Held, part int) bool {
	return slices.ContainsFunc(held.Filed(part), func(id string) bool { return !slices.Contains(held.IDs, id) })
}

// looksBack says whether a shared note that stands as it should is to be read once
// more. A time that lies further ahead than one is chosen is from before the clock was
// set back.
func looksBack(n journal.Note, now time.Time) bool {
	if n.LookBackAt == 0 {
		return false
	}
	ahead := time.UnixMilli(n.LookBackAt).Sub(now)
	return ahead <= 0 || ahead > LookBackAfter
}

// leave stores that a note of ours is left as it is from now on. What is filed
// under its part and does not stand in it goes to another.
func (r *Runner) leave(ctx context.Context, t Task, held Held) error {
	filed := held.Filed(t.Note.Part)
	ids := slices.DeleteFunc(slices.Clone(held.IDs), func(id string) bool {
		return !slices.Contains(filed, id) && !slices.Contains(held.Free, id)
	})
	assigned := journal.Assignment{Day: t.day.Day, Parts: map[string]int{}}
	place(assigned, t.Note.Part, held, ids)
	return r.Ledger.SaveNotes(ctx, []journal.Note{left(t.Note, held, ids)}, []journal.Assignment{assigned})
}

// yield settles that an older note has the marker of a task's. If all that stands
// in it is known here, and it is not another user's, it takes the place of ours.
// Otherwise it is left as it is, and ours becomes a part of this installation's own
// with what it lacks, or is not needed if it lacks nothing. again says that the older
// one is to be written.
func (r *Runner) yield(ctx context.Context, t *Task, oldest sighting, result *Result) (again bool, err error) {
	read, err := r.Notes.Get(ctx, oldest.note.ID)
	if err != nil {
		return false, err
	}
	held := t.day.Compare(read.Content)
	if err := r.meet(ctx, held.Tag); err != nil {
		return false, err
	}
	if !held.Edited && len(held.Others) == 0 && !r.foreign(read) {
		// It may hold an older text; the next update sends it.
		t.Note.ID, t.Note.Confirmed, t.Note.Shared = oldest.note.ID, "", held.Tag != r.Tag
		t.Note.ModifiedAt = zohoTime(read.ModifiedTime)
		if len(held.Earlier) == 0 {
			return true, nil
		}
		return true, r.Ledger.SaveNotes(ctx, nil, []journal.Assignment{earlierOf(t.day.Day, held)})
	}
	result.Again = true
	filed := held.Filed(t.Note.Part)
	ids := slices.DeleteFunc(slices.Clone(held.IDs), func(id string) bool {
		return !slices.Contains(filed, id) && !slices.Contains(held.Free, id)
	})
	if !known(t.day.Notes, oldest.note.ID) {
		note := left(journal.Note{
			Chat: t.day.Chat, Date: t.day.Date, Part: freeLeft(t.day.Notes, t.day.Date),
			Module: t.Note.Module, RecordID: t.Note.RecordID, ID: oldest.note.ID, Tag: oldest.Tag, CheckedAt: r.Now().UnixMilli(),
		}, held, ids)
		assigned := journal.Assignment{Day: t.day.Day, Parts: map[string]int{}}
		for _, id := range ids {
			assigned.Parts[id] = note.Part
		}
		if err := r.Ledger.SaveNotes(ctx, []journal.Note{note}, []journal.Assignment{assigned}); err != nil {
			return false, err
		}
	}
	t.Note.Tag, t.Note.Confirmed = r.Tag, ""
	if slices.ContainsFunc(filed, func(id string) bool { return !slices.Contains(ids, id) }) {
		return false, nil
	}
	done, err := r.retire(ctx, t.Note.ID, t.Title)
	if done {
		t.Note.State, t.Note.Count = journal.NoteGone, 0
	}
	return false, err
}
