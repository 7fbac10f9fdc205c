package directory

import (
	"context"
	"fmt"
	"slices"
)

// Learn takes rows of a source that were read or written outside of any step,
// such as a record that was just created. Without an index in service, or with
// one of other fields, nothing is taken.
func (d *Directory) Learn(ctx context.Context, source Source, rows ...Row) (Changes, error) {
	changes, err := d.alter(ctx, func(ix *Index) (Changes, error) {
		if !slices.ContainsFunc(d.head.Ready.Sources, source.same) {
			return Changes{}, nil
		}
		return ix.Apply(source, rows)
	})
	if err != nil {
		return Changes{}, fmt.Errorf("directory: learn: %w", err)
	}
	return changes, nil
}

// Remove takes records out that the CRM was found no longer to have.
func (d *Directory) Remove(ctx context.Context, refs ...Ref) (Changes, error) {
	changes, err := d.alter(ctx, func(ix *Index) (Changes, error) { return ix.Remove(refs...) })
	if err != nil {
		return Changes{}, fmt.Errorf("directory: remove: %w", err)
	}
	return changes, nil
}

// alter changes the index in service, if there is one, and stores it.
func (d *Directory) alter(ctx context.Context, apply func(*Index) (Changes, error)) (changes Changes, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	ix, err := d.load(ctx)
	if err != nil || ix == nil {
		return Changes{}, err
	}
	err = d.change(func() error {
		if changes, err = apply(ix); err != nil || changes.Empty() {
			return err
		}
		d.head.Ready.doubt(changes.Doubtful)
		d.revise(changes)
		return d.storeRecent(ctx, ix)
	})
	return changes, err
}
