package journal_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/chatkeep/chatkeep/internal/journal"
)

// layout1 is a database as layout 1 was written: a chat with two days, of which
// the later one waits for Zoho.
var layout1 = map[string]map[string]string{
	"meta": {"schema": "1"},
	"messages": {
		"999888777666555@lid|14155550132@c.us|2026-11-10|A1_in":  `{"message":{"id":"A1","key":"false_14155550132@c.us_A1","t":1794320000,"kind":"text","type":"chat","text":"old words"},"seq":1,"run":1,"part":1}`,
		"999888777666555@lid|14155550132@c.us|2026-11-22|B1_out": `{"message":{"id":"B1","key":"true_14155550132@c.us_B1","fromMe":true,"t":1795360000,"kind":"text","type":"chat","text":"new words"},"seq":2,"run":1,"place":1}`,
	},
	"where": {
		"999888777666555@lid|14155550132@c.us|A1_in":  `{"d":"2026-11-10","g":"00000000000000000000000000000000"}`,
		"999888777666555@lid|14155550132@c.us|B1_out": `{"d":"2026-11-22","g":"11111111111111111111111111111111"}`,
	},
	"dirty": {"999888777666555@lid|14155550132@c.us|2026-11-22": "1"},
	"notes": {
		"999888777666555@lid|14155550132@c.us|2026-11-10|0001": `{"Account":"999888777666555@lid","Key":"14155550132@c.us","date":"2026-11-10","part":1,"state":"saved","module":"Contacts","recordId":"1","id":"9","confirmed":"x","count":3,"skipped":1,"encrypted":1,"lastT":1794320000,"upto":1,"alone":true}`,
		"999888777666555@lid|14155550132@c.us|2026-11-22|0001": `{"Account":"999888777666555@lid","Key":"14155550132@c.us","date":"2026-11-22","part":1,"state":"refused","module":"Contacts","recordId":"1","count":2,"lastT":1795350000}`,
	},
	"reads": {"999888777666555@lid|14155550132@c.us": `{"cursor":{"id":"B1_out","t":1795360000},"since":0,"seq":2,"run":1}`},
}

func oldDatabase(t *testing.T) *journal.Memory {
	t.Helper()
	kv := journal.NewMemory()
	if err := kv.Update(t.Context(), func(tx journal.Tx) error {
		for store, values := range layout1 {
			for key, value := range values {
				if err := tx.Put(store, key, []byte(value)); err != nil {
					return err
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return kv
}

// TestLayout1IsBroughtUpToDate stops the migration before and after each of its
// writes in turn, and lets the next worker do it again.
func TestLayout1IsBroughtUpToDate(t *testing.T) {
	t.Parallel()
	stopped := errors.New("the worker was stopped")
	writes := 0
	calm := oldDatabase(t)
	calm.OnCommit = func() error { writes++; return nil }
	wantLayout2(t, calm)
	if writes < 3 {
		t.Fatalf("%d writes", writes)
	}
	for k := 1; k <= writes; k++ {
		for _, before := range []bool{true, false} {
			t.Run(fmt.Sprint(k, before), func(t *testing.T) {
				kv, n := oldDatabase(t), 0
				kv.OnCommit = func() error {
					if n++; n == k && before || n == k+1 && !before {
						return stopped
					}
					return nil
				}
				if _, err := journal.Open(t.Context(), kv); (err != nil) != (before || k < writes) {
					t.Fatalf("%v", err)
				}
				kv.OnCommit = nil
				wantLayout2(t, kv)
			})
		}
	}
}

func wantLayout2(t *testing.T, kv *journal.Memory) {
	t.Helper()
	var j *journal.Journal
	for range 2 {
		var err error
		if j, err = journal.Open(t.Context(), kv); err != nil {
			t.Fatal(err)
		}
	}
	totals, err := j.Totals(t.Context(), ada.Account)
	if want := (journal.Totals{Count: 5, Skipped: 1, Encrypted: 1, LastT: 1795350000, Refused: 1}); err != nil || totals[ada.Key] != want {
		t.Fatalf("totals %+v, %v", totals, err)
	}
	days, err := j.Worded(t.Context(), ada.Account, "2027")
	if err != nil || len(days) != 2 || days[0] != day("2026-11-10") || days[1] != day(today) {
		t.Fatalf("days %v, %v", days, err)
	}
	if got := words(messages(t, j, "2026-11-10")); got != "old words" {
		t.Errorf("words %q", got)
	}
	if n := dirty(t, j); len(n) != 1 {
		t.Errorf("dirty %v", n)
	}
}
