package credits

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func at(now time.Time) Moment {
	day := now.Truncate(24 * time.Hour)
	return Moment{Now: now, Day: day.Format(time.DateOnly), Tomorrow: day.Add(24 * time.Hour)}
}

// wantPause checks what a spending says to a call of one credit.
func wantPause(t *testing.T, s Spending, now time.Time, budget int, why contract.ProblemCode, until time.Time) {
	t.Helper()
	pause := s.May(at(now), 1, budget)
	switch {
	case why == "" && pause != nil:
		t.Errorf("at %s: paused until %s for %s", now, pause.Until, pause.Why)
	case why != "" && (pause == nil || pause.Why != why || !pause.Until.Equal(until)):
		t.Errorf("at %s: pause %+v, want %s until %s", now, pause, why, until)
	}
}

func TestBudgetEndsAtMidnight(t *testing.T) {
	t.Parallel()
	var s Spending
	for range 9 {
		s = s.Spend(at(noon), contract.PurposeLookup, 1)
	}
	wantPause(t, s, noon, 10, "", noon)
	s = s.Spend(at(noon), contract.PurposeBackup, 1)
	midnight := noon.Add(12 * time.Hour)
	wantPause(t, s, noon, 10, contract.ProblemBudget, midnight)
	wantPause(t, s, noon, 0, "", noon)
	wantPause(t, s, midnight, 10, "", noon)
	if v := s.View(at(noon)); v.Used != 10 || v.By[contract.PurposeLookup] != 9 || v.By[contract.PurposeBackup] != 1 {
		t.Errorf("view %+v", v)
	}
	if v := s.View(at(midnight)); v.Used != 0 || v.By != nil {
		t.Errorf("the next day: %+v", v)
	}
	if s = s.Spend(at(midnight), contract.PurposeBackup, 2); s.Used() != 2 {
		t.Errorf("used %d on the next day", s.Used())
	}
}

func TestRefusalsDoubleAndThenMeanUsedUp(t *testing.T) {
	t.Parallel()
	var s Spending
	now := noon
	for _, wait := range []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute} {
		s = s.Refused(now, 0)
		wantPause(t, s, now, 0, contract.ProblemThrottled, now.Add(wait))
		wantPause(t, s, now.Add(wait), 0, "", now)
		now = now.Add(wait)
	}
	// A quarter of an hour of refusals means more than too many at once.
	for range 3 {
		s = s.Refused(now, 0)
		wantPause(t, s, now, 0, contract.ProblemCreditsUsed, now.Add(time.Hour))
		now = now.Add(time.Hour)
	}
	s = s.Answered(now, -1)
	wantPause(t, s, now, 0, "", now)
	s = s.Refused(now, 0)
	wantPause(t, s, now, 0, contract.ProblemThrottled, now.Add(time.Minute))
}

func TestChanceAddsUpToAQuarter(t *testing.T) {
	t.Parallel()
	for _, chance := range []float64{0, 0.5, 0.999} {
		s := Spending{}.Refused(noon, chance)
		if wait := time.UnixMilli(s.Until).Sub(noon); wait < time.Minute || wait > 75*time.Second {
			t.Errorf("chance %v: %s", chance, wait)
		}
	}
}

func TestReserveIsLeftToOthers(t *testing.T) {
	t.Parallel()
	s := Spending{}.Answered(noon, 2500)
	wantPause(t, s, noon, 0, "", noon)
	s = s.Answered(noon, 500)
	wantPause(t, s, noon, 0, "", noon)
	s = s.Answered(noon, 499)
	wantPause(t, s, noon, 0, contract.ProblemCreditsUsed, noon.Add(time.Hour))
	// After an hour one call may find out how it stands.
	later := noon.Add(time.Hour)
	wantPause(t, s, later, 0, "", later)
	wantPause(t, s.Answered(later, 400), later, 0, contract.ProblemCreditsUsed, later.Add(time.Hour))
	// Zoho is silent again: more than half is there.
	wantPause(t, s.Answered(later, -1), later, 0, "", later)
}

func TestClockSetBack(t *testing.T) {
	t.Parallel()
	s := Spending{}.Refused(noon, 0)
	before := noon.Add(-48 * time.Hour)
	s = s.Refused(before, 0)
	wantPause(t, s, before, 0, contract.ProblemThrottled, before.Add(time.Minute))
}

// What was refused or told while the clock was ahead keeps nothing back once it was
// set right.
func TestClockWasAhead(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]Spending{
		"refused":  Spending{}.Refused(noon, 0),
		"used up":  Spending{}.Refused(noon.Add(-patience), 0).Refused(noon, 0.9),
		"used low": Spending{}.Answered(noon, 50_000).Answered(noon, 100),
	} {
		for _, ago := range []time.Duration{2 * time.Hour, 20 * time.Hour, 72 * time.Hour} {
			now := noon.Add(-ago)
			if pause := s.May(at(now), 1, 0); pause != nil || s.View(at(now)).PausedUntil != 0 {
				t.Errorf("%s, %s before: pause %+v, view %+v", name, ago, pause, s.View(at(now)))
			}
		}
		if s.May(at(noon), 1, 0) == nil {
			t.Errorf("%s: no pause", name)
		}
	}
}

func TestSurvivesJSON(t *testing.T) {
	t.Parallel()
	s := Spending{}.Spend(at(noon), contract.PurposeCreate, 3).Answered(noon, 7).Refused(noon, 0.3)
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back Spending
	if err := json.Unmarshal(raw, &back); err != nil || !reflect.DeepEqual(back, s) {
		t.Errorf("%+v, %v", back, err)
	}
}
