package e2e

import (
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestNotesSentTwiceByTheBrowser: Zoho commits new notes and breaks a kept-alive
// connection before it answers, so Chromium sends them again by itself. In the
// end every message counts once, and the notes too many say that they are not
// needed.
func TestNotesSentTwiceByTheBrowser(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, append(connected(), openUnknown)...)
	// Elena's notes are there by then, so that the ones to be lost are those of one chat.
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.elena, elenaName))
	play(t, s, createContact)
	sent := len(s.Zoho.CallsOf(fakezoho.OpNotesCreate))
	s.Zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesCreate, Kind: fakezoho.FaultReplyLost})
	must(t, s.Cycle(t.Context()))
	if n := len(s.Zoho.CallsOf(fakezoho.OpNotesCreate)) - sent; n < 2 {
		t.Fatalf("the notes were sent %d times: does Chromium no longer send them again by itself?", n)
	}
	eventually(t, settleWithin, "the messages to be saved", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		err := s.Holds(t.Context(), s.maya, mayaName)
		return err == nil, err
	})
	must(t, s.Holds(t.Context(), s.elena, elenaName))
	counting, spare := 0, 0
	for _, n := range s.Zoho.NotesOf(s.record(t, mayaName).ID) {
		if strings.HasPrefix(n.Title, "Not needed: ") {
			spare++
		} else {
			counting++
		}
	}
	if spare == 0 || spare != counting {
		t.Errorf("%d notes count and %d say that they are not needed", counting, spare)
	}
	before := len(s.Zoho.Calls())
	must(t, s.Cycle(t.Context()))
	if now := len(s.Zoho.Calls()); now != before {
		t.Errorf("an alarm with nothing new made %d calls", now-before)
	}
}

// TestContactSentTwiceByTheBrowser: the same with a new contact. Nothing can be
// taken back in Zoho, so the sidebar says that there are two.
func TestContactSentTwiceByTheBrowser(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, append(connected(), openUnknown)...)
	s.Zoho.Inject(fakezoho.Fault{Op: fakezoho.OpContactsCreate, Kind: fakezoho.FaultReplyLost})
	must(t, s.Sidebar.Click("#create-contact"))
	untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
	untilShown(t, s.Sidebar, `[data-problem="stored_twice"]`)
	must(t, s.Cycle(t.Context()))
	card, err := s.Card(s.maya)
	if err != nil || card.State != contract.ChatLinked || card.Sync.Saved == 0 {
		t.Errorf("card %+v, %v", card, err)
	}
}
