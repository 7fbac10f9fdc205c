package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/health"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

const (
	// probeSize is how many of a chat's newest messages the self-test looks at.
	probeSize = 20
	// maxProbes is how many chats are tried before a page counts as changed: one
	// odd chat must not stop the backup of all others.
	maxProbes = 2
	// probeAgain is how long after a failed self-test the second one comes.
	probeAgain = 2 * time.Second
)

// suspect says whether WhatsApp Web failed the self-test when it was last
// examined.
func (a *App) suspect(ctx context.Context) (bool, error) {
	last, found, err := a.store.Health(ctx)
	return found && last.Verdict == contract.VerdictChanged, err
}

// examineDue examines the page when something is about to be read because of
// it, and when it failed before.
func (a *App) examineDue(ctx context.Context, p page) (page, error) {
	switch p.state {
	case contract.TabChanged:
		p.state = contract.TabReady
		chats, err := a.probes(ctx, p)
		if err != nil {
			return p, err
		}
		return a.examine(ctx, p, chats)
	case contract.TabReady:
		chats, histories, err := a.dueChats(ctx, p)
		if err != nil || len(chats)+len(histories) == 0 {
			return p, err
		}
		return a.examine(ctx, p, slices.Concat(chats, histories))
	}
	return p, nil
}

// probes returns the linked chats of the page. No others are read, not even to
// test the reading.
func (a *App) probes(ctx context.Context, p page) ([]due, error) {
	p, err := a.withBook(ctx, p)
	if err != nil {
		return nil, err
	}
	var found []due
	for _, row := range p.snapshot.Chats {
		d, linked, err := a.linkedChat(ctx, p, row)
		if err != nil {
			return nil, err
		}
		if linked {
			found = append(found, d)
		}
	}
	return found, nil
}

// examine puts the page to the self-test with one of chats, and leaves what it
// found for the faces. A page that fails is TabChanged, and nothing is taken
// from it; one whose messages cannot be had at all is TabPartial if its screen
// can be read.
func (a *App) examine(ctx context.Context, p page, chats []due) (page, error) {
	if p.examined {
		return p, nil
	}
	if len(chats) == 0 {
		if p.verdict() == contract.VerdictChanged {
			p.state = contract.TabChanged
		}
		return p, errors.Join(a.noteHealth(ctx, p, probe{}), a.noteExamined(ctx, p))
	}
	chats = slices.Clone(chats)
	slices.SortStableFunc(chats, func(x, y due) int { return cmp.Compare(y.row.T, x.row.T) })
	if i := slices.IndexFunc(chats, func(d due) bool { return d.row.Chat == p.snapshot.Active }); i > 0 {
		// The open chat can be compared with the screen too.
		chats[0], chats[i] = chats[i], chats[0]
	}
	var last probe
	tried := 0
	for _, d := range chats {
		found, err := a.probe(ctx, p, d)
		if errors.Is(err, PageSilent) {
			found, err = a.probeSilent(ctx, p, d)
		}
		if tabLost(err) {
			p.state = contract.TabWaiting
			return p, nil
		}
		if err != nil {
			return p, err
		}
		if !found.conclusive {
			continue
		}
		last = found
		if tried++; len(last.failed) == 0 || tried == maxProbes {
			break
		}
	}
	if !last.conclusive {
		// No chat could be tested, so none of them can be read now either. What
		// failed before is not forgiven by that.
		return a.unexamined(ctx, p)
	}
	p = p.readBy(last.variant)
	switch {
	case len(last.failed) == 0:
		p.examined = true
	case last.unreadable:
		var err error
		if p, err = a.askScreen(ctx, p); err != nil {
			return p, err
		}
		if p.state != contract.TabPartial {
			p.state = contract.TabChanged
		}
	default:
		p.state = contract.TabChanged
	}
	if err := a.noteHealth(ctx, p, last); err != nil {
		return p, err
	}
	return p, a.noteExamined(ctx, p)
}

// noteExamined puts a page that was examined into the view. Who has read the page
// meanwhile did not know what the self-test would say, and the self-test not what
// they read: then the page is read once more.
func (a *App) noteExamined(ctx context.Context, p page) error {
	overtaken, err := a.noteWhatsApp(ctx, p)
	if overtaken {
		_, err = a.readPage(ctx)
	}
	return err
}

// unexamined returns a page of which nothing could be tested as it was known
// before.
func (a *App) unexamined(ctx context.Context, p page) (page, error) {
	suspect, err := a.suspect(ctx)
	if err != nil {
		return p, err
	}
	if suspect {
		p.state = contract.TabChanged
		return p, nil
	}
	return p, a.noteHealth(ctx, p, probe{})
}

// probe is what the self-test found with one chat.
type probe struct {
	failed []contract.SelfTest
	// variant is the way in which the messages were read, empty when they were not.
	variant string
	// agreement is nil when nothing could be compared.
	agreement *contract.Agreement
	// unreadable is true when the messages could not be had at all.
	unreadable bool
	// conclusive is false when the chat could not be asked now, for a reason of
	// its own.
	conclusive bool
}

// probe tests the reading with one chat: what the page's modules tell of its
// newest messages against what WhatsApp's database and screen say. What fails is
// read once more, because a message may have come in between.
func (a *App) probe(ctx context.Context, p page, d due) (probe, error) {
	first, err := a.probeOnce(ctx, p, d)
	if err != nil || !first.conclusive || len(first.failed) == 0 {
		return first, err
	}
	if err := a.clock.Sleep(ctx, probeAgain); err != nil {
		return first, err
	}
	second, err := a.probeOnce(ctx, p, d)
	second.failed = slices.DeleteFunc(second.failed, func(t contract.SelfTest) bool { return !slices.Contains(first.failed, t) })
	return second, err
}

// probeSilent asks a page for messages once more that has not answered in time. One
// that goes on telling its chats, and no message, cannot be read; any other is about
// to start, or to sleep.
func (a *App) probeSilent(ctx context.Context, p page, d due) (probe, error) {
	if err := a.clock.Sleep(ctx, probeAgain); err != nil {
		return probe{}, err
	}
	found, err := a.probeOnce(ctx, p, d)
	if !errors.Is(err, PageSilent) {
		return found, err
	}
	now, err := a.askTab(ctx, p.tab)
	if err != nil {
		return probe{}, err
	}
	if !now.ready() || !now.me.Same(p.me) {
		return probe{}, PageSilent
	}
	return noMessages(), nil
}

// noMessages is what is found of a page whose messages cannot be had at all.
func noMessages() probe {
	return probe{failed: []contract.SelfTest{contract.TestMessages}, unreadable: true, conclusive: true}
}

func (a *App) probeOnce(ctx context.Context, p page, d due) (probe, error) {
	got, rejected, err := a.askMessages(ctx, p, d.identity, "", probeSize)
	var refused PageError
	switch {
	case tabLost(err), ctx.Err() != nil:
		return probe{}, err
	case errors.Is(err, PageUnreadable) && p.partial():
		// WhatsApp's own list of this chat is not loaded. That says nothing of the
		// lists of other chats.
		return probe{}, a.noteUnread(ctx, d)
	case errors.Is(err, PageUnreadable):
		return noMessages(), nil
	case errors.As(err, &refused):
		// About this chat alone, for instance because it moves to another id.
		return probe{}, nil
	case errors.Is(err, errUnreadable):
		return probe{failed: []contract.SelfTest{contract.TestMessages}, conclusive: true}, nil
	case err != nil:
		return probe{}, err
	}
	witness, err := a.askWitness(ctx, p, d.identity, got)
	if err != nil {
		return probe{}, err
	}
	reading := health.Reading{
		Identity: d.identity, Title: d.row.Title, Open: d.row.Chat == p.snapshot.Active, FirstSync: p.snapshot.FirstSync,
		Page: got, Rejected: rejected, Witness: witness, Now: a.now().Unix(),
	}
	agreement := health.Agree(reading)
	return probe{failed: health.SelfTest(reading), variant: got.Variant, agreement: &agreement, conclusive: true}, nil
}

// askWitness asks the database and the screen. A witness that says nothing, or
// makes no sense, accuses nobody.
func (a *App) askWitness(ctx context.Context, p page, identity whatsapp.Identity, got whatsapp.Page) (contract.Witness, error) {
	silent := contract.Witness{Database: contract.DatabaseWitness{State: contract.DatabaseBusy}}
	keys := []string{}
	for _, m := range got.Messages {
		keys = append(keys, m.Key)
	}
	question := &contract.WitnessQuestion{Chat: identity.Chat.String(), Keys: keys, Count: probeSize}
	raw, err := a.pages.Ask(ctx, p.tab.ID, contract.PageQuestion{V: contract.Version, Op: contract.OpWitnessRead, Witness: question})
	if ctx.Err() != nil {
		return silent, ctx.Err()
	}
	if err != nil {
		return silent, nil
	}
	said, err := whatsapp.DecodeWitness(raw)
	if err != nil {
		return silent, nil
	}
	return said, nil
}
