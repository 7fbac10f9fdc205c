package app

import (
	"context"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

const (
	// wordsKept is for how long after its day a message keeps its words here, in
	// seconds: as long as changes are looked for, and two days more for a person
	// who travels through time zones.
	wordsKept = changeWindow + 2*24*60*60
	// unlinkedFor is for how many days the words of messages that are not saved are kept
	// of a chat that belongs to no record: so long a click brings everything back.
	unlinkedFor = 30
	// tidyBudget bounds the dropping of words in one cycle.
	tidyBudget = 2 * time.Second
)

// tidy drops the words of days that can no longer change and stand in Zoho, the
// oldest first, some in each cycle, and those of chats that have belonged to no record
// for long. Once all are looked through it rests until the next day.
func (a *App) tidy(ctx context.Context, account store.Account) error {
	before := a.tidiesTo()
	done, err := a.journal.Tidied(ctx, account.Key)
	if err != nil || done.Before == before && done.After == nil {
		return err
	}
	days, err := a.journal.Worded(ctx, account.Key, before)
	if err != nil {
		return err
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return err
	}
	start := a.now()
	given := map[journal.Chat]bool{}
	for _, d := range days {
		if done.Before == before && done.After != nil && !later(d, *done.After) {
			continue
		}
		up, known := given[d.Chat]
		if !known {
			if up, err = a.givenUp(ctx, d.Chat); err != nil {
				return err
			}
			given[d.Chat] = up
		}
		if up {
			err = a.journal.DropUnsent(ctx, d)
		} else {
			err = a.dropWords(ctx, d, settings)
		}
		if err != nil {
			return err
		}
		done = journal.Tidied{Before: before, After: &d}
		if a.now().Sub(start) > tidyBudget {
			a.deeds.Add(1)
			return a.journal.SetTidied(ctx, account.Key, done)
		}
	}
	return a.journal.SetTidied(ctx, account.Key, journal.Tidied{Before: before})
}

// givenUp says whether a chat has belonged to no record for so long that nobody is
// taken to link it again: it was unlinked or excluded, or its record is gone, or what
// was known of it is lost. A chat whose backup is paused belongs to its record.
func (a *App) givenUp(ctx context.Context, c journal.Chat) (bool, error) {
	chat, stored, err := a.store.Chat(ctx, c.Account, c.Key)
	if err != nil {
		return false, err
	}
	if stored && chat.Link != nil && !chat.Link.Gone {
		return false, a.journal.Linked(ctx, c)
	}
	now := a.now()
	since, err := a.journal.Unlinked(ctx, c, transcript.DayOf(now.Unix(), a.zone))
	return since <= transcript.DayOf(now.AddDate(0, 0, -unlinkedFor).Unix(), a.zone), err
}

// dropWords drops the words of a day, unless files of its messages are to be
// attached still and are wanted.
func (a *App) dropWords(ctx context.Context, d journal.Day, settings contract.Settings) error {
	if settings.AttachMedia {
		if open, err := a.journal.AttachmentsOpen(ctx, d, fileLimit(settings)); err != nil || open {
			return err
		}
	}
	_, err := a.journal.DropWords(ctx, d)
	return err
}

// later says whether a day comes after another in the order in which words are
// dropped.
func later(d, than journal.Day) bool {
	return d.Date > than.Date || d.Date == than.Date && d.Key > than.Key
}

// resume lets days whose words were wanted again be written, when the reading that
// was ordered for them has come to its end.
func (a *App) resume(ctx context.Context, account store.Account) error {
	days, err := a.journal.Recalled(ctx, account.Key)
	if err != nil {
		return err
	}
	for _, d := range days {
		read, err := a.journal.Read(ctx, d.Chat)
		if err != nil {
			return err
		}
		if !read.AtRest() {
			continue
		}
		if err := a.journal.Resume(ctx, d); err != nil {
			return err
		}
	}
	return nil
}
