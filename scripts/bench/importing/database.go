//go:build js && wasm

package main

import (
	"context"
	"sync"
	"syscall/js"

	"github.com/chatkeep/chatkeep/internal/journal"
)

// database is the journal's database in JavaScript's memory; see database.cjs. What
// it takes is metered.
type database struct {
	mu    sync.Mutex
	host  js.Value
	meter *meter
}

var _ journal.KV = (*database)(nil)

// Update implements [journal.KV].
func (d *database) Update(ctx context.Context, fn func(journal.Tx) error) error {
	return d.run(ctx, true, fn)
}

// View implements [journal.KV].
func (d *database) View(ctx context.Context, fn func(journal.Tx) error) error {
	return d.run(ctx, false, fn)
}

func (d *database) run(ctx context.Context, writable bool, fn func(journal.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.call("begin")
	if err := fn(transaction{d, writable}); err != nil {
		d.call("rollback")
		return err
	}
	return nil
}

func (d *database) call(method string, args ...any) js.Value {
	defer d.meter.database.begin()()
	return d.host.Call(method, args...)
}

// transaction is one transaction of a database.
type transaction struct {
	*database
	writable bool
}

// Get implements [journal.Tx].
func (t transaction) Get(store, key string) ([]byte, error) {
	defer t.meter.database.begin()()
	value := t.host.Call("get", store, key)
	if value.Type() != js.TypeString {
		return nil, nil
	}
	return []byte(value.String()), nil
}

// Put implements [journal.Tx].
func (t transaction) Put(store, key string, value []byte) error {
	if !t.writable {
		return journal.ErrReadOnly
	}
	t.call("put", store, key, string(value))
	return nil
}

// Delete implements [journal.Tx].
func (t transaction) Delete(store, key string) error {
	if !t.writable {
		return journal.ErrReadOnly
	}
	t.call("delete", store, key)
	return nil
}

// Keys implements [journal.Tx].
func (t transaction) Keys(store, prefix string) ([]string, error) {
	defer t.meter.database.begin()()
	values := t.host.Call("keys", store, prefix)
	out := make([]string, values.Length())
	for i := range out {
		out[i] = values.Index(i).String()
	}
	return out, nil
}

// Range implements [journal.Tx].
func (t transaction) Range(store, prefix string, fn func(string, []byte) error) error {
	keys, err := t.Keys(store, prefix)
	if err != nil {
		return err
	}
	for _, key := range keys {
		value, err := t.Get(store, key)
		if err != nil {
			return err
		}
		if err := fn(key, value); err != nil {
			return err
		}
	}
	return nil
}
