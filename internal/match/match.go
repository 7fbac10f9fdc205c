// Package match decides which CRM record a chat belongs to. It only compares:
// which records are looked at is the business of whoever searched, and what a
// search returned is never taken as a match by itself.
package match

import (
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/phone"
)

// Found is a record that a search brought up.
type Found struct {
	Module contract.Module
	ID     string
	Name   string
	// OwnerID is the id of the CRM user who owns the record.
	OwnerID string
	// ModifiedTime is when the record was last changed.
	ModifiedTime time.Time
	Numbers      []FieldNumber
	// Withheld is true for a record that Zoho found by the number's last digits
	// without telling any number of it: an organisation can keep the values of
	// fields from the API. What it holds cannot be compared, only what it ends in is
	// known.
	Withheld bool
	// Converted is true for a lead that has become a contact, and ConvertedTo is
	// that contact's id, empty when it is not known. Such a lead is history: its
	// person is the contact.
	Converted   bool
	ConvertedTo string
}

// FieldNumber is one field of a record that holds telephone numbers.
type FieldNumber struct {
	// Field is the field's API name, Label its name for people.
	Field, Label string
	// Stored is the field's text as the CRM holds it.
	Stored string
	// Numbers are the numbers read from Stored.
	Numbers []phone.Number
}

// Options are the circumstances of a decision.
type Options struct {
	// DefaultRegion is the ISO 3166 code in which the numbers without a country
	// code were read.
	DefaultRegion string
	// UserID is the id of the signed-in CRM user, whose records are shown first.
	UserID string
	// Own are the numbers of the user's own WhatsApp account. A record that
	// holds one of them is the user and never the customer.
	Own []phone.Number
	// Incomplete is true when there may be records that hold the number and were
	// not looked at. Nothing is certain then.
	Incomplete bool
}

// Kind says what a [Decision] came to.
type Kind string

// The kinds of a decision.
const (
	// None: no record has anything to do with the number.
	None Kind = "none"
	// Choose: records were found, and a person has to say which it is.
	Choose Kind = "choose"
	// Certain: exactly one record holds the number.
	Certain Kind = "certain"
)

// Decision is the result of [Decide].
type Decision struct {
	Kind Kind
	// Record is the one record of a Certain decision, else nil.
	Record *Candidate
	// Candidates are all records that agree to some degree, in the order in
	// which they are shown. They include Record.
	Candidates []Candidate
	// Why says why the decision is not Certain; empty when it is.
	Why contract.Why
	// Aside are the records that hold the number, or almost, and are not offered,
	// in the order in which candidates are shown.
	Aside []SetAside
}

// Candidate is a record that may be the person of a chat.
type Candidate struct {
	Found
	// Match is the field whose number agrees best.
	Match FieldNumber
	// Reason says how far it agrees.
	Reason contract.MatchReason
	// Comparison says the same with all that a sentence about it needs.
	Comparison phone.Comparison
}

// SetAside is a record that is not offered, and why.
type SetAside struct {
	Candidate
	Why contract.Why
}
