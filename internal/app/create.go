package app

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// createContact takes the user's order to create a record for a chat. The order
// is stored before anything is done, so it is carried out once and to its end,
// whatever stops in between.
func (a *App) createContact(ctx context.Context, in contract.CreateContact) error {
	in.Module = cmp.Or(in.Module, contract.ModuleContacts)
	if !holdsPeople(in.Module) {
		return fail(contract.CodeInvalid, "", "no such module")
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
	if err := mayCreate(chat); err != nil {
		return err
	}
	if chat, err = a.readNumber(ctx, chat, identity); err != nil {
		return err
	}
	// Until it is known what became of a record that was sent, there is no other.
	var order *store.CreateIntent
	if !sent(chat) {
		checked, err := a.checkedOrder(ctx, in)
		if err != nil {
			return a.orderRefused(ctx, chat, err)
		}
		checked.OrderedAt = a.nowMS()
		order = &checked
	}
	if chat, err = a.takeOrder(ctx, chat, order); err != nil {
		return err
	}
	return a.finishCreate(ctx, chat)
}

// mayCreate says whether a record may be created for a chat.
func mayCreate(chat store.Chat) error {
	switch {
	case chat.Link != nil && !chat.Link.Gone:
		return fail(contract.CodeConflict, "", "the chat is linked already")
	case chat.Excluded:
		return fail(contract.CodeConflict, "", "the chat is never to be linked")
	}
	return nil
}

// sent says that a record was sent to Zoho and no answer is kept.
func sent(chat store.Chat) bool { return chat.Create != nil && chat.Create.SentAt != 0 }

// checkedOrder checks a request against the form of its module.
func (a *App) checkedOrder(ctx context.Context, in contract.CreateContact) (store.CreateIntent, error) {
	form, err := a.formFor(ctx, in)
	if err != nil {
		return store.CreateIntent{}, err
	}
	return orderOf(form, in)
}

// formFor returns the form that a request fills in. The names alone can be ordered
// while Zoho does not tell its forms, as Zoho itself says what else it requires.
func (a *App) formFor(ctx context.Context, in contract.CreateContact) (store.Form, error) {
	forms, err := a.forms(ctx)
	if err != nil {
		return a.formWithoutZoho(ctx, in, err)
	}
	i := slices.IndexFunc(forms.Modules, func(f store.Form) bool { return f.Module == in.Module })
	if i < 0 {
		return store.Form{}, fail(contract.CodeForbidden, contract.ProblemPermission, "no record of %s can be created", in.Module)
	}
	return a.withLastPhone(ctx, forms.Modules[i])
}

// formWithoutZoho returns what is known of the form that a request fills in when
// Zoho does not answer, or cause.
func (a *App) formWithoutZoho(ctx context.Context, in contract.CreateContact, cause error) (store.Form, error) {
	conn, found, err := a.store.Connection(ctx)
	if err != nil || !found {
		return store.Form{}, errors.Join(cause, err)
	}
	kept, found, err := a.store.Forms(ctx)
	if err != nil {
		return store.Form{}, errors.Join(cause, err)
	}
	if i := slices.IndexFunc(kept.Modules, func(f store.Form) bool { return f.Module == in.Module }); found && i >= 0 && kept.Scope == formScope(conn) {
		return a.withLastPhone(ctx, kept.Modules[i])
	}
	i := slices.IndexFunc(conn.Modules, func(m store.PeopleModule) bool { return m.Module == in.Module })
	if i < 0 || len(in.Values) > 0 {
		return store.Form{}, cause
	}
	return a.withLastPhone(ctx, bareForm(conn.Modules[i]))
}

// takeOrder stores an order, if there is one. What was sent meanwhile stays.
func (a *App) takeOrder(ctx context.Context, like store.Chat, order *store.CreateIntent) (store.Chat, error) {
	var refused error
	chat, err := a.updateChat(ctx, like, func(c *store.Chat) bool {
		if refused = mayCreate(*c); refused != nil {
			return false
		}
		c.Title, c.Name, c.Number, c.Problem = like.Title, like.Name, like.Number, nil
		if order != nil && !sent(*c) {
			c.Create = order
		}
		return true
	})
	return chat, errors.Join(refused, err)
}

// orderRefused says why a request did not become an order. What is wrong with a
// field is told on the card, which is where the form is.
func (a *App) orderRefused(ctx context.Context, like store.Chat, cause error) error {
	var refused *Failure
	if !errors.As(cause, &refused) || refused.Detail == "" {
		return cause
	}
	problem := problemOf(cause)
	chat, err := a.updateChat(ctx, like, func(c *store.Chat) bool {
		if c.Create != nil || c.Link != nil && !c.Link.Gone {
			return false
		}
		c.Title, c.Name, c.Number, c.Problem = like.Title, like.Name, like.Number, &problem
		return true
	})
	return errors.Join(cause, err, a.saveCard(ctx, chat, contract.ChatNotInZoho))
}
