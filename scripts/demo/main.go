// Command demo shows Chatkeep's main job on the built-in stand-ins of WhatsApp
// Web and Zoho, with no account at all.
//
//	go run ./scripts/demo             with a display: opens the browser to play with
//	go run ./scripts/demo -headless   plays the story itself with real clicks
//	go run ./scripts/demo -zoho-only  runs Zoho's stand-in alone, for other programs
//
// Without a display the story is played. It leaves pictures of popup, sidebar,
// WhatsApp page, settings and CRM record in build/demo, with report.json: each
// step, whether it held, and the notes as the CRM holds them at the end. The
// exit status says whether the story held.
//
// The extension must be built: go run ./scripts/build. The stand-in alone needs
// neither extension nor browser; docs/zoho-stand-in.md tells how to point another
// program at it and how to seed it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"

	"github.com/chatkeep/chatkeep/internal/chromium"
	"github.com/chatkeep/chatkeep/internal/e2e"
	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

func main() {
	headless := flag.Bool("headless", !hasDisplay(), "play the story instead of opening a window")
	out := flag.String("out", "", "folder for pictures and report; default build/demo")
	zohoOnly := flag.Bool("zoho-only", false, "run Zoho's stand-in alone until interrupted; see docs/zoho-stand-in.md")
	zohoAddr := flag.String("zoho-addr", "127.0.0.1:8470", "with -zoho-only: the loopback address to answer at; port 0 picks one")
	zohoSeed := flag.String("zoho-seed", "", "with -zoho-only: a JSON file with the world to begin with; default is a small demo")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *zohoOnly {
		if err := serveZoho(ctx, os.Stdout, *zohoAddr, *zohoSeed); err != nil {
			fmt.Fprintln(os.Stderr, "demo:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(ctx, *headless, *out); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// hasDisplay says whether a window can be shown on this machine.
func hasDisplay() bool {
	if runtime.GOOS != "linux" {
		return true
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

func run(ctx context.Context, headless bool, out string) error {
	root, err := repo.Root()
	if err != nil {
		return err
	}
	if out == "" {
		out = filepath.Join(root, "build", "demo")
	}
	browser, err := chromium.FindOrInstall(ctx, os.Stderr)
	if err != nil {
		return err
	}
	stage, err := e2e.Open(ctx, e2e.Options{
		Dist: filepath.Join(root, "dist"), Browser: browser, Headed: !headless,
	})
	if err != nil {
		return err
	}
	if headless {
		err = play(ctx, stage, out)
	} else {
		err = show(ctx, stage)
	}
	if closeErr := stage.Close(); err == nil {
		err = closeErr
	}
	return err
}
