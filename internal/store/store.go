package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// Schema is the version of the layout this code writes.
const Schema = 1

// ErrNewerData says that a newer version of Chatkeep has written the storage.
// It is left alone: nothing of it is used and nothing written.
var ErrNewerData = errors.New("store: data of a newer version")

// ErrFull says that the browser's storage quota is used up.
var ErrFull = errors.New("store: storage is full")

// Store is the typed view of the two storage areas.
type Store struct {
	local, session Area
	// aside is local for what is no part of the state that a revision stands for.
	aside Area
	cache cache
}

// Open checks the layout and returns the store. On first use it writes the
// schema version.
func Open(ctx context.Context, local, session Area) (*Store, error) {
	known := remember(local, rememberedKeys())
	s := &Store{local: revisedArea{known}, aside: known, session: session, cache: cache{accounts: map[string]*cachedAccount{}}}
	var version int
	found, err := s.get(ctx, s.aside, keySchema, &version)
	if err != nil {
		return nil, err
	}
	switch {
	case !found:
		if err := s.put(ctx, s.aside, keySchema, Schema); err != nil {
			return nil, err
		}
	case version > Schema:
		return nil, fmt.Errorf("store: open: layout %d, this version knows %d: %w", version, Schema, ErrNewerData)
	case version < 1:
		return nil, fmt.Errorf("store: open: layout %d was never written by Chatkeep", version)
	}
	return s, nil
}

// SessionBegun says whether [Store.BeginSession] was called since the browser
// was started.
func (s *Store) SessionBegun(ctx context.Context) (bool, error) {
	var begun bool
	_, err := s.get(ctx, s.session, keyBegun, &begun)
	return begun, err
}

// BeginSession notes that what a new browser session needs has been prepared.
func (s *Store) BeginSession(ctx context.Context) error {
	return s.put(ctx, s.session, keyBegun, true)
}

func (s *Store) get(ctx context.Context, area Area, key string, into any) (bool, error) {
	values, err := area.Get(ctx, key)
	if err != nil {
		return false, fmt.Errorf("store: read %s: %w", keyClass(key), err)
	}
	raw, ok := values[key]
	if !ok {
		return false, nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return false, fmt.Errorf("store: read %s: damaged: %w", keyClass(key), err)
	}
	return true, nil
}

func (s *Store) put(ctx context.Context, area Area, key string, value any) error {
	return s.putAll(ctx, area, map[string]any{key: value})
}

func (s *Store) putAll(ctx context.Context, area Area, values map[string]any) error {
	raw := make(map[string]json.RawMessage, len(values))
	for k, v := range values {
		b, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("store: write %s: %w", keyClass(k), err)
		}
		raw[k] = b
	}
	if err := area.Set(ctx, raw); err != nil {
		for k := range values {
			return fmt.Errorf("store: write %s: %w", keyClass(k), err)
		}
	}
	return nil
}
