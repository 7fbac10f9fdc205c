package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chatkeep/chatkeep/internal/e2e"
	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

// question sends one message to the worker, which is not running, and returns
// how long its answer took, in milliseconds.
const question = `(async () => {
	const start = performance.now();
	const reply = await chrome.runtime.sendMessage(%s);
	if (!reply || reply.error) throw new Error("no answer: " + JSON.stringify(reply));
	return performance.now() - start;
})()`

// coldStarts measures the time from a message to a stopped worker to its first
// answer: of the extension, and in turn of a peer whose worker boots an empty
// Go program the same way.
func coldStarts(ctx context.Context, b bench) (_ []Figure, err error) {
	peer, err := buildPeer(ctx, b.root)
	if err != nil {
		return nil, err
	}
	stage, err := b.open(ctx, e2e.Options{Beside: []string{peer}})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stage.Close()) }()
	ours, err := stage.NewTab(stage.ExtensionURL("popup/popup.html"))
	if err != nil {
		return nil, err
	}
	peerID, err := stage.ExtensionIDAt(peer)
	if err != nil {
		return nil, err
	}
	theirs, err := stage.NewTab("chrome-extension://" + peerID + "/page.html")
	if err != nil {
		return nil, err
	}
	var cold, warm, empty []float64
	for i := range b.runs + 1 {
		if err := stage.StopWorker(); err != nil {
			return nil, err
		}
		coldMS, err := e2e.Eval[float64](ours, fmt.Sprintf(question, `{v: 1, kind: "popup/view.refresh", data: {}}`))
		if err != nil {
			return nil, err
		}
		warmMS, err := e2e.Eval[float64](ours, fmt.Sprintf(question, `{v: 1, kind: "popup/view.refresh", data: {}}`))
		if err != nil {
			return nil, err
		}
		if err := stage.StopWorker(); err != nil {
			return nil, err
		}
		emptyMS, err := e2e.Eval[float64](theirs, fmt.Sprintf(question, `{}`))
		if err != nil {
			return nil, err
		}
		if i == 0 {
			continue // The first pair warms the browser's caches.
		}
		cold, warm, empty = append(cold, coldMS), append(warm, warmMS), append(empty, emptyMS)
	}
	return []Figure{
		newFigure("cold worker to first answer", "ms", cold, empty),
		newFigure("warm worker to answer", "ms", warm, nil),
	}, nil
}

// buildPeer builds the peer extension and returns its folder.
func buildPeer(ctx context.Context, root string) (string, error) {
	folder := filepath.Join(root, "build", "bench", "peer")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	build := repo.Tool{
		Dir: root, Env: []string{"GOOS=js", "GOARCH=wasm", "GOFLAGS="},
		Args: []string{
			"go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=",
			"-o", filepath.Join(folder, "peer.wasm"), "./scripts/bench/peer",
		},
	}
	if _, err := build.Run(ctx); err != nil {
		return "", err
	}
	sources := map[string]string{
		"wasm_exec.js":  filepath.Join(root, "dist", "wasm_exec.js"),
		"worker.js":     filepath.Join(root, "scripts", "bench", "peer", "worker.js"),
		"page.html":     filepath.Join(root, "scripts", "bench", "peer", "page.html"),
		"manifest.json": filepath.Join(root, "scripts", "bench", "peer", "manifest.json"),
	}
	for name, source := range sources {
		content, err := os.ReadFile(source)
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return "", err
		}
	}
	return folder, nil
}
