package journal_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/journal"
)

func dropUnsent(t *testing.T, j *journal.Journal) {
	t.Helper()
	if err := j.DropUnsent(t.Context(), day(today)); err != nil {
		t.Fatal(err)
	}
}

// held returns what the journal holds of today.
func held(t *testing.T, j *journal.Journal) journal.HeldDay {
	t.Helper()
	days, err := j.Held(t.Context(), ada)
	if err != nil || len(days) != 1 {
		t.Fatalf("%d days, %v", len(days), err)
	}
	return days[0]
}

// Of what was not saved the words go, and with them its part: if it comes back, it is
// written, and if it does not, it is missed. What was saved keeps its part.
func TestDropUnsent(t *testing.T) {
	t.Parallel()
	for name, unsent := range map[string]int{"no part yet": 0, "planned for the note": 1, "planned for another": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j, kv := open(t)
			see(t, j, text("A1", "one secret"))
			note := journal.Note{Chat: ada, Date: today, Part: 1, State: journal.NoteSaved, ID: "9", Confirmed: "x", Count: 1, Upto: 1}
			parts := map[string]int{"A1_in": 1}
			if err := j.SaveNotes(t.Context(), []journal.Note{note}, []journal.Assignment{{Day: day(today), Parts: parts}}); err != nil {
				t.Fatal(err)
			}
			see(t, j, text("A1", "one secret"), text("A2", "two secret"))
			parts = map[string]int{"A2_in": unsent}
			if err := j.SaveNotes(t.Context(), nil, []journal.Assignment{{Day: day(today), Parts: parts}}); err != nil {
				t.Fatal(err)
			}
			dropUnsent(t, j)
			if err := kv.View(t.Context(), func(tx journal.Tx) error {
				for _, store := range journal.Stores() {
					if err := tx.Range(store, "", func(_ string, value []byte) error {
						if strings.Contains(string(value), "secret") {
							t.Errorf("words are left in %s", store)
						}
						return nil
					}); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if dirty, err := j.Dirty(t.Context(), ada.Account); err != nil || len(dirty) != 0 || !recalled(t, j) {
				t.Errorf("dirty %v, recalled %v, %v", dirty, recalled(t, j), err)
			}
			if o := older(t, j); o == nil || o.Done {
				t.Errorf("order %+v", o)
			}
			d := held(t, j)
			if len(d.Messages) != 2 || d.Confirmed() != 1 || d.Messages[0].Part != 1 || d.Messages[1].Part != 0 || d.Messages[0].Words || d.Messages[1].Words {
				t.Errorf("held %+v", d.Messages)
			}
			// Dropping again changes nothing.
			dropUnsent(t, j)
			if again := held(t, j); !slices.Equal(again.Messages, d.Messages) || !recalled(t, j) {
				t.Errorf("held %+v", again)
			}
			// Whatever is met again has its words again.
			see(t, j, text("A1", "one secret"), text("A2", "two secret"))
			entries, err := j.Messages(t.Context(), day(today))
			if err != nil || len(entries) != 2 || entries[0].Part != 1 || entries[1].Part != 0 {
				t.Errorf("entries %+v, %v", entries, err)
			}
		})
	}
}

// A day that stands in Zoho is not read again.
func TestDropUnsentOfASavedDay(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	see(t, j, text("A1", "one secret"))
	save(t, j, 1, "A1_in")
	dropUnsent(t, j)
	if recalled(t, j) || older(t, j) != nil {
		t.Error("it is to be read again")
	}
	if d := held(t, j); len(d.Messages) != 1 || d.Messages[0].Words || d.Messages[0].Part != 1 {
		t.Errorf("held %+v", d)
	}
}

func TestUnlinkedSince(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	for _, step := range []struct {
		today, want string
		linked      bool
	}{
		{"2026-11-22", "2026-11-22", false},
		{"2026-11-25", "2026-11-22", false},
		{"2026-11-20", "2026-11-20", false},
		{"2026-12-01", "2026-11-20", false},
		{"2026-12-01", "2026-12-01", true},
		{"2026-12-02", "2026-12-01", false},
	} {
		if step.linked {
			if err := j.Linked(t.Context(), ada); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := j.Unlinked(t.Context(), ada, step.today); err != nil || got != step.want {
			t.Errorf("%+v: since %q, %v", step, got, err)
		}
	}
}
