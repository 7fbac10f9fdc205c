package app

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

func TestOlderDue(t *testing.T) {
	t.Parallel()
	all, one := store.HistoryOrder{Paused: true}, journal.Older{Paused: true}
	for _, test := range []struct {
		name              string
		order             store.HistoryOrder
		older             journal.Older
		partial, recalled bool
		want              bool
	}{
		{"ordered", store.HistoryOrder{}, journal.Older{}, false, false, true},
		{"done", store.HistoryOrder{}, journal.Older{Done: true}, false, false, false},
		{"done, of a list with gaps", store.HistoryOrder{}, journal.Older{Done: true, Partial: true}, true, false, false},
		{"done, of a list that had gaps", store.HistoryOrder{}, journal.Older{Done: true, Partial: true}, false, false, true},
		{"stopped for all", all, journal.Older{}, false, false, false},
		{"stopped for this chat", store.HistoryOrder{}, one, false, false, false},
		{"stopped twice", all, one, false, false, false},
		{"stopped for all, words recalled", all, journal.Older{}, false, true, true},
		{"stopped for this chat, words recalled", store.HistoryOrder{}, one, false, true, true},
		{"stopped for all, had gaps", all, journal.Older{Done: true, Partial: true}, false, false, false},
		{"done, words recalled", all, journal.Older{Done: true}, false, true, false},
	} {
		if got := olderDue(test.order, test.older, test.partial, test.recalled); got != test.want {
			t.Errorf("%s: due %v", test.name, got)
		}
	}
}
