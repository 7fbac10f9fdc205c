package zoho

import (
	"slices"
	"strings"
)

// Op names an operation, for the gate's bookkeeping and for error texts. Its value is readable English.
type Op string

// The operations of this package and of package accounts. Those on the OAuth service do not pass the [Gate], because they cost no credits.
const (
	OpCurrentUser    Op = "get current user"
	OpGetOrg         Op = "get organisation"
	OpListModules    Op = "list modules"
	OpListFields     Op = "list fields"
	OpListLayouts    Op = "list layouts"
	OpQuery          Op = "query"
	OpSearchByPhone  Op = "search by phone"
	OpSearchByWord   Op = "search by word"
	OpSearchByEmail  Op = "search by e-mail"
	OpCreateContacts Op = "create contacts"
	OpGetContact     Op = "get contact"
	OpFillContact    Op = "fill field of contact"
	OpCreateLeads    Op = "create leads"
	OpGetLead        Op = "get lead"
	OpFillLead       Op = "fill field of lead"
	OpListDeals      Op = "list deals of contact"
	OpCreateNotes    Op = "create notes"
	OpUpdateNotes    Op = "update notes"
	OpListNotes      Op = "list notes of record"
	OpGetNote        Op = "get note"
	OpComposite      Op = "composite request"

	OpUploadAttachment Op = "upload attachment"
	OpListAttachments  Op = "list attachments of record"

	OpBuildAuthURL Op = "build consent address"
	OpExchangeCode Op = "exchange code"
	OpRefreshToken Op = "refresh token"
	OpRevokeToken  Op = "revoke token"
	OpReadRedirect Op = "read redirect"
	OpBuildQuery   Op = "build query"
	OpSetValue     Op = "set value"
	OpConfigure    Op = "configure client"
)

// traits is what Zoho documents about an operation on the CRM: its price by n, see [Op.Credits], and the scopes it needs,
// where {module} stands for a module's name in lower case.
type traits struct {
	credits func(n int) int
	scopes  []string
}

// traits returns false for an operation that is not a call to the CRM.
func (o Op) traits() (traits, bool) {
	const ofModule, notes = "ZohoCRM.modules.{module}.READ", "ZohoCRM.modules.notes."
	one := func(int) int { return 1 }
	switch o {
	case OpCurrentUser:
		return traits{one, []string{"ZohoCRM.users.READ"}}, true
	case OpGetOrg:
		return traits{one, []string{"ZohoCRM.org.READ"}}, true
	case OpListModules:
		return traits{one, []string{"ZohoCRM.settings.modules.READ"}}, true
	case OpListFields:
		return traits{one, []string{"ZohoCRM.settings.fields.READ"}}, true
	case OpListLayouts:
		return traits{one, []string{"ZohoCRM.settings.layouts.READ"}}, true
	case OpQuery:
		return traits{creditsByLimit, []string{"ZohoCRM.coql.READ", ofModule}}, true
	case OpSearchByPhone, OpSearchByWord, OpSearchByEmail:
		return traits{one, []string{ofModule, "ZohoSearch.securesearch.READ"}}, true
	case OpCreateContacts:
		return traits{creditsPerTen, []string{"ZohoCRM.modules.contacts.CREATE"}}, true
	case OpGetContact:
		return traits{one, []string{"ZohoCRM.modules.contacts.READ"}}, true
	case OpFillContact:
		return traits{creditsPerTen, []string{"ZohoCRM.modules.contacts.UPDATE"}}, true
	case OpCreateLeads:
		return traits{creditsPerTen, []string{"ZohoCRM.modules.leads.CREATE"}}, true
	case OpGetLead:
		return traits{one, []string{"ZohoCRM.modules.leads.READ"}}, true
	case OpFillLead:
		return traits{creditsPerTen, []string{"ZohoCRM.modules.leads.UPDATE"}}, true
	case OpListDeals:
		return traits{one, []string{"ZohoCRM.modules.contacts.READ", "ZohoCRM.modules.deals.READ"}}, true
	case OpCreateNotes:
		return traits{creditsPerTen, []string{notes + "CREATE"}}, true
	case OpUpdateNotes:
		return traits{creditsPerTen, []string{notes + "UPDATE"}}, true
	case OpListNotes:
		return traits{one, []string{ofModule, notes + "READ"}}, true
	case OpGetNote:
		return traits{one, []string{notes + "READ"}}, true
	case OpUploadAttachment:
		return traits{one, []string{ofModule, scopeAttach}}, true
	case OpListAttachments:
		return traits{one, []string{ofModule, scopeAttached}}, true
	case OpComposite:
		return traits{one, []string{"ZohoCRM.composite_requests.CUSTOM"}}, true
	}
	return traits{}, false
}

// Credits returns what the operation costs. n is the number of records for a write, the limit written for a query, and
// does not count for the others: those cost 1. A composite request costs 1 because this package never asks for a
// rollback, with which it would cost 2. Operations on the OAuth service cost nothing.
// See https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html. Notes are not named there; they are counted as
// records are.
func (o Op) Credits(n int) int {
	t, ok := o.traits()
	if !ok {
		return 0
	}
	return t.credits(n)
}

// Scopes returns the OAuth scopes that the operation needs, all of them together, on the modules named. Without a module
// the list holds only what is needed on every one. A composite request needs those of its parts as well. Operations on
// the OAuth service need none. See https://www.zoho.com/crm/developer/docs/api/v8/scopes.html.
func (o Op) Scopes(modules ...string) []string {
	t, _ := o.traits()
	var all []string
	for _, scope := range t.scopes {
		if !strings.Contains(scope, "{module}") {
			all = append(all, scope)
			continue
		}
		for _, module := range modules {
			all = append(all, strings.ReplaceAll(scope, "{module}", strings.ToLower(module)))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// creditsPerTen is the price of writing n records: one credit per ten, begun.
func creditsPerTen(n int) int { return max(1, (n+9)/10) }

// creditsByLimit is the price of a query: what counts is the limit written, not the rows found.
func creditsByLimit(limit int) int {
	switch {
	case limit <= 200:
		return 1
	case limit <= 1000:
		return 2
	}
	return 3
}
