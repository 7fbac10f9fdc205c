package journal

import (
	"context"
	"fmt"
	"slices"
	"strconv"

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
	// AttachLarge: it has Size bytes, which is more than the user allowed when it was
	// looked at. It is tried as soon as that many are allowed.
	AttachLarge AttachState = "large"
	// AttachLost: it is not attached, for good.
	AttachLost AttachState = "lost"
)

// attachMoves lists the moves an attachment may make. Anything else is a fault.
var attachMoves = map[AttachState][]AttachState{
	"":            {AttachWaiting, AttachSending, AttachSaved, AttachLarge, AttachLost},
	AttachWaiting: {AttachWaiting, AttachSending, AttachSaved, AttachLarge, AttachLost},
	AttachSending: {AttachWaiting, AttachSending, AttachSaved, AttachLarge, AttachLost},
	AttachLarge:   {AttachWaiting, AttachSending, AttachSaved, AttachLarge, AttachLost},
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
	// was sent; 0 and empty for one that another browser has attached. Of a file that
	// is too large, Size is what WhatsApp tells.
	Size   int    `json:"size,omitempty"`
	Digest string `json:"digest,omitempty"`
	// SentAt is when the open upload was sent, or the one that attached it; NextAt is
	// from when on it is tried again. Both are Unix milliseconds.
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
	return putDue(tx, due, a)
}

// largeMark stands before the size in the line of a file that is too large.
const largeMark = ">"

// putDue lists a file to be attached: from a time on, or, of one that is too large,
// from a size on that the user allows.
func putDue(tx Tx, key string, a Attachment) error {
	line := strconv.FormatInt(a.NextAt, 10)
	if a.State == AttachLarge {
		line = largeMark + strconv.Itoa(a.Size)
	}
	return tx.Put(storeAttachDue, key, []byte(line))
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
		err = putDue(tx, due, a)
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
		var a Attachment
		if _, err := get(tx, storeAttachments, key, &a); err != nil {
			return err
		}
		_, due, err := a.keys()
		if err != nil {
			return err
		}
		for store, key := range map[string]string{storeAttachments: key, storeAttachDue: due} {
			if err := tx.Delete(store, key); err != nil {
				return err
			}
		}
	}
	return nil
}
