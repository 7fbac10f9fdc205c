package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// watchQuestions notes when messages are asked for. The page takes a moment to answer.
func (s *stage) watchQuestions(takes time.Duration) (at *[]time.Time, answered *[]time.Time) {
	at, answered = new([]time.Time), new([]time.Time)
	s.whatsApp.before = func(q contract.PageQuestion) {
		if q.Op == contract.OpMessagesRead {
			*at = append(*at, s.clock.True())
			s.clock.advance(takes)
			*answered = append(*answered, s.clock.True())
		}
	}
	return at, answered
}

// Messages are asked for at most five times a second, whether the pages are of one
// chat or of thirty, and the self-test's look counts as one.
func TestQuestionsForMessagesApart(t *testing.T) {
	t.Parallel()
	const apart = 200 * time.Millisecond
	for _, takes := range []time.Duration{0, 30 * time.Millisecond, 300 * time.Millisecond} {
		t.Run(takes.String(), func(t *testing.T) {
			t.Parallel()
			const chats = 30
			s := newDirectStage(t)
			records, texts := s.customers(chats)
			s.connect()
			for range 3 {
				s.nextTick()
			}
			s.wantCustomers(records, texts)
			for i := range chats {
				s.whatsApp.say(fmt.Sprintf("1%d5550142@c.us", 205+i), s.now(-5), false, "news")
			}
			// One of them has more than a page.
			for i := range 70 {
				s.whatsApp.say("12055550142@c.us", s.now(-4), false, fmt.Sprintf("more %d", i))
			}
			s.clock.advance(3 * time.Minute)
			asked, answered := s.watchQuestions(takes)
			began := s.clock.True()
			s.tick()
			if n := len(*asked); n < chats+2 || n > chats+6 {
				t.Fatalf("%d questions for %d chats", n, chats)
			}
			if wait := (*asked)[0].Sub(began); wait != 0 {
				t.Errorf("the first question waits %v", wait)
			}
			for i := range len(*asked) - 1 {
				if rest := (*asked)[i+1].Sub((*answered)[i]); rest < apart {
					t.Errorf("%v between the answer to question %d and the next one", rest, i)
				}
			}
			if took := (*answered)[len(*answered)-1].Sub(began); takes < apart && took > 10*time.Second {
				t.Errorf("%d chats take %v", chats, took)
			}
			s.whatsApp.before = nil
			for range 2 {
				s.nextTick()
			}
			for i, record := range records[1:] {
				s.wantLines(record, texts[i+1], "news")
			}
		})
	}
}

// A clock that is put back while messages are read stops nothing.
func TestQuestionsAfterClockPutBack(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(-3), false, "news")
	asked, _ := s.watchQuestions(0)
	s.clock.set(-10 * time.Minute)
	began := s.clock.True()
	s.tick()
	if n := len(*asked); n == 0 {
		t.Fatal("nothing was asked")
	}
	if took := s.clock.True().Sub(began); took > 5*time.Second {
		t.Errorf("the cycle took %v", took)
	}
}
