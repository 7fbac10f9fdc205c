package journal_test

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/journal"
)

// What the user orders of a history decides how far it is read, also while a page of
// it is under way.
func TestOlderIsOrderedAndPaused(t *testing.T) {
	t.Parallel()
	const oldest = 1_795_000_000
	type order func(*journal.Journal) error
	read := func(from int64) order {
		return func(j *journal.Journal) error { return j.ReadOlder(t.Context(), ada, from) }
	}
	pause := func(paused bool) order {
		return func(j *journal.Journal) error { return j.PauseOlder(t.Context(), ada, paused) }
	}
	left := "left"
	for name, c := range map[string]struct {
		// stands is what a page has left, nil when nothing was ordered.
		stands *journal.Older
		orders []order
		want   *journal.Older
	}{
		"nothing to pause":       {nil, []order{pause(true)}, nil},
		"paused":                 {&journal.Older{From: 500, Before: "k"}, []order{pause(true)}, &journal.Older{From: 500, Before: "k", Paused: true}},
		"gone on":                {&journal.Older{From: 500, Before: "k"}, []order{pause(true), pause(false)}, &journal.Older{From: 500, Before: "k"}},
		"at its end":             {&journal.Older{From: 500, Before: "k", Done: true}, []order{pause(true)}, &journal.Older{From: 500, Before: "k", Done: true}},
		"less far":               {&journal.Older{From: 500, Before: "k"}, []order{read(900)}, &journal.Older{From: 500, Before: "k"}},
		"the same again":         {&journal.Older{From: 500, Before: "k", Done: true}, []order{read(500)}, &journal.Older{From: 500, Before: "k"}},
		"further":                {&journal.Older{From: 500, Before: "k", Left: &left}, []order{read(400)}, &journal.Older{From: 400, Before: "left"}},
		"paused, the same":       {&journal.Older{From: 500, Before: "k"}, []order{pause(true), read(500)}, &journal.Older{From: 500, Before: "k"}},
		"paused, further":        {&journal.Older{From: 500, Before: "k", Left: &left}, []order{pause(true), read(400)}, &journal.Older{From: 400, Before: "left"}},
		"paused, less far":       {&journal.Older{From: 500, Before: "k"}, []order{pause(true), read(900)}, &journal.Older{From: 900, Before: "k"}},
		"paused, what was found": {&journal.Older{From: 500, Before: "k"}, []order{pause(true), read(oldest + 1)}, &journal.Older{From: oldest, Before: "k"}},
	} {
		for _, during := range []bool{false, true} {
			j, _ := open(t)
			page := func(o journal.Older) {
				t.Helper()
				if _, err := j.ObserveOlder(t.Context(), ada, journal.Batch{Messages: filed(today, text("A", "one"))}, o); err != nil {
					t.Fatal(err)
				}
			}
			if c.stands != nil {
				if err := j.ReadOlder(t.Context(), ada, c.stands.From); err != nil {
					t.Fatal(err)
				}
				page(*c.stands)
			}
			for _, order := range c.orders {
				if err := order(j); err != nil {
					t.Fatal(err)
				}
			}
			if during && c.stands != nil {
				page(*c.stands)
			}
			r, err := j.Read(t.Context(), ada)
			if err != nil {
				t.Fatal(err)
			}
			got, want := r.Older, c.want
			if (got == nil) != (want == nil) {
				t.Errorf("%s: %+v, want %+v", name, got, want)
				continue
			}
			if got == nil {
				continue
			}
			if got.From != want.From || got.Before != want.Before || got.Paused != want.Paused || !during && got.Done != want.Done {
				t.Errorf("%s, during a page %v: %+v, want %+v", name, during, got, want)
			}
		}
	}
}

// A reading that comes to its end is not paused any more, so that what is ordered
// later is read.
func TestOlderIsNotPausedAtItsEnd(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	if err := j.ReadOlder(t.Context(), ada, 500); err != nil {
		t.Fatal(err)
	}
	if err := j.PauseOlder(t.Context(), ada, true); err != nil {
		t.Fatal(err)
	}
	if _, err := j.ObserveOlder(t.Context(), ada, journal.Batch{}, journal.Older{From: 500, Done: true}); err != nil {
		t.Fatal(err)
	}
	r, err := j.Read(t.Context(), ada)
	if err != nil {
		t.Fatal(err)
	}
	if r.Older.Paused || !r.Older.Done {
		t.Errorf("%+v", r.Older)
	}
}
