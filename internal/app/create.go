package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// Lengths of the name fields in code points, as Zoho's own modules have them.
const (
	maxFirstName = 40
	maxLastName  = 80
)

// settleAfter is how long a write without an answer may still be under way at
// Zoho. Only after it has passed, and a look has found nothing, is it sent again.
const settleAfter = 30 * time.Second

// createContact takes the user's order to create a contact for a chat. The
// order is stored before anything is done, so it is carried out once and to its
// end, whatever stops in between.
func (a *App) createContact(ctx context.Context, in contract.CreateContact) error {
	first, last := strings.TrimSpace(in.FirstName), strings.TrimSpace(in.LastName)
	if last == "" || utf8.RuneCountInString(last) > maxLastName || utf8.RuneCountInString(first) > maxFirstName {
		return fail(contract.CodeInvalid, contract.ProblemFieldRefused, "the name is empty or too long")
	}
	p, row, err := a.chatOnPage(ctx, in.Chat)
	if err != nil {
		return err
	}
	chat, identity, err := a.knownChat(ctx, p, row)
	if err != nil {
		return err
	}
	if policy := whatsapp.PolicyOf(identity, row); !policy.Match || !policy.BackUp {
		return fail(contract.CodeConflict, "", "this kind of chat cannot become a contact")
	}
	if chat, err = a.readNumber(ctx, chat, identity); err != nil {
		return err
	}
	linked := false
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if linked = c.Link != nil && !c.Link.Gone; linked {
			return false
		}
		c.Title, c.Name, c.Number, c.Problem = chat.Title, chat.Name, chat.Number, nil
		if c.Create == nil {
			c.Create = &store.CreateIntent{FirstName: first, LastName: last, OrderedAt: a.nowMS()}
		} else if c.Create.SentAt == 0 {
			c.Create.FirstName, c.Create.LastName = first, last
		}
		return true
	})
	if err != nil {
		return err
	}
	if linked {
		return fail(contract.CodeConflict, "", "the chat is linked already")
	}
	return a.finishCreate(ctx, chat)
}

// finishCreate carries an order out, or on from where it was left:
//
//	ordered → look → found: link        (also when our own lost write is found)
//	               → several, or found by somebody who wants to be asked: the user picks
//	               → none → mark as sent → send → done: link
//	                                            → refused: order ends, with the reason
//	                                            → no answer: look again later
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
	decision, err := a.decide(ctx, chat)
	if err != nil {
		return a.createFailed(ctx, chat, err)
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return err
	}
	// What was sent is our own; somebody else's record is linked by itself only
	// for those who have agreed to that.
	links := chat.Create.SentAt != 0 || settings.Linking == contract.LinkCertain
	switch {
	case decision.Kind == match.Certain && links:
		origin := contract.LinkedByMatch
		if chat.Create.SentAt != 0 {
			origin = contract.LinkedByCreate
		}
		best := decision.Record
		return a.createdAs(ctx, chat, best.Module, best.ID, best.Name, origin)
	case slices.ContainsFunc(decision.Candidates, strongCandidate):
		return a.createAsksUser(ctx, chat, decision)
	case chat.Create.SentAt != 0 && !a.settled(chat.Create.SentAt):
		return a.createUnsettled(ctx, chat)
	}
	return a.sendContact(ctx, chat)
}

// settled says that a write sent at a time, Unix milliseconds, can no longer be
// under way. One that lies well in the future was sent before the computer's
// clock was set back.
func (a *App) settled(sentAt int64) bool {
	age := a.now().Sub(time.UnixMilli(sentAt))
	return age >= settleAfter || age <= -settleAfter
}

// strongCandidate says whether a candidate is likely enough that creating
// another record would be a duplicate.
func strongCandidate(c match.Candidate) bool { return c.Reason != contract.MatchSuffix }

// strongOffer is strongCandidate for a candidate as it is offered.
func strongOffer(c contract.Candidate) bool { return c.Reason != contract.MatchSuffix }

// sendContact marks the order as sent and sends it.
func (a *App) sendContact(ctx context.Context, chat store.Chat) error {
	crm, conn, err := a.crm(ctx)
	if err != nil {
		return a.createFailed(ctx, chat, err)
	}
	fields, err := contactFields(conn, chat)
	if err != nil {
		return a.createRefused(ctx, chat, err)
	}
	withdrawn := false
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if withdrawn = c.Create == nil; withdrawn {
			return false
		}
		c.Create.SentAt = a.nowMS()
		return true
	})
	if err != nil || withdrawn {
		return err
	}
	results, err := crm.Contacts.Create(ctx, []zoho.NewRecord{fields})
	if len(results) != 1 {
		return a.createFailed(ctx, chat, errors.Join(err, errors.New("app: create contact: no outcome")))
	}
	switch result := results[0]; result.Outcome {
	case zoho.Done:
		if err := a.createdAs(ctx, chat, contract.ModuleContacts, result.ID, fullName(chat.Create), contract.LinkedByCreate); err != nil {
			return err
		}
		return a.checkCreated(ctx, chat)
	case zoho.NotDone:
		if stopsAll(result.Err) {
			// It was not written, and will be tried again when Zoho answers.
			if _, err := a.updateChat(ctx, chat, func(c *store.Chat) bool {
				if c.Create == nil {
					return false
				}
				c.Create.SentAt = 0
				return true
			}); err != nil {
				return err
			}
			return a.createFailed(ctx, chat, result.Err)
		}
		return a.createRefused(ctx, chat, result.Err)
	default:
		return errors.Join(a.zohoFailed(ctx, result.Err), a.createUnsettled(ctx, chat))
	}
}

// contactFields are the fields of the new contact. The number goes to Mobile,
// where WhatsApp's numbers belong, or to the first phone field a new record may
// carry.
func contactFields(conn store.Connection, chat store.Chat) (zoho.NewRecord, error) {
	field := ""
	for _, f := range phonesOf(conn, contract.ModuleContacts) {
		if f.Writable && (field == "" || f.Name == "Mobile") {
			field = f.Name
		}
	}
	if field == "" {
		return zoho.NewRecord{}, fail(contract.CodeForbidden, contract.ProblemModuleHidden, "no phone field of contacts can be written")
	}
	values := map[string]string{"Last_Name": chat.Create.LastName, field: chat.Number.E164}
	if chat.Create.FirstName != "" {
		values["First_Name"] = chat.Create.FirstName
	}
	return zoho.NewRecord{Fields: values}, nil
}

func fullName(c *store.CreateIntent) string {
	return strings.TrimSpace(c.FirstName + " " + c.LastName)
}

// createdAs links the chat and ends the order, in one write.
func (a *App) createdAs(ctx context.Context, chat store.Chat, module contract.Module, id, name string, origin contract.LinkOrigin) error {
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return err
	}
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		c.Link = a.newLink(module, id, name, origin, settings)
		c.Link.Unsure = origin == contract.LinkedByCreate
		c.Create, c.Lookup, c.Problem = nil, nil, nil
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
	decision, err := a.decide(ctx, chat)
	if err != nil {
		if err = a.zohoFailed(ctx, err); stopsAll(err) {
			return err
		}
		// Refused for a reason that repeating does not mend: not asked at every
		// cycle. There is no decision then, so nothing is said of two.
	}
	same := 0
	for _, c := range decision.Candidates {
		if c.Module == chat.Link.Module && c.Reason == contract.MatchSame {
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

// createAsksUser ends the order because records with this number exist.
func (a *App) createAsksUser(ctx context.Context, chat store.Chat, decision match.Decision) error {
	conn, _, err := a.store.Connection(ctx)
	if err != nil {
		return err
	}
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		c.Create = nil
		c.Lookup = &store.Lookup{At: a.nowMS(), Candidates: offers(conn, decision)}
		return true
	})
	if err != nil {
		return err
	}
	return a.saveCard(ctx, chat, contract.ChatChoose)
}

// createRefused ends the order with the reason; nothing was created.
func (a *App) createRefused(ctx context.Context, chat store.Chat, cause error) error {
	problem := problemOf(cause)
	chat, err := a.updateChat(ctx, chat, func(c *store.Chat) bool {
		c.Create, c.Problem = nil, &problem
		return true
	})
	return errors.Join(cause, err, a.saveCard(ctx, chat, contract.ChatNotInZoho))
}

// createFailed keeps the order for the next cycle and says why it waits. An
// order that was never sent ends when asking again would bring the same answer.
func (a *App) createFailed(ctx context.Context, chat store.Chat, cause error) error {
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
