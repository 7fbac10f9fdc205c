package journal

import (
	"context"
	"fmt"
)

// AttachAgain lets a file that is gone from its record be attached once more, at the
// user's wish, and says whether it can be: its message must have its words still. The
// caller holds that no cycle runs.
func (j *Journal) AttachAgain(ctx context.Context, a Attachment) (done bool, err error) {
	err = j.kv.Update(ctx, func(tx Tx) error {
		done = false
		f, err := toAttach(tx, Attachment{Chat: a.Chat, Date: a.Date, ID: a.ID})
		if err != nil || f.State != AttachSaved || !f.Found || !f.Entry.Message.HasFile() {
			return err
		}
		ledger, due, err := a.keys()
		if err != nil {
			return err
		}
		again := Attachment{Chat: a.Chat, Date: a.Date, ID: a.ID, State: AttachWaiting}
		if err := recountAttached(tx, f.Attachment, again); err != nil {
			return err
		}
		if err := putDue(tx, due, again); err != nil {
			return err
		}
		done = true
		return put(tx, storeAttachments, ledger, again)
	})
	if err != nil {
		return false, fmt.Errorf("journal: attach again: %w", err)
	}
	return done, nil
}

// HoldsFile says whether the message of a file has its words still, and the file.
func (j *Journal) HoldsFile(ctx context.Context, a Attachment) (holds bool, err error) {
	err = j.kv.View(ctx, func(tx Tx) error {
		f, err := toAttach(tx, a)
		holds = f.Found && f.Entry.Message.HasFile()
		return err
	})
	if err != nil {
		return false, fmt.Errorf("journal: holds a file: %w", err)
	}
	return holds, nil
}
