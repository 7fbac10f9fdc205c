package contract

// MaxPeople is how many chats [People] lists at most, those last active.
const MaxPeople = 1000

// People are the chats of the WhatsApp account that is open, and who they are in
// Zoho.
type People struct {
	V int `json:"v"`
	// At is when the list was made, Unix milliseconds.
	At int64 `json:"at"`
	// Account is the name of the WhatsApp account.
	Account string `json:"account"`
	// Unasked is how many chats nobody has asked Zoho about yet.
	Unasked int `json:"unasked"`
	// Rows are the chats, the last active first.
	Rows []PersonRow `json:"rows"`
	// More is how many chats are not listed because there are too many.
	More int `json:"more,omitempty"`
}

// PersonRow is one chat of the list.
type PersonRow struct {
	Chat  string    `json:"chat"`
	Title string    `json:"title"`
	State ChatState `json:"state"`
	// Why is set in ChatChoose and ChatNotInZoho.
	Why Why `json:"why,omitempty"`
	// T is the time of the chat's last activity, Unix seconds.
	T int64 `json:"t"`
	// Record is the linked record.
	Record *PersonRecord `json:"record,omitempty"`
	// Offers are the candidates of a chat to be confirmed, at most three, the best
	// one first.
	Offers []PersonRecord `json:"offers,omitempty"`
	// Problem is what keeps the chat from being saved or recognised.
	Problem ProblemCode `json:"problem,omitempty"`
}

// PersonRecord is a record as the list shows it.
type PersonRecord struct {
	Module Module `json:"module"`
	ID     string `json:"id"`
	Name   string `json:"name"`
	// Reason says why it is offered; empty for a linked record.
	Reason MatchReason `json:"reason,omitempty"`
}

// DirectoryState says what the local index of the CRM's phone numbers is.
type DirectoryState string

// The states of the directory.
const (
	// DirectoryOff: numbers are looked up on demand.
	DirectoryOff DirectoryState = "off"
	// DirectoryBuilding: it is being read from Zoho.
	DirectoryBuilding DirectoryState = "building"
	// DirectoryReady: it knows all numbers, as of AsOf.
	DirectoryReady DirectoryState = "ready"
	// DirectoryStale: it has not been brought up to date for too long.
	DirectoryStale DirectoryState = "stale"
	// DirectoryTooLarge: there are more records than a browser should hold;
	// numbers are looked up on demand.
	DirectoryTooLarge DirectoryState = "too_large"
)

// DirectoryView is the directory as people see it.
type DirectoryView struct {
	State DirectoryState `json:"state"`
	// Records is how many records with a number it holds, Unreadable of them none
	// that can be read.
	Records    int `json:"records"`
	Unreadable int `json:"unreadable"`
	// Read and Expected are records while it is being read; Expected is 0 when
	// it is not known.
	Read     int `json:"read,omitempty"`
	Expected int `json:"expected,omitempty"`
	// AsOf is when it last took Zoho's changes, Unix milliseconds, 0 for never.
	AsOf int64 `json:"asOf,omitempty"`
}

// DirectoryMode is the user's choice about the directory.
type DirectoryMode string

// The modes.
const (
	// DirectoryAuto keeps a directory unless there are too many records.
	DirectoryAuto DirectoryMode = "auto"
	// DirectoryNever looks numbers up on demand.
	DirectoryNever DirectoryMode = "off"
)
