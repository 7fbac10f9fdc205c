package zoho

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

// carriedOut is the answer to a part that was carried out.
func carriedOut(status, body string) string {
	return `{"code":"SUCCESS","details":{"response":{"headers":{"content-type":"application/json"},"status_code":` + status + `,"body":` + body + `}},"message":"m","status":"success"}`
}

func compositeQuery(t *testing.T, limit int) Query {
	t.Helper()
	q, err := PhoneSuffixQuery("Leads", []string{"Phone"}, nil, "0100", limit)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestCompositeRequest(t *testing.T) {
	t.Parallel()
	answers := []string{
		carriedOut("200", `{"data":[{"id":"`+contactID+`","Phone":"+14155550100"}],"info":{"more_records":false}}`),
		carriedOut("204", `null`),
		`{"code":"NO_PERMISSION","details":{"permissions":["Crm_Implied_View_Deals"]},"message":"m","status":"error"}`,
		carriedOut("200", `{"data":[{"id":"`+noteID+`","Note_Title":"WhatsApp"}],"info":{"more_records":true}}`),
		carriedOut("400", `{"code":"INVALID_DATA","details":{"resource_path_index":1},"message":"m","status":"error"}`),
	}
	s := zohotest.NewServer(t, zohotest.Answer(207, `{"__composite_requests":[`+strings.Join(answers, ",")+`]}`))
	log := &gateLog{}
	c := newTestClient(t, s.Transport(), func(cfg *Config) { cfg.Gate = log })
	leads, contact, lead := QueryPart(compositeQuery(t, 25)), ContactPart(contactID), LeadPart(contactID)
	deals, notes := DealsPart(contactID, 5), NotesPart("Contacts", contactID)
	if err := c.Composite.Read(t.Context(), leads, contact, deals, notes, lead); err != nil {
		t.Fatal(err)
	}
	if page, err := leads.Result(); err != nil || len(page.Items) != 1 || page.Items[0].Fields["Phone"] != "+14155550100" {
		t.Errorf("query: %+v, %v", page, err)
	}
	if _, err := contact.Result(); !errors.Is(err, ErrNotFound) {
		t.Errorf("contact: %v", err)
	}
	var e *APIError
	if _, err := deals.Result(); !errors.As(err, &e) || !slices.Equal(e.Permissions, []string{"Crm_Implied_View_Deals"}) || e.Op != OpListDeals {
		t.Errorf("deals: %v", err)
	}
	if page, err := notes.Result(); err != nil || len(page.Items) != 1 || !page.More {
		t.Errorf("notes: %+v, %v", page, err)
	}
	if _, err := lead.Result(); !errors.Is(err, ErrNotFound) {
		t.Errorf("lead: %v", err)
	}
	if want := []string{"composite request 1"}; !slices.Equal(log.before, want) {
		t.Errorf("the gate was asked for %q", log.before)
	}
	r := s.Only(t)
	want := `{"rollback_on_fail":false,"parallel_execution":true,"__composite_requests":[` +
		`{"sub_request_id":"1","method":"POST","uri":"/crm/v8/coql","body":{"select_query":"select id, Phone, Modified_Time, Owner from Leads where Phone like '%0100' order by id asc limit 25"}},` +
		`{"sub_request_id":"2","method":"GET","uri":"/crm/v8/Contacts/` + contactID + `"},` +
		`{"sub_request_id":"3","method":"GET","uri":"/crm/v8/Contacts/` + contactID + `/Deals","params":{"fields":"Deal_Name,Stage,Amount,Closing_Date,Modified_Time,Owner","page":"1","per_page":"5","sort_by":"Modified_Time","sort_order":"desc"}},` +
		`{"sub_request_id":"4","method":"GET","uri":"/crm/v8/Contacts/` + contactID + `/Notes","params":{"fields":"Note_Title,Created_Time,Modified_Time,Owner","page":"1","per_page":"25","sort_by":"Created_Time","sort_order":"desc"}},` +
		`{"sub_request_id":"5","method":"GET","uri":"/crm/v8/Leads/` + contactID + `","params":{"converted":"both"}}]}`
	if r.Method+" "+r.Path != "POST /crm/v8/__composite_requests" || r.Body != want {
		t.Errorf("request = %s %s\n got %s\nwant %s", r.Method, r.Path, r.Body, want)
	}
	if !json.Valid([]byte(r.Body)) {
		t.Error("the body is not JSON")
	}
}

func TestCompositeThatIsNotSent(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{}`))
	c := newTestClient(t, s.Transport())
	good := ContactPart(contactID)
	six := slices.Repeat([]CompositePart{good}, 6)
	for name, parts := range map[string][]CompositePart{
		"none": nil, "six": six, "long query": {good, QueryPart(compositeQuery(t, 26))}, "unbuilt query": {QueryPart(Query{})},
		"bad id": {ContactPart("x")}, "bad lead": {LeadPart("")}, "bad module": {NotesPart("a b", contactID)},
		"no deals": {DealsPart(contactID, 0)}, "too many deals": {DealsPart(contactID, 26)}, "deals of nobody": {DealsPart("x", 1)},
	} {
		if err := c.Composite.Read(t.Context(), parts...); !errors.Is(err, ErrBadRequest) {
			t.Errorf("%s: error = %v", name, err)
		}
	}
	if _, err := ContactPart("x").Result(); !errors.Is(err, ErrBadRequest) {
		t.Errorf("part that cannot be made: %v", err)
	}
	if _, err := ContactPart(contactID).Result(); !errors.Is(err, ErrBadRequest) {
		t.Errorf("part that was not read: %v", err)
	}
	if len(s.All()) != 0 {
		t.Error("a request was sent")
	}
}

func TestCompositeRepliesThatCannotBeAssigned(t *testing.T) {
	t.Parallel()
	one := carriedOut("200", `{"data":[{"id":"`+contactID+`"}]}`)
	for name, tt := range map[string]struct {
		status      int
		body        string
		whole, part error
	}{
		"too few":       {200, `{"__composite_requests":[` + one + `]}`, ErrBadReply, ErrBadReply},
		"too many":      {200, `{"__composite_requests":[` + one + `,` + one + `,` + one + `]}`, ErrBadReply, ErrBadReply},
		"no list":       {200, `{"data":[]}`, ErrBadReply, ErrBadReply},
		"refused":       {400, `{"code":"AMBIGUITY_DURING_PROCESSING","details":{},"message":"m","status":"error"}`, ErrBadRequest, ErrBadRequest},
		"server fault":  {500, `{"__composite_requests":[` + one + `,` + one + `]}`, ErrServer, ErrServer},
		"all failed":    {400, `{"__composite_requests":[` + strings.Repeat(`{"code":"NO_PERMISSION","details":{},"status":"error"},`, 1) + `{"code":"NO_PERMISSION","details":{},"status":"error"}]}`, nil, ErrNoPermission},
		"other record":  {200, `{"__composite_requests":[` + carriedOut("200", `{"data":[{"id":"1"}]}`) + `,` + one + `]}`, nil, ErrBadReply},
		"no status":     {200, `{"__composite_requests":[{"code":"SUCCESS","details":{"response":{"body":{}}},"status":"success"},` + one + `]}`, nil, ErrBadReply},
		"odd status":    {200, `{"__composite_requests":[` + carriedOut(`"200"`, `{}`) + `,` + one + `]}`, nil, ErrBadReply},
		"no body":       {200, `{"__composite_requests":[` + carriedOut(`200`, `null`) + `,` + one + `]}`, nil, ErrBadReply},
		"not an object": {200, `{"__composite_requests":[7,` + one + `]}`, nil, ErrBadReply},
	} {
		s := zohotest.NewServer(t, zohotest.Answer(tt.status, tt.body))
		a, b := ContactPart(contactID), ContactPart(contactID)
		err := newTestClient(t, s.Transport()).Composite.Read(t.Context(), a, b)
		if !errors.Is(err, tt.whole) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.whole)
		}
		if row, err := a.Result(); !errors.Is(err, tt.part) || row.ID != "" {
			t.Errorf("%s: first part = %+v, %v, want %v", name, row, err, tt.part)
		}
		if _, err := b.Result(); (err == nil) != (tt.whole == nil && name != "all failed") {
			t.Errorf("%s: second part: %v", name, err)
		}
	}
}

// TestGateHearsOfEveryThrottle: wherever a reply says that something was too much, the gate is told 429.
func TestGateHearsOfEveryThrottle(t *testing.T) {
	t.Parallel()
	const refused = `{"code":"TOO_MANY_REQUESTS","details":{},"message":"m","status":"error"}`
	for name, tt := range map[string]struct {
		status int
		body   string
		op     Op
		want   int
	}{
		"whole":                  {429, refused, OpGetOrg, 429},
		"whole, no body":         {429, ``, OpGetOrg, 429},
		"older body, status 200": {200, `{"code":429,"error":"TOO_MANY_REQUESTS","status":"error"}`, OpGetOrg, 429},
		"another code":           {400, strings.Replace(refused, "TOO_MANY_REQUESTS", "RATE_LIMIT_EXCEEDED", 1), OpQuery, 429},
		"one note of two":        {207, `{"data":[` + created1 + `,` + refused + `]}`, OpCreateNotes, 429},
		"one part":               {207, `{"__composite_requests":[` + carriedOut("200", `{"data":[]}`) + `,` + refused + `]}`, OpComposite, 429},
		"one part's reply":       {200, `{"__composite_requests":[` + carriedOut("429", refused) + `,` + carriedOut("204", "null") + `]}`, OpComposite, 429},
		"a note refused":         {207, `{"data":[` + created1 + `,` + gone + `]}`, OpCreateNotes, 207},
		"a record that says so":  {200, `{"data":[{"id":"` + contactID + `","code":"TOO_MANY_REQUESTS","status":"error"}]}`, OpGetContact, 200},
	} {
		s := zohotest.NewServer(t, zohotest.Answer(tt.status, tt.body))
		log := &gateLog{}
		c := newTestClient(t, s.Transport(), func(cfg *Config) { cfg.Gate = log })
		for _, o := range operations(t) {
			if o.op == tt.op {
				_, _ = o.run(t.Context(), c)
			}
		}
		if len(log.after) != 1 || !strings.HasSuffix(log.after[0], " "+map[int]string{429: "429 -1", 207: "207 -1", 200: "200 -1"}[tt.want]) {
			t.Errorf("%s: the gate was told %q", name, log.after)
		}
	}
}
