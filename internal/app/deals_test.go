package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/transcript"
)

// deal adds a deal of a contact and returns its id. Each is changed later than the
// one before.
func (s *stage) deal(name, stage, contact string) string {
	s.t.Helper()
	s.clock.advance(time.Second)
	id, err := s.zoho.AddDeal(s.world.Org.ID, fakezoho.Fields{"Deal_Name": name, "Stage": stage, "Contact_Name": contact})
	must(s.t, err)
	return id
}

// deals chooses which deals get references.
func (s *stage) deals(mode contract.DealsMode) {
	s.t.Helper()
	s.set(func(v *contract.Settings) { v.Deals = mode })
}

// wantReferences checks that of some deals exactly those wanted have a reference to
// a contact, each one, and that no word of a message stands on any.
func (s *stage) wantReferences(contact string, deals []string, want ...string) {
	s.t.Helper()
	for _, deal := range deals {
		marker, found := transcript.ReferenceMarker(s.world.Org.ID, contact, deal), 0
		for _, n := range s.zoho.NotesOf(deal) {
			if strings.Contains(n.Content, "Good morning") {
				s.t.Fatalf("a message stands on a deal: %q", n.Content)
			}
			if m, ok := transcript.MarkerOf(n.Title); ok && m == marker {
				found++
				if n.Writes != 1 || !strings.Contains(n.Content, "/tab/Contacts/"+contact) {
					s.t.Fatalf("reference %+v", n)
				}
			}
		}
		expected := 0
		if slices.Contains(want, deal) {
			expected = 1
		}
		if found != expected {
			s.t.Fatalf("deal %s has %d references, want %d; calls %v", deal, found, expected, s.ops())
		}
	}
	s.wantTitlesOnce()
}

// adaWrites lets Ada write, and rings.
func (s *stage) adaWrites(text string) {
	s.t.Helper()
	s.whatsApp.say(adaJID, s.now(0), false, text)
	s.nextTick()
}

// dealCalls returns the calls that are about deals.
func (s *stage) dealCalls() []fakezoho.Op {
	var out []fakezoho.Op
	for _, c := range s.zoho.Calls() {
		if c.Op == fakezoho.OpDealsRelated || c.Op == fakezoho.OpDealsGet || strings.Contains(c.Path, "/Deals/") {
			out = append(out, c.Op)
		}
	}
	return out
}

// Off, nothing of it happens.
func TestDealsOff(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	deal := s.deal("Renewal", "Qualification", s.ada())
	s.linkedAda()
	for range 3 {
		s.adaWrites("more")
	}
	s.wantReferences(s.ada(), []string{deal})
	if calls := s.dealCalls(); len(calls) > 0 {
		t.Errorf("calls %v", calls)
	}
	if view := s.view(); view.Settings.Deals != contract.DealsOff || view.DealsProblem != nil {
		t.Errorf("view %+v", view.Settings)
	}
}

// Each open deal of a linked contact gets one reference, in every position of what
// Zoho leaves open, and a day costs one credit more once they are there.
func TestOpenDeals(t *testing.T) {
	t.Parallel()
	for _, p := range fakezoho.Positions() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches = p.Switches })
			running, won := s.deal("Running", "Needs Analysis", s.ada()), s.deal("Won", "Closed Won", s.ada())
			other := s.deal("Of another", "Qualification", s.world.Contacts["Ben Sample"])
			shared := s.deal("Shared", "Qualification", s.world.Contacts["Ben Sample"])
			must(t, s.zoho.AddContactRole(shared, s.ada()))
			all := []string{running, won, other, shared}
			want := []string{running, shared}
			if p.Switches.RoleDealsHidden {
				want = want[:1]
			}
			s.linkedAda()
			s.deals(contract.DealsOpen)
			s.nextTick()
			s.nextTick()
			s.wantReferences(s.ada(), all, want...)
			s.wantLines(s.ada(), "Good morning")
			s.zoho.ResetCalls()
			s.nextTick()
			s.adaWrites("more")
			if calls := s.dealCalls(); len(calls) > 0 {
				t.Fatalf("calls %v although nothing was to be done", calls)
			}

			// One closes, another is opened; the next day's talk brings the new one.
			must(t, s.zoho.EditRecord(running, fakezoho.Fields{"Stage": "Closed Lost"}))
			late := s.deal("Late", "Qualification", s.ada())
			s.clock.advance(22 * time.Hour)
			s.adaWrites("the next day")
			s.nextTick()
			s.wantReferences(s.ada(), append(all, late), append(want, late)...)
		})
	}
}

// Stages count by the type an organisation has given them, not by their words.
func TestOpenDealsByType(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	must(t, s.zoho.ChangeField(s.world.Org.ID, "Deals", "Stage", func(f *fakezoho.Field) {
		f.Options = []string{"Läuft", "Gewonnen"}
		f.Forecast = map[string]string{"Läuft": "Open", "Gewonnen": "Closed Won"}
	}))
	running, won := s.deal("a", "Läuft", s.ada()), s.deal("b", "Gewonnen", s.ada())
	s.linkedAda()
	s.deals(contract.DealsOpen)
	s.nextTick()
	s.wantReferences(s.ada(), []string{running, won}, running)
}

// The latest deals are five, whatever their stage; one that falls out of them keeps
// its reference.
func TestLatestDeals(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	var all []string
	for i := range 7 {
		all = append(all, s.deal("Deal", []string{"Closed Won", "Qualification"}[i%2], s.ada()))
	}
	s.linkedAda()
	s.deals(contract.DealsLatest)
	s.nextTick()
	s.wantReferences(s.ada(), all, all[2:]...)
	late := s.deal("Late", "Qualification", s.ada())
	s.clock.advance(22 * time.Hour)
	s.adaWrites("the next day")
	s.nextTick()
	s.wantReferences(s.ada(), append(all, late), append(all[2:], late)...)
}

// A choice that is changed is acted upon at once; what was written stays.
func TestDealsChosenAnew(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	running, won := s.deal("a", "Qualification", s.ada()), s.deal("b", "Closed Won", s.ada())
	s.linkedAda()
	s.deals(contract.DealsOpen)
	s.nextTick()
	s.wantReferences(s.ada(), []string{running, won}, running)
	s.deals(contract.DealsLatest)
	s.nextTick()
	s.wantReferences(s.ada(), []string{running, won}, running, won)
	s.deals(contract.DealsOff)
	s.deal("c", "Qualification", s.ada())
	s.zoho.ResetCalls()
	s.clock.advance(22 * time.Hour)
	s.adaWrites("later")
	if calls := s.dealCalls(); len(calls) > 0 {
		t.Errorf("calls %v", calls)
	}
	s.refusedSetting(func(v *contract.Settings) { v.Deals = "some" })
}

func (s *stage) refusedSetting(change func(*contract.Settings)) {
	s.t.Helper()
	settings := s.view().Settings
	change(&settings)
	s.refused(contract.KindOptionsSettings, settings, contract.CodeInvalid, "")
}

// A reference that a person has deleted stays deleted, and one whose deal is deleted
// is no trouble.
func TestReferenceDeleted(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	deal, gone := s.deal("a", "Qualification", s.ada()), s.deal("b", "Qualification", s.ada())
	s.linkedAda()
	s.deals(contract.DealsOpen)
	s.nextTick()
	s.wantReferences(s.ada(), []string{deal, gone}, deal, gone)
	must(t, s.zoho.DeleteRecord(gone))
	s.nextTick()
	must(t, s.zoho.DeleteRecord(s.zoho.NotesOf(deal)[0].ID))
	for range 3 {
		s.clock.advance(22 * time.Hour)
		s.adaWrites("another day")
		s.nextTick()
	}
	s.wantReferences(s.ada(), []string{deal})
	if view := s.view(); view.DealsProblem != nil || view.Backup.State != contract.BackupIdle {
		t.Errorf("view %+v, %+v", view.Backup, view.DealsProblem)
	}
}

// A lost reply, before or after Zoho has stored the reference, leaves one, and so
// does a browser that sends the request twice by itself.
func TestReferenceReplyLost(t *testing.T) {
	t.Parallel()
	for _, kind := range []fakezoho.FaultKind{fakezoho.FaultReplyLost, fakezoho.FaultRequestLost, fakezoho.FaultCutBody, fakezoho.FaultInternal, fakezoho.FaultTooMany} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			deals := []string{s.deal("a", "Qualification", s.ada()), s.deal("b", "Qualification", s.ada())}
			s.linkedAda()
			s.deals(contract.DealsOpen)
			s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesCreate, Kind: kind})
			s.clock.advance(3 * time.Minute)
			s.ask(contract.KindAlarmTick, contract.Nothing{})
			for range 3 {
				s.nextTick()
			}
			s.wantReferences(s.ada(), deals, deals...)
			s.zoho.ResetCalls()
			s.nextTick()
			s.wantCalls()
		})
	}
	t.Run("stored twice", func(t *testing.T) {
		t.Parallel()
		s := newDirectStage(t)
		deal := s.deal("a", "Qualification", s.ada())
		s.linkedAda()
		s.deals(contract.DealsOpen)
		s.nextTick()
		first := s.zoho.NotesOf(deal)[0]
		s.clock.advance(time.Second)
		second, err := s.zoho.AddNote(deal, s.world.User.ID, first.Title, first.Content)
		must(t, err)
		s.nextTick()
		s.wantReferences(s.ada(), []string{deal}, deal)
		for _, n := range s.zoho.NotesOf(deal) {
			if n.ID == second && !strings.HasPrefix(n.Title, "Not needed: ") || n.ID == first.ID && n.Writes != 1 {
				t.Errorf("note %+v", n)
			}
		}
	})
}

// Two browsers, of one user or of colleagues, write one reference, also when both
// have sent it.
func TestReferenceOfTwoBrowsers(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	deal := s.deal("a", "Qualification", s.ada())
	s.linkedAda()
	b := s.another(-1)
	b.connect()
	b.tick()
	s.deals(contract.DealsOpen)
	b.deals(contract.DealsOpen)
	s.tick()
	b.tick()
	s.nextTick()
	b.nextTick()
	s.wantReferences(s.ada(), []string{deal}, deal)
	if n := len(s.zoho.NotesOf(deal)); n != 1 {
		t.Errorf("%d notes", n)
	}

	// A colleague's stands there already.
	other := s.deal("b", "Qualification", s.ada())
	title, text := transcript.Reference(transcript.English(), "Ada Example", "/tab/Contacts/"+s.ada(), transcript.ReferenceMarker(s.world.Org.ID, s.ada(), other))
	_, err := s.zoho.AddForeignNote(other, title, text)
	must(t, err)
	s.clock.advance(22 * time.Hour)
	s.adaWrites("the next day")
	s.nextTick()
	s.wantReferences(s.ada(), []string{deal, other}, deal, other)
}

// An unlinked contact gets no reference; what was written before stays.
func TestDealsOfAnUnlinkedContact(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	deal := s.deal("a", "Qualification", s.ada())
	s.linkedAda()
	s.deals(contract.DealsOpen)
	s.nextTick()
	s.do(contract.KindPanelUnlink, contract.UnlinkChat{Chat: adaJID})
	late := s.deal("b", "Qualification", s.ada())
	s.clock.advance(22 * time.Hour)
	s.adaWrites("for nobody")
	s.nextTick()
	s.wantReferences(s.ada(), []string{deal, late}, deal)
}
