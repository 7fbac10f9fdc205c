package match

import (
	"slices"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/phone"
)

// inField returns a record that holds a number in a field of that name.
func inField(record Found, field string) Found {
	record.Numbers[0].Field = field
	return record
}

// became returns a lead that was converted to the contact of that id.
func became(record Found, contact string) Found {
	record.Converted, record.ConvertedTo = true, contact
	return record
}

func TestDecideSaysWhy(t *testing.T) {
	t.Parallel()
	chat, other, own := number("1", "4155550132"), number("1", "4155550199"), number("1", "4155550100")
	spain := number("34", "4155550132")
	tail := phone.Number{National: "99955550132"}
	local := phone.Number{National: "4155550132"}
	longer := number("1", "94155550132")

	tests := []struct {
		name       string
		chat       phone.Number
		found      []Found
		incomplete bool
		kind       Kind
		why        contract.Why
		// ids are the candidates in order, aside the records set aside.
		ids, aside []string
	}{
		{"certain", chat, []Found{record(contacts, "1", chat)}, false, Certain, "", []string{"1"}, nil},
		{"no number", phone.Number{}, []Found{record(contacts, "1", chat)}, false, None, contract.WhyNoNumber, nil, nil},
		{"not a possible number", phone.Number{National: "4155550132"}, []Found{record(contacts, "1", chat)}, false, None, contract.WhyNoNumber, nil, nil},
		{"my own chat", own, []Found{record(contacts, "1", own)}, false, None, contract.WhyOwnNumber, nil, nil},
		{"nobody", chat, []Found{record(contacts, "1", other)}, false, None, contract.WhyNobody, nil, nil},
		{"nothing found", chat, nil, false, None, contract.WhyNobody, nil, nil},
		{"nobody, as far as was looked", chat, nil, true, None, contract.WhyIncomplete, nil, nil},
		{"one, as far as was looked", chat, []Found{record(contacts, "1", chat)}, true, Choose, contract.WhyIncomplete, []string{"1"}, nil},
		{"two, as far as was looked", chat, []Found{record(contacts, "1", chat), record(leads, "2", chat)}, true, Choose, contract.WhySeveral, []string{"1", "2"}, nil},
		{"a record that is mine too", chat, []Found{record(contacts, "1", chat, own)}, false, None, contract.WhyHoldsOwn, nil, []string{"1"}},
		{"a record that is mine beside one that is not", chat, []Found{record(contacts, "1", chat, own), record(leads, "2", chat)}, false, Certain, "", []string{"2"}, []string{"1"}},
		{"the same number in another country", chat, []Found{record(contacts, "1", spain)}, false, None, contract.WhyOtherCountry, nil, []string{"1"}},
		{"two fields of two records", chat, []Found{inField(record(contacts, "1", chat), "Mobile"), inField(record(contacts, "2", chat), "Other_Phone")}, false, Choose, contract.WhySeveral, []string{"1", "2"}, nil},
		{"lead and contact", chat, []Found{record(leads, "1", chat), record(contacts, "2", chat)}, false, Choose, contract.WhySeveral, []string{"2", "1"}, nil},
		{"lead that became the contact", chat, []Found{became(record(leads, "1", chat), "2"), record(contacts, "2", chat)}, false, Certain, "", []string{"2"}, nil},
		{"lead that became a contact without the number", chat, []Found{became(record(leads, "1", chat), "2"), record(contacts, "2", other)}, false, None, contract.WhyConverted, nil, []string{"1"}},
		{"lead that became a contact not found", chat, []Found{became(record(leads, "1", chat), "2")}, false, None, contract.WhyConverted, nil, []string{"1"}},
		{"lead that became another contact", chat, []Found{became(record(leads, "1", chat), "9"), record(contacts, "2", chat)}, false, Choose, contract.WhyConverted, []string{"2"}, []string{"1"}},
		{"lead that became an unknown contact", chat, []Found{became(record(leads, "1", chat), ""), record(contacts, "2", chat)}, false, Certain, "", []string{"2"}, []string{"1"}},
		{"the assistant's number", chat, []Found{inField(record(contacts, "1", chat), "Asst_Phone")}, false, Choose, contract.WhySomeoneElse, []string{"1"}, nil},
		{"the assistant is a contact", chat, []Found{inField(record(contacts, "1", chat), "Asst_Phone"), record(contacts, "2", chat)}, false, Certain, "", []string{"2", "1"}, nil},
		{"if it is of another country", chat, []Found{record(contacts, "1", tail), record(leads, "2", local)}, false, Choose, contract.WhyElsewhere, []string{"2", "1"}, nil},
		{"unreadable", chat, []Found{record(contacts, "1", tail)}, false, Choose, contract.WhyUnreadable, []string{"1"}, nil},
		{"similar", chat, []Found{record(contacts, "1", tail), record(leads, "2", longer)}, false, Choose, contract.WhySimilar, []string{"1", "2"}, nil},
	}
	seen := map[contract.Why]bool{}
	for _, tt := range tests {
		seen[tt.why] = true
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Decide(tt.chat, tt.found, Options{DefaultRegion: "DE", Own: []phone.Number{own}, Incomplete: tt.incomplete})
			var ids, aside []string
			for _, c := range got.Candidates {
				ids = append(ids, c.ID)
			}
			for _, a := range got.Aside {
				aside = append(aside, a.ID)
			}
			if got.Kind != tt.kind || got.Why != tt.why || !slices.Equal(ids, tt.ids) || !slices.Equal(aside, tt.aside) {
				t.Errorf("got %s %q with %v, aside %v; want %s %q with %v, aside %v", got.Kind, got.Why, ids, aside, tt.kind, tt.why, tt.ids, tt.aside)
			}
		})
	}
	for _, why := range []contract.Why{
		contract.WhyNoNumber, contract.WhyOwnNumber, contract.WhyNobody, contract.WhyHoldsOwn, contract.WhyConverted, contract.WhyOtherCountry, contract.WhyIncomplete, contract.WhySeveral, contract.WhySomeoneElse,
		contract.WhyElsewhere, contract.WhyUnreadable, contract.WhySimilar,
	} {
		if !seen[why] {
			t.Errorf("no case leads to %q", why)
		}
	}
}

func TestCandidateCarriesTheComparison(t *testing.T) {
	t.Parallel()
	chat := number("44", "2079460018")
	chat.Region = "GB"
	got := Decide(chat, []Found{record(contacts, "1", phone.Number{National: "02079460018"})}, Options{DefaultRegion: "US"})
	if len(got.Candidates) != 1 || got.Candidates[0].Comparison != (phone.Comparison{Reason: phone.ReasonElsewhere, Region: "GB", Digits: 10}) ||
		got.Candidates[0].Reason != contract.MatchElsewhere {
		t.Errorf("got %+v", got.Candidates)
	}
	want := contract.Likeness{Kind: contract.LikeElsewhere, Region: "GB", Digits: 10}
	if told := got.Candidates[0].Likeness(); told == nil || *told != want {
		t.Errorf("the card is told %+v, want %+v", told, want)
	}
}

// TestEveryOfferIsPutIntoWords: the card has words for each reason for which a record
// is offered, and for no other.
func TestEveryOfferIsPutIntoWords(t *testing.T) {
	t.Parallel()
	kinds := map[contract.LikenessKind]phone.Reason{}
	for _, reason := range []phone.Reason{
		phone.ReasonSame, phone.ReasonNinthDigit, phone.ReasonMexicanOne, phone.ReasonArgentineNine, phone.ReasonRegion, phone.ReasonElsewhere,
		phone.ReasonLength, phone.ReasonTail, phone.ReasonPartial, phone.ReasonCountry, phone.ReasonDigits, phone.ReasonNothing, "unknown",
	} {
		told := Candidate{Comparison: phone.Comparison{Reason: reason}}.Likeness()
		if offered := reason.Verdict() != phone.Different; offered != (told != nil) {
			t.Errorf("%s is offered: %t, and has words: %t", reason, offered, told != nil)
		}
		if told == nil {
			continue
		}
		if other, twice := kinds[told.Kind]; twice {
			t.Errorf("%s and %s are called %s alike", reason, other, told.Kind)
		}
		kinds[told.Kind] = reason
	}
}

// TestOwnFieldComesBeforeTheAssistants: a record that holds the number as its
// own is certain, whatever else it holds it for.
func TestOwnFieldComesBeforeTheAssistants(t *testing.T) {
	t.Parallel()
	chat := number("1", "4155550132")
	found := record(contacts, "1", chat)
	found.Numbers[0].Field = "Asst_Phone"
	found.Numbers = append(found.Numbers, FieldNumber{Field: "Phone", Numbers: []phone.Number{without(chat, "US")}})
	got := Decide(chat, []Found{found}, Options{DefaultRegion: "US"})
	if got.Kind != Certain || got.Record.Match.Field != "Phone" || got.Record.Reason != contract.MatchNational {
		t.Errorf("got %s with %+v, want certain by Phone", got.Kind, got.Record)
	}
}
