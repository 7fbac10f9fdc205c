package app

import (
	"context"
	"errors"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

// readHistory takes the user's order to save the older messages of a linked
// chat. The order is stored; the reading goes on in every cycle until it has
// come as far as it was told, or to the end of what WhatsApp Web holds.
func (a *App) readHistory(ctx context.Context, in contract.ReadHistory) error {
	if in.From < 0 || in.From > a.now().Unix() {
		return fail(contract.CodeInvalid, "", "the history begins at no such time")
	}
	chat, err := a.backedUpHere(ctx, in.Chat)
	if err != nil {
		return err
	}
	if err := a.journal.ReadOlder(ctx, chatRef(chat), in.From); err != nil {
		return err
	}
	if chat, err = a.noteReading(ctx, chat); err != nil {
		return err
	}
	return a.saveCard(ctx, chat, contract.ChatLinked)
}

// backedUpHere reads the page and returns a chat on it that is backed up.
func (a *App) backedUpHere(ctx context.Context, jid string) (store.Chat, error) {
	p, row, err := a.chatOnPage(ctx, jid)
	if err != nil {
		return store.Chat{}, err
	}
	chat, _, err := a.knownChat(ctx, p, row)
	if err == nil && !chat.Link.Active() {
		err = fail(contract.CodeConflict, "", "the chat is not backed up")
	}
	return chat, err
}

// enoughWaiting is how many messages may wait for Zoho before no older ones are read:
// what waits is laid out together, in memory, and there is no hurry to read what
// cannot be written.
const enoughWaiting = 4000

// collectOlder goes on with the histories that were ordered, with what is left
// of a cycle's time after everything new was read.
func (a *App) collectOlder(ctx context.Context, p page, histories []due, start time.Time) error {
	if len(histories) == 0 {
		return nil
	}
	waiting := 0
	if err := a.store.EachChat(ctx, p.account.Key, func(c *store.Chat) { waiting += c.Tally.Waiting }); err != nil {
		return err
	}
	if waiting > enoughWaiting {
		a.deeds.Add(1)
		return nil
	}
	for _, d := range histories {
		err := a.readOlder(ctx, p, d, start)
		var refused PageError
		switch {
		case tabLost(err):
			return nil
		case errors.As(err, &refused), errors.Is(err, errUnreadable):
			continue
		case err != nil:
			return err
		}
	}
	return nil
}

// readOlder reads one chat from where its history reading stands. It walks over
// what is known already: that costs nothing but time, and needs no mark that
// would be lost when WhatsApp moves the chat to another id.
func (a *App) readOlder(ctx context.Context, p page, d due, start time.Time) error {
	older := *d.read.Older
	if older.Partial && !p.partial() {
		older = journal.Older{From: older.From, Read: older.Read, Low: older.Low}
	}
	for a.now().Sub(start) <= readBudget {
		// What is stopped while a page is read is stopped before the next one.
		var err error
		if d.read, err = a.journal.Read(ctx, chatRef(d.chat)); err != nil {
			return err
		}
		if due, err := a.olderNow(ctx, p, []due{d}); err != nil || len(due) == 0 {
			return err
		}
		got, rejected, err := a.askMessages(ctx, p, d.identity, older.Before, pageSize)
		if errors.Is(err, PageAnchorGone) && older.Before != "" {
			older.Before, older.Left = "", nil
			continue
		}
		if err != nil {
			return err
		}
		filed, newest := file(got.Messages, older.From, a.zone)
		if left := older.Before; older.Left == nil && len(filed) < len(got.Messages) {
			older.Left = &left
		}
		if beyond := len(got.Messages) > 0 && newest < older.From; beyond {
			older.Done = true
		} else {
			older.Before, older.Done = got.Oldest, got.Start || got.Oldest == ""
		}
		older.Partial = older.Partial || got.Partial
		if _, err := a.journal.ObserveOlder(ctx, chatRef(d.chat), p.batch(filed, rejected), older); err != nil {
			return err
		}
		read, err := a.journal.Read(ctx, chatRef(d.chat))
		if err != nil {
			return err
		}
		older = *read.Older
		if d.chat, err = a.noteReading(ctx, d.chat); err != nil {
			return err
		}
		if err := a.saveCard(ctx, d.chat, contract.ChatLinked); err != nil || older.Done {
			return err
		}
	}
	return nil
}

// noteReading copies what the card shows of a chat's reading from the journal.
func (a *App) noteReading(ctx context.Context, chat store.Chat) (store.Chat, error) {
	read, err := a.journal.Read(ctx, chatRef(chat))
	if err != nil {
		return chat, err
	}
	return a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if c.Link == nil {
			return false
		}
		noteRead(&c.Tally, read)
		return true
	})
}

// noteRead puts what was read of a chat into its tally.
func noteRead(t *store.Tally, read journal.Read) {
	t.Oldest, t.Unread = read.Oldest, len(read.Unread)
	t.OlderFrom, t.ReadingOlder, t.OlderPaused, t.Older = nil, false, false, 0
	if older := read.Older; older != nil {
		t.OlderFrom, t.ReadingOlder, t.OlderPaused, t.Older = &older.From, !older.Done, older.Paused, older.Read
	}
}

// historyEnd says what lies before the oldest message of a chat that this
// browser holds, from Chat.endOfHistoryTransferType (WAWebChatModel, client
// revision 1044822804): 0 complete and more on the phone, 1 complete and no
// more, 2 incomplete, 3 not included, 4 fetched on demand and more on the phone,
// 5 on demand without access.
func historyEnd(row contract.ChatRow, first contract.FirstSync) contract.HistoryEnd {
	switch row.EndOfHistory {
	case 1:
		return contract.HistoryAll
	case 0, 3, 4:
		return contract.HistoryOnPhone
	case 5:
		return contract.HistoryNoAccess
	case 2:
		return contract.HistoryRunning
	}
	if first == contract.FirstSyncRunning {
		return contract.HistoryRunning
	}
	return contract.HistoryUnknown
}
