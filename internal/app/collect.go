package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

const (
	// pageSize is how many messages are read in one go, as WhatsApp's own
	// exporter does (WAWebExportChatAction, client revision 1044822804).
	pageSize = 50
	// pagesPerChat bounds the reading of one chat in one cycle; a longer
	// history goes on in the next.
	pagesPerChat = 40
	// readBudget bounds the reading of one cycle.
	readBudget = 20 * time.Second
	// lateBy is how much older than the cursor a page must be for the reading
	// to end when the cursor's own message is no longer in WhatsApp.
	lateBy = 24 * 60 * 60
	// sameSecond is how many seconds after a message a read may still have
	// missed another one of the same second, clocks a little apart included.
	sameSecond = 5
	// editable is for how long WhatsApp lets a message be edited, in seconds: 15
	// minutes, and one more for clocks a little apart.
	editable = 16 * 60
)

// due is a linked chat that has to be read.
type due struct {
	row      contract.ChatRow
	identity whatsapp.Identity
	chat     store.Chat
	read     journal.Read
}

// collect journals what is new in the linked chats. A chat is read only when
// the chat list shows something newer than what was read, a hint came, or
// changes may have gone unnoticed. It returns the page with what the self-test
// found of it: nothing is taken from a page that fails it.
func (a *App) collect(ctx context.Context, p page) (page, error) {
	start := a.now()
	if err := a.spreadHistory(ctx); err != nil {
		return p, err
	}
	chats, histories, err := a.dueChats(ctx, p)
	if err != nil || len(chats)+len(histories) == 0 {
		return p, err
	}
	if p, err = a.examine(ctx, p, slices.Concat(chats, histories)); err != nil || !p.ready() || !p.examined {
		return p, err
	}
	for _, d := range chats {
		if a.now().Sub(start) > readBudget {
			a.deeds.Add(1)
			return p, nil
		}
		err := a.readChat(ctx, p, d)
		var refused PageError
		switch {
		case tabLost(err):
			// The next cycle goes on from the stored mark.
			return p, nil
		case errors.Is(err, PageUnreadable), errors.Is(err, errUnreadable):
			// No word of this chat can be had now, for instance because WhatsApp's
			// database does not answer and its own list of the chat is not loaded. The
			// mark stays, so it is not proven complete, and the others go on.
			if err := a.noteUnread(ctx, d); err != nil {
				return p, err
			}
		case errors.As(err, &refused):
			// This chat cannot be read now, for instance because WhatsApp moves
			// it to another id at this moment.
		case err != nil:
			return p, err
		}
	}
	return p, a.collectOlder(ctx, p, histories, start)
}

// dueChats returns the linked chats that have to be read, those in which something is
// known to be new before those that are only looked at, and those whose history was
// ordered and is not read to its end, each in the order of WhatsApp's list.
func (a *App) dueChats(ctx context.Context, p page) (chats, histories []due, err error) {
	if err := a.takeTouched(ctx, p); err != nil {
		return nil, nil, err
	}
	if p, err = a.withBook(ctx, p); err != nil {
		return nil, nil, err
	}
	if err := a.journal.LearnReads(ctx, p.account.Key); err != nil {
		return nil, nil, err
	}
	var glances []due
	lately := p.lately(a.now())
	for _, row := range p.snapshot.Chats {
		d, linked, err := a.linkedChat(ctx, p, row)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case linked && a.readDue(p, d):
			chats = append(chats, d)
		case linked && a.glanceDue(p, d, lately):
			glances = append(glances, d)
		}
		if linked && d.read.Older != nil {
			histories = append(histories, d)
		}
	}
	histories, err = a.olderNow(ctx, p, histories)
	return append(chats, glances...), histories, err
}

// linkedChat returns what is known of the chat of a row, and whether it is
// backed up. Ids learned lately are kept, so that the chat is known by them when
// WhatsApp moves it.
func (a *App) linkedChat(ctx context.Context, p page, row contract.ChatRow) (due, bool, error) {
	chat, identity, err := a.knownChat(ctx, p, row)
	if err != nil || !chat.Link.Active() || !whatsapp.PolicyOf(identity, row).BackUp {
		return due{}, false, err
	}
	if end := historyEnd(row, p.snapshot.FirstSync); !p.knows(chat, row, end) {
		if chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool { c.Title, c.HistoryEnd = row.Title, end; return true }); err != nil {
			return due{}, false, err
		}
	}
	read, err := a.journal.Read(ctx, chatRef(chat))
	read.Since = chat.Link.Since
	return due{row: row, identity: identity, chat: chat, read: read}, true, err
}

// knows says whether the page's book holds a chat as its row shows it, so that
// nothing has to be stored.
func (p page) knows(chat store.Chat, row contract.ChatRow, end contract.HistoryEnd) bool {
	if p.book == nil {
		return false
	}
	stored, found := p.book.Chat(chat.Key)
	return found && stored.Title == row.Title && stored.HistoryEnd == end && slices.Equal(stored.IDs, chat.IDs)
}

// takeTouched journals which linked chats the page has noticed a change in.
// Chats that are not linked are not remembered because of it. What is noticed
// between reading and removing the marks is not lost: the chat itself is read
// after that.
func (a *App) takeTouched(ctx context.Context, p page) error {
	touched, err := a.store.Touched(ctx)
	if err != nil || len(touched) == 0 {
		return err
	}
	jids := slices.Sorted(maps.Keys(touched))
	for _, jid := range jids {
		chat, err := a.chatCalled(ctx, p, jid)
		if err != nil {
			return err
		}
		if !chat.Link.Active() {
			continue
		}
		if err := a.journal.Touch(ctx, chatRef(chat), touched[jid]); err != nil {
			return err
		}
	}
	// A mark that was written meanwhile may name an older message; it stays.
	now, err := a.store.Touched(ctx)
	if err != nil {
		return err
	}
	jids = slices.DeleteFunc(jids, func(jid string) bool { return now[jid] != touched[jid] })
	return a.store.ForgetTouched(ctx, jids)
}

// behind says whether a chat shows something that has not been read.
func (a *App) behind(p page, d due) bool {
	switch {
	case d.row.T < d.chat.Link.Since:
		return false
	case d.read.Cursor == nil, d.read.Gap != nil, d.read.Touched():
		return true
	default:
		return d.row.T > d.read.Cursor.T || a.unwatched(p, d)
	}
}

// chatCalled returns the chat of a JID, by the ids its row names if it is
// listed: a chat that has just moved is not known by its new id yet.
func (a *App) chatCalled(ctx context.Context, p page, jid string) (store.Chat, error) {
	for _, row := range p.snapshot.Chats {
		if jid == row.Chat || jid == row.Phone || jid == row.LID {
			chat, _, err := a.knownChat(ctx, p, row)
			return chat, err
		}
	}
	return a.store.ResolveChat(ctx, p.account.Key, jid, []string{jid})
}

// readDue says whether a chat is to be read: it is behind, or the last read
// followed so closely upon its last message that another one of the same second
// may have come after it. WhatsApp's times are whole seconds. While WhatsApp can
// be read in part only, a chat stays behind; it is read again when it shows
// news.
func (a *App) readDue(p page, d due) bool {
	if partial := d.read.Partial; partial != nil && p.partial() && d.row.T <= partial.T && !d.read.Touched() {
		return false
	}
	if a.behind(p, d) {
		return true
	}
	return d.row.T >= d.chat.Link.Since && d.row.T == d.read.Cursor.T && d.read.At <= d.row.T+sameSecond
}

// readChat reads a chat backwards from its newest message until it reaches
// what was read before, and journals every page with the mark of how far it
// came. See journal.Read.
func (a *App) readChat(ctx context.Context, p page, d due) error {
	read, row := d.read, d.row
	seen := read.Touches
	back, unwatched := a.lookBack(p, d), a.unwatched(p, d)
	for range pagesPerChat {
		got, rejected, err := a.askMessages(ctx, p, d.identity, before(read.Gap), pageSize)
		if errors.Is(err, PageAnchorGone) && read.Gap != nil {
			if read.Gap.Back > 0 && (back == 0 || read.Gap.Back < back) {
				back = read.Gap.Back
			}
			read.Gap = nil
			continue
		}
		if err != nil {
			return err
		}
		if got.Partial {
			return a.readPartial(ctx, p, d, got, rejected)
		}
		newestPage := read.Gap == nil
		filed, newest := file(got.Messages, read.Floor(), a.zone)
		if newestPage && got.Oldest != "" {
			read.Gap = &journal.Gap{Top: topOf(got, row), Back: back}
		}
		if newestPage {
			read.Seen, read.At, read.Epoch, read.Partial = seen, a.now().Unix(), p.snapshot.Epoch, nil
			// How far down the changes lie is kept with the gap from here on.
			read.Changed = 0
			if unwatched || d.read.Cursor == nil {
				read.Swept = read.At
			}
		}
		if read.Gap != nil {
			read.Gap.Before = got.Oldest
		}
		if read.Gap != nil {
			read.Gap.Joined = read.Gap.Joined || reached(got.Messages, read.Cursor)
			read.Gap.Short = read.Gap.Short || len(filed) < len(got.Messages)
		}
		done := got.Start || got.Oldest == "" || len(got.Messages) > 0 && (newest < read.Since || read.Gap.Joined && passed(got.Messages, read.Gap.Back))
		if done {
			if got.Start && (read.Gap == nil || !read.Gap.Short) && len(filed) == len(got.Messages) {
				read.Start = d.chat.HistoryEnd
			}
			if read.Gap != nil {
				read.Cursor = &read.Gap.Top
			} else {
				read.Cursor = &journal.Mark{ID: nowhere, T: row.T}
			}
			read.Gap = nil
			if read.Partial != nil && read.Partial.T <= read.Cursor.T {
				// Everything up to there has been read whole.
				read.Partial = nil
			}
		}
		batch := p.batch(filed, rejected)
		batch.Older = !newestPage
		if _, err := a.journal.Observe(ctx, chatRef(d.chat), batch, read); err != nil {
			return err
		}
		if done {
			return nil
		}
	}
	return nil
}

// lookBack returns how far down a chat is read although it is known there, Unix
// seconds, because messages may have changed; 0 for not at all.
func (a *App) lookBack(p page, d due) int64 {
	var back int64
	reach := func(t int64) {
		if t > 0 && (back == 0 || t < back) {
			back = t
		}
	}
	if d.read.Touched() {
		// What was edited since the last read was written shortly before it at
		// the earliest; of anything older the hint has named the time.
		if d.read.At > 0 {
			reach(d.read.At - editable)
		}
		reach(d.read.Changed)
	}
	if d.read.At > 0 && a.unwatched(p, d) {
		reach(max(d.read.Floor(), a.now().Unix()-changeWindow))
	}
	return back
}

// batch makes a batch of what was read of a page.
func (p page) batch(filed []journal.Filed, rejected []whatsapp.Rejected) journal.Batch {
	return journal.Batch{
		Messages: filed, Rejected: names(rejected),
		NoReactions: p.snapshot.Variants[string(contract.CapabilityReactions)] == "" || p.state == contract.TabPartial,
	}
}

func before(gap *journal.Gap) string {
	if gap == nil {
		return ""
	}
	return gap.Before
}

// names returns the bare ids of rejected messages, "?" for one without.
func names(rejected []whatsapp.Rejected) []string {
	var ids []string
	for _, r := range rejected {
		ids = append(ids, cmp.Or(r.ID, "?"))
	}
	return ids
}

// readPartial journals pages that may have left messages out, beginning with the
// newest, which was read. Neither cursor nor gap moves because of them, so the
// chat is not proven complete, and what was left out is read when WhatsApp can
// be read whole again.
func (a *App) readPartial(ctx context.Context, p page, d due, got whatsapp.Page, rejected []whatsapp.Rejected) error {
	read := d.read
	top := journal.Mark{ID: nowhere, T: d.row.T}
	read.Seen, read.At, read.Partial = d.read.Touches, a.now().Unix(), &top
	for n := range pagesPerChat {
		filed, newest := file(got.Messages, read.Floor(), a.zone)
		batch := p.batch(filed, rejected)
		batch.Older = n > 0
		if _, err := a.journal.Observe(ctx, chatRef(d.chat), batch, read); err != nil {
			return err
		}
		known := reached(got.Messages, read.Cursor) || reached(got.Messages, d.read.Partial)
		if got.Start || got.Oldest == "" || len(got.Messages) > 0 && newest < read.Floor() || known {
			return nil
		}
		var err error
		if got, rejected, err = a.askMessages(ctx, p, d.identity, got.Oldest, pageSize); err != nil {
			return err
		}
	}
	return nil
}

// noteUnread notes that a chat could not be read, so that its card says why. It is
// read again in the next cycle, unlike one of which a part was read: the mark is
// older than anything the chat shows.
func (a *App) noteUnread(ctx context.Context, d due) error {
	if d.read.Partial != nil {
		return nil
	}
	return a.journal.NotePartial(ctx, chatRef(d.chat), journal.Mark{ID: nowhere})
}

// nowhere is the id of a mark that stands at no message.
const nowhere = "-"

// topOf marks the newest message of a page. None of its messages may have been
// understood; the time of the chat's last activity then stands alone.
func topOf(got whatsapp.Page, row contract.ChatRow) journal.Mark {
	if len(got.Messages) == 0 {
		return journal.Mark{ID: nowhere, T: row.T}
	}
	top := got.Messages[len(got.Messages)-1]
	return journal.Mark{ID: top.DedupID(), T: max(top.T, row.T)}
}

// errUnreadable says that the page's answer about one chat was of no use.
var errUnreadable = errors.New("the chat cannot be read")

// askMessages asks for one page, as soon as messages may be asked for again: the
// newest, or the one before a key.
func (a *App) askMessages(ctx context.Context, p page, identity whatsapp.Identity, before string, count int) (whatsapp.Page, []whatsapp.Rejected, error) {
	if err := a.awaitTurn(ctx); err != nil {
		return whatsapp.Page{}, nil, err
	}
	question := &contract.MessagesQuestion{Chat: identity.Chat.String(), Count: count, Before: before}
	raw, err := a.pages.Ask(ctx, p.tab.ID, contract.PageQuestion{V: contract.Version, Op: contract.OpMessagesRead, Messages: question})
	a.asking.answered(a.now())
	var refused PageError
	switch {
	case err == nil:
	case tabLost(err), errors.As(err, &refused), ctx.Err() != nil:
		return whatsapp.Page{}, nil, err
	default:
		return whatsapp.Page{}, nil, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	got, rejected, err := whatsapp.DecodePage(raw, identity, a.now().Unix())
	if err != nil {
		return whatsapp.Page{}, nil, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	if !got.Me.Same(p.me) {
		// Another account was signed in since the snapshot; nothing of it may
		// reach this account's journal.
		return whatsapp.Page{}, nil, PageNotReady
	}
	return got, rejected, nil
}

// file sorts messages into the calendar days of the zone, leaving out those
// before since. newest is the time of the newest message of the page: it tells how
// far a reading has come. WhatsApp may list a message that comes late among the last
// ones, so the time of a page's oldest message says nothing of those before it.
func file(messages []whatsapp.Message, since int64, zone transcript.Zone) (filed []journal.Filed, newest int64) {
	for _, m := range messages {
		newest = max(newest, m.T)
		if m.T < since {
			continue
		}
		filed = append(filed, journal.Filed{Date: transcript.DayOf(m.T, zone), Message: m})
	}
	return filed, newest
}

// passed says whether a reading has come down to a time, 0 for none, with a page of
// which nothing is new: the older half of it lies there.
func passed(messages []whatsapp.Message, back int64) bool {
	for _, m := range messages[:(len(messages)+1)/2] {
		if back != 0 && m.T > back {
			return false
		}
	}
	return true
}

// reached says whether a page joins what was read before.
func reached(messages []whatsapp.Message, cursor *journal.Mark) bool {
	if cursor == nil {
		return false
	}
	beyond := len(messages) > 0
	for _, m := range messages {
		if m.DedupID() == cursor.ID {
			return true
		}
		beyond = beyond && m.T < cursor.T-lateBy
	}
	return beyond
}
