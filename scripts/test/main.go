// Command test sets up what the tests need and runs them all: a browser, the
// built extension, then go test for the browser's own packages under Node and
// for everything on this machine. Its last lines are go test's.
//
//	go run ./scripts/test
//	go run ./scripts/test -run TestName ./internal/e2e
//
// Arguments go to go test; without any it is ./... .
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/chatkeep/chatkeep/internal/chromium"
	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

// patience is how long one package may take. The browser's takes about ten
// minutes on two processors that have nothing else to do.
const patience = "60m"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "test:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	root, err := repo.Root()
	if err != nil {
		return err
	}
	browser, err := chromium.FindOrInstall(ctx, os.Stderr)
	if err != nil {
		return err
	}
	build := repo.Tool{Dir: root, Args: []string{"go", "run", "./scripts/build"}}
	if err := build.Stream(ctx); err != nil {
		return err
	}
	if len(args) == 0 {
		if err := testUnderNode(ctx, root); err != nil {
			return err
		}
		args = []string{"./..."}
	}
	// The browser reads dist/ unseen by Go's test cache, so nothing is taken
	// from it.
	tests := repo.Tool{
		Dir:  root,
		Env:  []string{chromium.Variable + "=" + browser},
		Args: append([]string{"go", "test", "-count=1", "-timeout", patience}, args...),
	}
	return tests.Stream(ctx)
}

// testUnderNode tests the packages that exist for the browser only.
func testUnderNode(ctx context.Context, root string) error {
	goroot, err := repo.Tool{Dir: root, Args: []string{"go", "env", "GOROOT"}}.Run(ctx)
	if err != nil {
		return err
	}
	runner := filepath.Join(strings.TrimSpace(goroot), "lib", "wasm", "go_js_wasm_exec")
	tests := repo.Tool{
		Dir:  root,
		Env:  []string{"GOOS=js", "GOARCH=wasm"},
		Args: []string{"go", "test", "-exec", runner, "./wasm/...", "./internal/browser/..."},
	}
	return tests.Stream(ctx)
}
