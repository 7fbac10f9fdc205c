package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// linkStory is what becomes of links: a person corrects one, a lead becomes a
// contact, and two records are merged.
type linkStory struct {
	*stage
	right, lead, contact, keep string
	// want are the texts of Ada's chat and of the lead's.
	ada, lena []string
}

// wish sends a request until it has been answered.
func (s *linkStory) wish(kind contract.Kind, data any) {
	s.t.Helper()
	for range 5 {
		if reply, killed := s.ask(kind, data); !killed && reply.Error == nil {
			return
		}
		s.clock.advance(time.Second)
	}
}

func (s *linkStory) ring() {
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
}

func (s *linkStory) say(jid, text string, to *[]string) {
	s.clock.advance(time.Second)
	*to = append(*to, text)
	s.whatsApp.say(jid, s.now(0), false, text)
}

func (s *linkStory) play() {
	add := func(id string, err error) string { must(s.t, err); return id }
	s.right = add(s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Right"}))
	s.lead = add(s.zoho.AddLead(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Lead", "Company": "Acme", "Mobile": newNum}))
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Lena", Name: "Lena Lead"})
	s.say(adaJID, "one", &s.ada)
	s.say(newJID, "as a lead", &s.lena)
	for range 5 {
		// A code is good for one try.
		if s.ask(contract.KindOptionsSelfClient, s.selfClient()); s.view().Zoho.State == contract.ZohoConnected {
			break
		}
		s.clock.advance(time.Minute)
	}
	s.ring()
	s.ring()

	// It was the wrong record.
	s.wish(contract.KindPanelUnlink, contract.UnlinkChat{Chat: adaJID})
	s.say(adaJID, "two", &s.ada)
	s.ring()
	s.wish(contract.KindPanelLink, contract.LinkChat{Chat: adaJID, Module: contract.ModuleContacts, RecordID: s.right})
	s.ring()
	s.say(adaJID, "three", &s.ada)
	s.ring()

	// The lead is converted, and the contact merged into another one.
	s.contact = add(s.zoho.ConvertLead(s.lead))
	s.clock.advance(31 * time.Minute)
	s.say(newJID, "as a contact", &s.lena)
	s.ring()
	s.keep = add(s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Keep", "Phone": newNum}))
	must(s.t, s.zoho.MergeRecords(s.keep, s.contact))
	s.clock.advance(31 * time.Minute)
	s.ring()
	s.say(newJID, "after the merge", &s.lena)
	s.ring()
}

// rest lets refreshes and cycles run until nothing waits.
func (s *linkStory) rest() {
	for range 4 {
		s.clock.advance(31 * time.Minute)
		s.ring()
		s.ring()
	}
}

func (s *linkStory) check() {
	s.t.Helper()
	s.wantLines(s.right, s.ada...)
	s.wantLines(s.keep, s.lena...)
	s.wantTitlesOnce()
	for jid, id := range map[string]string{adaJID: s.right, newJID: s.keep} {
		if card := s.wantCard(jid, contract.ChatLinked); card.Record.ID != id || card.Sync.Waiting != 0 || card.Problem != nil {
			s.t.Fatalf("card %+v, %+v, problem %+v", card.Record, card.Sync, card.Problem)
		}
	}
	// What was saved at the wrong record stays there and grows no more.
	if lines := s.lines(s.ada0()); len(lines) != 1 {
		s.t.Fatalf("the wrong record holds %q", lines)
	}
	if view := s.view(); view.Backup.State != contract.BackupIdle || view.Backup.Waiting != 0 || view.Backup.Linked != 2 {
		s.t.Fatalf("at rest: %+v, problem %+v", view.Backup, view.Backup.Problem)
	}
}

func (s *linkStory) ada0() string { return s.stage.ada() }

// TestLinksKilledAtEveryStep stops the worker at each of the effects of that story
// in turn.
func TestLinksKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	calm := &linkStory{stage: newDirectStage(t)}
	calm.play()
	steps := calm.killer.count()
	calm.rest()
	calm.check()
	t.Logf("%d effects", steps)
	for k := 1; k <= steps; k++ {
		t.Run(fmt.Sprintf("%04d", k), func(t *testing.T) {
			t.Parallel()
			s := &linkStory{stage: newDirectStage(t)}
			s.killer.at[s.killer.count()+k] = true
			s.play()
			s.rest()
			s.check()
		})
	}
}
