package whatsapp

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

const goodCount = `{"v":1,"state":"ok","messages":1240,"days":96,"notes":97,"oldest":1700000000,"newest":1790000000,"rest":3}`

// countAsked is a question that goodCount answers.
func countAsked() contract.HistoryQuestion {
	return contract.HistoryQuestion{Chat: "14155550132@c.us", From: 1_700_000_000, Until: 1_790_000_001, PerNote: 450}
}

func TestDecodeHistoryCount(t *testing.T) {
	t.Parallel()
	want := contract.HistoryCount{
		V: 1, State: contract.DatabaseOK, Messages: 1240, Days: 96, Notes: 97, Oldest: 1_700_000_000, Newest: 1_790_000_000, Rest: 3,
	}
	if got, err := DecodeHistoryCount([]byte(goodCount), countAsked(), now); err != nil || got != want {
		t.Errorf("got %+v, error %v; want %+v", got, err, want)
	}
	for _, state := range []contract.DatabaseState{contract.DatabaseMissing, contract.DatabaseBusy, contract.DatabaseUnknown, contract.DatabaseOK} {
		got, err := DecodeHistoryCount([]byte(`{"v":1,"state":"`+string(state)+`","messages":0,"days":0,"notes":0,"oldest":0,"newest":0,"rest":0}`), countAsked(), now)
		if err != nil || got != (contract.HistoryCount{V: 1, State: state}) {
			t.Errorf("%s: %+v, error %v", state, got, err)
		}
	}
	// Nothing but private messages: their places are noted, and nothing of them is read.
	if _, err := DecodeHistoryCount([]byte(strings.Replace(goodCount, `1240`, `0`, 1)), countAsked(), now); err != nil {
		t.Errorf("private messages alone: %v", err)
	}
}

func TestDecodeHistoryCountRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, old, new string
		want           error
	}{
		{"another version", `"v":1`, `"v":2`, ErrVersion},
		{"a field nobody named", `"v":1`, `"v":1,"body":"hi"`, ErrMalformed},
		{"a field in another case", `"rest"`, `"Rest"`, ErrMalformed},
		{"an unknown state", `"ok"`, `"fine"`, ErrMalformed},
		{"numbers of a database that was not read", `"ok"`, `"busy"`, ErrMalformed},
		{"fewer than none", `1240`, `-1`, ErrMalformed},
		{"more than there can be", `1240`, `10000001`, ErrMalformed},
		{"half a message", `1240`, `1240.5`, ErrMalformed},
		{"fewer notes than days", `"notes":97`, `"notes":95`, ErrMalformed},
		{"messages on no day", `"days":96,"notes":97`, `"days":0,"notes":0`, ErrMalformed},
		{"a rest that is none", `"rest":3`, `"rest":-3`, ErrMalformed},
		{"older than was asked for", `1700000000`, `1699999999`, ErrMalformed},
		{"newer than was asked for", `1790000000`, `1790000001`, ErrMalformed},
		{"the last before the first", `"newest":1790000000`, `"newest":1690000000`, ErrMalformed},
		{"something behind it", `"rest":3}`, `"rest":3}{}`, ErrMalformed},
		{"too deep", `"rest":3`, `"rest":[[[[[[[[]]]]]]]]`, ErrSize},
	}
	for _, tt := range tests {
		data := strings.Replace(goodCount, tt.old, tt.new, 1)
		if got, err := DecodeHistoryCount([]byte(data), countAsked(), now); !errors.Is(err, tt.want) || got != (contract.HistoryCount{}) {
			t.Errorf("%s: %+v, error %v; want %v", tt.name, got, err, tt.want)
		}
	}
	open := contract.HistoryQuestion{Chat: "14155550132@c.us", PerNote: 450}
	for name, data := range map[string]string{
		"before WhatsApp began": strings.Replace(goodCount, `1700000000`, `5`, 1),
		"in the future":         strings.Replace(goodCount, `1790000000`, `4000000000`, 1),
	} {
		if _, err := DecodeHistoryCount([]byte(data), open, now); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// FuzzDecodeHistoryCount holds that no answer makes the decoder panic, and that
// what it lets through decodes again to itself and answers the question.
// Run it with: go test -fuzz FuzzDecodeHistoryCount ./internal/whatsapp
func FuzzDecodeHistoryCount(f *testing.F) {
	f.Add([]byte(goodCount))
	f.Add([]byte(`{"v":1,"state":"missing","messages":0,"days":0,"notes":0,"oldest":0,"newest":0,"rest":0}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		count, err := DecodeHistoryCount(data, countAsked(), now)
		if err != nil {
			checkError(t, err)
			return
		}
		if count.Messages > 0 && (count.Days == 0 || count.Oldest < countAsked().From || count.Newest >= countAsked().Until) {
			t.Fatalf("%+v does not answer the question", count)
		}
		packed, err := json.Marshal(count)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := DecodeHistoryCount(packed, countAsked(), now); err != nil || !reflect.DeepEqual(again, count) {
			t.Fatalf("%+v became %+v, error %v", count, again, err)
		}
	})
}
