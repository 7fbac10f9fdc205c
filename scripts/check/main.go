// Command check holds the sources to the rules of the house: formatting, vet
// and staticcheck for this machine and for the browser, types, freshness of
// generated files, texts, and words that must not be there. Every check runs;
// one that fails makes the exit status 1.
//
//	go run ./scripts/check            # all
//	go run ./scripts/check gofmt vet  # some, by name
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"github.com/chatkeep/chatkeep/scripts/internal/repo"
)

// check is one rule. Its error says everything that breaks it.
type check struct {
	name string
	run  func(context.Context, *sources) error
}

// sources are what the checks look at.
type sources struct {
	root  string
	texts []repo.Text
}

func checks() []check {
	return []check{
		{"gofmt", gofmt},
		{"vet", vet},
		{"staticcheck", staticcheck},
		{"tidy", tidy},
		{"generated", generated},
		{"types", types},
		{"locale", texts},
		{"problems", explained},
		{"markup", markup},
		{"words", words},
		{"lock", lock},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(1)
	}
}

// run runs the named checks, or all of them.
func run(ctx context.Context, names []string) error {
	chosen := checks()
	if len(names) > 0 {
		chosen = slices.DeleteFunc(chosen, func(c check) bool { return !slices.Contains(names, c.name) })
		if len(chosen) != len(names) {
			return fmt.Errorf("not all of %q are checks", names)
		}
	}
	root, err := repo.Root()
	if err != nil {
		return err
	}
	all, err := repo.Texts(root)
	if err != nil {
		return err
	}
	s := &sources{root: root, texts: all}
	var failed []string
	for _, c := range chosen {
		start := time.Now()
		err := c.run(ctx, s)
		verdict := "ok  "
		if err != nil {
			verdict = "FAIL"
			failed = append(failed, c.name)
		}
		fmt.Printf("%s  %-12s %5.1f s\n", verdict, c.name, time.Since(start).Seconds())
		if err != nil {
			fmt.Println(indent(err.Error()))
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("failed: %s", strings.Join(failed, ", "))
	}
	return nil
}

func indent(text string) string {
	return "      " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n      ")
}

// problems makes one error of lines, nil when there are none.
func problems(lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	return errors.New(strings.Join(lines, "\n"))
}
