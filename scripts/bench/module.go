package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// buildModule compiles one of the programs beside this one to WebAssembly, as the
// extension's modules are compiled, and returns the file.
func buildModule(ctx context.Context, root, into, program string) (string, error) {
	file := filepath.Join(into, program+".wasm")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", file, "./scripts/bench/"+program)
	build.Dir, build.Env = root, append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w:\n%s", err, out)
	}
	return file, nil
}

// moduleRun is one run of a program of WebAssembly in Node.js, in a process of its
// own.
type moduleRun struct {
	root, module string
	// preload is a file of JavaScript that is run before it, empty for none.
	preload string
	args    []string
}

var memoryLine = regexp.MustCompile(`(?m)^memory ([0-9]+)$`)

// runModule returns what the program has printed, and how large its memory was at the
// end, in bytes.
func runModule(ctx context.Context, run moduleRun) (out []byte, memory float64, err error) {
	goroot, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, 0, err
	}
	var args []string
	if run.preload != "" {
		args = append(args, "--require", run.preload)
	}
	glue := filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js")
	args = append(args, filepath.Join(run.root, "scripts", "bench", "index", "run.cjs"), glue, run.module)
	node := exec.CommandContext(ctx, "node", append(args, run.args...)...)
	var noted strings.Builder
	node.Stderr = &noted
	if out, err = node.Output(); err != nil {
		return nil, 0, fmt.Errorf("node: %w:\n%s", err, noted.String())
	}
	size := memoryLine.FindStringSubmatch(noted.String())
	if size == nil {
		return nil, 0, errors.New("node: the size of the memory is not told")
	}
	memory, err = strconv.ParseFloat(size[1], 64)
	return out, memory, err
}
