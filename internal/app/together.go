package app

import (
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/directory"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// Reads that are made in one call cost one credit instead of one each, but take five
// of the calls that those who signed in with one client may have under way at a time
// in an organisation. In the free edition these are all there are, and a colleague
// would be refused meanwhile, so it is for paid ones only. Whoever signed in before
// Chatkeep asked for the scope that this needs, or does without it, is served by
// single calls.
const (
	// apartWithoutScope is for how long reads are not put together when the sign-in
	// does not allow it, and apartRefused when Zoho refuses it for any other reason:
	// too many calls were under way, most likely.
	apartWithoutScope = 7 * 24 * time.Hour
	apartRefused      = time.Hour
	// changesApart is for how long the changes in each module are asked for by
	// themselves after there were more than fit in one call for both.
	changesApart = 6 * time.Hour
)

// askTogether makes several reads in one call and says whether Zoho has taken it.
// Where it has not, each is to be made by itself. An error is about all calls, like
// that of an offline computer, and single ones would meet it too.
func (a *App) askTogether(ctx context.Context, crm *zoho.Client, parts ...zoho.CompositePart) (answered bool, err error) {
	conn, found, err := a.store.Connection(ctx)
	if err != nil || !found || !conn.Paid || a.nowMS() < conn.ApartUntil {
		return false, err
	}
	err = crm.Composite.Read(ctx, parts...)
	if err == nil {
		return true, nil
	}
	var refused *zoho.APIError
	if !errors.As(err, &refused) && !errors.Is(err, zoho.ErrBadReply) || errors.Is(err, zoho.ErrServer) || errors.Is(err, zoho.ErrUnauthorized) {
		return false, err
	}
	apart := apartRefused
	if errors.Is(err, zoho.ErrScope) {
		apart = apartWithoutScope
	}
	if errors.Is(err, zoho.ErrThrottled) {
		// Calls pause now.
		return false, errors.Join(err, a.putApart(ctx, conn, apart))
	}
	return false, a.putApart(ctx, conn, apart)
}

// putApart notes that reads are not put together for a while.
func (a *App) putApart(ctx context.Context, conn store.Connection, while time.Duration) error {
	return a.updateConnection(ctx, func(now *store.Connection) bool {
		if now.ClientID != conn.ClientID || now.OrgID != conn.OrgID {
			return false
		}
		now.ApartUntil = a.now().Add(while).UnixMilli()
		return true
	})
}

// newest returns what asks for the newest notes of several records in one call.
func (a *App) newest(crm *zoho.Client) func(context.Context, []backup.Record) (map[backup.Record]zoho.NotePage, error) {
	return func(ctx context.Context, records []backup.Record) (map[backup.Record]zoho.NotePage, error) {
		var parts []zoho.CompositePart
		asked := map[backup.Record]*zoho.Part[zoho.NotePage]{}
		for _, r := range records {
			asked[r] = zoho.NotesPart(string(r.Module), r.ID)
			parts = append(parts, asked[r])
		}
		if answered, err := a.askTogether(ctx, crm, parts...); err != nil || !answered {
			return nil, err
		}
		out := map[backup.Record]zoho.NotePage{}
		for r, part := range asked {
			if page, err := part.Result(); err == nil {
				out[r] = page
			}
		}
		return out, nil
	}
}

// aheadOf is the answer to a step that came before the step was due.
type aheadOf struct {
	step directory.Step
	page directory.Page
}

// askStep makes the query of a step. The changes in both modules are asked for in
// one call where that is possible.
func (a *App) askStep(ctx context.Context, d *people, step directory.Step) (directory.Page, error) {
	ahead := d.ahead
	d.ahead = nil
	if ahead != nil && reflect.DeepEqual(ahead.step, step) {
		return ahead.page, nil
	}
	following, both := d.Following(step)
	if !both || step.Skip > 0 || a.nowMS() < a.changesApart.Load() {
		return d.ask(ctx, step)
	}
	first, second := d.part(step), d.part(following)
	if first == nil || second == nil {
		return d.ask(ctx, step)
	}
	if answered, err := a.askTogether(ctx, d.crm, first, second); err != nil {
		return directory.Page{}, err
	} else if !answered {
		return d.ask(ctx, step)
	}
	if got, err := second.Result(); err == nil {
		d.ahead = &aheadOf{following, pageOfRows(following.Source, got)}
	}
	got, err := first.Result()
	if err != nil {
		return d.ask(ctx, step)
	}
	if got.More || d.ahead != nil && d.ahead.page.More {
		a.changesApart.Store(a.now().Add(changesApart).UnixMilli())
	}
	return pageOfRows(step.Source, got), nil
}

// part is the query of a step as a part of a call, with as many rows as such a part
// can return; nil where there is none.
func (d *people) part(step directory.Step) *zoho.Part[zoho.Page[zoho.Row]] {
	m, known := d.module(step.Source.Module)
	if !known {
		return nil
	}
	step.Limit = min(step.Limit, zoho.MaxCompositeRecords)
	q, err := stepQuery(step)
	if err == nil {
		q, err = q.WithConversion(zoho.Conversion{Mark: m.Converted, Contact: m.ConvertedTo})
	}
	if err != nil {
		return nil
	}
	return zoho.QueryPart(q)
}
