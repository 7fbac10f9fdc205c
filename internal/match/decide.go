package match

import (
	"cmp"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/phone"
)

// Decide says which of the records found is the person of a chat.
//
// A decision is Certain only when exactly one record, over all modules, holds
// the chat's number: the same international number, a national variant of it,
// or a number without a country code that is the same in the default region.
// Two such records are two possible persons, however much better one of them
// looks, and a person has to choose. Last digits alone never decide. Neither
// the order of found nor a record listed twice changes the decision.
func Decide(chat phone.Number, found []Found, options Options) Decision {
	if !chat.Possible || isOwn([]phone.Number{chat}, options) {
		return Decision{Kind: None}
	}
	var candidates []Candidate
	for _, record := range merge(found) {
		if isOwnRecord(record, options) {
			continue
		}
		if candidate, ok := compare(chat, record, options.DefaultRegion); ok {
			candidates = append(candidates, candidate)
		}
	}
	if len(candidates) == 0 {
		return Decision{Kind: None}
	}
	slices.SortFunc(candidates, func(a, b Candidate) int { return displayOrder(a, b, options.UserID) })

	var sure []int
	for i, candidate := range candidates {
		if candidate.Reason != contract.MatchSuffix {
			sure = append(sure, i)
		}
	}
	if len(sure) != 1 {
		return Decision{Kind: Choose, Candidates: candidates}
	}
	return Decision{Kind: Certain, Record: &candidates[sure[0]], Candidates: candidates}
}

// merge joins entries of the same record, which several queries may have
// returned with different fields. A module's ids are unique in it.
func merge(found []Found) []Found {
	type key struct {
		module contract.Module
		id     string
	}
	at := map[key]int{}
	var records []Found
	for _, record := range found {
		k := key{record.Module, record.ID}
		i, seen := at[k]
		if !seen {
			at[k] = len(records)
			record.Numbers = slices.Clone(record.Numbers)
			records = append(records, record)
			continue
		}
		kept := &records[i]
		kept.Numbers = append(kept.Numbers, record.Numbers...)
		if record.ModifiedTime.After(kept.ModifiedTime) {
			kept.Name, kept.OwnerID, kept.ModifiedTime = record.Name, record.OwnerID, record.ModifiedTime
		}
	}
	return records
}

// compare finds the field of a record that agrees best with the chat's number.
// Of equally good fields the one that sorts first is named, so that the order
// of the fields does not matter.
func compare(chat phone.Number, record Found, region string) (Candidate, bool) {
	best := Candidate{Found: record}
	strongest := phone.Different
	for _, field := range record.Numbers {
		verdict := phone.CompareLists([]phone.Number{chat}, field.Numbers, region)
		if verdict > strongest || (verdict == strongest && verdict != phone.Different && fieldOrder(field, best.Match) < 0) {
			strongest, best.Match = verdict, field
		}
	}
	reason, ok := reasonOf(strongest)
	best.Reason = reason
	return best, ok
}

func fieldOrder(a, b FieldNumber) int {
	return cmp.Or(strings.Compare(a.Field, b.Field), strings.Compare(a.Stored, b.Stored))
}

// reasonOf turns a verdict into the reason shown to people; false for none.
func reasonOf(verdict phone.Verdict) (contract.MatchReason, bool) {
	switch verdict {
	case phone.Same:
		return contract.MatchSame, true
	case phone.Variant:
		return contract.MatchVariant, true
	case phone.National:
		return contract.MatchNational, true
	case phone.Suffix:
		return contract.MatchSuffix, true
	}
	return "", false
}

// isOwn reports whether one of numbers is certainly one of the user's own.
func isOwn(numbers []phone.Number, options Options) bool {
	return phone.CompareLists(numbers, options.Own, options.DefaultRegion) >= phone.National
}

func isOwnRecord(record Found, options Options) bool {
	return slices.ContainsFunc(record.Numbers, func(field FieldNumber) bool {
		return isOwn(field.Numbers, options)
	})
}

// displayOrder sorts candidates for people: those that hold the number before
// those whose last digits agree, then contacts before leads, the user's own
// records, the most recently changed. The id makes the order complete.
func displayOrder(a, b Candidate, userID string) int {
	return cmp.Or(
		cmp.Compare(doubtRank(a.Reason), doubtRank(b.Reason)),
		cmp.Compare(moduleRank(a.Module), moduleRank(b.Module)),
		cmp.Compare(ownerRank(a.OwnerID, userID), ownerRank(b.OwnerID, userID)),
		b.ModifiedTime.Compare(a.ModifiedTime),
		strings.Compare(a.ID, b.ID),
	)
}

func doubtRank(reason contract.MatchReason) int {
	if reason == contract.MatchSuffix {
		return 1
	}
	return 0
}

func moduleRank(module contract.Module) int {
	if module == contract.ModuleContacts {
		return 0
	}
	return 1
}

func ownerRank(ownerID, userID string) int {
	if userID != "" && ownerID == userID {
		return 0
	}
	return 1
}
