package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/e2e"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

const (
	// longHistory is how many messages the history has, all of them older than what
	// the first backup reads, and perDay how many of them were written in one day.
	longHistory = 10_000
	perDay      = 250
	// historyWithin bounds the reading of it, the writing of its notes included.
	historyWithin = 20 * time.Minute
	// window is the time whose longest block is one run.
	window = time.Second
	// quietWindows is how many windows the page is watched for without reading.
	quietWindows = 15
)

// watchReading notes in the sidebar's page each step of the reading that the
// card shows: when it was, in milliseconds, and how many messages were read by
// then. What lies between two cycles is marked by -1.
const watchReading = `(() => {
	const steps = globalThis.benchSteps = [];
	chrome.storage.onChanged.addListener((changes, area) => {
		if (area !== "session") return;
		const history = changes[%q]?.newValue?.sync?.history;
		if (history && history.read !== steps.at(-1)?.[1]) steps.push([performance.now(), history.read]);
		const state = changes.view?.newValue?.backup?.state;
		if (state && state !== "running" && steps.length > 0) steps.push([performance.now(), -1]);
	});
})()`

// orderHistory asks for a chat's messages from its first on.
const orderHistory = `(async () => {
	const reply = await chrome.runtime.sendMessage({ v: 1, kind: "panel/history.read", data: { chat: %q, from: 0 } });
	if (!reply || reply.error) throw new Error("no answer: " + JSON.stringify(reply));
})()`

// readAlone reads a chat through page and bridge alone, without pause and without
// a journal, and returns how many messages a second each of its pages brought.
const readAlone = `(async () => {
	const [tab] = await chrome.tabs.query({ url: "https://web.whatsapp.com/*" });
	const rates = [];
	for (let before = {}; ; ) {
		const start = performance.now();
		const { ok, error } = await chrome.tabs.sendMessage(tab.id, {
			v: 1, op: "core/messages.read", messages: { chat: %q, count: 50, ...before },
		});
		if (error) throw new Error("the bridge refused: " + error.code);
		if (ok.messages.length === 50) rates.push(50_000 / (performance.now() - start));
		if (ok.start || ok.messages.length === 0) return rates;
		before = { before: ok.messages[0].key };
	}
})()`

// histories measures the reading of a long history, from WhatsApp's page through
// bridge, worker and core into the journal. It is paced on purpose, so it stands
// beside the same reading without pauses and journal; what it takes of the
// page's main thread stands beside the page left alone.
func histories(ctx context.Context, b bench) (_ []Figure, err error) {
	stage, err := b.open(ctx, e2e.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stage.Close()) }()
	if err := addHistory(stage.WhatsApp, fakewhatsapp.ChatMaya); err != nil {
		return nil, err
	}
	story, err := playToBackup(ctx, stage)
	if err != nil {
		return nil, err
	}
	beat, err := startHeartbeat(story.WhatsAppTab)
	if err != nil {
		return nil, err
	}
	var quiet []float64
	if err := eachWindow(ctx, beat, &quiet, func() (bool, error) { return len(quiet) >= quietWindows, nil }); err != nil {
		return nil, err
	}
	rates, busy, err := readHistory(ctx, story, beat)
	if err != nil {
		return nil, err
	}
	alone, err := e2e.Eval[[]float64](story.Sidebar, fmt.Sprintf(readAlone, fakewhatsapp.ChatMaya))
	if err != nil {
		return nil, err
	}
	return []Figure{
		newFigure(fmt.Sprintf("history of %d messages into the journal, beside page and bridge alone", longHistory), "messages/s", rates, alone),
		newFigure("longest block of the page in each second of it, beside the page alone", "ms", busy, quiet),
	}, nil
}

// readHistory orders the history, rings the alarm whenever a cycle has ended
// before all was read, and returns the messages a second of each step and the
// longest block of each window while it was read.
func readHistory(ctx context.Context, story *e2e.Story, beat heartbeat) (rates, busy []float64, err error) {
	if _, err := e2e.Eval[any](story.Sidebar, fmt.Sprintf(watchReading, contract.CardKeyPrefix+fakewhatsapp.ChatMaya)); err != nil {
		return nil, nil, err
	}
	if _, err := e2e.Eval[any](story.Sidebar, fmt.Sprintf(orderHistory, fakewhatsapp.ChatMaya)); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, historyWithin)
	defer cancel()
	if err := eachWindow(ctx, beat, &busy, func() (bool, error) {
		card, err := story.Card(fakewhatsapp.ChatMaya)
		if err != nil || card.Sync == nil || card.Sync.History == nil {
			return false, err
		}
		if history := card.Sync.History; !history.Reading {
			if history.Read < longHistory {
				return false, fmt.Errorf("the reading ended after %d messages", history.Read)
			}
			return true, nil
		}
		view, err := story.View()
		if err != nil || view.Backup.State == contract.BackupRunning {
			return false, err
		}
		return false, story.RingAlarm()
	}); err != nil {
		return nil, nil, err
	}
	steps, err := e2e.Eval[[][2]float64](story.Sidebar, `benchSteps`)
	if err != nil {
		return nil, nil, err
	}
	for i := 1; i < len(steps); i++ {
		if before, now := steps[i-1], steps[i]; before[1] >= 0 && now[1] > before[1] {
			rates = append(rates, (now[1]-before[1])*1000/(now[0]-before[0]))
		}
	}
	return rates, busy, nil
}

// eachWindow takes the longest block of one window after the other into blocks,
// until done says that it is enough.
func eachWindow(ctx context.Context, beat heartbeat, blocks *[]float64, done func() (bool, error)) error {
	if _, err := beat.longest(); err != nil {
		return err
	}
	ticker := time.NewTicker(window)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
		longest, err := beat.longest()
		if err != nil {
			return err
		}
		*blocks = append(*blocks, longest)
		if enough, err := done(); enough || err != nil {
			return err
		}
	}
}

// addHistory gives a chat a long past, written by both sides, that ended a month
// ago.
func addHistory(whatsApp *fakewhatsapp.Server, chat string) error {
	end := time.Now().AddDate(0, 0, -30).Truncate(24 * time.Hour)
	messages := make([]fakewhatsapp.Msg, longHistory)
	for i := range messages {
		back := longHistory - i
		at := end.AddDate(0, 0, -back/perDay).Add(-time.Duration(back%perDay) * 2 * time.Minute)
		messages[i] = fakewhatsapp.Msg{
			Time: at, FromMe: i%3 == 0,
			Body: fmt.Sprintf("Message %d of a long conversation: what we agreed about the delivery stands.", i),
		}
	}
	_, err := whatsApp.Backfill(chat, messages)
	return err
}
