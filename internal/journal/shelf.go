package journal

import (
	"context"
	"encoding/base64"
	"fmt"
)

// Shelf keeps named pieces of bytes beside the journal, in the same database:
// what can be read from Zoho again, such as the index of its phone numbers. A
// database keeps text, so the bytes are stored in base64.
type Shelf struct{ kv KV }

// Shelf returns the shelf of the journal's database.
func (j *Journal) Shelf() *Shelf { return &Shelf{kv: j.kv} }

// Get returns the pieces of some names, without those that are not there.
func (s *Shelf) Get(ctx context.Context, names ...string) (map[string][]byte, error) {
	out := make(map[string][]byte, len(names))
	err := s.kv.View(ctx, func(tx Tx) error {
		clear(out)
		for _, name := range names {
			raw, err := tx.Get(storeShelf, name)
			if err != nil {
				return err
			}
			if raw == nil {
				continue
			}
			piece := make([]byte, base64.StdEncoding.DecodedLen(len(raw)))
			n, err := base64.StdEncoding.Decode(piece, raw)
			if err != nil {
				// Whoever stored it knows by its checksum that it is not whole.
				n = 0
			}
			out[name] = piece[:n]
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("journal: read pieces: %w", err)
	}
	return out, nil
}

// Names returns all names that begin with prefix.
func (s *Shelf) Names(ctx context.Context, prefix string) ([]string, error) {
	var names []string
	err := s.kv.View(ctx, func(tx Tx) error {
		var err error
		names, err = tx.Keys(storeShelf, prefix)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("journal: names of pieces: %w", err)
	}
	return names, nil
}

// Write puts and removes pieces, everything or nothing.
func (s *Shelf) Write(ctx context.Context, put map[string][]byte, remove []string) error {
	err := s.kv.Update(ctx, func(tx Tx) error {
		for _, name := range remove {
			if err := tx.Delete(storeShelf, name); err != nil {
				return err
			}
		}
		for name, piece := range put {
			if err := tx.Put(storeShelf, name, base64.StdEncoding.AppendEncode(nil, piece)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("journal: write pieces: %w", err)
	}
	return nil
}
