package zoho

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

// formLayouts are two layouts, of which profile 5's is the second one; it is sorted by its sequence numbers.
const formLayouts = `{"layouts":[
	{"id":"91","name":"Standard","status":"active","profiles":[{"id":"5"},{"id":"6","_default_view":{}}],"sections":[{"name":"S","fields":[
		{"api_name":"Last_Name","data_type":"text","required":true,"view_type":{"create":true}}]}]},
	{"id":"92","name":"Sales","status":"active","profiles":[{"id":"5","_default_view":{}}],"sections":[
		{"name":"Second","display_label":"Weiteres","sequence_number":2,"fields":[
			{"api_name":"Region","data_type":"picklist","required":true,"view_type":{"create":true},"default_value":"North","pick_list_values":[
				{"display_value":"-None-","actual_value":"-None-"},{"display_value":"North","actual_value":"n","type":"used"},{"display_value":"Old","actual_value":"o","type":"unused"}]},
			{"api_name":"Account_Name","data_type":"lookup","required":true,"view_type":{"create":true}},
			{"api_name":"Vendor_Name","data_type":"lookup","required":false,"view_type":{"create":true}},
			{"api_name":"Owner","data_type":"ownerlookup","required":true,"view_type":{"create":true}},
			{"api_name":"Tag","data_type":"text","required":false,"view_type":{"create":true}},
			{"api_name":"Hidden_Mandatory","data_type":"text","required":true,"view_type":{"create":true}},
			{"api_name":"Hidden","data_type":"text","required":false,"view_type":{"create":true}},
			{"api_name":"Full_Name","data_type":"text","required":false,"view_type":{"create":true}},
			{"api_name":"Detail_Only","data_type":"text","required":false,"view_type":{"create":false}},
			{"api_name":"Phone","data_type":"phone","required":false,"view_type":{"create":true}}]},
		{"name":"First","sequence_number":1,"fields":[
			{"api_name":"Mobile","data_type":"phone","required":false,"sequence_number":2,"length":99,"view_type":{"create":true}},
			{"api_name":"Last_Name","data_type":"text","required":false,"sequence_number":1,"view_type":{"create":true}}]}]}]}`

// formFields are the fields as a user sees them from whom two are hidden.
const formFields = `{"fields":[
	{"api_name":"Last_Name","field_label":"Nachname","data_type":"text","length":80,"system_mandatory":true,"visible":true,"operation_type":{"api_create":true}},
	{"api_name":"Mobile","field_label":"Mobil","data_type":"phone","length":30,"visible":true,"operation_type":{"api_create":true},"unique":{"casesensitive":""}},
	{"api_name":"Phone","field_label":"Telefon","data_type":"phone","length":30,"visible":true,"read_only":true,"operation_type":{"api_create":true}},
	{"api_name":"Region","field_label":"Region","data_type":"picklist","visible":true,"operation_type":{"api_create":true},"pick_list_values":[{"display_value":"Any","actual_value":"a"}]},
	{"api_name":"Account_Name","field_label":"Firma","data_type":"lookup","visible":true,"operation_type":{"api_create":true}},
	{"api_name":"Vendor_Name","field_label":"Lieferant","data_type":"lookup","visible":true,"operation_type":{"api_create":true}},
	{"api_name":"Owner","field_label":"Besitzer","data_type":"ownerlookup","visible":true,"operation_type":{"api_create":true}},
	{"api_name":"Tag","field_label":"Tag","data_type":"text","visible":true,"operation_type":{"api_create":true}},
	{"api_name":"Full_Name","field_label":"Name","data_type":"text","visible":true,"operation_type":{"api_create":false}},
	{"api_name":"Detail_Only","field_label":"D","data_type":"text","visible":true,"operation_type":{"api_create":true}},
	{"api_name":"Hidden","field_label":"H","data_type":"text","visible":false,"operation_type":{"api_create":true}},
	{"api_name":"Company","field_label":"Unternehmen","data_type":"text","length":200,"visible":true,"operation_type":{"api_create":true}}]}`

func formMetadata(t *testing.T) ([]Layout, []Field) {
	t.Helper()
	layouts, err := readLayouts(gjson.Parse(formLayouts))
	if err != nil {
		t.Fatal(err)
	}
	fields, err := readFields(gjson.Parse(formFields))
	if err != nil {
		t.Fatal(err)
	}
	return layouts, fields
}

func TestCreateFields(t *testing.T) {
	t.Parallel()
	layouts, fields := formMetadata(t)
	lastName := FormField{APIName: "Last_Name", Label: "Nachname", DataType: "text", Length: 80, Required: true, Fillable: true, Choices: []Choice{}}
	mobile := FormField{APIName: "Mobile", Label: "Mobil", DataType: "phone", Length: 30, Fillable: true, Unique: true, Choices: []Choice{}}
	company := FormField{APIName: "Company", Label: "Unternehmen", DataType: "text", Length: 200, Fillable: true, Choices: []Choice{}}
	in := func(section string, f FormField) FormField { f.Section = section; return f }
	want := []FormField{
		in("First", lastName),
		in("First", mobile),
		{APIName: "Region", Label: "Region", DataType: "picklist", Required: true, Fillable: true, Default: "North", Choices: []Choice{{"North", "n"}}, Section: "Weiteres"},
		{APIName: "Account_Name", Label: "Firma", DataType: "lookup", Required: true, Choices: []Choice{}, Section: "Weiteres"},
		{APIName: "Hidden_Mandatory", DataType: "text", Required: true, Choices: []Choice{}, Section: "Weiteres"},
	}
	check := func(name string, got, want []FormField) {
		t.Helper()
		for i := range got {
			if got[i].Choices == nil {
				got[i].Choices = []Choice{}
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, want)
		}
	}
	check("both read", CreateFields("Contacts", layouts, fields, "5"), want)
	check("no layout, contacts", CreateFields("Contacts", nil, fields, "5"), []FormField{lastName, mobile})
	check("no layout for the profile, leads", CreateFields("Leads", layouts, fields, "7"), []FormField{lastName, mobile, company})
	plain := func(name, label, dataType string, required bool) FormField {
		return FormField{APIName: name, Label: label, DataType: dataType, Required: required, Fillable: true, Choices: []Choice{}}
	}
	phones := []FormField{plain("Phone", "Phone", "phone", false), plain("Mobile", "Mobile", "phone", false)}
	check("nothing read, contacts", CreateFields("Contacts", nil, nil, ""), append([]FormField{plain("Last_Name", "Last Name", "text", true)}, phones...))
	check("nothing read, leads", CreateFields("Leads", nil, nil, "5"),
		append([]FormField{plain("Last_Name", "Last Name", "text", true), plain("Company", "Company", "text", false)}, phones...))
}

// TestCreateFieldsOfLayoutAlone: where the fields cannot be read, the layout says what it knows of them.
func TestCreateFieldsOfLayoutAlone(t *testing.T) {
	t.Parallel()
	layouts, err := readLayouts(gjson.Parse(`{"layouts":[{"id":"1","status":"active","profiles":[{"id":"5"}],"sections":[{"name":"S","fields":[
		{"api_name":"Last_Name","field_label":"Name","data_type":"text","length":80,"system_mandatory":true,"visible":true,"operation_type":{"api_create":true},"view_type":{"create":true}},
		{"api_name":"Score","data_type":"integer","visible":true,"read_only":true,"operation_type":{"api_create":true},"view_type":{"create":true}},
		{"api_name":"File","data_type":"fileupload","required":true,"visible":true,"operation_type":{"api_create":true},"view_type":{"create":true}}]}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	form := CreateFields("Contacts", layouts, nil, "5")
	if len(form) != 2 || form[0].APIName != "Last_Name" || !form[0].Required || !form[0].Fillable || form[0].Length != 80 ||
		form[1].APIName != "File" || !form[1].Required || form[1].Fillable {
		t.Errorf("form %+v", form)
	}
}

// TestCreateFieldsOfPlainLayout: where a layout does not say which fields a form asks for, the module's metadata does, and
// what nobody says keeps no field from the person. The layout is right where both say it.
func TestCreateFieldsOfPlainLayout(t *testing.T) {
	t.Parallel()
	layouts, err := readLayouts(gjson.Parse(`{"layouts":[
		{"id":"1","profiles":[{"id":"5"}],"sections":[{"name":"Other","fields":[{"api_name":"Last_Name"}]}]},
		{"id":"2","profiles":[{"id":"5","_default_view":"All Contacts"}],"sections":[{"name":"S","fields":[
		{"api_name":"Last_Name","required":true},{"api_name":"First_Name","required":false,"view_type":null},
		{"api_name":"Untold"},{"api_name":"Left_Out"},{"api_name":"Read_Only"},
		{"api_name":"Shown_Here","view_type":{"create":true}},{"api_name":"Left_Out_Here","view_type":{"create":false}}]}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	fields, err := readFields(gjson.Parse(`{"fields":[
		{"api_name":"Last_Name","field_label":"Last","data_type":"text","system_mandatory":true},
		{"api_name":"First_Name","field_label":"First","data_type":"text","view_type":{"create":true}},
		{"api_name":"Untold","data_type":"text"},
		{"api_name":"Left_Out","data_type":"text","view_type":{"create":false}},
		{"api_name":"Read_Only","data_type":"text","field_read_only":true},
		{"api_name":"Shown_Here","data_type":"text","view_type":{"create":false}},
		{"api_name":"Left_Out_Here","data_type":"text","view_type":{"create":true}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range CreateFields("Contacts", layouts, fields, "5") {
		names = append(names, f.APIName)
	}
	if want := []string{"Last_Name", "First_Name", "Untold", "Shown_Here"}; !slices.Equal(names, want) {
		t.Errorf("form %q, want %q", names, want)
	}
}

func TestSetValues(t *testing.T) {
	t.Parallel()
	choices := []Choice{{"North", "n"}, {"South", "s"}}
	field := func(dataType string, length int) FormField {
		return FormField{APIName: "F", DataType: dataType, Length: length, Fillable: true, Choices: choices}
	}
	long := strings.Repeat("ä", 80)
	for _, tt := range []struct {
		field FormField
		text  string
		want  any
		err   error
	}{
		{field("text", 80), " Ada & Söhne ", "Ada & Söhne", nil},
		{field("text", 80), long, long, nil},
		{field("text", 79), long, nil, ErrTooLong},
		{field("text", 80), "\xff", nil, ErrInvalidData},
		{field("phone", 30), "+14155550100", "+14155550100", nil},
		{field("boolean", 0), "true", true, nil},
		{field("boolean", 0), "false", false, nil},
		{field("boolean", 0), "yes", nil, ErrInvalidData},
		{field("integer", 9), "-42", json.Number("-42"), nil},
		{field("integer", 9), "4.2", nil, ErrInvalidData},
		{field("integer", 9), "007", nil, ErrInvalidData},
		{field("currency", 16), "1500.50", json.Number("1500.50"), nil},
		{field("currency", 16), "1.500,50", nil, ErrInvalidData},
		{field("double", 16), "1e9", nil, ErrInvalidData},
		{field("double", 16), "{}", nil, ErrInvalidData},
		{field("date", 20), "2026-11-22", "2026-11-22", nil},
		{field("date", 20), "22.11.2026", nil, ErrInvalidData},
		{field("picklist", 0), "North", "North", nil},
		{field("picklist", 0), "n", nil, ErrInvalidData},
		{field("multiselectpicklist", 0), "North; South", []string{"North", "South"}, nil},
		{field("multiselectpicklist", 0), "North;West", nil, ErrInvalidData},
		{FormField{APIName: "F", DataType: "lookup"}, "x", nil, ErrInvalidData},
		{FormField{APIName: "F", DataType: "lookup"}, " ", nil, nil},
		{field("boolean", 0), "", nil, nil},
	} {
		var r NewRecord
		err := r.Set(tt.field, tt.text)
		var got any
		if text, ok := r.Fields["F"]; ok {
			got = text
		} else if v, ok := r.Values["F"]; ok {
			got = v
		}
		if !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s %q: %#v, %v", tt.field.DataType, tt.text, got, err)
		}
	}
}

func TestCreateRecordWithTypedValues(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(201, `{"data":[`+created1+`]}`))
	c := newTestClient(t, s.Transport())
	record := NewRecord{
		Fields: map[string]string{"Last_Name": "Example"}, LayoutID: "91",
		Values: map[string]any{"Email_Opt_Out": true, "Score": json.Number("12.5"), "Regions": []string{"North"}},
	}
	if _, err := c.Leads.Create(t.Context(), []NewRecord{record}); err != nil {
		t.Fatal(err)
	}
	want := `{"data":[{"Email_Opt_Out":true,"Last_Name":"Example","Layout":{"id":"91"},"Regions":["North"],"Score":12.5}]}`
	if r := s.Only(t); r.Body != want {
		t.Errorf("body %s", r.Body)
	}
	for name, bad := range map[string]NewRecord{
		"type":        {Values: map[string]any{"A": 1.5}},
		"nothing":     {Values: map[string]any{"A": nil}},
		"number":      {Values: map[string]any{"A": json.Number("x")}},
		"twice":       {Fields: map[string]string{"A": "x"}, Values: map[string]any{"A": true}},
		"id":          {Values: map[string]any{"id": true}},
		"layout":      {Fields: map[string]string{"Layout": "91"}},
		"field name":  {Values: map[string]any{"A b": true}},
		"layout's id": {Fields: map[string]string{"A": "x"}, LayoutID: "x"},
		"empty":       {},
	} {
		if _, err := c.Leads.Create(t.Context(), []NewRecord{bad}); !errors.Is(err, ErrBadRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	const duplicate = `{"code":"DUPLICATE_DATA","details":{"api_name":"Mobile","json_path":"$.data[0].Mobile","id":"` + contactID + `"},"message":"m","status":"error"}`
	const choice = `{"code":"INVALID_DATA","details":{"api_name":"Lead_Source","supported_values":["Chat","",7,"Web"]},"message":"m","status":"error"}`
	const missing = `{"code":"MANDATORY_NOT_FOUND","details":{"api_name":"Company","json_path":"$.data[0].Company"},"message":"m","status":"error"}`
	s := zohotest.NewServer(t, zohotest.Answer(400, `{"data":[{"code":"MULTIPLE_OR_MULTI_ERRORS","details":{"errors":[`+duplicate+`,`+choice+`,`+missing+`]},"message":"m","status":"error"},`+missing+`]}`))
	record := NewRecord{Fields: map[string]string{"Last_Name": "Example"}}
	results, err := newTestClient(t, s.Transport()).Leads.Create(t.Context(), []NewRecord{record, record})
	if err != nil || len(results) != 2 {
		t.Fatalf("%+v, %v", results, err)
	}
	if d := results[0].Duplicate; d == nil || d.ID != contactID || d.Module != "Leads" || d.Field != "Mobile" {
		t.Errorf("duplicate %+v", d)
	}
	var all, one *APIError
	if !errors.As(results[0].Err, &all) || !errors.As(results[1].Err, &one) {
		t.Fatalf("%+v", results)
	}
	names := []string{}
	for _, e := range slices.Concat(all.Refusals(), one.Refusals()) {
		names = append(names, e.APIName())
	}
	if !slices.Equal(names, []string{"Mobile", "Lead_Source", "Company", "Company"}) {
		t.Errorf("fields %v", names)
	}
	if got := all.Refusals()[1].SupportedValues(); !slices.Equal(got, []string{"Chat", "Web"}) {
		t.Errorf("values %v", got)
	}
	if got := one.SupportedValues(); len(got) != 0 {
		t.Errorf("values %v", got)
	}
}
