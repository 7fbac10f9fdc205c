package store

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// rememberedKeys are the keys of chrome.storage.local that nearly every request
// reads, at least to draw the view. None of them holds a secret.
func rememberedKeys() []string {
	return []string{keySchema, keySettings, keyZoho, keyCredits, keyAccounts, keyRound, keyHistory, keyRevision, contract.SyncKey}
}

// remembering is an area that reads some keys together, once in a life of the
// worker, and answers for them from memory then. That is right because nobody
// else writes them. The mutex is held while one of them is written, so that
// memory and storage follow one order.
type remembering struct {
	Area
	keys []string

	mu sync.Mutex
	// values is what is stored under keys; nil when that is not known.
	values map[string]json.RawMessage
}

// remember returns area with keys kept in memory.
func remember(area Area, keys []string) *remembering { return &remembering{Area: area, keys: keys} }

// Get implements [Area].
func (r *remembering) Get(ctx context.Context, keys ...string) (map[string]json.RawMessage, error) {
	if !r.allRemembered(keys) {
		return r.Area.Get(ctx, keys...)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.values == nil {
		values, err := r.Area.Get(ctx, r.keys...)
		if err != nil {
			return nil, err
		}
		r.values = values
	}
	out := make(map[string]json.RawMessage, len(keys))
	for _, k := range keys {
		if v, found := r.values[k]; found {
			out[k] = v
		}
	}
	return out, nil
}

// Set implements [Area].
func (r *remembering) Set(ctx context.Context, values map[string]json.RawMessage) error {
	var touched []string
	for k := range values {
		if slices.Contains(r.keys, k) {
			touched = append(touched, k)
		}
	}
	if touched == nil {
		return r.Area.Set(ctx, values)
	}
	return r.change(
		func() error { return r.Area.Set(ctx, values) },
		func(known map[string]json.RawMessage) {
			for _, k := range touched {
				known[k] = values[k]
			}
		},
	)
}

// Remove implements [Area].
func (r *remembering) Remove(ctx context.Context, keys ...string) error {
	if !slices.ContainsFunc(keys, func(k string) bool { return slices.Contains(r.keys, k) }) {
		return r.Area.Remove(ctx, keys...)
	}
	return r.change(
		func() error { return r.Area.Remove(ctx, keys...) },
		func(known map[string]json.RawMessage) {
			for _, k := range keys {
				delete(known, k)
			}
		},
	)
}

// change writes to the storage, and lets memory follow. After an error nobody
// knows what is stored, so it is read again.
func (r *remembering) change(write func() error, follow func(known map[string]json.RawMessage)) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	known := r.values
	r.values = nil
	if err := write(); err != nil {
		return err
	}
	if known != nil {
		follow(known)
	}
	r.values = known
	return nil
}

func (r *remembering) allRemembered(keys []string) bool {
	return !slices.ContainsFunc(keys, func(k string) bool { return !slices.Contains(r.keys, k) })
}
