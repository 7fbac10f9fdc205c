package journal_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/chatkeep/chatkeep/internal/journal"
)

func randomDays(r *rand.Rand) []journal.HeldDay {
	var days []journal.HeldDay
	for i := range 1 + r.IntN(5) {
		d := journal.HeldDay{Day: journal.Day{Date: fmt.Sprintf("2026-11-%02d", i+1)}}
		for k := range r.IntN(8) {
			d.Messages = append(d.Messages, journal.Held{ID: fmt.Sprintf("%d_in", k), Digest: fmt.Sprint(r.IntN(3))})
		}
		days = append(days, d)
	}
	return days
}

func clone(days []journal.HeldDay) []journal.HeldDay {
	out := slices.Clone(days)
	for i := range out {
		out[i].Messages = slices.Clone(out[i].Messages)
	}
	return out
}

func last(days []journal.HeldDay) string {
	chain := journal.Chain(days)
	return chain[len(chain)-1]
}

// TestDigestOfDays: no order of the messages changes it, nor where their words
// are; any change of a message, a day or the order of the days does.
func TestDigestOfDays(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(6, 1))
	for range 2000 {
		days := randomDays(r)
		was := last(days)
		same := clone(days)
		for i := range same {
			m := same[i].Messages
			r.Shuffle(len(m), func(a, b int) { m[a], m[b] = m[b], m[a] })
			for k := range m {
				m[k].Words, m[k].Part, m[k].Late = r.IntN(2) == 0, r.IntN(3), r.IntN(2) == 0
			}
		}
		if last(same) != was {
			t.Fatalf("another order has another digest: %+v", days)
		}
		changed := clone(days)
		d := &changed[r.IntN(len(changed))]
		switch n := len(d.Messages); r.IntN(6) {
		case 0:
			d.Messages = append(d.Messages, journal.Held{ID: "x", Digest: "y"})
		case 1:
			d.Date += "x"
		case 2:
			changed = append(changed, journal.HeldDay{Day: journal.Day{Date: "2026-12-01"}})
		case 3:
			changed = append([]journal.HeldDay{{Day: journal.Day{Date: "2026-10-01"}}}, changed...)
		case 4:
			if n == 0 {
				continue
			}
			d.Messages = slices.Delete(d.Messages, n-1, n)
		case 5:
			if n == 0 {
				continue
			}
			if m := &d.Messages[r.IntN(n)]; r.IntN(2) == 0 {
				m.ID += "x"
			} else {
				m.Digest += "x"
			}
		}
		if last(changed) == was {
			t.Fatalf("a change has the same digest: %+v, %+v", days, changed)
		}
	}
	if got := journal.Chain(nil); len(got) != 0 {
		t.Errorf("chain of nothing %q", got)
	}
}
