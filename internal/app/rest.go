package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/directory"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// What a cycle does follows from four things alone: what the page shows, what is
// stored, which chats the page has noticed a change in, and the clock. So a cycle
// that has looked through everything, has found every chat complete and has changed
// nothing would come to the same again for as long as the first three stay the same
// and nothing falls due. Such a cycle leaves a [store.Rest], and the cycles after it
// look no further than that. Whatever is not certain leads to a whole cycle.

// watchedPages notes every question to a page but the one for its list of chats, so
// that a cycle which asked for more is not taken for one that had nothing to do.
type watchedPages struct {
	Pages
	app *App
}

// Ask implements [Pages].
func (w watchedPages) Ask(ctx context.Context, tab int, q contract.PageQuestion) (json.RawMessage, error) {
	if q.Op != contract.OpPageRead {
		w.app.deeds.Add(1)
	}
	return w.Pages.Ask(ctx, tab, q)
}

// basis is what a cycle begins from.
type basis struct {
	page, store, journal string
	// deeds is App.deeds at that moment.
	deeds int64
}

// basisNow returns what a cycle that has just read the page begins from.
func (a *App) basisNow(ctx context.Context, p page) (b basis, err error) {
	b.page, b.deeds = p.print, a.deeds.Load()
	if b.store, err = a.store.Revision(ctx); err != nil {
		return b, err
	}
	b.journal, err = a.journal.Revision(ctx)
	return b, err
}

// fingerprint returns a word for what decisions about chats are made from in the
// answer of a page, empty when the answer is of a form in which that cannot be told.
// Which chat is open, and whether the tab is in front, is no part of it.
func fingerprint(raw json.RawMessage, snapshot contract.PageSnapshot) string {
	rows := whatsapp.RowsOf(raw)
	if rows == nil {
		return ""
	}
	rest := snapshot
	rest.Chats, rest.Active, rest.Tab = nil, "", contract.TabLife{}
	head, err := json.Marshal(rest)
	if err != nil {
		return ""
	}
	sum := sha256.New()
	sum.Write(head)
	sum.Write(rows)
	return hex.EncodeToString(sum.Sum(nil))
}

// rests says whether a cycle can end here because an earlier one of this browser
// session has found nothing to do and nothing has happened since. It then has shown
// the open chat, and report tells all that a whole cycle would.
func (a *App) rests(ctx context.Context, p page, within time.Duration, report *cycleReport) (bool, error) {
	// Whoever wishes for a backup wants the chats looked at.
	if !p.ready() || p.wished {
		return false, nil
	}
	var err error
	if report.began, err = a.basisNow(ctx, p); err != nil {
		return false, err
	}
	rest, found, err := a.store.Rest(ctx)
	if err != nil || !found || !a.holds(rest, report.began) {
		return false, err
	}
	touched, err := a.store.Touched(ctx)
	if err != nil || len(touched) > 0 {
		return false, err
	}
	if due, err := a.directoryDue(ctx, within); err != nil || due {
		return false, err
	}
	if asks, err := a.asksForOpen(ctx, p); err != nil || asks {
		return false, err
	}
	open, err := a.showOpenAtRest(ctx, p)
	if err != nil {
		return false, err
	}
	// Nothing waits, so whatever the user has wished to be written is written.
	a.wished.Store(false)
	report.rest = &rest
	if open != "" {
		report.cards = []string{open}
	}
	return true, nil
}

// holds says whether what a cycle has found still holds on another one's basis.
func (a *App) holds(rest store.Rest, b basis) bool {
	now := a.nowMS()
	return b.page != "" && b.store != "" && b.journal != "" &&
		rest.Page == b.page && rest.Store == b.store && rest.Journal == b.journal &&
		// A clock that was put back makes what is past due once more.
		rest.At <= now && (rest.Until == 0 || now < rest.Until) && rest.TidiedTo == a.tidiesTo()
}

// directoryDue says whether Zoho is to be asked for the directory, or where none is
// kept for the records of chats.
func (a *App) directoryDue(ctx context.Context, within time.Duration) (bool, error) {
	d, err := a.directoryOf(ctx)
	if err != nil || d != nil && len(d.sources) == 0 {
		return false, err
	}
	if refused, err := a.directoryRefused(ctx); err != nil || refused || d == nil {
		due, lookErr := a.linkedLookDue(ctx)
		return due, errors.Join(err, lookErr)
	}
	now := a.now()
	return d.status(now).RebuildDue || d.olderThan(within, now) || d.Next(now, within).Kind != directory.StepNone, nil
}

// asksForOpen says whether it has to be found out who the open chat is. Which chat is
// open is no part of what a rest holds for.
func (a *App) asksForOpen(ctx context.Context, p page) (bool, error) {
	row, found := p.row(p.snapshot.Active)
	if !found {
		return false, nil
	}
	chat, identity, err := a.knownChat(ctx, p, row)
	policy := whatsapp.PolicyOf(identity, row)
	return policy.Match && policy.BackUp && a.lookupDue(chat), err
}

// showOpenAtRest leaves the open chat for the sidebar. Of one that is backed up it
// returns the JID: nothing has changed on its card but when it was last checked.
func (a *App) showOpenAtRest(ctx context.Context, p page) (proven string, err error) {
	row, found := p.row(p.snapshot.Active)
	if !found {
		return "", a.showOpenChat(ctx, p, asKnown)
	}
	chat, identity, err := a.knownChat(ctx, p, row)
	if err != nil {
		return "", err
	}
	if !chat.Link.Active() || !whatsapp.PolicyOf(identity, row).BackUp {
		return "", a.showOpenChat(ctx, p, asKnown)
	}
	return row.Chat, a.store.SaveOpenChat(ctx, contract.OpenChat{V: contract.Version, Chat: row.Chat, Title: row.Title, At: p.readAt})
}

// restEnded ends a cycle that had nothing to do: every chat was proven complete once
// more.
func (a *App) restEnded(ctx context.Context, report cycleReport) error {
	marks, err := a.store.SyncMarks(ctx)
	if err != nil {
		return err
	}
	now := a.nowMS()
	marks.LastSyncAt, marks.TogetherAt = now, now
	if err := a.store.SaveSyncMarks(ctx, marks); err != nil {
		return err
	}
	if err := a.touchCards(ctx, append(report.cards, report.rest.Cards...), now); err != nil {
		return err
	}
	if err := a.noteEnd(ctx); err != nil {
		return err
	}
	return a.noteEnded(ctx, contract.BackupIdle, nil)
}

func (a *App) touchCards(ctx context.Context, jids []string, at int64) error {
	a.cardMu.Lock()
	defer a.cardMu.Unlock()
	return a.store.TouchCards(ctx, jids, at)
}

// noteRest leaves word for the next cycles if this one, which is about to end, has
// found nothing to do.
func (a *App) noteRest(ctx context.Context, report cycleReport) error {
	if !report.page.ready() || report.open > 0 || report.quiet != nil || report.began.page == "" {
		return nil
	}
	now, err := a.basisNow(ctx, report.page)
	if err != nil || now != report.began {
		return err
	}
	until, settled, err := a.allSettled(ctx)
	if err != nil || !settled {
		return err
	}
	return a.store.SaveRest(ctx, store.Rest{
		Page: now.page, Store: now.store, Journal: now.journal, TidiedTo: a.tidiesTo(),
		At: a.nowMS(), Until: earlier(until, report.until), Cards: report.cards,
	})
}

// allSettled says whether no chat waits for anything but the page or the user, and when
// the next one does by the clock, Unix milliseconds, 0 for none.
func (a *App) allSettled(ctx context.Context) (until int64, settled bool, err error) {
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return 0, false, err
	}
	accounts, err := a.accounts(ctx)
	if err != nil {
		return 0, false, err
	}
	// Deals are asked for by the day and retried by the clock.
	settled = settings.Deals == contract.DealsOff
	for _, account := range accounts {
		dirty, err := a.dirtyChats(ctx, account.Key)
		if err != nil {
			return 0, false, err
		}
		next, err := a.journal.NextLookBack(ctx, account.Key)
		if err != nil {
			return 0, false, err
		}
		until = earlier(until, next)
		if settings.AttachMedia {
			// WhatsApp may come to hold a file without a word, and a file may be due again.
			files, err := a.journal.AttachmentsDue(ctx, account.Key, fileLimit(settings))
			if err != nil {
				return 0, false, err
			}
			settled = settled && !anyWaiting(files)
		}
		// Days of chats that are not backed up now wait for the user, and are told of
		// in quiet hours.
		if len(dirty) > 0 && settings.QuietFrom != settings.QuietTo {
			settled = false
		}
		if err := a.store.EachChat(ctx, account.Key, func(chat *store.Chat) {
			link := chat.Link
			if chat.Create != nil || link != nil && (link.Fresh || link.Unsure) || link.Active() && dirty[chat.Key] {
				settled = false
			}
			until = earlier(until, a.asksAgain(chat))
		}); err != nil {
			return 0, false, err
		}
	}
	return until, settled, nil
}

// asksAgain returns when Zoho's answer about a chat is forgotten that is still
// remembered now, Unix milliseconds, 0 for never.
func (a *App) asksAgain(chat *store.Chat) int64 {
	if chat.Lookup == nil || chat.Lookup.Indexed || chat.Link != nil || chat.Former != nil || chat.Excluded {
		return 0
	}
	until := time.UnixMilli(chat.Lookup.At).Add(lifeOf(chat.Lookup))
	if a.now().After(until) {
		// It was due in this cycle, too, which had a reason to leave it.
		return 0
	}
	return max(1, until.UnixMilli())
}

// earlier returns the earlier of two moments of which each may be 0 for never.
func earlier(x, y int64) int64 {
	if x == 0 || y != 0 && y < x {
		return y
	}
	return x
}

// tidiesTo is the date before which the words of messages are dropped now.
func (a *App) tidiesTo() string { return transcript.DayOf(a.now().Unix()-wordsKept, a.zone) }
