package backup

import (
	"context"
	"errors"

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
// sent here; a note with other lines is somebody's and left alone.
func (r *Runner) verify(ctx context.Context, tasks []Task, result *Result, mayGoOn func() error) error {
	for _, record := range recordsOf(tasks) {
		if err := mayGoOn(); err != nil {
			return err
		}
		on := tasksOn(tasks, record)
		found, err := r.look(ctx, record, on)
		switch {
		case errors.Is(err, zoho.ErrParentGone), errors.Is(err, zoho.ErrNotFound):
			for _, t := range on {
				result.Gone = append(result.Gone, Gone{Task: t, Parent: true, Err: err})
			}
			continue
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
			done, err := r.alone(ctx, &on[i], found[on[i].Title])
			if err != nil {
				return err
			}
			on[i].Note.Alone = done
		}
		if err := r.save(ctx, on); err != nil {
			return err
		}
	}
	return nil
}

// alone settles the notes that carry the marker of a task, oldest first, and
// says whether it is done.
func (r *Runner) alone(ctx context.Context, t *Task, ids []string) (bool, error) {
	if len(ids) < 2 {
		return true, nil
	}
	if t.Note.ID != ids[0] {
		// The one that counts may hold an older text; the next update sends it.
		t.Note.ID, t.Note.Confirmed = ids[0], ""
	}
	for _, id := range ids[1:] {
		note, err := r.Notes.Get(ctx, id)
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
		title, text := r.Surplus(t.Title)
		outcomes, err := r.Notes.Update(ctx, []zoho.NoteUpdate{{ID: id, Title: title, Content: text}})
		switch {
		case err != nil && r.StopsAll(err):
			return false, err
		case len(outcomes) != 1 || outcomes[0].Outcome == zoho.Unknown:
			return false, nil
		}
	}
	return true, nil
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
