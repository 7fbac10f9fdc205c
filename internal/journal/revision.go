package journal

import (
	"context"
	"crypto/rand"
	"fmt"
)

// metaRevision is the key of the word that is another one after every change.
const metaRevision = "revision"

// Revision returns a word that stands for what the database holds at this moment,
// pieces on the [Shelf] included: where two words are the same, nothing was changed
// in between, by this worker or an earlier one. It is empty in a database that was
// not written since such words are kept.
func (j *Journal) Revision(ctx context.Context) (string, error) {
	var word string
	err := j.kv.View(ctx, func(tx Tx) error {
		raw, err := tx.Get(storeMeta, metaRevision)
		word = string(raw)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("journal: revision: %w", err)
	}
	return word, nil
}

// revisedKV puts a new revision into every transaction that changes something. The
// word is random, not a count, so that none ever comes back after a transaction of
// which nobody knows whether it was stored.
type revisedKV struct{ KV }

// Update implements [KV].
func (k revisedKV) Update(ctx context.Context, fn func(Tx) error) error {
	return k.KV.Update(ctx, func(tx Tx) error {
		revised := &revisedTx{Tx: tx}
		if err := fn(revised); err != nil || !revised.changed {
			return err
		}
		return tx.Put(storeMeta, metaRevision, []byte(rand.Text()))
	})
}

// revisedTx notes whether anything is changed.
type revisedTx struct {
	Tx
	changed bool
}

// Put implements [Tx].
func (t *revisedTx) Put(store, key string, value []byte) error {
	t.changed = true
	return t.Tx.Put(store, key, value)
}

// Delete implements [Tx].
func (t *revisedTx) Delete(store, key string) error {
	t.changed = true
	return t.Tx.Delete(store, key)
}
