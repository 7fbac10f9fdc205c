package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// stillStage is a stage on which nothing happens by itself: no core runs, whatever
// wakes the worker, no tab of WhatsApp Web is open, and the faces draw what the test
// leaves in chrome.storage.session. What they ask for is heard and not carried
// out, so that nothing is written over what they shall draw.
type stillStage struct{ *Stage }

// openStill opens a still stage.
func openStill(t *testing.T) stillStage {
	t.Helper()
	s := stillStage{open(t, Options{})}
	// On the day of installation the extension opens its settings by itself.
	must(t, value(s.Find(t.Context(), s.ExtensionURL("options/options.html")))(t).Close())
	must(t, Until(t.Context(), "the core to have drawn its first view", func() (bool, error) {
		view, err := s.View()
		return view.At > 0, err
	}))
	// The alarm still rings and wakes the worker, but a core runs only while it holds
	// its lock, and the backstage is the next in the row for that.
	lock := constantOf(t, "background", "core.ts", "coreLock")
	run(t, s.backstage, fmt.Sprintf(`void (globalThis.coreIsAway = new Promise((away) => {
		navigator.locks.request(%q, () => { away(true); return new Promise(() => {}); });
	}))`, lock))
	must(t, s.StopWorker())
	untilTrue(t, s.backstage, "the core to have ended", "coreIsAway")
	return s
}

// constantOf returns the text that a file of the extension names by a constant.
func constantOf(t *testing.T, folder, file, constant string) string {
	t.Helper()
	source := value(os.ReadFile(filepath.Join("..", "..", "extension", folder, file)))(t)
	found := regexp.MustCompile(`const ` + constant + ` = "([^"]+)"`).FindSubmatch(source)
	if found == nil {
		t.Fatalf("%s has no %s", file, constant)
	}
	return string(found[1])
}

// leave leaves values in chrome.storage.session, by key.
func (s stillStage) leave(t *testing.T, values map[string]any) {
	t.Helper()
	raw, err := json.Marshal(values)
	must(t, err)
	run(t, s.backstage, fmt.Sprintf("chrome.storage.session.set(%s).then(() => null)", raw))
}

// leaveView leaves a view that differs from a quiet day by change.
func (s stillStage) leaveView(t *testing.T, change func(*contract.View)) {
	t.Helper()
	view := quietView()
	if change != nil {
		change(&view)
	}
	s.leave(t, map[string]any{contract.ViewKey: view})
}

// leaveChat leaves an open chat with its card.
func (s stillStage) leaveChat(t *testing.T, card contract.Card) {
	t.Helper()
	s.leave(t, map[string]any{
		contract.OpenChatKey:               contract.OpenChat{V: contract.Version, Chat: card.Chat, Title: card.Title, At: card.At},
		contract.CardKeyPrefix + card.Chat: card,
	})
}

// hearing stands in for the way to the worker: requests are kept in order, and
// answered when the test says so.
const hearing = `
	globalThis.asked = [];
	chrome.runtime.sendMessage = (request) => {
		const { promise, resolve } = Promise.withResolvers();
		if (request.kind.endsWith("/view.refresh")) {
			resolve({ ok: {} });
		} else {
			asked.push({ request, resolve, answered: false });
		}
		return promise;
	};`

// face opens a page of the extension whose requests are heard by the test.
func (s stillStage) face(t *testing.T, path string) *Tab {
	t.Helper()
	tab := value(s.NewTab(s.ExtensionURL("manifest.json")))(t)
	_, err := chromedp.Call(tab.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: hearing})
	must(t, err)
	must(t, tab.Do(chromedp.Navigate(s.ExtensionURL(path))))
	return tab
}

// request is a request that a face has sent.
type request struct {
	V    int             `json:"v"`
	Kind contract.Kind   `json:"kind"`
	Data json.RawMessage `json:"data"`
}

// requests returns what a face has asked for so far, but for the first look.
func requests(t *testing.T, face *Tab) []request {
	t.Helper()
	return value(Eval[[]request](face, "asked.map(({ request }) => request)"))(t)
}

// answer answers the latest request of a face, once it has been sent.
func answer(t *testing.T, face *Tab, reply string) {
	t.Helper()
	untilTrue(t, face, "a request that is not answered", "asked.at(-1)?.answered === false")
	run(t, face, fmt.Sprintf("void (asked.at(-1).answered = true, asked.at(-1).resolve(%s))", reply))
}

// payload unpacks the payload of a request as the core does, which refuses what
// it does not know.
func payload[T any](t *testing.T, r request, kind contract.Kind) T {
	t.Helper()
	var data T
	if r.V != contract.Version || r.Kind != kind {
		t.Errorf("version %d of %s was asked for, want %s", r.V, r.Kind, kind)
	}
	decoder := json.NewDecoder(strings.NewReader(string(r.Data)))
	decoder.DisallowUnknownFields()
	must(t, decoder.Decode(&data))
	return data
}

// fits fails the test when a page is wider than its window.
func fits(t *testing.T, tab *Tab, what string) {
	t.Helper()
	over := value(Eval[[]string](tab, `(() => {
		const width = document.documentElement.clientWidth;
		const inside = (e) => { const box = e.getBoundingClientRect(); return box.width === 0 || (box.left >= -0.5 && box.right <= width + 0.5); };
		return [...document.querySelectorAll("body *:not(.unseen, .unseen *)")].filter((e) => e.checkVisibility() && !inside(e))
			.map((e) => e.tagName.toLowerCase() + "#" + e.id + "." + e.className);
	})()`))(t)
	if len(over) > 0 {
		t.Errorf("%s: these stand out of the page: %s", what, strings.Join(over, ", "))
	}
}
