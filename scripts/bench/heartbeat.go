package main

import (
	"context"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/e2e"
)

// beatEvery is the time between two beats in milliseconds, the shortest a
// browser keeps to.
const beatEvery = 4

// startBeat notes by how much each beat comes late: for so long something else
// had the page's main thread.
const startBeat = `(() => {
	const beat = globalThis.beat = { longest: 0, last: performance.now() };
	setInterval(() => {
		const now = performance.now();
		beat.longest = Math.max(beat.longest, now - beat.last - %[1]d);
		beat.last = now;
	}, %[1]d);
})()`

// takeBeat returns the longest delay since it was last taken, in milliseconds.
const takeBeat = `(() => { const { longest } = beat; beat.longest = 0; return longest; })()`

// heartbeat tells for how long the main thread of a page was busy. It beats in a
// JavaScript world of its own, whose timers the page has not replaced.
type heartbeat struct {
	tab   *e2e.Tab
	world runtime.ExecutionContextID
}

func startHeartbeat(tab *e2e.Tab) (heartbeat, error) {
	h := heartbeat{tab: tab}
	err := tab.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		tree, err := cdp.Call(ctx, t, page.GetFrameTree, cdp.Empty{})
		if err != nil {
			return err
		}
		world, err := cdp.Call(ctx, t, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{
			FrameID: tree.FrameTree.Frame.ID, WorldName: "heartbeat",
		})
		if err != nil {
			return err
		}
		h.world = world.ExecutionContextID
		_, err = h.eval(fmt.Sprintf(startBeat, beatEvery))(ctx, t)
		return err
	}))
	if err != nil {
		return h, fmt.Errorf("start a heartbeat: %w", err)
	}
	return h, nil
}

// longest returns the longest time for which the main thread was busy at a
// stretch since longest was last called, in milliseconds.
func (h heartbeat) longest() (float64, error) {
	var late float64
	err := h.tab.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		v, err := h.eval(takeBeat)(ctx, t)
		if number, ok := v.(float64); ok {
			late = number
		}
		return err
	}))
	return late, err
}

func (h heartbeat) eval(expression string) chromedp.Action[any] {
	return chromedp.Evaluate[any](expression, func(p *runtime.EvaluateParams) { p.ContextID = h.world })
}
