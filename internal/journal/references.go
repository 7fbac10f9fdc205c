package journal

import (
	"context"
	"errors"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Reference is a note on a deal that leads to the contact in whose notes a
// conversation is kept. It is written once and never updated. Its states are those
// of a [Note]; NoteGone means that the deal is not there any more, and is not
// stored.
type Reference struct {
	// Org, Contact and Deal are Zoho's ids of the organisation and of the records.
	Org     string    `json:"org"`
	Contact string    `json:"contact"`
	Deal    string    `json:"deal"`
	State   NoteState `json:"state"`
	// ID is Zoho's id of the note, empty until known.
	ID string `json:"id,omitempty"`
	// SentAt is when its create was last sent, Unix milliseconds.
	SentAt int64 `json:"sentAt,omitempty"`
	// Alone says that a look after it was created has found no second one, or has
	// settled it.
	Alone bool `json:"alone,omitempty"`
	// RefusedAt is when Zoho refused it, Unix milliseconds, and Problem why.
	RefusedAt int64             `json:"refusedAt,omitempty"`
	Problem   *contract.Problem `json:"problem,omitempty"`
}

// Done says that nothing is left to be done about a reference. One that a person
// deletes after that stays deleted.
func (r Reference) Done() bool { return r.State == NoteSaved && r.Alone }

// DealsAsked says when the deals of a contact were last asked for.
type DealsAsked struct {
	// Date is the calendar day, "2026-11-22".
	Date string `json:"date"`
	// Mode is what was chosen then.
	Mode contract.DealsMode `json:"mode"`
	// LastT is the time of the last message that was confirmed then, Unix seconds.
	LastT int64 `json:"lastT"`
}

// The kinds of keys in the store meta that belong to deals.
const (
	// metaReference|organisation|contact|deal → Reference.
	metaReference = "reference"
	// metaReferring|organisation|contact|deal → nothing; those that are not done.
	metaReferring = "referring"
	// metaAsked|organisation|contact → DealsAsked.
	metaAsked = "dealsAsked"
)

// DealsAsked returns when the deals of some contacts were last asked for, by
// contact; one that was never asked about is not in it.
func (j *Journal) DealsAsked(ctx context.Context, org string, contacts []string) (map[string]DealsAsked, error) {
	out := map[string]DealsAsked{}
	err := j.kv.View(ctx, func(tx Tx) error {
		clear(out)
		for _, contact := range contacts {
			key, err := newKey(metaAsked, org, contact)
			if err != nil {
				return err
			}
			var asked DealsAsked
			if found, err := get(tx, storeMeta, key, &asked); err != nil {
				return err
			} else if found {
				out[contact] = asked
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("journal: deals asked: %w", err)
	}
	return out, nil
}

// NoteDeals stores that the deals of a contact were asked for, together with the
// references that came of it.
func (j *Journal) NoteDeals(ctx context.Context, org, contact string, asked DealsAsked, wanted []Reference) error {
	err := j.kv.Update(ctx, func(tx Tx) error {
		key, err := newKey(metaAsked, org, contact)
		if err != nil {
			return err
		}
		if err := saveReferences(tx, wanted); err != nil {
			return err
		}
		return put(tx, storeMeta, key, asked)
	})
	if err != nil {
		return fmt.Errorf("journal: note deals: %w", err)
	}
	return nil
}

// ReferredDeals returns the ids of the deals that have a reference to a contact, or
// are to get one.
func (j *Journal) ReferredDeals(ctx context.Context, org, contact string) (map[string]bool, error) {
	prefix, err := newKey(metaReference, org, contact)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	err = j.kv.View(ctx, func(tx Tx) error {
		clear(out)
		keys, err := tx.Keys(storeMeta, prefix+separator)
		for _, key := range keys {
			out[key[len(prefix)+len(separator):]] = true
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("journal: referred deals: %w", err)
	}
	return out, nil
}

// OpenReferences returns the references of an organisation that are not done.
func (j *Journal) OpenReferences(ctx context.Context, org string) ([]Reference, error) {
	prefix, err := newKey(metaReferring, org)
	if err != nil {
		return nil, err
	}
	var out []Reference
	err = j.kv.View(ctx, func(tx Tx) error {
		out = nil
		keys, err := tx.Keys(storeMeta, prefix+separator)
		if err != nil {
			return err
		}
		for _, key := range keys {
			var r Reference
			found, err := get(tx, storeMeta, metaReference+key[len(metaReferring):], &r)
			if err != nil {
				return err
			}
			if found {
				out = append(out, r)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("journal: open references: %w", err)
	}
	return out, nil
}

// SaveReferences stores references in one transaction. It refuses a move that is
// not legal for a note.
func (j *Journal) SaveReferences(ctx context.Context, references []Reference) error {
	if err := j.kv.Update(ctx, func(tx Tx) error { return saveReferences(tx, references) }); err != nil {
		return fmt.Errorf("journal: save references: %w", err)
	}
	return nil
}

func saveReferences(tx Tx, references []Reference) error {
	for _, r := range references {
		key, err := newKey(metaReference, r.Org, r.Contact, r.Deal)
		if err != nil {
			return err
		}
		open, err := newKey(metaReferring, r.Org, r.Contact, r.Deal)
		if err != nil {
			return err
		}
		if r.State == NoteGone {
			if err := errors.Join(tx.Delete(storeMeta, key), tx.Delete(storeMeta, open)); err != nil {
				return err
			}
			continue
		}
		var old Reference
		if _, err := get(tx, storeMeta, key, &old); err != nil {
			return err
		}
		if !allowed(old.State, r.State) {
			return fmt.Errorf("journal: a reference cannot go from %q to %q", old.State, r.State)
		}
		if err := put(tx, storeMeta, key, r); err != nil {
			return err
		}
		if r.Done() {
			err = tx.Delete(storeMeta, open)
		} else {
			err = tx.Put(storeMeta, open, present())
		}
		if err != nil {
			return err
		}
	}
	return nil
}
