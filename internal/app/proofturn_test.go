package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestProofAndCycleTakeTurns: somebody who compares notes with Zoho, or has them
// repaired, while a cycle is writing gets the answer once the cycle has ended, and
// the comparison sees what it wrote.
func TestProofAndCycleTakeTurns(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.twoDays()
	s.whatsApp.say(adaJID, s.now(0), false, "five")
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesUpdate, Kind: fakezoho.FaultStall})
	cycle := s.start(contract.KindAlarmTick, contract.Nothing{})
	if err := s.zoho.WaitStalled(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	verify := s.start(contract.KindPanelProofVerify, contract.ChatRef{Chat: adaJID})
	repair := s.start(contract.KindPanelProofRepair, contract.RepairChat{Chat: adaJID})
	s.zoho.ReleaseStalls()
	for _, done := range []<-chan error{cycle, verify, repair} {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	s.wantDifferences()
	s.wantLines(s.ada(), "one", "two", "three", "four", "five")
}

// start sends a request and returns, once it is being handled, a channel that tells
// how it ended.
func (s *stage) start(kind contract.Kind, data any) <-chan error {
	s.t.Helper()
	body, err := json.Marshal(data)
	if err != nil {
		s.t.Fatal(err)
	}
	worker, begun, done := s.app, make(chan struct{}), make(chan error, 1)
	go func() {
		close(begun)
		out, err := worker.Dispatch(context.Background(), fmt.Appendf(nil, `{"v":%d,"kind":%q,"data":%s}`, contract.Version, kind, body))
		var reply contract.Reply
		if err == nil {
			err = json.Unmarshal(out, &reply)
		}
		if err == nil && reply.Error != nil {
			err = fmt.Errorf("%s: %+v", kind, *reply.Error)
		}
		done <- err
	}()
	<-begun
	return done
}
