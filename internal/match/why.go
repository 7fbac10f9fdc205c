package match

// Why says in one word why a chat's number did not lead to one certain record,
// for those who put it into a sentence with a next step.
type Why string

// The reasons that concern the chat's own number.
const (
	// WhyNoNumber: the chat has no number, or none that could be read.
	WhyNoNumber Why = "no_number"
	// WhyOwnNumber: the number is the user's own.
	WhyOwnNumber Why = "own_number"
)

// The reasons why there is nothing to offer.
const (
	// WhyNobody: no record holds the number.
	WhyNobody Why = "nobody"
	// WhyHoldsOwn: a record holds the number, and one of the user's own as well.
	WhyHoldsOwn Why = "holds_own"
	// WhyConverted: only a lead holds the number that has become a contact, and
	// the contact does not hold it.
	WhyConverted Why = "converted"
	// WhyOtherCountry: a record holds the same national number, of another
	// country.
	WhyOtherCountry Why = "other_country"
	// WhyIncomplete: not every record that may hold the number was looked at.
	// Stands as well where one record does hold it.
	WhyIncomplete Why = "incomplete"
)

// The reasons why a person has to choose.
const (
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
)
