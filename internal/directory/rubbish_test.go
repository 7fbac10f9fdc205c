package directory

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/phone/parse"
)

// rubbish are texts that hold no number of anybody.
func rubbish() []string {
	return []string{
		"", "+", "++", "-", "()", "n/a", "none", "\x00", "\xff\xfe", "\U0001f4de\U0001f60a", "call reception", "120363025550000001", "+120363025550000001",
		"120363025550000001@g.us", "14155550132-1500000000@g.us", strings.Repeat("1", 250), strings.Repeat("9", 251), strings.Repeat("+1", 125),
		strings.Repeat("\u0660", 250), strings.Repeat("ABC", 83), strings.Repeat("(", 250), ";phone-context=", "tel:;phone-context=+", "tel:;ext=;isub=",
		"4.15556E+09", "\u202e\u200f\u2066", "0000000000", "#N/A", "=VLOOKUP(A1;B:B;2)", "null", "undefined", "[object Object]", "<script>", "1/1/1970",
	}
}

// decide looks the number of a chat up and decides.
func decide(t *testing.T, d *Directory, now time.Time, n phone.Number, options match.Options) match.Decision {
	t.Helper()
	q := Question{Numbers: []phone.Number{n}, Region: options.DefaultRegion, Sources: sources(), Now: now}
	answers, err := d.Find(t.Context(), parse.Reader{}, q)
	if err != nil || len(answers) != 1 {
		t.Fatalf("answers %+v, error %v", answers, err)
	}
	options.Incomplete = answers[0].Incomplete
	return match.Decide(n, answers[0].Found, options)
}

// chatNumber is the number of a phone JID, the zero one for anything else.
func chatNumber(user string) phone.Number {
	n, _ := parse.FromJID(user)
	return n
}

// TestRubbishInEveryField fills every field of records with what is no number,
// asks for chats that have none either, and holds that nothing comes of it and
// that one good record beside them is still found.
func TestRubbishInEveryField(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	for i, text := range rubbish() {
		c.put(contacts, strconv.Itoa(100+i), text, text, text)
		c.put(leads, strconv.Itoa(100+i), text, rubbish()[(i+7)%len(rubbish())])
	}
	c.put(contacts, "1", "", "(415) 555-0132", "\xff")
	for _, with := range []string{"as it is", "with every name and owner spoilt"} {
		if with != "as it is" {
			for ref, row := range c.rows {
				row.Name, row.OwnerID, row.Modified = strings.Repeat("\xff\u202e", 400), "", time.Unix(-5, 0)
				c.rows[ref] = row
			}
		}
		d, now := c.built(NewMemory())
		for _, user := range append(rubbish(), "4155550132", "1415555013", "141555501322", "0") {
			if got := decide(t, d, now, chatNumber(user), match.Options{DefaultRegion: "US"}); got.Kind == match.Certain {
				t.Errorf("%s: a chat of %q is taken for %q", with, user, got.Record.Match.Stored)
			}
		}
		got := decide(t, d, now, chatNumber("14155550132"), match.Options{DefaultRegion: "US"})
		if got.Kind != match.Certain || got.Record.ID != "1" || got.Record.Match.Field != "Mobile" {
			t.Errorf("%s: the good record is %s %+v", with, got.Kind, got.Record)
		}
	}
}

func TestSameNumberInSeveralPlaces(t *testing.T) {
	t.Parallel()
	own := match.Options{DefaultRegion: "US", Own: []phone.Number{chatNumber("14155550100")}}
	tests := []struct {
		name    string
		fill    func(*crm)
		user    string
		options match.Options
		kind    match.Kind
		why     contract.Why
		ids     []string
	}{
		{"two fields of one record", func(c *crm) { c.put(contacts, "1", "+14155550132", "", "(415) 555-0132") },
			"14155550132", own, match.Certain, "", []string{"1"}},
		{"different fields of two contacts", func(c *crm) {
			c.put(contacts, "1", "+14155550132")
			c.put(contacts, "2", "", "", "n/a; 415.555.0132")
		}, "14155550132", own, match.Choose, contract.WhySeveral, []string{"1", "2"}},
		{"different fields of a contact and a lead", func(c *crm) {
			c.put(contacts, "1", "+14155550132")
			c.put(leads, "2", "", "4155550132")
		}, "14155550132", own, match.Choose, contract.WhySeveral, []string{"1", "2"}},
		{"a record that is mine", func(c *crm) { c.put(contacts, "1", "+14155550132", "(415) 555-0100") },
			"14155550132", own, match.None, contract.WhyHoldsOwn, nil},
		{"a record that is mine beside the customer's", func(c *crm) {
			c.put(contacts, "1", "+14155550132", "(415) 555-0100")
			c.put(leads, "2", "+14155550132")
		}, "14155550132", own, match.Certain, "", []string{"2"}},
		{"my own chat", func(c *crm) { c.put(contacts, "1", "+14155550100") },
			"14155550100", own, match.None, contract.WhyOwnNumber, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newCRM(t)
			tt.fill(c)
			d, now := c.built(NewMemory())
			got := decide(t, d, now, chatNumber(tt.user), tt.options)
			var ids []string
			for _, candidate := range got.Candidates {
				ids = append(ids, candidate.ID)
			}
			slices.Sort(ids)
			if got.Kind != tt.kind || got.Why != tt.why || !slices.Equal(ids, tt.ids) {
				t.Errorf("got %s %q with %v, want %s %q with %v", got.Kind, got.Why, ids, tt.kind, tt.why, tt.ids)
			}
		})
	}
}

// TestManyRecordsAreToldApart reads every text of 100,000 records, of which a
// third hold none that can be read, and holds that the directory makes a number
// certain exactly when one record alone holds it.
func TestManyRecordsAreToldApart(t *testing.T) {
	t.Parallel()
	const region = "US"
	pages := manyPages()
	d := buildMany(t, NewMemory(), pages)
	holders := map[string][]Ref{}
	unreadable := 0
	for _, source := range sources() {
		for _, row := range pages[string(source.Module)] {
			forms := map[string]bool{}
			for _, text := range row.Phones {
				for _, n := range parse.Text(phone.Text{Raw: text, Region: region}) {
					for _, form := range n.Forms() {
						forms[form] = true
					}
				}
			}
			for form := range forms {
				holders[form] = append(holders[form], Ref{source.Module, row.ID})
			}
			if len(forms) == 0 {
				unreadable++
			}
		}
	}
	if unreadable < manyRecords*30/100 {
		t.Fatalf("%d records are unreadable, want about a third", unreadable)
	}
	var numbers []string
	for number := range holders {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	random := rand.New(rand.NewPCG(7, 8))
	kinds := map[match.Kind]int{}
	reader := remembering{}
	for range 4000 {
		digits := []byte(numbers[random.IntN(len(numbers))][1:])
		if random.IntN(3) == 0 {
			digits[random.IntN(len(digits))] = byte('0' + random.IntN(10))
		}
		n, ok := parse.FromJID(string(digits))
		if !ok {
			continue
		}
		q := Question{Numbers: []phone.Number{n}, Region: region, Sources: sources(), Now: start()}
		answers, err := d.Find(t.Context(), reader, q)
		if err != nil {
			t.Fatal(err)
		}
		got := match.Decide(n, answers[0].Found, match.Options{DefaultRegion: region, Incomplete: answers[0].Incomplete})
		want := holders[n.E164]
		kinds[got.Kind]++
		if (got.Kind == match.Certain) != (len(want) == 1 && !answers[0].Incomplete) {
			t.Errorf("%s is %s (%s), held by %v", n.E164, got.Kind, got.Why, want)
		}
		if got.Kind == match.Certain && (Ref{got.Record.Module, got.Record.ID}) != want[0] {
			t.Errorf("%s is taken for %s %s, held by %v", n.E164, got.Record.Module, got.Record.ID, want)
		}
	}
	t.Logf("%d numbers, %d records without any; decisions %v", len(numbers), unreadable, kinds)
	for _, kind := range []match.Kind{match.None, match.Choose, match.Certain} {
		if kinds[kind] < 100 {
			t.Errorf("only %d decisions are %s", kinds[kind], kind)
		}
	}
}

// FuzzDecision puts any texts into the fields of a record and holds that the
// directory makes it certain exactly when one of the texts, read by itself,
// certainly holds the chat's number. Run it with:
// go test -fuzz FuzzDecision ./internal/directory
func FuzzDecision(f *testing.F) {
	for _, text := range rubbish() {
		f.Add("14155550132", "US", text, "(415) 555-0132", "")
	}
	f.Add("5492966412345", "AR", "02966 15-412345", "", "x")
	f.Add("5215512345678", "MX", "", "044 55 1234 5678 / 1", "")
	f.Add("18003569377", "US", "1-800-FLOWERS or 2", "\xff", "")
	f.Fuzz(func(t *testing.T, user, region, phone1, phone2, phone3 string) {
		n, ok := parse.FromJID(user)
		if !ok {
			return
		}
		row := Row{ID: "1", Name: "Ada", Modified: start(), Phones: []string{phone1, phone2, phone3}}
		c := newCRM(nil)
		c.t, c.rows[Ref{contacts, "1"}] = t, row
		d, now := c.built(NewMemory())
		got := decide(t, d, now, n, match.Options{DefaultRegion: region})
		holds := false
		for _, text := range row.Phones {
			read := parse.Text(phone.Text{Raw: strings.ToValidUTF8(text, "\ufffd"), Region: region})
			holds = holds || phone.CompareLists([]phone.Number{n}, read, region).Certain()
		}
		if (got.Kind == match.Certain) != holds {
			t.Errorf("%s is %s (%s), while a text holds it: %v", n.E164, got.Kind, got.Why, holds)
		}
	})
}
