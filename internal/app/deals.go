package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// contactsPerCycle is how many contacts are asked for their deals in one cycle,
	// 1 credit each.
	contactsPerCycle = 5
	// referralsPerCycle is how many references are brought a step on in one cycle,
	// 1 credit each, and 1 more for all that are created.
	referralsPerCycle = 10
	// dealsBudget bounds the time that references take in one cycle.
	dealsBudget = 10 * time.Second
	// dealsAgain is how long nothing is asked after the user was refused deals.
	dealsAgain = time.Hour
	// stagesLife is how long the stages of deals are kept before they are read
	// again.
	stagesLife = 24 * time.Hour
)

// dealsRun is the writing of references in one cycle.
type dealsRun struct {
	app   *App
	crm   *zoho.Client
	conn  store.Connection
	mode  contract.DealsMode
	memo  store.Deals
	today string
	start time.Time
	// people are the contacts that chats are linked to, by their ids.
	people map[string]*dealsContact
	// refused is the last refusal that concerns one record alone, and worked says
	// that Zoho has answered a question as it should.
	refused error
	worked  bool
}

// dealsContact is a contact that chats are linked to.
type dealsContact struct {
	id, name string
	talk     backup.Talk
}

// referDeals lets the deals of linked contacts lead to their notes, as the user has
// chosen. It comes after everything else in a cycle, and waits in quiet hours and
// when more than half of the day's credits are used. That the user may not see deals
// keeps nothing else from going on.
func (a *App) referDeals(ctx context.Context, report cycleReport) error {
	settings, err := a.store.Settings(ctx)
	if err != nil || settings.Deals == contract.DealsOff || report.page.state == contract.TabChanged {
		return err
	}
	pace, err := a.paceNow(ctx)
	if err != nil || !pace.quietUntil.IsZero() {
		return err
	}
	spent, err := a.gate.view(ctx)
	if err != nil || settings.DailyCredits > 0 && 2*spent.Used > settings.DailyCredits {
		return err
	}
	ctx = forPurpose(ctx, contract.PurposeBackup)
	crm, conn, err := a.crm(ctx)
	if err != nil || conn.OrgID == "" {
		return err
	}
	memo, err := a.store.Deals(ctx, dealsScope(conn))
	if err != nil {
		return err
	}
	if age := a.now().Sub(time.UnixMilli(memo.ProblemAt)); memo.ProblemAt > 0 && age >= 0 && age < dealsAgain {
		return nil
	}
	r := dealsRun{
		app: a, crm: crm, conn: conn, mode: settings.Deals, memo: memo, start: a.now(), today: transcript.DayOf(a.now().Unix(), a.zone),
	}
	err = r.run(ctx)
	if backup.DealsHidden(err) || errors.Is(err, errStagesHidden) {
		return r.stopped(ctx, err)
	}
	return err
}

// dealsScope names whose view of the deals is remembered.
func dealsScope(conn store.Connection) string { return conn.OrgID + "/" + conn.UserID }

// errTimeUp ends a run whose time is up.
var errTimeUp = errors.New("the time for deals is up in this cycle")

func (r *dealsRun) run(ctx context.Context) error {
	if err := r.findContacts(ctx); err != nil {
		return err
	}
	open, err := r.due(ctx)
	if err != nil {
		return err
	}
	if len(open) < referralsPerCycle {
		if err := r.ask(ctx); err != nil && !errors.Is(err, errTimeUp) {
			return err
		}
		if open, err = r.due(ctx); err != nil {
			return err
		}
	}
	if len(open) > 0 {
		referrer, err := r.referrer()
		if err != nil {
			return err
		}
		refused, err := referrer.Refer(ctx, open[:min(referralsPerCycle, len(open))], func() error { return r.mayGoOn(ctx) })
		if err != nil && !errors.Is(err, errTimeUp) {
			return err
		}
		if refused != nil {
			r.refused = refused
		}
		r.worked = true
	}
	return r.tell(ctx)
}

// tell stores what was refused of single records, or that nothing is refused any
// more.
func (r *dealsRun) tell(ctx context.Context) error {
	switch {
	case r.refused != nil:
		problem := problemOf(r.refused)
		r.memo.Problem, r.memo.ProblemAt = &problem, 0
	case r.worked && r.memo.Problem != nil:
		r.memo.Problem, r.memo.ProblemAt = nil, 0
	default:
		return nil
	}
	return r.app.store.SaveDeals(ctx, r.memo)
}

func (r *dealsRun) mayGoOn(ctx context.Context) error {
	if age := r.app.now().Sub(r.start); age > dealsBudget {
		return errTimeUp
	}
	return ctx.Err()
}

// findContacts finds the contacts that chats of the organisation are linked to.
func (r *dealsRun) findContacts(ctx context.Context) error {
	r.people = map[string]*dealsContact{}
	accounts, err := r.app.store.Accounts(ctx, r.conn.OrgID)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		chats, err := r.app.store.Chats(ctx, account.Key)
		if err != nil {
			return err
		}
		totals, err := r.app.journal.Totals(ctx, account.Key)
		if err != nil {
			return err
		}
		for _, chat := range chats {
			if !chat.Link.Active() || chat.Link.Module != contract.ModuleContacts {
				continue
			}
			p := r.people[chat.Link.RecordID]
			if p == nil {
				p = &dealsContact{id: chat.Link.RecordID}
				r.people[p.id] = p
			}
			p.name = chat.Link.Name
			p.talk.LastT = max(p.talk.LastT, totals[chat.Key].LastT)
			p.talk.LinkedAt = max(p.talk.LinkedAt, chat.Link.LinkedAt)
		}
	}
	return nil
}

// due returns the references about which something can be done now, with their
// words. Those to a contact that no chat is linked to wait until one is.
func (r *dealsRun) due(ctx context.Context) ([]backup.Referral, error) {
	open, err := r.app.journal.OpenReferences(ctx, r.conn.OrgID)
	if err != nil {
		return nil, err
	}
	dc, _ := zoho.DataCentreByCode(r.conn.DataCentre)
	words, err := r.app.words()
	if err != nil {
		return nil, err
	}
	var out []backup.Referral
	for _, ref := range open {
		p := r.people[ref.Contact]
		if p == nil || !backup.ReferenceDue(ref, r.app.now()) {
			continue
		}
		t := backup.Referral{Reference: ref}
		address := dc.RecordURL(r.conn.ZGID, string(contract.ModuleContacts), ref.Contact)
		t.Title, t.Text = transcript.Reference(words, p.name, address, transcript.ReferenceMarker(ref.Org, ref.Contact, ref.Deal))
		out = append(out, t)
	}
	return out, nil
}

func (r *dealsRun) referrer() (backup.Referrer, error) {
	words, err := r.app.words()
	return backup.Referrer{
		Notes: understandingNotes{r.crm.Notes, r.app}, Ledger: r.app.journal, Now: r.app.now, StopsAll: stopsAll, Problem: problemOf,
		Surplus: func(title string) (string, string) { return transcript.ReferenceSurplus(words, title) },
	}, err
}

// stopped notes that the user may not see deals, or not enough of them.
func (r *dealsRun) stopped(ctx context.Context, err error) error {
	problem := problemOf(err)
	problem.RetryAt = r.app.now().Add(dealsAgain).UnixMilli()
	r.memo.Problem, r.memo.ProblemAt = &problem, r.app.nowMS()
	return r.app.store.SaveDeals(ctx, r.memo)
}

// tryDealsAgain forgets what has kept deals from getting notes, because the user has
// chosen anew.
func (a *App) tryDealsAgain(ctx context.Context) error {
	conn, found, err := a.store.Connection(ctx)
	if err != nil || !found {
		return err
	}
	memo, err := a.store.Deals(ctx, dealsScope(conn))
	if err != nil || memo.Problem == nil {
		return err
	}
	memo.Problem, memo.ProblemAt = nil, 0
	return a.store.SaveDeals(ctx, memo)
}

// dealsProblem returns what keeps deals from getting notes, nil for nothing.
func (a *App) dealsProblem(ctx context.Context, conn store.Connection, settings contract.Settings) (*contract.Problem, error) {
	if settings.Deals == contract.DealsOff {
		return nil, nil
	}
	memo, err := a.store.Deals(ctx, dealsScope(conn))
	return memo.Problem, err
}

// inOrder returns contacts, those with the latest news first.
func inOrder(people []*dealsContact) []*dealsContact {
	slices.SortFunc(people, func(x, y *dealsContact) int {
		return cmp.Or(cmp.Compare(y.talk.LastT, x.talk.LastT), cmp.Compare(x.id, y.id))
	})
	return people
}

// references returns the references that are wanted of a contact.
func (r *dealsRun) references(p *dealsContact, deals []string) []journal.Reference {
	var out []journal.Reference
	for _, deal := range deals {
		out = append(out, journal.Reference{Org: r.conn.OrgID, Contact: p.id, Deal: deal, State: journal.NoteWanted})
	}
	return out
}
