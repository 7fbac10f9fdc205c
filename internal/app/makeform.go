package app

import (
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// The API names of the fields that a form may begin with, see
// https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html.
const (
	firstNameField = "First_Name"
	lastNameField  = "Last_Name"
	companyField   = "Company"
)

// fieldTypes are Zoho's types of the fields that a person can fill in here, see
// https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html. Phone fields are
// filled in with the chat's number.
var fieldTypes = map[string]contract.FieldType{
	"text": contract.FieldText, "textarea": contract.FieldLongText, "email": contract.FieldEmail, "website": contract.FieldURL,
	"picklist": contract.FieldPicklist, "multiselectpicklist": contract.FieldMultiPicklist,
	"date": contract.FieldDate, "boolean": contract.FieldCheckbox,
	"integer": contract.FieldNumber, "bigint": contract.FieldNumber, "double": contract.FieldNumber,
	"currency": contract.FieldNumber, "percent": contract.FieldNumber,
}

// makeForm makes the form of a module: the names, what its layout requires, and
// the e-mail address and a lead's company, which most people know.
func makeForm(conn store.Connection, m store.PeopleModule, layouts []zoho.Layout, fields []zoho.Field) store.Form {
	form := store.Form{Types: map[string]string{}}
	form.Module, form.Fields, form.Phones = m.Module, []contract.FormField{}, []contract.FieldChoice{}
	if layout, ok := zoho.LayoutOf(layouts, conn.ProfileID); ok {
		form.LayoutID = layout.ID
	}
	if dc, ok := zoho.DataCentreByCode(conn.DataCentre); ok {
		form.CreateURL = dc.NewRecordURL(conn.ZGID, string(m.Module), form.LayoutID)
	}
	laidOut := zoho.CreateFields(string(m.Module), layouts, fields, conn.ProfileID)
	slices.SortStableFunc(laidOut, func(x, y zoho.FormField) int { return place(m.Module, x) - place(m.Module, y) })
	for _, f := range laidOut {
		switch kind, known := fieldTypes[f.DataType]; {
		case f.DataType == "phone" && f.Fillable:
			if f.Required {
				form.RequiredPhones = append(form.RequiredPhones, f.APIName)
			}
		case f.Required && (!f.Fillable || !known || noChoices(f)):
			form.Elsewhere = append(form.Elsewhere, nameFor(f))
		case known && place(m.Module, f) < unasked:
			form.Fields = append(form.Fields, askedField(f, kind))
			form.Types[f.APIName] = f.DataType
		}
	}
	form.Phones = phoneChoices(m, laidOut)
	return form
}

// unasked is the place of a field that the form leaves out.
const unasked = 5

// place orders the fields of a form.
func place(module contract.Module, f zoho.FormField) int {
	switch {
	case f.APIName == firstNameField:
		return 0
	case f.APIName == lastNameField:
		return 1
	case f.Required:
		return 2
	case f.APIName == emailField:
		return 3
	case f.APIName == companyField && module == contract.ModuleLeads:
		return 4
	}
	return unasked
}

// noChoices says that a picklist has nothing to choose from.
func noChoices(f zoho.FormField) bool {
	return (f.DataType == "picklist" || f.DataType == "multiselectpicklist") && len(f.Choices) == 0
}

// nameFor is a field's name for people; one that is hidden may have none.
func nameFor(f zoho.FormField) string {
	if f.Label == "" {
		return f.APIName
	}
	return f.Label
}

// askedField is a field as the form asks for it.
func askedField(f zoho.FormField, kind contract.FieldType) contract.FormField {
	out := contract.FormField{Name: f.APIName, Label: nameFor(f), Type: kind, Required: f.Required}
	switch kind {
	case contract.FieldText, contract.FieldLongText, contract.FieldEmail, contract.FieldURL:
		out.Length = f.Length
	case contract.FieldPicklist, contract.FieldMultiPicklist:
		for _, c := range f.Choices {
			// A write takes the label.
			out.Options = append(out.Options, contract.FieldOption{Value: c.Label, Label: c.Label})
		}
	}
	out.Default = defaultOf(f)
	return out
}

// defaultOf is what a field begins with, empty when it would not take that itself:
// a layout may keep the value of a choice that is gone, or a rule for a date.
func defaultOf(f zoho.FormField) string {
	var labels []string
	for _, value := range strings.Split(f.Default, listMark) {
		if i := slices.IndexFunc(f.Choices, func(c zoho.Choice) bool { return c.Value == value }); i >= 0 && !hasChoice(f, value) {
			value = f.Choices[i].Label
		}
		labels = append(labels, value)
	}
	text := strings.Join(labels, listMark)
	var probe zoho.NewRecord
	if probe.Set(f, text) != nil {
		return ""
	}
	return text
}

func hasChoice(f zoho.FormField, label string) bool {
	return slices.ContainsFunc(f.Choices, func(c zoho.Choice) bool { return c.Label == label })
}

// phoneChoices returns the phone fields that can take the number, the preferred
// one first: those of the layout, else all that can be written. Only fields that
// are looked at count, because the number is how a record is found whose creation
// was not confirmed.
func phoneChoices(m store.PeopleModule, laidOut []zoho.FormField) []contract.FieldChoice {
	all, shown := []contract.FieldChoice{}, []contract.FieldChoice{}
	for _, p := range preferred(m.Phones) {
		choice := contract.FieldChoice{Name: p.Name, Label: p.Label}
		all = append(all, choice)
		if slices.ContainsFunc(laidOut, func(f zoho.FormField) bool { return f.APIName == p.Name && f.Fillable }) {
			shown = append(shown, choice)
		}
	}
	if len(shown) > 0 {
		return shown
	}
	return all
}

// bareForm is the form of a module as far as it is known without asking Zoho: the
// names, and the phone fields.
func bareForm(m store.PeopleModule) store.Form {
	form := store.Form{}
	form.Module = m.Module
	form.Fields = []contract.FormField{
		{Name: firstNameField, Label: firstNameField, Type: contract.FieldText},
		{Name: lastNameField, Label: lastNameField, Type: contract.FieldText, Required: true},
	}
	form.Phones = phoneChoices(m, nil)
	return form
}
