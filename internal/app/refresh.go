package app

import (
	"context"
	"errors"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// refresh reads the page and brings the card of the open chat up to date. It
// asks Zoho only about an open chat it knows nothing of; it writes nothing there.
func (a *App) refresh(ctx context.Context) error {
	p, err := a.readPage(ctx)
	if err != nil || !p.shown() {
		return err
	}
	return a.showOpenChat(ctx, p, fresh)
}

// started prepares what a new browser session needs: the cards of the linked
// chats are laid out again, so that the sidebar shows them at once. What happened
// in the chats in between was not noticed; the page's new epoch tells.
func (a *App) started(ctx context.Context, _ contract.WorkerStarted) error {
	return a.beginSession(ctx)
}

// beginSession does so once in a browser session, by whatever event the session
// begins.
func (a *App) beginSession(ctx context.Context) error {
	begun, err := a.store.SessionBegun(ctx)
	if err != nil || begun {
		return err
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
			if chat.Link == nil {
				continue
			}
			// Two records may have been merged meanwhile.
			if chat.Link.Twice {
				if chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool { c.Link.Unsure = true; return true }); err != nil {
					return err
				}
			}
			if len(accounts) > 1 {
				// Who of them is signed in is not known before the page is read.
				continue
			}
			if err := a.saveCard(ctx, chat, contract.ChatLinked); err != nil {
				return err
			}
		}
	}
	return a.store.BeginSession(ctx)
}

// hint takes a report of the bridge. It can bring a read or a cycle forward, and
// mark a chat for a fresh read by the next cycle. It leads to no write in Zoho that
// the alarm would not have led to.
func (a *App) hint(ctx context.Context, in contract.PageHint) error {
	switch in.Reason {
	case contract.HintActive, contract.HintSession:
		return a.refresh(ctx)
	case contract.HintReady:
		before, _, err := a.store.View(ctx)
		if err != nil {
			return err
		}
		return errors.Join(a.refresh(ctx), a.afterAbsence(ctx, before.WhatsApp.LastReadAt))
	case contract.HintBurst:
		return a.afterBurst(ctx, in.Chat)
	case contract.HintMessages:
		// The worker has noted it already; the next cycle takes it from there.
		return nil
	default:
		return fail(contract.CodeInvalid, "", "unknown reason of a hint")
	}
}

// showOpenChat leaves the open chat and its card for the sidebar.
func (a *App) showOpenChat(ctx context.Context, p page, how care) error {
	active := p.snapshot.Active
	row, found := p.row(active)
	if active == "" || !found {
		return a.store.SaveOpenChat(ctx, contract.OpenChat{V: contract.Version, At: p.readAt})
	}
	if err := a.store.SaveOpenChat(ctx, contract.OpenChat{V: contract.Version, Chat: active, Title: row.Title, At: p.readAt}); err != nil {
		return err
	}
	return a.showChat(ctx, p, row, how)
}

// showChat brings the card of one chat up to date, asking Zoho if it must; how says
// how recent the answer has to be.
func (a *App) showChat(ctx context.Context, p page, row contract.ChatRow, how care) error {
	chat, identity, err := a.knownChat(ctx, p, row)
	if err != nil {
		return err
	}
	policy := whatsapp.PolicyOf(identity, row)
	if !policy.Match || !policy.BackUp {
		return a.saveCard(ctx, chat, policy.State)
	}
	due := a.lookupDue(chat)
	if !due {
		if err := a.saveCard(ctx, chat, contract.ChatNotInZoho); err != nil {
			return err
		}
		if how == asKnown {
			return nil
		}
		if due, err = a.answerIsOld(ctx, chat); err != nil || !due {
			return err
		}
	}
	connected, err := a.connectedTo(ctx)
	if err != nil {
		return err
	}
	if !connected {
		return a.saveCard(ctx, chat, contract.ChatUnknown)
	}
	if chat.Lookup == nil {
		if err := a.saveCard(ctx, chat, contract.ChatChecking); err != nil {
			return err
		}
	}
	return a.lookup(ctx, chat, identity, how)
}

func (a *App) connectedTo(ctx context.Context) (bool, error) {
	conn, found, err := a.store.Connection(ctx)
	return found && conn.State != contract.ZohoSignedOut, err
}
