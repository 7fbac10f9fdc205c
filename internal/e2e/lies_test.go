package e2e

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestWrongAnswers: while WhatsApp Web answers wrongly, nothing reaches Zoho,
// what waits is kept, and the user is told. When it answers rightly again, the
// next alarm saves everything, once and as it was said.
func TestWrongAnswers(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, append(connected(), openUnknown)...)
	// The first backup is read and waits, because Zoho cannot be asked about notes.
	s.Zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesRelated, Count: -1, Kind: fakezoho.FaultBadGateway})
	play(t, s, createContact, openPopup)
	must(t, s.Cycle(t.Context()))
	if card := value(s.Card(s.maya))(t); card.Sync.Waiting == 0 || card.Sync.Saved > 0 {
		t.Fatalf("%d messages wait, %d are saved", card.Sync.Waiting, card.Sync.Saved)
	}
	s.Zoho.ClearFaults()

	for _, test := range []struct {
		lies []fakewhatsapp.Lie
		fail []contract.SelfTest
	}{
		{
			[]fakewhatsapp.Lie{fakewhatsapp.LieDirections, fakewhatsapp.LieTexts, fakewhatsapp.LieGaps},
			[]contract.SelfTest{contract.TestDirections, contract.TestTexts, contract.TestComplete},
		},
		{[]fakewhatsapp.Lie{fakewhatsapp.LieTimes}, []contract.SelfTest{contract.TestTimes}},
		{[]fakewhatsapp.Lie{fakewhatsapp.LieChats}, []contract.SelfTest{contract.TestKeys}},
	} {
		s.WhatsApp.SetLies(test.lies...)
		s.deliver(t, s.maya, fmt.Sprintf("Said while the answers were wrong: %q.", test.lies))
		// A cycle that has come by itself may have read the page before.
		_ = value(s.betweenCycles(t.Context()))(t)
		calls := len(s.Zoho.Calls())
		must(t, s.Cycle(t.Context()))
		s.saysChanged(t)
		if found := s.health(t); !slices.Equal(found.Failed, test.fail) || found.Verdict != contract.VerdictChanged {
			t.Errorf("%q: the verdict is %s, the self-tests %q failed, want %q", test.lies, found.Verdict, found.Failed, test.fail)
		}
		if n := len(s.Zoho.Calls()); n != calls {
			t.Errorf("%q: Zoho was called %d times", test.lies, n-calls)
		}

		s.WhatsApp.SetLies()
		must(t, s.WhatsApp.WaitApplied(t.Context()))
		must(t, s.Cycle(t.Context()))
		s.holdsTruth(t, s.maya, mayaName)
		untilGone(t, s.Sidebar, "#whatsapp-notice")
		untilGone(t, s.Popup, "#health-line")
		if found := s.health(t); found.Verdict != contract.VerdictOK || len(found.Failed) > 0 {
			t.Errorf("after %q the verdict is %s, the self-tests %q failed", test.lies, found.Verdict, found.Failed)
		}
	}

	// A page that goes on so after it was reloaded is not believed either.
	s.WhatsApp.SetLies(fakewhatsapp.LieDirections)
	s.deliver(t, s.maya, "Said before the page was reloaded.")
	must(t, s.Cycle(t.Context()))
	calls := len(s.Zoho.Calls())
	run(t, s.WhatsAppTab, `void (window.beforeReload = true)`)
	must(t, s.Sidebar.Click("#reload-whatsapp"))
	s.reloaded(t)
	if found := s.settled(t); found.Verdict != contract.VerdictChanged {
		t.Errorf("after the reload the verdict is %s", found.Verdict)
	}
	must(t, s.Cycle(t.Context()))
	s.saysChanged(t)
	if n := len(s.Zoho.Calls()); n != calls {
		t.Errorf("after the reload Zoho was called %d times", n-calls)
	}
	s.WhatsApp.SetLies()
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	must(t, s.Cycle(t.Context()))
	s.holdsTruth(t, s.maya, mayaName)
	must(t, s.whole(elenaName, mayaName))
	play(t, s, quietAlarm)
	atTheEnd(t, s)
}

// saysChanged waits until both faces say that WhatsApp Web has changed, and nothing is
// taken for a sync.
func (s *Story) saysChanged(t *testing.T) {
	t.Helper()
	untilShown(t, s.Sidebar, `#whatsapp-notice[data-state="changed"]`)
	untilShown(t, s.Popup, `#health-line[data-verdict="changed"]`)
	eventually(t, stepWithin, "the backup to wait because of that", func() (bool, error) {
		view, err := s.View()
		p := view.Backup.Problem
		return view.Backup.State == contract.BackupWaiting && p != nil && p.Code == contract.ProblemChanged, err
	})
}

// health returns what was last found of the reading of WhatsApp Web.
func (s *Story) health(t *testing.T) contract.Health {
	t.Helper()
	found, _, err := Stored[contract.Health](s.Stage, "session", contract.HealthKey)
	must(t, err)
	return found
}
