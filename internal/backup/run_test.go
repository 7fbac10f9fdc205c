package backup_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// crm is a scripted CRM: notes on records in memory, and misfortunes by the
// number of the write.
type crm struct {
	now   func() time.Time
	notes []zoho.Note
	calls []string
	// lose names the writes whose answer is lost: true after the commit.
	lose   map[int]bool
	writes int
	// fail, if set, is the answer to every call of a kind.
	fail map[string]error
	// resend commits every create twice and answers once, as when the browser
	// sends a request again by itself.
	resend bool
	// refuse is the answer about one title or id.
	refuse map[string]error
	// heeds says whether an update is refused because of its condition: the note's
	// time, and the time sent. nil heeds none.
	heeds func(note zoho.Note, since time.Time) error
	// touch gives every note that is written a later time than is told.
	touch time.Duration
	// user is who is signed in: the owner of the notes that are created, who alone may
	// change them. Empty, nobody owns any.
	user string
}

func newCRM(now func() time.Time) *crm {
	return &crm{now: now, lose: map[int]bool{}, fail: map[string]error{}, refuse: map[string]error{}}
}

func (c *crm) results(n int, o zoho.Outcome, err error) ([]zoho.WriteResult, error) {
	out := make([]zoho.WriteResult, n)
	for i := range out {
		out[i] = zoho.WriteResult{Outcome: o, Err: err}
	}
	return out, err
}

// write runs one write of n items; apply commits item i.
func (c *crm) write(kind string, n int, apply func(int) zoho.WriteResult) ([]zoho.WriteResult, error) {
	c.calls = append(c.calls, fmt.Sprint(kind, n))
	c.writes++
	if err := c.fail[kind]; err != nil {
		return c.results(n, zoho.NotDone, err)
	}
	committed, lost := c.lose[c.writes]
	if lost && !committed {
		return c.results(n, zoho.Unknown, zoho.ErrNetwork)
	}
	out := make([]zoho.WriteResult, n)
	for i := range out {
		out[i] = apply(i)
	}
	if lost {
		return c.results(n, zoho.Unknown, zoho.ErrNetwork)
	}
	return out, nil
}

func (c *crm) Create(_ context.Context, notes []zoho.NewNote) ([]zoho.WriteResult, error) {
	if c.resend {
		c.resend = false
		defer func() { c.resend = true }()
		if _, err := c.Create(context.Background(), notes); err != nil {
			return nil, err
		}
	}
	return c.write("create", len(notes), func(i int) zoho.WriteResult {
		if err := c.refuse[notes[i].Title]; err != nil {
			return zoho.WriteResult{Outcome: zoho.NotDone, Err: err}
		}
		id := strconv.Itoa(100 + len(c.notes))
		c.notes = append(c.notes, zoho.Note{ID: id, Title: notes[i].Title, Content: notes[i].Content, ParentID: notes[i].ParentID, OwnerID: c.user, CreatedTime: c.now(), ModifiedTime: c.now().Add(c.touch)})
		return zoho.WriteResult{Outcome: zoho.Done, ID: id, ModifiedTime: c.now()}
	})
}

func (c *crm) Update(_ context.Context, notes []zoho.NoteUpdate) ([]zoho.WriteResult, error) {
	return c.write("update", len(notes), func(i int) zoho.WriteResult {
		for j := range c.notes {
			if c.notes[j].ID == notes[i].ID {
				if err := c.refuse[notes[i].Title]; err != nil {
					return zoho.WriteResult{Outcome: zoho.NotDone, Err: err}
				}
				if c.notes[j].OwnerID != c.user {
					return zoho.WriteResult{Outcome: zoho.NotDone, Err: zoho.ErrNotAllowed}
				}
				c.notes[j].Title, c.notes[j].Content = notes[i].Title, notes[i].Content
				c.notes[j].ModifiedTime = c.now().Add(c.touch)
				return zoho.WriteResult{Outcome: zoho.Done, ID: notes[i].ID, ModifiedTime: c.now()}
			}
		}
		return zoho.WriteResult{Outcome: zoho.NotDone, Err: zoho.ErrNotFound}
	})
}

func (c *crm) UpdateUnmodified(ctx context.Context, note zoho.NoteUpdate, since time.Time) (zoho.WriteResult, error) {
	for _, n := range c.notes {
		if n.ID != note.ID || c.heeds == nil {
			continue
		}
		if err := c.heeds(n, since); err != nil {
			c.calls = append(c.calls, "refused")
			return zoho.WriteResult{Outcome: zoho.NotDone, Err: err}, nil
		}
	}
	results, err := c.Update(ctx, []zoho.NoteUpdate{note})
	return results[0], err
}

func (c *crm) Get(_ context.Context, id string) (zoho.Note, error) {
	c.calls = append(c.calls, "get")
	if err := c.fail["get"]; err != nil {
		return zoho.Note{}, err
	}
	for _, n := range c.notes {
		if n.ID == id {
			return n, nil
		}
	}
	return zoho.Note{}, zoho.ErrNotFound
}

func (c *crm) ListRelated(_ context.Context, _, id string, page int) (zoho.NotePage, error) {
	c.calls = append(c.calls, "look")
	if err := c.fail["look"]; err != nil {
		return zoho.NotePage{}, err
	}
	var all []zoho.Note
	for i := len(c.notes) - 1; i >= 0; i-- {
		if c.notes[i].ParentID == id {
			all = append(all, c.notes[i])
		}
	}
	from, to := min((page-1)*200, len(all)), min(page*200, len(all))
	return zoho.NotePage{Items: all[from:to], More: to < len(all)}, nil
}

// rig is a CRM, a journal and a clock, and days that are to be in the CRM.
type rig struct {
	t       *testing.T
	clock   time.Time
	crm     *crm
	kv      *journal.Memory
	journal *journal.Journal
	days    []backup.Day
	// condition is what the runs have learned, and met when they met another
	// installation.
	condition backup.Condition
	met       time.Time
}

func newRig(t *testing.T, days ...backup.Day) *rig {
	t.Helper()
	r := &rig{t: t, clock: noon, kv: journal.NewMemory(), days: days}
	r.crm = newCRM(func() time.Time { return r.clock })
	var err error
	if r.journal, err = journal.Open(t.Context(), r.kv); err != nil {
		t.Fatal(err)
	}
	return r
}

// run plans from what is stored and runs the plan, as a cycle does.
func (r *rig) run() backup.Result {
	r.t.Helper()
	return r.runner(r.crm).Run(r.t.Context(), r.plan())
}

func (r *rig) plan() backup.Plan {
	r.t.Helper()
	for i := range r.days {
		notes, err := r.journal.Notes(r.t.Context(), r.days[i].Chat)
		if err != nil {
			r.t.Fatal(err)
		}
		r.days[i].Notes = notes
	}
	return backup.Make(r.days, r.clock)
}

func (r *rig) runner(notes backup.Notes) *backup.Runner {
	return &backup.Runner{
		Notes: notes, Ledger: r.journal, Now: func() time.Time { return r.clock },
		StopsAll: func(err error) bool {
			return errors.Is(err, zoho.ErrNetwork) || errors.Is(err, zoho.ErrThrottled) || errors.Is(err, zoho.ErrUnauthorized) ||
				errors.Is(err, zoho.ErrServer) || errors.Is(err, zoho.ErrNotZoho)
		},
		Problem: func(error) contract.Problem { return contract.Problem{Code: contract.ProblemNoteRefused} },
		Tag:     "mine", User: r.crm.user, RespectEdits: true,
		Condition: r.condition,
		Met:       r.met,
		Meet: func(_ context.Context, at time.Time) error {
			r.met = at
			return nil
		},
		Learn: func(_ context.Context, c backup.Condition) error {
			r.condition = c
			return nil
		},
		Surplus: func(title string) (string, string) { return "surplus", "of " + title },
	}
}

// rest lets time pass and runs until nothing is left to do.
func (r *rig) rest() {
	r.t.Helper()
	for range 5 {
		r.clock = r.clock.Add(3 * time.Minute)
		r.run()
	}
	if plan := r.plan(); !plan.Empty() || plan.Held != 0 {
		r.t.Fatalf("left: %+v", plan)
	}
}

// wantAll checks that every part is in the CRM once, with its whole text.
func (r *rig) wantAll() {
	r.t.Helper()
	want := map[string]string{}
	for _, d := range r.days {
		for _, p := range d.Parts {
			want[p.Title] = p.Text
		}
	}
	if len(r.crm.notes) != len(want) {
		r.t.Fatalf("%d notes, want %d", len(r.crm.notes), len(want))
	}
	for _, n := range r.crm.notes {
		if text, known := want[n.Title]; !known || text != n.Content {
			r.t.Fatalf("note %q is %q, want %q", n.Title, n.Content, text)
		}
	}
}

// many returns days of n chats, each with the parts given.
func many(n int, texts ...string) []backup.Day {
	var out []backup.Day
	for i := range n {
		c := ada
		c.Key = fmt.Sprintf("1415555%04d@c.us", i)
		out = append(out, dayOf(c, strconv.Itoa(i%3), texts...))
	}
	return out
}

func TestLookThenCreateThenUpdate(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(24, "first")...)
	if result := r.run(); result.Err != nil || result.Waiting != 0 || len(result.Done) != 24 {
		t.Fatalf("%d done, %d waiting, %v", len(result.Done), result.Waiting, result.Err)
	}
	if got := strings.Join(r.crm.calls, " "); got != "look look create10 look create10 create4 look look look" {
	}
	r.wantAll()
	r.crm.calls = nil
	r.run()
	for i := range r.days {
		r.days[i].Parts[0].Text = "second"
	}
	r.run()
	if got := strings.Join(r.crm.calls, " "); got != "update10 update10 update4" {
		t.Errorf("calls %s", got)
	}
	r.wantAll()
}

func TestLostAnswers(t *testing.T) {
	t.Parallel()
	for _, committed := range []bool{true, false} {
		r := newRig(t, many(3, "text")...)
		r.crm.lose[1] = committed
		if result := r.run(); !errors.Is(result.Err, zoho.ErrNetwork) || result.Waiting != 3 {
			t.Fatalf("result %+v", result)
		}
		// The request may still be under way.
		r.clock = r.clock.Add(29 * time.Second)
		r.crm.calls = nil
		r.run()
		for _, call := range r.crm.calls {
			if strings.HasPrefix(call, "create") {
				t.Errorf("created again within the settle time, committed %v", committed)
			}
		}
		r.rest()
		r.wantAll()
	}
}

// TestClockSetBack: the create was sent when the clock was a day ahead.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(1, "text")...)
	r.crm.lose[1] = false
	r.run()
	r.clock = r.clock.Add(-24 * time.Hour)
	r.rest()
	r.wantAll()
}

// TestLookThatFailsDoesNotForgetASend: after it, a changed text must still wait
// for the settle time.
func TestLookThatFailsDoesNotForgetASend(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(1, "text")...)
	r.crm.lose[1] = false
	r.run()
	r.crm.fail["look"] = zoho.ErrNoPermission
	r.clock = r.clock.Add(time.Second)
	r.run()
	delete(r.crm.fail, "look")
	r.days[0].Parts[0].Text = "changed"
	r.clock = r.clock.Add(time.Second)
	r.run()
	if len(r.crm.notes) != 0 {
		t.Fatal("created while the first request may be under way")
	}
	r.rest()
	r.wantAll()
}

func TestErrorsThatStopAll(t *testing.T) {
	t.Parallel()
	for _, cause := range []error{zoho.ErrThrottled, zoho.ErrUnauthorized, zoho.ErrNotZoho, zoho.ErrServer} {
		for _, kind := range []string{"look", "create", "update"} {
			r := newRig(t, many(12, "text")...)
			if kind == "update" {
				r.run()
				for i := range r.days {
					r.days[i].Parts[0].Text = "changed"
				}
			}
			r.crm.calls = nil
			r.crm.fail[kind] = cause
			if result := r.run(); !errors.Is(result.Err, cause) || result.Waiting != 12 {
				t.Fatalf("%s %v: %+v", kind, cause, result)
			}
			n := 0
			for _, call := range r.crm.calls {
				if strings.HasPrefix(call, kind) {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%s %v: called %d times", kind, cause, n)
			}
			delete(r.crm.fail, kind)
			r.rest()
			r.wantAll()
		}
	}
}

func TestOneRefusedOfTen(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(10, "text")...)
	bad := r.days[4].Parts[0].Title
	r.crm.refuse[bad] = zoho.ErrNotAllowed
	if result := r.run(); result.Err != nil || len(result.Done) != 9 || result.Waiting != 1 {
		t.Fatalf("result %+v", result)
	}
	if plan := r.plan(); plan.Held != 1 || !plan.Empty() || len(plan.Settled) != 9 {
		t.Fatalf("plan %+v", plan)
	}
	delete(r.crm.refuse, bad)
	r.clock = r.clock.Add(time.Hour)
	r.run()
	r.wantAll()
}

func TestLockedIsTriedAgainAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(1, "text")...)
	r.crm.refuse[r.days[0].Parts[0].Title] = zoho.ErrLocked
	r.run()
	if plan := r.plan(); plan.Held != 0 || len(plan.Create) != 1 {
		t.Fatalf("plan %+v", plan)
	}
	clear(r.crm.refuse)
	r.rest()
	r.wantAll()
}

func TestWhatMayBeGone(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		cause error
		gone  bool
	}{
		"not found": {zoho.ErrNotFound, true},
		"unclear":   {zoho.ErrInvalidData, true},
		"our own":   {zoho.ErrNotAllowed, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, many(1, "text")...)
			r.run()
			r.days[0].Parts[0].Text = "changed"
			r.crm.refuse[r.days[0].Parts[0].Title] = tt.cause
			result := r.run()
			if (len(result.Gone) == 1) != tt.gone || tt.gone && result.Gone[0].Parent {
				t.Fatalf("gone %+v", result.Gone)
			}
			if held := r.plan().Held; (held == 1) == tt.gone {
				t.Errorf("held %d", held)
			}
		})
	}
}

// TestTooLong: what is too long is handed back, so that it is laid out anew or
// refused for good.
func TestTooLong(t *testing.T) {
	t.Parallel()
	for _, saved := range []bool{false, true} {
		r := newRig(t, many(1, "text")...)
		if saved {
			r.run()
			r.days[0].Parts[0].Text = "text, more"
		}
		r.crm.refuse[r.days[0].Parts[0].Title] = errors.Join(zoho.ErrInvalidData, zoho.ErrTooLong)
		result := r.run()
		if len(result.TooLong) != 1 || !result.TooLong[0].Note.Tight || len(result.Gone) != 0 {
			t.Fatalf("saved %v: %+v", saved, result)
		}
		if err := r.runner(r.crm).Refuse(t.Context(), result.TooLong[0], zoho.ErrTooLong); err != nil {
			t.Fatal(err)
		}
		if held := r.plan().Held; held != 1 {
			t.Errorf("saved %v: held %d", saved, held)
		}
		clear(r.crm.refuse)
		r.clock = r.clock.Add(time.Hour)
		r.rest()
		r.wantAll()
	}
}

func TestParentGone(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"look", "create"} {
		r := newRig(t, many(1, "text")...)
		r.crm.fail[kind] = zoho.ErrParentGone
		if result := r.run(); result.Err != nil || len(result.Gone) != 1 || !result.Gone[0].Parent || len(r.crm.notes) != 0 {
			t.Errorf("%s: %+v", kind, result)
		}
	}
}

// TestManyNotesOnARecord: a look that does not see back to the day's beginning
// never leads to a create, and one that does needs not read on, before the
// create and after it.
func TestManyNotesOnARecord(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		age     time.Duration
		created bool
		looks   int
	}{{time.Hour, false, 10}, {72 * time.Hour, true, 2}} {
		r := newRig(t, dayOf(ada, "1", "text"))
		for i := range 2500 {
			r.crm.notes = append(r.crm.notes, zoho.Note{ID: strconv.Itoa(i), Title: "by hand", ParentID: "1", CreatedTime: noon.Add(-tt.age)})
		}
		result := r.run()
		if (len(r.crm.notes) == 2501) != tt.created || (len(result.Done) == 1) != tt.created || strings.Count(strings.Join(r.crm.calls, " "), "look") != tt.looks {
			t.Errorf("%v: %d notes, calls %v", tt.age, len(r.crm.notes), r.crm.calls)
		}
	}
}

func TestOlderOfTwoNotesCounts(t *testing.T) {
	t.Parallel()
	r := newRig(t, dayOf(ada, "1", "text"))
	title := r.days[0].Parts[0].Title
	r.crm.notes = []zoho.Note{
		{ID: "1", Title: title, ParentID: "1", CreatedTime: noon.Add(-2 * time.Hour)},
		{ID: "2", Title: title, ParentID: "1", CreatedTime: noon.Add(-time.Hour)},
	}
	if result := r.run(); !result.Again {
		t.Error("what was found changes the plan")
	}
	r.rest()
	if r.crm.notes[0].Content != "text" || r.crm.notes[1].Content != "" || len(r.crm.notes) != 2 {
		t.Errorf("notes %+v", r.crm.notes)
	}
}

// TestEarlierPartWaitsForLaterOne: a message may be on its way from one to the other.
func TestEarlierPartWaitsForLaterOne(t *testing.T) {
	t.Parallel()
	r := newRig(t, dayOf(ada, "1", "part one with x"))
	r.run()
	r.days = []backup.Day{dayOf(ada, "1", "part one", "x")}
	r.crm.fail["create"] = zoho.ErrNoPermission
	r.run()
	if r.crm.notes[0].Content != "part one with x" {
		t.Fatal("x has left its part before it stood in the next")
	}
	clear(r.crm.fail)
	r.clock = r.clock.Add(time.Hour)
	r.rest()
	r.wantAll()
}

func TestBudget(t *testing.T) {
	t.Parallel()
	r := newRig(t, many(30, "text")...)
	slow := &slowCRM{crm: r.crm, rig: r}
	result := r.runner(slow).Run(t.Context(), r.plan())
	if result.Err != nil || !result.TimeUp || result.Waiting == 0 || len(result.Done) == 0 {
		t.Fatalf("%d done, %d waiting, time up %v, %v", len(result.Done), result.Waiting, result.TimeUp, result.Err)
	}
	r.rest()
	r.wantAll()
	if result := r.run(); result.TimeUp {
		t.Error("a run that has done all says that its time was up")
	}
}

// TestUntil: a run that may not last as long as others does not, and one that might
// last longer does not last longer either.
func TestUntil(t *testing.T) {
	t.Parallel()
	for until, done := range map[time.Duration]int{-time.Second: 0, 5 * time.Second: 10, 15 * time.Second: 20, time.Hour: 20} {
		r := newRig(t, many(30, "text")...)
		r.run()
		for i := range r.days {
			r.days[i].Parts[0].Text = "changed"
		}
		runner := r.runner(&slowCRM{crm: r.crm, rig: r})
		runner.Until = r.clock.Add(until)
		if result := runner.Run(t.Context(), r.plan()); result.Err != nil || !result.TimeUp || len(result.Done) != done {
			t.Errorf("until %v: %d done, time up %v, %v", until, len(result.Done), result.TimeUp, result.Err)
		}
		r.rest()
		r.wantAll()
	}
}

// slowCRM takes eleven seconds for a write.
type slowCRM struct {
	*crm
	rig *rig
}

func (s *slowCRM) Create(ctx context.Context, notes []zoho.NewNote) ([]zoho.WriteResult, error) {
	s.rig.clock = s.rig.clock.Add(11 * time.Second)
	return s.crm.Create(ctx, notes)
}

func (s *slowCRM) Update(ctx context.Context, notes []zoho.NoteUpdate) ([]zoho.WriteResult, error) {
	s.rig.clock = s.rig.clock.Add(11 * time.Second)
	return s.crm.Update(ctx, notes)
}

// TestLooksThatTakeAllTheTime: a run whose time is up before it has looked at all
// records creates the notes it has looked for, so the next run has fewer to look
// for and all are written in the end.
func TestLooksThatTakeAllTheTime(t *testing.T) {
	t.Parallel()
	for _, perLook := range []time.Duration{time.Second, backup.Budget + time.Second} {
		r := newRig(t, many(25, "text")...)
		for i := range r.days {
			r.days[i].Record.ID = strconv.Itoa(1000 + i)
		}
		slow := &slowLooks{crm: r.crm, rig: r, perLook: perLook}
		for range len(r.days) {
			before := len(r.crm.notes)
			result := r.runner(slow).Run(t.Context(), r.plan())
			if result.Err != nil {
				t.Fatal(result.Err)
			}
			if len(r.crm.notes) == before && before < len(r.days) {
				t.Fatalf("a run with looks of %v has created nothing; %d of %d notes are there", perLook, before, len(r.days))
			}
			r.clock = r.clock.Add(3 * time.Minute)
		}
		r.rest()
		r.wantAll()
	}
}

// slowLooks takes its time to list the notes of a record.
type slowLooks struct {
	*crm
	rig     *rig
	perLook time.Duration
}

func (s *slowLooks) ListRelated(ctx context.Context, module, id string, page int) (zoho.NotePage, error) {
	s.rig.clock = s.rig.clock.Add(s.perLook)
	return s.crm.ListRelated(ctx, module, id, page)
}

// stopped is the panic that ends a run in the middle.
type stopped struct{}

// mortal stops at its nth step; every call has one before and one after.
type mortal struct {
	*crm
	ledger backup.Ledger
	steps  int
	at     int
}

func (m *mortal) step() {
	if m.steps++; m.steps == m.at {
		panic(stopped{})
	}
}

func (m *mortal) Create(ctx context.Context, n []zoho.NewNote) ([]zoho.WriteResult, error) {
	m.step()
	defer m.step()
	return m.crm.Create(ctx, n)
}

func (m *mortal) Update(ctx context.Context, n []zoho.NoteUpdate) ([]zoho.WriteResult, error) {
	m.step()
	defer m.step()
	return m.crm.Update(ctx, n)
}

func (m *mortal) Get(ctx context.Context, id string) (zoho.Note, error) {
	m.step()
	defer m.step()
	return m.crm.Get(ctx, id)
}

func (m *mortal) ListRelated(ctx context.Context, module, id string, page int) (zoho.NotePage, error) {
	m.step()
	defer m.step()
	return m.crm.ListRelated(ctx, module, id, page)
}

func (m *mortal) SaveNotes(ctx context.Context, n []journal.Note, a []journal.Assignment) error {
	m.step()
	defer m.step()
	return m.ledger.SaveNotes(ctx, n, a)
}

// runUntil runs the plan of what is stored and stops at its nth step; it is true
// when the run came to its end before.
func (r *rig) runUntil(at int) (survived bool) {
	r.t.Helper()
	m := &mortal{crm: r.crm, ledger: r.journal, at: at}
	runner := r.runner(m)
	runner.Ledger = m
	defer func() {
		if p := recover(); p != nil && p != (stopped{}) {
			panic(p)
		}
	}()
	runner.Run(r.t.Context(), r.plan())
	return true
}

func TestStoppedAtEveryStep(t *testing.T) {
	t.Parallel()
	for at := 1; ; at++ {
		r := newRig(t, many(14, "one", "two")...)
		for i := range 5 {
			// Some stand in the CRM already, from another browser or before.
			p := r.days[i].Parts[1]
			r.crm.notes = append(r.crm.notes, zoho.Note{ID: strconv.Itoa(i), Title: p.Title, ParentID: r.days[i].Record.ID, CreatedTime: noon})
		}
		survived := r.runUntil(at)
		r.rest()
		r.wantAll()
		if survived {
			if at < 12 {
				t.Errorf("only %d steps", at)
			}
			return
		}
	}
}
