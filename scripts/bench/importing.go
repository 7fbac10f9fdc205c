package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// manyMessages is how many messages the imported chat has.
const manyMessages = 100_000

// importReport is what the program in importing prints; see its Report.
type importReport struct {
	All, Page, Database, Zoho float64
	Questions, Cycles         int
	Heap                      uint64
	// Memory is the size of the program's memory at its end, and Credits what the
	// stand-in for Zoho has counted.
	Memory, Credits float64
}

// outside is the time that did not pass in the core, in milliseconds.
func (r importReport) outside() float64 { return r.Page + r.Database + r.Zoho }

// imports measures the import of one long chat, from the page's answers through the
// core into the journal and the notes, in WebAssembly: the program in importing, run
// by Node.js with Go's own glue. Nobody waits between the pages as the product does,
// the journal's database is memory beside the program's, and Zoho answers at once, so
// that the core's share of the time is the greatest there can be. Beside it stands the
// import of a chat of a tenth of the length.
func imports(ctx context.Context, b bench) (_ []Figure, err error) {
	work, err := os.MkdirTemp("", "chatkeep-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	module, err := buildModule(ctx, b.root, work, "importing")
	if err != nil {
		return nil, err
	}
	var rates, smallRates, core, smallCore, share, page, database, zoho, heap, smallHeap, memory, smallMemory []float64
	var report importReport
	for range max(1, b.runs/7) {
		small, err := runImport(ctx, b.root, module, manyMessages/10)
		if err != nil {
			return nil, err
		}
		if report, err = runImport(ctx, b.root, module, manyMessages); err != nil {
			return nil, err
		}
		rates, smallRates = append(rates, manyMessages*1000/report.All), append(smallRates, manyMessages/10*1000/small.All)
		core, smallCore = append(core, (report.All-report.outside())*1000/manyMessages), append(smallCore, (small.All-small.outside())*10_000/manyMessages)
		share = append(share, (report.All-report.outside())*100/report.All)
		page, database, zoho = append(page, report.Page*100/report.All), append(database, report.Database*100/report.All), append(zoho, report.Zoho*100/report.All)
		heap, smallHeap = append(heap, float64(report.Heap)), append(smallHeap, float64(small.Heap))
		memory, smallMemory = append(memory, report.Memory), append(smallMemory, small.Memory)
	}
	const name = "import of a chat of 100,000: "
	return []Figure{
		newFigure(name+"into journal and notes without pauses, beside one of 10,000", "messages/s", rates, smallRates),
		newFigure(name+"core for each message, beside 10,000", "µs", core, smallCore),
		newFigure(name+"share of the core", "%", share, nil),
		newFigure(name+"share of the page", "%", page, nil),
		newFigure(name+"share of the journal's database", "%", database, nil),
		newFigure(name+"share of Zoho", "%", zoho, nil),
		newFigure(name+"heap in use at the most, beside 10,000", "bytes", heap, smallHeap),
		newFigure(name+"memory of the module at the most, beside 10,000", "bytes", memory, smallMemory),
		newFigure(fmt.Sprintf("%s%d pages of messages, %d cycles", name, report.Questions, report.Cycles), "credits", []float64{report.Credits}, nil),
	}, nil
}

// runImport imports a chat of so many messages once, with a stand-in of its own, and
// checks that Zoho holds each of them once.
func runImport(ctx context.Context, root, module string, messages int) (report importReport, err error) {
	start := time.Unix(1_795_000_000, 0)
	var now atomic.Int64
	now.Store(start.UnixMilli())
	zoho := fakezoho.New(fakezoho.Options{Edition: fakezoho.Enterprise(), Now: func() time.Time { return time.UnixMilli(now.Load()) }})
	world, err := fakezoho.SeedDemo(zoho)
	if err != nil {
		return report, err
	}
	code, err := zoho.SelfClientCode(world.SelfClient.ID, fakezoho.DemoScopes(), 10*time.Minute)
	if err != nil {
		return report, err
	}
	server := httptest.NewServer(byPath(zoho, &now))
	defer server.Close()
	record := world.Contacts[fakezoho.ContactPunctuated]
	out, memory, err := runModule(ctx, moduleRun{
		root: root, module: module, preload: filepath.Join(root, "scripts", "bench", "importing", "database.cjs"),
		args: []string{strconv.Itoa(messages), server.URL, world.SelfClient.ID, world.SelfClient.Secrets["us"], code, record},
	})
	if err != nil {
		return report, err
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return report, fmt.Errorf("node: %w", err)
	}
	report.Memory, report.Credits = memory, float64(zoho.CreditsUsed())
	return report, heldOnce(zoho.NotesOf(record), messages)
}

// byPath lets a program call each of Zoho's hosts at one address: the first piece of
// the path is the host. The header Bench-Now sets the stand-in's clock, which never
// goes back.
func byPath(zoho http.Handler, now *atomic.Int64) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, rest, _ := strings.Cut(strings.TrimPrefix(r.RequestURI, "/"), "/")
		address, err := url.ParseRequestURI("/" + rest)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		at, err := strconv.ParseInt(r.Header.Get("Bench-Now"), 10, 64)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		for before := now.Load(); before < at && !now.CompareAndSwap(before, at); before = now.Load() {
		}
		in := r.Clone(r.Context())
		in.Host, in.URL, in.RequestURI = host, address, "/"+rest
		in.Header.Del("Bench-Now")
		zoho.ServeHTTP(w, in)
	})
}

var importedLine = regexp.MustCompile(`(?m)^\d\d:\d\d .*: Message (\d+) of a long conversation`)

// heldOnce checks that notes hold the messages 0 to n-1, each once.
func heldOnce(notes []fakezoho.Note, n int) error {
	held := make([]int, n)
	for _, note := range notes {
		for _, line := range importedLine.FindAllStringSubmatch(note.Content, -1) {
			i, err := strconv.Atoi(line[1])
			if err != nil || i >= n {
				return fmt.Errorf("a note holds a message %s that nobody wrote", line[1])
			}
			held[i]++
		}
	}
	for i, times := range held {
		if times != 1 {
			return fmt.Errorf("message %d stands in the notes %d times", i, times)
		}
	}
	return nil
}
