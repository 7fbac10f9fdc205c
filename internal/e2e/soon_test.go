package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// soonWithin is how long what is saved before the alarm is waited for. The alarm of
// the story has rung, so that it does not ring again within that time.
const soonWithin = 2 * time.Minute

// TestBurstIsSavedSoon: somebody writes several messages in the open chat, and they
// stand in Zoho once it is quiet, before the alarm.
func TestBurstIsSavedSoon(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	must(t, s.OpenChat(mayaName))
	must(t, s.Cycle(t.Context()))
	next := value(s.alarm())(t).ScheduledTime
	for i := range 6 {
		s.deliver(t, s.maya, fmt.Sprintf("%d of a burst.", i))
	}
	eventually(t, soonWithin, "the burst to be saved", func() (bool, error) {
		return s.Holds(t.Context(), s.maya, mayaName) == nil, nil
	})
	if now := value(s.alarm())(t).ScheduledTime; now != next {
		t.Errorf("the alarm has rung: it was set for %v and is for %v", next, now)
	}
	must(t, s.whole(elenaName, mayaName))
}

// TestSavedAfterAbsence: the browser was closed for an hour while somebody wrote.
// What they wrote is saved when WhatsApp Web is there again, before the alarm.
func TestSavedAfterAbsence(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	run(t, s.backstage, fmt.Sprintf(`chrome.storage.local.get(%[1]q).then(({[%[1]q]: times}) => {
	  times.lastTickAt -= 3_600_000;
	  return chrome.storage.local.set({[%[1]q]: times});
	})`, contract.SyncKey))
	must(t, s.StopBrowser())
	value(s.WhatsApp.Deliver(s.maya, fakewhatsapp.Msg{Body: storyNews}))(t)
	must(t, s.StartBrowser(lasting(t)))
	play(t, s, openWhatsApp)
	eventually(t, soonWithin, "what was written meanwhile to be saved", func() (bool, error) {
		return s.Holds(t.Context(), s.maya, mayaName) == nil, nil
	})
	must(t, s.whole(elenaName, mayaName))
}
