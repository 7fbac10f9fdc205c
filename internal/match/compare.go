package match

import (
	"cmp"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/phone"
)

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
		kept.Withheld = kept.Withheld || record.Withheld
		kept.Converted = kept.Converted || record.Converted
		kept.ConvertedTo = max(kept.ConvertedTo, record.ConvertedTo)
		if record.ModifiedTime.After(kept.ModifiedTime) {
			kept.Name, kept.OwnerID, kept.ModifiedTime = record.Name, record.OwnerID, record.ModifiedTime
		}
	}
	return records
}

// compare finds the field of a record that agrees best with the chat's number,
// and reports false when none has anything to do with it. A field for somebody
// else's number comes after one of the record's own that agrees certainly too.
// Of equally good fields the one that sorts first is named, so that the order of
// the fields does not matter.
func compare(chat phone.Number, record Found, region string) (Candidate, bool) {
	best := Candidate{Found: record, Comparison: phone.Comparison{Reason: phone.ReasonNothing}}
	for i, field := range record.Numbers {
		comparison, _ := phone.ExamineList(chat, field.Numbers, region)
		candidate := Candidate{Found: record, Match: field, Comparison: comparison}
		if i == 0 || fieldOrder(candidate, best) < 0 {
			best = candidate
		}
	}
	if record.Withheld && len(record.Numbers) == 0 {
		best.Comparison.Reason = phone.ReasonTail
	}
	ok := false
	best.Reason, ok = reasonOf(best)
	return best, ok
}

// fieldOrder sorts the fields of one record, the best one first.
func fieldOrder(a, b Candidate) int {
	return cmp.Or(
		yesFirst(isSure(a), isSure(b)),
		yesFirst(a.Comparison.Stronger(b.Comparison), b.Comparison.Stronger(a.Comparison)),
		strings.Compare(a.Match.Field, b.Match.Field),
		strings.Compare(a.Match.Stored, b.Match.Stored),
	)
}

func yesFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// reasonOf is the reason of a candidate as it is shown to people; false for none.
func reasonOf(c Candidate) (contract.MatchReason, bool) {
	verdict := c.Comparison.Verdict()
	switch {
	case verdict.Certain() && isSomeoneElses(c.Match):
		return contract.MatchSomeoneElse, true
	case verdict == phone.Same:
		return contract.MatchSame, true
	case verdict == phone.Variant:
		return contract.MatchVariant, true
	case verdict == phone.National:
		return contract.MatchNational, true
	case c.Comparison.Reason == phone.ReasonElsewhere:
		return contract.MatchElsewhere, true
	case verdict == phone.Suffix:
		return contract.MatchSuffix, true
	}
	return "", false
}

// displayOrder sorts candidates for people: those that hold the number before
// those that hold it for somebody else, before those that would hold it in
// another country, before those that only end alike; then contacts before leads,
// the user's own records, the most recently changed. The id makes the order
// complete.
func displayOrder(a, b Candidate, userID string) int {
	return cmp.Or(
		cmp.Compare(doubt(a), doubt(b)),
		yesFirst(a.Module == contract.ModuleContacts, b.Module == contract.ModuleContacts),
		yesFirst(isOwnedBy(a, userID), isOwnedBy(b, userID)),
		b.ModifiedTime.Compare(a.ModifiedTime),
		strings.Compare(a.ID, b.ID),
	)
}

// doubt ranks how doubtful a candidate is.
func doubt(c Candidate) int {
	switch {
	case isSure(c):
		return 0
	case c.Comparison.Verdict().Certain():
		return 1
	case c.Comparison.Reason == phone.ReasonElsewhere:
		return 2
	}
	return 3
}

func isOwnedBy(c Candidate, userID string) bool { return userID != "" && c.OwnerID == userID }
