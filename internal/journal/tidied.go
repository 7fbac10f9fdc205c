package journal

import (
	"context"
	"fmt"
)

// Tidied is how far the words of an account were dropped.
type Tidied struct {
	// Before is the date up to which they were looked through last.
	Before string `json:"before"`
	// After is the day that was looked at last while that is under way, empty once
	// it is done.
	After *Day `json:"after,omitempty"`
}

// Tidied returns how far the words of an account were dropped.
func (j *Journal) Tidied(ctx context.Context, account string) (Tidied, error) {
	key, err := newKey("tidied", account)
	if err != nil {
		return Tidied{}, err
	}
	var t Tidied
	if err := j.kv.View(ctx, func(tx Tx) error {
		_, err := get(tx, storeMeta, key, &t)
		return err
	}); err != nil {
		return Tidied{}, fmt.Errorf("journal: tidied: %w", err)
	}
	return t, nil
}

// SetTidied stores how far the words of an account were dropped.
func (j *Journal) SetTidied(ctx context.Context, account string, t Tidied) error {
	key, err := newKey("tidied", account)
	if err != nil {
		return err
	}
	if err := j.kv.Update(ctx, func(tx Tx) error { return put(tx, storeMeta, key, t) }); err != nil {
		return fmt.Errorf("journal: set tidied: %w", err)
	}
	return nil
}
