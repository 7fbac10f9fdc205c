package e2e

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// Holds checks the end state that a backup is for: the chat is linked to the
// one contact of that name, every text message since the link's beginning
// stands in that contact's notes exactly once, no two notes carry one title,
// and both the sidebar's card and the stored times say that the chat is saved.
func (s *Story) Holds(_ context.Context, chat, contact string) error {
	record, err := s.RecordOf(contact)
	if err != nil {
		return err
	}
	card, err := s.Card(chat)
	if err != nil {
		return err
	}
	if card.State != contract.ChatLinked || card.Record == nil || card.Record.ID != record.ID {
		return fmt.Errorf("e2e: the chat of %s is %q and not linked to its contact", contact, card.State)
	}
	notes := s.Zoho.NotesOf(record.ID)
	all := ""
	titles := map[string]bool{}
	for _, n := range notes {
		if titles[n.Title] {
			return fmt.Errorf("e2e: two notes of %s are called %q", contact, n.Title)
		}
		titles[n.Title] = true
		all += quoted.ReplaceAllString(n.Content, "") + "\n"
	}
	since := time.UnixMilli(card.Record.LinkedAt).Add(-firstBackupReach)
	messages, err := s.WhatsApp.Messages(chat)
	if err != nil {
		return err
	}
	expected := 0
	var last time.Time
	for _, m := range messages {
		if m.Type != "chat" || m.Time.Before(since) || withheld(m) {
			continue
		}
		expected++
		last = m.Time
		if n := strings.Count(all, m.Body); n != 1 {
			return fmt.Errorf("e2e: a message of %s stands %d times in its notes", contact, n)
		}
	}
	if expected == 0 {
		return fmt.Errorf("e2e: nothing was expected of %s, so nothing was proven", contact)
	}
	if card.Sync == nil || card.Sync.SyncedAt == 0 || card.Sync.SavedUntil < last.Unix() || card.Sync.Waiting != 0 {
		return fmt.Errorf("e2e: the sidebar does not say that the chat of %s is saved: %+v", contact, card.Sync)
	}
	return nil
}

// quoted is what a reply repeats of the message it answers, and an edited message of
// what it said before.
var quoted = regexp.MustCompile(`\(answering (?:[^"()]*: )?"[^"]*"\) |, before: "[^"]*"`)

// firstBackupReach is how far back the first backup reaches by default.
const firstBackupReach = 3 * 24 * time.Hour

// withheld says whether a message is one that Chatkeep does not read.
func withheld(m fakewhatsapp.Message) bool {
	return set(m.Fields["ephemeralDuration"]) || set(m.Fields["isViewOnce"])
}

// set says whether a field of a message has a value that is not its type's zero.
func set(field any) bool {
	switch v := field.(type) {
	case nil:
		return false
	case bool:
		return v
	default:
		return fmt.Sprint(v) != "0"
	}
}
