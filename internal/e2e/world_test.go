package e2e

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// world is one of the JavaScript worlds of a page.
type world struct {
	tab     *Tab
	context runtime.ExecutionContextID
}

// bridgeWorld finds the world in which the extension's content script runs in a
// page: isolated, and of the extension's origin.
func (s *Stage) bridgeWorld(t *testing.T, tab *Tab) world {
	t.Helper()
	var mu sync.Mutex
	var found runtime.ExecutionContextID
	// A connection of its own to the same page: Chromium tells a new one of all
	// worlds that are there.
	ctx, cancel := chromedp.NewContext(s.browser.ctx, chromedp.WithTargetID(tab.id), chromedp.WithListener(func(ev any) {
		created, ok := ev.(*runtime.EventExecutionContextCreated)
		if ok && strings.HasPrefix(created.Context.Origin, "chrome-extension://"+s.ExtensionID) {
			mu.Lock()
			defer mu.Unlock()
			found = created.Context.ID
		}
	}))
	s.browser.cancel = append([]context.CancelFunc{cancel}, s.browser.cancel...)
	must(t, chromedp.Do(ctx, chromedp.WaitReady(chromedp.CSS("html"))))
	w := world{tab: &Tab{stage: s, id: tab.id, ctx: ctx}}
	eventually(t, stepWithin, "the content script's world", func() (bool, error) {
		mu.Lock()
		defer mu.Unlock()
		w.context = found
		return found != 0, nil
	})
	return w
}

// eval runs an expression that gives a text, or a promise of one, in the world.
func (w world) eval(t *testing.T, expression string) string {
	t.Helper()
	return value(chromedp.Run(w.tab.ctx, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise,
		func(p *runtime.EvaluateParams) { p.ContextID = w.context })))(t)
}
