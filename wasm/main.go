//go:build js && wasm

// Command wasm is Chatkeep's core: it opens the doors to the browser, hands
// them to the app and serves requests until the worker is stopped.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/browser"
	"github.com/chatkeep/chatkeep/internal/browser/host"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

func main() {
	if err := serve(); err != nil {
		// The worker sees the exit, refuses what waits, and boots a new core at
		// the next event. The text holds no user data.
		fmt.Fprintln(os.Stderr, "chatkeep core:", err)
		os.Exit(1)
	}
}

func serve() error {
	ctx := context.Background()
	// Both wait for the disk, so they wait together: somebody waits for the
	// first answer.
	type opened struct {
		journal *journal.Journal
		err     error
	}
	journaled := make(chan opened, 1)
	go func() {
		j, err := host.Recovered(func() (*journal.Journal, error) { return openJournal(ctx) })
		journaled <- opened{j, err}
	}()
	settings, settingsErr := store.Open(ctx, browser.Local(), browser.Session())
	zone, zoneErr := browser.OpenZone()
	// The journal is waited for even if all is lost: the browser must not find
	// the core gone when it has opened it.
	messages := <-journaled
	if err := errors.Join(settingsErr, messages.err, zoneErr); err != nil {
		return orServeNewerData(err)
	}
	clock := app.SystemClock{}
	core := app.New(app.Config{
		Store: settings, Journal: messages.journal, Pages: browser.Tabs{}, Numbers: browser.Numbers{},
		Zoho: browser.NewZoho(),
		Zone: zone, Words: browser.Words, Clock: clock,
	})
	return host.Serve("registerCore", core.Dispatch)
}

// orServeNewerData serves the refusal of every request when err says that a
// newer version has written the data, and returns any other err.
func orServeNewerData(err error) error {
	if !errors.Is(err, store.ErrNewerData) && !errors.Is(err, journal.ErrNewerData) {
		return err
	}
	return host.Serve("registerCore", app.NewerData(browser.Session(), app.SystemClock{}, err))
}

func openJournal(ctx context.Context) (*journal.Journal, error) {
	database, err := browser.OpenDatabase(ctx, browser.JournalDatabase)
	if err != nil {
		return nil, err
	}
	return journal.Open(ctx, database)
}
