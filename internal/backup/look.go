package backup

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/transcript"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

const (
	// maxPagesLooked bounds one look: 200 notes a page.
	maxPagesLooked = 10
	// TogetherMost is how many records are asked for in one call at most.
	TogetherMost = zoho.MaxCompositeParts
	// newestDays is how many days back the newest notes of a record are taken to
	// reach.
	newestDays = 7
)

// newest asks for the newest notes of several records in one call where that is
// possible, saves one, and is likely to tell all that a look is for: the tasks are
// about days that have just been.
func (r *Runner) newest(ctx context.Context, records []Record, tasks []Task) (map[Record]*zoho.NotePage, error) {
	if r.Newest == nil {
		return nil, nil
	}
	since := r.Now().AddDate(0, 0, -newestDays).Format(time.DateOnly)
	records = slices.DeleteFunc(slices.Clone(records), func(record Record) bool {
		return slices.ContainsFunc(tasksOn(tasks, record), func(t Task) bool { return t.Note.Date < since })
	})
	if len(records) < 2 {
		return nil, nil
	}
	pages, err := r.Newest(ctx, records)
	if err != nil {
		return nil, fmt.Errorf("backup: look: %w", err)
	}
	out := map[Record]*zoho.NotePage{}
	for record, page := range pages {
		out[record] = &page
	}
	return out, nil
}

// look returns the notes on a record that are rolling notes of the tasks' days, by
// their day, the oldest first. The list runs from the newest note back, and no note
// of a day can have been created before that day, so it ends there. newest is what
// is known of its beginning, nil for nothing.
func (r *Runner) look(ctx context.Context, record Record, tasks []Task, newest *zoho.NotePage) (map[journal.Day][]sighting, error) {
	days := map[journal.Day]*Day{}
	earliest := tasks[0].Note.Date
	for _, t := range tasks {
		days[t.Note.Day()] = t.day
		earliest = min(earliest, t.Note.Date)
	}
	// A calendar day begins at most 14 hours before it does in UTC.
	begin, err := time.Parse(time.DateOnly, earliest)
	if err != nil {
		return nil, fmt.Errorf("backup: look: %w", err)
	}
	begin = begin.Add(-14 * time.Hour)

	found := map[journal.Day][]sighting{}
	if newest != nil && sight(*newest, days, begin, found) {
		return found, nil
	}
	for page := 1; page <= maxPagesLooked; page++ {
		list, err := r.Notes.ListRelated(ctx, string(record.Module), record.ID, page)
		if err != nil {
			return nil, err
		}
		if page == 1 {
			clear(found)
		}
		if sight(list, days, begin, found) {
			return found, nil
		}
	}
	// The record has more notes since that day than are read in one go. To say
	// "not there" now could create a second note.
	return nil, fmt.Errorf("backup: look: %w", zoho.ErrLimit)
}

// sight adds the rolling notes of a page to those found, and says whether they are
// all, ordered then: no note that follows was created after begin.
func sight(list zoho.NotePage, days map[journal.Day]*Day, begin time.Time, found map[journal.Day][]sighting) bool {
	for _, n := range list.Items {
		heading, ok := transcript.HeadingOf(n.Title)
		if !ok {
			continue
		}
		for day, d := range days {
			if heading.Day == day.Date && d.Marker(heading.Part, heading.Tag) == heading.Marker {
				found[day] = append(found[day], sighting{heading, n})
			}
		}
	}
	if list.More && (len(list.Items) == 0 || !list.Items[len(list.Items)-1].CreatedTime.Before(begin)) {
		return false
	}
	for _, sightings := range found {
		slices.SortFunc(sightings, older)
	}
	return true
}

// sighting is a rolling note that a look has found.
type sighting struct {
	transcript.Heading
	note zoho.Note
}

// older orders notes by their creation. Two notes of the same second are ordered
// by their ids, which Zoho gives in ascending order.
func older(a, b sighting) int {
	return cmp.Or(a.note.CreatedTime.Compare(b.note.CreatedTime), cmp.Compare(len(a.note.ID), len(b.note.ID)), cmp.Compare(a.note.ID, b.note.ID))
}
