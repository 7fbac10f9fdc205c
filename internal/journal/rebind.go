package journal

import (
	"context"
	"fmt"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Follow says that the notes of a chat have moved with their record to another
// one: the record was merged into it, or a lead became it.
func (j *Journal) Follow(ctx context.Context, c Chat, module contract.Module, recordID string) error {
	return j.changeNotes(ctx, c, "follow", func(tx Tx, key string, n Note) error {
		if n.Module == module && n.RecordID == recordID {
			return nil
		}
		n.Module, n.RecordID = module, recordID
		return put(tx, storeNotes, key, n)
	})
}

// Rebind makes a chat's notes begin anew, because the chat belongs to another
// record now. What the former record holds stays there and is no longer ours to
// update; every message in the journal is to be written once more, and every file
// to be attached. Words that were
// dropped are read from WhatsApp again for it. It is done as a whole or not at
// all, and doing it again after that changes nothing that is not written yet.
func (j *Journal) Rebind(ctx context.Context, c Chat) error {
	chatKey, err := newKey(c.Account, c.Key)
	if err != nil {
		return err
	}
	return j.changeNotes(ctx, c, "rebind", func(tx Tx, key string, _ Note) error {
		return tx.Delete(storeNotes, key)
	}, func(tx Tx) error {
		if err := tx.Delete(storeTotals, chatKey); err != nil {
			return err
		}
		if err := forgetAttachments(tx, chatKey); err != nil {
			return err
		}
		recalled, err := recallAll(tx, c, chatKey)
		if err != nil {
			return err
		}
		return unassign(tx, c, chatKey, recalled)
	})
}

// unassign takes the messages of a chat out of their parts, and marks their days
// as dirty but for those that are recalled.
func unassign(tx Tx, c Chat, chatKey string, recalled map[string]bool) error {
	days := map[string]bool{}
	err := tx.Range(storeMessages, chatKey+separator, func(key string, value []byte) error {
		parts := strings.Split(key, separator)
		if len(parts) != 4 {
			return fmt.Errorf("damaged key of %d parts", len(parts))
		}
		days[parts[2]] = true
		var e Entry
		if err := decode(storeMessages, value, &e); err != nil {
			return err
		}
		if err := wantAttachment(tx, Day{Chat: c, Date: parts[2]}, e); err != nil || e.Part == 0 {
			return err
		}
		e.Part = 0
		return put(tx, storeMessages, key, e)
	})
	if err != nil {
		return err
	}
	for date := range days {
		if recalled[date] {
			continue
		}
		if err := markDirty(tx, Day{Chat: c, Date: date}); err != nil {
			return err
		}
	}
	return nil
}

// recallAll recalls every day of a chat whose words were dropped, and orders them
// to be read. It returns their dates.
func recallAll(tx Tx, c Chat, chatKey string) (dates map[string]bool, err error) {
	dates = map[string]bool{}
	var from int64
	err = tx.Range(storeDays, chatKey+separator, func(key string, value []byte) error {
		var day bareDay
		if err := decode(storeDays, value, &day); err != nil {
			return err
		}
		d := Day{Chat: c, Date: strings.TrimPrefix(key, chatKey+separator)}
		for id, m := range day.Messages {
			if len(dates) == 0 && from == 0 || m.T < from {
				from = m.T
			}
			m.Part = 0
			day.Messages[id] = m
		}
		day.Given, day.Late, dates[d.Date] = false, nil, true
		if err := day.save(tx, d); err != nil {
			return err
		}
		dirty, err := newKey(d.Account, d.Key, d.Date)
		if err != nil {
			return err
		}
		if err := tx.Delete(storeDirty, dirty); err != nil {
			return err
		}
		return recall(tx, d)
	})
	if err != nil || len(dates) == 0 {
		return dates, err
	}
	var r Read
	if _, err := get(tx, storeReads, chatKey, &r); err != nil {
		return nil, err
	}
	r.orderAgain(from)
	return dates, put(tx, storeReads, chatKey, r)
}

// changeNotes calls fn for every note of a chat and then the others, in one
// transaction.
func (j *Journal) changeNotes(ctx context.Context, c Chat, operation string, fn func(tx Tx, key string, n Note) error, others ...func(Tx) error) error {
	prefix, err := newKey(c.Account, c.Key)
	if err != nil {
		return err
	}
	err = j.updateChat(ctx, c, func(tx Tx) error {
		keys, err := tx.Keys(storeNotes, prefix+separator)
		if err != nil {
			return err
		}
		for _, key := range keys {
			var n Note
			if _, err := get(tx, storeNotes, key, &n); err != nil {
				return err
			}
			if err := fn(tx, key, n); err != nil {
				return err
			}
		}
		for _, other := range others {
			if err := other(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("journal: %s: %w", operation, err)
	}
	return nil
}
