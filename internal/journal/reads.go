package journal

import (
	"context"
	"fmt"
)

// Mark is a place in a chat's history.
type Mark struct {
	// ID is the message's dedup id, see whatsapp.Message.
	ID string `json:"id"`
	// T is its time in Unix seconds.
	T int64 `json:"t"`
}

// Read is how far a chat has been read.
//
//	newest ── Gap.Top ……… Gap.Before ── (not read yet) ── Cursor ── (all read)
//
// Everything from Since up to Cursor is in the journal. While Gap is set,
// everything between Gap.Before and Gap.Top is there too, and what lies below
// Gap.Before is still to be read before Cursor may move to Gap.Top.
type Read struct {
	Cursor *Mark `json:"cursor,omitempty"`
	Gap    *Gap  `json:"gap,omitempty"`
	// Touches counts hints that something in the chat may have changed, and
	// Seen is the count when the newest page was last read. While they differ
	// the newest page is to be read even if the chat list shows no news.
	Touches int `json:"touches,omitempty"`
	Seen    int `json:"seen,omitempty"`
	// At is when the newest page was last read, Unix seconds.
	At int64 `json:"at,omitempty"`
	// Since is where the backup of this chat begins, Unix seconds.
	Since int64 `json:"since"`
	// Seq is how many messages of the chat have been handed over so far, seen
	// again or not.
	Seq int `json:"seq,omitempty"`
	// Run counts the readings from the newest message back, and Low is the
	// lowest place given in the present one; see Entry.
	Run int `json:"run,omitempty"`
	Low int `json:"low,omitempty"`
	// Anew is true while the present run repeats one that was broken off: the
	// messages it meets again get their places from this run.
	Anew bool `json:"anew,omitempty"`
	// Rejected counts messages the page handed over in a shape that could not
	// be understood.
	Rejected int `json:"rejected,omitempty"`
}

// Touched says that a hint came since the newest page was read.
func (r Read) Touched() bool { return r.Touches != r.Seen }

// Gap is a backwards read that has not reached known ground yet.
type Gap struct {
	Top Mark `json:"top"`
	// Before is WhatsApp's full key of the oldest message read so far.
	Before string `json:"before"`
	// Back is how far the reading goes at least, Unix seconds, because messages
	// it meets on known ground may have changed; 0 when they have not.
	Back int64 `json:"back,omitempty"`
}

// Read returns how far a chat has been read.
func (j *Journal) Read(ctx context.Context, c Chat) (Read, error) {
	key, err := newKey(c.Account, c.Key)
	if err != nil {
		return Read{}, err
	}
	var r Read
	err = j.kv.View(ctx, func(tx Tx) error {
		_, err := get(tx, storeReads, key, &r)
		return err
	})
	if err != nil {
		return Read{}, fmt.Errorf("journal: read mark: %w", err)
	}
	return r, nil
}

// Touch notes that something in the chat changed, so that the next cycle reads
// its newest page.
func (j *Journal) Touch(ctx context.Context, c Chat) error {
	key, err := newKey(c.Account, c.Key)
	if err != nil {
		return err
	}
	err = j.kv.Update(ctx, func(tx Tx) error {
		var r Read
		if _, err := get(tx, storeReads, key, &r); err != nil {
			return err
		}
		r.Touches++
		return put(tx, storeReads, key, r)
	})
	if err != nil {
		return fmt.Errorf("journal: touch: %w", err)
	}
	return nil
}
