package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// bareDay is a day whose messages have lost their words: they stand in Zoho,
// and here only what is needed to recognise, to count and to prove them.
//
// A message of such a day may still change, or another one turn up, for instance
// when older history is read. Then the day is recalled: an order to read the chat
// down to it is put down in the same transaction, and whatever of the day is met
// on the way gets its words back. When the reading has come to its end, the day
// is written anew. What WhatsApp no longer holds stays without words; the parts
// that such messages stand in are frozen, see [Journal.Frozen].
type bareDay struct {
	// Messages are those without words, by their dedup id.
	Messages map[string]bare `json:"m"`
	// Late are the messages that changed after their words were dropped.
	Late map[string]bool `json:"late,omitempty"`
	// Given is true once a reading was done in vain for those that are left.
	Given bool `json:"given,omitempty"`
}

// bare is a message without its words. Who wrote it is told by its dedup id.
type bare struct {
	// T is its time in Unix seconds, Digest that of the message as it was saved.
	T      int64  `json:"t"`
	Digest string `json:"g"`
	Part   int    `json:"p,omitempty"`
	Seq    int    `json:"s,omitempty"`
	Run    int    `json:"r,omitempty"`
	Place  int    `json:"l,omitempty"`
	// Hidden is true for a message that no reader of the chat sees.
	Hidden bool `json:"h,omitempty"`
}

// Worded returns the days of an account before a date that hold messages with
// their words, the oldest first.
func (j *Journal) Worded(ctx context.Context, account, before string) ([]Day, error) {
	days, err := j.days(ctx, storeWords, account, func(account, date, chat string) Day {
		return Day{Chat: Chat{Account: account, Key: chat}, Date: date}
	})
	if err != nil {
		return nil, err
	}
	end := slices.IndexFunc(days, func(d Day) bool { return d.Date >= before })
	if end >= 0 {
		days = days[:end]
	}
	return days, nil
}

// days returns the days that the keys of a store name.
func (j *Journal) days(ctx context.Context, store, account string, of func(account, second, third string) Day) ([]Day, error) {
	prefix, err := newKey(account)
	if err != nil {
		return nil, err
	}
	var out []Day
	err = j.kv.View(ctx, func(tx Tx) error {
		out = nil
		keys, err := tx.Keys(store, prefix+separator)
		if err != nil {
			return err
		}
		for _, k := range keys {
			parts := strings.Split(k, separator)
			if len(parts) != 3 {
				return fmt.Errorf("journal: damaged key of %d parts", len(parts))
			}
			out = append(out, of(parts[0], parts[1], parts[2]))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("journal: %s days: %w", store, err)
	}
	return out, nil
}

// DropWords drops the words of a day, in one transaction, and says whether it did: a
// day that waits for Zoho, or of which a note is on its way, keeps them.
func (j *Journal) DropWords(ctx context.Context, d Day) (done bool, err error) {
	err = j.kv.Update(ctx, func(tx Tx) error {
		done = false
		if open, err := open(tx, d); err != nil || open {
			return err
		}
		done = true
		_, err := dropEntries(tx, d, func(e Entry) int { return e.Part })
		return err
	})
	if err != nil {
		return false, fmt.Errorf("journal: drop the words of a day: %w", err)
	}
	return done, nil
}

// dropEntries drops the words of the messages of a day, and returns what is left of
// the day. part says which part each of them belongs to from now on.
func dropEntries(tx Tx, d Day, part func(Entry) int) (day bareDay, err error) {
	if day, _, err = readBare(tx, d); err != nil {
		return day, err
	}
	keys, entries, err := entriesOf(tx, d)
	if err != nil {
		return day, err
	}
	for i, e := range entries {
		id := e.Message.DedupID()
		if day.Messages == nil {
			day.Messages = map[string]bare{}
		}
		day.Messages[id] = bare{
			T: e.Message.T, Digest: e.Message.Digest(), Part: part(e), Seq: e.Seq, Run: e.Run, Place: e.Place, Hidden: !e.Message.Visible(),
		}
		if err := tx.Delete(storeMessages, keys[i]); err != nil {
			return day, err
		}
		if err := forgetAttachment(tx, d, e); err != nil {
			return day, err
		}
	}
	day.Given = false
	wordsKey, err := wordsKey(d)
	if err != nil {
		return day, err
	}
	if err := tx.Delete(storeWords, wordsKey); err != nil || len(entries) == 0 {
		return day, err
	}
	return day, day.save(tx, d)
}

// open says whether a day's notes may still be behind its messages.
func open(tx Tx, d Day) (bool, error) {
	key, err := newKey(d.Account, d.Key, d.Date)
	if err != nil {
		return false, err
	}
	for _, store := range []string{storeDirty, storeRecalled} {
		if raw, err := tx.Get(store, key); err != nil || raw != nil {
			return true, err
		}
	}
	keys, err := tx.Keys(storeNotes, key+separator)
	if err != nil {
		return false, err
	}
	for _, k := range keys {
		var n Note
		if _, err := get(tx, storeNotes, k, &n); err != nil {
			return false, err
		}
		switch n.State {
		case NoteWanted, NoteSending, NoteRefused:
			return true, nil
		}
	}
	return false, nil
}

// entriesOf returns the messages of a day that have their words, with their keys.
func entriesOf(tx Tx, d Day) (keys []string, entries []Entry, err error) {
	prefix, err := newKey(d.Account, d.Key, d.Date)
	if err != nil {
		return nil, nil, err
	}
	if keys, err = tx.Keys(storeMessages, prefix+separator); err != nil {
		return nil, nil, err
	}
	entries = make([]Entry, len(keys))
	for i, k := range keys {
		if _, err := get(tx, storeMessages, k, &entries[i]); err != nil {
			return nil, nil, err
		}
	}
	return keys, entries, nil
}

// readBare returns what is left of a day without its words.
func readBare(tx Tx, d Day) (day bareDay, found bool, err error) {
	key, err := newKey(d.Account, d.Key, d.Date)
	if err != nil {
		return day, false, err
	}
	found, err = get(tx, storeDays, key, &day)
	return day, found, err
}

// save stores what is left of a day, and nothing when nothing is.
func (s bareDay) save(tx Tx, d Day) error {
	key, err := newKey(d.Account, d.Key, d.Date)
	if err != nil {
		return err
	}
	if len(s.Messages) == 0 {
		return tx.Delete(storeDays, key)
	}
	return put(tx, storeDays, key, s)
}

// frozen returns the parts that hold messages without words, but for notes that
// are left to others and not written anyway.
func (s bareDay) frozen() map[int]bool {
	parts := map[int]bool{}
	for _, m := range s.Messages {
		if m.Part > 0 && m.Part < LeftParts && !m.Hidden {
			parts[m.Part] = true
		}
	}
	return parts
}

// since is the time of the oldest of the messages without words.
func (s bareDay) since(t int64) int64 {
	for _, m := range s.Messages {
		t = min(t, m.T)
	}
	return t
}

func wordsKey(d Day) (string, error) { return newKey(d.Account, d.Date, d.Key) }

// Frozen returns the parts of a day whose notes cannot be written anew, because
// the words of some of their messages are in Zoho alone. What is new on such a day
// belongs in another part.
func (j *Journal) Frozen(ctx context.Context, d Day) (map[int]bool, error) {
	var day bareDay
	err := j.kv.View(ctx, func(tx Tx) error {
		var err error
		day, _, err = readBare(tx, d)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("journal: frozen parts: %w", err)
	}
	return day.frozen(), nil
}

// Recalled returns the days of an account whose words are wanted again, in the
// order of chat and date.
func (j *Journal) Recalled(ctx context.Context, account string) ([]Day, error) {
	return j.days(ctx, storeRecalled, account, func(account, chat, date string) Day {
		return Day{Chat: Chat{Account: account, Key: chat}, Date: date}
	})
}

// Resume says that the reading which was ordered for a recalled day has come to
// its end: whatever has its words now is to be written.
func (j *Journal) Resume(ctx context.Context, d Day) error {
	err := j.kv.Update(ctx, func(tx Tx) error {
		key, err := newKey(d.Account, d.Key, d.Date)
		if err != nil {
			return err
		}
		day, found, err := readBare(tx, d)
		if err != nil {
			return err
		}
		if day.Given = true; found {
			if err := day.save(tx, d); err != nil {
				return err
			}
		}
		if err := tx.Delete(storeRecalled, key); err != nil {
			return err
		}
		return markDirty(tx, d)
	})
	if err != nil {
		return fmt.Errorf("journal: resume a day: %w", err)
	}
	return nil
}
