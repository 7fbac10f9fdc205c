package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// heldCard is the card of a chat whose older messages were ordered and are paused.
func heldCard(title string) contract.Card {
	back := time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC).Unix()
	return linkedCard(title, contract.HistoryCard{Reading: true, Paused: true, Read: 1350, Reached: back, End: contract.HistoryUnknown})
}

// enterDay enters a day in a date field, as a person does.
func enterDay(t *testing.T, face *Tab, id, day string) {
	t.Helper()
	run(t, face, fmt.Sprintf(`(() => {
		const field = document.getElementById(%q);
		field.value = %q;
		field.dispatchEvent(new InputEvent("input", {bubbles: true}));
	})()`, id, day))
}

// TestReadingIsPaused: the reading of a chat's older messages is paused and let go on
// by the same button, which keeps the focus; how far it came stays in sight, screen
// readers hear of either once, and a stop of all chats is told apart.
func TestReadingIsPaused(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, nil)
	panel := s.face(t, "panel/panel.html")
	reading := heldCard("Maya Okafor")
	reading.Sync.History.Paused = false
	s.leaveChat(t, reading)
	must(t, panel.Click("#history > summary"))
	wantTexts(t, panel, map[string]string{
		"#history summary": "being read", "#history-pause": "Pause", "#history-progress": "Reading older messages: 1,350 so far, back to Mar 3, 2026",
	})
	tabTo(t, panel, "history-pause")
	asks := func(n int, paused bool) {
		t.Helper()
		press(t, panel, "\r")
		untilTrue(t, panel, "the wish to be sent", fmt.Sprintf("asked.length === %d", n))
		want := contract.PauseChatHistory{Chat: "14155550178@c.us", Paused: paused}
		if got := payload[contract.PauseChatHistory](t, requests(t, panel)[n-1], contract.KindPanelHistoryOff); got != want {
			t.Errorf("%+v was sent, want %+v", got, want)
		}
	}
	asks(1, true)
	s.leaveChat(t, heldCard("Maya Okafor"))
	answer(t, panel, "{ ok: {} }")
	wantTexts(t, panel, map[string]string{
		"#history summary": "paused", "#history-pause": "Go on", "#history-news": "The reading of older messages is paused.",
		"#history-progress": "paused: 1,350 so far, back to Mar 3, 2026",
	})
	untilTrue(t, panel, "the focus to be kept", `document.activeElement?.id === "history-pause"`)
	untilGone(t, panel, "#history-form")
	untilGone(t, panel, "#history-stopped")

	s.leaveView(t, func(v *contract.View) { v.History = &contract.HistoryView{Chats: 37, Done: 3, Held: 1, Paused: true} })
	wantTexts(t, panel, map[string]string{"#history summary": "paused", "#history-stopped": "in both places", "#history-pause": "Go on"})
	asks(2, false)
	s.leaveChat(t, reading)
	answer(t, panel, "{ ok: {} }")
	wantTexts(t, panel, map[string]string{"#history summary": "stopped in the settings", "#history-stopped": "when you say so there"})
	untilGone(t, panel, "#history-pause")
	untilTrue(t, panel, "the focus not to be lost", `document.activeElement?.matches("#history > summary") === true`)

	s.leaveView(t, nil)
	wantTexts(t, panel, map[string]string{"#history summary": "being read", "#history-pause": "Pause"})
	must(t, panel.Click("#history-pause"))
	answer(t, panel, `{ error: { code: "busy", message: "history: under way" } }`)
	untilShown(t, panel, `#history [data-error="busy"]`)
	whole := linkedCard("Maya Okafor", contract.HistoryCard{Read: 1350, Reached: 1, End: contract.HistoryAll})
	s.leaveChat(t, whole)
	untilGone(t, panel, "#history-pause")
	wantTexts(t, panel, map[string]string{"#history-news": "has ended"})

	// A chat that is not backed up now has nothing to pause.
	off := heldCard("Maya Okafor")
	off.State = contract.ChatPaused
	s.leaveChat(t, off)
	wantTexts(t, panel, map[string]string{"#history-progress": "paused: 1,350 so far"})
	untilGone(t, panel, "#history-pause")
}

// TestOlderMessagesOfAllChatsFromADay: the older messages of all chats are ordered
// from a day of one's choice on, after the estimate for it; a day that is none, or
// not past, is not asked for.
func TestOlderMessagesOfAllChatsFromADay(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveZoho(t, nil)
	settings := s.face(t, "options/options.html")
	untilShown(t, settings, "#older")
	untilGone(t, settings, "#older-day")
	enterIn(t, settings, "#older-reach", "day")
	untilShown(t, settings, "#older-day")
	for _, day := range []string{"", "2008-12-31", time.Now().AddDate(0, 0, 1).Format(time.DateOnly), time.Now().Format(time.DateOnly)} {
		enterDay(t, settings, "older-day", day)
		must(t, settings.Click("#older-estimate"))
		wantTexts(t, settings, map[string]string{"#older-day-error": "Choose a day before"})
		untilTrue(t, settings, "the field to have the focus", `document.activeElement?.id === "older-day" && document.activeElement.ariaInvalid === "true"`)
	}
	if n := len(requests(t, settings)); n > 0 {
		t.Fatalf("%d estimates were asked for", n)
	}
	enterDay(t, settings, "older-day", "2024-02-29")
	untilGone(t, settings, "#older-day-error")
	must(t, settings.Click("#older-estimate"))
	untilTrue(t, settings, "an estimate to be asked for", "asked.length === 1")
	from := value(Eval[int64](settings, `new Date("2024-02-29T00:00").getTime() / 1000`))(t)
	if got := payload[contract.AllHistory](t, requests(t, settings)[0], contract.KindOptionsEstimate); got.From != from {
		t.Errorf("an estimate from %d on was asked for, want %d", got.From, from)
	}
	const told = "{ ok: { chats: 37, measured: 37, counted: 37, messages: 1200, notes: 300, credits: 67 } }"
	answer(t, settings, told)
	wantTexts(t, settings, map[string]string{"#older-offer": "37 chats would be read further back. About 1,200 messages, 300 notes, 67 credits."})
	// What was told of one day is not offered for another.
	enterDay(t, settings, "older-day", "2024-03-01")
	untilGone(t, settings, "#older-offer")
	enterDay(t, settings, "older-day", "2024-02-29")
	run(t, settings, `document.querySelector("#older-day").focus()`)
	press(t, settings, "\r")
	untilTrue(t, settings, "another estimate to be asked for", "asked.length === 2")
	answer(t, settings, told)
	must(t, settings.Click("#older-read"))
	untilTrue(t, settings, "the order to be sent", "asked.length === 3")
	if got := payload[contract.AllHistory](t, requests(t, settings)[2], contract.KindOptionsReadAll); got.From != from {
		t.Errorf("messages from %d on were ordered, want %d", got.From, from)
	}
	answer(t, settings, "{ ok: {} }")
	untilGone(t, settings, "#older-offer")
	enterIn(t, settings, "#older-reach", "week")
	untilGone(t, settings, "#older-day")

	for _, step := range []struct {
		history contract.HistoryView
		texts   map[string]string
		pause   bool
	}{
		{contract.HistoryView{From: from, Chats: 37, Done: 3, Held: 1}, map[string]string{"#older-state": "being read", "#older-held": "You paused 1 chat in the sidebar."}, true},
		{contract.HistoryView{From: from, Chats: 37, Done: 35, Held: 2}, map[string]string{"#older-state": "Paused", "#older-held": "You paused 2 chats in the sidebar."}, false},
		{contract.HistoryView{From: from, Chats: 37, Done: 35, Held: 2, Paused: true}, map[string]string{"#older-state": "Stopped", "#older-held": "You paused 2 chats"}, true},
	} {
		s.leaveZoho(t, func(v *contract.View) { v.History = &step.history })
		wantTexts(t, settings, step.texts)
		if step.pause {
			untilShown(t, settings, "#older-pause")
		} else {
			untilGone(t, settings, "#older-pause")
		}
	}
}

// TestPausedHistoryAccessible: the states of a paused reading, and the choice of a
// day for all chats, keep the rules that all faces keep.
func TestPausedHistoryAccessible(t *testing.T) {
	t.Parallel()
	a := newAuditor(t)
	s := openStill(t)
	s.leaveView(t, nil)
	panel := s.face(t, "panel/panel.html")
	reading := heldCard(longNameRTL)
	reading.Sync.History.Paused = false
	s.leaveChat(t, reading)
	must(t, panel.Click("#history > summary"))
	untilShown(t, panel, "#history-pause")
	auditSides(t, a, panel, "sidebar, older messages are read")
	s.leaveChat(t, heldCard(longNameRTL))
	wantTexts(t, panel, map[string]string{"#history-pause": "Go on"})
	auditSides(t, a, panel, "sidebar, older messages paused")
	s.leaveView(t, func(v *contract.View) { v.History = &contract.HistoryView{Chats: 37, Done: 3, Held: 1, Paused: true} })
	untilShown(t, panel, "#history-stopped")
	auditSides(t, a, panel, "sidebar, older messages paused and stopped")
	must(t, panel.Close())

	s.leaveZoho(t, func(v *contract.View) {
		v.History = &contract.HistoryView{Chats: 37, Done: 35, Held: 2, Messages: 1350}
	})
	settings := s.face(t, "options/options.html")
	untilShown(t, settings, "#older-held")
	enterIn(t, settings, "#older-reach", "day")
	must(t, settings.Click("#older-estimate"))
	untilShown(t, settings, "#older-day-error")
	auditSides(t, a, settings, "settings, older messages from a day that is missing")
	enterDay(t, settings, "older-day", "2024-02-29")
	must(t, settings.Click("#older-estimate"))
	untilTrue(t, settings, "an estimate to be asked for", "asked.length === 1")
	answer(t, settings, counted)
	untilShown(t, settings, "#older-read")
	auditSides(t, a, settings, "settings, what older messages from a day come to")
}
