package match

import (
	"slices"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/phone"
)

// Decide says which of the records found is the person of a chat.
//
// A decision is Certain only when exactly one record, over all modules, holds
// the chat's number as its own: the same international number, a national
// variant of it, or a number without a country code that is the same in the
// default region. Two such records are two possible persons, however much better
// one of them looks, and a person has to choose. Last digits alone never decide.
// Neither the order of found nor a record listed twice changes the decision.
func Decide(chat phone.Number, found []Found, options Options) Decision {
	switch {
	case !chat.Possible:
		return Decision{Kind: None, Why: contract.WhyNoNumber}
	case isOwn([]phone.Number{chat}, options):
		return Decision{Kind: None, Why: contract.WhyOwnNumber}
	}
	d := divide(chat, found, options)
	slices.SortFunc(d.Candidates, func(a, b Candidate) int { return displayOrder(a, b, options.UserID) })
	slices.SortFunc(d.Aside, func(a, b SetAside) int { return displayOrder(a.Candidate, b.Candidate, options.UserID) })

	var sure []int
	for i, candidate := range d.Candidates {
		if isSure(candidate) {
			sure = append(sure, i)
		}
	}
	d.Why = whyNot(d, len(sure), options)
	switch {
	case len(d.Candidates) == 0:
		d.Kind = None
	case d.Why != "":
		d.Kind = Choose
	default:
		d.Kind, d.Record = Certain, &d.Candidates[sure[0]]
	}
	return d
}

// divide parts the records into those to offer and those set aside. A lead is
// dropped when the contact it became is offered: it is the same person.
func divide(chat phone.Number, found []Found, options Options) (d Decision) {
	var converted []Candidate
	for _, record := range merge(found) {
		candidate, ok := compare(chat, record, options.DefaultRegion)
		switch {
		case candidate.Comparison.Reason == phone.ReasonCountry:
			d.Aside = append(d.Aside, SetAside{candidate, contract.WhyOtherCountry})
		case !ok:
		case isOwnRecord(record, options):
			d.Aside = append(d.Aside, SetAside{candidate, contract.WhyHoldsOwn})
		case record.Converted:
			converted = append(converted, candidate)
		default:
			d.Candidates = append(d.Candidates, candidate)
		}
	}
	for _, lead := range converted {
		if !slices.ContainsFunc(d.Candidates, func(c Candidate) bool {
			return c.Module == contract.ModuleContacts && c.ID == lead.ConvertedTo
		}) {
			d.Aside = append(d.Aside, SetAside{lead, contract.WhyConverted})
		}
	}
	return d
}

// whyNot says why the decision is not certain; empty when it is.
func whyNot(d Decision, sure int, options Options) contract.Why {
	switch {
	case sure > 1:
		return contract.WhySeveral
	case sure == 1 && holdsElsewhere(d):
		// The lead became somebody who is not the record that holds its number.
		return contract.WhyConverted
	case options.Incomplete:
		return contract.WhyIncomplete
	case sure == 1:
		return ""
	case len(d.Candidates) == 0:
		return whyNobody(d.Aside)
	}
	return whyDoubtful(d.Candidates)
}

// holdsElsewhere reports whether a lead holds the number certainly that became a
// contact which is not among those offered.
func holdsElsewhere(d Decision) bool {
	return slices.ContainsFunc(d.Aside, func(aside SetAside) bool {
		return aside.Why == contract.WhyConverted && aside.ConvertedTo != "" && isSure(aside.Candidate)
	})
}

// whyNobody says why nothing is offered: what the records that were found are set
// aside for, the reason that helps most first.
func whyNobody(aside []SetAside) contract.Why {
	for _, why := range []contract.Why{contract.WhyConverted, contract.WhyHoldsOwn, contract.WhyOtherCountry} {
		if slices.ContainsFunc(aside, func(a SetAside) bool { return a.Why == why }) {
			return why
		}
	}
	return contract.WhyNobody
}

// whyDoubtful says what keeps the best of the candidates from being certain.
func whyDoubtful(candidates []Candidate) contract.Why {
	best := candidates[0]
	for _, candidate := range candidates[1:] {
		if candidate.Comparison.Stronger(best.Comparison) {
			best = candidate
		}
	}
	switch {
	case best.Comparison.Verdict().Certain():
		return contract.WhySomeoneElse
	case best.Comparison.Reason == phone.ReasonElsewhere:
		return contract.WhyElsewhere
	case best.Comparison.Reason == phone.ReasonPartial:
		return contract.WhyUnreadable
	}
	return contract.WhySimilar
}

// isSure reports whether a record holds the chat's number as its own.
func isSure(candidate Candidate) bool {
	return candidate.Comparison.Verdict().Certain() && !isSomeoneElses(candidate.Match)
}

// isSomeoneElses reports whether a field is meant for the number of somebody
// else than the record's person: the assistant of a contact. See the fields of
// Contacts in https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html.
func isSomeoneElses(field FieldNumber) bool { return field.Field == "Asst_Phone" }

// isOwn reports whether one of numbers is certainly one of the user's own.
func isOwn(numbers []phone.Number, options Options) bool {
	return phone.CompareLists(numbers, options.Own, options.DefaultRegion).Certain()
}

func isOwnRecord(record Found, options Options) bool {
	return slices.ContainsFunc(record.Numbers, func(field FieldNumber) bool {
		return isOwn(field.Numbers, options)
	})
}
