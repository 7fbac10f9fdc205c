package directory

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/phone"
)

// headVersion is the version of the layout this code writes.
const headVersion = 1

// head is what is known of a directory without its segments.
type head struct {
	Version int `json:"v"`
	// Last is the number of the last generation that was begun.
	Last int `json:"last"`
	// Ready is the generation in service, Building the one under way.
	Ready    *generation `json:"ready,omitempty"`
	Building *generation `json:"building,omitempty"`
	// TooLarge is how many records were counted when a build was given up because
	// there were too many; 0 for none.
	TooLarge int `json:"tooLarge,omitempty"`
	// Revision changes whenever lookups may bring up something else than before.
	Revision int `json:"revision,omitempty"`
	// Damaged is true once a piece could not be used, until the next build.
	Damaged bool `json:"damaged,omitempty"`
}

// generation is one build with the changes since.
type generation struct {
	Number int `json:"number"`
	// Keys is the [phone.KeyVersion] of its keys.
	Keys    int      `json:"keys"`
	Sources []Source `json:"sources"`
	// Bounds are what was known of the sources' sizes before, in their order.
	Bounds []Bound `json:"bounds"`
	// Max is how many records the generation may hold.
	Max int `json:"max"`
	// Started is when the build began, Unix seconds.
	Started int64 `json:"started"`
	// Source is the source being read, After the id of the last record that was
	// read of it, and Taken how many were.
	Source int    `json:"source"`
	After  string `json:"after,omitempty"`
	Taken  int    `json:"taken"`
	// Segments is how many segments are stored, Recent whether changes since the
	// last one are.
	Segments int  `json:"segments"`
	Recent   bool `json:"recent,omitempty"`
	// Records and Unreadable are [Stats] of what is stored.
	Records    int `json:"records"`
	Unreadable int `json:"unreadable"`
	// Seen is for each source the time of the last change that was taken, by the
	// CRM's clock, Unix seconds.
	Seen []int64 `json:"seen"`
	// Refreshed is when all changes were last taken, Unix seconds, and Refresh the
	// taking of changes under way.
	Refreshed int64    `json:"refreshed"`
	Refresh   *refresh `json:"refresh,omitempty"`
	// Doubtful are records to be looked at again.
	Doubtful []Ref `json:"doubtful,omitempty"`
	// Checked is the last of the watched records that was looked at after a
	// refresh, the zero Ref before the first one, and nil once all were.
	Checked *Ref `json:"checked,omitempty"`
	// Looked is when all watched records were last looked at, Unix seconds, 0 for
	// not yet or for to be done again.
	Looked int64 `json:"looked,omitempty"`
}

// refresh is the taking of changes, source by source.
type refresh struct {
	Began  int64 `json:"began"`
	Source int   `json:"source"`
	// Since is from when on changes are asked for, Unix seconds, and Skip how many
	// of them are skipped because they all happened in that very second.
	Since int64 `json:"since"`
	Skip  int   `json:"skip,omitempty"`
	// Full is true once a small page has not been enough.
	Full bool `json:"full,omitempty"`
}

// serves reports whether a generation is an index of some sources as this code
// files them.
func (g *generation) serves(sources []Source) bool {
	return g.Keys == phone.KeyVersion && sameSources(g.Sources, sources)
}

func (g *generation) source() Source { return g.Sources[g.Source] }

// bound returns what is known of the size of the source being read.
func (g *generation) bound() Bound {
	if g.Source < len(g.Bounds) {
		return g.Bounds[g.Source]
	}
	return Bound{}
}

// expected returns how many records the build is going to read at the least.
func (g *generation) expected() int {
	sum := 0
	for _, b := range g.Bounds {
		sum += max(b.AtLeast, b.AtMost)
	}
	return max(sum, g.Records)
}

// sound reports whether a stored generation can be one of this code.
func (g *generation) sound() bool {
	if g == nil {
		return true
	}
	refreshing := g.Refresh == nil || g.Refresh.Source >= 0 && g.Refresh.Source < len(g.Sources)
	return len(g.Sources) > 0 && g.Source >= 0 && g.Source < len(g.Sources) && len(g.Seen) == len(g.Sources) && g.Segments >= 0 && refreshing
}

// decodeHead reads a stored head; of nothing it makes an empty one.
func decodeHead(raw []byte) (head, error) {
	h := head{Version: headVersion}
	if raw == nil {
		return h, nil
	}
	if err := json.Unmarshal(raw, &h); err != nil {
		return head{}, fmt.Errorf("%w: head", ErrDamaged)
	}
	if h.Version > headVersion {
		return head{}, fmt.Errorf("%w: head %d", ErrNewer, h.Version)
	}
	if !h.Ready.sound() || !h.Building.sound() {
		return head{}, fmt.Errorf("%w: head", ErrDamaged)
	}
	return h, nil
}

// clone returns a copy that shares nothing that changes.
func (h head) clone() head {
	h.Ready, h.Building = h.Ready.clone(), h.Building.clone()
	return h
}

func (g *generation) clone() *generation {
	if g == nil {
		return nil
	}
	c := *g
	c.Seen, c.Doubtful = slices.Clone(g.Seen), slices.Clone(g.Doubtful)
	if g.Refresh != nil {
		r := *g.Refresh
		c.Refresh = &r
	}
	if g.Checked != nil {
		checked := *g.Checked
		c.Checked = &checked
	}
	return &c
}

// sameSources reports whether two lists name the same modules with the same
// fields in the same order.
func sameSources(a, b []Source) bool {
	return slices.EqualFunc(a, b, Source.same)
}

func unix(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
