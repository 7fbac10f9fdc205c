package fakezoho

import "time"

// Op names an operation of the stand-in. The names are stable: tests inject
// faults by them and read them in the call log.
type Op string

// The operations. The first six are served by the accounts host, [OpPage] by the
// CRM's web page, all others by the API host.
const (
	OpAuthorize Op = "accounts.authorize" // GET and POST /oauth/v2/auth
	OpToken     Op = "accounts.token"     // POST /oauth/v2/token
	OpRevoke    Op = "accounts.revoke"    // both revoke paths

	OpDeviceCode      Op = "accounts.device.code"      // POST /oauth/v3/device/code
	OpDeviceToken     Op = "accounts.device.token"     // POST /oauth/v3/device/token
	OpImplicitRefresh Op = "accounts.implicit.refresh" // GET, a token for a client-based client without asking

	OpUsersCurrent    Op = "users.current"    // GET /users?type=CurrentUser
	OpOrgGet          Op = "org.get"          // GET /org
	OpSettingsModules Op = "settings.modules" // GET /settings/modules
	OpSettingsFields  Op = "settings.fields"  // GET /settings/fields
	OpSettingsLayouts Op = "settings.layouts" // GET /settings/layouts
	OpCOQL            Op = "coql.query"       // POST /coql
	OpComposite       Op = "composite"        // POST /__composite_requests
	OpSearch          Op = "search"           // GET /{module}/search

	OpContactsGet    Op = "contacts.get"    // GET /Contacts/{id}
	OpContactsList   Op = "contacts.list"   // GET /Contacts
	OpContactsCreate Op = "contacts.create" // POST /Contacts
	OpContactsUpdate Op = "contacts.update" // PUT /Contacts and /Contacts/{id}
	OpLeadsGet       Op = "leads.get"       // GET /Leads/{id}
	OpLeadsList      Op = "leads.list"      // GET /Leads
	OpLeadsCreate    Op = "leads.create"    // POST /Leads
	OpLeadsUpdate    Op = "leads.update"    // PUT /Leads and /Leads/{id}

	OpAccountsGet    Op = "accounts.get"    // GET /Accounts/{id}
	OpAccountsList   Op = "accounts.list"   // GET /Accounts
	OpAccountsCreate Op = "accounts.create" // POST /Accounts
	OpAccountsUpdate Op = "accounts.update" // PUT /Accounts and /Accounts/{id}

	OpDealsGet     Op = "deals.get"     // GET /Deals/{id}
	OpDealsList    Op = "deals.list"    // GET /Deals
	OpDealsRelated Op = "deals.related" // GET /Contacts/{id}/Deals

	OpNotesCreate        Op = "notes.create"         // POST /Notes
	OpNotesUpdate        Op = "notes.update"         // PUT /Notes and /Notes/{id}
	OpNotesGet           Op = "notes.get"            // GET /Notes/{id}
	OpNotesList          Op = "notes.list"           // GET /Notes
	OpNotesRelated       Op = "notes.related"        // GET /{module}/{id}/Notes
	OpNotesRelatedCreate Op = "notes.related.create" // POST /{module}/{id}/Notes
	OpNotesRelatedUpdate Op = "notes.related.update" // PUT /{module}/{id}/Notes

	OpAttachmentsList   Op = "attachments.list"   // GET /{module}/{id}/Attachments
	OpAttachmentsUpload Op = "attachments.upload" // POST /{module}/{id}/Attachments

	OpPage Op = "crm.page" // the web page

	// OpUnknown stands in the log for a request that matches no operation.
	OpUnknown Op = "unknown"
	// OpAny matches every operation in [Fault.Op].
	OpAny Op = "*"
)

// Ops returns every operation a fault can name, except [OpAny].
func Ops() []Op {
	return []Op{
		OpAuthorize, OpToken, OpRevoke, OpDeviceCode, OpDeviceToken, OpImplicitRefresh,
		OpUsersCurrent, OpOrgGet, OpSettingsModules, OpSettingsFields, OpSettingsLayouts,
		OpCOQL, OpComposite, OpSearch, OpDealsGet, OpDealsList, OpDealsRelated,
		OpContactsGet, OpContactsList, OpContactsCreate, OpContactsUpdate, OpLeadsGet, OpLeadsList, OpLeadsCreate, OpLeadsUpdate,
		OpAccountsGet, OpAccountsList, OpAccountsCreate, OpAccountsUpdate, OpNotesCreate, OpNotesUpdate, OpNotesGet, OpNotesList, OpNotesRelated,
		OpNotesRelatedCreate, OpNotesRelatedUpdate, OpAttachmentsList, OpAttachmentsUpload, OpPage, OpUnknown,
	}
}

// Call is one line of the log of calls to the accounts and API hosts. It holds
// neither query nor body, because those carry names, numbers and texts.
type Call struct {
	// At is when the call was admitted, by the server's clock.
	At time.Time `json:"at"`
	// DataCentre is the name of the data centre called.
	DataCentre string `json:"data_centre"`
	Op         Op     `json:"op"`
	Method     string `json:"method"`
	Path       string `json:"path"`
	// Status is the HTTP status decided on, also if the reply was lost; 0 if
	// nothing was decided because the call never reached the service.
	Status int `json:"status"`
	// Code is Zoho's top-level error code, empty on success and for batches.
	Code string `json:"code,omitempty"`
	// Credits is what the call cost.
	Credits int `json:"credits"`
	// Fault is the kind of the injected fault, if one struck.
	Fault FaultKind `json:"fault,omitempty"`
	// Delivered is false if the client did not get the whole reply.
	Delivered bool `json:"delivered"`
}

// Calls returns the calls to the accounts and API hosts so far, in the order in
// which they took effect.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.calls...)
}

// CallsOf returns the calls of one operation, in order.
func (s *Server) CallsOf(op Op) []Call {
	var out []Call
	for _, c := range s.Calls() {
		if c.Op == op {
			out = append(out, c)
		}
	}
	return out
}

// ResetCalls empties the call log.
func (s *Server) ResetCalls() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = nil
}
