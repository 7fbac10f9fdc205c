// Package chromium finds a browser that the tests and the demo can load the
// extension into, and installs one where that is simple.
package chromium

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Variable is the environment variable that names the browser to use.
const Variable = "CHATKEEP_CHROMIUM"

// ErrNotFound is returned by [Find] when no browser on this machine will do.
var ErrNotFound = errors.New("no browser for the extension: install Chromium or Chrome for Testing, or name one in " + Variable)

// Find returns the path of a browser that can load an unpacked extension from
// the command line. The one named by [Variable] is used or refused; without it
// the usual places are searched, and the error says which browsers were found
// but would not do.
func Find(ctx context.Context) (string, error) {
	if path := os.Getenv(Variable); path != "" {
		if err := examine(ctx, path); err != nil {
			return "", fmt.Errorf("find the browser of %s: %w", Variable, err)
		}
		return path, nil
	}
	problems := []error{ErrNotFound}
	for _, path := range candidates(currentMachine()) {
		if _, err := os.Stat(path); err != nil {
			continue
		}
		err := examine(ctx, path)
		if err == nil {
			return path, nil
		}
		problems = append(problems, err)
	}
	return "", errors.Join(problems...)
}

// versionWait is how long a browser may take to print its version.
const versionWait = 20 * time.Second

// examine returns why the browser at path will not do, nil when it will.
func examine(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	if !printsVersion() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, versionWait)
	defer cancel()
	out, err := exec.CommandContext(ctx, path, "--version").Output()
	if err != nil {
		return fmt.Errorf("%s --version: %w", path, err)
	}
	if err := judge(string(out)); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

var versionLine = regexp.MustCompile(`(?m)^\s*(\S.*?)\s+(\d{1,6})\.\d`)

const (
	// oldest is the manifest's minimum_chrome_version.
	oldest = 120
	// brandedLimit is the first Chrome with Google's brand that ignores
	// --load-extension; Chromium and Chrome for Testing still obey it. See
	// https://playwright.dev/docs/chrome-extensions.
	brandedLimit = 137
)

// judge decides by what a browser prints for --version, for example
// "Chromium 156.0.8078.79 built on Debian GNU/Linux".
func judge(version string) error {
	found := versionLine.FindStringSubmatch(version)
	if found == nil {
		return fmt.Errorf("prints no version: %.80q", version)
	}
	name := found[1]
	major, err := strconv.Atoi(found[2])
	if err != nil {
		return fmt.Errorf("prints no version: %w", err)
	}
	switch {
	case major < oldest:
		return fmt.Errorf("%s %d is older than %d", name, major, oldest)
	case strings.HasPrefix(name, "Google Chrome") && !strings.Contains(name, "for Testing") && major >= brandedLimit:
		return fmt.Errorf("%s %d ignores --load-extension: use Chromium or Chrome for Testing", name, major)
	}
	return nil
}
