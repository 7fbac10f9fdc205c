package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Numbers of endOfHistoryTransferType; see historyEnd.
const (
	endOnPhone = 0
	endWhole   = 1
	endUntold  = -1
)

// tellsEnd has WhatsApp say what lies before the oldest message of Ada's chat.
func (s *stage) tellsEnd(end int) {
	s.whatsApp.change(adaJID, func(c *chat) { c.row.EndOfHistory = end })
}

// wantOlder checks what the proof of Ada's chat says is not in Zoho.
func (s *stage) wantOlder(want ...contract.ProofGap) {
	s.t.Helper()
	got := answer[contract.Proofs](s, contract.KindPanelProofExport, contract.ProofExport{Chat: adaJID}).Chats[0].Gaps
	if !slices.Equal(got, want) {
		s.t.Fatalf("gaps %+v, want %+v", got, want)
	}
}

// TestWhatLiesBeforeIsNamed: the proof of a chat says from when on messages were asked
// for, unless this browser holds none before, and what is known of those that it does
// not hold.
func TestWhatLiesBeforeIsNamed(t *testing.T) {
	t.Parallel()
	notAsked := func(from int64) contract.ProofGap {
		return contract.ProofGap{Cause: contract.GapNotAsked, Before: from}
	}
	for name, test := range map[string]struct {
		// old is the age of the chat's first message, in days; the first backup reaches
		// three days back.
		old, end int
		want     func(first, since int64) []contract.ProofGap
	}{
		"held whole, older than the first backup": {30, endWhole, func(_, since int64) []contract.ProofGap {
			return []contract.ProofGap{notAsked(since)}
		}},
		"held whole, younger": {1, endWhole, func(int64, int64) []contract.ProofGap { return nil }},
		"nobody tells, older": {30, endUntold, func(_, since int64) []contract.ProofGap {
			return []contract.ProofGap{notAsked(since), {Cause: contract.GapOlderUnknown}}
		}},
		"nobody tells, younger": {1, endUntold, func(first, _ int64) []contract.ProofGap {
			return []contract.ProofGap{{Cause: contract.GapOlderUnknown, Before: first}}
		}},
		"more on the phone, older": {30, endOnPhone, func(_, since int64) []contract.ProofGap {
			return []contract.ProofGap{notAsked(since), {Cause: contract.GapOnPhone}}
		}},
		"more on the phone, younger": {1, endOnPhone, func(first, _ int64) []contract.ProofGap {
			return []contract.ProofGap{{Cause: contract.GapOnPhone, Before: first}}
		}},
	} {
		for _, count := range []int{3, 130} {
			t.Run(fmt.Sprintf("%s, %d messages", name, count), func(t *testing.T) {
				t.Parallel()
				s := newDirectStage(t)
				s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
				s.tellsEnd(test.end)
				first := s.now(-int64(test.old) * aDay)
				s.whatsApp.say(adaJID, first, false, "first")
				for i := range count {
					s.whatsApp.say(adaJID, s.now(int64(i-count)), false, fmt.Sprint("of today ", i))
				}
				s.connect()
				since := s.now(-3 * aDay)
				s.tick()
				s.wantOlder(test.want(first, since)...)
				s.nextTick()
				s.wantOlder(test.want(first, since)...)

				s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: 0})
				s.nextTick()
				var want []contract.ProofGap
				for _, gap := range test.want(first, since) {
					if gap.Cause != contract.GapNotAsked {
						gap.Before = first
						want = append(want, gap)
					}
				}
				s.wantOlder(want...)
			})
		}
	}
}

// TestReachOfAnOrderIsNamed: an order for older messages moves the time down to which
// they were asked for.
func TestReachOfAnOrderIsNamed(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.oldChat(120)
	s.tellsEnd(endWhole)
	from := s.now(-10 * aDay)
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: from})
	s.nextTick()
	s.wantOlder(contract.ProofGap{Cause: contract.GapNotAsked, Before: from})
	// One that reaches beyond what this browser holds leaves nothing out.
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: s.now(-100 * aDay)})
	s.nextTick()
	s.wantOlder()
}

// TestMessagesThatCameLaterAreNamed: what WhatsApp's own button has fetched from the
// phone is older than what was asked for.
func TestMessagesThatCameLaterAreNamed(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	s.tellsEnd(endOnPhone)
	first := s.now(-aDay)
	s.whatsApp.say(adaJID, first, false, "first here")
	s.connect()
	since := s.now(-3 * aDay)
	s.tick()
	s.wantOlder(contract.ProofGap{Cause: contract.GapOnPhone, Before: first})
	s.tellsEnd(endWhole)
	s.nextTick()
	s.wantOlder(contract.ProofGap{Cause: contract.GapNotAsked, Before: since})
}

// TestQuietChatIsNotBeingRead: a chat without a message since its backup began is not
// read, and nothing of it waits.
func TestQuietChatIsNotBeingRead(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	s.tellsEnd(endWhole)
	s.whatsApp.say(adaJID, s.now(-30*aDay), false, "long ago")
	s.connect()
	since := s.now(-3 * aDay)
	s.tick()
	s.wantOlder(contract.ProofGap{Cause: contract.GapNotAsked, Before: since})
}

// TestReadingIsNamedUntilItEnds: a start that was not reached in one go is not taken for
// reached by the page that comes to it.
func TestReadingIsNamedUntilItEnds(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	s.tellsEnd(endWhole)
	s.whatsApp.say(adaJID, s.now(-30*aDay), false, "long ago")
	s.whatsApp.say(adaJID, s.now(-60), false, "now")
	s.connect()
	since := s.now(-3 * aDay)
	// The worker is stopped before the page that finds the chat's start.
	asked := 0
	s.whatsApp.before = func(q contract.PageQuestion) {
		if q.Op == contract.OpMessagesRead {
			if asked++; asked == 2 {
				panic(stopped{})
			}
		}
	}
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	s.clock.advance(3 * time.Minute)
	s.tick()
	s.wantOlder(contract.ProofGap{Cause: contract.GapNotAsked, Before: since})
}
