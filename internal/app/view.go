package app

import (
	"context"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// changeView changes the stored view. fn returns whether to store it.
func (a *App) changeView(ctx context.Context, fn func(*contract.View) bool) error {
	a.viewMu.Lock()
	defer a.viewMu.Unlock()
	view, _, err := a.store.View(ctx)
	if err != nil {
		return err
	}
	if view.V == 0 {
		view.WhatsApp.State = contract.TabNone
		view.Backup.State = contract.BackupOff
	}
	view.V, view.At = contract.Version, a.nowMS()
	if !fn(&view) {
		return nil
	}
	return a.store.SaveView(ctx, view)
}

// noteWhatsApp puts what the tabs said into the view, if that is anything new.
func (a *App) noteWhatsApp(ctx context.Context, p page) error {
	return a.changeView(ctx, func(v *contract.View) bool {
		lastRead := v.WhatsApp.LastReadAt
		if p.ready() {
			lastRead = p.readAt
		}
		before := v.WhatsApp
		v.WhatsApp = contract.WhatsAppView{State: p.state, Account: p.account.Name, Verdict: p.verdict(), LastReadAt: lastRead}
		return v.WhatsApp != before
	})
}

// noteCycle puts the state of the backup into the view.
func (a *App) noteCycle(ctx context.Context, state contract.BackupState, problem *contract.Problem) error {
	return a.changeView(ctx, func(v *contract.View) bool {
		v.Backup.State, v.Backup.Problem = state, problem
		return true
	})
}

// publish brings what the view shows of stored things up to date. It runs at
// the end of every request.
func (a *App) publish(ctx context.Context) error {
	conn, connected, err := a.store.Connection(ctx)
	if err != nil {
		return err
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return err
	}
	times, err := a.store.SyncMarks(ctx)
	if err != nil {
		return err
	}
	spent, err := a.gate.view(ctx)
	if err != nil {
		return err
	}
	numbers, err := a.directoryView(ctx)
	if err != nil {
		return err
	}
	pace, err := a.paceNow(ctx)
	if err != nil {
		return err
	}
	counts, err := a.counts(ctx, conn.OrgID)
	if err != nil {
		return err
	}
	deals, err := a.dealsProblem(ctx, conn, settings)
	if err != nil {
		return err
	}
	return a.changeView(ctx, func(v *contract.View) bool {
		v.Zoho = zohoView(conn, connected)
		v.Settings, v.Credits, v.Directory = settings, spent, numbers
		v.Backup.LastSyncAt, v.Backup.LastTickAt = times.LastSyncAt, times.LastTickAt
		v.Backup.Linked, v.Backup.Paused, v.Backup.Waiting = counts.Linked, counts.Paused, counts.Waiting
		v.Backup.Pace, v.History, v.DealsProblem = pace.view(), counts.History, deals
		if p := v.Backup.Problem; p != nil && p.Code == contract.ProblemQuiet && pace.quietUntil.IsZero() {
			v.Backup.Problem = nil
		}
		if p := v.Backup.Problem; p != nil && p.Code == contract.ProblemNewerData {
			// An earlier core of this browser session could not read what this one has.
			v.Backup.Problem = nil
		}
		switch {
		case !connected:
			v.Backup.State, v.Backup.Problem = contract.BackupOff, nil
		case v.Backup.State == contract.BackupOff:
			v.Backup.State = contract.BackupIdle
		case v.Backup.State == contract.BackupRunning && !a.cycling.Load():
			// The cycle that said so ended with its worker.
			v.Backup.State = contract.BackupWaiting
		}
		return true
	})
}

func zohoView(conn store.Connection, connected bool) contract.ZohoView {
	if !connected {
		return contract.ZohoView{State: contract.ZohoNotConnected}
	}
	dc, _ := zoho.DataCentreByCode(conn.DataCentre)
	return contract.ZohoView{
		State: conn.State, DataCentre: conn.DataCentre, Way: contract.SignInWay(conn.ClientType), ClientID: conn.ClientID, User: conn.UserName,
		Org: conn.OrgName, Region: conn.Region, HomeURL: dc.CRM, Problem: conn.Problem,
		Environment: environmentOr(conn.Environment), Checks: conn.Checks, CheckedAt: conn.CheckedAt,
	}
}
