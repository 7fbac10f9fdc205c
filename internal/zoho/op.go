package zoho

// Op names an operation, for the gate's bookkeeping and for error texts. Its value is readable English.
type Op string

// The operations of this package and of package accounts. Those on the OAuth service do not pass the [Gate], because they cost no credits.
const (
	OpCurrentUser    Op = "get current user"
	OpGetOrg         Op = "get organisation"
	OpListFields     Op = "list fields"
	OpQuery          Op = "query"
	OpSearchByPhone  Op = "search by phone"
	OpCreateContacts Op = "create contacts"
	OpGetContact     Op = "get contact"
	OpCreateLeads    Op = "create leads"
	OpGetLead        Op = "get lead"
	OpCreateNotes    Op = "create notes"
	OpUpdateNotes    Op = "update notes"
	OpListNotes      Op = "list notes of record"
	OpGetNote        Op = "get note"

	OpBuildAuthURL Op = "build consent address"
	OpExchangeCode Op = "exchange code"
	OpRefreshToken Op = "refresh token"
	OpRevokeToken  Op = "revoke token"
	OpReadRedirect Op = "read redirect"
	OpBuildQuery   Op = "build query"
	OpConfigure    Op = "configure client"
)
