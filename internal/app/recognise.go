package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

const (
	// lookupsPerCycle bounds how many unknown numbers one cycle asks Zoho
	// about, so that a first run spends its credits slowly.
	lookupsPerCycle = 8
	// namesAtOnce is how many chats are recognised from the directory together.
	namesAtOnce = 200
	// recogniseBudget bounds that in one cycle.
	recogniseBudget = 10 * time.Second
	// refreshOnWish is how old the directory may be when the user wishes a cycle.
	refreshOnWish = 5 * time.Second
	// refreshBudget bounds how long somebody waits for the directory who has
	// opened a chat.
	refreshBudget = 5 * time.Second
)

// unknown is a chat of which it has to be found out who it is.
type unknown struct {
	chat     store.Chat
	identity whatsapp.Identity
}

// recognise finds out who the chats are that are not known yet: all of them where
// there is a directory, which is to know all changes up to within ago; else those
// that had news lately, a few in each cycle.
func (a *App) recognise(ctx context.Context, p page, within time.Duration) error {
	d, err := a.directoryOf(ctx)
	if err != nil {
		return err
	}
	if d != nil {
		if err := a.refreshDirectory(ctx, d, within, buildBudget, true); err != nil {
			if stopsAll(err) {
				return err
			}
			// Zoho refuses this query of the directory; it can still be asked about
			// single numbers.
			d = nil
		}
	}
	if d == nil {
		if err := a.followLinked(ctx); err != nil {
			return err
		}
	}
	if p, err = a.withBook(ctx, p); err != nil {
		return err
	}
	if d == nil || d.status(a.now()).AsOf.IsZero() {
		return a.recogniseOnDemand(ctx, p)
	}
	return a.recogniseAll(ctx, d, p)
}

// recogniseAll finds out from the directory who the chats are, without a call to
// Zoho. Those that are not linked are decided anew whenever the directory, or what
// the user has set, may lead to another decision.
func (a *App) recogniseAll(ctx context.Context, d *people, p page) error {
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return err
	}
	basis := fmt.Sprintf("%s/%d/%s/%s", d.conn.OrgID, d.Revision(), d.region, settings.Linking)
	decided, err := a.store.Decided(ctx, p.account.Key)
	if err != nil {
		return err
	}
	anew := decided.Basis != basis
	if anew {
		decided = store.Decided{Basis: basis}
	}
	chats, err := a.unknownChats(ctx, p, 0, anew)
	if err != nil {
		return err
	}
	nobody := asSet(decided.Nobody)
	chats = slices.DeleteFunc(chats, func(u unknown) bool { return nobody[u.chat.Key] && !p.stores(u.chat) })
	start, before := a.now(), len(decided.Nobody)
	for part := range slices.Chunk(chats, namesAtOnce) {
		if a.now().Sub(start) > recogniseBudget {
			// The next cycle begins again with the last active ones.
			a.deeds.Add(1)
			return nil
		}
		without, err := a.recogniseSome(ctx, d, p, part)
		if err != nil {
			return err
		}
		decided.Nobody = append(decided.Nobody, without...)
	}
	if !anew && len(decided.Nobody) == before {
		return nil
	}
	return a.store.SaveDecided(ctx, p.account.Key, decided)
}

// stores says whether something is stored of a chat.
func (p page) stores(chat store.Chat) bool {
	_, stored := p.book.Chat(chat.Key)
	return stored
}

func asSet(keys []string) map[string]bool {
	set := make(map[string]bool, len(keys))
	for _, key := range keys {
		set[key] = true
	}
	return set
}

// unknownChats returns the chats with news since a time, in Unix seconds, of which
// it has to be found out who they are, the last active first; with anew also those
// of which that is known and that are not linked.
func (a *App) unknownChats(ctx context.Context, p page, since int64, anew bool) ([]unknown, error) {
	rows := slices.Clone(p.snapshot.Chats)
	slices.SortStableFunc(rows, func(x, y contract.ChatRow) int { return cmp.Compare(y.T, x.T) })
	var out []unknown
	for _, row := range rows {
		if row.T < since {
			break
		}
		chat, identity, err := a.knownChat(ctx, p, row)
		if err != nil {
			return nil, err
		}
		policy := whatsapp.PolicyOf(identity, row)
		if policy.Match && policy.BackUp && (a.lookupDue(chat) || anew && decidable(chat)) {
			out = append(out, unknown{chat, identity})
		}
	}
	return out, nil
}

// recogniseOnDemand asks Zoho about some of the chats that had news lately. It
// does nothing when the user wants to switch chats on by hand.
func (a *App) recogniseOnDemand(ctx context.Context, p page) error {
	settings, err := a.store.Settings(ctx)
	if err != nil || settings.Linking != contract.LinkCertain {
		return err
	}
	since := a.now().Add(-time.Duration(settings.FirstBackupDays) * 24 * time.Hour).Unix()
	chats, err := a.unknownChats(ctx, p, since, false)
	if err != nil {
		return err
	}
	for _, u := range chats[:min(lookupsPerCycle, len(chats))] {
		if err := a.lookup(ctx, u.chat, u.identity, fresh); err != nil && stopsAll(err) {
			return err
		}
		// What concerns this number alone is on its card; the others go on.
	}
	return nil
}

// recogniseSome finds out who some chats are, and returns the keys of those of
// which nobody has to be remembered.
func (a *App) recogniseSome(ctx context.Context, d *people, p page, chats []unknown) (nobody []string, err error) {
	a.deeds.Add(1)
	known, err := a.readNumbers(ctx, chats)
	if err != nil {
		return nil, err
	}
	for _, u := range chats {
		if u.chat.Number == nil {
			if _, err := a.noteDecision(ctx, u.chat, noNumber); err != nil {
				return nil, err
			}
		}
	}
	if len(known) == 0 {
		return nil, nil
	}
	own, err := a.ownNumbers(ctx, p.account.Key)
	if err != nil {
		return nil, err
	}
	numbers := make([]phone.Number, len(known))
	for i, u := range known {
		numbers[i] = *u.chat.Number
	}
	answers, _, err := a.find(ctx, d, numbers...)
	if err != nil || len(answers) == 0 {
		return nil, err
	}
	asked := 0
	for i, u := range known {
		if answers[i].Incomplete {
			// It is asked about when somebody opens the chat.
			continue
		}
		found := finding{Decision: match.Decide(numbers[i], answers[i].Found, d.options(own)), conn: d.conn, indexed: true}
		if found.Why == contract.WhyNobody && !p.stores(u.chat) {
			nobody = append(nobody, u.chat.Key)
			continue
		}
		if found.Why == contract.WhySeveral && u.chat.Lookup == nil {
			if asked++; asked > lookupsPerCycle {
				continue
			}
			if found, err = a.remembered(ctx, u.chat, found); err != nil {
				return nil, a.zohoFailed(ctx, err)
			}
		}
		chat, err := a.noteDecision(ctx, u.chat, found)
		if err != nil {
			return nil, err
		}
		if err := a.redrawCard(ctx, p, chat); err != nil {
			return nil, err
		}
	}
	return nobody, nil
}

// redrawCard draws the card of a chat that has one to be seen: of the open chat,
// and of those that are linked.
func (a *App) redrawCard(ctx context.Context, p page, chat store.Chat) error {
	if chat.Link == nil && !slices.Contains(chat.IDs, p.snapshot.Active) {
		return nil
	}
	return a.saveCard(ctx, chat, contract.ChatNotInZoho)
}

// readNumbers reads the numbers of chats in one batch into them, and returns the
// chats whose number can be read.
func (a *App) readNumbers(ctx context.Context, chats []unknown) ([]unknown, error) {
	var texts []phone.Text
	var which []int
	for i, u := range chats {
		if u.chat.Number != nil {
			continue
		}
		digits, ok := u.identity.PhoneDigits()
		if !ok {
			continue
		}
		if text, ok := phone.JIDText(digits); ok {
			texts, which = append(texts, text), append(which, i)
		}
	}
	if len(texts) > 0 {
		read, err := a.numbers.Read(ctx, texts)
		if err != nil {
			return nil, numbersFailed(err)
		}
		for i, list := range read {
			if len(list) == 1 && list[0].E164 != "" {
				chats[which[i]].chat.Number = &list[0]
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(chats), func(u unknown) bool { return u.chat.Number == nil }), nil
}
