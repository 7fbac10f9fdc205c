package e2e

import (
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// whatsAppDatabase is the name of WhatsApp's own database.
const whatsAppDatabase = "model-storage"

// TestWithoutDatabase: without WhatsApp's database, or with one of another form,
// everything is saved from the page's modules, and the check says that there is
// no second witness. No database is created. When the modules are gone as well,
// nothing is guessed.
func TestWithoutDatabase(t *testing.T) {
	t.Parallel()
	for state, database := range map[contract.DatabaseState]fakewhatsapp.DatabaseOptions{
		contract.DatabaseMissing: {Missing: true},
		contract.DatabaseUnknown: {Without: []string{"message"}},
	} {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			s := begin(t, Options{WhatsApp: fakewhatsapp.Options{Database: database}}, append(linked(), secondChat)...)
			wantWay(t, s.check(t), contract.CapabilityDatabase, string(state), contract.VerdictDegraded)
			s.holdsTruth(t, s.maya, mayaName)
			s.holdsTruth(t, s.elena, elenaName)
			if state != contract.DatabaseMissing {
				return
			}
			names := value(Eval[[]string](s.WhatsAppTab, `indexedDB.databases().then((all) => all.map((db) => db.name))`))(t)
			if slices.Contains(names, whatsAppDatabase) {
				t.Error("the database was created")
			}
			s.blind(t)
		})
	}
}

// blind takes the chat list away where there is no database either.
func (s *Story) blind(t *testing.T) {
	t.Helper()
	list := []member{{chatList, "ChatCollection.getModelsArray", fakewhatsapp.BreakThrows}}
	reads, calls := len(s.readsSoFar(t)), len(s.Zoho.Calls())
	s.breaks(t, list)
	s.deliver(t, s.maya, "Said where nobody could see whose chat it is.")
	must(t, s.Cycle(t.Context()))
	eventually(t, unreadableWithin, "the page to be called unreadable", func() (bool, error) {
		view, err := s.View()
		return view.WhatsApp.State == contract.TabUnreadable, err
	})
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#whatsapp-notice[data-state="unreadable"]`)
	if found := s.check(t); found.Verdict != contract.VerdictChanged {
		t.Errorf("the verdict is %s", found.Verdict)
	}
	if n, m := len(s.readsSoFar(t)), len(s.Zoho.Calls()); n != reads || m != calls {
		t.Errorf("%d pages were read, and Zoho was called %d times", n-reads, m-calls)
	}
	s.mends(t, list)
	must(t, s.Cycle(t.Context()))
	s.holdsTruth(t, s.maya, mayaName)
	must(t, s.whole(elenaName, mayaName))
}

// TestDatabaseManners: a number that only the database knows is found there,
// though a table and an index are missing. A database that opens slowly, is
// upgraded or built anew while it is read holds nothing up, and nobody holds it
// up.
func TestDatabaseManners(t *testing.T) {
	t.Parallel()
	const number, name = "442079460018@c.us", "Sunny Kite"
	s := &Story{Stage: open(t, Options{WhatsApp: fakewhatsapp.Options{Database: fakewhatsapp.DatabaseOptions{
		OpenTime: 4 * time.Second, Without: []string{fakewhatsapp.TableLIDPNMapping, "message/internalId", "reactions/[parentMsgKey+orphan]"},
	}}})}
	must(t, s.WhatsApp.StoreNumber(fakewhatsapp.TableContact, fakewhatsapp.ChatSunny, number))
	_ = value(s.Zoho.AddContact(s.World.Org.ID, fakezoho.Fields{"First_Name": "Sunny", "Last_Name": "Kite", "Mobile": "+44 20 7946 0018"}))(t)
	s.Zoho.ReleaseIndex()
	play(t, s, linked()...)
	s.untilDatabase(t, contract.DatabaseOK)
	// A database that had no time on a busy machine is asked again by a later cycle.
	eventually(t, checkedWithin, "the number to be found", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		card, err := s.Card(fakewhatsapp.ChatSunny)
		return card.State == contract.ChatLinked, err
	})
	s.holdsTruth(t, fakewhatsapp.ChatSunny, name)

	for what, change := range map[string]func(){
		"an upgrade that takes its time": func() { s.WhatsApp.UpgradeDatabase(3 * time.Second) },
		"a quick upgrade":                func() { s.WhatsApp.UpgradeDatabase(0) },
		"a new beginning":                s.WhatsApp.RecreateDatabase,
	} {
		s.deliver(t, s.maya, "Said right before "+what+".")
		before := value(s.SyncTimes())(t)
		must(t, s.RingAlarm())
		change()
		must(t, s.untilCycleAfter(t.Context(), before))
		must(t, s.WhatsApp.WaitApplied(t.Context()))
		must(t, s.Cycle(t.Context()))
		s.holdsTruth(t, s.maya, mayaName)
	}
	// Long enough for a check on a busy machine to fall into it.
	s.WhatsApp.UpgradeDatabase(20 * time.Second)
	if found := s.untilDatabase(t, contract.DatabaseBusy); found.Verdict != contract.VerdictDegraded {
		t.Errorf("without a second witness the verdict is %s", found.Verdict)
	}
	if found := s.untilDatabase(t, contract.DatabaseOK); found.Verdict != contract.VerdictOK {
		t.Errorf("in the end the verdict is %s: %+v", found.Verdict, found)
	}
	if got := len(s.Zoho.Contacts()); got != len(s.World.Contacts)+2 {
		t.Errorf("Zoho holds %d contacts, not those of before, the one that was added and the new one", got)
	}
}

// untilDatabase checks WhatsApp Web until its database is in a state, and returns
// what was found. A state that was seen is believed for some seconds.
func (s *Story) untilDatabase(t *testing.T, state contract.DatabaseState) contract.Health {
	t.Helper()
	var found contract.Health
	eventually(t, stepWithin, "the database to be "+string(state), func() (bool, error) {
		found = s.checkOnce(t)
		return variant(found, contract.CapabilityDatabase) == string(state), nil
	})
	return found
}
