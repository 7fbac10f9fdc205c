package fakewhatsapp

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// asGuest lets the engine take a script for one of an extension.
func asGuest(source string) string {
	return source + "\n//# sourceURL=chrome-extension://abcdefghijklmnopabcdefghijklmnop/page.js"
}

// beforeThePage lets a script run in the tab's documents before any script of theirs, as a content script in
// the MAIN world of the top frame does.
func beforeThePage(t *testing.T, tab context.Context, source string) {
	t.Helper()
	params := cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: asGuest("if (window === top) {" + source + "}")}
	if _, err := chromedp.Call(tab, cdppage.AddScriptToEvaluateOnNewDocument, params); err != nil {
		t.Fatal(err)
	}
}

// recordedBy gives what is recorded while an expression runs, as "kind what".
func recordedBy(t *testing.T, s *Server, tab context.Context, expression string) []string {
	t.Helper()
	noError(t, s.WaitApplied(tab))
	s.ClearViolations()
	do(t, tab, chromedp.Evaluate[chromedp.Void](asGuest("void ("+expression+")")))
	noError(t, s.WaitApplied(tab))
	return kindsOf(s.Violations())
}

func TestBrowserStandsAttacks(t *testing.T) {
	for name, opts := range map[string]Options{
		"hostile": {Hostile: FullyHostile("shake", "to-page", "to-bridge")},
		"rival":   {Rival: true, TrustedTypes: true},
		"all":     {Hostile: FullyHostile("shake", "to-page", "to-bridge"), Rival: true, TrustedTypes: true},
	} {
		s := New(opts)
		tab := openBrowser(t, s)
		openPage(t, s, tab)
		do(t, tab, chromedp.Click(title("Maya Okafor")), chromedp.WaitVisible(`//*[@data-testid="conversation-info-header-chat-title"]`))
		// Several rounds of forging and of polling have passed after that.
		state := evaluate[map[string]any](t, tab, `(async () => {
			await new Promise((done) => setTimeout(done, 1300));
			return { chats: require('WAWebCollections').Chat.length, text: JSON.stringify({ a: [1, 2].map((n) => n * 2) }), polluted: ({}).polluted === undefined };
		})()`)
		if want := map[string]any{"chats": 9.0, "text": `{"a":[2,4]}`, "polluted": true}; !reflect.DeepEqual(state, want) {
			t.Errorf("%s: %v, want %v", name, state, want)
		}
		noError(t, s.WaitApplied(tab))
		kinds := slices.DeleteFunc(kindsOf(s.Violations()), func(kind string) bool {
			return strings.HasPrefix(kind, "channel") || strings.HasPrefix(kind, "builtin")
		})
		if len(kinds) > 0 {
			t.Errorf("%s: a page nobody visits records %v", name, kinds)
		}
		if len(s.Violations()) > 0 {
			t.Errorf("%s: the attacker takes its own doing for an extension's: %v", name, kindsOf(s.Violations()))
		}
	}
}

func TestBrowserHearsExtensions(t *testing.T) {
	s := New(Options{Hostile: FullyHostile("shake", "to-page", "to-bridge")})
	s.opts.Hostile.FloodUnits, s.opts.Hostile.Builtins = 0, false
	tab := openBrowser(t, s)
	// A guest that answers whoever hands it a bus.
	beforeThePage(t, tab, `addEventListener('shake', (event) => {
		if (event.relatedTarget && self.answersForTest) event.relatedTarget.dispatchEvent(new CustomEvent('to-bridge', { detail: 'here' }));
	}, true)`)
	openPage(t, s, tab)
	if kinds := kindsOf(s.Violations()); len(kinds) > 0 {
		t.Fatalf("a quiet guest is recorded: %v", kinds)
	}
	for expression, want := range map[string]string{
		`window.dispatchEvent(new MouseEvent('shake', { relatedTarget: document.createElement('i') }))`: "channel shake heard on window",
		`document.dispatchEvent(new CustomEvent('to-page', { detail: '{}' }))`:                          "channel to-page heard on document",
		`Object.prototype.polluted = true`:                                                              "channel Object.prototype polluted",
	} {
		kinds := recordedBy(t, s, tab, expression)
		if !slices.Contains(kinds, want) {
			t.Errorf("%s: recorded %v, want %q", expression, kinds, want)
		}
		evaluate[bool](t, tab, `delete Object.prototype.polluted`)
	}
	s.ClearViolations()
	do(t, tab, chromedp.Evaluate[chromedp.Void](`new Promise((done) => { addEventListener('message', (event) => { if (event.data === 'told') done(); }); postMessage('told', '*'); })`, chromedp.EvalAwaitPromise))
	noError(t, s.WaitApplied(tab))
	if kinds := kindsOf(s.Violations()); !slices.Contains(kinds, "channel a message heard on window") {
		t.Errorf("a message: recorded %v", kinds)
	}
	s.ClearViolations()
	do(t, tab, chromedp.Evaluate[chromedp.Void](`void (window.answersForTest = true)`))
	noError(t, s.wait(tab, "an answer on the forged bus", func() bool {
		return slices.Contains(kindsOf(s.violations), "channel to-bridge on the forged bus")
	}))
}

func TestBrowserLiesToExtensions(t *testing.T) {
	s := New(Options{Hostile: FullyHostile("shake", "to-page", "to-bridge")})
	s.opts.Hostile.FloodUnits = 0
	tab := openBrowser(t, s)
	beforeThePage(t, tab, `window.keptForTest = { stringify: JSON.stringify, apply: Reflect.apply };`)
	openPage(t, s, tab)
	// What was kept from before the page is the browser's own and tells the attacker nothing.
	if kinds := recordedBy(t, s, tab, `keptForTest.apply(keptForTest.stringify, null, [{ a: 1 }])`); len(kinds) > 0 {
		t.Errorf("kept builtins: recorded %v", kinds)
	}
	kinds := recordedBy(t, s, tab, `(() => {
		JSON.parse('{}');
		document.dispatchEvent(new Event('x'));
		window.addEventListener('x', () => {});
		[1].map((n) => n);
		[].push(1);
		for (const n of [1]) void n;
		Object.keys({ a: 1 });
		Reflect.apply(Math.max, null, [1]);
		Math.max.call(null, 1);
		new Map([[1, 2]]).get(1);
		/a/.test('a');
		'abc'.slice(1);
		Array.isArray([]);
		Date.now();
		queueMicrotask(() => {});
		window.liesForTest = [JSON.stringify({ a: 1 }), JSON.parse('{"kind":"true"}').kind, [1, 2].map((n) => n).length, Array.isArray([])];
	})()`)
	for _, want := range strings.Fields(`JSON.parse EventTarget.prototype.dispatchEvent EventTarget.prototype.addEventListener Array.prototype.map
		Array.prototype.push Array.prototype.Symbol(Symbol.iterator) Object.keys Reflect.apply Function.prototype.call Map.prototype.get
		RegExp.prototype.test String.prototype.slice Array.isArray Date.now window.queueMicrotask JSON.stringify`) {
		if !slices.Contains(kinds, "builtin "+want) {
			t.Errorf("the use of %s is not recorded in %v", want, kinds)
		}
	}
	lies := evaluate[[]any](t, tab, `liesForTest`)
	if want := []any{`{"kind":"forged"}`, "forged", 0.0, false}; !reflect.DeepEqual(lies, want) {
		t.Errorf("lies: %v, want %v", lies, want)
	}
}

func TestBrowserNoticesTraces(t *testing.T) {
	const id = "abcdefghijklmnopabcdefghijklmnop"
	s := New(Options{})
	tab := openBrowser(t, s)
	beforeThePage(t, tab, `
		window.__bridge = {};
		window[Symbol('bus')] = 1;
		document.reader = 1;
		window.harmlessForTest = 1;
		const parse = JSON.parse;
		JSON.parse = function (text) { return parse(text); };
		EventTarget.prototype.dispatchEvent = new Proxy(EventTarget.prototype.dispatchEvent, {});`)
	openPage(t, s, tab)
	kinds := kindsOf(s.Violations())
	for _, want := range []string{"trace window __bridge", "trace window Symbol(bus)", "trace document reader", "trace builtin JSON.parse"} {
		if !slices.Contains(kinds, want) {
			t.Errorf("%q is not among %v", want, kinds)
		}
	}
	if slices.ContainsFunc(kinds, func(kind string) bool { return strings.Contains(kind, "harmless") }) {
		t.Errorf("a test's own global is recorded: %v", kinds)
	}
	for expression, want := range map[string]string{
		`document.body.append(document.createElement('chatkeep-panel'))`:                                                             "trace element chatkeep-panel",
		`document.body.firstElementChild.setAttribute('data-from', 'chrome-extension://` + id + `/')`:                                "trace div[data-from]",
		`(() => { const host = document.createElement('p'); host.id = '` + id + `'; document.body.append(host); host.remove(); })()`: "trace p[id]",
		`(() => { const host = document.createElement('p'); host.className = 'x-chatkeep'; document.body.append(host); })()`:         "trace p[class]",
		`window.later = 1`: "trace window later",
		`(() => { const link = document.createElement('link'); link.href = 'chrome-extension://` + id + `/a.css'; document.head.append(link); link.remove(); })()`: "tag link chrome-extension://" + id,
	} {
		if kinds := recordedBy(t, s, tab, expression); !slices.Contains(kinds, want) {
			t.Errorf("%s: recorded %v, want %q", expression, kinds, want)
		}
	}
}

func TestBrowserKillsCapabilities(t *testing.T) {
	s := New(Options{})
	tab := openBrowser(t, s)
	openPage(t, s, tab)
	look := func() string {
		return evaluate[string](t, tab, `(async () => {
			try {
				const { messages } = await require('WAWebDBMessageFindLocal').msgFindBefore({ anchor: { remote: require('WAWebChatCollection').ChatCollection.get('`+ChatMaya+`').id }, count: 3 });
				return String(messages.length);
			} catch (error) { return error.name; }
		})()`)
	}
	for _, step := range []struct {
		how  func()
		want string
	}{
		{func() {}, "3"},
		{func() { s.RemoveMember("WAWebDBMessageFindLocal", "msgFindBefore") }, "TypeError"},
		{func() { s.RestoreMember("WAWebDBMessageFindLocal", "msgFindBefore") }, "3"},
		{func() { s.BreakMember("WAWebDBMessageFindLocal", "msgFindBefore", BreakPoison) }, "TypeError"},
		{func() { s.RemoveMember("WAWebDBMessageFindLocal", "") }, "Error"},
	} {
		step.how()
		noError(t, s.WaitApplied(tab))
		if got := look(); got != step.want {
			t.Errorf("a guest sees %s, want %s", got, step.want)
		}
	}
	// The person in front of the page notices nothing of it.
	do(t, tab, chromedp.Click(title("Elena Marsh")), chromedp.WaitVisible(fmt.Sprintf(`//*[@data-testid=%q][text()="Elena Marsh"]`, "conversation-info-header-chat-title")))
	noError(t, s.WaitApplied(tab))
	if kinds := kindsOf(s.Violations()); len(kinds) > 0 {
		t.Errorf("violations %v", kinds)
	}
}
