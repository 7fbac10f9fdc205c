package app

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/directory"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// followLinked asks about hourly what became of the records that chats are linked to,
// where no directory does: of each module those of the chats with the latest messages,
// as many as one query names, for one credit. What Zoho refuses of it is asked for
// again an hour later.
func (a *App) followLinked(ctx context.Context) error {
	if due, err := a.linkedLookDue(ctx); err != nil || !due {
		return err
	}
	if last, err := a.store.LinkedLook(ctx); err != nil || last == 0 {
		// The links are as new as the installation.
		return errors.Join(err, a.store.SaveLinkedLook(ctx, a.nowMS()))
	}
	ctx = forPurpose(ctx, contract.PurposeDirectory)
	crm, conn, err := a.crm(ctx)
	if err != nil {
		return err
	}
	chats, err := a.chatsWithRecord(ctx)
	if err != nil {
		return err
	}
	// Whatever comes of it, the next look is an hour away.
	if err := a.store.SaveLinkedLook(ctx, a.nowMS()); err != nil {
		return err
	}
	for _, m := range conn.Modules {
		// What is refused of one module keeps nobody from the other.
		if err := a.followModule(ctx, crm, m, chats); err != nil && stopsAll(err) {
			return err
		}
	}
	return nil
}

// followModule carries over what became of the linked records of one module. chats
// come with the latest messages first.
func (a *App) followModule(ctx context.Context, crm *zoho.Client, m store.PeopleModule, chats []store.Chat) error {
	source := directory.Source{Module: m.Module, Fields: phoneNames(m)}
	var ids []string
	for _, chat := range chats {
		if chat.Link.Module == m.Module && len(ids) < zoho.MaxQueryIDs && !slices.Contains(ids, chat.Link.RecordID) {
			ids = append(ids, chat.Link.RecordID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	step := directory.Step{Kind: directory.StepCheck, Source: source, IDs: ids}
	q, err := stepQuery(step)
	if err != nil {
		return err
	}
	got, err := queryPeople(ctx, crm, m, q)
	if err != nil {
		return a.zohoFailed(ctx, err)
	}
	page := pageOfRows(source, got)
	changes := foundOf(m.Module, ids, page)
	for _, chat := range chats {
		if chat.Link.Module != m.Module || !slices.Contains(ids, chat.Link.RecordID) {
			continue
		}
		if err := a.followChat(ctx, crm, chat, step, page, changes); err != nil {
			return err
		}
	}
	return nil
}

// foundOf says which of the records asked for by their ids are not there, and which
// became contacts. It is a pure function.
func foundOf(module contract.Module, ids []string, page directory.Page) directory.Changes {
	var changes directory.Changes
	for _, id := range ids {
		ref := directory.Ref{Module: module, ID: id}
		i := slices.IndexFunc(page.Rows, func(r directory.Row) bool { return r.ID == id })
		switch {
		case i < 0:
			changes.Missing = append(changes.Missing, ref)
		case page.Rows[i].Converted:
			changes.Converted = append(changes.Converted, directory.Conversion{Lead: ref, Contact: page.Rows[i].ConvertedTo})
		}
	}
	return changes
}

// linkedLookDue says whether it is time to look at the records of chats.
func (a *App) linkedLookDue(ctx context.Context) (bool, error) {
	last, err := a.store.LinkedLook(ctx)
	if err != nil {
		return false, err
	}
	if passed := a.nowMS() - last; passed >= 0 && passed < lookEvery.Milliseconds() {
		return false, nil
	}
	chats, err := a.chatsWithRecord(ctx)
	return len(chats) > 0, err
}

// chatsWithRecord returns the chats of all accounts that are linked to a record which was
// there when it was last heard of, those with the latest messages first.
func (a *App) chatsWithRecord(ctx context.Context) ([]store.Chat, error) {
	accounts, err := a.accounts(ctx)
	if err != nil {
		return nil, err
	}
	times, err := a.store.SyncTimes(ctx)
	if err != nil {
		return nil, err
	}
	var linked []store.Chat
	for _, account := range accounts {
		chats, err := a.store.Chats(ctx, account.Key)
		if err != nil {
			return nil, err
		}
		for _, chat := range chats {
			if chat.Link != nil && !chat.Link.Gone {
				linked = append(linked, chat)
			}
		}
	}
	slices.SortStableFunc(linked, func(x, y store.Chat) int {
		return cmp.Compare(times.Chats[syncKey(y)].SavedUntil, times.Chats[syncKey(x)].SavedUntil)
	})
	return linked, nil
}
