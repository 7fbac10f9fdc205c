package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// SyncMarks are the times of the last sync that are not those of one chat.
type SyncMarks struct {
	// LastSyncAt and LastTickAt are those of contract.SyncTimes.
	LastSyncAt int64 `json:"lastSyncAt"`
	LastTickAt int64 `json:"lastTickAt"`
	// TogetherAt is when the chats that are marked as proven together were last
	// proven complete, Unix milliseconds. One write tells it for all of them.
	TogetherAt int64 `json:"togetherAt,omitempty"`
}

// storedMarks are SyncMarks with what an earlier version has stored in their place.
type storedMarks struct {
	SyncMarks
	Chats map[string]contract.ChatSync `json:"chats,omitempty"`
}

// chatTimes are the times of one chat as they are stored.
type chatTimes struct {
	// Together is true for a chat whose SyncedAt is SyncMarks.TogetherAt.
	Together   bool  `json:"t,omitempty"`
	SyncedAt   int64 `json:"s,omitempty"`
	SavedUntil int64 `json:"u,omitempty"`
}

// SyncTimes returns the times of the last sync, overall and per chat.
func (s *Store) SyncTimes(ctx context.Context) (contract.SyncTimes, error) {
	values, err := s.local.Get(ctx, contract.SyncKey, keyTimes)
	if err != nil {
		return contract.SyncTimes{}, fmt.Errorf("store: read sync: %w", err)
	}
	var marks storedMarks
	var chats map[string]chatTimes
	for key, into := range map[string]any{contract.SyncKey: &marks, keyTimes: &chats} {
		if raw, found := values[key]; found {
			if err := json.Unmarshal(raw, into); err != nil {
				return contract.SyncTimes{}, fmt.Errorf("store: read %s: damaged: %w", key, err)
			}
		}
	}
	times := contract.SyncTimes{LastSyncAt: marks.LastSyncAt, LastTickAt: marks.LastTickAt, Chats: make(map[string]contract.ChatSync, len(chats))}
	maps.Copy(times.Chats, marks.Chats)
	for key, c := range chats {
		if c.Together {
			c.SyncedAt = marks.TogetherAt
		}
		times.Chats[key] = contract.ChatSync{SyncedAt: c.SyncedAt, SavedUntil: c.SavedUntil}
	}
	return times, nil
}

// SaveSyncTimes stores the times of the last sync. The chats in proven, by their
// keys in the times, are those that were proven complete at a time, Unix
// milliseconds, whatever their own time says.
func (s *Store) SaveSyncTimes(ctx context.Context, v contract.SyncTimes, proven map[string]bool, at int64) error {
	chats := make(map[string]chatTimes, len(v.Chats))
	for key, c := range v.Chats {
		if proven[key] {
			chats[key] = chatTimes{Together: true, SavedUntil: c.SavedUntil}
		} else {
			chats[key] = chatTimes{SyncedAt: c.SyncedAt, SavedUntil: c.SavedUntil}
		}
	}
	marks := SyncMarks{LastSyncAt: v.LastSyncAt, LastTickAt: v.LastTickAt, TogetherAt: at}
	return s.putAll(ctx, s.aside, map[string]any{contract.SyncKey: marks, keyTimes: chats})
}

// SyncMarks returns the times that are not those of one chat.
func (s *Store) SyncMarks(ctx context.Context) (SyncMarks, error) {
	var v SyncMarks
	_, err := s.get(ctx, s.local, contract.SyncKey, &v)
	return v, err
}

// SaveSyncMarks stores them, after [Store.SaveSyncTimes] was called at least once.
func (s *Store) SaveSyncMarks(ctx context.Context, v SyncMarks) error {
	return s.put(ctx, s.aside, contract.SyncKey, v)
}
