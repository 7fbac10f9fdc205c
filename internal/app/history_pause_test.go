package app_test

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// onPage calls fn once, before the n-th page of older messages below the newest one
// is read.
func (s *stage) onPage(n int, fn func()) {
	pages := 0
	s.whatsApp.before = func(q contract.PageQuestion) {
		if q.Op == contract.OpMessagesRead && q.Messages.Before != "" {
			if pages++; pages == n {
				s.whatsApp.before = nil
				fn()
			}
		}
	}
}

// pauses stops the reading of one chat's older messages, or lets it go on.
func (s *stage) pauses(jid string, paused bool) {
	s.t.Helper()
	s.do(contract.KindPanelHistoryOff, contract.PauseChatHistory{Chat: jid, Paused: paused})
}

func (s *stage) historyOf(jid string) contract.HistoryCard {
	s.t.Helper()
	h := s.card(jid).Sync.History
	if h == nil {
		s.t.Fatal("the card tells of no history")
	}
	return *h
}

// A reading that was stopped for its chat ends with the page at hand and stays
// stopped through a restart, while what is new is saved; then it goes on from where
// it stood.
func TestHistoryOfOneChatIsPaused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	texts := s.oldChat(230)
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID})
	s.onPage(2, func() { s.pauses(adaJID, true) })
	s.nextTick()
	h := s.historyOf(adaJID)
	// The newest page and two below it; the newest holds one message that was saved at once.
	if !h.Paused || !h.Reading || h.Read != 149 || h.Reached == 0 {
		t.Fatalf("stopped: %+v", h)
	}
	s.wantLines(s.ada(), append(append([]string{}, texts[len(texts)-149:]...), "Good morning")...)
	s.restartBrowser()
	s.whatsApp.say(adaJID, s.now(0), false, "new meanwhile")
	for range 3 {
		s.nextTick()
	}
	if again := s.historyOf(adaJID); again != h {
		t.Errorf("it went on: %+v, %+v before", again, h)
	}
	if sync := s.card(adaJID).Sync; sync.Waiting != 0 || sync.SyncedAt != s.clock.Now().UnixMilli() {
		t.Errorf("what is new waits: %+v", sync)
	}
	asked := s.whatsApp.askedOf(adaJID)
	s.zoho.ResetCalls()
	s.nextTick()
	s.wantCalls()
	if n := s.whatsApp.askedOf(adaJID); n != asked {
		t.Errorf("the chat was read %d times while it was stopped", n-asked)
	}
	if s.view().History != nil {
		t.Errorf("nothing was ordered for all chats: %+v", s.view().History)
	}

	s.pauses(adaJID, false)
	if h := s.historyOf(adaJID); h.Paused || !h.Reading || h.Read != 149 {
		t.Errorf("let go on: %+v", h)
	}
	pages := 0
	s.whatsApp.before = func(q contract.PageQuestion) {
		if q.Op == contract.OpMessagesRead && q.Messages.Before != "" {
			pages++
		}
	}
	s.nextTick()
	// An empty page tells where the chat begins.
	if left := (len(texts)-149+49)/50 + 1; pages != left {
		t.Errorf("%d pages were read, where %d were left", pages, left)
	}
	s.wantLines(s.ada(), append(append([]string{}, texts...), "Good morning", "new meanwhile")...)
	if h := s.historyOf(adaJID); h.Paused || h.Reading || h.Read != len(texts) {
		t.Errorf("at its end: %+v of %d", h, len(texts))
	}
	// A wish that comes when it has just ended changes nothing.
	s.pauses(adaJID, true)
	if h := s.historyOf(adaJID); h.Paused || h.Reading {
		t.Errorf("stopped after its end: %+v", h)
	}
}

// Another order for older messages of the chat, or of all, lets a stopped reading go
// on, as far as the new order says.
func TestHistoryOrderedAnewEndsThePause(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]struct {
		kind  contract.Kind
		order func(from int64) any
	}{
		"this chat": {contract.KindPanelHistory, func(from int64) any { return contract.ReadHistory{Chat: adaJID, From: from} }},
		"all chats": {contract.KindOptionsReadAll, func(from int64) any { return contract.AllHistory{From: from} }},
	} {
		for reach, days := range map[string]int64{"the start": 0, "an earlier day": 50, "a day before the first order": 36} {
			t.Run(name+" to "+reach, func(t *testing.T) {
				t.Parallel()
				s := newStage(t)
				texts := s.oldChat(230)
				first := int64(0)
				if days == 50 {
					first = s.now(-45 * aDay)
				}
				s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: first})
				s.onPage(1, func() { s.pauses(adaJID, true) })
				s.nextTick()
				if h := s.historyOf(adaJID); !h.Paused || h.Read != 99 {
					t.Fatalf("stopped: %+v", h)
				}
				from, want := int64(0), texts
				if days > 0 {
					from = s.now(-days*aDay) - 3600
					n := int(days-4)*4 + 1
					want = texts[len(texts)-n:]
				}
				s.do(again.kind, again.order(from))
				if h := s.historyOf(adaJID); h.Paused || !h.Reading || h.From != from {
					t.Errorf("ordered anew from %d: %+v", from, h)
				}
				s.nextTick()
				s.nextTick()
				s.wantLines(s.ada(), append(append([]string{}, want...), "Good morning")...)
				if h := s.historyOf(adaJID); h.Paused || h.Reading || h.From != from {
					t.Errorf("at its end: %+v", h)
				}
			})
		}
	}
}

// What a stopped reading has brought is not given up by an order that goes less far.
func TestHistoryKeepsWhatThePauseFound(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	texts := s.oldChat(130)
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID})
	s.onPage(1, func() { s.pauses(adaJID, true) })
	s.nextTick()
	reached := s.historyOf(adaJID).Reached
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: s.now(-6 * aDay)})
	s.nextTick()
	if h := s.historyOf(adaJID); h.Paused || h.Reading || h.From != reached {
		t.Errorf("read back to %d: %+v", reached, h)
	}
	s.wantLines(s.ada(), append(append([]string{}, texts[len(texts)-99:]...), "Good morning")...)
}

// One chat is stopped while the others are read; what is left of it is in the next
// estimate.
func TestPauseOfOneChatAmongAll(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	records, texts := s.oldChats(60)
	const held = "12125550141@c.us"
	s.do(contract.KindOptionsReadAll, contract.AllHistory{})
	s.pauses(held, true)
	for range 3 {
		s.nextTick()
	}
	for jid, record := range records {
		want := texts[jid]
		if jid == held {
			want = want[60:]
		}
		s.wantLines(record, want...)
	}
	if h := s.history(); h.Chats != 3 || h.Done != 2 || h.Held != 1 || h.Paused {
		t.Errorf("history %+v", h)
	}
	if e := s.estimateAll(s.now(-10 * aDay)); e.Chats != 1 {
		t.Errorf("the estimate is of %d chats", e.Chats)
	}

	// With all of them stopped as well, both have to be let go on.
	s.do(contract.KindOptionsHistoryOff, contract.PauseHistory{Paused: true})
	s.pauses(held, false)
	s.nextTick()
	s.wantLines(records[held], texts[held][60:]...)
	if h := s.history(); h.Held != 0 || !h.Paused {
		t.Errorf("stopped for all: %+v", h)
	}
	s.pauses(held, true)
	s.do(contract.KindOptionsHistoryOff, contract.PauseHistory{})
	s.nextTick()
	s.wantLines(records[held], texts[held][60:]...)
	s.pauses(held, false)
	s.nextTick()
	s.wantLines(records[held], texts[held]...)
	if h := s.history(); h.Done != 3 || h.Held != 0 {
		t.Errorf("at its end: %+v", h)
	}
}

// Words that a change in a stopped chat has made necessary again are read all the
// same, so that its note is written.
func TestPausedHistoryLetsRecalledWordsThrough(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	ids := s.wordlessAda()
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID})
	s.pauses(adaJID, true)
	s.nextTick()
	if h := s.historyOf(adaJID); !h.Paused || !h.Reading || h.Read != 0 {
		t.Fatalf("stopped: %+v", h)
	}
	s.whatsApp.edit(adaJID, ids[1], func(m *contract.MessageRecord) { m.Text, m.Edited = "in other words", true })
	s.touchAt(adaJID, s.now(-11*aDay))
	s.nextTick()
	s.nextTick()
	s.wantLines(s.ada(), "first secret", "in other words", "third secret")
	if sync := s.card(adaJID).Sync; sync.Waiting != 0 {
		t.Errorf("card %+v", sync)
	}
}

func TestPauseOfAHistoryNobodyOrdered(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.refused(contract.KindPanelHistoryOff, contract.PauseChatHistory{Chat: newJID, Paused: true}, contract.CodeConflict, "")
	l := newStage(t)
	l.linkedAda()
	l.pauses(adaJID, true)
	if h := l.historyOf(adaJID); h.Paused || h.Reading {
		t.Errorf("history %+v", h)
	}
	texts := []string{"old"}
	l.whatsApp.say(adaJID, l.now(-9*aDay), false, texts[0])
	l.whatsApp.change(adaJID, func(c *chat) { sortByTime(c) })
	l.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID})
	l.nextTick()
	l.wantLines(l.ada(), append(texts, "Good morning")...)
}
