package app

import (
	"context"
	"errors"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/directory"
	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// watchLinked tells the directory which records chats are linked to or offered,
// so that it asks now and then whether they are still there.
func (a *App) watchLinked(ctx context.Context, d *people) error {
	accounts, err := a.accounts(ctx)
	if err != nil {
		return err
	}
	var refs []directory.Ref
	for _, account := range accounts {
		chats, err := a.store.Chats(ctx, account.Key)
		if err != nil {
			return err
		}
		for _, chat := range chats {
			if chat.Link != nil && !chat.Link.Gone {
				refs = append(refs, directory.Ref(chat.Link.Ref()))
			}
			if chat.Lookup == nil {
				continue
			}
			for _, c := range chat.Lookup.Candidates {
				refs = append(refs, directory.Ref{Module: c.Module, ID: c.ID})
			}
		}
	}
	return d.Watch(ctx, refs)
}

// follow carries what has changed in Zoho over to the chats it concerns. A change
// that is lost with a stopped worker is met again: records that are linked are asked
// for again and again.
func (a *App) follow(ctx context.Context, d *people, step directory.Step, page directory.Page, changes directory.Changes) error {
	if changes.Empty() && len(changes.Missing)+len(changes.Converted) == 0 && step.Kind != directory.StepCheck {
		return nil
	}
	accounts, err := a.accounts(ctx)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		chats, err := a.store.Chats(ctx, account.Key)
		if err != nil {
			return err
		}
		for _, chat := range chats {
			if err := a.followChat(ctx, d.crm, chat, step, page, changes); err != nil {
				return err
			}
		}
	}
	return nil
}

// followChat carries changes over to one chat.
func (a *App) followChat(ctx context.Context, crm *zoho.Client, chat store.Chat, step directory.Step, page directory.Page, changes directory.Changes) error {
	if chat.Link == nil || chat.Link.Gone {
		return nil
	}
	ref := directory.Ref(chat.Link.Ref())
	if i := slices.IndexFunc(changes.Converted, func(c directory.Conversion) bool { return c.Lead == ref }); i >= 0 {
		return a.followConversion(ctx, crm, chat, changes.Converted[i].Contact)
	}
	if slices.Contains(changes.Missing, ref) {
		return a.followLoss(ctx, crm, chat)
	}
	if ref.Module == contract.ModuleLeads && chat.Number != nil && changes.Touches(*chat.Number) {
		// Where queries know nothing of conversions, a contact with the same number
		// is the only sign of one.
		if moved, err := a.followLead(ctx, crm, chat); moved || err != nil {
			return err
		}
	}
	if ref.Module != step.Source.Module {
		return nil
	}
	i := slices.IndexFunc(page.Rows, func(r directory.Row) bool { return r.ID == ref.ID })
	if i < 0 || page.Rows[i].Name == "" || page.Rows[i].Name == chat.Link.Name {
		return nil
	}
	chat, err := a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if c.Link == nil || directory.Ref(c.Link.Ref()) != ref {
			return false
		}
		c.Link.Name = page.Rows[i].Name
		return true
	})
	if err != nil {
		return err
	}
	return a.saveCard(ctx, chat, contract.ChatLinked)
}

// followConversion lets a link follow its lead to the contact it became.
func (a *App) followConversion(ctx context.Context, crm *zoho.Client, chat store.Chat, contact string) error {
	if contact == "" {
		return a.followLoss(ctx, crm, chat)
	}
	row, err := a.readRecord(ctx, contract.ModuleContacts, contact)
	if errors.Is(err, zoho.ErrNotFound) {
		return a.endLink(ctx, chat)
	}
	if err != nil {
		return err
	}
	return a.moveLink(ctx, chat, store.Ref{Module: contract.ModuleContacts, ID: contact}, row.Fields[fullNameField], contract.LinkedByConversion)
}

// followLead reads a linked lead, and lets the link follow it if it was converted.
func (a *App) followLead(ctx context.Context, crm *zoho.Client, chat store.Chat) (moved bool, err error) {
	row, err := crm.Leads.Get(ctx, chat.Link.RecordID)
	switch {
	case errors.Is(err, zoho.ErrNotFound):
		return false, nil
	case err != nil:
		return false, a.zohoFailed(ctx, err)
	case row.ConvertedTo == "":
		return false, nil
	}
	return true, a.followConversion(ctx, crm, chat, row.ConvertedTo)
}

// followLoss finds out what became of a linked record that is not there any more:
// a lead may have become a contact, and any record been merged into another one
// that holds the number now. Otherwise the backup of the chat ends with a word.
func (a *App) followLoss(ctx context.Context, crm *zoho.Client, chat store.Chat) error {
	if chat.Link.Module == contract.ModuleLeads {
		if moved, err := a.followLead(ctx, crm, chat); moved || err != nil {
			return err
		}
	}
	return a.endLink(ctx, chat)
}

// followRecord does so for a chat of which a write has found that its record is not
// there any more, unless the link has gone on already.
func (a *App) followRecord(ctx context.Context, crm *zoho.Client, chat store.Chat, recordID string) error {
	chat, found, err := a.store.Chat(ctx, chat.Account, chat.Key)
	if err != nil || !found || chat.Link == nil || chat.Link.Gone || chat.Link.RecordID != recordID {
		return err
	}
	return a.followLoss(ctx, crm, chat)
}

// endLink lets a chat go on with the record that holds its number now, or says
// that its record is gone.
func (a *App) endLink(ctx context.Context, chat store.Chat) error {
	lead := chat.Link.Module == contract.ModuleLeads
	found, err := a.decideOnLoss(ctx, chat)
	if err != nil {
		return err
	}
	if best := found.Record; best != nil && !declined(chat, best.Found) {
		origin := contract.LinkedByMerge
		if lead && best.Module == contract.ModuleContacts {
			origin = contract.LinkedByConversion
		}
		return a.moveLink(ctx, chat, store.Ref{Module: best.Module, ID: best.ID}, best.Name, origin)
	}
	gone := chat.Link.Ref()
	problem := contract.Problem{Code: contract.ProblemRecordGone}
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if c.Link == nil || c.Link.Ref() != gone {
			return false
		}
		c.Link.Gone, c.Problem = true, &problem
		c.Lookup = a.newLookup(*c, found)
		return true
	})
	if err != nil {
		return err
	}
	return a.saveCard(ctx, chat, contract.ChatRecordGone)
}

// decideOnLoss finds who else holds the number of a chat whose record is gone. The
// user is asked when they want to be asked for each chat.
func (a *App) decideOnLoss(ctx context.Context, chat store.Chat) (finding, error) {
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return finding{}, err
	}
	if chat.Number == nil {
		conn, _, err := a.store.Connection(ctx)
		return finding{Decision: match.Decision{Kind: match.None, Why: contract.WhyNoNumber}, conn: conn}, err
	}
	own, err := a.ownNumbers(ctx, chat.Account)
	if err != nil {
		return finding{}, err
	}
	found, err := a.decideOnDemand(ctx, chat, own, nil)
	if err != nil {
		return found, a.zohoFailed(ctx, err)
	}
	if settings.Linking == contract.LinkAsk {
		found.Kind, found.Record = match.Choose, nil
	}
	return found, nil
}

// moveLink lets a link go on with another record: its notes are there now.
func (a *App) moveLink(ctx context.Context, chat store.Chat, to store.Ref, name string, origin contract.LinkOrigin) error {
	from := chat.Link.Ref()
	chat, err := a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if c.Link == nil || c.Link.Ref() != from {
			return false
		}
		c.Link.Module, c.Link.RecordID, c.Link.Name, c.Link.Origin = to.Module, to.ID, name, origin
		// Notes that were not bound to the record before stand on another one, and do
		// not go with it.
		c.Link.Moved = c.Link.Moved || !c.Link.Fresh
		c.Link.Fresh, c.Link.Gone, c.Problem = true, false, nil
		return true
	})
	if err != nil {
		return err
	}
	return a.saveCard(ctx, chat, contract.ChatLinked)
}
