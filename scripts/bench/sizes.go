package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chatkeep/chatkeep/scripts/internal/size"
)

// sizes measures the WebAssembly modules and the two content scripts, raw and
// as the package holds them.
func sizes(_ context.Context, b bench) ([]Figure, error) {
	var figures []Figure
	for _, name := range []string{"core.wasm", "numbers.wasm", "accounts.wasm", "content/page.js", "content/bridge.js"} {
		content, err := os.ReadFile(filepath.Join(b.dist, filepath.FromSlash(name)))
		if err != nil {
			return nil, fmt.Errorf("the extension is not built: %w", err)
		}
		deflated, err := size.Deflated(content)
		if err != nil {
			return nil, err
		}
		figures = append(figures,
			newFigure(name+" raw", "bytes", []float64{float64(len(content))}, nil),
			newFigure(name+" deflated", "bytes", []float64{float64(deflated)}, nil),
		)
	}
	return figures, nil
}
