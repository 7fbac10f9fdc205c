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
		{"being read", contract.HistoryCard{From: daysAgo(3), Reading: true}, contract.ChatLinked, []string{}},
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
		wantHistory(t, panel, i+1, before, choice.from())
		answer(t, panel, "{ ok: {} }")
		untilTrue(t, panel, "the buttons to be free", `document.querySelector("#history button[aria-disabled=true]") === null`)
	}

	must(t, panel.Click("#history-from-day"))
	untilShown(t, panel, "#history-day-error")
	if n := len(requests(t, panel)); n != 4 {
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
	wantHistory(t, panel, 5, day, day)
	answer(t, panel, `{ error: { code: "busy", message: "history: under way" } }`)
	untilShown(t, panel, `#history [data-error="busy"]`)
}

// wantHistory checks the n-th request of the sidebar: the chat's messages from
// one of two moments on, of which the second counts when midnight passed.
func wantHistory(t *testing.T, panel *Tab, n int, from, orFrom int64) {
	t.Helper()
	must(t, Until(t.Context(), "a request for older messages", func() (bool, error) {
		return Eval[bool](panel, fmt.Sprintf("asked.length >= %d", n))
	}))
	asked := requests(t, panel)
	if len(asked) != n {
		t.Fatalf("%d requests were sent, want %d", len(asked), n)
	}
	got := payload[contract.ReadHistory](t, asked[n-1], contract.KindPanelHistory)
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
