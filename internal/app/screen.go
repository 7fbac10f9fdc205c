package app

import (
	"context"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// askScreen asks what can be seen of the open chat when the page's modules
// cannot be read. Only a chat that WhatsApp's own database names beyond doubt is
// taken; otherwise the page stays unreadable.
func (a *App) askScreen(ctx context.Context, p page) (page, error) {
	p.state = contract.TabUnreadable
	seen, ok, err := a.askVisible(ctx, p, nil)
	if err != nil || !ok {
		return p, err
	}
	bound, err := a.pageOf(ctx, p, seen.Me)
	if err != nil || bound.account.Key == "" {
		return p, err
	}
	p = bound
	p.state = contract.TabPartial
	p.snapshot.Active, p.snapshot.Chats = seen.Row.Chat, []contract.ChatRow{*seen.Row}
	return p, nil
}

// askVisible asks what can be seen, with the words of the open chat if question
// names it. ok is false when nothing can be seen of a chat that is known, or what
// was told makes no sense.
func (a *App) askVisible(ctx context.Context, p page, question *contract.VisibleQuestion) (seen whatsapp.Visible, ok bool, err error) {
	raw, err := a.pages.Ask(ctx, p.tab.ID, contract.PageQuestion{V: contract.Version, Op: contract.OpVisibleRead, Visible: question})
	if ctx.Err() != nil {
		return seen, false, ctx.Err()
	}
	if err != nil {
		// Whatever the reason, there is nothing to be seen now.
		return seen, false, nil
	}
	seen, err = whatsapp.DecodeVisible(raw, a.now().Unix())
	return seen, err == nil && seen.Row != nil, nil
}

// collectScreen journals what can be seen of the open chat, if it is backed up.
// What is on the screen proves nothing about the rest of the chat.
func (a *App) collectScreen(ctx context.Context, p page) error {
	d, linked, err := a.linkedChat(ctx, p, p.snapshot.Chats[0])
	if err != nil || !linked {
		return err
	}
	seen, ok, err := a.askVisible(ctx, p, &contract.VisibleQuestion{Chat: d.row.Chat})
	if err != nil || !ok || !seen.Me.Same(p.me) || seen.Row.Chat != d.row.Chat {
		// Another chat has been opened, or another account came.
		return err
	}
	read := d.read
	read.Partial = &journal.Mark{ID: nowhere, T: d.row.T}
	filed, _ := file(seen.Page.Messages, read.Floor(), a.zone)
	_, err = a.journal.Observe(ctx, chatRef(d.chat), p.batch(filed, seen.Rejected), read)
	return err
}
