// Package journal remembers what was seen in WhatsApp Web, what was meant to
// be written to Zoho, and what Zoho confirmed. It survives the worker being
// stopped at any instruction.
//
// Three invariants make the backup repeatable:
//
//  1. A message is in the journal before anything is written to Zoho because
//     of it, and it is there once, whatever key WhatsApp gives it.
//  2. A day is marked dirty in the same transaction that adds or changes one of
//     its messages, and loses the mark only after Zoho's confirmation of every
//     note of the day is stored. One cycle runs at a time, so no message comes
//     in between the two.
//  3. A note, and the file of a message, is stored as being sent before it is
//     sent.
//
// The words of a message stay only while its note may still change; see
// [Journal.DropWords].
package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// Schema is the version of the layout this code writes.
const Schema = 4

// ErrNewerData says that a newer version of Chatkeep has written the journal.
var ErrNewerData = errors.New("journal: data of a newer version")

// Journal is the typed view of a [KV].
type Journal struct {
	kv    KV
	reads readCache
}

// Open checks the layout of kv and brings that of an earlier version up to date,
// step by step; see [migrations]. On first use it writes the version.
func Open(ctx context.Context, kv KV) (*Journal, error) {
	if err := migrate(ctx, kv); err != nil {
		return nil, fmt.Errorf("journal: open: %w", err)
	}
	return &Journal{kv: revisedKV{kv}}, nil
}

// Chat names one chat of one account by their canonical keys.
type Chat struct{ Account, Key string }

// Day names one calendar day of a chat, "2026-11-22".
type Day struct {
	Chat
	Date string
}

// separator stands between the parts of a key. It occurs in no JID, date or
// message id, which newKey checks.
const separator = "|"

func newKey(parts ...string) (string, error) {
	for _, p := range parts {
		if p == "" || strings.Contains(p, separator) {
			return "", fmt.Errorf("journal: unusable key part of %d bytes", len(p))
		}
	}
	return strings.Join(parts, separator), nil
}

// Entry is one message in the journal.
type Entry struct {
	Message whatsapp.Message `json:"message"`
	// Seq counts the messages of a chat as they were first handed over, from 1.
	Seq int `json:"seq"`
	// Run and Place are the message's place in WhatsApp's own order, which
	// decides between messages of the same second. A run is one reading from the
	// newest message back; places fall from page to page and rise within one.
	Run   int `json:"run,omitempty"`
	Place int `json:"place,omitempty"`
	// Part is the part of the day's notes the message belongs to, 0 while no
	// note has been planned for it.
	Part int `json:"part,omitempty"`
}

// where says on which day a message was filed, and what it looked like, so
// that an unchanged message is recognised without reading it.
type where struct {
	Date   string `json:"d"`
	Digest string `json:"g"`
	// Deleted is true for a message that was deleted.
	Deleted bool `json:"x,omitempty"`
}

// get decodes the value at key into v and says whether there was one.
func get(tx Tx, store, key string, v any) (bool, error) {
	raw, err := tx.Get(store, key)
	if err != nil || raw == nil {
		return false, err
	}
	return true, decode(store, raw, v)
}

// decode reads a value of a store.
func decode(store string, raw []byte, v any) error {
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("journal: %s: damaged: %w", store, err)
	}
	return nil
}

// present is the value of a key that stands for itself.
func present() []byte { return []byte("1") }

func put(tx Tx, store, key string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("journal: %s: %w", store, err)
	}
	return tx.Put(store, key, raw)
}
