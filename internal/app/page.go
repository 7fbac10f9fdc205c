package app

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/health"
	"github.com/chatkeep/chatkeep/internal/phone"
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
	// open is how many WhatsApp Web tabs there are.
	open int
	// snapshot, account and me are set when the page was read: by its modules, or
	// of its open chat alone when state is TabPartial.
	snapshot contract.PageSnapshot
	me       whatsapp.Account
	account  store.Account
	// rejected holds the JIDs of listed chats whose row could not be understood.
	rejected map[string]bool
	readAt   int64
	// reading numbers the readings of this app in the order in which they began.
	reading int64
	// book holds what is stored of the account's chats, for use cases that go
	// through all of them; nil for others.
	book *store.Book
	// identities holds, by JID, which chats the rows of the snapshot are, as far as
	// that was asked.
	identities map[string]whatsapp.Identity
	// clockBehind is true when most of what the page tells lies in the future of
	// this computer's clock.
	clockBehind bool
	// print is a fingerprint of what the page shows, empty when there is none.
	print string
	// examined is true when the page has passed the self-test.
	examined bool
	// wished is true when the user waits for what is read of the page.
	wished bool
}

// ready says that chats can be read.
func (p page) ready() bool { return p.state == contract.TabReady }

// shown says that at least the open chat is known.
func (p page) shown() bool { return p.ready() || p.state == contract.TabPartial }

// partial says that messages are read in a way that may leave some out.
func (p page) partial() bool {
	return health.Partial(p.snapshot.Variants[string(contract.CapabilityHistory)])
}

// readBy returns the page as one whose messages are read in a way of the capability
// history: what a page does counts, not what it had in mind before it was asked for
// messages. The empty way is none.
func (p page) readBy(way string) page {
	if way == "" {
		return p
	}
	variants := map[string]string{}
	maps.Copy(variants, p.snapshot.Variants)
	variants[string(contract.CapabilityHistory)] = way
	p.snapshot.Variants = variants
	return p
}

// problem says why the page cannot be read.
func (p page) problem() contract.ProblemCode {
	if p.clockBehind {
		return contract.ProblemClock
	}
	switch p.state {
	case contract.TabChanged:
		return contract.ProblemChanged
	case contract.TabPartial:
		return contract.ProblemPartial
	}
	return contract.ProblemUnreadable
}

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

// maskedSome says whether the page listed chats of which nobody knows which they
// are: one that is missed in the list may be among them.
func (p page) maskedSome() bool { return p.snapshot.Failed > 0 }

// nearness orders the states of tabs: of several tabs, the one that can be read
// counts, else the one that is nearest to it.
var nearness = []contract.TabState{
	contract.TabReady, contract.TabChanged, contract.TabPartial, contract.TabUnreadable, contract.TabLocked,
	contract.TabSyncing, contract.TabWaiting, contract.TabConflict, contract.TabBlocked, contract.TabSignedOut,
	contract.TabAsleep, contract.TabSilent, contract.TabNone,
}

// readPage asks the WhatsApp Web tabs for a snapshot and remembers what they
// said for the view. It is not an error when none can be read: the state says so.
func (a *App) readPage(ctx context.Context) (page, error) {
	best := page{state: contract.TabNone, readAt: a.nowMS(), reading: a.readings.Add(1)}
	tabs, err := a.pages.List(ctx)
	if err != nil {
		return best, err
	}
	if err := a.keepAwake(ctx, tabs); err != nil {
		return best, err
	}
	suspect, err := a.suspect(ctx)
	if err != nil {
		return best, err
	}
	slices.SortFunc(tabs, func(x, y Tab) int { return cmp.Compare(y.LastUsedAt, x.LastUsedAt) })
	for _, tab := range tabs[:min(len(tabs), maxTabsAsked)] {
		p, err := a.askTab(ctx, tab)
		if err != nil {
			return best, err
		}
		p.reading = best.reading
		if slices.Index(nearness, p.state) < slices.Index(nearness, best.state) {
			best = p
		}
		if best.ready() {
			break
		}
	}
	if best.open = len(tabs); best.ready() && suspect {
		// Until it passes the self-test again nothing of it is believed.
		best.state = contract.TabChanged
	}
	_, err = a.noteWhatsApp(ctx, best)
	return best, err
}

// keepAwake asks the browser not to discard tabs that were opened since the user
// wished so.
func (a *App) keepAwake(ctx context.Context, tabs []Tab) error {
	if !slices.ContainsFunc(tabs, func(t Tab) bool { return t.AutoDiscardable }) {
		return nil
	}
	settings, err := a.store.Settings(ctx)
	if err != nil || !settings.KeepAwake {
		return err
	}
	return a.pages.KeepAwake(ctx, true)
}

func (a *App) askTab(ctx context.Context, tab Tab) (page, error) {
	p := page{state: contract.TabSilent, tab: tab, readAt: a.nowMS()}
	if tab.Asleep {
		p.state = contract.TabAsleep
		return p, nil
	}
	raw, err := a.pages.Ask(ctx, tab.ID, contract.PageQuestion{V: contract.Version, Op: contract.OpPageRead})
	var refused PageError
	switch {
	case errors.Is(err, PageSilent):
		// The bridge is there and the page's own script is not.
		return a.askScreen(ctx, p)
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
	if snapshot.Epoch, err = a.watchOf(ctx, snapshot); err != nil {
		return p, err
	}
	p.state, p.snapshot = contract.TabState(snapshot.Session), snapshot
	if p.state == contract.TabUnreadable {
		return a.askScreen(ctx, p)
	}
	if !p.ready() {
		return p, nil
	}
	p.rejected = map[string]bool{}
	ahead := 0
	for _, r := range rejected {
		p.rejected[r.ID] = true
		if r.Reason == whatsapp.ReasonTime {
			ahead++
		}
	}
	if ahead > len(snapshot.Chats) {
		// WhatsApp's times come from its servers. With such a clock nothing can be
		// filed under its day, and no new message be told from an old one.
		p.state, p.clockBehind = contract.TabUnreadable, true
		return p, nil
	}
	if ahead == 0 {
		// A row that lies in the future now may be taken by a later look.
		p.print = fingerprint(raw, snapshot)
	}
	me, err := whatsapp.AccountOf(snapshot.Me)
	if err != nil {
		return p, err
	}
	if p, err = a.pageOf(ctx, p, me); err != nil || !p.ready() || p.verdict() != contract.VerdictChanged {
		return p, err
	}
	// The page says that it is ready, and cannot do what everything rests on.
	if p, err = a.askScreen(ctx, p); p.state == contract.TabUnreadable {
		p.state = contract.TabChanged
	}
	return p, err
}

// pageOf binds a page to the WhatsApp account that is signed in to it.
func (a *App) pageOf(ctx context.Context, p page, me whatsapp.Account) (page, error) {
	ids := texts(me.IDs())
	if len(ids) == 0 {
		// Without the own id, messages of two accounts could be mixed.
		p.state = contract.TabWaiting
		return p, nil
	}
	org, err := a.org(ctx)
	if err != nil {
		return p, err
	}
	p.me, p.identities = me, map[string]whatsapp.Identity{}
	p.account, err = a.store.ResolveAccount(ctx, org, ids[0], ids, me.Name)
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
	identity, asked := p.identities[row.Chat]
	var err error
	if !asked {
		if identity, err = whatsapp.IdentityOf(row, p.me); err != nil {
			return store.Chat{}, identity, err
		}
		p.identities[row.Chat] = identity
	}
	ids := texts(identity.IDs())
	// The JID the chat has on the page now comes first.
	ids = append([]string{row.Chat}, slices.DeleteFunc(ids, func(id string) bool { return id == row.Chat })...)
	var chat store.Chat
	if p.book != nil {
		chat = p.book.Resolve(identity.Key(), ids)
	} else if chat, err = a.store.ResolveChat(ctx, p.account.Key, identity.Key(), ids); err != nil {
		return chat, identity, err
	}
	if row.Title != "" {
		chat.Title = row.Title
	}
	if row.Name != "" {
		chat.Name = row.Name
	}
	if chat.Link == nil && chat.Create == nil && !hasNumber(chat, identity) {
		// What was found out is about the old number.
		chat.Number, chat.Lookup = nil, nil
	}
	return chat, identity, nil
}

// hasNumber says whether what is stored of a chat's number is still what the page
// tells: a person may have taken another one.
func hasNumber(chat store.Chat, identity whatsapp.Identity) bool {
	digits, told := identity.PhoneDigits()
	if !told || chat.Number == nil {
		return true
	}
	text, ok := phone.JIDText(digits)
	return !ok || text.Raw == chat.Number.Raw
}

// withBook returns the page with what is stored of its chats now.
func (a *App) withBook(ctx context.Context, p page) (page, error) {
	var err error
	p.book, err = a.store.Book(ctx, p.account.Key)
	return p, err
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
