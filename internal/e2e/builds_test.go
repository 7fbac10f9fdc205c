package e2e

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestEveryBuild plays the story over every build of WhatsApp Web that the
// stand-in knows.
func TestEveryBuild(t *testing.T) {
	t.Parallel()
	// The builds that cannot be read in the best way; a partial one may leave
	// messages out.
	degraded := map[string]struct{ partial bool }{
		fakewhatsapp.ProfileJanuary2026: {},
		fakewhatsapp.ProfileBareOptions: {partial: true},
		fakewhatsapp.ProfileBareChat:    {partial: true},
		fakewhatsapp.ProfileBareList:    {partial: true},
	}
	for _, build := range fakewhatsapp.Profiles() {
		t.Run(build, func(t *testing.T) {
			t.Parallel()
			s := begin(t, Options{WhatsApp: fakewhatsapp.Options{Profile: build}}, append(connected(), openUnknown, createContact)...)
			how, second := degraded[build]
			want := contract.VerdictOK
			if second {
				want = contract.VerdictDegraded
			}
			must(t, s.Cycle(t.Context()))
			s.wantVerdict(t, want)
			if how.partial {
				s.partialStory(t)
				return
			}
			s.holdsTruth(t, s.maya, mayaName)
			play(t, s, secondChat, newMessage, quietAlarm, showBadge)
			s.holdsTruth(t, s.maya, mayaName)
			s.holdsTruth(t, s.elena, elenaName)
			atTheEnd(t, s)
		})
	}
}

// partialStory goes on with a build that may leave messages out. What it tells
// is saved and the chats are not called complete. After an update to a build
// that can be read whole they are.
func (s *Story) partialStory(t *testing.T) {
	t.Helper()
	s.wantPartial(t, s.maya)
	s.wantLines(t, s.maya, mayaName, s.textsOf(t, s.maya)...)
	play(t, s, deliverNews)
	must(t, s.Cycle(t.Context()))
	s.wantLines(t, s.maya, mayaName, s.textsOf(t, s.maya)...)
	s.wantPartial(t, s.maya)
	s.wantPartial(t, s.elena)
	untilShown(t, s.Sidebar, `[data-problem="partial"]`)
	play(t, s, quietAlarm)
	if times := value(s.SyncTimes())(t); times.LastSyncAt != 0 {
		t.Error("a partial reading was called a sync")
	}
	elena := s.textsOf(t, s.elena)
	s.wantLines(t, s.elena, elenaName, elena[len(elena)-1])
	// An old message that the user jumps to leaves a gap behind it in the list.
	oldest := value(s.WhatsApp.Messages(s.elena))(t)[0]
	must(t, s.WhatsApp.JumpTo(oldest.Key))
	s.deliver(t, s.elena, "Said after a jump to an old message.")
	must(t, s.Cycle(t.Context()))
	s.wantPartial(t, s.elena)

	must(t, s.WhatsApp.Configure(func(o *fakewhatsapp.Options) { o.Profile = fakewhatsapp.ProfileCurrent }))
	if found := s.reloadWhatsApp(t); found.Verdict != contract.VerdictOK {
		t.Errorf("after the update the verdict is %s", found.Verdict)
	}
	must(t, s.Cycle(t.Context()))
	s.holdsTruth(t, s.maya, mayaName)
	s.holdsTruth(t, s.elena, elenaName)
	untilGone(t, s.Sidebar, `[data-problem="partial"]`)
	play(t, s, showBadge)
	atTheEnd(t, s)
}

// wantPartial checks that a chat is not called complete, and why.
func (s *Story) wantPartial(t *testing.T, chat string) {
	t.Helper()
	card := value(s.Card(chat))(t)
	if card.Sync == nil || card.Sync.SyncedAt != 0 || card.Sync.Problem == nil || card.Sync.Problem.Code != contract.ProblemPartial {
		t.Errorf("the sidebar says of a chat that was read in part: %+v", card.Sync)
	}
}
