package whatsapp

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestPlainRowKnowsEveryField: a field that is added to the contract is read here,
// too.
func TestPlainRowKnowsEveryField(t *testing.T) {
	t.Parallel()
	want := contract.ChatRow{
		Chat: "14155550132@c.us", Phone: "14155550132@c.us", LID: "1@lid", Title: "Zoë", Name: "Zoë Z.", T: 1795341000, Self: true, Former: []string{"2@lid", "3@lid"},
		Business: true, Username: true, Ad: true, Community: true, Announcement: true, LimitSharing: true, Ephemeral: true, EndOfHistory: -1,
	}
	for i := range reflect.TypeFor[contract.ChatRow]().NumField() {
		if reflect.ValueOf(want).Field(i).IsZero() {
			t.Fatalf("the row of this test lacks %s", reflect.TypeFor[contract.ChatRow]().Field(i).Name)
		}
	}
	packed, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := plainRow(packed); !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("%v: %+v", ok, got)
	}
}

// TestPlainRowLeavesTheRest: what is not plain is left to the strict decoder.
func TestPlainRowLeavesTheRest(t *testing.T) {
	t.Parallel()
	for _, row := range []string{
		``, `{`, `null`, `[]`, `{}x`, `{"chat":"1@c.us",}`, `{"chat":"1@c.us" }`, `{"chat":"\u0031@c.us"}`, `{"Chat":"1@c.us"}`, `{"chat":null}`,
		`{"chat":"1@c.us","chat":"2@c.us"}`, `{"t":01}`, `{"t":1.0}`, `{"t":1e3}`, `{"t":-}`, `{"t":12345678901234567}`, `{"self":1}`,
		`{"former":["1@lid",]}`, `{"former":null}`, `{"more":1}`, "{\"title\":\"a\nb\"}", `{"endOfHistory":"1"}`,
	} {
		if got, ok := plainRow([]byte(row)); ok {
			t.Errorf("%s was read as %+v", row, got)
		}
	}
}

// TestBrokenListSpoilsTheSnapshot: rows that are no JSON are not merely left out.
func TestBrokenListSpoilsTheSnapshot(t *testing.T) {
	t.Parallel()
	for _, chats := range []string{
		`[{"chat":"1@c.us","t":0,"endOfHistory":0]}`, `[{"chat":"1@c.us"},]`, `[{"chat":"1@c.us"}{"chat":"2@c.us"}]`, `[tru]`, `[1 2]`, `[,]`,
	} {
		_, _, err := DecodeSnapshot([]byte(`{"v":1,"session":"ready","me":{"lid":"9@lid"},"chats":`+chats+`}`), now)
		if !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", chats, err)
		}
	}
}

// FuzzPlainRow holds that whatever the quick decoder of rows reads, the strict one
// reads in the same way.
// Run it with: go test -fuzz FuzzPlainRow ./internal/whatsapp
func FuzzPlainRow(f *testing.F) {
	f.Add([]byte(`{"chat":"1@c.us","former":["2@lid"],"t":-1,"self":true,"title":"Zoë","endOfHistory":-1}`))
	f.Add([]byte(`{"chat":"1@c.us","former":[],"t":0,"self":false}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if checkAnswer(data) != nil {
			return
		}
		got, ok := plainRow(data)
		if !ok {
			return
		}
		var want contract.ChatRow
		if err := strict(data, &want); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: %+v, strictly %+v, %v", data, got, want, err)
		}
	})
}

// FuzzListOf holds that a list is taken out of an object only where it stands, and
// is cut where its elements end.
// Run it with: go test -fuzz FuzzListOf ./internal/whatsapp
func FuzzListOf(f *testing.F) {
	f.Add([]byte(`{"v":1,"chats":[{"a":"]\"}"},2,"x"],"tab":{"chats":[]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, rest, ok := listOf(data, chatsField)
		if !ok || !json.Valid(data) {
			return
		}
		var whole, without map[string]json.RawMessage
		var parts []json.RawMessage
		if json.Unmarshal(data, &whole) != nil || json.Unmarshal(rest, &without) != nil || json.Unmarshal(list, &parts) != nil {
			t.Fatalf("%s: no JSON: %s, %s", data, list, rest)
		}
		found, ok := elements(list)
		if !ok || len(found) != len(parts) || len(parts) > 0 && !reflect.DeepEqual(found, parts) || string(whole[chatsField]) != string(list) || len(whole) != len(without) {
			t.Fatalf("%s: %q, %q, rest %s", data, found, parts, rest)
		}
	})
}
