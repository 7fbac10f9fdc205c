package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// days takes what a working day and an idle one cost of the company's credits, as
// the stand-in for Zoho counts them. The days are those of two tests in internal/app,
// which also check that every message was saved; they tell their figures in a line
// of a fixed form.
func days(ctx context.Context, b bench) ([]Figure, error) {
	test := exec.CommandContext(ctx, "go", "test", "-count=1", "-v", "-json", "-run", "^(TestWorkingDayCosts|TestIdleDayCosts)$", "./internal/app")
	test.Dir = b.root
	var noted strings.Builder
	test.Stderr = &noted
	out, err := test.Output()
	said, told := testOutput(out)
	if told != nil {
		return nil, told
	}
	if err != nil {
		return nil, fmt.Errorf("go test: %w:\n%s%s", err, said, noted.String())
	}
	return dayFigures(said)
}

// testOutput returns what the tests wrote, from the events of go test -json.
func testOutput(events []byte) (string, error) {
	var said strings.Builder
	for line := range bytes.Lines(events) {
		var event struct{ Action, Output string }
		if err := json.Unmarshal(line, &event); err != nil {
			return "", fmt.Errorf("go test: %w", err)
		}
		if strings.HasSuffix(event.Action, "output") {
			said.WriteString(event.Output)
		}
	}
	return said.String(), nil
}

var dayLine = regexp.MustCompile(`(?m) day: (.+): ([0-9]+) credits$`)

// dayFigures reads the figures in what the tests wrote. A day that is not told is an
// error.
func dayFigures(said string) ([]Figure, error) {
	told := map[string][]float64{}
	for _, line := range dayLine.FindAllStringSubmatch(said, -1) {
		credits, err := strconv.ParseFloat(line[2], 64)
		if err != nil {
			return nil, err
		}
		told[line[1]] = append(told[line[1]], credits)
	}
	const working = "working day, 50 chats with 600 messages and 20 unknown numbers"
	var figures []Figure
	for _, day := range []struct{ told, name string }{
		{`working, standard edition, condition "honoured", respecting edits true`, working + ", Zoho heeds the condition of an update"},
		{`working, standard edition, condition "", respecting edits true`, working + ", Zoho ignores it"},
		{`working, free edition, condition "honoured", respecting edits true`, working + ", free edition, Zoho heeds it"},
		{`working, free edition, condition "", respecting edits true`, working + ", free edition, Zoho ignores it"},
		{"idle", "idle day with 50 linked chats"},
	} {
		credits := told[day.told]
		if len(credits) == 0 {
			return nil, fmt.Errorf("go test: no line tells the credits of the day %q", day.told)
		}
		figures = append(figures, newFigure(day.name, "credits", credits, nil))
	}
	return figures, nil
}
