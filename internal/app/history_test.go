package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
)

const aDay = 24 * 3600

// oldChat fills Ada's chat with n messages, one every six hours, the last of
// them four days ago, and then links it. It returns their texts.
func (s *stage) oldChat(n int) []string {
	s.t.Helper()
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	var texts []string
	for i := range n {
		text := fmt.Sprintf("old %03d", i)
		s.whatsApp.say(adaJID, s.now(-4*aDay-int64(n-1-i)*aDay/4), i%3 == 0, text)
		texts = append(texts, text)
	}
	s.whatsApp.say(adaJID, s.now(-60), false, "Good morning")
	s.connect()
	s.tick()
	s.wantLines(s.ada(), "Good morning")
	return texts
}

func TestHistoryBackToADate(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	texts := s.oldChat(120)
	from := s.now(-10 * aDay)
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: from})
	if h := s.card(adaJID).Sync.History; h == nil || !h.Reading || h.From != from {
		t.Fatalf("history %+v", h)
	}
	s.whatsApp.say(adaJID, s.now(0), false, "new meanwhile")
	s.nextTick()
	want := append(texts[len(texts)-25:], "Good morning", "new meanwhile")
	s.wantLines(s.ada(), want...)
	h := s.card(adaJID).Sync.History
	if h.Reading || h.Reached != from {
		t.Errorf("history %+v, from %d", h, from)
	}
	s.zoho.ResetCalls()
	s.nextTick()
	s.wantCalls()
}

func TestHistoryToTheStartWhateverStopsInBetween(t *testing.T) {
	t.Parallel()
	for stop := range 8 {
		t.Run(fmt.Sprint(stop), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			texts := s.oldChat(230)
			s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: 0})
			asked := 0
			s.whatsApp.before = func(q contract.PageQuestion) {
				if q.Op == contract.OpMessagesRead {
					if asked++; asked == stop {
						panic(stopped{})
					}
				}
			}
			s.clock.advance(3 * time.Minute)
			s.ask(contract.KindAlarmTick, contract.Nothing{})
			s.whatsApp.say(adaJID, s.now(0), false, "late")
			s.nextTick()
			s.nextTick()
			s.wantLines(s.ada(), append(append([]string{}, texts...), "Good morning", "late")...)
			// What a page of the ordinary reading brought with it is not counted.
			if h := s.card(adaJID).Sync.History; h.Reading || h.From != 0 || h.Read < len(texts)-50 || h.Reached > s.now(-60*aDay) {
				t.Errorf("history %+v of %d", h, len(texts))
			}
		})
	}
}

// A history that was read to one date goes on from there to an earlier one.
func TestHistoryGoesOnFurtherBack(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	texts := s.oldChat(40)
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: s.now(-7 * aDay)})
	s.nextTick()
	s.whatsApp.migrate(adaJID, "111222333444555@lid")
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: "111222333444555@lid", From: 0})
	s.nextTick()
	s.wantLines(s.ada(), append(append([]string{}, texts...), "Good morning")...)
}

// Of the page on which a date lies, the messages before it are left out. They are
// read when an earlier date is wanted.
func TestHistoryToOneDateAfterAnother(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	texts := s.oldChat(230)
	for _, days := range []int64{7, 18, 33} {
		s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: s.now(-days*aDay - 3600)})
		s.nextTick()
		s.wantLines(s.ada(), append(append([]string{}, texts[len(texts)-1-int(days-4)*4:]...), "Good morning")...)
	}
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: 0})
	s.nextTick()
	s.wantLines(s.ada(), append(append([]string{}, texts...), "Good morning")...)
}

// A list in memory may have gaps that nothing tells of. What they hid is read when
// WhatsApp can be read whole again, without another order.
func TestHistoryOfAListWithGaps(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	texts := s.oldChat(130)
	s.whatsApp.change(adaJID, func(c *chat) {
		hidden := map[string]bool{}
		for _, m := range c.messages[20:40] {
			hidden[m.ID] = true
		}
		s.whatsApp.hidden = hidden
	})
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: 0})
	s.nextTick()
	s.wantLines(s.ada(), append(append(append([]string{}, texts[:20]...), texts[40:]...), "Good morning")...)
	asked := s.whatsApp.askedOf(adaJID)
	s.nextTick()
	if n := s.whatsApp.askedOf(adaJID); n > asked+1 {
		t.Errorf("the list was read %d times again", n-asked)
	}
	s.whatsApp.set(func(w *whatsApp) { w.hidden = nil })
	s.nextTick()
	s.wantLines(s.ada(), append(append([]string{}, texts...), "Good morning")...)
	if h := s.card(adaJID).Sync.History; h.Reading {
		t.Errorf("history %+v", h)
	}
	asked = s.whatsApp.askedOf(adaJID)
	s.nextTick()
	if n := s.whatsApp.askedOf(adaJID); n != asked {
		t.Errorf("the chat was read %d times again", n-asked)
	}
}

// What the phone has sent since is found by the same order.
func TestHistoryOrderedAgain(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	texts := s.oldChat(40)
	var late []contract.MessageRecord
	s.whatsApp.change(adaJID, func(c *chat) { late, c.messages = c.messages[:20], c.messages[20:] })
	everything := contract.ReadHistory{Chat: adaJID, From: 0}
	s.do(contract.KindPanelHistory, everything)
	s.nextTick()
	s.wantLines(s.ada(), append(append([]string{}, texts[20:]...), "Good morning")...)
	s.whatsApp.change(adaJID, func(c *chat) { c.messages = append(late, c.messages...) })
	s.do(contract.KindPanelHistory, everything)
	s.nextTick()
	s.wantLines(s.ada(), append(append([]string{}, texts...), "Good morning")...)
}

func TestHistoryOfAChatThatIsNotBackedUp(t *testing.T) {
	t.Parallel()
	s := unknownChat(t)
	s.refused(contract.KindPanelHistory, contract.ReadHistory{Chat: newJID, From: 0}, contract.CodeConflict, "")
	s.refused(contract.KindPanelHistory, contract.ReadHistory{Chat: newJID, From: -1}, contract.CodeInvalid, "")
}

func TestEndOfHistoryIsNamed(t *testing.T) {
	t.Parallel()
	for transfer, end := range map[int]contract.HistoryEnd{
		-1: contract.HistoryUnknown, 0: contract.HistoryOnPhone, 1: contract.HistoryAll, 2: contract.HistoryRunning,
		3: contract.HistoryOnPhone, 4: contract.HistoryOnPhone, 5: contract.HistoryNoAccess, 9: contract.HistoryUnknown,
	} {
		s := newDirectStage(t)
		s.linkedAda()
		s.whatsApp.change(adaJID, func(c *chat) { c.row.EndOfHistory = transfer })
		s.whatsApp.say(adaJID, s.now(0), false, "more")
		s.nextTick()
		if h := s.card(adaJID).Sync.History; h.End != end {
			t.Errorf("transfer %d: end %q, want %q", transfer, h.End, end)
		}
	}
}

// What changed while nobody listened to the page is found, because the page's
// script has begun another life.
func TestChangesWhileTheTabSlept(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada"})
	first := s.whatsApp.say(adaJID, s.now(-2*aDay), false, "will be edited")
	second := s.whatsApp.say(adaJID, s.now(-2*aDay+60), false, "will be deleted")
	third := s.whatsApp.say(adaJID, s.now(-aDay), false, "will be liked")
	for i := range 70 {
		s.whatsApp.say(adaJID, s.now(-1000+int64(i)), false, fmt.Sprintf("filler %02d", i))
	}
	s.connect()
	s.tick()
	s.whatsApp.edit(adaJID, first, func(m *contract.MessageRecord) { m.Text, m.Edited = "edited words", true })
	s.whatsApp.edit(adaJID, second, func(m *contract.MessageRecord) { m.Type, m.Text, m.Deleted = "revoked", "", "sender" })
	s.whatsApp.edit(adaJID, third, func(m *contract.MessageRecord) {
		m.Reactions = []contract.ReactionRecord{{Emoji: "👍", Sender: "15550009999@c.us", FromMe: true, At: s.now(0) * 1000}}
	})
	s.nextTick()
	s.wantNoNote("edited words")
	s.whatsApp.set(func(w *whatsApp) { w.epoch = "two" })
	s.nextTick()
	s.wantNote("edited words")
	s.wantNote("deleted by sender")
	s.wantNote("👍")
	s.zoho.ResetCalls()
	asked := s.whatsApp.askedOf(adaJID)
	s.nextTick()
	s.wantCalls()
	if again := s.whatsApp.askedOf(adaJID); again != asked {
		t.Errorf("the chat was read %d times more", again-asked)
	}
}

// A hint that names the time of an old message that changed leads there.
func TestHintOfAnOldMessage(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada"})
	at := s.now(-2 * aDay)
	old := s.whatsApp.say(adaJID, at, false, "will be liked")
	for i := range 120 {
		s.whatsApp.say(adaJID, s.now(-7200+int64(i)), false, fmt.Sprintf("filler %02d", i))
	}
	s.connect()
	s.tick()
	s.whatsApp.edit(adaJID, old, func(m *contract.MessageRecord) {
		m.Reactions = []contract.ReactionRecord{{Emoji: "❤", Sender: adaJID, At: s.now(0) * 1000}}
	})
	s.touchAt(adaJID, at)
	s.nextTick()
	s.wantNote("❤")
	s.whatsApp.edit(adaJID, old, func(m *contract.MessageRecord) { m.Reactions = nil })
	s.touchAt(adaJID, at)
	s.nextTick()
	s.wantNoNote("❤")
}

// Who wants the tab kept awake has it kept, also a tab opened later.
func TestTabIsKeptAwake(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.connect()
	s.whatsApp.set(func(w *whatsApp) { w.tabs[0].AutoDiscardable = true })
	s.tick()
	if !s.whatsApp.tabs[0].AutoDiscardable {
		t.Error("nobody asked for it")
	}
	s.do(contract.KindOptionsSettings, contract.Settings{Linking: contract.LinkCertain, FirstBackupDays: 3, KeepAwake: true})
	if s.whatsApp.tabs[0].AutoDiscardable {
		t.Error("the tab may be discarded")
	}
	s.whatsApp.set(func(w *whatsApp) { w.tabs[0].AutoDiscardable = true })
	s.nextTick()
	if s.whatsApp.tabs[0].AutoDiscardable {
		t.Error("a tab opened later may be discarded")
	}
}

// WhatsApp does not tell of every change; the last days are looked through a few
// times a day.
func TestChangesNobodyToldOf(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada"})
	old := s.whatsApp.say(adaJID, s.now(-aDay), false, "will be liked")
	for i := range 70 {
		s.whatsApp.say(adaJID, s.now(-1000+int64(i)), false, fmt.Sprintf("filler %02d", i))
	}
	s.connect()
	s.tick()
	s.whatsApp.edit(adaJID, old, func(m *contract.MessageRecord) {
		m.Reactions = []contract.ReactionRecord{{Emoji: "👍", Sender: adaJID, At: s.now(0) * 1000}}
	})
	s.nextTick()
	s.wantNoNote("👍")
	s.clock.advance(6 * time.Hour)
	s.nextTick()
	s.wantNote("👍")
	asked := s.whatsApp.askedOf(adaJID)
	s.nextTick()
	if again := s.whatsApp.askedOf(adaJID); again != asked {
		t.Errorf("the chat was read %d times more", again-asked)
	}
}

// TestHistoryWaitsForZoho: while Zoho does not answer, older messages are read up to
// a bound and not beyond it; later all of them are read and written.
func TestHistoryWaitsForZoho(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	const messages, bound = 14_000, 10_000
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	for i := range messages {
		s.whatsApp.say(adaJID, s.now(-4*aDay-int64(messages-1-i)*60), i%3 == 0, fmt.Sprintf("old %05d", i))
	}
	s.whatsApp.say(adaJID, s.now(-60), false, "Good morning")
	s.connect()
	s.tick()
	s.do(contract.KindPanelHistory, contract.ReadHistory{Chat: adaJID, From: 0})
	s.zoho.SetDown(true)
	for range 6 {
		s.clock.advance(3 * time.Minute)
		s.ask(contract.KindAlarmTick, contract.Nothing{})
	}
	h := s.card(adaJID).Sync
	if h.Waiting == 0 || h.Waiting > bound || !h.History.Reading {
		t.Fatalf("%d messages wait, history %+v", h.Waiting, h.History)
	}
	s.zoho.SetDown(false)
	for range 40 {
		s.clock.advance(3 * time.Minute)
		s.ask(contract.KindAlarmTick, contract.Nothing{})
	}
	if h = s.card(adaJID).Sync; h.Waiting != 0 || h.Saved != messages+1 || h.History.Reading {
		t.Fatalf("%d messages wait, %d are saved, history %+v", h.Waiting, h.Saved, h.History)
	}
}
