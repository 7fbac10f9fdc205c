package fakezoho

import (
	"net/http"
	"strings"
)

// getFields serves GET /settings/fields?module= (field-meta page).
func getFields(c *apiCall) reply {
	m, err := c.moduleParam()
	if err != nil {
		return err.reply()
	}
	fields := make([]any, 0, len(m.fields))
	for _, f := range m.fields {
		fields = append(fields, fieldMeta(f, c.s.sw))
	}
	return jsonReply(http.StatusOK, object{"fields": fields})
}

// getModules serves GET /settings/modules (modules-api page).
func getModules(c *apiCall) reply {
	modules := []any{}
	for _, name := range moduleNames() {
		m := c.visible(name)
		if m == nil {
			continue
		}
		lacks := c.user.profile.lacks
		if c.s.sw.ModuleRights == RightsOfModule {
			lacks = func(string) bool { return false }
		}
		modules = append(modules, object{
			"id": m.id, "api_name": name, "module_name": name, "singular_label": strings.TrimSuffix(name, "s"), "plural_label": name,
			"viewable": !lacks(permissionView + name), "creatable": !lacks(permissionCreate + name), "editable": !lacks(permissionEdit + name),
			"deletable": true, "api_supported": true, "visible": true, "generated_type": "default",
		})
	}
	return jsonReply(http.StatusOK, object{"modules": modules})
}

func (c *apiCall) moduleParam() (*module, *apiError) {
	name := c.query.Get("module")
	if name == "" {
		return nil, errParamMissing("module")
	}
	m := c.visible(name)
	if m == nil {
		return nil, errModule(object{"param_name": "module"})
	}
	return m, nil
}

func fieldMeta(f *Field, sw Switches) object {
	var options []any
	for i, o := range f.Options {
		option := object{"display_value": o, "actual_value": o, "type": "used", "sequence_number": i + 1}
		if f.Forecast != nil && sw.StageTypes == StagesTold {
			option["forecast_type"] = f.Forecast[o]
		}
		options = append(options, option)
	}
	if options == nil {
		options = []any{}
	}
	unique := object{}
	if f.Unique {
		unique["casesensitive"] = "false"
	}
	writable := !f.ReadOnly
	var defaultValue any
	if f.Default != "" {
		defaultValue = f.Default
	}
	return object{
		"id": f.id, "api_name": f.Name, "field_label": f.label(), "display_label": f.label(),
		"data_type": string(f.Type), "length": f.Length, "system_mandatory": f.Required,
		"read_only": f.ReadOnly, "field_read_only": f.ReadOnly, "custom_field": f.custom, "visible": true,
		"unique": unique, "pick_list_values": options, "default_value": defaultValue,
		"operation_type": object{"api_create": writable, "api_update": writable, "web_create": writable, "web_update": writable},
		"view_type":      object{"view": true, "create": writable, "edit": writable, "quick_create": f.Required || f.Name == "Phone" || f.Name == "Email"},
	}
}
