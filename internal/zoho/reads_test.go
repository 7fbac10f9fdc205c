package zoho

import (
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"reflect"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func TestCurrentUser(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"users":[{"id":"7001000000000050001","full_name":"Op Example","email":"op@example.test","country":"de","time_zone":"Europe/Berlin","profile":{"name":"Standard","id":"7001000000000026014"},"fax":null}],"info":{"count":1}}`))
	got, err := newTestClient(t, s.Transport()).Users.Current(t.Context())
	want := User{userID, "Op Example", "op@example.test", "de", "Europe/Berlin", "7001000000000026014", "Standard", false}
	if err != nil || got != want {
		t.Errorf("Current = %+v, %v", got, err)
	}
	if r := s.Only(t); r.Method+" "+r.Path+"?"+r.Query != "GET /crm/v8/users?type=CurrentUser" || r.Header.Get("Authorization") != "Zoho-oauthtoken 1000.token-1" {
		t.Errorf("request = %+v", r)
	}
}

func TestOrg(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"org":[{"id":"7001000000000000001","zgid":"600000001","company_name":"Example","country_code":"DE","iso_code":"EUR","time_zone":"Europe/Berlin","type":"production","country":null}]}`))
	got, err := newTestClient(t, s.Transport()).Org.Get(t.Context())
	want := Org{"7001000000000000001", "600000001", "Example", "DE", "EUR", "Europe/Berlin", "production", Licence{}}
	if err != nil || got != want {
		t.Errorf("Get = %+v, %v", got, err)
	}
	if r := s.Only(t); r.Method+" "+r.Path != "GET /crm/v8/org" {
		t.Errorf("request = %+v", r)
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"fields":[
		{"api_name":"Last_Name","field_label":"Nachname","data_type":"text","length":80,"system_mandatory":true,"visible":true,"read_only":false,"field_read_only":false,"operation_type":{"api_create":true},"unique":{}},
		{"api_name":"Mobile","display_label":"Mobil","data_type":"phone","length":30,"system_mandatory":false,"visible":true,"read_only":false,"operation_type":{"api_create":true},"unique":{"casesensitive":""},"default_value":7,"pick_list_values":[{"display_value":"A","actual_value":"a","type":"used"},{"display_value":"B","type":"unused"},7,{"display_value":7}]},
		{"api_name":"Full_Name","field_label":"Name","data_type":"text","length":80,"visible":false,"read_only":false,"field_read_only":true,"operation_type":{"api_create":false}},
		{"api_name":"$internal","field_label":"x","data_type":"text"}]}`))
	got, err := newTestClient(t, s.Transport()).Fields.List(t.Context(), "Contacts")
	want := []Field{
		{APIName: "Last_Name", Label: "Nachname", DataType: "text", Length: 80, Mandatory: true, Visible: true, APICreate: true},
		{APIName: "Mobile", Label: "Mobil", DataType: "phone", Length: 30, Visible: true, APICreate: true, Unique: true, Default: "7", Choices: []Choice{{"A", "a"}}},
		{APIName: "Full_Name", Label: "Name", DataType: "text", Length: 80, ReadOnly: true},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("List = %+v, %v", got, err)
	}
	if r := s.Only(t); r.Path+"?"+r.Query != "/crm/v8/settings/fields?module=Contacts" {
		t.Errorf("request = %+v", r)
	}
}

func TestQueryRows(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[
		{"Phone":"+14155550100","Mobile":null,"Full_Name":"Ada Example","Account_Name":{"name":"Engines","id":"7001000000000300001"},"Unasked":"x","Owner":{"id":"7001000000000050001"},"Modified_Time":"2026-11-20T09:00:00+01:00","id":"7001000000000100001"},
		{"Phone":"(415) 555-0100","id":"7001000000000100002"}],"info":{"count":2,"more_records":true}}`))
	q, err := PhoneSuffixQuery("Contacts", []string{"Phone", "Mobile"}, []string{"Full_Name", "Account_Name"}, "0100", 2)
	if err != nil {
		t.Fatal(err)
	}
	page, err := newTestClient(t, s.Transport()).COQL.Query(t.Context(), q)
	if err != nil || !page.More || len(page.Items) != 2 {
		t.Fatalf("Query = %+v, %v", page, err)
	}
	first := page.Items[0]
	if first.ID != contactID || first.OwnerID != userID || !first.ModifiedTime.Equal(time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("first row = %+v", first)
	}
	if want := map[string]string{"Phone": "+14155550100", "Full_Name": "Ada Example", "Account_Name": "Engines"}; !maps.Equal(first.Fields, want) {
		t.Errorf("fields = %v, want %v", first.Fields, want)
	}
	if second := page.Items[1]; second.OwnerID != "" || !second.ModifiedTime.IsZero() || len(second.Fields) != 1 {
		t.Errorf("second row = %+v", second)
	}
	var sent map[string]string
	r := s.Only(t)
	if err := json.Unmarshal([]byte(r.Body), &sent); err != nil || len(sent) != 1 || sent["select_query"] != q.text() {
		t.Errorf("body = %s, %v", r.Body, err)
	}
	if r.Method+" "+r.Path != "POST /crm/v8/coql" || r.Header.Get("Content-Type") != "application/json" {
		t.Errorf("request = %+v", r)
	}
}

func TestQueryPages(t *testing.T) {
	t.Parallel()
	q, err := WithPhoneQuery("Contacts", []string{"Phone"}, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	row := `{"id":"` + contactID + `"}`
	for _, tt := range []struct {
		name, body string
		status     int
		rows       int
		more       bool
	}{
		{"nothing", "", 204, 0, false},
		{"empty list", `{"data":[],"info":{"more_records":false}}`, 200, 0, false},
		{"last page", `{"data":[` + row + `],"info":{"more_records":false}}`, 200, 1, false},
		{"full page that does not say", `{"data":[` + row + `]}`, 200, 1, true},
		{"empty page that does not say", `{"data":[]}`, 200, 0, false},
	} {
		s := zohotest.NewServer(t, zohotest.Answer(tt.status, tt.body))
		page, err := newTestClient(t, s.Transport()).COQL.Query(t.Context(), q)
		if err != nil || len(page.Items) != tt.rows || page.More != tt.more {
			t.Errorf("%s: page = %+v, error = %v", tt.name, page, err)
		}
	}
}

func TestMalformedRows(t *testing.T) {
	t.Parallel()
	for _, row := range []string{
		`{"id":7001000000000100001}`, `{"id":"x"}`, `{"Phone":"1"}`, `null`, `"7001000000000100001"`,
		`{"id":"1","Modified_Time":"yesterday"}`, `{"id":"1","Modified_Time":7}`, `{"id":"1","Owner":{"id":7}}`,
		`{"id":"1","Note_Title":7,"Owner":true}`,
	} {
		s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[`+row+`],"info":{"more_records":false}}`))
		c := newTestClient(t, s.Transport())
		_, search := c.Search.ByPhone(t.Context(), "Contacts", "5550100")
		_, list := c.Notes.ListRelated(t.Context(), "Contacts", contactID, 1)
		_, get := c.Contacts.Get(t.Context(), contactID)
		_, note := c.Notes.Get(t.Context(), noteID)
		for i, err := range []error{search, list, get, note} {
			if !errors.Is(err, ErrBadReply) {
				t.Errorf("row %s, call %d: error = %v", row, i, err)
			}
		}
	}
	for _, body := range []string{
		`{"users":[],"org":[],"fields":[7]}`, `{"users":[{"id":1}],"org":[{"id":1}],"fields":[{"api_name":1}]}`,
		`{"users":[{"id":"1","email":{}}],"org":[{"id":"1","zgid":7}],"fields":[{"api_name":"A","length":"80"}]}`,
		`{"users":{"0":{}},"org":[null],"fields":[{"api_name":"A","visible":"yes"}]}`,
	} {
		s := zohotest.NewServer(t, zohotest.Answer(200, body))
		c := newTestClient(t, s.Transport())
		_, user := c.Users.Current(t.Context())
		_, org := c.Org.Get(t.Context())
		_, fields := c.Fields.List(t.Context(), "Contacts")
		for i, err := range []error{user, org, fields} {
			if !errors.Is(err, ErrBadReply) {
				t.Errorf("%s, call %d: error = %v", body, i, err)
			}
		}
	}
}

func TestSearchByPhone(t *testing.T) {
	t.Parallel()
	const found = `{"data":[{"id":"7001000000000100001","First_Name":"Ada","Last_Name":"Example","Phone":"(415) 555-0100","Mobile":null,"Owner":{"name":"Op","id":"7001000000000050001"},"Modified_Time":"2026-11-20T09:00:00+01:00"}],"info":{"per_page":200,"count":1,"page":1,"more_records":false}}`
	s := zohotest.NewServer(t, zohotest.Answer(200, found))
	c := newTestClient(t, s.Transport())
	rows, err := c.Search.ByPhone(t.Context(), "Contacts", "+14155550100")
	if err != nil || len(rows) != 1 || rows[0].ID != contactID || rows[0].OwnerID != userID {
		t.Fatalf("ByPhone = %+v, %v", rows, err)
	}
	if want := map[string]string{"First_Name": "Ada", "Last_Name": "Example", "Phone": "(415) 555-0100", "Owner": "Op", "Modified_Time": "2026-11-20T09:00:00+01:00"}; !maps.Equal(rows[0].Fields, want) {
		t.Errorf("fields = %v", rows[0].Fields)
	}
	if r := s.Only(t); r.Path != "/crm/v8/Contacts/search" || r.Query != "per_page=200&phone=%2B14155550100" {
		t.Errorf("request = %s?%s", r.Path, r.Query)
	}

	rows, err = c.Search.ByPhone(t.Context(), "Contacts", "14155550100", "Phone")
	if err != nil || len(rows) != 1 || !maps.Equal(rows[0].Fields, map[string]string{"Phone": "(415) 555-0100"}) {
		t.Errorf("ByPhone = %+v, %v", rows, err)
	}
	if got := s.All()[1].Query; got != "fields=Phone%2CModified_Time%2COwner&per_page=200&phone=14155550100" {
		t.Errorf("query = %s", got)
	}

	for _, bad := range []string{"", "12", "+", "++14155550100", "415 555", "(415)", "1'", "1234567890123456789012345678901234567890123456789x"} {
		if _, err := c.Search.ByPhone(t.Context(), "Contacts", bad); !errors.Is(err, ErrBadRequest) {
			t.Errorf("%q: error = %v", bad, err)
		}
	}
	if _, err := c.Search.ByPhone(t.Context(), "Contacts/..", "5550100"); !errors.Is(err, ErrBadRequest) {
		t.Errorf("module: error = %v", err)
	}
	if _, err := c.Search.ByPhone(t.Context(), "Contacts", "5550100", "a,b"); !errors.Is(err, ErrBadRequest) {
		t.Errorf("field: error = %v", err)
	}
	if n := len(s.All()); n != 2 {
		t.Errorf("%d requests", n)
	}
}

func TestSearchThatIsEmptyOrIncomplete(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(204, ""))
	rows, err := newTestClient(t, s.Transport()).Search.ByPhone(t.Context(), "Contacts", "5550100")
	if err != nil || len(rows) != 0 {
		t.Errorf("nothing found: %v, %v", rows, err)
	}
	s = zohotest.NewServer(t, zohotest.Answer(200, `{"data":[{"id":"7001000000000100001"}],"info":{"more_records":true}}`))
	rows, err = newTestClient(t, s.Transport()).Search.ByPhone(t.Context(), "Contacts", "5550100")
	if !errors.Is(err, ErrIncomplete) || len(rows) != 1 {
		t.Errorf("more than a page: %v, %v", rows, err)
	}
}

func TestGetRecord(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[{"id":"7001000000000100001","Last_Name":"Example"}]}`))
	c := newTestClient(t, s.Transport())
	contact, err := c.Contacts.Get(t.Context(), contactID)
	if err != nil || contact.Fields["Last_Name"] != "Example" {
		t.Errorf("contact = %+v, %v", contact, err)
	}
	lead, err := c.Leads.Get(t.Context(), contactID)
	if err != nil || lead.ID != contactID {
		t.Errorf("lead = %+v, %v", lead, err)
	}
	all := s.All()
	if all[0].Path != "/crm/v8/Contacts/"+contactID || all[1].Path != "/crm/v8/Leads/"+contactID {
		t.Errorf("paths %s and %s", all[0].Path, all[1].Path)
	}
	if _, err := c.Contacts.Get(t.Context(), noteID); !errors.Is(err, ErrBadReply) {
		t.Errorf("another record came: error = %v", err)
	}
	if _, err := c.Contacts.Get(t.Context(), "1/../2"); !errors.Is(err, ErrBadRequest) {
		t.Errorf("id: error = %v", err)
	}
}

func TestMissingRecord(t *testing.T) {
	t.Parallel()
	const body = `{"code":"INVALID_DATA","details":{"resource_path_index":1},"message":"m","status":"error"}`
	for _, h := range []struct {
		status int
		body   string
	}{{204, ""}, {400, body}, {404, body}, {200, `{"data":[]}`}} {
		s := zohotest.NewServer(t, zohotest.Answer(h.status, h.body))
		c := newTestClient(t, s.Transport())
		_, contact := c.Contacts.Get(t.Context(), contactID)
		_, lead := c.Leads.Get(t.Context(), contactID)
		_, note := c.Notes.Get(t.Context(), noteID)
		for i, err := range []error{contact, lead, note} {
			if !errors.Is(err, ErrNotFound) {
				t.Errorf("%d %s, call %d: error = %v", h.status, h.body, i, err)
			}
		}
	}
}

func TestListRelatedNotes(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[{"id":"7001000000000200001","Note_Title":"WhatsApp 2026-11-22","Created_Time":"2026-11-22T10:03:00+01:00","Modified_Time":"2026-11-22T10:06:00+01:00","Owner":{"id":"7001000000000050001","name":"Op"},"$editable":true},{"id":"7001000000000200002","Note_Title":null}],"info":{"next_page_token":null,"page":2,"more_records":true}}`))
	c := newTestClient(t, s.Transport())
	page, err := c.Notes.ListRelated(t.Context(), "Contacts", contactID, 2)
	if err != nil || !page.More || len(page.Items) != 2 {
		t.Fatalf("ListRelated = %+v, %v", page, err)
	}
	first := page.Items[0]
	if first.ID != noteID || first.Title != "WhatsApp 2026-11-22" || first.OwnerID != userID || first.ModifiedTime.Sub(first.CreatedTime) != 3*time.Minute {
		t.Errorf("first note = %+v", first)
	}
	want := url.Values{"fields": {"Note_Title,Created_Time,Modified_Time,Owner"}, "sort_by": {"Created_Time"}, "sort_order": {"desc"}, "per_page": {"200"}, "page": {"2"}}
	if r := s.Only(t); r.Path != "/crm/v8/Contacts/"+contactID+"/Notes" || r.Query != want.Encode() {
		t.Errorf("request = %s?%s", r.Path, r.Query)
	}
	for _, number := range []int{0, -1, MaxNotePage + 1} {
		if _, err := c.Notes.ListRelated(t.Context(), "Contacts", contactID, number); !errors.Is(err, ErrBadRequest) {
			t.Errorf("page %d: error = %v", number, err)
		}
	}
	s = zohotest.NewServer(t, zohotest.Answer(204, ""))
	if page, err := newTestClient(t, s.Transport()).Notes.ListRelated(t.Context(), "Contacts", contactID, 1); err != nil || page.More || len(page.Items) != 0 {
		t.Errorf("no notes: %+v, %v", page, err)
	}
}

func TestGetNote(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[{"id":"7001000000000200001","Note_Title":"WhatsApp","Note_Content":"10:01 Ada: a < b & c\n10:02 Ada: 😀","Created_Time":"2026-11-22T10:03:00+01:00","Owner":{"id":"7001000000000050001"},"Parent_Id":{"module":{"api_name":"Contacts","id":"1"},"name":"Ada Example","id":"7001000000000100001"}}]}`))
	got, err := newTestClient(t, s.Transport()).Notes.Get(t.Context(), noteID)
	if err != nil || got.Content != "10:01 Ada: a < b & c\n10:02 Ada: 😀" || got.ParentModule != "Contacts" || got.ParentID != contactID || got.OwnerID != userID {
		t.Errorf("Get = %+v, %v", got, err)
	}
	if r := s.Only(t); r.Path != "/crm/v8/Notes/"+noteID || r.Query != "fields=Note_Title%2CNote_Content%2CCreated_Time%2CModified_Time%2COwner%2CParent_Id" {
		t.Errorf("request = %s?%s", r.Path, r.Query)
	}
}
