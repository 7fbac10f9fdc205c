package journal

import (
	"maps"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// filing is the filing of one batch, in one transaction.
type filing struct {
	tx    Tx
	chat  Chat
	batch Batch
	// anew says that messages that are known get the place they have in the batch.
	anew bool
	days map[string]*filingDay
	// withdrawn holds the days of messages that are known to be deleted since this
	// batch, by their bare ids.
	withdrawn map[string]string
}

// filingDay is a day that the batch has to do with.
type filingDay struct {
	bareDay
	Day
	// touched says that the bare day is to be stored, recalled that its words are
	// wanted, called that they are since this batch, worded that the list of days
	// with words has it.
	touched, recalled, called, worded bool
	// since is the time of the oldest message of the day, if it is called.
	since int64
}

// file stores one message. entry says where it stands if it was not seen before.
func (f *filing) file(m Filed, entry Entry) (changed bool, err error) {
	id, digest := m.Message.DedupID(), m.Message.Digest()
	whereKey, err := newKey(f.chat.Account, f.chat.Key, id)
	if err != nil {
		return false, err
	}
	var known where
	found, err := get(f.tx, storeWhere, whereKey, &known)
	if err != nil {
		return false, err
	}
	date := m.Date
	if found {
		date = known.Date
	}
	day, err := f.day(date)
	if err != nil {
		return false, err
	}
	if found && known.Digest == digest && !f.anew && !day.recalled {
		return false, nil
	}
	now := where{Date: date, Digest: digest, Deleted: known.Deleted || m.Message.Deleted != ""}
	if now.Deleted && !known.Deleted {
		f.withdrawn[m.Message.ID] = date
	}
	messageKey, err := newKey(f.chat.Account, f.chat.Key, date, id)
	if err != nil {
		return false, err
	}
	entry.Message = m.Message
	news := true
	if s, dropped := day.Messages[id]; dropped {
		back, ok, late := f.again(day, s, m.Message, known)
		if !ok {
			if !late {
				return false, nil
			}
			return false, put(f.tx, storeWhere, whereKey, now)
		}
		entry, news = back, late
	} else if found {
		var old Entry
		there, err := get(f.tx, storeMessages, messageKey, &old)
		if err != nil {
			return false, err
		}
		if there {
			merged := merge(old.Message, f.batch.complete(old.Message, m.Message))
			same := merged.Digest() == old.Message.Digest()
			if same && !f.anew {
				return false, nil
			}
			place := entry
			entry = old
			if f.anew {
				entry.Run, entry.Place = place.Run, place.Place
			}
			if same {
				return false, put(f.tx, storeMessages, messageKey, entry)
			}
			entry.Message = merged
		}
	}
	if err := put(f.tx, storeMessages, messageKey, entry); err != nil {
		return false, err
	}
	if err := put(f.tx, storeWhere, whereKey, now); err != nil {
		return false, err
	}
	if err := wantAttachment(f.tx, day.Day, entry); err != nil {
		return false, err
	}
	if err := f.noteWords(day); err != nil || !news {
		return false, err
	}
	return true, f.news(day, m.Message.T)
}

// noteWords lists a day among those that hold words.
func (f *filing) noteWords(day *filingDay) error {
	if day.worded {
		return nil
	}
	key, err := wordsKey(day.Day)
	if err != nil {
		return err
	}
	day.worded = true
	return f.tx.Put(storeWords, key, present())
}

// day returns a day as it stands.
func (f *filing) day(date string) (*filingDay, error) {
	if known := f.days[date]; known != nil {
		return known, nil
	}
	day := &filingDay{Day: Day{Chat: f.chat, Date: date}}
	var found bool
	var err error
	if day.bareDay, found, err = readBare(f.tx, day.Day); err != nil {
		return nil, err
	}
	if found {
		key, err := newKey(f.chat.Account, f.chat.Key, date)
		if err != nil {
			return nil, err
		}
		mark, err := f.tx.Get(storeRecalled, key)
		if err != nil {
			return nil, err
		}
		day.recalled = mark != nil
	}
	f.days[date] = day
	return day, nil
}

// news says that the notes of a day are behind because of a message of time t. A
// day without its words is recalled first.
func (f *filing) news(day *filingDay, t int64) error {
	if day.recalled {
		return nil
	}
	if len(day.Messages) == 0 || day.Given {
		return markDirty(f.tx, day.Day)
	}
	day.recalled, day.called, day.since = true, true, day.bareDay.since(t)
	return recall(f.tx, day.Day)
}

func recall(tx Tx, d Day) error {
	key, err := newKey(d.Account, d.Key, d.Date)
	if err != nil {
		return err
	}
	return tx.Put(storeRecalled, key, present())
}

// again files a message whose words were dropped. What differs and can be read
// comes back and calls the whole day; a deletion or a failed reading takes
// nothing from what is saved.
func (f *filing) again(day *filingDay, s bare, m whatsapp.Message, known where) (entry Entry, back, changed bool) {
	id, digest := m.DedupID(), m.Digest()
	same := s.Digest == digest
	// lesser tells less than was saved, or may.
	lesser := !readable(m) || m.Source == contract.SourceScreen || f.batch.NoReactions && len(m.Reactions) == 0
	changed = !same && known.Digest != digest && (!lesser || m.Kind == whatsapp.MessageDeleted)
	if changed {
		if day.Late == nil {
			day.Late = map[string]bool{}
		}
		day.Late[id], day.touched = true, true
	}
	back = same && day.recalled || !same && !lesser && (changed || day.recalled)
	if !back {
		return entry, false, changed
	}
	delete(day.Messages, id)
	day.touched = true
	return Entry{Message: m, Seq: s.Seq, Run: s.Run, Place: s.Place, Part: s.Part}, true, changed
}

// end stores what has become of the bare days, and returns from when on the
// chat is to be read again, Unix seconds; false when it is not.
func (f *filing) end() (from int64, wanted bool, err error) {
	if err := f.withdraw(); err != nil {
		return 0, false, err
	}
	for _, date := range slices.Sorted(maps.Keys(f.days)) {
		day := f.days[date]
		if day.called {
			if !wanted || day.since < from {
				from = day.since
			}
			wanted = true
		}
		if !day.touched {
			continue
		}
		if err := day.save(f.tx, day.Day); err != nil {
			return 0, false, err
		}
	}
	return from, wanted, nil
}
