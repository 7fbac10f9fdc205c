package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// reword edits a message in WhatsApp and tells the page's core of it.
func (s *stage) reword(id, text string) {
	s.t.Helper()
	s.whatsApp.edit(adaJID, id, func(m *contract.MessageRecord) { m.Text, m.Edited = text, true })
	s.touch(adaJID)
}

// wantStill checks that some browsers come to rest: after hours of cycles they write
// nothing more, and each says that its notes say word for word what was confirmed.
func wantStill(t *testing.T, stages ...*stage) {
	t.Helper()
	zoho, clock := stages[0].zoho, stages[0].clock
	for round := range 16 {
		if round == 8 {
			zoho.ResetCalls()
		}
		for _, s := range stages {
			s.ask(contract.KindAlarmTick, contract.Nothing{})
		}
		clock.advance(25 * time.Minute)
	}
	if n := len(zoho.CallsOf(fakezoho.OpNotesUpdate)) + len(zoho.CallsOf(fakezoho.OpNotesCreate)); n != 0 {
		t.Errorf("%d writes at rest", n)
	}
	for i, s := range stages {
		if check := s.verify().Check; check == nil || len(check.Differences) > 0 {
			t.Errorf("browser %d reads back %+v", i, check)
		}
	}
}

// An edited message tells what it said when it was first seen, in its own line.
func TestEarlierWordsStandInTheNote(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	id := s.whatsApp.say(adaJID, s.now(0), false, "at eight\nat yours")
	s.nextTick()
	s.reword(id, "at nine")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", `at nine (edited, before: "at eight at yours")`)
	s.reword(id, "at ten")
	s.whatsApp.say(adaJID, s.now(0), true, "Fine")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", `at ten (edited, before: "at eight at yours")`, "Fine")
	if n := strings.Count(s.zoho.NotesOf(s.ada())[0].Content, "at nine"); n != 0 {
		t.Errorf("the words between stand there %d times", n)
	}
	// A note of some hours ago is read before it is written, and is taken for ours.
	s.clock.advance(3 * time.Hour)
	s.whatsApp.say(adaJID, s.now(0), false, "later")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", `at ten (edited, before: "at eight at yours")`, "Fine", "later")
	wantStill(t, s)
}

// A browser that sees a message only after its edit takes the words before it from
// the note that the other one has written, and both come to rest.
func TestEarlierWordsOfAnotherBrowser(t *testing.T) {
	t.Parallel()
	const want = `at nine (edited, before: "at eight")`
	t.Run("installed later", func(t *testing.T) {
		t.Parallel()
		s := newDirectStage(t)
		s.linkedAda()
		id := s.whatsApp.say(adaJID, s.now(0), false, "at eight")
		s.nextTick()
		s.reword(id, "at nine")
		s.nextTick()
		b := s.another(-1)
		b.connect()
		b.tick()
		b.nextTick()
		b.wantLines(b.ada(), "Good morning", want)
		for _, one := range []*stage{b, s} {
			one.clock.advance(2 * time.Hour)
			said := one.now(0)
			for _, each := range []*stage{b, s} {
				each.whatsApp.say(adaJID, said, true, "Fine")
			}
			one.nextTick()
		}
		b.wantLines(b.ada(), "Good morning", want, "Fine", "Fine")
		wantStill(t, s, b)
		b.wantLines(b.ada(), "Good morning", want, "Fine", "Fine")
	})
	t.Run("asleep meanwhile", func(t *testing.T) {
		t.Parallel()
		s := newDirectStage(t)
		s.linkedAda()
		b := s.another(-1)
		b.connect()
		b.tick()
		b.nextTick()
		s.clock.advance(2 * time.Hour)
		id := s.whatsApp.say(adaJID, s.now(0), false, "at eight")
		s.nextTick()
		s.reword(id, "at nine")
		s.nextTick()
		s.clock.advance(2 * time.Hour)
		b.whatsApp.change(adaJID, func(c *chat) {
			c.messages = append(c.messages, s.whatsApp.chats[0].messages[1])
			c.row.T = s.now(0)
		})
		b.nextTick()
		b.wantLines(b.ada(), "Good morning", want)
		wantStill(t, s, b)
		b.wantLines(b.ada(), "Good morning", want)
	})
	t.Run("each saw other words", func(t *testing.T) {
		t.Parallel()
		s := newDirectStage(t)
		s.linkedAda()
		id := s.whatsApp.say(adaJID, s.now(0), false, "at seven")
		s.nextTick()
		b := s.another(-1)
		b.whatsApp.edit(adaJID, id, func(m *contract.MessageRecord) { m.Text, m.Edited = "at eight", true })
		b.connect()
		b.tick()
		b.nextTick()
		b.wantLines(b.ada(), "Good morning", "at eight (edited)")
		for _, each := range []*stage{b, s} {
			each.reword(id, "at nine")
		}
		for range 2 {
			b.nextTick()
			s.nextTick()
		}
		wantStill(t, s, b)
		if lines := s.lines(s.ada()); len(lines) != 2 || !strings.Contains(lines[1], "at nine (edited, before: \"at ") {
			t.Errorf("lines %q", lines)
		}
	})
}

// When the words of a day were dropped and are read again, what its messages said
// before an edit is taken from the note that is still there.
func TestEarlierWordsComeBackFromTheNote(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	id := s.whatsApp.say(adaJID, s.now(0), false, "at eight")
	s.nextTick()
	s.reword(id, "at nine")
	s.nextTick()
	const want = `at nine (edited, before: "at eight")`
	s.clock.advance(40 * 24 * time.Hour)
	s.nextTick()
	s.nextTick()
	// A message of that day that is found late calls its words back.
	s.whatsApp.change(adaJID, func(c *chat) {
		late := c.messages[1]
		late.ID, late.Key, late.Text, late.Edited = "3EB0FFFF", "false_"+adaJID+"_3EB0FFFF", "found late", false
		c.messages = append(c.messages, late)
	})
	s.touch(adaJID)
	for range 6 {
		s.nextTick()
	}
	s.wantLines(s.ada(), "Good morning", want, "found late")
	wantStill(t, s)
}
