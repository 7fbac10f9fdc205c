package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chatkeep/chatkeep/internal/e2e"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// manyChats is how many chats a busy WhatsApp Web lists.
const manyChats = 2000

// timePoll asks the page for its chat list as the core does, and returns how
// long the answer took, in milliseconds, and its size in bytes of JSON.
const timePoll = `(async () => {
	const [tab] = await chrome.tabs.query({ url: "https://web.whatsapp.com/*" });
	const start = performance.now();
	const answer = await chrome.tabs.sendMessage(tab.id, { v: 1, op: "core/page.read" });
	const took = performance.now() - start;
	if (answer.ok?.session !== "ready") throw new Error("the page is not ready");
	return { took, bytes: new TextEncoder().encode(JSON.stringify(answer)).length };
})()`

// timeCycle runs a whole backup cycle by the user's wish, which also looks at the newest
// messages of the chats of late, and returns how long it took, in milliseconds.
const timeCycle = `(async () => {
	const start = performance.now();
	const reply = await chrome.runtime.sendMessage({ v: 1, kind: "popup/backup.syncNow", data: {} });
	if (!reply || reply.error) throw new Error("no answer: " + JSON.stringify(reply));
	return performance.now() - start;
})()`

// quietPolls are polls with nothing new.
type quietPolls struct{ took, bytes, cycles []float64 }

// polls measures what a cycle with nothing new costs with many chats in the
// list, beside the few of the stand-in's own world.
func polls(ctx context.Context, b bench) ([]Figure, error) {
	few, err := measurePolls(ctx, b, 0)
	if err != nil {
		return nil, err
	}
	many, err := measurePolls(ctx, b, manyChats)
	if err != nil {
		return nil, err
	}
	what := fmt.Sprintf(" of %d chats, nothing new", manyChats)
	return []Figure{
		newFigure("time of a poll"+what, "ms", many.took, few.took),
		newFigure("answer to a poll"+what, "bytes", many.bytes, few.bytes),
		newFigure("cycle by the user's wish"+what, "ms", many.cycles, few.cycles),
	}, nil
}

// measurePolls adds chats to the world, waits until cycles have nothing to do any
// more, and then measures polls and cycles.
func measurePolls(ctx context.Context, b bench, more int) (out quietPolls, err error) {
	stage, err := b.open(ctx, e2e.Options{})
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, stage.Close()) }()
	if err := addChats(stage.WhatsApp, more); err != nil {
		return out, err
	}
	if _, err := playToBackup(ctx, stage); err != nil {
		return out, err
	}
	popup, err := stage.NewTab(stage.ExtensionURL("popup/popup.html"))
	if err != nil {
		return out, err
	}
	if err := e2e.Until(ctx, "a cycle with nothing new", func() (bool, error) {
		calls := callsBesideDirectory(stage)
		_, err := e2e.Eval[float64](popup, timeCycle)
		return err == nil && callsBesideDirectory(stage) == calls, err
	}); err != nil {
		return out, err
	}
	for range b.runs {
		poll, err := e2e.Eval[struct{ Took, Bytes float64 }](popup, timePoll)
		if err != nil {
			return out, err
		}
		calls := callsBesideDirectory(stage)
		cycle, err := e2e.Eval[float64](popup, timeCycle)
		if err != nil {
			return out, err
		}
		if callsBesideDirectory(stage) != calls {
			return out, errors.New("a cycle with nothing new called Zoho")
		}
		out.took, out.bytes, out.cycles = append(out.took, poll.Took), append(out.bytes, poll.Bytes), append(out.cycles, cycle)
	}
	return out, nil
}

// callsBesideDirectory counts the calls to Zoho but for queries: a cycle that the
// user wishes takes Zoho's changes, too.
func callsBesideDirectory(stage *e2e.Stage) int {
	return len(stage.Zoho.Calls()) - len(stage.Zoho.CallsOf(fakezoho.OpCOQL))
}

// addChats adds chats with persons who wrote once, more than a month ago.
func addChats(whatsApp *fakewhatsapp.Server, n int) error {
	long := time.Now().AddDate(0, 0, -40)
	for i := range n {
		if err := whatsApp.AddChat(fakewhatsapp.Chat{
			ID: fmt.Sprintf("1555%07d@c.us", 2_000_000+i), AccountLID: fmt.Sprintf("3000000%08d@lid", i),
			Name: fmt.Sprintf("Customer Number %d", i), Pushname: fmt.Sprintf("Customer %d", i),
			Messages: []fakewhatsapp.Msg{{Body: "Thank you, that was all.", Time: long.Add(-time.Duration(i) * time.Minute)}},
		}); err != nil {
			return err
		}
	}
	return nil
}
