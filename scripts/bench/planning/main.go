// Command planning measures what a cycle with nothing new takes of the core where
// it runs in the product: in WebAssembly. It fills a journal and a storage in
// memory with linked chats whose messages are all in Zoho, rings the alarm and
// prints a [Report] as JSON.
//
//	planning 10000 100
//
// are ten thousand chats with a hundred messages each.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// Report is what one run measures, in milliseconds. Of the cycles, what it takes
// to understand the page's list of chats is taken off and told by Page.
type Report struct {
	// Woken are the cycles of a worker that has just been started, Awake those of one
	// that has run a cycle before. WholeWoken and WholeAwake are those that have to
	// look through all chats, because the page says something else than before.
	Woken, Awake, WholeWoken, WholeAwake []float64
	Page                                 float64
	// Transactions, Gets and Lists are what a cycle of a worker that has just been
	// started asks of the journal's database, Areas of chrome.storage; the same with
	// Awake before them.
	Transactions, Gets, Lists, Areas                     int
	AwakeTransactions, AwakeGets, AwakeLists, AwakeAreas int
}

const (
	// cycles is how many cycles of each kind are measured.
	cycles = 5
	// between is the time between two cycles: all lie within the half hour after which
	// the core looks at chats without a hint, and the hour after which it asks Zoho
	// whether their records are still there.
	between = time.Minute
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "planning:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("want a number of chats and of messages in each, got %q", args)
	}
	chats, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	messages, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	w := newWorld(time.Unix(1_795_000_000, 0))
	if err := w.fill(ctx, chats, messages); err != nil {
		return err
	}
	var report Report
	// The first cycle draws every card and looks through all days, the second finds
	// nothing to do and leaves word.
	for range 2 {
		if _, err := w.cycle(ctx, nil); err != nil {
			return err
		}
	}
	for range cycles {
		core, err := w.wake(ctx)
		if err != nil {
			return err
		}
		w.count.reset()
		took, err := w.cycle(ctx, core)
		if err != nil {
			return err
		}
		report.Woken = append(report.Woken, took)
		report.Transactions, report.Gets, report.Lists, report.Areas = w.count.transactions, w.count.gets, w.count.lists, w.count.areas
		w.count.reset()
		if took, err = w.cycle(ctx, core); err != nil {
			return err
		}
		report.Awake = append(report.Awake, took)
		report.AwakeTransactions, report.AwakeGets, report.AwakeLists, report.AwakeAreas = w.count.transactions, w.count.gets, w.count.lists, w.count.areas
	}
	for range cycles {
		core, err := w.wake(ctx)
		if err != nil {
			return err
		}
		for _, into := range []*[]float64{&report.WholeWoken, &report.WholeAwake} {
			if err := w.update(); err != nil {
				return err
			}
			took, err := w.cycle(ctx, core)
			if err != nil {
				return err
			}
			*into = append(*into, took)
		}
	}
	// Last, when the program runs as fast as it did in the cycles.
	if report.Page, err = w.timePage(); err != nil {
		return err
	}
	for _, of := range [][]float64{report.Woken, report.Awake, report.WholeWoken, report.WholeAwake} {
		for i := range of {
			of[i] = max(0, of[i]-report.Page)
		}
	}
	return json.NewEncoder(os.Stdout).Encode(report)
}

// world is everything around the core.
type world struct {
	now            time.Time
	database       *journal.Memory
	local, session *store.Memory
	page           json.RawMessage
	count          counter
}

func newWorld(now time.Time) *world {
	return &world{now: now, database: journal.NewMemory(), local: store.NewMemory(), session: store.NewMemory()}
}

// update lets the page be of another version of WhatsApp Web, which changes nothing
// in the chats.
func (w *world) update() error {
	var snapshot contract.PageSnapshot
	if err := json.Unmarshal(w.page, &snapshot); err != nil {
		return err
	}
	snapshot.Build += "1"
	page, err := json.Marshal(snapshot)
	w.page = page
	return err
}

// wake starts a worker over what is stored.
func (w *world) wake(ctx context.Context) (*app.App, error) {
	settings, err := store.Open(ctx, countedArea{w.local, &w.count}, countedArea{w.session, &w.count})
	if err != nil {
		return nil, err
	}
	messages, err := journal.Open(ctx, countedKV{w.database, &w.count})
	if err != nil {
		return nil, err
	}
	return app.New(app.Config{
		Store: settings, Journal: messages, Pages: w, Numbers: noNumbers{}, Zoho: noZoho{},
		Zone: transcript.LocationZone(time.UTC), Words: func() (transcript.Words, error) { return transcript.English(), nil }, Clock: w,
	}), nil
}

// cycle rings the alarm, for a new worker if core is nil, and returns how long the
// core took in milliseconds.
func (w *world) cycle(ctx context.Context, core *app.App) (float64, error) {
	if core == nil {
		var err error
		if core, err = w.wake(ctx); err != nil {
			return 0, err
		}
	}
	w.now = w.now.Add(between)
	request, err := json.Marshal(contract.Request{V: contract.Version, Kind: contract.KindAlarmTick})
	if err != nil {
		return 0, err
	}
	began := time.Now()
	raw, err := core.Dispatch(ctx, request)
	took := milliseconds(time.Since(began))
	if err != nil {
		return 0, err
	}
	var reply contract.Reply
	if err := json.Unmarshal(raw, &reply); err != nil {
		return 0, err
	}
	if reply.Error != nil {
		return 0, fmt.Errorf("the cycle failed: %s", reply.Error.Message)
	}
	return took, w.proven(ctx)
}

// proven checks that the cycle came to its end with every chat complete.
func (w *world) proven(ctx context.Context) error {
	values, err := w.local.Get(ctx, contract.SyncKey)
	if err != nil {
		return err
	}
	var times contract.SyncTimes
	if err := json.Unmarshal(values[contract.SyncKey], &times); err != nil {
		return err
	}
	if times.LastSyncAt != w.now.UnixMilli() {
		return errors.New("the cycle did not find every chat complete")
	}
	return nil
}

// timePage returns how long the core takes to understand the page's list.
func (w *world) timePage() (float64, error) {
	best := 0.0
	for i := range 3 {
		began := time.Now()
		if _, _, err := whatsapp.DecodeSnapshot(w.page, w.now.Unix()); err != nil {
			return 0, err
		}
		if took := milliseconds(time.Since(began)); i == 0 || took < best {
			best = took
		}
	}
	return best, nil
}

// Now implements [app.Clock].
func (w *world) Now() time.Time { return w.now }

// Sleep implements [app.Clock].
func (w *world) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// List implements [app.Pages].
func (w *world) List(context.Context) ([]app.Tab, error) {
	return []app.Tab{{ID: 1, LastUsedAt: 1}}, nil
}

// KeepAwake implements [app.Pages].
func (w *world) KeepAwake(context.Context, bool) error { return nil }

// Ask implements [app.Pages]: with nothing new nobody asks for messages.
func (w *world) Ask(_ context.Context, _ int, q contract.PageQuestion) (json.RawMessage, error) {
	if q.Op != contract.OpPageRead {
		return nil, fmt.Errorf("the page was asked for %s", q.Op)
	}
	return w.page, nil
}

// noNumbers reads no number: all chats are linked.
type noNumbers struct{}

// Read implements [phone.Reader].
func (noNumbers) Read(context.Context, []phone.Text) ([][]phone.Number, error) {
	return nil, errors.New("a number was to be read")
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
