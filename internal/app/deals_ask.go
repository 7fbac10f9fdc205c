package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// errStagesHidden says that the user may not see in which stage a deal is, so that
// open ones cannot be told from others.
var errStagesHidden = &Failure{
	Code: contract.CodeForbidden, Problem: contract.ProblemFieldUnavailable, Detail: "Stage", Message: "the stage of deals is hidden",
}

// ask asks some contacts for their deals, and stores which of these are to get a
// reference.
func (r *dealsRun) ask(ctx context.Context) error {
	ids := slices.DeleteFunc(slices.Sorted(maps.Keys(r.people)), func(id string) bool {
		return !r.people[id].talk.Recent(r.app.now())
	})
	asked, err := r.app.journal.DealsAsked(ctx, r.conn.OrgID, ids)
	if err != nil {
		return err
	}
	var due []*dealsContact
	for _, id := range ids {
		if backup.DealsDue(r.mode, r.people[id].talk, asked[id], r.app.now(), r.today) {
			due = append(due, r.people[id])
		}
	}
	for _, p := range inOrder(due)[:min(contactsPerCycle, len(due))] {
		if err := r.mayGoOn(ctx); err != nil {
			return err
		}
		if err := r.askContact(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// askContact asks one contact for its deals. A refusal that concerns this contact
// alone is waited with until the next day.
func (r *dealsRun) askContact(ctx context.Context, p *dealsContact) error {
	deals, err := r.dealsOf(ctx, p)
	switch {
	case err == nil:
		r.worked = true
	case errors.Is(err, zoho.ErrNotFound):
		// The backup of its chats finds out and tells.
	case stopsAll(err), backup.DealsHidden(err), errors.Is(err, errStagesHidden):
		return err
	default:
		r.refused = err
	}
	known, err := r.app.journal.ReferredDeals(ctx, r.conn.OrgID, p.id)
	if err != nil {
		return err
	}
	noted := journal.DealsAsked{Date: r.today, Mode: r.mode, LastT: p.talk.LastT}
	return r.app.journal.NoteDeals(ctx, r.conn.OrgID, p.id, noted, r.references(p, backup.WantedDeals(r.mode, deals, known)))
}

// dealsOf returns the deals of a contact, the one changed last first: 1 credit, and
// 1 more a day for the stages.
func (r *dealsRun) dealsOf(ctx context.Context, p *dealsContact) ([]backup.Deal, error) {
	n := backup.LatestDeals
	var stages zoho.DealStages
	if r.mode == contract.DealsOpen {
		var err error
		if stages, err = r.stages(ctx); err != nil {
			return nil, err
		}
		n = zoho.MaxDeals
	}
	page, err := r.crm.Deals.OfContact(ctx, p.id, n)
	if err != nil {
		return nil, r.app.understood(ctx, err)
	}
	deals := make([]backup.Deal, len(page.Items))
	for i, d := range page.Items {
		deals[i] = backup.Deal{ID: d.ID, Open: stages.Open(d.Stage)}
	}
	return deals, nil
}

// stages returns the stages of deals, read from Zoho when those that are known are
// not fresh.
func (r *dealsRun) stages(ctx context.Context) (zoho.DealStages, error) {
	age := r.app.now().Sub(time.UnixMilli(r.memo.StagesAt))
	if r.memo.StagesAt == 0 || age < 0 || age >= stagesLife || !r.memo.StagesKnown {
		stages, err := r.crm.Deals.Stages(ctx)
		if err != nil {
			return stages, r.app.understood(ctx, err)
		}
		r.memo.StagesAt, r.memo.StagesKnown, r.memo.Closed = r.app.nowMS(), stages.Known, stages.Closed
		if err := r.app.store.SaveDeals(ctx, r.memo); err != nil {
			return stages, err
		}
	}
	if !r.memo.StagesKnown {
		return zoho.DealStages{}, errStagesHidden
	}
	return zoho.DealStages{Known: true, Closed: r.memo.Closed}, nil
}
