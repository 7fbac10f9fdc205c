package app

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// saveCard draws the card of a chat from what is stored now and leaves it for
// the sidebar. fallback is the state when nothing stored says otherwise. One card
// is drawn at a time, so that of two draws the later one shows the later state.
// Nothing is left of an account that has signed out for another one.
func (a *App) saveCard(ctx context.Context, chat store.Chat, fallback contract.ChatState) error {
	a.cardMu.Lock()
	defer a.cardMu.Unlock()
	if shows, err := a.shows(ctx, chat.Account); err != nil || !shows {
		return err
	}
	times, err := a.store.SyncTimes(ctx)
	if err != nil {
		return err
	}
	conn, _, err := a.store.Connection(ctx)
	if err != nil {
		return err
	}
	stored, found, err := a.store.Chat(ctx, chat.Account, chat.Key)
	if err != nil {
		return err
	}
	if found {
		// The page knows best what the chat is called, and by which id.
		stored.IDs, stored.Title, stored.Name = chat.IDs, chat.Title, chat.Name
		chat = stored
	}
	return a.store.SaveCard(ctx, drawCard(chat, fallback, conn, times.Chats[syncKey(chat)], a.nowMS()))
}

// drawCard says what the sidebar shows of a chat. It is a pure function.
func drawCard(chat store.Chat, fallback contract.ChatState, conn store.Connection, sync contract.ChatSync, now int64) contract.Card {
	card := contract.Card{
		V: contract.Version, At: now, Chat: chat.IDs[0], Title: chat.Title, State: cardState(chat, fallback),
		Problem: chat.Problem,
	}
	if card.Problem == nil && chat.Link != nil && chat.Link.Twice {
		card.Problem = &contract.Problem{Code: contract.ProblemStoredTwice}
	}
	if chat.Number != nil {
		card.Phone = chat.Number.Display
	}
	switch {
	case card.State == contract.ChatRecordGone:
		card.Former = recordCard(chat.Link, conn)
	case card.State == contract.ChatUnlinked:
		card.Former = recordCard(chat.Former, conn)
	case chat.Link != nil:
		card.Record = recordCard(chat.Link, conn)
		if len(chat.Link.Fill) > 0 && chat.Number != nil {
			card.Fill = &contract.FillOffer{Phone: chat.Number.E164, Fields: chat.Link.Fill}
		}
	}
	if chat.Link != nil {
		card.Sync = &contract.SyncCard{
			SyncedAt: sync.SyncedAt, SavedUntil: sync.SavedUntil,
			Saved: chat.Tally.Saved, Waiting: chat.Tally.Waiting, Skipped: chat.Tally.Skipped, Problem: chat.Problem,
			Unread: chat.Tally.Unread, Encrypted: chat.Tally.Encrypted, History: historyCard(chat),
			Attached: chat.Tally.Attached, FilesWaiting: chat.Tally.FilesWaiting, Unattached: chat.Tally.Unattached,
		}
	}
	if chat.Lookup != nil {
		switch card.State {
		case contract.ChatChoose, contract.ChatNotInZoho, contract.ChatRecordGone:
			card.Why, card.Candidates, card.Aside = chat.Lookup.Why, chat.Lookup.Candidates, chat.Lookup.Aside
			if card.Why == contract.WhyNobody && len(conn.Modules) == 1 {
				card.Why = contract.WhyNobodySeen
			}
		}
	}
	switch card.State {
	case contract.ChatChoose:
		// Where only last digits agree, the person may well not be in Zoho yet.
		if !slices.ContainsFunc(card.Candidates, strongOffer(chat)) {
			card.Create = createForm(chat)
		}
	case contract.ChatNotInZoho, contract.ChatUnlinked, contract.ChatRecordGone:
		card.Create = createForm(chat)
	}
	return card
}

func recordCard(link *store.Link, conn store.Connection) *contract.RecordCard {
	return &contract.RecordCard{
		Module: link.Module, ID: link.RecordID, Name: link.Name, URL: recordURL(conn, link.Module, link.RecordID),
		Origin: link.Origin, LinkedAt: link.LinkedAt, Held: link.Held,
	}
}

// historyCard says how far back a linked chat has been read.
func historyCard(chat store.Chat) *contract.HistoryCard {
	t, from := chat.Tally, chat.Link.Since
	if t.OlderFrom != nil {
		from = min(from, *t.OlderFrom)
	}
	return &contract.HistoryCard{
		From: from, Reached: t.Oldest, Reading: t.ReadingOlder, Paused: t.OlderPaused, Read: t.Older,
		End: cmp.Or(chat.HistoryEnd, contract.HistoryUnknown),
	}
}

func cardState(chat store.Chat, fallback contract.ChatState) contract.ChatState {
	switch {
	case chat.Create != nil:
		return contract.ChatCreating
	case chat.Excluded:
		return contract.ChatExcluded
	case chat.Link != nil && chat.Link.Gone:
		return contract.ChatRecordGone
	case fallback == contract.ChatProtected:
		return fallback
	case chat.Link != nil && chat.Link.Paused:
		return contract.ChatPaused
	case chat.Link != nil:
		return contract.ChatLinked
	case chat.Former != nil:
		return contract.ChatUnlinked
	case fallback == contract.ChatNotInZoho && chat.Lookup != nil && len(chat.Lookup.Candidates) > 0:
		return contract.ChatChoose
	case fallback == contract.ChatNotInZoho && (chat.Lookup == nil || chat.Lookup.Failed):
		return contract.ChatUnknown
	case fallback == contract.ChatChoose && (chat.Lookup == nil || len(chat.Lookup.Candidates) == 0):
		return contract.ChatNotInZoho
	default:
		return fallback
	}
}

// createForm pre-fills the form for a new record from the name WhatsApp shows.
func createForm(chat store.Chat) *contract.CreateForm {
	if chat.Number == nil {
		return nil
	}
	first, last := splitName(chat.Name)
	if utf8.RuneCountInString(first) > maxFirstName || utf8.RuneCountInString(last) > maxLastName {
		whole := []rune(joined(nameWords(chat.Name)))
		first, last = "", string(whole[:min(maxLastName, len(whole))])
	}
	return &contract.CreateForm{FirstName: first, LastName: last, Phone: chat.Number.E164}
}
