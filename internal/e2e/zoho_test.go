package e2e

import (
	"errors"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// settleWithin is more than the time after which a write whose answer was lost
// is looked for.
const settleWithin = 2 * time.Minute

// TestZohoUnreachable: while Zoho cannot be reached the sidebar says so; what
// arrives in that time is in Zoho once when it is back.
func TestZohoUnreachable(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	s.Zoho.SetDown(true)
	for _, body := range []string{"Said while Zoho was away.", "Said while Zoho was still away."} {
		s.deliver(t, s.maya, body)
		must(t, s.Cycle(t.Context()))
		untilShown(t, s.Sidebar, `#zoho-notice[data-state="unreachable"] [data-problem="unreachable"]`)
	}
	s.Zoho.SetDown(false)
	// A write without an answer may have reached Zoho, so it is sent again only
	// after a while.
	eventually(t, settleWithin, "the messages to be saved", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		err := s.Holds(t.Context(), s.maya, mayaName)
		return err == nil, err
	})
	untilGone(t, s.Sidebar, "#zoho-notice")
	must(t, s.whole(elenaName, mayaName))
}

// TestNoteReplyLost: Zoho commits a note and its reply is lost. In the end there
// is one note, and each line in it once.
func TestNoteReplyLost(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, append(connected(), openUnknown, createContact)...)
	s.closesConnections()
	s.Zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesCreate, Kind: fakezoho.FaultReplyLost})
	must(t, s.Cycle(t.Context()))
	s.logCalls(t, fakezoho.OpNotesCreate)
	eventually(t, settleWithin, "the messages to be saved", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		// The notes that were lost may be those of either.
		err := errors.Join(s.Holds(t.Context(), s.maya, mayaName), s.Holds(t.Context(), s.elena, elenaName))
		return err == nil, err
	})
	must(t, s.whole(elenaName, mayaName))
	untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
	s.logCalls(t, fakezoho.OpNotesCreate)
}

// TestContactReplyLost: Zoho commits a contact and its reply is lost. In the end
// there is one contact, and the chat is linked to it.
func TestContactReplyLost(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, append(connected(), openUnknown)...)
	s.closesConnections()
	s.Zoho.Inject(fakezoho.Fault{Op: fakezoho.OpContactsCreate, Kind: fakezoho.FaultReplyLost})
	must(t, s.Sidebar.Click("#create-contact"))
	eventually(t, stepWithin, "the order to be sent", func() (bool, error) {
		return len(s.Zoho.CallsOf(fakezoho.OpContactsCreate)) > 0, nil
	})
	eventually(t, settleWithin, "the contact and its link", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		card, err := s.Card(s.maya)
		return err == nil && card.State == contract.ChatLinked, err
	})
	s.logCalls(t, fakezoho.OpContactsCreate)
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, s.whole(elenaName, mayaName))
	untilShown(t, s.Sidebar, `#chat-state[data-state="linked"]`)
}

// closesConnections makes the stand-ins end every connection after one answer,
// as servers may. Chromium itself resends a request, whatever its method, when a
// connection that was used before ends without a byte of answer
// (HttpNetworkTransaction::ShouldResendRequest); on a new one it does not, so
// that the loss reaches the extension.
func (s *Story) closesConnections() { s.server.Config.SetKeepAlivesEnabled(false) }

// logCalls writes down how often an operation reached Zoho.
func (s *Story) logCalls(t *testing.T, op fakezoho.Op) {
	t.Helper()
	for _, c := range s.Zoho.CallsOf(op) {
		t.Logf("%s: status %d, fault %q, delivered %v", op, c.Status, c.Fault, c.Delivered)
	}
}
