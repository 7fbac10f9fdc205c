package e2e

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestChecksInZoho: the button asks for the checks once at a time and says how
// they ended; a failing line says what is missing and who can grant it.
func TestChecksInZoho(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveZoho(t, func(v *contract.View) { v.Zoho.Checks, v.Zoho.CheckedAt = nil, 0 })
	settings := s.face(t, "options/options.html")
	untilShown(t, settings, "#zoho-checks-about")
	untilGone(t, settings, ".checks")

	must(t, settings.Click("#zoho-check"))
	untilTrue(t, settings, "a busy button", `document.querySelector("#zoho-check").getAttribute("aria-disabled") === "true"`)
	must(t, settings.ClickBusy("#zoho-check"))
	asked := requests(t, settings)
	if len(asked) != 1 {
		t.Fatalf("two clicks asked for %d checks at once", len(asked))
	}
	_ = payload[contract.Nothing](t, asked[0], contract.KindOptionsCheck)
	s.leaveZoho(t, func(v *contract.View) { v.Zoho.Checks = mixedChecks() })
	answer(t, settings, "{ ok: {} }")
	wantTexts(t, settings, map[string]string{
		"#zoho-check-done[role=status]": "Checked: 4 things do not work",
		"#zoho-check":                   "Check again",
		"#zoho-checks-outcome":          "4 things do not work",
		"[data-check=user]":             "Seeing who signed in works",
		"[data-check=leads]":            "Module Permissions",
		"[data-check=query]":            "Crm_Implied_View_Leads",
		"[data-check=query] p + p":      "Your Zoho administrator",
		"[data-check=search]":           "Missing scope: ZohoSearch.securesearch.READ",
		"[data-check=notes]":            "At least one of these scopes is missing: ZohoCRM.modules.notes.READ, ZohoCRM.modules.contacts.READ",
		"[data-check=notes] p + p":      "sign in again",
	})
	names := value(Eval[[]string](settings, `[...document.querySelectorAll("#zoho-checks ul > li")].map((e) => e.dataset.check)`))(t)
	if want := []string{"user", "org", "contacts", "leads", "query", "search", "notes", "create_contacts", "create_leads", "write_notes"}; !slices.Equal(names, want) {
		t.Errorf("the checks are %q, want %q", names, want)
	}

	// Of lines that fail for one reason only the first explains it.
	s.leaveZoho(t, func(v *contract.View) { v.Zoho.Checks = barredChecks() })
	wantTexts(t, settings, map[string]string{
		"[data-check=user]": "Developer Permissions → Zoho CRM API Access",
		"[data-check=org]":  "Zoho names: Crm_Implied_Api_Access For the same reason as above.",
	})
	untilGone(t, settings, "#sign-in-again")

	s.leaveZoho(t, nil)
	wantTexts(t, settings, map[string]string{"#zoho-checks-outcome": "Everything works"})
	must(t, settings.Click("#zoho-check"))
	answer(t, settings, `{ error: { code: "offline", problem: "unreachable", message: "check: no network" } }`)
	untilShown(t, settings, `#zoho-checks [data-problem="unreachable"]`)
	untilTrue(t, settings, "no word of an end", `document.querySelector("#zoho-check-done").innerText === ""`)

	s.leaveZoho(t, func(v *contract.View) { v.Zoho.State = contract.ZohoSignedOut })
	untilShown(t, settings, "#sign-in-form")
	untilGone(t, settings, "#zoho-checks")
}

// TestChecksAfterSignIn: the core's own checks are listed after a sign-in, and
// again when somebody asks for them.
func TestChecksAfterSignIn(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, openWhatsApp, connect)
	outcome := func(want string) {
		t.Helper()
		wantTexts(t, s.Settings, map[string]string{"#zoho-checks-outcome": want})
	}
	outcome("Everything works")
	untilTrue(t, s.Settings, "a line for each check", `document.querySelectorAll('.checks > [data-ok="true"]').length === 10`)
	s.Zoho.SetAPIAccess(false)
	must(t, s.Settings.Click("#zoho-check"))
	outcome("10 things do not work")
	wantTexts(t, s.Settings, map[string]string{"[data-check=user]": "Developer Permissions → Zoho CRM API Access"})
	untilShown(t, s.Settings, `#zoho-state[data-state="refused"]`)
	s.Zoho.SetAPIAccess(true)
	must(t, s.Settings.Click("#zoho-check"))
	outcome("Everything works")
	untilShown(t, s.Settings, `#zoho-state[data-state="connected"]`)
	wantTexts(t, s.Settings, map[string]string{"#zoho-check-done": "Checked: Everything works"})
}

// TestSignInOnceMore: a scope that is missing can be granted without
// disconnecting, and the settings are there again afterwards.
func TestSignInOnceMore(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveZoho(t, func(v *contract.View) {
		v.Zoho.Checks, v.Zoho.Way, v.Zoho.ClientID = mixedChecks(), contract.WaySelf, "1000.BEFORE"
		v.Zoho.Environment = contract.EnvironmentDeveloper
	})
	settings := s.face(t, "options/options.html")
	run(t, settings, chromeAgrees)
	untilShown(t, settings, "#settings-form")
	must(t, settings.Click("#sign-in-again"))
	untilTrue(t, settings, "the focus at the first step", `document.activeElement.id === "step-1"`)
	untilGone(t, settings, "#settings-form")
	must(t, settings.Type("#client-secret", "secret"))
	must(t, settings.Type("#code", "1000.code"))
	must(t, settings.Click("#connect"))
	untilTrue(t, settings, "a sign-in", "asked.length === 1")
	got := payload[contract.SelfClientSignIn](t, requests(t, settings)[0], contract.KindOptionsSelfClient)
	if got.ClientID != "1000.BEFORE" || got.Environment != contract.EnvironmentDeveloper || got.Linking != contract.LinkCertain {
		t.Errorf("the sign-in before was remembered as %+v", got)
	}
	answer(t, settings, "{ ok: {} }")
	untilShown(t, settings, "#settings-form")
	untilGone(t, settings, "#sign-in-form")
}

// TestDailyCredits: the daily limit is a whole number from none to more than
// anybody has, and what is wrong is told at the field.
func TestDailyCredits(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveZoho(t, nil)
	settings := s.face(t, "options/options.html")
	untilShown(t, settings, "#daily-credits")
	for _, wrong := range []string{"-1", "1.5", "10000001", ""} {
		run(t, settings, fmt.Sprintf(`(() => {
			const field = document.querySelector("#daily-credits");
			field.value = %q;
			field.dispatchEvent(new InputEvent("input", {bubbles: true}));
		})()`, wrong))
		must(t, settings.Click("#save-settings"))
		untilTrue(t, settings, fmt.Sprintf("%q to be refused at the field", wrong), `(() => {
			const field = document.querySelector("#daily-credits");
			return document.activeElement === field && field.getAttribute("aria-invalid") === "true"
				&& field.getAttribute("aria-describedby").split(" ").includes("daily-credits-error")
				&& document.querySelector("#daily-credits-error").innerText.includes("10,000,000");
		})()`)
	}
	if asked := requests(t, settings); len(asked) > 0 {
		t.Fatalf("wrong limits asked for %s", asked[0].Kind)
	}
	for i, typed := range []int{0, 750, 10_000_000} {
		must(t, settings.Type("#daily-credits", fmt.Sprint(typed)))
		untilGone(t, settings, "#daily-credits-error")
		must(t, settings.Click("#save-settings"))
		untilTrue(t, settings, "the settings to be sent", fmt.Sprintf("asked.length === %d", i+1))
		want := quietView().Settings
		want.DailyCredits = typed
		if got := payload[contract.Settings](t, requests(t, settings)[i], contract.KindOptionsSettings); got != want {
			t.Errorf("the settings %+v were sent, want %+v", got, want)
		}
		answer(t, settings, "{ ok: {} }")
		untilTrue(t, settings, "the button to be free", `document.querySelector("#save-settings").getAttribute("aria-disabled") === "false"`)
	}
}
