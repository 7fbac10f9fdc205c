package directory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// Directory keeps an [Index] on a [Shelf] and says how to build it and keep it
// fresh. It is safe for use by several goroutines at once.
type Directory struct {
	shelf Shelf
	scope string

	mu   sync.Mutex
	head head
	// watched are sorted, each once; see [Directory.Watch].
	watched []Ref
	// lookEvery is how often they are looked at; see [Directory.LookEvery].
	lookEvery time.Duration
	// asked is the last check that was asked for, until its answer is taken.
	asked *Step
	// index is nil until it is needed; it takes most of the memory.
	index *Index
}

// Open returns the directory of a scope: a CRM's organisation and the user who
// reads it, as text that does not change. Only its small pieces are read. The error
// matches [ErrNewer] if a newer version has stored it; a damaged head counts as
// none.
func Open(ctx context.Context, shelf Shelf, scope string) (*Directory, error) {
	if scope == "" || strings.Contains(scope, "/") {
		return nil, errors.New("directory: open: unusable scope")
	}
	d := &Directory{shelf: shelf, scope: scope}
	pieces, err := shelf.Get(ctx, d.headName(), d.watchName())
	if err != nil {
		return nil, fmt.Errorf("directory: open: %w", err)
	}
	d.head, err = decodeHead(pieces[d.headName()])
	if errors.Is(err, ErrDamaged) {
		d.head, err = head{Version: headVersion, Damaged: true}, nil
	}
	if err == nil {
		err = d.readWatched(pieces[d.watchName()])
	}
	if err != nil {
		return nil, fmt.Errorf("directory: open: %w", err)
	}
	return d, nil
}

// change lets fn change the directory and store it. If that fails, what is in
// memory is again what is stored.
func (d *Directory) change(fn func() error) error {
	before := d.head.clone()
	err := fn()
	if err != nil {
		d.head, d.index = before, nil
	}
	return err
}

func (d *Directory) headName() string { return d.scope + "/head" }

func (d *Directory) watchName() string { return d.scope + "/watch" }

func (d *Directory) segmentName(generation, segment int) string {
	return fmt.Sprintf("%s/%d/%d", d.scope, generation, segment)
}

func (d *Directory) recentName(generation int) string {
	return fmt.Sprintf("%s/%d/recent", d.scope, generation)
}

// write stores the head together with some pieces.
func (d *Directory) write(ctx context.Context, put map[string][]byte, remove []string) error {
	raw, err := json.Marshal(d.head)
	if err != nil {
		return err
	}
	if put == nil {
		put = map[string][]byte{}
	}
	put[d.headName()] = raw
	return d.shelf.Write(ctx, put, remove)
}

// leftovers returns the names of all pieces but the head, the watched records and
// those of the generations in use.
func (d *Directory) leftovers(ctx context.Context) ([]string, error) {
	names, err := d.shelf.Names(ctx, d.scope+"/")
	if err != nil {
		return nil, err
	}
	var others []string
	for _, name := range names {
		kept := name == d.headName() || name == d.watchName()
		for _, g := range []*generation{d.head.Ready, d.head.Building} {
			kept = kept || g != nil && strings.HasPrefix(name, fmt.Sprintf("%s/%d/", d.scope, g.Number))
		}
		if !kept {
			others = append(others, name)
		}
	}
	return others, nil
}

// store writes the head and removes what no generation uses any more.
func (d *Directory) store(ctx context.Context, put map[string][]byte) error {
	remove, err := d.leftovers(ctx)
	if err != nil {
		return err
	}
	return d.write(ctx, put, remove)
}

// ErrSources says that a directory cannot be built from such sources.
var ErrSources = errors.New("directory: unusable sources")

// Begin starts a build from sources, of whose sizes bounds says what is known, in
// the same order; most is how many records are at most kept. A build under way
// from the same sources goes on. What is in service stays so until the build is
// complete.
func (d *Directory) Begin(ctx context.Context, sources []Source, bounds []Bound, most int, now time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := checkSources(sources); err != nil {
		return err
	}
	if g := d.head.Building; g != nil && g.serves(sources) {
		return nil
	}
	err := d.change(func() error {
		d.head.Last++
		d.head.TooLarge, d.head.Damaged = 0, false
		d.head.Building = &generation{
			Number: d.head.Last, Keys: phone.KeyVersion, Sources: sources, Bounds: bounds, Max: most, Started: now.Unix(), Seen: make([]int64, len(sources)),
		}
		return d.store(ctx, nil)
	})
	if err != nil {
		return fmt.Errorf("directory: begin: %w", err)
	}
	return nil
}

func checkSources(sources []Source) error {
	if len(sources) == 0 {
		return fmt.Errorf("%w: none", ErrSources)
	}
	seen := map[byte]bool{}
	for _, source := range sources {
		module, ok := moduleByte(source.Module)
		switch {
		case !ok || seen[module]:
			return fmt.Errorf("%w: module", ErrSources)
		case len(source.Fields) == 0 || len(source.Fields) > maxFields:
			return fmt.Errorf("%w: %d fields", ErrSources, len(source.Fields))
		}
		seen[module] = true
	}
	return nil
}

// Forget removes the directory.
func (d *Directory) Forget(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	names, err := d.shelf.Names(ctx, d.scope+"/")
	if err == nil {
		err = d.shelf.Write(ctx, nil, names)
	}
	if err != nil {
		return fmt.Errorf("directory: forget: %w", err)
	}
	d.head, d.index = head{Version: headVersion, Revision: d.head.Revision + 1}, nil
	d.watched, d.asked = nil, nil
	return nil
}

// load makes the index ready. A piece that is damaged or missing takes the
// generation out of service.
func (d *Directory) load(ctx context.Context) (*Index, error) {
	g := d.head.Ready
	if d.index != nil || g == nil {
		return d.index, nil
	}
	ix, err := d.read(ctx, g)
	if errors.Is(err, ErrDamaged) {
		err = errors.Join(err, d.change(func() error {
			d.head.Ready, d.head.Damaged = nil, true
			d.head.Revision++
			return d.store(ctx, nil)
		}))
	}
	if err != nil {
		return nil, err
	}
	d.index = ix
	return ix, nil
}

func (d *Directory) read(ctx context.Context, g *generation) (*Index, error) {
	ix := newIndex(g.Sources)
	for n := range g.Segments {
		name := d.segmentName(g.Number, n)
		pieces, err := d.shelf.Get(ctx, name)
		if err != nil {
			return nil, err
		}
		if err := ix.add(pieces[name]); err != nil {
			return nil, err
		}
	}
	if !g.Recent {
		return ix, nil
	}
	name := d.recentName(g.Number)
	pieces, err := d.shelf.Get(ctx, name)
	if err != nil {
		return nil, err
	}
	return ix, ix.takeRecent(pieces[name])
}
