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

// maxTabsAsked bounds how many WhatsApp Web tabs are asked in one go; WhatsApp
// itself runs in one of them only.
const maxTabsAsked = 4

// page is what was read of WhatsApp Web at one moment.
type page struct {
	state contract.TabState
	tab   Tab
	// snapshot, account and me are set when state is TabReady.
	snapshot contract.PageSnapshot
	me       whatsapp.Account
	account  store.Account
	// rejected holds the JIDs of listed chats whose row could not be understood.
	rejected map[string]bool
	readAt   int64
}

// ready says that chats can be read.
func (p page) ready() bool { return p.state == contract.TabReady }

// row returns the chat row of a JID.
func (p page) row(jid string) (contract.ChatRow, bool) {
	i := slices.IndexFunc(p.snapshot.Chats, func(r contract.ChatRow) bool { return r.Chat == jid })
	if i < 0 {
		return contract.ChatRow{}, false
	}
	return p.snapshot.Chats[i], true
}

// rejects says whether the page listed a chat in a form that was not understood.
func (p page) rejects(chat store.Chat) bool {
	return slices.ContainsFunc(chat.IDs, func(id string) bool { return p.rejected[id] })
}

// nearness orders the states of tabs: of several tabs, the one that can be read
// counts, else the one that is nearest to it.
var nearness = []contract.TabState{
	contract.TabReady, contract.TabUnreadable, contract.TabLocked, contract.TabSyncing, contract.TabWaiting,
	contract.TabConflict, contract.TabBlocked, contract.TabSignedOut, contract.TabSilent, contract.TabNone,
}

// readPage asks the WhatsApp Web tabs for a snapshot and remembers what they
// said for the view. It is not an error when none can be read: the state says so.
func (a *App) readPage(ctx context.Context) (page, error) {
	best := page{state: contract.TabNone, readAt: a.nowMS()}
	tabs, err := a.pages.List(ctx)
	if err != nil {
		return best, err
	}
	slices.SortFunc(tabs, func(x, y Tab) int { return cmp.Compare(y.LastUsedAt, x.LastUsedAt) })
	for _, tab := range tabs[:min(len(tabs), maxTabsAsked)] {
		p, err := a.askTab(ctx, tab)
		if err != nil {
			return best, err
		}
		if slices.Index(nearness, p.state) < slices.Index(nearness, best.state) {
			best = p
		}
		if best.ready() {
			break
		}
	}
	return best, a.noteWhatsApp(ctx, best)
}

func (a *App) askTab(ctx context.Context, tab Tab) (page, error) {
	p := page{state: contract.TabSilent, tab: tab, readAt: a.nowMS()}
	if tab.Asleep {
		return p, nil
	}
	raw, err := a.pages.Ask(ctx, tab.ID, contract.PageQuestion{V: contract.Version, Op: contract.OpPageRead})
	var refused PageError
	switch {
	case errors.Is(err, ErrTabSilent), errors.As(err, &refused):
		return p, nil
	case ctx.Err() != nil:
		return p, ctx.Err()
	case err != nil:
		p.state = contract.TabUnreadable
		return p, nil
	}
	snapshot, rejected, err := whatsapp.DecodeSnapshot(raw, a.now().Unix())
	if err != nil {
		// A page that answers in a shape we do not know is a page we cannot
		// read; nothing is taken from it.
		p.state = contract.TabUnreadable
		return p, nil
	}
	p.state = contract.TabState(snapshot.Session)
	if !p.ready() {
		return p, nil
	}
	if p.me, err = whatsapp.AccountOf(snapshot.Me); err != nil {
		return p, err
	}
	me := texts(p.me.IDs())
	if len(me) == 0 {
		// Without the own id, messages of two accounts could be mixed.
		p.state = contract.TabWaiting
		return p, nil
	}
	p.snapshot, p.rejected = snapshot, map[string]bool{}
	for _, r := range rejected {
		p.rejected[r.ID] = true
	}
	org, err := a.org(ctx)
	if err != nil {
		return p, err
	}
	p.account, err = a.store.ResolveAccount(ctx, org, me[0], me, snapshot.Me.Name)
	return p, err
}

// texts returns JIDs as they are stored.
func texts(jids []whatsapp.JID) []string {
	out := make([]string, len(jids))
	for i, jid := range jids {
		out[i] = jid.String()
	}
	return out
}

// knownChat returns what is stored of the chat of a row, or a new chat.
func (a *App) knownChat(ctx context.Context, p page, row contract.ChatRow) (store.Chat, whatsapp.Identity, error) {
	identity, err := whatsapp.IdentityOf(row, p.me)
	if err != nil {
		return store.Chat{}, identity, err
	}
	ids := texts(identity.IDs())
	// The JID the chat has on the page now comes first.
	ids = append([]string{row.Chat}, slices.DeleteFunc(ids, func(id string) bool { return id == row.Chat })...)
	chat, err := a.store.ResolveChat(ctx, p.account.Key, identity.Key(), ids)
	if err != nil {
		return chat, identity, err
	}
	if row.Title != "" {
		chat.Title = row.Title
	}
	if row.Name != "" {
		chat.Name = row.Name
	}
	return chat, identity, nil
}

// org is the id of the organisation that is connected, empty when none is known.
func (a *App) org(ctx context.Context) (string, error) {
	conn, _, err := a.store.Connection(ctx)
	return conn.OrgID, err
}

// accounts returns the WhatsApp accounts seen under the connected organisation.
func (a *App) accounts(ctx context.Context) ([]store.Account, error) {
	org, err := a.org(ctx)
	if err != nil {
		return nil, err
	}
	return a.store.Accounts(ctx, org)
}
