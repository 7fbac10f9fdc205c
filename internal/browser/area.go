//go:build js && wasm

package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hack-pad/safejs"

	"github.com/chatkeep/chatkeep/internal/browser/host"
	"github.com/chatkeep/chatkeep/internal/store"
)

// Area is a chrome.storage area as a [store.Area].
// https://developer.chrome.com/docs/extensions/reference/api/storage
type Area struct{ name string }

var _ store.Area = Area{}

// Local is chrome.storage.local, which outlives the browser.
func Local() Area { return Area{name: "local"} }

// Session is chrome.storage.session, which lives in memory as long as the
// browser runs.
func Session() Area { return Area{name: "session"} }

func (a Area) call(ctx context.Context, method string, args ...any) (safejs.Value, error) {
	area, err := host.Path("chrome", "storage", a.name)
	if err != nil {
		return safejs.Undefined(), err
	}
	p, err := area.Call(method, args...)
	if err != nil {
		return safejs.Undefined(), fmt.Errorf("browser: storage.%s.%s: %w", a.name, method, err)
	}
	v, err := host.Await(ctx, p)
	if err != nil {
		if isQuota(err) {
			err = errors.Join(store.ErrFull, err)
		}
		return safejs.Undefined(), fmt.Errorf("browser: storage.%s.%s: %w", a.name, method, err)
	}
	return v, nil
}

// isQuota recognises Chrome's message for a full area, which carries no name
// of its own ("Session storage quota bytes exceeded", "QUOTA_BYTES quota
// exceeded").
func isQuota(err error) bool {
	var js *host.JSError
	return errors.As(err, &js) &&
		(js.Name == "QuotaExceededError" || strings.Contains(strings.ToLower(js.Message), "quota"))
}

func (a Area) read(ctx context.Context, query any) (map[string]json.RawMessage, error) {
	v, err := a.call(ctx, "get", query)
	if err != nil {
		return nil, err
	}
	raw, err := host.ToJSON(v)
	if err != nil {
		return nil, fmt.Errorf("browser: storage.%s.get: %w", a.name, err)
	}
	var out map[string]json.RawMessage
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("browser: storage.%s.get: %w", a.name, err)
	}
	return out, nil
}

// keys returns the names of all keys; told is false before Chrome 130, which brought
// getKeys.
func (a Area) keys(ctx context.Context) (keys []string, told bool, err error) {
	area, err := host.Path("chrome", "storage", a.name)
	if err != nil {
		return nil, false, err
	}
	if f, err := area.Get("getKeys"); err != nil || f.Type() != safejs.TypeFunction {
		return nil, false, err
	}
	v, err := a.call(ctx, "getKeys")
	if err != nil {
		return nil, false, err
	}
	raw, err := host.ToJSON(v)
	if err != nil {
		return nil, false, fmt.Errorf("browser: storage.%s.getKeys: %w", a.name, err)
	}
	if err := json.Unmarshal(raw, &keys); err != nil {
		return nil, false, fmt.Errorf("browser: storage.%s.getKeys: %w", a.name, err)
	}
	return keys, true, nil
}

// Get implements [store.Area].
func (a Area) Get(ctx context.Context, keys ...string) (map[string]json.RawMessage, error) {
	if len(keys) == 0 {
		return map[string]json.RawMessage{}, nil
	}
	return a.read(ctx, list(keys))
}

// manyKeys is how many keys are asked for by their names at most: of more, reading
// the whole area is as quick.
const manyKeys = 1000

// WithPrefix implements [store.Area]. The names are looked through first, as the
// values may be many times as long.
func (a Area) WithPrefix(ctx context.Context, prefix string) (map[string]json.RawMessage, error) {
	keys, told, err := a.keys(ctx)
	if err != nil {
		return nil, err
	}
	keys = slices.DeleteFunc(keys, func(key string) bool { return !strings.HasPrefix(key, prefix) })
	if told && len(keys) <= manyKeys {
		return a.Get(ctx, keys...)
	}
	all, err := a.read(ctx, nil)
	if err != nil {
		return nil, err
	}
	for k := range all {
		if !strings.HasPrefix(k, prefix) {
			delete(all, k)
		}
	}
	return all, nil
}

// Set implements [store.Area].
func (a Area) Set(ctx context.Context, values map[string]json.RawMessage) error {
	raw, err := json.Marshal(values)
	if err != nil {
		return fmt.Errorf("browser: storage.%s.set: %w", a.name, err)
	}
	v, err := host.FromJSON(raw)
	if err != nil {
		return fmt.Errorf("browser: storage.%s.set: %w", a.name, err)
	}
	_, err = a.call(ctx, "set", v)
	return err
}

// Remove implements [store.Area].
func (a Area) Remove(ctx context.Context, keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	_, err := a.call(ctx, "remove", list(keys))
	return err
}

func list(keys []string) []any {
	out := make([]any, len(keys))
	for i, k := range keys {
		out[i] = k
	}
	return out
}
