package whatsapp

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestDecodeSnapshotKeepsPersonsApart holds that no former id makes one
// conversation of two rows of a list.
func TestDecodeSnapshotKeepsPersonsApart(t *testing.T) {
	t.Parallel()
	row := func(chat, phone string, former ...string) string {
		quoted := ""
		for i, id := range former {
			if i > 0 {
				quoted += ","
			}
			quoted += fmt.Sprintf("%q", id)
		}
		return fmt.Sprintf(`{"chat":%q,"phone":%q,"t":0,"endOfHistory":-1,"former":[%s]}`, chat, phone, quoted)
	}
	tests := []struct {
		name string
		rows []string
		want [][]string
	}{
		{"a LID of its own", []string{row("111222333444555@lid", "", "222333444555666@lid")}, [][]string{{"222333444555666@lid"}}},
		{"another row's LID", []string{row("111222333444555@lid", "", "222333444555666@lid"), row("222333444555666@lid", "")}, [][]string{nil, nil}},
		{"claimed by two", []string{row("111222333444555@lid", "", "333444555666777@lid"), row("222333444555666@lid", "", "333444555666777@lid")}, [][]string{nil, nil}},
		{"claimed by two rows of one person", []string{row("111222333444555@lid", "14155550132@c.us", "333444555666777@lid"), row("14155550132@c.us", "", "333444555666777@lid")},
			[][]string{{"333444555666777@lid"}, {"333444555666777@lid"}}},
	}
	for _, tt := range tests {
		got, rejected, err := DecodeSnapshot(snapshotOf(tt.rows...), now)
		if err != nil || len(rejected) > 0 {
			t.Fatalf("%s: %v, %v", tt.name, rejected, err)
		}
		for i, want := range tt.want {
			if !reflect.DeepEqual(got.Chats[i].Former, want) {
				t.Errorf("%s: row %d has the former ids %v, want %v", tt.name, i, got.Chats[i].Former, want)
			}
		}
	}
}

func TestDecodeSnapshotCleansTitles(t *testing.T) {
	t.Parallel()
	got, _, err := DecodeSnapshot(snapshotOf(
		`{"chat":"111222333444555@lid","title":"+111 222 333 444 555","name":"111222333444555","t":0,"endOfHistory":-1}`,
		`{"chat":"222333444555666@lid","title":"+1 415 555 0132","name":"Ada 222333444555666","t":0,"endOfHistory":-1}`,
		`{"chat":"14155550132@c.us","lid":"333444555666777@lid","title":"333444555666777@lid","t":0,"endOfHistory":-1}`,
		`{"chat":"120363025550000001@g.us","title":"2026112220261123","t":0,"endOfHistory":-1}`,
	), now)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][2]string{{"", ""}, {"+1 415 555 0132", "Ada 222333444555666"}, {"", ""}, {"2026112220261123", ""}} {
		if row := got.Chats[i]; row.Title != want[0] || row.Name != want[1] {
			t.Errorf("row %d is called %q and %q, want %q", i, row.Title, row.Name, want)
		}
	}
}

func TestDecodeSnapshotReadsThePage(t *testing.T) {
	t.Parallel()
	answer := func(more string) []byte {
		return fmt.Appendf(nil, `{"v":1,"session":"blocked","me":{},"chats":[],"tab":{"hidden":true,"thawed":2}%s}`, more)
	}
	got, _, err := DecodeSnapshot(answer(`,"reason":"DEPRECATED_VERSION","epoch":"a1B2","readyMs":1200,"firstSync":"running","excluded":3,"failed":1`), now)
	want := contract.PageSnapshot{
		V: 1, Session: contract.SessionBlocked, Reason: "DEPRECATED_VERSION", Epoch: "a1B2", ReadyMS: 1200, FirstSync: contract.FirstSyncRunning,
		Excluded: 3, Failed: 1, Tab: contract.TabLife{Hidden: true, Thawed: 2}, Chats: []contract.ChatRow{},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, error %v\nwant %+v", got, err, want)
	}
	got, _, err = DecodeSnapshot([]byte(strings.Replace(string(answer(`,"readyMs":-1,"excluded":-1,"failed":99999999`)), `"thawed":2`, `"thawed":-2`, 1)), now)
	if err != nil || got.ReadyMS != 0 || got.Excluded != 0 || got.Failed != 0 || got.Tab.Thawed != 0 {
		t.Errorf("impossible counts became %+v, error %v", got, err)
	}
	for _, wrong := range []string{
		`,"reason":"<b>"`, `,"epoch":"a b"`, `,"firstSync":"soon"`, `,"readyMs":1.5`, `,"excluded":"3"`, `,"tab":{"asleep":true}`, `,"epoch":"` + strings.Repeat("a", 65) + `"`,
	} {
		if _, _, err := DecodeSnapshot(answer(wrong), now); err != ErrMalformed {
			t.Errorf("%s: error %v", wrong, err)
		}
	}
}
