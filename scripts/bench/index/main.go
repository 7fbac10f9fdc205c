// Command index measures the directory of the CRM's numbers where it runs in the
// product: in WebAssembly. It builds a directory of made-up people, page by page,
// opens it again as a worker does that was stopped, looks numbers up, and
// prints a [Report] as JSON. Without an index in service to look into by itself,
// the second argument "holding" measures one apart from the directory.
//
//	index 100000 find
//	index 100000 holding
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/directory"
	"github.com/chatkeep/chatkeep/internal/directory/sample"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/phone/parse"
)

// Report is what one run measures. Times are in milliseconds, or microseconds
// where the name says so.
type Report struct {
	// Build is what taking all pages takes, Load what reading the stored index
	// takes a worker that has just been woken.
	Build, Load float64
	// Pages and Credits are what the build costs.
	Pages, Credits int
	// FindMicros is the median of looking one number up and reading the texts that
	// come up, FindMost what all but one in a hundred of these stay below, and
	// FindWorst the slowest of all, in which Go has tidied up its heap.
	FindMicros, FindMost, FindWorst float64
	// HoldingMicros is the median of the index alone.
	HoldingMicros float64
	// Heap is what Go has in use once the index is loaded and nothing else is left,
	// in bytes, and Index what the index itself takes of it.
	Heap, Index uint64
}

// lookups is how many numbers are looked up.
const lookups = 2000

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "index:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("want a number of people and what to measure, got %q", args)
	}
	people, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	var report Report
	switch args[1] {
	case "find":
		err = find(context.Background(), people, &report)
	case "holding":
		err = holding(people, &report)
	default:
		err = fmt.Errorf("%q cannot be measured", args[1])
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(report)
}

func sources() []directory.Source {
	return []directory.Source{
		{Module: contract.ModuleContacts, Fields: []string{"Phone", "Mobile", "Other_Phone"}},
		{Module: contract.ModuleLeads, Fields: []string{"Phone", "Mobile"}},
	}
}

// share returns how many of some people are of a source: seven in ten contacts.
func share(people int, source directory.Source) int {
	if source.Module == contract.ModuleContacts {
		return people * 7 / 10
	}
	return people - people*7/10
}

func row(i int, source directory.Source) directory.Row {
	p := sample.NewPerson(i, len(source.Fields))
	return directory.Row{ID: p.ID, Name: p.Name, OwnerID: p.OwnerID, Modified: p.Modified, Phones: p.Phones}
}

// numbers are those looked up: half of them are somebody's.
func numbers(people int) ([]phone.Number, error) {
	list := make([]phone.Number, 0, lookups)
	for i := range lookups {
		user := fmt.Sprintf("1415%07d", (2_000_000+i*37%people*89)%10_000_000)
		if i%2 == 0 {
			user = fmt.Sprintf("1415%07d", i*31%people*89%10_000_000)
		}
		n, ok := parse.FromJID(user)
		if !ok {
			return nil, fmt.Errorf("%s is no number", user)
		}
		list = append(list, n)
	}
	return list, nil
}

func find(ctx context.Context, people int, report *Report) error {
	chats, err := numbers(people)
	if err != nil {
		return err
	}
	shelf := directory.NewMemory()
	if err := build(ctx, shelf, people, report); err != nil {
		return err
	}
	before := heap()
	began := time.Now()
	d, err := directory.Open(ctx, shelf, "org.user")
	if err != nil {
		return err
	}
	question := directory.Question{Region: "US", Sources: sources(), Now: time.Unix(1, 0)}
	if _, err := d.Find(ctx, parse.Reader{}, question); err != nil {
		return err
	}
	report.Load = milliseconds(time.Since(began))
	report.Heap = heap()
	report.Index = report.Heap - min(before, report.Heap)
	var times []float64
	for _, n := range chats {
		question.Numbers = []phone.Number{n}
		began := time.Now()
		if _, err := d.Find(ctx, parse.Reader{}, question); err != nil {
			return err
		}
		times = append(times, microseconds(time.Since(began)))
	}
	slices.Sort(times)
	report.FindMicros, report.FindMost, report.FindWorst = times[lookups/2], times[lookups*99/100], times[lookups-1]
	return nil
}

// build builds a directory on a shelf. Making the people up is not measured.
func build(ctx context.Context, shelf directory.Shelf, people int, report *Report) error {
	d, err := directory.Open(ctx, shelf, "org.user")
	if err != nil {
		return err
	}
	now := time.Unix(0, 0)
	var bounds []directory.Bound
	for _, source := range sources() {
		bound := directory.Bound{}
		for skip, ok := bound.Probe(); ok; skip, ok = bound.Probe() {
			bound = bound.Probed(skip, share(people, source) > skip)
		}
		bounds = append(bounds, bound)
	}
	if err := d.Begin(ctx, sources(), bounds, 2*people, now); err != nil {
		return err
	}
	taken := map[contract.Module]int{}
	for {
		step := d.Next(now, time.Hour)
		if step.Kind != directory.StepPage {
			return nil
		}
		from, all := taken[step.Source.Module], share(people, step.Source)
		page := directory.Page{More: all-from > step.Limit}
		for i := from; i < min(all, from+step.Limit); i++ {
			page.Rows = append(page.Rows, row(i, step.Source))
		}
		taken[step.Source.Module] += len(page.Rows)
		began := time.Now()
		if _, err := d.Take(ctx, step, page, now); err != nil {
			return err
		}
		report.Build += milliseconds(time.Since(began))
		report.Pages, report.Credits = report.Pages+1, report.Credits+step.Credits()
	}
}

// holding measures the index without the texts it brings up.
func holding(people int, report *Report) error {
	chats, err := numbers(people)
	if err != nil {
		return err
	}
	ix, err := directory.NewIndex(sources(), func(source directory.Source) ([]directory.Row, error) {
		var rows []directory.Row
		for i := range share(people, source) {
			rows = append(rows, row(i, source))
		}
		return rows, nil
	})
	if err != nil {
		return err
	}
	found := 0
	var times []float64
	for _, n := range chats {
		began := time.Now()
		records, _, err := ix.Holding(n, 200)
		times = append(times, microseconds(time.Since(began)))
		if err != nil {
			return err
		}
		found += len(records)
	}
	if found < lookups/4 {
		return fmt.Errorf("%d lookups brought up %d records only", lookups, found)
	}
	slices.Sort(times)
	report.HoldingMicros = times[lookups/2]
	return nil
}

// heap returns what Go has in use after it has tidied up, in bytes.
func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapInuse
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
func microseconds(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
