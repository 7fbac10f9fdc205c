package e2e

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// Step is one step of the story.
type Step struct {
	// Name says in a sentence what happens.
	Name string
	// Do does it, by clicks, and returns an error when it does not hold.
	Do func(ctx context.Context, s *Story) error
	// Shows names the page worth a picture afterwards: "popup", "sidebar",
	// "whatsapp", "crm" or "settings"; empty for none.
	Shows string
}

// Story is the main job of Chatkeep from the first sign-in to a backup with
// nothing to do, played on a stage.
type Story struct {
	*Stage
	// WhatsAppTab, Settings, Sidebar and Popup are the pages the story uses,
	// as far as it has come.
	WhatsAppTab, Settings, Sidebar, Popup, CRM *Tab

	maya, elena string
}

// Texts and ids of the story.
const (
	storyNews = "One more thing: the desks should be the light ones, please."
	mayaName  = "Maya Okafor"
	elenaName = "Elena Marsh"
)

// Steps returns the story.
func Steps() []Step {
	return []Step{
		{"WhatsApp Web opens", openWhatsApp, "whatsapp"},
		{"The settings page signs in to Zoho by its consent page", connect, "settings"},
		{"The toolbar icon opens the popup", openPopup, ""},
		{"Its button opens the sidebar", openSidebar, ""},
		{"A chat is opened whose number Zoho does not know, and the sidebar offers to create the contact", openUnknown, "sidebar"},
		{"One click creates the contact in Zoho and links the chat", createContact, ""},
		{"The alarm rings, and the chat's messages stand in notes on that contact", firstBackup, "sidebar"},
		{"The chat whose number Zoho holds as (415) 555-0132 is linked without a click and backed up too", secondChat, ""},
		{"A new message arrives; after the next alarm the same note holds it, once", newMessage, "crm"},
		{"An alarm with nothing new makes no call to Zoho at all", quietAlarm, ""},
		{"The popup shows the badge of the last sync", showBadge, "popup"},
	}
}

func openWhatsApp(ctx context.Context, s *Story) error {
	tab, err := s.NewTab("https://web.whatsapp.com/")
	if err != nil {
		return err
	}
	s.WhatsAppTab = tab
	return Until(ctx, "the chat list", func() (bool, error) {
		text, err := tab.Text("#pane-side")
		return strings.Contains(text, mayaName), err
	})
}

func connect(ctx context.Context, s *Story) error {
	tab, err := s.NewTab(s.ExtensionURL("options/options.html"))
	if err != nil {
		return err
	}
	s.Settings = tab
	if err := s.FillSignIn(tab); err != nil {
		return err
	}
	return s.SignIn(ctx, tab)
}

// SignIn sends the filled sign-in form of the settings page, agrees on Zoho's consent
// page, and waits until the sign-in has come to its end: until what it allows is checked.
func (s *Stage) SignIn(ctx context.Context, tab *Tab) error {
	return s.untilChecked(ctx, func() error {
		if err := tab.Click("#connect"); err != nil {
			return err
		}
		return s.Consent(ctx, "#accept")
	})
}

// untilChecked waits until the sign-in that signIn begins has been checked. Zoho is said
// to be connected before that.
func (s *Stage) untilChecked(ctx context.Context, signIn func() error) error {
	before, err := s.View()
	if err != nil {
		return err
	}
	if err := signIn(); err != nil {
		return err
	}
	return Until(ctx, "the connection", func() (bool, error) {
		view, err := s.View()
		return view.Zoho.State == contract.ZohoConnected && view.Zoho.Org != "" && view.Zoho.CheckedAt > before.Zoho.CheckedAt, err
	})
}

// FillSignIn fills the sign-in form of the settings page for the world's client.
func (s *Stage) FillSignIn(tab *Tab) error {
	if err := tab.Do(chromedp.SetValue(chromedp.CSS("#data-centre"), s.World.DataCentre, chromedp.NodeVisible)); err != nil {
		return fmt.Errorf("e2e: choose the data centre: %w", err)
	}
	if _, err := Eval[bool](tab, `document.querySelector("#data-centre").dispatchEvent(new Event("change", {bubbles: true}))`); err != nil {
		return err
	}
	if err := tab.Type("#client-id", s.World.Client.ID); err != nil {
		return err
	}
	if err := tab.Type("#client-secret", s.World.Client.Secrets[s.World.DataCentre]); err != nil {
		return err
	}
	return tab.Click("#linking-certain")
}

// Consent answers Zoho's consent page by clicking a button on it, and waits until the
// page has closed, so that the next one is not taken for it.
func (s *Stage) Consent(ctx context.Context, button string) error {
	centre, _ := zoho.DataCentreByCode(s.World.DataCentre)
	page, err := s.Find(ctx, centre.Accounts+"/")
	if err != nil {
		return err
	}
	// The click closes the page, so its own answer may get lost with it.
	clicked := page.Click(button)
	if err := page.gone(ctx); err != nil {
		return errors.Join(err, clicked)
	}
	return nil
}

func openPopup(ctx context.Context, s *Story) error {
	if err := s.ClickToolbar(s.WhatsAppTab); err != nil {
		return err
	}
	popup, err := s.Find(ctx, s.ExtensionURL("popup/popup.html"))
	s.Popup = popup
	return err
}

func openSidebar(ctx context.Context, s *Story) error {
	// The click closes the popup, so only the sidebar tells whether it worked.
	clicked := s.Popup.Click("#open-sidebar")
	sidebar, err := s.Find(ctx, s.ExtensionURL("panel/panel.html"))
	if err != nil {
		return errors.Join(err, clicked)
	}
	s.Sidebar = sidebar
	return s.Popup.gone(ctx)
}

// OpenChat clicks a chat in WhatsApp's list.
func (s *Story) OpenChat(title string) error {
	mark := fmt.Sprintf(`(() => {
		document.querySelectorAll("[data-e2e]").forEach((e) => e.removeAttribute("data-e2e"));
		const rows = [...document.querySelectorAll('#pane-side [data-testid="cell-frame-title"]')];
		const row = rows.find((r) => r.innerText.trim() === %q);
		row?.scrollIntoView({block: "center"});
		row?.setAttribute("data-e2e", "target");
		return row !== undefined;
	})()`, title)
	const target = `[data-e2e="target"]`
	return Until(s.WhatsAppTab.ctx, fmt.Sprintf("a chat called %q to be clicked", title), func() (bool, error) {
		if found, err := Eval[bool](s.WhatsAppTab, mark); err != nil || !found {
			return false, err
		}
		if still, err := Eval[bool](s.WhatsAppTab, fmt.Sprintf(atRest, target)); err != nil || !still {
			return false, err
		}
		// The list may be drawn anew at any moment, and the mark goes with its row.
		ctx, cancel := context.WithTimeout(s.WhatsAppTab.ctx, rowWithin)
		defer cancel()
		err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(target), chromedp.NodeVisible))
		return err == nil, err
	})
}

// rowWithin is how long a click waits for a row of the list that was there a moment ago.
const rowWithin = 3 * time.Second

func openUnknown(ctx context.Context, s *Story) error {
	s.maya, s.elena = fakewhatsapp.ChatMaya, fakewhatsapp.ChatElena
	if err := s.OpenChat(mayaName); err != nil {
		return err
	}
	if err := Until(ctx, "the offer to create the contact", func() (bool, error) {
		title, err := s.Sidebar.Text("#chat-title")
		if err != nil || title != mayaName {
			return false, err
		}
		// What CRM fields there are is read once somebody may need them. Then the form
		// grows, and its button moves.
		return Eval[bool](s.Sidebar, `!!document.querySelector("#create-contact") && !!document.querySelector("#more-fields")`)
	}); err != nil {
		return err
	}
	filled, err := Eval[[]string](s.Sidebar, `["#first-name", "#last-name", "#phone"].map((f) => document.querySelector(f).value)`)
	if err != nil {
		return err
	}
	if want := []string{"Maya", "Okafor", "+14155550178"}; strings.Join(filled, "|") != strings.Join(want, "|") {
		return fmt.Errorf("e2e: the form holds %q, not %q", filled, want)
	}
	return nil
}

func createContact(ctx context.Context, s *Story) error {
	if err := s.Sidebar.Click("#create-contact"); err != nil {
		return err
	}
	return Until(ctx, "the contact and its link", func() (bool, error) {
		card, err := s.Card(s.maya)
		return err == nil && card.State == contract.ChatLinked, err
	})
}

func firstBackup(ctx context.Context, s *Story) error {
	if err := s.Cycle(ctx); err != nil {
		return err
	}
	return s.Holds(ctx, s.maya, mayaName)
}

func secondChat(ctx context.Context, s *Story) error {
	if err := s.Cycle(ctx); err != nil {
		return err
	}
	return s.Holds(ctx, s.elena, elenaName)
}

// deliverNews lets a message arrive that was not there before.
func deliverNews(ctx context.Context, s *Story) error {
	if _, err := s.WhatsApp.Deliver(s.maya, fakewhatsapp.Msg{Body: storyNews, NotifyName: "Maya"}); err != nil {
		return err
	}
	return s.WhatsApp.WaitApplied(ctx)
}

func newMessage(ctx context.Context, s *Story) error {
	notes := len(s.Zoho.Notes())
	if begun, err := s.saidToday(s.maya); err != nil {
		return err
	} else if !begun {
		// The message is the first of a new day, which has a note of its own.
		notes++
	}
	if err := deliverNews(ctx, s); err != nil {
		return err
	}
	if err := s.Cycle(ctx); err != nil {
		return err
	}
	if err := s.Holds(ctx, s.maya, mayaName); err != nil {
		return err
	}
	if now := len(s.Zoho.Notes()); now != notes {
		return fmt.Errorf("e2e: there are %d notes, not %d", now, notes)
	}
	record, err := s.RecordOf(mayaName)
	if err != nil {
		return err
	}
	card, err := s.Card(s.maya)
	if err != nil {
		return err
	}
	s.CRM, err = s.NewTab(card.Record.URL)
	if err != nil {
		return err
	}
	return Until(ctx, "the record's page in the CRM", func() (bool, error) {
		text, err := s.CRM.Text("body")
		return strings.Contains(text, record.Name) && strings.Contains(text, storyNews), err
	})
}

// saidToday says whether a chat has a message of this day.
func (s *Story) saidToday(chat string) (bool, error) {
	messages, err := s.WhatsApp.Messages(chat)
	year, month, day := time.Now().Date()
	midnight := time.Date(year, month, day, 0, 0, 0, 0, time.Local)
	return slices.ContainsFunc(messages, func(m fakewhatsapp.Message) bool { return !m.Time.Before(midnight) }), err
}

func quietAlarm(ctx context.Context, s *Story) error {
	before := len(s.Zoho.Calls())
	if err := s.Cycle(ctx); err != nil {
		return err
	}
	if now := len(s.Zoho.Calls()); now != before {
		return fmt.Errorf("e2e: an alarm with nothing new made %d calls to Zoho", now-before)
	}
	return nil
}

func showBadge(ctx context.Context, s *Story) error {
	if err := openPopup(ctx, s); err != nil {
		return err
	}
	return Until(ctx, "the badge of the last sync", func() (bool, error) {
		times, err := s.SyncTimes()
		if err != nil || times.LastSyncAt == 0 {
			return false, errors.Join(err, errors.New("e2e: there was no complete sync"))
		}
		clock, err := Eval[string](s.Popup, fmt.Sprintf(`new Intl.DateTimeFormat(chrome.i18n.getUILanguage(), {hour: "2-digit", minute: "2-digit"}).format(%d)`, times.LastSyncAt))
		if err != nil {
			return false, err
		}
		badge, err := s.Popup.Text("#last-sync")
		return strings.Contains(badge, clock), err
	})
}

// RecordOf returns the one contact of a name.
func (s *Story) RecordOf(name string) (fakezoho.Record, error) {
	var found []fakezoho.Record
	for _, c := range s.Zoho.Contacts() {
		if c.Name == name {
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		return fakezoho.Record{}, fmt.Errorf("e2e: Zoho holds %d contacts called %q", len(found), name)
	}
	return found[0], nil
}
