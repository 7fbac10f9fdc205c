package main

import (
	"context"
	"errors"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

// staticcheckTool is pinned, so that a new release cannot fail old sources.
const staticcheckTool = "honnef.co/go/tools/cmd/staticcheck@v0.8.2"

// target is a platform the sources are checked for, with the packages that are
// meant for it.
type target struct {
	env      []string
	packages []string
}

// targets are this machine, and the browser with the programs that run there
// and what they are made of.
func targets(ctx context.Context, root string) ([]target, error) {
	env := []string{"GOOS=js", "GOARCH=wasm"}
	list := repo.Tool{Dir: root, Env: env, Args: []string{
		"go", "list", "-deps", "-f", "{{with .Module}}{{if .Main}}{{$.ImportPath}}{{end}}{{end}}", "./wasm/...", "./internal/browser/...",
	}}
	inBrowser, err := list.Run(ctx)
	if err != nil {
		return nil, err
	}
	return []target{{nil, []string{"./..."}}, {env, strings.Fields(inBrowser)}}, nil
}

// forEach runs a tool over the packages of each target.
func forEach(ctx context.Context, root string, tool ...string) error {
	all, err := targets(ctx, root)
	if err != nil {
		return err
	}
	var failed []error
	for _, t := range all {
		_, err := repo.Tool{Dir: root, Env: t.env, Args: slices.Concat(tool, t.packages)}.Run(ctx)
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// gofmt checks that every Go file is formatted.
func gofmt(ctx context.Context, s *sources) error {
	args := []string{"gofmt", "-l"}
	for _, text := range s.texts {
		if path.Ext(text.Name) == ".go" {
			args = append(args, text.Name)
		}
	}
	unformatted, err := repo.Tool{Dir: s.root, Args: args}.Run(ctx)
	if err != nil {
		return err
	}
	return problems(strings.Fields(unformatted))
}

// vet runs go vet for each target.
func vet(ctx context.Context, s *sources) error { return forEach(ctx, s.root, "go", "vet") }

// staticcheck builds the tool for this machine and runs it for each target.
func staticcheck(ctx context.Context, s *sources) error {
	bin := filepath.Join(s.root, "build", "bin")
	install := repo.Tool{Dir: s.root, Env: []string{"GOBIN=" + bin}, Args: []string{"go", "install", staticcheckTool}}
	if _, err := install.Run(ctx); err != nil {
		return err
	}
	return forEach(ctx, s.root, filepath.Join(bin, "staticcheck"))
}

// tidy checks that go.mod and go.sum name what is used and nothing else.
func tidy(ctx context.Context, s *sources) error {
	_, err := repo.Tool{Dir: s.root, Args: []string{"go", "mod", "tidy", "-diff"}}.Run(ctx)
	return err
}

// generated checks that generated files are what would be generated now.
func generated(ctx context.Context, s *sources) error {
	_, err := repo.Tool{Dir: s.root, Args: []string{"go", "run", "./scripts/contract", "-check"}}.Run(ctx)
	return err
}
