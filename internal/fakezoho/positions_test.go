package fakezoho

import (
	"reflect"
	"testing"
)

// TestEverySwitchHasPositions: a switch that is not listed would never be tried
// off its default.
func TestEverySwitchHasPositions(t *testing.T) {
	t.Parallel()
	listed := switchPositions()
	defaults, err := Switches{}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	fields := reflect.TypeFor[Switches]()
	if len(listed) != fields.NumField() {
		t.Errorf("%d switches are listed, there are %d", len(listed), fields.NumField())
	}
	for i := range fields.NumField() {
		field := fields.Field(i)
		values := listed[field.Name]
		if len(values) < 2 {
			t.Errorf("%s has %d positions", field.Name, len(values))
			continue
		}
		seen := map[any]bool{}
		for j, v := range values {
			var w Switches
			setSwitch(&w, i, v)
			full, err := w.withDefaults()
			if err != nil || seen[v] {
				t.Errorf("%s=%v: twice %v, error %v", field.Name, v, seen[v], err)
			}
			seen[v] = true
			if (full == defaults) != (j == 0) {
				t.Errorf("%s=%v: is it the default? %v", field.Name, v, full == defaults)
			}
		}
	}
}

func TestPositions(t *testing.T) {
	t.Parallel()
	wanted := 2
	for _, values := range switchPositions() {
		wanted += len(values) - 1
	}
	all := Positions()
	seen := map[Switches]string{}
	for _, p := range all {
		if other := seen[p.Switches]; other != "" {
			t.Errorf("%s is the same as %s", p.Name, other)
		}
		seen[p.Switches] = p.Name
		New(Options{Switches: p.Switches})
	}
	if len(all) != wanted || all[0].Switches != (Switches{}) {
		t.Errorf("%d positions, want %d; the first is %+v", len(all), wanted, all[0].Switches)
	}
	every := reflect.ValueOf(all[len(all)-1].Switches)
	defaults, _ := Switches{}.withDefaults()
	for i := range every.NumField() {
		if every.Field(i).Interface() == reflect.ValueOf(defaults).Field(i).Interface() {
			t.Errorf("%s is at its default among every other", every.Type().Field(i).Name)
		}
	}
}
