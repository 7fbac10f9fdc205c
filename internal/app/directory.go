package app

import (
	"context"
	"errors"
	"fmt"
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
	// each module, and one more for each that has linked records.
	refreshEvery = 30 * time.Minute
	// refreshForChat is how old the directory may be when somebody opens a chat
	// that is not known yet.
	refreshForChat = time.Minute
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
// to within ago, for at most budget. With whole it also looks whether the records
// of chats are still there, and goes on with a build or begins one that is due;
// without, it costs one credit for each module.
func (a *App) refreshDirectory(ctx context.Context, d *people, within, budget time.Duration, whole bool) error {
	if len(d.sources) == 0 {
		return nil
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
	if whole {
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

// directoryStep takes one step, and says whether there may be another. What has
// changed in Zoho is carried over to the chats it concerns.
func (a *App) directoryStep(ctx context.Context, d *people, within time.Duration, whole bool) (more bool, err error) {
	a.stepMu.Lock()
	defer a.stepMu.Unlock()
	step := d.Next(a.now(), within)
	if step.Kind == directory.StepNone || step.Kind != directory.StepChanges && !whole {
		return false, nil
	}
	page, err := d.ask(ctx, step)
	if errors.Is(err, zoho.ErrField) {
		// An administrator has hidden, encrypted or deleted a phone field: the
		// directory begins anew with those that are left.
		if _, learnErr := a.learnFields(ctx); learnErr != nil {
			return false, errors.Join(err, learnErr)
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
	return true, a.follow(ctx, d, step, page, changes)
}

// ask makes the query of a step.
func (d *people) ask(ctx context.Context, step directory.Step) (directory.Page, error) {
	i := slices.IndexFunc(d.conn.Modules, func(m store.PeopleModule) bool { return m.Module == step.Source.Module })
	if i < 0 {
		return directory.Page{}, fmt.Errorf("app: the directory asks for module %s", step.Source.Module)
	}
	q, err := stepQuery(step)
	if err != nil {
		return directory.Page{}, err
	}
	got, err := queryPeople(ctx, d.crm, d.conn.Modules[i], q)
	return pageOfRows(step.Source, got), err
}

// queryPeople makes a query that also tells which leads were converted, as far as
// the organisation's fields do. Some list a field that queries do not know.
func queryPeople(ctx context.Context, crm *zoho.Client, m store.PeopleModule, q zoho.Query) (zoho.Page[zoho.Row], error) {
	marks := zoho.Conversion{Mark: m.Converted, Contact: m.ConvertedTo}
	for {
		asked, err := q.WithConversion(marks)
		if err != nil {
			return zoho.Page[zoho.Row]{}, err
		}
		page, err := crm.COQL.Query(ctx, asked)
		var refused *zoho.APIError
		if err == nil || !errors.Is(err, zoho.ErrField) || !errors.As(err, &refused) {
			return page, err
		}
		fewer, was := marks.Without(refused.APIName())
		if !was {
			return page, err
		}
		marks = fewer
	}
}

// stepQuery is the query of a step.
func stepQuery(step directory.Step) (zoho.Query, error) {
	module, fields := string(step.Source.Module), step.Source.Fields
	var q zoho.Query
	var err error
	switch step.Kind {
	case directory.StepPage:
		if q, err = zoho.WithPhoneQuery(module, fields, nameFields, step.Limit); err == nil && step.After != "" {
			q, err = q.After(step.After)
		}
	case directory.StepChanges:
		if q, err = zoho.ModifiedSinceQuery(module, fields, nameFields, step.Since, step.Limit); err == nil && step.Skip > 0 {
			q, err = q.Offset(step.Skip)
		}
	case directory.StepCheck:
		q, err = zoho.IDsQuery(module, fields, nameFields, step.IDs)
	default:
		err = fmt.Errorf("app: unknown step %q of the directory", step.Kind)
	}
	return q, err
}

// pageOfRows is Zoho's answer as the directory takes it.
func pageOfRows(source directory.Source, got zoho.Page[zoho.Row]) directory.Page {
	page := directory.Page{More: got.More}
	for _, r := range got.Items {
		row := directory.Row{
			ID: r.ID, Name: r.Fields[fullNameField], OwnerID: r.OwnerID, Modified: r.ModifiedTime,
			Converted: r.Converted, ConvertedTo: r.ConvertedTo,
		}
		for _, field := range source.Fields {
			row.Phones = append(row.Phones, r.Fields[field])
		}
		page.Rows = append(page.Rows, row)
	}
	return page
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
	if err := d.Begin(ctx, d.sources, make([]directory.Bound, len(d.sources)), maxDirectory, a.now()); err != nil {
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
