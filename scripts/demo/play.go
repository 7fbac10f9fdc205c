package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/chatkeep/chatkeep/internal/e2e"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// report is what build/demo/report.json holds.
type report struct {
	Held  bool            `json:"held"`
	Steps []stepReport    `json:"steps"`
	Notes []fakezoho.Note `json:"notes"`
	// Contacts are the CRM's contacts at the end.
	Contacts []fakezoho.Record `json:"contacts"`
	// Calls and Credits are what the whole story cost in Zoho.
	Calls   int `json:"calls"`
	Credits int `json:"credits"`
	// Violations are acts against the rules of WhatsApp's page; there must be none.
	Violations int `json:"violations"`
}

// stepReport is one step of the story.
type stepReport struct {
	Name    string `json:"name"`
	Held    bool   `json:"held"`
	Problem string `json:"problem,omitempty"`
	// Milliseconds is how long it took.
	Milliseconds int64    `json:"milliseconds"`
	Pictures     []string `json:"pictures,omitempty"`
}

// play plays the story, prints each step as it happens and leaves pictures and
// a report.
func play(ctx context.Context, stage *e2e.Stage, out string) error {
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	story := &e2e.Story{Stage: stage}
	result := report{Held: true}
	for i, step := range e2e.Steps() {
		fmt.Printf("%2d. %s … ", i+1, step.Name)
		start := time.Now()
		err := step.Do(ctx, story)
		took := stepReport{Name: step.Name, Held: err == nil, Milliseconds: time.Since(start).Milliseconds()}
		if err == nil {
			took.Pictures, err = pictures(story, step.Shows, out, i+1)
			took.Held = err == nil
		}
		if err != nil {
			took.Problem = err.Error()
			result.Held = false
		}
		result.Steps = append(result.Steps, took)
		if !took.Held {
			fmt.Println("does not hold")
			if err := stage.Evidence(filepath.Join(out, "failed")); err != nil {
				fmt.Fprintln(os.Stderr, "demo: evidence is incomplete:", err)
			}
			break
		}
		fmt.Println("holds")
	}
	snapshot := stage.Zoho.Snapshot()
	result.Notes, result.Contacts = snapshot.Notes, snapshot.Contacts
	result.Calls, result.Credits = len(stage.Zoho.Calls()), stage.Zoho.CreditsUsed()
	violations := stage.WhatsApp.Violations()
	if result.Violations = len(violations); result.Violations > 0 {
		result.Held = false
	}
	raw, err := json.MarshalIndent(result, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "report.json"), append(raw, '\n'), 0o644); err != nil {
		return err
	}
	fmt.Printf("\n%d calls to Zoho, %d credits, %d notes. Pictures and report.json are in %s\n", result.Calls, result.Credits, len(result.Notes), out)
	if result.Held {
		return nil
	}
	for _, v := range violations {
		fmt.Fprintf(os.Stderr, "against WhatsApp's page: %+v\n", v)
	}
	last := result.Steps[len(result.Steps)-1]
	return errors.New("the story did not hold: " + last.Name + ": " + last.Problem)
}

// pictures takes pictures of the page a step shows, in light and dark.
func pictures(story *e2e.Story, shows, out string, number int) ([]string, error) {
	pages := map[string]struct {
		tab           *e2e.Tab
		width, height int64
	}{
		"whatsapp": {story.WhatsAppTab, 1280, 800},
		"settings": {story.Settings, 900, 1000},
		"sidebar":  {story.Sidebar, 380, 760},
		"popup":    {story.Popup, 0, 0},
		"crm":      {story.CRM, 1000, 900},
	}
	page, ok := pages[shows]
	if !ok {
		return nil, nil
	}
	var names []string
	for _, scheme := range []string{"dark", "light"} {
		if err := page.tab.Look(page.width, page.height, scheme); err != nil {
			return names, err
		}
		picture, err := page.tab.Screenshot()
		if err != nil {
			return names, err
		}
		name := fmt.Sprintf("%02d-%s-%s.png", number, shows, scheme)
		if err := os.WriteFile(filepath.Join(out, name), picture, 0o644); err != nil {
			return names, err
		}
		names = append(names, name)
	}
	return names, nil
}
