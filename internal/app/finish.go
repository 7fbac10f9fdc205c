package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/store"
)

// settleAfter is how long a write without an answer may still be under way at
// Zoho. Only after it has passed, and a look has found nothing, is it sent again.
const settleAfter = 30 * time.Second

// finishCreate carries an order out, or on from where it was left:
//
//	ordered → look → found: link        (also when our own lost write is found)
//	               → several, or found by somebody who wants to be asked: the user picks
//	               → one that may be ours, its number kept from the API: the user picks
//	               → none → mark as sent → send → done: link
//	                                            → there already: the user is offered that record
//	                                            → refused: order ends, with the reason
//	                                            → no answer: look again later
//
// A record that the user has said is not this person counts as none.
func (a *App) finishCreate(ctx context.Context, chat store.Chat) error {
	ctx = forPurpose(ctx, contract.PurposeCreate)
	release, _ := a.busy.try("create " + syncKey(chat))
	if release == nil {
		return fail(contract.CodeBusy, "", "the contact is being created")
	}
	defer release()
	// Whoever held the lock before may have carried the order out.
	chat, found, err := a.store.Chat(ctx, chat.Account, chat.Key)
	if err != nil || !found || chat.Create == nil {
		return err
	}
	if err := a.saveCard(ctx, chat, contract.ChatCreating); err != nil {
		return err
	}
	decision, err := a.decide(ctx, chat, sure)
	if err != nil {
		return a.createFailed(ctx, chat, err)
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return err
	}
	// What was sent is our own; somebody else's record is linked by itself only
	// for those who have agreed to that.
	links := sent(chat) || settings.Linking == contract.LinkCertain
	switch {
	case decision.Kind == match.Certain && links && !declined(chat, decision.Record.Found):
		origin := contract.LinkedByMatch
		if sent(chat) {
			origin = contract.LinkedByCreate
		}
		best := decision.Record
		return a.createdAs(ctx, chat, offer(decision.conn, *best), origin)
	case slices.ContainsFunc(decision.Candidates, func(c match.Candidate) bool { return strongCandidate(c) && !declined(chat, c.Found) }):
		return a.createAsksUser(ctx, chat, a.newLookup(chat, decision))
	case slices.ContainsFunc(decision.Candidates, mayBeOrdered(chat)):
		return a.createAsksUser(ctx, chat, a.newLookup(chat, decision))
	case sent(chat) && !a.settled(chat.Create.SentAt):
		return a.createUnsettled(ctx, chat)
	}
	return a.sendRecord(ctx, chat)
}

// mayBeOrdered returns whether a record whose number Zoho keeps to itself may be the
// one that is ordered: because it was sent before, or because it has the same name.
func mayBeOrdered(chat store.Chat) func(match.Candidate) bool {
	return func(c match.Candidate) bool {
		return c.Withheld && !declined(chat, c.Found) && (sent(chat) || c.Name == fullName(chat.Create))
	}
}

// settled says that a write sent at a time, Unix milliseconds, can no longer be
// under way. One that lies well in the future was sent before the computer's
// clock was set back.
func (a *App) settled(sentAt int64) bool {
	age := a.now().Sub(time.UnixMilli(sentAt))
	return age >= settleAfter || age <= -settleAfter
}

// likely says whether a record that was found for a reason is so likely the person
// that creating another record would be a duplicate.
func likely(r contract.MatchReason) bool {
	return r != contract.MatchSuffix && r != contract.MatchElsewhere && r != contract.MatchSomeoneElse
}

func strongCandidate(c match.Candidate) bool { return likely(c.Reason) }

// strongOffer says whether an offered record is in the way of creating another one
// for a chat: one that the user has said is not this person is not.
func strongOffer(chat store.Chat) func(contract.Candidate) bool {
	return func(c contract.Candidate) bool {
		return likely(c.Reason) && !slices.Contains(chat.Declined, store.Ref{Module: c.Module, ID: c.ID})
	}
}

// createdAs links the chat and ends the order, in one write.
func (a *App) createdAs(ctx context.Context, chat store.Chat, record contract.Candidate, origin contract.LinkOrigin) error {
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return err
	}
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		link := a.offeredLink(record, origin, settings)
		link.Unsure = origin == contract.LinkedByCreate
		setLink(c, link)
		return true
	})
	if err != nil {
		return err
	}
	return errors.Join(a.zohoWorks(ctx), a.saveCard(ctx, chat, contract.ChatLinked))
}

// checkCreated looks how many records hold the number after one was created.
// When Zoho commits a create and the connection breaks before its answer, the
// browser may send the request again by itself and report one success. Nothing
// can be taken back in Zoho, so the person is told. A look that is cut short is
// made again by the next cycle.
func (a *App) checkCreated(ctx context.Context, chat store.Chat) error {
	ctx = forPurpose(ctx, contract.PurposeCreate)
	chat, found, err := a.store.Chat(ctx, chat.Account, chat.Key)
	if err != nil || !found || chat.Link == nil || !chat.Link.Unsure {
		return err
	}
	decision, err := a.decide(ctx, chat, sure)
	if err != nil {
		if err = a.zohoFailed(ctx, err); stopsAll(err) {
			return err
		}
		// Refused for a reason that repeating does not mend: not asked at every
		// cycle. There is no decision then, so nothing is said of two.
	}
	same := 0
	for _, c := range decision.Candidates {
		if c.Module == chat.Link.Module && c.Reason == contract.MatchSame && !declined(chat, c.Found) {
			same++
		}
	}
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if c.Link == nil {
			return false
		}
		c.Link.Unsure, c.Link.Twice = false, same > 1
		return true
	})
	return errors.Join(err, a.saveCard(ctx, chat, contract.ChatLinked))
}

// createAsksUser ends the order because there are records that may be the person.
// What is offered takes the place of a link that the user took away before.
func (a *App) createAsksUser(ctx context.Context, chat store.Chat, lookup *store.Lookup) error {
	chat, err := a.updateChat(ctx, chat, func(c *store.Chat) bool {
		c.Create, c.Former, c.Problem, c.Lookup = nil, nil, nil, lookup
		return true
	})
	if err != nil {
		return err
	}
	return a.saveCard(ctx, chat, contract.ChatChoose)
}

// createRefused ends the order with the reason; nothing was created. A field is
// named as people know it.
func (a *App) createRefused(ctx context.Context, chat store.Chat, cause error) error {
	problem := problemOf(cause)
	label, labelErr := a.fieldLabel(ctx, moduleOf(chat.Create), problem.Detail)
	problem.Detail = label
	chat, err := a.updateChat(ctx, chat, func(c *store.Chat) bool {
		c.Create, c.Problem = nil, &problem
		return true
	})
	return errors.Join(cause, labelErr, err, a.saveCard(ctx, chat, contract.ChatNotInZoho))
}

// createFailed keeps the order for the next cycle and says why it waits. An
// order that was never sent ends when asking again would bring the same answer.
func (a *App) createFailed(ctx context.Context, chat store.Chat, cause error) error {
	cause = a.understood(ctx, cause)
	if chat.Create != nil && chat.Create.SentAt == 0 && !stopsAll(cause) {
		return a.createRefused(ctx, chat, cause)
	}
	cause = a.zohoFailed(ctx, cause)
	problem := a.problemNow(cause)
	problem.RetryAt = max(a.retryAt(cause), a.nextTick())
	chat, err := a.updateChat(ctx, chat, func(c *store.Chat) bool {
		c.Problem = &problem
		return true
	})
	return errors.Join(cause, err, a.saveCard(ctx, chat, contract.ChatCreating))
}

// createUnsettled says that Zoho's answer was lost and will be looked for.
func (a *App) createUnsettled(ctx context.Context, chat store.Chat) error {
	problem := contract.Problem{Code: contract.ProblemSettling, RetryAt: a.nextTick()}
	chat, err := a.updateChat(ctx, chat, func(c *store.Chat) bool {
		c.Problem = &problem
		return true
	})
	return errors.Join(err, a.saveCard(ctx, chat, contract.ChatCreating))
}

// settleCreates carries on every order that was left open.
func (a *App) settleCreates(ctx context.Context, chats []store.Chat) error {
	for _, chat := range chats {
		if chat.Link != nil && chat.Link.Unsure {
			if err := a.checkCreated(ctx, chat); err != nil {
				return err
			}
		}
		if chat.Create == nil {
			continue
		}
		err := a.finishCreate(ctx, chat)
		if err != nil && stopsAll(err) {
			return err
		}
		// A refusal of this one record is on its card; the others go on.
	}
	return nil
}
