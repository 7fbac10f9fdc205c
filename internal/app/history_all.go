package app

import (
	"context"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// readAllHistory takes the user's order to save the older messages of every chat
// that is backed up now. The order is stored first, so that it is carried out also
// when the worker is stopped here.
func (a *App) readAllHistory(ctx context.Context, in contract.AllHistory) error {
	if err := a.checkFrom(in.From); err != nil {
		return err
	}
	if err := a.store.SaveHistoryOrder(ctx, store.HistoryOrder{Ordered: true, From: in.From, Open: true}); err != nil {
		return err
	}
	return a.spreadHistory(ctx)
}

func (a *App) checkFrom(from int64) error {
	if from < 0 || from > a.now().Unix() {
		return fail(contract.CodeInvalid, "", "the history begins at no such time")
	}
	return nil
}

// spreadHistory gives an order for all chats on to each of them, if that is still
// to be done.
func (a *App) spreadHistory(ctx context.Context) error {
	order, err := a.store.HistoryOrder(ctx)
	if err != nil || !order.Open {
		return err
	}
	chats, err := a.backedUp(ctx)
	if err != nil {
		return err
	}
	for _, chat := range chats {
		if !goesFurther(chat, order.From) {
			continue
		}
		if err := a.journal.ReadOlder(ctx, chatRef(chat), order.From); err != nil {
			return err
		}
		if chat, err = a.noteReading(ctx, chat); err != nil {
			return err
		}
		if err := a.saveCard(ctx, chat, contract.ChatLinked); err != nil {
			return err
		}
	}
	order.Open = false
	return a.store.SaveHistoryOrder(ctx, order)
}

// backedUp returns the chats of all accounts that are backed up now.
func (a *App) backedUp(ctx context.Context) ([]store.Chat, error) {
	accounts, err := a.accounts(ctx)
	if err != nil {
		return nil, err
	}
	var out []store.Chat
	for _, account := range accounts {
		chats, err := a.store.Chats(ctx, account.Key)
		if err != nil {
			return nil, err
		}
		out = append(out, slices.DeleteFunc(chats, func(c store.Chat) bool { return !c.Link.Active() })...)
	}
	return out, nil
}

// savedFrom is where the backup of a chat begins, older messages that were ordered
// included, Unix seconds. While their reading is paused, these are the ones it has
// come to.
func savedFrom(chat store.Chat) int64 {
	t, from := chat.Tally, chat.Link.Since
	switch {
	case t.OlderPaused && t.Oldest > 0:
		from = min(from, t.Oldest)
	case t.OlderFrom != nil && !t.OlderPaused:
		from = min(from, *t.OlderFrom)
	}
	return from
}

// goesFurther says whether a chat would be read further back than was ordered so
// far. A chat of which everything was ordered may be looked at again: WhatsApp Web
// may have got more since.
func goesFurther(chat store.Chat, from int64) bool {
	if from == 0 && chat.HistoryEnd != contract.HistoryAll {
		return true
	}
	return from < savedFrom(chat)
}

// historyView returns what people see of the reading of all chats' older messages,
// nil while nobody has asked for it or stopped it.
func (a *App) historyView(ctx context.Context) (*contract.HistoryView, error) {
	order, err := a.store.HistoryOrder(ctx)
	if err != nil || !order.Ordered && !order.Paused {
		return nil, err
	}
	chats, err := a.backedUp(ctx)
	if err != nil {
		return nil, err
	}
	view := contract.HistoryView{From: order.From, Paused: order.Paused}
	for _, chat := range chats {
		t := chat.Tally
		if t.OlderFrom == nil || order.Ordered && *t.OlderFrom > order.From {
			continue
		}
		view.Chats++
		view.Messages += t.Older
		switch {
		case !t.ReadingOlder:
			view.Done++
		case t.OlderPaused:
			view.Held++
		}
	}
	return &view, nil
}
