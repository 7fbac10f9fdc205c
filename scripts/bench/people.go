package main

import (
	"context"
	"errors"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/directory/sample"
	"github.com/chatkeep/chatkeep/internal/e2e"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// people measures the directory in the built extension: a CRM with 100,000 contacts
// is read by the real worker. The time is mostly that of the stand-in's queries.
func people(ctx context.Context, b bench) (_ []Figure, err error) {
	stage, err := b.open(ctx, e2e.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stage.Close()) }()
	for i := range manyPeople {
		p := sample.NewPerson(i, 2)
		if _, err := stage.Zoho.AddContact(stage.World.Org.ID, fakezoho.Fields{
			"Last_Name": p.Name, "Phone": cut(p.Phones[0]), "Mobile": cut(p.Phones[1]), "Created_Time": time.Now().Add(-48 * time.Hour),
		}); err != nil {
			return nil, err
		}
	}
	story := &e2e.Story{Stage: stage}
	for _, step := range e2e.Steps()[:4] {
		if err := step.Do(ctx, story); err != nil {
			return nil, err
		}
	}
	spent, start := stage.Zoho.CreditsUsed(), time.Now()
	if err := e2e.UntilWithin(ctx, 10*time.Minute, "the directory", func() (bool, error) {
		if err := stage.RingAlarm(); err != nil {
			return false, err
		}
		view, err := stage.View()
		return view.Directory.State == contract.DirectoryReady, err
	}); err != nil {
		return nil, err
	}
	took, credits := time.Since(start), stage.Zoho.CreditsUsed()-spent
	return []Figure{
		newFigure("directory of 100,000 in the browser: time, the stand-in's included", "ms", []float64{float64(took.Milliseconds())}, nil),
		newFigure("directory of 100,000 in the browser: credits, as Zoho counts them", "credits", []float64{float64(credits)}, nil),
	}, nil
}

// cut shortens a text to what Zoho's phone fields take.
func cut(text string) string {
	if runes := []rune(text); len(runes) > 30 {
		return string(runes[:30])
	}
	return text
}
