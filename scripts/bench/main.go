// Command bench measures what Chatkeep promises to be small and quick. It
// prints a table and writes build/bench.json, a list of {name, value, unit,
// peer, ratio, runs, low, high}: value is the median of so many runs, peer the
// median of what it is compared with in the same minutes, ratio value by peer,
// low and high the spread.
//
//	go run ./scripts/bench
//	go run ./scripts/bench -only sizes,poll
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
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/chatkeep/chatkeep/internal/chromium"
	"github.com/chatkeep/chatkeep/internal/e2e"
	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

// bench is what a measurement needs.
type bench struct {
	root, dist, browser string
	// runs is how many times a start is measured.
	runs int
}

// measurement takes figures that belong together.
type measurement struct {
	name string
	take func(context.Context, bench) ([]Figure, error)
}

// measurements are in the order of the table. Each has a file of its own.
func measurements() []measurement {
	return []measurement{
		{"sizes", sizes},
		{"coldstart", coldStarts},
		{"scriptstart", scriptStarts},
		{"readiness", readiness},
		{"poll", polls},
		{"history", histories},
		{"directory", directories},
		{"people", people},
		{"planning", plannings},
		{"import", imports},
		{"day", days},
	}
}

func main() {
	runs := flag.Int("runs", 15, "how many times each start is measured")
	only := flag.String("only", "", "names of measurements, separated by commas; all when empty")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *runs, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, runs int, only string) error {
	chosen, err := choose(only)
	if err != nil {
		return err
	}
	root, err := repo.Root()
	if err != nil {
		return err
	}
	browser, err := chromium.FindOrInstall(ctx, os.Stderr)
	if err != nil {
		return err
	}
	b := bench{root: root, dist: filepath.Join(root, "dist"), browser: browser, runs: runs}
	var figures []Figure
	for _, m := range chosen {
		taken, err := m.take(ctx, b)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		figures = append(figures, taken...)
	}
	if err := write(filepath.Join(root, "build", "bench.json"), figures); err != nil {
		return err
	}
	return print(figures)
}

// choose returns the measurements that are named, or all.
func choose(only string) ([]measurement, error) {
	if only == "" {
		return measurements(), nil
	}
	var chosen []measurement
	for name := range strings.SplitSeq(only, ",") {
		i := slices.IndexFunc(measurements(), func(m measurement) bool { return m.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no measurement called %q", name)
		}
		chosen = append(chosen, measurements()[i])
	}
	return chosen, nil
}

// open sets a stage up with the built extension.
func (b bench) open(ctx context.Context, options e2e.Options) (*e2e.Stage, error) {
	options.Dist, options.Browser = b.dist, b.browser
	return e2e.Open(ctx, options)
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
