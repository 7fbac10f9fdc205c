package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// dealStory is what becomes of deals: some are open when the user chooses that they
// lead to their contact, one is closed, and one comes the next day and has its reply
// lost. At the end a person deletes a reference.
type dealStory struct {
	*stage
	all, want []string
	said      []string
}

func (s *dealStory) ring() {
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
}

func (s *dealStory) write(text string) {
	s.said = append(s.said, text)
	s.clock.advance(time.Second)
	s.whatsApp.say(adaJID, s.now(0), false, text)
}

// begin links the chat, before anything is stopped.
func (s *dealStory) begin() {
	s.said = []string{"Good morning"}
	s.linkedAda()
	for i := range 3 {
		s.all = append(s.all, s.deal(fmt.Sprint("open ", i), "Qualification", s.ada()))
	}
	s.want = append(s.want, s.all...)
	s.all = append(s.all, s.deal("won", "Closed Won", s.ada()))
}

// choose switches references on, as often as it takes.
func (s *dealStory) choose() {
	for range 5 {
		settings := s.view().Settings
		settings.Deals = contract.DealsOpen
		if reply, killed := s.ask(contract.KindOptionsSettings, settings); !killed && reply.Error == nil {
			return
		}
	}
}

func (s *dealStory) play() {
	s.choose()
	s.write("first")
	s.ring()
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesCreate, Kind: fakezoho.FaultReplyLost})
	late := s.deal("late", "Needs Analysis", s.ada())
	s.all, s.want = append(s.all, late), append(s.want, late)
	s.clock.advance(22 * time.Hour)
	s.write("the next day")
	s.ring()
	s.ring()
	s.ring()
	s.zoho.ClearFaults()
}

func (s *dealStory) rest() {
	for range 4 {
		s.ring()
	}
}

func (s *dealStory) check() {
	s.t.Helper()
	s.wantReferences(s.ada(), s.all, s.want...)
	s.wantLines(s.ada(), s.said...)
	for _, deal := range s.all {
		if n := len(s.zoho.NotesOf(deal)); n > 1 {
			s.t.Fatalf("%d notes on a deal", n)
		}
	}
	if view := s.view(); view.Backup.State != contract.BackupIdle || view.DealsProblem != nil {
		s.t.Fatalf("at rest: %+v, deals %+v", view.Backup, view.DealsProblem)
	}
	// What is deleted by hand now stays deleted, and nothing is asked any more.
	must(s.t, s.zoho.DeleteRecord(s.zoho.NotesOf(s.want[0])[0].ID))
	s.zoho.ResetCalls()
	s.ring()
	if ops := s.ops(); len(ops) != 0 {
		s.t.Fatalf("a cycle with nothing new called %v", ops)
	}
	s.clock.advance(22 * time.Hour)
	s.write("another day")
	s.ring()
	s.ring()
	s.wantReferences(s.ada(), s.all, s.want[1:]...)
}

// TestDealsKilledAtEveryStep stops the worker at each of the effects of that story in
// turn, and then lets it run to rest.
func TestDealsKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	calm := &dealStory{stage: newDirectStage(t)}
	calm.begin()
	before := calm.killer.count()
	calm.play()
	steps := calm.killer.count() - before
	calm.rest()
	calm.check()
	if steps < 60 {
		t.Fatalf("the story has %d effects only", steps)
	}
	t.Logf("%d effects", steps)
	for k := 1; k <= steps; k++ {
		t.Run(fmt.Sprintf("%04d", k), func(t *testing.T) {
			t.Parallel()
			s := &dealStory{stage: newDirectStage(t)}
			s.begin()
			s.killer.at[s.killer.count()+k] = true
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
