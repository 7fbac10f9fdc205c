package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestPauseAfterARefreshTellsItsCause: a refresh that failed is not repeated at once.
// What is told meanwhile is why it failed, and when it is tried again.
func TestPauseAfterARefreshTellsItsCause(t *testing.T) {
	t.Parallel()
	for kind, want := range map[fakezoho.FaultKind]struct {
		problem contract.ProblemCode
		pause   time.Duration
	}{
		fakezoho.FaultReplyLost:  {contract.ProblemUnreachable, time.Minute},
		fakezoho.FaultPortal:     {contract.ProblemNotZoho, time.Minute},
		fakezoho.FaultBadGateway: {contract.ProblemZohoFault, time.Minute},
		fakezoho.FaultTooMany:    {contract.ProblemThrottled, 10 * time.Minute},
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.connect()
			s.clock.advance(2 * time.Hour)
			s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpToken, Kind: kind})
			began := s.clock.Now()
			again := began.Add(want.pause).UnixMilli()
			search := contract.SearchRecords{Text: "Ada"}
			first, _ := s.ask(contract.KindPanelSearch, search)
			if first.Error == nil || first.Error.Problem != want.problem {
				t.Fatalf("first: %+v", first.Error)
			}
			if want.problem == contract.ProblemThrottled && first.Error.RetryAt != again {
				t.Errorf("first: tried again at %d, want %d", first.Error.RetryAt, again)
			}
			s.zoho.ResetCalls()
			s.clock.advance(want.pause / 2)
			if second, _ := s.ask(contract.KindPanelSearch, search); second.Error == nil || second.Error.Problem != want.problem {
				t.Errorf("in the pause: %+v", second.Error)
			}
			s.wantCalls()
			s.clock.advance(want.pause / 2)
			if third, _ := s.ask(contract.KindPanelSearch, search); third.Error != nil {
				t.Errorf("afterwards: %+v", third.Error)
			}
		})
	}
}
