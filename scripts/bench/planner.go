package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
)

const (
	// manyLinked is how many linked chats a cycle is measured with, and inEach how
	// many messages each of them has in the journal.
	manyLinked = 10_000
	inEach     = 100
)

// planningReport is what the program in planning prints; see its Report.
type planningReport struct {
	Woken, Awake, WholeWoken, WholeAwake                 []float64
	Page                                                 float64
	Transactions, Gets, Lists, Areas                     int
	AwakeTransactions, AwakeGets, AwakeLists, AwakeAreas int
}

// plannings measures what a cycle with nothing new takes of the core, in
// WebAssembly: the program in planning, run by Node.js with Go's own glue. The
// storage is memory there, so that what the core asks of it is counted beside.
func plannings(ctx context.Context, b bench) (_ []Figure, err error) {
	work, err := os.MkdirTemp("", "chatkeep-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	module, err := buildModule(ctx, b.root, work, "planning")
	if err != nil {
		return nil, err
	}
	out, _, err := runModule(ctx, moduleRun{root: b.root, module: module, args: []string{strconv.Itoa(manyLinked), strconv.Itoa(inEach)}})
	if err != nil {
		return nil, err
	}
	var report planningReport
	if err := json.Unmarshal(out, &report); err != nil {
		return nil, fmt.Errorf("node: %w", err)
	}
	const name = "cycle with nothing new, 10,000 chats with 1,000,000 messages: "
	calls := func(of string, n int) Figure {
		return newFigure(name+of, "calls", []float64{float64(n)}, nil)
	}
	return []Figure{
		newFigure(name+"core, worker just started", "ms", report.Woken, nil),
		newFigure(name+"core, worker awake", "ms", report.Awake, nil),
		newFigure(name+"core looks through all chats, worker just started", "ms", report.WholeWoken, nil),
		newFigure(name+"core looks through all chats, worker awake", "ms", report.WholeAwake, nil),
		newFigure(name+"understanding the page's list", "ms", []float64{report.Page}, nil),
		calls("transactions of the journal, just started", report.Transactions),
		calls("keys read in them", report.Gets),
		calls("lists of keys in them", report.Lists),
		calls("calls of chrome.storage", report.Areas),
		calls("transactions of the journal, awake", report.AwakeTransactions),
		calls("keys read in them, awake", report.AwakeGets),
		calls("lists of keys in them, awake", report.AwakeLists),
		calls("calls of chrome.storage, awake", report.AwakeAreas),
	}, nil
}
