package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chatkeep/chatkeep/internal/e2e"
)

// startIn runs a script in a new realm, a frame of a blank page, and returns how
// long it took to compile and run, in microseconds. The realm has as much of
// chrome.runtime as a content script asks for when it starts. The comment at the
// end makes each text one that was never compiled before.
const startIn = `(() => {
	const frame = document.body.appendChild(document.createElement("iframe"));
	const realm = frame.contentWindow;
	const event = { addListener() {}, removeListener() {} };
	realm.chrome = { runtime: { id: "bench", onMessage: event, onConnect: event, sendMessage: async () => ({ ok: {} }) } };
	const text = %s + "\n//" + crypto.getRandomValues(new Uint32Array(4)).join("");
	const start = performance.now();
	realm.eval(text);
	const took = performance.now() - start;
	frame.remove();
	return took * 1000;
})()`

// scriptStarts measures what the two content scripts cost every page they start
// in, against a script that does nothing.
func scriptStarts(ctx context.Context, b bench) (_ []Figure, err error) {
	stage, err := b.open(ctx, e2e.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stage.Close()) }()
	blank, err := stage.NewTab("about:blank")
	if err != nil {
		return nil, err
	}
	var figures []Figure
	for _, name := range []string{"content/page.js", "content/bridge.js"} {
		content, err := os.ReadFile(filepath.Join(b.dist, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		var ours, empty []float64
		for i := range b.runs + 1 {
			took, err := startScript(blank, string(content))
			if err != nil {
				return nil, err
			}
			nothing, err := startScript(blank, `(() => {})();`)
			if err != nil {
				return nil, err
			}
			if i == 0 {
				continue // The first run warms the browser.
			}
			ours, empty = append(ours, took), append(empty, nothing)
		}
		figures = append(figures, newFigure(name+" start, beside an empty script", "µs", ours, empty))
	}
	return figures, nil
}

func startScript(tab *e2e.Tab, text string) (float64, error) {
	quoted, err := json.Marshal(text)
	if err != nil {
		return 0, err
	}
	return e2e.Eval[float64](tab, fmt.Sprintf(startIn, quoted))
}
