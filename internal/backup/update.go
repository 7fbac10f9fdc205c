package backup

import (
	"context"
	"slices"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

func (r *Runner) update(ctx context.Context, tasks []Task, result *Result, mayGoOn func() error) error {
	for len(tasks) > 0 {
		if err := mayGoOn(); err != nil {
			return err
		}
		chunk := slices.Clone(tasks[:min(batch, len(tasks))])
		tasks = tasks[len(chunk):]
		together, err := r.updateAlone(ctx, chunk, result, mayGoOn)
		if err != nil {
			return err
		}
		if together, err = r.check(ctx, together, result); err != nil {
			return err
		}
		if err := r.updateTogether(ctx, together, result); err != nil {
			return err
		}
	}
	return nil
}

// update is the task as it is sent.
func (t Task) update() zoho.NoteUpdate {
	return zoho.NoteUpdate{ID: t.Note.ID, Title: t.Title, Content: t.Text}
}

// updateTogether writes notes in one call, whatever became of them since they were
// checked.
func (r *Runner) updateTogether(ctx context.Context, tasks []Task, result *Result) error {
	if len(tasks) == 0 {
		return nil
	}
	updates := make([]zoho.NoteUpdate, len(tasks))
	for i, t := range tasks {
		updates[i] = t.update()
	}
	outcomes, err := r.Notes.Update(ctx, updates)
	return r.kept(ctx, tasks, outcomes, err, result)
}

// kept stores what became of the notes of a call, and returns the call's error if
// it ends the run.
func (r *Runner) kept(ctx context.Context, tasks []Task, outcomes []zoho.WriteResult, callErr error, result *Result) error {
	if err := r.keep(ctx, tasks, outcomes, result); err != nil {
		return err
	}
	if callErr != nil && r.StopsAll(callErr) {
		return callErr
	}
	return nil
}
