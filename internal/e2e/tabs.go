package e2e

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/extensions"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// stepWithin bounds one action in the browser. It is long, because a machine that is
// busy with other work holds a browser up for seconds.
const stepWithin = 60 * time.Second

// Tab is one page of the browser: a tab, the popup or the side panel.
type Tab struct {
	stage *Stage
	id    target.ID
	ctx   context.Context
}

// Do runs actions in the page.
func (t *Tab) Do(actions ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(t.ctx, stepWithin)
	defer cancel()
	return chromedp.Do(ctx, actions...)
}

// Click clicks the element a selector names, once it is visible, can be used and has
// come to rest: what was opened by the click before is drawn after it and moves what
// stands below, and a click meant for one line would land on another.
func (t *Tab) Click(selector string) error {
	if err := t.Do(chromedp.WaitVisible(chromedp.CSS(selector))); err != nil {
		return fmt.Errorf("e2e: click %s: %w", selector, err)
	}
	err := Until(t.ctx, selector+" to be at rest", func() (bool, error) {
		return Eval[bool](t, fmt.Sprintf(atRest, selector))
	})
	if err != nil {
		return fmt.Errorf("e2e: click: %w", err)
	}
	if err := t.Do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible)); err != nil {
		return fmt.Errorf("e2e: click %s: %w", selector, err)
	}
	return nil
}

// ClickBusy clicks an element that says that it cannot be used now.
func (t *Tab) ClickBusy(selector string) error {
	if err := t.Do(chromedp.Click(chromedp.CSS(selector+`[aria-disabled="true"]`), chromedp.NodeVisible)); err != nil {
		return fmt.Errorf("e2e: click %s: %w", selector, err)
	}
	return nil
}

// atRest tells whether an element can be used and stands in the same place two frames
// later. A page that is not in front draws no frames, so a timer ends the wait there.
const atRest = `(async () => {
  const place = () => {
    const element = document.querySelector(%q);
    return JSON.stringify(element && element.ariaDisabled !== "true" && !element.matches(":disabled") ? element.getBoundingClientRect() : null);
  };
  const frame = () => new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 50); });
  const before = place();
  await frame();
  await frame();
  return before !== "null" && before === place();
})()`

// Type replaces the text of a field, as a person does who selects it all and
// types over it.
func (t *Tab) Type(selector, text string) error {
	if err := t.Do(chromedp.WaitVisible(chromedp.CSS(selector))); err != nil {
		return fmt.Errorf("e2e: type into %s: %w", selector, err)
	}
	if _, err := Eval[any](t, fmt.Sprintf("document.querySelector(%q).select()", selector)); err != nil {
		return err
	}
	if err := t.Do(chromedp.SendKeys(chromedp.CSS(selector), text, chromedp.NodeVisible)); err != nil {
		return fmt.Errorf("e2e: type into %s: %w", selector, err)
	}
	return nil
}

// Text returns the text of an element that is there, and "" when it is not.
func (t *Tab) Text(selector string) (string, error) {
	return Eval[string](t, fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector))
}

// Eval runs an expression in the page; a promise is awaited. It carries no user
// gesture.
func Eval[T any](t *Tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(t.ctx, stepWithin)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		return v, fmt.Errorf("e2e: evaluate: %w", err)
	}
	return v, nil
}

// Screenshot returns a picture of the page as PNG.
func (t *Tab) Screenshot() ([]byte, error) {
	ctx, cancel := context.WithTimeout(t.ctx, stepWithin)
	defer cancel()
	return chromedp.Run(ctx, chromedp.CaptureScreenshot())
}

// Look sets the size of the page, in CSS pixels, and its colour scheme, "light"
// or "dark". Width 0 leaves the size alone, as the popup's size is its own.
func (t *Tab) Look(width, height int64, scheme string) error {
	ctx, cancel := context.WithTimeout(t.ctx, stepWithin)
	defer cancel()
	if width > 0 {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height)); err != nil {
			return err
		}
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	return err
}

// Close closes the page and returns when it has gone.
func (t *Tab) Close() error {
	if _, err := chromedp.CallBrowser(t.stage.browser.ctx, target.CloseTarget, target.CloseTargetParams{TargetID: t.id}); err != nil {
		return fmt.Errorf("e2e: close a page: %w", err)
	}
	return t.gone(t.stage.browser.ctx)
}

// gone waits until the page has closed. Until then it is still found at its address.
func (t *Tab) gone(ctx context.Context) error {
	delete(t.stage.browser.tabs, string(t.id))
	return Until(ctx, "a page to close", func() (bool, error) {
		pages, err := t.stage.targets("page")
		return err == nil && !slices.ContainsFunc(pages, func(p *target.Info) bool { return p.TargetID == t.id }), err
	})
}

// NewTab opens an address in a tab of its own and brings it to the front.
func (s *Stage) NewTab(address string) (*Tab, error) {
	created, err := chromedp.CallBrowser(s.browser.ctx, target.CreateTarget, target.CreateTargetParams{URL: address})
	if err != nil {
		return nil, fmt.Errorf("e2e: open a tab: %w", err)
	}
	return s.attach(created.TargetID)
}

func (s *Stage) attach(id target.ID) (*Tab, error) {
	if ctx, attached := s.browser.tabs[string(id)]; attached {
		return &Tab{stage: s, id: id, ctx: ctx}, nil
	}
	ctx, cancel := chromedp.NewContext(s.browser.ctx, chromedp.WithTargetID(id))
	s.browser.cancel = append([]context.CancelFunc{cancel}, s.browser.cancel...)
	t := &Tab{stage: s, id: id, ctx: ctx}
	// The first action starts what belongs to ctx, so it must not run under a
	// context that ends.
	ready := make(chan error, 1)
	go func() { ready <- chromedp.Do(ctx, chromedp.WaitReady(chromedp.CSS("html"))) }()
	select {
	case err := <-ready:
		if err != nil {
			return nil, fmt.Errorf("e2e: attach to a page: %w", err)
		}
	case <-time.After(stepWithin):
		return nil, errors.New("e2e: attach to a page: no answer in time")
	}
	s.browser.tabs[string(id)] = ctx
	return t, nil
}

// targets returns the browser's targets of a type.
func (s *Stage) targets(kind string) ([]*target.Info, error) {
	got, err := chromedp.CallBrowser(s.browser.ctx, target.GetTargets, target.GetTargetsParams{
		Filter: target.Filter{{Type: kind}},
	})
	if err != nil {
		return nil, fmt.Errorf("e2e: list targets: %w", err)
	}
	return got.TargetInfos, nil
}

// Find waits for a page whose address begins with prefix and attaches to it.
func (s *Stage) Find(ctx context.Context, prefix string) (*Tab, error) {
	var id target.ID
	err := Until(ctx, "a page at "+prefix, func() (bool, error) {
		pages, err := s.targets("page")
		for _, p := range pages {
			if strings.HasPrefix(p.URL, prefix) {
				id = p.TargetID
				return true, nil
			}
		}
		return false, err
	})
	if err != nil {
		return nil, err
	}
	return s.attach(id)
}

// ClickToolbar clicks the extension's icon in the toolbar while the tab is in
// front. With a popup in the manifest, the popup opens.
func (s *Stage) ClickToolbar(front *Tab) error {
	if _, err := chromedp.CallBrowser(s.browser.ctx, target.ActivateTarget, target.ActivateTargetParams{TargetID: front.id}); err != nil {
		return fmt.Errorf("e2e: bring a tab to the front: %w", err)
	}
	pages, err := s.targets("page")
	if err != nil {
		return err
	}
	address := ""
	for _, p := range pages {
		if p.TargetID == front.id {
			address = p.URL
		}
	}
	tabs, err := s.targets("tab")
	if err != nil {
		return err
	}
	for _, tab := range tabs {
		if tab.URL != address {
			continue
		}
		_, err := chromedp.CallBrowser(s.browser.ctx, extensions.TriggerAction, extensions.TriggerActionParams{
			ID: s.ExtensionID, TargetID: string(tab.TargetID),
		})
		if err != nil {
			return fmt.Errorf("e2e: click the toolbar icon: %w", err)
		}
		return nil
	}
	return errors.New("e2e: click the toolbar icon: the tab in front was not found")
}

// Until waits until check says yes, looking again every 50 milliseconds, and
// gives up with a clear word when ctx ends or [stepWithin] has passed.
func Until(ctx context.Context, what string, check func() (bool, error)) error {
	return UntilWithin(ctx, stepWithin, what, check)
}

// UntilWithin is [Until] with a patience of its own.
func UntilWithin(ctx context.Context, within time.Duration, what string, check func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		ok, err := check()
		if ok {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("e2e: waited in vain for %s", what), err)
		case <-ticker.C:
		}
	}
}
