package backup

import (
	"context"
	"errors"
	"slices"

	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// verify looks whether the notes that were created stand in Zoho once. When
// Zoho commits a create and the connection breaks before a byte of its answer,
// Chromium sends the request again by itself (HttpNetworkTransaction resends on
// a connection that was kept alive, whatever the method), and the extension sees
// one success. So every create is followed by one look, and a note stays
// unverified until it was made.
//
// Of several notes with one marker the oldest counts, for every browser alike.
// Another one is rewritten as not needed only if its text is exactly the one
// sent here; a note with other lines is somebody's and left alone. If the oldest
// holds lines that are not known here, ours becomes a part of this installation's
// own, with the lines that the oldest lacks.
func (r *Runner) verify(ctx context.Context, tasks []Task, result *Result, mayGoOn func() error) error {
	for records := range slices.Chunk(recordsOf(tasks), TogetherMost) {
		if err := mayGoOn(); err != nil {
			return err
		}
		newest, err := r.newest(ctx, records, tasks)
		if err != nil {
			return err
		}
		for _, record := range records {
			if err := mayGoOn(); err != nil {
				return err
			}
			if err := r.verifyOn(ctx, record, tasksOn(tasks, record), newest[record], result); err != nil {
				return err
			}
		}
	}
	return nil
}

// verifyOn looks whether the notes that were created on a record stand there once.
func (r *Runner) verifyOn(ctx context.Context, record Record, on []Task, newest *zoho.NotePage, result *Result) error {
	found, err := r.look(ctx, record, on, newest)
	switch {
	case errors.Is(err, zoho.ErrParentGone), errors.Is(err, zoho.ErrNotFound):
		for _, t := range on {
			result.Gone = append(result.Gone, Gone{Task: t, Parent: true, Err: err})
		}
		return nil
	case err != nil && r.StopsAll(err):
		return err
	}
	for i := range on {
		if err != nil {
			// The list cannot be read for a reason that repeating does not
			// mend, so it is not asked for at every cycle.
			on[i].Note.Alone = true
			continue
		}
		var same []sighting
		for _, s := range found[on[i].Note.Day()] {
			if s.note.Title == on[i].Title {
				same = append(same, s)
			}
		}
		done, err := r.alone(ctx, &on[i], same, result)
		if err != nil {
			return err
		}
		on[i].Note.Alone = done
	}
	return r.save(ctx, on)
}

// alone settles the notes that carry the marker of a task, oldest first, and
// says whether it is done.
func (r *Runner) alone(ctx context.Context, t *Task, same []sighting, result *Result) (bool, error) {
	if len(same) == 0 {
		return true, nil
	}
	if t.Note.ID != same[0].note.ID {
		again, err := r.yield(ctx, t, same[0], result)
		switch {
		case errors.Is(err, zoho.ErrNotFound):
			return false, nil
		case err != nil && !r.StopsAll(err):
			// The older one cannot be read. It is somebody's, and ours stays as it is.
			return true, nil
		case err != nil || !again:
			return err == nil, err
		}
	}
	for _, s := range same[1:] {
		note, err := r.Notes.Get(ctx, s.note.ID)
		switch {
		case errors.Is(err, zoho.ErrNotFound):
			continue
		case err != nil && r.StopsAll(err):
			return false, err
		case err != nil:
			return false, nil
		case note.Content != t.Text:
			continue
		}
		if done, err := r.retire(ctx, s.note.ID, t.Title); err != nil || !done {
			return false, err
		}
	}
	return true, nil
}

// retire rewrites a note as not needed, and says whether Zoho has answered.
func (r *Runner) retire(ctx context.Context, id, title string) (bool, error) {
	newTitle, text := r.Surplus(title)
	outcomes, err := r.Notes.Update(ctx, []zoho.NoteUpdate{{ID: id, Title: newTitle, Content: text}})
	if err != nil && r.StopsAll(err) {
		return false, err
	}
	return len(outcomes) == 1 && outcomes[0].Outcome != zoho.Unknown, nil
}

// unverified returns the tasks whose notes are in Zoho but were not looked for
// since they were created: those of this run, and those an earlier run has left.
func unverified(plan Plan, done []Task) []Task {
	latest := map[string]Task{}
	for _, t := range plan.Verify {
		latest[t.Title] = t
	}
	for _, t := range done {
		latest[t.Title] = t
	}
	var out []Task
	for _, t := range append(append([]Task{}, plan.Verify...), done...) {
		last, open := latest[t.Title]
		if !open {
			continue
		}
		delete(latest, t.Title)
		if last.Note.State == journal.NoteSaved && !last.Note.Alone {
			out = append(out, last)
		}
	}
	return out
}

func recordsOf(tasks []Task) []Record {
	seen := map[Record]bool{}
	var out []Record
	for _, t := range tasks {
		r := Record{t.Note.Module, t.Note.RecordID}
		if !seen[r] {
			seen[r] = true
			out = append(out, r)
		}
	}
	return out
}
