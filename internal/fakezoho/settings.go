package fakezoho

import "net/http"

// getFields serves GET /settings/fields?module= (field-meta page).
func getFields(c *apiCall) reply {
	m, err := c.moduleParam()
	if err != nil {
		return err.reply()
	}
	fields := make([]any, 0, len(m.fields))
	for _, f := range m.fields {
		fields = append(fields, fieldMeta(f))
	}
	return jsonReply(http.StatusOK, object{"fields": fields})
}

// getLayouts serves GET /settings/layouts?module= (layouts-meta page).
func getLayouts(c *apiCall) reply {
	m, err := c.moduleParam()
	if err != nil {
		return err.reply()
	}
	var fields []any
	for i, f := range m.fields {
		if f.Type == TypeID {
			continue
		}
		meta := fieldMeta(f)
		meta["required"] = f.Required || f.LayoutRequired
		meta["default_value"] = nil
		meta["sequence_number"] = i
		fields = append(fields, meta)
	}
	profiles := []any{
		object{"id": c.org.profiles["Administrator"], "name": "Administrator", "default": true, "_default_view": object{"name": m.name, "type": "view"}},
		object{"id": c.org.profiles["Standard"], "name": "Standard", "default": true, "_default_view": object{"name": m.name, "type": "view"}},
	}
	return jsonReply(http.StatusOK, object{"layouts": []any{object{
		"id": m.layoutID, "name": "Standard", "api_name": "Standard", "status": "active", "visible": true,
		"profiles": profiles,
		"sections": []any{object{
			"api_name": m.name + "_Information", "name": m.name + "_Information", "sequence_number": 1, "fields": fields,
		}},
	}}})
}

func (c *apiCall) moduleParam() (*module, *apiError) {
	name := c.query.Get("module")
	if name == "" {
		return nil, errParamMissing("module")
	}
	m := c.org.modules[name]
	if m == nil {
		return nil, errModule(object{"param_name": "module"})
	}
	return m, nil
}

func fieldMeta(f *Field) object {
	var options []any
	for i, o := range f.Options {
		options = append(options, object{"display_value": o, "actual_value": o, "type": "used", "sequence_number": i + 1})
	}
	if options == nil {
		options = []any{}
	}
	unique := object{}
	if f.Unique {
		unique["casesensitive"] = "false"
	}
	writable := !f.ReadOnly
	return object{
		"id": f.id, "api_name": f.Name, "field_label": f.label(), "display_label": f.label(),
		"data_type": string(f.Type), "length": f.Length, "system_mandatory": f.Required,
		"read_only": f.ReadOnly, "field_read_only": f.ReadOnly, "custom_field": f.custom, "visible": true,
		"unique": unique, "pick_list_values": options,
		"operation_type": object{"api_create": writable, "api_update": writable, "web_create": writable, "web_update": writable},
		"view_type":      object{"view": true, "create": writable, "edit": writable, "quick_create": f.Required || f.Name == "Phone" || f.Name == "Email"},
	}
}
