package e2e

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestDisconnect: after disconnecting nothing of the sign-in is left in the
// browser, Zoho no longer knows it, and what was linked is there again after
// the next sign-in. When Zoho cannot be told, the settings page says so.
func TestDisconnect(t *testing.T) {
	t.Parallel()
	for name, down := range map[string]bool{"confirmed": false, "Zoho does not answer": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := begin(t, Options{}, linked()...)
			s.Zoho.SetDown(down)
			must(t, s.Settings.Click("#disconnect"))
			must(t, s.Settings.Click("#disconnect-confirm"))
			untilShown(t, s.Settings, `#zoho-state[data-state="not_connected"]`)
			untilShown(t, s.Sidebar, "#connect-title")
			if down {
				untilShown(t, s.Settings, "#disconnect-unconfirmed")
			} else {
				untilGone(t, s.Settings, "dialog")
				untilGone(t, s.Settings, "#disconnect-unconfirmed")
			}
			for _, kept := range []struct{ area, key string }{{"local", "secrets"}, {"local", "zoho"}, {"session", "access"}} {
				if _, found, err := Stored[any](s.Stage, kept.area, kept.key); err != nil || found {
					t.Errorf("%s is still in storage.%s, %v", kept.key, kept.area, err)
				}
			}
			s.Zoho.SetDown(false)
			must(t, s.FillSignIn(s.Settings))
			must(t, s.SignIn(t.Context(), s.Settings))
			untilShown(t, s.Settings, `#zoho-state[data-state="connected"]`)
			untilGone(t, s.Settings, "#disconnect-unconfirmed")
			s.deliver(t, fakewhatsapp.ChatMaya, "Said after the second sign-in.")
			must(t, s.Cycle(t.Context()))
			must(t, s.Holds(t.Context(), fakewhatsapp.ChatMaya, mayaName))
			must(t, s.whole(elenaName, mayaName))
		})
	}
}
