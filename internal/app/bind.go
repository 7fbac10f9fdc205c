package app

import (
	"context"

	"github.com/chatkeep/chatkeep/internal/store"
)

// bindNotes makes the journal follow the links that were made since the last
// cycle. Notes stand on a record: when a chat belongs to another one now, they
// begin anew there; when the record itself became another, they went with it.
func (a *App) bindNotes(ctx context.Context, chats []store.Chat) error {
	for _, chat := range chats {
		if chat.Link == nil || !chat.Link.Fresh {
			continue
		}
		if err := a.bind(ctx, chat); err != nil {
			return err
		}
		link := chat.Link.Ref()
		if _, err := a.updateChat(ctx, chat, func(c *store.Chat) bool {
			if c.Link == nil || c.Link.Ref() != link {
				return false
			}
			c.Link.Fresh, c.Link.Moved = false, false
			return true
		}); err != nil {
			return err
		}
	}
	return nil
}

func (a *App) bind(ctx context.Context, chat store.Chat) error {
	notes, err := a.journal.Notes(ctx, chatRef(chat))
	if err != nil {
		return err
	}
	link := chat.Link
	if link.Moved {
		return a.journal.Follow(ctx, chatRef(chat), link.Module, link.RecordID)
	}
	for _, n := range notes {
		if n.RecordID != link.RecordID {
			return a.journal.Rebind(ctx, chatRef(chat))
		}
	}
	return nil
}
