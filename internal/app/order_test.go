package app

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

func TestPlainNumber(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text  string
		whole bool
		want  string
	}{
		{"7", true, "7"},
		{" -42 ", true, "-42"},
		{"−42", true, "-42"},
		{"+42", true, "42"},
		{"007", true, "7"},
		{"000", true, "0"},
		{"1,234", true, "1234"},
		{"1.234", true, "1234"},
		{"1 234 567", true, "1234567"},
		{"1\u202f234", true, "1234"},
		{"1'234'567", true, "1234567"},
		{"12,34,567", true, "1234567"},
		{"١٬٢٣٤", true, "1234"},
		{"۱۲۳", true, "123"},
		{"１２３", true, "123"},
		{"1.5", true, ""},
		{"1,23", true, ""},
		{"1,2345", true, ""},
		{"1234,567", true, ""},
		{"1.5", false, "1.5"},
		{"1,5", false, "1.5"},
		{"0,125", false, "0.125"},
		{".5", false, "0.5"},
		{"1,234.50", false, "1234.50"},
		{"1.234,50", false, "1234.50"},
		{"1 234,5", false, "1234.5"},
		{"1 234,567", false, "1234.567"},
		{"12345.678", false, "12345.678"},
		{"1.234.567", false, "1234567"},
		{"1.234.567,8", false, "1234567.8"},
		{"١٬٢٣٤٫٥", false, "1234.5"},
		{"1.234٫5", false, "1234.5"},
		{"12.5 %", false, "12.5"},
		// Either may be meant.
		{"1.234", false, ""},
		{"1,234", false, ""},
		{"123.456", false, ""},
		{"1,2,3", false, ""},
		{"1.2.3", true, ""},
		{"1,234.5,6", false, ""},
		{"1,23.4", false, ""},
		{"5.", false, ""},
		{"", true, ""},
		{"-", true, ""},
		{"%", false, ""},
		{"--5", true, ""},
		{"1e5", false, ""},
		{"five", true, ""},
		{"1-2", true, ""},
		{"123456789012345678901234567890123456789012", true, ""},
	} {
		got, ok := plainNumber(tt.text, tt.whole)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%q (whole %v): %q, %v", tt.text, tt.whole, got, ok)
		}
	}
}

// FuzzPlainNumber: whatever comes out is a number that Zoho takes.
func FuzzPlainNumber(f *testing.F) {
	for _, seed := range []string{"1.234,50", "-٣", "1'000", ",", "٫5", "1 2"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, whole bool) {
		kind := "double"
		if whole {
			kind = "bigint"
		}
		plain, ok := plainNumber(text, whole)
		if !ok || whole && len(plain) > 19 {
			return
		}
		var r zoho.NewRecord
		if err := r.Set(zoho.FormField{APIName: "N", DataType: kind, Fillable: true}, plain); err != nil {
			t.Errorf("%q became %q: %v", text, plain, err)
		}
	})
}

func TestLooksLikeAddress(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"https://example.test/a?b=c": true, "http://example.test": true, "www.example.test": true, "example.test:8080/x": true,
		"example": false, "javascript:alert(1)": false, "ftp://example.test": false, "https://": false, "https://.": false,
		"two words.test": false, "https://exa\nmple.test": false, "mailto:a@example.test": false,
	} {
		if looksLikeAddress(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestDefaultOf(t *testing.T) {
	t.Parallel()
	choices := []zoho.Choice{{Label: "North", Value: "n"}, {Label: "South", Value: "s"}}
	for _, tt := range []struct {
		kind, given, want string
	}{
		{"picklist", "North", "North"},
		{"picklist", "n", "North"},
		{"picklist", "West", ""},
		{"multiselectpicklist", "n;South", "North;South"},
		{"multiselectpicklist", "n;w", ""},
		{"date", "2026-11-22", "2026-11-22"},
		{"date", "${TODAY}", ""},
		{"boolean", "true", "true"},
		{"integer", "7", "7"},
		{"text", "a; b", "a; b"},
		{"text", "", ""},
	} {
		f := zoho.FormField{APIName: "F", DataType: tt.kind, Default: tt.given, Fillable: true}
		if tt.kind == "picklist" || tt.kind == "multiselectpicklist" {
			f.Choices = choices
		}
		if got := defaultOf(f); got != tt.want {
			t.Errorf("%s %q: %q", tt.kind, tt.given, got)
		}
	}
}

// TestMakeFormPhones: the number goes to fields that are looked at, and to every
// one that the layout requires.
func TestMakeFormPhones(t *testing.T) {
	t.Parallel()
	m := store.PeopleModule{Module: contract.ModuleContacts, Phones: []store.PhoneField{
		{Name: "Phone", Label: "Phone", Writable: true}, {Name: "Fax", Label: "Fax"}, {Name: "Mobile", Label: "Mobile", Writable: true},
	}}
	names := func(choices []contract.FieldChoice) (out []string) {
		for _, c := range choices {
			out = append(out, c.Name)
		}
		return out
	}
	phone := func(name string) zoho.FormField {
		return zoho.FormField{APIName: name, DataType: "phone", Fillable: true}
	}
	if got := names(phoneChoices(m, nil)); !reflect.DeepEqual(got, []string{"Mobile", "Phone"}) {
		t.Errorf("not in the layout: %v", got)
	}
	if got := names(phoneChoices(m, []zoho.FormField{phone("Phone"), phone("New__c")})); !reflect.DeepEqual(got, []string{"Phone"}) {
		t.Errorf("in the layout: %v", got)
	}
	form := store.Form{RequiredPhones: []string{"Phone", "New__c"}}
	form.Phones = phoneChoices(m, nil)
	if got, err := phoneFieldsFor(form, ""); err != nil || !reflect.DeepEqual(got, []string{"Mobile", "Phone", "New__c"}) {
		t.Errorf("preferred: %v, %v", got, err)
	}
	if got, err := phoneFieldsFor(form, "Phone"); err != nil || !reflect.DeepEqual(got, []string{"Phone", "New__c"}) {
		t.Errorf("chosen: %v, %v", got, err)
	}
	if _, err := phoneFieldsFor(form, "Fax"); err == nil {
		t.Error("a field that cannot be written was taken")
	}
}

// TestStoredValues: what is stored with an order is what is sent.
func TestStoredValues(t *testing.T) {
	t.Parallel()
	record := zoho.NewRecord{
		Fields: map[string]string{"Text": "Ärger <b> & \u2028", "Date": "2026-11-22"},
		Values: map[string]any{"Yes": true, "No": false, "Amount": json.Number("12345678901234567890.10"), "Some": []string{"A", "B"}},
	}
	values, err := encodeValues(record)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(store.CreateIntent{Values: values})
	if err != nil {
		t.Fatal(err)
	}
	var order store.CreateIntent
	if err := json.Unmarshal(raw, &order); err != nil {
		t.Fatal(err)
	}
	got := zoho.NewRecord{Fields: map[string]string{}, Values: map[string]any{}}
	if err := decodeValues(order.Values, &got); err != nil || !reflect.DeepEqual(got, record) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, damaged := range []string{`null`, `{}`, `[1]`, `{`} {
		if err := decodeValues(map[string]json.RawMessage{"F": json.RawMessage(damaged)}, &got); err == nil {
			t.Errorf("%s was taken", damaged)
		}
	}
}
