//go:build js && wasm

package browser

import (
	"context"
	"errors"
	"fmt"
	"syscall/js"

	"github.com/hack-pad/go-indexeddb/idb"

	"github.com/chatkeep/chatkeep/internal/browser/host"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

// JournalDatabase is the name of the extension's own IndexedDB database.
const JournalDatabase = "chatkeep-journal"

// databaseVersion counts changes of the object stores; the layout inside them is
// versioned by package journal.
const databaseVersion = 4

// Database is the journal's IndexedDB database as a [journal.KV]. Writes ask
// for strict durability: they have reached the disk when Update returns.
type Database struct{ db *idb.Database }

var _ journal.KV = (*Database)(nil)

// OpenDatabase opens the database of a name, for the journal [JournalDatabase],
// and creates it on first use.
func OpenDatabase(ctx context.Context, name string) (*Database, error) {
	request, err := idb.Global().Open(ctx, name, databaseVersion, func(db *idb.Database, _, _ uint) error {
		have, err := db.ObjectStoreNames()
		if err != nil {
			return err
		}
		existing := map[string]bool{}
		for _, name := range have {
			existing[name] = true
		}
		for _, name := range journal.Stores() {
			if existing[name] {
				continue
			}
			if _, err := db.CreateObjectStore(name, idb.ObjectStoreOptions{}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("browser: open the journal: %w", databaseError(err))
	}
	db, err := request.Await(ctx)
	if err != nil {
		return nil, fmt.Errorf("browser: open the journal: %w", databaseError(err))
	}
	return &Database{db: db}, nil
}

// databaseError gives a full disk and a newer database their own errors.
func databaseError(err error) error {
	switch {
	case errors.Is(err, idb.NewDOMException("QuotaExceededError")):
		return errors.Join(store.ErrFull, err)
	case errors.Is(err, idb.NewDOMException("VersionError")):
		return errors.Join(journal.ErrNewerData, err)
	}
	return err
}

// Update implements [journal.KV].
func (d *Database) Update(ctx context.Context, fn func(journal.Tx) error) error {
	return d.run(ctx, idb.TransactionReadWrite, fn)
}

// View implements [journal.KV].
func (d *Database) View(ctx context.Context, fn func(journal.Tx) error) error {
	return d.run(ctx, idb.TransactionReadOnly, fn)
}

func (d *Database) run(ctx context.Context, mode idb.TransactionMode, fn func(journal.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	stores := journal.Stores()
	options := idb.TransactionOptions{Mode: mode}
	if mode == idb.TransactionReadWrite {
		options.Durability = idb.DurabilityStrict
	}
	txn, err := d.db.TransactionWithOptions(options, stores[0], stores[1:]...)
	if err != nil {
		return fmt.Errorf("browser: journal transaction: %w", databaseError(err))
	}
	// The listeners must stand before the transaction can end. Go runs this
	// goroutine before it gives control back to the event loop, so they do.
	ended := make(chan error, 1)
	go func() {
		_, err := host.Recovered(func() (struct{}, error) { return struct{}{}, txn.Await(context.Background()) })
		ended <- err
	}()

	tx := &databaseTx{txn: txn, writable: mode == idb.TransactionReadWrite}
	if err := fn(tx); err != nil {
		if abortErr := txn.Abort(); abortErr != nil {
			return errors.Join(err, abortErr)
		}
		<-ended
		return databaseError(err)
	}
	if err := <-ended; err != nil {
		return fmt.Errorf("browser: journal transaction: %w", databaseError(err))
	}
	return nil
}

// databaseTx is one IndexedDB transaction. A transaction lives only while
// requests are open, so nothing else is ever waited for inside it, and its
// requests are awaited without the caller's deadline.
type databaseTx struct {
	txn      *idb.Transaction
	writable bool
}

// Get implements [journal.Tx].
func (t *databaseTx) Get(name, key string) ([]byte, error) {
	s, err := t.txn.ObjectStore(name)
	if err != nil {
		return nil, err
	}
	request, err := s.Get(js.ValueOf(key))
	if err != nil {
		return nil, err
	}
	v, err := request.Await(context.Background())
	if err != nil || v.Type() != js.TypeString {
		return nil, err
	}
	return []byte(v.String()), nil
}

// Put implements [journal.Tx]. The request's success is not awaited: the
// transaction fails as a whole if it fails.
func (t *databaseTx) Put(name, key string, value []byte) error {
	if !t.writable {
		return journal.ErrReadOnly
	}
	s, err := t.txn.ObjectStore(name)
	if err != nil {
		return err
	}
	_, err = s.PutKey(js.ValueOf(key), js.ValueOf(string(value)))
	return err
}

// Delete implements [journal.Tx].
func (t *databaseTx) Delete(name, key string) error {
	if !t.writable {
		return journal.ErrReadOnly
	}
	s, err := t.txn.ObjectStore(name)
	if err != nil {
		return err
	}
	_, err = s.Delete(js.ValueOf(key))
	return err
}

// Keys implements [journal.Tx].
func (t *databaseTx) Keys(name, prefix string) ([]string, error) {
	s, err := t.txn.ObjectStore(name)
	if err != nil {
		return nil, err
	}
	// Keys are ASCII, so U+FFFF sorts behind every key with this prefix.
	span, err := idb.NewKeyRangeBound(js.ValueOf(prefix), js.ValueOf(prefix+"\uffff"), false, true)
	if err != nil {
		return nil, err
	}
	request, err := s.GetAllKeysRange(span, 0)
	if err != nil {
		return nil, err
	}
	values, err := request.Await(context.Background())
	if err != nil {
		return nil, err
	}
	out := make([]string, 0, len(values))
	for _, v := range values {
		out = append(out, v.String())
	}
	return out, nil
}

// Range implements [journal.Tx].
func (t *databaseTx) Range(name, prefix string, fn func(key string, value []byte) error) error {
	keys, err := t.Keys(name, prefix)
	if err != nil {
		return err
	}
	for _, k := range keys {
		v, err := t.Get(name, k)
		if err != nil {
			return err
		}
		if err := fn(k, v); err != nil {
			return err
		}
	}
	return nil
}
