// Command build makes the extension: npm's locked packages, the type check,
// the WebAssembly programs, the bundled scripts, the copied files and the
// stamped manifest; then it checks what it made and prints its size.
//
//	go run ./scripts/build                 # everything, into dist/
//	go run ./scripts/build -out DIR        # into another folder
//	go run ./scripts/build -skip-types     # without the type check
//	go run ./scripts/build -only js        # only scripts, pages and manifest; not checked
//	go run ./scripts/build -only wasm      # only the WebAssembly programs; not checked
//
// The same sources and the same Go give the same bytes.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/chatkeep/chatkeep/scripts/internal/manifest"
	"github.com/chatkeep/chatkeep/scripts/internal/npm"
	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

func main() {
	out := flag.String("out", "dist", "folder to build into")
	skipTypes := flag.Bool("skip-types", false, "do not check types")
	only := flag.String("only", "", `build only one half, "js" or "wasm", and check nothing`)
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out, *only, *skipTypes); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// builder is one run of the build.
type builder struct {
	root string // the repository
	dist string // the folder built into, absolute
	made made
	npm  bundled
}

func run(ctx context.Context, out, only string, skipTypes bool) error {
	if only != "" && only != "js" && only != "wasm" {
		return fmt.Errorf("-only %s: must be js or wasm", only)
	}
	root, err := repo.Root()
	if err != nil {
		return err
	}
	dist, err := filepath.Abs(out)
	if err != nil {
		return fmt.Errorf("-out: %w", err)
	}
	b := &builder{root: root, dist: dist, made: made{}, npm: bundled{}}
	if only != "wasm" {
		if err := b.scripts(ctx, skipTypes); err != nil {
			return err
		}
	}
	if only != "js" {
		if err := b.programs(ctx); err != nil {
			return err
		}
	}
	if only != "" {
		return nil
	}
	if err := b.licences(ctx); err != nil {
		return err
	}
	if err := b.removeLeftovers(); err != nil {
		return err
	}
	if err := b.check(); err != nil {
		return err
	}
	return b.printSizes(os.Stdout)
}

// scripts builds everything that is not WebAssembly.
func (b *builder) scripts(ctx context.Context, skipTypes bool) error {
	if err := npm.Install(ctx, b.root); err != nil {
		return err
	}
	if !skipTypes {
		if err := npm.CheckTypes(ctx, b.root); err != nil {
			return err
		}
	}
	if err := b.bundle(); err != nil {
		return err
	}
	if err := b.copyFiles(); err != nil {
		return err
	}
	return b.stampManifest()
}

// check holds what was built against the manifest and the README.
func (b *builder) check() error {
	readme, err := os.ReadFile(filepath.Join(b.root, "README.md"))
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if err := manifest.Check(os.DirFS(b.dist), string(readme)); err != nil {
		return fmt.Errorf("check:\n%w", err)
	}
	return nil
}
