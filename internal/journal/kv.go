package journal

import (
	"bytes"
	"context"
	"errors"
	"sort"
	"strings"
	"sync"
)

// The object stores.
const (
	// storeMessages: account|chat|day|message → Entry.
	storeMessages = "messages"
	// storeWhere: account|chat|message → where.
	storeWhere = "where"
	// storeDirty: account|chat|day → nothing; days whose notes may be behind.
	storeDirty = "dirty"
	// storeNotes: account|chat|day|part → Note.
	storeNotes = "notes"
	// storeReads: account|chat → Read.
	storeReads = "reads"
	// storeDays: account|chat|day → what is left of a day without its words; see
	// [Journal.DropWords].
	storeDays = "days"
	// storeWords: account|day|chat → nothing; the days that hold messages with
	// their words.
	storeWords = "words"
	// storeRecalled: account|chat|day → nothing; days without their words of which
	// those are wanted again.
	storeRecalled = "recalled"
	// storeAttachments: account|chat|message → Attachment.
	storeAttachments = "attachments"
	// storeAttachDue: account|day|chat|message → from when on, Unix milliseconds, or
	// ">" and the size in bytes of a file that was too large; the files that are to be
	// attached, whether or not the user wants any to be.
	storeAttachDue = "attachdue"
	// storeTotals: account|chat → Totals.
	storeTotals = "totals"
	// storeMeta: the schema version, the revision, how far the words were dropped,
	// the references on deals, see [Reference], which notes are to be looked at again,
	// see [Journal.LookBack], and since when chats belong to no record, see
	// [Journal.Unlinked].
	storeMeta = "meta"
	// storeShelf: name → piece; see [Shelf].
	storeShelf = "shelf"
)

// Stores lists every object store, for those who create them.
func Stores() []string {
	return []string{
		storeMessages, storeWhere, storeDirty, storeNotes, storeReads, storeMeta, storeShelf,
		storeDays, storeWords, storeRecalled, storeTotals,
		storeAttachments, storeAttachDue,
	}
}

// KV is an ordered key-value database with transactions: IndexedDB in the
// browser, memory in tests. The contract of an implementation:
//
//   - What fn did is there as a whole after Update has returned nil, also when
//     the worker is stopped the next instant; after an error nothing of it is.
//   - fn waits for nothing but the transaction itself.
//   - Nothing is begun once ctx has ended.
//   - Range and Keys go in ascending order of the keys' UTF-16 units; the keys
//     used here are ASCII.
type KV interface {
	Update(ctx context.Context, fn func(Tx) error) error
	View(ctx context.Context, fn func(Tx) error) error
}

// Tx is one transaction of a [KV].
type Tx interface {
	// Get returns nil when there is no such key.
	Get(store, key string) ([]byte, error)
	Put(store, key string, value []byte) error
	Delete(store, key string) error
	// Range calls fn for every key that starts with prefix.
	Range(store, prefix string, fn func(key string, value []byte) error) error
	// Keys returns every key that starts with prefix.
	Keys(store, prefix string) ([]string, error)
}

// ErrReadOnly is returned for a write in a View.
var ErrReadOnly = errors.New("journal: write in a read-only transaction")

// Memory is a [KV] in memory, for tests.
type Memory struct {
	mu   sync.Mutex
	data map[string]map[string][]byte
	// OnCommit, when set, runs before each commit; an error loses the
	// transaction, as a stopped worker or a full disk would.
	OnCommit func() error
}

var _ KV = (*Memory)(nil)

// NewMemory returns an empty database.
func NewMemory() *Memory {
	m := &Memory{data: map[string]map[string][]byte{}}
	for _, s := range Stores() {
		m.data[s] = map[string][]byte{}
	}
	return m
}

// Update implements [KV].
func (m *Memory) Update(ctx context.Context, fn func(Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	tx := &memoryTx{base: m.data, changes: map[string]map[string][]byte{}, writable: true}
	if err := fn(tx); err != nil {
		return err
	}
	if m.OnCommit != nil {
		if err := m.OnCommit(); err != nil {
			return err
		}
	}
	for store, changes := range tx.changes {
		for key, value := range changes {
			if value == nil {
				delete(m.data[store], key)
			} else {
				m.data[store][key] = value
			}
		}
	}
	return nil
}

// View implements [KV].
func (m *Memory) View(ctx context.Context, fn func(Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(&memoryTx{base: m.data, changes: map[string]map[string][]byte{}})
}

// memoryTx holds its changes apart until the commit; a nil value deletes.
type memoryTx struct {
	base     map[string]map[string][]byte
	changes  map[string]map[string][]byte
	writable bool
}

func (t *memoryTx) Get(store, key string) ([]byte, error) {
	if v, changed := t.changes[store][key]; changed {
		return bytes.Clone(v), nil
	}
	return bytes.Clone(t.base[store][key]), nil
}

func (t *memoryTx) Put(store, key string, value []byte) error {
	if !t.writable {
		return ErrReadOnly
	}
	if t.changes[store] == nil {
		t.changes[store] = map[string][]byte{}
	}
	t.changes[store][key] = append([]byte{}, value...)
	return nil
}

func (t *memoryTx) Delete(store, key string) error {
	if !t.writable {
		return ErrReadOnly
	}
	if t.changes[store] == nil {
		t.changes[store] = map[string][]byte{}
	}
	t.changes[store][key] = nil
	return nil
}

func (t *memoryTx) Keys(store, prefix string) ([]string, error) {
	seen := map[string]bool{}
	for k := range t.base[store] {
		seen[k] = true
	}
	for k, v := range t.changes[store] {
		seen[k] = v != nil
	}
	var out []string
	for k, there := range seen {
		if there && strings.HasPrefix(k, prefix) {
			out = append(out, k)
		}
	}
	sort.Strings(out)
	return out, nil
}

func (t *memoryTx) Range(store, prefix string, fn func(key string, value []byte) error) error {
	keys, err := t.Keys(store, prefix)
	if err != nil {
		return err
	}
	for _, k := range keys {
		v, err := t.Get(store, k)
		if err != nil {
			return err
		}
		if err := fn(k, v); err != nil {
			return err
		}
	}
	return nil
}
