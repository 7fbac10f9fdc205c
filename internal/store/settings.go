package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/credits"
)

// DefaultDailyCredits is the daily budget before the user has chosen one: several
// times what a full working day takes, and less than half of what Zoho gives the
// smallest edition.
const DefaultDailyCredits = 2000

// DefaultWriteEvery is how often notes are written at most, in minutes, before the
// user has chosen: at every cycle.
const DefaultWriteEvery = 3

// DefaultAttachMostMB is how large an attachment may be to be uploaded, in megabytes,
// before the user has chosen. That attachments are uploaded at all is a choice.
const DefaultAttachMostMB = 5

// DefaultSettings are the settings before the user has chosen any.
func DefaultSettings() contract.Settings {
	return contract.Settings{
		Linking: contract.LinkCertain, FirstBackupDays: 3, DailyCredits: DefaultDailyCredits, RespectEdits: true, Directory: contract.DirectoryAuto,
		DeletedText: contract.DeletedKeep, WriteEveryMinutes: DefaultWriteEvery, AttachMostMB: DefaultAttachMostMB, Deals: contract.DealsOff,
	}
}

// Settings returns the user's choices, or the defaults.
func (s *Store) Settings(ctx context.Context) (contract.Settings, error) {
	v := DefaultSettings()
	_, err := s.get(ctx, s.local, keySettings, &v)
	return v, err
}

// SaveSettings stores the user's choices.
func (s *Store) SaveSettings(ctx context.Context, v contract.Settings) error {
	return s.put(ctx, s.local, keySettings, v)
}

// SaveView leaves the view for the faces.
func (s *Store) SaveView(ctx context.Context, v contract.View) error {
	return s.put(ctx, s.session, contract.ViewKey, v)
}

// View returns the view last written in this browser session.
func (s *Store) View(ctx context.Context) (contract.View, bool, error) {
	var v contract.View
	found, err := s.get(ctx, s.session, contract.ViewKey, &v)
	return v, found, err
}

// SaveCard leaves the card of one chat for the sidebar. The key is the chat's
// JID as WhatsApp writes it at present.
func (s *Store) SaveCard(ctx context.Context, c contract.Card) error {
	return s.put(ctx, s.session, contract.CardKeyPrefix+c.Chat, c)
}

// SaveCards leaves the cards of some chats for the sidebar, all at once.
func (s *Store) SaveCards(ctx context.Context, cards []contract.Card) error {
	values := make(map[string]any, len(cards))
	for _, c := range cards {
		values[contract.CardKeyPrefix+c.Chat] = c
	}
	return s.putAll(ctx, s.session, values)
}

// TouchCards says on the cards of some linked chats, named by their JIDs, that the
// chats were proven complete at a time, Unix milliseconds. A card that is not there
// is left out.
func (s *Store) TouchCards(ctx context.Context, jids []string, at int64) error {
	keys := make([]string, len(jids))
	for i, jid := range jids {
		keys[i] = contract.CardKeyPrefix + jid
	}
	values, err := s.session.Get(ctx, keys...)
	if err != nil {
		return fmt.Errorf("store: read cards: %w", err)
	}
	var cards []contract.Card
	for _, raw := range values {
		var c contract.Card
		if err := json.Unmarshal(raw, &c); err != nil {
			return fmt.Errorf("store: read cards: damaged: %w", err)
		}
		if c.Sync == nil {
			continue
		}
		c.At, c.Sync.SyncedAt = at, at
		cards = append(cards, c)
	}
	return s.SaveCards(ctx, cards)
}

// ForgetShown takes away every card and the list of chats.
func (s *Store) ForgetShown(ctx context.Context) error {
	cards, err := s.session.WithPrefix(ctx, contract.CardKeyPrefix)
	if err != nil {
		return fmt.Errorf("store: forget cards: %w", err)
	}
	if err := s.session.Remove(ctx, append(slices.Collect(maps.Keys(cards)), contract.PeopleKey)...); err != nil {
		return fmt.Errorf("store: forget cards: %w", err)
	}
	return nil
}

// SaveOpenChat leaves the chat the user looks at for the sidebar, unless the
// worker has stored a later one meanwhile.
func (s *Store) SaveOpenChat(ctx context.Context, c contract.OpenChat) error {
	var have contract.OpenChat
	found, err := s.get(ctx, s.session, contract.OpenChatKey, &have)
	if err != nil {
		return err
	}
	if found && (have.At > c.At || have.Chat == c.Chat && have.Title == c.Title) {
		return nil
	}
	return s.put(ctx, s.session, contract.OpenChatKey, c)
}

// SavePeople leaves the list of chats for the sidebar. A list that says the same
// as the one that is there is not written again.
func (s *Store) SavePeople(ctx context.Context, p contract.People) error {
	var have contract.People
	found, err := s.get(ctx, s.session, contract.PeopleKey, &have)
	if err != nil {
		return err
	}
	at := p.At
	if p.At = have.At; found && reflect.DeepEqual(have, p) {
		return nil
	}
	p.At = at
	return s.put(ctx, s.session, contract.PeopleKey, p)
}

// Touched returns the chats in which the page has noticed a change since they
// were last taken, by JID, with the time of the oldest message that changed, in
// Unix seconds; 0 when it is not known.
func (s *Store) Touched(ctx context.Context) (map[string]int64, error) {
	values, err := s.session.WithPrefix(ctx, contract.TouchKeyPrefix)
	if err != nil {
		return nil, fmt.Errorf("store: read touched chats: %w", err)
	}
	touched := make(map[string]int64, len(values))
	for k, raw := range values {
		var t int64
		if json.Unmarshal(raw, &t) != nil || t < 0 {
			// A mark that is no time still is a mark.
			t = 0
		}
		touched[strings.TrimPrefix(k, contract.TouchKeyPrefix)] = t
	}
	return touched, nil
}

// ForgetTouched removes the marks of chats whose touch is journaled.
func (s *Store) ForgetTouched(ctx context.Context, jids []string) error {
	keys := make([]string, len(jids))
	for i, jid := range jids {
		keys[i] = contract.TouchKeyPrefix + jid
	}
	if err := s.session.Remove(ctx, keys...); err != nil {
		return fmt.Errorf("store: forget touched chats: %w", err)
	}
	return nil
}

// Spending returns what is known of Zoho's credits.
func (s *Store) Spending(ctx context.Context) (credits.Spending, error) {
	var v credits.Spending
	_, err := s.get(ctx, s.local, keyCredits, &v)
	return v, err
}

// SaveSpending stores what is known of Zoho's credits.
func (s *Store) SaveSpending(ctx context.Context, v credits.Spending) error {
	return s.put(ctx, s.local, keyCredits, v)
}

// SaveHealth leaves the state of the reading of WhatsApp Web for the faces.
func (s *Store) SaveHealth(ctx context.Context, h contract.Health) error {
	return s.put(ctx, s.session, contract.HealthKey, h)
}

// Health returns what was last found of the reading of WhatsApp Web in this
// browser session.
func (s *Store) Health(ctx context.Context) (contract.Health, bool, error) {
	var h contract.Health
	found, err := s.get(ctx, s.session, contract.HealthKey, &h)
	return h, found, err
}

// InstallTag returns the name by which notes tell this installation from
// others. It is made at first use from random bits and says nothing else.
func (s *Store) InstallTag(ctx context.Context) (string, error) {
	var tag string
	found, err := s.get(ctx, s.local, keyInstall, &tag)
	if err != nil || found {
		return tag, err
	}
	tag = strings.ToLower(rand.Text()[:6])
	return tag, s.put(ctx, s.local, keyInstall, tag)
}
