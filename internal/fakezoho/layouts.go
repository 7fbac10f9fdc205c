package fakezoho

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// Layout is a layout that an administrator made besides the standard one.
type Layout struct {
	Name string
	// Fields are the fields it shows, besides those that the system requires;
	// all of them if empty.
	Fields []string
	// Required are those it makes mandatory, besides those that the system
	// requires. What the standard layout requires does not count here.
	Required []string
	// DefaultFor names the profiles whose users get this layout unless they
	// choose another.
	DefaultFor []string
	// Inactive layouts are listed, but no record can be made in them.
	Inactive bool
}

// layout is a stored layout. The standard one requires what the fields say.
type layout struct {
	Layout
	id       string
	standard bool
}

// standardLayout returns the layout that every module has, for every profile.
func (o *org) standardLayout(m *module) *layout {
	return &layout{Layout: Layout{Name: "Standard"}, id: m.layoutID, standard: true}
}

func (l *layout) requires(f *Field) bool {
	return f.Required || l.standard && f.LayoutRequired || slices.Contains(l.Required, f.Name)
}

func (l *layout) shows(f *Field) bool {
	return len(l.Fields) == 0 || f.Required || slices.Contains(l.Fields, f.Name) || slices.Contains(l.Required, f.Name)
}

// defaultLayout returns the layout that a profile's users get.
func (m *module) defaultLayout(p *profile) *layout {
	for _, l := range m.layouts {
		if !l.Inactive && slices.Contains(l.DefaultFor, p.Name) {
			return l
		}
	}
	return m.layouts[0]
}

// layoutFor returns the layout that a new record is made in.
func (o *org) layoutFor(m *module, fields object, i int, by *user) (*layout, *apiError) {
	sent, present := fields["Layout"]
	if !present {
		return m.defaultLayout(by.profile), nil
	}
	ref, _ := sent.(object)
	id, _ := ref["id"].(string)
	for _, l := range m.layouts {
		if l.id == id && !l.Inactive {
			return l, nil
		}
	}
	return nil, errItem("INVALID_DATA", "the id given seems to be invalid", "Layout", i, nil)
}

// AddLayout adds a layout to a module of an organisation and returns its id.
func (s *Server) AddLayout(orgID, moduleName string, l Layout) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.moduleOf(orgID, moduleName)
	if err != nil {
		return "", fmt.Errorf("fakezoho: add layout: %w", err)
	}
	o := s.orgByID(orgID)
	if l.Name == "" || slices.ContainsFunc(m.layouts, func(other *layout) bool { return other.Name == l.Name }) {
		return "", errors.New("fakezoho: add layout: the name is empty or taken")
	}
	for _, name := range slices.Concat(l.Fields, l.Required) {
		if m.field(name) == nil {
			return "", fmt.Errorf("fakezoho: add layout: unknown field %q", name)
		}
	}
	for _, name := range l.DefaultFor {
		if o.profileNamed(name) == nil {
			return "", fmt.Errorf("fakezoho: add layout: unknown profile %q", name)
		}
	}
	l.Fields, l.Required, l.DefaultFor = slices.Clone(l.Fields), slices.Clone(l.Required), slices.Clone(l.DefaultFor)
	stored := &layout{Layout: l, id: o.centre.nextID()}
	m.layouts = append(m.layouts, stored)
	return stored.id, nil
}

// getLayouts serves GET /settings/layouts?module= (layouts-meta page).
func getLayouts(c *apiCall) reply {
	m, err := c.moduleParam()
	if err != nil {
		return err.reply()
	}
	layouts := make([]any, 0, len(m.layouts))
	for _, l := range m.layouts {
		layouts = append(layouts, c.layoutMeta(m, l))
	}
	return jsonReply(http.StatusOK, object{"layouts": layouts})
}

func (c *apiCall) layoutMeta(m *module, l *layout) object {
	fields := []any{}
	for i, f := range m.fields {
		if f.Type == TypeID || !l.shows(f) {
			continue
		}
		meta := fieldMeta(f, c.s.sw)
		if c.s.sw.PlainLayoutFields {
			meta = object{"id": meta["id"], "api_name": meta["api_name"], "default_value": meta["default_value"]}
		}
		meta["required"] = l.requires(f)
		meta["sequence_number"] = i
		fields = append(fields, meta)
	}
	profiles := []any{}
	for _, p := range c.org.profiles {
		entry := object{"id": p.ID, "name": p.Name, "default": p.Name == "Administrator" || p.Name == "Standard"}
		if m.defaultLayout(p) == l {
			entry["_default_view"] = object{"name": m.name, "type": "view"}
		}
		profiles = append(profiles, entry)
	}
	status := "active"
	if l.Inactive {
		status = "inactive"
	}
	return object{
		"id": l.id, "name": l.Name, "api_name": l.Name, "status": status, "visible": !l.Inactive, "profiles": profiles,
		"sections": []any{object{
			"api_name": m.name + "_Information", "name": m.name + "_Information", "display_label": m.name + " Information",
			"sequence_number": 1, "fields": fields,
		}},
	}
}
