package journal

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// answeredFor is for how many days after a message another one may answer it that
// was written before it was deleted. WhatsApp lets nobody delete a message later than
// that, nor answer one that is deleted.
const answeredFor = 9

// Withdrawn says which of some messages of a chat, by their bare ids, have been
// deleted, also of those whose words were dropped.
func (j *Journal) Withdrawn(ctx context.Context, c Chat, ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	err := j.kv.View(ctx, func(tx Tx) error {
		clear(out)
		for _, id := range ids {
			deleted, err := withdrawn(tx, c, id)
			if err != nil {
				return err
			}
			if deleted {
				out[id] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("journal: withdrawn: %w", err)
	}
	return out, nil
}

// withdrawn says whether a message is known to be deleted. Nothing is known of an id
// under which none could have been filed.
func withdrawn(tx Tx, c Chat, id string) (bool, error) {
	if id == "" || strings.Contains(id, separator) {
		return false, nil
	}
	prefix, err := newKey(c.Account, c.Key, id+whatsapp.DedupMark)
	if err != nil {
		return false, err
	}
	keys, err := tx.Keys(storeWhere, prefix)
	if err != nil {
		return false, err
	}
	for _, key := range keys {
		var known where
		if _, err := get(tx, storeWhere, key, &known); err != nil || known.Deleted {
			return known.Deleted, err
		}
		// Layouts without that mark were written before it was known there.
		var e Entry
		message, err := newKey(c.Account, c.Key, known.Date, key[strings.LastIndex(key, separator)+1:])
		if err != nil {
			return false, err
		}
		if _, err := get(tx, storeMessages, message, &e); err != nil || e.Message.Deleted != "" {
			return err == nil, err
		}
	}
	return false, nil
}

// withdraw says that the notes of other days are behind on which a message answers
// one that a batch tells to be deleted: where such words are not kept, what it
// repeats of them goes as well. A day without its words stays as it is.
func (f *filing) withdraw() error {
	dates := map[string]bool{}
	for _, date := range f.withdrawn {
		day, err := time.Parse(time.DateOnly, date)
		if err != nil {
			return fmt.Errorf("damaged date: %w", err)
		}
		// In another time zone an answer may have been filed under an earlier day.
		for n := -1; n <= answeredFor; n++ {
			dates[day.AddDate(0, 0, n).Format(time.DateOnly)] = true
		}
	}
	for _, date := range slices.Sorted(maps.Keys(dates)) {
		day, err := f.day(date)
		if err != nil {
			return err
		}
		if day.recalled || len(day.Messages) > 0 {
			continue
		}
		_, entries, err := entriesOf(f.tx, day.Day)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(entries, func(e Entry) bool {
			q := e.Message.Quote
			return q != nil && f.withdrawn[q.ID] != "" && f.withdrawn[q.ID] != date
		}) {
			if err := markDirty(f.tx, day.Day); err != nil {
				return err
			}
		}
	}
	return nil
}
