package main

import (
	"context"
	"errors"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/e2e"
)

const whatsAppAddress = "https://web.whatsapp.com/"

// noteShown notes in every new document when the chat list is first on the
// screen, in milliseconds after the document's start.
const noteShown = `new MutationObserver((_, observer) => {
	if (!document.querySelector('#pane-side [data-testid="cell-frame-title"]')) return;
	window.benchShown = performance.now();
	observer.disconnect();
}).observe(document, { childList: true, subtree: true })`

// forgetView removes what the faces draw, so that what is there afterwards is
// new.
const forgetView = `chrome.storage.session.remove("view").then(() => null)`

// askForPage asks the bridge for the page's snapshot.
const askForPage = `(async () => {
	const [tab] = await chrome.tabs.query({ url: "https://web.whatsapp.com/*" });
	const { ok, error } = await chrome.tabs.sendMessage(tab.id, { v: 1, op: "core/page.read" });
	if (error) throw new Error("the bridge refused: " + error.code);
	return ok;
})()`

// readiness measures how long after its start WhatsApp Web can be read, beside
// the time until its own chat list is on the screen. The stand-in's network
// answers at once, so what is left is the extension's own looking.
func readiness(ctx context.Context, b bench) (_ []Figure, err error) {
	stage, err := b.open(ctx, e2e.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stage.Close()) }()
	extension, err := stage.NewTab(stage.ExtensionURL("popup/popup.html"))
	if err != nil {
		return nil, err
	}
	tab, err := stage.NewTab(whatsAppAddress)
	if err != nil {
		return nil, err
	}
	if err := onNewDocument(tab, noteShown); err != nil {
		return nil, err
	}
	var readable, shown []float64
	for tries := 0; len(readable) < b.runs; tries++ {
		if tries == 3*b.runs {
			return nil, errors.New("the page does not say since when it can be read")
		}
		snapshot, at, err := loadOnce(ctx, stage, extension, tab)
		if err != nil {
			return nil, err
		}
		if snapshot.Session != contract.SessionReady || snapshot.ReadyMS <= 0 {
			continue // What was drawn was about the page before, so this one was asked too early.
		}
		readable, shown = append(readable, float64(snapshot.ReadyMS)), append(shown, at)
	}
	return []Figure{newFigure("page start to readable, beside its list on the screen", "ms", readable, shown)}, nil
}

// loadOnce loads WhatsApp Web anew, waits until the extension says by itself that
// it can be read, since asking would hurry it, and returns its snapshot and when
// its chat list was on the screen.
func loadOnce(ctx context.Context, stage *e2e.Stage, extension, tab *e2e.Tab) (snapshot contract.PageSnapshot, shown float64, err error) {
	if _, err := e2e.Eval[any](extension, forgetView); err != nil {
		return snapshot, 0, err
	}
	if err := tab.Do(chromedp.Reload()); err != nil {
		return snapshot, 0, err
	}
	if err := e2e.Until(ctx, "WhatsApp to be readable", func() (bool, error) {
		view, err := stage.View()
		return view.WhatsApp.State == contract.TabReady, err
	}); err != nil {
		return snapshot, 0, err
	}
	if snapshot, err = e2e.Eval[contract.PageSnapshot](extension, askForPage); err != nil {
		return snapshot, 0, err
	}
	err = e2e.Until(ctx, "the chat list", func() (bool, error) {
		var err error
		shown, err = e2e.Eval[float64](tab, `window.benchShown ?? 0`)
		return shown > 0, err
	})
	return snapshot, shown, err
}

// onNewDocument has a script run in every document the tab loads from now on,
// before the page's own.
func onNewDocument(tab *e2e.Tab, script string) error {
	return tab.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	}))
}
