package contract

// Why says why a chat's number did not lead to one certain record.
type Why string

// The reasons.
const (
	// WhyNoNumber: the chat has no number, or none that could be read.
	WhyNoNumber Why = "no_number"
	// WhyOwnNumber: the number is the user's own.
	WhyOwnNumber Why = "own_number"
	// WhyNobody: no record holds the number.
	WhyNobody Why = "nobody"
	// WhyNobodySeen: no record that the user's Zoho profile shows holds the number; it
	// hides one of the modules of people.
	WhyNobodySeen Why = "nobody_seen"
	// WhyHoldsOwn: a record holds the number, and one of the user's own as well.
	WhyHoldsOwn Why = "holds_own"
	// WhyConverted: only a lead holds the number that has become a contact, and
	// the contact does not hold it.
	WhyConverted Why = "converted"
	// WhyOtherCountry: a record holds the same national number, of another
	// country.
	WhyOtherCountry Why = "other_country"
	// WhyIncomplete: not every record that may hold the number was looked at.
	WhyIncomplete Why = "incomplete"
	// WhySeveral: several records hold the number.
	WhySeveral Why = "several"
	// WhySomeoneElse: a record holds the number in a field meant for the number
	// of somebody else, such as an assistant.
	WhySomeoneElse Why = "someone_else"
	// WhyElsewhere: a record would hold the number if what is stored without a
	// country code is of another country than the default one.
	WhyElsewhere Why = "elsewhere"
	// WhyUnreadable: what is stored ends like the number and is not a whole
	// number itself.
	WhyUnreadable Why = "unreadable"
	// WhySimilar: what is stored only ends like the number.
	WhySimilar Why = "similar"
	// WhyAsked: one record certainly holds the number, and the user wants to be
	// asked for each chat.
	WhyAsked Why = "asked"
	// WhyDeclined: the one record that holds the number was unlinked from this
	// chat by the user before.
	WhyDeclined Why = "declined"
	// WhyDuplicate: Zoho refused a new record because one of its unique fields
	// would be there twice.
	WhyDuplicate Why = "duplicate"
)

// SetAside is a record that is not offered, and why.
type SetAside struct {
	Candidate Candidate `json:"candidate"`
	Why       Why       `json:"why"`
}

// FillOffer offers to write a chat's number into an empty field of the linked
// record.
type FillOffer struct {
	// Phone is what will be written, in E.164.
	Phone string `json:"phone"`
	// Fields are the empty phone fields, the preferred one first.
	Fields []FieldChoice `json:"fields"`
}

// FieldChoice is a field of a module.
type FieldChoice struct {
	// Name is the field's API name, Label its name for people.
	Name  string `json:"name"`
	Label string `json:"label"`
}

// UnlinkChat takes a chat's link away. What is saved in Zoho stays there.
type UnlinkChat struct {
	Chat string `json:"chat"`
}

// ExcludeChat says that a chat shall never be linked, or may be again.
type ExcludeChat struct {
	Chat     string `json:"chat"`
	Excluded bool   `json:"excluded"`
}

// LinkChats links several chats at once, at most 200.
type LinkChats struct {
	Links []LinkChat `json:"links"`
}

// LinkedChats is the answer to [LinkChats].
type LinkedChats struct {
	// Linked is how many are linked now, Refused how many could not be.
	Linked  int `json:"linked"`
	Refused int `json:"refused"`
	// Problem is what refused the first of them.
	Problem *Problem `json:"problem,omitempty"`
}

// SearchRecords looks for records by hand.
type SearchRecords struct {
	// Text is a name, a number or an e-mail address, 2 to 100 characters.
	Text string `json:"text"`
}

// FoundRecords is the answer to [SearchRecords].
type FoundRecords struct {
	Records []FoundRecord `json:"records"`
	// More is true when there are others beside the ones listed.
	More bool `json:"more"`
}

// FoundRecord is a record that a search by hand has brought up.
type FoundRecord struct {
	Module Module `json:"module"`
	ID     string `json:"id"`
	Name   string `json:"name"`
	URL    string `json:"url"`
	// Detail tells records of the same name apart: a number or an e-mail address
	// as the CRM holds it.
	Detail string `json:"detail,omitempty"`
}

// FillNumber asks to write a chat's number into an empty field of the record it
// is linked to. A field that holds anything is left alone.
type FillNumber struct {
	Chat string `json:"chat"`
	// Field is the API name of one of [FillOffer]'s fields.
	Field string `json:"field"`
}
