package app

import (
	"cmp"
	"context"
	"errors"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// changeView changes the stored view. fn returns whether to store it.
func (a *App) changeView(ctx context.Context, fn func(*contract.View) bool) error {
	return a.redrawView(ctx, false, fn)
}

// redrawView changes the stored view, anew with what it shows of stored things as that
// is now. fn returns whether to store it. The first view of a browser session tells all of
// it from the beginning: no face draws half of one. Of two views the later one shows what
// was stored later, because nobody else draws one in between.
func (a *App) redrawView(ctx context.Context, anew bool, fn func(*contract.View) bool) error {
	a.viewMu.Lock()
	defer a.viewMu.Unlock()
	view, _, err := a.store.View(ctx)
	if err != nil {
		return err
	}
	if view.V == 0 {
		view.WhatsApp.State = contract.TabNone
		view.Backup.State = contract.BackupOff
		anew = true
	}
	if anew {
		if err := a.tellStored(ctx, &view); err != nil {
			return err
		}
	}
	view.V, view.At = contract.Version, a.nowMS()
	if !fn(&view) {
		return nil
	}
	return a.store.SaveView(ctx, view)
}

// noteWhatsApp puts what the tabs said into the view, if that is anything new. What
// was read before the view's own reading began is passed over: overtaken says that it
// would have told something else.
func (a *App) noteWhatsApp(ctx context.Context, p page) (overtaken bool, err error) {
	another := false
	err = a.changeView(ctx, func(v *contract.View) bool {
		before := v.WhatsApp
		told := contract.WhatsAppView{
			State: p.state, Account: p.account.Name, AccountID: before.AccountID, Verdict: p.verdict(), LastReadAt: before.LastReadAt,
		}
		if p.shown() {
			told.AccountID = p.account.Key
		}
		if p.reading < a.viewed {
			overtaken = told != before
			return false
		}
		if a.viewed = p.reading; p.ready() {
			told.LastReadAt = p.readAt
		}
		another = before.AccountID != "" && told.AccountID != before.AccountID
		v.WhatsApp = told
		return told != before
	})
	if err != nil || !another {
		return overtaken, err
	}
	return overtaken, a.forgetShown(ctx, p)
}

// forgetShown takes away what the sidebar shows of the chats of an account when
// another one is signed in, as the two may have a chat with one person, and shows
// what is stored of the other one's.
func (a *App) forgetShown(ctx context.Context, p page) error {
	a.cardMu.Lock()
	err := a.store.ForgetShown(ctx)
	a.cardMu.Unlock()
	if err != nil {
		return err
	}
	if row, found := p.row(p.snapshot.Active); found {
		chat, identity, err := a.knownChat(ctx, p, row)
		if err != nil {
			return err
		}
		if err := a.saveCard(ctx, chat, cmp.Or(whatsapp.PolicyOf(identity, row).State, contract.ChatNotInZoho)); err != nil {
			return err
		}
	}
	return a.showPeople(ctx, p)
}

// shows says whether the sidebar shows the chats of an account.
func (a *App) shows(ctx context.Context, account string) (bool, error) {
	view, _, err := a.store.View(ctx)
	return showsOf(view, account), err
}

func showsOf(view contract.View, account string) bool {
	return view.WhatsApp.AccountID == "" || view.WhatsApp.AccountID == account
}

// noteCycle puts the state of the backup into the view.
func (a *App) noteCycle(ctx context.Context, state contract.BackupState, problem *contract.Problem) error {
	return a.changeView(ctx, func(v *contract.View) bool {
		v.Backup.State, v.Backup.Problem = state, problem
		return true
	})
}

// noteEnded puts the state of the backup after a cycle into the view, together with what
// it has come to: whoever sees that the cycle has ended finds the rest of the view in
// place. The state is told also when what is stored cannot be read.
func (a *App) noteEnded(ctx context.Context, state contract.BackupState, problem *contract.Problem) error {
	end := func(v *contract.View) bool {
		v.Backup.State, v.Backup.Problem = state, problem
		return true
	}
	err := a.redrawView(ctx, true, end)
	if err != nil {
		err = errors.Join(err, a.changeView(ctx, end))
	}
	return err
}

// publish brings what the view shows of stored things up to date. It runs at
// the end of every request. A view that tells when a cycle has ended tells all that
// was stored until then.
func (a *App) publish(ctx context.Context) error {
	return a.redrawView(ctx, true, func(*contract.View) bool { return true })
}

// tellStored brings what a view shows of stored things up to date.
func (a *App) tellStored(ctx context.Context, v *contract.View) error {
	times, err := a.store.SyncMarks(ctx)
	if err != nil {
		return err
	}
	conn, connected, err := a.store.Connection(ctx)
	if err != nil {
		return err
	}
	settings, err := a.store.Settings(ctx)
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
	case v.Backup.State == contract.BackupOff && a.cycling.Load() != cycleNone:
		v.Backup.State = contract.BackupRunning
	case v.Backup.State == contract.BackupOff:
		v.Backup.State = contract.BackupIdle
		if counts.Waiting > 0 {
			v.Backup.State = contract.BackupWaiting
		}
	case v.Backup.State == contract.BackupRunning && a.cycling.Load() == cycleNone:
		// The cycle that said so ended with its worker.
		v.Backup.State = contract.BackupWaiting
	}
	return nil
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
