// Command bench measures what Chatkeep promises to be small and quick. It
// prints a table and writes build/bench.json, a list of {name, value, unit,
// peer, ratio, runs, low, high}: value is the median of so many runs, peer the
// median of what it is compared with in the same minutes, ratio value by peer,
// low and high the spread.
//
//	go run ./scripts/bench
//
// The extension must be built: go run ./scripts/build. Figures of one machine
// drift with what else it does; ratios hold better than times.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"text/tabwriter"

	"github.com/chatkeep/chatkeep/internal/chromium"
	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

// Figure is one measured figure.
type Figure struct {
	Name string `json:"name"`
	// Value is the median of the runs.
	Value float64 `json:"value"`
	// Unit is "bytes", "ms" or "credits".
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

func main() {
	runs := flag.Int("runs", 15, "how many times each start is measured")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, runs int) error {
	root, err := repo.Root()
	if err != nil {
		return err
	}
	browser, err := chromium.FindOrInstall(ctx, os.Stderr)
	if err != nil {
		return err
	}
	figures, err := sizes(filepath.Join(root, "dist"))
	if err != nil {
		return err
	}
	starts, err := coldStarts(ctx, root, browser, runs)
	if err != nil {
		return err
	}
	figures = append(figures, starts...)
	if err := write(filepath.Join(root, "build", "bench.json"), figures); err != nil {
		return err
	}
	return print(figures)
}

func write(file string, figures []Figure) error {
	raw, err := json.MarshalIndent(figures, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, append(raw, '\n'), 0o644)
}

func print(figures []Figure) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "name\tmedian\tunit\tpeer\tratio\truns\tspread")
	for _, f := range figures {
		fmt.Fprintf(table, "%s\t%.0f\t%s\t%s\t%s\t%d\t%.0f–%.0f\n",
			f.Name, f.Value, f.Unit, orDash("%.0f", f.Peer), orDash("%.2f", f.Ratio), f.Runs, f.Low, f.High)
	}
	return table.Flush()
}

func orDash(format string, v float64) string {
	if v == 0 {
		return "–"
	}
	return fmt.Sprintf(format, v)
}
