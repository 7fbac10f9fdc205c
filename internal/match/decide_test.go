package match

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/phone"
)

// number returns a valid number of calling code and national digits.
func number(code, national string, variants ...string) phone.Number {
	return phone.Number{E164: "+" + code + national, CountryCode: code, National: national, Variants: variants, HasCountry: true, Valid: true, Possible: true}
}

// without returns n as read in region from a text without country code.
func without(n phone.Number, region string) phone.Number {
	n.HasCountry, n.ReadIn = false, region
	return n
}

func record(module contract.Module, id string, numbers ...phone.Number) Found {
	return Found{Module: module, ID: id, Name: "Name " + id, Numbers: []FieldNumber{{Field: "Phone", Label: "Phone", Stored: "stored " + id, Numbers: numbers}}}
}

const (
	contacts = contract.ModuleContacts
	leads    = contract.ModuleLeads
)

func TestDecide(t *testing.T) {
	t.Parallel()
	chat := number("1", "4155550132")
	national := without(chat, "US")
	foreignNational := without(number("44", "4155550132"), "GB")
	tail := phone.Number{National: "55550132"}
	other := number("1", "4155550199")
	argentina := number("54", "91123456789", "+541123456789")
	argentinaHome := number("54", "1123456789", "+5491123456789")

	tests := []struct {
		name  string
		chat  phone.Number
		found []Found
		kind  Kind
		// record is the id of a certain match, ids are all candidates in order.
		record  string
		ids     []string
		reasons []contract.MatchReason
	}{
		{"nobody", chat, nil, None, "", nil, nil},
		{"nobody with this number", chat, []Found{record(contacts, "1", other), record(leads, "2")}, None, "", nil, nil},
		{"one contact", chat, []Found{record(contacts, "1", chat)}, Certain, "1", []string{"1"}, []contract.MatchReason{contract.MatchSame}},
		{"one lead", chat, []Found{record(leads, "1", other, chat)}, Certain, "1", []string{"1"}, []contract.MatchReason{contract.MatchSame}},
		{"a national variant", argentina, []Found{record(contacts, "1", argentinaHome)}, Certain, "1", []string{"1"}, []contract.MatchReason{contract.MatchVariant}},
		{"national in the default region", chat, []Found{record(contacts, "1", national)}, Certain, "1", []string{"1"}, []contract.MatchReason{contract.MatchNational}},
		{"national of another region", chat, []Found{record(contacts, "1", foreignNational)}, Choose, "", []string{"1"}, []contract.MatchReason{contract.MatchElsewhere}},
		{"last digits only", chat, []Found{record(contacts, "1", tail)}, Choose, "", []string{"1"}, []contract.MatchReason{contract.MatchSuffix}},
		{"one record beside last digits", chat, []Found{record(contacts, "1", tail), record(leads, "2", chat)}, Certain, "2", []string{"2", "1"},
			[]contract.MatchReason{contract.MatchSame, contract.MatchSuffix}},
		{"national beside last digits", chat, []Found{record(contacts, "1", tail), record(leads, "2", national)}, Certain, "2", []string{"2", "1"},
			[]contract.MatchReason{contract.MatchNational, contract.MatchSuffix}},
		{"two contacts", chat, []Found{record(contacts, "1", chat), record(contacts, "2", chat)}, Choose, "", []string{"1", "2"},
			[]contract.MatchReason{contract.MatchSame, contract.MatchSame}},
		{"contact and lead", chat, []Found{record(leads, "1", chat), record(contacts, "2", chat)}, Choose, "", []string{"2", "1"},
			[]contract.MatchReason{contract.MatchSame, contract.MatchSame}},
		{"same and national", chat, []Found{record(leads, "1", chat), record(contacts, "2", national)}, Choose, "", []string{"2", "1"},
			[]contract.MatchReason{contract.MatchNational, contract.MatchSame}},
		{"same and variant", argentina, []Found{record(contacts, "1", argentina), record(contacts, "2", argentinaHome)}, Choose, "", []string{"1", "2"},
			[]contract.MatchReason{contract.MatchSame, contract.MatchVariant}},
		{"one record listed twice", chat, []Found{record(contacts, "1", chat), record(contacts, "1", chat)}, Certain, "1", []string{"1"}, []contract.MatchReason{contract.MatchSame}},
		{"one id in two modules", chat, []Found{record(contacts, "1", chat), record(leads, "1", chat)}, Choose, "", []string{"1", "1"},
			[]contract.MatchReason{contract.MatchSame, contract.MatchSame}},
		{"chat without a number", phone.Number{}, []Found{record(contacts, "1", chat)}, None, "", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Decide(tt.chat, tt.found, Options{DefaultRegion: "US"})
			var ids []string
			var reasons []contract.MatchReason
			for _, c := range got.Candidates {
				ids, reasons = append(ids, c.ID), append(reasons, c.Reason)
			}
			if got.Kind != tt.kind || !slices.Equal(ids, tt.ids) || !slices.Equal(reasons, tt.reasons) {
				t.Errorf("got %s with %v %v, want %s with %v %v", got.Kind, ids, reasons, tt.kind, tt.ids, tt.reasons)
			}
			if (got.Record != nil) != (tt.kind == Certain) || (got.Record != nil && got.Record.ID != tt.record) {
				t.Errorf("Record = %+v, want %q", got.Record, tt.record)
			}
		})
	}
}

func TestDecideNamesTheFieldThatAgrees(t *testing.T) {
	t.Parallel()
	chat := number("1", "4155550132")
	found := Found{Module: contacts, ID: "1", Numbers: []FieldNumber{
		{Field: "Home_Phone", Label: "Home", Stored: "55550132", Numbers: []phone.Number{{National: "55550132"}}},
		{Field: "Phone", Label: "Phone", Stored: "(415) 555-0132", Numbers: []phone.Number{without(chat, "US")}},
		{Field: "Mobile", Label: "Mobile", Stored: "+1 415 555 0132", Numbers: []phone.Number{number("1", "4155550199"), chat}},
	}}
	got := Decide(chat, []Found{found}, Options{DefaultRegion: "US"})
	if got.Kind != Certain || got.Record.Match.Field != "Mobile" || got.Record.Match.Stored != "+1 415 555 0132" || got.Record.Reason != contract.MatchSame {
		t.Errorf("got %+v, want the field Mobile, same", got.Record)
	}
}

func TestDecideNeverMatchesOneself(t *testing.T) {
	t.Parallel()
	chat, own := number("1", "4155550132"), number("1", "4155550100")
	options := Options{DefaultRegion: "US", Own: []phone.Number{own}}
	tests := []struct {
		name  string
		chat  phone.Number
		found []Found
		want  Kind
	}{
		{"the chat is my own number", own, []Found{record(contacts, "1", own)}, None},
		{"the record is mine", chat, []Found{record(contacts, "1", chat, own)}, None},
		{"the record is mine, written nationally", chat, []Found{record(contacts, "1", chat, without(own, "US"))}, None},
		{"my record does not stand in the way", chat, []Found{record(contacts, "1", chat, own), record(leads, "2", chat)}, Certain},
		{"only my last digits", chat, []Found{record(contacts, "1", chat, phone.Number{National: "55550100"})}, Certain},
	}
	for _, tt := range tests {
		if got := Decide(tt.chat, tt.found, options); got.Kind != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got.Kind, tt.want)
		}
	}
}

func TestDecideDisplayOrder(t *testing.T) {
	t.Parallel()
	chat := number("1", "4155550132")
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	with := func(f Found, owner string, modified time.Time) Found {
		f.OwnerID, f.ModifiedTime = owner, modified
		return f
	}
	found := []Found{
		with(record(contacts, "suffix", phone.Number{National: "55550132"}), "me", day(20)),
		with(record(leads, "lead-mine", chat), "me", day(20)),
		with(record(contacts, "theirs-new", chat), "them", day(19)),
		with(record(contacts, "mine-old", without(chat, "US")), "me", day(1)),
		with(record(contacts, "mine-new", chat), "me", day(2)),
		with(record(contacts, "theirs-old", chat), "them", day(3)),
	}
	want := []string{"mine-new", "mine-old", "theirs-new", "theirs-old", "lead-mine", "suffix"}
	got := Decide(chat, found, Options{DefaultRegion: "US", UserID: "me"})
	var ids []string
	for _, c := range got.Candidates {
		ids = append(ids, c.ID)
	}
	if got.Kind != Choose || !slices.Equal(ids, want) {
		t.Errorf("got %s %v, want choose %v", got.Kind, ids, want)
	}
}

// TestDecideProperties makes random records and holds that the order of the
// records, of their fields and a repeated entry never change the decision, and
// that a certain decision is one that a count of the holders confirms.
func TestDecideProperties(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	chat := number("1", "4155550132")
	pool := []phone.Number{
		chat, without(chat, "US"), without(chat, "GB"), {National: "55550132"}, number("1", "4155550199"), number("44", "4155550132"),
		{}, without(number("1", "4155550199"), "US"),
	}
	holds := func(n phone.Number) bool { return n.E164 == chat.E164 && (n.HasCountry || n.ReadIn == "US") }
	seen := map[Kind]int{}
	for range 3000 {
		var found []Found
		holders := 0
		for i := range random.IntN(5) {
			module := []contract.Module{contacts, leads}[random.IntN(2)]
			f := Found{Module: module, ID: strconv.Itoa(i), OwnerID: strconv.Itoa(random.IntN(2)), ModifiedTime: time.Unix(int64(random.IntN(3)), 0)}
			held := false
			for j := range random.IntN(4) {
				n := pool[random.IntN(len(pool))]
				held = held || holds(n)
				f.Numbers = append(f.Numbers, FieldNumber{Field: "F" + strconv.Itoa(j), Stored: n.E164, Numbers: []phone.Number{n}})
			}
			if held {
				holders++
			}
			found = append(found, f)
		}
		options := Options{DefaultRegion: "US", UserID: "1"}
		want := Decide(chat, found, options)
		seen[want.Kind]++
		if (want.Kind == Certain) != (holders == 1) {
			t.Fatalf("%s with %d records that hold the number: %+v", want.Kind, holders, found)
		}
		if want.Kind == None && len(want.Candidates) > 0 || want.Kind == Choose && len(want.Candidates) == 0 {
			t.Fatalf("%s with %d candidates", want.Kind, len(want.Candidates))
		}

		shuffled := slices.Clone(found)
		if len(shuffled) > 0 {
			shuffled = append(shuffled, shuffled[random.IntN(len(shuffled))])
		}
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for i := range shuffled {
			shuffled[i].Numbers = slices.Clone(shuffled[i].Numbers)
			random.Shuffle(len(shuffled[i].Numbers), func(a, b int) {
				shuffled[i].Numbers[a], shuffled[i].Numbers[b] = shuffled[i].Numbers[b], shuffled[i].Numbers[a]
			})
		}
		if got := Decide(chat, shuffled, options); !reflect.DeepEqual(shown(got), shown(want)) {
			t.Fatalf("another order gave another decision:\n%+v\n%+v", shown(got), shown(want))
		}
	}
	for _, kind := range []Kind{None, Choose, Certain} {
		if seen[kind] < 100 {
			t.Errorf("only %d decisions were %s", seen[kind], kind)
		}
	}
}

// shown is what of a decision reaches people, without the order of fields.
func shown(d Decision) []string {
	lines := []string{string(d.Kind)}
	if d.Record != nil {
		lines = append(lines, "record "+d.Record.ID)
	}
	for _, c := range d.Candidates {
		lines = append(lines, string(c.Module)+" "+c.ID+" "+c.Match.Field+" "+string(c.Reason))
	}
	return lines
}
