package app

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

const (
	// freshCards is how many cards every cycle draws anew, so that they tell when
	// their chat was last checked: those of the chats with the latest messages. Of
	// more chats only those are drawn of which something else has changed; any other
	// card is drawn when its chat is opened.
	freshCards = 200
	// cardsAtOnce is how many cards are stored in one go.
	cardsAtOnce = 200
)

// drawCards draws the cards of linked chats from what is stored now, as far as they
// have changed and are those of the account that is signed in: another one may have a
// chat with the same person.
func (a *App) drawCards(ctx context.Context, chats []store.Chat, report *cycleReport) error {
	a.cardMu.Lock()
	defer a.cardMu.Unlock()
	times, err := a.store.SyncTimes(ctx)
	if err != nil {
		return err
	}
	conn, _, err := a.store.Connection(ctx)
	if err != nil {
		return err
	}
	view, _, err := a.store.View(ctx)
	if err != nil {
		return err
	}
	chats = slices.DeleteFunc(chats, func(chat store.Chat) bool { return !showsOf(view, chat.Account) })
	changed := a.takeUndrawn()
	var cards []contract.Card
	for _, chat := range staleOf(chats, changed, times) {
		stored, found, err := a.store.Chat(ctx, chat.Account, chat.Key)
		if err != nil {
			a.putUndrawn(changed)
			return err
		}
		if found {
			chat = stored
		}
		if report.proven[syncKey(chat)] {
			report.cards = append(report.cards, chat.IDs[0])
		}
		cards = append(cards, drawCard(chat, cmp.Or(report.states[syncKey(chat)], contract.ChatLinked), conn, times.Chats[syncKey(chat)], a.nowMS()))
	}
	for some := range slices.Chunk(cards, cardsAtOnce) {
		if err := a.store.SaveCards(ctx, some); err != nil {
			a.putUndrawn(changed)
			return err
		}
	}
	return nil
}

// staleOf returns the chats whose cards are to be drawn: those that have changed,
// and those with the latest messages. It is a pure function.
func staleOf(chats []store.Chat, changed map[string]bool, times contract.SyncTimes) []store.Chat {
	if len(chats) <= freshCards {
		return chats
	}
	latest := slices.Clone(chats)
	slices.SortStableFunc(latest, func(x, y store.Chat) int {
		return cmp.Compare(times.Chats[syncKey(y)].SavedUntil, times.Chats[syncKey(x)].SavedUntil)
	})
	// Its own array, as latest is still gone through.
	stale := slices.Clone(latest[:freshCards])
	for _, chat := range latest[freshCards:] {
		if changed[syncKey(chat)] {
			stale = append(stale, chat)
		}
	}
	return stale
}

// takeUndrawn returns the chats that have changed since the cards were last drawn.
func (a *App) takeUndrawn() map[string]bool {
	a.chatMu.Lock()
	defer a.chatMu.Unlock()
	changed := a.undrawn
	a.undrawn = map[string]bool{}
	return changed
}

// putUndrawn takes back what takeUndrawn has returned.
func (a *App) putUndrawn(changed map[string]bool) {
	a.chatMu.Lock()
	defer a.chatMu.Unlock()
	maps.Copy(a.undrawn, changed)
}
