package e2e

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// TestTakeOver: of two WhatsApp Web tabs the one that WhatsApp lets work counts,
// also after the other one has taken over and after that was closed.
func TestTakeOver(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	second := value(s.NewTab(whatsAppAddress))(t)
	must(t, s.WhatsApp.WaitPages(t.Context(), 2))
	for _, works := range []int{2, 1, 2} {
		must(t, s.WhatsApp.TakeOver(works))
		must(t, s.WhatsApp.WaitApplied(t.Context()))
		// A tab that has just been loaded may not have begun to tell its chats.
		_ = s.settled(t)
		key := s.deliver(t, s.maya, "Said while this tab works.")
		must(t, s.Cycle(t.Context()))
		must(t, s.Holds(t.Context(), s.maya, mayaName))
		must(t, s.WhatsApp.Edit(key, "Edited before the next one took over: "+key))
		untilGone(t, s.Sidebar, "#whatsapp-notice")
	}
	must(t, second.Close())
	must(t, s.WhatsApp.WaitPages(t.Context(), 1))
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#whatsapp-notice[data-state="conflict"]`)
	must(t, s.WhatsApp.TakeOver(1))
	play(t, s, deliverNews)
	must(t, s.Cycle(t.Context()))
	untilGone(t, s.Sidebar, "#whatsapp-notice")
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, s.whole(elenaName, mayaName))
}

// TestAsleep: a tab that the browser has put away is said to sleep; a click wakes
// it, and what came and changed meanwhile is saved.
func TestAsleep(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, linked()...)
	edited := s.deliver(t, s.maya, "The lamps shuold be dark.")
	must(t, s.Cycle(t.Context()))
	must(t, s.WhatsApp.WaitApplied(t.Context()))
	s.hide(t)
	discarded := value(Eval[bool](s.backstage, `chrome.tabs.query({ url: "https://web.whatsapp.com/*" })
		.then(([tab]) => chrome.tabs.discard(tab.id)).then((tab) => tab?.discarded === true)`))(t)
	if !discarded {
		t.Fatal("the browser has not put the tab away")
	}
	must(t, s.WhatsApp.WaitPages(t.Context(), 0))
	value(s.WhatsApp.Deliver(s.maya, fakewhatsapp.Msg{Body: storyNews}))(t)
	must(t, s.WhatsApp.Edit(edited, "The lamps should be dark."))
	reads := len(s.WhatsApp.Reads())
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#whatsapp-notice[data-state="asleep"]`)
	if n := len(s.WhatsApp.Reads()); n != reads {
		t.Errorf("a tab that sleeps was read %d times", n-reads)
	}

	must(t, s.Sidebar.Click("#wake-whatsapp"))
	must(t, s.WhatsApp.WaitPages(t.Context(), 1))
	s.WhatsAppTab = value(s.find(t, whatsAppAddress))(t)
	untilGone(t, s.Sidebar, "#whatsapp-notice")
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), s.maya, mayaName))
	must(t, s.whole(elenaName, mayaName))
	s.quiet(t)
}

// TestInstalledWhileOpen: a WhatsApp Web tab that was open before the extension was
// installed is taken up without a reload.
func TestInstalledWhileOpen(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{InstallLater: true})}
	play(t, s, openWhatsApp)
	must(t, s.OpenChat(mayaName))
	loaded := value(Eval[float64](s.WhatsAppTab, "performance.timeOrigin"))(t)
	must(t, s.Install(t.Context()))
	play(t, s, connect, openPopup, openSidebar)
	s.untilCard(t, fakewhatsapp.ChatMaya, contract.ChatNotInZoho, "")
	untilGone(t, s.Sidebar, "#whatsapp-notice")
	play(t, s, openUnknown, createContact, firstBackup)
	if now := value(Eval[float64](s.WhatsAppTab, "performance.timeOrigin"))(t); now != loaded {
		t.Error("the page was reloaded")
	}
	must(t, s.whole(elenaName, mayaName))
}
