package app

import (
	"context"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

// pauseChatHistory stops the reading of one chat's older messages after the page at
// hand, or lets it go on from where it stands. A reading that has just ended is left
// as it is. The wish stands in the journal beside the place that was reached, so
// neither outlives the other.
func (a *App) pauseChatHistory(ctx context.Context, in contract.PauseChatHistory) error {
	chat, err := a.backedUpHere(ctx, in.Chat)
	if err != nil {
		return err
	}
	if err := a.journal.PauseOlder(ctx, chatRef(chat), in.Paused); err != nil {
		return err
	}
	if chat, err = a.noteReading(ctx, chat); err != nil {
		return err
	}
	return a.saveCard(ctx, chat, contract.ChatLinked)
}

// pauseHistory stops the reading of the older messages of all chats, or lets it go
// on. Chats that were stopped one by one stay so.
func (a *App) pauseHistory(ctx context.Context, in contract.PauseHistory) error {
	order, err := a.store.HistoryOrder(ctx)
	if err != nil || order.Paused == in.Paused {
		return err
	}
	order.Paused = in.Paused
	return a.store.SaveHistoryOrder(ctx, order)
}

// olderNow returns those of the chats whose older messages are to be read now.
func (a *App) olderNow(ctx context.Context, p page, chats []due) ([]due, error) {
	if len(chats) == 0 {
		return nil, nil
	}
	order, err := a.store.HistoryOrder(ctx)
	if err != nil {
		return nil, err
	}
	var days []journal.Day
	if slices.ContainsFunc(chats, func(d due) bool { return stopped(order, *d.read.Older) }) {
		if days, err = a.journal.Recalled(ctx, p.account.Key); err != nil {
			return nil, err
		}
	}
	recalled := map[journal.Chat]bool{}
	for _, day := range days {
		recalled[day.Chat] = true
	}
	return slices.DeleteFunc(chats, func(d due) bool { return !olderDue(order, *d.read.Older, p.partial(), recalled[chatRef(d.chat)]) }), nil
}

// stopped says whether the user has stopped the reading of a chat's older messages,
// of this one or of all.
func stopped(order store.HistoryOrder, older journal.Older) bool { return order.Paused || older.Paused }

// olderDue says whether older messages of a chat are to be read now. They are when
// they were ordered and are not read yet, or were read in part only at a time when
// that was all there was, partial being whether it still is. A reading that the user
// has stopped waits, unless a change in the chat has recalled words that it brings.
// It is a pure function.
func olderDue(order store.HistoryOrder, older journal.Older, partial, recalled bool) bool {
	open := !older.Done || older.Partial && !partial
	return open && (recalled || !stopped(order, older))
}
