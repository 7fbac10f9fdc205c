package journal

import (
	"context"
	"fmt"
)

// WriteAgain lets a note be written anew at the user's wish: one that is gone from
// Zoho, or one that no longer says what was confirmed. Words that were dropped are
// read from WhatsApp again for it. A note that was left to a person or to another
// browser is ours again; now, Unix milliseconds, stands for the look at it that has
// just been taken. The caller holds that no cycle runs.
func (j *Journal) WriteAgain(ctx context.Context, n Note, gone bool, now int64) error {
	err := j.updateChat(ctx, n.Chat, func(tx Tx) error {
		key, err := noteKey(n.Day(), n.Part)
		if err != nil {
			return err
		}
		var old Note
		if found, err := get(tx, storeNotes, key, &old); err != nil || !found {
			return err
		}
		if gone {
			if err := recount(tx, old, Note{Chat: n.Chat}); err != nil {
				return err
			}
			if err := tx.Delete(storeNotes, key); err != nil {
				return err
			}
		} else {
			old.Confirmed, old.Left, old.Others, old.Shared, old.CheckedAt, old.ModifiedAt = "", false, nil, false, now, 0
			if err := put(tx, storeNotes, key, old); err != nil {
				return err
			}
		}
		return callBack(tx, n.Day())
	})
	if err != nil {
		return fmt.Errorf("journal: write again: %w", err)
	}
	return nil
}

// callBack marks a day to be written, after its words were read again if they were
// dropped.
func callBack(tx Tx, d Day) error {
	day, found, err := readBare(tx, d)
	if err != nil {
		return err
	}
	if !found || len(day.frozen()) == 0 {
		return markDirty(tx, d)
	}
	day.Given = false
	if err := day.save(tx, d); err != nil {
		return err
	}
	return recallDay(tx, d, day)
}

// recallDay wants the words of a day again, and orders its chat to be read down to it.
func recallDay(tx Tx, d Day, day bareDay) error {
	var from int64
	first := true
	for _, m := range day.Messages {
		if first || m.T < from {
			from, first = m.T, false
		}
	}
	chatKey, err := newKey(d.Account, d.Key)
	if err != nil {
		return err
	}
	var r Read
	if _, err := get(tx, storeReads, chatKey, &r); err != nil {
		return err
	}
	r.orderAgain(from)
	if err := put(tx, storeReads, chatKey, r); err != nil {
		return err
	}
	return recall(tx, d)
}
