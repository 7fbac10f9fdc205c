package e2e

import (
	"context"
	"fmt"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestNoTab: without a WhatsApp Web tab the sidebar says so and opens one.
func TestNoTab(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	must(t, s.WhatsAppTab.Close())
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#whatsapp-notice[data-state="no_tab"]`)
	untilGone(t, s.Sidebar, "#chat-title")
	must(t, s.Sidebar.Click("#open-whatsapp"))
	s.WhatsAppTab = value(s.find(t, whatsAppAddress))(t)
	untilGone(t, s.Sidebar, "#whatsapp-notice")
	play(t, s, deliverNews)
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
}

// TestSessions: each state of WhatsApp in which chats cannot be read is named
// in the sidebar with its sentence, nothing is read in it, what arrives and changes
// meanwhile is saved once it is over, and no reload of the extension is needed.
func TestSessions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		session fakewhatsapp.Session
		shown   contract.TabState
		reason  string
	}{
		{fakewhatsapp.SessionConflict, contract.TabConflict, ""},
		{fakewhatsapp.SessionLocked, contract.TabLocked, ""},
		{fakewhatsapp.SessionSyncing, contract.TabSyncing, ""},
		{fakewhatsapp.SessionOffline, contract.TabSyncing, ""},
		{fakewhatsapp.SessionQR, contract.TabSignedOut, ""},
		{fakewhatsapp.SessionLoggedOut, contract.TabSignedOut, ""},
		{fakewhatsapp.SessionTOSBlock, contract.TabBlocked, "TOS_BLOCK"},
		{fakewhatsapp.SessionSMBTOSBlock, contract.TabBlocked, "SMB_TOS_BLOCK"},
		{fakewhatsapp.SessionProxyBlock, contract.TabBlocked, "PROXYBLOCK"},
		{fakewhatsapp.SessionDeprecated, contract.TabBlocked, "DEPRECATED_VERSION"},
	} {
		t.Run(string(test.session), func(t *testing.T) {
			t.Parallel()
			s := begin(t, Options{}, linked()...)
			edited := s.deliver(t, s.elena, "The shipmnet is on its way.")
			must(t, s.Cycle(t.Context()))
			must(t, s.Holds(t.Context(), s.elena, elenaName))
			must(t, s.WhatsApp.WaitApplied(t.Context()))
			s.WhatsApp.SetSession(test.session)
			s.saysWhy(t, test.shown)
			must(t, s.WhatsApp.WaitApplied(t.Context()))
			reads, notes := len(s.WhatsApp.Reads()), len(s.Zoho.CallsOf("notes.create"))
			play(t, s, deliverNews)
			must(t, s.WhatsApp.Edit(edited, "The shipment is on its way."))
			must(t, s.Cycle(t.Context()))
			if found := s.check(t); found.State != test.shown || found.Reason != test.reason {
				t.Errorf("the report says %s %q, want %s %q", found.State, found.Reason, test.shown, test.reason)
			}
			must(t, s.WhatsApp.WaitApplied(t.Context()))
			if n := len(s.WhatsApp.Reads()); n != reads {
				t.Errorf("messages were read %d times in this state", n-reads)
			}
			if n := len(s.Zoho.CallsOf("notes.create")); n != notes {
				t.Errorf("%d notes were created in this state", n-notes)
			}
			s.saysWhy(t, test.shown)

			s.WhatsApp.SetSession(fakewhatsapp.SessionMain)
			s.catchesUp(t)
		})
	}
}

// TestResuming: while WhatsApp catches up after its connection was gone, what it holds
// is read, and nothing has to be said.
func TestResuming(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	edited := s.deliver(t, s.elena, "The shipmnet is on its way.")
	must(t, s.Cycle(t.Context()))
	for _, session := range []fakewhatsapp.Session{fakewhatsapp.SessionOffline, fakewhatsapp.SessionResuming} {
		s.WhatsApp.SetSession(session)
		must(t, s.WhatsApp.WaitApplied(t.Context()))
	}
	untilGone(t, s.Sidebar, "#whatsapp-notice")
	play(t, s, deliverNews)
	must(t, s.WhatsApp.Edit(edited, "The shipment is on its way."))
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	s.untilVerdict(t, contract.VerdictOK)
	s.WhatsApp.SetSession(fakewhatsapp.SessionMain)
	s.catchesUp(t)
}

// saysWhy waits until the sidebar says in which state WhatsApp is, and what to do.
func (s *Story) saysWhy(t *testing.T, state contract.TabState) {
	t.Helper()
	notice := fmt.Sprintf(`#whatsapp-notice[data-state=%q]`, state)
	untilShown(t, s.Sidebar, notice)
	untilTrue(t, s.Sidebar, "the sentence of this state", fmt.Sprintf(
		`(() => { const said = chrome.i18n.getMessage("whatsapp_about_%s"); return said !== "" && document.querySelector(%q).innerText.includes(said); })()`, state, notice))
}

// catchesUp checks that one cycle saves all that came and changed while WhatsApp
// could not be read.
func (s *Story) catchesUp(t *testing.T) {
	t.Helper()
	untilGone(t, s.Sidebar, "#whatsapp-notice")
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, s.Holds(t.Context(), s.elena, elenaName))
	must(t, s.whole(elenaName, mayaName))
}

// TestNeverLoaded: a page whose scripts never arrive is waited for, quietly: no
// error, and no more than a few looks a second.
func TestNeverLoaded(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{WhatsApp: fakewhatsapp.Options{NoBundle: true}})}
	play(t, s, func(_ context.Context, s *Story) (err error) {
		s.WhatsAppTab, err = s.NewTab(whatsAppAddress)
		return err
	}, connect, openPopup, openSidebar)
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#whatsapp-notice[data-state="waiting"]`)
	untilGone(t, s.Sidebar, "[data-error]")

	// The page script looks for WhatsApp's module loader under this name.
	run(t, s.WhatsAppTab, `(() => {
		const looks = { count: 0, since: performance.now() };
		window.looksForTest = looks;
		Object.defineProperty(window, "require", { configurable: true, get() { looks.count++; looks.at = performance.now(); return undefined; } });
	})()`)
	untilTrue(t, s.WhatsAppTab, "some looks for the module loader", `looksForTest.count >= 8`)
	perSecond := value(Eval[float64](s.WhatsAppTab, `looksForTest.count * 1000 / (looksForTest.at - looksForTest.since)`))(t)
	if perSecond > 20 {
		t.Errorf("the page script looks %.0f times a second", perSecond)
	}
	if reads := s.WhatsApp.Reads(); len(reads) != 0 {
		t.Errorf("messages were read %d times", len(reads))
	}
}

// TestLateBundle: a page that takes its time is picked up by itself.
func TestLateBundle(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{WhatsApp: fakewhatsapp.Options{BundleDelay: 4e9}})}
	play(t, s, func(_ context.Context, s *Story) (err error) {
		s.WhatsAppTab, err = s.NewTab(whatsAppAddress)
		return err
	}, openPopup, openSidebar)
	play(t, s, connect)
	untilGone(t, s.Sidebar, "#connect-title")
	must(t, s.WhatsApp.WaitPages(t.Context(), 1))
	untilTrue(t, s.WhatsAppTab, "the chat list", fmt.Sprintf(`document.querySelector("#pane-side")?.innerText.includes(%q) === true`, mayaName))
	s.untilReady(t)
	untilGone(t, s.Sidebar, "#whatsapp-notice")
	play(t, s, openUnknown, createContact, firstBackup)
}
