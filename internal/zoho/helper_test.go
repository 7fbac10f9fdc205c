package zoho

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

const (
	contactID = "7001000000000100001"
	noteID    = "7001000000000200001"
	noteID2   = "7001000000000200002"
	userID    = "7001000000000050001"
)

// tokens is a TokenSource that hands out "1000.token-1", then "1000.token-2" once the first was refused, and so on.
type tokens struct {
	mu    sync.Mutex
	stale []string
	err   error
}

func (s *tokens) Token(_ context.Context, stale string) (AccessToken, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stale = append(s.stale, stale)
	if s.err != nil {
		return AccessToken{}, s.err
	}
	return AccessToken{Token: fmt.Sprintf("1000.token-%d", len(s.stale)), APIDomain: "https://www.zohoapis.eu"}, nil
}

// gateLog is a Gate that remembers its calls and can refuse.
type gateLog struct {
	mu            sync.Mutex
	before, after []string
	refuse        error
}

func (g *gateLog) Before(_ context.Context, op Op, cost int) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.before = append(g.before, fmt.Sprintf("%s %d", op, cost))
	return g.refuse
}

func (g *gateLog) After(op Op, cost, status, remaining int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.after = append(g.after, fmt.Sprintf("%s %d %d %d", op, cost, status, remaining))
}

func newTestClient(t *testing.T, tr transport.Transport, change ...func(*Config)) *Client {
	t.Helper()
	cfg := Config{Transport: tr, APIDomain: "https://www.zohoapis.eu", Tokens: &tokens{}, Gate: NopGate{}}
	for _, f := range change {
		f(&cfg)
	}
	c, err := NewClient(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// operation runs one method of a client with valid arguments.
type operation struct {
	op    Op
	items int // number of items if it is a write, else 0
	cost  int
	run   func(context.Context, *Client) ([]WriteResult, error)
}

// operations lists every method that calls the CRM, so that what holds for all is tested for all.
func operations(t *testing.T) []operation {
	t.Helper()
	q, err := PhoneSuffixQuery("Contacts", []string{"Phone"}, []string{"Full_Name"}, "5550100", 200)
	if err != nil {
		t.Fatal(err)
	}
	read := func(op Op, run func(context.Context, *Client) error) operation {
		return operation{op: op, cost: 1, run: func(ctx context.Context, c *Client) ([]WriteResult, error) { return nil, run(ctx, c) }}
	}
	record := []NewRecord{{Fields: map[string]string{"Last_Name": "Example"}}}
	return []operation{
		read(OpCurrentUser, func(ctx context.Context, c *Client) error { _, err := c.Users.Current(ctx); return err }),
		read(OpGetOrg, func(ctx context.Context, c *Client) error { _, err := c.Org.Get(ctx); return err }),
		read(OpListModules, func(ctx context.Context, c *Client) error { _, err := c.Modules.List(ctx); return err }),
		read(OpListLayouts, func(ctx context.Context, c *Client) error { _, err := c.Layouts.List(ctx, "Contacts"); return err }),
		read(OpListDeals, func(ctx context.Context, c *Client) error { _, err := c.Deals.OfContact(ctx, contactID, 5); return err }),
		read(OpComposite, func(ctx context.Context, c *Client) error {
			return c.Composite.Read(ctx, ContactPart(contactID), NotesPart("Contacts", contactID))
		}),
		read(OpListFields, func(ctx context.Context, c *Client) error { _, err := c.Fields.List(ctx, "Contacts"); return err }),
		read(OpQuery, func(ctx context.Context, c *Client) error { _, err := c.COQL.Query(ctx, q); return err }),
		read(OpSearchByPhone, func(ctx context.Context, c *Client) error {
			_, err := c.Search.ByPhone(ctx, "Contacts", "+14155550100")
			return err
		}),
		read(OpSearchByWord, func(ctx context.Context, c *Client) error {
			_, err := c.Search.ByWord(ctx, "Leads", "Example", "Full_Name")
			return err
		}),
		read(OpSearchByEmail, func(ctx context.Context, c *Client) error {
			_, err := c.Search.ByEmail(ctx, "Contacts", "ada@example.test")
			return err
		}),
		read(OpGetContact, func(ctx context.Context, c *Client) error { _, err := c.Contacts.Get(ctx, contactID); return err }),
		read(OpGetLead, func(ctx context.Context, c *Client) error { _, err := c.Leads.Get(ctx, contactID); return err }),
		read(OpListNotes, func(ctx context.Context, c *Client) error {
			_, err := c.Notes.ListRelated(ctx, "Contacts", contactID, 1)
			return err
		}),
		read(OpGetNote, func(ctx context.Context, c *Client) error { _, err := c.Notes.Get(ctx, noteID); return err }),
		read(OpListAttachments, func(ctx context.Context, c *Client) error {
			_, err := c.Attachments.List(ctx, "Contacts", contactID, 1)
			return err
		}),
		{OpUploadAttachment, 1, 1, func(ctx context.Context, c *Client) ([]WriteResult, error) {
			r, err := c.Attachments.Upload(ctx, oneFile())
			return []WriteResult{r}, err
		}},
		{OpCreateContacts, 1, 1, func(ctx context.Context, c *Client) ([]WriteResult, error) { return c.Contacts.Create(ctx, record) }},
		{OpCreateLeads, 1, 1, func(ctx context.Context, c *Client) ([]WriteResult, error) { return c.Leads.Create(ctx, record) }},
		{OpFillContact, 1, 1, func(ctx context.Context, c *Client) ([]WriteResult, error) {
			r, err := c.Contacts.Fill(ctx, contactID, "Mobile", "+14155550100", readAt())
			return []WriteResult{r}, err
		}},
		{OpFillLead, 1, 1, func(ctx context.Context, c *Client) ([]WriteResult, error) {
			r, err := c.Leads.Fill(ctx, contactID, "Mobile", "+14155550100", readAt())
			return []WriteResult{r}, err
		}},
		{OpCreateNotes, 2, 1, func(ctx context.Context, c *Client) ([]WriteResult, error) {
			return c.Notes.Create(ctx, twoNotes())
		}},
		{OpUpdateNotes, 2, 1, func(ctx context.Context, c *Client) ([]WriteResult, error) {
			return c.Notes.Update(ctx, twoUpdates())
		}},
	}
}

// readAt is when a record was last changed, in the zone of the user who read it.
func readAt() time.Time {
	return time.Date(2026, 11, 22, 10, 30, 0, 0, time.FixedZone("", 5*3600+1800))
}

func twoNotes() []NewNote {
	return []NewNote{
		{Module: "Contacts", ParentID: contactID, Title: "WhatsApp · 2026-11-22", Content: "10:01 Ada: hello <b> & \u2028 \U0001F600"},
		{Module: "Leads", ParentID: "7001000000000100009", Title: "WhatsApp · 2026-11-23", Content: "second"},
	}
}

func oneFile() NewAttachment {
	return NewAttachment{Module: "Contacts", RecordID: contactID, Name: "2026-11-22 10.01 scan ü.pdf", MIME: "application/pdf", Data: []byte("%PDF\r\n--\x00\xff")}
}

func twoUpdates() []NoteUpdate {
	return []NoteUpdate{{ID: noteID, Title: "WhatsApp", Content: "first"}, {ID: noteID2, Content: "second"}}
}

// outcomes lists the outcomes of results.
func outcomes(results []WriteResult) []Outcome {
	var all []Outcome
	for _, r := range results {
		all = append(all, r.Outcome)
	}
	return all
}
