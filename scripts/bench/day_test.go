package main

import (
	"strings"
	"testing"
)

// TestDayFigures: the figures are read from what the tests write, and one that is
// missing is told.
func TestDayFigures(t *testing.T) {
	t.Parallel()
	events := `{"Action":"start","Package":"p"}
{"Action":"output","Output":"    workday_test.go:171: day: working, standard edition, condition \"honoured\", respecting edits true: 307 credits\n"}
{"Action":"output","Output":"    workday_test.go:171: day: working, standard edition, condition \"honoured\", respecting edits true: 309 credits\n"}
{"Action":"output","Output":"    workday_test.go:171: day: working, standard edition, condition \"\", respecting edits true: 320 credits\n"}
{"Action":"output","Output":"    workday_test.go:171: day: working, free edition, condition \"honoured\", respecting edits true: 330 credits\n"}
{"Action":"output","Output":"    workday_test.go:171: day: working, free edition, condition \"\", respecting edits true: 340 credits\n"}
{"Action":"output","Output":"    workday_test.go:192: day: idle: 40 credits\n"}
`
	said, err := testOutput([]byte(events))
	if err != nil {
		t.Fatal(err)
	}
	figures, err := dayFigures(said)
	if err != nil {
		t.Fatal(err)
	}
	var got []float64
	for _, f := range figures {
		got = append(got, f.Value)
	}
	if len(got) != 5 || got[0] != 308 || figures[0].Runs != 2 || got[1] != 320 || got[2] != 330 || got[3] != 340 || got[4] != 40 {
		t.Errorf("figures %+v", figures)
	}
	if _, err := dayFigures(strings.Replace(said, "day: idle", "", 1)); err == nil || !strings.Contains(err.Error(), `"idle"`) {
		t.Errorf("without the idle day: %v", err)
	}
	if _, err := testOutput([]byte("FAIL\n")); err == nil {
		t.Error("what is no event was taken for one")
	}
}
