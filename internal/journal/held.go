package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// HeldDay is what the journal holds of one day of a chat.
type HeldDay struct {
	Day
	// Messages are those a reader of the chat sees, in the order of their ids.
	Messages []Held
	// Dirty is true while its notes may be behind, Recalled while words that were
	// dropped are read again.
	Dirty, Recalled bool
	// Notes are its notes, in the order of their parts.
	Notes []Note
}

// Confirmed is how many messages of the day Zoho has confirmed.
func (d HeldDay) Confirmed() int {
	n := 0
	for _, note := range d.Notes {
		n += note.Count
	}
	return n
}

// Held returns what the journal holds of a chat, the oldest day first.
func (j *Journal) Held(ctx context.Context, c Chat) ([]HeldDay, error) {
	chatKey, err := newKey(c.Account, c.Key)
	if err != nil {
		return nil, err
	}
	prefix := chatKey + separator
	var days map[string]*HeldDay
	day := func(date string) *HeldDay {
		if days[date] == nil {
			days[date] = &HeldDay{Day: Day{Chat: c, Date: date}}
		}
		return days[date]
	}
	err = j.kv.View(ctx, func(tx Tx) error {
		days = map[string]*HeldDay{}
		if err := heldBare(tx, prefix, day); err != nil {
			return err
		}
		if err := heldWords(tx, prefix, day); err != nil {
			return err
		}
		if err := tx.Range(storeNotes, prefix, func(_ string, value []byte) error {
			var n Note
			if err := decode(storeNotes, value, &n); err != nil {
				return err
			}
			day(n.Date).Notes = append(day(n.Date).Notes, n)
			return nil
		}); err != nil {
			return err
		}
		for store, mark := range map[string]func(*HeldDay){
			storeDirty: func(d *HeldDay) { d.Dirty = true }, storeRecalled: func(d *HeldDay) { d.Recalled = true },
		} {
			keys, err := tx.Keys(store, prefix)
			if err != nil {
				return err
			}
			for _, key := range keys {
				mark(day(strings.TrimPrefix(key, prefix)))
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("journal: held: %w", err)
	}
	out := make([]HeldDay, 0, len(days))
	for _, d := range days {
		slices.SortFunc(d.Messages, func(a, b Held) int { return strings.Compare(a.ID, b.ID) })
		out = append(out, *d)
	}
	slices.SortFunc(out, func(a, b HeldDay) int { return strings.Compare(a.Date, b.Date) })
	return out, nil
}

// heldBare collects the messages of a chat whose words were dropped.
func heldBare(tx Tx, prefix string, day func(string) *HeldDay) error {
	return tx.Range(storeDays, prefix, func(key string, value []byte) error {
		var bare bareDay
		if err := decode(storeDays, value, &bare); err != nil {
			return err
		}
		d := day(strings.TrimPrefix(key, prefix))
		frozen := bare.frozen()
		for id, m := range bare.Messages {
			if !m.Hidden {
				d.Messages = append(d.Messages, Held{ID: id, Digest: m.Digest, Part: m.Part, Late: bare.Late[id]})
			}
		}
		for id := range bare.Late {
			if _, dropped := bare.Messages[id]; dropped {
				continue
			}
			// It has its words, and its note cannot be written anew.
			var e Entry
			found, err := get(tx, storeMessages, key+separator+id, &e)
			if err != nil {
				return err
			}
			if found && e.Message.Visible() {
				d.Messages = append(d.Messages, Held{ID: id, Digest: e.Message.Digest(), Part: e.Part, Words: true, Late: frozen[e.Part]})
			}
		}
		return nil
	})
}

// heldWords collects the messages of a chat that have their words.
func heldWords(tx Tx, prefix string, day func(string) *HeldDay) error {
	known := map[string]map[string]bool{}
	return tx.Range(storeMessages, prefix, func(key string, value []byte) error {
		date, id, found := strings.Cut(strings.TrimPrefix(key, prefix), separator)
		if !found {
			return fmt.Errorf("damaged key")
		}
		d := day(date)
		if known[date] == nil {
			known[date] = map[string]bool{}
			for _, m := range d.Messages {
				known[date][m.ID] = true
			}
		}
		if known[date][id] {
			return nil
		}
		var e Entry
		if err := decode(storeMessages, value, &e); err != nil {
			return err
		}
		if e.Message.Visible() {
			d.Messages = append(d.Messages, Held{ID: id, Digest: e.Message.Digest(), Part: e.Part, Words: true})
		}
		return nil
	})
}
