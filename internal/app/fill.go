package app

import (
	"context"
	"errors"
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// emptyFields returns the empty phone fields of a record, the preferred one first;
// none when the record holds the chat's number already, or the chat has none.
func (a *App) emptyFields(ctx context.Context, chat store.Chat, module contract.Module, row zoho.Row) ([]contract.FieldChoice, error) {
	if chat.Number == nil {
		return nil, nil
	}
	conn, _, err := a.store.Connection(ctx)
	if err != nil {
		return nil, err
	}
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	region := regionOf(conn, settings)
	found, err := a.readRows(ctx, conn, []foundRow{{module: module, row: row}}, region)
	if err != nil {
		return nil, err
	}
	for _, field := range found[0].Numbers {
		if phone.CompareLists([]phone.Number{*chat.Number}, field.Numbers, region).Certain() {
			return nil, nil
		}
	}
	var empty []contract.FieldChoice
	for _, f := range preferred(phonesOf(conn, module)) {
		if row.Fields[f.Name] == "" {
			empty = append(empty, contract.FieldChoice{Name: f.Name, Label: f.Label})
		}
	}
	return empty, nil
}

// preferred returns the phone fields that can be written, Mobile first, where
// WhatsApp's numbers belong.
func preferred(fields []store.PhoneField) []store.PhoneField {
	writable := slices.DeleteFunc(slices.Clone(fields), func(f store.PhoneField) bool { return !f.Writable })
	slices.SortStableFunc(writable, func(x, y store.PhoneField) int {
		switch {
		case x.Name == y.Name:
			return 0
		case x.Name == "Mobile":
			return -1
		case y.Name == "Mobile":
			return 1
		}
		return 0
	})
	return writable
}

// fillNumber writes a chat's number into an empty field of the record it is linked
// to, at the user's wish. The record is read first, and Zoho is told not to write
// if it was changed since, so that nothing that stands there is ever replaced. A
// lost answer is settled by reading the record again.
func (a *App) fillNumber(ctx context.Context, in contract.FillNumber) error {
	ctx = forPurpose(ctx, contract.PurposeCreate)
	p, chat, _, err := a.chatHere(ctx, in.Chat)
	if err != nil {
		return err
	}
	if chat.Link == nil || chat.Link.Gone || chat.Number == nil || !hasNumber(chat, p.identities[in.Chat]) ||
		!slices.ContainsFunc(chat.Link.Fill, func(f contract.FieldChoice) bool { return f.Name == in.Field }) {
		return fail(contract.CodeConflict, "", "the field is not offered for the chat")
	}
	row, err := a.readRecord(ctx, chat.Link.Module, chat.Link.RecordID)
	if err != nil {
		return err
	}
	if row.Fields[in.Field] != "" {
		return errors.Join(fail(contract.CodeConflict, contract.ProblemFieldFilled, "the field is not empty"), a.offerFill(ctx, chat, row))
	}
	if err := a.fill(ctx, chat, in.Field, row); err != nil {
		return err
	}
	return a.offerFill(ctx, chat, zoho.Row{Fields: map[string]string{in.Field: chat.Number.E164}})
}

// fill writes the number.
func (a *App) fill(ctx context.Context, chat store.Chat, field string, row zoho.Row) error {
	crm, _, err := a.crm(ctx)
	if err != nil {
		return err
	}
	write := crm.Contacts.Fill
	if chat.Link.Module == contract.ModuleLeads {
		write = crm.Leads.Fill
	}
	result, err := write(ctx, row.ID, field, chat.Number.E164, row.ModifiedTime)
	switch {
	case result.Outcome == zoho.Done:
		return a.zohoWorks(ctx)
	case errors.Is(err, zoho.ErrModified), errors.Is(result.Err, zoho.ErrModified):
		return &Failure{Code: contract.CodeConflict, Problem: contract.ProblemRecordChanged, Message: "fill a field", Err: result.Err}
	case result.Outcome == zoho.Unknown:
		now, readErr := a.readRecord(ctx, chat.Link.Module, chat.Link.RecordID)
		if readErr == nil && now.Fields[field] == chat.Number.E164 {
			return nil
		}
		return a.zohoFailed(ctx, errors.Join(result.Err, readErr))
	}
	return a.zohoFailed(ctx, errors.Join(err, result.Err))
}

// offerFill stores which fields of the linked record are still empty.
func (a *App) offerFill(ctx context.Context, chat store.Chat, row zoho.Row) error {
	empty, err := a.emptyFields(ctx, chat, chat.Link.Module, row)
	if err != nil {
		return err
	}
	ref := chat.Link.Ref()
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if c.Link == nil || c.Link.Ref() != ref {
			return false
		}
		c.Link.Fill = empty
		return true
	})
	if err != nil {
		return err
	}
	return a.saveCard(ctx, chat, contract.ChatLinked)
}
