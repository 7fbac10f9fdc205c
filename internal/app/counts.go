package app

import (
	"context"

	"github.com/chatkeep/chatkeep/internal/store"
)

// counts returns what the view tells of all chats together. It is counted anew only
// when something was stored since it was counted last in this browser session, so
// that a worker which has just been started need not read all chats to draw the view.
func (a *App) counts(ctx context.Context, org string) (store.Counts, error) {
	// The words are read first: what is stored while it is counted has another one.
	revision, err := a.store.Revision(ctx)
	if err != nil {
		return store.Counts{}, err
	}
	journaled, err := a.journal.Revision(ctx)
	if err != nil {
		return store.Counts{}, err
	}
	known, found, err := a.store.Counts(ctx)
	if err != nil || found && revision != "" && journaled != "" && known.Store == revision && known.Journal == journaled && known.Org == org {
		return known, err
	}
	c := store.Counts{Store: revision, Journal: journaled, Org: org}
	if c.History, err = a.historyView(ctx); err != nil {
		return c, err
	}
	accounts, err := a.store.Accounts(ctx, org)
	if err != nil {
		return c, err
	}
	for _, account := range accounts {
		dirty, err := a.dirtyChats(ctx, account.Key)
		if err != nil {
			return c, err
		}
		if err := a.store.EachChat(ctx, account.Key, func(chat *store.Chat) {
			switch {
			case chat.Link == nil:
				return
			case !chat.Link.Active():
				c.Paused++
			case dirty[chat.Key]:
				c.Waiting++
			}
			c.Linked++
		}); err != nil {
			return c, err
		}
	}
	return c, a.store.SaveCounts(ctx, c)
}
