package app

import (
	"cmp"
	"context"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// maxOffers is how many candidates the list shows of one chat.
const maxOffers = 3

// showPeople leaves the list of chats and who they are in Zoho for the sidebar.
func (a *App) showPeople(ctx context.Context, p page) error {
	if !p.ready() {
		return nil
	}
	p, err := a.withBook(ctx, p)
	if err != nil {
		return err
	}
	decided, err := a.store.Decided(ctx, p.account.Key)
	if err != nil {
		return err
	}
	nobody := asSet(decided.Nobody)
	people := contract.People{V: contract.Version, At: a.nowMS(), Account: p.account.Name, Rows: []contract.PersonRow{}}
	rows := slices.Clone(p.snapshot.Chats)
	slices.SortStableFunc(rows, func(x, y contract.ChatRow) int { return cmp.Compare(y.T, x.T) })
	for _, row := range rows {
		chat, identity, err := a.knownChat(ctx, p, row)
		if err != nil {
			return err
		}
		if chat.Lookup == nil && nobody[chat.Key] && !p.stores(chat) {
			chat.Lookup = &store.Lookup{Why: contract.WhyNobody, Indexed: true}
		}
		person := personOf(chat, row, whatsapp.PolicyOf(identity, row))
		if person.State == contract.ChatUnknown && person.Problem == "" {
			people.Unasked++
		}
		if len(people.Rows) == contract.MaxPeople {
			people.More++
			continue
		}
		people.Rows = append(people.Rows, person)
	}
	a.cardMu.Lock()
	defer a.cardMu.Unlock()
	if shows, err := a.shows(ctx, p.account.Key); err != nil || !shows {
		return err
	}
	return a.store.SavePeople(ctx, people)
}

// personOf says what the list shows of a chat. It is a pure function.
func personOf(chat store.Chat, row contract.ChatRow, policy whatsapp.Policy) contract.PersonRow {
	person := contract.PersonRow{
		Chat: row.Chat, Title: chat.Title, T: row.T, State: cardState(chat, cmp.Or(policy.State, contract.ChatNotInZoho)),
	}
	if chat.Problem != nil {
		person.Problem = chat.Problem.Code
	}
	if chat.Link != nil {
		person.Record = &contract.PersonRecord{Module: chat.Link.Module, ID: chat.Link.RecordID, Name: chat.Link.Name}
		return person
	}
	if chat.Lookup == nil || person.State != contract.ChatChoose && person.State != contract.ChatNotInZoho {
		return person
	}
	person.Why = chat.Lookup.Why
	for _, c := range chat.Lookup.Candidates[:min(maxOffers, len(chat.Lookup.Candidates))] {
		person.Offers = append(person.Offers, contract.PersonRecord{Module: c.Module, ID: c.ID, Name: c.Name, Reason: c.Reason})
	}
	return person
}
