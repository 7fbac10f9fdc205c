package app

import (
	"context"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/health"
)

// checkHealth is the user's wish to know how well WhatsApp Web can be read. A
// chat that is backed up is compared if there is one.
func (a *App) checkHealth(ctx context.Context) error {
	p, err := a.readPage(ctx)
	if err != nil {
		return err
	}
	if p.state == contract.TabChanged {
		p.state = contract.TabReady
	}
	if !p.ready() {
		return a.noteHealth(ctx, p, probe{})
	}
	chats, err := a.probes(ctx, p)
	if err != nil {
		return err
	}
	_, err = a.examine(ctx, p, chats)
	return err
}

// noteHealth leaves what was found for the faces.
func (a *App) noteHealth(ctx context.Context, p page, found probe) error {
	view, _, err := a.store.View(ctx)
	if err != nil {
		return err
	}
	return a.store.SaveHealth(ctx, health.Report(health.Input{
		At: a.nowMS(), LastReadAt: view.WhatsApp.LastReadAt, State: p.state, Snapshot: p.snapshot, Rejected: len(p.rejected),
		Visible: p.state == contract.TabPartial, Failed: found.failed, Agreement: found.agreement,
		Tab: contract.TabHealth{Open: p.open, Asleep: p.tab.Asleep, KeptAwake: p.open > 0 && !p.tab.AutoDiscardable},
	}))
}

// verdict judges a page by what it says of itself.
func (p page) verdict() contract.Verdict {
	return health.Report(health.Input{
		State: p.state, Snapshot: p.snapshot, Rejected: len(p.rejected), Visible: p.state == contract.TabPartial,
	}).Verdict
}
