package app

import (
	"context"
	"errors"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// unseen goes on after a look at a record that was refused, for a file whose
// message was sent at t in Unix seconds. Nothing is known of the file by that: one
// that may have been uploaded stays so.
func (r *attaching) unseen(ctx context.Context, d due, a journal.Attachment, t int64, refusal error) error {
	refusal = r.understood(ctx, refusal)
	ended, err := r.ends(ctx, d, refusal)
	if ended || err != nil {
		return err
	}
	problem := problemOf(refusal)
	next := backup.LaterFile(a, t, r.now(), contract.GapFileRefused, &problem)
	if a.State == journal.AttachSending && next.State == journal.AttachWaiting {
		next.State, next.SentAt = a.State, a.SentAt
	}
	return r.journal.SaveAttachment(ctx, next)
}

// refused stores that a file was certainly not attached, and why.
func (r *attaching) refused(ctx context.Context, d due, a journal.Attachment, t int64, refusal error) error {
	refusal = r.understood(ctx, refusal)
	problem := problemOf(refusal)
	switch {
	case errors.Is(refusal, zoho.ErrFileTooLarge):
		return r.journal.SaveAttachment(ctx, backup.LostFile(a, contract.GapFileTooLarge))
	case errors.Is(refusal, zoho.ErrFileRefused):
		return r.journal.SaveAttachment(ctx, backup.LostFile(a, contract.GapFileRefused))
	}
	// Nothing is under way, so that it may be sent again without a wait.
	open := a
	open.State, open.SentAt, open.Tries = journal.AttachWaiting, 0, a.Tries-1
	if err := r.journal.SaveAttachment(ctx, open); err != nil {
		return err
	}
	ended, err := r.ends(ctx, d, refusal)
	if ended || err != nil {
		return err
	}
	return r.journal.SaveAttachment(ctx, backup.LaterFile(open, t, r.now(), contract.GapFileRefused, &problem))
}

// ends looks at what a refusal says besides the file at hand: nothing can be
// attached, which is an error, or nothing of this chat.
func (r *attaching) ends(ctx context.Context, d due, refusal error) (chatEnds bool, err error) {
	switch {
	case errors.Is(refusal, zoho.ErrScope):
		if err := r.noteAttachScope(ctx); err != nil {
			return false, err
		}
		return false, errFilesEnd
	case stopsAll(refusal):
		return false, refusal
	case !errors.Is(refusal, zoho.ErrParentGone):
		return false, nil
	}
	there, err := recordThere(ctx, r.crm, d.chat.Link.Module, d.chat.Link.RecordID)
	if err != nil || there {
		return false, err
	}
	delete(r.chats, d.chat.Key)
	return true, r.followRecord(ctx, r.crm, d.chat, d.chat.Link.RecordID)
}
