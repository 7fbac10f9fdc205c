package zoho

import (
	"context"
	"net/url"
	"strings"

	"github.com/tidwall/gjson"
)

// FieldsService reads which fields a module has.
type FieldsService struct{ c *Client }

// Field describes a field of a module, as the signed-in user's profile sees it.
type Field struct {
	APIName string
	// Label is the field's name in the user's language.
	Label string
	// DataType is Zoho's name of the type; telephone numbers are "phone".
	DataType string
	// Length is the greatest length of a value, in characters; 0 if the type has none.
	Length int
	// Mandatory is true if the system requires the field. A layout can require more.
	Mandatory bool
	Visible   bool
	ReadOnly  bool
	// APICreate is true if the API may set the field in a new record.
	APICreate bool
	// CreateForm tells whether Zoho's own form for a new record asks for the field.
	CreateForm Shown
	// Unique is true if no two records may have the same value.
	Unique bool
	// Default is what the field begins with: a text, a number as it is written, "true" or "false"; "" otherwise.
	Default string
	// Choices are the values of a picklist that are in use. Writes take the label.
	Choices []Choice
}

// Shown is what Zoho tells about a field's place in a form.
type Shown int

// What Zoho tells. The zero value is that it does not.
const (
	ShownUntold Shown = iota
	ShownYes
	ShownNo
)

// Choice is a value of a picklist.
type Choice struct {
	// Label is what people see and what a write sends, Value what is stored.
	Label, Value string
}

// List returns the fields of a module. Fields whose API name has a form that no call of this package could use are left
// out.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html
// Scopes: ZohoCRM.settings.fields.READ. Cost: 1 credit.
func (s *FieldsService) List(ctx context.Context, module string) ([]Field, error) {
	if !ValidAPIName(module) {
		return nil, badRequest(OpListFields, "module name")
	}
	return run(ctx, s.c, reading[[]Field]{
		call: call{op: OpListFields, method: methodGet, path: "/crm/v8/settings/fields", query: url.Values{"module": {module}}},
		read: readFields,
	})
}

func readFields(body gjson.Result) ([]Field, error) {
	list := body.Get("fields")
	if body.IsObject() && !list.IsArray() {
		return nil, badReply(OpListFields, statusOK)
	}
	var fields []Field
	odd := 0
	for _, item := range list.Array() {
		f, ok := readField(item)
		switch {
		case !ok:
			odd++
		case ValidAPIName(f.APIName):
			fields = append(fields, f)
		}
	}
	// A field that nobody understands keeps nobody from the others.
	if odd > 0 && len(fields) == 0 {
		return nil, badReply(OpListFields, statusOK)
	}
	return fields, nil
}

// readField reads the metadata of a field, as a list of fields or a layout holds it.
func readField(item gjson.Result) (Field, bool) {
	o := object{Result: item}
	f := Field{
		APIName:   o.text("api_name"),
		Label:     o.text("field_label"),
		DataType:  o.text("data_type"),
		Mandatory: o.flag("system_mandatory"),
		Visible:   o.allowed("visible"),
		ReadOnly:  o.flag("read_only") || o.flag("field_read_only"),
		APICreate: o.allowed("operation_type.api_create"),
		// An ordinary field has an empty object here, a unique one says how case is treated.
		Unique: len(o.Get("unique").Map()) > 0,
	}
	if f.Label == "" {
		f.Label = o.text("display_label")
	}
	if o.Get("view_type.create").Type != gjson.Null {
		f.CreateForm = ShownNo
		if o.flag("view_type.create") {
			f.CreateForm = ShownYes
		}
	}
	switch v := o.Get("default_value"); v.Type {
	case gjson.String:
		f.Default = strings.Clone(v.Str)
	case gjson.True, gjson.False, gjson.Number:
		f.Default = strings.Clone(v.Raw)
	}
	for _, value := range o.list("pick_list_values") {
		v := object{Result: value}
		choice, state := Choice{Label: v.text("display_value"), Value: v.text("actual_value")}, v.text("type")
		// A form without one of its choices is still a form.
		if !v.bad && choice.Label != "" && state != "unused" {
			f.Choices = append(f.Choices, choice)
		}
	}
	switch n := o.Get("length"); {
	case n.Type == gjson.Number && n.Int() >= 0 && n.Int() <= 10_000_000:
		f.Length = int(n.Int())
	case n.Type != gjson.Null:
		o.bad = true
	}
	return f, !o.bad && item.IsObject()
}
