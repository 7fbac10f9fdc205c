package zoho_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// queryMarked runs a query that brings what marks a conversion, without what the organisation's queries refuse.
func queryMarked(t *testing.T, c *zoho.Client, q zoho.Query, marks zoho.Conversion) zoho.Page[zoho.Row] {
	t.Helper()
	for {
		marked, err := q.WithConversion(marks)
		if err != nil {
			t.Fatal(err)
		}
		page, err := c.COQL.Query(t.Context(), marked)
		var e *zoho.APIError
		if errors.Is(err, zoho.ErrField) && errors.As(err, &e) {
			if left, fewer := marks.Without(e.APIName()); fewer {
				marks = left
				continue
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
}

// TestConversionAgainstStandIn: a lead that became a contact is told as such as far as the organisation tells it, and never
// taken for an open one where it does.
func TestConversionAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c, ctx, lead := s.signIn(t, allScopes()...), t.Context(), s.world.Leads["Frank Prospect"]
		fields, err := c.Fields.List(ctx, "Leads")
		if err != nil {
			t.Fatal(err)
		}
		marks := zoho.ConversionOf(fields)
		if marks != (zoho.Conversion{Mark: true, Contact: true}) {
			t.Fatalf("metadata says %+v", marks)
		}
		q, err := zoho.IDsQuery("Leads", []string{"Phone"}, []string{"Full_Name"}, []string{lead})
		if err != nil {
			t.Fatal(err)
		}
		if page := queryMarked(t, c, q, marks); len(page.Items) != 1 || page.Items[0].Converted || page.Items[0].ConvertedTo != "" {
			t.Errorf("before: %+v", page)
		}
		note, err := s.server.AddNote(lead, s.world.User.ID, "t", "c")
		if err != nil {
			t.Fatal(err)
		}
		contact, err := s.server.ConvertLead(lead)
		if err != nil {
			t.Fatal(err)
		}
		page := queryMarked(t, c, q, marks)
		switch {
		case s.switches.HideConvertedInCOQL:
			if len(page.Items) != 0 {
				t.Errorf("hidden: %+v", page)
			}
		case s.switches.COQLConversion == fakezoho.ConversionUnknown:
			if len(page.Items) != 1 || page.Items[0].Converted {
				t.Errorf("unknown: %+v", page)
			}
		case len(page.Items) != 1 || !page.Items[0].Converted || page.Items[0].ConvertedTo != contact:
			t.Errorf("after: %+v", page)
		}
		row, err := c.Leads.Get(ctx, lead, append(marks.Fields(), "Full_Name")...)
		if gone := s.switches.ConvertedLead == fakezoho.ConvertedGone; gone {
			if !errors.Is(err, zoho.ErrNotFound) {
				t.Errorf("gone: %+v, %v", row, err)
			}
		} else if err != nil || !row.Converted || row.ConvertedTo != contact || row.Fields["Full_Name"] != "Frank Prospect" {
			t.Errorf("read: %+v, %v", row, err)
		}
		if row, err := c.Contacts.Get(ctx, contact, "Phone"); err != nil || row.Fields["Phone"] != "415.555.0188" || row.OwnerID != s.world.User.ID || row.ModifiedTime.IsZero() {
			t.Errorf("contact: %+v, %v", row, err)
		}
		if n, err := c.Notes.Get(ctx, note); err != nil || n.ParentModule != "Contacts" || n.ParentID != contact {
			t.Errorf("note: %+v, %v", n, err)
		}
	})
}

// TestConversionWithoutFields: an organisation that does not have the fields can be asked all the same.
func TestConversionWithoutFields(t *testing.T) {
	t.Parallel()
	for _, removed := range [][]string{{"Converted__s"}, {"Converted_Contact"}, {"Converted__s", "Converted_Contact"}} {
		s := newStage(t, fakezoho.Switches{})
		for _, name := range removed {
			if err := s.server.RemoveField(s.world.Org.ID, "Leads", name); err != nil {
				t.Fatal(err)
			}
		}
		c, ctx, lead := s.signIn(t, allScopes()...), t.Context(), s.world.Leads["Frank Prospect"]
		contact, err := s.server.ConvertLead(lead)
		if err != nil {
			t.Fatal(err)
		}
		fields, err := c.Fields.List(ctx, "Leads")
		if err != nil {
			t.Fatal(err)
		}
		marks := zoho.ConversionOf(fields)
		q, err := zoho.ModifiedSinceQuery("Leads", []string{"Phone"}, nil, s.clock.Now().Add(-time.Hour), 200)
		if err != nil {
			t.Fatal(err)
		}
		if q, err = q.WithConversion(marks); err != nil || q.Against(fields) != nil {
			t.Fatalf("%v, %v", err, q.Against(fields))
		}
		page, err := c.COQL.Query(ctx, q)
		if err != nil || len(page.Items) != 1 || page.Items[0].Converted != (len(removed) == 1) || (page.Items[0].ConvertedTo == contact) != marks.Contact {
			t.Errorf("without %v: %+v, %v", removed, page, err)
		}
		if row, err := c.Leads.Get(ctx, lead, marks.Fields()...); err != nil || row.Converted != (len(removed) == 1) {
			t.Errorf("without %v: %+v, %v", removed, row, err)
		}
	}
}

// TestPagesByIDAgainstStandIn reads a module page by page while records come and go, and misses none that stays.
func TestPagesByIDAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c, org := s.signIn(t, allScopes()...), s.world.Org.ID
		stay := map[string]bool{}
		for _, id := range s.world.Contacts {
			stay[id] = id != s.world.Contacts["Ella Nonumber"]
		}
		add := func() string {
			id, err := s.server.AddContact(org, fakezoho.Fields{"Last_Name": "New", "Phone": "1"})
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		for range 4 {
			stay[add()] = true
		}
		seen, last, pages := map[string]bool{}, "", 0
		for more := true; more; pages++ {
			q, err := zoho.WithPhoneQuery("Contacts", []string{"Phone", "Mobile"}, nil, 3)
			if err == nil && last != "" {
				q, err = q.After(last)
			}
			if err != nil {
				t.Fatal(err)
			}
			page, err := c.COQL.Query(t.Context(), q)
			if err != nil || pages > 10 {
				t.Fatalf("page %d: %v", pages, err)
			}
			for _, row := range page.Items {
				if seen[row.ID] || row.ID <= last {
					t.Errorf("%s came after %s, before: %v", row.ID, last, seen[row.ID])
				}
				seen[row.ID], last = true, row.ID
			}
			more = page.More
			if pages == 0 {
				// One that was read is merged into another, one is deleted that was not.
				if err := s.server.MergeRecords(s.world.Contacts["Ben Sample"], s.world.Contacts["Ada Example"]); err != nil {
					t.Fatal(err)
				}
				gone := add()
				if err := s.server.DeleteRecord(gone); err != nil {
					t.Fatal(err)
				}
			}
		}
		for id, want := range stay {
			if seen[id] != want {
				t.Errorf("%s was read: %v", id, seen[id])
			}
		}
		gone, kept := s.world.Contacts["Ada Example"], s.world.Contacts["Ben Sample"]
		q, err := zoho.IDsQuery("Contacts", []string{"Phone", "Mobile"}, nil, []string{gone, kept, "1"})
		if err != nil {
			t.Fatal(err)
		}
		page, err := c.COQL.Query(t.Context(), q)
		if err != nil || len(page.Items) != 1 || page.Items[0].ID != kept || page.Items[0].Fields["Phone"] != "(415) 555-0132" {
			t.Errorf("after the merge: %+v, %v", page, err)
		}
		if _, err := c.Contacts.Get(t.Context(), gone, "Phone"); !errors.Is(err, zoho.ErrNotFound) {
			t.Errorf("merged: %v", err)
		}
	})
}

// TestChangesAgainstStandIn reads changes of one second in pages.
func TestChangesAgainstStandIn(t *testing.T) {
	t.Parallel()
	s := newStage(t, fakezoho.Switches{})
	c := s.signIn(t, allScopes()...)
	s.clock.Advance(time.Hour)
	want := []string{}
	for _, id := range s.world.Contacts {
		if err := s.server.EditRecord(id, fakezoho.Fields{"Title": "Changed"}); err != nil {
			t.Fatal(err)
		}
		want = append(want, id)
	}
	slices.Sort(want)
	got := []string{}
	for more := true; more; {
		q, err := zoho.ModifiedSinceQuery("Contacts", []string{"Phone"}, nil, s.clock.Now(), 2)
		if err == nil {
			q, err = q.Offset(len(got))
		}
		if err != nil {
			t.Fatal(err)
		}
		page, err := c.COQL.Query(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Items {
			got = append(got, row.ID)
		}
		more = page.More
	}
	if !slices.Equal(got, want) {
		t.Errorf("changes %v, want %v", got, want)
	}
}

func TestSearchByHandAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c, ctx := s.signIn(t, allScopes()...), t.Context()
		if s.switches.IndexLag < 0 {
			s.server.ReleaseIndex()
		}
		for _, text := range []string{"Chloé", "chloé ex", "Exemple", "Buyer", " 6 39 98"} {
			page, err := c.Search.ByWord(ctx, "Contacts", text, "Full_Name", "Title")
			if err != nil || len(page.Items) != 1 || page.More || page.Items[0].Fields["Full_Name"] != "Chloé Exemple" || page.Items[0].OwnerID != s.world.User.ID {
				t.Errorf("%q: %+v, %v", text, page, err)
			}
		}
		if page, err := c.Search.ByEmail(ctx, "Contacts", "ADA@example.test", "Email"); err != nil || len(page.Items) != 1 || page.Items[0].ID != s.world.Contacts["Ada Example"] {
			t.Errorf("by e-mail: %+v, %v", page, err)
		}
		none, err := c.Search.ByEmail(ctx, "Leads", "nobody@example.test")
		if err != nil || len(none.Items) != 0 {
			t.Errorf("nobody: %+v, %v", none, err)
		}
		for _, odd := range []string{`100% "(&#?=/\+' or id`, "a+b", "日本語", "Zoë,(x)"} {
			if page, err := c.Search.ByWord(ctx, "Leads", odd); err != nil || len(page.Items) != 0 {
				t.Errorf("%q: %+v, %v", odd, page, err)
			}
		}
		if page, err := c.Search.ByWord(ctx, "Leads", "Prospect", "Full_Name"); err != nil || len(page.Items) != 1 {
			t.Errorf("lead: %+v, %v", page, err)
		}
		if _, err := s.server.ConvertLead(s.world.Leads["Frank Prospect"]); err != nil {
			t.Fatal(err)
		}
		s.server.ReleaseIndex()
		if page, err := c.Search.ByWord(ctx, "Leads", "Prospect"); err != nil || len(page.Items) != 0 {
			t.Errorf("converted lead: %+v, %v", page, err)
		}
		for range zoho.MaxFound + 1 {
			if _, err := s.server.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Crowd", "Email": "crowd@example.test"}); err != nil {
				t.Fatal(err)
			}
		}
		s.server.ReleaseIndex()
		for _, search := range []func() (zoho.Page[zoho.Row], error){
			func() (zoho.Page[zoho.Row], error) { return c.Search.ByWord(ctx, "Contacts", "Crowd") },
			func() (zoho.Page[zoho.Row], error) { return c.Search.ByEmail(ctx, "Contacts", "crowd@example.test") },
		} {
			if page, err := search(); err != nil || len(page.Items) != zoho.MaxFound || !page.More {
				t.Errorf("many: %d, more %v, %v", len(page.Items), page.More, err)
			}
		}
	})
}
