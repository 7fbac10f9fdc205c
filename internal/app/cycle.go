package app

import (
	"context"
	"errors"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// Period is the time between two cycles, kept by chrome.alarms.
const Period = 3 * time.Minute

// cycleTurn names the lock of whoever writes notes, or compares them: what is
// being written at this moment would look changed.
const cycleTurn = "cycle"

// nextTick is about when the next cycle runs, Unix milliseconds.
func (a *App) nextTick() int64 { return a.now().Add(Period).UnixMilli() }

// tick is the alarm's doorbell.
func (a *App) tick(ctx context.Context) error { return a.cycle(ctx, refreshEvery) }

// syncNow is the user's wish not to wait for the alarm, nor for Zoho's changes.
// A cycle that runs already may have read the chats before the last word of them was
// said, so another one follows it; one follows any number of wishes.
func (a *App) syncNow(ctx context.Context) error {
	a.wished.Store(true)
	mine := a.wishes.Add(1)
	release, err := a.busy.hold(ctx, cycleTurn)
	if err != nil {
		return err
	}
	defer release()
	if a.granted.Load() >= mine {
		return nil
	}
	// The running one has perhaps taken the wish for what it had read.
	a.wished.Store(true)
	return a.runCycle(ctx, refreshOnWish)
}

// cyclePhase is how far the cycle is that runs.
type cyclePhase = int32

const (
	// cycleNone: none runs.
	cycleNone cyclePhase = iota
	// cycleWorks: it reads and writes.
	cycleWorks
	// cycleEnds: it stores what it came to, and does nothing more for anybody.
	cycleEnds
)

// cycle runs a backup cycle unless one runs that does the same work: then it returns
// at once. It waits for one that is about to end, and while notes are compared with
// Zoho. within is how old the directory of numbers may be.
func (a *App) cycle(ctx context.Context, within time.Duration) error {
	release, _ := a.busy.try(cycleTurn)
	if release == nil {
		if a.cycling.Load() == cycleWorks {
			return nil
		}
		var err error
		if release, err = a.busy.hold(ctx, cycleTurn); err != nil {
			return err
		}
	}
	defer release()
	return a.runCycle(ctx, within)
}

// runCycle runs one backup cycle:
//
//	read the page → put it to the self-test → carry on open orders
//	→ recognise unknown chats → journal what is new in linked chats
//	→ write what Zoho lacks → drop words that are no longer needed
//	→ attach files, and let deals lead to their contacts, if the user wants that
//	→ note the time
//
// Every step begins from what is stored, so a cycle that was cut short is
// simply run again. The caller holds the lock cycleTurn.
func (a *App) runCycle(ctx context.Context, within time.Duration) error {
	if _, found, err := a.store.Connection(ctx); err != nil || !found {
		return err
	}
	a.cycling.Store(cycleWorks)
	defer a.cycling.Store(cycleNone)
	a.granted.Store(a.wishes.Load())
	if err := a.noteCycle(ctx, contract.BackupRunning, nil); err != nil {
		return err
	}
	report := cycleReport{proven: map[string]bool{}, states: map[string]contract.ChatState{}}
	began := a.nowMS()
	err := a.cycleSteps(ctx, within, &report)
	if _, sleepErr := a.noteSleep(ctx, began); err == nil {
		err = sleepErr
	}
	if err == nil && report.rest == nil {
		err = a.referDeals(ctx, report)
	}
	a.cycling.Store(cycleEnds)
	switch {
	case err == nil && report.rest != nil:
		return a.restEnded(ctx, report)
	case err == nil:
		return a.cycleEnded(ctx, &report, report.quiet)
	}
	problem := a.problemNow(err)
	problem.RetryAt = max(a.retryAt(err), a.nextTick())
	if problem.Code == contract.ProblemSignedOut {
		problem.RetryAt = 0
	}
	return errors.Join(a.zohoFailed(ctx, err), a.cycleEnded(ctx, &report, &problem))
}

// cycleReport is what a cycle came to.
type cycleReport struct {
	page page
	// proven holds the sync keys of the chats proven complete.
	proven map[string]bool
	// states holds, by sync key, the states of linked chats that WhatsApp's own
	// rules keep from being read.
	states map[string]contract.ChatState
	// open counts linked chats that are not proven complete.
	open int
	// wished says that the user asked for everything now.
	wished bool
	// late says that notes are left for the next cycle because time was up.
	late bool
	// quiet is set when notes wait for the end of quiet hours.
	quiet *contract.Problem
	// began is what the cycle began from, once the page was read.
	began basis
	// rest is set when an earlier cycle has found nothing to do and that still holds.
	rest *store.Rest
	// until is when the next chat is looked through because of the clock alone, Unix
	// milliseconds, 0 for none.
	until int64
	// cards are the JIDs of chats proven complete whose cards tell it at once.
	cards []string
}

// cycleSteps runs the steps of one cycle. What WhatsApp shows is journaled also
// when Zoho does not answer: it may be gone by the time Zoho does.
func (a *App) cycleSteps(ctx context.Context, within time.Duration, report *cycleReport) error {
	if err := a.beginSession(ctx); err != nil {
		return err
	}
	// Chats hang on the organisation, so it must be known before they are.
	zohoErr := a.finishConnecting(ctx)
	p, err := a.readPage(ctx)
	if err != nil {
		return errors.Join(zohoErr, err)
	}
	p.wished = within == refreshOnWish
	report.page = p
	if zohoErr == nil {
		if resting, err := a.rests(ctx, p, within, report); err != nil || resting {
			return err
		}
	}
	accounts, err := a.accounts(ctx)
	if err != nil {
		return err
	}
	if p, err = a.examineDue(ctx, p); err != nil {
		return errors.Join(zohoErr, err)
	}
	if zohoErr == nil {
		zohoErr = a.askZoho(ctx, p, accounts, within)
	}
	switch {
	case p.ready():
		p, err = a.collect(ctx, p)
	case p.state == contract.TabPartial:
		err = a.collectScreen(ctx, p)
	}
	report.page = p
	if err != nil {
		return errors.Join(zohoErr, err)
	}
	if p.state == contract.TabChanged {
		// What waits is kept until WhatsApp Web can be read correctly again.
		return zohoErr
	}
	// What is journaled is written also when no page can be read now.
	for _, account := range accounts {
		if err := a.resume(ctx, account); err != nil {
			return errors.Join(zohoErr, err)
		}
	}
	if zohoErr == nil {
		zohoErr = a.saveAll(ctx, p, accounts, report)
	}
	for _, account := range accounts {
		if err := a.tidy(ctx, account); err != nil {
			return errors.Join(zohoErr, err)
		}
	}
	if zohoErr != nil || !p.shown() {
		return zohoErr
	}
	if err := a.showOpenChat(ctx, p, asKnown); err != nil || !p.ready() {
		return err
	}
	if err := errors.Join(a.prove(ctx, p, report), a.showPeople(ctx, p)); err != nil {
		return err
	}
	// Files come last: what becomes of them says nothing about the messages.
	return a.attachFiles(ctx, p, report.wished)
}

// askZoho does what has to be asked before messages are collected, because it
// links chats.
func (a *App) askZoho(ctx context.Context, p page, accounts []store.Account, within time.Duration) error {
	if p.state == contract.TabChanged {
		return nil
	}
	for _, account := range accounts {
		chats, err := a.store.Chats(ctx, account.Key)
		if err != nil {
			return err
		}
		if err := a.settleCreates(ctx, chats); err != nil {
			return err
		}
	}
	if p.ready() {
		if err := a.recognise(ctx, p, within); err != nil {
			return err
		}
	}
	for _, account := range accounts {
		chats, err := a.store.Chats(ctx, account.Key)
		if err != nil {
			return err
		}
		if err := a.bindNotes(ctx, chats); err != nil {
			return err
		}
	}
	return nil
}

// finishConnecting reads user and organisation if sign-in was cut short before,
// and asks whether a refused account is still refused.
func (a *App) finishConnecting(ctx context.Context) error {
	conn, found, err := a.store.Connection(ctx)
	if err != nil || !found {
		return err
	}
	if len(conn.Modules) > 0 {
		return a.accountAnswers(ctx, conn)
	}
	return a.learnOrg(ctx)
}

// prove notes for every linked chat of the page's account whether it is
// complete: read to its end, and everything read confirmed by Zoho.
func (a *App) prove(ctx context.Context, p page, report *cycleReport) error {
	dirty, err := a.dirtyChats(ctx, p.account.Key)
	if err != nil {
		return err
	}
	if p, err = a.withBook(ctx, p); err != nil {
		return err
	}
	if err := a.journal.LearnReads(ctx, p.account.Key); err != nil {
		return err
	}
	rows := map[string]contract.ChatRow{}
	for _, row := range p.snapshot.Chats {
		chat, identity, err := a.knownChat(ctx, p, row)
		if err != nil {
			return err
		}
		if policy := whatsapp.PolicyOf(identity, row); !policy.BackUp {
			report.states[syncKey(chat)] = policy.State
		}
		if chat.Link != nil {
			rows[chat.Key] = row
		}
	}
	chats, err := a.store.Chats(ctx, p.account.Key)
	if err != nil {
		return err
	}
	lately := p.lately(a.now())
	for _, chat := range chats {
		if !chat.Link.Active() || report.states[syncKey(chat)] != "" {
			continue
		}
		read, err := a.journal.Read(ctx, chatRef(chat))
		if err != nil {
			return err
		}
		row, listed := rows[chat.Key]
		if listed {
			report.until = earlier(report.until, a.looksAgain(due{row: row, chat: chat, read: read}, lately))
		}
		unread := listed && a.behind(p, due{row: row, chat: chat, read: read}) || !listed && p.maskedSome() || p.rejects(chat)
		if !dirty[chat.Key] && read.Gap == nil && !unread {
			report.proven[syncKey(chat)] = true
		} else {
			report.open++
		}
	}
	return nil
}

// dirtyChats returns the keys of the chats that hold something Zoho has not confirmed.
func (a *App) dirtyChats(ctx context.Context, account string) (map[string]bool, error) {
	days, err := a.journal.Dirty(ctx, account)
	if err != nil {
		return nil, err
	}
	recalled, err := a.journal.Recalled(ctx, account)
	if err != nil {
		return nil, err
	}
	days = append(days, recalled...)
	out := map[string]bool{}
	for _, d := range days {
		out[d.Key] = true
	}
	return out, nil
}

// cycleEnded draws the cards anew and stores the times of the last sync.
// problem is why the cycle ended early, nil when it did not. What can be told is
// told also when not everything can be stored.
func (a *App) cycleEnded(ctx context.Context, report *cycleReport, problem *contract.Problem) error {
	// Which chats were proven together is about to be stored anew, and what an earlier
	// cycle has left rests on that.
	if err := a.store.ForgetRest(ctx); err != nil {
		return err
	}
	times, err := a.store.SyncTimes(ctx)
	if err != nil {
		return err
	}
	state, ready := contract.BackupIdle, report.page.ready()
	if ready && problem == nil && report.open == 0 && !report.late {
		times.LastSyncAt = a.nowMS()
	}
	endErr := a.drawLinked(ctx, report, &times)
	switch {
	case problem != nil && (ready || problem != report.quiet):
		state = contract.BackupWaiting
	case endErr != nil:
		found := problemOf(endErr)
		state, problem = contract.BackupWaiting, &found
	case !ready:
		state, problem = contract.BackupWaiting, &contract.Problem{Code: report.page.problem(), RetryAt: a.nextTick()}
	case report.open > 0 || report.late:
		state = contract.BackupWaiting
	}
	if endErr == nil {
		endErr = a.noteEnd(ctx)
	}
	if endErr == nil && problem == nil {
		endErr = a.noteRest(ctx, *report)
	}
	// What the faces show is written last: whoever sees it finds everything else in
	// place.
	return errors.Join(endErr, a.noteEnded(ctx, state, problem))
}

// noteEnd stores the time of a cycle's end.
func (a *App) noteEnd(ctx context.Context) error {
	marks, err := a.store.SyncMarks(ctx)
	if err != nil {
		return err
	}
	marks.LastTickAt = a.nowMS()
	return a.store.SaveSyncMarks(ctx, marks)
}

// drawLinked counts for every linked chat, stores its times and then draws its
// card from them.
func (a *App) drawLinked(ctx context.Context, report *cycleReport, times *contract.SyncTimes) error {
	accounts, err := a.accounts(ctx)
	if err != nil {
		return err
	}
	now := a.nowMS()
	var linked []store.Chat
	for _, account := range accounts {
		chats, savedUntil, err := a.tally(ctx, account)
		if err != nil {
			return err
		}
		for _, chat := range chats {
			sync := times.Chats[syncKey(chat)]
			if report.proven[syncKey(chat)] {
				sync.SyncedAt = now
			}
			sync.SavedUntil = max(sync.SavedUntil, savedUntil[chat.Key])
			times.Chats[syncKey(chat)] = sync
			linked = append(linked, chat)
		}
	}
	if err := a.store.SaveSyncTimes(ctx, *times, report.proven, now); err != nil {
		return err
	}
	return a.drawCards(ctx, linked, report)
}
