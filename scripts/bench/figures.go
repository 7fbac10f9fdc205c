package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/chatkeep/chatkeep/scripts/internal/size"
)

// sizes measures the WebAssembly modules, raw and as the package holds them.
func sizes(dist string) ([]Figure, error) {
	var figures []Figure
	for _, name := range []string{"core.wasm", "numbers.wasm", "accounts.wasm"} {
		content, err := os.ReadFile(filepath.Join(dist, name))
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

func newFigure(name, unit string, runs, peers []float64) Figure {
	f := Figure{Name: name, Value: median(runs), Unit: unit, Runs: len(runs)}
	f.Low, f.High = spread(runs)
	if len(peers) > 0 {
		f.Peer = median(peers)
		f.Ratio = f.Value / f.Peer
	}
	return f
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 0 {
		return (sorted[middle-1] + sorted[middle]) / 2
	}
	return sorted[middle]
}

func spread(values []float64) (low, high float64) {
	if len(values) == 0 {
		return 0, 0
	}
	return slices.Min(values), slices.Max(values)
}
