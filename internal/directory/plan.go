package directory

import (
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// overlap is how far before the last change that was taken changes are asked
	// for again, because a record may become visible after its time of change.
	overlap = 2 * time.Minute
	// firstOverlap is the same for the first refresh after a build, which starts
	// from this computer's clock; from then on only the CRM's own times count.
	firstOverlap = time.Hour
)

// StepKind is a kind of [Step].
type StepKind string

// The kinds of a step.
const (
	// StepNone: nothing is to be asked now.
	StepNone StepKind = ""
	// StepPage: the next page of a build: the records of the source that have a
	// text in one of its fields and an id greater than After, by id.
	StepPage StepKind = "page"
	// StepChanges: the records changed at Since or later, whatever they hold now,
	// the oldest change first, without the first Skip.
	StepChanges StepKind = "changes"
	// StepCheck: the records of IDs that are still there.
	StepCheck StepKind = "check"
)

// Step is one query to be made. The answer goes to [Directory.Take]. Converted
// leads may be left out of it or marked as such.
type Step struct {
	Kind   StepKind
	Source Source
	// Limit is the most rows that are wanted: the limit to be written, which
	// decides the price.
	Limit int
	// After is an id, "" for the first page.
	After string
	Since time.Time
	Skip  int
	// IDs are at most a hundred.
	IDs []string
	// watched is the greatest of IDs that is watched, "" for none.
	watched string
	// generation is the number of the generation that the answer belongs to.
	generation int
}

// Credits returns what the step costs.
func (s Step) Credits() int {
	if s.Kind == StepNone {
		return 0
	}
	return zoho.OpQuery.Credits(s.Limit)
}

// Page is the answer to a [Step].
type Page struct {
	Rows []Row
	// More is true when there are further rows beyond the limit.
	More bool
}

// Next returns what is to be asked now, so that the directory is complete and its
// changes were taken at most within ago. The same step is returned until its
// answer has been taken.
func (d *Directory) Next(now time.Time, within time.Duration) Step {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.next(now, within)
}

func (d *Directory) next(now time.Time, within time.Duration) Step {
	if g := d.head.Ready; g != nil {
		if g.Refresh == nil {
			if d.asked == nil || d.asked.generation != g.Number {
				d.asked = nil
				if step := d.checkStep(g); step.Kind != StepNone {
					d.asked = &step
				}
			}
			if d.asked != nil {
				return *d.asked
			}
		}
		if g.Refresh == nil && isDue(unix(g.Refreshed), now, within) {
			g.Refresh = g.startRefresh(now)
		}
		if g.Refresh != nil {
			return g.changesStep()
		}
	}
	if g := d.head.Building; g != nil {
		return g.pageStep()
	}
	return Step{}
}

// isDue reports whether something last done at a time has to be done again. A
// time in the future is from before the computer's clock was set back.
func isDue(last, now time.Time, within time.Duration) bool {
	return now.Sub(last) >= within || now.Before(last)
}

func (g *generation) pageStep() Step {
	return Step{
		Kind: StepPage, Source: g.source(), Limit: g.bound().nextPage(g.Taken), After: g.After, generation: g.Number,
	}
}

// startRefresh begins to take changes. It is kept with the first answer.
func (g *generation) startRefresh(now time.Time) *refresh {
	r := &refresh{Began: now.Unix()}
	g.turnTo(r, 0)
	return r
}

// turnTo lets a refresh go on with a source.
func (g *generation) turnTo(r *refresh, source int) {
	r.Source, r.Skip, r.Full = source, 0, false
	r.Since = g.Seen[source] - int64(overlap/time.Second)
}

// Following returns the step that comes after a step which waits for its answer, if
// that answer is a last page and the step after it is known: the first changes of
// the next source. Both may be asked for in one call; the answer to the second is
// taken only once Next has returned it.
func (d *Directory) Following(step Step) (Step, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if step.Kind != StepChanges || !d.isNext(step) {
		return Step{}, false
	}
	g := d.head.Ready
	r := *g.Refresh
	if r.Source+1 >= len(g.Sources) {
		return Step{}, false
	}
	g.turnTo(&r, r.Source+1)
	return g.changesOf(&r), true
}

func (g *generation) changesStep() Step { return g.changesOf(g.Refresh) }

func (g *generation) changesOf(r *refresh) Step {
	limit := smallPage
	if r.Full {
		limit = PageRows
	}
	return Step{
		Kind: StepChanges, Source: g.Sources[r.Source], Limit: limit, Since: unix(r.Since), Skip: r.Skip, generation: g.Number,
	}
}

// isNext reports whether a step is the one that is waited for.
func (d *Directory) isNext(step Step) bool {
	var g *generation
	want := Step{}
	switch step.Kind {
	case StepPage:
		if g = d.head.Building; g != nil {
			want = g.pageStep()
		}
	case StepChanges:
		if g = d.head.Ready; g != nil && g.Refresh != nil {
			want = g.changesStep()
		}
	case StepCheck:
		if g = d.head.Ready; g != nil && g.Refresh == nil && d.asked != nil && d.asked.generation == g.Number {
			want = *d.asked
		}
	}
	return want.Kind == step.Kind && step.Kind != StepNone && want.generation == step.generation &&
		want.Source.Module == step.Source.Module && want.After == step.After && want.Since.Equal(step.Since) &&
		want.Skip == step.Skip && slices.Equal(want.IDs, step.IDs)
}
