package journal

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// AttachState is where the file of a message stands between us and Zoho.
type AttachState string

// The states of an attachment. A message with a file that was not tried yet has
// none.
const (
	// AttachWaiting: it cannot be attached now, and will be tried again.
	AttachWaiting AttachState = "waiting"
	// AttachSending: it was sent and no answer was kept. Before another upload, Zoho
	// must be looked at.
	AttachSending AttachState = "sending"
	// AttachSaved: Zoho has it. What a person does with it there is theirs.
	AttachSaved AttachState = "saved"
	// AttachLost: it is not attached, for good.
	AttachLost AttachState = "lost"
)

// attachMoves lists the moves an attachment may make. Anything else is a fault.
var attachMoves = map[AttachState][]AttachState{
	"":            {AttachWaiting, AttachSending, AttachSaved, AttachLost},
	AttachWaiting: {AttachWaiting, AttachSending, AttachSaved, AttachLost},
	AttachSending: {AttachWaiting, AttachSending, AttachSaved, AttachLost},
	AttachSaved:   {AttachSaved},
	AttachLost:    {AttachLost},
}

// Settled says that nothing more is done about an attachment.
func (s AttachState) Settled() bool { return s == AttachSaved || s == AttachLost }

// Attachment is the file of one message. It holds nothing of what is in the file,
// nor its name.
type Attachment struct {
	Chat
	Date string `json:"date"`
	// ID is the message's dedup id.
	ID    string      `json:"id"`
	State AttachState `json:"state"`
	// ZohoID is Zoho's id of the attachment, empty until known.
	ZohoID string `json:"zohoId,omitempty"`
	// Size is the file's length in bytes and Digest its SHA-256 in hexadecimal, as it
	// was sent; 0 and empty for one that another browser has attached.
	Size   int    `json:"size,omitempty"`
	Digest string `json:"digest,omitempty"`
	// SentAt is when the open upload was sent, NextAt from when on it is tried again,
	// both Unix milliseconds.
	SentAt int64 `json:"sentAt,omitempty"`
	NextAt int64 `json:"nextAt,omitempty"`
	// Tries is how many uploads were sent.
	Tries int `json:"tries,omitempty"`
	// Cause says why it is not attached, or not yet; Problem what Zoho said.
	Cause   contract.GapCause `json:"cause,omitempty"`
	Problem *contract.Problem `json:"problem,omitempty"`
}

// Day returns the day the message was filed under.
func (a Attachment) Day() Day { return Day{Chat: a.Chat, Date: a.Date} }

func (a Attachment) keys() (ledger, due string, err error) {
	if ledger, err = newKey(a.Account, a.Key, a.ID); err != nil {
		return "", "", err
	}
	due, err = newKey(a.Account, a.Date, a.Key, a.ID)
	return ledger, due, err
}

// wantAttachment lists the file of a message among those to be attached, unless
// it is there or was dealt with.
func wantAttachment(tx Tx, d Day, e Entry) error {
	if !e.Message.HasFile() {
		return nil
	}
	a := Attachment{Chat: d.Chat, Date: d.Date, ID: e.Message.DedupID()}
	ledger, due, err := a.keys()
	if err != nil {
		return err
	}
	for store, key := range map[string]string{storeAttachments: ledger, storeAttachDue: due} {
		if raw, err := tx.Get(store, key); err != nil || raw != nil {
			return err
		}
	}
	return putDue(tx, due, 0)
}

// putDue lists a file to be attached, from a time on, Unix milliseconds.
func putDue(tx Tx, key string, from int64) error {
	return tx.Put(storeAttachDue, key, []byte(strconv.FormatInt(from, 10)))
}

// SaveAttachment stores what became of the file of a message. It refuses a move
// that is not legal.
func (j *Journal) SaveAttachment(ctx context.Context, a Attachment) error {
	if err := j.kv.Update(ctx, func(tx Tx) error { return saveAttachment(tx, a) }); err != nil {
		return fmt.Errorf("journal: save attachment: %w", err)
	}
	return nil
}

func saveAttachment(tx Tx, a Attachment) error {
	ledger, due, err := a.keys()
	if err != nil {
		return err
	}
	var old Attachment
	if _, err := get(tx, storeAttachments, ledger, &old); err != nil {
		return err
	}
	if !slices.Contains(attachMoves[old.State], a.State) {
		return fmt.Errorf("journal: an attachment cannot go from %q to %q", old.State, a.State)
	}
	if err := recountAttached(tx, old, a); err != nil {
		return err
	}
	if a.State.Settled() {
		err = tx.Delete(storeAttachDue, due)
	} else {
		err = putDue(tx, due, a.NextAt)
	}
	if err != nil {
		return err
	}
	return put(tx, storeAttachments, ledger, a)
}

// recountAttached counts an attachment of a chat anew, in the transaction that
// stores it.
func recountAttached(tx Tx, old, now Attachment) error {
	key, err := newKey(now.Account, now.Key)
	if err != nil {
		return err
	}
	var t Totals
	if _, err := get(tx, storeTotals, key, &t); err != nil {
		return err
	}
	next := t
	for _, side := range []struct {
		state AttachState
		sign  int
	}{{old.State, -1}, {now.State, 1}} {
		switch side.state {
		case AttachSaved:
			next.Attached += side.sign
		case AttachLost:
			next.Unattached += side.sign
		}
	}
	if next == t {
		return nil
	}
	return put(tx, storeTotals, key, next)
}

// ToAttach is a file that is to be attached.
type ToAttach struct {
	Attachment
	// Entry is its message; Found is false if that is not in the journal.
	Entry Entry
	Found bool
}

// DueAttachments returns some files of an account's chats that may be tried at a
// time, Unix milliseconds: those of the newest days first, of the chats that wanted
// names by their keys.
func (j *Journal) DueAttachments(ctx context.Context, account string, now int64, wanted map[string]bool, limit int) ([]ToAttach, error) {
	prefix, err := newKey(account)
	if err != nil {
		return nil, err
	}
	var out []ToAttach
	err = j.kv.View(ctx, func(tx Tx) error {
		out = nil
		var due []Attachment
		if err := tx.Range(storeAttachDue, prefix+separator, func(key string, value []byte) error {
			a, from, err := readDue(key, value)
			if err == nil && from <= now && wanted[a.Key] {
				due = append(due, a)
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

// readDue reads a line of the list of files to be attached.
func readDue(key string, value []byte) (a Attachment, from int64, err error) {
	parts := strings.Split(key, separator)
	if len(parts) != 4 {
		return a, 0, fmt.Errorf("damaged key of %d parts", len(parts))
	}
	if from, err = strconv.ParseInt(string(value), 10, 64); err != nil {
		return a, 0, fmt.Errorf("damaged time")
	}
	return Attachment{Chat: Chat{Account: parts[0], Key: parts[2]}, Date: parts[1], ID: parts[3]}, from, nil
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

// AttachmentsDue counts the files that are to be attached, by the keys of an
// account's chats.
func (j *Journal) AttachmentsDue(ctx context.Context, account string) (map[string]int, error) {
	prefix, err := newKey(account)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	err = j.kv.View(ctx, func(tx Tx) error {
		clear(out)
		keys, err := tx.Keys(storeAttachDue, prefix+separator)
		if err != nil {
			return err
		}
		for _, key := range keys {
			a, _, err := readDue(key, []byte("0"))
			if err != nil {
				return err
			}
			out[a.Key]++
		}
		return nil
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
			a, _, err := readDue(key, value)
			if err == nil && a.Chat == c && !known[a.ID] {
				out = append(out, a)
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
// its messages are needed.
func (j *Journal) AttachmentsOpen(ctx context.Context, d Day) (bool, error) {
	prefix, err := newKey(d.Account, d.Date, d.Key)
	if err != nil {
		return false, err
	}
	open := false
	err = j.kv.View(ctx, func(tx Tx) error {
		keys, err := tx.Keys(storeAttachDue, prefix+separator)
		open = len(keys) > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("journal: open attachments: %w", err)
	}
	return open, nil
}

// forgetAttachment takes the file of a message whose words are dropped from the
// list of those to be attached. One that was tried is lost by that.
func forgetAttachment(tx Tx, d Day, e Entry) error {
	a := Attachment{Chat: d.Chat, Date: d.Date, ID: e.Message.DedupID()}
	ledger, due, err := a.keys()
	if err != nil {
		return err
	}
	found, err := get(tx, storeAttachments, ledger, &a)
	if err != nil {
		return err
	}
	if !found || a.State.Settled() {
		return tx.Delete(storeAttachDue, due)
	}
	a.State, a.NextAt = AttachLost, 0
	if a.Cause == "" {
		a.Cause = contract.GapFileFailed
	}
	return saveAttachment(tx, a)
}

// forgetAttachments makes the attachments of a chat begin anew, because the chat
// belongs to another record now.
func forgetAttachments(tx Tx, chatKey string) error {
	keys, err := tx.Keys(storeAttachments, chatKey+separator)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := tx.Delete(storeAttachments, key); err != nil {
			return err
		}
	}
	return nil
}

// listAttachments lists the files of all messages that have their words; layouts
// before the third did not.
func listAttachments(ctx context.Context, kv KV) error {
	wanted := map[string]Attachment{}
	if err := kv.View(ctx, func(tx Tx) error {
		clear(wanted)
		return tx.Range(storeMessages, "", func(key string, value []byte) error {
			var e Entry
			if err := decode(storeMessages, value, &e); err != nil {
				return err
			}
			parts := strings.Split(key, separator)
			if len(parts) != 4 {
				return fmt.Errorf("damaged key of %d parts", len(parts))
			}
			if e.Message.HasFile() {
				wanted[key] = Attachment{Chat: Chat{Account: parts[0], Key: parts[1]}, Date: parts[2], ID: parts[3]}
			}
			return nil
		})
	}); err != nil {
		return err
	}
	return inSteps(ctx, kv, wanted, func(tx Tx, _ string, a Attachment) error {
		_, due, err := a.keys()
		if err != nil {
			return err
		}
		return putDue(tx, due, 0)
	})
}
