package app

import (
	"context"
	"fmt"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// sleptAfter is how long no cycle must have ended until the computer, and the page
// with it, is taken to have slept: alarms ring every [Period] while it is awake.
const sleptAfter = 10 * time.Minute

// watchOf names the stretch of time in which the page was listened to without a
// break, empty for a page that nobody listens to. A page that was frozen, or slept with
// the computer, hears of no edit and no deletion of a message that WhatsApp does not
// hold in its memory: what came meanwhile goes into WhatsApp's database at once. So a
// break counts as another life of the page's script does. See [App.unwatched].
func (a *App) watchOf(ctx context.Context, page contract.PageSnapshot) (string, error) {
	marks, err := a.store.SyncMarks(ctx)
	if err != nil {
		return "", err
	}
	woke, err := a.noteSleep(ctx, marks.LastTickAt)
	if err != nil || page.Epoch == "" {
		return "", err
	}
	word := page.Epoch
	if page.Tab.Thawed > 0 {
		word += fmt.Sprintf(".%d", page.Tab.Thawed)
	}
	if woke > 0 {
		word += fmt.Sprintf("@%d", woke)
	}
	return word, nil
}

// noteSleep returns when the computer was last found to have slept, Unix
// milliseconds, 0 for never: now, if it was last known to be awake too long ago. Cycles
// that fail to end tell of one sleep in that time, not of one each.
func (a *App) noteSleep(ctx context.Context, awake int64) (int64, error) {
	a.wokeMu.Lock()
	defer a.wokeMu.Unlock()
	woke, err := a.store.Woke(ctx)
	if err != nil {
		return 0, err
	}
	now := a.nowMS()
	if awake == 0 || now-max(awake, woke) <= sleptAfter.Milliseconds() {
		return woke, nil
	}
	return now, a.store.SaveWoke(ctx, now)
}
