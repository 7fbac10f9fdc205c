package main

import (
	"testing"

	"github.com/chatkeep/chatkeep/scripts/internal/locale"
)

func TestProblems(t *testing.T) {
	t.Parallel()
	const contract = "export type Other =\n  | \"x\";\n\nexport type ProblemCode =\n  | \"a\"\n  | \"b_c\";\n"
	words := locale.Message{Message: "Words."}
	all := map[string]locale.Message{"problem_a": words, "help_a": words, "problem_b_c": words, "help_b_c": words}
	tests := map[string]struct {
		contract, rows string
		messages       map[string]locale.Message
		want           string
	}{
		"explained":         {contract, "| `a` | x | y |\n| `b_c` | x | y |\n", all, ""},
		"two in one row":    {contract, "| `a`, `b_c` | x | y |\n", all, ""},
		"no row":            {contract, "| `a` | see `b_c` | y |\n", all, "no row for b_c"},
		"a row too many":    {contract, "| `a`, `b_c`, `d` | x | y |\n", all, "the row for d is about no problem"},
		"a state's row":     {contract, "| `a`, `b_c` | x | y |\n| not in Zoho | x | y |\n", all, ""},
		"no title":          {contract, "| `a`, `b_c` | x | y |\n", map[string]locale.Message{"help_a": words, "problem_b_c": words, "help_b_c": words}, "no words for problem_a"},
		"no help":           {contract, "| `a`, `b_c` | x | y |\n", map[string]locale.Message{"problem_a": words, "help_a": words, "problem_b_c": words}, "no words for help_b_c"},
		"no contract to be": {"", "| `a` | x | y |\n", all, "names no problems"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expect(t, checkProblems(test.contract, test.rows, test.messages), test.want)
		})
	}
}
