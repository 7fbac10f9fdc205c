package e2e

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// chromeAgrees stands in for Chrome's question for hosts, and for Zoho's consent page,
// which leads back at once.
const chromeAgrees = `(() => {
	globalThis.wanted = [];
	chrome.permissions.request = async ({ origins }) => { wanted.push(origins); return globalThis.allowed ?? true; };
	chrome.identity.launchWebAuthFlow = async () => chrome.identity.getRedirectURL("zoho") + "?code=1000.a.b&state=s";
})()`

// fillClient fills in the sign-in form for a data centre with a client of nobody.
func fillClient(t *testing.T, settings *Tab, centre string) {
	t.Helper()
	choose(t, settings, "#data-centre", centre)
	must(t, settings.Type("#client-id", " 1000.CLIENT "))
	must(t, settings.Type("#client-secret", "secret"))
	must(t, settings.Click("#linking-ask"))
}

// choose chooses an option of a list.
func choose(t *testing.T, tab *Tab, selector, option string) {
	t.Helper()
	must(t, tab.Do(chromedp.SetValue(chromedp.CSS(selector), option, chromedp.NodeVisible)))
	run(t, tab, fmt.Sprintf(`void document.querySelector(%q).dispatchEvent(new Event("change", {bubbles: true}))`, selector))
}

// TestEnvironment: the kind of organisation goes with the sign-in by either way,
// and only its own hosts are asked for.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveNobody(t)
	for _, kind := range []struct {
		environment contract.Environment
		centre      string
		want        []string
	}{
		{contract.EnvironmentProduction, "us", []string{"https://accounts.zoho.com/*", "https://www.zohoapis.com/*"}},
		{contract.EnvironmentSandbox, "eu", []string{"https://accounts.zoho.eu/*", "https://sandbox.zohoapis.eu/*"}},
		{contract.EnvironmentDeveloper, "ca", []string{"https://accounts.zohocloud.ca/*", "https://developer.zohoapis.ca/*"}},
	} {
		settings := s.face(t, "options/options.html")
		run(t, settings, chromeAgrees)
		fillClient(t, settings, kind.centre)
		// Who does not look for another kind does not meet it.
		untilGone(t, settings, "#environment-sandbox")
		if kind.environment != contract.EnvironmentProduction {
			must(t, settings.Click("#environment > summary"))
			must(t, settings.Click("#environment-"+string(kind.environment)))
			untilShown(t, settings, "#environment-chosen")
			untilShown(t, settings, "#environment-reminder")
		}
		must(t, settings.Click("#connect"))
		untilTrue(t, settings, "a sign-in by the consent page", "asked.length === 1")
		begun := payload[contract.BeginSignIn](t, requests(t, settings)[0], contract.KindOptionsBegin)
		want := contract.BeginSignIn{
			DataCentre: kind.centre, ClientType: contract.ClientServer, ClientID: "1000.CLIENT", ClientSecret: "secret",
			Environment: kind.environment, RedirectURL: s.RedirectURL(), Linking: contract.LinkAsk,
		}
		if begun != want {
			t.Errorf("asked for was %+v, want %+v", begun, want)
		}
		answer(t, settings, `{ ok: { authUrl: "https://accounts.zoho.com/oauth/v2/auth" } }`)
		untilTrue(t, settings, "the end of the sign-in", "asked.length === 2")
		_ = payload[contract.FinishSignIn](t, requests(t, settings)[1], contract.KindOptionsFinish)
		answer(t, settings, "{ ok: {} }")
		untilTrue(t, settings, "the secret to be forgotten", `document.querySelector("#client-secret").value === ""`)

		must(t, settings.Click("#way-self"))
		must(t, settings.Type("#client-secret", "secret"))
		must(t, settings.Type("#code", "1000.code"))
		must(t, settings.Click("#connect"))
		untilTrue(t, settings, "a sign-in by a code", "asked.length === 3")
		self := payload[contract.SelfClientSignIn](t, requests(t, settings)[2], contract.KindOptionsSelfClient)
		if self.Environment != kind.environment || self.DataCentre != kind.centre || self.Code != "1000.code" {
			t.Errorf("asked for was %+v", self)
		}
		answer(t, settings, "{ ok: {} }")
		wanted := value(Eval[[][]string](settings, "wanted"))(t)
		if len(wanted) != 2 || !slices.Equal(wanted[0], kind.want) || !slices.Equal(wanted[1], kind.want) {
			t.Errorf("%s: Chrome was asked for %q, want %q twice", kind.environment, wanted, kind.want)
		}
		must(t, settings.Close())
	}
}

// TestHostsRefused: without the hosts nothing is asked for.
func TestHostsRefused(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveNobody(t)
	settings := s.face(t, "options/options.html")
	run(t, settings, chromeAgrees+`, void (globalThis.allowed = false)`)
	fillClient(t, settings, "us")
	must(t, settings.Click("#connect"))
	untilShown(t, settings, `[data-problem="host_access"]`)
	if asked := requests(t, settings); len(asked) > 0 {
		t.Errorf("without the hosts %s was asked for", asked[0].Kind)
	}
}

// TestRefusalStandsAtItsField: why a sign-in was refused stands where it can be
// mended, has the focus, and goes with the value it was about.
func TestRefusalStandsAtItsField(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveNobody(t)
	settings := s.face(t, "options/options.html")
	run(t, settings, chromeAgrees)
	fillClient(t, settings, "us")
	must(t, settings.Click("#way-self"))
	sent := 0
	refuse := func(problem contract.ProblemCode) {
		t.Helper()
		if value(Eval[bool](settings, `document.querySelector("#way-self").checked`))(t) {
			must(t, settings.Type("#code", "1000.code"))
		}
		must(t, settings.Click("#connect"))
		sent++
		untilTrue(t, settings, "a sign-in", fmt.Sprintf("asked.length === %d", sent))
		answer(t, settings, fmt.Sprintf(`{ error: { code: "invalid", problem: %q, message: "sign in: refused" } }`, problem))
		untilShown(t, settings, fmt.Sprintf(`[data-problem=%q]`, problem))
	}
	at := func(problem contract.ProblemCode, control, note string) {
		t.Helper()
		untilTrue(t, settings, fmt.Sprintf("%s to be told at %s", problem, control), fmt.Sprintf(`(() => {
			const control = document.querySelector(%q), note = document.querySelector(%q);
			const described = (control.closest("[aria-describedby]")?.getAttribute("aria-describedby") ?? "").split(" ");
			return document.activeElement === control && control.getAttribute("aria-invalid") === "true"
				&& note.querySelector("[data-problem]").dataset.problem === %q && described.includes(note.id)
				&& document.querySelectorAll("[data-problem]").length === 1;
		})()`, control, note, problem))
	}
	for _, refusal := range []struct {
		problem       contract.ProblemCode
		control, note string
		mend          func() error
	}{
		{contract.ProblemClientUnknown, "#client-id", "#client-id-note", func() error { return settings.Type("#client-id", "1000.OTHER") }},
		{contract.ProblemClientSecret, "#client-secret", "#client-secret-note", func() error { return settings.Type("#client-secret", "other") }},
		{contract.ProblemCodeUsed, "#code", "#code-note", func() error { return settings.Type("#code", "1000.other") }},
		{contract.ProblemSignInMismatch, "#data-centre", "#data-centre-note", func() error { choose(t, settings, "#data-centre", "eu"); return nil }},
		{contract.ProblemEnvironment, "#environment-production", "#environment-note", func() error { return settings.Click("#environment-sandbox") }},
	} {
		refuse(refusal.problem)
		at(refusal.problem, refusal.control, refusal.note)
		must(t, refusal.mend())
		untilGone(t, settings, "[data-problem]")
	}
	untilTrue(t, settings, "the kind of organisation to stay in sight", `document.activeElement.id === "environment-sandbox" && document.activeElement.checkVisibility()`)

	// What is about none of the fields stands at the button, and stays there.
	refuse(contract.ProblemThrottled)
	untilShown(t, settings, `#connect ~ [role=alert] [data-problem="throttled"]`)
	must(t, settings.Type("#client-id", "1000.THIRD"))
	untilShown(t, settings, `[data-problem="throttled"]`)

	must(t, settings.Click("#way-web"))
	untilGone(t, settings, "[data-problem]")
	refuse(contract.ProblemRedirectUnknown)
	untilTrue(t, settings, "the focus at the redirect address", `document.activeElement.id === "redirect-url-copy"`)
	untilShown(t, settings, `.step:nth-of-type(2) [data-problem="redirect_unknown"]`)
	// The consent page makes its code itself, so there is no field for it.
	refuse(contract.ProblemCodeUsed)
	untilShown(t, settings, `#connect ~ [role=alert] [data-problem="code_used"]`)
}
