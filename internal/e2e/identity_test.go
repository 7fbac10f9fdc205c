package e2e

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestEverySortOfChat: each sort of chat that there is, opened by a click, has the
// state that its policy gives it. Of chats that are not linked no message is read,
// and nowhere do the digits of a LID stand for a number. A number that WhatsApp
// learns later leads to the record it belongs to, by itself.
func TestEverySortOfChat(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	for _, chat := range fakewhatsapp.OddChats(time.Now()) {
		must(t, s.WhatsApp.AddChat(chat))
	}
	play(t, s, connected()...)
	for _, test := range []struct {
		title, chat string
		state       contract.ChatState
		phone       string
	}{
		{elenaName, fakewhatsapp.ChatElena, contract.ChatLinked, "+1 415-555-0132"},
		{"Priya Raman", fakewhatsapp.ChatPriya, contract.ChatNotInZoho, "+44 7700 900147"},
		{"Jonas Brandt", fakewhatsapp.ChatTwiceByPhone, contract.ChatNotInZoho, "+49 15550 100222"},
		{"Jonas Brandt", fakewhatsapp.ChatTwiceByLID, contract.ChatNotInZoho, "+49 15550 100222"},
		{"Marie Dubois", fakewhatsapp.ChatNamesake, contract.ChatNotInZoho, "+33 6 55 50 01 01"},
		{"Marie Dubois", fakewhatsapp.ChatOtherNamesake, contract.ChatNotInZoho, "+33 6 55 50 01 02"},
		{"+24∙∙∙∙∙∙∙∙71", fakewhatsapp.ChatNeverLearned, contract.ChatNumberHidden, ""},
		{"@blue.heron", fakewhatsapp.ChatUsername, contract.ChatNumberHidden, ""},
		{"@sunny.kite", fakewhatsapp.ChatSunny, contract.ChatNumberHidden, ""},
		{"Lia Costa", fakewhatsapp.ChatProtected, contract.ChatProtected, ""},
		{"Rui Costa", fakewhatsapp.ChatDisappearing, contract.ChatNotInZoho, "+55 11 95550-0134"},
		{"Cape Tiles (Pty) Ltd", fakewhatsapp.ChatBusiness, contract.ChatNotInZoho, "+27 82 555 0144"},
		{"+27 825 550 145", fakewhatsapp.ChatHosted, contract.ChatNotInZoho, "+27 82 555 0145"},
		{fakewhatsapp.MarkupName, fakewhatsapp.ChatMarkup, contract.ChatNotInZoho, "+1 415-555-0155"},
		{"Alex Morgan (You)", fakewhatsapp.ChatSelf, contract.ChatSelf, ""},
		{"Harbour project", fakewhatsapp.ChatGroup, contract.ChatGroup, ""},
		{"Harbour people", fakewhatsapp.ChatCommunity, contract.ChatCommunity, ""},
		{"Harbour people: boats", fakewhatsapp.ChatSubgroup, contract.ChatGroup, ""},
		{"Harbour News", fakewhatsapp.ChatChannel, contract.ChatUnsupported, ""},
		{"Spring customers", fakewhatsapp.ChatList, contract.ChatUnsupported, ""},
		{"Unnamed list", fakewhatsapp.ChatStatus, contract.ChatUnsupported, ""},
		{"Meta AI", fakewhatsapp.ChatAssistant, contract.ChatUnsupported, ""},
		{"Meta AI", fakewhatsapp.ChatBot, contract.ChatUnsupported, ""},
		{"WhatsApp", fakewhatsapp.ChatAnnouncements, contract.ChatUnsupported, ""},
	} {
		s.openByID(t, test.title, test.chat)
		s.untilCard(t, test.chat, test.state, test.phone)
		s.showsNoLID(t)
	}
	// What is in Zoho is read from now on, and nothing else is.
	s.readsOnly(t, fakewhatsapp.ChatElena)
	must(t, s.Cycle(t.Context()))
	s.readsOnly(t, fakewhatsapp.ChatElena)
	must(t, s.WhatsApp.LearnNumber(fakewhatsapp.ChatNeverLearned, "447700900123@c.us"))
	must(t, s.WhatsApp.StoreNumber(fakewhatsapp.TableContact, fakewhatsapp.ChatUsername, "14155550147@c.us"))
	must(t, s.WhatsAppTab.Do(chromedp.Reload()))
	must(t, s.WhatsApp.WaitPages(t.Context(), 1))
	for chat, name := range map[string]string{fakewhatsapp.ChatNeverLearned: "Dev Instance", fakewhatsapp.ChatUsername: "Ben Sample"} {
		eventually(t, stepWithin, name+" to be linked", func() (bool, error) {
			if err := s.Cycle(t.Context()); err != nil {
				return false, err
			}
			return s.Holds(t.Context(), chat, name) == nil, nil
		})
	}
	s.readsOnly(t, fakewhatsapp.ChatElena, fakewhatsapp.ChatNeverLearned, fakewhatsapp.ChatUsername)
	must(t, s.whole(elenaName, "Dev Instance", "Ben Sample"))
}

// TestOnePersonTwoChats: what one person writes in the chat under their number
// and in the one under their LID stands in the notes of one contact.
func TestOnePersonTwoChats(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	for _, chat := range fakewhatsapp.OddChats(time.Now()) {
		if chat.ID == fakewhatsapp.ChatTwiceByPhone || chat.ID == fakewhatsapp.ChatTwiceByLID {
			must(t, s.WhatsApp.AddChat(chat))
		}
	}
	play(t, s, connected()...)
	s.openByID(t, "Jonas Brandt", fakewhatsapp.ChatTwiceByLID)
	// The other chat of that name has been in sight before, and its form goes with it.
	untilShown(t, s.Sidebar, fmt.Sprintf("[data-chat=%q] #more-fields", fakewhatsapp.ChatTwiceByLID))
	must(t, s.Sidebar.Type("#last-name", "Brandt"))
	must(t, s.Sidebar.Click("#create-contact"))
	s.untilCard(t, fakewhatsapp.ChatTwiceByLID, contract.ChatLinked, "")
	must(t, s.Cycle(t.Context()))
	for i, chat := range []string{fakewhatsapp.ChatTwiceByPhone, fakewhatsapp.ChatTwiceByLID, fakewhatsapp.ChatTwiceByPhone} {
		s.deliver(t, chat, fmt.Sprintf("Said later, %d.", i))
		must(t, s.Cycle(t.Context()))
		s.openByID(t, "Jonas Brandt", chat)
		s.untilCard(t, chat, contract.ChatLinked, "")
	}
	notes := strings.Join(s.noteTexts(t, "Brandt"), "\n")
	for _, chat := range []string{fakewhatsapp.ChatTwiceByPhone, fakewhatsapp.ChatTwiceByLID} {
		for _, m := range value(s.WhatsApp.Messages(chat))(t) {
			if n := strings.Count(notes, m.Body); n != 1 {
				t.Errorf("%q stands %d times in the notes", m.Body, n)
			}
		}
	}
}

// knownLIDs are the digits of LIDs of the stand-in's chats and people.
var knownLIDs = []string{
	"208842617750132", "219930047718254", "198237465500147", "173920184466021", "265519003874410", "231117745520983", "999888777666555",
	"187700220044661", "240011559988771", "218855003399117",
}

var notDigits = regexp.MustCompile(`[^0-9\n]`)

// openByID clicks the chat of a title in WhatsApp's list that has the id; several
// may have the title.
func (s *Story) openByID(t *testing.T, title, chat string) {
	t.Helper()
	for n := range 3 {
		s.openNth(t, title, n)
		if s.openedID(t) == chat {
			return
		}
	}
	t.Fatalf("no chat called %q in the list is %s", title, chat)
}

// openNth clicks the n-th chat of a title, from 0.
func (s *Story) openNth(t *testing.T, title string, n int) {
	t.Helper()
	mark := fmt.Sprintf(`(() => {
		const rows = [...document.querySelectorAll('#pane-side [data-testid="cell-frame-title"]')].filter((r) => r.innerText.trim() === %q);
		document.querySelectorAll("[data-e2e]").forEach((e) => e.removeAttribute("data-e2e"));
		rows[%d]?.scrollIntoView({block: "center"});
		rows[%[2]d]?.setAttribute("data-e2e", "target");
		return rows.length > %[2]d;
	})()`, title, n)
	const target = `[data-e2e="target"]`
	eventually(t, stepWithin, fmt.Sprintf("chat %d called %q to be clicked", n+1, title), func() (bool, error) {
		if found, err := Eval[bool](s.WhatsAppTab, mark); err != nil || !found {
			return false, err
		}
		if still, err := Eval[bool](s.WhatsAppTab, fmt.Sprintf(atRest, target)); err != nil || !still {
			return false, err
		}
		// The list may be drawn anew at any moment, and the mark is gone with its row.
		ctx, cancel := context.WithTimeout(s.WhatsAppTab.ctx, markedWithin)
		defer cancel()
		err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(target), chromedp.NodeVisible))
		if errors.Is(err, context.DeadlineExceeded) && s.WhatsAppTab.ctx.Err() == nil {
			return false, nil
		}
		return err == nil, err
	})
}

// markedWithin is how long a click waits for a row of the list that was there a moment
// ago.
const markedWithin = 3 * time.Second

// openedID returns the id of the chat that the person has opened last.
func (s *Story) openedID(t *testing.T) string {
	t.Helper()
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	acts := s.WhatsApp.UserActs()
	i := len(acts) - 1
	for i >= 0 && acts[i].Name != "open" {
		i--
	}
	if i < 0 {
		return ""
	}
	return acts[i].Chat
}

// untilCard waits until the sidebar shows the chat with a state and, where one is
// given, a number.
func (s *Story) untilCard(t *testing.T, chat string, state contract.ChatState, phone string) {
	t.Helper()
	eventually(t, stepWithin, fmt.Sprintf("%s to be shown as %s", chat, state), func() (bool, error) {
		open, _, err := Stored[contract.OpenChat](s.Stage, "session", contract.OpenChatKey)
		if err != nil || open.Chat != chat {
			return false, err
		}
		shown, err := Eval[string](s.Sidebar, `document.querySelector("#chat-state")?.dataset.state ?? ""`)
		text, err2 := s.Sidebar.Text("body")
		return shown == string(state) && strings.Contains(text, phone), errors.Join(err, err2)
	})
}

// showsNoLID checks that no line of the sidebar holds the digits of a LID, however
// they are grouped.
func (s *Story) showsNoLID(t *testing.T) {
	t.Helper()
	for line := range strings.Lines(value(s.Sidebar.Text("body"))(t)) {
		digits := notDigits.ReplaceAllString(line, "")
		if slices.ContainsFunc(knownLIDs, func(lid string) bool { return strings.Contains(digits, lid[:len(lid)-4]) }) {
			t.Errorf("the sidebar says %q", line)
		}
	}
}
