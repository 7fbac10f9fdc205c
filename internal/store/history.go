package store

import "context"

// HistoryOrder is the user's order to read the older messages of all chats.
type HistoryOrder struct {
	// Ordered is false while only single chats were asked for.
	Ordered bool `json:"ordered,omitempty"`
	// From is how far back, Unix seconds; 0 is each chat's first message.
	From int64 `json:"from,omitempty"`
	// Paused stops the reading of older messages of every chat.
	Paused bool `json:"paused,omitempty"`
	// Open is true until every chat has got the order.
	Open bool `json:"open,omitempty"`
}

// HistoryOrder returns the last such order; the zero value when there was none.
func (s *Store) HistoryOrder(ctx context.Context) (HistoryOrder, error) {
	var v HistoryOrder
	_, err := s.get(ctx, s.local, keyHistory, &v)
	return v, err
}

// SaveHistoryOrder stores the order.
func (s *Store) SaveHistoryOrder(ctx context.Context, v HistoryOrder) error {
	return s.put(ctx, s.local, keyHistory, v)
}

// LastRound returns when notes of all chats were last written, Unix milliseconds,
// 0 for never.
func (s *Store) LastRound(ctx context.Context) (int64, error) {
	var at int64
	_, err := s.get(ctx, s.local, keyRound, &at)
	return at, err
}

// DirectoryRefused returns when Zoho last refused the queries of the directory for
// fields that it lists, Unix milliseconds, 0 for never in this browser session.
func (s *Store) DirectoryRefused(ctx context.Context) (int64, error) {
	var at int64
	_, err := s.get(ctx, s.session, keyDirectoryRefused, &at)
	return at, err
}

// SaveDirectoryRefused stores it.
func (s *Store) SaveDirectoryRefused(ctx context.Context, at int64) error {
	return s.put(ctx, s.session, keyDirectoryRefused, at)
}

// LinkedLook returns when it was last looked at the records of chats without a
// directory, Unix milliseconds, 0 for never. The first look is an hour after the
// first link.
func (s *Store) LinkedLook(ctx context.Context) (int64, error) {
	var at int64
	_, err := s.get(ctx, s.local, keyLinkedLook, &at)
	return at, err
}

// SaveLinkedLook stores it.
func (s *Store) SaveLinkedLook(ctx context.Context, at int64) error {
	return s.put(ctx, s.local, keyLinkedLook, at)
}

// SaveLastRound stores it.
func (s *Store) SaveLastRound(ctx context.Context, at int64) error {
	return s.put(ctx, s.local, keyRound, at)
}
