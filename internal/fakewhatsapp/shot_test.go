package fakewhatsapp

import (
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func TestShot(t *testing.T) {
	s := New(Options{})
	tab := openBrowser(t, s)
	for _, scheme := range []string{"light", "dark"} {
		var png []byte
		chromedp.Call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		openPage(t, s, tab)
		for _, name := range []string{"Elena Marsh", "Harbour project", "Maya Okafor"} {
			do(t, tab, chromedp.Click(`//*[@data-testid="cell-frame-title"][text()="`+name+`"]`), chromedp.Sleep(300*time.Millisecond))
			png, _ = chromedp.Run(tab, chromedp.CaptureScreenshot())
			os.WriteFile("/tmp/fakewhatsapp-"+scheme+"-"+name[:4]+".png", png, 0o644)
		}
	}
	for _, ss := range []Session{SessionQR, SessionConflict, SessionLocked, SessionSyncing} {
		var png []byte
		s.SetSession(ss)
		s.WaitApplied(tab)
		png, _ = chromedp.Run(tab, chromedp.CaptureScreenshot())
		os.WriteFile("/tmp/fakewhatsapp-"+string(ss)+".png", png, 0o644)
	}
	t.Logf("%+v", s.Violations())
	t.Logf("%+v", s.UserActs())
}
