package app_test

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

func TestPausedChatIsNotRead(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.do(contract.KindPanelPause, contract.PauseChat{Chat: adaJID, Paused: true})
	s.wantCard(adaJID, contract.ChatPaused)
	before := s.whatsApp.askedOf(adaJID)
	s.whatsApp.say(adaJID, s.now(0), false, "while paused")
	s.touch(adaJID)
	s.nextTick()
	if s.whatsApp.askedOf(adaJID) != before {
		t.Error("a paused chat was read")
	}
	s.wantLines(s.ada(), "Good morning")
	if view := s.view(); view.Backup.Paused != 1 || view.Backup.State != contract.BackupIdle {
		t.Errorf("view %+v", view.Backup)
	}
	s.do(contract.KindPanelPause, contract.PauseChat{Chat: adaJID})
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "while paused")
}

func TestChatsThatAreNeverRead(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.connect()
	rows := map[contract.ChatState]contract.ChatRow{
		contract.ChatGroup:        {Chat: "120363000000000001@g.us", Title: "Group"},
		contract.ChatCommunity:    {Chat: "120363000000000003@g.us", Title: "Community", Community: true, Announcement: true},
		contract.ChatSelf:         {Chat: "15550009999@c.us", Title: "Me", Self: true},
		contract.ChatNumberHidden: {Chat: "555666777888999@lid", Title: "Hidden"},
		contract.ChatProtected:    {Chat: adaJID, Title: "Ada", LimitSharing: true},
		contract.ChatUnsupported:  {Chat: "120363000000000002@newsletter", Title: "Channel"},
	}
	for _, row := range rows {
		s.whatsApp.add(row)
		s.whatsApp.say(row.Chat, s.now(-5), false, "private")
	}
	s.onDemand()
	s.zoho.ResetCalls()
	s.tick()
	for state, row := range rows {
		s.openChat(row.Chat)
		s.wantCard(row.Chat, state)
		s.touch(row.Chat)
		s.ask(contract.KindPanelCreateContact, contract.CreateContact{Chat: row.Chat, LastName: "x"})
	}
	s.nextTick()
	for _, row := range rows {
		if s.whatsApp.askedOf(row.Chat) != 0 {
			t.Errorf("messages of %q were asked for", row.Title)
		}
	}
	s.wantCalls()
}

func TestLinkedChatThatBecomesProtectedSaysSo(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.change(adaJID, func(c *chat) { c.row.LimitSharing = true })
	s.whatsApp.say(adaJID, s.now(0), false, "protected")
	before := s.whatsApp.askedOf(adaJID)
	s.nextTick()
	s.wantCard(adaJID, contract.ChatProtected)
	if s.whatsApp.askedOf(adaJID) != before || s.view().Backup.State != contract.BackupIdle {
		t.Errorf("asked %d, backup %+v", s.whatsApp.askedOf(adaJID), s.view().Backup)
	}
}

func TestAnotherAccountIsNeverMixedIn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	other := contract.Account{Phone: "15550008888@c.us", LID: "888777666555444@lid", Name: "Otto"}
	own := s.whatsApp.me
	s.whatsApp.say(adaJID, s.now(0), false, "to Otto")
	// The tab changes hands between the chat list and the messages.
	s.whatsApp.before = func(q contract.PageQuestion) {
		if q.Op == contract.OpMessagesRead {
			s.whatsApp.set(func(w *whatsApp) { w.me = other })
		}
	}
	s.nextTick()
	s.wantLines(s.ada(), "Good morning")
	s.whatsApp.before = nil
	// Otto has no chat with Ada of his own.
	mine := s.whatsApp.chats
	s.whatsApp.set(func(w *whatsApp) { w.chats = nil })
	s.nextTick()
	s.wantLines(s.ada(), "Good morning")
	s.whatsApp.set(func(w *whatsApp) { w.me, w.chats = own, mine })
	s.whatsApp.say(adaJID, s.now(0), false, "back with Olive")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "to Otto", "back with Olive")
}
