package e2e

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// searchedWithin is more than the time for which a search that hung is passed over.
const searchedWithin = 90 * time.Second

// TestSearchThatFailsFromTheStart: the searches of WhatsApp's database are there
// when the page is loaded, and none ever answers. What stands in for them is read
// and saved, the check and the cards say that it is not all, no chat is called
// complete, and when the searches answer everything is caught up on without a reload.
func TestSearchThatFailsFromTheStart(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		broken []member
		way    string
	}{
		{"they fail", []member{
			{search, "msgFindBefore", fakewhatsapp.BreakThrows}, {search, "msgFindAfter", fakewhatsapp.BreakPoison},
			{search, "msgFindByDirection", fakewhatsapp.BreakOddShape},
		}, "loadEarlierMsgs.options"},
		{"they never answer", []member{
			{search, "msgFindBefore", fakewhatsapp.BreakHangs}, {search, "msgFindAfter", fakewhatsapp.BreakHangs},
			{search, "msgFindByDirection", fakewhatsapp.BreakHangs}, {"WAWebChatLoadMessages", "loadEarlierMsgs", fakewhatsapp.BreakHangs},
		}, "chat.msgs"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := begin(t, Options{}, connected()...)
			s.breaks(t, test.broken)
			s.reloadWhatsApp(t)
			before := value(s.SyncTimes())(t)
			play(t, s, openUnknown, createContact)
			must(t, s.Cycle(t.Context()))
			s.untilWays(t, contract.VerdictDegraded, map[contract.Capability]string{contract.CapabilityHistory: test.way})
			s.wantPartial(t, s.maya)
			s.wantLines(t, s.maya, mayaName, s.textsOf(t, s.maya)...)
			play(t, s, deliverNews)
			must(t, s.Cycle(t.Context()))
			s.wantPartial(t, s.maya)
			s.wantLines(t, s.maya, mayaName, s.textsOf(t, s.maya)...)
			untilShown(t, s.Sidebar, `[data-problem="partial"]`)
			must(t, s.Cycle(t.Context()))
			if now := value(s.SyncTimes())(t); now.LastSyncAt != before.LastSyncAt {
				t.Error("a partial reading was called a sync")
			}

			s.mends(t, test.broken)
			eventually(t, searchedWithin, "the database to be searched", func() (bool, error) {
				if err := s.Cycle(t.Context()); err != nil {
					return false, err
				}
				return s.check(t).Verdict == contract.VerdictOK, nil
			})
			must(t, s.Cycle(t.Context()))
			s.holdsTruth(t, s.maya, mayaName)
			s.holdsTruth(t, s.elena, elenaName)
			untilGone(t, s.Sidebar, `[data-problem="partial"]`)
			must(t, s.whole(elenaName, mayaName))
			play(t, s, quietAlarm, showBadge)
			atTheEnd(t, s)
		})
	}
}

// TestSearchThatStopsAnswering: the searches of a page that was read so far hang. The
// open chat is saved from the screen and called partial, nothing waits for them, and
// everything is caught up on when they answer again.
func TestSearchThatStopsAnswering(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	broken := []member{{search, "msgFindBefore", fakewhatsapp.BreakHangs}, {search, "msgFindByDirection", fakewhatsapp.BreakHangs}}
	before := value(s.SyncTimes())(t)
	s.breaks(t, broken)
	const body = "Said while no search answered."
	s.deliver(t, s.maya, body)
	s.isOnScreen(t, body)
	s.savesScreen(t, body)
	untilShown(t, s.Sidebar, `#whatsapp-notice[data-state="partial"]`)
	s.untilVerdict(t, contract.VerdictPartial)
	s.wantLines(t, s.maya, mayaName, s.textsOf(t, s.maya)...)
	s.deliver(t, s.elena, "Said in a chat that was not on the screen.")
	must(t, s.Cycle(t.Context()))
	if now := value(s.SyncTimes())(t); now.LastSyncAt != before.LastSyncAt {
		t.Error("what is on the screen was called a sync")
	}

	s.mends(t, broken)
	eventually(t, searchedWithin, "the database to be searched", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		return s.check(t).Verdict == contract.VerdictOK, nil
	})
	must(t, s.Cycle(t.Context()))
	s.holdsTruth(t, s.maya, mayaName)
	s.holdsTruth(t, s.elena, elenaName)
	untilGone(t, s.Sidebar, "#whatsapp-notice")
	must(t, s.whole(elenaName, mayaName))
	play(t, s, quietAlarm)
	atTheEnd(t, s)
}
