package app

import (
	"context"
	"errors"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// maxRemembered bounds how many records are looked through for notes of a chat.
const maxRemembered = 3

// remembered makes a decision certain when, of several records that hold the
// number, one alone has notes of this very chat: a person has chosen it before, in
// another browser or before a new installation. It costs a credit for each record,
// and is done when a chat is seen for the first time.
func (a *App) remembered(ctx context.Context, chat store.Chat, found finding) (finding, error) {
	if found.Why != contract.WhySeveral || chat.Lookup != nil || len(chat.Declined) > 0 {
		return found, nil
	}
	var holders []int
	for i, c := range found.Candidates {
		if holdsNumber(offer(found.conn, c)) {
			holders = append(holders, i)
		}
	}
	if len(holders) > maxRemembered {
		return found, nil
	}
	crm, conn, err := a.crm(forPurpose(ctx, contract.PurposeLookup))
	if err != nil {
		return found, err
	}
	account, _, err := a.store.Account(ctx, chat.Account)
	if err != nil {
		return found, err
	}
	chosen := -1
	for _, i := range holders {
		wrote, err := wroteTo(forPurpose(ctx, contract.PurposeLookup), crm, conn.OrgID, account, chat, found.Candidates[i].Found)
		if err != nil {
			return found, err
		}
		if wrote && chosen >= 0 {
			return found, nil
		}
		if wrote {
			chosen = i
		}
	}
	if chosen >= 0 {
		found.Kind, found.Record, found.Why = match.Certain, &found.Candidates[chosen], ""
		found.origin = contract.LinkedByNotes
	}
	return found, nil
}

// wroteTo says whether a record has notes of a chat among its latest ones.
func wroteTo(ctx context.Context, crm *zoho.Client, org string, account store.Account, chat store.Chat, record match.Found) (bool, error) {
	page, err := crm.Notes.ListRelated(ctx, string(record.Module), record.ID, 1)
	if errors.Is(err, zoho.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for _, note := range page.Items {
		if transcript.IsOf(note.Title, org, account.IDs, chat.IDs) {
			return true, nil
		}
	}
	return false, nil
}
