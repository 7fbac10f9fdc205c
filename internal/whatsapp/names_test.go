package whatsapp

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

func TestStrictTakesNamesToTheLetter(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		`{"v":1,"chat":"a","me":{"phone":"p"},"messages":[{"x":1}],"start":true,"source":"store","variant":"w"}`: true,
		`{"v":1,"chat":"a","me":{},"messages":[],"start":true,"source":"store","variant":"w"}`:                   true,
		`{"V":1,"chat":"a","me":{},"messages":[],"start":true,"source":"store","variant":"w"}`:                   false,
		`{"v":1,"v":1,"chat":"a","me":{},"messages":[],"start":true,"source":"store","variant":"w"}`:             false,
		`{"v":1,"chat":"a","me":{"Phone":"p"},"messages":[],"start":true,"source":"store","variant":"w"}`:        false,
		`{"v":1,"chat":"a","me":{},"messages":[],"start":true,"source":"store","variant":"w"}{}`:                 false,
		`{"v":1,"chat":"a","me":{},"messages":[],"start":true,"source":"store","variant":"w"`:                    false,
	} {
		if err := strict([]byte(text), &messagePage{}); (err == nil) != good {
			t.Errorf("%s: %v, want good %v", text, err, good)
		}
	}
	var page contract.PageSnapshot
	if err := strict([]byte(`{"v":1,"session":"ready","me":{},"chats":[],"tab":{},"variants":{"Any":"word","any":"word"}}`), &page); err != nil {
		t.Errorf("the names of ways are the page's: %v", err)
	}
}
