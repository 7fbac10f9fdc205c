package journal

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ToAttach is a file that is to be attached.
type ToAttach struct {
	Attachment
	// Entry is its message; Found is false if that is not in the journal.
	Entry Entry
	Found bool
}

// DueAttachments returns some files of an account's chats that may be tried at a
// time, Unix milliseconds, while files may have most bytes: those of the newest days
// first, of the chats that wanted names by their keys.
func (j *Journal) DueAttachments(ctx context.Context, account string, now int64, most int, wanted map[string]bool, limit int) ([]ToAttach, error) {
	prefix, err := newKey(account)
	if err != nil {
		return nil, err
	}
	var out []ToAttach
	err = j.kv.View(ctx, func(tx Tx) error {
		out = nil
		var due []Attachment
		if err := tx.Range(storeAttachDue, prefix+separator, func(key string, value []byte) error {
			l, err := readDue(key, value)
			if err == nil && l.from <= now && !l.tooLarge(most) && wanted[l.file.Key] {
				due = append(due, l.file)
			}
			return err
		}); err != nil {
			return err
		}
		for _, a := range slices.Backward(due) {
			if len(out) == limit {
				return nil
			}
			item, err := toAttach(tx, a)
			if err != nil {
				return err
			}
			out = append(out, item)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("journal: due attachments: %w", err)
	}
	return out, nil
}

// dueLine is a line of the list of files to be attached.
type dueLine struct {
	file Attachment
	// from is when the file may be tried, Unix milliseconds.
	from int64
	// size is the length in bytes of a file that was too large, 0 for any other.
	size int64
}

// tooLarge says whether the file is larger than most bytes, as far as is known.
func (l dueLine) tooLarge(most int) bool { return l.size > int64(most) }

// readDue reads a line of the list of files to be attached.
func readDue(key string, value []byte) (l dueLine, err error) {
	parts := strings.Split(key, separator)
	if len(parts) != 4 {
		return l, fmt.Errorf("damaged key of %d parts", len(parts))
	}
	digits, large := strings.CutPrefix(string(value), largeMark)
	number, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return l, fmt.Errorf("damaged time or size")
	}
	l.file = Attachment{Chat: Chat{Account: parts[0], Key: parts[2]}, Date: parts[1], ID: parts[3]}
	if large {
		l.size = number
	} else {
		l.from = number
	}
	return l, nil
}

// toAttach reads what is known of a file, and its message.
func toAttach(tx Tx, a Attachment) (item ToAttach, err error) {
	item.Attachment = a
	ledger, _, err := a.keys()
	if err != nil {
		return item, err
	}
	if _, err := get(tx, storeAttachments, ledger, &item.Attachment); err != nil {
		return item, err
	}
	message, err := newKey(a.Account, a.Key, a.Date, a.ID)
	if err != nil {
		return item, err
	}
	item.Found, err = get(tx, storeMessages, message, &item.Entry)
	return item, err
}

// DueFiles counts files of a chat that are not settled.
type DueFiles struct {
	// Waiting are to be attached, Large are larger than may be.
	Waiting, Large int
}

// AttachmentsDue counts the files that are not settled, by the keys of an account's
// chats, while files may have most bytes.
func (j *Journal) AttachmentsDue(ctx context.Context, account string, most int) (map[string]DueFiles, error) {
	prefix, err := newKey(account)
	if err != nil {
		return nil, err
	}
	out := map[string]DueFiles{}
	err = j.kv.View(ctx, func(tx Tx) error {
		clear(out)
		return tx.Range(storeAttachDue, prefix+separator, func(key string, value []byte) error {
			l, err := readDue(key, value)
			if err != nil {
				return err
			}
			n := out[l.file.Key]
			if l.tooLarge(most) {
				n.Large++
			} else {
				n.Waiting++
			}
			out[l.file.Key] = n
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("journal: count due attachments: %w", err)
	}
	return out, nil
}

// Attachments returns what is known of the files of a chat, the oldest day first;
// those that were not tried yet have no state.
func (j *Journal) Attachments(ctx context.Context, c Chat) ([]Attachment, error) {
	prefix, err := newKey(c.Account, c.Key)
	if err != nil {
		return nil, err
	}
	var out []Attachment
	err = j.kv.View(ctx, func(tx Tx) error {
		out = nil
		known := map[string]bool{}
		if err := tx.Range(storeAttachments, prefix+separator, func(_ string, value []byte) error {
			var a Attachment
			if err := decode(storeAttachments, value, &a); err != nil {
				return err
			}
			known[a.ID] = true
			out = append(out, a)
			return nil
		}); err != nil {
			return err
		}
		return tx.Range(storeAttachDue, c.Account+separator, func(key string, value []byte) error {
			l, err := readDue(key, value)
			if err == nil && l.file.Chat == c && !known[l.file.ID] {
				out = append(out, l.file)
			}
			return err
		})
	})
	if err != nil {
		return nil, fmt.Errorf("journal: attachments: %w", err)
	}
	slices.SortStableFunc(out, func(a, b Attachment) int { return strings.Compare(a.Date, b.Date) })
	return out, nil
}

// AttachmentsOpen says whether files of a day are to be attached still, for which
// its messages are needed, while files may have most bytes.
func (j *Journal) AttachmentsOpen(ctx context.Context, d Day, most int) (bool, error) {
	prefix, err := newKey(d.Account, d.Date, d.Key)
	if err != nil {
		return false, err
	}
	open := false
	err = j.kv.View(ctx, func(tx Tx) error {
		open = false
		return tx.Range(storeAttachDue, prefix+separator, func(key string, value []byte) error {
			l, err := readDue(key, value)
			open = open || err == nil && !l.tooLarge(most)
			return err
		})
	})
	if err != nil {
		return false, fmt.Errorf("journal: open attachments: %w", err)
	}
	return open, nil
}
