package e2e

import (
	"fmt"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestOfflineWithRestart: Zoho is out of reach, people write on, and the browser is
// closed and opened again meanwhile. What was said before, while and after it was
// closed stands in Zoho once when Zoho is back; until then the time of the last
// sync stands still, and afterwards it is later.
func TestOfflineWithRestart(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	before := value(s.SyncTimes())(t)
	s.Zoho.SetDown(true)
	for i := range 3 {
		s.deliver(t, s.maya, fmt.Sprintf("Said offline %d.", i))
		must(t, s.Cycle(t.Context()))
	}
	must(t, s.StopBrowser())
	value(s.WhatsApp.Deliver(s.maya, fakewhatsapp.Msg{Body: "Said while the browser was closed."}))(t)
	must(t, s.StartBrowser(lasting(t)))
	play(t, s, openWhatsApp, openPopup, openSidebar)
	s.untilReady(t)
	must(t, s.OpenChat(mayaName))
	s.deliver(t, s.maya, "Said after the browser was opened.")
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#zoho-notice[data-state="unreachable"] [data-problem="unreachable"]`)
	if now := value(s.SyncTimes())(t); now.LastSyncAt != before.LastSyncAt {
		t.Errorf("the last sync is said to be at %d, it was at %d", now.LastSyncAt, before.LastSyncAt)
	}
	if card := value(s.Card(s.maya))(t); card.Sync.Waiting != 5 {
		t.Errorf("%d messages wait, 5 were said", card.Sync.Waiting)
	}
	s.Zoho.SetDown(false)
	eventually(t, settleWithin, "the messages to be saved", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		err := s.Holds(t.Context(), s.maya, mayaName)
		return err == nil, err
	})
	if now := value(s.SyncTimes())(t); now.LastSyncAt <= before.LastSyncAt {
		t.Errorf("the last sync is said to be at %d, it was at %d", now.LastSyncAt, before.LastSyncAt)
	}
	untilGone(t, s.Sidebar, "#zoho-notice")
	must(t, s.whole(elenaName, mayaName))
}

// untilReady waits until the view says that WhatsApp Web can be read. It is for the first
// tab of a browser session: what the view says of a later one it may still say of the
// one before.
func (s *Story) untilReady(t *testing.T) {
	t.Helper()
	eventually(t, stepWithin, "WhatsApp Web to be ready", func() (bool, error) {
		view, err := s.View()
		return view.WhatsApp.State == contract.TabReady, err
	})
}
