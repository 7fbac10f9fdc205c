package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// Lengths of the name fields in code points, as Zoho's own modules have them. A
// layout may allow less.
const (
	maxFirstName = 40
	maxLastName  = 80
)

// listMark stands between the values of a picklist that takes several.
const listMark = ";"

// orderOf checks a request for a new record against the form of its module, and
// returns what is to be created. The first field that is wrong is named by its
// label.
func orderOf(form store.Form, in contract.CreateContact) (store.CreateIntent, error) {
	order := store.CreateIntent{Module: form.Module, LayoutID: form.LayoutID}
	if len(form.Elsewhere) > 0 {
		return order, wrong(contract.ProblemFieldElsewhere, strings.Join(form.Elsewhere, ", "))
	}
	var err error
	if order.FirstName, order.LastName, err = namesFor(form, in); err != nil {
		return order, err
	}
	if order.PhoneFields, err = phoneFieldsFor(form, in.PhoneField); err != nil {
		return order, err
	}
	for _, name := range slices.Sorted(maps.Keys(in.Values)) {
		if strings.TrimSpace(in.Values[name]) != "" && !slices.ContainsFunc(form.Fields, func(f contract.FormField) bool { return f.Name == name && !isName(f) }) {
			return order, wrong(contract.ProblemFieldRefused, apiName(name))
		}
	}
	var record zoho.NewRecord
	for _, f := range form.Fields {
		if isName(f) {
			continue
		}
		text := strings.TrimSpace(in.Values[f.Name])
		if text == "" && f.Required {
			text = unsaid(f)
		}
		if text == "" && f.Required {
			return order, wrong(contract.ProblemFieldRequired, f.Label)
		}
		if !set(&record, form, f, text) {
			return order, wrong(contract.ProblemFieldRefused, f.Label)
		}
	}
	order.Values, err = encodeValues(record)
	return order, err
}

// apiName is a name that came with a request, empty if it cannot be a field's.
func apiName(name string) string {
	if !zoho.ValidAPIName(name) {
		return ""
	}
	return name
}

// wrong refuses a request because of a field.
func wrong(problem contract.ProblemCode, field string) *Failure {
	return &Failure{Code: contract.CodeInvalid, Problem: problem, Detail: field, Message: "a field of the new record cannot be sent"}
}

func isName(f contract.FormField) bool { return f.Name == firstNameField || f.Name == lastNameField }

// namesFor checks the names. A form without a first name takes both as the last.
func namesFor(form store.Form, in contract.CreateContact) (first, last string, err error) {
	first, last = strings.TrimSpace(in.FirstName), strings.TrimSpace(in.LastName)
	for _, n := range []struct {
		field string
		text  *string
		most  int
	}{{firstNameField, &first, maxFirstName}, {lastNameField, &last, maxLastName}} {
		i := slices.IndexFunc(form.Fields, func(f contract.FormField) bool { return f.Name == n.field })
		if i < 0 {
			// Only the first name can be missing: Zoho requires the last one.
			last, first = strings.TrimSpace(first+" "+last), ""
			continue
		}
		f := form.Fields[i]
		if f.Length > 0 {
			n.most = min(n.most, f.Length)
		}
		switch {
		case *n.text == "" && (f.Required || n.field == lastNameField):
			return first, last, wrong(contract.ProblemFieldRequired, f.Label)
		case !utf8.ValidString(*n.text) || utf8.RuneCountInString(*n.text) > n.most:
			return first, last, wrong(contract.ProblemFieldRefused, f.Label)
		}
	}
	return first, last, nil
}

// phoneFieldsFor returns the fields that take the number: the one chosen, else the
// preferred one, and those that the layout requires, for which no other number is
// known.
func phoneFieldsFor(form store.Form, chosen string) ([]string, error) {
	switch {
	case len(form.Phones) == 0:
		return nil, fail(contract.CodeForbidden, contract.ProblemModuleHidden, "no phone field of %s can be written", form.Module)
	case chosen == "":
		chosen = form.Phones[0].Name
	case !slices.ContainsFunc(form.Phones, func(f contract.FieldChoice) bool { return f.Name == chosen }):
		return nil, wrong(contract.ProblemFieldRefused, apiName(chosen))
	}
	fields := []string{chosen}
	for _, name := range form.RequiredPhones {
		if name != chosen {
			fields = append(fields, name)
		}
	}
	return fields, nil
}

// unsaid is the value of a required field that was not filled in: what the layout
// fills in by itself, and no for a box that nobody has ticked.
func unsaid(f contract.FormField) string {
	if f.Default == "" && f.Type == contract.FieldCheckbox {
		return "false"
	}
	return f.Default
}

// set puts what a person has entered into a record, and says whether the field
// takes it.
func set(record *zoho.NewRecord, form store.Form, f contract.FormField, text string) bool {
	if text == "" {
		return true
	}
	kind := form.Types[f.Name]
	switch f.Type {
	case contract.FieldNumber:
		plain, ok := plainNumber(text, kind == "integer" || kind == "bigint")
		if !ok {
			return false
		}
		text = plain
	case contract.FieldEmail:
		if !zoho.LooksLikeEmail(text) {
			return false
		}
	case contract.FieldURL:
		if !looksLikeAddress(text) {
			return false
		}
	case contract.FieldText:
		if strings.ContainsFunc(text, unicode.IsControl) {
			return false
		}
	}
	field := zoho.FormField{APIName: f.Name, DataType: kind, Length: f.Length, Fillable: true}
	for _, o := range f.Options {
		field.Choices = append(field.Choices, zoho.Choice{Label: o.Value})
	}
	return record.Set(field, text) == nil
}

// looksLikeAddress says whether a text is the address of a web page; people leave
// https:// out.
func looksLikeAddress(text string) bool {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return false
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	return err == nil && u.User == nil && (u.Scheme == "https" || u.Scheme == "http") && strings.Contains(strings.Trim(u.Hostname(), "."), ".")
}

// encodeValues returns the values of a record as they are stored with an order.
func encodeValues(record zoho.NewRecord) (map[string]json.RawMessage, error) {
	values := map[string]json.RawMessage{}
	put := func(name string, value any) error {
		raw, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("app: store order: %w", err)
		}
		values[name] = raw
		return nil
	}
	for name, value := range record.Fields {
		if err := put(name, value); err != nil {
			return nil, err
		}
	}
	for name, value := range record.Values {
		if err := put(name, value); err != nil {
			return nil, err
		}
	}
	if len(values) == 0 {
		return nil, nil
	}
	return values, nil
}

// decodeValues puts the values that were stored with an order into a record.
func decodeValues(values map[string]json.RawMessage, record *zoho.NewRecord) error {
	for name, raw := range values {
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		var value any
		if err := d.Decode(&value); err != nil {
			return fmt.Errorf("app: read order: %w", err)
		}
		switch v := value.(type) {
		case string:
			record.Fields[name] = v
		case bool, json.Number:
			record.Values[name] = v
		case []any:
			var labels []string
			for _, one := range v {
				label, ok := one.(string)
				if !ok {
					return fmt.Errorf("app: read order: a value is damaged")
				}
				labels = append(labels, label)
			}
			record.Values[name] = labels
		default:
			return fmt.Errorf("app: read order: a value is damaged")
		}
	}
	return nil
}
