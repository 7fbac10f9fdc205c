package backup

import (
	"context"
	"errors"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

// In Zoho only its owner may change a note (CANNOT_PERFORM_ACTION or NOT_ALLOWED; see
// https://www.zoho.com/crm/developer/docs/api/v8/update-notes.html). The markers of
// notes do not name the user, so another user's note is met in two ways: one WhatsApp
// account is used with two Zoho users, or somebody has signed in as another one. Such
// a note is left as it is, like one that a person has changed.

// refusal is an update that Zoho does not allow, and what it said.
type refusal struct {
	task  Task
	cause error
}

// foreign says that a note is known to belong to another user of Zoho.
func (r *Runner) foreign(note zoho.Note) bool {
	return r.User != "" && note.OwnerID != "" && note.OwnerID != r.User
}

// setAside reads a note whose update was not allowed. If it is another user's, what
// stands in it counts as saved, and the rest goes to a part of this user's own. The
// refusal of an own note says something else, for instance that this user may change
// none: another part would be refused as well, so it is noted and no part is begun.
func (r *Runner) setAside(ctx context.Context, refused refusal, result *Result) error {
	t := refused.task
	read, err := r.Notes.Get(ctx, t.Note.ID)
	switch {
	case errors.Is(err, zoho.ErrNotFound):
		result.Gone = append(result.Gone, Gone{Task: t, Err: err})
		return nil
	case err != nil && r.StopsAll(err):
		return err
	case err != nil || !r.foreign(read):
		return r.refuse(ctx, []Task{t}, refused.cause)
	}
	held := t.day.Compare(read.Content)
	if err := r.meet(ctx, held.Tag); err != nil {
		return err
	}
	result.Again = true
	return r.leave(ctx, t, held)
}
