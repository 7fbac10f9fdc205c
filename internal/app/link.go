package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// maxLinked bounds how many chats one request may link.
const maxLinked = 200

// newLink returns a link made now. The first backup reaches back by the days
// the user has set.
func (a *App) newLink(module contract.Module, id, name string, origin contract.LinkOrigin, settings contract.Settings) *store.Link {
	now := a.now()
	return &store.Link{
		Module: module, RecordID: id, Name: name, Origin: origin, LinkedAt: now.UnixMilli(), Fresh: true,
		Since: now.Add(-time.Duration(settings.FirstBackupDays) * 24 * time.Hour).Unix(),
	}
}

// offeredLink returns a link made now to a record that was found by its number.
func (a *App) offeredLink(offer contract.Candidate, origin contract.LinkOrigin, settings contract.Settings) *store.Link {
	link := a.newLink(offer.Module, offer.ID, offer.Name, origin, settings)
	if offer.Stored != "" {
		link.Held = &contract.HeldNumber{Field: offer.Field, Stored: offer.Stored, Likeness: offer.Likeness}
	}
	return link
}

// setLink gives a chat a link that the user has agreed to; what stood in its
// place is settled with it.
func setLink(c *store.Chat, link *store.Link) {
	c.Link, c.Former, c.Excluded = link, nil, false
	c.Lookup, c.Create, c.Problem = nil, nil, nil
	c.Declined = slices.DeleteFunc(c.Declined, func(r store.Ref) bool { return r == link.Ref() })
}

// linkByChoice links a chat to a record that the user has picked: one that was
// offered, or any that was found by hand. The latter is read first, 1 credit, so
// that nothing is linked to a record that is not there.
func (a *App) linkByChoice(ctx context.Context, in contract.LinkChat) error {
	p, chat, policy, err := a.chatHere(ctx, in.Chat)
	if err != nil {
		return err
	}
	if !policy.BackUp {
		return fail(contract.CodeConflict, "", "this kind of chat is not backed up")
	}
	link, err := a.chosenLink(ctx, chat, in)
	if err != nil {
		return err
	}
	if chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool { setLink(c, link); return true }); err != nil {
		return err
	}
	return errors.Join(a.saveCard(ctx, chat, contract.ChatLinked), a.showPeople(ctx, p))
}

// chosenLink returns the link to a record that the user has picked for a chat.
func (a *App) chosenLink(ctx context.Context, chat store.Chat, in contract.LinkChat) (*store.Link, error) {
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	if offer, offered := offerOf(chat, in); offered && holdsNumber(offer) {
		return a.offeredLink(offer, contract.LinkedByChoice, settings), nil
	}
	row, err := a.readRecord(ctx, in.Module, in.RecordID)
	if err != nil {
		return nil, err
	}
	link := a.newLink(in.Module, in.RecordID, row.Fields[fullNameField], contract.LinkedByChoice, settings)
	if link.Fill, err = a.emptyFields(ctx, chat, in.Module, row); err != nil {
		return nil, err
	}
	return link, nil
}

// offerOf returns the candidate of a chat that a choice names.
func offerOf(chat store.Chat, in contract.LinkChat) (contract.Candidate, bool) {
	if chat.Lookup == nil {
		return contract.Candidate{}, false
	}
	i := slices.IndexFunc(chat.Lookup.Candidates, func(c contract.Candidate) bool {
		return c.Module == in.Module && c.ID == in.RecordID
	})
	if i < 0 {
		return contract.Candidate{}, false
	}
	return chat.Lookup.Candidates[i], true
}

// holdsNumber says whether an offered record holds the chat's number as its own.
func holdsNumber(c contract.Candidate) bool {
	return c.Reason == contract.MatchSame || c.Reason == contract.MatchVariant || c.Reason == contract.MatchNational
}

// readRecord reads a record of people with its name and phone fields, 1 credit.
func (a *App) readRecord(ctx context.Context, module contract.Module, id string) (zoho.Row, error) {
	ctx = forPurpose(ctx, contract.PurposeLookup)
	crm, conn, err := a.crm(ctx)
	if err != nil {
		return zoho.Row{}, err
	}
	i := slices.IndexFunc(conn.Modules, func(m store.PeopleModule) bool { return m.Module == module })
	if i < 0 || !zoho.ValidID(id) {
		return zoho.Row{}, fail(contract.CodeInvalid, "", "no such record can be linked")
	}
	fields := append(phoneNames(conn.Modules[i]), nameFields...)
	var row zoho.Row
	if module == contract.ModuleLeads {
		row, err = crm.Leads.Get(ctx, id, fields...)
	} else {
		row, err = crm.Contacts.Get(ctx, id, fields...)
	}
	if errors.Is(err, zoho.ErrNotFound) {
		return row, &Failure{Code: contract.CodeNotFound, Problem: contract.ProblemRecordGone, Message: "read record", Err: err}
	}
	if err != nil {
		return row, a.zohoFailed(ctx, err)
	}
	return row, a.zohoWorks(ctx)
}

// linkMany links the chats of a list to the records offered for them. One that is
// not offered any more is passed over and counted.
func (a *App) linkMany(ctx context.Context, in contract.LinkChats) (contract.LinkedChats, error) {
	var out contract.LinkedChats
	if len(in.Links) > maxLinked {
		return out, fail(contract.CodeInvalid, "", "more than %d chats at once", maxLinked)
	}
	p, err := a.readPage(ctx)
	if err != nil {
		return out, err
	}
	if !p.ready() {
		return out, fail(contract.CodeConflict, p.problem(), "WhatsApp Web cannot be read now")
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return out, err
	}
	if p, err = a.withBook(ctx, p); err != nil {
		return out, err
	}
	for _, one := range in.Links {
		linked, err := a.linkOffered(ctx, p, one, settings)
		if err != nil {
			return out, err
		}
		if linked {
			out.Linked++
		} else {
			out.Refused++
		}
	}
	return out, a.showPeople(ctx, p)
}

// linkOffered links one chat of a list, and says whether it is linked now.
func (a *App) linkOffered(ctx context.Context, p page, in contract.LinkChat, settings contract.Settings) (bool, error) {
	row, listed := p.row(in.Chat)
	if !listed {
		return false, nil
	}
	chat, identity, err := a.knownChat(ctx, p, row)
	policy := whatsapp.PolicyOf(identity, row)
	if err != nil || !policy.BackUp || policy.ByHand {
		return false, err
	}
	linked := false
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		offer, offered := offerOf(*c, in)
		if linked = offered && c.Link == nil && !c.Excluded; linked {
			setLink(c, a.offeredLink(offer, contract.LinkedByChoice, settings))
		}
		return linked
	})
	if err != nil || !linked {
		return false, err
	}
	return true, a.saveCard(ctx, chat, contract.ChatLinked)
}

// unlink takes a chat's link away and remembers that this record is not the
// person. What is saved in Zoho stays there.
func (a *App) unlink(ctx context.Context, in contract.UnlinkChat) error {
	return a.changeLink(ctx, in.Chat, func(c *store.Chat) error {
		if c.Link == nil {
			return fail(contract.CodeConflict, "", "the chat is not linked")
		}
		takeLink(c)
		return nil
	})
}

// takeLink takes the link of a chat away.
func takeLink(c *store.Chat) {
	if !slices.Contains(c.Declined, c.Link.Ref()) {
		c.Declined = append(c.Declined, c.Link.Ref())
	}
	c.Former, c.Link, c.Lookup, c.Problem = c.Link, nil, nil, nil
}

// relink undoes unlink.
func (a *App) relink(ctx context.Context, in contract.ChatRef) error {
	return a.changeLink(ctx, in.Chat, func(c *store.Chat) error {
		if c.Former == nil || c.Link != nil {
			return fail(contract.CodeConflict, "", "the chat was not unlinked")
		}
		link := *c.Former
		link.Gone, link.Fresh = false, true
		setLink(c, &link)
		return nil
	})
}

// exclude says that a chat shall never be linked, or may be again. A link that is
// there is taken away, and comes back by relink only.
func (a *App) exclude(ctx context.Context, in contract.ExcludeChat) error {
	return a.changeLink(ctx, in.Chat, func(c *store.Chat) error {
		if in.Excluded && c.Create != nil {
			return fail(contract.CodeBusy, "", "the contact is being created")
		}
		if in.Excluded && c.Link != nil {
			takeLink(c)
		}
		c.Excluded = in.Excluded
		return nil
	})
}

// pause stops or resumes the backup of a linked chat.
func (a *App) pause(ctx context.Context, in contract.PauseChat) error {
	return a.changeLink(ctx, in.Chat, func(c *store.Chat) error {
		if c.Link == nil {
			return fail(contract.CodeConflict, "", "the chat is not linked")
		}
		c.Link.Paused = in.Paused
		return nil
	})
}

// changeLink carries out the user's wish about one chat, and shows what came of
// it. Nothing is stored when fn returns an error.
func (a *App) changeLink(ctx context.Context, jid string, fn func(*store.Chat) error) error {
	p, chat, _, err := a.chatHere(ctx, jid)
	if err != nil {
		return err
	}
	var refused error
	if _, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		refused = fn(c)
		return refused == nil
	}); err != nil || refused != nil {
		return errors.Join(refused, err)
	}
	row, _ := p.row(jid)
	return errors.Join(a.showChat(ctx, p, row, fresh), a.showPeople(ctx, p))
}

// chatHere reads the page and returns what is known of a chat on it.
func (a *App) chatHere(ctx context.Context, jid string) (page, store.Chat, whatsapp.Policy, error) {
	p, row, err := a.chatOnPage(ctx, jid)
	if err != nil {
		return p, store.Chat{}, whatsapp.Policy{}, err
	}
	chat, identity, err := a.knownChat(ctx, p, row)
	return p, chat, whatsapp.PolicyOf(identity, row), err
}
