package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/chromium"
)

// places bounds how many browsers run at once: each takes a processor of its
// own while it starts.
var places = make(chan struct{}, 2)

// open opens a stage for a test. When the test ends, it leaves evidence of a
// failure in build/e2e, and fails the test when somebody broke a rule of
// WhatsApp's page, when a console of any page or worker reported a fault other
// than those whose text contains one of expected, or when a text of a chat, a
// token or a secret stood in any console.
func open(t *testing.T, options Options, expected ...string) *Stage {
	t.Helper()
	options.Dist = filepath.Join("..", "..", "dist")
	if _, err := os.Stat(filepath.Join(options.Dist, "manifest.json")); err != nil {
		t.Fatalf("the extension is not built; run go run ./scripts/build first: %v", err)
	}
	select {
	case places <- struct{}{}:
	case <-t.Context().Done():
		t.Fatal(t.Context().Err())
	}
	t.Cleanup(func() { <-places })
	var err error
	if options.Browser, err = chromium.FindOrInstall(t.Context(), t.Output()); err != nil {
		t.Fatal(err)
	}
	log, given := options.BrowserLog.(*console)
	if !given {
		log = &console{}
		options.BrowserLog = log
	}
	options.WorkerConsole = log.hear
	s, err := Open(lasting(t), options)
	if err != nil {
		t.Fatalf("%v\n%s", err, log.text.String())
	}
	t.Cleanup(func() {
		checkManners(t, s, log, expected)
		if t.Failed() {
			leaveEvidence(t, s, log)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// lasting returns a context for a browser: it lives until the evidence is
// taken, which is after the test's own context has ended.
func lasting(t *testing.T) context.Context { return context.WithoutCancel(t.Context()) }

// lastWords are what a worker writes that is stopped in the middle of its work:
// Chromium answers calls of a worker it no longer knows with "No SW", and a core
// that cannot read its storage ends. A core that ends by itself says why in words
// that are not among these.
var lastWords = []string{"Error: No SW", "exit code: 1", ".wasm has ended", stoppedAtLoad}

// checkManners checks what holds in every test.
func checkManners(t *testing.T, s *Stage, log *console, expected []string) {
	t.Helper()
	if s.browser != nil {
		settlePages(t, s)
	}
	for _, v := range s.WhatsApp.Violations() {
		t.Errorf("a rule of WhatsApp's page was broken: %s of %s\n%s", v.Kind, v.What, readable(v.Stack))
	}
	if s.stopped {
		expected = append(expected, lastWords...)
	}
	secrets := s.confidential(t)
	for _, m := range log.messages() {
		known := slices.ContainsFunc(expected, func(text string) bool { return strings.Contains(m.text, text) })
		if m.isFault() && !known {
			t.Errorf("the console of %s reported: %s", m.source, m.text)
		}
		for what, secret := range secrets {
			if strings.Contains(m.text, secret) {
				t.Errorf("%s stands in the console of %s", what, m.source)
			}
		}
	}
}

// readable cuts the lines of a stack: the stand-in's first script has its whole
// text for an address.
func readable(stack string) string {
	lines := strings.Split(stack, "\n")
	for i, line := range lines {
		lines[i] = line[:min(len(line), 160)]
	}
	return strings.Join(lines, "\n")
}

// settlePages waits until what the WhatsApp pages have recorded has arrived.
func settlePages(t *testing.T, s *Stage) {
	t.Helper()
	pages, err := s.targets("page")
	if err != nil {
		t.Error(err)
		return
	}
	if s.options.WhatsApp.NoBundle {
		return
	}
	for _, p := range pages {
		if strings.HasPrefix(p.URL, whatsAppAddress) {
			ctx, cancel := context.WithTimeout(s.browser.ctx, stepWithin)
			defer cancel()
			if err := s.WhatsApp.WaitApplied(ctx); err != nil {
				t.Error(err)
			}
			return
		}
	}
}

// confidential returns texts that must stand in no console: what is said in
// chats, numbers, and what opens the way to Zoho.
func (s *Stage) confidential(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{
		"a client secret":   s.World.Client.Secrets[s.World.DataCentre],
		"the self client's": s.World.SelfClient.Secrets[s.World.DataCentre],
	}
	for _, chat := range allChats {
		messages, err := s.WhatsApp.Messages(chat)
		if err != nil {
			continue // A chat that has migrated has another id.
		}
		number, _, _ := strings.Cut(chat, "@")
		texts["the id of a chat "+number] = number
		for i, m := range messages {
			if m.Type == "chat" && len(m.Body) > 8 {
				texts[fmt.Sprintf("message %d of %s", i, chat)] = m.Body
			}
		}
	}
	if s.browser == nil {
		return texts
	}
	if access, found, err := Stored[struct{ Token string }](s, "session", "access"); err == nil && found {
		texts["the access token"] = access.Token
	}
	if held, found, err := Stored[struct{ RefreshToken string }](s, "local", "secrets"); err == nil && found {
		texts["the refresh token"] = held.RefreshToken
	}
	return texts
}

// leaveEvidence leaves pictures, state and log of a failed test in build/e2e.
func leaveEvidence(t *testing.T, s *Stage, log *console) {
	t.Helper()
	folder := filepath.Join("..", "..", "build", "e2e", filepath.FromSlash(t.Name()))
	if err := s.Evidence(folder); err != nil {
		t.Logf("evidence: %v", err)
	}
	if err := os.WriteFile(filepath.Join(folder, "browser.log"), log.text.Bytes(), 0o644); err != nil {
		t.Logf("evidence: %v", err)
	}
	if s.browser != nil {
		view, err := s.View()
		told, _ := json.Marshal(view)
		t.Logf("the faces tell %s %v", told, err)
	}
	t.Logf("evidence is in %s", folder)
}

// begin opens a stage and plays the first steps of the story on it.
func begin(t *testing.T, options Options, steps ...func(context.Context, *Story) error) *Story {
	t.Helper()
	story := &Story{Stage: open(t, options)}
	play(t, story, steps...)
	return story
}

// play plays steps of the story.
func play(t *testing.T, story *Story, steps ...func(context.Context, *Story) error) {
	t.Helper()
	for _, step := range steps {
		if err := step(t.Context(), story); err != nil {
			t.Fatal(err)
		}
	}
}

// The beginnings of stories.
type steps = []func(context.Context, *Story) error

// connected leads to a sidebar beside WhatsApp Web with Zoho connected.
func connected() steps { return steps{openWhatsApp, connect, openPopup, openSidebar} }

// linked leads to the new contact of the story, linked and backed up.
func linked() steps { return append(connected(), openUnknown, createContact, firstBackup) }

// untilShown waits until somebody in front of the page sees the element that a
// selector names.
func untilShown(t *testing.T, tab *Tab, selector string) {
	t.Helper()
	untilTrue(t, tab, selector+" to be shown", fmt.Sprintf("document.querySelector(%q)?.checkVisibility() === true", selector))
}

// untilGone waits until nobody sees the element any more.
func untilGone(t *testing.T, tab *Tab, selector string) {
	t.Helper()
	untilTrue(t, tab, selector+" to be gone", fmt.Sprintf("document.querySelector(%q)?.checkVisibility() !== true", selector))
}

// untilTrue waits until an expression is true in a page.
func untilTrue(t *testing.T, tab *Tab, what, expression string) {
	t.Helper()
	must(t, Until(t.Context(), what, func() (bool, error) { return Eval[bool](tab, expression) }))
}

// eventually waits until check says yes.
func eventually(t *testing.T, within time.Duration, what string, check func() (bool, error)) {
	t.Helper()
	must(t, UntilWithin(t.Context(), within, what, check))
}

// must ends the test on an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// value unpacks what a call returned: value(call())(t) ends the test on an error.
func value[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		must(t, err)
		return v
	}
}
