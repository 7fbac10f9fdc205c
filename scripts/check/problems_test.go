package main

import (
	"testing"

	"github.com/chatkeep/chatkeep/scripts/internal/locale"
)

func TestExplanations(t *testing.T) {
	t.Parallel()
	const contract = "export type Other =\n  | \"x\";\n\nexport type ProblemCode =\n  | \"a\"\n  | \"b_c\";\n\nexport type Verdict =\n  | \"a\";\n"
	const (
		header  = "| Problem | What | Do |\n| --- | --- | --- |\n"
		verdict = "\n| Verdict | What |\n| --- | --- |\n| `a` | x |\n"
	)
	sets := []explanation{
		{"ProblemCode", []string{"Problem", "State or problem"}, []string{"problem_", "help_"}},
		{"Verdict", []string{"Verdict"}, []string{"verdict_"}},
	}
	words := locale.Message{Message: "Words."}
	all := func(without ...string) map[string]locale.Message {
		messages := map[string]locale.Message{
			"problem_a": words, "help_a": words, "problem_b_c": words, "help_b_c": words, "verdict_a": words,
		}
		for _, key := range without {
			messages[key] = locale.Message{Message: " "}
		}
		return messages
	}
	tests := map[string]struct {
		contract, rows string
		messages       map[string]locale.Message
		want           string
	}{
		"explained":              {contract, header + "| `a` | x | y |\n| `b_c` | x | y |\n" + verdict, all(), ""},
		"two in one row":         {contract, header + "| `a`, `b_c` | x | y |\n" + verdict, all(), ""},
		"in two tables":          {contract, header + "| `a` | x | y |\n\n| State or problem | What |\n| --- | --- |\n| `b_c` | x |\n" + verdict, all(), ""},
		"no row":                 {contract, header + "| `a` | see `b_c` | y |\n" + verdict, all(), "no row for the ProblemCode b_c"},
		"a row too many":         {contract, header + "| `a`, `b_c`, `d` | x | y |\n" + verdict, all(), "the row for d is about no ProblemCode"},
		"a state's row":          {contract, header + "| `a`, `b_c` | x | y |\n| not in Zoho | x | y |\n" + verdict, all(), ""},
		"another set's row":      {contract, header + "| `a`, `b_c` | x | y |\n", all(), "no row for the Verdict a"},
		"a table of nothing":     {contract, header + "| `a`, `b_c` | x | y |\n" + verdict + "\n| Thing | What |\n| --- | --- |\n| `a` | x |\n", all(), "in a table about no set of the contract, \"Thing\""},
		"a row without table":    {contract, header + "| `a`, `b_c` | x | y |\n" + verdict + "\n| `a` | x |\n", all(), "in a table about no set of the contract, \"\""},
		"no title":               {contract, header + "| `a`, `b_c` | x | y |\n" + verdict, all("problem_a"), "no words for problem_a"},
		"no help":                {contract, header + "| `a`, `b_c` | x | y |\n" + verdict, all("help_b_c"), "no words for help_b_c"},
		"no words for a verdict": {contract, header + "| `a`, `b_c` | x | y |\n" + verdict, all("verdict_a"), "no words for verdict_a"},
		"no contract to be":      {"", header + "| `a` | x | y |\n", all(), "names no ProblemCode"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expect(t, checkExplanations(test.contract, test.rows, test.messages, sets), test.want)
		})
	}
}
