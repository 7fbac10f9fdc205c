package store

import "context"

// NoteHalvings returns how often the length of notes is halved for an
// organisation, because its Zoho has refused longer ones; 0 for an organisation
// that has refused none.
func (s *Store) NoteHalvings(ctx context.Context, org string) (int, error) {
	var v map[string]int
	_, err := s.get(ctx, s.local, keyHalvings, &v)
	return v[org], err
}

// SaveNoteHalvings stores how often it is halved.
func (s *Store) SaveNoteHalvings(ctx context.Context, org string, halvings int) error {
	v := map[string]int{}
	if _, err := s.get(ctx, s.local, keyHalvings, &v); err != nil {
		return err
	}
	v[org] = halvings
	return s.put(ctx, s.local, keyHalvings, v)
}
