package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// TestNotConnected: before anybody has signed in, the sidebar offers the way to
// the settings and nothing is asked of Zoho or read of a chat.
func TestNotConnected(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{})
	// Who has just installed the extension is led to the settings page.
	first := value(s.settingsPage(t))(t)
	untilShown(t, first, `#zoho-state[data-state="not_connected"]`)
	must(t, first.Do(chromedp.Navigate("about:blank")))
	play(t, s, openWhatsApp, openPopup, openSidebar)
	untilShown(t, s.Sidebar, "#connect-title")
	must(t, s.OpenChat(mayaName))
	s.ringUnheard(t)
	untilGone(t, s.Sidebar, "#chat-state")
	must(t, s.Sidebar.Click("#connect"))
	settings := value(s.settingsPage(t))(t)
	untilShown(t, settings, `#zoho-state[data-state="not_connected"]`)
	untilShown(t, settings, "#sign-in-form")
	if calls := s.Zoho.Calls(); len(calls) != 0 {
		t.Errorf("Zoho was called %d times", len(calls))
	}
	s.readsOnly(t)
}

// TestConsentRefused: who refuses is told so, and can connect afterwards.
func TestConsentRefused(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, openWhatsApp)
	settings := s.openSettings(t)
	must(t, s.FillSignIn(settings))
	must(t, settings.Click("#connect"))
	must(t, s.Consent(t.Context(), "#reject"))
	untilShown(t, settings, `[data-problem="consent_refused"]`)
	untilShown(t, settings, `#zoho-state[data-state="not_connected"]`)
	must(t, s.SignIn(t.Context(), settings))
	untilShown(t, settings, `#zoho-state[data-state="connected"]`)
	untilGone(t, settings, "[data-problem]")
}

// TestWrongClient: a client id or secret that Zoho does not know is named, and
// correcting it connects.
func TestWrongClient(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, openWhatsApp)
	settings := s.openSettings(t)
	must(t, s.FillSignIn(settings))
	must(t, settings.Type("#client-secret", "0000000000000000000000000000000000000000ff"))
	must(t, settings.Click("#connect"))
	must(t, s.Consent(t.Context(), "#accept"))
	untilShown(t, settings, `[data-problem="client_secret"]`)
	untilShown(t, settings, `#zoho-state[data-state="not_connected"]`)

	// For an unknown client Zoho shows a page of its own and never comes back.
	must(t, settings.Type("#client-id", "1000.NOSUCHCLIENTNOSUCHCLIENT000000"))
	must(t, settings.Click("#connect"))
	eventually(t, stepWithin, "Zoho's refusal", func() (bool, error) {
		asked := s.Zoho.CallsOf(fakezoho.OpAuthorize)
		return len(asked) > 0 && asked[len(asked)-1].Code == "invalid_client", nil
	})
	untilShown(t, settings, `[data-problem="client_unknown"]`)
	s.noConsent(t)
	untilShown(t, settings, `#zoho-state[data-state="not_connected"]`)

	// A network that is down is not taken for a refusal.
	s.Zoho.SetDown(true)
	must(t, settings.Click("#connect"))
	untilShown(t, settings, `[data-problem="unreachable"]`)
	untilGone(t, settings, `[data-problem="client_unknown"]`)
	s.noConsent(t)
	s.Zoho.SetDown(false)

	must(t, s.FillSignIn(settings))
	must(t, s.SignIn(t.Context(), settings))
	untilShown(t, settings, `#zoho-state[data-state="connected"]`)
}

// noConsent waits until no page of Zoho's sign-in is open: the next one would be taken
// for it.
func (s *Story) noConsent(t *testing.T) {
	t.Helper()
	centre, _ := zoho.DataCentreByCode(s.World.DataCentre)
	eventually(t, stepWithin, "Zoho's page to close", func() (bool, error) {
		pages, err := s.targets("page")
		return err == nil && !slices.ContainsFunc(pages, func(p *target.Info) bool { return strings.HasPrefix(p.URL, centre.Accounts+"/") }), err
	})
}

// TestSelfClient: signing in with a code made by hand is an equal second way.
// A wrong id, a wrong secret and a used code are each named.
func TestSelfClient(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, openWhatsApp)
	settings := s.openSettings(t)
	id, secret := s.World.SelfClient.ID, s.World.SelfClient.Secrets[s.World.DataCentre]
	code := s.selfClientCode(t)
	for _, try := range []struct{ id, secret, code, problem string }{
		{"1000.NOSUCHCLIENTNOSUCHCLIENT000000", secret, code, "client_unknown"},
		{id, "0000000000000000000000000000000000000000ff", code, "client_secret"},
		{id, secret, "1000.nosuchcode", "code_used"},
	} {
		s.signInBySelfClient(t, settings, try.id, try.secret, try.code)
		untilShown(t, settings, `[data-problem="`+try.problem+`"]`)
	}
	must(t, s.untilChecked(t.Context(), func() error {
		s.signInBySelfClient(t, settings, id, secret, s.selfClientCode(t))
		return nil
	}))
	untilShown(t, settings, `#zoho-state[data-state="connected"]`)
	s.Settings = settings
	play(t, s, openPopup, openSidebar, openUnknown, createContact, firstBackup)
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), fakewhatsapp.ChatMaya, mayaName))
}

// TestSignedOut: a sign-in that Zoho withdraws is named; what arrives meanwhile
// is in Zoho once after signing in again.
func TestSignedOut(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	s.Zoho.RevokeAll()
	play(t, s, deliverNews)
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#zoho-notice[data-state="signed_out"] [data-problem="signed_out"]`)
	s.deliver(t, s.maya, "And one said while nobody was signed in.")
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#zoho-notice[data-state="signed_out"]`)
	untilShown(t, s.Sidebar, "#chat-title")

	must(t, s.Settings.Close())
	must(t, s.Sidebar.Click("#sign-in-again"))
	settings := value(s.settingsPage(t))(t)
	untilShown(t, settings, `#zoho-state[data-state="signed_out"]`)
	s.typedStays(t, settings)
	must(t, s.FillSignIn(settings))
	must(t, s.SignIn(t.Context(), settings))
	untilShown(t, settings, `#zoho-state[data-state="connected"]`)
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	untilGone(t, s.Sidebar, "#zoho-notice")
	untilShown(t, s.Sidebar, `#chat-state[data-state="`+string(contract.ChatLinked)+`"]`)
	must(t, s.whole(elenaName, mayaName))
}

// typedStays checks of a form filled with the client used before that news of
// the view does not fill again what somebody has cleared.
func (s *Story) typedStays(t *testing.T, settings *Tab) {
	t.Helper()
	id := func() string { return value(Eval[string](settings, `document.querySelector("#client-id").value`))(t) }
	if centre := value(Eval[string](settings, `document.querySelector("#data-centre").value`))(t); centre != s.World.DataCentre || id() != s.World.Client.ID {
		t.Errorf("the form begins with %q at %q", id(), centre)
	}
	run(t, settings, `document.querySelector("#client-id").select()`)
	press(t, settings, "\b")
	for _, typed := range []string{"1", "10"} {
		redraw(t, settings)
		press(t, settings, typed[len(typed)-1:])
		if id() != typed {
			t.Errorf("of %q typed the field holds %q", typed, id())
		}
	}
}

// redraw has the core write the view anew, and waits until the settings page has
// drawn it.
func redraw(t *testing.T, settings *Tab) {
	t.Helper()
	// The page's own listener stands before this one, so it has asked for its
	// update when this one runs.
	run(t, settings, `new Promise((drawn, failed) => {
		chrome.storage.onChanged.addListener(async function heard(changes) {
			if (!changes.view) return;
			chrome.storage.onChanged.removeListener(heard);
			await document.querySelector("chatkeep-options").updateComplete;
			await document.querySelector("chatkeep-sign-in").updateComplete;
			drawn(null);
		});
		chrome.runtime.sendMessage({ v: 1, kind: "options/view.refresh", data: {} }).catch(failed);
	})`)
}
