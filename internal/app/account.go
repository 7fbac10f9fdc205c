package app

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// goodFor is how long an account that was found in order is not asked about
	// again, so that a refusal that is really about one record costs no further
	// credits each time. badFor is the same for one that was not.
	goodFor = 10 * time.Minute
	badFor  = time.Minute
)

// standing remembers how the account was last found.
type standing struct {
	mu sync.Mutex
	// at is when that was, and found what is wrong, nil for nothing.
	at    time.Time
	found error
}

// known returns what explains a refusal at a time, or refusal itself if the
// account was in order; false if that has to be asked.
func (s *standing) known(now time.Time, refusal error) (error, bool) {
	life, why := goodFor, refusal
	if s.found != nil {
		life, why = badFor, s.found
	}
	age := now.Sub(s.at)
	return why, !s.at.IsZero() && age >= 0 && age < life
}

// understood returns err, or, if err is a refusal that names no permission and
// Zoho says on a question that the user is deactivated or the licence has ended,
// that: up to 2 credits.
func (a *App) understood(ctx context.Context, err error) error {
	if !zoho.Unexplained(err) {
		return err
	}
	a.standing.mu.Lock()
	defer a.standing.mu.Unlock()
	if why, known := a.standing.known(a.now(), err); known {
		return why
	}
	crm, _, crmErr := a.crm(forPurpose(ctx, contract.PurposeConnect))
	if crmErr != nil {
		return errors.Join(err, crmErr)
	}
	found := zoho.WhyRefused(forPurpose(ctx, contract.PurposeConnect), crm, a.now(), err)
	switch {
	case zoho.Unexplained(found):
		a.standing.at, a.standing.found = a.now(), nil
	case accountRefused(found):
		a.standing.at, a.standing.found = a.now(), found
	}
	return found
}

// accountAnswers asks Zoho, if it has refused the whole account, whether it still
// does: 1 credit, or 2. By this the connection heals once the organisation is
// renewed or the user activated. A licence that has ended by its date alone keeps
// nothing from being tried.
func (a *App) accountAnswers(ctx context.Context, conn store.Connection) error {
	refusals := []contract.ProblemCode{contract.ProblemLicence, contract.ProblemUserInactive, contract.ProblemAccountRefused}
	if conn.Problem == nil || !slices.Contains(refusals, conn.Problem.Code) {
		return nil
	}
	ctx = forPurpose(ctx, contract.PurposeConnect)
	crm, _, err := a.crm(ctx)
	if err != nil {
		return err
	}
	a.standing.mu.Lock()
	defer a.standing.mu.Unlock()
	err = zoho.Standing(ctx, crm, a.now())
	a.standing.at, a.standing.found = time.Time{}, nil
	var refused *zoho.APIError
	switch {
	case err == nil:
		return a.zohoWorks(ctx)
	case errors.Is(err, zoho.ErrLicenceEnded) && !errors.As(err, &refused):
		a.standing.at, a.standing.found = a.now(), err
		return nil
	}
	return errors.Join(err, a.noteTrouble(ctx, err))
}

// accountRefused says whether err is about the whole account.
func accountRefused(err error) bool {
	return errors.Is(err, zoho.ErrLicenceEnded) || errors.Is(err, zoho.ErrUserInactive) || errors.Is(err, zoho.ErrAccountRefused)
}

// understandingNotes are Zoho's notes with refusals of a whole call understood.
type understandingNotes struct {
	*zoho.NotesService
	app *App
}

var _ backup.Notes = understandingNotes{}

// Create implements [backup.Notes].
func (n understandingNotes) Create(ctx context.Context, notes []zoho.NewNote) ([]zoho.WriteResult, error) {
	results, err := n.NotesService.Create(ctx, notes)
	return n.understood(ctx, results, err)
}

// Update implements [backup.Notes].
func (n understandingNotes) Update(ctx context.Context, notes []zoho.NoteUpdate) ([]zoho.WriteResult, error) {
	results, err := n.NotesService.Update(ctx, notes)
	return n.understood(ctx, results, err)
}

// UpdateUnmodified implements [backup.Notes].
func (n understandingNotes) UpdateUnmodified(ctx context.Context, note zoho.NoteUpdate, since time.Time) (zoho.WriteResult, error) {
	result, err := n.NotesService.UpdateUnmodified(ctx, note, since)
	results, err := n.understood(ctx, []zoho.WriteResult{result}, err)
	return results[0], err
}

// ListRelated implements [backup.Notes].
func (n understandingNotes) ListRelated(ctx context.Context, module, id string, page int) (zoho.NotePage, error) {
	list, err := n.NotesService.ListRelated(ctx, module, id, page)
	return list, n.app.understood(ctx, err)
}

// understood gives what is behind the refusal of a whole call to its items, of
// which none was written.
func (n understandingNotes) understood(ctx context.Context, results []zoho.WriteResult, err error) ([]zoho.WriteResult, error) {
	if err == nil {
		return results, nil
	}
	found := n.app.understood(ctx, err)
	for i := range results {
		if results[i].Outcome == zoho.NotDone {
			results[i].Err = found
		}
	}
	return results, found
}
