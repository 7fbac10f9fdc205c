package e2e

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestOlderMessages: only what goes further back than what is saved is offered,
// and a choice is asked for as the local midnight at which it begins.
func TestOlderMessages(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	// In this zone a day begins fourteen hours before it does in Greenwich, all the year.
	zone := value(time.LoadLocation("Pacific/Kiritimati"))(t)
	s.leaveView(t, nil)
	panel := s.face(t, "panel/panel.html")
	_, err := chromedp.Call(panel.ctx, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: zone.String()})
	must(t, err)

	for _, offer := range []struct {
		what    string
		history contract.HistoryCard
		state   contract.ChatState
		want    []string
	}{
		{"saved for three days", contract.HistoryCard{From: daysAgo(3)}, contract.ChatLinked, []string{"history-week", "history-month", "history-year", "history-all", "history-from-day"}},
		{"saved for seven days", contract.HistoryCard{From: daysAgo(7)}, contract.ChatLinked, []string{"history-month", "history-year", "history-all", "history-from-day"}},
		{"saved for forty days", contract.HistoryCard{From: daysAgo(40)}, contract.ChatLinked, []string{"history-year", "history-all", "history-from-day"}},
		{"saved for two years", contract.HistoryCard{From: daysAgo(731)}, contract.ChatLinked, []string{"history-all", "history-from-day"}},
		{"saved whole", contract.HistoryCard{End: contract.HistoryAll}, contract.ChatLinked, []string{}},
		{"saved from its first message here", contract.HistoryCard{End: contract.HistoryOnPhone}, contract.ChatLinked, []string{"history-again"}},
		{"being read", contract.HistoryCard{From: daysAgo(3), Reading: true}, contract.ChatLinked, []string{"history-pause"}},
		{"stopped", contract.HistoryCard{From: daysAgo(3), Reading: true, Paused: true}, contract.ChatLinked, []string{"history-pause"}},
		{"paused", contract.HistoryCard{From: daysAgo(3)}, contract.ChatPaused, []string{}},
	} {
		card := linkedCard(offer.what, offer.history)
		card.State, card.Sync.History.End = offer.state, cmp.Or(offer.history.End, contract.HistoryUnknown)
		s.leaveChat(t, card)
		untilTrue(t, panel, offer.what, fmt.Sprintf(`document.querySelector("#chat-title")?.innerText === %q && document.querySelector("#history") !== null`, offer.what))
		if got := value(Eval[[]string](panel, `[...document.querySelectorAll("#history button")].map((b) => b.id)`))(t); !slices.Equal(got, offer.want) {
			t.Errorf("%s: %q are offered, want %q", offer.what, got, offer.want)
		}
	}

	s.leaveChat(t, linkedCard("Maya Okafor", contract.HistoryCard{From: daysAgo(3), End: contract.HistoryOnPhone}))
	must(t, panel.Click("#history > summary"))
	today := func() time.Time {
		now := time.Now().In(zone)
		return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone)
	}
	for i, choice := range []struct {
		button string
		from   func() int64
	}{
		{"#history-week", func() int64 { return today().AddDate(0, 0, -7).Unix() }},
		{"#history-month", func() int64 { return today().AddDate(0, 0, -30).Unix() }},
		{"#history-year", func() int64 { return today().AddDate(-1, 0, 0).Unix() }},
		{"#history-all", func() int64 { return 0 }},
	} {
		before := choice.from()
		must(t, panel.Click(choice.button))
		wantHistory(t, panel, 2*i+1, contract.KindPanelEstimate, before, choice.from())
		answer(t, panel, counted)
		untilShown(t, panel, "#history-begin")
		must(t, panel.Click("#history-begin"))
		wantHistory(t, panel, 2*i+2, contract.KindPanelHistory, before, choice.from())
		answer(t, panel, "{ ok: {} }")
		untilGone(t, panel, "#history-offer")
		untilTrue(t, panel, "the buttons to be free", `document.querySelector("#history button[aria-disabled=true]") === null`)
	}

	must(t, panel.Click("#history-from-day"))
	untilShown(t, panel, "#history-day-error")
	if n := len(requests(t, panel)); n != 8 {
		t.Errorf("an empty day was asked for")
	}
	run(t, panel, `(() => {
		const field = document.querySelector("#history-day");
		field.value = "2024-02-29";
		field.dispatchEvent(new InputEvent("input", {bubbles: true}));
	})()`)
	untilGone(t, panel, "#history-day-error")
	must(t, panel.Click("#history-from-day"))
	day := time.Date(2024, 2, 29, 0, 0, 0, 0, zone).Unix()
	wantHistory(t, panel, 9, contract.KindPanelEstimate, day, day)
	answer(t, panel, counted)
	wantTexts(t, panel, map[string]string{"#history-offer": "Feb 29, 2024: About 1,240 messages, 96 notes, 20 credits."})
	must(t, panel.Click("#history-begin"))
	wantHistory(t, panel, 10, contract.KindPanelHistory, day, day)
	answer(t, panel, `{ error: { code: "busy", message: "history: under way" } }`)
	untilShown(t, panel, `#history [data-error="busy"]`)
}

// counted is an estimate that was counted, as the core answers.
const counted = "{ ok: { chats: 1, measured: 1, counted: 1, messages: 1240, notes: 96, credits: 20 } }"

// TestEstimateIsTold: what a choice comes to is said, on the screen and to screen
// readers, before anything is read, and how that is known; the keyboard's place is
// kept. What cannot be told keeps nobody from reading, and another chat begins anew.
func TestEstimateIsTold(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, nil)
	panel := s.face(t, "panel/panel.html")
	s.leaveChat(t, linkedCard("Maya Okafor", contract.HistoryCard{From: daysAgo(3), End: contract.HistoryOnPhone}))
	must(t, panel.Click("#history > summary"))
	run(t, panel, `document.querySelector("#history-month").focus()`)
	for _, told := range []struct{ reply, text string }{
		{counted, "Last 30 days: About 1,240 messages, 96 notes, 20 credits."},
		{"{ ok: { chats: 1, measured: 1, counted: 1, messages: 1, notes: 1, credits: 1 } }", "Last 30 days: About 1 message, 1 note, 1 credit."},
		{"{ ok: { chats: 1, measured: 1, counted: 1, messages: 0, notes: 0, credits: 0 } }", "Last 30 days: WhatsApp Web holds nothing older on this computer that is not saved."},
		{"{ ok: { chats: 1, measured: 1, counted: 0, messages: 1240, notes: 96, credits: 20 } }", "Last 30 days: About 1,240 messages, 96 notes, 20 credits. The messages could not be counted; this supposes that as many were written then as in the days that are saved."},
		{"{ ok: { chats: 1, measured: 0, counted: 0, messages: 0, notes: 0, credits: 0 } }", "Last 30 days: The messages cannot be counted now, so how many there are is not known. About ten notes cost one credit."},
		{`{ error: { code: "internal", message: "x" } }`, "Last 30 days: The messages cannot be counted now, so how many there are is not known. About ten notes cost one credit."},
	} {
		press(t, panel, "\r")
		wantTexts(t, panel, map[string]string{"#history-news": "Counting the messages…"})
		untilGone(t, panel, "#history-offer")
		answer(t, panel, told.reply)
		wantTexts(t, panel, map[string]string{"#history-offer": told.text, "#history-news": told.text, "#history-begin": "Start reading"})
		untilTrue(t, panel, "the focus to be kept", `document.activeElement?.id === "history-month"`)
	}
	must(t, panel.Click("#history-cancel"))
	untilGone(t, panel, "#history-begin")
	untilTrue(t, panel, "the focus to be back", `document.activeElement?.id === "history-month"`)
	if news := value(Eval[string](panel, `document.querySelector("#history-news").textContent`))(t); news != "" {
		t.Errorf("after it was cancelled, %q is still said", news)
	}
	for n, r := range requests(t, panel) {
		_ = payload[contract.ReadHistory](t, r, contract.KindPanelEstimate)
		if n > 5 {
			t.Error("something was asked for that nobody wanted")
		}
	}

	press(t, panel, "\r")
	answer(t, panel, counted)
	untilShown(t, panel, "#history-begin")
	other := linkedCard("Elena Marsh", contract.HistoryCard{From: daysAgo(3), End: contract.HistoryOnPhone})
	other.Chat = "447700900117@c.us"
	s.leaveChat(t, other)
	untilGone(t, panel, "#history-offer")
}

// TestEstimateByKeyboard: the step between a choice and its reading is gone through
// by keyboard alone, with the focus in sight at each step.
func TestEstimateByKeyboard(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, nil)
	s.leaveChat(t, linkedCard("Maya Okafor", contract.HistoryCard{From: daysAgo(3), End: contract.HistoryOnPhone}))
	panel := s.face(t, "panel/panel.html")
	untilShown(t, panel, "#history > summary")
	run(t, panel, `document.querySelector("#history > summary").focus()`)
	press(t, panel, "\r")
	inSight := func(id string) {
		t.Helper()
		untilTrue(t, panel, "the focus to be seen on "+id, fmt.Sprintf(`document.activeElement.id === %q && document.activeElement.matches(":focus-visible")`, id))
	}
	choose := func() {
		t.Helper()
		tabTo(t, panel, "history-year")
		press(t, panel, "\r")
		untilShown(t, panel, "#history-counting")
		answer(t, panel, counted)
		untilShown(t, panel, "#history-begin")
		inSight("history-year")
		tabTo(t, panel, "history-begin")
		inSight("history-begin")
	}
	choose()
	press(t, panel, "\t")
	inSight("history-cancel")
	press(t, panel, "\r")
	untilGone(t, panel, "#history-offer")
	inSight("history-year")
	run(t, panel, `document.querySelector("#history > summary").focus()`)
	choose()
	press(t, panel, "\r")
	untilTrue(t, panel, "the reading to be asked for", "asked.length === 3")
	_ = payload[contract.ReadHistory](t, requests(t, panel)[2], contract.KindPanelHistory)
	answer(t, panel, "{ ok: {} }")
	untilGone(t, panel, "#history-offer")
	untilTrue(t, panel, "the focus not to be lost", "document.activeElement !== document.body")
}

// wantHistory checks the n-th request of the sidebar, for the chat's messages or
// for their number, from one of two moments on, of which the second counts when
// midnight passed.
func wantHistory(t *testing.T, panel *Tab, n int, kind contract.Kind, from, orFrom int64) {
	t.Helper()
	must(t, Until(t.Context(), "a request for older messages", func() (bool, error) {
		return Eval[bool](panel, fmt.Sprintf("asked.length >= %d", n))
	}))
	asked := requests(t, panel)
	if len(asked) != n {
		t.Fatalf("%d requests were sent, want %d", len(asked), n)
	}
	got := payload[contract.ReadHistory](t, asked[n-1], kind)
	if got.Chat != "14155550178@c.us" || (got.From != from && got.From != orFrom) {
		t.Errorf("older messages of %s were asked for from %d on, want %d", got.Chat, got.From, from)
	}
}

// TestReadingIsTold: the progress of a reading is drawn, and screen readers hear
// when it begins and ends, not each of its steps.
func TestReadingIsTold(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, nil)
	panel := s.face(t, "panel/panel.html")
	back := time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC).Unix()
	for _, step := range []struct {
		history contract.HistoryCard
		texts   map[string]string
	}{
		{
			contract.HistoryCard{From: back, Reached: back, End: contract.HistoryUnknown},
			map[string]string{"#history summary": "Older messages", "#history-from": "Mar 3, 2026", "#history-reached": "Mar 3, 2026"},
		},
		{
			contract.HistoryCard{Reading: true, End: contract.HistoryUnknown},
			map[string]string{"#history summary": "being read", "#history-from": "its first message", "#history-progress": "0 so far", "#history-news": "are being read"},
		},
		{
			contract.HistoryCard{Reading: true, Read: 1350, Reached: back, End: contract.HistoryUnknown},
			map[string]string{"#history-progress": "1,350 so far, back to Mar 3, 2026", "#history-news": "are being read"},
		},
		{
			contract.HistoryCard{Read: 1350, Reached: back, End: contract.HistoryAll},
			map[string]string{"#history-reached": "Mar 3, 2026", "#history-end": "the whole chat", "#history-news": "has ended"},
		},
	} {
		s.leaveChat(t, linkedCard("Maya Okafor", step.history))
		wantTexts(t, panel, step.texts)
	}
	if live := value(Eval[int](panel, `document.querySelectorAll("#history [role=status], #history [aria-live]").length`))(t); live > 0 {
		t.Errorf("%d parts of the progress are read out at each step", live)
	}
}
