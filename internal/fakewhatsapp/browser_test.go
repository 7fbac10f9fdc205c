package fakewhatsapp

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
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
	web.Config.ErrorLog = log.New(io.Discard, "", 0) // A browser that is closed breaks its connections.
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

// title selects the row of a chat in the list by the title it shows.
func title(name string) string {
	return fmt.Sprintf(`//*[@data-testid="cell-frame-title"][text()=%q]`, name)
}

// kindsOf lists the recorded violations as "kind what".
func kindsOf(violations []Violation) []string {
	var kinds []string
	for _, v := range violations {
		kinds = append(kinds, v.Kind+" "+v.What)
	}
	return kinds
}

func TestBrowserBootsUnderItsPolicy(t *testing.T) {
	for _, trusted := range []bool{false, true} {
		s := New(Options{TrustedTypes: trusted})
		tab := openBrowser(t, s)
		openPage(t, s, tab)
		if kinds := kindsOf(s.Violations()); len(kinds) > 0 {
			t.Errorf("Trusted Types %v: booting leaves %v", trusted, kinds)
		}
		state := evaluate[map[string]any](t, tab, `({
			version: Debug.VERSION, mode: require('WAWebStreamModel').Stream.mode, own: typeof __standIn,
			payloads: document.querySelectorAll('script[data-sjs]').length, root: document.documentElement.id,
		})`)
		want := map[string]any{"version": s.profile.Version, "mode": "MAIN", "own": "undefined", "payloads": 2.0, "root": "whatsapp-web"}
		if !reflect.DeepEqual(state, want) {
			t.Errorf("Trusted Types %v: %v, want %v", trusted, state, want)
		}
		wasm := evaluate[string](t, tab, `WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => 'compiled', (error) => error.name)`)
		if wasm != "CompileError" {
			t.Errorf("WebAssembly in the page: %s", wasm)
		}
	}
}

func TestBrowserShowsAndOpensChats(t *testing.T) {
	s := New(Options{})
	total := len(must(s.Messages(ChatElena))(t))
	tab := openBrowser(t, s)
	openPage(t, s, tab)
	do(t, tab, chromedp.Evaluate[chromedp.Void](`window.activesForTest = [];
		require('WAWebChatCollection').ChatCollection.on('change:active', (chat, now) => activesForTest.push(String(chat.id) + ' ' + now)); undefined`),
		chromedp.Click(title("Maya Okafor")),
		chromedp.WaitVisible(`//*[@data-testid="conversation-info-header-chat-title"][text()="Maya Okafor"]`),
		chromedp.Click(title("Elena Marsh")),
		chromedp.WaitVisible(`//*[@data-testid="conversation-info-header-chat-title"][text()="Elena Marsh"]`))

	state := evaluate[map[string]any](t, tab, `(() => {
		const all = (selector) => Array.from(document.querySelectorAll(selector));
		const row = document.querySelector('#main [data-testid=conversation-panel-body] [data-testid=conversation-panel-messages][tabindex="0"] div[role=row] > [data-id]');
		return {
			actives: activesForTest, bare: all('[data-id]').every((node) => /^[A-Z0-9]+$/.test(node.dataset.id) && node.dataset.testid === 'conv-msg-' + node.dataset.id),
			list: all('#app #side #pane-side [data-testid=cell-frame-container] [data-testid=cell-frame-title]').length,
			search: all('#side input[data-tab="3"]').length, header: all('#main header[data-testid=conversation-header] [data-testid=conversation-info-header]').length,
			item: Boolean(row.querySelector('.focusable-list-item > [data-testid=msg-container] [data-testid=msg-meta] > span[dir=auto]')),
			stamps: all('[data-pre-plain-text]').map((node) => node.dataset.prePlainText),
			states: all('[data-testid=msg-meta] [data-icon=msg-dblcheck][data-testid=msg-dblcheck] svg title').length,
			classes: all('.message-in, .message-out').length,
		};
	})()`)
	stamps, _ := state["stamps"].([]any)
	delete(state, "stamps")
	want := map[string]any{
		"actives": []any{ChatMaya + " true", ChatMaya + " false", ChatElena + " true"},
		"bare":    true, "list": 9.0, "search": 1.0, "header": 1.0, "item": true, "states": state["states"], "classes": 0.0,
	}
	if !reflect.DeepEqual(state, want) || state["states"] == 0.0 {
		t.Errorf("layout: %v, want %v", state, want)
	}
	stamp := regexp.MustCompile(`^\[\d{2}:\d{2}, \d{2}/\d{2}/\d{4}\] (Elena Marsh|Alex Morgan): $`)
	for _, text := range stamps {
		if !stamp.MatchString(text.(string)) {
			t.Errorf("data-pre-plain-text is %q", text)
		}
	}
	if html := evaluate[string](t, tab, `document.documentElement.outerHTML`); regexp.MustCompile(`@(c\.us|lid|g\.us|s\.whatsapp)|\d{11,}`).MatchString(
		regexp.MustCompile(`data:[^"]*|[A-F0-9]{18,}`).ReplaceAllString(html, "")) {
		t.Error("the document holds a JID or a phone number")
	}

	checkVirtualList(t, tab, total)

	do(t, tab, chromedp.SendKeys(`//*[@data-testid="conversation-compose-box-input"]`, "Typed by hand\r"),
		chromedp.WaitVisible(`//*[@data-testid="selectable-text"][text()="Typed by hand"]`))
	if rows := must(s.Messages(ChatElena))(t); len(rows) != total+1 || !rows[total].FromMe {
		t.Errorf("%d messages after sending, want %d", len(rows), total+1)
	}
	noError(t, s.WaitApplied(tab))
	var acts []string
	for _, act := range s.UserActs() {
		acts = append(acts, act.Name+" "+act.Chat)
	}
	if want := []string{"open " + ChatMaya, "read " + ChatMaya, "open " + ChatElena, "read " + ChatElena, "send " + ChatElena}; !reflect.DeepEqual(acts, want) {
		t.Errorf("acts: %v, want %v", acts, want)
	}
	if kinds := kindsOf(s.Violations()); len(kinds) > 0 {
		t.Errorf("a person using the page leaves %v", kinds)
	}
}

// checkVirtualList scrolls the open conversation to its beginning and sees that every message was mounted at
// some time, and never all of them at once.
func checkVirtualList(t *testing.T, tab context.Context, total int) {
	t.Helper()
	seen := evaluate[map[string]int](t, tab, `(async () => {
		const scroller = document.querySelector('[data-testid=conversation-panel-messages]');
		const ids = new Set();
		// The list follows the scroll event, which comes with the next frame.
		const fresh = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
		let most = 0;
		const note = () => {
			const rows = Array.from(scroller.querySelectorAll('[data-id]'));
			most = Math.max(most, rows.length);
			for (const row of rows) ids.add(row.dataset.id);
		};
		note();
		const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
		const load = require('WAWebChatCollection').ChatCollection.getActive().msgs.msgLoadState;
		for (let round = 0; round < 2000; round++) {
			const before = ids.size;
			scroller.scrollTop = Math.max(0, scroller.scrollTop - 300);
			await fresh();
			note();
			// At the top, earlier messages may still be on their way.
			if (scroller.scrollTop === 0 && ids.size === before && load.noEarlierMsgs && !load.isLoadingEarlierMsgs) {
				await fresh();
				note();
				if (ids.size === before) break;
			}
		}
		scroller.scrollTop = scroller.scrollHeight;
		return { seen: ids.size, most, atEnd: Math.round(atEnd) };
	})()`)
	if seen["seen"] != total || seen["most"] > 40 || seen["atEnd"] > 1 {
		t.Errorf("of %d messages %d came into view, at most %d at a time; %d px from the end at first", total, seen["seen"], seen["most"], seen["atEnd"])
	}
}

func TestBrowserTabsFollowTheWorld(t *testing.T) {
	s := New(Options{})
	first := openBrowser(t, s)
	openPage(t, s, first)
	second, closeTab := chromedp.NewContext(first)
	t.Cleanup(closeTab)
	do(t, second, chromedp.Navigate("https://"+PageHost+"/"))
	noError(t, s.WaitPages(first, 2))

	must(s.Deliver(ChatMaya, Msg{Body: "for both tabs"}))(t)
	noError(t, s.WaitApplied(first))
	look := `(() => { const chat = require('WAWebChatCollection').ChatCollection.get('` + ChatMaya + `');
		return [chat.msgs.last().body, String(chat.unreadCount), String(chat.msgs.last().isNewMsg)]; })()`
	for _, tab := range []context.Context{first, second} {
		if got := evaluate[[]string](t, tab, look); !reflect.DeepEqual(got, []string{"for both tabs", "3", "true"}) {
			t.Errorf("tab shows %v", got)
		}
	}
	// The person reads it in one tab; the other one hears of it.
	do(t, second, chromedp.Click(title("Maya Okafor")), chromedp.WaitVisible(`//*[@data-testid="selectable-text"][text()="for both tabs"]`))
	noError(t, s.WaitApplied(first), s.WaitApplied(first))
	if got := evaluate[[]string](t, first, look); got[1] != "0" {
		t.Errorf("the other tab shows %v unread", got[1])
	}
	closeTab()
	noError(t, s.WaitPages(first, 1))
}

func TestBrowserNoticesGuests(t *testing.T) {
	s := New(Options{})
	tab := openBrowser(t, s)
	openPage(t, s, tab)
	do(t, tab, chromedp.Evaluate[chromedp.Void](`(async () => {
		const script = document.createElement('script');
		script.src = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop/page.js';
		document.head.append(script);
		script.remove();
		const link = document.createElement('link');
		link.rel = 'stylesheet';
		link.href = 'https://cdn.example.com/panel.css';
		document.head.append(link);
		await fetch('https://www.zohoapis.com/crm/v8/Contacts').catch(() => {});
		await fetch('/api/contacts').catch(() => {});
		try { (0, eval)('1'); } catch { /* The policy is what counts. */ }
		setTimeout(() => { throw new RangeError('out of reach'); }, 0);
		Promise.reject(new TypeError('nobody listens'));
		await new Promise((done) => setTimeout(done, 20));
	})()`, chromedp.EvalAwaitPromise))
	noError(t, s.WaitApplied(tab))
	kinds := kindsOf(s.Violations())
	if !slices.ContainsFunc(kinds, func(kind string) bool { return strings.HasPrefix(kind, "error uncaught RangeError") }) {
		t.Errorf("recorded %q without the uncaught exception", kinds)
	}
	for _, want := range []string{
		"tag script chrome-extension://abcdefghijklmnopabcdefghijklmnop", "tag link https://cdn.example.com",
		"csp connect-src https://www.zohoapis.com/crm/v8/Contacts", "request GET web.whatsapp.com/api/contacts", "csp script-src eval",
		"error unhandled rejection with TypeError",
	} {
		if !slices.Contains(kinds, want) {
			t.Errorf("recorded %q, want %q among it", kinds, want)
		}
	}
}

func TestBrowserWithoutBundle(t *testing.T) {
	s := New(Options{NoBundle: true})
	tab := openBrowser(t, s)
	do(t, tab, chromedp.Navigate("https://"+PageHost+"/"))
	state := evaluate[map[string]any](t, tab, `({
		require: typeof require, define: typeof __d, lazy: typeof requireLazy, env: typeof Env, debug: typeof Debug,
		splash: Boolean(document.getElementById('wa_web_initial_startup')), panes: Boolean(document.querySelector('#side, #main, [data-id]')), waiting: (__d('x', [], () => {}), __d_stub.length),
	})`)
	want := map[string]any{
		"require": "undefined", "define": "function", "lazy": "function", "env": "object", "debug": "undefined", "splash": true,
		"panes": false, "waiting": 1.0,
	}
	if !reflect.DeepEqual(state, want) || len(s.Violations()) > 0 {
		t.Errorf("page without bundle: %v, violations %v", state, kindsOf(s.Violations()))
	}
	do(t, tab, chromedp.Evaluate[chromedp.Void](`(() => { const link = document.createElement('link'); link.href = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop/x.css'; document.head.append(link); })()`))
	noError(t, s.wait(tab, "a violation", func() bool { return len(s.violations) == 1 }))
}

func TestBrowserScreens(t *testing.T) {
	s := New(Options{})
	tab := openBrowser(t, s)
	openPage(t, s, tab)
	do(t, tab, chromedp.Click(title("Maya Okafor")), chromedp.WaitVisible(`#main`))
	for _, one := range []struct {
		session Session
		testid  string
	}{
		{SessionLocked, "lock-screen"}, {SessionConflict, "popup-contents"}, {SessionSyncing, "wa-web-loading-screen"},
		{SessionQR, "qrcode"}, {SessionPairing, "pairing"},
	} {
		s.SetSession(one.session)
		noError(t, s.WaitApplied(tab))
		shown := evaluate[[]bool](t, tab, `[Boolean(document.querySelector('[data-testid="`+one.testid+`"]')), Boolean(document.querySelector('#side, #main, [data-id]'))]`)
		if !shown[0] || shown[1] {
			t.Errorf("%s: screen %v, chats in the document %v", one.session, shown[0], shown[1])
		}
	}
	s.SetSession(SessionMain)
	noError(t, s.WaitApplied(tab))
	do(t, tab, chromedp.WaitVisible(title("Maya Okafor")))
}
