package e2e

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestRecordChangedByHand: what somebody does to the linked record in Zoho leads
// within one refresh to the right state, and the backup goes on where it belongs.
func TestRecordChangedByHand(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	id := s.record(t, mayaName).ID

	// The number is written otherwise, then stands in another field, then is gone:
	// the link does not rest on it.
	for _, fields := range []fakezoho.Fields{
		{"Mobile": "(415) 555-0178"}, {"Mobile": "", "Other_Phone": "415.555.0178"}, {"Other_Phone": ""},
	} {
		must(t, s.Zoho.EditRecord(id, fields))
		s.refresh(t)
		s.untilCard(t, s.maya, contract.ChatLinked, "")
	}

	// Merged into another record that holds the number now.
	keep := value(s.Zoho.AddContact(s.World.Org.ID, fakezoho.Fields{"Last_Name": "Survivor", "Mobile": "+1 415 555 0178"}))(t)
	must(t, s.Zoho.MergeRecords(keep, id))
	eventually(t, stepWithin, "the link to follow", func() (bool, error) {
		s.refresh(t)
		card, err := s.Card(s.maya)
		return card.State == contract.ChatLinked && card.Record.ID == keep, err
	})
	s.deliver(t, s.maya, "Said after the merge.")
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, "Maya Survivor"))

	// Deleted: the backup ends with a word, and a record made for the number since
	// is linked by a click.
	must(t, s.Zoho.DeleteContact(keep))
	eventually(t, stepWithin, "the loss to be told", func() (bool, error) {
		s.refresh(t)
		card, err := s.Card(s.maya)
		return card.State == contract.ChatRecordGone, err
	})
	untilShown(t, s.Sidebar, `#chat-state[data-state="record_gone"]`)
	again := value(s.Zoho.AddContact(s.World.Org.ID, fakezoho.Fields{"Last_Name": "Again", "Phone": "1-415-555-0178"}))(t)
	must(t, s.Sidebar.Click("#look-again"))
	s.untilCard(t, s.maya, contract.ChatLinked, "")
	if card := value(s.Card(s.maya))(t); card.Record.ID != again {
		t.Errorf("linked to %+v", card.Record)
	}
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, "Again"))
}

// refresh lets a cycle take Zoho's changes, by the user's wish.
func (s *Story) refresh(t *testing.T) {
	t.Helper()
	// A click on a button that is still busy does nothing.
	untilShown(t, s.Sidebar, `#sync-now[aria-disabled="false"]`)
	before := value(s.SyncTimes())(t)
	must(t, s.Sidebar.Click("#sync-now"))
	must(t, s.untilCycleAfter(t.Context(), before))
}
