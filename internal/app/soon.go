package app

import (
	"context"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// soonAfter is how long after the end of a cycle the page can bring the next one
// forward. What comes earlier waits for the alarm.
const soonAfter = 20 * time.Second

// afterBurst runs a cycle after a burst of messages in the open chat if that is
// backed up: whoever has just talked to a customer looks at the record next.
func (a *App) afterBurst(ctx context.Context, jid string) error {
	if soon, err := a.maySoon(ctx); err != nil || !soon {
		return err
	}
	p, err := a.readPage(ctx)
	if err != nil || !p.ready() {
		return err
	}
	chat, err := a.chatCalled(ctx, p, jid)
	if err != nil || !chat.Link.Active() {
		return err
	}
	return a.cycle(ctx, refreshEvery)
}

// afterAbsence runs a cycle when WhatsApp Web can be read again after it could not
// for longer than it takes from one alarm to the next: because the browser or the
// computer was off, or the tab was closed. readAt is when it could be read before,
// Unix milliseconds, 0 for not in this browser session.
func (a *App) afterAbsence(ctx context.Context, readAt int64) error {
	if passed := a.nowMS() - readAt; passed >= 0 && passed < Period.Milliseconds() {
		return nil
	}
	view, _, err := a.store.View(ctx)
	if err != nil || view.WhatsApp.State != contract.TabReady {
		return err
	}
	if soon, err := a.maySoon(ctx); err != nil || !soon {
		return err
	}
	return a.cycle(ctx, refreshEvery)
}

// maySoon says whether a cycle may come before its alarm.
func (a *App) maySoon(ctx context.Context) (bool, error) {
	times, err := a.store.SyncMarks(ctx)
	passed := a.nowMS() - times.LastTickAt
	// A clock that was put back says nothing.
	return passed < 0 || passed >= soonAfter.Milliseconds(), err
}
