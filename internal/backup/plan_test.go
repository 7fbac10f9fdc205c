package backup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/backup"
	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

var (
	ada  = journal.Chat{Account: "999888777666555@lid", Key: "14155550132@c.us"}
	noon = time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)
)

const today = "2026-11-22"

// dayOf returns a day with a part for each text, on a record.
func dayOf(c journal.Chat, record string, texts ...string) backup.Day {
	d := backup.Day{Day: journal.Day{Chat: c, Date: today}, Record: backup.Record{Module: contract.ModuleContacts, ID: record}}
	d.Marker = func(part int, tag string) string {
		return transcript.OwnMarker("org", c.Account, c.Key, today, part, tag)
	}
	d.Compare = func(text string) backup.Held {
		held := backup.Held{Filed: func(int) []string { return nil }, Measure: func([]string) backup.Sum { return backup.Sum{} }}
		// What says that it is theirs holds a line that is not known here.
		held.Tag = "mine"
		if strings.HasPrefix(text, "theirs") {
			held.Tag, held.Others = "theirs", []string{"line"}
		}
		return held
	}
	for i, text := range texts {
		d.Parts = append(d.Parts, backup.Part{
			Part:  transcript.Part{Number: i + 1, Text: text, Count: 1, LastT: noon.Unix()},
			Title: transcript.Title(today, i+1, transcript.Marker("org", c.Account, c.Key, today, i+1)), Upto: i + 1,
		})
	}
	return d
}

func digest(d backup.Day, part int) string {
	p := d.Parts[part-1]
	return backup.Digest(p.Title, p.Text)
}

func TestMake(t *testing.T) {
	t.Parallel()
	base := dayOf(ada, "1", "text")
	ago := func(d time.Duration) int64 { return noon.Add(-d).UnixMilli() }
	for name, tt := range map[string]struct {
		note journal.Note
		// want are the numbers of creates, updates, held notes and settled days,
		// verify that of looks after a create.
		want   [4]int
		verify int
	}{
		"never seen":           {journal.Note{}, [4]int{1, 0, 0, 0}, 0},
		"wanted":               {journal.Note{State: journal.NoteWanted}, [4]int{1, 0, 0, 0}, 0},
		"sending":              {journal.Note{State: journal.NoteSending, SentAt: ago(0)}, [4]int{1, 0, 0, 0}, 0},
		"saved as it is":       {journal.Note{State: journal.NoteSaved, ID: "9", Confirmed: digest(base, 1), Alone: true}, [4]int{0, 0, 0, 1}, 0},
		"not looked for again": {journal.Note{State: journal.NoteSaved, ID: "9", Confirmed: digest(base, 1)}, [4]int{0, 0, 0, 0}, 1},
		"saved otherwise":      {journal.Note{State: journal.NoteSaved, ID: "9", Confirmed: "old", Alone: true}, [4]int{0, 1, 0, 0}, 0},
		"adopted":              {journal.Note{State: journal.NoteSaved, ID: "9", Alone: true}, [4]int{0, 1, 0, 0}, 0},
		"two were adopted":     {journal.Note{State: journal.NoteSaved, ID: "9"}, [4]int{0, 1, 0, 0}, 1},
		"gone":                 {journal.Note{State: journal.NoteGone, ID: "9"}, [4]int{0, 0, 0, 1}, 0},
		"refused just now":     {journal.Note{State: journal.NoteRefused, RecordID: "1", Refused: digest(base, 1), RefusedAt: ago(time.Minute)}, [4]int{0, 0, 1, 0}, 0},
		"refused an hour ago":  {journal.Note{State: journal.NoteRefused, RecordID: "1", Refused: digest(base, 1), RefusedAt: ago(time.Hour)}, [4]int{1, 0, 0, 0}, 0},
		"refused in future":    {journal.Note{State: journal.NoteRefused, RecordID: "1", Refused: digest(base, 1), RefusedAt: ago(-time.Minute)}, [4]int{1, 0, 0, 0}, 0},
		"refused another text": {journal.Note{State: journal.NoteRefused, RecordID: "1", Refused: "old", RefusedAt: ago(time.Minute)}, [4]int{1, 0, 0, 0}, 0},
		"refused elsewhere":    {journal.Note{State: journal.NoteRefused, RecordID: "2", Refused: digest(base, 1), RefusedAt: ago(time.Minute)}, [4]int{1, 0, 0, 0}, 0},
		"update refused":       {journal.Note{State: journal.NoteRefused, ID: "9", RecordID: "1", Refused: "old", RefusedAt: ago(time.Minute)}, [4]int{0, 1, 0, 0}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := dayOf(ada, "1", "text")
			if tt.note.State != "" {
				tt.note.Chat, tt.note.Date, tt.note.Part = ada, today, 1
				d.Notes = []journal.Note{tt.note, {Chat: ada, Date: "2026-11-21", Part: 1, State: journal.NoteSaved, ID: "8"}}
			}
			plan := backup.Make([]backup.Day{d}, noon)
			got := [4]int{len(plan.Create), len(plan.Update), plan.Held, len(plan.Settled)}
			if got != tt.want || len(plan.Verify) != tt.verify || len(plan.Look) != len(plan.Create) || plan.Empty() != (got[0]+got[1]+tt.verify == 0) {
				t.Errorf("plan %v, looks %v; want %v", got, plan.Look, tt.want)
			}
			for _, task := range plan.Create {
				if task.Note.RecordID != "1" || task.Note.Module != contract.ModuleContacts {
					t.Errorf("it is created on %+v", task.Note)
				}
			}
		})
	}
}

// TestPlanOrder: the last part first, one look for each record.
func TestPlanOrder(t *testing.T) {
	t.Parallel()
	second := ada
	second.Key = "14155550147@c.us"
	plan := backup.Make([]backup.Day{dayOf(ada, "1", "a", "b", "c"), dayOf(second, "1", "d"), {Day: journal.Day{Chat: ada, Date: "2026-11-20"}}}, noon)
	var order []string
	for _, task := range plan.Create {
		order = append(order, fmt.Sprintf("%d %s", task.Note.Part, task.Text))
	}
	if !slices.Equal(order, []string{"3 c", "2 b", "1 a", "1 d"}) {
		t.Errorf("order %q", order)
	}
	if len(plan.Look) != 1 || len(plan.Settled) != 1 || plan.Settled[0].Date != "2026-11-20" {
		t.Errorf("looks %v, settled %v", plan.Look, plan.Settled)
	}
}
