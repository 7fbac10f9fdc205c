package zoho

import (
	"context"
	"time"
)

// LeadsService reads, creates and completes leads.
type LeadsService struct{ c *Client }

// Create creates up to [MaxRecordsPerCall] leads. Zoho itself requires Last_Name only; most layouts require Company too.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html
// Scopes: ZohoCRM.modules.leads.CREATE. Cost: 1 credit.
func (s *LeadsService) Create(ctx context.Context, leads []NewRecord) ([]WriteResult, error) {
	return s.c.createRecords(ctx, OpCreateLeads, "Leads", leads)
}

// Get returns one lead, or an error matching ErrNotFound if it was deleted, was merged into another or is hidden from this
// user. fields is as for [ContactsService.Get]. A lead that was converted is asked for as well, but Zoho is reported to
// answer for one as if it were gone; if it does answer, [Row.Converted] says so as far as fields names the fields of
// [Conversion], or none.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/get-records.html
// Scopes: ZohoCRM.modules.leads.READ. Cost: 1 credit.
func (s *LeadsService) Get(ctx context.Context, id string, fields ...string) (Row, error) {
	return s.c.getRecord(ctx, OpGetLead, "Leads", id, fields)
}

// Fill writes a value into one empty field of a lead, as [ContactsService.Fill] does for contacts.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/update-records.html
// Scopes: ZohoCRM.modules.leads.UPDATE. Cost: 1 credit.
func (s *LeadsService) Fill(ctx context.Context, id, field, value string, unmodifiedSince time.Time) (WriteResult, error) {
	return s.c.fillField(ctx, OpFillLead, "Leads", id, field, value, unmodifiedSince)
}
