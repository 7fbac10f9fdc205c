package zoho

import "context"

// LeadsService reads and creates leads.
type LeadsService struct{ c *Client }

// Create creates up to [MaxRecordsPerCall] leads. Zoho itself requires Last_Name only; most layouts require Company too.
// The scope is not among [Scopes].
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html
// Scopes: ZohoCRM.modules.leads.CREATE. Cost: 1 credit.
func (s *LeadsService) Create(ctx context.Context, leads []NewRecord) ([]WriteResult, error) {
	return s.c.createRecords(ctx, OpCreateLeads, "Leads", leads)
}

// Get returns one lead with all its fields, or an error matching ErrNotFound.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/get-records.html
// Scopes: ZohoCRM.modules.leads.READ. Cost: 1 credit.
func (s *LeadsService) Get(ctx context.Context, id string) (Row, error) {
	return s.c.getRecord(ctx, OpGetLead, "Leads", id)
}
