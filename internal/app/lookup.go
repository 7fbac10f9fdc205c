package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// lookupLife is how long Zoho's answer about a number without a certain
	// match is remembered.
	lookupLife = 24 * time.Hour
	// failedLookupLife is how long Zoho's refusal to answer about one number is
	// remembered.
	failedLookupLife = time.Hour
	// maxAside bounds how many records are remembered that are not offered.
	maxAside = 5
)

// lookupDue says whether it has to be found out who a chat is.
func (a *App) lookupDue(chat store.Chat) bool {
	switch {
	case chat.Link != nil, chat.Create != nil, chat.Former != nil, chat.Excluded:
		return false
	case chat.Lookup == nil:
		return true
	case chat.Lookup.Indexed:
		return false
	}
	return a.now().Sub(time.UnixMilli(chat.Lookup.At)) > lifeOf(chat.Lookup)
}

// lifeOf is for how long an answer of Zoho is remembered that no directory gave.
func lifeOf(answer *store.Lookup) time.Duration {
	if answer.Failed {
		return failedLookupLife
	}
	return lookupLife
}

// answerIsOld says whether what the directory said of a chat that is not linked
// may have been overtaken by changes in Zoho.
func (a *App) answerIsOld(ctx context.Context, chat store.Chat) (bool, error) {
	if chat.Lookup == nil || !chat.Lookup.Indexed || !decidable(chat) {
		return false, nil
	}
	d, err := a.directoryOf(ctx)
	if err != nil || d == nil {
		return false, nil
	}
	return d.olderThan(refreshForOpen, a.now()), nil
}

// decidable says whether it is still open who a chat is. A record that Zoho itself
// named stays offered until the user has looked again.
func decidable(chat store.Chat) bool {
	return chat.Link == nil && chat.Create == nil && chat.Former == nil && !chat.Excluded && !named(chat.Lookup)
}

// named says whether Zoho itself has named a record that the directory cannot: as the
// one in the way of another, or by a number that it keeps from the API.
func named(lookup *store.Lookup) bool {
	return lookup != nil && (lookup.Why == contract.WhyDuplicate ||
		slices.ContainsFunc(lookup.Candidates, func(c contract.Candidate) bool { return c.Stored == "" }))
}

// lookup finds out who a chat's number is, and leaves the card. It costs at most
// six credits where Zoho is asked, and two where the directory knows.
func (a *App) lookup(ctx context.Context, chat store.Chat, identity whatsapp.Identity, how care) error {
	a.deeds.Add(1)
	ctx = forPurpose(ctx, contract.PurposeLookup)
	release, freed := a.busy.try("lookup " + syncKey(chat))
	if release == nil {
		// Two chats can be one person. The answer is stored with the person, and
		// each of the chats has a card of its own.
		select {
		case <-freed:
			return a.saveCard(ctx, chat, contract.ChatNotInZoho)
		case <-ctx.Done():
			return fmt.Errorf("app: look up: %w", ctx.Err())
		}
	}
	defer release()
	found := noNumber
	chat, err := a.readNumber(ctx, chat, identity)
	if err == nil {
		if found, err = a.decide(ctx, chat, how); err == nil {
			found, err = a.remembered(ctx, chat, found)
		}
	}
	if err != nil && !errors.Is(err, errNoNumber) {
		return a.lookupFailed(ctx, chat, err)
	}
	if chat, err = a.noteDecision(ctx, chat, found); err != nil {
		return err
	}
	return a.saveCard(ctx, chat, contract.ChatNotInZoho)
}

// noteDecision stores what was found out about a chat: a link where one record is
// certain and nobody wants to be asked, else what is offered and why.
func (a *App) noteDecision(ctx context.Context, chat store.Chat, found finding) (store.Chat, error) {
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return chat, err
	}
	like := chat
	return a.updateChat(ctx, like, func(c *store.Chat) bool {
		if c.Link != nil || c.Create != nil || c.Former != nil || c.Excluded {
			return false
		}
		c.Title, c.Name, c.Number, c.Problem = like.Title, like.Name, like.Number, nil
		best := found.Record
		if best != nil && settings.Linking == contract.LinkCertain && !declined(*c, best.Found) {
			c.Link = a.offeredLink(offer(found.conn, *best), cmp.Or(found.origin, contract.LinkedByMatch), settings)
			c.Lookup = nil
			return true
		}
		next := a.newLookup(*c, found)
		if c.Lookup != nil && next.Indexed {
			// What the directory says again is not worth a write.
			next.At = c.Lookup.At
		}
		c.Lookup = next
		return true
	})
}

// newLookup is what is remembered of a decision that did not lead to a link.
func (a *App) newLookup(chat store.Chat, found finding) *store.Lookup {
	lookup := &store.Lookup{At: a.nowMS(), Indexed: found.indexed, Why: found.Why}
	for _, c := range found.Candidates {
		lookup.Candidates = append(lookup.Candidates, offer(found.conn, c))
	}
	for _, aside := range found.Aside[:min(maxAside, len(found.Aside))] {
		lookup.Aside = append(lookup.Aside, contract.SetAside{Candidate: offer(found.conn, aside.Candidate), Why: aside.Why})
	}
	if best := found.Record; best != nil {
		lookup.Why = contract.WhyAsked
		if declined(chat, best.Found) {
			lookup.Why = contract.WhyDeclined
		}
	}
	return lookup
}

// declined says whether the user has said that a record is not the person of a
// chat.
func declined(chat store.Chat, r match.Found) bool {
	return slices.Contains(chat.Declined, store.Ref{Module: r.Module, ID: r.ID})
}

// offer is a candidate as people see it.
func offer(conn store.Connection, c match.Candidate) contract.Candidate {
	return contract.Candidate{
		Module: c.Module, ID: c.ID, Name: c.Name, URL: recordURL(conn, c.Module, c.ID),
		Field: c.Match.Label, Stored: c.Match.Stored, Reason: c.Reason, Likeness: c.Likeness(),
	}
}

// lookupFailed says why a number could not be asked about. What concerns this
// number alone is remembered for a while, so that the cycles do not spend their
// lookups on the same ones again and again.
func (a *App) lookupFailed(ctx context.Context, chat store.Chat, err error) error {
	err = a.zohoFailed(ctx, err)
	problem := problemOf(err)
	chat.Problem = &problem
	if stopsAll(err) {
		return errors.Join(err, a.saveCard(ctx, chat, contract.ChatUnknown))
	}
	like := chat
	chat, saveErr := a.updateChat(ctx, like, func(c *store.Chat) bool {
		if c.Link != nil {
			return false
		}
		c.Title, c.Name, c.Number, c.Problem = like.Title, like.Name, like.Number, &problem
		c.Lookup = &store.Lookup{At: a.nowMS(), Failed: true}
		return true
	})
	return errors.Join(err, saveErr, a.saveCard(ctx, chat, contract.ChatUnknown))
}

// errNoNumber says that the chat has no number, or none that can be one.
var errNoNumber = fail(contract.CodeInvalid, "", "the chat has no number that can be read")

// noNumber is what is found out about such a chat.
var noNumber = finding{Decision: match.Decision{Kind: match.None, Why: contract.WhyNoNumber}, indexed: true}

// readNumber reads the number of a chat once; it is kept with the chat, so that
// the numbers module is not woken again for it.
func (a *App) readNumber(ctx context.Context, chat store.Chat, identity whatsapp.Identity) (store.Chat, error) {
	if chat.Number != nil {
		return chat, nil
	}
	digits, ok := identity.PhoneDigits()
	if !ok {
		return chat, errNoNumber
	}
	text, ok := phone.JIDText(digits)
	if !ok {
		return chat, errNoNumber
	}
	read, err := a.numbers.Read(ctx, []phone.Text{text})
	if err != nil {
		return chat, numbersFailed(err)
	}
	if len(read[0]) != 1 || read[0][0].E164 == "" {
		return chat, errNoNumber
	}
	chat.Number = &read[0][0]
	return chat, nil
}

// numbersFailed says that the reader of phone numbers did not answer. Chats that
// are linked do not need it, so it does not end a cycle.
func numbersFailed(err error) error {
	return &Failure{Code: contract.CodeInternal, Problem: contract.ProblemInternal, Message: "read numbers", Err: err}
}

// recordURL is the address of a record in Zoho's web application.
func recordURL(conn store.Connection, module contract.Module, id string) string {
	dc, ok := zoho.DataCentreByCode(conn.DataCentre)
	if !ok {
		return ""
	}
	return dc.RecordURL(conn.ZGID, string(module), id)
}

// lookAgain forgets what Zoho said about a chat, and a record that is no longer
// there, and asks again.
func (a *App) lookAgain(ctx context.Context, in contract.ChatRef) error {
	p, row, err := a.chatOnPage(ctx, in.Chat)
	if err != nil {
		return err
	}
	chat, _, err := a.knownChat(ctx, p, row)
	if err != nil {
		return err
	}
	if _, err := a.updateChat(ctx, chat, func(c *store.Chat) bool {
		c.Lookup, c.Problem, c.Former = nil, nil, nil
		if c.Link != nil && c.Link.Gone {
			c.Link = nil
		}
		return true
	}); err != nil {
		return err
	}
	return errors.Join(a.showChat(ctx, p, row, sure), a.showPeople(ctx, p))
}

// chatOnPage reads the page and returns the row of a chat on it.
func (a *App) chatOnPage(ctx context.Context, jid string) (page, contract.ChatRow, error) {
	p, err := a.readPage(ctx)
	if err != nil {
		return p, contract.ChatRow{}, err
	}
	if !p.ready() {
		return p, contract.ChatRow{}, fail(contract.CodeConflict, p.problem(), "WhatsApp Web cannot be read now")
	}
	row, found := p.row(jid)
	if !found {
		return p, row, fail(contract.CodeNotFound, "", "the chat is not in WhatsApp Web's list")
	}
	return p, row, nil
}
