package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/scripts/internal/locale"
)

var (
	// problemType is the closed set of problems in the generated contract.ts.
	problemType = regexp.MustCompile(`(?s)export type ProblemCode =\n(.*?);\n`)
	// problemRow is a row of a table that begins with problems.
	problemRow = regexp.MustCompile("(?m)^\\| (`[^|]*`) \\|")
	quotedCode = regexp.MustCompile("`([a-z_]+)`")
)

// explained checks that every problem people are told about has its words and
// its row in docs/troubleshooting.md, and that no row is about a problem that is
// gone.
func explained(_ context.Context, s *sources) error {
	messages, err := locale.Read(os.DirFS(s.root), "extension/_locales/en/messages.json")
	if err != nil {
		return err
	}
	return checkProblems(s.text("extension/shared/contract.ts"), s.text("docs/troubleshooting.md"), messages)
}

func checkProblems(contract, troubleshooting string, messages map[string]locale.Message) error {
	union := problemType.FindStringSubmatch(contract)
	if union == nil {
		return fmt.Errorf("the contract names no problems")
	}
	codes := locale.Codes(union[1])
	var rows, found []string
	for _, row := range problemRow.FindAllStringSubmatch(troubleshooting, -1) {
		for _, code := range quotedCode.FindAllStringSubmatch(row[1], -1) {
			rows = append(rows, code[1])
		}
	}
	for _, code := range codes {
		if !slices.Contains(rows, code) {
			found = append(found, fmt.Sprintf("docs/troubleshooting.md: no row for %s", code))
		}
		for _, key := range []string{"problem_" + code, "help_" + code} {
			if strings.TrimSpace(messages[key].Message) == "" {
				found = append(found, fmt.Sprintf("extension/_locales/en: no words for %s", key))
			}
		}
	}
	for _, code := range rows {
		if !slices.Contains(codes, code) {
			found = append(found, fmt.Sprintf("docs/troubleshooting.md: the row for %s is about no problem of the contract", code))
		}
	}
	return problems(found)
}
