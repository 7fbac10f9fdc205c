package e2e

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestCheckOfWhatsApp: the button asks for a check once at a time and says when
// it has ended; what the check found is drawn when the core leaves it.
func TestCheckOfWhatsApp(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, nil)
	settings := s.face(t, "options/options.html")
	untilShown(t, settings, "#check-about")
	untilGone(t, settings, "#save-report")

	must(t, settings.Click("#check-now"))
	untilTrue(t, settings, "a busy button", `document.querySelector("#check-now").getAttribute("aria-disabled") === "true"`)
	must(t, settings.ClickBusy("#check-now"))
	asked := requests(t, settings)
	if len(asked) != 1 {
		t.Fatalf("two clicks asked for %d checks at once", len(asked))
	}
	_ = payload[contract.Nothing](t, asked[0], contract.KindOptionsHealth)
	if said := value(settings.Text("#check-done"))(t); said != "" {
		t.Errorf("before the end of the check %q was said", said)
	}

	s.leave(t, map[string]any{contract.HealthKey: changedHealth()})
	answer(t, settings, "{ ok: {} }")
	untilShown(t, settings, `#check-verdict[data-verdict="changed"]`)
	untilTrue(t, settings, "the end of the check to be said", `document.querySelector("#check-done[role=status]").innerText !== ""`)
	untilTrue(t, settings, "the button to be free", `document.querySelector("#check-now").getAttribute("aria-disabled") === "false"`)

	for selector, want := range map[string]string{
		"#check-build": "2.3000.1048032155",
		"#check-state": "DEPRECATED_VERSION",
		`#check-ways tr[data-capability="history"] td code`: "loadEarlierMsgs.options",
		`#check-ways tr[data-capability="key"] td`:          "–",
		"#check-witnesses":   "20",
		"#check-differences": "4",
		"#check-history":     "811",
		"#check-chats":       "1,480",
	} {
		if got := value(settings.Text(selector))(t); !strings.Contains(got, want) {
			t.Errorf("%s says %q, which lacks %q", selector, got, want)
		}
	}
	if failed := value(Eval[int](settings, `document.querySelectorAll("#check-failed li").length`))(t); failed != 2 {
		t.Errorf("%d self-tests are told to have failed, want 2", failed)
	}

	must(t, settings.Click("#check-now"))
	answer(t, settings, `{ error: { code: "busy", message: "check: under way" } }`)
	untilShown(t, settings, `#whatsapp-check [data-error="busy"]`)
	untilTrue(t, settings, "no word of an end", `document.querySelector("#check-done").innerText === ""`)
}

// TestNothingCompared: while no linked chat could be compared with its witnesses, the
// check says so, and no longer than that; where WhatsApp cannot be read there is another
// reason.
func TestNothingCompared(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, nil)
	uncompared, unread := uncomparedHealth(), uncomparedHealth()
	unread.State, unread.Verdict = contract.TabLocked, contract.VerdictBlocked
	s.leave(t, map[string]any{contract.HealthKey: uncompared})
	settings := s.face(t, "options/options.html")
	untilShown(t, settings, "#check-uncompared")
	if said := value(settings.Text("#check-uncompared"))(t); !strings.Contains(said, "Not compared yet: no linked chat") {
		t.Errorf("it says %q", said)
	}
	for verdict, health := range map[contract.Verdict]contract.Health{contract.VerdictBlocked: unread, contract.VerdictOK: goodHealth()} {
		s.leave(t, map[string]any{contract.HealthKey: health})
		untilGone(t, settings, "#check-uncompared")
		untilShown(t, settings, fmt.Sprintf("#check-verdict[data-verdict=%q]", verdict))
		s.leave(t, map[string]any{contract.HealthKey: uncompared})
		untilShown(t, settings, "#check-uncompared")
	}
}

// TestSaveReport: the file holds what the core found and the version that found
// it, and nothing else.
func TestSaveReport(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	folder := s.downloads(t)
	health := changedHealth()
	s.leaveView(t, nil)
	s.leave(t, map[string]any{contract.HealthKey: health})
	settings := s.face(t, "options/options.html")
	must(t, settings.Click("#save-report"))

	saved := savedFile(t, folder, fmt.Sprintf("chatkeep-check-%s.json", time.UnixMilli(health.At).UTC().Format(time.DateOnly)))
	want := object(t, value(json.Marshal(health))(t))
	want["extension"] = value(Eval[string](s.backstage, "chrome.runtime.getManifest().version"))(t)
	if got := object(t, saved); !reflect.DeepEqual(got, want) {
		t.Errorf("the report holds\n%v\nwant\n%v", got, want)
	}
	if asked := requests(t, settings); len(asked) > 0 {
		t.Errorf("the report asked for %s", asked[0].Kind)
	}
}

func object(t *testing.T, raw []byte) map[string]any {
	t.Helper()
	var o map[string]any
	must(t, json.Unmarshal(raw, &o))
	return o
}

// TestWayToTheCheck: popup and sidebar lead to the check on the settings page,
// in the tab in which the page is open already.
func TestWayToTheCheck(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, func(v *contract.View) {
		v.WhatsApp.State, v.WhatsApp.Verdict = contract.TabChanged, contract.VerdictChanged
	})
	s.leave(t, map[string]any{contract.HealthKey: changedHealth()})
	settings := s.face(t, "options/options.html#whatsapp-check")
	untilTrue(t, settings, "the check in sight", `(() => {
		const title = document.querySelector("#check-title")?.getBoundingClientRect();
		return title?.top >= 0 && title.bottom <= innerHeight && document.activeElement.id === "check-title";
	})()`)

	run(t, settings, `void (location.hash = "", globalThis.same = true)`)
	panel := s.face(t, "panel/panel.html")
	must(t, panel.Click("#open-check"))
	untilTrue(t, settings, "the same page at the check", `globalThis.same && location.hash === "#whatsapp-check" && document.visibilityState === "visible"`)

	must(t, settings.Close())
	popup := s.face(t, "popup/popup.html")
	must(t, popup.Click("#open-check"))
	_ = value(s.Find(t.Context(), s.ExtensionURL("options/options.html#whatsapp-check")))(t)
}

// TestUnreadIsTold: what could not be had of a chat is counted in words, and no
// problem is told of twice.
func TestUnreadIsTold(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, nil)
	card := linkedCard("Maya Okafor", contract.HistoryCard{End: contract.HistoryAll})
	s.leaveChat(t, card)
	panel := s.face(t, "panel/panel.html")
	wantTexts(t, panel, map[string]string{
		"#unread .status":    "3 messages could not be read",
		"#encrypted .status": "1 message is not readable on this computer yet",
	})
	card.Sync.Unread, card.Sync.Encrypted = 1, 0
	s.leaveChat(t, card)
	untilGone(t, panel, "#encrypted")
	wantTexts(t, panel, map[string]string{"#unread .status": "1 message could not be read"})

	for _, told := range []struct {
		tab contract.TabState
		// backup is the problem of the whole backup, chat and sync those of the chat.
		backup, chat, sync contract.ProblemCode
		want               []string
	}{
		{contract.TabReady, "", contract.ProblemMessagesUnread, contract.ProblemMessagesUnread, []string{"messages_unread"}},
		{contract.TabReady, contract.ProblemPartial, contract.ProblemStoredTwice, contract.ProblemPartial, []string{"partial", "stored_twice"}},
		{contract.TabReady, contract.ProblemChanged, "", "", []string{"whatsapp_changed"}},
		{contract.TabChanged, contract.ProblemChanged, contract.ProblemChanged, contract.ProblemChanged, []string{}},
		{contract.TabPartial, contract.ProblemPartial, contract.ProblemPartial, contract.ProblemPartial, []string{}},
	} {
		s.leaveView(t, func(v *contract.View) {
			v.WhatsApp.State, v.Backup.Problem = told.tab, problemOf(told.backup)
		})
		card.Problem, card.Sync.Problem = problemOf(told.chat), problemOf(told.sync)
		card.Title = fmt.Sprintf("%+v", told)
		s.leaveChat(t, card)
		untilTrue(t, panel, card.Title, fmt.Sprintf(`document.querySelector("#chat-title").innerText === %q
			&& (document.querySelector("#whatsapp-notice")?.dataset.state ?? "ready") === %q`, card.Title, told.tab))
		if got := value(Eval[[]string](panel, `[...document.querySelectorAll("[data-problem]")].map((e) => e.dataset.problem)`))(t); !slices.Equal(got, told.want) {
			t.Errorf("%+v: told are %q, want %q", told, got, told.want)
		}
	}
}

func problemOf(code contract.ProblemCode) *contract.Problem {
	if code == "" {
		return nil
	}
	return &contract.Problem{Code: code}
}

// wantTexts waits until elements of a page hold the texts of a table.
func wantTexts(t *testing.T, face *Tab, texts map[string]string) {
	t.Helper()
	for selector, text := range texts {
		untilTrue(t, face, fmt.Sprintf("%s to say %q", selector, text),
			fmt.Sprintf("(document.querySelector(%q)?.textContent ?? '').replace(/\\s+/g, ' ').includes(%q)", selector, text))
	}
}
