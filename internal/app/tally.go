package app

import (
	"context"
	"reflect"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

// tally counts what Zoho has confirmed of an account's linked chats and what
// waits, and keeps the reason why a note was refused. It counts from what is
// stored alone, so that a cycle that was cut short is made good by the next; notes
// and messages are read of those chats only in which something waits or was
// refused. It returns the chats, and the time of each one's last confirmed message
// in Unix seconds by its key.
func (a *App) tally(ctx context.Context, account store.Account) (chats []store.Chat, savedUntil map[string]int64, err error) {
	all, err := a.store.Chats(ctx, account.Key)
	if err != nil {
		return nil, nil, err
	}
	days, err := a.journal.Dirty(ctx, account.Key)
	if err != nil {
		return nil, nil, err
	}
	recalled, err := a.journal.Recalled(ctx, account.Key)
	if err != nil {
		return nil, nil, err
	}
	dirty := map[string][]journal.Day{}
	for _, d := range append(days, recalled...) {
		dirty[d.Key] = append(dirty[d.Key], d)
	}
	totals, err := a.journal.Totals(ctx, account.Key)
	if err != nil {
		return nil, nil, err
	}
	if err := a.journal.LearnReads(ctx, account.Key); err != nil {
		return nil, nil, err
	}
	files, err := a.filesDue(ctx, account)
	if err != nil {
		return nil, nil, err
	}
	savedUntil = map[string]int64{}
	for _, chat := range all {
		if chat.Link == nil {
			continue
		}
		savedUntil[chat.Key] = totals[chat.Key].LastT
		if chat, err = a.tallyChat(ctx, chat, totals[chat.Key], files[chat.Key], dirty[chat.Key]); err != nil {
			return nil, nil, err
		}
		chats = append(chats, chat)
	}
	return chats, savedUntil, nil
}

func (a *App) tallyChat(ctx context.Context, chat store.Chat, totals journal.Totals, files journal.DueFiles, dirty []journal.Day) (store.Chat, error) {
	read, err := a.journal.Read(ctx, chatRef(chat))
	if err != nil {
		return chat, err
	}
	t := store.Tally{Saved: totals.Count - totals.Skipped, Skipped: totals.Skipped, Encrypted: totals.Encrypted}
	t.Attached, t.Unattached, t.FilesWaiting = totals.Attached, totals.Unattached+files.Large, files.Waiting
	noteRead(&t, read)
	refused := readingProblem(read)
	if totals.Refused > 0 || len(dirty) > 0 {
		notes, err := a.journal.Notes(ctx, chatRef(chat))
		if err != nil {
			return chat, err
		}
		confirmed := map[string]int{}
		for _, n := range notes {
			confirmed[n.Date] += n.Count
			if n.State == journal.NoteRefused && n.Problem != nil {
				refused = n.Problem
			}
		}
		if t.Waiting, err = a.waiting(ctx, dirty, confirmed); err != nil {
			return chat, err
		}
	}
	change := func(c *store.Chat) bool {
		if c.Link == nil || c.Link.Gone {
			return false
		}
		c.Tally = t
		if c.Create == nil {
			c.Problem = refused
		}
		return true
	}
	if next := chat; !change(&next) || reflect.DeepEqual(next, chat) {
		return chat, nil
	}
	return a.updateChat(ctx, chat, change)
}

// filesDue counts the files that are not settled, by the keys of an account's chats;
// none while the user does not want any to be attached.
func (a *App) filesDue(ctx context.Context, account store.Account) (map[string]journal.DueFiles, error) {
	settings, err := a.store.Settings(ctx)
	if err != nil || !settings.AttachMedia {
		return nil, err
	}
	return a.journal.AttachmentsDue(ctx, account.Key, fileLimit(settings))
}

// waiting counts the messages of some days that Zoho has not confirmed.
func (a *App) waiting(ctx context.Context, dirty []journal.Day, confirmed map[string]int) (int, error) {
	n := 0
	for _, d := range dirty {
		entries, err := a.journal.Messages(ctx, d)
		if err != nil {
			return 0, err
		}
		visible := 0
		for _, e := range entries {
			if e.Message.Visible() {
				visible++
			}
		}
		// A day that is dirty because of an edit waits with one message.
		n += max(1, visible-confirmed[d.Date])
	}
	return n, nil
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
