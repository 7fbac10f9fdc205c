package e2e

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// wantNoLeak checks that ids, keys and previews have come neither to Zoho nor into
// the extension's storage, and texts of messages into the journal alone.
func (s *Story) wantNoLeak(t *testing.T) {
	t.Helper()
	zoho := s.Zoho.Snapshot()
	var texts []string
	for _, r := range slices.Concat(zoho.Contacts, zoho.Leads) {
		texts = append(texts, r.Name, string(value(json.Marshal(r.Fields))(t)))
	}
	for _, n := range zoho.Notes {
		texts = append(texts, n.Title, n.Content)
	}
	for _, pattern := range []string{`@(c\.us|s\.whatsapp\.net|lid|g\.us|newsletter|broadcast|bot|hosted)`, `[0-9]{14}`, `[A-Za-z0-9+/]{40}`} {
		if found := regexp.MustCompile(".{0,20}" + pattern).FindString(strings.Join(texts, "\n")); found != "" {
			t.Errorf("in Zoho stands %q", found)
		}
	}
	storage := value(Eval[string](s.backstage, `Promise.all([chrome.storage.local.get(), chrome.storage.session.get()]).then((all) => JSON.stringify(all))`))(t)
	everywhere := strings.Join(texts, "\n") + storage + s.kept(t)
	for _, secret := range []string{
		"aW52ZW50ZWQgbWVkaWEga2V5", "/v/t62.7118-24", "q0sJ0bYw6mY0", "AAECAw", `"0":0,"1":1`, "/9j/", "invented-token", "invented-order",
		"InventedInviteCode", "invented-click-id", "flow_token", "invented_template",
	} {
		if strings.Contains(everywhere, secret) {
			t.Errorf("%q has come through", secret)
		}
	}
	for _, m := range value(s.WhatsApp.Messages(fakewhatsapp.ChatMarkup))(t) {
		if words := m.Body + m.Caption; m.Type == "chat" && len(words) > 8 && strings.Contains(storage, words) {
			t.Errorf("%.40q stands in chrome.storage", words)
		}
	}
}
