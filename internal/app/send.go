package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// sendRecord marks the order as sent and sends it.
func (a *App) sendRecord(ctx context.Context, chat store.Chat) error {
	crm, conn, err := a.crm(ctx)
	if err != nil {
		return a.createFailed(ctx, chat, err)
	}
	record, err := newRecord(conn, chat)
	if err != nil {
		return a.createRefused(ctx, chat, err)
	}
	withdrawn := false
	chat, err = a.updateChat(ctx, chat, func(c *store.Chat) bool {
		if withdrawn = c.Create == nil; withdrawn {
			return false
		}
		c.Create.SentAt = a.nowMS()
		return true
	})
	if err != nil || withdrawn {
		return err
	}
	create := crm.Contacts.Create
	if moduleOf(chat.Create) == contract.ModuleLeads {
		create = crm.Leads.Create
	}
	results, err := create(ctx, []zoho.NewRecord{record})
	if len(results) != 1 {
		return a.createFailed(ctx, chat, errors.Join(err, errors.New("app: create record: no outcome")))
	}
	switch result := results[0]; result.Outcome {
	case zoho.Done:
		return a.created(ctx, chat, result.ID)
	case zoho.NotDone:
		result.Err = a.understood(ctx, result.Err)
		return a.notCreated(ctx, chat, result)
	default:
		return errors.Join(a.zohoFailed(ctx, result.Err), a.createUnsettled(ctx, chat))
	}
}

// created ends an order that was carried out.
func (a *App) created(ctx context.Context, chat store.Chat, id string) error {
	order := chat.Create
	if err := a.createdAs(ctx, chat, contract.Candidate{Module: moduleOf(order), ID: id, Name: fullName(order)}, contract.LinkedByCreate); err != nil {
		return err
	}
	if len(order.PhoneFields) > 0 {
		if err := a.rememberPhone(ctx, moduleOf(order), order.PhoneFields[0]); err != nil {
			return err
		}
	}
	return a.checkCreated(ctx, chat)
}

// notCreated ends an order that Zoho has refused, or keeps it if the refusal has
// nothing to do with it.
func (a *App) notCreated(ctx context.Context, chat store.Chat, result zoho.WriteResult) error {
	if stopsAll(result.Err) {
		// It was not written, and will be tried again when Zoho answers.
		if _, err := a.updateChat(ctx, chat, func(c *store.Chat) bool {
			if c.Create == nil {
				return false
			}
			c.Create.SentAt = 0
			return true
		}); err != nil {
			return err
		}
		return a.createFailed(ctx, chat, result.Err)
	}
	if result.Duplicate != nil {
		return a.offerDuplicate(ctx, chat, *result.Duplicate, result.Err)
	}
	if formOutdated(chat.Create, result.Err) {
		a.renewForms(ctx)
	}
	return a.createRefused(ctx, chat, result.Err)
}

// offerDuplicate ends the order and offers the record that has the same value in a
// field which Zoho wants to be unique. Where that record cannot be read, because it
// is hidden from the user or Zoho is gone, cause is all there is to say.
func (a *App) offerDuplicate(ctx context.Context, chat store.Chat, duplicate zoho.DuplicateRef, cause error) error {
	module := contract.Module(duplicate.Module)
	row, err := a.readRecord(ctx, module, duplicate.ID)
	if err != nil {
		return a.createRefused(ctx, chat, cause)
	}
	conn, _, err := a.store.Connection(ctx)
	if err != nil {
		return err
	}
	label, err := a.fieldLabel(ctx, moduleOf(chat.Create), duplicate.Field)
	if err != nil {
		return err
	}
	return a.createAsksUser(ctx, chat, &store.Lookup{
		At: a.nowMS(), Why: contract.WhyDuplicate,
		Candidates: []contract.Candidate{{
			Module: module, ID: row.ID, Name: row.Fields[fullNameField], URL: recordURL(conn, module, row.ID),
			Field: label, Stored: row.Fields[duplicate.Field], Reason: contract.MatchDuplicate,
		}},
	})
}

// formOutdated says that a refusal contradicts the form which an order was checked
// against: it had every field that the form requires, none too long, and no choice
// that the form does not have. An order that was made without a layout proves
// nothing.
func formOutdated(order *store.CreateIntent, err error) bool {
	if order == nil || order.LayoutID == "" {
		return false
	}
	if errors.Is(err, zoho.ErrMandatory) || errors.Is(err, zoho.ErrTooLong) {
		return true
	}
	var e *zoho.APIError
	return errors.As(err, &e) && slices.ContainsFunc(e.Refusals(), func(one *zoho.APIError) bool {
		return one.APIName() == "Layout" || len(one.SupportedValues()) > 0
	})
}

// newRecord is the record that an order asks for.
func newRecord(conn store.Connection, chat store.Chat) (zoho.NewRecord, error) {
	order := chat.Create
	record := zoho.NewRecord{
		Fields: map[string]string{lastNameField: order.LastName}, Values: map[string]any{}, LayoutID: order.LayoutID,
	}
	if order.FirstName != "" {
		record.Fields[firstNameField] = order.FirstName
	}
	if err := decodeValues(order.Values, &record); err != nil {
		return record, err
	}
	fields, err := numberFields(conn, order)
	if err != nil {
		return record, err
	}
	for _, name := range fields {
		record.Fields[name] = chat.Number.E164
	}
	return record, nil
}

// numberFields are the fields that take the number. Zoho ignores a field that is
// no longer there, so the preferred one takes the place of such a one.
func numberFields(conn store.Connection, order *store.CreateIntent) ([]string, error) {
	there := preferred(phonesOf(conn, moduleOf(order)))
	if len(there) == 0 {
		return nil, fail(contract.CodeForbidden, contract.ProblemModuleHidden, "no phone field of %s can be written", moduleOf(order))
	}
	if len(order.PhoneFields) == 0 || !slices.ContainsFunc(there, func(f store.PhoneField) bool { return f.Name == order.PhoneFields[0] }) {
		return append([]string{there[0].Name}, order.PhoneFields...), nil
	}
	return order.PhoneFields, nil
}

// moduleOf is the module of an order; earlier versions knew contacts only.
func moduleOf(order *store.CreateIntent) contract.Module {
	if order == nil {
		return contract.ModuleContacts
	}
	return cmp.Or(order.Module, contract.ModuleContacts)
}

func fullName(c *store.CreateIntent) string {
	return strings.TrimSpace(c.FirstName + " " + c.LastName)
}
