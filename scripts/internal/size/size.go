// Package size says how large a file is as it travels.
package size

import (
	"compress/flate"
	"fmt"
)

// Deflated returns the size of content as a package holds it, in bytes.
func Deflated(content []byte) (int64, error) {
	counted := &counter{}
	w, err := flate.NewWriter(counted, flate.BestCompression)
	if err != nil {
		return 0, fmt.Errorf("size: %w", err)
	}
	if _, err := w.Write(content); err != nil {
		return 0, fmt.Errorf("size: %w", err)
	}
	if err := w.Close(); err != nil {
		return 0, fmt.Errorf("size: %w", err)
	}
	return counted.n, nil
}

// counter counts the bytes written to it.
type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}
