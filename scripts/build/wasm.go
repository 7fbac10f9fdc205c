package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

// program is a Go program for the browser.
type program struct {
	pkg  string // relative to the repository's root
	file string // relative to dist
}

// programList returns the programs. The core starts at every alarm, so what is
// large and needed seldom is a program of its own: numbers with the metadata of
// every country, and accounts with Go's HTTP stack.
func programList() []program {
	return []program{
		{"./wasm", "core.wasm"},
		{"./wasm/numbers", "numbers.wasm"},
		{"./wasm/accounts", "accounts.wasm"},
	}
}

// programs builds the WebAssembly programs and copies wasm_exec.js from the
// same Go, which the programs need in exactly its version.
func (b *builder) programs(ctx context.Context) error {
	for _, p := range programList() {
		build := repo.Tool{
			Dir: b.root,
			Env: []string{"GOOS=js", "GOARCH=wasm", "GOFLAGS="},
			Args: []string{
				"go", "build", "-trimpath", "-buildvcs=false", "-tags", "nethttpomithttp2",
				"-ldflags", "-s -w -buildid=",
				"-o", filepath.Join(b.dist, p.file), p.pkg,
			},
		}
		if _, err := build.Run(ctx); err != nil {
			return err
		}
		b.made.add(p.file)
	}
	goroot, err := repo.Tool{Dir: b.root, Args: []string{"go", "env", "GOROOT"}}.Run(ctx)
	if err != nil {
		return err
	}
	glue, err := os.ReadFile(filepath.Join(strings.TrimSpace(goroot), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return fmt.Errorf("wasm: %w", err)
	}
	return b.write("wasm_exec.js", glue)
}
