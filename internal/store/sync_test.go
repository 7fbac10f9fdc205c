package store_test

import (
	"encoding/json"
	"maps"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// TestTimesOfChatsProvenTogether: one write tells the time of those that were proven
// with the last look through all, and of no others.
func TestTimesOfChatsProvenTogether(t *testing.T) {
	t.Parallel()
	s, _, _ := open(t)
	ctx := t.Context()
	times := contract.SyncTimes{LastSyncAt: 1000, LastTickAt: 1000, Chats: map[string]contract.ChatSync{
		"a/proven": {SyncedAt: 7, SavedUntil: 10}, "a/paused": {SyncedAt: 900, SavedUntil: 20}, "a/same": {SyncedAt: 1000}, "a/never": {SavedUntil: 30},
	}}
	if err := s.SaveSyncTimes(ctx, times, map[string]bool{"a/proven": true, "a/unknown": true}, 1000); err != nil {
		t.Fatal(err)
	}
	marks := must[store.SyncMarks](t)(s.SyncMarks(ctx))
	if marks != (store.SyncMarks{LastSyncAt: 1000, LastTickAt: 1000, TogetherAt: 1000}) {
		t.Fatalf("marks %+v", marks)
	}
	marks.LastSyncAt, marks.LastTickAt, marks.TogetherAt = 2000, 2001, 2000
	if err := s.SaveSyncMarks(ctx, marks); err != nil {
		t.Fatal(err)
	}
	got := must[contract.SyncTimes](t)(s.SyncTimes(ctx))
	want := map[string]contract.ChatSync{
		"a/proven": {SyncedAt: 2000, SavedUntil: 10}, "a/paused": {SyncedAt: 900, SavedUntil: 20}, "a/same": {SyncedAt: 1000}, "a/never": {SavedUntil: 30},
	}
	if got.LastSyncAt != 2000 || got.LastTickAt != 2001 || !maps.Equal(got.Chats, want) {
		t.Errorf("times %+v", got)
	}
}

// TestTimesOfAnEarlierVersion: it stored those of the chats with the others.
func TestTimesOfAnEarlierVersion(t *testing.T) {
	t.Parallel()
	s, local, _ := open(t)
	ctx := t.Context()
	set(t, local, contract.SyncKey, `{"lastSyncAt":5,"lastTickAt":6,"chats":{"a/b":{"syncedAt":4,"savedUntil":3}}}`)
	times := must[contract.SyncTimes](t)(s.SyncTimes(ctx))
	if times.LastSyncAt != 5 || times.LastTickAt != 6 || times.Chats["a/b"] != (contract.ChatSync{SyncedAt: 4, SavedUntil: 3}) {
		t.Fatalf("times %+v", times)
	}
	if err := s.SaveSyncTimes(ctx, times, nil, 7); err != nil {
		t.Fatal(err)
	}
	if again := must[contract.SyncTimes](t)(s.SyncTimes(ctx)); !maps.Equal(again.Chats, times.Chats) {
		t.Errorf("times %+v", again)
	}
}

// TestRevision: it is another one after each write, and after the times of the last
// sync the same.
func TestRevision(t *testing.T) {
	t.Parallel()
	s, local, session := open(t)
	ctx := t.Context()
	if word := must[string](t)(s.Revision(ctx)); word != "" {
		t.Errorf("%q before anything was written", word)
	}
	seen := map[string]bool{"": true}
	for name, write := range map[string]func() error{
		"a chat": func() error {
			return s.SaveChat(ctx, store.Chat{Account: account, Key: phoneJID, IDs: []string{phoneJID}})
		},
		"settings":     func() error { return s.SaveSettings(ctx, store.DefaultSettings()) },
		"a connection": func() error { return s.SaveConnection(ctx, store.Connection{OrgID: "1"}) },
		"an account":   func() error { _, err := s.ResolveAccount(ctx, "1", phoneJID, []string{phoneJID}, "Olive"); return err },
		"an order":     func() error { return s.SaveHistoryOrder(ctx, store.HistoryOrder{Open: true}) },
		"the same":     func() error { return s.SaveSettings(ctx, store.DefaultSettings()) },
	} {
		if err := write(); err != nil {
			t.Fatal(err)
		}
		word := must[string](t)(s.Revision(ctx))
		if seen[word] {
			t.Errorf("%s: %q again", name, word)
		}
		seen[word] = true
	}
	before := must[string](t)(s.Revision(ctx))
	if err := s.SaveSyncTimes(ctx, contract.SyncTimes{LastSyncAt: 1}, nil, 1); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveRest(ctx, store.Rest{At: 1}); err != nil {
		t.Fatal(err)
	}
	// Another worker finds the same word.
	again, err := store.Open(ctx, local, session)
	if err != nil {
		t.Fatal(err)
	}
	if after := must[string](t)(again.Revision(ctx)); after != before {
		t.Errorf("%q, before %q", after, before)
	}
	local.OnSet = func(map[string]json.RawMessage) error { return store.ErrFull }
	if err := s.SaveSettings(ctx, store.DefaultSettings()); err == nil {
		t.Fatal("a full storage took a write")
	}
	if after := must[string](t)(s.Revision(ctx)); after != before {
		t.Errorf("%q after a write that was refused", after)
	}
}
