package zoho_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

func TestWritesAgainstStandIn(t *testing.T) {
	t.Parallel()
	inEachReading(t, writes)
}

func writes(t *testing.T, s stage) {
	c, ctx := s.signIn(t, zoho.Scopes()...), t.Context()
	made, err := c.Contacts.Create(ctx, []zoho.NewRecord{
		{Fields: map[string]string{"Last_Name": "Newcomer", "Mobile": "+14155550155"}},
		{Fields: map[string]string{"First_Name": "No", "Mobile": "+14155550156"}},
	})
	if err != nil || made[0].Outcome != zoho.Done || made[1].Outcome != zoho.NotDone || !errors.Is(made[1].Err, zoho.ErrMandatory) {
		t.Fatalf("contacts %+v, %v", made, err)
	}
	id := made[0].ID
	notes, err := c.Notes.Create(ctx, []zoho.NewNote{
		{Module: "Contacts", ParentID: id, Title: "WhatsApp · part 1", Content: "10:01 a < b & c 😀\n10:02 next"},
		{Module: "Contacts", ParentID: "7001000000000999999", Title: "lost", Content: "x"},
	})
	if err != nil || notes[0].Outcome != zoho.Done || notes[1].Outcome != zoho.NotDone || !errors.Is(notes[1].Err, zoho.ErrParentGone) {
		t.Fatalf("notes %+v, %v", notes, err)
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
	if s.short && (err != nil || !errors.Is(long[0].Err, zoho.ErrTooLong) || long[0].Outcome != zoho.NotDone) {
		t.Errorf("too long: %+v, %v", long, err)
	}
	if _, err := c.Notes.Update(ctx, []zoho.NoteUpdate{{ID: notes[0].ID, Content: "10:01 all of it"}}); err != nil {
		t.Error(err)
	}
	note, err := c.Notes.Get(ctx, notes[0].ID)
	if err != nil || note.Content != "10:01 all of it" || note.Title != "WhatsApp · part 1" || note.ParentID != id || note.ParentModule != "Contacts" {
		t.Errorf("note %+v, %v", note, err)
	}
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

// TestFaultsAgainstStandIn holds that no outcome claims more than is true, by comparing it with what was written.
func TestFaultsAgainstStandIn(t *testing.T) {
	t.Parallel()
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
		{"500 after", fakezoho.Fault{Kind: fakezoho.FaultInternal, AfterCommit: true}, zoho.ErrServer, zoho.Unknown, 1},
		{"503 before", fakezoho.Fault{Kind: fakezoho.FaultUnavailable}, zoho.ErrServer, zoho.Unknown, 0},
		{"throttled", fakezoho.Fault{Kind: fakezoho.FaultTooMany}, zoho.ErrThrottled, zoho.NotDone, 0},
		{"token refused once", fakezoho.Fault{Kind: fakezoho.FaultUnauthorized}, nil, zoho.Done, 1},
		{"token refused twice", fakezoho.Fault{Kind: fakezoho.FaultUnauthorized, Count: 2}, zoho.ErrUnauthorized, zoho.NotDone, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inEachReading(t, func(t *testing.T, s stage) {
				c, id := s.signIn(t, zoho.Scopes()...), s.world.Contacts["Ben Sample"]
				fault := tt.fault
				fault.Op = fakezoho.OpNotesCreate
				s.server.Inject(fault)
				results, err := c.Notes.Create(t.Context(), []zoho.NewNote{{Module: "Contacts", ParentID: id, Title: "t", Content: "c"}})
				if !errors.Is(err, tt.want) || len(results) != 1 || results[0].Outcome != tt.outcome {
					t.Fatalf("results %+v, error %v", results, err)
				}
				list, err := c.Notes.ListRelated(t.Context(), "Contacts", id, 1)
				if err != nil || len(list.Items) != tt.written {
					t.Errorf("%d notes were written, want %d; error %v", len(list.Items), tt.written, err)
				}
			})
		})
	}
}

func TestRefusalsAgainstStandIn(t *testing.T) {
	t.Parallel()
	inEachReading(t, refusals)
}

func refusals(t *testing.T, s stage) {
	c := s.signIn(t, "ZohoCRM.users.READ", "ZohoCRM.modules.contacts.READ")
	if _, err := c.Org.Get(t.Context()); !errors.Is(err, zoho.ErrScope) {
		t.Errorf("scope: %v", err)
	}
	if _, err := c.Search.ByPhone(t.Context(), "Contacts", "5550147"); !errors.Is(err, zoho.ErrScope) {
		t.Errorf("search scope: %v", err)
	}
	s.server.SetAPIAccess(false)
	if _, err := c.Users.Current(t.Context()); !errors.Is(err, zoho.ErrAPIAccess) {
		t.Errorf("API access: %v", err)
	}
	s.server.SetAPIAccess(true)
	s.server.ExpireAccessTokens()
	if _, err := c.Users.Current(t.Context()); err != nil {
		t.Errorf("expired token: %v", err)
	}
	s.server.RevokeAll()
	if _, err := c.Users.Current(t.Context()); !errors.Is(err, zoho.ErrInvalidCode) {
		t.Errorf("revoked: %v", err)
	}
}
