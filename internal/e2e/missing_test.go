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
		found := s.check(t)
		for name, way := range test.ways {
			wantWay(t, found, name, way, test.verdict)
		}
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
	if found := s.reloadWhatsApp(t); found.Verdict != contract.VerdictOK {
		t.Errorf("in the end the verdict is %s: %+v", found.Verdict, found)
	}
	must(t, s.Cycle(t.Context()))
	s.holdsTruth(t, s.maya, mayaName)
	must(t, s.whole(elenaName, mayaName))
	play(t, s, quietAlarm)
	atTheEnd(t, s)
}
