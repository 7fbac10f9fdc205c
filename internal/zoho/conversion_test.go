package zoho

import (
	"slices"
	"testing"

	"github.com/tidwall/gjson"

	"github.com/chatkeep/chatkeep/internal/zoho/zohotest"
)

func TestRowsOfConvertedLeads(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		row       string
		converted bool
		to        string
	}{
		"nothing said":       {`{"id":"1"}`, false, ""},
		"open":               {`{"id":"1","Converted__s":false,"Converted_Contact":null,"$converted":false,"$converted_detail":{}}`, false, ""},
		"mark only":          {`{"id":"1","Converted__s":true}`, true, ""},
		"contact only":       {`{"id":"1","Converted_Contact":{"id":"` + contactID + `","name":"Ada Example"}}`, true, contactID},
		"contact, id only":   {`{"id":"1","Converted__s":true,"Converted_Contact":{"id":"` + contactID + `"}}`, true, contactID},
		"as a property":      {`{"id":"1","$converted":true,"$converted_detail":{"contact":"` + contactID + `","convert_date":"2026-11-22"}}`, true, contactID},
		"as an object":       {`{"id":"1","$converted_detail":{"contact":{"id":"` + contactID + `"}}}`, true, contactID},
		"of other forms":     {`{"id":"1","Converted__s":"yes","Converted_Contact":7,"$converted":1,"$converted_detail":{"contact":"x"}}`, false, ""},
		"the field is first": {`{"id":"1","Converted_Contact":{"id":"` + contactID + `"},"$converted_detail":{"contact":"` + noteID + `"}}`, true, contactID},
	} {
		row, ok := readRow(gjson.Parse(tt.row), []string{})
		if !ok || row.Converted != tt.converted || row.ConvertedTo != tt.to {
			t.Errorf("%s: %+v, %v", name, row, ok)
		}
	}
}

func TestConversionOfMetadata(t *testing.T) {
	t.Parallel()
	mark := Field{APIName: "Converted__s", DataType: "boolean", Visible: true}
	contact := Field{APIName: "Converted_Contact", DataType: "lookup", Visible: true}
	hidden, text := contact, contact
	hidden.Visible, text.DataType = false, "text"
	for name, tt := range map[string]struct {
		fields []Field
		want   Conversion
		names  []string
	}{
		"both":    {[]Field{contact, mark}, Conversion{true, true}, []string{"Converted__s", "Converted_Contact"}},
		"mark":    {[]Field{mark, {APIName: "Phone", DataType: "phone", Visible: true}}, Conversion{Mark: true}, []string{"Converted__s"}},
		"hidden":  {[]Field{hidden}, Conversion{}, nil},
		"another": {[]Field{text, contact}[:1], Conversion{}, nil},
		"none":    {nil, Conversion{}, nil},
	} {
		if got := ConversionOf(tt.fields); got != tt.want || !slices.Equal(got.Fields(), tt.names) {
			t.Errorf("%s: %+v with %v", name, got, got.Fields())
		}
	}
	both := Conversion{true, true}
	for name, want := range map[string]Conversion{"Converted__s": {Contact: true}, "Converted_Contact": {Mark: true}, "Phone": both, "": both} {
		left, fewer := both.Without(name)
		if left != want || fewer != (want != both) {
			t.Errorf("without %q: %+v, %v", name, left, fewer)
		}
	}
	if left, fewer := (Conversion{}).Without("Converted__s"); fewer || left != (Conversion{}) {
		t.Error("there was nothing to leave out")
	}
}

func TestGetNamedFields(t *testing.T) {
	t.Parallel()
	s := zohotest.NewServer(t, zohotest.Answer(200, `{"data":[{"id":"`+contactID+`","Phone":"+14155550100","Other":"x","Owner":{"id":"`+userID+`"},"Modified_Time":"2026-11-22T10:30:00+05:30","Converted__s":true}]}`))
	c := newTestClient(t, s.Transport())
	lead, err := c.Leads.Get(t.Context(), contactID, "Phone", "Converted__s")
	if err != nil || lead.Fields["Phone"] != "+14155550100" || len(lead.Fields) != 1 || !lead.Converted || lead.OwnerID != userID || !lead.ModifiedTime.Equal(readAt()) {
		t.Errorf("lead %+v, %v", lead, err)
	}
	if _, err := c.Contacts.Get(t.Context(), contactID, "Phone"); err != nil {
		t.Error(err)
	}
	for i, want := range []string{"converted=both&fields=Phone%2CConverted__s%2CModified_Time%2COwner", "fields=Phone%2CModified_Time%2COwner"} {
		if got := s.All()[i].Query; got != want {
			t.Errorf("query %s", got)
		}
	}
	for _, bad := range [][]string{{"a,b"}, {""}, make([]string, 51)} {
		if _, err := c.Contacts.Get(t.Context(), contactID, bad...); err == nil {
			t.Errorf("fields %q were sent", bad)
		}
	}
}
