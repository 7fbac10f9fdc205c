package store

import "context"

// Woke returns when the computer was last found to have slept in this browser session,
// Unix milliseconds, 0 for never.
func (s *Store) Woke(ctx context.Context) (int64, error) {
	var at int64
	_, err := s.get(ctx, s.session, keyWoke, &at)
	return at, err
}

// SaveWoke stores it.
func (s *Store) SaveWoke(ctx context.Context, at int64) error {
	return s.put(ctx, s.session, keyWoke, at)
}
