package backup_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// wantCounting checks that of the notes of every title only the oldest counts,
// with the full text, and that what else there is says that it is not needed.
func (r *rig) wantCounting(surplus int) {
	r.t.Helper()
	var counting []zoho.Note
	spare := 0
	for _, n := range r.crm.notes {
		if n.Title == "surplus" {
			spare++
			continue
		}
		counting = append(counting, n)
	}
	if spare != surplus {
		r.t.Fatalf("%d notes are marked as not needed, want %d", spare, surplus)
	}
	all := r.crm.notes
	r.crm.notes = counting
	r.wantAll()
	r.crm.notes = all
}

// When the browser has sent a create twice by itself, Zoho holds two notes with
// one marker and the run has seen one success.
func TestCreateThatWasSentTwice(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(5, "one", "two")...)
	r.crm.resend = true
	if result := r.run(); result.Err != nil {
		t.Fatal(result.Err)
	}
	// The answer named the younger notes, so the older ones get the text again.
	r.rest()
	r.wantCounting(10)
	calls := len(r.crm.calls)
	r.run()
	if len(r.crm.calls) != calls {
		t.Errorf("a run with nothing new called %v", r.crm.calls[calls:])
	}
	for i := range r.days {
		r.days[i].Parts[1].Text = "later"
	}
	r.rest()
	r.wantCounting(10)
}

func TestCreateThatWasSentTwiceAndStoppedAtEveryStep(t *testing.T) {
	t.Parallel()
	for at := 1; ; at++ {
		r := newRig(t, many(4, "one", "two")...)
		r.crm.resend = true
		survived := r.runUntil(at)
		r.rest()
		surplus := 0
		for _, n := range r.crm.notes {
			if n.Title == "surplus" {
				surplus++
			}
		}
		r.wantCounting(surplus)
		if survived {
			break
		}
	}
}

// A second note with the marker but other lines was written by somebody else,
// such as another browser of the same user: it is left alone.
func TestSecondNoteWithOtherLinesIsLeftAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t, dayOf(ada, "1", "mine"))
	title := r.days[0].Parts[0].Title
	r.run()
	r.crm.notes = append(r.crm.notes, zoho.Note{ID: "500", Title: title, Content: "theirs", ParentID: "1", CreatedTime: r.clock.Add(time.Second)})
	r.days[0].Parts[0].Text = "mine, more"
	r.rest()
	if len(r.crm.notes) != 2 || r.crm.notes[0].Content != "mine, more" || r.crm.notes[1].Content != "theirs" {
		t.Errorf("notes %+v", r.crm.notes)
	}
}

// A look that fails leaves the note unverified, and a later run makes it good.
func TestLookAfterCreateFails(t *testing.T) {
	t.Parallel()
	r := newRig(t, dayOf(ada, "1", "text"))
	r.crm.resend = true
	flaky := &failsAfterCreate{crm: r.crm, err: zoho.ErrNetwork}
	if result := r.runner(flaky).Run(t.Context(), r.plan()); result.Err == nil {
		t.Fatal("the failed look went unnoticed")
	}
	if got := strings.Join(r.crm.calls, " "); !strings.HasPrefix(got, "look create1 create1") {
		t.Errorf("calls %s", got)
	}
	r.rest()
	r.wantCounting(1)
}

// A record that is deleted between the create and the look is reported as gone;
// a list that cannot be read for another reason is not asked for at every run.
func TestLookAfterCreateIsRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err  error
		gone int
	}{{zoho.ErrParentGone, 1}, {zoho.ErrNotFound, 1}, {zoho.ErrNoPermission, 0}, {zoho.ErrLimit, 0}} {
		r := newRig(t, dayOf(ada, "1", "text"))
		result := r.runner(&failsAfterCreate{crm: r.crm, err: tt.err}).Run(t.Context(), r.plan())
		if result.Err != nil || len(result.Gone) != tt.gone {
			t.Errorf("%v: %d gone, %v", tt.err, len(result.Gone), result.Err)
		}
		if tt.gone == 0 && !r.plan().Empty() {
			t.Errorf("%v: the note is looked for again: %+v", tt.err, r.plan())
		}
	}
}

// failsAfterCreate answers every look after the first create with an error.
type failsAfterCreate struct {
	*crm
	created bool
	err     error
}

func (f *failsAfterCreate) Create(ctx context.Context, n []zoho.NewNote) ([]zoho.WriteResult, error) {
	f.created = true
	return f.crm.Create(ctx, n)
}

func (f *failsAfterCreate) ListRelated(ctx context.Context, module, id string, page int) (zoho.NotePage, error) {
	if f.created {
		return zoho.NotePage{}, f.err
	}
	return f.crm.ListRelated(ctx, module, id, page)
}

// raced is a CRM in which another browser creates its note of the day between our
// look and our create.
type raced struct {
	*crm
	content string
}

func (c *raced) Create(ctx context.Context, n []zoho.NewNote) ([]zoho.WriteResult, error) {
	for _, note := range n {
		c.notes = append(c.notes, zoho.Note{ID: "50", Title: note.Title, Content: c.content, ParentID: note.ParentID, CreatedTime: c.now().Add(-time.Second)})
	}
	return c.crm.Create(ctx, n)
}

// TestRace: the older of two notes counts for both browsers. If it holds what is
// not known here, ours becomes a part of this installation's own, or is not needed
// when it adds nothing.
func TestRace(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		content string
		holds   []string
		surplus bool
		tag     string
	}{
		{"text", nil, true, ""},
		{"theirs", []string{"m1"}, false, "mine"},
		{"theirs", []string{"m1", "m2"}, true, ""},
	} {
		day := dayOf(ada, "1", "text")
		compare := day.Compare
		day.Compare = func(text string) backup.Held {
			held := compare(text)
			held.IDs, held.Filed = tt.holds, func(int) []string { return []string{"m1", "m2"} }
			return held
		}
		r := newRig(t, day)
		result := r.runner(&raced{r.crm, tt.content}).Run(t.Context(), r.plan())
		if result.Err != nil {
			t.Fatal(result.Err)
		}
		older, ours := r.crm.notes[0], r.crm.notes[1]
		if older.Content != tt.content || (ours.Title == "surplus") != tt.surplus {
			t.Errorf("%s %v: notes %+v", tt.content, tt.holds, r.crm.notes)
		}
		notes, err := r.journal.Notes(t.Context(), ada)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range notes {
			if n.ID == older.ID && n.Left != (tt.content == "theirs") {
				t.Errorf("%s %v: the older note: %+v", tt.content, tt.holds, n)
			}
			if n.ID == ours.ID && tt.tag != "" && (n.Tag != tt.tag || n.Confirmed != "") {
				t.Errorf("%s %v: ours: %+v", tt.content, tt.holds, n)
			}
		}
	}
}
