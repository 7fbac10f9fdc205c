package journal

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// Filed is a message with the calendar day it belongs to.
type Filed struct {
	Date    string
	Message whatsapp.Message
}

// Batch is one page of a chat, in WhatsApp's order.
type Batch struct {
	Messages []Filed
	// Older says that the page continues a reading backwards, so that it
	// precedes what that reading has brought before.
	Older bool
	// Rejected are the bare ids of messages that could not be understood, "?"
	// for one without an id.
	Rejected []string
	// NoReactions says that reactions could not be read, so that a message
	// without any says nothing about them.
	NoReactions bool
}

// complete returns a message as it was seen, with what the page could not tell.
func (b Batch) complete(old, seen whatsapp.Message) whatsapp.Message {
	if b.NoReactions && len(seen.Reactions) == 0 {
		seen.Reactions = old.Reactions
	}
	return seen
}

// maxUnread bounds how many messages that were not understood are remembered by
// name.
const maxUnread = 100

// unread returns the ids that are known not to be understood after a batch.
func (b Batch) unread(before []string) []string {
	accepted := map[string]bool{}
	for _, f := range b.Messages {
		accepted[f.Message.ID] = true
	}
	var after []string
	for _, id := range slices.Concat(before, b.Rejected) {
		if !accepted[id] && !slices.Contains(after, id) && len(after) < maxUnread {
			after = append(after, id)
		}
	}
	return after
}

// oldest returns the time of the oldest message of a batch and what was read
// before; 0 when there is none.
func (b Batch) oldest(before int64) int64 {
	for _, f := range b.Messages {
		if t := f.Message.T; before == 0 || t < before {
			before = t
		}
	}
	return before
}

// Observe stores what a read of a chat has returned, together with how far the
// reading has come. A message seen before keeps the day it was first filed
// under, so that travelling does not move it to another note; it replaces what
// was known when it says more (see merge). Days with news are marked dirty.
// It returns how many messages were new or changed.
func (j *Journal) Observe(ctx context.Context, c Chat, batch Batch, read Read) (int, error) {
	return j.observe(ctx, c, batch, "observe", func(tx Tx, stored Read) (Read, int, error) {
		// A hint or an order may have come in since the caller read the mark.
		read := read
		size := len(batch.Messages)
		if read.Seen != stored.Touches {
			read.Changed = stored.Changed
		}
		read.Touches, read.Older = stored.Touches, stored.Older
		first := 0
		if batch.Older {
			first = stored.Low - size
			read.Run, read.Low, read.Anew = stored.Run, first, stored.Anew
		} else {
			read.Run, read.Low, read.Anew = stored.Run+1, 0, stored.Gap != nil
		}
		filed, err := batch.fileAll(tx, c, Entry{Seq: stored.Seq + 1, Run: read.Run, Place: first}, read.Anew)
		filed.order(&read)
		return read, filed.news, err
	})
}

// observe files a batch in one transaction. fn gets the mark as it is stored and
// returns the one to store, and how many messages were new or changed.
func (j *Journal) observe(ctx context.Context, c Chat, batch Batch, operation string, fn func(Tx, Read) (Read, int, error)) (int, error) {
	readKey, err := newKey(c.Account, c.Key)
	if err != nil {
		return 0, err
	}
	news := 0
	err = j.updateChat(ctx, c, func(tx Tx) error {
		var stored, read Read
		if _, err := get(tx, storeReads, readKey, &stored); err != nil {
			return err
		}
		var err error
		if read, news, err = fn(tx, stored); err != nil {
			return err
		}
		read.Seq = stored.Seq + len(batch.Messages)
		read.Unread, read.Oldest = batch.unread(stored.Unread), batch.oldest(stored.Oldest)
		return put(tx, storeReads, readKey, read)
	})
	if err != nil {
		return 0, fmt.Errorf("journal: %s: %w", operation, err)
	}
	return news, nil
}

// filed is what the filing of a batch came to.
type filed struct {
	// news is how many messages were new or changed.
	news int
	// again says that the chat is to be read again down to from, Unix seconds: words
	// that were dropped are wanted.
	again bool
	from  int64
}

// order puts the order to read a chat again down beside how far it has been read.
func (f filed) order(read *Read) {
	if f.again {
		read.orderAgain(f.from)
	}
}

// fileAll stores the messages of a batch. first says where the first of them
// stands; the others follow it.
func (b Batch) fileAll(tx Tx, c Chat, first Entry, anew bool) (out filed, err error) {
	f := filing{tx: tx, chat: c, batch: b, anew: anew, days: map[string]*filingDay{}, withdrawn: map[string]string{}}
	for i, message := range b.Messages {
		entry := first
		entry.Seq, entry.Place = first.Seq+i, first.Place+i
		changed, err := f.file(message, entry)
		if err != nil {
			return filed{}, err
		}
		if changed {
			out.news++
		}
	}
	out.from, out.again, err = f.end()
	return out, err
}

// ObserveOlder stores a page of the history reading of a chat, together with how
// far that has come; see [Older]. It returns how many messages were new or
// changed. What the history brings precedes everything read before.
func (j *Journal) ObserveOlder(ctx context.Context, c Chat, batch Batch, older Older) (int, error) {
	return j.observe(ctx, c, batch, "observe history", func(tx Tx, stored Read) (Read, int, error) {
		next := older
		next.Low = older.Low - len(batch.Messages)
		filed, err := batch.fileAll(tx, c, Entry{Seq: stored.Seq + 1, Place: next.Low}, false)
		next.Read += filed.news
		if now := stored.Older; now != nil {
			// What was ordered meanwhile holds.
			if now.From < next.From {
				next.reach(now.From)
			}
			next.From, next.Again, next.Paused = now.From, now.Again, now.Paused
		}
		stored.Older = &next
		filed.order(&stored)
		if next.Done && next.Again {
			next.Before, next.Left, next.Done, next.Again = "", nil, false, false
		}
		next.Paused = next.Paused && !next.Done
		return stored, filed.news, err
	})
}

func markDirty(tx Tx, d Day) error {
	key, err := newKey(d.Account, d.Key, d.Date)
	if err != nil {
		return err
	}
	return tx.Put(storeDirty, key, present())
}

// merge says what is known of a message after it has been seen again. What was
// readable once is not given up for something that is not: a deletion keeps
// the words that were there, and a failed or withheld reading changes nothing.
func merge(old, seen whatsapp.Message) whatsapp.Message {
	switch {
	case seen.Kind == whatsapp.MessageDeleted:
		if old.Kind == whatsapp.MessageDeleted || !readable(old) {
			return seen
		}
		kept := old
		kept.Deleted, kept.DeletedBy, kept.DeletedByMe = seen.Deleted, seen.DeletedBy, seen.DeletedByMe
		return kept
	case readable(old) && !readable(seen):
		return old
	case old.Source != contract.SourceScreen && seen.Source == contract.SourceScreen && readable(old):
		// The screen shows less than the store told: it may cut a long text.
		return old
	default:
		return remembering(old, seen)
	}
}

// remembering returns a message as it was seen, with the words it had when it was
// seen first, if an edit has taken them. The screen may cut a text, so that what it
// tells is not compared.
func remembering(old, seen whatsapp.Message) whatsapp.Message {
	seen.Earlier = old.Earlier
	onScreen := old.Source == contract.SourceScreen || seen.Source == contract.SourceScreen
	if seen.Earlier == "" && seen.Edited && readable(old) && !onScreen && old.Text != seen.Text {
		seen.Earlier = old.Text
	}
	return seen
}

// readable says whether a message was read with its content.
func readable(m whatsapp.Message) bool {
	switch m.Kind {
	case whatsapp.MessageDeleted, whatsapp.MessagePending, whatsapp.MessageWithheld, whatsapp.MessageControl:
		return false
	default:
		return true
	}
}

// Messages returns the messages of one day, those of the same second in
// WhatsApp's order, and none of those whose words were dropped.
func (j *Journal) Messages(ctx context.Context, d Day) ([]Entry, error) {
	var out []Entry
	err := j.kv.View(ctx, func(tx Tx) error {
		var err error
		_, out, err = entriesOf(tx, d)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("journal: messages of a day: %w", err)
	}
	slices.SortFunc(out, func(a, b Entry) int { return cmp.Or(cmp.Compare(a.Run, b.Run), cmp.Compare(a.Place, b.Place)) })
	return out, nil
}

// Dirty returns the days of an account whose notes may be behind, in the order
// of chat and date.
func (j *Journal) Dirty(ctx context.Context, account string) ([]Day, error) {
	return j.days(ctx, storeDirty, account, func(account, chat, date string) Day {
		return Day{Chat: Chat{Account: account, Key: chat}, Date: date}
	})
}
