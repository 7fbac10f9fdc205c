// Command contract writes the TypeScript twins of Go's types and tables, so
// that the extension's two halves cannot disagree:
//
//	extension/shared/contract.ts     from package internal/contract
//	extension/shared/datacentres.ts  from internal/zoho: data centres and scopes
//
// It is run from the root of the repository:
//
//	go run ./scripts/contract         # write the files
//	go run ./scripts/contract -check  # only say whether they are fresh
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	check := flag.Bool("check", false, "write nothing; exit with status 1 when a file is not fresh")
	flag.Parse()
	if err := run(".", *check); err != nil {
		fmt.Fprintln(os.Stderr, "contract:", err)
		os.Exit(1)
	}
}

// output is one generated file.
type output struct {
	path    string // slash-separated, relative to the root of the repository
	content []byte
}

// outputs generates every file from the sources under root.
func outputs(root string) ([]output, error) {
	contract, err := contractFile(filepath.Join(root, "internal", "contract"))
	if err != nil {
		return nil, err
	}
	return []output{
		{"extension/shared/contract.ts", contract},
		{"extension/shared/datacentres.ts", dataCentresFile()},
	}, nil
}

// run writes the generated files under root, or with check compares them.
func run(root string, check bool) error {
	files, err := outputs(root)
	if err != nil {
		return err
	}
	var stale error
	for _, f := range files {
		path := filepath.Join(root, filepath.FromSlash(f.path))
		if check {
			stale = errors.Join(stale, fresh(path, f))
			continue
		}
		if err := os.WriteFile(path, f.content, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", f.path, err)
		}
	}
	return stale
}

// fresh returns an error when the file at path is not what f holds.
func fresh(path string, f output) error {
	have, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read %s: %w", f.path, err)
	}
	if !bytes.Equal(have, f.content) {
		return fmt.Errorf("%s is not fresh: run go run ./scripts/contract", f.path)
	}
	return nil
}
