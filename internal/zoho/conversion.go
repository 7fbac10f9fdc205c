package zoho

import (
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// The fields of a lead that say what became of it, see
// https://www.zoho.com/crm/developer/docs/api/v8/search-records.html, whose samples show them, and
// https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html. They are read-only. Not every organisation has them.
const (
	// convertedField is true once the lead was converted.
	convertedField = "Converted__s"
	// convertedContactField refers to the contact that the lead became.
	convertedContactField = "Converted_Contact"
)

// Conversion says which of the fields that mark a converted lead can be asked for. The zero value is none of them, as in
// every module but Leads.
type Conversion struct {
	// Mark is the field Converted__s, Contact the field Converted_Contact.
	Mark, Contact bool
}

// ConversionOf reads from the metadata of a module which fields mark a converted record.
func ConversionOf(fields []Field) Conversion {
	has := func(name, dataType string) bool {
		return slices.ContainsFunc(fields, func(f Field) bool { return f.APIName == name && f.DataType == dataType && f.Visible })
	}
	return Conversion{Mark: has(convertedField, "boolean"), Contact: has(convertedContactField, "lookup")}
}

// Fields returns the API names of the fields.
func (c Conversion) Fields() []string {
	var names []string
	if c.Mark {
		names = append(names, convertedField)
	}
	if c.Contact {
		names = append(names, convertedContactField)
	}
	return names
}

// Without returns the conversion fields except the one named, and whether it was among them. In some organisations the
// metadata lists a field that queries know nothing of; the error then matches [ErrField], and [APIError.APIName] is what
// has to be left out.
func (c Conversion) Without(apiName string) (Conversion, bool) {
	left := c
	switch apiName {
	case convertedField:
		left.Mark = false
	case convertedContactField:
		left.Contact = false
	}
	return left, left != c
}

// WithConversion returns the query that brings [Row.Converted] and [Row.ConvertedTo] too, as far as c says that the
// organisation has the fields for them.
func (q Query) WithConversion(c Conversion) (Query, error) {
	if q.where == "" {
		return Query{}, badRequest(OpBuildQuery, "query was not built")
	}
	for _, name := range q.fields {
		for _, mark := range c.Fields() {
			if strings.EqualFold(name, mark) {
				return Query{}, badRequest(OpBuildQuery, "field name")
			}
		}
	}
	q.marks = c
	return q, nil
}

// NotConverted returns the query for those of its rows that are not leads already converted, which Zoho is reported both to
// leave out and to include. The module must have the field Converted__s: leads do in most organisations.
func (q Query) NotConverted() (Query, error) {
	if q.where == "" || q.converted {
		return Query{}, badRequest(OpBuildQuery, "query was not built, or is so already")
	}
	q.where, q.converted = "("+q.where+" and "+convertedField+" = false)", true
	return q, nil
}

// readConversion reads what a record says about its conversion. Besides the two fields there are $converted and
// $converted_detail, which come with some replies and not with others. What is missing or of another form says nothing.
func readConversion(item gjson.Result) (converted bool, contactID string) {
	for _, path := range []string{convertedField, "$converted"} {
		converted = converted || item.Get(path).Type == gjson.True
	}
	for _, path := range []string{convertedContactField, "$converted_detail.contact"} {
		v := item.Get(path)
		if v.IsObject() {
			v = v.Get("id")
		}
		if v.Type == gjson.String && ValidID(v.Str) && contactID == "" {
			contactID = strings.Clone(v.Str)
		}
	}
	return converted || contactID != "", contactID
}
