package zoho

import (
	"context"
	"net/url"
	"strings"

	"github.com/tidwall/gjson"
)

// LayoutsService reads how a module's records are laid out, and so what a form for a new one must ask.
type LayoutsService struct{ c *Client }

// Layout is one of a module's layouts.
type Layout struct {
	// ID can be sent with a new record, see [NewRecord.LayoutID].
	ID, Name string
	// Active is false for a layout that was switched off.
	Active bool
	// Profiles are those that may use the layout.
	Profiles []LayoutProfile
	Sections []LayoutSection
}

// LayoutProfile is a profile that may use a layout.
type LayoutProfile struct {
	ID string
	// Default is true if the layout is the one that the profile's users get unless they choose another.
	Default bool
}

// LayoutSection is a part of a layout under one heading.
type LayoutSection struct {
	Name   string
	Fields []LayoutField
}

// LayoutField is a field as a layout shows it.
type LayoutField struct {
	Field
	// Required is true if this layout requires the field, in addition to [Field.Mandatory].
	Required bool
	// Default is what the field begins with, if that is a text; "" otherwise.
	Default string
	// Create and QuickCreate tell whether Zoho's own forms for a new record ask for the field.
	Create, QuickCreate bool
	// Choices are the values of a picklist that are in use. Writes take the label.
	Choices []Choice
}

// Choice is a value of a picklist.
type Choice struct {
	// Label is what people see and what a write sends, Value what is stored.
	Label, Value string
}

// List returns the layouts of a module. Fields whose API name has a form that no call of this package could use are left
// out.
//
// Documentation: https://www.zoho.com/crm/developer/docs/api/v8/layouts-meta.html
// Scopes: ZohoCRM.settings.layouts.READ. Cost: 1 credit.
func (s *LayoutsService) List(ctx context.Context, module string) ([]Layout, error) {
	if !ValidAPIName(module) {
		return nil, badRequest(OpListLayouts, "module name")
	}
	return run(ctx, s.c, reading[[]Layout]{
		call: call{op: OpListLayouts, method: methodGet, path: "/crm/v8/settings/layouts", query: url.Values{"module": {module}}},
		read: readLayouts,
	})
}

// LayoutOf returns the layout that a profile's users create records in: the active one that is the profile's default,
// else the first active one that the profile may use.
func LayoutOf(layouts []Layout, profileID string) (Layout, bool) {
	var found Layout
	ok := false
	for _, l := range layouts {
		for _, p := range l.Profiles {
			if !l.Active || p.ID != profileID {
				continue
			}
			if p.Default {
				return l, true
			}
			if !ok {
				found, ok = l, true
			}
		}
	}
	return found, ok
}

func readLayouts(body gjson.Result) ([]Layout, error) {
	list := body.Get("layouts")
	if body.IsObject() && !list.IsArray() {
		return nil, badReply(OpListLayouts, statusOK)
	}
	var layouts []Layout
	for _, item := range list.Array() {
		l, ok := readLayout(item)
		if !ok {
			return nil, badReply(OpListLayouts, statusOK)
		}
		layouts = append(layouts, l)
	}
	return layouts, nil
}

func readLayout(item gjson.Result) (Layout, bool) {
	o := object{Result: item}
	l := Layout{ID: o.id("id"), Name: o.text("name")}
	// The status has been a word since version 3 of the API and a number before.
	switch status := o.Get("status"); status.Type {
	case gjson.String:
		l.Active = strings.EqualFold(status.Str, "active")
	case gjson.Number:
		l.Active = status.Int() == 0
	default:
		o.bad = true
	}
	for _, profile := range o.list("profiles") {
		p := object{Result: profile}
		l.Profiles = append(l.Profiles, LayoutProfile{ID: p.id("id"), Default: p.Get("_default_view").IsObject()})
		o.bad = o.bad || p.bad
	}
	for _, section := range o.list("sections") {
		s := object{Result: section}
		read := LayoutSection{Name: s.text("name")}
		if label := s.text("display_label"); label != "" {
			read.Name = label
		}
		for _, field := range s.list("fields") {
			f, ok := readLayoutField(field)
			if o.bad = o.bad || !ok; ValidAPIName(f.APIName) {
				read.Fields = append(read.Fields, f)
			}
		}
		o.bad = o.bad || s.bad
		l.Sections = append(l.Sections, read)
	}
	return l, !o.bad && item.IsObject()
}

func readLayoutField(item gjson.Result) (LayoutField, bool) {
	field, ok := readField(item)
	o := object{Result: item}
	f := LayoutField{
		Field: field, Required: o.flag("required"),
		Create: o.flag("view_type.create"), QuickCreate: o.flag("view_type.quick_create"),
	}
	if v := o.Get("default_value"); v.Type == gjson.String {
		f.Default = strings.Clone(v.Str)
	}
	for _, value := range o.list("pick_list_values") {
		v := object{Result: value}
		choice, state := Choice{Label: v.text("display_value"), Value: v.text("actual_value")}, v.text("type")
		if o.bad = o.bad || v.bad; choice.Label != "" && state != "unused" {
			f.Choices = append(f.Choices, choice)
		}
	}
	return f, ok && !o.bad
}
