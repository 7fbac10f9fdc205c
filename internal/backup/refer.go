package backup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// dealsModule is the API name of the module of deals.
const dealsModule = "Deals"

// ReferenceLedger is where references are stored before they are sent, and what
// was confirmed.
type ReferenceLedger interface {
	SaveReferences(ctx context.Context, references []journal.Reference) error
}

// Referral is a reference with the words it is written in.
type Referral struct {
	journal.Reference
	Title, Text string
}

// Referrer writes references on deals. It does so as notes are written: a look
// before every create, the intent stored before it is sent, one look after it. A
// reference is never updated, so one of a colleague with the same marker serves as
// well as an own one.
type Referrer struct {
	Notes  Notes
	Ledger ReferenceLedger
	Now    func() time.Time
	// StopsAll and Problem are those of [Runner].
	StopsAll func(error) bool
	Problem  func(error) contract.Problem
	// Surplus returns the title and text that replace those of a reference stored
	// twice.
	Surplus func(title string) (newTitle, text string)
}

// Refer brings references one step on, and stops at the first error that concerns
// all. mayGoOn is asked before each look; what was looked for by then is created all
// the same. refused is the last refusal that concerns one deal alone, nil for none.
func (r *Referrer) Refer(ctx context.Context, referrals []Referral, mayGoOn func() error) (refused error, err error) {
	var create []Referral
	for _, t := range referrals {
		if err := mayGoOn(); err != nil {
			refused, createErr := r.createAll(ctx, create, refused)
			if createErr != nil {
				err = createErr
			}
			return refused, err
		}
		if !ReferenceDue(t.Reference, r.Now()) {
			continue
		}
		found, err := r.find(ctx, t)
		switch {
		case errors.Is(err, zoho.ErrParentGone), errors.Is(err, zoho.ErrNotFound):
			t.State = journal.NoteGone
		case err != nil && r.concernsAll(err):
			return refused, err
		case err != nil && t.State == journal.NoteSaved:
			// The list cannot be read for a reason that repeating does not mend, so it
			// is not asked for at every cycle.
			t.Alone = true
		case err != nil:
			refused = err
			r.markRefused(&t, err)
		case t.State == journal.NoteSaved:
			if t.Alone, err = r.settle(ctx, &t, found); err != nil {
				return refused, err
			}
		case len(found) > 0:
			// What was sent here may have been stored twice.
			t.Alone = t.State != journal.NoteSending
			t.State, t.ID, t.RefusedAt, t.Problem = journal.NoteSaved, found[0].ID, 0, nil
		default:
			create = append(create, t)
			continue
		}
		if err := r.Ledger.SaveReferences(ctx, []journal.Reference{t.Reference}); err != nil {
			return refused, err
		}
	}
	return r.createAll(ctx, create, refused)
}

// concernsAll says whether an error ends the run: the connection has failed, or the
// user may not see deals at all.
func (r *Referrer) concernsAll(err error) bool {
	return r.StopsAll(err) || DealsHidden(err)
}

// DealsHidden says whether an error means that the user may not see deals at all,
// rather than one of them.
func DealsHidden(err error) bool {
	var e *zoho.APIError
	if errors.Is(err, zoho.ErrAPIAccess) {
		return false
	}
	return errors.Is(err, zoho.ErrInvalidModule) || errors.Is(err, zoho.ErrScope) ||
		errors.Is(err, zoho.ErrNoPermission) && errors.As(err, &e) && len(e.Permissions) > 0
}

// find returns the notes on a deal that have the marker of a reference, the oldest
// first.
func (r *Referrer) find(ctx context.Context, t Referral) ([]zoho.Note, error) {
	marker, ok := transcript.MarkerOf(t.Title)
	if !ok {
		return nil, fmt.Errorf("backup: refer: %w", zoho.ErrBadRequest)
	}
	var found []zoho.Note
	for page := 1; page <= maxPagesLooked; page++ {
		list, err := r.Notes.ListRelated(ctx, dealsModule, t.Deal, page)
		if err != nil {
			return nil, err
		}
		for _, n := range list.Items {
			if m, ok := transcript.MarkerOf(n.Title); ok && m == marker {
				found = append(found, n)
			}
		}
		if !list.More {
			slices.SortFunc(found, func(x, y zoho.Note) int { return older(sighting{note: x}, sighting{note: y}) })
			return found, nil
		}
	}
	// To say "not there" now could create a second one.
	return nil, fmt.Errorf("backup: refer: %w", zoho.ErrLimit)
}

// settle leaves one of several references with the same marker: the oldest, for
// every browser alike. It says whether that is done.
func (r *Referrer) settle(ctx context.Context, t *Referral, found []zoho.Note) (bool, error) {
	if len(found) < 2 {
		return true, nil
	}
	if at := slices.IndexFunc(found, func(n zoho.Note) bool { return n.ID == t.ID }); at > 0 {
		done, err := r.retire(ctx, *t, t.ID)
		if done {
			t.ID = found[0].ID
		}
		return done, err
	}
	for _, n := range found[1:] {
		note, err := r.Notes.Get(ctx, n.ID)
		switch {
		case errors.Is(err, zoho.ErrNotFound):
			continue
		case err != nil && r.concernsAll(err):
			return false, err
		case err != nil || note.Content != t.Text:
			// It is somebody's own.
			continue
		}
		if done, err := r.retire(ctx, *t, n.ID); err != nil || !done {
			return false, err
		}
	}
	return true, nil
}

// retire rewrites a reference as not needed, and says whether Zoho has answered.
func (r *Referrer) retire(ctx context.Context, t Referral, id string) (bool, error) {
	title, text := r.Surplus(t.Title)
	outcomes, err := r.Notes.Update(ctx, []zoho.NoteUpdate{{ID: id, Title: title, Content: text}})
	if err != nil && r.concernsAll(err) {
		return false, err
	}
	return len(outcomes) == 1 && outcomes[0].Outcome != zoho.Unknown, nil
}

// createAll creates references of which none was found. It returns the last refusal
// that concerns one deal alone, which is refused where there is none.
func (r *Referrer) createAll(ctx context.Context, create []Referral, refused error) (lastRefused, err error) {
	for len(create) > 0 {
		chunk := create[:min(batch, len(create))]
		create = create[len(chunk):]
		notes := make([]zoho.NewNote, len(chunk))
		for i := range chunk {
			chunk[i].State, chunk[i].SentAt = journal.NoteSending, r.Now().UnixMilli()
			notes[i] = zoho.NewNote{Module: dealsModule, ParentID: chunk[i].Deal, Title: chunk[i].Title, Content: chunk[i].Text}
		}
		if err := r.saveAll(ctx, chunk); err != nil {
			return refused, err
		}
		outcomes, err := r.Notes.Create(ctx, notes)
		if len(outcomes) != len(chunk) {
			return refused, fmt.Errorf("backup: %d outcomes for %d references", len(outcomes), len(chunk))
		}
		for i, o := range outcomes {
			t := &chunk[i]
			switch {
			case o.Outcome == zoho.Done:
				t.State, t.ID, t.RefusedAt, t.Problem = journal.NoteSaved, o.ID, 0, nil
			case o.Outcome != zoho.NotDone:
				// It stays on its way and is looked for.
			case r.concernsAll(o.Err):
				t.State, t.SentAt = journal.NoteWanted, 0
			case errors.Is(o.Err, zoho.ErrParentGone):
				t.State = journal.NoteGone
			default:
				refused = o.Err
				t.SentAt = 0
				r.markRefused(t, o.Err)
			}
		}
		if err := r.saveAll(ctx, chunk); err != nil {
			return refused, err
		}
		if err != nil && r.concernsAll(err) {
			return refused, err
		}
	}
	return refused, nil
}

func (r *Referrer) markRefused(t *Referral, err error) {
	problem := r.Problem(err)
	t.State, t.RefusedAt, t.Problem = journal.NoteRefused, r.Now().UnixMilli(), &problem
}

func (r *Referrer) saveAll(ctx context.Context, referrals []Referral) error {
	references := make([]journal.Reference, len(referrals))
	for i, t := range referrals {
		references[i] = t.Reference
	}
	return r.Ledger.SaveReferences(ctx, references)
}
