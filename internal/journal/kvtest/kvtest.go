// Package kvtest holds the tests that every implementation of [journal.KV] has
// to pass. They use nothing but the interface, so that they also run where the
// implementation lives in a browser.
package kvtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/journal"
)

// Run tests the databases that open returns. Each call of open must return an
// empty database with the stores of [journal.Stores].
func Run(t *testing.T, open func(*testing.T) journal.KV) {
	for name, test := range map[string]func(*testing.T, journal.KV){
		"what an update did is there":     updateKeeps,
		"a failed update leaves nothing":  updateIsAtomic,
		"a transaction sees its writes":   seesOwnWrites,
		"a view cannot write":             viewIsReadOnly,
		"a missing key is nil":            missingIsNil,
		"values belong to their owner":    valuesAreCopies,
		"stores are apart":                storesAreApart,
		"keys and ranges are in order":    inOrder,
		"an error ends a range":           rangeStops,
		"updates come one after another":  updatesAreSerial,
		"the journal opens on it":         journalOpens,
		"an ended context starts nothing": endedContext,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// two are any two stores.
func two() (first, second string) { return journal.Stores()[0], journal.Stores()[1] }

func update(t *testing.T, kv journal.KV, fn func(journal.Tx) error) {
	t.Helper()
	if err := kv.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// wantValue checks one value; nil stands for none.
func wantValue(t *testing.T, kv journal.KV, store, key string, want []byte) {
	t.Helper()
	if err := kv.View(context.Background(), func(tx journal.Tx) error {
		got, err := tx.Get(store, key)
		if err == nil && (string(got) != string(want) || (got == nil) != (want == nil)) {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func updateKeeps(t *testing.T, kv journal.KV) {
	store, _ := two()
	text := []byte(`{"text":"grüße 😀\n"}`)
	update(t, kv, func(tx journal.Tx) error { return tx.Put(store, "a|b", text) })
	wantValue(t, kv, store, "a|b", text)
	update(t, kv, func(tx journal.Tx) error { return tx.Put(store, "a|b", []byte("2")) })
	wantValue(t, kv, store, "a|b", []byte("2"))
	update(t, kv, func(tx journal.Tx) error { return tx.Delete(store, "a|b") })
	wantValue(t, kv, store, "a|b", nil)
	update(t, kv, func(tx journal.Tx) error { return tx.Delete(store, "never there") })
}

func updateIsAtomic(t *testing.T, kv journal.KV) {
	first, second := two()
	update(t, kv, func(tx journal.Tx) error {
		return errors.Join(tx.Put(first, "kept", []byte("1")), tx.Put(second, "deleted?", []byte("1")))
	})
	broken := errors.New("broken off")
	err := kv.Update(context.Background(), func(tx journal.Tx) error {
		return errors.Join(tx.Put(first, "kept", []byte("2")), tx.Put(first, "new", []byte("2")), tx.Delete(second, "deleted?"), broken)
	})
	if !errors.Is(err, broken) {
		t.Fatalf("the error is %v", err)
	}
	wantValue(t, kv, first, "kept", []byte("1"))
	wantValue(t, kv, first, "new", nil)
	wantValue(t, kv, second, "deleted?", []byte("1"))
	// The next update is not hindered.
	update(t, kv, func(tx journal.Tx) error { return tx.Put(first, "new", []byte("3")) })
	wantValue(t, kv, first, "new", []byte("3"))
}

func seesOwnWrites(t *testing.T, kv journal.KV) {
	store, _ := two()
	update(t, kv, func(tx journal.Tx) error {
		return errors.Join(tx.Put(store, "k1", []byte("old")), tx.Put(store, "k2", []byte("old")))
	})
	update(t, kv, func(tx journal.Tx) error {
		if err := errors.Join(tx.Put(store, "k1", []byte("new")), tx.Delete(store, "k2"), tx.Put(store, "k3", []byte("new"))); err != nil {
			return err
		}
		for key, want := range map[string]string{"k1": "new", "k2": "", "k3": "new"} {
			if got, err := tx.Get(store, key); err != nil || string(got) != want {
				t.Errorf("%s is %q, %v; want %q", key, got, err, want)
			}
		}
		keys, err := tx.Keys(store, "k")
		if err != nil || !slices.Equal(keys, []string{"k1", "k3"}) {
			t.Errorf("keys %q, %v", keys, err)
		}
		return nil
	})
}

func viewIsReadOnly(t *testing.T, kv journal.KV) {
	store, _ := two()
	update(t, kv, func(tx journal.Tx) error { return tx.Put(store, "k", []byte("1")) })
	if err := kv.View(context.Background(), func(tx journal.Tx) error {
		if err := tx.Put(store, "k", []byte("2")); !errors.Is(err, journal.ErrReadOnly) {
			t.Errorf("Put: %v", err)
		}
		if err := tx.Delete(store, "k"); !errors.Is(err, journal.ErrReadOnly) {
			t.Errorf("Delete: %v", err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	wantValue(t, kv, store, "k", []byte("1"))
}

func missingIsNil(t *testing.T, kv journal.KV) {
	store, _ := two()
	wantValue(t, kv, store, "nothing", nil)
	update(t, kv, func(tx journal.Tx) error {
		keys, err := tx.Keys(store, "")
		if err != nil || len(keys) != 0 {
			t.Errorf("keys of an empty store: %q, %v", keys, err)
		}
		return tx.Put(store, "empty", []byte{})
	})
	wantValue(t, kv, store, "empty", []byte{})
}

func valuesAreCopies(t *testing.T, kv journal.KV) {
	store, _ := two()
	value := []byte("value")
	update(t, kv, func(tx journal.Tx) error { return tx.Put(store, "k", value) })
	value[0] = 'X'
	update(t, kv, func(tx journal.Tx) error {
		got, err := tx.Get(store, "k")
		if err == nil {
			got[0] = 'Y'
		}
		return err
	})
	wantValue(t, kv, store, "k", []byte("value"))
}

func storesAreApart(t *testing.T, kv journal.KV) {
	for i, store := range journal.Stores() {
		update(t, kv, func(tx journal.Tx) error { return tx.Put(store, "k", fmt.Append(nil, i)) })
	}
	for i, store := range journal.Stores() {
		wantValue(t, kv, store, "k", fmt.Append(nil, i))
	}
}

func inOrder(t *testing.T, kv journal.KV) {
	store, _ := two()
	// The journal's own characters: '-' and digits before '@', '|' after letters.
	keys := []string{"a|b|2026-01-02|x", "a|b|2026-01-01|y", "a|c|1", "a|b", "a|b|", "b|a", "a|b|2026-01-01|10", "a|b|2026-01-01|9", "a|bb|1", "1@lid|2"}
	update(t, kv, func(tx journal.Tx) error {
		for _, k := range keys {
			if err := tx.Put(store, k, []byte(k)); err != nil {
				return err
			}
		}
		return nil
	})
	slices.Sort(keys)
	for _, prefix := range []string{"", "a|b|", "a|b|2026-01-01|", "a|b", "b", "zzz"} {
		want := slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return !strings.HasPrefix(k, prefix) })
		if err := kv.View(context.Background(), func(tx journal.Tx) error {
			got, err := tx.Keys(store, prefix)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("keys of %q: %q, %v; want %q", prefix, got, err, want)
			}
			var ranged []string
			err = tx.Range(store, prefix, func(k string, v []byte) error {
				if k != string(v) {
					t.Errorf("range gives %q for %q", v, k)
				}
				ranged = append(ranged, k)
				return nil
			})
			if err != nil || !slices.Equal(ranged, want) {
				t.Errorf("range of %q: %q, %v; want %q", prefix, ranged, err, want)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func rangeStops(t *testing.T, kv journal.KV) {
	store, _ := two()
	update(t, kv, func(tx journal.Tx) error {
		return errors.Join(tx.Put(store, "1", nil), tx.Put(store, "2", nil), tx.Put(store, "3", nil))
	})
	enough, calls := errors.New("enough"), 0
	err := kv.View(context.Background(), func(tx journal.Tx) error {
		return tx.Range(store, "", func(string, []byte) error {
			if calls++; calls == 2 {
				return enough
			}
			return nil
		})
	})
	if !errors.Is(err, enough) || calls != 2 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

func updatesAreSerial(t *testing.T, kv journal.KV) {
	store, _ := two()
	const writers = 20
	errs := make(chan error, writers)
	for range writers {
		go func() {
			errs <- kv.Update(context.Background(), func(tx journal.Tx) error {
				old, err := tx.Get(store, "count")
				if err != nil {
					return err
				}
				return tx.Put(store, "count", append(old, 'x'))
			})
		}()
	}
	for range writers {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
	wantValue(t, kv, store, "count", []byte(strings.Repeat("x", writers)))
}

func journalOpens(t *testing.T, kv journal.KV) {
	for range 2 {
		if _, err := journal.Open(context.Background(), kv); err != nil {
			t.Fatal(err)
		}
	}
}

func endedContext(t *testing.T, kv journal.KV) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	store, _ := two()
	if err := kv.Update(ctx, func(tx journal.Tx) error { return tx.Put(store, "k", []byte("1")) }); !errors.Is(err, context.Canceled) {
		t.Errorf("Update: %v", err)
	}
	wantValue(t, kv, store, "k", nil)
}
