package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// linkChat is the chat whose card the faces of linking show.
const linkChat = "14155550178@c.us"

// everyWhy are all reasons for which a chat is not linked.
var everyWhy = []contract.Why{
	contract.WhyNoNumber, contract.WhyOwnNumber, contract.WhyNobody, contract.WhyNobodySeen, contract.WhyHoldsOwn, contract.WhyConverted, contract.WhyOtherCountry,
	contract.WhyIncomplete, contract.WhySeveral, contract.WhySomeoneElse, contract.WhyElsewhere, contract.WhyUnreadable, contract.WhySimilar,
	contract.WhyAsked, contract.WhyDeclined, contract.WhyDuplicate,
}

// cardIn is a card of a chat that is not linked.
func cardIn(state contract.ChatState, change func(*contract.Card)) contract.Card {
	card := contract.Card{V: contract.Version, At: 1, Chat: linkChat, Title: "Maya Okafor", State: state, Phone: "+1 415-555-0178"}
	if change != nil {
		change(&card)
	}
	return card
}

// candidate is a record that is offered for a reason.
func candidate(id, name string, reason contract.MatchReason) contract.Candidate {
	return contract.Candidate{
		Module: contract.ModuleContacts, ID: id, Name: name, URL: "https://crm.zoho.eu/crm/tab/Contacts/" + id, Field: "Mobile", Stored: "(415) 555-0178",
		Reason: reason,
	}
}

// alike is a record that is offered because its number agrees in a way of its own.
func alike(id, name string, reason contract.MatchReason, likeness contract.Likeness) contract.Candidate {
	offered := candidate(id, name, reason)
	offered.Likeness = &likeness
	return offered
}

// longText is a field of the CRM that somebody filled with digits without a space.
var longText = strings.Repeat("4155550178", 25)

// heldBy is the card of a linked chat whose record was found by a number.
func heldBy(held contract.HeldNumber) contract.Card {
	card := linkedCard(longName, contract.HistoryCard{End: contract.HistoryAll})
	card.Record.Held = &held
	return card
}

// formerRecord is the record a chat was linked to.
func formerRecord() *contract.RecordCard {
	return &contract.RecordCard{
		Module: contract.ModuleLeads, ID: "77", Name: "Maya Okafor-Lindqvist", URL: "https://crm.zoho.eu/crm/tab/Leads/77", Origin: contract.LinkedByChoice,
		LinkedAt: time.Now().UnixMilli(),
	}
}

// suggested is what the form for a new record begins with.
func suggested() *contract.CreateForm {
	return &contract.CreateForm{FirstName: "Maya", LastName: "Okafor", Phone: "+14155550178"}
}

// wholeForms are forms in which every type of field is to be filled in.
func wholeForms() contract.Forms {
	contacts := contract.ModuleForm{
		Module: contract.ModuleContacts, CreateURL: "https://crm.zoho.eu/crm/tab/Contacts/create",
		Fields: []contract.FormField{
			{Name: "First_Name", Label: "First Name", Type: contract.FieldText, Length: 40},
			{Name: "Last_Name", Label: "Last Name", Type: contract.FieldText, Required: true, Length: 80},
			{Name: "Segment", Label: "Segment", Type: contract.FieldPicklist, Required: true, Options: []contract.FieldOption{{Value: "gold", Label: "Gold"}, {Value: "silver", Label: "Silver"}}},
			{Name: "Email", Label: "Email", Type: contract.FieldEmail, Length: 100},
			{Name: "Website", Label: "Website", Type: contract.FieldURL, Length: 30},
			{Name: "Age", Label: "Age", Type: contract.FieldNumber},
			{Name: "Date_of_Birth", Label: "Date of Birth", Type: contract.FieldDate},
			{Name: "Email_Opt_Out", Label: "Email Opt Out", Type: contract.FieldCheckbox, Default: "true"},
			{Name: "Source", Label: "Lead Source", Type: contract.FieldPicklist, Default: "fair", Options: []contract.FieldOption{{Value: "web", Label: "Web site"}, {Value: "fair", Label: "Trade fair"}}},
			{Name: "Interests", Label: "Interests", Type: contract.FieldMultiPicklist, Options: []contract.FieldOption{{Value: "boats", Label: "Boats"}, {Value: "sails", Label: "Sails"}, {Value: "ropes", Label: "Ropes"}}},
			{Name: "Description", Label: "Description", Type: contract.FieldLongText, Length: 20},
		},
		Phones: []contract.FieldChoice{{Name: "Mobile", Label: "Mobile"}, {Name: "Phone", Label: "Phone"}, {Name: "WhatsApp", Label: "WhatsApp"}},
	}
	leads := contract.ModuleForm{
		Module: contract.ModuleLeads, CreateURL: "https://crm.zoho.eu/crm/tab/Leads/create",
		Fields: []contract.FormField{
			{Name: "First_Name", Label: "First Name", Type: contract.FieldText, Length: 40},
			{Name: "Last_Name", Label: "Last Name", Type: contract.FieldText, Required: true, Length: 80},
			{Name: "Company", Label: "Company", Type: contract.FieldText, Required: true, Length: 200},
		},
		Phones: []contract.FieldChoice{{Name: "Phone", Label: "Phone"}},
	}
	return contract.Forms{V: contract.Version, At: 1, Modules: []contract.ModuleForm{contacts, leads}}
}

// elsewhereForms are forms of an organisation that requires what only Zoho's own
// form can fill in.
func elsewhereForms() contract.Forms {
	forms := wholeForms()
	forms.Modules[0].Elsewhere = []string{"Account Name", "Campaign"}
	return forms
}

// person is a chat of the list.
func person(n int, state contract.ChatState, change func(*contract.PersonRow)) contract.PersonRow {
	row := contract.PersonRow{Chat: fmt.Sprintf("%d@c.us", 14155550200+n), Title: fmt.Sprintf("Customer %d", n), State: state, T: int64(1_760_000_000 - n)}
	if change != nil {
		change(&row)
	}
	return row
}

// offer is a record that the list offers.
func offer(n int, reason contract.MatchReason) contract.PersonRecord {
	return contract.PersonRecord{Module: contract.ModuleContacts, ID: fmt.Sprint(5000 + n), Name: fmt.Sprintf("Contact %d", n), Reason: reason}
}

// everyone is a list with chats of every group and, to be confirmed, every kind
// of offer: 1 to 3 are ticked by themselves, 4 and 5 can be, the others not.
func everyone() contract.People {
	choose := func(n int, why contract.Why, offers ...contract.PersonRecord) contract.PersonRow {
		return person(n, contract.ChatChoose, func(r *contract.PersonRow) { r.Why, r.Offers = why, offers })
	}
	linked := func(n int, state contract.ChatState) contract.PersonRow {
		return person(n, state, func(r *contract.PersonRow) {
			r.Record = &contract.PersonRecord{Module: contract.ModuleLeads, ID: fmt.Sprint(6000 + n), Name: fmt.Sprintf("Lead %d", n)}
		})
	}
	rows := []contract.PersonRow{
		choose(1, contract.WhyAsked, offer(1, contract.MatchSame)),
		choose(2, contract.WhyAsked, offer(2, contract.MatchVariant), offer(90, contract.MatchSuffix)),
		choose(3, contract.WhyAsked, offer(3, contract.MatchNational)),
		choose(4, contract.WhyIncomplete, offer(4, contract.MatchSame)),
		choose(5, contract.WhyDuplicate, offer(5, contract.MatchDuplicate)),
		choose(6, contract.WhySeveral, offer(6, contract.MatchSame), offer(7, contract.MatchSame)),
		choose(7, contract.WhySimilar, offer(8, contract.MatchSuffix)),
		choose(8, contract.WhySomeoneElse, offer(9, contract.MatchSomeoneElse)),
		choose(9, contract.WhyElsewhere, offer(10, contract.MatchElsewhere)),
		choose(10, contract.WhyDeclined, offer(11, contract.MatchSame)),
		person(11, contract.ChatNotInZoho, func(r *contract.PersonRow) { r.Why = contract.WhyNobody }),
		person(12, contract.ChatNotInZoho, func(r *contract.PersonRow) { r.Why, r.Title = contract.WhyOtherCountry, "" }),
		linked(13, contract.ChatRecordGone),
		person(14, contract.ChatCreating, nil),
		linked(15, contract.ChatLinked),
		linked(16, contract.ChatLinked),
		linked(17, contract.ChatPaused),
		person(18, contract.ChatUnlinked, nil),
		person(19, contract.ChatExcluded, nil),
		person(20, contract.ChatGroup, nil),
		person(21, contract.ChatNumberHidden, nil),
		person(22, contract.ChatSelf, nil),
		person(23, contract.ChatUnsupported, nil),
		person(24, contract.ChatProtected, nil),
		person(25, contract.ChatUnknown, nil),
		person(26, contract.ChatUnknown, func(r *contract.PersonRow) { r.Problem = contract.ProblemThrottled }),
		person(27, contract.ChatCommunity, nil),
	}
	rows[15].Problem = contract.ProblemNoteRefused
	rows[0].Title, rows[14].Record.Name, rows[5].Title = longName, longNameRTL, longNameRTL
	return contract.People{V: contract.Version, At: 1, Account: "Ada", Unasked: 1, Rows: rows, More: 340}
}

// crowd is a list of n chats to be confirmed.
func crowd(n int) contract.People {
	people := contract.People{V: contract.Version, At: 1, Account: "Ada"}
	for i := range n {
		people.Rows = append(people.Rows, person(i, contract.ChatChoose, func(r *contract.PersonRow) {
			r.Why, r.Offers = contract.WhyAsked, []contract.PersonRecord{offer(i, contract.MatchSame)}
		}))
	}
	return people
}

// leaveCard leaves a quiet view, the forms and an open chat with its card.
func (s stillStage) leaveCard(t *testing.T, forms *contract.Forms, card contract.Card) {
	t.Helper()
	s.leaveView(t, nil)
	values := map[string]any{contract.FormsKey: nil, contract.PeopleKey: nil}
	if forms != nil {
		values[contract.FormsKey] = *forms
	}
	s.leave(t, values)
	s.leaveChat(t, card)
}

// leavePeople leaves a quiet view and the list of chats, with no chat open.
func (s stillStage) leavePeople(t *testing.T, people contract.People) {
	t.Helper()
	s.leaveView(t, nil)
	s.leave(t, map[string]any{
		contract.PeopleKey: people, contract.FormsKey: nil,
		contract.OpenChatKey: contract.OpenChat{V: contract.Version, At: 1},
	})
}

// leaveDirectory leaves a view of a directory in one of its states.
func (s stillStage) leaveDirectory(t *testing.T, directory contract.DirectoryView, mode contract.DirectoryMode) {
	t.Helper()
	s.leaveZoho(t, func(v *contract.View) { v.Directory, v.Settings.Directory = directory, mode })
}

// linkFaces are the states that tell who a chat is and let it be linked.
func linkFaces() []shown {
	const panel, options = "panel/panel.html", "options/options.html"
	forms, elsewhere := wholeForms(), elsewhereForms()
	card := func(forms *contract.Forms, state contract.ChatState, change func(*contract.Card)) func(*testing.T, stillStage) {
		return func(t *testing.T, s stillStage) { s.leaveCard(t, forms, cardIn(state, change)) }
	}
	directory := func(d contract.DirectoryView, mode contract.DirectoryMode) func(*testing.T, stillStage) {
		return func(t *testing.T, s stillStage) { s.leaveDirectory(t, d, mode) }
	}
	people := func(people contract.People) func(*testing.T, stillStage) {
		return func(t *testing.T, s stillStage) { s.leavePeople(t, people) }
	}
	asOf := time.Now().Add(-7 * time.Minute).UnixMilli()
	return []shown{
		{"sidebar, not in Zoho, before the forms were read", panel, card(nil, contract.ChatNotInZoho, func(c *contract.Card) {
			c.Why, c.Create = contract.WhyNobody, suggested()
		}), "#create-contact", ""},
		{"sidebar, not in Zoho, every field", panel, card(&forms, contract.ChatNotInZoho, func(c *contract.Card) {
			c.Why, c.Create = contract.WhyHoldsOwn, suggested()
			c.Aside = []contract.SetAside{{Candidate: candidate("9", longName, contract.MatchSame), Why: contract.WhyHoldsOwn}}
		}), "#field-Description", "#more-fields > summary"},
		{"sidebar, not in Zoho, not offered", panel, card(&forms, contract.ChatNotInZoho, func(c *contract.Card) {
			c.Why, c.Create = contract.WhyConverted, suggested()
			c.Aside = []contract.SetAside{
				{Candidate: candidate("9", "Maya O.", contract.MatchSame), Why: contract.WhyConverted},
				{Candidate: candidate("10", longNameRTL, contract.MatchSuffix), Why: contract.WhyOtherCountry},
			}
		}), "#aside li", "#aside > summary"},
		{"sidebar, a field that Zoho refuses", panel, card(&forms, contract.ChatNotInZoho, func(c *contract.Card) {
			c.Why, c.Create, c.Problem = contract.WhyNobody, suggested(), &contract.Problem{Code: contract.ProblemFieldRefused, Detail: "Segment"}
		}), "#field-Segment-note", ""},
		{"sidebar, to be created in Zoho itself", panel, card(&elsewhere, contract.ChatNotInZoho, func(c *contract.Card) {
			c.Why, c.Create = contract.WhyNobody, suggested()
		}), "#create-in-zoho", ""},
		{"sidebar, nothing may be created", panel, card(&contract.Forms{V: contract.Version, Modules: []contract.ModuleForm{}}, contract.ChatNotInZoho, func(c *contract.Card) {
			c.Why, c.Create = contract.WhyNobody, suggested()
		}), "#form-no-module", ""},
		{"sidebar, creating", panel, card(&forms, contract.ChatCreating, nil), "#chat-about", ""},
		{"sidebar, several records", panel, card(&forms, contract.ChatChoose, func(c *contract.Card) {
			c.Why = contract.WhySeveral
			c.Candidates = []contract.Candidate{candidate("1", longName, contract.MatchSame), alike("2", longNameRTL, contract.MatchNational, contract.Likeness{Kind: contract.LikeRegion, Region: "GB"})}
		}), "#candidates", "#more > summary"},
		{"sidebar, a similar record", panel, card(&forms, contract.ChatChoose, func(c *contract.Card) {
			c.Why, c.Create = contract.WhySimilar, suggested()
			withheld := alike("2", "Maya Okafor", contract.MatchSuffix, contract.Likeness{Kind: contract.LikeTail})
			withheld.Field, withheld.Stored = "", ""
			c.Candidates = []contract.Candidate{
				alike("1", "Maya Okafor", contract.MatchSuffix, contract.Likeness{Kind: contract.LikePartial, Digits: 8, Extension: "204"}), withheld,
			}
		}), "#create-contact", "#none-of-these > summary"},
		{"sidebar, one record to confirm", panel, card(&forms, contract.ChatChoose, func(c *contract.Card) {
			c.Why, c.Candidates = contract.WhyAsked, []contract.Candidate{candidate("1", "Maya Okafor", contract.MatchSame)}
		}), "#candidates", ""},
		{"sidebar, unlinked", panel, card(&forms, contract.ChatUnlinked, func(c *contract.Card) {
			c.Former, c.Create = formerRecord(), suggested()
		}), "#relink-chat", "#search > summary"},
		{"sidebar, excluded", panel, card(nil, contract.ChatExcluded, nil), "#allow-chat", ""},
		{"sidebar, record gone", panel, card(nil, contract.ChatRecordGone, func(c *contract.Card) {
			c.Former, c.Create = formerRecord(), suggested()
		}), "#former", ""},
		{"sidebar, record gone and another found", panel, card(nil, contract.ChatRecordGone, func(c *contract.Card) {
			c.Former, c.Create, c.Why = formerRecord(), suggested(), contract.WhyAsked
			c.Candidates = []contract.Candidate{candidate("1", "Maya Okafor", contract.MatchSame)}
		}), "#candidates", ""},
		{"sidebar, number hidden", panel, card(nil, contract.ChatNumberHidden, func(c *contract.Card) { c.Phone = "" }), "#search-text", "#search > summary"},
		{"sidebar, linked by hand, number not there", panel, func(t *testing.T, s stillStage) {
			c := linkedCard("Maya Okafor", contract.HistoryCard{End: contract.HistoryAll})
			c.Record.Origin, c.Sync.Unread, c.Sync.Encrypted = contract.LinkedByChoice, 0, 0
			c.Fill = &contract.FillOffer{Phone: "+14155550178", Fields: []contract.FieldChoice{{Name: "Mobile", Label: "Mobile"}, {Name: "Phone", Label: strings.Repeat("Telephone ", 12)}}}
			s.leaveCard(t, nil, c)
		}, "#fill-number", "#more > summary"},
		{"sidebar, linked by itself", panel, func(t *testing.T, s stillStage) {
			s.leaveCard(t, nil, heldBy(contract.HeldNumber{Field: "Mobile", Stored: "(415) 555-0178", Likeness: &contract.Likeness{Kind: contract.LikeRegion, Region: "US"}}))
		}, "#record-number", ""},
		{"sidebar, linked by a long text", panel, func(t *testing.T, s stillStage) {
			s.leaveCard(t, nil, heldBy(contract.HeldNumber{Field: strings.Repeat("Telefon", 20), Stored: longText, Likeness: &contract.Likeness{Kind: contract.LikePartial, Digits: 8}}))
		}, "#record-number", ""},
		{"sidebar, your chats", panel, people(everyone()), "#link-selected", "#people-linked > summary"},
		{"sidebar, all groups", panel, func(t *testing.T, s stillStage) {
			s.leavePeople(t, everyone())
			s.leaveChat(t, cardIn(contract.ChatExcluded, nil))
		}, "#people-barred", "#all-chats > summary"},
		{"settings, no directory", options, directory(contract.DirectoryView{State: contract.DirectoryOff}, contract.DirectoryNever), "#directory", ""},
		{"settings, directory being read", options, directory(contract.DirectoryView{State: contract.DirectoryBuilding, Read: 4000, Expected: 10_000}, contract.DirectoryAuto), "#directory-progress", ""},
		{"settings, directory ready", options, directory(contract.DirectoryView{State: contract.DirectoryReady, Records: 98_431, Unreadable: 312, AsOf: asOf}, contract.DirectoryAuto), "#directory-as-of", ""},
		{"settings, directory not up to date", options, directory(contract.DirectoryView{State: contract.DirectoryStale, Records: 98_431, AsOf: asOf}, contract.DirectoryAuto), "#directory-as-of", ""},
		{"settings, too many records", options, directory(contract.DirectoryView{State: contract.DirectoryTooLarge, Records: 250_000}, contract.DirectoryAuto), "#directory", ""},
	}
}
