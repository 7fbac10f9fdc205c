package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestStorageIsClosed: the content script's world can read neither storage
// area, and the page has no way to the extension at all. The access token is in
// the session area only, and no secret is in what the faces draw.
func TestStorageIsClosed(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	bridge := s.bridgeWorld(t, s.WhatsAppTab)
	for _, area := range []string{"local", "session"} {
		told := bridge.eval(t, fmt.Sprintf(
			`chrome.storage[%q].get().then((all) => "read " + Object.keys(all).length, (fault) => "refused: " + fault.message)`, area))
		if !strings.HasPrefix(told, "refused: ") || !strings.Contains(told, "Access to storage is not allowed from this context") {
			t.Errorf("the content script's world and storage.%s: %s", area, told)
		}
		told = bridge.eval(t, fmt.Sprintf(
			`chrome.storage[%q].set({ planted: 1 }).then(() => "written", (fault) => "refused: " + fault.message)`, area))
		if !strings.HasPrefix(told, "refused: ") {
			t.Errorf("the content script's world and storage.%s: %s", area, told)
		}
	}
	reach := value(Eval[string](s.WhatsAppTab, `typeof globalThis.chrome?.runtime?.sendMessage + " " + typeof globalThis.chrome?.storage`))(t)
	if reach != "undefined undefined" {
		t.Errorf("the page finds of the extension: %s", reach)
	}

	everything := func(area string) string {
		return value(Eval[string](s.backstage, fmt.Sprintf(`chrome.storage[%q].get().then(JSON.stringify)`, area)))(t)
	}
	local, session := everything("local"), everything("session")
	access, found, err := Stored[struct{ Token string }](s.Stage, "session", "access")
	must(t, err)
	held, alsoFound, err := Stored[struct{ ClientSecret, RefreshToken string }](s.Stage, "local", "secrets")
	must(t, err)
	if !found || !alsoFound || access.Token == "" || held.RefreshToken == "" || held.ClientSecret == "" {
		t.Fatal("a token or secret is not where it is expected")
	}
	if strings.Contains(local, access.Token) {
		t.Error("the access token is in storage.local")
	}
	for what, secret := range map[string]string{"client secret": held.ClientSecret, "refresh token": held.RefreshToken} {
		if strings.Contains(session, secret) {
			t.Errorf("the %s is in storage.session", what)
		}
		if strings.Count(local, secret) != 1 {
			t.Errorf("the %s stands %d times in storage.local", what, strings.Count(local, secret))
		}
	}
	if strings.Count(session, access.Token) != 1 {
		t.Error("the access token stands in storage.session besides its own place")
	}
	messages, err := s.WhatsApp.Messages(s.maya)
	must(t, err)
	for _, m := range messages {
		if m.Type == "chat" && strings.Contains(local+session, m.Body) {
			t.Error("a text of a chat stands in chrome.storage")
		}
	}
}

// TestSenders: only the context a kind is named after may send it. Nothing that
// the bridge or a page of no face sends leads to a call to Zoho.
func TestSenders(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, append(connected(), openUnknown)...)
	must(t, s.Cycle(t.Context()))
	settings, calls := value(s.View())(t).Settings, len(s.Zoho.Calls())
	kinds := map[contract.Kind]string{
		contract.KindPanelCreateContact: fmt.Sprintf(`{"chat": %q, "firstName": "Mallory", "lastName": "Intruder"}`, s.maya),
		contract.KindPanelLink:          fmt.Sprintf(`{"chat": %q, "module": "Contacts", "recordId": %q}`, s.maya, s.World.Contacts["Ben Sample"]),
		contract.KindPanelSyncNow:       `{}`,
		contract.KindPopupSyncNow:       `{}`,
		contract.KindAlarmTick:          `{}`,
		contract.KindWorkerStarted:      `{"start": "installed"}`,
		contract.KindOptionsSettings:    `{"linking": "ask", "region": "DE", "firstBackupDays": 30}`,
		contract.KindOptionsDisconnect:  `{}`,
		contract.KindOptionsBegin:       `{}`,
	}
	bridge := s.bridgeWorld(t, s.WhatsAppTab)
	for kind, data := range kinds {
		send := fmt.Sprintf(`chrome.runtime.sendMessage({ v: 1, kind: %q, data: %s }).then((reply) => reply?.error?.code ?? JSON.stringify(reply))`, kind, data)
		if told := bridge.eval(t, send); told != "forbidden" {
			t.Errorf("the bridge sent %s and was told %s", kind, told)
		}
		// This page is the extension's own, but none of its faces.
		if told := value(Eval[string](s.backstage, send))(t); told != "forbidden" {
			t.Errorf("a page of no face sent %s and was told %s", kind, told)
		}
		if kind.Sender() != contract.SenderPanel {
			if told := value(Eval[string](s.Sidebar, send))(t); told != "forbidden" {
				t.Errorf("the sidebar sent %s and was told %s", kind, told)
			}
		}
	}
	if n := len(s.Zoho.Calls()); n != calls {
		t.Errorf("Zoho was called %d times", n-calls)
	}
	view := value(s.View())(t)
	if view.Settings != settings || view.Zoho.State != contract.ZohoConnected {
		t.Errorf("settings are now %+v, Zoho is %s", view.Settings, view.Zoho.State)
	}
	must(t, s.whole(elenaName))
}

// TestHostileHints: a malformed hint is refused, and nothing of it is stored or
// reaches the core. What the sidebar shows in the end is what the page really
// shows.
func TestHostileHints(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, append(connected(), openUnknown)...)
	must(t, s.Cycle(t.Context()))
	calls := len(s.Zoho.Calls())
	bridge := s.bridgeWorld(t, s.WhatsAppTab)
	opened := func() contract.OpenChat {
		open, _, err := Stored[contract.OpenChat](s.Stage, "session", contract.OpenChatKey)
		must(t, err)
		// Whoever reads the page notes the time, also when it shows the same chat.
		open.At = 0
		return open
	}
	send := func(hint string) string {
		return bridge.eval(t, fmt.Sprintf(
			`chrome.runtime.sendMessage({ v: 1, kind: "bridge/page.hint", data: %s }).then((reply) => reply?.error?.code ?? "ok")`, hint))
	}
	before, keys := opened(), s.sessionKeys(t)
	if before.Chat != s.maya {
		t.Fatalf("the open chat is %q", before.Chat)
	}
	for _, hint := range []string{
		fmt.Sprintf(`{ reason: "active", chat: %q, title: "x".repeat(100_000) }`, s.maya),
		`{ reason: "active", chat: "<img src=x onerror=alert(1)>@c.us", title: "<b>bold</b>" }`,
		`{ reason: "active", chat: { toString: "a" }, title: ["a"] }`,
		`JSON.parse('{"reason": "active", "__proto__": {"chat": "1@c.us"}, "constructor": {"prototype": {"x": 1}}}')`,
		fmt.Sprintf(`{ reason: "active", chat: %q, title: "x".repeat(513) }`, s.elena),
		fmt.Sprintf(`{ reason: "active", chat: %q, title: "Elena", more: 1 }`, s.elena),
		fmt.Sprintf(`{ reason: "active", chat: %q, title: 7 }`, s.elena),
		fmt.Sprintf(`{ reason: "messages", chat: %q, title: "Elena" }`, s.elena),
		fmt.Sprintf(`{ reason: ["active"], chat: %q }`, s.elena),
		`{ reason: "active", title: "Nobody" }`,
		`{ reason: "active", chat: "" }`,
		`{ reason: "messages" }`,
		`{ reason: "messages", chat: "__proto__" }`,
		`{ reason: "messages", chat: "9".repeat(5000) + "@c.us" }`,
		`{ reason: "nonsense", chat: 7 }`,
		`{ chat: "15550001111@c.us" }`,
		`null`, `"text"`, `[]`, `42`,
	} {
		if told := send(hint); told != "invalid" {
			t.Errorf("the hint %.60s was answered with %s", hint, told)
		}
		if now := opened(); now != before {
			t.Errorf("the hint %.60s made %d characters of the open chat's title", hint, len(now.Title))
		}
	}
	if now := s.sessionKeys(t); !slices.Equal(now, keys) {
		t.Errorf("the hints left the keys %.300q, before there were %q", now, keys)
	}
	// A hint in good order is taken, whatever it claims.
	touched := contract.TouchKeyPrefix + "constructor@c.us"
	if told := send(`{ reason: "messages", chat: "constructor@c.us" }`); told != "ok" || !slices.Contains(s.sessionKeys(t), touched) {
		t.Errorf("a hint in good order was answered with %s", told)
	}
	// Of several changes the oldest known time counts, in whatever order they come.
	for _, at := range []string{"t: 200", "", "t: 100", "t: 300", ""} {
		if told := send(fmt.Sprintf(`{ reason: "messages", chat: "constructor@c.us", %s }`, at)); told != "ok" {
			t.Errorf("a hint in good order was answered with %s", told)
		}
	}
	if mark, _, err := Stored[int64](s.Stage, "session", touched); err != nil || mark != 100 {
		t.Errorf("the chat is marked with %d, want 100: %v", mark, err)
	}
	if told := send(`{ reason: "active", chat: "15550001111@c.us", title: "x".repeat(512) }`); told != "ok" {
		t.Errorf("a hint in good order was answered with %s", told)
	}
	untilTrue(t, s.backstage, "the chat that is really open", fmt.Sprintf(`chrome.storage.session.get("open").then(({ open }) => open.chat === %q)`, s.maya))
	if n := len(s.Zoho.Calls()); n != calls {
		t.Errorf("Zoho was called %d times", n-calls)
	}

	// The page can forge neither the handshake nor what goes over the bus.
	run(t, s.WhatsAppTab, `(() => {
		const bus = document.createElement("div");
		window.dispatchEvent(new MouseEvent("chatkeep-bus", { relatedTarget: bus }));
		const detail = JSON.stringify({ kind: "hint", hint: { reason: "active", chat: "15550001111@c.us", title: "Forged" } });
		for (const target of [bus, window, document]) target.dispatchEvent(new CustomEvent("chatkeep-to-bridge", { detail }));
	})()`)
	must(t, s.OpenChat("Harbour project"))
	untilShown(t, s.Sidebar, `#chat-state[data-state="group"]`)
	title := value(s.Sidebar.Text("#chat-title"))(t)
	if title != "Harbour project" {
		t.Errorf("the sidebar shows %q", title)
	}
	s.readsOnly(t, fakewhatsapp.ChatElena)
}

// sessionKeys returns the keys of chrome.storage.session, sorted.
func (s *Story) sessionKeys(t *testing.T) []string {
	t.Helper()
	return value(Eval[[]string](s.backstage, `chrome.storage.session.get().then((all) => Object.keys(all).sort())`))(t)
}
