package whatsapp

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// goodVisible returns what can be seen of the chat with Ada: one message that is
// good and one that is not.
func goodVisible() string {
	return fmt.Sprintf(`{"v":1,"layout":"2026","database":"ok","title":"Ada","me":{"phone":"15550009999@c.us"},
		"chat":{"chat":"14155550132@c.us","lid":"111222333444555@lid","title":"Ada","t":%[1]d,"endOfHistory":-1},
		"page":{"v":1,"chat":"14155550132@c.us","me":{"phone":"15550009999@c.us"},"messages":[%[2]s,%[3]s],"start":true,"end":true,"source":"screen","variant":"screen"},
		"unmatched":2}`, now, record("3A", "chat", `,"text":"hello"`), record("3B", "<b>", ""))
}

func TestDecodeVisible(t *testing.T) {
	t.Parallel()
	got, err := DecodeVisible([]byte(goodVisible()), now)
	if err != nil {
		t.Fatal(err)
	}
	if got.Layout != contract.Screen2026 || got.Database != contract.DatabaseOK || got.Title != "Ada" || got.Unmatched != 2 || got.Me.Phone.User != "15550009999" {
		t.Errorf("got %+v", got)
	}
	if got.Row == nil || got.Row.Chat != "14155550132@c.us" || !got.Identity.Same(ada(t)) {
		t.Errorf("row %+v, identity %+v", got.Row, got.Identity)
	}
	page := got.Page
	if !page.Partial || page.Start || page.End || page.Source != contract.SourceScreen || len(page.Messages) != 1 || page.Messages[0].Source != contract.SourceScreen {
		t.Errorf("page %+v", page)
	}
	if want := []Rejected{{Index: 1, ID: "3B", Reason: ReasonType}}; !reflect.DeepEqual(got.Rejected, want) {
		t.Errorf("rejected %+v, want %+v", got.Rejected, want)
	}
}

func TestDecodeVisibleWithoutAChat(t *testing.T) {
	t.Parallel()
	got, err := DecodeVisible([]byte(`{"v":1,"layout":"none","database":"missing","title":"111222333444555","me":{},"chat":null,"unmatched":-1}`), now)
	if want := (Visible{Layout: contract.ScreenNone, Database: contract.DatabaseMissing}); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, error %v\nwant %+v", got, err, want)
	}
}

func TestDecodeVisibleRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, old, new string
		want           error
	}{
		{"another version", `"v":1,"layout"`, `"v":2,"layout"`, ErrVersion},
		{"a page of another version", `"v":1,"chat"`, `"v":2,"chat"`, ErrVersion},
		{"a field nobody named", `"v":1,"layout"`, `"v":1,"html":"x","layout"`, ErrMalformed},
		{"an unknown layout", `"layout":"2026"`, `"layout":"1999"`, ErrMalformed},
		{"an unknown state", `"database":"ok"`, `"database":"good"`, ErrMalformed},
		{"words without the database", `"database":"ok"`, `"database":"busy"`, ErrMalformed},
		{"a page of the store", `"source":"screen"`, `"source":"store"`, ErrMalformed},
		{"a row with a field nobody named", `"endOfHistory":-1`, `"endOfHistory":-1,"x":1`, ErrMalformed},
		{"a row that contradicts itself", `"lid":"111222333444555@lid"`, `"lid":"14155550132@c.us"`, ErrIdentity},
		{"a page of another chat", `"chat":"14155550132@c.us","me"`, `"chat":"14155550199@c.us","me"`, ErrOtherChat},
		{"a page of another account", `"me":{"phone":"15550009999@c.us"},"messages"`, `"me":{"phone":"15550008888@c.us"},"messages"`, ErrIdentity},
		{"a page without its chat", `"chat":{"chat":"14155550132@c.us","lid":"111222333444555@lid","title":"Ada"`, `"chat":null,"x":{"title":"Ada"`, ErrMalformed},
	}
	for _, tt := range tests {
		whole := strings.Replace(goodVisible(), tt.old, tt.new, 1)
		if whole == goodVisible() {
			t.Fatalf("%s changes nothing", tt.name)
		}
		if got, err := DecodeVisible([]byte(whole), now); !errors.Is(err, tt.want) || !reflect.DeepEqual(got, Visible{}) {
			t.Errorf("%s: %+v, error %v; want %v", tt.name, got, err, tt.want)
		}
	}
	withoutChat := `{"v":1,"layout":"none","database":"ok","me":{},"page":{"v":1},"unmatched":0}`
	if _, err := DecodeVisible([]byte(withoutChat), now); !errors.Is(err, ErrMalformed) {
		t.Errorf("a page without its chat: error %v", err)
	}
}
