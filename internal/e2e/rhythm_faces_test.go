package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// enterIn sets a field as a person does.
func enterIn(t *testing.T, face *Tab, field, value string) {
	t.Helper()
	run(t, face, fmt.Sprintf(`(() => {
		const field = document.querySelector(%q);
		field.value = %q;
		field.dispatchEvent(new Event("change", {bubbles: true}));
	})()`, field, value))
}

// TestRhythmIsChosen: quiet hours, how often notes are written, and what becomes of
// deleted words are sent with the other settings.
func TestRhythmIsChosen(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	stands := func(v *contract.View) {
		v.Settings.DeletedText, v.Settings.WriteEveryMinutes = contract.DeletedKeep, 15
		v.Settings.QuietFrom, v.Settings.QuietTo = 20*60+5, 7*60
	}
	s.leaveView(t, stands)
	settings := s.face(t, "options/options.html")
	untilTrue(t, settings, "the settings as they stand", `(() => {
		const of = (id) => document.querySelector(id)?.value;
		return of("#quiet-from") === "20:05" && of("#quiet-to") === "07:00" && of("#write-every") === "15" && of("#deleted-text") === "keep";
	})()`)
	for _, id := range []string{"#quiet-from", "#quiet-to"} {
		untilTrue(t, settings, "a field wide enough for a time", `document.querySelector("`+id+`").getBoundingClientRect().width > 80`)
	}
	enterIn(t, settings, "#quiet-from", "22:30")
	enterIn(t, settings, "#quiet-to", "")
	enterIn(t, settings, "#write-every", "60")
	enterIn(t, settings, "#deleted-text", "drop")
	must(t, settings.Click("#save-settings"))
	untilTrue(t, settings, "the settings to be sent", "asked.length === 1")
	want := quietView().Settings
	want.DeletedText, want.WriteEveryMinutes, want.QuietFrom, want.QuietTo = contract.DeletedDrop, 60, 22*60+30, 0
	if got := payload[contract.Settings](t, requests(t, settings)[0], contract.KindOptionsSettings); got != want {
		t.Errorf("the settings %+v were sent, want %+v", got, want)
	}
	answer(t, settings, "{ ok: {} }")
	s.leaveView(t, func(v *contract.View) {
		stands(v)
		v.Backup.Pace = &contract.PaceView{EveryMinutes: 15, Stretched: true}
	})
	wantTexts(t, settings, map[string]string{"#write-every-help": "more than half of the day's credits"})
}

// TestQuietHoursAreTold: popup and sidebar say until when it is quiet, once, and
// nothing in it alarms.
func TestQuietHoursAreTold(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	until := time.Now().Add(6 * time.Hour).UnixMilli()
	pace := &contract.PaceView{EveryMinutes: 3, QuietUntil: until, NextWriteAt: until}
	s.leaveView(t, func(v *contract.View) { v.Backup.Pace = pace })
	popup := s.face(t, "popup/popup.html")
	wantTexts(t, popup, map[string]string{"#pace": "Quiet hours: no note is written before"})
	if got := clock(t, popup, until); got == "no time" {
		t.Error("the popup does not say until when")
	}
	s.leaveView(t, func(v *contract.View) {
		v.Backup.Pace, v.Backup.State, v.Backup.Waiting = pace, contract.BackupWaiting, 1
		v.Backup.Problem = &contract.Problem{Code: contract.ProblemQuiet, RetryAt: until}
	})
	untilGone(t, popup, "#pace")
	for _, face := range []*Tab{popup, s.face(t, "panel/panel.html")} {
		untilShown(t, face, `[data-problem="quiet_hours"].wait`)
		wantTexts(t, face, map[string]string{`[data-problem="quiet_hours"]`: "Nothing is lost."})
		if got := clock(t, face, until); got == "no time" {
			t.Error("a face does not say until when")
		}
	}
}

// TestOlderMessagesOfAllChats: an estimate stands before the order, progress after
// it, and the reading can be stopped and goes on.
func TestOlderMessagesOfAllChats(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveZoho(t, nil)
	settings := s.face(t, "options/options.html")
	untilShown(t, settings, "#older")
	untilGone(t, settings, "#older-state")
	enterIn(t, settings, "#older-reach", "all")
	must(t, settings.Click("#older-estimate"))
	untilTrue(t, settings, "an estimate to be asked for", "asked.length === 1")
	if got := payload[contract.AllHistory](t, requests(t, settings)[0], contract.KindOptionsEstimate); got.From != 0 {
		t.Errorf("an estimate from %d on was asked for", got.From)
	}
	answer(t, settings, "{ ok: { chats: 37, measured: 33, counted: 0, messages: 1200, notes: 300, credits: 67 } }")
	wantTexts(t, settings, map[string]string{"#older-offer": "37 chats would be read further back. About 1,200 messages, 300 notes, 67 credits. The messages could not be counted"})
	wantTexts(t, settings, map[string]string{"#older-offer": "Of 4 nothing can be told yet."})
	must(t, settings.Click("#older-estimate"))
	untilTrue(t, settings, "another estimate to be asked for", "asked.length === 2")
	answer(t, settings, "{ ok: { chats: 64, measured: 64, counted: 60, messages: 12400, notes: 960, credits: 224 } }")
	wantTexts(t, settings, map[string]string{"#older-offer": "64 chats would be read further back. About 12,400 messages, 960 notes, 224 credits. 60 chats were counted; the others are taken to be like them."})
	must(t, settings.Click("#older-read"))
	untilTrue(t, settings, "the order to be sent", "asked.length === 3")
	if got := payload[contract.AllHistory](t, requests(t, settings)[2], contract.KindOptionsReadAll); got.From != 0 {
		t.Errorf("messages from %d on were ordered", got.From)
	}
	answer(t, settings, "{ ok: {} }")
	untilGone(t, settings, "#older-offer")

	s.leaveZoho(t, func(v *contract.View) { v.History = &contract.HistoryView{Chats: 37, Done: 3, Messages: 1350} })
	wantTexts(t, settings, map[string]string{"#older-state": "being read", "#older-progress": "3 of 37 chats, 1,350 messages"})
	must(t, settings.Click("#older-pause"))
	untilTrue(t, settings, "the stop to be sent", "asked.length === 4")
	if got := payload[contract.PauseHistory](t, requests(t, settings)[3], contract.KindOptionsHistoryOff); !got.Paused {
		t.Error("the reading was not stopped")
	}
	answer(t, settings, "{ ok: {} }")
	s.leaveZoho(t, func(v *contract.View) {
		v.History = &contract.HistoryView{Chats: 37, Done: 3, Messages: 1350, Paused: true}
	})
	wantTexts(t, settings, map[string]string{"#older-state": "Stopped", "#older-pause": "Go on"})
	s.leaveZoho(t, func(v *contract.View) { v.History = &contract.HistoryView{Chats: 37, Done: 37, Messages: 9000} })
	wantTexts(t, settings, map[string]string{"#older-state": "Read as far back"})
	untilGone(t, settings, "#older-pause")

	s.leaveZoho(t, func(v *contract.View) { v.History = &contract.HistoryView{Chats: 37, Done: 3, Paused: true} })
	s.leaveChat(t, linkedCard("Maya Okafor", contract.HistoryCard{From: daysAgo(3), Reading: true, End: contract.HistoryUnknown}))
	wantTexts(t, s.face(t, "panel/panel.html"), map[string]string{"#history summary": "stopped in the settings"})
}
