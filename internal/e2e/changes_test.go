package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestChangesWhileAway: an edit, a deletion and a reaction of days-old messages
// are found whatever kept Chatkeep from noticing them: the worker was stopped, the
// tab hidden, frozen or closed. Once they are found, nothing is read again.
func TestChangesWhileAway(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	days := s.addOldTalk(t)
	play(t, s, linked()...)
	for _, away := range []struct {
		how string
		// leave makes Chatkeep miss what is done then, and comeBack ends that.
		leave, comeBack func()
	}{
		{"the worker is stopped", func() { must(t, s.StopWorker()) }, func() {}},
		{"the tab is hidden", func() { s.hide(t) }, func() {}},
		{"the tab is frozen", func() { s.freeze(t) }, func() { s.setFrozen(t, false) }},
		{"the tab is closed", func() { must(t, s.WhatsAppTab.Close()) }, func() { play(t, s, openWhatsApp) }},
	} {
		t.Run(away.how, func(t *testing.T) {
			// What nobody has looked at is not in the page's memory, and changes of it
			// raise no event there.
			must(t, s.OpenChat(mayaName))
			s.quiet(t)
			old := days[0]
			days = days[1:]
			away.leave()
			must(t, s.WhatsApp.Edit(old.edited, "Edited while "+away.how))
			must(t, s.WhatsApp.Revoke(old.deleted, ""))
			must(t, s.WhatsApp.React(old.liked, s.maya, "🎈"))
			away.comeBack()
			must(t, s.WhatsApp.WaitApplied(t.Context()))
			eventually(t, stepWithin, "the changes to be saved", func() (bool, error) {
				err := s.Cycle(t.Context())
				notes := strings.Join(s.noteTexts(t, mayaName), "\n")
				return strings.Count(notes, "Edited while "+away.how+" (edited ") == 1 && strings.Count(notes, old.name+" to delete (deleted by sender)") == 1 &&
					strings.Count(notes, old.name+" to like\n      | [reactions: 🎈 Maya") == 1, err
			})
			s.quiet(t)
			must(t, s.whole(elenaName, mayaName))
		})
	}
}

// oldTalk are the keys of messages of one day, to which something is to happen.
type oldTalk struct{ name, edited, deleted, liked string }

// addOldTalk adds talk of two days ago to Maya's chat.
func (s *Story) addOldTalk(t *testing.T) []oldTalk {
	t.Helper()
	said := value(s.WhatsApp.Messages(fakewhatsapp.ChatMaya))(t)[1].Time
	var days []oldTalk
	for i := range 4 {
		name := fmt.Sprintf("Talk %d", i+1)
		keys := value(s.WhatsApp.Backfill(fakewhatsapp.ChatMaya, []fakewhatsapp.Msg{
			{Time: said, Body: name + " to edit"}, {Time: said, Body: name + " to delete"}, {Time: said, Body: name + " to like", FromMe: true},
		}))(t)
		days = append(days, oldTalk{name, keys[0], keys[1], keys[2]})
	}
	return days
}

// quiet has everything saved, until two cycles in a row read nothing again and ask
// Zoho nothing: what the page still has to tell may come after the first of them.
func (s *Story) quiet(t *testing.T) {
	t.Helper()
	inRow := 0
	eventually(t, settleWithin, "two cycles that read nothing", func() (bool, error) {
		reads, calls := len(s.readsSoFar(t)), len(s.Zoho.Calls())
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		if len(s.readsSoFar(t)) == reads && len(s.Zoho.Calls()) == calls {
			inRow++
		} else {
			inRow = 0
		}
		return inRow == 2, nil
	})
}

// hide brings another tab in front of WhatsApp Web's.
func (s *Story) hide(t *testing.T) {
	t.Helper()
	must(t, value(s.NewTab("about:blank"))(t).Do(chromedp.WaitReady(chromedp.CSS("html"))))
	untilTrue(t, s.WhatsAppTab, "WhatsApp Web behind another tab", `document.visibilityState === "hidden"`)
}

// frozenFor is how long a page is watched for signs of life.
const frozenFor = 300 * time.Millisecond

// freeze freezes WhatsApp Web's tab behind another one, as Chromium does with one
// that was hidden for some minutes, and waits until the sidebar says so.
func (s *Story) freeze(t *testing.T) {
	t.Helper()
	s.hide(t)
	s.setFrozen(t, true)
	// The page freezes after Chromium was told so, and the extension hears of it last.
	untilTrue(t, s.backstage, "the tab to be frozen",
		`chrome.tabs.query({ url: "https://web.whatsapp.com/*" }).then((tabs) => tabs.length > 0 && tabs.every((tab) => tab.frozen))`)
	ctx, cancel := context.WithTimeout(t.Context(), frozenFor)
	defer cancel()
	if s.WhatsApp.WaitApplied(ctx) == nil {
		t.Fatal("the page runs on although it is frozen")
	}
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#whatsapp-notice[data-state="asleep"]`)
}

// setFrozen freezes WhatsApp Web's tab or lets it go on.
func (s *Story) setFrozen(t *testing.T, frozen bool) {
	t.Helper()
	state := page.SetWebLifecycleStateStateActive
	if frozen {
		state = page.SetWebLifecycleStateStateFrozen
	}
	_, err := chromedp.Call(s.WhatsAppTab.ctx, page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: state})
	must(t, err)
}
