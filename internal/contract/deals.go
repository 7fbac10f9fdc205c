package contract

// DealsMode says which deals of a linked contact get a note that leads to the
// contact, where the conversation is kept.
type DealsMode string

// The choices.
const (
	// DealsOff: none.
	DealsOff DealsMode = "off"
	// DealsOpen: those that are neither won nor lost.
	DealsOpen DealsMode = "open"
	// DealsLatest: the five that were changed last, open or closed.
	DealsLatest DealsMode = "latest"
)
