package e2e

import (
	"fmt"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestWaysThatAreMissing loads builds that lack the best ways. Several that are
// replaced in full leave the verdict alone.
func TestWaysThatAreMissing(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	gone, odd, poison := fakewhatsapp.BreakGone, fakewhatsapp.BreakOddShape, fakewhatsapp.BreakPoison
	for _, test := range []struct {
		broken  []member
		ways    map[contract.Capability]string
		verdict contract.Verdict
	}{
		{
			[]member{
				{chatList, "ChatCollection", poison}, {search, "msgFindBefore", odd}, {"WAWebReactionsCollection", "", gone},
				{"WAWebApiContact", "", gone}, {"WAWebContactModel", "phoneNumber", gone}, {"WAWebFrontendContactGetters", "", gone},
			},
			map[contract.Capability]string{
				contract.CapabilityChats: "WAWebCollections.Chat", contract.CapabilityHistory: "msgFindByDirection",
				contract.CapabilityReactions: "Reactions", contract.CapabilityLID: "database",
			},
			contract.VerdictOK,
		},
		{
			[]member{{"WAWebStreamModel", "Stream", odd}},
			map[contract.Capability]string{contract.CapabilitySession: "Socket"}, contract.VerdictDegraded,
		},
		{
			[]member{{"WAWebMsgCollection", "MsgCollection.on", gone}},
			map[contract.Capability]string{contract.CapabilityEvents: "some"}, contract.VerdictDegraded,
		},
		{
			[]member{{"Debug", "VERSION", gone}, {"WAWebBuildConstants", "VERSION_STR", gone}},
			map[contract.Capability]string{contract.CapabilityVersion: "SiteData"}, contract.VerdictDegraded,
		},
	} {
		s.breaks(t, test.broken)
		_ = s.reloadWhatsApp(t)
		key := s.deliver(t, s.maya, fmt.Sprintf("Siad by a build without %s.", test.broken[0].module))
		must(t, s.Cycle(t.Context()))
		s.holdsTruth(t, s.maya, mayaName)
		s.untilWays(t, test.verdict, test.ways)
		// A build that does not tell of an edit: it is found in the next life of the page.
		must(t, s.WhatsApp.Edit(key, fmt.Sprintf("Said by a build without %s.", test.broken[0].module)))
		s.mends(t, test.broken)
	}

	// Without Socket the app lock would not show, so nothing is read.
	lock := []member{{"WAWebSocketModel", "", gone}}
	s.breaks(t, lock)
	run(t, s.WhatsAppTab, `void (window.beforeReload = true, setTimeout(() => location.reload()))`)
	s.reloaded(t)
	reads := len(s.WhatsApp.Reads())
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#whatsapp-notice[data-state="waiting"]`)
	if n := len(s.WhatsApp.Reads()); n != reads {
		t.Errorf("%d pages were read though nobody knows whether the lock is on", n-reads)
	}
	s.mends(t, lock)
	_ = s.reloadWhatsApp(t)
	s.untilVerdict(t, contract.VerdictOK)
	must(t, s.Cycle(t.Context()))
	s.holdsTruth(t, s.maya, mayaName)
	must(t, s.whole(elenaName, mayaName))
	play(t, s, quietAlarm)
	atTheEnd(t, s)
}

// untilWays checks WhatsApp Web until the verdict is found, and each capability named
// answers in its way. What does not answer in seconds, because the computer has no time
// for the page, is passed over for a while: its database, and a search.
func (s *Story) untilWays(t *testing.T, verdict contract.Verdict, ways map[contract.Capability]string) {
	t.Helper()
	eventually(t, searchedWithin, "the verdict "+string(verdict), func() (bool, error) {
		found := s.check(t)
		for name, way := range ways {
			if got := variant(found, name); got != way {
				return false, fmt.Errorf("%s answers by %q, want %q: %+v", name, got, way, found)
			}
		}
		return found.Verdict == verdict, fmt.Errorf("the verdict is %s: %+v", found.Verdict, found)
	})
}

// untilVerdict checks WhatsApp Web until the verdict is found.
func (s *Story) untilVerdict(t *testing.T, verdict contract.Verdict) {
	t.Helper()
	s.untilWays(t, verdict, nil)
}
