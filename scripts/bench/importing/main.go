//go:build js && wasm

// Command importing measures the import of a long chat where the core runs in the
// product: in WebAssembly. A page that makes its messages when they are asked for is
// read into the journal, and the notes are written to a stand-in for Zoho in another
// process. The journal's database is JavaScript's, see database.cjs, so that the
// program's memory is that of the core. It prints a [Report] as JSON.
//
//	importing 100000 http://127.0.0.1:1234 client secret code record
//
// are a hundred thousand messages for a contact, by its id, of the stand-in at this
// address; client, secret and code sign in.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"syscall/js"
	"time"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/zoho/accounts"
)

// Report is what one run measures, times in milliseconds.
type Report struct {
	// All is from the order to the last message saved. Page, Database and Zoho are
	// what of it passed outside of the core.
	All, Page, Database, Zoho float64
	// Questions is how many pages of messages were asked for, Cycles how often the
	// alarm rang.
	Questions, Cycles int
	// Heap is the most that was in use of the heap, in bytes.
	Heap uint64
}

// cyclesWithin bounds the cycles of a run.
const cyclesWithin = 5_000

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "importing:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) != 6 {
		return fmt.Errorf("want 6 arguments, got %d", len(args))
	}
	count, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	w, err := newWorld(ctx, count, args[1])
	if err != nil {
		return err
	}
	if err := w.ask(ctx, contract.KindOptionsSelfClient, contract.SelfClientSignIn{
		DataCentre: "us", ClientID: args[2], ClientSecret: args[3], Code: args[4], Linking: contract.LinkAsk,
	}); err != nil {
		return err
	}
	if err := w.link(ctx, args[5]); err != nil {
		return err
	}
	// The first cycle looks at the chat, and finds nothing of the last days.
	if err := w.ask(ctx, contract.KindAlarmTick, contract.Nothing{}); err != nil {
		return err
	}
	w.page.meter.reset()
	began := time.Now()
	if err := w.ask(ctx, contract.KindPanelHistory, contract.ReadHistory{Chat: chatJID}); err != nil {
		return err
	}
	report := Report{}
	for done := false; !done; report.Cycles++ {
		if report.Cycles == cyclesWithin {
			return errors.New("the import does not come to its end")
		}
		w.clock.now = w.clock.now.Add(app.Period)
		if err := w.ask(ctx, contract.KindAlarmTick, contract.Nothing{}); err != nil {
			return err
		}
		if done, err = w.saved(ctx); err != nil {
			return err
		}
	}
	m := w.page.meter
	report.All, report.Page, report.Database = milliseconds(time.Since(began)), milliseconds(m.page.total), milliseconds(m.database.total)
	report.Zoho, report.Questions, report.Heap = milliseconds(m.zoho.total), w.page.questions, m.peak
	return json.NewEncoder(os.Stdout).Encode(report)
}

// world is everything around the core.
type world struct {
	clock    *clock
	page     *page
	session  *store.Memory
	settings *store.Store
	core     *app.App
}

func newWorld(ctx context.Context, count int, server string) (*world, error) {
	m, c := &meter{}, &clock{now: time.Unix(1_795_000_000, 0)}
	w := &world{
		clock: c, session: store.NewMemory(),
		page: &page{count: count, last: c.now.Unix() - 30*24*3600, meter: m},
	}
	var err error
	if w.settings, err = store.Open(ctx, store.NewMemory(), w.session); err != nil {
		return nil, err
	}
	messages, err := journal.Open(ctx, &database{host: js.Global().Get("benchDatabase"), meter: m})
	if err != nil {
		return nil, err
	}
	w.core = app.New(app.Config{
		Store: w.settings, Journal: messages, Pages: w.page, Numbers: noNumbers{},
		Zoho: accounts.Door{Transport: zohoTransport{server, c, m}, Now: c.Now},
		Zone: transcript.LocationZone(time.UTC), Words: func() (transcript.Words, error) { return transcript.English(), nil }, Clock: c,
	})
	return w, nil
}

// link links the chat with a contact, and lets no directory be read.
func (w *world) link(ctx context.Context, record string) error {
	view, err := stored[contract.View](ctx, w.session, contract.ViewKey)
	if err != nil {
		return err
	}
	view.Settings.Directory = contract.DirectoryNever
	if err := w.ask(ctx, contract.KindOptionsSettings, view.Settings); err != nil {
		return err
	}
	conn, found, err := w.settings.Connection(ctx)
	if err != nil || !found {
		return errors.Join(errors.New("there is no connection"), err)
	}
	account, err := w.settings.ResolveAccount(ctx, conn.OrgID, meJID, []string{meJID, meLID}, "Olive")
	if err != nil {
		return err
	}
	now := w.clock.now
	return w.settings.SaveChat(ctx, store.Chat{
		Account: account.Key, Key: chatJID, IDs: []string{chatJID}, Title: "Customer", Name: "Customer",
		Number: &phone.Number{E164: "+14151000000", Display: "+1 415 100 0000"}, HistoryEnd: contract.HistoryUnknown,
		Link: &store.Link{
			Module: contract.ModuleContacts, RecordID: record, Name: "Customer", Origin: contract.LinkedByChoice,
			LinkedAt: now.UnixMilli(), Since: now.Unix() - 3*24*3600,
		},
	})
}

// saved says whether all messages were read and stand in notes.
func (w *world) saved(ctx context.Context) (bool, error) {
	card, err := stored[contract.Card](ctx, w.session, contract.CardKeyPrefix+chatJID)
	if err != nil {
		return false, err
	}
	if card.Problem != nil {
		return false, fmt.Errorf("the card tells a problem: %s", card.Problem.Code)
	}
	if card.Sync == nil || card.Sync.History == nil {
		return false, fmt.Errorf("the chat's card is %q, without a history", card.State)
	}
	if card.Sync.History.Reading || card.Sync.Waiting > 0 {
		return false, nil
	}
	if n := card.Sync.History.Read; n != w.page.count {
		return false, fmt.Errorf("%d messages were read", n)
	}
	return true, nil
}

// ask sends one request, which must succeed.
func (w *world) ask(ctx context.Context, kind contract.Kind, data any) error {
	raw, err := json.Marshal(data)
	if err != nil {
		return err
	}
	request, err := json.Marshal(contract.Request{V: contract.Version, Kind: kind, Data: raw})
	if err != nil {
		return err
	}
	if raw, err = w.core.Dispatch(ctx, request); err != nil {
		return err
	}
	var reply contract.Reply
	if err := json.Unmarshal(raw, &reply); err != nil {
		return err
	}
	if reply.Error != nil {
		return fmt.Errorf("%s: %s %s: %s", kind, reply.Error.Code, reply.Error.Problem, reply.Error.Message)
	}
	return nil
}

// stored returns what lies under a key.
func stored[T any](ctx context.Context, area *store.Memory, key string) (v T, err error) {
	values, err := area.Get(ctx, key)
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(values[key], &v)
}

// noNumbers reads no number: the chat is linked.
type noNumbers struct{}

// Read implements [phone.Reader].
func (noNumbers) Read(context.Context, []phone.Text) ([][]phone.Number, error) {
	return nil, errors.New("a number was to be read")
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
