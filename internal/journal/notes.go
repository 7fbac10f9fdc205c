package journal

import (
	"context"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// NoteState is where a note stands between us and Zoho.
type NoteState string

// The states of a note.
const (
	// NoteWanted: planned, never sent.
	NoteWanted NoteState = "wanted"
	// NoteSending: a create was sent and no answer was kept. Before another
	// create, Zoho must be looked at.
	NoteSending NoteState = "sending"
	// NoteSaved: Zoho has it under ID and has confirmed Confirmed.
	NoteSaved NoteState = "saved"
	// NoteRefused: Zoho refused it for a reason that repeating does not mend.
	NoteRefused NoteState = "refused"
	// NoteGone: it was deleted in Zoho; it is not written again.
	NoteGone NoteState = "gone"
)

// legal lists the moves a note may make. Anything else is a fault.
var legal = map[NoteState][]NoteState{
	"":          {NoteWanted, NoteSending, NoteSaved, NoteRefused},
	NoteWanted:  {NoteWanted, NoteSending, NoteSaved, NoteRefused},
	NoteSending: {NoteSending, NoteSaved, NoteRefused, NoteWanted},
	NoteSaved:   {NoteSaved, NoteRefused, NoteGone},
	NoteRefused: {NoteRefused, NoteWanted, NoteSending, NoteSaved, NoteGone},
	NoteGone:    {NoteGone},
}

// Note is one rolling note: one part of one day of one chat.
type Note struct {
	Chat
	Date  string    `json:"date"`
	Part  int       `json:"part"`
	State NoteState `json:"state"`
	// Module and RecordID are the record it stands on; fixed by the first send.
	Module   contract.Module `json:"module"`
	RecordID string          `json:"recordId"`
	// ID is Zoho's id of the note, empty until known.
	ID string `json:"id,omitempty"`
	// Confirmed is the digest of the text Zoho has confirmed, empty for none.
	Confirmed string `json:"confirmed,omitempty"`
	// Count and LastT describe the confirmed text: how many messages, and the
	// time of the last one in Unix seconds.
	Count int   `json:"count,omitempty"`
	LastT int64 `json:"lastT,omitempty"`
	// Skipped is how many of them were not read by policy.
	Skipped int `json:"skipped,omitempty"`
	// Encrypted is how many of them were not decrypted on this computer yet.
	Encrypted int `json:"encrypted,omitempty"`
	// Upto is the highest Entry.Seq in the confirmed text: what came to the note
	// later has never been in Zoho.
	Upto int `json:"upto,omitempty"`
	// SentAt is when the open create was sent, Unix milliseconds.
	SentAt int64 `json:"sentAt,omitempty"`
	// Alone says that a look after the note was created has found no second one
	// with its marker, or has settled it.
	Alone bool `json:"alone,omitempty"`
	// Refused is the digest of the text Zoho refused, RefusedAt when, in Unix
	// milliseconds. The same text is offered again only after a while.
	Refused   string `json:"refused,omitempty"`
	RefusedAt int64  `json:"refusedAt,omitempty"`
	// Problem says why it was refused.
	Problem *contract.Problem `json:"problem,omitempty"`
	// Tag names this installation in a part that it keeps for itself, because
	// another note of the day is not its to write; empty for a part that every
	// browser shares.
	Tag string `json:"tag,omitempty"`
	// Left says that the note holds what this installation does not know, or was
	// changed by a person: it is never written again, and the messages filed under
	// its part stand in it.
	Left bool `json:"left,omitempty"`
	// Others name the lines of a note that is left which are not known here; see
	// transcript.Holding.
	Others []string `json:"others,omitempty"`
	// Tight says that Zoho has refused its text as too long.
	Tight bool `json:"tight,omitempty"`
	// Shared says that another installation writes the note too.
	Shared bool `json:"shared,omitempty"`
	// LookBackAt is when a note that is shared is to be read once more, Unix
	// milliseconds, because the other installation may have written it unread since it
	// was written here; 0 when it need not be.
	LookBackAt int64 `json:"lookBackAt,omitempty"`
	// CheckedAt is when it was last written or read, Unix milliseconds.
	CheckedAt int64 `json:"checkedAt,omitempty"`
	// ModifiedAt is Zoho's own time of the note as it was last written or read here,
	// Unix milliseconds, in whole seconds; 0 when Zoho told none, or when the note is
	// to be written whatever became of it.
	ModifiedAt int64 `json:"modifiedAt,omitempty"`
}

// LeftParts is the first number of notes that are left and whose own number is
// taken by a note of this installation.
const LeftParts = 5000

// Day returns the day the note belongs to.
func (n Note) Day() Day { return Day{Chat: n.Chat, Date: n.Date} }

func noteKey(d Day, part int) (string, error) {
	return newKey(d.Account, d.Key, d.Date, fmt.Sprintf("%04d", part))
}

// Notes returns the notes of one chat, oldest day first.
func (j *Journal) Notes(ctx context.Context, c Chat) ([]Note, error) {
	prefix, err := newKey(c.Account, c.Key)
	if err != nil {
		return nil, err
	}
	var out []Note
	err = j.kv.View(ctx, func(tx Tx) error {
		out = nil
		keys, err := tx.Keys(storeNotes, prefix+separator)
		if err != nil {
			return err
		}
		for _, k := range keys {
			var n Note
			if _, err := get(tx, storeNotes, k, &n); err != nil {
				return err
			}
			out = append(out, n)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("journal: notes: %w", err)
	}
	return out, nil
}

// SaveNotes stores notes in one transaction, together with the parts their
// messages were assigned to. It refuses a move that is not legal.
func (j *Journal) SaveNotes(ctx context.Context, notes []Note, assigned []Assignment) error {
	err := j.kv.Update(ctx, func(tx Tx) error {
		for _, n := range notes {
			if err := saveNote(tx, n); err != nil {
				return err
			}
		}
		for _, a := range assigned {
			if err := assign(tx, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("journal: save notes: %w", err)
	}
	return nil
}

// Assignment fixes the parts that the messages of a day belong to, so that
// later messages do not move earlier ones to another note.
type Assignment struct {
	Day
	// Parts maps a message's dedup id to its part, from 1.
	Parts map[string]int
	// Earlier maps the dedup id of an edited message to the words it had before, as
	// its note tells them. They are taken only where none are known.
	Earlier map[string]string
}

func assign(tx Tx, a Assignment) error {
	for id, part := range a.Parts {
		if err := changeEntry(tx, a.Day, id, func(e *Entry) bool {
			changed := e.Part != part
			e.Part = part
			return changed
		}); err != nil {
			return err
		}
	}
	for id, words := range a.Earlier {
		if err := changeEntry(tx, a.Day, id, func(e *Entry) bool {
			if !e.Message.Edited || e.Message.Earlier != "" {
				return false
			}
			e.Message.Earlier = words
			return true
		}); err != nil {
			return err
		}
	}
	return nil
}

// changeEntry stores a message of a day as change leaves it, unless that says that
// it has changed nothing. A message that is not there, or without its words, stays
// as it is.
func changeEntry(tx Tx, d Day, id string, change func(*Entry) bool) error {
	key, err := newKey(d.Account, d.Key, d.Date, id)
	if err != nil {
		return err
	}
	var e Entry
	found, err := get(tx, storeMessages, key, &e)
	if err != nil || !found || !change(&e) {
		return err
	}
	return put(tx, storeMessages, key, e)
}

func saveNote(tx Tx, n Note) error {
	key, err := noteKey(n.Day(), n.Part)
	if err != nil {
		return err
	}
	var old Note
	if _, err := get(tx, storeNotes, key, &old); err != nil {
		return err
	}
	if !allowed(old.State, n.State) {
		return fmt.Errorf("journal: a note cannot go from %q to %q", old.State, n.State)
	}
	if err := recount(tx, old, n); err != nil {
		return err
	}
	if err := noteLookBack(tx, old, n); err != nil {
		return err
	}
	return put(tx, storeNotes, key, n)
}

func allowed(from, to NoteState) bool {
	for _, s := range legal[from] {
		if s == to {
			return true
		}
	}
	return false
}

// Settle takes the dirty mark from a day. The caller holds that every note of
// the day stands as its messages say; it is checked no further here.
func (j *Journal) Settle(ctx context.Context, d Day) error {
	key, err := newKey(d.Account, d.Key, d.Date)
	if err != nil {
		return err
	}
	if err := j.kv.Update(ctx, func(tx Tx) error { return tx.Delete(storeDirty, key) }); err != nil {
		return fmt.Errorf("journal: settle a day: %w", err)
	}
	return nil
}
