// Package repo finds the repository's root and runs tools in it.
package repo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Root returns the nearest folder, from the working directory upwards, that
// holds both go.mod and manifest.json.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the repository: %w", err)
	}
	for {
		if exists(filepath.Join(dir, "go.mod")) && exists(filepath.Join(dir, "manifest.json")) {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("find the repository: no folder above holds go.mod and manifest.json")
		}
		dir = parent
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Tool is a program to run.
type Tool struct {
	// Dir is the working directory.
	Dir string
	// Env is added to the environment, as "NAME=value".
	Env []string
	// Args are the program and its arguments.
	Args []string
}

// Run runs t and returns its standard output. A failure carries everything the
// tool printed.
func (t Tool) Run(ctx context.Context) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd := t.command(ctx)
	cmd.Stdout = &stdout
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		said := strings.TrimSpace(stdout.String() + stderr.String())
		return stdout.String(), fmt.Errorf("%s: %w\n%s", t.name(), err, said)
	}
	return stdout.String(), nil
}

// Stream runs t with this process's own output.
func (t Tool) Stream(ctx context.Context) error {
	cmd := t.command(ctx)
	cmd.Stdout = os.Stdout
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", t.name(), err)
	}
	return nil
}

func (t Tool) command(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, t.Args[0], t.Args[1:]...)
	cmd.Dir = t.Dir
	cmd.Env = append(os.Environ(), t.Env...)
	return cmd
}

// name is the program with the arguments that tell it from others.
func (t Tool) name() string {
	args := t.Args[:min(len(t.Args), 3)]
	return strings.Join(append(append([]string{}, t.Env...), args...), " ")
}
