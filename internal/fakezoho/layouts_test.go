package fakezoho

import (
	"net/http"
	"testing"
)

func TestLayouts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	strict := must(r.s.AddLayout(r.w.Org.ID, "Contacts", Layout{Name: "Partner", Fields: []string{"Email", "Phone"}, Required: []string{"Email"}, DefaultFor: []string{"Standard"}}))
	old := must(r.s.AddLayout(r.w.Org.ID, "Contacts", Layout{Name: "Old", Inactive: true}))

	layouts := map[string]map[string]any{}
	for _, v := range r.api(http.MethodGet, "/settings/layouts?module=Contacts", nil).doc["layouts"].([]any) {
		l := v.(map[string]any)
		layouts[l["name"].(string)] = l
	}
	required, shown := map[string]bool{}, 0
	for _, v := range layouts["Partner"]["sections"].([]any)[0].(map[string]any)["fields"].([]any) {
		f := v.(map[string]any)
		required[f["api_name"].(string)] = f["required"].(bool)
		shown++
	}
	if shown != 3 || !required["Email"] || !required["Last_Name"] || required["Phone"] || layouts["Old"]["status"] != "inactive" {
		t.Errorf("layouts %v", layouts)
	}
	for name, want := range map[string][]string{"Standard": {"Administrator"}, "Partner": {"Standard"}, "Old": nil} {
		var defaults []string
		for _, v := range layouts[name]["profiles"].([]any) {
			if p := v.(map[string]any); p["_default_view"] != nil {
				defaults = append(defaults, p["name"].(string))
			}
		}
		if len(defaults) != len(want) || len(want) == 1 && defaults[0] != want[0] {
			t.Errorf("%s is the default of %v, want %v", name, defaults, want)
		}
	}

	create := func(fields map[string]any) answer { return r.api(http.MethodPost, "/Contacts", data(fields)) }
	expect(t, create(map[string]any{"Last_Name": "A"}), 400, "MANDATORY_NOT_FOUND")
	expect(t, create(map[string]any{"Last_Name": "A", "Email": "a@b.test"}), 201, "SUCCESS")
	standard := layouts["Standard"]["id"].(string)
	expect(t, create(map[string]any{"Last_Name": "A", "Layout": map[string]any{"id": standard}}), 201, "SUCCESS")
	expect(t, create(map[string]any{"Last_Name": "A", "Layout": map[string]any{"id": strict}}), 400, "MANDATORY_NOT_FOUND")
	expect(t, create(map[string]any{"Last_Name": "A", "Layout": map[string]any{"id": old}}), 400, "INVALID_DATA")
	expect(t, create(map[string]any{"Last_Name": "A", "Layout": "x"}), 400, "INVALID_DATA")

	for name, err := range map[string]error{
		"taken":   second(r.s.AddLayout(r.w.Org.ID, "Contacts", Layout{Name: "Old"})),
		"module":  second(r.s.AddLayout(r.w.Org.ID, "Nope", Layout{Name: "X"})),
		"field":   second(r.s.AddLayout(r.w.Org.ID, "Contacts", Layout{Name: "X", Required: []string{"Nope"}})),
		"profile": second(r.s.AddLayout(r.w.Org.ID, "Contacts", Layout{Name: "X", DefaultFor: []string{"Nope"}})),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
