package backup

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
)

func TestWantedDeals(t *testing.T) {
	t.Parallel()
	deals := []Deal{{"1", true}, {"2", false}, {"3", true}, {"4", true}, {"5", false}, {"6", true}}
	var many []Deal
	for i := range 40 {
		many = append(many, Deal{fmt.Sprint(i), true})
	}
	for name, test := range map[string]struct {
		mode  contract.DealsMode
		deals []Deal
		known []string
		want  []string
	}{
		"off":               {contract.DealsOff, deals, nil, nil},
		"unknown":           {"", deals, nil, nil},
		"open":              {contract.DealsOpen, deals, nil, []string{"1", "3", "4", "6"}},
		"open, some known":  {contract.DealsOpen, deals, []string{"1", "4"}, []string{"3", "6"}},
		"latest":            {contract.DealsLatest, deals, nil, []string{"1", "2", "3", "4", "5"}},
		"latest, known":     {contract.DealsLatest, deals, []string{"2", "3"}, []string{"1", "4", "5"}},
		"latest of few":     {contract.DealsLatest, deals[:2], nil, []string{"1", "2"}},
		"none":              {contract.DealsOpen, nil, nil, nil},
		"listed twice":      {contract.DealsOpen, []Deal{{"1", true}, {"1", true}}, nil, []string{"1"}},
		"many at once":      {contract.DealsOpen, many, nil, []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}},
		"many the next day": {contract.DealsOpen, many[:12], []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}, []string{"10", "11"}},
	} {
		known := map[string]bool{}
		for _, id := range test.known {
			known[id] = true
		}
		if got := WantedDeals(test.mode, test.deals, known); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestDealsDue(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)
	const today, yesterday = "2026-11-22", "2026-11-21"
	ago := func(d time.Duration) int64 { return now.Add(-d).Unix() }
	const open, latest = contract.DealsOpen, contract.DealsLatest
	for name, test := range map[string]struct {
		talk  Talk
		asked journal.DealsAsked
		want  bool
	}{
		"nothing confirmed":           {Talk{LinkedAt: now.UnixMilli()}, journal.DealsAsked{}, false},
		"never asked":                 {Talk{LastT: ago(time.Hour)}, journal.DealsAsked{}, true},
		"old, never asked":            {Talk{LastT: ago(48 * time.Hour)}, journal.DealsAsked{}, false},
		"old, linked today":           {Talk{LastT: ago(48 * time.Hour), LinkedAt: now.Add(-time.Hour).UnixMilli()}, journal.DealsAsked{}, true},
		"asked today":                 {Talk{LastT: ago(0)}, journal.DealsAsked{Date: today, Mode: open, LastT: ago(time.Hour)}, false},
		"asked yesterday, news":       {Talk{LastT: ago(time.Hour)}, journal.DealsAsked{Date: yesterday, Mode: open, LastT: ago(20 * time.Hour)}, true},
		"asked yesterday, no news":    {Talk{LastT: ago(20 * time.Hour)}, journal.DealsAsked{Date: yesterday, Mode: open, LastT: ago(20 * time.Hour)}, false},
		"another choice":              {Talk{LastT: ago(time.Hour)}, journal.DealsAsked{Date: today, Mode: latest, LastT: ago(time.Hour)}, true},
		"another choice, nothing new": {Talk{LastT: ago(48 * time.Hour)}, journal.DealsAsked{Date: today, Mode: latest, LastT: ago(48 * time.Hour)}, false},
	} {
		if got := DealsDue(open, test.talk, test.asked, now, today); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestReferenceDue(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) int64 { return now.Add(-d).UnixMilli() }
	for name, test := range map[string]struct {
		reference journal.Reference
		want      bool
	}{
		"wanted":                  {journal.Reference{State: journal.NoteWanted}, true},
		"just sent":               {journal.Reference{State: journal.NoteSending, SentAt: ago(time.Second)}, false},
		"sent a while ago":        {journal.Reference{State: journal.NoteSending, SentAt: ago(time.Minute)}, true},
		"sent in the future":      {journal.Reference{State: journal.NoteSending, SentAt: ago(-time.Hour)}, true},
		"just saved":              {journal.Reference{State: journal.NoteSaved, SentAt: ago(time.Second)}, false},
		"saved a while ago":       {journal.Reference{State: journal.NoteSaved, SentAt: ago(time.Minute)}, true},
		"saved, looked for":       {journal.Reference{State: journal.NoteSaved, SentAt: ago(time.Minute), Alone: true}, false},
		"refused today":           {journal.Reference{State: journal.NoteRefused, RefusedAt: ago(time.Hour)}, false},
		"refused yesterday":       {journal.Reference{State: journal.NoteRefused, RefusedAt: ago(25 * time.Hour)}, true},
		"refused, clock set back": {journal.Reference{State: journal.NoteRefused, RefusedAt: ago(-time.Hour)}, true},
	} {
		if got := ReferenceDue(test.reference, now); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
