package app

import (
	"context"
	"sync"
	"time"
)

// betweenPages is the least time between two questions for messages, of one chat or
// of two, the self-test's among them: WhatsApp's page reads each from its database on
// the thread that draws, and stays quick for the person who uses it. Thirty chats
// with news take six seconds so, the hundred pages of [readBudget] are one cycle's;
// what is left over is read by the next. A single question waits for nothing.
const betweenPages = 200 * time.Millisecond

// questionPace keeps questions for messages apart.
type questionPace struct {
	mu sync.Mutex
	// next is when the next question may be put, zero for now.
	next time.Time
}

// take reserves the next moment and returns how long it is until then. A moment
// further off than any number of askers explains was noted by a clock that has been
// put back since; it stops nobody.
func (p *questionPace) take(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := now
	if p.next.After(now) && p.next.Sub(now) <= maxAskers*betweenPages {
		at = p.next
	}
	p.next = at.Add(betweenPages)
	return at.Sub(now)
}

// answered notes that an answer has just come: the pause begins with it, because a
// page that is slow to answer is busy.
func (p *questionPace) answered(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if rested := now.Add(betweenPages); rested.After(p.next) {
		p.next = rested
	}
}

// maxAskers bounds how many may wait for their turn: the cycle, and whoever asks for
// a report on the page's health.
const maxAskers = 8

// awaitTurn waits until messages may be asked for.
func (a *App) awaitTurn(ctx context.Context) error {
	wait := a.asking.take(a.now())
	if wait <= 0 {
		return ctx.Err()
	}
	return a.clock.Sleep(ctx, wait)
}
