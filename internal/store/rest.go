package store

import (
	"context"
	"fmt"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Rest is what a cycle that found nothing to do leaves behind: all that its finding
// rests on. It is kept in chrome.storage.session and gone with the browser.
type Rest struct {
	// Page is a fingerprint of what the page showed, Store and Journal are the
	// revisions of what was stored.
	Page    string `json:"page"`
	Store   string `json:"store"`
	Journal string `json:"journal"`
	// TidiedTo is the date up to which the words of messages were dropped.
	TidiedTo string `json:"tidiedTo"`
	// At is when that was, and Until when something is to be done by the clock alone,
	// Unix milliseconds; 0 when nothing is.
	At    int64 `json:"at"`
	Until int64 `json:"until,omitempty"`
	// Cards are the JIDs of the chats proven complete whose cards tell that at every
	// cycle.
	Cards []string `json:"cards,omitempty"`
}

// Rest returns what the last cycle that found nothing to do has left in this browser
// session.
func (s *Store) Rest(ctx context.Context) (Rest, bool, error) {
	var r Rest
	found, err := s.get(ctx, s.session, keyRest, &r)
	return r, found, err
}

// SaveRest stores it.
func (s *Store) SaveRest(ctx context.Context, r Rest) error {
	return s.put(ctx, s.session, keyRest, r)
}

// ForgetRest forgets it.
func (s *Store) ForgetRest(ctx context.Context) error {
	if err := s.session.Remove(ctx, keyRest); err != nil {
		return fmt.Errorf("store: forget %s: %w", keyRest, err)
	}
	return nil
}

// Counts is what the view tells of all chats together, and what it was counted from.
type Counts struct {
	Store   string `json:"store"`
	Journal string `json:"journal"`
	Org     string `json:"org"`
	// Linked, Paused and Waiting count the linked chats of the organisation.
	Linked  int `json:"linked"`
	Paused  int `json:"paused"`
	Waiting int `json:"waiting"`
	// History is the reading of all chats' older messages.
	History *contract.HistoryView `json:"history,omitempty"`
}

// Counts returns what was last counted in this browser session.
func (s *Store) Counts(ctx context.Context) (Counts, bool, error) {
	var c Counts
	found, err := s.get(ctx, s.session, keyCounts, &c)
	return c, found, err
}

// SaveCounts stores it.
func (s *Store) SaveCounts(ctx context.Context, c Counts) error {
	return s.put(ctx, s.session, keyCounts, c)
}
