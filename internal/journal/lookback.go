package journal

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// metaLookBack|account|chat|day|part → Note.LookBackAt, for the notes that have one.
const metaLookBack = "lookBack"

// noteLookBack keeps what [Journal.LookBack] goes by in step with a note.
func noteLookBack(tx Tx, old, n Note) error {
	if old.LookBackAt == n.LookBackAt {
		return nil
	}
	key, err := newKey(metaLookBack, n.Account, n.Key, n.Date, strconv.Itoa(n.Part))
	if err != nil {
		return err
	}
	if n.LookBackAt == 0 {
		return tx.Delete(storeMeta, key)
	}
	return put(tx, storeMeta, key, n.LookBackAt)
}

// NextLookBack returns the earliest LookBackAt of an account's notes, Unix
// milliseconds, 0 when none has one.
func (j *Journal) NextLookBack(ctx context.Context, account string) (next int64, err error) {
	if err := j.eachLookBack(ctx, account, func(_ string, at int64) {
		if next == 0 || at < next {
			next = at
		}
	}); err != nil {
		return 0, fmt.Errorf("journal: next look back: %w", err)
	}
	return next, nil
}

// LookBack marks the days of an account to be written that hold a note whose
// LookBackAt has come. now is in Unix milliseconds, furthest how far ahead such times
// are chosen, in milliseconds: one that lies further away is from before the clock was
// set back, and has come as well. A note keeps its time until it has been looked at.
func (j *Journal) LookBack(ctx context.Context, account string, now, furthest int64) error {
	var due []string
	err := j.eachLookBack(ctx, account, func(key string, at int64) {
		if at <= now || at > now+furthest {
			due = append(due, key)
		}
	})
	for _, key := range due {
		if err != nil {
			break
		}
		var d Day
		if d, err = dayToLookAt(account, key); err != nil {
			break
		}
		err = j.updateChat(ctx, d.Chat, func(tx Tx) error {
			if err := tx.Delete(storeMeta, key); err != nil {
				return err
			}
			return callBack(tx, d)
		})
	}
	if err != nil {
		return fmt.Errorf("journal: look back: %w", err)
	}
	return nil
}

func dayToLookAt(account, key string) (Day, error) {
	segments := strings.Split(key, separator)
	if len(segments) != 5 {
		return Day{}, fmt.Errorf("%d segments in a key", len(segments))
	}
	return Day{Chat: Chat{Account: account, Key: segments[2]}, Date: segments[3]}, nil
}

// eachLookBack calls fn with every note of an account that has a LookBackAt, by its
// key in the store meta.
func (j *Journal) eachLookBack(ctx context.Context, account string, fn func(key string, at int64)) error {
	prefix, err := newKey(metaLookBack, account)
	if err != nil {
		return err
	}
	times := map[string]int64{}
	if err := j.kv.View(ctx, func(tx Tx) error {
		clear(times)
		keys, err := tx.Keys(storeMeta, prefix+separator)
		if err != nil {
			return err
		}
		for _, key := range keys {
			var at int64
			if _, err := get(tx, storeMeta, key, &at); err != nil {
				return err
			}
			times[key] = at
		}
		return nil
	}); err != nil {
		return err
	}
	for key, at := range times {
		fn(key, at)
	}
	return nil
}
