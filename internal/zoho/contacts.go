package zoho

import "context"

// ContactsService reads and creates contacts.
type ContactsService struct{ c *Client }

// Create creates up to [MaxRecordsPerCall] contacts. Zoho itself requires Last_Name only; a layout can require more.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html
// Scopes: ZohoCRM.modules.contacts.CREATE. Cost: 1 credit.
func (s *ContactsService) Create(ctx context.Context, contacts []NewRecord) ([]WriteResult, error) {
	return s.c.createRecords(ctx, OpCreateContacts, "Contacts", contacts)
}

// Get returns one contact with all its fields, or an error matching ErrNotFound.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/get-records.html
// Scopes: ZohoCRM.modules.contacts.READ. Cost: 1 credit.
func (s *ContactsService) Get(ctx context.Context, id string) (Row, error) {
	return s.c.getRecord(ctx, OpGetContact, "Contacts", id)
}
