package e2e

import (
	"context"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// hearWorkers hands to hear whatever the extension's workers write to their
// consoles, from the beginning of their lives: Chromium keeps it for whoever
// attaches later. Chromium's own log has the consoles of pages only.
func (s *Stage) hearWorkers(hear func(source, text string)) error {
	ctx := s.browser.ctx
	if err := chromedp.ListenBrowser(ctx, func(ev any) {
		created, ok := ev.(*target.EventTargetCreated)
		if ok && created.TargetInfo.Type == "service_worker" && strings.HasPrefix(created.TargetInfo.URL, "chrome-extension://") {
			go hearWorker(ctx, created.TargetInfo, hear)
		}
	}); err != nil {
		return fmt.Errorf("e2e: hear the workers: %w", err)
	}
	if _, err := chromedp.CallBrowser(ctx, target.SetDiscoverTargets, target.SetDiscoverTargetsParams{Discover: true}); err != nil {
		return fmt.Errorf("e2e: hear the workers: %w", err)
	}
	return nil
}

// hearWorker follows one worker to its end.
func hearWorker(ctx context.Context, worker *target.Info, hear func(source, text string)) {
	ctx, cancel := chromedp.NewContext(ctx, chromedp.WithTargetID(worker.TargetID), chromedp.WithListener(func(ev any) {
		if text, ok := consoleText(ev); ok {
			hear(worker.URL, text)
		}
	}))
	defer cancel()
	// A worker that has ended meanwhile cannot be attached to.
	if err := chromedp.Do(ctx); err != nil {
		return
	}
	if ended, err := chromedp.Detached(ctx); err == nil {
		<-ended
	}
}

// consoleText returns what an event adds to a console. Failed requests, which
// the browser notes there by itself, are left out: whoever made them has been
// told.
func consoleText(ev any) (string, bool) {
	switch e := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		parts := make([]string, 0, len(e.Args))
		for _, arg := range e.Args {
			parts = append(parts, strings.Trim(string(arg.Value), `"`)+arg.Description)
		}
		return strings.Join(parts, " "), true
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		return text, true
	case *log.EventEntryAdded:
		return e.Entry.Text, e.Entry.Source != log.EntrySourceNetwork
	default:
		return "", false
	}
}
