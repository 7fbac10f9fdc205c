package fakewhatsapp

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
)

// keyAnswer is what testdata/wid.js tells about a MsgKey.
type keyAnswer struct {
	ToString string
	JSON     map[string]any
	Names    []string
	Old      string
	Instance bool
	Throws   string
}

func TestWidAndMsgKey(t *testing.T) {
	t.Parallel()
	var cases struct {
		Wids []struct {
			Input, ToString, ToJid, Throws string
			Own                            map[string]any
			TruePredicates                 []string `json:"true_predicates"`
		}
		MsgKeys []struct {
			Input       map[string]any
			Key, Throws string
			Names       []string
		}
		FromString []struct{ Input, Throws string }
	}
	raw := readFile(t, "testdata/wid-cases.json")
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}

	for name, property := range map[string]string{ProfileCurrent: "$1", ProfileJune2026: "_serialized", ProfileFuture: "$q7"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got struct {
				Wids []struct {
					ToString, JSON, ToJid, Throws string
					Own, Cloned                   map[string]any
					Instance                      bool
					Predicates                    []string
				}
				Keys, FromString []keyAnswer
				Violations       []string
			}
			scenario{server: New(Options{Profile: name}), script: "wid.js", given: json.RawMessage(raw)}.run(t, &got)

			for i, want := range cases.Wids {
				wid := got.Wids[i]
				if want.Throws != "" {
					if wid.Throws != want.Throws {
						t.Errorf("wid %q throws %q, want %q", want.Input, wid.Throws, want.Throws)
					}
					continue
				}
				if wid.ToString != want.ToString || wid.JSON != want.ToString || wid.ToJid != want.ToJid || !wid.Instance {
					t.Errorf("wid %q = %+v", want.Input, wid)
				}
				// A Wid is a string to JSON and an object with the same members to structured clone.
				if !reflect.DeepEqual(wid.Own, want.Own) || !reflect.DeepEqual(wid.Cloned, want.Own) {
					t.Errorf("wid %q has own %v, cloned %v, want %v", want.Input, wid.Own, wid.Cloned, want.Own)
				}
				if !reflect.DeepEqual(wid.Predicates, want.TruePredicates) {
					t.Errorf("wid %q is %v, want %v", want.Input, wid.Predicates, want.TruePredicates)
				}
			}
			for i, want := range cases.MsgKeys {
				checkKey(t, fmt.Sprint(want.Input), got.Keys[i], property, want.Key, want.Throws)
				if want.Throws == "" && !reflect.DeepEqual(got.Keys[i].Names, slices.Concat(want.Names, []string{property})) {
					t.Errorf("key %q has %v, want %v and %s", want.Key, got.Keys[i].Names, want.Names, property)
				}
			}
			for i, want := range cases.FromString {
				checkKey(t, want.Input, got.FromString[i], property, want.Input, want.Throws)
			}
			if len(got.Violations) > 0 {
				t.Errorf("violations: %v", got.Violations)
			}
		})
	}
}

func checkKey(t *testing.T, input string, got keyAnswer, property, want, throws string) {
	t.Helper()
	if throws != "" {
		if got.Throws != throws {
			t.Errorf("key %s throws %q, want %q", input, got.Throws, throws)
		}
		return
	}
	old := "undefined"
	if property == "_serialized" {
		old = want
	}
	if got.Throws != "" || got.ToString != want || got.JSON[property] != want || got.Old != old || !got.Instance {
		t.Errorf("key %s = %+v, want %s", input, got, want)
	}
	if _, isText := got.JSON["remote"].(string); !isText {
		t.Errorf("key %s: remote in JSON is %v, want a string", input, got.JSON["remote"])
	}
}
