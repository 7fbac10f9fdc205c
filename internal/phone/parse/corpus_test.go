package parse

import (
	"cmp"
	"maps"
	"slices"
	"testing"

	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/phone/corpus"
)

// What the corpus comes to with the metadata that go.mod names. Fewer certain
// pairs mean that something is no longer recognised, fewer pairs in all that
// something is no longer tried.
const (
	wantExamples   = 482
	wantTruePairs  = 14_457
	wantOffered    = 3
	wantFalsePairs = 85_319
)

func examples(t *testing.T) []corpus.Example {
	t.Helper()
	list := corpus.Examples()
	if len(list) != wantExamples {
		t.Fatalf("%d example numbers, want %d", len(list), wantExamples)
	}
	return list
}

// TestCorpusIsFound reads every example in every form, compares it with the chat
// of the same number, and looks for it in an index of texts. What is not certain
// must still be offered.
func TestCorpusIsFound(t *testing.T) {
	t.Parallel()
	list := examples(t)
	total, offered := 0, 0
	for _, form := range corpus.Forms() {
		found, firstOffered := 0, ""
		for _, e := range list {
			chat := Text(phone.Text{Raw: e.E164})
			text := phone.Text{Raw: form.Write(e), Region: cmp.Or(form.Region, e.Region)}
			stored := Text(text)
			checkFiled(t, text, stored)
			switch verdict := phone.CompareLists(chat, stored, text.Region); {
			case verdict.Certain():
				found++
			case verdict == phone.Different:
				t.Errorf("%s in %s: not even offered", text.Raw, text.Region)
			default:
				offered++
				firstOffered = cmp.Or(firstOffered, text.Region+" "+text.Raw)
			}
		}
		t.Logf("%-20s %d of %d certain, first of the others: %q", form.Name, found, len(list), firstOffered)
		if found < len(list) && form.Name != corpus.NoPlus {
			t.Errorf("%s: %d of %d found", form.Name, found, len(list))
		}
		total += found
	}
	t.Logf("%d true pairs certain, %d offered", total, offered)
	if total != wantTruePairs || offered != wantOffered {
		t.Errorf("%d true pairs certain and %d offered, want %d and %d", total, offered, wantTruePairs, wantOffered)
	}
}

// TestCorpusHasNoFalseMatch holds that no number is certainly another one: not
// with any single digit changed, not with the same national digits in another
// country, and not when a national number is read in the wrong region.
func TestCorpusHasNoFalseMatch(t *testing.T) {
	t.Parallel()
	compared := map[string]int{}
	apart := func(what string, chat, stored []phone.Number, region string) {
		t.Helper()
		compared[what]++
		if verdict := phone.CompareLists(chat, stored, region); verdict.Certain() {
			t.Errorf("%s: chat %+v and stored %+v are %v", what, chat, stored, verdict)
		}
	}
	for _, e := range examples(t) {
		chat := Text(phone.Text{Raw: e.E164})
		for _, other := range e.OneDigitAway() {
			apart("one digit changed, E.164", chat, Text(phone.Text{Raw: "+" + e.Code + other, Region: e.Region}), e.Region)
			apart("one digit changed, national", chat, Text(phone.Text{Raw: other, Region: e.Region}), e.Region)
		}
		for _, foreign := range e.Abroad() {
			apart("same national number abroad", chat, Text(phone.Text{Raw: foreign}), e.Region)
		}
		for _, region := range []string{"US", "GB", "DE", "BR", "IN", "MX", "AR", "IT"} {
			if e.SharesCode(region) {
				continue
			}
			written := e.NationalFormat()
			apart("national number read in another region", chat, Text(phone.Text{Raw: written, Region: region}), region)
			apart("national number of another region", chat, Text(phone.Text{Raw: written, Region: e.Region}), region)
		}
	}
	total := 0
	for _, what := range slices.Sorted(maps.Keys(compared)) {
		t.Logf("%s: %d pairs, no false match", what, compared[what])
		total += compared[what]
	}
	t.Logf("%d false pairs compared", total)
	if total != wantFalsePairs {
		t.Errorf("%d false pairs compared, want %d", total, wantFalsePairs)
	}
}
