//go:build js && wasm && indexeddb

package browser_test

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/browser"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/journal/kvtest"
)

// These tests need a browser with IndexedDB; TestJournalInIndexedDB of
// internal/e2e builds and runs them there.

func open(t *testing.T, name string) *browser.Database {
	t.Helper()
	db, err := browser.OpenDatabase(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestDatabase(t *testing.T) {
	kvtest.Run(t, func(t *testing.T) journal.KV { return open(t, t.Name()) })
}

// What one life of the worker has written is there in the next.
func TestDatabaseOutlivesItsConnection(t *testing.T) {
	store := journal.Stores()[0]
	first := open(t, t.Name())
	if err := first.Update(t.Context(), func(tx journal.Tx) error { return tx.Put(store, "key", []byte("value")) }); err != nil {
		t.Fatal(err)
	}
	second := open(t, t.Name())
	if err := second.View(t.Context(), func(tx journal.Tx) error {
		got, err := tx.Get(store, "key")
		if string(got) != "value" {
			t.Errorf("the value is %q", got)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
