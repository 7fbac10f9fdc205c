//go:build !windows

package chromium

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestFindNamed is about the browser the variable names: used or refused, and
// never replaced by another.
func TestFindNamed(t *testing.T) {
	for version, works := range map[string]bool{
		"Chromium 156.0.1.2":      true,
		"Google Chrome 156.0.1.2": false,
	} {
		path := filepath.Join(t.TempDir(), "browser")
		script := "#!/bin/sh\necho '" + version + "'\n"
		if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
		t.Setenv(Variable, path)
		got, err := Find(t.Context())
		if works != (err == nil) || works && got != path {
			t.Errorf("%s: got %q, %v", version, got, err)
		}
		if errors.Is(err, ErrNotFound) {
			t.Errorf("%s: a browser named but refused counts as not found, and another would be installed", version)
		}
	}
	t.Setenv(Variable, filepath.Join(t.TempDir(), "none"))
	if got, err := Find(t.Context()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a browser that is not there: got %q, %v", got, err)
	}
}
