package journal

import (
	"context"
	"fmt"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Follow says that the notes of a chat have moved with their record to another
// one: the record was merged into it, or a lead became it.
func (j *Journal) Follow(ctx context.Context, c Chat, module contract.Module, recordID string) error {
	return j.changeNotes(ctx, c, "follow", func(tx Tx, key string, n Note) error {
		if n.Module == module && n.RecordID == recordID {
			return nil
		}
		n.Module, n.RecordID = module, recordID
		return put(tx, storeNotes, key, n)
	})
}

// Rebind makes a chat's notes begin anew, because the chat belongs to another
// record now. What the former record holds stays there and is no longer ours to
// update; every message in the journal is to be written once more. It is done as
// a whole or not at all, and doing it again after that changes nothing that is
// not written yet.
func (j *Journal) Rebind(ctx context.Context, c Chat) error {
	prefix, err := newKey(c.Account, c.Key)
	if err != nil {
		return err
	}
	return j.changeNotes(ctx, c, "rebind", func(tx Tx, key string, _ Note) error {
		return tx.Delete(storeNotes, key)
	}, func(tx Tx) error {
		days := map[string]bool{}
		err := tx.Range(storeMessages, prefix+separator, func(key string, _ []byte) error {
			parts := strings.Split(key, separator)
			if len(parts) != 4 {
				return fmt.Errorf("damaged key of %d parts", len(parts))
			}
			days[parts[2]] = true
			var e Entry
			if _, err := get(tx, storeMessages, key, &e); err != nil || e.Part == 0 {
				return err
			}
			e.Part = 0
			return put(tx, storeMessages, key, e)
		})
		if err != nil {
			return err
		}
		for date := range days {
			if err := markDirty(tx, Day{Chat: c, Date: date}); err != nil {
				return err
			}
		}
		return nil
	})
}

// changeNotes calls fn for every note of a chat and then the others, in one
// transaction.
func (j *Journal) changeNotes(ctx context.Context, c Chat, operation string, fn func(tx Tx, key string, n Note) error, others ...func(Tx) error) error {
	prefix, err := newKey(c.Account, c.Key)
	if err != nil {
		return err
	}
	err = j.kv.Update(ctx, func(tx Tx) error {
		keys, err := tx.Keys(storeNotes, prefix+separator)
		if err != nil {
			return err
		}
		for _, key := range keys {
			var n Note
			if _, err := get(tx, storeNotes, key, &n); err != nil {
				return err
			}
			if err := fn(tx, key, n); err != nil {
				return err
			}
		}
		for _, other := range others {
			if err := other(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("journal: %s: %w", operation, err)
	}
	return nil
}
