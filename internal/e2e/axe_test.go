package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// fault is one rule of axe-core that a page breaks.
type fault struct {
	ID     string   `json:"id"`
	Impact string   `json:"impact"`
	Help   string   `json:"help"`
	Nodes  []string `json:"nodes"`
}

// auditor holds pages against the rules of axe-core, all of them: those of WCAG
// and what it recommends beyond.
type auditor struct{ script string }

// newAuditor reads axe-core from the packages the extension is built with. It
// is run in the page by the browser's debugger and is no part of the extension.
func newAuditor(t *testing.T) auditor {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("..", "..", "extension", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is not installed; run go run ./scripts/build first: %v", err)
	}
	return auditor{script: string(script)}
}

// audit fails the test on every rule that a page breaks, in light and in dark.
// Width is that of the page in CSS pixels, 0 for a popup, whose size is its own.
func (a auditor) audit(t *testing.T, tab *Tab, what string, width int64) {
	t.Helper()
	_ = value(Eval[any](tab, "globalThis.axe ? null : (() => {"+a.script+"\n})()"))(t)
	for _, scheme := range []string{"dark", "light"} {
		must(t, tab.Look(width, 900, scheme))
		faults := value(Eval[[]fault](tab, `axe.run(document, {resultTypes: ["violations"]}).then((got) => got.violations.map((v) => ({
			id: v.id, impact: v.impact ?? "", help: v.help,
			nodes: v.nodes.map((n) => n.target.join(" ") + " · " + n.any.concat(n.all, n.none).map((c) => c.message).join("; ")),
		})))`))(t)
		for _, f := range faults {
			t.Errorf("%s, %s: %s (%s, %s)\n\t%s", what, scheme, f.Help, f.ID, f.Impact, strings.Join(f.Nodes, "\n\t"))
		}
	}
}

// The widths of the faces, in CSS pixels.
const (
	sidebarWidth = 360
	pageWidth    = 900
)

// TestAuditorFindsFaults: the auditor is not blind.
func TestAuditorFindsFaults(t *testing.T) {
	t.Parallel()
	s := open(t, Options{})
	settings := value(s.NewTab(s.ExtensionURL("options/options.html")))(t)
	untilShown(t, settings, "#client-id")
	_ = value(Eval[any](settings, `document.querySelector("label[for=client-id]").remove()`))(t)
	_ = value(Eval[any](settings, "(() => {"+newAuditor(t).script+"\n})()"))(t)
	found := value(Eval[[]string](settings, `axe.run(document).then((got) => got.violations.map((v) => v.id))`))(t)
	if strings.Join(found, " ") != "label" {
		t.Errorf("a field without its label broke the rules %q, want one rule, label", found)
	}
}

// TestAccessibilityBeforeSignIn audits what somebody sees who has just
// installed the extension.
func TestAccessibilityBeforeSignIn(t *testing.T) {
	t.Parallel()
	a := newAuditor(t)
	s := begin(t, Options{}, openWhatsApp, openPopup)
	untilShown(t, s.Popup, "#connect")
	a.audit(t, s.Popup, "popup, not connected", 0)
	play(t, s, openSidebar)
	untilShown(t, s.Sidebar, "#connect-title")
	a.audit(t, s.Sidebar, "sidebar, not connected", sidebarWidth)

	settings := value(s.NewTab(s.ExtensionURL("options/options.html")))(t)
	untilShown(t, settings, "#client-id")
	a.audit(t, settings, "settings, sign-in", pageWidth)
	a.audit(t, settings, "settings, sign-in, narrow", 320)
	must(t, settings.Click("#way-self"))
	must(t, settings.Click("#connect"))
	untilShown(t, settings, "#code-error")
	a.audit(t, settings, "settings, self client with everything missing", pageWidth)
}

// TestAccessibilityAtWork audits the states of a chat and of the backup, and
// what is left when WhatsApp Web is closed.
func TestAccessibilityAtWork(t *testing.T) {
	t.Parallel()
	a := newAuditor(t)
	// Who is in Zoho before it is asked for the first time is found whenever it is asked.
	s := &Story{Stage: open(t, Options{})}
	for _, contact := range []fakezoho.Fields{
		{"First_Name": "Omar", "Last_Name": "Haddad", "Mobile": "+971 50 555 0123"},
		{"First_Name": "عمر", "Last_Name": "الحداد", "Phone": "00971505550123"},
	} {
		_ = value(s.Zoho.AddContact(s.World.Org.ID, contact))(t)
	}
	s.Zoho.ReleaseIndex()
	play(t, s, connected()...)
	untilShown(t, s.Sidebar, "#no-chat")
	a.audit(t, s.Sidebar, "sidebar, no chat", sidebarWidth)
	a.audit(t, s.Settings, "settings, connected", pageWidth)
	must(t, s.Settings.Click("#disconnect"))
	untilShown(t, s.Settings, "dialog")
	a.audit(t, s.Settings, "settings, before disconnecting", pageWidth)
	must(t, s.Settings.Click("#disconnect-cancel"))

	play(t, s, openUnknown)
	a.audit(t, s.Sidebar, "sidebar, not in Zoho", sidebarWidth)
	_ = value(Eval[any](s.Sidebar, `(() => {
		const field = document.querySelector("#last-name");
		field.value = "";
		field.dispatchEvent(new InputEvent("input", {bubbles: true}));
	})()`))(t)
	must(t, s.Sidebar.Click("#create-contact"))
	untilShown(t, s.Sidebar, "#last-name-error")
	a.audit(t, s.Sidebar, "sidebar, last name missing", sidebarWidth)
	must(t, s.Sidebar.Type("#last-name", "Okafor"))

	for _, chat := range []struct {
		title string
		state contract.ChatState
	}{
		{"عمر الحداد", contract.ChatChoose},
		{"Harbour project", contract.ChatGroup},
		{"@sunny.kite", contract.ChatNumberHidden},
	} {
		must(t, s.OpenChat(chat.title))
		untilShown(t, s.Sidebar, fmt.Sprintf("#chat-state[data-state=%q]", chat.state))
		a.audit(t, s.Sidebar, "sidebar, "+string(chat.state), sidebarWidth)
	}

	play(t, s, openUnknown, createContact, firstBackup)
	untilShown(t, s.Sidebar, "#saved-until time")
	must(t, s.Sidebar.Click("#more > summary"))
	a.audit(t, s.Sidebar, "sidebar, linked", sidebarWidth)
	play(t, s, openPopup)
	untilShown(t, s.Popup, "#last-sync time")
	a.audit(t, s.Popup, "popup, up to date", 0)
	must(t, s.Popup.Close())
	must(t, s.Sidebar.Click("#pause-chat"))
	untilShown(t, s.Sidebar, "#resume-chat")
	untilTrue(t, s.Sidebar, "the focus to have gone on from the pause button", `document.activeElement.id === "sync-now"`)
	a.audit(t, s.Sidebar, "sidebar, paused", sidebarWidth)
	must(t, s.WhatsAppTab.Close())
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, "#open-whatsapp")
	a.audit(t, s.Sidebar, "sidebar, WhatsApp Web closed", sidebarWidth)
}

// TestAccessibilityInTrouble audits what is said when Zoho does not answer,
// refuses, and no longer knows the sign-in.
func TestAccessibilityInTrouble(t *testing.T) {
	t.Parallel()
	a := newAuditor(t)
	s := begin(t, Options{}, linked()...)
	for _, trouble := range []struct {
		state      contract.ZohoState
		begin, end func()
	}{
		{contract.ZohoUnreachable, func() { s.Zoho.SetDown(true) }, func() { s.Zoho.SetDown(false) }},
		{contract.ZohoRefused, func() { s.Zoho.SetAPIAccess(false) }, func() { s.Zoho.SetAPIAccess(true) }},
		{contract.ZohoSignedOut, s.Zoho.RevokeAll, func() {}},
	} {
		trouble.begin()
		s.deliver(t, s.maya, "A message in the days of "+string(trouble.state)+".")
		must(t, s.Cycle(t.Context()))
		untilShown(t, s.Sidebar, fmt.Sprintf("#zoho-notice[data-state=%q]", trouble.state))
		a.audit(t, s.Sidebar, "sidebar, "+string(trouble.state), sidebarWidth)
		untilShown(t, s.Settings, fmt.Sprintf("#zoho-state[data-state=%q]", trouble.state))
		a.audit(t, s.Settings, "settings, "+string(trouble.state), pageWidth)
		play(t, s, openPopup)
		untilShown(t, s.Popup, "main .note")
		a.audit(t, s.Popup, "popup, "+string(trouble.state), 0)
		must(t, s.Popup.Close())
		trouble.end()
	}
}
