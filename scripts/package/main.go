// Command package puts the built extension into a zip for the store and for
// releases. The same dist/ gives the same bytes: names are sorted, times and
// modes fixed. It prints the digests by which a build can be compared.
//
//	go run ./scripts/package
package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/chatkeep/chatkeep/scripts/internal/manifest"
	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "package:", err)
		os.Exit(1)
	}
}

func run(log io.Writer) error {
	root, err := repo.Root()
	if err != nil {
		return err
	}
	dist := os.DirFS(filepath.Join(root, "dist"))
	text, err := fs.ReadFile(dist, "manifest.json")
	if err != nil {
		return fmt.Errorf("is the extension built? %w", err)
	}
	m, err := manifest.Parse(text)
	if err != nil {
		return err
	}
	archive, err := pack(dist)
	if err != nil {
		return err
	}
	name := filepath.Join("build", "chatkeep-"+m.Version+".zip")
	if err := os.MkdirAll(filepath.Join(root, "build"), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(root, name), archive, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(log, "%x  %s  %d bytes\n", sha256.Sum256(archive), name, len(archive))
	for _, file := range manifest.Core() {
		content, err := fs.ReadFile(dist, file)
		if err != nil {
			return err
		}
		fmt.Fprintf(log, "%x  %s  %d bytes\n", sha256.Sum256(content), file, len(content))
	}
	return nil
}

// zipTime is the time of every entry: the first that a zip can hold.
func zipTime() time.Time { return time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC) }

// pack returns the files of dist as a zip.
func pack(dist fs.FS) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	// WalkDir goes in the order of names.
	err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(dist, name)
		if err != nil {
			return err
		}
		header := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipTime()}
		header.SetMode(0o644)
		w, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		_, err = w.Write(content)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return out.Bytes(), nil
}
