package e2e

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

const (
	// ellaName is a contact without a number, found by its e-mail address only.
	ellaName    = "Ella Nonumber"
	ellaAddress = "ella@example.test"

	whileUnlinked = "Said while the chat was linked to nobody."
	afterRelink   = "Said when the right record was chosen."
)

// TestWorkerStoppedInRelink: the worker is stopped at moments along the correction of
// a wrong link: while the chat is unlinked, while it is linked with another record
// found by hand, and while it is written anew there. In the end each message stands
// once at the right record, and the wrong one's notes are what they were.
func TestWorkerStoppedInRelink(t *testing.T) {
	t.Parallel()
	for _, after := range moments() {
		t.Run(fmt.Sprint(after), func(t *testing.T) {
			t.Parallel()
			s := &Story{Stage: open(t, Options{})}
			play(t, s, linked()...)
			check := s.watchTimes(t)
			s.deliver(t, s.maya, storyNews)
			must(t, s.Cycle(t.Context()))
			must(t, s.Holds(t.Context(), s.maya, mayaName))
			wrong, right := s.record(t, mayaName), s.record(t, ellaName)
			before := s.Zoho.NotesOf(wrong.ID)

			unlink := func() error {
				s.unfold(t, "more")
				return s.Sidebar.Click("#unlink-chat")
			}
			s.stopsWorker(t, after, unlink)
			s.untilChatIs(t, contract.ChatUnlinked, "#unlink-chat")
			s.deliver(t, s.maya, whileUnlinked)
			link := func() error {
				s.searchFor(t, ellaAddress)
				return s.Sidebar.Click("#link-found-" + right.ID)
			}
			s.stopsWorker(t, after, link)
			s.untilChatIs(t, contract.ChatLinked, "#link-found-"+right.ID)
			for range 3 {
				s.stopsWorker(t, after, s.RingAlarm)
				check()
			}
			s.deliver(t, s.maya, afterRelink)
			s.stopsWorker(t, after, s.RingAlarm)
			eventually(t, settleWithin, "the chat to be saved at the right record", func() (bool, error) {
				if err := s.Cycle(t.Context()); err != nil {
					return false, err
				}
				check()
				return s.Holds(t.Context(), s.maya, ellaName) == nil, nil
			})
			s.holdsTruth(t, s.maya, ellaName)
			if now := s.Zoho.NotesOf(wrong.ID); !slices.EqualFunc(now, before, func(a, b fakezoho.Note) bool {
				return a.ID == b.ID && a.Title == b.Title && a.Content == b.Content && a.Writes == b.Writes
			}) {
				t.Errorf("the wrong record's notes were changed:\n%+v\n%+v", before, now)
			}
			must(t, s.whole(elenaName, mayaName, ellaName))
			s.quiet(t)
		})
	}
}

// untilChatIs waits until Maya's chat has a state. A click that came to nothing, since
// the worker was stopped, is repeated by the person who made it, once the button is free
// again and the sidebar still says otherwise.
func (s *Story) untilChatIs(t *testing.T, state contract.ChatState, button string) {
	t.Helper()
	// The card is stored before a click is answered, so it is looked at after the button.
	again := fmt.Sprintf(`(async () => {
		const button = document.querySelector(%q);
		const free = button?.ariaDisabled === "false";
		const { [%[2]q]: card } = await chrome.storage.session.get(%[2]q);
		if (free && card.state !== %[3]q) button.click();
		return card.state === %[3]q;
	})()`, button, contract.CardKeyPrefix+s.maya, state)
	eventually(t, settleWithin, "the chat to be "+string(state), func() (bool, error) { return Eval[bool](s.Sidebar, again) })
}
