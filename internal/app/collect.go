package app

import (
	"context"
	"errors"
	"fmt"
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
	// betweenPages paces the reading of a long history, so that WhatsApp's page
	// stays quick for the person who uses it.
	betweenPages = 200 * time.Millisecond
)

// collect journals what is new in the linked chats. A chat is read only when
// the chat list shows something newer than what was read, or a hint came.
func (a *App) collect(ctx context.Context, p page) error {
	start := a.now()
	if err := a.takeTouched(ctx, p); err != nil {
		return err
	}
	for _, row := range p.snapshot.Chats {
		if a.now().Sub(start) > readBudget {
			return nil
		}
		chat, identity, err := a.knownChat(ctx, p, row)
		if err != nil {
			return err
		}
		if !whatsapp.PolicyOf(identity, row).BackUp || !chat.Link.Active() {
			continue
		}
		// Ids learned lately are kept, so that the chat is known by them when
		// WhatsApp moves it.
		if chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool { c.Title = row.Title; return true }); err != nil {
			return err
		}
		read, err := a.journal.Read(ctx, chatRef(chat))
		if err != nil {
			return err
		}
		if !readDue(chat, row, read) {
			continue
		}
		err = a.readChat(ctx, p, identity, chat, read)
		var refused PageError
		switch {
		case tabLost(err):
			// The next cycle goes on from the stored mark.
			return nil
		case errors.As(err, &refused), errors.Is(err, errUnreadable):
			// This chat cannot be read now, for instance because WhatsApp moves
			// it to another id at this moment. The mark stays, so it is not
			// proven complete, and the others go on.
			continue
		case err != nil:
			return err
		}
	}
	return nil
}

// takeTouched journals which linked chats the page has noticed a change in.
// Chats that are not linked are not remembered because of it. What is noticed
// between reading and removing the marks is not lost: the chat itself is read
// after that.
func (a *App) takeTouched(ctx context.Context, p page) error {
	jids, err := a.store.Touched(ctx)
	if err != nil || len(jids) == 0 {
		return err
	}
	for _, jid := range jids {
		chat, err := a.chatCalled(ctx, p, jid)
		if err != nil {
			return err
		}
		if !chat.Link.Active() {
			continue
		}
		if err := a.journal.Touch(ctx, chatRef(chat)); err != nil {
			return err
		}
	}
	return a.store.ForgetTouched(ctx, jids)
}

// behind says whether a chat shows something that has not been read.
func behind(chat store.Chat, row contract.ChatRow, read journal.Read) bool {
	switch {
	case row.T < chat.Link.Since:
		return false
	case read.Cursor == nil, read.Gap != nil, read.Touched():
		return true
	default:
		return row.T > read.Cursor.T
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
// may have come after it. WhatsApp's times are whole seconds.
func readDue(chat store.Chat, row contract.ChatRow, read journal.Read) bool {
	if behind(chat, row, read) {
		return true
	}
	return row.T >= chat.Link.Since && row.T == read.Cursor.T && read.At <= row.T+sameSecond
}

// readChat reads a chat backwards from its newest message until it reaches
// what was read before, and journals every page with the mark of how far it
// came. See journal.Read.
func (a *App) readChat(ctx context.Context, p page, identity whatsapp.Identity, chat store.Chat, read journal.Read) error {
	row, _ := p.row(identity.Chat.String())
	read.Since = chat.Link.Since
	seen := read.Touches
	// What was edited since the last read was written shortly before it at the
	// earliest.
	var back int64
	if read.Touched() && read.At > 0 {
		back = read.At - editable
	}
	for range pagesPerChat {
		got, rejected, err := a.askMessages(ctx, p, identity, read.Gap)
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
			return a.keepPartial(ctx, chat, got, read)
		}
		newestPage := read.Gap == nil
		filed, oldest := file(got.Messages, read.Since, a.zone)
		read.Rejected += rejected
		if newestPage && got.Oldest != "" {
			read.Gap = &journal.Gap{Top: topOf(got, row), Back: back}
		}
		if newestPage {
			read.Seen, read.At = seen, a.now().Unix()
		}
		if read.Gap != nil {
			read.Gap.Before = got.Oldest
		}
		done := got.Start || got.Oldest == "" || len(got.Messages) > 0 && oldest < read.Since || reached(got.Messages, read.Cursor) && (read.Gap.Back == 0 || oldest <= read.Gap.Back)
		if done {
			if read.Gap != nil {
				read.Cursor = &read.Gap.Top
			} else {
				read.Cursor = &journal.Mark{ID: nowhere, T: row.T}
			}
			read.Gap = nil
		}
		if _, err := a.journal.Observe(ctx, chatRef(chat), journal.Batch{Messages: filed, Older: !newestPage}, read); err != nil {
			return err
		}
		if done {
			return nil
		}
		if err := a.clock.Sleep(ctx, betweenPages); err != nil {
			return err
		}
	}
	return nil
}

// keepPartial journals a page that may have left messages out. Neither cursor
// nor gap moves because of it, so the chat is not proven complete, and what was
// left out is read when WhatsApp can be read whole again.
func (a *App) keepPartial(ctx context.Context, chat store.Chat, got whatsapp.Page, read journal.Read) error {
	filed, _ := file(got.Messages, read.Since, a.zone)
	_, err := a.journal.Observe(ctx, chatRef(chat), journal.Batch{Messages: filed}, read)
	return err
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

// askMessages asks for one page: the newest, or the one before a gap's end.
func (a *App) askMessages(ctx context.Context, p page, identity whatsapp.Identity, gap *journal.Gap) (whatsapp.Page, int, error) {
	question := &contract.MessagesQuestion{Chat: identity.Chat.String(), Count: pageSize}
	if gap != nil {
		question.Before = gap.Before
	}
	raw, err := a.pages.Ask(ctx, p.tab.ID, contract.PageQuestion{V: contract.Version, Op: contract.OpMessagesRead, Messages: question})
	var refused PageError
	switch {
	case err == nil:
	case tabLost(err), errors.As(err, &refused), ctx.Err() != nil:
		return whatsapp.Page{}, 0, err
	default:
		return whatsapp.Page{}, 0, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	got, rejected, err := whatsapp.DecodePage(raw, identity, a.now().Unix())
	if err != nil {
		return whatsapp.Page{}, 0, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	if !got.Me.Same(p.me) {
		// Another account was signed in since the snapshot; nothing of it may
		// reach this account's journal.
		return whatsapp.Page{}, 0, PageNotReady
	}
	return got, len(rejected), nil
}

// file sorts messages into the calendar days of the zone, leaving out those
// before since. oldest is the time of the oldest message of the page.
func file(messages []whatsapp.Message, since int64, zone transcript.Zone) (filed []journal.Filed, oldest int64) {
	for i, m := range messages {
		if i == 0 || m.T < oldest {
			oldest = m.T
		}
		if m.T < since {
			continue
		}
		filed = append(filed, journal.Filed{Date: transcript.DayOf(m.T, zone), Message: m})
	}
	return filed, oldest
}

// reached says whether a page joins what was read before.
func reached(messages []whatsapp.Message, cursor *journal.Mark) bool {
	if cursor == nil {
		return false
	}
	for _, m := range messages {
		if m.DedupID() == cursor.ID || m.T < cursor.T-lateBy {
			return true
		}
	}
	return false
}
