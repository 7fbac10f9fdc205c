package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"

	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

// killer stops the worker at its nth effect. Each write to storage, each commit
// of the journal and each HTTP call has two places to be stopped at: before it
// takes effect, and after, before the worker learns of it.
type killer struct {
	mu   sync.Mutex
	n    int
	at   map[int]bool
	dead bool
	// last names the effect at which the worker was stopped.
	last string
}

// stopped is the panic that ends a worker.
type stopped struct{}

func (k *killer) step(effect string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.n++
	if k.dead || k.at[k.n] {
		if !k.dead {
			k.last = effect
		}
		k.dead = true
		panic(stopped{})
	}
}

func (k *killer) count() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.n
}

// revive lets the next worker live.
func (k *killer) revive() (was bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	was, k.dead = k.dead, false
	return was
}

// mortalArea is a storage area whose writes the worker may not survive.
type mortalArea struct {
	*store.Memory
	name string
	k    *killer
}

func (a mortalArea) Set(ctx context.Context, values map[string]json.RawMessage) error {
	a.k.step("before " + a.name + ".set")
	err := a.Memory.Set(ctx, values)
	a.k.step("after " + a.name + ".set")
	return err
}

func (a mortalArea) Remove(ctx context.Context, keys ...string) error {
	a.k.step("before " + a.name + ".remove")
	err := a.Memory.Remove(ctx, keys...)
	a.k.step("after " + a.name + ".remove")
	return err
}

// mortalKV is a journal database whose commits the worker may not survive.
type mortalKV struct {
	journal.KV
	k *killer
}

func (m mortalKV) Update(ctx context.Context, fn func(journal.Tx) error) error {
	m.k.step("before journal commit")
	err := m.KV.Update(ctx, fn)
	m.k.step("after journal commit")
	return err
}

// mortalTransport makes HTTP calls that the worker may not survive.
type mortalTransport struct {
	next http.RoundTripper
	k    *killer
}

func (m mortalTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	m.k.step("before " + r.Method + " " + r.URL.Host)
	resp, err := m.next.RoundTrip(r)
	m.k.step("after " + r.Method + " " + r.URL.Host)
	return resp, err
}
