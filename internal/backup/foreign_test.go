package backup_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// newForeignRig returns a rig whose days were written by one user, have news, and are
// to be written on by another one.
func newForeignRig(t *testing.T, n int) *rig {
	t.Helper()
	r := newRig(t, many(n, "text")...)
	r.crm.user = "olive"
	r.run()
	for i := range r.days {
		r.days[i].Parts[0].Text = "text, more"
	}
	r.crm.user = "otto"
	r.crm.calls = nil
	return r
}

// note returns the note of a rig's only day.
func (r *rig) note() journal.Note {
	r.t.Helper()
	notes, err := r.journal.Notes(r.t.Context(), ada0())
	if err != nil || len(notes) != 1 {
		r.t.Fatalf("notes %+v, %v", notes, err)
	}
	return notes[0]
}

// ada0 is the chat of the first of many days.
func ada0() journal.Chat { return many(1)[0].Chat }

// Another user's note is refused once, read once and left for good.
func TestNoteOfAnotherUser(t *testing.T) {
	t.Parallel()
	r := newForeignRig(t, 12)
	if result := r.run(); result.Err != nil || !result.Again || len(result.Done)+len(result.Gone) != 0 {
		t.Fatalf("result %+v", result)
	}
	if got := strings.Join(r.crm.calls, " "); got != "update10"+strings.Repeat(" get", 10)+" update2 get get" {
		t.Errorf("calls %s", got)
	}
	for _, n := range r.crm.notes {
		if n.Content != "text" || n.OwnerID != "olive" {
			t.Fatalf("note %+v", n)
		}
	}
	if plan := r.plan(); !plan.Empty() || plan.Held != 0 || len(plan.Settled) != 12 {
		t.Errorf("left to do: %+v", plan)
	}
}

// Of several notes in one call only the other user's are left.
func TestNoteOfAnotherUserAmongOwn(t *testing.T) {
	t.Parallel()
	r := newForeignRig(t, 3)
	r.crm.notes[0].OwnerID, r.crm.notes[2].OwnerID = "otto", "otto"
	if result := r.run(); result.Err != nil || len(result.Done) != 2 {
		t.Fatalf("result %+v", result)
	}
	for i, want := range []string{"text, more", "text", "text, more"} {
		if r.crm.notes[i].Content != want {
			t.Errorf("note %d is %q", i, r.crm.notes[i].Content)
		}
	}
}

// What is not known to be about another user's note is refused as before, and begins
// no other part: that would be refused as well.
func TestUpdateNotAllowedForAnotherReason(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*rig){
		"our own note":        func(r *rig) { r.crm.notes[0].OwnerID = "otto"; r.crm.refuse[r.crm.notes[0].Title] = zoho.ErrNotAllowed },
		"nobody tells whose":  func(r *rig) { r.crm.notes[0].OwnerID = "" },
		"it cannot be read":   func(r *rig) { r.crm.fail["get"] = zoho.ErrNoPermission },
		"notes as a whole":    func(r *rig) { r.crm.fail["update"] = zoho.ErrNoPermission },
		"the user is unknown": func(r *rig) { r.crm.user = "" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newForeignRig(t, 1)
			change(r)
			if result := r.run(); result.Err != nil || result.Again {
				t.Fatalf("result %+v", result)
			}
			if n := r.note(); n.State != journal.NoteRefused || n.Left || n.Problem == nil {
				t.Errorf("note %+v", n)
			}
			if plan := r.plan(); plan.Held != 1 || !plan.Empty() || len(r.crm.notes) != 1 {
				t.Errorf("plan %+v, %d notes", plan, len(r.crm.notes))
			}
		})
	}
}

// A record that is locked is no other user's note: it is tried again at once.
func TestLockedIsNotForeign(t *testing.T) {
	t.Parallel()
	r := newForeignRig(t, 1)
	r.crm.user = "olive"
	r.crm.refuse[r.crm.notes[0].Title] = zoho.ErrLocked
	r.run()
	if n := r.note(); n.State != journal.NoteSaved || n.Left {
		t.Fatalf("note %+v", n)
	}
	clear(r.crm.refuse)
	r.rest()
	r.wantAll()
}

// What keeps another user's note from being read for now, or for ever.
func TestNoteOfAnotherUserThatCannotBeReadNow(t *testing.T) {
	t.Parallel()
	r := newForeignRig(t, 1)
	r.crm.fail["get"] = zoho.ErrNetwork
	if result := r.run(); !errors.Is(result.Err, zoho.ErrNetwork) {
		t.Fatalf("result %+v", result)
	}
	if n := r.note(); n.State != journal.NoteSaved || n.Left {
		t.Fatalf("note %+v", n)
	}
	r.crm.fail["get"] = zoho.ErrNotFound
	if result := r.run(); len(result.Gone) != 1 || result.Gone[0].Parent {
		t.Fatalf("result %+v", result)
	}
	delete(r.crm.fail, "get")
	r.rest()
	if n := r.note(); !n.Left {
		t.Errorf("note %+v", n)
	}
}

// Two users have created the note of a day at the same time. Ours, the younger, does
// not give way to one that it may not write.
func TestOlderNoteOfAnotherUser(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{"text": "surplus", "theirs, text": ""} {
		r := newRig(t, many(1, "text")...)
		r.crm.user = "otto"
		if want == "" {
			// It lacks what is filed here.
			compare := r.days[0].Compare
			r.days[0].Compare = func(text string) backup.Held {
				held := compare(text)
				held.Filed = func(int) []string { return []string{"a"} }
				return held
			}
		}
		r.run()
		title := r.crm.notes[0].Title
		r.crm.notes = append([]zoho.Note{{
			ID: "1", Title: title, Content: content, ParentID: r.crm.notes[0].ParentID, OwnerID: "olive", CreatedTime: noon.Add(-time.Minute),
		}}, r.crm.notes...)
		n := r.note()
		n.Alone = false
		if err := r.journal.SaveNotes(t.Context(), []journal.Note{n}, nil); err != nil {
			t.Fatal(err)
		}
		r.run()
		r.run()
		if r.crm.notes[0].Content != content || r.crm.notes[0].Title != title {
			t.Errorf("%s: the older is %+v", content, r.crm.notes[0])
		}
		if got := r.crm.notes[1].Title; got == "surplus" != (want == "surplus") {
			t.Errorf("%s: ours is %q", content, got)
		}
	}
}

func TestNoteOfAnotherUserStoppedAtEveryStep(t *testing.T) {
	t.Parallel()
	for at := 1; ; at++ {
		r := newForeignRig(t, 3)
		survived := r.runUntil(at)
		r.rest()
		for _, n := range r.crm.notes {
			if n.Content != "text" {
				t.Fatalf("step %d: note %+v", at, n)
			}
		}
		if len(r.crm.notes) != 3 || !r.note().Left {
			t.Fatalf("step %d: %d notes, %+v", at, len(r.crm.notes), r.note())
		}
		if survived {
			if at < 8 {
				t.Errorf("only %d steps", at)
			}
			return
		}
	}
}
