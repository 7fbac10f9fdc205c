package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/directory"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// maxDirectory is how many records the directory holds at most: what a
	// browser's memory bears. An organisation with more is asked on demand.
	maxDirectory = 250_000
	// refreshEvery is how often changes in Zoho are taken by a cycle, 1 credit for
	// each module, or for both where they are asked for together.
	refreshEvery = 30 * time.Minute
	// lookEvery is how long after a look at the records of chats there is no other
	// one with a refresh, 1 credit for each hundred of a module. It is a little less
	// than two refreshes, so that it takes place with every second one.
	lookEvery = 55 * time.Minute
	// refreshForChat is how old the directory may be when somebody opens a chat
	// that is not known yet, and refreshForOpen when they open one that is known
	// not to be linked.
	refreshForChat = time.Minute
	refreshForOpen = 10 * time.Minute
	// buildBudget bounds the reading of one cycle; a longer build goes on in the
	// next one.
	buildBudget = 20 * time.Second
)

// people is the directory of the connected organisation with what is needed to
// ask it.
type people struct {
	*directory.Directory
	crm     *zoho.Client
	conn    store.Connection
	sources []directory.Source
	region  string
	// ahead is an answer that came together with the one before.
	ahead *aheadOf
}

// directoryOf returns the directory of the connected organisation, nil when none
// is kept: by the user's choice, or because nothing is known of the
// organisation's modules yet.
func (a *App) directoryOf(ctx context.Context) (*people, error) {
	settings, err := a.store.Settings(ctx)
	if err != nil || settings.Directory == contract.DirectoryNever {
		return nil, err
	}
	crm, conn, err := a.crm(ctx)
	if err != nil || conn.OrgID == "" || len(conn.Modules) == 0 {
		return nil, err
	}
	d, err := a.openDirectory(ctx, conn)
	if err != nil {
		return nil, err
	}
	return &people{Directory: d, crm: crm, conn: conn, sources: sourcesOf(conn), region: regionOf(conn, settings)}, nil
}

// openDirectory opens the directory of an organisation as its user sees it, once
// in the life of a worker.
func (a *App) openDirectory(ctx context.Context, conn store.Connection) (*directory.Directory, error) {
	a.dirMu.Lock()
	defer a.dirMu.Unlock()
	scope := conn.OrgID + "-" + conn.UserID
	if a.dir != nil && a.dirScope == scope {
		return a.dir, nil
	}
	d, err := directory.Open(ctx, a.shelf, scope)
	if err != nil {
		return nil, err
	}
	d.LookEvery(lookEvery)
	a.dir, a.dirScope = d, scope
	return d, nil
}

// regionOf returns the region in which numbers without a country code are read.
func regionOf(conn store.Connection, settings contract.Settings) string {
	if settings.Region != "" {
		return settings.Region
	}
	return conn.Region
}

// sourcesOf returns the modules of people with the fields that may hold numbers.
func sourcesOf(conn store.Connection) []directory.Source {
	var out []directory.Source
	for _, m := range conn.Modules {
		if len(m.Phones) > 0 {
			out = append(out, directory.Source{Module: m.Module, Fields: phoneNames(m)})
		}
	}
	return out
}

// label returns the name of a phone field for people.
func (d *people) label(module contract.Module, field string) string {
	for _, f := range phonesOf(d.conn, module) {
		if f.Name == field {
			return f.Label
		}
	}
	return field
}

// status says what the directory is now.
func (d *people) status(now time.Time) directory.Status { return d.Status(now, d.sources) }

// olderThan says whether Zoho's changes were last taken longer than so ago.
func (d *people) olderThan(within time.Duration, now time.Time) bool {
	age := now.Sub(d.status(now).AsOf)
	return age >= within || age < 0
}

// find returns what the directory knows of some numbers. complete is false when
// it has to be asked Zoho itself.
func (a *App) find(ctx context.Context, d *people, numbers ...phone.Number) (answers []directory.Answer, complete bool, err error) {
	answers, err = d.Find(ctx, a.numbers, directory.Question{
		Numbers: numbers, Region: d.region, Sources: d.sources, Label: d.label, Now: a.now(),
	})
	switch {
	case errors.Is(err, directory.ErrNoIndex), errors.Is(err, directory.ErrDamaged):
		// A damaged index is out of service now; the next cycle builds it anew.
		return nil, false, nil
	case err != nil:
		return nil, false, numbersFailed(err)
	}
	complete = !slices.ContainsFunc(answers, func(x directory.Answer) bool { return x.Incomplete })
	return answers, complete, nil
}

// refreshDirectory takes the changes in Zoho, so that the directory knows all up
// to within ago, for at most budget. With whole it also looks about hourly whether
// the records of chats are still there, and with every refresh that somebody wishes
// for; and goes on with a build or begins one that is due. Without, it costs one
// credit for each module.
func (a *App) refreshDirectory(ctx context.Context, d *people, within, budget time.Duration, whole bool) error {
	if len(d.sources) == 0 {
		return nil
	}
	if refused, err := a.directoryRefused(ctx); err != nil {
		return err
	} else if refused {
		return errDirectoryRefused
	}
	ctx = forPurpose(ctx, contract.PurposeDirectory)
	start := a.now()
	if status := d.status(start); whole && status.RebuildDue {
		if !status.AsOf.IsZero() {
			// Once in the life of an index it is looked whether the phone fields are
			// still the same.
			if changed, err := a.learnFields(ctx); changed || err != nil {
				return err
			}
		}
		if err := d.Begin(ctx, d.sources, make([]directory.Bound, len(d.sources)), maxDirectory, start); err != nil {
			return err
		}
	}
	if wished := whole && within < refreshEvery; wished {
		if err := d.LookAgain(ctx); err != nil {
			return err
		}
	}
	if whole && (d.olderThan(within, start) || d.LookDue(start)) {
		if err := a.watchLinked(ctx, d); err != nil {
			return err
		}
	}
	for a.now().Sub(start) < budget {
		more, err := a.directoryStep(ctx, d, within, whole)
		if err != nil || !more {
			return err
		}
		// One refresh that began after the call is enough, however short within is.
		within = max(within, a.now().Sub(start)+2*time.Second)
	}
	return nil
}

// errDirectoryRefused says that Zoho has lately refused to be asked for the numbers of
// all records.
var errDirectoryRefused = fail(contract.CodeForbidden, contract.ProblemFieldUnavailable, "Zoho refuses the queries of the directory")

// directoryRefused says whether it did so within the hour: until then it is asked about
// single numbers, so that what it refuses for good costs little.
func (a *App) directoryRefused(ctx context.Context) (bool, error) {
	at, err := a.store.DirectoryRefused(ctx)
	passed := a.nowMS() - at
	return at != 0 && passed >= 0 && passed < lookEvery.Milliseconds(), err
}

// directoryStep takes one step, and says whether there may be another. What has
// changed in Zoho is carried over to the chats it concerns.
func (a *App) directoryStep(ctx context.Context, d *people, within time.Duration, whole bool) (more bool, err error) {
	a.stepMu.Lock()
	defer a.stepMu.Unlock()
	step := d.Next(a.now(), within)
	if step.Kind == directory.StepNone || step.Kind != directory.StepChanges && !whole {
		return false, nil
	}
	page, err := a.askStep(ctx, d, step)
	if errors.Is(err, zoho.ErrField) {
		// An administrator has hidden, encrypted or deleted a phone field: the
		// directory begins anew with those that are left.
		changed, learnErr := a.learnFields(ctx)
		if learnErr != nil {
			return false, errors.Join(err, learnErr)
		}
		if !changed {
			// The fields are listed as before, so the same would be refused again.
			if err := a.store.SaveDirectoryRefused(ctx, a.nowMS()); err != nil {
				return false, err
			}
		}
		return false, d.Forget(ctx)
	}
	if err != nil {
		return false, a.zohoFailed(ctx, err)
	}
	changes, err := d.Take(ctx, step, page, a.now())
	if errors.Is(err, directory.ErrDamaged) {
		// It is out of service now, and built anew.
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := a.follow(ctx, d, step, page, changes); err != nil {
		// What a look at the records of chats has told is told anew by another one.
		return false, errors.Join(err, d.LookAgain(ctx))
	}
	return true, nil
}

// rebuildDirectory is the user's wish to have all numbers read again. The old ones
// serve until that is done.
func (a *App) rebuildDirectory(ctx context.Context) error {
	if _, err := a.learnFields(ctx); err != nil {
		return a.zohoFailed(ctx, err)
	}
	d, err := a.directoryOf(ctx)
	if err != nil {
		return err
	}
	if d == nil {
		return fail(contract.CodeConflict, "", "no directory is kept")
	}
	if err := errors.Join(
		a.store.SaveDirectoryRefused(ctx, 0),
		d.Begin(ctx, d.sources, make([]directory.Bound, len(d.sources)), maxDirectory, a.now()),
	); err != nil {
		return err
	}
	return a.refreshDirectory(ctx, d, 0, buildBudget, true)
}

// forgetDirectory removes the directory when the user does not want one.
func (a *App) forgetDirectory(ctx context.Context) error {
	conn, found, err := a.store.Connection(ctx)
	if err != nil || !found || conn.OrgID == "" {
		return err
	}
	d, err := a.openDirectory(ctx, conn)
	if err != nil {
		return err
	}
	return d.Forget(ctx)
}

// directoryView is what the faces show of the directory.
func (a *App) directoryView(ctx context.Context) (contract.DirectoryView, error) {
	view := contract.DirectoryView{State: contract.DirectoryOff}
	conn, found, err := a.store.Connection(ctx)
	if err != nil || !found || conn.OrgID == "" {
		return view, err
	}
	settings, err := a.store.Settings(ctx)
	if err != nil || settings.Directory == contract.DirectoryNever {
		return view, err
	}
	d, err := a.openDirectory(ctx, conn)
	if err != nil {
		return view, err
	}
	s := d.Status(a.now(), sourcesOf(conn))
	view.State, view.Records, view.Unreadable = contract.DirectoryState(s.State), s.Records, s.Unreadable
	view.Read, view.Expected = s.Read, s.Expected
	if !s.AsOf.IsZero() {
		view.AsOf = s.AsOf.UnixMilli()
	}
	return view, nil
}
