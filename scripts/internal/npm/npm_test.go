package npm

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestInstallOnlyWhenTheLockChanged runs where npm cannot be found, so that
// every attempt to run it is an error.
func TestInstallOnlyWhenTheLockChanged(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	root := t.TempDir()
	write(t, compiler(root), "compiler")
	for _, name := range []string{"package.json", "package-lock.json", ".npmrc"} {
		write(t, filepath.Join(root, "extension", name), name)
	}
	sum, err := lockSum(filepath.Join(root, "extension"))
	if err != nil {
		t.Fatal(err)
	}
	stamp := filepath.Join(root, "build", "npm.sha256")

	attempt := func(what string, want bool) {
		t.Helper()
		err := Install(t.Context(), root)
		if tried := errors.Is(err, exec.ErrNotFound); tried != want || !tried && err != nil {
			t.Errorf("%s: npm was run: %v (%v), want %v", what, tried, err, want)
		}
	}
	attempt("never installed", true)
	write(t, stamp, sum)
	attempt("installed", false)
	write(t, filepath.Join(root, "extension", "package-lock.json"), "other")
	attempt("with another lock", true)
	write(t, filepath.Join(root, "extension", "package-lock.json"), "package-lock.json")
	attempt("with the first lock again", false)
	if err := os.Remove(compiler(root)); err != nil {
		t.Fatal(err)
	}
	attempt("without its packages", true)
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
