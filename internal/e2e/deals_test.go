package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

// TestDealsLeadToTheContact: chosen in the settings, the open deal of a contact gets
// one note that leads to it, though the worker is stopped while Zoho's answer is
// under way; the closed deal gets none, and no message stands on either.
func TestDealsLeadToTheContact(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	maya := s.record(t, mayaName)
	add := func(name, stage string) string {
		return value(s.Zoho.AddDeal(s.World.Org.ID, fakezoho.Fields{"Deal_Name": name, "Stage": stage, "Contact_Name": maya.ID}))(t)
	}
	open, won := add("Desks", "Qualification"), add("Lamps", "Closed Won")
	must(t, s.Cycle(t.Context()))
	if n := len(s.Zoho.NotesOf(open)) + len(s.Zoho.NotesOf(won)); n > 0 {
		t.Fatalf("%d notes stand on deals although nobody has chosen that", n)
	}

	untilShown(t, s.Settings, `#deals`)
	enterIn(t, s.Settings, "#deals", "open")
	must(t, s.Settings.Click("#save-settings"))
	eventually(t, stepWithin, "the choice to be stored", func() (bool, error) {
		view, err := s.View()
		return view.Settings.Deals == contract.DealsOpen, err
	})
	s.Zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesCreate, Kind: fakezoho.FaultStallReply, Count: 1})
	must(t, s.RingAlarm())
	eventually(t, stepWithin, "the note on the deal", func() (bool, error) { return len(s.Zoho.NotesOf(open)) == 1, nil })
	must(t, s.StopWorker())
	s.Zoho.ClearFaults()

	// The create may still be under way for a while, so the next cycles wait with it.
	eventually(t, settleWithin, "a cycle with nothing left to do", func() (bool, error) {
		before := len(s.Zoho.Calls())
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		looked := 0
		for _, c := range s.Zoho.CallsOf(fakezoho.OpNotesRelated) {
			if strings.Contains(c.Path, "/Deals/"+open+"/") {
				looked++
			}
		}
		// Before the create, after the stop, and once it is confirmed.
		if looked < 3 || len(s.Zoho.Calls()) > before {
			return false, fmt.Errorf("the deal was looked at %d times", looked)
		}
		return true, nil
	})
	notes := s.Zoho.NotesOf(open)
	if len(notes) != 1 || len(s.Zoho.NotesOf(won)) != 0 {
		t.Fatalf("notes %+v", notes)
	}
	marker := transcript.ReferenceMarker(s.World.Org.ID, maya.ID, open)
	if n := notes[0]; !strings.HasSuffix(n.Title, "#"+marker) || !strings.Contains(n.Content, mayaName) || !strings.Contains(n.Content, "/tab/Contacts/"+maya.ID) {
		t.Errorf("note %+v", n)
	}
	if view := value(s.View())(t); view.DealsProblem != nil || view.Zoho.State != contract.ZohoConnected {
		t.Errorf("deals %+v, Zoho %s", view.DealsProblem, view.Zoho.State)
	}
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, s.Holds(t.Context(), s.elena, elenaName))
}

// TestDealsAreChosen: the choice is sent with the other settings, and what keeps
// deals from getting their notes stands below it.
func TestDealsAreChosen(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, func(v *contract.View) {
		v.Settings.Deals = contract.DealsLatest
		v.DealsProblem = &contract.Problem{Code: contract.ProblemModuleHidden}
	})
	settings := s.face(t, "options/options.html")
	untilTrue(t, settings, "the choice as it stands", `document.querySelector("#deals")?.value === "latest"`)
	untilShown(t, settings, `#deals-problem [data-problem="module_hidden"]`)
	wantTexts(t, settings, map[string]string{"#deals-problem": "let your profile see deals"})
	enterIn(t, settings, "#deals", "open")
	must(t, settings.Click("#save-settings"))
	untilTrue(t, settings, "the settings to be sent", "asked.length === 1")
	want := quietView().Settings
	want.Deals = contract.DealsOpen
	if got := payload[contract.Settings](t, requests(t, settings)[0], contract.KindOptionsSettings); got != want {
		t.Errorf("the settings %+v were sent, want %+v", got, want)
	}
	answer(t, settings, "{ ok: {} }")
	s.leaveView(t, func(v *contract.View) { v.Settings.Deals = contract.DealsOpen })
	untilGone(t, settings, "#deals-problem")
}
