package zoho

import (
	"errors"
	"net/url"
	"reflect"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func TestModules(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"modules":[
		{"api_name":"Contacts","plural_label":"Kontakte","viewable":true,"creatable":true,"editable":true,"api_supported":true,"profiles":[]},
		{"api_name":"Leads","plural_label":"Leads","viewable":false,"creatable":false,"editable":false,"api_supported":true},
		{"api_name":"$internal","plural_label":"x"}]}`))
	got, err := newTestClient(t, s.Transport()).Modules.List(t.Context())
	want := []Module{
		{APIName: "Contacts", Label: "Kontakte", Viewable: true, Creatable: true, Editable: true, API: true},
		{APIName: "Leads", Label: "Leads", API: true},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("List = %+v, %v", got, err)
	}
	if r := s.Only(t); r.Method+" "+r.Path != "GET /crm/v8/settings/modules" || r.Query != "" {
		t.Errorf("request = %+v", r)
	}
}

const layoutsReply = `{"layouts":[
	{"id":"7001000000000000091","name":"Standard","status":"active","visible":true,
	 "profiles":[{"id":"7001000000000026011","name":"Administrator","_default_view":{"name":"x"}},{"id":"7001000000000026014","name":"Standard"}],
	 "sections":[{"name":"Contact_Information","display_label":"Kontaktdaten","fields":[
		{"api_name":"Last_Name","field_label":"Nachname","data_type":"text","length":80,"system_mandatory":true,"required":true,"visible":true,"operation_type":{"api_create":true},"view_type":{"create":true,"quick_create":true},"unique":{},"default_value":null,"pick_list_values":[]},
		{"api_name":"Lead_Source","field_label":"Quelle","data_type":"picklist","required":false,"default_value":"Chat","view_type":{"create":true},
		 "pick_list_values":[{"display_value":"Chat","actual_value":"chat","type":"used"},{"display_value":"Fax","actual_value":"fax","type":"unused"}]},
		{"api_name":"$x","data_type":"text"}]}]},
	{"id":"7001000000000000092","name":"Partner","status":"active","profiles":[{"id":"7001000000000026014","_default_view":{}}],"sections":[]},
	{"id":"7001000000000000093","name":"Old","status":"inactive","profiles":[{"id":"7001000000000026099","_default_view":{}}],"sections":[{"name":"Rest"}]}]}`

func TestLayouts(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, layoutsReply))
	got, err := newTestClient(t, s.Transport()).Layouts.List(t.Context(), "Contacts")
	if err != nil || len(got) != 3 {
		t.Fatalf("List = %+v, %v", got, err)
	}
	want := Layout{
		ID: "7001000000000000091", Name: "Standard", Active: true,
		Profiles: []LayoutProfile{{ID: "7001000000000026011", Default: true}, {ID: "7001000000000026014"}},
		Sections: []LayoutSection{{Name: "Kontaktdaten", Fields: []LayoutField{
			{Field: Field{APIName: "Last_Name", Label: "Nachname", DataType: "text", Length: 80, Mandatory: true, Visible: true, APICreate: true, CreateForm: ShownYes}, Required: true},
			{Field: Field{APIName: "Lead_Source", Label: "Quelle", DataType: "picklist", Visible: true, APICreate: true, Default: "Chat", CreateForm: ShownYes, Choices: []Choice{{"Chat", "chat"}}}},
		}}},
	}
	if !reflect.DeepEqual(got[0], want) {
		t.Errorf("first layout:\n got %+v\nwant %+v", got[0], want)
	}
	if r := s.Only(t); r.Path+"?"+r.Query != "/crm/v8/settings/layouts?module=Contacts" {
		t.Errorf("request = %+v", r)
	}
	for profile, want := range map[string]string{"7001000000000026011": "Standard", "7001000000000026014": "Partner", "7001000000000026099": "", "1": ""} {
		l, ok := LayoutOf(got, profile)
		if ok != (want != "") || l.Name != want {
			t.Errorf("LayoutOf(%s) = %q, %v", profile, l.Name, ok)
		}
	}
	if l, ok := LayoutOf(got[:1], "7001000000000026014"); !ok || l.Name != "Standard" {
		t.Errorf("a layout that is no default: %q, %v", l.Name, ok)
	}
}

func TestDealsOfContact(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[
		{"id":"7001000000000400001","Deal_Name":"Renewal","Stage":"Qualification","Amount":12345678901234.10,"Closing_Date":"2026-12-31","Modified_Time":"2026-11-20T09:00:00+01:00","Owner":{"id":"7001000000000050001"}},
		{"id":"7001000000000400002","Deal_Name":"Old","Stage":"Closed Won","Amount":null,"Closing_Date":null}],"info":{"more_records":true}}`))
	c := newTestClient(t, s.Transport())
	page, err := c.Deals.OfContact(t.Context(), contactID, 2)
	want := []Deal{
		{ID: "7001000000000400001", Name: "Renewal", Stage: "Qualification", Amount: "12345678901234.10", ClosingDate: "2026-12-31", OwnerID: userID},
		{ID: "7001000000000400002", Name: "Old", Stage: "Closed Won"},
	}
	if err != nil || !page.More || len(page.Items) != 2 {
		t.Fatalf("OfContact = %+v, %v", page, err)
	}
	if !page.Items[0].ModifiedTime.Equal(time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("modified %v", page.Items[0].ModifiedTime)
	}
	page.Items[0].ModifiedTime = time.Time{}
	if !reflect.DeepEqual(page.Items, want) {
		t.Errorf("deals = %+v", page.Items)
	}
	query := url.Values{"fields": {"Deal_Name,Stage,Amount,Closing_Date,Modified_Time,Owner"}, "sort_by": {"Modified_Time"}, "sort_order": {"desc"}, "per_page": {"2"}, "page": {"1"}}
	if r := s.Only(t); r.Path != "/crm/v8/Contacts/"+contactID+"/Deals" || r.Query != query.Encode() {
		t.Errorf("request = %s?%s", r.Path, r.Query)
	}
	for _, n := range []int{0, -1, MaxDeals + 1} {
		if _, err := c.Deals.OfContact(t.Context(), contactID, n); !errors.Is(err, ErrBadRequest) {
			t.Errorf("%d deals: error = %v", n, err)
		}
	}
	if _, err := c.Deals.OfContact(t.Context(), "x", 1); !errors.Is(err, ErrBadRequest) {
		t.Errorf("id: error = %v", err)
	}
}

func TestDealsThatAreNotThere(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(204, ""))
	if page, err := newTestClient(t, s.Transport()).Deals.OfContact(t.Context(), contactID, 5); err != nil || len(page.Items) != 0 || page.More {
		t.Errorf("no deals: %+v, %v", page, err)
	}
	s = zohotest.NewServer(t, zohotest.Answer(400, `{"code":"INVALID_DATA","details":{"resource_path_index":1},"message":"m","status":"error"}`))
	if _, err := newTestClient(t, s.Transport()).Deals.OfContact(t.Context(), contactID, 5); !errors.Is(err, ErrNotFound) {
		t.Errorf("contact gone: %v", err)
	}
	for _, deal := range []string{`{"id":"1","Amount":"12"}`, `{"id":"1","Closing_Date":"soon"}`, `{"id":1}`, `{"id":"1","Amount":{}}`, `7`} {
		s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[`+deal+`]}`))
		if _, err := newTestClient(t, s.Transport()).Deals.OfContact(t.Context(), contactID, 5); !errors.Is(err, ErrBadReply) {
			t.Errorf("%s: error = %v", deal, err)
		}
	}
}

// TestSilentMetadata: what metadata does not say is allowed, and one field that nobody
// understands keeps nobody from the others.
func TestSilentMetadata(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"modules":[{"api_name":"Contacts"}],"layouts":[{"id":"1"}],
		"fields":[{"api_name":"Phone","data_type":"phone"},{"api_name":"Odd","data_type":7},{"api_name":"Fax","data_type":"phone","visible":false,"operation_type":{"api_create":false}}]}`))
	c := newTestClient(t, s.Transport())
	modules, err := c.Modules.List(t.Context())
	if want := []Module{{APIName: "Contacts", Viewable: true, Creatable: true, Editable: true, API: true}}; err != nil || !reflect.DeepEqual(modules, want) {
		t.Errorf("modules %+v, %v", modules, err)
	}
	layouts, err := c.Layouts.List(t.Context(), "Contacts")
	if err != nil || len(layouts) != 1 || !layouts[0].Active {
		t.Errorf("layouts %+v, %v", layouts, err)
	}
	fields, err := c.Fields.List(t.Context(), "Contacts")
	if want := []Field{{APIName: "Phone", DataType: "phone", Visible: true, APICreate: true}, {APIName: "Fax", DataType: "phone"}}; err != nil || !reflect.DeepEqual(fields, want) {
		t.Errorf("fields %+v, %v", fields, err)
	}
	s = zohotest.NewServer(t, zohotest.Answer(200, `{"fields":[{"api_name":7}]}`))
	if _, err := newTestClient(t, s.Transport()).Fields.List(t.Context(), "Contacts"); !errors.Is(err, ErrBadReply) {
		t.Errorf("no field understood: %v", err)
	}
}

func TestMalformedMetadata(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"modules":{},"layouts":{}}`, `{"modules":[7],"layouts":[7]}`, `{"modules":[{"api_name":7}],"layouts":[{"id":"x","status":"active"}]}`,
		`{"modules":[{"api_name":"A","viewable":"yes"}],"layouts":[{"id":"1","status":true}]}`,
		`{"modules":[null],"layouts":[{"id":"1","status":"active","profiles":[{"id":7}]}]}`,
		`{"modules":[[]],"layouts":[{"id":"1","status":"active","sections":[{"fields":{}}]}]}`,
		`{"modules":[{"plural_label":7}],"layouts":[{"id":"1","status":"active","sections":[{"fields":[{"api_name":"A","pick_list_values":"x"}]}]}]}`,
	} {
		s := zohotest.NewServer(t, zohotest.Answer(200, body))
		c := newTestClient(t, s.Transport())
		_, modules := c.Modules.List(t.Context())
		_, layouts := c.Layouts.List(t.Context(), "Contacts")
		for i, err := range []error{modules, layouts} {
			if !errors.Is(err, ErrBadReply) {
				t.Errorf("%s, call %d: error = %v", body, i, err)
			}
		}
	}
	if _, err := newTestClient(t, zohotest.NewServer(t, zohotest.Answer(204, "")).Transport()).Layouts.List(t.Context(), "Con tacts"); !errors.Is(err, ErrBadRequest) {
		t.Errorf("module: error = %v", err)
	}
}

func TestOrgID(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		org, id string
		err     error
	}{
		{`{"id":"7001000000000020001","zgid":"700000001"}`, "7001000000000020001", nil},
		{`{"zgid":"700000001"}`, "700000001", nil},
		{`{"company_name":"Acme"}`, "", nil},
		{`{"id":"x"}`, "", ErrBadReply},
		{`{"id":7}`, "", ErrBadReply},
		{`"Acme"`, "", ErrBadReply},
	} {
		s := zohotest.NewServer(t, zohotest.Answer(200, `{"org":[`+tt.org+`]}`))
		org, err := newTestClient(t, s.Transport()).Org.Get(t.Context())
		if org.ID != tt.id || !errors.Is(err, tt.err) {
			t.Errorf("%s: id %q, error %v", tt.org, org.ID, err)
		}
	}
}

func TestLicence(t *testing.T) {
	t.Parallel()
	read := func(details string) Licence {
		s := zohotest.NewServer(t, zohotest.Answer(200, `{"org":[{"id":"1","license_details":`+details+`}]}`))
		org, err := newTestClient(t, s.Transport()).Org.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return org.Licence
	}
	end := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	paid := read(`{"paid":true,"paid_type":"enterprise","paid_expiry":"2026-11-30T00:00:00+00:00","trial_type":null,"users_license_purchased":7}`)
	if !paid.Paid || paid.Edition != "enterprise" || !paid.Expiry.Equal(end) || paid.Users != 7 {
		t.Errorf("paid: %+v", paid)
	}
	trial := read(`{"paid":false,"paid_type":null,"trial_type":"ultimate","trial_expiry":"2026-11-30T00:00:00+00:00"}`)
	if trial.Paid || trial.Trial != "ultimate" || !trial.TrialExpiry.Equal(end) {
		t.Errorf("trial: %+v", trial)
	}
	odd := read(`{"paid":"yes","paid_expiry":"30 Nov","users_license_purchased":"many"}`)
	for _, tt := range []struct {
		name string
		l    Licence
		at   time.Time
		want bool
	}{
		{"paid, before", paid, end.Add(-time.Second), false}, {"paid, after", paid, end, true},
		{"trial, before", trial, end.Add(-time.Second), false}, {"trial, after", trial, end, true},
		{"trial over, free edition", read(`{"paid":false,"paid_type":"free","trial_type":"ultimate","trial_expiry":"2026-11-30T00:00:00+00:00"}`), end, false},
		{"free", read(`{"paid":false,"paid_type":"free","paid_expiry":null}`), end, false},
		{"nothing said", read(`null`), end, false}, {"odd", odd, end, false},
	} {
		if got := tt.l.Ended(tt.at); got != tt.want {
			t.Errorf("%s: ended %v", tt.name, got)
		}
	}
}
