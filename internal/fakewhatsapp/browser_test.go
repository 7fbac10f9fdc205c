package fakewhatsapp

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The tests in this file open the served page in a real Chromium, found where chromedp looks for it. The two
// host names are mapped to the local server; everything else has no address.

// openBrowser starts the server and a browser and gives the context of its first tab, not yet on the page.
func openBrowser(t *testing.T, s *Server, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	web := httptest.NewUnstartedServer(s)
	web.EnableHTTP2 = true
	web.StartTLS()
	t.Cleanup(web.Close)
	t.Cleanup(s.Close)
	address, err := url.Parse(web.URL)
	if err != nil {
		t.Fatal(err)
	}
	rules := fmt.Sprintf("MAP %s:443 %s, MAP %s:443 %s, MAP * ~NOTFOUND", PageHost, address.Host, StaticHost, address.Host)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("headless", "new"), chromedp.IgnoreCertErrors,
		chromedp.Flag("host-resolver-rules", rules), chromedp.WindowSize(1200, 800))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), append(options, more...)...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	// The browser lives as long as the context of its first use, which therefore has no timeout.
	do(t, tab)
	tab, cancel := context.WithTimeout(tab, 60*time.Second)
	t.Cleanup(cancel)
	return tab
}

// do runs actions in a tab and ends the test when one fails.
func do(t *testing.T, tab context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(tab, actions...); err != nil {
		t.Fatal(err)
	}
}

// evaluate gives the value of a JavaScript expression, awaited when it is a promise.
func evaluate[T any](t *testing.T, tab context.Context, expression string) T {
	t.Helper()
	value, err := chromedp.Run(tab, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// openPage loads the page and waits until it has booted.
func openPage(t *testing.T, s *Server, tab context.Context) {
	t.Helper()
	do(t, tab, chromedp.Navigate("https://"+PageHost+"/"))
	if err := s.WaitPages(tab, 1); err != nil {
		t.Fatal(err)
	}
	if err := s.WaitApplied(tab); err != nil {
		t.Fatal(err)
	}
}
