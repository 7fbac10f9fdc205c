package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestNamesakes: of two people of one name, of whom one is in Zoho, the sidebar
// shows the right one however fast the chats are switched, and whichever of header
// and store changes first. What the one writes never comes to the other.
func TestNamesakes(t *testing.T) {
	t.Parallel()
	const name, one, other = "Marie Dubois", fakewhatsapp.ChatNamesake, fakewhatsapp.ChatOtherNamesake
	s := &Story{Stage: open(t, Options{})}
	for _, chat := range fakewhatsapp.OddChats(time.Now()) {
		if chat.ID == one || chat.ID == other {
			must(t, s.WhatsApp.AddChat(chat))
		}
	}
	play(t, s, connected()...)
	place := map[string]int{}
	for n := range 2 {
		s.openNth(t, name, n)
		place[s.openedID(t)] = n
	}
	s.openNth(t, name, place[one])
	s.untilCard(t, one, contract.ChatNotInZoho, "+33 6 55 50 01 01")
	must(t, s.Sidebar.Click("#create-contact"))
	s.untilCard(t, one, contract.ChatLinked, "+33 6 55 50 01 01")

	for _, header := range []struct {
		order fakewhatsapp.HeaderOrder
		gap   time.Duration
	}{{fakewhatsapp.HeaderAfterActive, 0}, {fakewhatsapp.HeaderAfterActive, 150 * time.Millisecond}, {fakewhatsapp.HeaderBeforeActive, 150 * time.Millisecond}} {
		s.WhatsApp.SetHeaderOrder(header.order, header.gap)
		must(t, s.WhatsApp.WaitApplied(t.Context()))
		for _, switches := range [][]string{{other}, {one}, {other, one, other}, {one, other, one}} {
			for _, chat := range switches {
				s.openNth(t, name, place[chat])
			}
			if last := switches[len(switches)-1]; last == one {
				s.untilCard(t, one, contract.ChatLinked, "+33 6 55 50 01 01")
				untilShown(t, s.Sidebar, "#open-record")
			} else {
				s.untilCard(t, other, contract.ChatNotInZoho, "+33 6 55 50 01 02")
				untilShown(t, s.Sidebar, "#create-contact")
			}
		}
	}
	must(t, s.Cycle(t.Context()))
	s.readsOnly(t, fakewhatsapp.ChatElena, one)
	if notes := strings.Join(s.noteTexts(t, name), "\n"); !strings.Contains(notes, "I am the first") || strings.Contains(notes, "I am the other") {
		t.Error("what the two say is not kept apart")
	}
}

// TestPrivacyTurnedOnLater: from the moment that advanced chat privacy is on in a
// chat that is backed up, it is read no more; what was saved stays. When it is
// turned off again, what was said meanwhile is saved.
func TestPrivacyTurnedOnLater(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	must(t, s.WhatsApp.SetChatFields(s.maya, map[string]any{"limitSharing": true}))
	s.deliver(t, s.maya, "Said under advanced chat privacy.")
	before, reads := s.noteTexts(t, mayaName), len(s.WhatsApp.Reads())
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#chat-state[data-state="protected"]`)
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	for _, read := range s.WhatsApp.Reads()[reads:] {
		if read.Chat == s.maya {
			t.Errorf("a protected chat was read by %s", read.Call)
		}
	}
	if now := s.noteTexts(t, mayaName); strings.Join(now, "") != strings.Join(before, "") {
		t.Error("the notes were changed")
	}
	must(t, s.WhatsApp.SetChatFields(s.maya, map[string]any{"limitSharing": nil}))
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
	must(t, s.Holds(t.Context(), s.maya, mayaName))
}
