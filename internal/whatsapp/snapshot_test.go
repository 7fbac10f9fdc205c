package whatsapp

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// snapshotOf writes a snapshot as the bridge does, with rows as raw JSON.
func snapshotOf(rows ...string) []byte {
	return fmt.Appendf(nil, `{"v":1,"session":"ready","build":"2.3000.1048032155","variants":{"history":"msgFindBefore"},
		"me":{"phone":"15550009999@c.us","lid":"999888777666555:5@lid","name":"Me"},"active":"14155550132@c.us","chats":[%s]}`, strings.Join(rows, ","))
}

func TestDecodeSnapshot(t *testing.T) {
	t.Parallel()
	got, rejected, err := DecodeSnapshot(snapshotOf(
		`{"chat":"14155550132@s.whatsapp.net","lid":"111222333444555:0@lid","title":" Ada\u000a Lovelace","name":"Ada","t":1795341000,"ephemeral":true,"endOfHistory":1}`,
		`{"chat":"15550009999@c.us","t":0,"endOfHistory":-1}`,
		`{"chat":"222333444555666@lid","title":"+1 ∙∙∙∙∙∙∙∙56","t":1795341000,"limitSharing":true,"endOfHistory":9999}`,
	), now)
	want := contract.PageSnapshot{
		V: 1, Session: contract.SessionReady, Build: "2.3000.1048032155", Variants: map[string]string{"history": "msgFindBefore"},
		Me:     contract.Account{Phone: "15550009999@c.us", LID: "999888777666555@lid", Name: "Me"},
		Active: "14155550132@c.us",
		Chats: []contract.ChatRow{
			{Chat: "14155550132@c.us", Phone: "14155550132@c.us", LID: "111222333444555@lid", Title: "Ada Lovelace", Name: "Ada", T: 1795341000, Ephemeral: true, EndOfHistory: 1},
			{Chat: "15550009999@c.us", Phone: "15550009999@c.us", Self: true, EndOfHistory: -1},
			{Chat: "222333444555666@lid", LID: "222333444555666@lid", Title: "+1 ∙∙∙∙∙∙∙∙56", T: 1795341000, LimitSharing: true, EndOfHistory: -1},
		},
	}
	if err != nil || len(rejected) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v\nrejected %v, error %v", got, want, rejected, err)
	}
}

func TestDecodeSnapshotWaiting(t *testing.T) {
	t.Parallel()
	got, rejected, err := DecodeSnapshot([]byte(`{"v":1,"session":"waiting","me":{},"chats":null}`), now)
	if err != nil || len(rejected) > 0 || got.Session != contract.SessionWaiting || len(got.Chats) != 0 {
		t.Errorf("got %+v, %v, %v", got, rejected, err)
	}
}

func TestDecodeSnapshotRejectsOneRow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, row, id string
		reason        Reason
	}{
		{"not an object", `"14155550132@c.us"`, "", ReasonMalformed},
		{"a field nobody named", `{"chat":"14155550132@c.us","t":0,"endOfHistory":0,"lastMessage":"hi"}`, "", ReasonMalformed},
		{"no JID", `{"chat":"nobody","t":0,"endOfHistory":0}`, "", ReasonID},
		{"a LID for a number", `{"chat":"14155550132@c.us","phone":"111222333444555@lid","t":0,"endOfHistory":0}`, "", ReasonID},
		{"a time in milliseconds", `{"chat":"14155550132@c.us","t":1795341000000,"endOfHistory":0}`, "14155550132@c.us", ReasonTime},
	}
	good := `{"chat":"14155550199@c.us","t":1795341000,"endOfHistory":0}`
	for _, tt := range tests {
		got, rejected, err := DecodeSnapshot(snapshotOf(tt.row, good), now)
		if err != nil || len(got.Chats) != 1 || got.Chats[0].Chat != "14155550199@c.us" {
			t.Errorf("%s: left %+v, error %v", tt.name, got.Chats, err)
		}
		if want := []Rejected{{ID: tt.id, Reason: tt.reason}}; !reflect.DeepEqual(rejected, want) {
			t.Errorf("%s: rejected %+v, want %+v", tt.name, rejected, want)
		}
	}
}

func TestDecodeSnapshotLeavesAnOddOpenChatOut(t *testing.T) {
	t.Parallel()
	good := snapshotOf(`{"chat":"14155550199@c.us","t":1795341000,"endOfHistory":0}`)
	want, _, err := DecodeSnapshot(good, now)
	if err != nil || want.Active != "14155550132@c.us" {
		t.Fatalf("%+v, %v", want, err)
	}
	want.Active = ""
	for _, odd := range []string{"Ada", "14155550132", "@", "14155550132@elsewhere", "1_2@c.us", strings.Repeat("1", 90) + "@c.us", ""} {
		data := strings.Replace(string(good), `"active":"14155550132@c.us"`, `"active":"`+odd+`"`, 1)
		if got, rejected, err := DecodeSnapshot([]byte(data), now); err != nil || rejected != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, rejected %v, error %v", odd, got, rejected, err)
		}
	}
}

func TestDecodeSnapshotRefusesTheWhole(t *testing.T) {
	t.Parallel()
	good := string(snapshotOf())
	tests := []struct {
		name, data string
		want       error
	}{
		{"nothing", ``, ErrMalformed},
		{"a field nobody named", strings.Replace(good, `"v":1`, `"v":1,"token":"x"`, 1), ErrMalformed},
		{"an unknown session", strings.Replace(good, `"ready"`, `"merry"`, 1), ErrMalformed},
		{"a strange build", strings.Replace(good, `2.3000.1048032155`, `<b>`, 1), ErrMalformed},
		{"a strange variant", strings.Replace(good, `msgFindBefore`, `a b`, 1), ErrMalformed},
		{"not UTF-8", strings.Replace(good, `Me`, "\xc3", 1), ErrMalformed},
		{"another version", strings.Replace(good, `"v":1`, `"v":0`, 1), ErrVersion},
		{"too deep", strings.Replace(good, `[]`, `[[[[[[[]]]]]]]`, 1), ErrSize},
		{"too many", strings.Replace(good, `[]`, `[0`+strings.Repeat(",0", maxChats)+`]`, 1), ErrSize},
		{"a LID for the own number", strings.Replace(good, `15550009999@c.us`, `1@lid`, 1), ErrIdentity},
		{"no text for the open chat", strings.Replace(good, `"active":"14155550132@c.us"`, `"active":5`, 1), ErrMalformed},
	}
	for _, tt := range tests {
		if got, rejected, err := DecodeSnapshot([]byte(tt.data), now); !errors.Is(err, tt.want) || rejected != nil || !reflect.DeepEqual(got, contract.PageSnapshot{}) {
			t.Errorf("%s: %+v, %v, error %v; want %v", tt.name, got, rejected, err, tt.want)
		}
	}
}
