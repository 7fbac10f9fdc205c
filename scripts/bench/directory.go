package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
)

// manyPeople is how many records the directory of numbers is meant for.
const manyPeople = 100_000

// indexReport is what the program in index prints; see its Report.
type indexReport struct {
	Build, Load                                    float64
	Pages, Credits                                 int
	FindMicros, FindMost, FindWorst, HoldingMicros float64
	Heap, Index                                    uint64
	// Memory is the size of the program's memory at its end, in bytes.
	Memory float64
}

// directories measures the directory of the CRM's numbers in WebAssembly: the
// program in index, run by Node.js with Go's own glue. In the product another
// module reads the texts; here both are in one, so that the memory is that of
// both.
func directories(ctx context.Context, b bench) (_ []Figure, err error) {
	work, err := os.MkdirTemp("", "chatkeep-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	module, err := buildModule(ctx, b.root, work, "index")
	if err != nil {
		return nil, err
	}
	runs := max(3, b.runs/3)
	var took, loaded, found, most, worst, held, heap, index, memory []float64
	var large indexReport
	for range runs {
		if large, err = runIndex(ctx, b.root, module, manyPeople, "find"); err != nil {
			return nil, err
		}
		alone, err := runIndex(ctx, b.root, module, manyPeople, "holding")
		if err != nil {
			return nil, err
		}
		took, loaded = append(took, large.Build), append(loaded, large.Load)
		found, most, worst = append(found, large.FindMicros), append(most, large.FindMost), append(worst, large.FindWorst)
		held = append(held, alone.HoldingMicros)
		heap, index, memory = append(heap, float64(large.Heap)), append(index, float64(large.Index)), append(memory, large.Memory)
	}
	small, err := runIndex(ctx, b.root, module, manyPeople/10, "find")
	if err != nil {
		return nil, err
	}
	figures := []Figure{
		newFigure("directory of 100,000: build", "ms", took, nil),
		newFigure("directory of 100,000: load after a stop", "ms", loaded, nil),
		newFigure("directory of 100,000: lookup in the index", "µs", held, nil),
		newFigure("directory of 100,000: lookup with reading the texts", "µs", found, nil),
		newFigure("directory of 100,000: 99 of 100 such lookups stay below", "µs", most, nil),
		newFigure("directory of 100,000: slowest of 2,000 such lookups", "µs", worst, nil),
		newFigure("directory of 100,000: index in the heap", "bytes", index, nil),
		newFigure("directory of 100,000: heap in use, metadata and stored copy included", "bytes", heap, nil),
		newFigure("directory of 100,000: memory of the module at the most", "bytes", memory, nil),
	}
	price := func(people string, report indexReport) Figure {
		return newFigure(fmt.Sprintf("directory of %s: %d pages of the CRM", people, report.Pages), "credits", []float64{float64(report.Credits)}, nil)
	}
	return append(figures, price("10,000", small), price("100,000", large)), nil
}

// runIndex runs the program once in a process of its own.
func runIndex(ctx context.Context, root, module string, people int, what string) (report indexReport, err error) {
	out, memory, err := runModule(ctx, moduleRun{root: root, module: module, args: []string{strconv.Itoa(people), what}})
	if err != nil {
		return report, err
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return report, fmt.Errorf("node: %w", err)
	}
	report.Memory = memory
	return report, nil
}
