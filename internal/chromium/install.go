package chromium

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// Install installs Chromium on Debian and its relatives, when run as root, and
// returns its path. Elsewhere it changes nothing and returns [ErrNotFound]. What
// apt-get prints goes to log.
func Install(ctx context.Context, log io.Writer) (string, error) {
	apt, err := exec.LookPath("apt-get")
	if err != nil || os.Geteuid() != 0 {
		return "", ErrNotFound
	}
	for _, args := range [][]string{
		{"update"},
		{"install", "--yes", "--no-install-recommends", "chromium"},
	} {
		cmd := exec.CommandContext(ctx, apt, args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		cmd.Stdout = log
		cmd.Stderr = log
		if err := cmd.Run(); err != nil {
			return "", fmt.Errorf("apt-get %s: %w", args[0], err)
		}
	}
	return Find(ctx)
}

// FindOrInstall returns a browser that is here, or else one it installs.
func FindOrInstall(ctx context.Context, log io.Writer) (string, error) {
	path, err := Find(ctx)
	if !errors.Is(err, ErrNotFound) {
		return path, err
	}
	installed, installErr := Install(ctx, log)
	if errors.Is(installErr, ErrNotFound) {
		// Find's error says more: which browsers are here but would not do.
		return "", err
	}
	return installed, installErr
}
