package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestKeepAwake: the choice is sent with the other settings, and the sidebar
// names it only to somebody who has not taken it.
func TestKeepAwake(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, func(v *contract.View) { v.WhatsApp.State = contract.TabAsleep })
	settings := s.face(t, "options/options.html")
	must(t, settings.Click("#keep-awake"))
	must(t, settings.Click("#save-settings"))
	untilTrue(t, settings, "the settings to be sent", "asked.length === 1")
	want := quietView().Settings
	want.KeepAwake = true
	if got := payload[contract.Settings](t, requests(t, settings)[0], contract.KindOptionsSettings); got != want {
		t.Errorf("the settings %+v were sent, want %+v", got, want)
	}

	panel := s.face(t, "panel/panel.html")
	untilShown(t, panel, "#keep-awake-hint")
	s.leaveView(t, func(v *contract.View) { v.WhatsApp.State, v.Settings.KeepAwake = contract.TabAsleep, true })
	untilGone(t, panel, "#keep-awake-hint")
	untilShown(t, panel, "#wake-whatsapp")
}

// TestWakeTheTab: the button brings the WhatsApp Web tab to the front, and opens
// one when there is none any more.
func TestWakeTheTab(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, func(v *contract.View) { v.WhatsApp.State = contract.TabAsleep })
	panel := s.face(t, "panel/panel.html")
	must(t, panel.Click("#wake-whatsapp"))
	whatsApp := value(s.Find(t.Context(), whatsAppAddress))(t)
	must(t, whatsApp.Do(chromedp.WaitVisible(chromedp.CSS("#pane-side"))))

	other := value(s.NewTab(s.ExtensionURL("manifest.json")))(t)
	untilTrue(t, whatsApp, "WhatsApp Web behind another tab", `document.visibilityState === "hidden"`)
	run(t, panel, `void document.querySelector("#wake-whatsapp").click()`)
	must(t, Until(t.Context(), "WhatsApp Web in front", func() (bool, error) {
		return Eval[bool](whatsApp, `document.visibilityState === "visible"`)
	}))
	must(t, other.Close())
	open := 0
	for _, p := range value(s.targets("page"))(t) {
		if strings.HasPrefix(p.URL, whatsAppAddress) {
			open++
		}
	}
	if open != 1 {
		t.Errorf("%d tabs of WhatsApp Web are open, want 1", open)
	}
}
