package zoho

import "strings"

// Scopes returns the OAuth scopes that Chatkeep asks for. None of them allows deleting, and the only records that can
// be created or changed are contacts, leads and notes. Attaching files needs [AttachmentScopes] besides.
// See https://www.zoho.com/crm/developer/docs/api/v8/scopes.html.
func Scopes() []string {
	return []string{
		"ZohoCRM.modules.contacts.READ",
		"ZohoCRM.modules.contacts.CREATE",
		"ZohoCRM.modules.contacts.UPDATE",
		"ZohoCRM.modules.leads.READ",
		"ZohoCRM.modules.leads.CREATE",
		"ZohoCRM.modules.leads.UPDATE",
		"ZohoCRM.modules.deals.READ",
		"ZohoCRM.modules.notes.READ",
		"ZohoCRM.modules.notes.CREATE",
		"ZohoCRM.modules.notes.UPDATE",
		"ZohoCRM.coql.READ",
		// It adds no right: several reads, each with its own scope, are made in one call. Without it they are made one by one.
		"ZohoCRM.composite_requests.CUSTOM",
		// Searching needs this scope besides the module's own; without it Zoho answers OAUTH_SCOPE_MISMATCH.
		"ZohoSearch.securesearch.READ",
		"ZohoCRM.settings.fields.READ",
		"ZohoCRM.settings.layouts.READ",
		"ZohoCRM.settings.modules.READ",
		"ZohoCRM.users.READ",
		"ZohoCRM.org.READ",
	}
}

const (
	scopeAttach   = "ZohoCRM.modules.attachments.CREATE"
	scopeAttached = "ZohoCRM.modules.attachments.READ"
)

// AttachmentScopes returns the scopes that are asked for besides [Scopes] when files are to be attached to records: to
// attach one, and to see which are there.
func AttachmentScopes() []string { return []string{scopeAttach, scopeAttached} }

// ScopeString returns [Scopes] in the form that Zoho expects, separated by commas and not, as OAuth has it, by spaces.
// With attach it holds [AttachmentScopes] too.
func ScopeString(attach bool) string {
	scopes := Scopes()
	if attach {
		scopes = append(scopes, AttachmentScopes()...)
	}
	return strings.Join(scopes, ",")
}
