package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// member is a member of one of WhatsApp's modules and the way in which it breaks.
type member struct {
	module, name string
	how          fakewhatsapp.Breakage
}

// The modules whose members break.
const (
	chatList  = "WAWebChatCollection"
	userPrefs = "WAWebUserPrefsMeUser"
	search    = "WAWebDBMessageFindLocal"
)

// breaks lets members break, or work again.
func (s *Story) breaks(t *testing.T, members []member) {
	t.Helper()
	for _, m := range members {
		s.WhatsApp.BreakMember(m.module, m.name, m.how)
	}
	must(t, s.WhatsApp.WaitApplied(t.Context()))
}

func (s *Story) mends(t *testing.T, members []member) {
	t.Helper()
	for _, m := range members {
		s.WhatsApp.RestoreMember(m.module, m.name)
	}
	must(t, s.WhatsApp.WaitApplied(t.Context()))
}

// wantWay checks in which way a capability answers, and the verdict.
func wantWay(t *testing.T, found contract.Health, name contract.Capability, way string, verdict contract.Verdict) {
	t.Helper()
	if got := variant(found, name); got != way || found.Verdict != verdict {
		t.Errorf("%s answers by %q and the verdict is %s, want %q and %s", name, got, found.Verdict, way, verdict)
	}
}

// TestWaysThatBreak takes the best way of one capability after the other away
// from a page that is being read, each in another manner. What is left answers,
// the check says which way it is, and nothing is lost or doubled.
func TestWaysThatBreak(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	for _, test := range []struct {
		broken     []member
		capability contract.Capability
		way        string
		verdict    contract.Verdict
		// also looks at what else follows.
		also func(t *testing.T, s *Story)
	}{
		{
			[]member{{search, "msgFindBefore", fakewhatsapp.BreakGone}},
			contract.CapabilityHistory, "msgFindByDirection", contract.VerdictOK, readByDirection,
		},
		{
			[]member{{userPrefs, "getMaybeMePnUser", fakewhatsapp.BreakThrows}, {userPrefs, "getMaybeMeLidUser", fakewhatsapp.BreakOddShape}},
			contract.CapabilityMe, "Conn.wid", contract.VerdictDegraded, nil,
		},
		{
			[]member{{chatList, "ChatCollection.getActive", fakewhatsapp.BreakPoison}},
			contract.CapabilityActive, "chat.active", contract.VerdictOK, sidebarFollows,
		},
		{
			[]member{{"WAWebApiContact", "getPhoneNumber", fakewhatsapp.BreakThrows}},
			contract.CapabilityLID, "contact.phoneNumber", contract.VerdictOK, nil,
		},
		{
			[]member{{"WAWebDBGetReactions", "getReactions", fakewhatsapp.BreakOddShape}},
			contract.CapabilityReactions, "database", contract.VerdictOK, reactionIsShown,
		},
		{
			[]member{{"Debug", "VERSION", fakewhatsapp.BreakGone}},
			contract.CapabilityVersion, "WAWebBuildConstants", contract.VerdictOK, nil,
		},
	} {
		s.breaks(t, test.broken)
		s.deliver(t, s.maya, fmt.Sprintf("Said while %s was %s.", test.broken[0].name, test.broken[0].how))
		must(t, s.Cycle(t.Context()))
		s.holdsTruth(t, s.maya, mayaName)
		if test.also != nil {
			test.also(t, s)
		}
		wantWay(t, s.check(t), test.capability, test.way, test.verdict)
		s.mends(t, test.broken)
	}
	s.deliver(t, s.maya, "Said when everything worked again.")
	must(t, s.Cycle(t.Context()))
	s.holdsTruth(t, s.maya, mayaName)
	if found := s.check(t); found.Verdict != contract.VerdictOK {
		t.Errorf("in the end the verdict is %s: %+v", found.Verdict, found)
	}

	s.nothingLeft(t)
	must(t, s.whole(elenaName, mayaName))
	play(t, s, quietAlarm)
	atTheEnd(t, s)
}

// readByDirection checks by which search the last page was read.
func readByDirection(t *testing.T, s *Story) {
	t.Helper()
	reads := s.readsSoFar(t)
	if last := reads[len(reads)-1]; last.Call != "msgFindByDirection" {
		t.Errorf("the last page was read by %s", last.Call)
	}
}

// sidebarFollows opens another chat and the one before again.
func sidebarFollows(t *testing.T, s *Story) {
	t.Helper()
	for _, name := range []string{elenaName, mayaName} {
		must(t, s.OpenChat(name))
		untilTrue(t, s.Sidebar, name+" in the sidebar", fmt.Sprintf(`document.querySelector("#chat-title")?.innerText === %q`, name))
	}
}

// reactionIsShown lets somebody react to the newest message, and looks for it.
func reactionIsShown(t *testing.T, s *Story) {
	t.Helper()
	key := s.deliver(t, s.maya, "Do you like the dark ones?")
	must(t, s.WhatsApp.React(key, fakewhatsapp.ChatSelf, "🌊"))
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	must(t, s.Cycle(t.Context()))
	if all := strings.Join(s.noteTexts(t, mayaName), "\n"); strings.Count(all, "🌊") != 1 {
		t.Errorf("the reaction does not stand once in\n%s", all)
	}
}

// nothingLeft takes away what nothing stands in for. Then nothing is read and
// nothing written; the user is told, and afterwards everything is caught up on.
func (s *Story) nothingLeft(t *testing.T) {
	t.Helper()
	for _, test := range []struct {
		broken []member
		state  contract.TabState
		saved  bool
	}{
		{[]member{{chatList, "ChatCollection.getModelsArray", fakewhatsapp.BreakThrows}}, contract.TabWaiting, false},
		// The open chat can still be seen.
		{
			[]member{{search, "msgFindBefore", fakewhatsapp.BreakOddShape}, {search, "msgFindByDirection", fakewhatsapp.BreakPoison}},
			contract.TabPartial, true,
		},
	} {
		reads, calls, before := len(s.readsSoFar(t)), len(s.Zoho.Calls()), value(s.SyncTimes())(t)
		s.breaks(t, test.broken)
		body := fmt.Sprintf("Said when there was no %s.", test.broken[0].name)
		s.deliver(t, s.maya, body)
		s.isOnScreen(t, body)
		if test.saved {
			s.untilSeen(t, s.maya, mayaName, s.textsOf(t, s.maya)...)
		} else {
			must(t, s.Cycle(t.Context()))
		}
		untilShown(t, s.Sidebar, fmt.Sprintf("#whatsapp-notice[data-state=%q]", test.state))
		if now := value(s.SyncTimes())(t); now.LastSyncAt != before.LastSyncAt {
			t.Errorf("%s was called a sync", test.state)
		}
		if test.saved {
			untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
		} else if n, m := len(s.readsSoFar(t)), len(s.Zoho.Calls()); n != reads || m != calls {
			t.Errorf("while the page was %s, %d pages were read and Zoho was called %d times", test.state, n-reads, m-calls)
		}
		s.mends(t, test.broken)
		must(t, s.Cycle(t.Context()))
		s.holdsTruth(t, s.maya, mayaName)
		untilGone(t, s.Sidebar, "#whatsapp-notice")
		if found := s.check(t); found.Verdict != contract.VerdictOK {
			t.Errorf("after %s the verdict is %s", test.state, found.Verdict)
		}
	}
}
