// Package credits decides whether a call to Zoho may be made: it knows what was
// spent on a day, what Zoho has said is left, and how long to wait after a
// refusal. It is pure: the time, the calendar day and chance are the caller's.
//
// A CRM organisation has one account of API credits for all its users and
// programs, over a rolling day, see
// https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html. Zoho answers
// 429 both to too many calls at once and to used-up credits, and names no time
// to wait; what is left it tells only once half is used.
package credits

import (
	"maps"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

const (
	// firstWait is how long the first refusal keeps calls back; each further one
	// doubles the wait. Up to a quarter is added by chance, so that several
	// browsers do not come back at one moment.
	firstWait  = time.Minute
	mostChance = 4
	// patience is for how long refusals count as too many calls at once. When
	// they go on, the credits are used up, and Zoho is asked once an hour.
	patience = 15 * time.Minute
	hourly   = time.Hour
	// reserve is the part of the credits that is left to others: a tenth.
	reserve = 10
)

// Spending is what is known of the credits. The zero value knows nothing. It
// survives JSON unchanged.
type Spending struct {
	// Day is the calendar day that By counts, "2026-11-22".
	Day string `json:"day,omitempty"`
	// By is what was spent on the day, in credits, by purpose.
	By map[contract.Purpose]int `json:"by,omitempty"`
	// Remaining is what Zoho last said is left, at RemainingAt, Unix
	// milliseconds; 0 for never. Most is the highest number it has said.
	Remaining   int   `json:"remaining,omitempty"`
	RemainingAt int64 `json:"remainingAt,omitempty"`
	Most        int   `json:"most,omitempty"`
	// RefusedAt is when the first of the present refusals came, Unix
	// milliseconds, 0 when the last call was not refused. Until is when the next
	// call may be made, and Refusals how many there were.
	RefusedAt int64 `json:"refusedAt,omitempty"`
	Until     int64 `json:"until,omitempty"`
	Refusals  int   `json:"refusals,omitempty"`
}

// Used is what was spent on the day, in credits.
func (s Spending) Used() int {
	sum := 0
	for _, n := range s.By {
		sum += n
	}
	return sum
}

// Moment is when a call is to be made.
type Moment struct {
	Now time.Time
	// Day is the calendar day of the user's zone, and Tomorrow when it ends.
	Day      string
	Tomorrow time.Time
}

// Pause says that no call may be made until a time, and why.
type Pause struct {
	Until time.Time
	Why   contract.ProblemCode
}

// May says whether a call that costs credits may be made under a daily budget,
// 0 for none; nil when it may.
func (s Spending) May(m Moment, cost, budget int) *Pause {
	if s.waits(m.Now) {
		return &Pause{time.UnixMilli(s.Until), s.why(m.Now)}
	}
	if budget > 0 && s.Day == m.Day && s.Used()+cost > budget {
		return &Pause{m.Tomorrow, contract.ProblemBudget}
	}
	if told := time.UnixMilli(s.RemainingAt); s.low() && m.Now.Before(told.Add(hourly)) && !told.After(m.Now) {
		again := told.Add(hourly)
		return &Pause{again, contract.ProblemCreditsUsed}
	}
	return nil
}

// waits says that a refusal keeps calls back. No wait is chosen that is longer than the
// longest one: what lies further ahead is from before the clock was set back.
func (s Spending) waits(now time.Time) bool {
	until := time.UnixMilli(s.Until)
	return now.Before(until) && !until.After(now.Add(hourly+hourly/mostChance))
}

// low says that less than the reserve is left. The whole is at least twice of
// what Zoho has said: it says nothing before half is used.
func (s Spending) low() bool { return s.RemainingAt > 0 && s.Remaining*reserve < 2*s.Most }

// why says what the present refusals mean.
func (s Spending) why(now time.Time) contract.ProblemCode {
	if s.RefusedAt > 0 && now.Sub(time.UnixMilli(s.RefusedAt)) >= patience {
		return contract.ProblemCreditsUsed
	}
	return contract.ProblemThrottled
}

// Spend counts a call that is about to be made.
func (s Spending) Spend(m Moment, purpose contract.Purpose, cost int) Spending {
	if s.Day != m.Day {
		s.Day, s.By = m.Day, nil
	}
	by := map[contract.Purpose]int{}
	maps.Copy(by, s.By)
	by[purpose] += cost
	s.By = by
	return s
}

// Refused notes that Zoho refused a call as one too many. chance is in [0, 1).
func (s Spending) Refused(now time.Time, chance float64) Spending {
	if s.RefusedAt == 0 || now.Before(time.UnixMilli(s.RefusedAt)) {
		s.RefusedAt, s.Refusals = now.UnixMilli(), 0
	}
	wait := hourly
	if now.Sub(time.UnixMilli(s.RefusedAt)) < patience {
		wait = min(firstWait<<min(s.Refusals, 10), hourly)
	}
	s.Refusals++
	s.Until = now.Add(wait + time.Duration(chance*float64(wait)/mostChance)).UnixMilli()
	return s
}

// Answered notes that Zoho answered a call. remaining is what it said is left,
// negative when it did not say.
func (s Spending) Answered(now time.Time, remaining int) Spending {
	s.RefusedAt, s.Until, s.Refusals = 0, 0, 0
	switch {
	case remaining >= 0:
		s.Remaining, s.RemainingAt = remaining, now.UnixMilli()
		s.Most = max(s.Most, remaining)
	case s.RemainingAt > 0:
		// More than half is there again.
		s.Remaining, s.RemainingAt, s.Most = 0, 0, 0
	}
	return s
}

// View is what people see of it at a moment.
func (s Spending) View(m Moment) contract.CreditsView {
	view := contract.CreditsView{Day: m.Day, Remaining: s.Remaining, RemainingAt: s.RemainingAt}
	if s.Day == m.Day {
		view.Used, view.By = s.Used(), s.By
	}
	if s.waits(m.Now) {
		view.PausedUntil = s.Until
	}
	return view
}
