package fakezoho

import (
	"net/http"
	"slices"
	"testing"
)

// Deals by contact role are listed as the switch has it, and roles go with a
// merged contact.
func TestDealsByContactRole(t *testing.T) {
	t.Parallel()
	for _, hidden := range []bool{false, true} {
		r := newRig(t, withSwitches(Switches{RoleDealsHidden: hidden}))
		ben := r.w.Contacts["Ben Sample"]
		deal := must(r.s.AddDeal(r.w.Org.ID, Fields{"Deal_Name": "Shared", "Contact_Name": r.ada()}))
		for range 2 {
			if err := r.s.AddContactRole(deal, ben); err != nil {
				t.Fatal(err)
			}
		}
		list := func(contact string) []string {
			return r.api(http.MethodGet, "/Contacts/"+contact+"/Deals?fields=Deal_Name", nil).ids()
		}
		want := []string{deal}
		if hidden {
			want = nil
		}
		if got := list(ben); !slices.Equal(got, want) {
			t.Errorf("hidden %v: by role %q", hidden, got)
		}
		if got := list(r.ada()); !slices.Equal(got, []string{deal}) {
			t.Errorf("hidden %v: by the deal's own contact %q", hidden, got)
		}
		keep := must(r.s.AddContact(r.w.Org.ID, Fields{"Last_Name": "Keep"}))
		if err := r.s.MergeRecords(keep, ben); err != nil {
			t.Fatal(err)
		}
		if got := list(keep); !slices.Equal(got, want) {
			t.Errorf("hidden %v: after a merge %q", hidden, got)
		}
		for _, wrong := range [][2]string{{ben, deal}, {deal, deal}, {deal, "1"}, {"1", keep}} {
			if err := r.s.AddContactRole(wrong[0], wrong[1]); err == nil {
				t.Errorf("%q was accepted", wrong)
			}
		}
	}
}

// Stages tell their forecast type as the switch has it; other picklists have none.
func TestStageTypes(t *testing.T) {
	t.Parallel()
	for _, position := range []StageTypes{StagesTold, StagesUntold} {
		r := newRig(t, withSwitches(Switches{StageTypes: position}))
		for module, field := range map[string]string{"Deals": "Stage", "Contacts": "Lead_Source"} {
			list := r.api(http.MethodGet, "/settings/fields?module="+module, nil)
			expect(t, list, 200, "")
			for _, f := range list.doc["fields"].([]any) {
				meta := f.(map[string]any)
				if meta["api_name"] != field {
					continue
				}
				for _, v := range meta["pick_list_values"].([]any) {
					value := v.(map[string]any)
					forecast, told := value["forecast_type"]
					if told != (module == "Deals" && position == StagesTold) || value["actual_value"] == "Closed Won" && told && forecast != "Closed Won" {
						t.Errorf("%q, %s: %v", position, module, value)
					}
				}
			}
		}
	}
}

// A seed gives contacts roles and stages their types.
func TestSeedOfDeals(t *testing.T) {
	t.Parallel()
	seed := func(role string) (*rig, Planted, error) {
		r := newRig(t)
		planted, err := r.s.Plant(Seed{Organisations: []SeedOrg{{
			Ref: "org", DataCentre: "us", Company: "Acme", Users: []SeedUser{{Ref: "user", Last: "Admin", Email: "admin@example.test"}},
			Fields:   []SeedField{{Module: "Deals", Name: "Stage", Options: []string{"Won it"}, Forecast: map[string]string{"Won it": "Closed Won"}}},
			Contacts: []SeedRecord{{Ref: "a", Fields: map[string]any{"Last_Name": "A"}}, {Ref: "b", Fields: map[string]any{"Last_Name": "B"}}},
			Deals:    []SeedRecord{{Ref: "deal", Fields: map[string]any{"Deal_Name": "D", "Contact_Name": "a"}, ContactRoles: []string{role}}},
		}}})
		return r, planted, err
	}
	r, planted, err := seed("b")
	if err != nil {
		t.Fatal(err)
	}
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	deal := r.s.recordByID(planted.IDs["deal"])
	if !slices.Equal(deal.roles, []string{planted.IDs["b"]}) {
		t.Errorf("roles %q", deal.roles)
	}
	if f := deal.module.field("Stage"); f.Forecast["Won it"] != "Closed Won" {
		t.Errorf("stage %+v", f)
	}
	for _, role := range []string{"nobody", "deal"} {
		if _, _, err := seed(role); err == nil {
			t.Errorf("a role of %q was planted", role)
		}
	}
}
