package app_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// watchedArea is the local storage area of a stage. Every test that plays on a
// stage fails when the times that people are told go back.
type watchedArea struct {
	store.Area
	s *stage
}

func (a watchedArea) Set(ctx context.Context, values map[string]json.RawMessage) error {
	err := a.Area.Set(ctx, values)
	if raw, written := values[contract.SyncKey]; written && err == nil {
		a.s.watchTimes(raw)
	}
	return err
}

func (a watchedArea) Remove(ctx context.Context, keys ...string) error {
	for _, key := range keys {
		if key == contract.SyncKey {
			a.s.t.Error("the times of the last sync were removed")
		}
	}
	return a.Area.Remove(ctx, keys...)
}

// watchTimes compares the times that were stored with those that stood there. A
// time of a sync goes back only if it lay in the future of a clock that was set
// right since, and is never in the future itself; the time of the last confirmed
// message never goes back.
func (s *stage) watchTimes(raw json.RawMessage) {
	s.t.Helper()
	var now contract.SyncTimes
	if err := json.Unmarshal(raw, &now); err != nil {
		s.t.Errorf("times of the last sync: %v", err)
		return
	}
	s.timesMu.Lock()
	defer s.timesMu.Unlock()
	before, clock := s.times, s.clock.Now().UnixMilli()
	s.times = now
	for _, problem := range timesGoneBack(before, now, clock) {
		s.t.Error(problem)
	}
}

func timesGoneBack(before, after contract.SyncTimes, clock int64) (problems []string) {
	synced := func(what string, before, after int64) {
		if after < before && before <= clock {
			problems = append(problems, what+" went back by "+(time.Duration(before-after)*time.Millisecond).String())
		}
		if after > clock && after != before {
			problems = append(problems, what+" lies in the future")
		}
	}
	synced("the time of the last sync", before.LastSyncAt, after.LastSyncAt)
	for key, was := range before.Chats {
		is, there := after.Chats[key]
		if !there {
			problems = append(problems, "the times of a chat are gone")
			continue
		}
		synced("the sync time of a chat", was.SyncedAt, is.SyncedAt)
		if is.SavedUntil < was.SavedUntil {
			problems = append(problems, "a chat is saved less far than before")
		}
	}
	return problems
}

// The watch itself is watched: it hears each way in which a time can go back.
func TestTimesThatGoBackAreHeard(t *testing.T) {
	t.Parallel()
	of := func(last, synced, until int64) contract.SyncTimes {
		return contract.SyncTimes{LastSyncAt: last, Chats: map[string]contract.ChatSync{"a": {SyncedAt: synced, SavedUntil: until}}}
	}
	for name, tt := range map[string]struct {
		before, after contract.SyncTimes
		want          int
	}{
		"forward":              {of(10, 10, 10), of(20, 20, 20), 0},
		"standing":             {of(10, 10, 10), of(10, 10, 10), 0},
		"last sync":            {of(10, 10, 10), of(9, 10, 10), 1},
		"chat":                 {of(10, 10, 10), of(10, 9, 10), 1},
		"message":              {of(10, 10, 10), of(10, 10, 9), 1},
		"chat gone":            {of(10, 10, 10), contract.SyncTimes{LastSyncAt: 10}, 1},
		"clock set right":      {of(200, 200, 10), of(50, 50, 10), 0},
		"ahead of the clock":   {of(10, 10, 10), of(200, 10, 10), 1},
		"nothing known before": {contract.SyncTimes{}, of(10, 10, 10), 0},
	} {
		if got := timesGoneBack(tt.before, tt.after, 100); len(got) != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
