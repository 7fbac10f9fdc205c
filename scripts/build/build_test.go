package main

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestStamp(t *testing.T) {
	t.Parallel()
	const manifest = "{\n  \"manifest_version\": 3,\n  \"version\": \"0.0.0\"\n}\n"
	tests := map[string]struct {
		manifest, pkg string
		want          string // empty for an error
	}{
		"stamped":         {manifest, `{"version":"1.2.3"}`, "{\n  \"manifest_version\": 3,\n  \"version\": \"1.2.3\"\n}\n"},
		"no version":      {manifest, `{}`, ""},
		"no package":      {manifest, ``, ""},
		"already stamped": {`{"version": "1.0.0"}`, `{"version":"1.2.3"}`, ""},
		"two places":      {manifest + manifest, `{"version":"1.2.3"}`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := stamp([]byte(test.manifest), []byte(test.pkg))
			if string(got) != test.want || (err != nil) != (test.want == "") {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

func TestAddInputs(t *testing.T) {
	t.Parallel()
	b := bundled{}
	err := b.addInputs(`{"inputs": {
		"panel/panel.ts": {},
		"node_modules/lit/index.js": {},
		"node_modules/lit/html.js": {},
		"node_modules/@lit/reactive-element/css-tag.js": {}
	}}`)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"node_modules/@lit/reactive-element", "node_modules/lit"}
	if got := slices.Sorted(maps.Keys(b)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := b.addInputs("no json"); err == nil {
		t.Error("a broken metafile was accepted")
	}
}

func TestWriteKeepsWhatIsTheSame(t *testing.T) {
	t.Parallel()
	b := &builder{dist: t.TempDir(), made: made{}}
	if err := b.write("a/b.txt", []byte("one")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(b.dist, "a", "b.txt")
	then := time.Unix(1000000000, 0)
	if err := os.Chtimes(path, then, then); err != nil {
		t.Fatal(err)
	}
	for content, kept := range map[string]bool{"one": true, "two": false} {
		if err := b.write("a/b.txt", []byte(content)); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != content {
			t.Fatalf("got %q, %v; want %q", got, err, content)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.ModTime().Equal(then) != kept {
			t.Errorf("writing %q: file kept is %v, want %v", content, !kept, kept)
		}
		if err := os.WriteFile(path, []byte("one"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRemoveLeftovers(t *testing.T) {
	t.Parallel()
	b := &builder{dist: t.TempDir(), made: made{}}
	for _, name := range []string{"kept.js", "old/gone.js", "gone.wasm"} {
		if err := b.write(name, []byte(name)); err != nil {
			t.Fatal(err)
		}
	}
	b.made = made{"kept.js": true}
	if err := b.removeLeftovers(); err != nil {
		t.Fatal(err)
	}
	var left []string
	err := fs.WalkDir(os.DirFS(b.dist), ".", func(name string, entry fs.DirEntry, err error) error {
		if !entry.IsDir() {
			left = append(left, name)
		}
		return err
	})
	if err != nil || !slices.Equal(left, []string{"kept.js"}) {
		t.Errorf("left %q, %v; want kept.js alone", left, err)
	}
}

func TestShipped(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"panel/panel.html":          true,
		"shared/tokens.css":         true,
		"icons/icon-16.png":         true,
		"_locales/en/messages.json": true,
		"package.json":              false,
		"tsconfig.json":             false,
		"panel/panel.ts":            false,
		".npmrc":                    false,
	} {
		if got := shipped(name); got != want {
			t.Errorf("shipped(%q) is %v", name, got)
		}
	}
}
