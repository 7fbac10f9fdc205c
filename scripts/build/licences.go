package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

// licences writes licences.txt: Chatkeep's own licence and those of everything
// that is compiled into the extension, as their terms ask.
func (b *builder) licences(ctx context.Context) error {
	parts, err := b.goModules(ctx)
	if err != nil {
		return err
	}
	packages, err := b.npmPackages()
	if err != nil {
		return err
	}
	own := part{"Chatkeep", b.root}
	var out bytes.Buffer
	for _, p := range slices.Concat([]part{own}, parts, packages) {
		text, err := p.licence()
		if err != nil {
			return err
		}
		fmt.Fprintf(&out, "%s\n%s\n\n%s\n\n", p.name, strings.Repeat("=", len(p.name)), bytes.TrimSpace(text))
	}
	return b.write("licences.txt", bytes.TrimRight(out.Bytes(), "\n"))
}

// part is something with a licence of its own.
type part struct {
	name   string
	folder string
}

// licence returns the text of the part's licence file.
func (p part) licence() ([]byte, error) {
	for _, name := range []string{"LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "COPYING"} {
		if text, err := os.ReadFile(filepath.Join(p.folder, name)); err == nil {
			return text, nil
		}
	}
	return nil, fmt.Errorf("licences: %s has no licence file", p.name)
}

// goModules returns Go itself and the modules inside the WebAssembly programs.
func (b *builder) goModules(ctx context.Context) ([]part, error) {
	args := []string{"go", "list", "-deps", "-tags", "nethttpomithttp2", "-f",
		"{{if .Standard}}Go\t{{.Root}}{{else if not .Module.Main}}{{.Module.Path}} {{.Module.Version}}\t{{.Module.Dir}}{{end}}"}
	for _, p := range programList() {
		args = append(args, p.pkg)
	}
	list := repo.Tool{Dir: b.root, Env: []string{"GOOS=js", "GOARCH=wasm", "GOFLAGS="}, Args: args}
	text, err := list.Run(ctx)
	if err != nil {
		return nil, err
	}
	lines := slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return line == "" })
	slices.Sort(lines)
	var parts []part
	for _, line := range slices.Compact(lines) {
		name, folder, _ := strings.Cut(line, "\t")
		parts = append(parts, part{name, folder})
	}
	return parts, nil
}

// bundled are the folders of the npm packages a bundle took code from, relative
// to extension/.
type bundled map[string]bool

// addInputs adds the packages of one bundle, from esbuild's account of it.
func (b bundled) addInputs(metafile string) error {
	var account struct {
		Inputs map[string]struct{} `json:"inputs"`
	}
	if err := json.Unmarshal([]byte(metafile), &account); err != nil {
		return fmt.Errorf("metafile: %w", err)
	}
	for input := range account.Inputs {
		rest, ok := strings.CutPrefix(input, "node_modules/")
		if !ok {
			continue
		}
		names := strings.Split(rest, "/")
		depth := 1
		if strings.HasPrefix(rest, "@") {
			depth = 2
		}
		b["node_modules/"+strings.Join(names[:depth], "/")] = true
	}
	return nil
}

// npmPackages returns the packages inside the bundles.
func (b *builder) npmPackages() ([]part, error) {
	var parts []part
	for _, folder := range slices.Sorted(maps.Keys(b.npm)) {
		folder = filepath.Join(b.root, "extension", filepath.FromSlash(folder))
		text, err := os.ReadFile(filepath.Join(folder, "package.json"))
		if err != nil {
			return nil, fmt.Errorf("licences: %w", err)
		}
		var pkg struct{ Name, Version string }
		if err := json.Unmarshal(text, &pkg); err != nil {
			return nil, fmt.Errorf("licences: %s: %w", folder, err)
		}
		parts = append(parts, part{pkg.Name + " " + pkg.Version, folder})
	}
	return parts, nil
}
