package zoho

import (
	"cmp"
	"context"
	"net/url"
	"slices"
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
	case gjson.Null:
		l.Active = true
	default:
		o.bad = true
	}
	for _, profile := range o.list("profiles") {
		p := object{Result: profile}
		l.Profiles = append(l.Profiles, LayoutProfile{ID: p.id("id"), Default: given(p.Get("_default_view"))})
		o.bad = o.bad || p.bad
	}
	for _, section := range inSequence(o.list("sections")) {
		s := object{Result: section}
		read := LayoutSection{Name: s.text("name")}
		if label := s.text("display_label"); label != "" {
			read.Name = label
		}
		for _, field := range inSequence(s.list("fields")) {
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

// given reports whether a member says something, whatever its form.
func given(member gjson.Result) bool { return member.Type != gjson.Null && member.Type != gjson.False }

// inSequence sorts the parts of a layout by the places that the administrator gave them. Parts without a place keep theirs.
func inSequence(parts []gjson.Result) []gjson.Result {
	for _, p := range parts {
		if p.Get("sequence_number").Type != gjson.Number {
			return parts
		}
	}
	slices.SortStableFunc(parts, func(a, b gjson.Result) int {
		return cmp.Compare(a.Get("sequence_number").Int(), b.Get("sequence_number").Int())
	})
	return parts
}

func readLayoutField(item gjson.Result) (LayoutField, bool) {
	field, ok := readField(item)
	o := object{Result: item}
	f := LayoutField{Field: field, Required: o.flag("required")}
	return f, ok && !o.bad
}
