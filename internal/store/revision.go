package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"maps"
)

// Revision returns a word that stands for what chrome.storage.local holds at this
// moment, but for the times of the last sync: where two words are the same, nothing
// was written in between, by this worker or an earlier one. The word is stored with
// every write, at once. It is empty where nothing was written since such words are
// kept.
//
// What is removed is not told by it. Only what belongs to the connection is ever
// removed, and without a connection no word is asked for.
func (s *Store) Revision(ctx context.Context) (string, error) {
	var word string
	_, err := s.get(ctx, s.local, keyRevision, &word)
	return word, err
}

// revisedArea stores a new revision with everything it stores. The word is random,
// not a count, so that none comes back after a write of which nobody knows whether it
// was stored.
type revisedArea struct{ Area }

// Set implements [Area].
func (a revisedArea) Set(ctx context.Context, values map[string]json.RawMessage) error {
	word, err := json.Marshal(rand.Text())
	if err != nil {
		return err
	}
	values = maps.Clone(values)
	values[keyRevision] = word
	return a.Area.Set(ctx, values)
}
