package app

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/phone"
	"github.com/chatkeep/chatkeep/internal/store"
)

// TestCalledInNotes: what WhatsApp Web shows in place of a name never gets into a note.
func TestCalledInNotes(t *testing.T) {
	t.Parallel()
	const lid, pn, group = "111222333444555@lid", "14155550132@c.us", "120363025550000001@g.us"
	number := &phone.Number{Raw: "+14155550132", E164: "+14155550132"}
	tests := map[string]struct {
		chat store.Chat
		want string
	}{
		"a saved name":                     {store.Chat{IDs: []string{lid, pn}, Title: "Anna Berg", Name: "Anna Berg", Number: number}, "Anna Berg"},
		"a push name as WhatsApp shows it": {store.Chat{IDs: []string{lid}, Title: "~Anna", Name: "Anna", Number: number}, "~Anna"},
		"a whole number":                   {store.Chat{IDs: []string{lid}, Title: "+1 415-555-0132", Name: "Anna", Number: number}, "+1 415-555-0132"},
		"a masked number, name known":      {store.Chat{IDs: []string{lid}, Title: "+1 ∙∙∙∙∙∙∙∙32", Name: "Anna", Number: number}, "Anna"},
		"a masked number, number known":    {store.Chat{IDs: []string{lid}, Title: "+1 •••• ••32", Number: number}, "+14155550132"},
		"a masked number, nothing known":   {store.Chat{IDs: []string{lid}, Title: "+1 ∙∙∙∙∙∙∙∙32"}, ""},
		"unknown in English":               {store.Chat{IDs: []string{lid}, Title: "Unknown user"}, ""},
		"unknown in another language":      {store.Chat{IDs: []string{lid}, Title: "Unbekannter Nutzer", Name: "Anna"}, "Anna"},
		"a user name":                      {store.Chat{IDs: []string{lid}, Title: "anna.b"}, "anna.b"},
		"a chat without a LID":             {store.Chat{IDs: []string{pn}, Title: "Anna at work", Name: "Anna Berg", Number: number}, "Anna at work"},
		"a group":                          {store.Chat{IDs: []string{group}, Title: "** Team **"}, "** Team **"},
		"no title at all":                  {store.Chat{IDs: []string{lid}, Name: "Anna"}, "Anna"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := calledInNotes(test.chat); got != test.want {
				t.Errorf("the chat is called %q, not %q", got, test.want)
			}
		})
	}
}
