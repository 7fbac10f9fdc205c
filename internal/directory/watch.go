package directory

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// watchVersion is the version of the layout of a stored list of watched records.
const watchVersion = 1

// watchList is that list as it is stored, in a piece of its own because the head
// is written with every answer.
type watchList struct {
	Version int                          `json:"v"`
	IDs     map[contract.Module][]string `json:"ids"`
}

// Watch sets the records that are looked at with every refresh from the next one
// on, or as seldom as [Directory.LookEvery] has it, whether something changed or
// not, in the place of those set before: the records of chats. They may hold no
// number and need not be in the index. Those the CRM does not return are in
// [Changes].Missing, with every such look for as long as they are watched, so that
// none is lost with a worker that is stopped.
// The list is kept. A hundred records of a module cost one credit. The error
// matches [ErrRow] for what names no record.
func (d *Directory) Watch(ctx context.Context, refs []Ref) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	watched := slices.Clone(refs)
	for _, ref := range watched {
		if _, ok := moduleByte(ref.Module); !ok || !isID(ref.ID) {
			return fmt.Errorf("directory: watch: %w", ErrRow)
		}
	}
	slices.SortFunc(watched, compareRefs)
	watched = slices.Compact(watched)
	if slices.Equal(watched, d.watched) {
		return nil
	}
	raw, err := encodeWatched(watched)
	if err == nil {
		err = d.shelf.Write(ctx, map[string][]byte{d.watchName(): raw}, nil)
	}
	if err != nil {
		return fmt.Errorf("directory: watch: %w", err)
	}
	d.watched = watched
	return nil
}

// compareRefs orders records by module and id.
func compareRefs(a, b Ref) int {
	return cmp.Or(cmp.Compare(moduleOrder(a.Module), moduleOrder(b.Module)), compareIDs(a.ID, b.ID))
}

// moduleOrder puts no module before all others.
func moduleOrder(module contract.Module) int {
	if m, ok := moduleByte(module); ok {
		return 1 + int(m)
	}
	return 0
}

func encodeWatched(refs []Ref) ([]byte, error) {
	list := watchList{Version: watchVersion, IDs: map[contract.Module][]string{}}
	for _, ref := range refs {
		list.IDs[ref.Module] = append(list.IDs[ref.Module], ref.ID)
	}
	return json.Marshal(list)
}

// decodeWatched reads a stored list; of nothing it makes an empty one.
func decodeWatched(raw []byte) ([]Ref, error) {
	if raw == nil {
		return nil, nil
	}
	var list watchList
	if json.Unmarshal(raw, &list) != nil {
		return nil, fmt.Errorf("%w: watched records", ErrDamaged)
	}
	if list.Version > watchVersion {
		return nil, fmt.Errorf("%w: watched records %d", ErrNewer, list.Version)
	}
	var refs []Ref
	for module, ids := range list.IDs {
		for _, id := range ids {
			if _, ok := moduleByte(module); !ok || !isID(id) {
				return nil, fmt.Errorf("%w: watched record", ErrDamaged)
			}
			refs = append(refs, Ref{module, id})
		}
	}
	slices.SortFunc(refs, compareRefs)
	return slices.Compact(refs), nil
}

// readWatched takes what is stored for the watched records. A damaged list counts
// as none: the next Watch replaces it.
func (d *Directory) readWatched(raw []byte) (err error) {
	if d.watched, err = decodeWatched(raw); errors.Is(err, ErrDamaged) {
		return nil
	}
	return err
}

// toCheck returns the watched records that are still to be looked at after a
// refresh, all of the same module.
func (d *Directory) toCheck(g *generation) []Ref {
	if g.Checked == nil {
		return nil
	}
	at, found := slices.BinarySearchFunc(d.watched, *g.Checked, compareRefs)
	if found {
		at++
	}
	rest := slices.DeleteFunc(slices.Clone(d.watched[at:]), func(ref Ref) bool {
		return !slices.ContainsFunc(g.Sources, func(s Source) bool { return s.Module == ref.Module })
	})
	if end := slices.IndexFunc(rest, func(ref Ref) bool { return ref.Module != rest[0].Module }); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// checkStep asks for the records that are in doubt or watched, first those of the
// module whose watched records are next.
func (d *Directory) checkStep(g *generation) Step {
	watched := d.toCheck(g)
	if len(watched) == 0 && len(g.Doubtful) == 0 {
		return Step{}
	}
	step := Step{Kind: StepCheck, Limit: smallPage, generation: g.Number}
	all := slices.Concat(watched, g.Doubtful)
	for _, source := range g.Sources {
		if source.Module == all[0].Module {
			step.Source = source
		}
	}
	for _, ref := range g.Doubtful {
		if ref.Module == all[0].Module && len(step.IDs) < maxDoubts {
			step.IDs = append(step.IDs, ref.ID)
		}
	}
	for _, ref := range watched {
		switch {
		case slices.Contains(step.IDs, ref.ID):
		case len(step.IDs) == maxDoubts:
			return step
		default:
			step.IDs = append(step.IDs, ref.ID)
		}
		step.watched = ref.ID
	}
	return step
}

// settle ends the doubt about the records that were looked at at a time and returns
// those that are no longer there.
func (d *Directory) settle(g *generation, step Step, rows []Row, now time.Time) (missing []Ref) {
	for _, id := range step.IDs {
		ref := Ref{step.Source.Module, id}
		g.Doubtful = slices.DeleteFunc(g.Doubtful, func(other Ref) bool { return other == ref })
		if !slices.ContainsFunc(rows, func(row Row) bool { return row.ID == id }) {
			missing = append(missing, ref)
		}
	}
	if step.watched != "" {
		g.Checked = &Ref{step.Source.Module, step.watched}
	}
	if g.Checked != nil && len(d.toCheck(g)) == 0 {
		g.Checked, g.Looked = nil, now.Unix()
	}
	return missing
}

// LookEvery sets how long after a look at all watched records there is none with a
// refresh. It is not stored; at first there is one with every refresh.
func (d *Directory) LookEvery(every time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lookEvery = every
}

// LookDue reports whether the next refresh ends with a look at the watched records.
func (d *Directory) LookDue(now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.head.Ready != nil && isDue(unix(d.head.Ready.Looked), now, d.lookEvery)
}

// LookAgain lets the next refresh end with a look at the watched records, however
// lately there was one: something tells that they have changed.
func (d *Directory) LookAgain(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.head.Ready == nil || d.head.Ready.Looked == 0 {
		return nil
	}
	err := d.change(func() error {
		d.head.Ready.Looked = 0
		return d.write(ctx, nil, nil)
	})
	if err != nil {
		return fmt.Errorf("directory: look again: %w", err)
	}
	return nil
}
