package backup

import (
	"context"
	"errors"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// keep stores what became of the notes of one call, each by its own outcome.
func (r *Runner) keep(ctx context.Context, chunk []Task, outcomes []zoho.WriteResult, result *Result) error {
	if len(outcomes) != len(chunk) {
		return fmt.Errorf("backup: %d outcomes for %d notes", len(outcomes), len(chunk))
	}
	var changed []Task
	var barred []refusal
	for i, o := range outcomes {
		t := chunk[i]
		if o.Outcome == zoho.NotDone && t.Note.ID != "" && errors.Is(o.Err, zoho.ErrNotAllowed) && !r.StopsAll(o.Err) {
			barred = append(barred, refusal{t, o.Err})
			continue
		}
		switch o.Outcome {
		case zoho.Done:
			t.Note.State, t.Note.ID, t.Note.Confirmed = journal.NoteSaved, o.ID, t.Digest
			t.Note.Count, t.Note.LastT, t.Note.Upto, t.Note.SentAt = t.Count, t.LastT, t.Upto, 0
			t.Note.Skipped, t.Note.Encrypted = t.Skipped, t.Encrypted
			t.Note.Refused, t.Note.RefusedAt, t.Note.Problem = "", 0, nil
			t.Note.CheckedAt, t.Note.ModifiedAt = r.Now().UnixMilli(), zohoTime(o.ModifiedTime)
			if t.Note.LookBackAt = 0; t.Note.Shared {
				t.Note.LookBackAt = r.Now().Add(LookBackAfter).UnixMilli()
			}
			result.Done = append(result.Done, t)
		case zoho.NotDone:
			if !r.notDone(&t, o.Err, result) {
				continue
			}
		default:
			// Unknown: a create stays "sending" and is looked for; an update is
			// simply sent again.
			continue
		}
		changed = append(changed, t)
	}
	if err := r.save(ctx, changed); err != nil {
		return err
	}
	for _, refused := range barred {
		if err := r.setAside(ctx, refused, result); err != nil {
			return err
		}
	}
	return nil
}

// notDone notes why a note was certainly not written, and says whether there is
// anything to store.
func (r *Runner) notDone(t *Task, err error, result *Result) bool {
	if t.Note.ID == "" {
		t.Note.SentAt = 0
	}
	switch {
	case r.StopsAll(err):
		// Nothing was written; a create may be sent again without a wait.
		if t.Note.ID != "" {
			return false
		}
		t.Note.State = journal.NoteWanted
		return true
	case errors.Is(err, zoho.ErrTooLong):
		t.Note.Tight = true
		if t.Note.ID == "" {
			t.Note.State = journal.NoteWanted
		}
		result.TooLong = append(result.TooLong, *t)
		return true
	case errors.Is(err, zoho.ErrParentGone):
		result.Gone = append(result.Gone, Gone{Task: *t, Parent: true, Err: err})
	case t.Note.ID != "" && maybeGone(err):
		result.Gone = append(result.Gone, Gone{Task: *t, Err: err})
		return false
	case errors.Is(err, zoho.ErrLocked):
		if t.Note.ID != "" {
			return false
		}
		t.Note.State = journal.NoteWanted
		return true
	}
	r.markRefused(t, r.Problem(err))
	return true
}

// maybeGone says whether the refusal of an update may mean that the note is no
// longer there. Zoho has one code for that and for a value it does not take.
func maybeGone(err error) bool {
	return !errors.Is(err, zoho.ErrTooLong) && (errors.Is(err, zoho.ErrNotFound) || errors.Is(err, zoho.ErrInvalidData))
}

// Refuse notes on a task that Zoho does not take its text, and why.
func (r *Runner) Refuse(ctx context.Context, t Task, cause error) error {
	return r.refuse(ctx, []Task{t}, cause)
}
