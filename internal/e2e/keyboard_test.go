package e2e

import (
	"errors"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// tabStops is more than any of the faces has.
const tabStops = 30

// TestKeyboard: the command for the sidebar has a key; popup and sidebar can be
// used by keyboard alone, up to the contact in Zoho.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, openWhatsApp, connect, openPopup)
	keys := value(Eval[map[string]string](s.backstage,
		`chrome.commands.getAll().then((all) => Object.fromEntries(all.map((c) => [c.name, c.shortcut])))`))(t)
	if key, known := keys["open-sidebar"]; !known || key == "" {
		t.Errorf("the commands are %q", keys)
	}
	tabTo(t, s.Popup, "open-sidebar")
	// The popup closes under the key, so only the sidebar tells whether it worked.
	pressed := s.Popup.Do(chromedp.KeyEvent("\r"))
	sidebar, err := s.find(t, s.ExtensionURL("panel/panel.html"))
	if err != nil {
		t.Fatal(errors.Join(err, pressed))
	}
	s.Sidebar = sidebar
	delete(s.browser.tabs, string(s.Popup.id))

	play(t, s, openUnknown)
	tabTo(t, s.Sidebar, "create-contact")
	// Whoever tabs to it sees that it has the focus.
	untilTrue(t, s.Sidebar, "the focus to be visible", `document.activeElement.matches(":focus-visible")`)
	press(t, s.Sidebar, "\r")
	untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
	_ = s.record(t, mayaName)
	// The form is gone, and the focus with it is not lost.
	untilTrue(t, s.Sidebar, "the focus on the chat", `document.activeElement !== document.body`)
}

// tabTo presses Tab until the element of an id has the focus.
func tabTo(t *testing.T, tab *Tab, id string) {
	t.Helper()
	untilShown(t, tab, "#"+id)
	must(t, untilEnabled(t, tab, id))
	var passed []string
	for range tabStops {
		press(t, tab, "\t")
		now := value(Eval[string](tab, `document.activeElement?.id ?? ""`))(t)
		if now == id {
			return
		}
		passed = append(passed, now)
	}
	t.Fatalf("Tab never came to %s but to %q", id, passed)
}

// untilEnabled waits until a control can have the focus.
func untilEnabled(t *testing.T, tab *Tab, id string) error {
	t.Helper()
	return Until(t.Context(), id+" to be enabled", func() (bool, error) {
		return Eval[bool](tab, fmt.Sprintf("document.getElementById(%q)?.disabled === false", id))
	})
}
