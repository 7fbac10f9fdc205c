package main

import "slices"

// Figure is one measured figure.
type Figure struct {
	Name string `json:"name"`
	// Value is the median of the runs.
	Value float64 `json:"value"`
	// Unit is "bytes", "µs", "ms", "messages/s", "calls", "credits" or "%".
	Unit string `json:"unit"`
	// Peer is the median of what Value is compared with, 0 for nothing.
	Peer float64 `json:"peer"`
	// Ratio is Value by Peer, 0 without a peer.
	Ratio float64 `json:"ratio"`
	// Runs is how often it was measured.
	Runs int `json:"runs"`
	// Low and High are the least and the greatest of the runs.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

func newFigure(name, unit string, runs, peers []float64) Figure {
	f := Figure{Name: name, Value: median(runs), Unit: unit, Runs: len(runs)}
	f.Low, f.High = spread(runs)
	if f.Peer = median(peers); f.Peer != 0 {
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
