package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// clock writes a moment as a face does.
func clock(t *testing.T, face *Tab, at int64) string {
	t.Helper()
	return value(Eval[string](face, fmt.Sprintf(`(() => {
		const time = document.querySelector('time[datetime="' + new Date(%d).toISOString() + '"]');
		return time === null ? "no time" : time.innerText;
	})()`, at)))(t)
}

// TestCreditsAreTold: what was spent stands in words and figures beside the bar,
// with what Zoho has said is left and until when calls pause.
func TestCreditsAreTold(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	said, until := time.Now().Add(-5*time.Minute).UnixMilli(), time.Now().Add(20*time.Minute).UnixMilli()
	s.leaveZoho(t, nil)
	settings := s.face(t, "options/options.html")
	wantTexts(t, settings, map[string]string{
		"#credits-used": "Used today: 143 of 2,000",
		"#credits-left": "says nothing while more than half is left",
		"#credits-by":   "Saving messages as notes 70",
	})
	untilTrue(t, settings, "the bar to say as much", `(() => {
		const bar = document.querySelector("#credits progress");
		return bar.value === 143 && bar.max === 2000 && bar.getAttribute("aria-labelledby") === "credits-used";
	})()`)
	untilGone(t, settings, "#credits-paused")

	s.leaveZoho(t, func(v *contract.View) {
		v.Settings.DailyCredits = 0
		v.Credits.Remaining, v.Credits.RemainingAt, v.Credits.PausedUntil = 12_400, said, until
	})
	wantTexts(t, settings, map[string]string{
		"#credits-used":   "Used today: 143. No daily limit",
		"#credits-left":   "12,400 · Zoho said at",
		"#credits-paused": "No call is made before",
	})
	untilGone(t, settings, "#credits progress")
	for _, at := range []int64{said, until} {
		if got := clock(t, settings, at); got == "no time" {
			t.Errorf("the settings do not name %s", time.UnixMilli(at))
		}
	}

	s.leaveNobody(t)
	untilGone(t, settings, "#credits")
}

// TestUsedUpCreditsAreTold: popup, sidebar and settings say that credits are
// used up, when it goes on, and that nothing is lost; nothing in it alarms.
func TestUsedUpCreditsAreTold(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	for _, used := range []struct {
		problem contract.ProblemCode
		state   contract.ZohoState
		retryAt int64
		line    string
	}{
		{contract.ProblemBudget, contract.ZohoConnected, tomorrow().UnixMilli(), "Connected"},
		{contract.ProblemCreditsUsed, contract.ZohoUnreachable, time.Now().Add(time.Hour).UnixMilli(), "Zoho asks to wait"},
	} {
		s.leaveZoho(t, func(v *contract.View) {
			problem := contract.Problem{Code: used.problem, RetryAt: used.retryAt}
			v.Backup.State, v.Backup.Problem = contract.BackupWaiting, &problem
			if v.Zoho.State = used.state; used.state == contract.ZohoUnreachable {
				v.Zoho.Problem = &problem
			}
		})
		s.leaveChat(t, linkedCard("Maya Okafor", contract.HistoryCard{End: contract.HistoryAll}))
		for _, path := range []string{"popup/popup.html", "panel/panel.html", "options/options.html"} {
			face := s.face(t, path)
			note := fmt.Sprintf("[data-problem=%q]", used.problem)
			untilShown(t, face, note+".wait")
			wantTexts(t, face, map[string]string{note: "Nothing is lost."})
			wantTexts(t, face, map[string]string{note + " time": clock(t, face, used.retryAt), note + " p:last-child": "Goes on by itself at"})
			if n := value(Eval[int](face, fmt.Sprintf("document.querySelectorAll(%q).length", note)))(t); n != 1 {
				t.Errorf("%s tells of %s %d times", path, used.problem, n)
			}
			if path == "popup/popup.html" {
				wantTexts(t, face, map[string]string{"#overall": "Waiting", "#zoho-state": used.line})
			}
			must(t, face.Close())
		}
	}
}
