package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// unstamped is the version line of the manifest in the repository.
const unstamped = `"version": "0.0.0"`

// stampManifest writes the manifest with the version of extension/package.json,
// the one place where the version is kept.
func (b *builder) stampManifest() error {
	text, err := os.ReadFile(filepath.Join(b.root, "manifest.json"))
	if err != nil {
		return fmt.Errorf("stamp: %w", err)
	}
	pkg, err := os.ReadFile(filepath.Join(b.root, "extension", "package.json"))
	if err != nil {
		return fmt.Errorf("stamp: %w", err)
	}
	stamped, err := stamp(text, pkg)
	if err != nil {
		return fmt.Errorf("stamp: %w", err)
	}
	return b.write("manifest.json", stamped)
}

// stamp returns the manifest with the version of a package.json.
func stamp(manifest, pkg []byte) ([]byte, error) {
	var fields struct {
		Version string `json:"version"`
	}
	if err := json.Unmarshal(pkg, &fields); err != nil {
		return nil, fmt.Errorf("package.json: %w", err)
	}
	if fields.Version == "" {
		return nil, errors.New("package.json has no version")
	}
	if bytes.Count(manifest, []byte(unstamped)) != 1 {
		return nil, fmt.Errorf("manifest.json must hold %s once", unstamped)
	}
	version, err := json.Marshal(fields.Version)
	if err != nil {
		return nil, err
	}
	return bytes.Replace(manifest, []byte(unstamped), append([]byte(`"version": `), version...), 1), nil
}
