package backup_test

import (
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// amidst lets the texts of the days change, and another
// installation write a line into the second note meanwhile.
func (r *rig) amidst(text string) {
	r.t.Helper()
	for i := range r.crm.notes {
		if r.crm.notes[i].Title == r.days[1].Parts[0].Title {
			r.crm.notes[i].Content = "theirs"
		}
	}
	for i := range r.days {
		r.days[i].Parts[0].Text = text
	}
	r.clock = r.clock.Add(3 * time.Minute)
	r.run()
}

func (r *rig) contentOf(day int) string {
	r.t.Helper()
	i := slices.IndexFunc(r.crm.notes, func(n zoho.Note) bool { return n.Title == r.days[day].Parts[0].Title })
	if i < 0 {
		r.t.Fatal("the note is gone")
	}
	return r.crm.notes[i].Content
}

// TestInCompanyNotesAreReadFirst: once another installation was met, no note is
// written over a line that only that one knows, also within the hour.
func TestInCompanyNotesAreReadFirst(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		met  time.Duration
		want string
	}{
		"met yesterday":           {24 * time.Hour, "theirs"},
		"met days ago":            {backup.CompanyFor + time.Hour, "second"},
		"by a clock set back":     {-time.Hour, "theirs"},
		"by a clock far in error": {-backup.CompanyFor - time.Hour, "second"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, many(3, "first")...)
			r.run()
			r.met = r.clock.Add(-tt.met)
			r.amidst("second")
			if got := r.contentOf(1); got != tt.want {
				t.Errorf("the note is %q, want %q", got, tt.want)
			}
			if r.contentOf(0) != "second" || r.contentOf(2) != "second" {
				t.Error("the other notes were not written")
			}
		})
	}
}

// TestMeeting: a note that another installation has written last is noticed when it
// is read, and that is stored once in a while.
func TestMeeting(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(3, "first")...)
	r.run()
	if !r.met.IsZero() {
		t.Fatal("nobody was there to be met")
	}
	r.amidst("second")
	if !r.met.IsZero() || r.contentOf(1) != "second" {
		t.Fatalf("a note within the hour was read; it is %q", r.contentOf(1))
	}
	r.clock = r.clock.Add(2 * time.Hour)
	r.amidst("third")
	first := r.met
	if !first.Equal(r.clock) {
		t.Fatalf("met at %v, now it is %v", first, r.clock)
	}
	calls := len(r.crm.calls)
	for i := range r.days {
		r.days[i].Parts[0].Text = "fourth"
	}
	r.clock = r.clock.Add(3 * time.Minute)
	r.run()
	if !r.met.Equal(first) {
		t.Error("it was stored again within minutes")
	}
	if !slices.Contains(r.crm.calls[calls:], "get") {
		t.Error("after the meeting a note was written without having been read")
	}
}
