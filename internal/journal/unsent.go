package journal

import (
	"context"
	"fmt"
	"slices"
)

// metaUnlinked|account|chat → the date since which nothing of a chat can be written,
// as far as that was noticed.
const metaUnlinked = "unlinked"

// Unlinked notes that nothing of a chat can be written today, because it belongs to no
// record, and returns the date on which that was noticed first. A date to come was
// noted by a clock that has been put back since, and is forgotten.
func (j *Journal) Unlinked(ctx context.Context, c Chat, today string) (since string, err error) {
	err = j.kv.Update(ctx, func(tx Tx) error {
		key, err := newKey(metaUnlinked, c.Account, c.Key)
		if err != nil {
			return err
		}
		if found, err := get(tx, storeMeta, key, &since); err != nil || found && since <= today {
			return err
		}
		since = today
		return put(tx, storeMeta, key, since)
	})
	if err != nil {
		return "", fmt.Errorf("journal: unlinked: %w", err)
	}
	return since, nil
}

// Linked notes that a chat belongs to a record.
func (j *Journal) Linked(ctx context.Context, c Chat) error {
	key, err := newKey(metaUnlinked, c.Account, c.Key)
	if err != nil {
		return err
	}
	noted := false
	if err = j.kv.View(ctx, func(tx Tx) error {
		raw, err := tx.Get(storeMeta, key)
		noted = raw != nil
		return err
	}); err == nil && noted {
		err = j.kv.Update(ctx, func(tx Tx) error { return tx.Delete(storeMeta, key) })
	}
	if err != nil {
		return fmt.Errorf("journal: linked: %w", err)
	}
	return nil
}

// DropUnsent drops the words of a day, in one transaction, although Zoho may not hold
// all of it. If it does not, the day is recalled: should the chat be linked again, it
// is read down to that day, and whatever WhatsApp still holds is written. The rest is
// told by the proof as missing, because it belongs to no part.
func (j *Journal) DropUnsent(ctx context.Context, d Day) error {
	err := j.updateChat(ctx, d.Chat, func(tx Tx) error {
		unsent, err := open(tx, d)
		if err != nil {
			return err
		}
		notes, err := notesOf(tx, d)
		if err != nil {
			return err
		}
		day, err := dropEntries(tx, d, func(e Entry) int {
			if !standsIn(notes, e) {
				return 0
			}
			return e.Part
		})
		if err != nil || !unsent || len(day.Messages) == 0 {
			return err
		}
		dirty, err := newKey(d.Account, d.Key, d.Date)
		if err != nil {
			return err
		}
		if err := tx.Delete(storeDirty, dirty); err != nil {
			return err
		}
		return recallDay(tx, d, day)
	})
	if err != nil {
		return fmt.Errorf("journal: drop the unsent words of a day: %w", err)
	}
	return nil
}

// notesOf returns the notes of a day.
func notesOf(tx Tx, d Day) ([]Note, error) {
	prefix, err := newKey(d.Account, d.Key, d.Date)
	if err != nil {
		return nil, err
	}
	var notes []Note
	err = tx.Range(storeNotes, prefix+separator, func(_ string, value []byte) error {
		var n Note
		if err := decode(storeNotes, value, &n); err != nil {
			return err
		}
		notes = append(notes, n)
		return nil
	})
	return notes, err
}

// standsIn says whether a message stands in one of the notes of its day. What was
// found in a note that was taken over and not written since does.
func standsIn(notes []Note, e Entry) bool {
	return slices.ContainsFunc(notes, func(n Note) bool {
		return n.Part == e.Part && n.ID != "" && (e.Seq <= n.Upto || n.Upto == 0)
	})
}
