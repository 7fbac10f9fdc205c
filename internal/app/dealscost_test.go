package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// dealsCost is how many credits references took since a number of them was spent, on
// a day on which each of the customers writes.
func (w *workday) dealsCost(mode contract.DealsMode) int {
	w.t.Helper()
	w.deals(mode)
	for _, jid := range w.chats {
		w.speak(jid)
	}
	before := w.spent()
	for range 40 {
		w.nextTick()
	}
	return w.spent() - before
}

// spent sums up the credits of all calls that Zoho has answered.
func (w *workday) spent() int {
	sum := 0
	for _, c := range w.zoho.Calls() {
		sum += c.Credits
	}
	return sum
}

// TestDealsCost: fifty contacts who write, each with one open deal, cost about
// three credits each on the first day and one on every other.
func TestDealsCost(t *testing.T) {
	t.Parallel()
	play := func(mode contract.DealsMode) (first, second int) {
		w := newWorkday(t, 1, fakezoho.Standard(), fakezoho.NoteConditionIgnored)
		var all []string
		for _, jid := range w.chats {
			all = append(all, w.deal("Deal", "Qualification", w.records[jid]))
		}
		w.zoho.ResetCalls()
		first = w.dealsCost(mode)
		w.clock.advance(time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC).Sub(w.clock.Now()))
		w.nextTick()
		second = w.dealsCost(mode)
		for i, jid := range w.chats {
			if mode == contract.DealsOff {
				w.wantReferences(w.records[jid], all[i:i+1])
			} else {
				w.wantReferences(w.records[jid], all[i:i+1], all[i])
			}
		}
		return first, second
	}
	firstOff, secondOff := play(contract.DealsOff)
	first, second := play(contract.DealsOpen)
	first, second = first-firstOff, second-secondOff
	t.Logf("%d credits on the first day, %d on the second", first, second)
	if first > 175 || second > 55 {
		t.Errorf("%d credits on the first day and %d on the second", first, second)
	}
}
