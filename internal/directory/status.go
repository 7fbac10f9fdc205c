package directory

import "time"

// State is the one state of a directory, from which its text and its button
// follow.
type State string

// The states.
const (
	// StateOff: there is no index, and none is being built. Numbers are looked up
	// on demand.
	StateOff State = "off"
	// StateBuilding: the first build is under way, or one after damage.
	StateBuilding State = "building"
	// StateReady: an index is in service, as fresh as it is meant to be.
	StateReady State = "ready"
	// StateStale: an index is in service that does not know everything; see Why.
	// What it brings up may be offered, and nothing follows from it alone.
	StateStale State = "stale"
	// StateTooLarge: a build was given up because there are too many records.
	// Numbers are looked up on demand.
	StateTooLarge State = "too_large"
)

// Staleness says why an index in service does not know everything.
type Staleness string

// The kinds of staleness.
const (
	// StaleChanges: changes have not been taken for too long.
	StaleChanges Staleness = "changes"
	// StaleFields: the telephone fields are others than those it was built from, or
	// another version of Chatkeep has filed them in another way.
	StaleFields Staleness = "fields"
)

const (
	// freshFor is how long after the last refresh an index counts as fresh. It is
	// refreshed every quarter of an hour while all goes well.
	freshFor = time.Hour
	// rebuildAfter is how old a build may get. Changes do not tell of records that
	// were deleted, so that these stay until the next one, or until somebody looks
	// at them.
	rebuildAfter = 7 * 24 * time.Hour
)

// Status is what there is to say about a directory.
type Status struct {
	State State
	// Why is set in StateStale.
	Why Staleness
	// Read and Expected are records, while a build is under way, also one that is
	// to replace the index in service; Expected is at least Read.
	Read, Expected int
	// AsOf is when all changes were last taken, zero without an index.
	AsOf time.Time
	// Records and Unreadable count what is in service. In StateTooLarge, Records
	// is how many were counted before the build was given up.
	Records, Unreadable int
	// RebuildDue is true when a build should begin: there is no index, or it is
	// old, or stale for its fields.
	RebuildDue bool
	// Damaged is true when an index had to be taken out of service because what
	// was stored was not whole.
	Damaged bool
}

// Revision returns a number that changes whenever lookups may bring up something
// else than before, also when a new build comes into service. Answers that were
// remembered with it hold for as long as it stays; after changes that were taken
// without a stop in between, only those that [Changes.Touches] names are to be
// asked for again.
func (d *Directory) Revision() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.head.Revision
}

// Status says what the directory is at a time, if it is to be an index of
// sources.
func (d *Directory) Status(now time.Time, sources []Source) Status {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.status(now, sources)
}

func (d *Directory) status(now time.Time, sources []Source) Status {
	s := Status{State: StateOff, Damaged: d.head.Damaged}
	if g := d.head.Building; g != nil {
		s.State, s.Read, s.Expected = StateBuilding, g.Records, g.expected()
	} else if d.head.TooLarge > 0 {
		s.State, s.Records = StateTooLarge, d.head.TooLarge
	}
	g := d.head.Ready
	if g == nil {
		s.RebuildDue = s.State == StateOff
		return s
	}
	s.AsOf, s.Records, s.Unreadable = unix(g.Refreshed), g.Records, g.Unreadable
	s.State, s.Why = StateReady, ""
	switch {
	case !g.serves(sources):
		s.State, s.Why = StateStale, StaleFields
	case isDue(s.AsOf, now, freshFor):
		s.State, s.Why = StateStale, StaleChanges
	}
	old := s.Why == StaleFields || isDue(unix(g.Started), now, rebuildAfter)
	s.RebuildDue = old && d.head.Building == nil && d.head.TooLarge == 0
	return s
}
