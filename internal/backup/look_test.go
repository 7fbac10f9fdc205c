package backup_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// together lets a run ask for the newest notes of several records in one call, of
// each at most two. Records of deaf are missing in the answer.
func (r *rig) together(runner *backup.Runner, deaf ...string) {
	runner.Newest = func(_ context.Context, records []backup.Record) (map[backup.Record]zoho.NotePage, error) {
		r.crm.calls = append(r.crm.calls, fmt.Sprint("together", len(records)))
		out := map[backup.Record]zoho.NotePage{}
		for _, record := range records {
			var page zoho.NotePage
			for i := len(r.crm.notes) - 1; i >= 0; i-- {
				switch {
				case r.crm.notes[i].ParentID != record.ID:
				case len(page.Items) == 2:
					page.More = true
				default:
					page.Items = append(page.Items, r.crm.notes[i])
				}
			}
			out[record] = page
		}
		for _, id := range deaf {
			delete(out, backup.Record{Module: "Contacts", ID: id})
		}
		return out, nil
	}
}

// count tells how often each kind of call was made.
func (r *rig) count() map[string]int {
	out := map[string]int{}
	for _, c := range r.crm.calls {
		out[c]++
	}
	return out
}

// TestRecordsAreLookedAtTogether: one call before and one after the creates of a run
// take the place of one each for every record, and what such a call does not answer
// is asked for by itself.
func TestRecordsAreLookedAtTogether(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(6, "text")...)
	runner := r.runner(r.crm)
	r.together(runner)
	if result := runner.Run(t.Context(), r.plan()); result.Err != nil || len(result.Done) != 6 {
		t.Fatalf("result %+v", result)
	}
	r.wantAll()
	if got := r.count(); got["together3"] != 2 || got["look"] != 0 {
		t.Errorf("calls %v", got)
	}

	r = newRig(t, many(6, "text")...)
	runner = r.runner(r.crm)
	r.together(runner, "1")
	runner.Run(t.Context(), r.plan())
	r.wantAll()
	if got := r.count(); got["together3"] != 2 || got["look"] != 2 {
		t.Errorf("calls %v", got)
	}
}

// TestNewestNotesDoNotReachFarEnough: a note that another browser has created today
// lies behind newer ones. It is found all the same, and not created once more.
func TestNewestNotesDoNotReachFarEnough(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(2, "text")...)
	title := r.days[0].Parts[0].Title
	r.crm.notes = append(r.crm.notes, zoho.Note{ID: "1", Title: title, ParentID: "0", CreatedTime: noon.Add(-3 * time.Hour)})
	for i := range 4 {
		r.crm.notes = append(r.crm.notes, zoho.Note{ID: fmt.Sprint(i + 2), Title: "A call", ParentID: "0", CreatedTime: noon.Add(-time.Hour)})
	}
	runner := r.runner(r.crm)
	r.together(runner)
	runner.Run(t.Context(), r.plan())
	for range 3 {
		runner.Run(t.Context(), r.plan())
	}
	held := 0
	for _, n := range r.crm.notes {
		if n.Title == title {
			held++
		}
	}
	if held != 1 || r.crm.notes[0].Content != "text" {
		t.Errorf("%d notes of the day, the first is %q", held, r.crm.notes[0].Content)
	}
}

// TestDaysLongPastAreLookedForByThemselves: the newest notes say little of them.
func TestDaysLongPastAreLookedForByThemselves(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(6, "text")...)
	r.clock = r.clock.AddDate(0, 0, 10)
	runner := r.runner(r.crm)
	r.together(runner)
	runner.Run(t.Context(), r.plan())
	r.wantAll()
	if got := r.count(); got["together3"] != 0 || got["look"] != 6 {
		t.Errorf("calls %v", got)
	}
}

// TestTwinIsFoundTogether: a note that the browser has sent twice is found by the
// look after it, also when several records are looked at in one call.
func TestTwinIsFoundTogether(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(3, "text")...)
	r.crm.resend = true
	runner := r.runner(r.crm)
	r.together(runner)
	runner.Run(t.Context(), r.plan())
	r.crm.resend = false
	r.wantCounting(3)
}

// TestAskingTogetherFails: an error of the call ends the run, and nothing is created
// without a look.
func TestAskingTogetherFails(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(3, "text")...)
	runner := r.runner(r.crm)
	runner.Newest = func(context.Context, []backup.Record) (map[backup.Record]zoho.NotePage, error) {
		return nil, zoho.ErrNetwork
	}
	if result := runner.Run(t.Context(), r.plan()); !errors.Is(result.Err, zoho.ErrNetwork) || len(r.crm.notes) != 0 {
		t.Fatalf("result %+v, %d notes", result, len(r.crm.notes))
	}
	r.rest()
	r.wantAll()
}
