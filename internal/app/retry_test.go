package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// refusedUntil clicks, and returns when the refusal says that it goes on.
func (s *stage) refusedUntil(kind contract.Kind, data any, problem contract.ProblemCode) time.Time {
	s.t.Helper()
	reply, _ := s.ask(kind, data)
	if reply.Error == nil || reply.Error.Code != contract.CodeRateLimited || reply.Error.Problem != problem {
		s.t.Fatalf("%s: got %+v, want %s", kind, reply.Error, problem)
	}
	return time.UnixMilli(reply.Error.RetryAt).UTC()
}

// TestRefusedClickNamesATime: a click that Zoho is not even asked for says until
// when.
func TestRefusedClickNamesATime(t *testing.T) {
	t.Parallel()
	t.Run("daily budget", func(t *testing.T) {
		t.Parallel()
		s := unknownChat(t)
		s.do(contract.KindOptionsSettings, contract.Settings{
			Linking: contract.LinkCertain, FirstBackupDays: 3, DailyCredits: s.view().Credits.Used,
		})
		midnight := time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)
		if until := s.refusedUntil(contract.KindPanelLookAgain, contract.ChatRef{Chat: newJID}, contract.ProblemBudget); !until.Equal(midnight) {
			t.Errorf("look again: until %s", until)
		}
		for range 2 {
			if until := s.refusedUntil(contract.KindPanelCreateContact, nora, contract.ProblemBudget); !until.Equal(midnight) {
				t.Errorf("until %s, want midnight in New York", until)
			}
		}
		// The order is kept, and carried out when the day is over.
		s.clock.advance(12 * time.Hour)
		s.tick()
		s.wantOneContact()
	})
	t.Run("credits used up", func(t *testing.T) {
		t.Parallel()
		s := unknownChat(t)
		s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAny, Kind: fakezoho.FaultTooMany, Count: -1})
		first := s.refusedUntil(contract.KindPanelLookAgain, contract.ChatRef{Chat: newJID}, contract.ProblemThrottled)
		if wait := first.Sub(s.clock.Now()); wait < time.Minute || wait > 75*time.Second {
			t.Errorf("first refusal: wait %s", wait)
		}
		if again := s.refusedUntil(contract.KindPanelCreateContact, nora, contract.ProblemThrottled); !again.Equal(first) {
			t.Errorf("a click meanwhile: until %s, want %s", again, first)
		}
		for s.view().Zoho.Problem.Code == contract.ProblemThrottled {
			s.clock.advance(3 * time.Minute)
			s.ask(contract.KindAlarmTick, contract.Nothing{})
		}
		until := s.refusedUntil(contract.KindPanelCreateContact, nora, contract.ProblemCreditsUsed)
		if wait := until.Sub(s.clock.Now()); wait <= 0 || wait > 75*time.Minute {
			t.Errorf("used up: wait %s", wait)
		}
		s.zoho.ClearFaults()
		s.clock.advance(until.Sub(s.clock.Now()))
		s.do(contract.KindPanelCreateContact, nora)
		s.wantOneContact()
	})
	t.Run("unreachable", func(t *testing.T) {
		t.Parallel()
		s := unknownChat(t)
		s.zoho.SetDown(true)
		if reply, _ := s.ask(contract.KindPanelCreateContact, nora); reply.Error == nil || reply.Error.RetryAt != 0 {
			t.Errorf("nobody knows when the network is back, and told %+v", reply.Error)
		}
	})
}
