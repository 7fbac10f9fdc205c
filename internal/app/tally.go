package app

import (
	"context"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

// tally counts what Zoho has confirmed of an account's linked chats and what
// waits, and keeps the reason why a note was refused. It counts from what is
// stored alone, so that a cycle that was cut short is made good by the next. It
// returns the chats, and the time of each one's last confirmed message in Unix
// seconds by its key.
func (a *App) tally(ctx context.Context, account store.Account) (chats []store.Chat, savedUntil map[string]int64, err error) {
	all, err := a.store.Chats(ctx, account.Key)
	if err != nil {
		return nil, nil, err
	}
	days, err := a.journal.Dirty(ctx, account.Key)
	if err != nil {
		return nil, nil, err
	}
	dirty := map[string][]journal.Day{}
	for _, d := range days {
		dirty[d.Key] = append(dirty[d.Key], d)
	}
	savedUntil = map[string]int64{}
	for _, chat := range all {
		if chat.Link == nil {
			continue
		}
		notes, err := a.journal.Notes(ctx, chatRef(chat))
		if err != nil {
			return nil, nil, err
		}
		for _, n := range notes {
			savedUntil[chat.Key] = max(savedUntil[chat.Key], n.LastT)
		}
		if chat, err = a.tallyChat(ctx, chat, notes, dirty[chat.Key]); err != nil {
			return nil, nil, err
		}
		chats = append(chats, chat)
	}
	return chats, savedUntil, nil
}

func (a *App) tallyChat(ctx context.Context, chat store.Chat, notes []journal.Note, dirty []journal.Day) (store.Chat, error) {
	read, err := a.journal.Read(ctx, chatRef(chat))
	if err != nil {
		return chat, err
	}
	var t store.Tally
	noteRead(&t, read)
	refused := readingProblem(read)
	confirmed := map[string]int{}
	for _, n := range notes {
		t.Saved += n.Count - n.Skipped
		t.Skipped += n.Skipped
		t.Encrypted += n.Encrypted
		confirmed[n.Date] += n.Count
		if n.State == journal.NoteRefused && n.Problem != nil {
			refused = n.Problem
		}
	}
	for _, d := range dirty {
		entries, err := a.journal.Messages(ctx, d)
		if err != nil {
			return chat, err
		}
		visible := 0
		for _, e := range entries {
			if e.Message.Visible() {
				visible++
			}
		}
		// A day that is dirty because of an edit waits with one message.
		t.Waiting += max(1, visible-confirmed[d.Date])
	}
	return a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if c.Link == nil || c.Link.Gone {
			return false
		}
		c.Tally = t
		if c.Create == nil {
			c.Problem = refused
		}
		return true
	})
}

// readingProblem says what keeps a chat from being read whole, nil for nothing.
func readingProblem(read journal.Read) *contract.Problem {
	switch {
	case read.Partial != nil:
		return &contract.Problem{Code: contract.ProblemPartial}
	case len(read.Unread) > 0:
		return &contract.Problem{Code: contract.ProblemMessagesUnread}
	}
	return nil
}
