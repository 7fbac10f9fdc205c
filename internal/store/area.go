// Package store keeps what Chatkeep must remember between two lives of the
// worker: settings, the connection to Zoho, the chats with their links, and
// the times of the last sync. It is a typed view of chrome.storage; the journal
// of messages and notes is in package journal.
//
// Keys in chrome.storage.local:
//
//	schema                      the version of this layout
//	settings                    contract.Settings
//	zoho                        Connection, without secrets
//	secrets                     Secrets
//	signin                      PendingSignIn, only while one is under way
//	install                     the tag of this installation in notes
//	accounts                    the WhatsApp accounts seen in this browser
//	chat/<account>/<chat>       Chat, one key each, so that a checkpoint is small
//	alias/<account>/<jid>       the chat key that a JID belongs to
//	sync                        contract.SyncTimes without its chats; see SyncMarks
//	syncChats                   the times of the chats, by account and chat
//	revision                    a word that every change of another key but the two replaces
//	forms                       Forms, the layouts for new records
//	noteCondition               NoteCondition of each organisation
//	noteCompany                 when another installation's note was met, by organisation and account
//	deals                       Deals, what is known of an organisation's deals
//	phoneField/<module>         the field that took the last new record's number
//	linkedLook                  when the records of chats were last asked for without a directory
//
// Keys in chrome.storage.session: the access token ("access"), a mark of when
// the last refresh was tried ("refresh"), one that this browser session has been
// prepared for ("begun"), what is known of a state in which nothing is to be done
// ("rest", "counts"), when the directory was refused ("directoryRefused") and what the
// faces draw (contract.ViewKey, contract.CardKeyPrefix, contract.FormsKey).
package store

import (
	"context"
	"encoding/json"
	"sort"
	"strings"
	"sync"
)

// Area is one storage area: chrome.storage.local or chrome.storage.session.
// The contract of an implementation:
//
//   - Set writes all its keys or none.
//   - What Set has returned from is there for a later Get, also after the
//     worker was stopped.
//   - A key that is not there is absent from the result of Get, not an error.
type Area interface {
	Get(ctx context.Context, keys ...string) (map[string]json.RawMessage, error)
	// WithPrefix returns every key that starts with prefix.
	WithPrefix(ctx context.Context, prefix string) (map[string]json.RawMessage, error)
	Set(ctx context.Context, values map[string]json.RawMessage) error
	Remove(ctx context.Context, keys ...string) error
}

// Memory is an [Area] in memory, for tests.
type Memory struct {
	mu     sync.Mutex
	values map[string]json.RawMessage
	// OnSet, when set, runs before each write; an error refuses the write as a
	// full disk would.
	OnSet func(values map[string]json.RawMessage) error
}

var _ Area = (*Memory)(nil)

// NewMemory returns an empty area.
func NewMemory() *Memory { return &Memory{values: map[string]json.RawMessage{}} }

// Get implements [Area].
func (m *Memory) Get(_ context.Context, keys ...string) (map[string]json.RawMessage, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[string]json.RawMessage{}
	for _, k := range keys {
		if v, ok := m.values[k]; ok {
			out[k] = append(json.RawMessage(nil), v...)
		}
	}
	return out, nil
}

// WithPrefix implements [Area].
func (m *Memory) WithPrefix(_ context.Context, prefix string) (map[string]json.RawMessage, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[string]json.RawMessage{}
	for k, v := range m.values {
		if strings.HasPrefix(k, prefix) {
			out[k] = append(json.RawMessage(nil), v...)
		}
	}
	return out, nil
}

// Set implements [Area].
func (m *Memory) Set(_ context.Context, values map[string]json.RawMessage) error {
	if m.OnSet != nil {
		if err := m.OnSet(values); err != nil {
			return err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for k, v := range values {
		m.values[k] = append(json.RawMessage(nil), v...)
	}
	return nil
}

// Remove implements [Area].
func (m *Memory) Remove(_ context.Context, keys ...string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range keys {
		delete(m.values, k)
	}
	return nil
}

// Keys returns all keys, sorted.
func (m *Memory) Keys() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([]string, 0, len(m.values))
	for k := range m.values {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
