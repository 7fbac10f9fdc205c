package journal

import (
	"context"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/contract"
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
	// Changed is the time of the oldest message that was noticed to have changed
	// since the newest page was read, Unix seconds; 0 while none was, or its
	// time is not known.
	Changed int64 `json:"changed,omitempty"`
	// Epoch names the stretch of time in which the newest page was read and the
	// page was listened to without a break. In another one changes may have gone
	// unnoticed.
	Epoch string `json:"epoch,omitempty"`
	// Swept is when the messages of the last days were last looked through for
	// changes, Unix seconds.
	Swept int64 `json:"swept,omitempty"`
	// Partial is the top of the last reading that may have left messages out,
	// nil after one that has not.
	Partial *Mark `json:"partial,omitempty"`
	// Unread are the bare ids of messages the page handed over in a shape that
	// could not be understood; "?" stands for those without an id.
	Unread []string `json:"unread,omitempty"`
	// Oldest is the time of the oldest message read, Unix seconds, 0 for none.
	Oldest int64 `json:"oldest,omitempty"`
	// Start is how WhatsApp described what lies before the oldest message this browser
	// holds, when a reading from the newest message came down to it and left none out;
	// empty when none has. Once the chat is described otherwise, this browser may hold
	// older ones.
	Start contract.HistoryEnd `json:"start,omitempty"`
	// Older is the reading of messages from before Since, nil when nobody has
	// asked for them.
	Older *Older `json:"older,omitempty"`
}

// Touched says that a hint came since the newest page was read.
func (r Read) Touched() bool { return r.Touches != r.Seen }

// Older is a reading of a chat's history, on demand. It walks from the newest
// message down, over what is known already, beside the reading of what is new.
type Older struct {
	// From is how far back it goes, Unix seconds; 0 is the chat's first message.
	From int64 `json:"from"`
	// Before is WhatsApp's full key of the oldest message met, empty to begin
	// with the newest.
	Before string `json:"before,omitempty"`
	// Left is Before as it was when a message was first left out for being older
	// than From, nil while none was: an order to go further back begins there.
	Left *string `json:"left,omitempty"`
	// Read counts the messages it has brought.
	Read int `json:"read,omitempty"`
	// Low is the lowest place it has given; see Entry.
	Low int `json:"low,omitempty"`
	// Done is true when it has come to From, or to the end of what WhatsApp Web
	// holds.
	Done bool `json:"done,omitempty"`
	// Partial is true when it has met pages that may have left messages out, so
	// that it is to be walked again when WhatsApp can be read whole.
	Partial bool `json:"partial,omitempty"`
	// Again is true when it has to walk once more from the newest message, because
	// it may have passed messages whose words are wanted.
	Again bool `json:"again,omitempty"`
	// Paused is true while the user has stopped it. One that is done is not.
	Paused bool `json:"paused,omitempty"`
}

// reach lets the reading go down to from, Unix seconds, and meet what was left out
// so far.
func (o *Older) reach(from int64) {
	if from < o.From && o.Left != nil {
		o.Before, o.Left = *o.Left, nil
	}
	o.From, o.Done = from, false
}

// order lets the reading begin, or go on, at the user's order, down to from. One
// that was paused is not read further than it is wanted now, but what it has brought
// is kept: oldest is the time of the oldest message read, 0 for none. All three are
// Unix seconds.
func (o *Older) order(from, oldest int64) {
	if o.Paused && from > o.From {
		if oldest > 0 {
			from = min(from, oldest)
		}
		from = max(from, o.From)
	}
	if o.Paused || from <= o.From {
		// The same order again looks whether WhatsApp Web has got more since.
		o.reach(from)
	}
	o.Paused = false
}

// orderAgain orders the chat to be read once more, from the newest message down to
// from, Unix seconds.
func (r *Read) orderAgain(from int64) {
	switch {
	case r.Older == nil:
		r.Older = &Older{From: from}
		return
	case r.Older.Done:
		r.Older.Before, r.Older.Left, r.Older.Done = "", nil, false
	default:
		r.Older.Again = true
	}
	r.Older.From = min(r.Older.From, from)
}

// AtRest says that no reading of the chat is under way or ordered.
func (r Read) AtRest() bool {
	return r.Gap == nil && !r.Touched() && (r.Older == nil || r.Older.Done)
}

// Began says that the chat was read down to the oldest message this browser held and
// none was left out, while WhatsApp described what lies before that by end.
func (r Read) Began(end contract.HistoryEnd) bool {
	if r.Start != "" && r.Start == end {
		return true
	}
	return r.Older != nil && r.Older.Done && r.Older.Left == nil
}

// Floor is the time from which on messages of the chat are kept, Unix seconds.
func (r Read) Floor() int64 {
	if r.Older != nil {
		return min(r.Since, r.Older.From)
	}
	return r.Since
}

// Gap is a backwards read that has not reached known ground yet.
type Gap struct {
	Top Mark `json:"top"`
	// Before is WhatsApp's full key of the oldest message read so far.
	Before string `json:"before"`
	// Back is how far the reading goes at least, Unix seconds, because messages
	// it meets on known ground may have changed; 0 when they have not.
	Back int64 `json:"back,omitempty"`
	// Joined says that the reading has met known ground.
	Joined bool `json:"joined,omitempty"`
	// Short says that the reading has met messages from before the Floor, which were
	// left out.
	Short bool `json:"short,omitempty"`
}

// Read returns how far a chat has been read.
func (j *Journal) Read(ctx context.Context, c Chat) (Read, error) {
	if r, known := j.reads.get(c); known {
		return r, nil
	}
	key, err := newKey(c.Account, c.Key)
	if err != nil {
		return Read{}, err
	}
	moment := j.reads.moment()
	var r Read
	err = j.kv.View(ctx, func(tx Tx) error {
		_, err := get(tx, storeReads, key, &r)
		return err
	})
	if err != nil {
		return Read{}, fmt.Errorf("journal: read mark: %w", err)
	}
	j.reads.put(moment, c.Account, map[string]Read{c.Key: r})
	return r, nil
}

// Touch notes that something in the chat changed, so that the next cycle reads
// its newest page, and down to the message of time t in Unix seconds; 0 when it
// is not known which one changed.
func (j *Journal) Touch(ctx context.Context, c Chat, t int64) error {
	return j.changeRead(ctx, c, "touch", func(r *Read) {
		r.Touches++
		if t > 0 && (r.Changed == 0 || t < r.Changed) {
			r.Changed = t
		}
	})
}

// NotePartial notes a reading that may have left messages out although it brought
// none, with its top. An earlier one stays, as its top is known better.
func (j *Journal) NotePartial(ctx context.Context, c Chat, top Mark) error {
	return j.changeRead(ctx, c, "note partial reading", func(r *Read) {
		if r.Partial == nil {
			r.Partial = &top
		}
	})
}

// ReadOlder notes that the history of a chat is wanted back to from, in Unix
// seconds; 0 is its first message. A reading that goes further back is left alone,
// unless it is paused; any other goes on from where it came.
func (j *Journal) ReadOlder(ctx context.Context, c Chat, from int64) error {
	return j.changeRead(ctx, c, "read older", func(r *Read) {
		if r.Older == nil {
			r.Older = &Older{From: from}
			return
		}
		r.Older.order(from, r.Oldest)
	})
}

// PauseOlder stops the reading of a chat's history, or lets it go on from where it
// came. Nothing is changed while none is under way.
func (j *Journal) PauseOlder(ctx context.Context, c Chat, paused bool) error {
	return j.changeRead(ctx, c, "pause older", func(r *Read) {
		if r.Older != nil && !r.Older.Done {
			r.Older.Paused = paused
		}
	})
}

func (j *Journal) changeRead(ctx context.Context, c Chat, operation string, fn func(*Read)) error {
	key, err := newKey(c.Account, c.Key)
	if err != nil {
		return err
	}
	err = j.updateChat(ctx, c, func(tx Tx) error {
		var r Read
		if _, err := get(tx, storeReads, key, &r); err != nil {
			return err
		}
		fn(&r)
		return put(tx, storeReads, key, r)
	})
	if err != nil {
		return fmt.Errorf("journal: %s: %w", operation, err)
	}
	return nil
}
