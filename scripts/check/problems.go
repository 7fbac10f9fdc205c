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

// explanation is a closed set of the contract that people are told about.
type explanation struct {
	// name is the set's type in the generated contract.ts.
	name string
	// columns head the tables in docs/troubleshooting.md whose rows are about
	// it.
	columns []string
	// prefixes begin the keys of its texts; the code follows.
	prefixes []string
}

func explanations() []explanation {
	return []explanation{
		{"ProblemCode", []string{"Problem", "State or problem"}, []string{"problem_", "help_"}},
		{"Verdict", []string{"Verdict"}, []string{"verdict_", "verdict_help_"}},
		{"SelfTest", []string{"Self-test"}, []string{"selftest_"}},
		{"Capability", []string{"Capability"}, []string{"capability_"}},
	}
}

var (
	// codeType is a type of strings in the generated contract.ts.
	codeType = regexp.MustCompile(`(?s)export type (\w+) =\n(.*?");\n`)
	// firstCell is the first cell of a row of a table.
	firstCell  = regexp.MustCompile(`^\| ([^|]*?) \|`)
	quotedCode = regexp.MustCompile("`([a-z_]+)`")
)

// explained checks that every problem, verdict, self-test and capability people
// are told about has its words and its row in docs/troubleshooting.md, and that
// no row is about one that is gone.
func explained(_ context.Context, s *sources) error {
	messages, err := locale.Read(os.DirFS(s.root), "extension/_locales/en/messages.json")
	if err != nil {
		return err
	}
	return checkExplanations(s.text("extension/shared/contract.ts"), s.text("docs/troubleshooting.md"), messages, explanations())
}

func checkExplanations(contract, troubleshooting string, messages map[string]locale.Message, sets []explanation) error {
	types := map[string]string{}
	for _, union := range codeType.FindAllStringSubmatch(contract, -1) {
		types[union[1]] = union[2]
	}
	rows := explainedRows(troubleshooting)
	var found []string
	for _, set := range sets {
		codes := locale.Codes(types[set.name])
		if len(codes) == 0 {
			return fmt.Errorf("the contract names no %s", set.name)
		}
		var inRows []string
		for _, column := range set.columns {
			inRows = append(inRows, rows[column]...)
			delete(rows, column)
		}
		found = append(found, checkExplanation(set, codes, inRows, messages)...)
	}
	for column, codes := range rows {
		for _, code := range codes {
			found = append(found, fmt.Sprintf("docs/troubleshooting.md: the row for %s is in a table about no set of the contract, %q", code, column))
		}
	}
	slices.Sort(found)
	return problems(found)
}

// checkExplanation returns what is missing of one set, and what is too much.
func checkExplanation(set explanation, codes, rows []string, messages map[string]locale.Message) []string {
	var found []string
	for _, code := range codes {
		if !slices.Contains(rows, code) {
			found = append(found, fmt.Sprintf("docs/troubleshooting.md: no row for the %s %s", set.name, code))
		}
		for _, prefix := range set.prefixes {
			if key := prefix + code; strings.TrimSpace(messages[key].Message) == "" {
				found = append(found, fmt.Sprintf("extension/_locales/en: no words for %s", key))
			}
		}
	}
	for _, code := range rows {
		if !slices.Contains(codes, code) {
			found = append(found, fmt.Sprintf("docs/troubleshooting.md: the row for %s is about no %s of the contract", code, set.name))
		}
	}
	return found
}

// explainedRows returns the codes that the rows of each table are about, by the
// name of the table's first column. Tables of one name are taken together.
func explainedRows(text string) map[string][]string {
	rows := map[string][]string{}
	lines := strings.Split(text, "\n")
	column := ""
	for i, line := range lines {
		cell := firstCell.FindStringSubmatch(line)
		switch {
		case cell == nil:
			column = ""
		case i+1 < len(lines) && strings.HasPrefix(lines[i+1], "| ---"):
			column = cell[1]
		case strings.HasPrefix(cell[1], "`"):
			for _, code := range quotedCode.FindAllStringSubmatch(cell[1], -1) {
				rows[column] = append(rows[column], code[1])
			}
		}
	}
	return rows
}
