package zoho_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

func TestWritesAgainstStandIn(t *testing.T) {
	inEachPosition(t, writes)
}

func writes(t *testing.T, s stage) {
	c, ctx := s.signIn(t, allScopes()...), t.Context()
	if err := s.server.ChangeField(s.world.Org.ID, "Contacts", "Mobile", func(f *fakezoho.Field) { f.Unique = true }); err != nil {
		t.Fatal(err)
	}
	made, err := c.Contacts.Create(ctx, []zoho.NewRecord{
		{Fields: map[string]string{"Last_Name": "Newcomer", "Mobile": "+14155550155"}},
		{Fields: map[string]string{"First_Name": "No", "Mobile": "+14155550156"}},
		{Fields: map[string]string{"Last_Name": "Twin", "Mobile": "+14155550147"}},
		{Fields: map[string]string{"Last_Name": "Long", "Mobile": "+" + strings.Repeat("1", 60)}},
		{Fields: map[string]string{"Last_Name": "Odd", "Lead_Source": "Pigeon"}},
	})
	if err != nil || made[0].Outcome != zoho.Done || !errors.Is(made[1].Err, zoho.ErrMandatory) || !errors.Is(made[2].Err, zoho.ErrDuplicate) ||
		!errors.Is(made[3].Err, zoho.ErrTooLong) || !errors.Is(made[4].Err, zoho.ErrInvalidData) {
		t.Fatalf("contacts %+v, %v", made, err)
	}
	for i, r := range made {
		if (r.Outcome == zoho.Done) != (i == 0) || i > 0 && r.Outcome != zoho.NotDone {
			t.Errorf("contact %d: %v", i, r.Outcome)
		}
	}
	if d := made[2].Duplicate; d == nil || d.ID != s.world.Contacts["Ben Sample"] || d.Module != "Contacts" || d.Field != "Mobile" || (d.OwnerID == s.world.User.ID) == s.switches.PlainDuplicate {
		t.Errorf("duplicate %+v", d)
	}
	id := made[0].ID
	if stored, ok := s.server.Record(id); !ok || stored.Trigger != nil {
		t.Errorf("workflows were kept from running: %+v", stored.Trigger)
	}
	const text = "10:01 a < b & c 😀\n10:02 next"
	notes, err := c.Notes.Create(ctx, []zoho.NewNote{
		{Module: "Contacts", ParentID: id, Title: "WhatsApp · part 1", Content: text},
		{Module: "Contacts", ParentID: "7001000000000999999", Title: "lost", Content: "x"},
	})
	if err != nil || notes[0].Outcome != zoho.Done || notes[1].Outcome != zoho.NotDone || !errors.Is(notes[1].Err, zoho.ErrParentGone) {
		t.Fatalf("notes %+v, %v", notes, err)
	}
	if stored := s.server.NotesOf(id); len(stored) != 1 || stored[0].Content != text {
		t.Errorf("stored %+v", stored)
	}
	foreign, err := s.server.AddForeignNote(id, "of a colleague", "hands off")
	if err != nil {
		t.Fatal(err)
	}
	changed, err := c.Notes.Update(ctx, []zoho.NoteUpdate{
		{ID: notes[0].ID, Content: "10:01 all of it"}, {ID: "7001000000000999998", Content: "x"}, {ID: foreign, Content: "x"},
	})
	if err != nil || changed[0].Outcome != zoho.Done || !errors.Is(changed[1].Err, zoho.ErrNotFound) || !errors.Is(changed[2].Err, zoho.ErrNotAllowed) {
		t.Fatalf("updates %+v, %v", changed, err)
	}
	long, err := c.Notes.Update(ctx, []zoho.NoteUpdate{{ID: notes[0].ID, Content: strings.Repeat("😀", 40_000)}})
	fits := s.switches.NoteContentLimit == 0 && s.switches.NoteContentUnit == fakezoho.CodePoints
	if err != nil || fits != (long[0].Outcome == zoho.Done) || !fits && (!errors.Is(long[0].Err, zoho.ErrTooLong) || long[0].Outcome != zoho.NotDone) {
		t.Errorf("40,000 characters beyond the basic plane: %+v, %v", long, err)
	}
	if again, err := c.Notes.Update(ctx, []zoho.NoteUpdate{{ID: notes[0].ID, Content: "10:01 all of it"}}); err != nil || again[0].Outcome != zoho.Done {
		t.Error(err)
	}
	note, err := c.Notes.Get(ctx, notes[0].ID)
	if err != nil || note.Content != "10:01 all of it" || note.Title != "WhatsApp · part 1" || note.ParentID != id || note.ParentModule != "Contacts" {
		t.Errorf("note %+v, %v", note, err)
	}
	unmodified(t, s, c, note, foreign)
	// However a related list lags, it knows what was written a minute ago.
	s.clock.Advance(time.Minute)
	list, err := c.Notes.ListRelated(ctx, "Contacts", id, 1)
	if err != nil || len(list.Items) != 2 || list.More {
		t.Errorf("list %+v, %v", list, err)
	}
	if err := s.server.DeleteContact(id); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Notes.ListRelated(ctx, "Contacts", id, 1); !errors.Is(err, zoho.ErrParentGone) {
		t.Errorf("list of a deleted contact: %v", err)
	}
}

// unmodified updates a note on condition that it was not changed, and one of another
// user.
func unmodified(t *testing.T, s stage, c *zoho.Client, note zoho.Note, foreign string) {
	t.Helper()
	position := s.switches.NoteCondition
	for _, tt := range []struct {
		after time.Duration
		holds bool
	}{{-time.Second, false}, {0, position != fakezoho.NoteConditionStrict}, {time.Second, true}} {
		update := zoho.NoteUpdate{ID: note.ID, Title: note.Title, Content: note.Content}
		got, err := c.Notes.UpdateUnmodified(t.Context(), update, note.ModifiedTime.Add(tt.after))
		switch {
		case position == fakezoho.NoteConditionRefused:
			if got.Outcome != zoho.NotDone || !errors.Is(got.Err, zoho.ErrInvalidData) || errors.Is(got.Err, zoho.ErrNotFound) {
				t.Errorf("refused: %+v, %v", got, err)
			}
		case tt.holds || position == fakezoho.NoteConditionIgnored:
			if err != nil || got.Outcome != zoho.Done || got.ID != note.ID || !got.ModifiedTime.Equal(note.ModifiedTime) {
				t.Errorf("%v after: %+v, %v", tt.after, got, err)
			}
		case got.Outcome != zoho.NotDone || !errors.Is(got.Err, zoho.ErrModified):
			t.Errorf("%v after: %+v, %v", tt.after, got, err)
		}
	}
	if position == fakezoho.NoteConditionRefused {
		return
	}
	for id, want := range map[string]error{"7001000000000999998": zoho.ErrNotFound, foreign: zoho.ErrNotAllowed} {
		update := zoho.NoteUpdate{ID: id, Title: "t", Content: "c"}
		if got, _ := c.Notes.UpdateUnmodified(t.Context(), update, s.clock.Now().Add(time.Hour)); got.Outcome != zoho.NotDone || !errors.Is(got.Err, want) {
			t.Errorf("note %s: %+v", id, got)
		}
	}
}

// writeCase is one kind of write of one item, with how many of its effects are there.
type writeCase struct {
	op    fakezoho.Op
	run   func(context.Context, *zoho.Client) ([]zoho.WriteResult, error)
	count func() int
}

// writeCases lists the writes; each writes the same again and again.
func writeCases(t *testing.T, s stage) []writeCase {
	t.Helper()
	ben, frank := s.world.Contacts["Ben Sample"], s.world.Leads["Frank Prospect"]
	note, err := s.server.AddNote(ben, s.world.User.ID, "t", "c")
	if err != nil {
		t.Fatal(err)
	}
	return []writeCase{
		{fakezoho.OpNotesCreate, func(ctx context.Context, c *zoho.Client) ([]zoho.WriteResult, error) {
			return c.Notes.Create(ctx, []zoho.NewNote{{Module: "Contacts", ParentID: ben, Title: "t", Content: "c"}})
		}, func() int { return len(s.server.NotesOf(ben)) }},
		{fakezoho.OpNotesUpdate, func(ctx context.Context, c *zoho.Client) ([]zoho.WriteResult, error) {
			return c.Notes.Update(ctx, []zoho.NoteUpdate{{ID: note, Content: "c"}})
		}, func() int {
			all := s.server.NotesOf(ben)
			return all[slices.IndexFunc(all, func(n fakezoho.Note) bool { return n.ID == note })].Writes
		}},
		{fakezoho.OpContactsCreate, func(ctx context.Context, c *zoho.Client) ([]zoho.WriteResult, error) {
			return c.Contacts.Create(ctx, []zoho.NewRecord{{Fields: map[string]string{"Last_Name": "X"}}})
		}, func() int { return len(s.server.Contacts()) }},
		{fakezoho.OpContactsUpdate, func(ctx context.Context, c *zoho.Client) ([]zoho.WriteResult, error) {
			r, err := c.Contacts.Fill(ctx, ben, "Phone", "+14155550147", s.clock.Now())
			return []zoho.WriteResult{r}, err
		}, func() int { r, _ := s.server.Record(ben); return r.Writes }},
		{fakezoho.OpLeadsUpdate, func(ctx context.Context, c *zoho.Client) ([]zoho.WriteResult, error) {
			r, err := c.Leads.Fill(ctx, frank, "Mobile", "+14155550147", s.clock.Now())
			return []zoho.WriteResult{r}, err
		}, func() int { r, _ := s.server.Record(frank); return r.Writes }},
		{fakezoho.OpLeadsCreate, func(ctx context.Context, c *zoho.Client) ([]zoho.WriteResult, error) {
			return c.Leads.Create(ctx, []zoho.NewRecord{{Fields: map[string]string{"Last_Name": "X", "Company": "Y"}}})
		}, func() int { return len(s.server.Leads()) }},
	}
}

// TestFaultsAgainstStandIn holds that no outcome claims more than is true, by comparing it with what was written.
func TestFaultsAgainstStandIn(t *testing.T) {
	tests := []struct {
		name    string
		fault   fakezoho.Fault
		want    error
		outcome zoho.Outcome
		written int
	}{
		{"reply lost", fakezoho.Fault{Kind: fakezoho.FaultReplyLost}, zoho.ErrNetwork, zoho.Unknown, 1},
		{"request lost", fakezoho.Fault{Kind: fakezoho.FaultRequestLost}, zoho.ErrNetwork, zoho.Unknown, 0},
		{"reply cut", fakezoho.Fault{Kind: fakezoho.FaultCutBody}, zoho.ErrNetwork, zoho.Unknown, 1},
		{"502 before", fakezoho.Fault{Kind: fakezoho.FaultBadGateway}, zoho.ErrServer, zoho.Unknown, 0},
		{"502 after", fakezoho.Fault{Kind: fakezoho.FaultBadGateway, AfterCommit: true}, zoho.ErrServer, zoho.Unknown, 1},
		{"500 before", fakezoho.Fault{Kind: fakezoho.FaultInternal}, zoho.ErrServer, zoho.Unknown, 0},
		{"500 after", fakezoho.Fault{Kind: fakezoho.FaultInternal, AfterCommit: true}, zoho.ErrServer, zoho.Unknown, 1},
		{"503 before", fakezoho.Fault{Kind: fakezoho.FaultUnavailable}, zoho.ErrServer, zoho.Unknown, 0},
		{"503 after", fakezoho.Fault{Kind: fakezoho.FaultUnavailable, AfterCommit: true}, zoho.ErrServer, zoho.Unknown, 1},
		{"web page before", fakezoho.Fault{Kind: fakezoho.FaultPortal}, zoho.ErrNotZoho, zoho.Unknown, 0},
		{"web page after", fakezoho.Fault{Kind: fakezoho.FaultPortal, AfterCommit: true}, zoho.ErrNotZoho, zoho.Unknown, 1},
		{"throttled", fakezoho.Fault{Kind: fakezoho.FaultTooMany}, zoho.ErrThrottled, zoho.NotDone, 0},
		{"token refused once", fakezoho.Fault{Kind: fakezoho.FaultUnauthorized}, nil, zoho.Done, 1},
		{"token refused twice", fakezoho.Fault{Kind: fakezoho.FaultUnauthorized, Count: 2}, zoho.ErrUnauthorized, zoho.NotDone, 0},
		{"no fault", fakezoho.Fault{}, nil, zoho.Done, 1},
		{"grant withdrawn", fakezoho.Fault{Kind: fakezoho.FaultRevoked}, zoho.ErrInvalidCode, zoho.NotDone, 0},
	}
	inEachPosition(t, func(t *testing.T, s stage) {
		for _, tt := range tests {
			for _, w := range writeCases(t, s) {
				// Ten sign-ins in ten minutes are allowed.
				s.clock.Advance(2 * time.Minute)
				c := s.signIn(t, allScopes()...)
				if tt.fault.Kind != "" {
					fault := tt.fault
					fault.Op = w.op
					s.server.Inject(fault)
				}
				before := w.count()
				results, err := w.run(t.Context(), c)
				if !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) || len(results) != 1 || results[0].Outcome != tt.outcome {
					t.Errorf("%s, %s: results %+v, error %v", tt.name, w.op, results, err)
				}
				if got := w.count() - before; got != tt.written {
					t.Errorf("%s, %s: written %d, want %d", tt.name, w.op, got, tt.written)
				}
				s.server.ClearFaults()
			}
		}
	})
}

// TestStallsAgainstStandIn: a call that is given up while it waits for its answer may have been carried out or not.
func TestStallsAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c := s.signIn(t, allScopes()...)
		for kind, written := range map[fakezoho.FaultKind]int{fakezoho.FaultStall: 0, fakezoho.FaultStallReply: 1} {
			for _, w := range writeCases(t, s)[:2] {
				s.server.Inject(fakezoho.Fault{Op: w.op, Kind: kind, For: 30 * time.Second})
				before := w.count()
				ctx, cancel := context.WithCancel(t.Context())
				go func() {
					defer cancel()
					_ = s.server.WaitStalled(t.Context(), 1)
				}()
				results, err := w.run(ctx, c)
				if !errors.Is(err, context.Canceled) || results[0].Outcome != zoho.Unknown {
					t.Errorf("%s, %s: %+v, %v", kind, w.op, results, err)
				}
				if err := s.server.WaitStalled(t.Context(), 0); err != nil {
					t.Fatal(err)
				}
				if got := w.count() - before; got != written {
					t.Errorf("%s, %s: written %d, want %d", kind, w.op, got, written)
				}
			}
		}
	})
}
