package zoho

import (
	"context"
	"time"
)

// ContactsService reads, creates and completes contacts.
type ContactsService struct{ c *Client }

// Create creates up to [MaxRecordsPerCall] contacts. Zoho itself requires Last_Name only; a layout can require more.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html
// Scopes: ZohoCRM.modules.contacts.CREATE. Cost: 1 credit.
func (s *ContactsService) Create(ctx context.Context, contacts []NewRecord) ([]WriteResult, error) {
	return s.c.createRecords(ctx, OpCreateContacts, "Contacts", contacts)
}

// Get returns one contact, or an error matching ErrNotFound if it was deleted, was merged into another or is hidden from
// this user. fields names the fields that the row shall hold, at most 48; without any, it holds all. The time of the last
// change and the owner always come.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/get-records.html
// Scopes: ZohoCRM.modules.contacts.READ. Cost: 1 credit.
func (s *ContactsService) Get(ctx context.Context, id string, fields ...string) (Row, error) {
	return s.c.getRecord(ctx, OpGetContact, "Contacts", id, fields)
}

// Fill writes a value into one field of a contact that was read with that field empty and with unmodifiedSince as its
// [Row.ModifiedTime]. If the contact was changed since, nothing is written and the error of the result matches
// ErrModified; if the contact is gone, it matches ErrNotFound. Only a result that is Unknown has to be looked up.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/update-records.html
// Scopes: ZohoCRM.modules.contacts.UPDATE. Cost: 1 credit.
func (s *ContactsService) Fill(ctx context.Context, id, field, value string, unmodifiedSince time.Time) (WriteResult, error) {
	return s.c.fillField(ctx, OpFillContact, "Contacts", id, field, value, unmodifiedSince)
}
