package app

import (
	"context"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
)

// newLink returns a link made now. The first backup reaches back by the days
// the user has set.
func (a *App) newLink(module contract.Module, id, name string, origin contract.LinkOrigin, settings contract.Settings) *store.Link {
	now := a.now()
	return &store.Link{
		Module: module, RecordID: id, Name: name, Origin: origin, LinkedAt: now.UnixMilli(),
		Since: now.Add(-time.Duration(settings.FirstBackupDays) * 24 * time.Hour).Unix(),
	}
}

// linkByChoice links a chat to a record that was offered as a candidate.
func (a *App) linkByChoice(ctx context.Context, in contract.LinkChat) error {
	p, row, err := a.chatOnPage(ctx, in.Chat)
	if err != nil {
		return err
	}
	chat, _, err := a.knownChat(ctx, p, row)
	if err != nil {
		return err
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return err
	}
	offered := false
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if c.Lookup == nil {
			return false
		}
		i := slices.IndexFunc(c.Lookup.Candidates, func(x contract.Candidate) bool {
			return x.Module == in.Module && x.ID == in.RecordID
		})
		if offered = i >= 0; !offered {
			return false
		}
		c.Link = a.newLink(in.Module, in.RecordID, c.Lookup.Candidates[i].Name, contract.LinkedByChoice, settings)
		c.Lookup, c.Create, c.Problem = nil, nil, nil
		return true
	})
	if err != nil {
		return err
	}
	if !offered {
		return fail(contract.CodeConflict, "", "this record is not offered for the chat")
	}
	return a.saveCard(ctx, chat, contract.ChatLinked)
}

// pause stops or resumes the backup of a linked chat.
func (a *App) pause(ctx context.Context, in contract.PauseChat) error {
	p, row, err := a.chatOnPage(ctx, in.Chat)
	if err != nil {
		return err
	}
	chat, _, err := a.knownChat(ctx, p, row)
	if err != nil {
		return err
	}
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if c.Link == nil {
			return false
		}
		c.Link.Paused = in.Paused
		return true
	})
	if err != nil {
		return err
	}
	if chat.Link == nil {
		return fail(contract.CodeConflict, "", "the chat is not linked")
	}
	return a.saveCard(ctx, chat, contract.ChatLinked)
}
