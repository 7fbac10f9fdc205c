package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// story is the main job, as a person and a clock would play it. A step that a
// stop of the worker has cut short is repeated if the person would repeat it.
type story struct {
	*stage
	// restart says whether a stop of the worker ends the browser as well.
	restart bool
	// want are the texts, in order, that Zoho must hold for either chat.
	ada, newcomer []string
}

func (s *story) send(kind contract.Kind, data any) (killed bool) {
	_, killed = s.ask(kind, data)
	if killed && s.restart {
		s.restartBrowser()
	}
	return killed
}

func (s *story) ring() {
	s.clock.advance(3 * time.Minute)
	s.send(contract.KindAlarmTick, contract.Nothing{})
}

func (s *story) play() {
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	s.adaSays("first of Ada")
	s.noraSays("first of Nora")
	for range 5 {
		if s.send(contract.KindOptionsSelfClient, s.selfClient()); s.view().Zoho.State == contract.ZohoConnected {
			break
		}
		s.clock.advance(time.Minute)
	}
	s.ring()
	s.whatsApp.open(newJID)
	s.send(contract.KindBridgeHint, contract.PageHint{Reason: contract.HintActive, Chat: newJID})
	for range 5 {
		state := s.card(newJID).State
		if state == contract.ChatCreating || state == contract.ChatLinked {
			break
		}
		s.send(contract.KindPanelCreateContact, contract.CreateContact{Chat: newJID, FirstName: "Nora", LastName: "Newcomer"})
	}
	s.ring()
	edited := s.adaSays("to be edited")
	s.ring()
	s.whatsApp.edit(adaJID, edited, func(m *contract.MessageRecord) { m.Text, m.Edited = "after the edit", true })
	s.ada[len(s.ada)-1] = "after the edit"
	s.adaSays("one more")
	s.ring()
	for i := range 120 {
		s.noraSays(fmt.Sprintf("burst %03d", i))
	}
	s.ring()
	// The next day.
	s.clock.advance(20 * time.Hour)
	s.noraSays("next day")
	s.adaSays("next day")
	s.ring()
}

func (s *story) adaSays(text string) string {
	s.ada = append(s.ada, text)
	s.clock.advance(time.Second)
	return s.whatsApp.say(adaJID, s.now(0), false, text)
}

func (s *story) noraSays(text string) {
	s.newcomer = append(s.newcomer, text)
	s.clock.advance(time.Second)
	s.whatsApp.say(newJID, s.now(0), true, text)
}

// rest rings until nothing waits.
func (s *story) rest() {
	for range 12 {
		s.ring()
		if s.view().Backup.State == contract.BackupIdle && s.view().Backup.LastSyncAt == s.clock.Now().UnixMilli() {
			return
		}
	}
}

// check holds the promises at the end.
func (s *story) check() {
	s.t.Helper()
	if made := s.contactsWith(newNum); len(made) != 1 {
		s.t.Fatalf("%d contacts were made", len(made))
	}
	s.wantLines(s.ada0(), s.ada...)
	s.wantLines(s.contactsWith(newNum)[0].ID, s.newcomer...)
	view := s.view()
	if view.Backup.State != contract.BackupIdle || view.Backup.Waiting != 0 || view.Backup.Linked != 2 {
		s.t.Fatalf("at rest: %+v, problem %+v", view.Backup, view.Backup.Problem)
	}
	for jid, texts := range map[string][]string{adaJID: s.ada, newJID: s.newcomer} {
		card := s.wantCard(jid, contract.ChatLinked)
		if card.Sync.Saved != len(texts) || card.Sync.Waiting != 0 || card.Problem != nil {
			s.t.Fatalf("card of %d texts: %+v, problem %+v", len(texts), *card.Sync, card.Problem)
		}
	}
	s.zoho.ResetCalls()
	s.ring()
	if ops := s.ops(); len(ops) != 0 {
		s.t.Fatalf("a cycle with nothing new called %v", ops)
	}
}

func (s *story) ada0() string { return s.stage.ada() }

// TestKilledAtEveryStep stops the worker at each of its effects in turn, and
// then lets it run to rest.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	calm := &story{stage: newDirectStage(t)}
	calm.play()
	steps := calm.killer.count()
	calm.rest()
	calm.check()
	if steps < 100 {
		t.Fatalf("the story has %d effects only", steps)
	}
	t.Logf("%d effects", steps)
	for k := 1; k <= steps; k++ {
		s := &story{stage: newBareStage(t), restart: k%2 == 0}
		s.http = direct{s.zoho}
		s.killer.at[k] = true
		t.Run(fmt.Sprintf("%04d", k), func(t *testing.T) {
			s.t = t
			s.wake()
			s.play()
			s.rest()
			defer func() {
				if t.Failed() {
					t.Logf("stopped %s; calls %v", s.killer.last, strings.Trim(fmt.Sprint(s.ops()), "[]"))
				}
			}()
			s.check()
		})
	}
}
