package zoho_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

func TestMetadataAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c, ctx := s.signIn(t, allScopes()...), t.Context()
		user, err := c.Users.Current(ctx)
		if err != nil || user.ID != s.world.User.ID || user.ProfileName != "Standard" {
			t.Errorf("user %+v, %v", user, err)
		}
		org, err := c.Org.Get(ctx)
		if err != nil || org.ZGID != s.world.Org.ZGID || org.CountryCode != "US" || org.ISOCode != "USD" || org.Licence.Edition != "standard" || org.Licence.Ended(s.clock.Now()) {
			t.Errorf("org %+v, %v", org, err)
		}
		modules, err := c.Modules.List(ctx)
		if i := slices.IndexFunc(modules, func(m zoho.Module) bool { return m.APIName == "Contacts" }); err != nil || i < 0 || !modules[i].Creatable || !modules[i].API {
			t.Errorf("modules %+v, %v", modules, err)
		}
		strict, err := s.server.AddLayout(s.world.Org.ID, "Contacts", fakezoho.Layout{Name: "Partner", Required: []string{"Email"}, DefaultFor: []string{"Standard"}})
		if err != nil {
			t.Fatal(err)
		}
		layouts, err := c.Layouts.List(ctx, "Contacts")
		if err != nil || len(layouts) != 2 {
			t.Fatalf("layouts %+v, %v", layouts, err)
		}
		mine, ok := zoho.LayoutOf(layouts, user.ProfileID)
		if !ok || mine.ID != strict {
			t.Errorf("layout %q, %v", mine.Name, ok)
		}
		required := map[string]bool{}
		for _, f := range mine.Sections[0].Fields {
			required[f.APIName] = f.Required
		}
		// What a layout leaves to the field metadata is in the form all the same.
		fields, err := c.Fields.List(ctx, "Contacts")
		if err != nil {
			t.Fatal(err)
		}
		form := zoho.CreateFields("Contacts", layouts, fields, user.ProfileID)
		if !slices.ContainsFunc(form, func(f zoho.FormField) bool {
			return f.APIName == "Lead_Source" && slices.Contains(f.Choices, zoho.Choice{Label: "Chat", Value: "Chat"})
		}) || !slices.ContainsFunc(form, func(f zoho.FormField) bool { return f.APIName == "First_Name" }) {
			t.Errorf("form %+v", form)
		}
		if !required["Email"] || !required["Last_Name"] || required["Phone"] {
			t.Errorf("required %v", required)
		}
		// The layout's rules hold, and another layout can be asked for.
		standard := layouts[slices.IndexFunc(layouts, func(l zoho.Layout) bool { return l.ID != strict })]
		made, err := c.Contacts.Create(ctx, []zoho.NewRecord{
			{Fields: map[string]string{"Last_Name": "A"}},
			{Fields: map[string]string{"Last_Name": "B", "Email": "b@example.test"}},
			{Fields: map[string]string{"Last_Name": "C"}, LayoutID: standard.ID},
		})
		if err != nil || !errors.Is(made[0].Err, zoho.ErrMandatory) || made[1].Outcome != zoho.Done || made[2].Outcome != zoho.Done {
			t.Errorf("created %+v, %v", made, err)
		}
	})
}

func TestQueriesAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c, ctx := s.signIn(t, allScopes()...), t.Context()
		fields, err := c.Fields.List(ctx, "Contacts")
		if err != nil {
			t.Fatal(err)
		}
		var phones []string
		for _, f := range fields {
			if f.DataType == "phone" {
				phones = append(phones, f.APIName)
			}
		}
		if !slices.Contains(phones, "Phone") || !slices.Contains(phones, "Mobile") || len(phones) < 3 {
			t.Fatalf("phone fields %v", phones)
		}
		now, names := s.clock.Now(), []string{"Full_Name"}
		yesterday := now.Add(-48 * time.Hour)
		with := func(limit int, change func(zoho.Query) (zoho.Query, error)) (zoho.Query, error) {
			q, err := zoho.WithPhoneQuery("Contacts", phones, names, limit)
			if err != nil {
				return q, err
			}
			return change(q)
		}
		queries := map[string]func() (zoho.Query, error){
			"suffix":     func() (zoho.Query, error) { return zoho.PhoneSuffixQuery("Contacts", phones, names, "5550147", 200) },
			"with phone": func() (zoho.Query, error) { return zoho.WithPhoneQuery("Contacts", phones, names, 2000) },
			"one field":  func() (zoho.Query, error) { return zoho.WithPhoneQuery("Contacts", phones[:1], nil, 200) },
			"second page": func() (zoho.Query, error) {
				return with(2, func(q zoho.Query) (zoho.Query, error) { return q.Offset(2) })
			},
			"cut by time": func() (zoho.Query, error) {
				return with(200, func(q zoho.Query) (zoho.Query, error) { return q.CreatedBetween(yesterday, now) })
			},
			"created": func() (zoho.Query, error) {
				return zoho.CreatedSinceQuery("Contacts", phones, names, yesterday, 200)
			},
			"created long after": func() (zoho.Query, error) {
				return zoho.CreatedSinceQuery("Contacts", phones, nil, now.Add(time.Hour), 200)
			},
			"modified": func() (zoho.Query, error) { return zoho.ModifiedSinceQuery("Contacts", phones, nil, yesterday, 200) },
		}
		want := map[string]int{"suffix": 1, "with phone": 4, "one field": 2, "second page": 2, "cut by time": 4, "created": 5, "created long after": 0, "modified": 5}
		for name, build := range queries {
			q, err := build()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := q.Against(fields); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			page, err := c.COQL.Query(ctx, q)
			if err != nil || len(page.Items) != want[name] || page.More {
				t.Errorf("%s: %d rows, more %v, %v; want %d", name, len(page.Items), page.More, err, want[name])
				continue
			}
			for _, row := range page.Items {
				if row.ID == "" || row.OwnerID != s.world.User.ID || row.ModifiedTime.IsZero() {
					t.Errorf("%s: row %+v", name, row)
				}
			}
		}
		lead := s.world.Leads["Frank Prospect"]
		if _, err := s.server.ConvertLead(lead); err != nil {
			t.Fatal(err)
		}
		q, err := zoho.WithPhoneQuery("Leads", []string{"Phone"}, nil, 200)
		if err != nil {
			t.Fatal(err)
		}
		if q, err = q.NotConverted(); err != nil {
			t.Fatal(err)
		}
		page, err := c.COQL.Query(ctx, q)
		if known := s.switches.COQLConversion == fakezoho.ConversionKnown; len(page.Items) != 0 || (err == nil) != known || !known && !errors.Is(err, zoho.ErrField) {
			t.Errorf("converted lead: %+v, %v", page.Items, err)
		}
	})
}

func TestRecordsAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c, ctx, ben := s.signIn(t, allScopes()...), t.Context(), s.world.Contacts["Ben Sample"]
		rows, err := c.Search.ByPhone(ctx, "Contacts", "+14155550147", "Full_Name", "Mobile")
		if s.switches.IndexLag < 0 {
			if err != nil || len(rows) != 0 {
				t.Errorf("search of an index that knows nothing: %+v, %v", rows, err)
			}
			s.server.ReleaseIndex()
			rows, err = c.Search.ByPhone(ctx, "Contacts", "+14155550147", "Full_Name", "Mobile")
		}
		if err != nil || len(rows) != 1 || rows[0].ID != ben || rows[0].Fields["Mobile"] != "+14155550147" {
			t.Errorf("search %+v, %v", rows, err)
		}
		if row, err := c.Contacts.Get(ctx, ben); err != nil || row.Fields["Last_Name"] != "Sample" {
			t.Errorf("contact %+v, %v", row, err)
		}
		if row, err := c.Leads.Get(ctx, s.world.Leads["Frank Prospect"]); err != nil || row.Fields["Company"] != "Specimen Ltd" {
			t.Errorf("lead %+v, %v", row, err)
		}
		_, contact := c.Contacts.Get(ctx, "7001000000000999999")
		_, note := c.Notes.Get(ctx, "7001000000000999999")
		_, deals := c.Deals.OfContact(ctx, "7001000000000999999", 5)
		for i, err := range []error{contact, note, deals} {
			if !errors.Is(err, zoho.ErrNotFound) {
				t.Errorf("missing record %d: %v", i, err)
			}
		}
		if page, err := c.Deals.OfContact(ctx, ben, 5); err != nil || len(page.Items) != 0 || page.More {
			t.Errorf("no deals: %+v, %v", page, err)
		}
		for _, name := range []string{"first", "second", "third"} {
			s.clock.Advance(time.Second)
			if _, err := s.server.AddDeal(s.world.Org.ID, fakezoho.Fields{"Deal_Name": name, "Stage": "Qualification", "Amount": 1500.5, "Closing_Date": "2026-12-31", "Contact_Name": ben}); err != nil {
				t.Fatal(err)
			}
		}
		page, err := c.Deals.OfContact(ctx, ben, 2)
		if err != nil || len(page.Items) != 2 || !page.More || page.Items[0].Name != "third" || page.Items[0].Amount != "1500.5" || page.Items[0].ClosingDate != "2026-12-31" || page.Items[0].OwnerID != s.world.User.ID {
			t.Errorf("deals %+v, %v", page, err)
		}
	})
}

func TestCompositeAgainstStandIn(t *testing.T) {
	inEachPosition(t, func(t *testing.T, s stage) {
		c, ctx, ben := s.signIn(t, allScopes()...), t.Context(), s.world.Contacts["Ben Sample"]
		q, err := zoho.PhoneSuffixQuery("Leads", []string{"Phone"}, []string{"Full_Name"}, "0188", 25)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.server.AddDeal(s.world.Org.ID, fakezoho.Fields{"Deal_Name": "Renewal", "Contact_Name": ben}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.server.AddNote(ben, s.world.User.ID, "a title", "text"); err != nil {
			t.Fatal(err)
		}
		s.clock.Advance(time.Minute)
		s.server.ResetCalls()
		leads, contact, deals, notes, missing := zoho.QueryPart(q), zoho.ContactPart(ben), zoho.DealsPart(ben, 5), zoho.NotesPart("Contacts", ben), zoho.LeadPart(ben)
		if err := c.Composite.Read(ctx, leads, contact, deals, notes, missing); err != nil {
			t.Fatal(err)
		}
		if page, err := leads.Result(); err != nil || len(page.Items) != 1 || page.Items[0].Fields["Full_Name"] != "Frank Prospect" {
			t.Errorf("query %+v, %v", page, err)
		}
		if row, err := contact.Result(); err != nil || row.ID != ben {
			t.Errorf("contact %+v, %v", row, err)
		}
		if page, err := deals.Result(); err != nil || len(page.Items) != 1 || page.Items[0].Name != "Renewal" {
			t.Errorf("deals %+v, %v", page, err)
		}
		if page, err := notes.Result(); err != nil || len(page.Items) != 1 || page.Items[0].Title != "a title" {
			t.Errorf("notes %+v, %v", page, err)
		}
		if _, err := missing.Result(); !errors.Is(err, zoho.ErrNotFound) {
			t.Errorf("missing lead: %v", err)
		}
		if calls := s.server.Calls(); len(calls) != 1 || calls[0].Credits != zoho.OpComposite.Credits(5) {
			t.Errorf("calls %+v", calls)
		}
	})
}

// TestCreditsAgainstStandIn: what a call is said to cost is what it is charged.
func TestCreditsAgainstStandIn(t *testing.T) {
	t.Parallel()
	s := newStage(t, fakezoho.Switches{})
	c, ctx, ben := s.signIn(t, allScopes()...), t.Context(), s.world.Contacts["Ben Sample"]
	query := func(limit int) func() error {
		return func() error {
			q, err := zoho.WithPhoneQuery("Contacts", []string{"Phone"}, nil, limit)
			if err != nil {
				return err
			}
			_, err = c.COQL.Query(ctx, q)
			return err
		}
	}
	notes := make([]zoho.NewNote, 10)
	for i := range notes {
		notes[i] = zoho.NewNote{Module: "Contacts", ParentID: ben, Title: "t", Content: "c"}
	}
	for name, tt := range map[string]struct {
		op  zoho.Op
		n   int
		run func() error
	}{
		"200 rows":   {zoho.OpQuery, 200, query(200)},
		"201 rows":   {zoho.OpQuery, 201, query(201)},
		"1,001 rows": {zoho.OpQuery, 1001, query(1001)},
		"ten notes":  {zoho.OpCreateNotes, 10, func() error { _, err := c.Notes.Create(ctx, notes); return err }},
		"deals":      {zoho.OpListDeals, 0, func() error { _, err := c.Deals.OfContact(ctx, ben, 200); return err }},
		"layouts":    {zoho.OpListLayouts, 0, func() error { _, err := c.Layouts.List(ctx, "Leads"); return err }},
	} {
		before := s.server.CreditsUsed()
		if err := tt.run(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got, want := s.server.CreditsUsed()-before, tt.op.Credits(tt.n); got != want {
			t.Errorf("%s: charged %d, said %d", name, got, want)
		}
	}
}

// TestBuiltQueriesAreGrammatical builds queries from names, digits and times drawn at random: whatever the builders let
// through, Zoho's grammar takes.
func TestBuiltQueriesAreGrammatical(t *testing.T) {
	t.Parallel()
	s := newStage(t, fakezoho.Switches{})
	c, draw := s.signIn(t, allScopes()...), rand.New(rand.NewPCG(1, 2))
	names := []string{"Phone", "Mobile", "Home_Phone", "Other_Phone", "Fax", "First_Name", "Last_Name", "Full_Name", "Email", "Title", "Department"}
	asked := 0
	for range 400 {
		draw.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		phones, others := names[:1+draw.IntN(6)], names[7:7+draw.IntN(4)]
		limit := []int{0, 1, 200, 2000, 2001}[draw.IntN(5)]
		at := s.clock.Now().Add(time.Duration(draw.IntN(1_000_000_000)-500_000_000) * time.Second)
		builders := []func() (zoho.Query, error){
			func() (zoho.Query, error) {
				return zoho.PhoneSuffixQuery("Contacts", phones, others, strconv.Itoa(draw.IntN(1_000_000)), limit)
			},
			func() (zoho.Query, error) { return zoho.WithPhoneQuery("Contacts", phones, others, limit) },
			func() (zoho.Query, error) { return zoho.CreatedSinceQuery("Contacts", phones, others, at, limit) },
			func() (zoho.Query, error) { return zoho.ModifiedSinceQuery("Contacts", phones, others, at, limit) },
		}
		q, err := builders[draw.IntN(len(builders))]()
		if err == nil && draw.IntN(2) == 0 {
			q, err = q.Offset(draw.IntN(90_000))
		}
		if err == nil && draw.IntN(2) == 0 {
			q, err = q.CreatedBetween(at, at.Add(time.Duration(draw.IntN(1000))*time.Hour))
		}
		if err != nil {
			continue
		}
		asked++
		if _, err := c.COQL.Query(t.Context(), q); err != nil {
			t.Errorf("%v with %d phone fields, limit %d: %v", q, len(phones), limit, err)
		}
	}
	if asked < 100 {
		t.Errorf("only %d queries were built", asked)
	}
}
