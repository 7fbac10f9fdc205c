package directory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/phone/parse"
)

// counter is a reader that counts what it is asked.
type counter struct {
	batches []int
	fail    error
}

func (c *counter) Read(ctx context.Context, texts []phone.Text) ([][]phone.Number, error) {
	c.batches = append(c.batches, len(texts))
	if c.fail != nil {
		return nil, c.fail
	}
	return parse.Reader{}.Read(ctx, texts)
}

func question(now time.Time, region string, users ...string) Question {
	q := Question{Region: region, Sources: sources(), Now: now}
	for _, user := range users {
		n, ok := parse.FromJID(user)
		if !ok {
			panic("no number: " + user)
		}
		q.Numbers = append(q.Numbers, n)
	}
	return q
}

// TestFindInEveryFormat puts one customer's number into the CRM in many forms,
// among others that only look like it, and decides.
func TestFindInEveryFormat(t *testing.T) {
	t.Parallel()
	tests := []struct {
		region, user, stored string
		kind                 match.Kind
		why                  contract.Why
	}{
		{"US", "14155550132", "+14155550132", match.Certain, ""},
		{"US", "14155550132", "(415) 555-0132", match.Certain, ""},
		{"US", "14155550132", "415.555.0132 ext 7", match.Certain, ""},
		{"US", "14155550132", "cell: 1-415-555-0132; home (415) 555-0199", match.Certain, ""},
		{"DE", "14155550132", "011 1 415 555 0132", match.Certain, ""},
		{"DE", "14155550132", "(415) 555-0132", match.Choose, contract.WhyElsewhere},
		{"DE", "491711234567", "0171/1234567", match.Certain, ""},
		{"DE", "491711234567", "0049 (0)171 - 123 45 67", match.Certain, ""},
		{"DE", "491711234567", "٠١٧١١٢٣٤٥٦٧", match.Certain, ""},
		{"US", "491711234567", "0171 1234567", match.Choose, contract.WhyElsewhere},
		{"IT", "390669812345", "06 6981 2345", match.Certain, ""},
		{"AR", "5492966412345", "02966 15-412345", match.Certain, ""},
		{"BR", "553187654321", "(31) 98765-4321", match.Certain, ""},
		{"MX", "5215512345678", "044 55 1234 5678", match.Certain, ""},
		{"US", "18003569377", "1-800-FLOWERS", match.Certain, ""},
		{"NU", "6834002123", "4002123", match.Certain, ""},
		{"US", "14155550132", "5555-0132", match.Choose, contract.WhyUnreadable},
		{"US", "14155550132", "+49 415 555 0132", match.None, contract.WhyOtherCountry},
		{"US", "14155550132", "415 555 0133", match.None, contract.WhyNobody},
		{"US", "14155550132", "ask Ada", match.None, contract.WhyNobody},
	}
	for _, tt := range tests {
		t.Run(tt.stored, func(t *testing.T) {
			t.Parallel()
			c := newCRM(t)
			c.put(contacts, "1", "n/a", "+44 20 7946 0018")
			c.put(leads, "2", "", tt.stored)
			d, now := c.built(NewMemory())
			q := question(now, tt.region, tt.user)
			answers, err := d.Find(t.Context(), parse.Reader{}, q)
			if err != nil || len(answers) != 1 || answers[0].Incomplete {
				t.Fatalf("answers %+v, error %v", answers, err)
			}
			got := match.Decide(q.Numbers[0], answers[0].Found, match.Options{DefaultRegion: tt.region})
			if got.Kind != tt.kind || got.Why != tt.why {
				t.Errorf("got %s %q, want %s %q; found %+v", got.Kind, got.Why, tt.kind, tt.why, answers[0].Found)
			}
			if got.Kind == match.Certain && (got.Record.ID != "2" || got.Record.Match.Field != "Mobile" || got.Record.Match.Stored != tt.stored) {
				t.Errorf("the record is %+v", got.Record)
			}
		})
	}
}

func TestFindReadsEachTextOnceAndInBatches(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	var users []string
	for i := range 1200 {
		digits := fmt.Sprintf("415555%04d", i)
		users = append(users, "1"+digits)
		c.put(contacts, fmt.Sprint(1000+i), digits, "+1 202 555 0100", "x")
	}
	d, now := c.built(NewMemory())
	reader := &counter{}
	answers, err := d.Find(t.Context(), reader, question(now, "US", users...))
	if err != nil {
		t.Fatal(err)
	}
	if want := []int{500, 500, 202}; !slices.Equal(reader.batches, want) {
		t.Errorf("batches of %v texts, want %v", reader.batches, want)
	}
	for i, answer := range answers {
		if len(answer.Found) != 1 || answer.Found[0].ID != fmt.Sprint(1000+i) || len(answer.Found[0].Numbers) != 3 {
			t.Fatalf("answer %d: %+v", i, answer)
		}
	}
}

// TestFindKnowsItsOwnWriting holds that a number stored as it is written in E.164
// is recognised without waking a reader.
func TestFindKnowsItsOwnWriting(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.put(contacts, "1", "+14155550132")
	d, now := c.built(NewMemory())
	reader := &counter{}
	q := question(now, "DE", "14155550132")
	q.Label = func(module contract.Module, field string) string { return string(module) + "." + field }
	answers, err := d.Find(t.Context(), reader, q)
	if err != nil || len(reader.batches) != 0 {
		t.Fatalf("batches %v, error %v", reader.batches, err)
	}
	got := match.Decide(q.Numbers[0], answers[0].Found, match.Options{DefaultRegion: "DE"})
	if got.Kind != match.Certain || got.Record.Reason != contract.MatchSame || got.Record.Match.Label != "Contacts.Phone" {
		t.Errorf("got %s with %+v", got.Kind, got.Record)
	}
}

func TestFindSaysWhenItDoesNotKnowAll(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	for i := range maxHits + 1 {
		c.put(contacts, fmt.Sprint(1000+i), "+1 415 555 0132")
	}
	c.put(leads, "1", "+1 415 555 0199")
	d, now := c.built(NewMemory())
	q := question(now, "US", "14155550132", "14155550199")
	answers, err := d.Find(t.Context(), parse.Reader{}, q)
	if err != nil || !answers[0].Incomplete || len(answers[0].Found) != maxHits || answers[1].Incomplete {
		t.Errorf("%d found, incomplete %v and %v, error %v", len(answers[0].Found), answers[0].Incomplete, answers[1].Incomplete, err)
	}
	q.Now = now.Add(2 * time.Hour)
	if answers, err := d.Find(t.Context(), parse.Reader{}, q); err != nil || !answers[1].Incomplete {
		t.Errorf("a stale index gave %+v, %v", answers, err)
	}
	q.Now, q.Sources = now, sources()[:1]
	if answers, err := d.Find(t.Context(), parse.Reader{}, q); err != nil || !answers[1].Incomplete {
		t.Errorf("an index of other fields gave %+v, %v", answers, err)
	}
}

func TestFindFails(t *testing.T) {
	t.Parallel()
	c := newCRM(t)
	c.put(contacts, "1", "(415) 555-0132")
	none, err := Open(t.Context(), NewMemory(), "org.user")
	if err != nil {
		t.Fatal(err)
	}
	q := question(start(), "US", "14155550132")
	if _, err := none.Find(t.Context(), parse.Reader{}, q); !errors.Is(err, ErrNoIndex) {
		t.Errorf("without an index: %v", err)
	}
	d, _ := c.built(NewMemory())
	gone := errors.New("the module does not answer")
	if _, err := d.Find(t.Context(), &counter{fail: gone}, q); !errors.Is(err, gone) {
		t.Errorf("without a reader: %v", err)
	}
}
