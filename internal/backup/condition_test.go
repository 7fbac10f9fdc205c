package backup_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// later refuses what was changed after the time sent, as Zoho documents it.
func later(note zoho.Note, since time.Time) error {
	if note.ModifiedTime.After(since) {
		return zoho.ErrModified
	}
	return nil
}

// TestConditions writes one note six times, one after the other, in organisations that
// take the condition of an update in different ways: what is called, and what is known
// in the end. In none of them a note is held back.
func TestConditions(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		heeds func(zoho.Note, time.Time) error
		touch time.Duration
		calls string
		want  backup.Condition
	}{
		"ignored": {
			calls: "update1 update1 update1 update1 update1 update1",
		},
		"honoured": {
			heeds: later,
			calls: "refused update1 update1 update1 update1 update1 update1",
			want:  backup.Condition{Honoured: true},
		},
		"fractions of a second are kept and not told": {
			heeds: func(n zoho.Note, since time.Time) error {
				return later(zoho.Note{ModifiedTime: n.ModifiedTime.Add(300 * time.Millisecond)}, since)
			},
			calls: "refused refused get update1 update1 update1 update1 update1 update1",
			want:  backup.Condition{Honoured: true, Late: true},
		},
		"the header is not taken": {
			heeds: func(zoho.Note, time.Time) error { return zoho.ErrInvalidData },
			calls: "refused update1 update1 update1 update1 update1 update1",
		},
		"no time will do": {
			heeds: func(zoho.Note, time.Time) error { return zoho.ErrModified },
			calls: "refused refused get refused get update1 update1 update1 update1 update1 update1",
			want:  backup.Condition{Late: true},
		},
		"something touches every note": {
			heeds: later, touch: 5 * time.Second,
			calls: "refused refused get update1 refused get update1 refused get update1 update1 update1 update1",
			want:  backup.Condition{Vain: 3},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, many(1, "text")...)
			r.crm.heeds, r.crm.touch = tt.heeds, tt.touch
			r.run()
			r.crm.calls = nil
			for i := range 6 {
				r.clock = r.clock.Add(3 * time.Minute)
				r.days[0].Parts[0].Text = fmt.Sprint("text ", i)
				if result := r.run(); result.Err != nil || len(result.Done) != 1 {
					t.Fatalf("update %d: %+v", i, result)
				}
				r.wantAll()
			}
			if got := strings.Join(r.crm.calls, " "); got != tt.calls {
				t.Errorf("calls %s\nwant  %s", got, tt.calls)
			}
			tt.want.TriedOn = noon.UTC().Format(time.DateOnly)
			if r.condition != tt.want {
				t.Errorf("known is %+v, want %+v", r.condition, tt.want)
			}
		})
	}
}

// TestConditionsNoLongerTaken: an organisation that honoured the condition takes it no
// more in the middle of a day. Nothing is refused for good, and a note that may have
// been changed is read before it is written.
func TestConditionsNoLongerTaken(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(1, "text")...)
	r.condition = backup.Condition{Honoured: true, TriedOn: noon.UTC().Format(time.DateOnly)}
	r.run()
	r.crm.heeds = func(zoho.Note, time.Time) error { return zoho.ErrInvalidData }
	r.crm.calls = nil
	r.clock = r.clock.Add(2 * time.Hour)
	r.days[0].Parts[0].Text = "changed"
	if result := r.run(); result.Err != nil || len(result.Done) != 1 {
		t.Fatalf("%+v", result)
	}
	r.wantAll()
	if got := strings.Join(r.crm.calls, " "); got != "refused get update1" || r.condition.Honoured {
		t.Errorf("calls %s, known is %+v", got, r.condition)
	}
}

// TestConditionOfADayWithTwoParts: the parts of a day are written in their order and
// together, because a message may move from one to the other.
func TestConditionOfADayWithTwoParts(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(1, "one", "two")...)
	r.crm.heeds = later
	r.condition = backup.Condition{Honoured: true, TriedOn: noon.UTC().Format(time.DateOnly)}
	r.run()
	r.crm.calls = nil
	r.clock = r.clock.Add(time.Minute)
	for i := range r.days[0].Parts {
		r.days[0].Parts[i].Text += ", changed"
	}
	r.run()
	r.wantAll()
	if got := strings.Join(r.crm.calls, " "); got != "update2" {
		t.Errorf("calls %s", got)
	}
}

// TestLostAnswerOfAConditionalUpdate: it was written, and its repetition is refused
// because of that. The note is read once and, if it says what is to be said, not
// written again.
func TestLostAnswerOfAConditionalUpdate(t *testing.T) {
	t.Parallel()
	for _, more := range []bool{false, true} {
		r := newRig(t, many(1, "text")...)
		r.crm.heeds = later
		r.condition = backup.Condition{Honoured: true, TriedOn: noon.UTC().Format(time.DateOnly)}
		r.run()
		r.clock = r.clock.Add(time.Minute)
		r.crm.lose[r.crm.writes+1] = true
		r.days[0].Parts[0].Text = "changed"
		if result := r.run(); result.Err == nil || len(result.Done) != 0 {
			t.Fatalf("%+v", result)
		}
		r.clock = r.clock.Add(time.Minute)
		want := "refused get"
		if more {
			r.days[0].Parts[0].Text = "changed, and more"
			want += " update1"
		}
		r.crm.calls = nil
		if result := r.run(); result.Err != nil || len(result.Done) != 1 {
			t.Fatalf("%+v", result)
		}
		r.wantAll()
		if got := strings.Join(r.crm.calls, " "); got != want {
			t.Errorf("calls %s, want %s", got, want)
		}
		if plan := r.plan(); !plan.Empty() {
			t.Errorf("left: %+v", plan)
		}
	}
}
