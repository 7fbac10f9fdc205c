package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// oldChats links three customers with n old messages each, one every six hours, the
// last of them four days ago, and one message a day in the days that are saved at
// once. It returns their records and texts by chat.
func (s *stage) oldChats(n int) (records map[string]string, texts map[string][]string) {
	s.t.Helper()
	records, texts = map[string]string{}, map[string][]string{}
	for i := range 3 {
		jid := fmt.Sprintf("1212555014%d@c.us", i)
		id, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": fmt.Sprintf("Customer %d", i), "Mobile": fmt.Sprintf("+1212555014%d", i)})
		if err != nil {
			s.t.Fatal(err)
		}
		records[jid] = id
		s.whatsApp.add(contract.ChatRow{Chat: jid, Title: fmt.Sprintf("Customer %d", i)})
		for k := range n {
			text := fmt.Sprintf("old %d %03d", i, k)
			s.whatsApp.say(jid, s.now(-4*aDay-int64(n-1-k)*aDay/4), k%3 == 0, text)
			texts[jid] = append(texts[jid], text)
		}
		for k := range 2 {
			text := fmt.Sprintf("new %d %d", i, k)
			s.whatsApp.say(jid, s.now(-aDay*int64(1-k)-60), false, text)
			texts[jid] = append(texts[jid], text)
		}
	}
	s.connect()
	s.tick()
	s.nextTick()
	for jid, record := range records {
		s.wantLines(record, texts[jid][n:]...)
	}
	return records, texts
}

func (s *stage) history() contract.HistoryView {
	s.t.Helper()
	h := s.view().History
	if h == nil {
		s.t.Fatal("the view tells of no history")
	}
	return *h
}

func TestHistoryOfAllChats(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	records, texts := s.oldChats(80)
	if s.view().History != nil {
		t.Errorf("history %+v", s.view().History)
	}
	from := s.now(-10 * aDay)
	s.do(contract.KindOptionsReadAll, contract.AllHistory{From: from})
	if h := s.history(); h != (contract.HistoryView{From: from, Chats: 3}) {
		t.Errorf("ordered: %+v", h)
	}
	for range 4 {
		s.nextTick()
	}
	for jid, record := range records {
		s.wantLines(record, texts[jid][80-24:]...)
	}
	if h := s.history(); h.Chats != 3 || h.Done != 3 || h.Messages != 72 || h.Paused {
		t.Errorf("at its end: %+v", h)
	}
	s.do(contract.KindOptionsReadAll, contract.AllHistory{From: 0})
	for range 4 {
		s.nextTick()
	}
	for jid, record := range records {
		s.wantLines(record, texts[jid]...)
	}
	if h := s.history(); h.From != 0 || h.Done != 3 {
		t.Errorf("back to the start: %+v", h)
	}
	s.zoho.ResetCalls()
	s.nextTick()
	for _, op := range s.ops() {
		if op != fakezoho.OpCOQL && op != fakezoho.OpComposite {
			t.Errorf("with nothing new there was a call of %s", op)
		}
	}
}

// A reading that was stopped stays stopped through a restart, while what is new is
// saved; then it goes on from where it stood.
func TestHistoryOfAllChatsIsPaused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	records, texts := s.oldChats(230)
	s.do(contract.KindOptionsReadAll, contract.AllHistory{})
	pages := 0
	// The user stops it while it reads.
	s.whatsApp.before = func(q contract.PageQuestion) {
		if q.Op == contract.OpMessagesRead && q.Messages.Before != "" {
			if pages++; pages == 3 {
				s.whatsApp.before = nil
				s.do(contract.KindOptionsHistoryOff, contract.PauseHistory{Paused: true})
			}
		}
	}
	s.nextTick()
	h := s.history()
	if !h.Paused || h.Done == 3 || h.Chats != 3 || h.Messages == 0 {
		t.Fatalf("stopped: %+v", h)
	}
	s.restartBrowser()
	jid := "12125550142@c.us"
	texts[jid] = append(texts[jid], "new meanwhile")
	s.whatsApp.say(jid, s.now(0), false, "new meanwhile")
	for range 3 {
		s.nextTick()
	}
	if again := s.history(); again != h {
		t.Errorf("it went on: %+v, %+v before", again, h)
	}
	lines := s.lines(records[jid])
	if !strings.HasSuffix(lines[len(lines)-1], "new meanwhile") || s.card(jid).Sync.Waiting > 0 {
		t.Errorf("what is new waits: %+v", s.card(jid).Sync)
	}
	if !s.card(jid).Sync.History.Reading {
		t.Error("the order is forgotten")
	}
	s.do(contract.KindOptionsHistoryOff, contract.PauseHistory{Paused: false})
	for range 6 {
		s.nextTick()
	}
	for jid, record := range records {
		s.wantLines(record, texts[jid]...)
	}
	if h := s.history(); h.Paused || h.Done != 3 {
		t.Errorf("at its end: %+v", h)
	}
}

// The pause holds for a chat that was asked for alone as well.
func TestPauseOfOneChat(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	texts := s.oldChat(60)
	s.do(contract.KindOptionsHistoryOff, contract.PauseHistory{Paused: true})
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID})
	s.nextTick()
	s.wantLines(s.ada(), "Good morning")
	if h := s.history(); h.Chats != 1 || h.Done != 0 || !h.Paused {
		t.Errorf("history %+v", h)
	}
	s.do(contract.KindOptionsHistoryOff, contract.PauseHistory{})
	s.nextTick()
	s.wantLines(s.ada(), append(texts, "Good morning")...)
}

// An order for all chats reaches all of them, wherever the worker is stopped.
func TestHistoryOfAllChatsWhateverStops(t *testing.T) {
	t.Parallel()
	for step := 1; ; step++ {
		s := newDirectStage(t)
		records, texts := s.oldChats(30)
		s.killer.at = map[int]bool{s.killer.count() + step: true}
		_, killed := s.ask(contract.KindOptionsReadAll, contract.AllHistory{})
		if !killed {
			if step < 4 {
				t.Fatalf("only %d steps were tried", step)
			}
			return
		}
		if order := s.view().History; order == nil {
			// Nothing is stored, so nobody was told that it is.
			s.do(contract.KindOptionsReadAll, contract.AllHistory{})
		}
		for range 4 {
			s.nextTick()
		}
		for jid, record := range records {
			s.wantLines(record, texts[jid]...)
		}
	}
}
