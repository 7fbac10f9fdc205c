package app

import (
	"context"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

// turn says which days it is the turn of in a cycle.
type turn struct {
	pace pace
	// today is the calendar day.
	today string
	// wished says that the user has asked for everything now, and open is the chat
	// the user looks at.
	wished bool
	open   journal.Chat
	// held says that days wait for their turn, and wrote that Zoho has confirmed
	// something.
	held, wrote bool
	// until is when the writing of this cycle ends, and late says that something is left
	// for the next one because of that.
	until time.Time
	late  bool
}

// quiet says that nothing is written.
func (t *turn) quiet() bool { return !t.wished && !t.pace.quietUntil.IsZero() }

// all says that everything is written.
func (t *turn) all() bool {
	return t.wished || t.pace.quietUntil.IsZero() && t.pace.next.IsZero()
}

// saveAll writes what Zoho lacks of all accounts, as far as it is time for it. What
// the user has wished for is always due; a wish that could not be fulfilled stays, as
// does the turn of what is left because time was up.
func (a *App) saveAll(ctx context.Context, p page, accounts []store.Account, report *cycleReport) error {
	pace, err := a.paceNow(ctx)
	if err != nil {
		return err
	}
	t := turn{pace: pace, today: transcript.DayOf(a.now().Unix(), a.zone), wished: a.wished.Swap(false), until: a.now().Add(backup.Budget)}
	report.wished = t.wished
	if err := a.saveTurn(ctx, p, accounts, &t); err != nil {
		if t.wished {
			a.wished.Store(true)
		}
		return err
	}
	if report.late = t.late; t.late && t.wished {
		a.wished.Store(true)
	}
	if t.held && t.quiet() {
		report.quiet = &contract.Problem{Code: contract.ProblemQuiet, RetryAt: pace.quietUntil.UnixMilli()}
	}
	return nil
}

func (a *App) saveTurn(ctx context.Context, p page, accounts []store.Account, t *turn) error {
	if p.shown() && p.snapshot.Active != "" {
		open, err := a.chatCalled(ctx, p, p.snapshot.Active)
		if err != nil {
			return err
		}
		t.open = chatRef(open)
	}
	for _, account := range accounts {
		if !t.quiet() {
			if err := a.journal.LookBack(ctx, account.Key, a.nowMS(), backup.LookBackAfter.Milliseconds()); err != nil {
				return err
			}
		}
		if err := a.save(ctx, account, t); err != nil {
			return err
		}
	}
	if !t.all() || !t.wrote || t.late {
		return nil
	}
	return a.store.SaveLastRound(ctx, a.nowMS())
}

// dueDays returns the days whose turn it is. Outside of quiet hours the open chat
// does not wait, nor does a chat of which Zoho holds nothing yet, nor an earlier
// day that has no note: waiting would not make it cheaper.
func (a *App) dueDays(ctx context.Context, t *turn, days []journal.Day) ([]journal.Day, error) {
	if t.all() {
		return days, nil
	}
	if t.quiet() {
		t.held = t.held || len(days) > 0
		return nil, nil
	}
	var due []journal.Day
	known := map[journal.Chat][]journal.Note{}
	for _, d := range days {
		notes, read := known[d.Chat]
		if !read {
			var err error
			if notes, err = a.journal.Notes(ctx, d.Chat); err != nil {
				return nil, err
			}
			notes = slices.DeleteFunc(notes, func(n journal.Note) bool { return n.ID == "" })
			known[d.Chat] = notes
		}
		first := len(notes) == 0 || d.Date < t.today && !slices.ContainsFunc(notes, func(n journal.Note) bool { return n.Date == d.Date })
		if d.Chat == t.open || first {
			due = append(due, d)
		} else {
			t.held = true
		}
	}
	return due, nil
}
