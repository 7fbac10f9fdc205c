package backup

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// batch is how many notes go in one call: ten cost one credit, and more
	// would count against Zoho's limit of ten such calls at a time; see
	// https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html.
	batch = 10
	// Budget bounds one run. What is left over waits for the next cycle.
	Budget = 20 * time.Second
	// settleAfter is how long a create without an answer may still be under
	// way at Zoho. Only after it has passed, and a look has found nothing, is
	// it sent again.
	settleAfter = 30 * time.Second
)

// Notes are the calls a run makes. *zoho.NotesService is one.
type Notes interface {
	Create(ctx context.Context, notes []zoho.NewNote) ([]zoho.WriteResult, error)
	Update(ctx context.Context, notes []zoho.NoteUpdate) ([]zoho.WriteResult, error)
	UpdateUnmodified(ctx context.Context, note zoho.NoteUpdate, since time.Time) (zoho.WriteResult, error)
	ListRelated(ctx context.Context, module, id string, page int) (zoho.NotePage, error)
	Get(ctx context.Context, id string) (zoho.Note, error)
}

// Ledger is where a run stores what it is about to do and what was confirmed.
type Ledger interface {
	SaveNotes(ctx context.Context, notes []journal.Note, assigned []journal.Assignment) error
}

// Runner carries a plan out.
type Runner struct {
	Notes  Notes
	Ledger Ledger
	Now    func() time.Time
	// StopsAll says whether an error ends the run: it is about the connection,
	// not about one note.
	StopsAll func(error) bool
	// Problem says what a person is told about the refusal of one note.
	Problem func(error) contract.Problem
	// Surplus returns the title and text that replace those of a note stored
	// twice.
	Surplus func(title string) (newTitle, text string)
	// Tag names this installation.
	Tag string
	// Until is when a run ends if [Budget] allows for more, the zero time for whatever
	// that allows.
	Until time.Time
	// User is the id of the Zoho user who is signed in, empty while it is not known.
	User string
	// RespectEdits says that a note which a person has changed is left as it is.
	RespectEdits bool
	// Met is when a note was met that another installation has written for the same
	// account, the zero time for never, and Meet stores that it was now.
	Met  time.Time
	Meet func(ctx context.Context, at time.Time) error
	// Newest returns the newest notes of several records, at most [TogetherMost], as
	// [Notes] lists them, asked for in one call; those of a record that is missing in
	// its answer are to be asked for by themselves. It is nil where records are asked
	// for one by one. An error ends the run.
	Newest func(ctx context.Context, records []Record) (map[Record]zoho.NotePage, error)
	// Condition is what is known of conditional updates, and Learn stores what a run
	// finds out about them. They are used only with RespectEdits.
	Condition Condition
	Learn     func(ctx context.Context, c Condition) error
}

// Result is what a run came to.
type Result struct {
	// Done holds the tasks Zoho has confirmed.
	Done []Task
	// Gone lists the records that are no longer in Zoho, or may not be: a note
	// on them was refused because its parent or itself is not there.
	Gone []Gone
	// Again says that notes were found or refused in a way that changes the plan:
	// it is to be made anew.
	Again bool
	// TooLong holds the tasks whose text Zoho has refused as too long.
	TooLong []Task
	// Waiting counts the tasks that are left for a later cycle.
	Waiting int
	// TimeUp says that the run ended because its time was up, and has left something.
	TimeUp bool
	// Err is why the run ended early, nil when it came to its end or its time was up.
	Err error
}

// Gone is a note that Zoho may no longer have.
type Gone struct {
	Task Task
	// Parent is true when Zoho named the record, not the note, as missing.
	Parent bool
	// Err is what Zoho said.
	Err error
}

// errBudget ends a run whose time is up.
var errBudget = errors.New("backup: the time of this run is up")

// Run carries the plan out, and stops at the first error that concerns all.
func (r *Runner) Run(ctx context.Context, plan Plan) Result {
	var result Result
	until := r.Now().Add(Budget)
	if !r.Until.IsZero() && r.Until.Before(until) {
		until = r.Until
	}
	total := len(plan.Create) + len(plan.Update)
	err := r.run(ctx, plan, &result, func() error {
		if r.Now().After(until) {
			return errBudget
		}
		return ctx.Err()
	})
	result.Waiting = total - len(result.Done)
	if result.TimeUp = errors.Is(err, errBudget); !result.TimeUp {
		result.Err = err
	}
	return result
}

func (r *Runner) run(ctx context.Context, plan Plan, result *Result, mayGoOn func() error) error {
	held, err := r.lookAndCreate(ctx, plan, result, mayGoOn)
	if err != nil {
		return err
	}
	if err := r.update(ctx, afterCreates(plan, held, *result), result, mayGoOn); err != nil {
		return err
	}
	return r.verify(ctx, unverified(plan, result.Done), result, mayGoOn)
}

// lookAndCreate looks at record after record, and creates the notes that are not
// there as soon as they fill a call. What was looked at is created even when the
// time is up meanwhile: a run whose looks take all of its time would otherwise come
// to nothing, and the next one as well. It returns the days of which a note was
// found and taken over.
func (r *Runner) lookAndCreate(ctx context.Context, plan Plan, result *Result, mayGoOn func() error) (map[journal.Day]bool, error) {
	held := map[journal.Day]bool{}
	var missing []Task
	var timeUp error
	for records := range slices.Chunk(plan.Look, TogetherMost) {
		if timeUp = mayGoOn(); timeUp != nil {
			break
		}
		newest, err := r.newest(ctx, records, plan.Create)
		if err != nil {
			return nil, err
		}
		for _, record := range records {
			if timeUp = mayGoOn(); timeUp != nil {
				break
			}
			absent, err := r.absent(ctx, record, tasksOn(plan.Create, record), newest[record], held, result)
			if err != nil {
				return nil, err
			}
			missing = append(missing, absent...)
			for len(missing) >= batch {
				if err := r.create(ctx, missing[:batch], result); err != nil {
					return nil, err
				}
				missing = missing[batch:]
			}
		}
	}
	if len(missing) > 0 {
		if err := r.create(ctx, missing, result); err != nil {
			return nil, err
		}
	}
	return held, timeUp
}

// absent looks at a record and returns the tasks whose notes are not there and may
// be created now. A note that is there is taken over, and its day held.
func (r *Runner) absent(ctx context.Context, record Record, tasks []Task, newest *zoho.NotePage, held map[journal.Day]bool, result *Result) ([]Task, error) {
	found, err := r.look(ctx, record, tasks, newest)
	switch {
	case errors.Is(err, zoho.ErrParentGone), errors.Is(err, zoho.ErrNotFound):
		for _, t := range tasks {
			result.Gone = append(result.Gone, Gone{Task: t, Parent: true, Err: err})
		}
		return nil, nil
	case err != nil && r.StopsAll(err):
		return nil, err
	case err != nil:
		return nil, r.refuse(ctx, tasks, err)
	}
	var out []Task
	for _, t := range tasks {
		if _, done := held[t.Note.Day()]; !done {
			adopted, err := r.adopt(ctx, t.day, found[t.Note.Day()])
			if err != nil {
				return nil, err
			}
			held[t.Note.Day()] = adopted
			result.Again = result.Again || adopted
		}
		if !held[t.Note.Day()] && r.settled(t.Note) {
			out = append(out, t)
		}
	}
	return out, nil
}

// afterCreates returns the updates that may be sent: all but those of days with
// a later part that should have been created and was not. A message may be on
// its way to that part, and must not leave its own before. Days in which a note
// was found are planned anew.
func afterCreates(plan Plan, held map[journal.Day]bool, result Result) []Task {
	here := map[string]bool{}
	for _, t := range result.Done {
		here[t.Title] = true
	}
	missing := map[journal.Day]int{}
	for _, t := range plan.Create {
		if !here[t.Title] {
			missing[t.Note.Day()] = max(missing[t.Note.Day()], t.Note.Part)
		}
	}
	var out []Task
	for _, t := range plan.Update {
		if !held[t.Note.Day()] && t.Note.Part >= missing[t.Note.Day()] {
			out = append(out, t)
		}
	}
	return out
}

// settled says that no create of this note can still be under way, whatever
// state it has come to since. A send that lies well in the future was stored
// before the computer's clock was set back.
func (r *Runner) settled(n journal.Note) bool {
	return settledAt(n.SentAt, r.Now())
}

func tasksOn(tasks []Task, record Record) []Task {
	var out []Task
	for _, t := range tasks {
		if (Record{t.Note.Module, t.Note.RecordID}) == record {
			out = append(out, t)
		}
	}
	return out
}

func (r *Runner) save(ctx context.Context, tasks []Task) error {
	if len(tasks) == 0 {
		return nil
	}
	notes := make([]journal.Note, len(tasks))
	for i, t := range tasks {
		notes[i] = t.Note
	}
	return r.Ledger.SaveNotes(ctx, notes, nil)
}

func (r *Runner) refuse(ctx context.Context, tasks []Task, cause error) error {
	problem := r.Problem(cause)
	for i := range tasks {
		r.markRefused(&tasks[i], problem)
	}
	return r.save(ctx, tasks)
}

func (r *Runner) markRefused(t *Task, problem contract.Problem) {
	t.Note.State, t.Note.Problem = journal.NoteRefused, &problem
	t.Note.Refused, t.Note.RefusedAt = t.Digest, r.Now().UnixMilli()
}

// create sends notes in one call, at most batch of them. That they are under way is
// stored before.
func (r *Runner) create(ctx context.Context, tasks []Task, result *Result) error {
	notes := make([]zoho.NewNote, len(tasks))
	for i := range tasks {
		tasks[i].Note.State, tasks[i].Note.SentAt = journal.NoteSending, r.Now().UnixMilli()
		notes[i] = zoho.NewNote{
			Module: string(tasks[i].Note.Module), ParentID: tasks[i].Note.RecordID,
			Title: tasks[i].Title, Content: tasks[i].Text,
		}
	}
	if err := r.save(ctx, tasks); err != nil {
		return err
	}
	outcomes, err := r.Notes.Create(ctx, notes)
	return r.kept(ctx, tasks, outcomes, err, result)
}
