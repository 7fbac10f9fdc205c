package journal_test

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
)

// TestLookBack: a day is marked when a note of it is due to be read back, once, and
// the note keeps its time until somebody says that it was read.
func TestLookBack(t *testing.T) {
	t.Parallel()
	const account, hour = "15550001111@c.us~7", int64(3_600_000)
	j, _ := open(t)
	ctx := t.Context()
	note := func(chat string, at int64) journal.Note {
		return journal.Note{
			Chat: journal.Chat{Account: account, Key: chat}, Date: today, Part: 1, State: journal.NoteSaved,
			Module: contract.ModuleContacts, RecordID: "1", ID: "9", Shared: true, LookBackAt: at,
		}
	}
	save := func(notes ...journal.Note) {
		t.Helper()
		if err := j.SaveNotes(ctx, notes, nil); err != nil {
			t.Fatal(err)
		}
	}
	check := func(now int64, next int64, dirty ...string) {
		t.Helper()
		if err := j.LookBack(ctx, account, now, hour); err != nil {
			t.Fatal(err)
		}
		days, err := j.Dirty(ctx, account)
		if err != nil || len(days) != len(dirty) {
			t.Fatalf("dirty %+v, %v; want %q", days, err, dirty)
		}
		for i, d := range days {
			if d.Key != dirty[i] || d.Date != today {
				t.Errorf("dirty %+v, want %q", d, dirty[i])
			}
			if err := j.Settle(ctx, d); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := j.NextLookBack(ctx, account); got != next || err != nil {
			t.Errorf("next %d, %v; want %d", got, err, next)
		}
	}
	const soon, late = 100 * hour, 100*hour + 1000
	check(soon, 0)
	save(note("1@c.us", soon), note("2@c.us", late), note("3@c.us", 0))
	other := note("1@c.us", soon)
	other.Account = "15550001111@c.us~77"
	save(other)
	check(soon-1, soon)
	check(soon, late, "1@c.us")
	check(soon, late)
	notes, err := j.Notes(ctx, note("1@c.us", 0).Chat)
	if err != nil || len(notes) != 1 || notes[0].LookBackAt != soon {
		t.Errorf("notes %+v, %v", notes, err)
	}
	// What was read back is not due, and what was written again is due later.
	save(note("1@c.us", 0), note("2@c.us", late+hour))
	check(late, late+hour)
	// The clock was set back by a day.
	check(late-24*hour, 0, "2@c.us")
}
