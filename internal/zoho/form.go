package zoho

import (
	"slices"
	"strings"
)

// FormField is a field of a form for a new record.
type FormField struct {
	// APIName, Label, DataType and Length are those of [Field].
	APIName, Label, DataType string
	Length                   int
	// Required is true if Zoho refuses the record without the field.
	Required bool
	// Fillable is false for a field that cannot be filled here, such as one that refers to another record. It is in the form
	// only because it is required: such a record can be made in Zoho itself, not here.
	Fillable bool
	// Unique is true if no two records may have the same value.
	Unique bool
	// Default is what the field begins with, "" for nothing; see [NewRecord.Set] for its form.
	Default string
	// Choices are the values of a picklist.
	Choices []Choice
	// Section is the heading that the field stands under, "" if that is not known.
	Section string
}

// noChoice is the entry of a picklist that stands for none.
const noChoice = "-None-"

// CreateFields returns the fields of the form for a new record of a module, in their order. It takes them from the layout
// that users of the profile get, see [LayoutOf], and from the module's fields as this user may see them; fields may be
// empty if they could not be read.
//
// Without a layout for the profile the form has what Zoho documents for every organisation: the names and the phone fields,
// for leads Company as well, which most layouts require, and whatever else the metadata calls mandatory.
// See https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html.
func CreateFields(module string, layouts []Layout, fields []Field, profileID string) []FormField {
	layout, ok := LayoutOf(layouts, profileID)
	if !ok {
		return basicFields(module, fields)
	}
	known := map[string]Field{}
	for _, f := range fields {
		known[f.APIName] = f
	}
	var form []FormField
	seen := map[string]bool{}
	for _, section := range layout.Sections {
		for _, shown := range section.Fields {
			f, visible := shown.joined(known, len(fields) > 0)
			f.Section = section.Name
			fillable := visible && f.Fillable
			if seen[f.APIName] || setByZoho(f.APIName, f.DataType) || !f.Required && (!fillable || !shown.asked(known)) {
				continue
			}
			f.Fillable = fillable
			seen[f.APIName] = true
			form = append(form, f)
		}
	}
	return form
}

// setByZoho reports whether a field needs nothing from a person: the owner becomes the signed-in user, and tags have calls
// of their own.
func setByZoho(apiName, dataType string) bool { return dataType == "ownerlookup" || apiName == "Tag" }

// asked reports whether Zoho's own form for a new record asks for a field of a layout. The layout says it of its own fields;
// where it does not, the module's metadata does, and where nobody does, no field is kept from the person.
func (l LayoutField) asked(known map[string]Field) bool {
	if l.CreateForm != ShownUntold {
		return l.CreateForm == ShownYes
	}
	return known[l.APIName].CreateForm != ShownNo
}

// joined returns a field of a layout with what the module's metadata adds, and whether the user may fill it.
func (l LayoutField) joined(known map[string]Field, complete bool) (FormField, bool) {
	own, here := known[l.APIName]
	if !here {
		return l.form(l.Required), !complete && l.writable()
	}
	form := own.form(l.Required || l.Mandatory)
	form.Default = l.form(false).Default
	form.Unique = form.Unique || l.Unique
	if form.Length == 0 {
		form.Length = l.Length
	}
	if len(l.Choices) > 0 {
		form.Choices = l.form(false).Choices
	}
	return form, own.writable()
}

// writable reports whether this user may set the field in a new record.
func (f Field) writable() bool { return f.Visible && f.APICreate && !f.ReadOnly }

// form returns the field as one of a form.
func (f Field) form(required bool) FormField {
	out := FormField{
		APIName: f.APIName, Label: f.Label, DataType: f.DataType, Length: f.Length,
		Required: required || f.Mandatory, Fillable: fillableType(f.DataType), Unique: f.Unique, Default: f.Default,
		Choices: slices.DeleteFunc(slices.Clone(f.Choices), func(c Choice) bool { return c.Label == noChoice }),
	}
	if out.Default == noChoice {
		out.Default = ""
	}
	return out
}

// basicFields returns the form without a layout.
func basicFields(module string, fields []Field) []FormField {
	if len(fields) == 0 {
		fields = documentedFields(module)
	}
	var form []FormField
	for _, f := range fields {
		wanted := f.APIName == "First_Name" || f.APIName == "Last_Name" || f.DataType == "phone" || module == "Leads" && f.APIName == "Company"
		out := f.form(f.APIName == "Last_Name")
		fillable := out.Fillable && f.writable()
		if setByZoho(f.APIName, f.DataType) || !out.Required && !(wanted && fillable) {
			continue
		}
		out.Fillable = fillable
		form = append(form, out)
	}
	return form
}

// documentedFields are the fields that every organisation's module has, with the names that Zoho gives them.
func documentedFields(module string) []Field {
	fields := []Field{{APIName: "Last_Name", Label: "Last Name", DataType: "text", Mandatory: true}}
	if module == "Leads" {
		fields = append(fields, Field{APIName: "Company", Label: "Company", DataType: "text"})
	}
	fields = append(fields,
		Field{APIName: "Phone", Label: "Phone", DataType: "phone"}, Field{APIName: "Mobile", Label: "Mobile", DataType: "phone"})
	for i := range fields {
		fields[i].Visible, fields[i].APICreate = true, true
	}
	return fields
}

// fillableType reports whether a value of this type can be entered here, see [NewRecord.Set] and
// https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html.
func fillableType(dataType string) bool {
	return slices.Contains(strings.Fields("text textarea phone email website picklist multiselectpicklist date boolean integer bigint double currency percent"), dataType)
}
