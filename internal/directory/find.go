package directory

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/match"
	"github.com/chatkeep/chatkeep/internal/phone"
)

const (
	// maxHits is how many records are read for one number. More than a few share
	// their last eight digits only where the same rubbish stands in many of them.
	maxHits = 200
	// maxTexts is how many texts go to a reader at once.
	maxTexts = 500
)

// Question asks for the records of some numbers.
type Question struct {
	// Numbers are those of chats.
	Numbers []phone.Number
	// Region is the ISO 3166 code in which texts without a country code are read.
	Region string
	// Sources are those that the directory is meant to be an index of.
	Sources []Source
	// Label returns the name of a field for people; nil gives the API name.
	Label func(module contract.Module, field string) string
	// Now is the time of the question.
	Now time.Time
}

// Answer is what an index knows of one number.
type Answer struct {
	// Found are records with all of their numbers, for [match.Decide] to judge:
	// those that may hold the number, and perhaps others.
	Found []match.Found
	// Incomplete is true when there may be other records that hold the number; see
	// [match.Options].
	Incomplete bool
}

// ErrNoIndex says that there is no index to be asked.
var ErrNoIndex = errors.New("directory: no index")

// Find returns one answer for each number, in their order. Texts are read by
// reader, in batches of at most 500 and each text once; a text that is the very
// one a number was read from is not read again. The error matches [ErrNoIndex]
// without an index in service.
func (d *Directory) Find(ctx context.Context, reader phone.Reader, q Question) ([]Answer, error) {
	records, answers, err := d.hits(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("directory: find: %w", err)
	}
	read := texts{region: q.Region, numbers: map[string][]phone.Number{}}
	for _, n := range q.Numbers {
		if n.Raw == n.E164 && n.E164 != "" {
			read.numbers[n.Raw] = []phone.Number{n}
		}
	}
	for _, record := range records {
		for _, r := range record {
			for _, p := range r.Phones {
				read.want(p.Stored)
			}
		}
	}
	if err := read.all(ctx, reader); err != nil {
		return nil, fmt.Errorf("directory: find: %w", err)
	}
	for i, found := range records {
		for _, r := range found {
			answers[i].Found = append(answers[i].Found, read.found(r, q.Label))
		}
	}
	return answers, nil
}

// hits looks the numbers up, without reading a text.
func (d *Directory) hits(ctx context.Context, q Question) ([][]Record, []Answer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	ix, err := d.load(ctx)
	if err != nil {
		return nil, nil, err
	}
	if ix == nil {
		return nil, nil, ErrNoIndex
	}
	stale := d.status(q.Now, q.Sources).State != StateReady
	records, answers := make([][]Record, len(q.Numbers)), make([]Answer, len(q.Numbers))
	for i, n := range q.Numbers {
		found, more, err := ix.Holding(n, maxHits)
		if err != nil {
			return nil, nil, err
		}
		records[i], answers[i].Incomplete = found, more || stale
	}
	return records, answers, nil
}

// texts reads each text once.
type texts struct {
	region  string
	numbers map[string][]phone.Number
	pending []phone.Text
}

func (t *texts) want(text string) {
	if _, known := t.numbers[text]; known || text == "" {
		return
	}
	t.numbers[text] = nil
	t.pending = append(t.pending, phone.Text{Raw: text, Region: t.region})
}

func (t *texts) all(ctx context.Context, reader phone.Reader) error {
	for len(t.pending) > 0 {
		batch := t.pending[:min(maxTexts, len(t.pending))]
		lists, err := reader.Read(ctx, batch)
		if err != nil {
			return err
		}
		if len(lists) != len(batch) {
			return fmt.Errorf("%d answers to %d texts", len(lists), len(batch))
		}
		for i, text := range batch {
			t.numbers[text.Raw] = lists[i]
		}
		t.pending = t.pending[len(batch):]
	}
	return nil
}

func (t *texts) found(r Record, label func(contract.Module, string) string) match.Found {
	f := match.Found{Module: r.Module, ID: r.ID, Name: r.Name, OwnerID: r.OwnerID, ModifiedTime: r.Modified}
	for _, p := range r.Phones {
		if p.Stored == "" {
			continue
		}
		number := match.FieldNumber{Field: p.Field, Label: p.Field, Stored: p.Stored, Numbers: t.numbers[p.Stored]}
		if label != nil {
			number.Label = label(r.Module, p.Field)
		}
		f.Numbers = append(f.Numbers, number)
	}
	return f
}
