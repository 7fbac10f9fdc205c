package directory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrStep says that an answer is not to the step that is waited for: it was
// taken already, or another build has begun.
var ErrStep = errors.New("directory: answer to another step")

// ErrOrder says that the rows of a page are not those that were asked for, so
// that asking on would not come to an end.
var ErrOrder = errors.New("directory: rows out of order")

// Take stores the answer to a step and returns what it has changed: nothing
// while an index is being built, of whose coming into service [Directory.Revision]
// tells.
func (d *Directory) Take(ctx context.Context, step Step, page Page, now time.Time) (Changes, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	changes, err := d.take(ctx, step, page, now)
	if err != nil {
		return Changes{}, fmt.Errorf("directory: take %s: %w", step.Kind, err)
	}
	return changes, nil
}

func (d *Directory) take(ctx context.Context, step Step, page Page, now time.Time) (changes Changes, err error) {
	if !d.isNext(step) {
		return Changes{}, ErrStep
	}
	if step.Kind == StepPage {
		return Changes{}, d.change(func() error { return d.takePage(ctx, page) })
	}
	ix, err := d.load(ctx)
	if err != nil {
		return Changes{}, err
	}
	err = d.change(func() error {
		if changes, err = ix.Apply(step.Source, page.Rows); err != nil {
			return err
		}
		g := d.head.Ready
		var missing []Ref
		if step.Kind == StepChanges {
			g.doubt(changes.Doubtful)
			g.Doubtful = slices.DeleteFunc(g.Doubtful, func(ref Ref) bool { return slices.Contains(changes.Gone, ref) })
			err = d.advance(g, page, now)
		} else {
			// Those that share digits with a record still there were looked at.
			changes.Doubtful = nil
			missing = d.settle(g, step, page.Rows, now)
			err = changes.and(ix.Remove(missing...))
		}
		if err != nil {
			return err
		}
		d.revise(changes)
		if step.Kind == StepCheck {
			changes.lookedAt(step.Source, page.Rows, missing)
		}
		return d.storeRecent(ctx, ix)
	})
	if err != nil {
		return Changes{}, err
	}
	if step.Kind == StepCheck {
		d.asked = nil
	}
	return changes, nil
}

// revise notes that lookups may bring up something else than before.
func (d *Directory) revise(changes Changes) {
	if !changes.Empty() {
		d.head.Revision++
	}
}

// takePage stores a page of a build.
func (d *Directory) takePage(ctx context.Context, page Page) error {
	g := d.head.Building
	last := g.After
	for _, row := range page.Rows {
		if !isID(row.ID) || compareIDs(row.ID, last) <= 0 {
			return ErrOrder
		}
		last = row.ID
	}
	if page.More && len(page.Rows) == 0 {
		return ErrOrder
	}
	var put map[string][]byte
	if len(page.Rows) > 0 {
		data, unreadable, err := encodeRows(g.source(), page.Rows)
		if err != nil {
			return err
		}
		put = map[string][]byte{d.segmentName(g.Number, g.Segments): data}
		g.Segments, g.Unreadable = g.Segments+1, g.Unreadable+unreadable
	}
	g.After, g.Taken, g.Records = last, g.Taken+len(page.Rows), g.Records+len(page.Rows)
	switch {
	case g.Records > g.Max:
		d.head.TooLarge, d.head.Building = g.Records, nil
		return d.store(ctx, nil)
	case page.More:
		return d.write(ctx, put, nil)
	}
	g.Source, g.After, g.Taken = g.Source+1, "", 0
	if g.Source < len(g.Sources) {
		return d.write(ctx, put, nil)
	}
	g.finish()
	d.head.Ready, d.head.Building, d.index = g, nil, nil
	// Also after the directory was forgotten the number is a new one.
	d.head.Revision = max(d.head.Revision+1, int(g.Started))
	return d.store(ctx, put)
}

// finish ends a build. All changes since it began are still to be taken.
func (g *generation) finish() {
	g.Source, g.Refreshed = 0, g.Started
	for i := range g.Seen {
		g.Seen[i] = g.Started - int64(firstOverlap/time.Second)
	}
}

// advance moves a refresh past a page of changes. After the last one the watched
// records are to be looked at, if that is due.
func (d *Directory) advance(g *generation, page Page, now time.Time) error {
	r := g.Refresh
	last := r.Since
	for _, row := range page.Rows {
		last = max(last, row.Modified.Unix())
	}
	switch {
	case !page.More:
		// A record dated in the future must not hide the changes until then.
		g.Seen[r.Source] = max(g.Seen[r.Source], min(last, now.Unix()))
	case len(page.Rows) == 0:
		return ErrOrder
	case last > r.Since:
		r.Since, r.Skip, r.Full = last, 0, true
		return nil
	default:
		r.Skip, r.Full = r.Skip+len(page.Rows), true
		return nil
	}
	if next := r.Source + 1; next < len(g.Sources) {
		g.turnTo(r, next)
		return nil
	}
	g.Refreshed, g.Refresh, g.Checked = r.Began, nil, &Ref{}
	if len(d.toCheck(g)) == 0 || !isDue(unix(g.Looked), now, d.lookEvery) {
		g.Checked = nil
	}
	return nil
}

// doubt remembers records of the index that are to be looked at again.
func (g *generation) doubt(refs []Ref) {
	for _, ref := range refs {
		if len(g.Doubtful) < modules*maxDoubts && !slices.Contains(g.Doubtful, ref) {
			g.Doubtful = append(g.Doubtful, ref)
		}
	}
}

// storeRecent stores the head and the changes since the last segment.
func (d *Directory) storeRecent(ctx context.Context, ix *Index) error {
	g := d.head.Ready
	stats := ix.Stats()
	g.Records, g.Unreadable = stats.Records, stats.Unreadable
	if ix.recentBytes == nil {
		return d.write(ctx, nil, nil)
	}
	recent := ix.recentBytes
	if ix.fold() {
		put := map[string][]byte{d.segmentName(g.Number, g.Segments): recent}
		g.Segments, g.Recent = g.Segments+1, false
		return d.write(ctx, put, []string{d.recentName(g.Number)})
	}
	g.Recent = true
	return d.write(ctx, map[string][]byte{d.recentName(g.Number): recent}, nil)
}
