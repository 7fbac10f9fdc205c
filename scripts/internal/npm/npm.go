// Package npm installs the packages the extension is built with, and runs the
// TypeScript compiler among them.
package npm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

// Install runs npm in the repository at root when the lock differs from the one
// last installed. Scripts of packages never run.
func Install(ctx context.Context, root string) error {
	folder := filepath.Join(root, "extension")
	stamp := filepath.Join(root, "build", "npm.sha256")
	want, err := lockSum(folder)
	if err != nil {
		return err
	}
	have, err := os.ReadFile(stamp)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("npm: %w", err)
	}
	if _, missing := os.Stat(compiler(root)); missing == nil && string(have) == want {
		return nil
	}
	npm := repo.Tool{Dir: folder, Args: []string{
		"npm", "ci", "--ignore-scripts", "--include=dev", "--include=optional", "--no-audit", "--no-fund",
	}}
	if _, err := npm.Run(ctx); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(stamp), 0o755); err != nil {
		return fmt.Errorf("npm: %w", err)
	}
	if err := os.WriteFile(stamp, []byte(want), 0o644); err != nil {
		return fmt.Errorf("npm: %w", err)
	}
	return nil
}

// lockSum is the digest of the files that decide what npm installs.
func lockSum(folder string) (string, error) {
	sum := sha256.New()
	for _, name := range []string{"package.json", "package-lock.json", ".npmrc"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return "", fmt.Errorf("npm: %w", err)
		}
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// compiler is the path of the TypeScript compiler.
func compiler(root string) string {
	return filepath.Join(root, "extension", "node_modules", "typescript", "bin", "tsc")
}

// CheckTypes runs the TypeScript compiler over the extension; it writes nothing.
func CheckTypes(ctx context.Context, root string) error {
	tsc := repo.Tool{Dir: root, Args: []string{"node", compiler(root), "--noEmit", "-p", "extension"}}
	_, err := tsc.Run(ctx)
	return err
}
