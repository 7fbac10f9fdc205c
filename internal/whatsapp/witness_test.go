package whatsapp

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

const goodWitness = `{"v":1,"database":{"state":"ok",
	"newest":[{"key":"false_14155550132:3@s.whatsapp.net_3A","id":"3A","fromMe":false,"t":1795341600,"type":"chat"}],
	"found":[{"key":"true_14155550132@c.us_3B","id":"3B","fromMe":true,"t":1795341500,"type":"image"}]},
	"screen":{"layout":"2026","title":" Ada\n","rows":[{"id":"3B","direction":"out"},{"id":"3A","direction":"unknown"}]}}`

func TestDecodeWitness(t *testing.T) {
	t.Parallel()
	got, err := DecodeWitness([]byte(goodWitness))
	want := contract.Witness{
		V: 1,
		Database: contract.DatabaseWitness{
			State:  contract.DatabaseOK,
			Newest: []contract.WitnessRow{{Key: "false_14155550132:3@c.us_3A", ID: "3A", T: 1795341600, Type: "chat"}},
			Found:  []contract.WitnessRow{{Key: "true_14155550132@c.us_3B", ID: "3B", FromMe: true, T: 1795341500, Type: "image"}},
		},
		Screen: contract.ScreenWitness{
			Layout: contract.Screen2026, Title: "Ada",
			Rows: []contract.ScreenRow{{ID: "3B", Direction: contract.ScreenOut}, {ID: "3A", Direction: contract.ScreenUnknown}},
		},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, error %v\nwant %+v", got, err, want)
	}
}

func TestDecodeWitnessLeavesOutRows(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, old, new string }{
		{"a field nobody named", `"type":"chat"}`, `"type":"chat","body":"hi"}`},
		{"a key that is none", `"false_14155550132:3@s.whatsapp.net_3A"`, `"undefined"`},
		{"an id beside the key", `"id":"3A","fromMe"`, `"id":"3F","fromMe"`},
		{"a direction beside the key", `"id":"3A","fromMe":false`, `"id":"3A","fromMe":true`},
		{"no time", `"t":1795341600`, `"t":-1`},
		{"milliseconds", `"t":1795341600`, `"t":1795341600000`},
		{"no type", `"type":"chat"`, `"type":""`},
		{"a type that is none", `"type":"chat"`, `"type":"<b>"`},
	}
	for _, tt := range tests {
		got, err := DecodeWitness([]byte(strings.Replace(goodWitness, tt.old, tt.new, 1)))
		if err != nil || len(got.Database.Newest) != 0 || len(got.Database.Found) != 1 {
			t.Errorf("%s left %+v, error %v", tt.name, got.Database, err)
		}
	}
	for _, row := range []string{`{"id":"3_A","direction":"in"}`, `{"id":"3A","direction":"up"}`, `{"id":"3A","direction":"in","text":"hi"}`, `7`} {
		got, err := DecodeWitness([]byte(strings.Replace(goodWitness, `{"id":"3B","direction":"out"}`, row, 1)))
		if err != nil || len(got.Screen.Rows) != 1 {
			t.Errorf("%s left %+v, error %v", row, got.Screen, err)
		}
	}
}

func TestDecodeWitnessRefusesTheWhole(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, old, new string
		want           error
	}{
		{"another version", `"v":1`, `"v":2`, ErrVersion},
		{"a field nobody named", `"v":1`, `"v":1,"token":"x"`, ErrMalformed},
		{"a nested field nobody named", `"state":"ok"`, `"state":"ok","rows":7`, ErrMalformed},
		{"an unknown state", `"state":"ok"`, `"state":"fine"`, ErrMalformed},
		{"an unknown layout", `"2026"`, `"2031"`, ErrMalformed},
		{"too many", `"rows":[`, `"rows":[` + strings.Repeat("0,", maxScreenRows), ErrSize},
		{"too many rows", `"newest":[`, `"newest":[` + strings.Repeat("0,", maxMessages), ErrSize},
		{"too deep", `"rows":[`, `"rows":[[[[[[[]]]]]],`, ErrSize},
	}
	for _, tt := range tests {
		got, err := DecodeWitness([]byte(strings.Replace(goodWitness, tt.old, tt.new, 1)))
		if !errors.Is(err, tt.want) || !reflect.DeepEqual(got, contract.Witness{}) {
			t.Errorf("%s: %+v, error %v; want %v", tt.name, got, err, tt.want)
		}
	}
}
