package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// TestStillFacesAccessible: whatever the faces can show keeps all rules of axe-core
// in light and in dark, wide and narrow, in both directions of writing, nothing
// stands out of its page, and the sidebar has one primary button at most.
func TestStillFacesAccessible(t *testing.T) {
	t.Parallel()
	for about, faces := range map[string][]shown{"who a chat is": linkFaces(), "Zoho": zohoFaces(), "WhatsApp": healthFaces()} {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			a := newAuditor(t)
			s := openStill(t)
			for _, f := range faces {
				auditFace(t, a, s, f)
			}
		})
	}
}

func auditFace(t *testing.T, a auditor, s stillStage, f shown) {
	t.Helper()
	f.leave(t, s)
	face := s.face(t, f.path)
	if f.unfold != "" {
		must(t, face.Click(f.unfold))
	}
	untilShown(t, face, f.there)
	auditSides(t, a, face, f.what)
	primary := value(Eval[[]string](face, `[...document.querySelectorAll(".primary")].filter((b) => b.checkVisibility()).map((b) => b.id)`))(t)
	if strings.HasPrefix(f.path, "panel/") && len(primary) > 1 {
		t.Errorf("%s: %q are primary buttons", f.what, primary)
	}
	must(t, face.Close())
}

// auditSides audits a face as it stands in both directions of writing, narrow and
// wide.
func auditSides(t *testing.T, a auditor, face *Tab, name string) {
	t.Helper()
	for _, direction := range []string{"ltr", "rtl"} {
		run(t, face, fmt.Sprintf("document.documentElement.dir = %q", direction))
		for _, width := range []int64{narrowWidth, pageWidth} {
			what := fmt.Sprintf("%s, %s, %d px", name, direction, width)
			a.audit(t, face, what, width)
			fits(t, face, what)
		}
	}
}

// TestAnswersAccessible: what the faces say only when they are asked keeps the same
// rules: what older messages come to, of a chat and of all chats, and the proof of a
// chat with everything that can be said of its days, notes and files.
func TestAnswersAccessible(t *testing.T) {
	t.Parallel()
	a := newAuditor(t)
	s := openStill(t)
	s.leaveView(t, nil)
	s.leaveChat(t, chatWithFiles(longNameRTL))
	panel := s.face(t, "panel/panel.html")
	must(t, panel.Click("#history > summary"))
	must(t, panel.Click("#history-all"))
	untilShown(t, panel, "#history-counting")
	auditSides(t, a, panel, "sidebar, counting older messages")
	answer(t, panel, "{ ok: { chats: 1, measured: 1, counted: 0, messages: 1240, notes: 96, credits: 20 } }")
	untilShown(t, panel, "#history-begin")
	auditSides(t, a, panel, "sidebar, what older messages come to")
	must(t, panel.Click("#proof > summary"))
	untilTrue(t, panel, "the proof to be asked for", "asked.length === 2")
	answer(t, panel, `{ ok: { at: Date.now(), chats: [{ held: 1204, confirmed: 1190, days: `+manyDays+`, gaps: [
		{ cause: "not_asked", before: 1700000000 }, { cause: "older_unknown" }, { cause: "on_phone" },
		{ cause: "file_waiting", date: "2026-11-20", count: 3, problem: { code: "scope_missing" } },
		...["not_loaded", "too_large", "barred", "gone", "refused", "failed"].map((why) => ({ cause: "file_" + why, date: "2026-11-21", count: 1 })),
	] }] } }`)
	wantTexts(t, panel, map[string]string{
		`#proof-gaps [data-cause="file_waiting"]`:    "file waits to be attached (3) · A permission is missing from the sign-in",
		`#proof-gaps [data-cause="file_not_loaded"]`: "not loaded in WhatsApp Web",
		`#proof-gaps [data-cause="on_phone"]`:        "the oldest on the phone only",
		`#proof-beyond [data-cause="not_asked"]`:     "not asked for",
		`#proof-beyond [data-cause="older_unknown"]`: "does not tell",
	})
	auditSides(t, a, panel, "sidebar, files in the proof")
	must(t, panel.Click("#proof-days > summary"))
	wantTexts(t, panel, map[string]string{
		`#proof-days-table tbody tr:first-child`: "2026-03-06 64 63 40404040",
		`#proof-days-table tbody tr:last-child`:  "2026-01-06",
		`#proof-days-more`:                       "60 of 65 days",
	})
	must(t, panel.Click("#proof-verify"))
	untilTrue(t, panel, "a comparison to be asked for", "asked.length === 3")
	answer(t, panel, `{ ok: { held: 1204, confirmed: 1190, days: `+manyDays+`, gaps: [], check: { at: Date.now(), notes: 3, good: 1, differences: [
		{ kind: "changed", date: "2026-03-06", part: 1, missing: 12, missingAt: `+tenTimes+`, unexpected: 1, unexpectedAt: ["2026-03-07 00:01"] },
		{ kind: "missing", date: "2026-03-05", part: 1, missing: 1 },
	], fileDifferences: [] } } }`)
	wantTexts(t, panel, map[string]string{
		`#proof-whole`:  "Nothing that was asked for is missing",
		`#proof-result`: "Compared",
		`#proof-differences [data-lines=missing]`:    "12 lines missing: 10:00, 10:01",
		`#proof-differences [data-lines=unexpected]`: "one line that is not ours: 2026-03-07 00:01",
	})
	untilGone(t, panel, "#proof-beyond")
	auditSides(t, a, panel, "sidebar, days and differences in the proof")
	must(t, panel.Close())

	s.leaveZoho(t, nil)
	settings := s.face(t, "options/options.html")
	untilShown(t, settings, "#older-estimate")
	must(t, settings.Click("#older-estimate"))
	untilTrue(t, settings, "an estimate to be asked for", "asked.length === 1")
	answer(t, settings, "{ ok: { chats: 64, measured: 60, counted: 30, messages: 12400, notes: 960, credits: 224 } }")
	untilShown(t, settings, "#older-read")
	must(t, settings.Click("#proofs-save"))
	untilTrue(t, settings, "the proofs to be asked for", "asked.length === 2")
	answer(t, settings, "{ ok: { at: Date.now(), chats: [] } }")
	wantTexts(t, settings, map[string]string{"#proofs-saved": "No chat is linked yet"})
	auditSides(t, a, settings, "settings, what older messages come to")
}

// manyDays are more days than the table of a proof shows, and tenTimes as many times as
// are told of the lines of a note; both are written in the page's language.
const (
	manyDays = `Array.from({ length: 65 }, (_, i) => ({
		date: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10), held: i, confirmed: i - (i === 64), words: 0,
		digest: "a".repeat(64), chain: i.toString(16).padStart(2, "0").repeat(32),
	}))`
	tenTimes = "Array.from({ length: 10 }, (_, i) => `10:0${i}`)"
)
