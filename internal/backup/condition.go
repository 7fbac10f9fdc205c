package backup

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

// Condition is what is known of how Zoho takes the update of a single note that is
// to be made only if nobody has changed the note since a time; the zero value is
// nothing. Zoho's documentation does not say whether it heeds that for notes, so it
// is tried: the first such update of a day names a time one second too early. To
// refuse it is to heed the condition, and costs one more call; where the note is
// written, nothing was lost.
type Condition struct {
	// Honoured says that Zoho has refused an update because of its condition.
	Honoured bool
	// Late says that Zoho takes a note for changed also in the second that it tells
	// as the note's time, so that the next one has to be named.
	Late bool
	// Vain counts the conditional updates in a row that were refused although nobody
	// had changed the text of the note.
	Vain int
	// TriedOn is the day on which it was last tried: YYYY-MM-DD in UTC by this
	// computer's clock, which nothing else depends on.
	TriedOn string
}

const (
	// maxAlone is how many notes of one chunk that were written within the last hour
	// go alone and protected, one credit each. More go together, one credit for all:
	// on a working day a limit of three would cost 32 credits more.
	maxAlone = 1
	// maxVain is how many vain refusals in a row end the conditional updates of a day:
	// something in this organisation gives notes a new time and leaves their text, and
	// three calls for each note are more than reading them hourly takes.
	maxVain = 3
	// maxSends bounds how often one note is sent in a run.
	maxSends = 3
	// second is the unit in which Zoho tells times.
	second = time.Second
)

// zohoTime is a time of Zoho's as the journal stores it, 0 for none.
func zohoTime(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// updateAlone writes the notes of a chunk that go alone, each on the condition that
// nobody has changed it, and returns the others.
func (r *Runner) updateAlone(ctx context.Context, chunk []Task, result *Result, mayGoOn func() error) ([]Task, error) {
	if trial := r.trial(chunk); trial >= 0 {
		// It may turn out that the condition is ignored.
		checked, err := r.check(ctx, chunk[trial:trial+1], result)
		if err == nil && len(checked) == 1 {
			err = r.try(ctx, checked[0], result)
		}
		if err != nil {
			return nil, err
		}
		chunk = slices.Delete(slices.Clone(chunk), trial, trial+1)
	}
	alone, together := r.apart(chunk)
	for _, t := range alone {
		if err := mayGoOn(); err != nil {
			return nil, err
		}
		if err := r.sendUnmodified(ctx, t, result); err != nil {
			return nil, err
		}
	}
	return together, nil
}

// conditional says whether the note of a task can be written on condition. Notes of
// a day with several to be written are not: they are written in the order of the
// plan.
func (r *Runner) conditional(t Task, chunk []Task) bool {
	alike := 0
	for _, other := range chunk {
		if other.Note.Day() == t.Note.Day() {
			alike++
		}
	}
	return r.RespectEdits && r.Learn != nil && t.Note.ModifiedAt != 0 && !t.Note.Shared && alike == 1
}

// trial returns the index of the note by which it is found out today whether the
// condition is heeded, -1 for none. Where that is not known to be so, it is one that
// is written alone anyway.
func (r *Runner) trial(chunk []Task) int {
	if r.Condition.TriedOn == r.today() || len(chunk) > 1 && !r.Condition.Honoured {
		return -1
	}
	return slices.IndexFunc(chunk, func(t Task) bool { return r.conditional(t, chunk) })
}

func (r *Runner) today() string { return r.Now().UTC().Format(time.DateOnly) }

// apart divides the notes of a chunk into those that go alone on condition and those
// that go together in one call. A note that would have to be read first always goes
// alone: that costs the credit of the read and protects it better.
func (r *Runner) apart(chunk []Task) (alone, together []Task) {
	if !r.Condition.Honoured {
		return nil, chunk
	}
	var fresh []Task
	for _, t := range chunk {
		switch {
		case !r.conditional(t, chunk):
			together = append(together, t)
		case r.aged(t):
			alone = append(alone, t)
		default:
			fresh = append(fresh, t)
		}
	}
	if len(fresh)+len(together) > maxAlone {
		return alone, append(fresh, together...)
	}
	return append(alone, fresh...), together
}

// try writes a note on a condition that cannot hold if it is heeded: no change after
// the second before the last change that is known.
func (r *Runner) try(ctx context.Context, t Task, result *Result) error {
	if t.Note.ModifiedAt == 0 {
		return r.updateTogether(ctx, []Task{t}, result)
	}
	outcome, err := r.Notes.UpdateUnmodified(ctx, t.update(), time.UnixMilli(t.Note.ModifiedAt).Add(-second))
	found := Condition{TriedOn: r.today(), Late: r.Condition.Late}
	switch {
	case errors.Is(outcome.Err, zoho.ErrModified):
		found.Honoured = true
		if err := r.learn(ctx, found); err != nil {
			return err
		}
		return r.sendUnmodified(ctx, t, result)
	case r.aboutCondition(outcome):
		if err := r.learn(ctx, found); err != nil {
			return err
		}
		return r.updateTogether(ctx, []Task{t}, result)
	}
	if err := r.kept(ctx, []Task{t}, []zoho.WriteResult{outcome}, err, result); err != nil || outcome.Outcome != zoho.Done {
		return err
	}
	return r.learn(ctx, found)
}

// sendUnmodified writes a note on the condition that nobody has changed it since its
// last change that is known. If somebody has, it is read once, and written if what
// stands there is ours: the answer to an earlier update was lost, or the browser has
// sent one again by itself.
func (r *Runner) sendUnmodified(ctx context.Context, t Task, result *Result) error {
	for sent := range maxSends {
		switch {
		case sent == 0 && !r.Condition.Honoured:
			return r.sendChecked(ctx, t, result)
		case !r.Condition.Honoured, t.Note.ModifiedAt == 0:
			// It was read a moment ago.
			return r.updateTogether(ctx, []Task{t}, result)
		}
		since := time.UnixMilli(t.Note.ModifiedAt)
		if r.Condition.Late {
			since = since.Add(second)
		}
		outcome, err := r.Notes.UpdateUnmodified(ctx, t.update(), since)
		if r.aboutCondition(outcome) {
			if err := r.learn(ctx, Condition{TriedOn: r.Condition.TriedOn, Late: r.Condition.Late}); err != nil {
				return err
			}
			return r.sendChecked(ctx, t, result)
		}
		if !errors.Is(outcome.Err, zoho.ErrModified) {
			if sent == 0 && outcome.Outcome == zoho.Done && r.Condition.Vain > 0 {
				c := r.Condition
				c.Vain = 0
				if err := r.learn(ctx, c); err != nil {
					return err
				}
			}
			return r.kept(ctx, []Task{t}, []zoho.WriteResult{outcome}, err, result)
		}
		known := t.Note.ModifiedAt
		// A person may have changed it, or another browser.
		read, may, err := r.inspect(ctx, &t, result)
		if err != nil || !may {
			return err
		}
		if read.Title == t.Title && read.Content == t.Text {
			written := zoho.WriteResult{Outcome: zoho.Done, ID: t.Note.ID, ModifiedTime: read.ModifiedTime}
			return r.keep(ctx, []Task{t}, []zoho.WriteResult{written}, result)
		}
		if err := r.learnVain(ctx, t.Note.ModifiedAt == known); err != nil {
			return err
		}
	}
	// Somebody writes it at the same time. The next cycle has another look.
	return nil
}

// sendChecked writes a note without a condition, after it was read if it is due.
func (r *Runner) sendChecked(ctx context.Context, t Task, result *Result) error {
	checked, err := r.check(ctx, []Task{t}, result)
	if err != nil {
		return err
	}
	return r.updateTogether(ctx, checked, result)
}

// learnVain notes that an update was refused although the text was as it was left
// here; unmoved says that the note's time was as well.
func (r *Runner) learnVain(ctx context.Context, unmoved bool) error {
	c := r.Condition
	switch {
	case unmoved && !c.Late:
		c.Late = true
	case unmoved:
		// No time at all would do.
		c.Honoured = false
	default:
		c.Vain++
		c.Honoured = c.Vain < maxVain
	}
	return r.learn(ctx, c)
}

// learn stores what was found out about conditional updates.
func (r *Runner) learn(ctx context.Context, c Condition) error {
	if c == r.Condition {
		return nil
	}
	r.Condition = c
	return r.Learn(ctx, c)
}

// aboutCondition says whether a refusal may be about the condition itself and not
// about the note.
func (r *Runner) aboutCondition(o zoho.WriteResult) bool {
	return o.Outcome == zoho.NotDone && !r.StopsAll(o.Err) && !slices.ContainsFunc([]error{
		zoho.ErrModified, zoho.ErrTooLong, zoho.ErrNotFound, zoho.ErrParentGone, zoho.ErrLocked, zoho.ErrNotAllowed, zoho.ErrNoPermission,
	}, func(target error) bool { return errors.Is(o.Err, target) })
}
