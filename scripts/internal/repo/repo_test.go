package repo

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRoot(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	below := filepath.Join(root, "a", "b")
	put(t, root, "a/b/go.mod", "another module without a manifest")
	t.Chdir(below)
	if got, err := Root(); err == nil {
		t.Errorf("found %s where there is no repository", got)
	}
	put(t, root, "go.mod", "")
	put(t, root, "manifest.json", "")
	if got, err := Root(); err != nil || got != root {
		t.Errorf("got %q, %v; want %q", got, err, root)
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, name := range []string{
		"a.go", "scripts/build/b.go", "extension/panel/c.ts",
		".git/x", "build/x", "dist/x", "extension/node_modules/lit/x.js",
	} {
		put(t, root, name, "text")
	}
	put(t, root, "icon.png", "\x89PNG\x00")
	texts, err := Texts(root)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, text := range texts {
		names = append(names, text.Name)
	}
	if want := []string{"a.go", "extension/panel/c.ts", "scripts/build/b.go"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func TestRunCarriesWhatWasPrinted(t *testing.T) {
	t.Parallel()
	out, err := Tool{Dir: t.TempDir(), Args: []string{"go", "env", "GOOS"}, Env: []string{"GOOS=js", "GOARCH=wasm"}}.Run(t.Context())
	if err != nil || strings.TrimSpace(out) != "js" {
		t.Errorf("got %q, %v; want js", out, err)
	}
	_, err = Tool{Dir: t.TempDir(), Args: []string{"go", "nonsense"}}.Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "unknown command") {
		t.Errorf("got %v, want what go said", err)
	}
}

func put(t *testing.T, root, name, content string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
