package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// chatBen is the chat with somebody whose number Zoho holds.
const chatBen = "14155550147@c.us"

// secondAccount is another person, who uses the same computer.
func secondAccount() fakewhatsapp.Account {
	return fakewhatsapp.Account{PN: "15550008888@c.us", LID: "888777666555444@lid", Device: 3, Pushname: "Bea Lopez", Platform: "smba"}
}

// mailbox holds the chats of one account, as every sign-in brings them. The letter
// tells in every message whose it is.
type mailbox struct {
	letter string
	chats  []fakewhatsapp.Chat
}

// newMailbox gives an account chats with people, by chat, each with two messages.
func newMailbox(letter string, people map[string]string) *mailbox {
	m := &mailbox{letter: letter}
	for _, chat := range []string{fakewhatsapp.ChatMaya, fakewhatsapp.ChatElena, chatBen} {
		if name := people[chat]; name != "" {
			m.chats = append(m.chats, fakewhatsapp.Chat{ID: chat, Name: name, Pushname: name})
			m.says(chat, time.Now().Add(-2*time.Hour))
			m.says(chat, time.Now().Add(-time.Hour))
		}
	}
	return m
}

// says adds a message to a chat and returns it.
func (m *mailbox) says(chat string, at time.Time) fakewhatsapp.Msg {
	for i := range m.chats {
		if c := &m.chats[i]; c.ID == chat {
			n := len(c.Messages)
			msg := fakewhatsapp.Msg{
				ID: fmt.Sprintf("3EB0%s%s%08d", strings.Repeat(m.letter, 4), chat[4:10], n), Time: at,
				Body: fmt.Sprintf("Letter %s%d of %s.", m.letter, n, c.Name),
			}
			c.Messages = append(c.Messages, msg)
			return msg
		}
	}
	panic("no such chat")
}

// TestAnotherAccount: another person signs in to WhatsApp in the same tab. Nothing
// of the two is ever mixed, and when the first one is back everything goes on.
func TestAnotherAccount(t *testing.T) {
	t.Parallel()
	first := newMailbox("A", map[string]string{fakewhatsapp.ChatMaya: mayaName, fakewhatsapp.ChatElena: elenaName})
	second := newMailbox("B", map[string]string{fakewhatsapp.ChatElena: "Elena of work", chatBen: "Ben"})
	s := &Story{Stage: open(t, Options{WhatsApp: fakewhatsapp.Options{Empty: true}})}
	for _, chat := range first.chats {
		must(t, s.WhatsApp.AddChat(chat))
	}
	play(t, s, append(linked(), secondChat)...)
	must(t, s.apart(map[string]int{"Letter A0 of Maya": 1, "Letter A1 of Maya": 1, "Letter A0 of Elena": 1, "Letter A1 of Elena": 1, "Letter B": 0}))

	// What has arrived and was not read yet goes with the account, and comes back with it.
	value(s.WhatsApp.Deliver(fakewhatsapp.ChatMaya, first.says(fakewhatsapp.ChatMaya, time.Now())))(t)
	must(t, s.WhatsApp.SwitchAccount(secondAccount(), second.chats...))
	s.untilAccount(t, "Bea Lopez")
	untilShown(t, s.Sidebar, "#no-chat")
	must(t, s.Cycle(t.Context()))
	must(t, s.apart(map[string]int{"Letter A2": 0, "Letter B0 of Elena": 1, "Letter B1 of Elena": 1, "Letter B0 of Ben": 1, "Letter B1 of Ben": 1}))
	must(t, s.OpenChat("Elena of work"))
	s.untilCard(t, fakewhatsapp.ChatElena, contract.ChatLinked, "")
	if card := value(s.Card(fakewhatsapp.ChatElena))(t); card.Title != "Elena of work" || card.Sync.Saved != 2 {
		t.Errorf("the card of the second account's chat is %+v", card)
	}
	s.keepsApart(t)

	must(t, s.WhatsApp.SwitchAccount(fakewhatsapp.DefaultAccount(), first.chats...))
	s.untilAccount(t, "Alex Morgan")
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), fakewhatsapp.ChatMaya, mayaName))
	must(t, s.Holds(t.Context(), fakewhatsapp.ChatElena, elenaName))
	must(t, s.apart(map[string]int{"Letter A0 of Maya": 1, "Letter A1 of Maya": 1, "Letter A2 of Maya": 1, "Letter A0 of Elena": 1, "Letter A1 of Elena": 1}))
	must(t, s.OpenChat(elenaName))
	s.untilCard(t, fakewhatsapp.ChatElena, contract.ChatLinked, "")

	// Whatever the moment of the switch, nothing is mixed.
	for i := range 4 {
		box, next, chats := first, secondAccount(), second
		if i%2 == 1 {
			box, next, chats = second, fakewhatsapp.DefaultAccount(), first
		}
		value(s.WhatsApp.Deliver(fakewhatsapp.ChatElena, box.says(fakewhatsapp.ChatElena, time.Now())))(t)
		must(t, s.WhatsApp.WaitApplied(t.Context()))
		must(t, s.RingAlarm())
		<-time.After(time.Duration(i) * 60 * time.Millisecond)
		must(t, s.WhatsApp.SwitchAccount(next, chats.chats...))
		s.untilAccount(t, next.Pushname)
	}
	s.untilAccount(t, "Alex Morgan")
	s.untilSaved(t, first)
	must(t, s.WhatsApp.SwitchAccount(secondAccount(), second.chats...))
	s.untilAccount(t, "Bea Lopez")
	s.untilSaved(t, second)
	s.keepsApart(t)
	must(t, s.whole(elenaName, mayaName, "Ben Sample"))
}

// untilAccount waits until the core knows who is signed in.
func (s *Story) untilAccount(t *testing.T, name string) {
	t.Helper()
	eventually(t, stepWithin, name+" to be signed in", func() (bool, error) {
		view, err := s.View()
		return view.WhatsApp.Account == name && view.WhatsApp.State == contract.TabReady, err
	})
}

// untilSaved rings the alarm until every message of an account's chats stands in
// the notes once.
func (s *Story) untilSaved(t *testing.T, box *mailbox) {
	t.Helper()
	counts := map[string]int{}
	for _, c := range box.chats {
		for _, m := range c.Messages {
			counts[m.Body] = 1
		}
	}
	eventually(t, stepWithin, "everything to be saved", func() (bool, error) {
		err := s.Cycle(t.Context())
		return s.apart(counts) == nil, err
	})
}

// apart checks how often words stand in all notes, and that no note holds letters
// of both accounts.
func (s *Story) apart(counts map[string]int) error {
	var all strings.Builder
	for _, n := range s.Zoho.Notes() {
		all.WriteString(n.Content)
		if strings.Contains(n.Content, "Letter A") && strings.Contains(n.Content, "Letter B") {
			return fmt.Errorf("e2e: the note %q holds letters of two accounts", n.Title)
		}
	}
	for words, want := range counts {
		if n := strings.Count(all.String(), words); n != want {
			return fmt.Errorf("e2e: %q stands %d times in the notes, not %d", words, n, want)
		}
	}
	return nil
}

// keepsApart checks that every entry of the journal that holds a letter of an
// account stands under that account.
func (s *Story) keepsApart(t *testing.T) {
	t.Helper()
	var kept struct{ Journal []any }
	must(t, json.Unmarshal([]byte(s.kept(t)), &kept))
	found := map[string]bool{}
	for i := 1; i+2 < len(kept.Journal); i += 3 {
		keys, _ := kept.Journal[i+1].([]any)
		values, _ := kept.Journal[i+2].([]any)
		for j := range keys {
			for letter, account := range map[string]string{"A": fakewhatsapp.DefaultAccount().LID, "B": secondAccount().LID} {
				if strings.Contains(fmt.Sprint(values[j]), "Letter "+letter) {
					found[letter] = true
					if !strings.HasPrefix(fmt.Sprint(keys[j]), account) {
						t.Errorf("a letter of account %s stands under %v", letter, keys[j])
					}
				}
			}
		}
	}
	if len(found) != 2 {
		t.Errorf("letters of %v were found", found)
	}
}
