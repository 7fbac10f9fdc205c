package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/chatkeep/chatkeep/scripts/internal/size"
)

// printSizes prints the size of every program and script, as it runs and as it
// travels: deflated, in the package.
func (b *builder) printSizes(to io.Writer) error {
	fmt.Fprintf(to, "%10s %10s  %s\n", "bytes", "deflated", "file")
	for _, name := range slices.Sorted(maps.Keys(b.made)) {
		switch filepath.Ext(name) {
		case ".wasm", ".js":
		default:
			continue
		}
		content, err := os.ReadFile(filepath.Join(b.dist, filepath.FromSlash(name)))
		if err != nil {
			return fmt.Errorf("sizes: %w", err)
		}
		small, err := size.Deflated(content)
		if err != nil {
			return fmt.Errorf("sizes: %w", err)
		}
		fmt.Fprintf(to, "%10d %10d  %s\n", len(content), small, name)
	}
	return nil
}
