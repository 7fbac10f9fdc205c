package directory

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/phone/corpus"
	"github.com/chatkeep/chatkeep/internal/phone/parse"
)

// What the corpus comes to when its texts lie in a directory, with the metadata
// that go.mod names.
const (
	wantLookups = 14_460
	wantCertain = 14_457
	wantOffered = 3
	wantDecoys  = 77_737
)

// remembering is a reader that reads each text once.
type remembering map[phone.Text][]phone.Number

func (r remembering) Read(_ context.Context, texts []phone.Text) ([][]phone.Number, error) {
	lists := make([][]phone.Number, len(texts))
	for i, text := range texts {
		numbers, known := r[text]
		if !known {
			numbers = parse.Text(text)
			r[text] = numbers
		}
		lists[i] = numbers
	}
	return lists, nil
}

// decoys puts records into a CRM that hold almost the example's number, and
// returns how many: every number one digit away, with and without the calling
// code, and the same national number in other countries.
func (c *crm) decoys(e corpus.Example) int {
	id := 1000
	put := func(text string) {
		id++
		c.put(leads, strconv.Itoa(id), "", text)
	}
	for _, other := range e.OneDigitAway() {
		put("+" + e.Code + other)
		put(other)
	}
	for _, foreign := range e.Abroad() {
		put(foreign)
	}
	return id - 1000
}

// TestCorpusThroughTheDirectory looks every example number up in a directory of
// numbers that are almost the same, where nothing may be certain; then one record
// more holds the number, in each written form in turn, and that record alone is
// certain, or offered at the least.
func TestCorpusThroughTheDirectory(t *testing.T) {
	t.Parallel()
	list := corpus.Examples()
	decoys, lookups, certain, offered := 0, 0, 0, map[string]int{}
	for _, e := range list {
		c := newCRM(t)
		decoys += c.decoys(e)
		d, now := c.built(NewMemory())
		reader := remembering{}
		decide := func(region string) match.Decision {
			q := question(now, region, strings.TrimPrefix(e.E164, "+"))
			answers, err := d.Find(t.Context(), reader, q)
			if err != nil || answers[0].Incomplete {
				t.Fatalf("%s: answers %+v, error %v", e.E164, answers, err)
			}
			return match.Decide(q.Numbers[0], answers[0].Found, match.Options{DefaultRegion: region})
		}
		if got := decide(e.Region); got.Kind == match.Certain {
			t.Errorf("%s is taken for %q", e.E164, got.Record.Match.Stored)
		}
		for i, form := range corpus.Forms() {
			text := form.Write(e)
			row := Row{ID: "1", Name: "Ada", Modified: now.Add(time.Duration(i) * time.Second), Phones: []string{"", "", text}}
			if _, err := d.Learn(t.Context(), sources()[0], row); err != nil {
				t.Fatal(err)
			}
			lookups++
			switch got := decide(cmp.Or(form.Region, e.Region)); {
			case got.Kind == match.Certain && got.Record.ID == "1" && got.Record.Match.Stored == text:
				certain++
			case got.Kind == match.Choose && holdsRecord(got.Candidates, "1"):
				offered[form.Name]++
			default:
				t.Errorf("%s, %s: %q is %s: %+v", e.E164, form.Name, text, got.Kind, got.Record)
			}
		}
	}
	t.Logf("%d lookups among %d decoys: %d certain, %d only offered (%v), no false match", lookups, decoys, certain, offered[corpus.NoPlus], offered)
	if lookups != wantLookups || certain != wantCertain || offered[corpus.NoPlus] != wantOffered || decoys != wantDecoys {
		t.Errorf("want %d lookups among %d decoys, %d certain, %d offered", wantLookups, wantDecoys, wantCertain, wantOffered)
	}
}

func holdsRecord(candidates []match.Candidate, id string) bool {
	for _, candidate := range candidates {
		if candidate.Module == contacts && candidate.ID == id {
			return true
		}
	}
	return false
}
