package e2e

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

// TestStory plays the main job of Chatkeep by real clicks, from the first
// sign-in to an alarm with nothing to do.
func TestStory(t *testing.T) {
	t.Parallel()
	story := &Story{Stage: open(t, Options{})}
	for _, step := range Steps() {
		if err := step.Do(t.Context(), story); err != nil {
			t.Fatalf("%s: %v", step.Name, err)
		}
	}
	atTheEnd(t, story)
}

// TestStoryWithWorkerStoppedBetweenSteps stops the worker between any two steps
// of the story.
func TestStoryWithWorkerStoppedBetweenSteps(t *testing.T) {
	t.Parallel()
	story := &Story{Stage: open(t, Options{})}
	for i, step := range Steps() {
		if i > 0 {
			if err := story.StopWorker(); err != nil {
				t.Fatalf("before %q: %v", step.Name, err)
			}
		}
		if err := step.Do(t.Context(), story); err != nil {
			t.Fatalf("%s: %v", step.Name, err)
		}
	}
	atTheEnd(t, story)
}

// TestWorkerStoppedWithinSteps stops the worker at moments all along the steps
// that write: while the contact is being created, during the first backup, and
// while a new message is being added. Whatever the moment, the story ends the
// same.
func TestWorkerStoppedWithinSteps(t *testing.T) {
	t.Parallel()
	for _, after := range []time.Duration{
		0, 20 * time.Millisecond, 60 * time.Millisecond, 120 * time.Millisecond, 200 * time.Millisecond, 320 * time.Millisecond,
		450 * time.Millisecond, 600 * time.Millisecond,
	} {
		t.Run(fmt.Sprint(after), func(t *testing.T) {
			t.Parallel()
			story := &Story{Stage: open(t, Options{})}
			for _, do := range []func(context.Context, *Story) error{openWhatsApp, connect, openPopup, openSidebar, openUnknown} {
				if err := do(t.Context(), story); err != nil {
					t.Fatal(err)
				}
			}
			story.stopsWorker(t, after, func() error { return story.Sidebar.Click("#create-contact") })
			story.untilHeld(t, mayaName)
			story.stopsWorker(t, after, func() error { return story.RingAlarm() })
			story.untilHeld(t, elenaName)
			if err := deliverNews(t.Context(), story); err != nil {
				t.Fatal(err)
			}
			story.stopsWorker(t, after, func() error { return story.RingAlarm() })
			story.untilHeld(t, mayaName)
			atTheEnd(t, story)
		})
	}
}

// stopsWorker starts something and stops the worker a moment later.
func (s *Story) stopsWorker(t *testing.T, after time.Duration, start func() error) {
	t.Helper()
	if err := start(); err != nil {
		t.Fatal(err)
	}
	timer := time.NewTimer(after)
	defer timer.Stop()
	<-timer.C
	if err := s.StopWorker(); err != nil {
		t.Fatal(err)
	}
}

// untilHeld rings the alarm until the chat of a name is saved. An order or a
// note whose answer was lost is looked for only after the settle time, so this
// may take a few cycles.
func (s *Story) untilHeld(t *testing.T, name string) {
	t.Helper()
	chat := s.elena
	if name == mayaName {
		chat = s.maya
	}
	var last error
	err := UntilWithin(t.Context(), 2*time.Minute, name+" to be saved", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		last = s.Holds(t.Context(), chat, name)
		return last == nil, nil
	})
	if err != nil {
		t.Fatal(errors.Join(err, last))
	}
}

// atTheEnd checks what every way through the story must end with: one contact
// of each name, one note for each chat and day, each line once, nothing waiting.
func atTheEnd(t *testing.T, s *Story) {
	t.Helper()
	for chat, name := range map[string]string{s.maya: mayaName, s.elena: elenaName} {
		if err := s.Holds(t.Context(), chat, name); err != nil {
			t.Error(err)
		}
	}
	titles := map[string]int{}
	for _, n := range s.Zoho.Notes() {
		titles[n.Title]++
	}
	for title, n := range titles {
		if n != 1 {
			t.Errorf("%d notes are called %q", n, title)
		}
	}
	if n := len(s.Zoho.Contacts()); n != len(s.World.Contacts)+1 {
		t.Errorf("Zoho holds %d contacts, not the %d of before and the new one", n, len(s.World.Contacts))
	}
}
