package main

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// counter counts what is asked of the storage.
type counter struct{ transactions, gets, lists, areas int }

func (c *counter) reset() { *c = counter{} }

// countedKV counts what is asked of a database.
type countedKV struct {
	journal.KV
	count *counter
}

// Update implements [journal.KV].
func (k countedKV) Update(ctx context.Context, fn func(journal.Tx) error) error {
	k.count.transactions++
	return k.KV.Update(ctx, func(tx journal.Tx) error { return fn(countedTx{tx, k.count}) })
}

// View implements [journal.KV].
func (k countedKV) View(ctx context.Context, fn func(journal.Tx) error) error {
	k.count.transactions++
	return k.KV.View(ctx, func(tx journal.Tx) error { return fn(countedTx{tx, k.count}) })
}

// countedTx counts what is read in a transaction.
type countedTx struct {
	journal.Tx
	count *counter
}

// Get implements [journal.Tx].
func (t countedTx) Get(store, key string) ([]byte, error) {
	t.count.gets++
	return t.Tx.Get(store, key)
}

// Keys implements [journal.Tx].
func (t countedTx) Keys(store, prefix string) ([]string, error) {
	t.count.lists++
	return t.Tx.Keys(store, prefix)
}

// Range implements [journal.Tx]. In the browser it is one list and a read of each
// key.
func (t countedTx) Range(store, prefix string, fn func(string, []byte) error) error {
	t.count.lists++
	return t.Tx.Range(store, prefix, func(key string, value []byte) error {
		t.count.gets++
		return fn(key, value)
	})
}

// countedArea counts the calls of a storage area.
type countedArea struct {
	store.Area
	count *counter
}

// Get implements [store.Area].
func (a countedArea) Get(ctx context.Context, keys ...string) (map[string]json.RawMessage, error) {
	a.count.areas++
	return a.Area.Get(ctx, keys...)
}

// WithPrefix implements [store.Area].
func (a countedArea) WithPrefix(ctx context.Context, prefix string) (map[string]json.RawMessage, error) {
	a.count.areas++
	return a.Area.WithPrefix(ctx, prefix)
}

// Set implements [store.Area].
func (a countedArea) Set(ctx context.Context, values map[string]json.RawMessage) error {
	a.count.areas++
	return a.Area.Set(ctx, values)
}

// Remove implements [store.Area].
func (a countedArea) Remove(ctx context.Context, keys ...string) error {
	a.count.areas++
	return a.Area.Remove(ctx, keys...)
}

// noZoho answers nothing: a cycle with nothing new does not ask.
type noZoho struct{}

var errAsked = errors.New("a call to Zoho was made")

// AuthURL implements [app.Zoho].
func (noZoho) AuthURL(context.Context, zoho.OAuthClient, string, string, string, bool) (string, error) {
	return "", errAsked
}

// Exchange implements [app.Zoho].
func (noZoho) Exchange(context.Context, zoho.OAuthClient, string, string, string) (zoho.Grant, error) {
	return zoho.Grant{}, errAsked
}

// Refresh implements [app.Zoho].
func (noZoho) Refresh(context.Context, zoho.OAuthClient, string) (zoho.AccessToken, error) {
	return zoho.AccessToken{}, errAsked
}

// Revoke implements [app.Zoho].
func (noZoho) Revoke(context.Context, zoho.OAuthClient, string) error { return errAsked }

// Client implements [app.Zoho].
func (noZoho) Client(string, zoho.TokenSource, zoho.Gate) (*zoho.Client, error) {
	return nil, errAsked
}
