package journal

import (
	"context"
	"fmt"
	"strings"
)

// Totals counts what Zoho has confirmed of one chat. They are kept in the same
// transaction as the notes they count, so that nobody has to read all of those.
type Totals struct {
	// Count, Skipped and Encrypted are the sums of those of the notes.
	Count     int `json:"count,omitempty"`
	Skipped   int `json:"skipped,omitempty"`
	Encrypted int `json:"encrypted,omitempty"`
	// LastT is the time of the last message that was ever confirmed, Unix seconds.
	LastT int64 `json:"lastT,omitempty"`
	// Refused is how many notes Zoho has refused.
	Refused int `json:"refused,omitempty"`
	// Attached is how many files of messages are attached to the record, Unattached
	// how many never will be; those that are only larger than the user allows are not
	// among them, see [DueFiles].
	Attached   int `json:"attached,omitempty"`
	Unattached int `json:"unattached,omitempty"`
}

// with returns the totals with a note counted once more, or with sign -1 once
// less.
func (t Totals) with(n Note, sign int) Totals {
	t.Count += sign * n.Count
	t.Skipped += sign * n.Skipped
	t.Encrypted += sign * n.Encrypted
	if n.State == NoteRefused {
		t.Refused += sign
	}
	if sign > 0 {
		t.LastT = max(t.LastT, n.LastT)
	}
	return t
}

// recount counts a note of a chat anew, in the transaction that stores it.
func recount(tx Tx, old, now Note) error {
	key, err := newKey(now.Account, now.Key)
	if err != nil {
		return err
	}
	var t Totals
	if _, err := get(tx, storeTotals, key, &t); err != nil {
		return err
	}
	next := t.with(old, -1).with(now, 1)
	if next == t {
		return nil
	}
	return put(tx, storeTotals, key, next)
}

// Totals returns the totals of an account's chats by the chats' keys; a chat
// without notes has none.
func (j *Journal) Totals(ctx context.Context, account string) (map[string]Totals, error) {
	return all[Totals](ctx, j, storeTotals, account)
}

// LearnReads reads how far the chats of an account have been read, in one go, for
// who is about to ask for each of them.
func (j *Journal) LearnReads(ctx context.Context, account string) error {
	if j.reads.knows(account) {
		return nil
	}
	moment := j.reads.moment()
	reads, err := all[Read](ctx, j, storeReads, account)
	if err != nil {
		return err
	}
	j.reads.put(moment, account, reads)
	j.reads.learned(moment, account)
	return nil
}

// all returns everything that a store holds of an account's chats.
func all[V any](ctx context.Context, j *Journal, store, account string) (map[string]V, error) {
	prefix, err := newKey(account)
	if err != nil {
		return nil, err
	}
	prefix += separator
	out := map[string]V{}
	err = j.kv.View(ctx, func(tx Tx) error {
		clear(out)
		return tx.Range(store, prefix, func(key string, value []byte) error {
			var v V
			if err := decode(store, value, &v); err != nil {
				return err
			}
			out[strings.TrimPrefix(key, prefix)] = v
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("journal: all of %s: %w", store, err)
	}
	return out, nil
}
