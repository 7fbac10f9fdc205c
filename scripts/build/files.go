package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// made are the files of this build, slash-separated and relative to dist.
type made map[string]bool

func (m made) add(name string) { m[name] = true }

// write writes a file of dist, unless it already holds just that.
func (b *builder) write(name string, content []byte) error {
	b.made.add(name)
	target := filepath.Join(b.dist, filepath.FromSlash(name))
	have, err := os.ReadFile(target)
	if err == nil && bytes.Equal(have, content) {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.WriteFile(target, content, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// copyFiles copies what is shipped as it stands: pages, styles, icons, texts.
func (b *builder) copyFiles() error {
	source := os.DirFS(filepath.Join(b.root, "extension"))
	return fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("copy: %w", err)
		}
		if entry.IsDir() {
			if entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			return nil
		}
		if !shipped(name) {
			return nil
		}
		content, err := fs.ReadFile(source, name)
		if err != nil {
			return fmt.Errorf("copy: %w", err)
		}
		return b.write(name, content)
	})
}

// shipped reports whether a file below extension/ goes into dist unchanged.
func shipped(name string) bool {
	switch path.Ext(name) {
	case ".html", ".css", ".png":
		return true
	case ".json":
		return strings.HasPrefix(name, "_locales/")
	}
	return false
}

// removeLeftovers deletes what an earlier build made and this one did not.
func (b *builder) removeLeftovers() error {
	var leftovers []string
	err := fs.WalkDir(os.DirFS(b.dist), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !b.made[name] {
			leftovers = append(leftovers, name)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("remove leftovers: %w", err)
	}
	for _, name := range leftovers {
		if err := os.Remove(filepath.Join(b.dist, filepath.FromSlash(name))); err != nil {
			return fmt.Errorf("remove leftovers: %w", err)
		}
	}
	return nil
}
