package contract

// Environment is a kind of Zoho organisation. Each has API hosts and tokens of
// its own.
type Environment string

// The environments.
const (
	// EnvironmentProduction: the organisation in which people work.
	EnvironmentProduction Environment = "production"
	// EnvironmentSandbox: a copy of an organisation to try things in.
	EnvironmentSandbox Environment = "sandbox"
	// EnvironmentDeveloper: a free organisation for developers.
	EnvironmentDeveloper Environment = "developer"
)

// CheckName names something Chatkeep must be allowed to do in Zoho.
type CheckName string

// The checks, in the order in which they are made and shown.
const (
	// CheckUser: who signed in.
	CheckUser CheckName = "user"
	// CheckOrg: which organisation it is, and its country.
	CheckOrg CheckName = "org"
	// CheckContacts: contacts and their phone fields can be read.
	CheckContacts CheckName = "contacts"
	// CheckLeads: leads and their phone fields can be read.
	CheckLeads CheckName = "leads"
	// CheckQuery: contacts can be looked up by the end of their number.
	CheckQuery CheckName = "query"
	// CheckSearch: contacts can be searched by number.
	CheckSearch CheckName = "search"
	// CheckNotes: notes can be read.
	CheckNotes CheckName = "notes"
	// CheckCreateContacts: the profile allows to create contacts.
	CheckCreateContacts CheckName = "create_contacts"
	// CheckCreateLeads: the profile allows to create leads.
	CheckCreateLeads CheckName = "create_leads"
	// CheckWriteNotes: the profile allows to create notes and to change them.
	CheckWriteNotes CheckName = "write_notes"
	// CheckAttach: attachments can be seen, if the user wants files to be attached.
	CheckAttach CheckName = "attach"
)

// ZohoCheck is the result of one check.
type ZohoCheck struct {
	Name CheckName `json:"name"`
	OK   bool      `json:"ok"`
	// Problem says what is missing: its Detail names the scope or permission.
	Problem *Problem `json:"problem,omitempty"`
}

// Purpose is what Zoho credits are spent on.
type Purpose string

// The purposes.
const (
	// PurposeConnect: sign-in, and the checks after it.
	PurposeConnect Purpose = "connect"
	// PurposeLookup: finding out who a chat is.
	PurposeLookup Purpose = "lookup"
	// PurposeDirectory: reading the numbers of all records, and their changes.
	PurposeDirectory Purpose = "directory"
	// PurposeCreate: creating a record, and filling an empty field of one.
	PurposeCreate Purpose = "create"
	// PurposeBackup: writing notes and attaching files.
	PurposeBackup Purpose = "backup"
)

// CreditsView is what Chatkeep has spent of the organisation's API credits, as
// this browser has counted it by Zoho's price list.
type CreditsView struct {
	// Day is the calendar day that is counted, "2026-11-22".
	Day string `json:"day,omitempty"`
	// Used is what was spent on the day, in credits, and By the same by purpose.
	Used int             `json:"used"`
	By   map[Purpose]int `json:"by,omitempty"`
	// Remaining is what Zoho last said is left to the whole organisation; it says
	// so only once half is used. RemainingAt is when, Unix milliseconds, 0 for
	// never.
	Remaining   int   `json:"remaining"`
	RemainingAt int64 `json:"remainingAt,omitempty"`
	// PausedUntil is until when no call is made, Unix milliseconds, 0 for no
	// pause.
	PausedUntil int64 `json:"pausedUntil,omitempty"`
}
