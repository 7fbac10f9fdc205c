package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// choose sets the value of a select in the sidebar, as a person does.
func (s *Story) choose(t *testing.T, selector, choice string) {
	t.Helper()
	must(t, s.Sidebar.Do(chromedp.SetValue(chromedp.CSS(selector), choice, chromedp.NodeVisible)))
	run(t, s.Sidebar, `document.querySelector("`+selector+`").dispatchEvent(new Event("change", {bubbles: true}))`)
}

// TestLeadByTheOrganisationsForm: the form asks for what the organisation's layout
// requires; what is left out is said at its field and nothing is sent; the lead is
// there once with every value, linked and backed up.
func TestLeadByTheOrganisationsForm(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	must(t, s.Zoho.AddField(s.World.Org.ID, "Leads", fakezoho.Field{
		Name: "Region__c", Label: "Sales region", Type: fakezoho.TypePicklist, Options: []string{"North", "South"}, LayoutRequired: true,
	}))
	before := len(s.Zoho.Leads())
	play(t, s, connected()...)
	s.openByID(t, "Priya Raman", fakewhatsapp.ChatPriya)
	s.untilCard(t, fakewhatsapp.ChatPriya, contract.ChatNotInZoho, "")
	must(t, s.Sidebar.Click("#module-Leads"))
	untilShown(t, s.Sidebar, "#field-Region__c")
	must(t, s.Sidebar.Click("#create-contact"))
	untilShown(t, s.Sidebar, "#field-Region__c-error")
	if n := len(s.Zoho.Leads()); n != before {
		t.Errorf("%d leads", n)
	}
	s.choose(t, "#field-Region__c", "South")
	must(t, s.Sidebar.Type("#field-Company", "Raman & Sons"))
	must(t, s.Sidebar.Click("#create-contact"))
	s.untilCard(t, fakewhatsapp.ChatPriya, contract.ChatLinked, "")
	leads := s.Zoho.Leads()
	lead := leads[len(leads)-1]
	if len(leads) != before+1 || lead.Fields["Region__c"] != "South" || lead.Fields["Company"] != "Raman & Sons" || lead.Fields["Mobile"] != "+447700900147" {
		t.Errorf("%d leads, the last %+v", len(leads), lead.Fields)
	}
	must(t, s.Cycle(t.Context()))
	if notes := s.Zoho.NotesOf(lead.ID); len(notes) == 0 {
		t.Error("nothing was backed up")
	}
}

// TestDuplicateIsOffered: Zoho refuses a contact because one of its unique fields
// would be there twice; the record it names is offered, and linked by a click.
func TestDuplicateIsOffered(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	must(t, s.Zoho.ChangeField(s.World.Org.ID, "Contacts", "Email", func(f *fakezoho.Field) { f.Unique = true }))
	before := s.Zoho.Snapshot()
	play(t, s, connected()...)
	s.openByID(t, "Priya Raman", fakewhatsapp.ChatPriya)
	s.untilCard(t, fakewhatsapp.ChatPriya, contract.ChatNotInZoho, "")
	s.unfold(t, "more-fields")
	must(t, s.Sidebar.Type("#field-Email", "ella@example.test"))
	must(t, s.Sidebar.Click("#create-contact"))
	s.untilCard(t, fakewhatsapp.ChatPriya, contract.ChatChoose, "")
	untilShown(t, s.Sidebar, `[data-why="duplicate"]`)
	ella := s.record(t, "Ella Nonumber")
	must(t, s.Sidebar.Click("#link-"+ella.ID))
	s.untilCard(t, fakewhatsapp.ChatPriya, contract.ChatLinked, "")
	must(t, s.Cycle(t.Context()))
	if n := len(s.Zoho.Contacts()); n != len(before.Contacts) {
		t.Errorf("%d contacts, %d before", n, len(before.Contacts))
	}
	s.unchanged(t, before)
	if notes := s.Zoho.NotesOf(ella.ID); len(notes) == 0 {
		t.Error("nothing was backed up")
	}
}

// TestFirstRun: who wants to be asked sees who all chats are before anything is
// linked or read, and links them with one click.
func TestFirstRun(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	s.addStrangers(t)
	// No page can be read before the choice, so that no cycle comes before it.
	play(t, s, connect)
	must(t, s.Settings.Click("#linking-ask"))
	must(t, s.Settings.Click("#save-settings"))
	untilTrue(t, s.Settings, "the choice to be kept", `chrome.storage.session.get("view").then((all) => all.view.settings.linking === "ask")`)
	play(t, s, openWhatsApp, openPopup, openSidebar)
	s.untilReady(t)
	must(t, s.Cycle(t.Context()))
	s.readsOnly(t)
	untilShown(t, s.Sidebar, "#people")
	untilShown(t, s.Sidebar, `#people-confirm li[data-chat="`+fakewhatsapp.ChatElena+`"] input:checked`)
	untilShown(t, s.Sidebar, `#people-confirm li[data-chat="`+strangers[0].jid+`"] .choose-hint`)
	must(t, s.Sidebar.Click("#link-selected"))
	untilShown(t, s.Sidebar, "#people-outcome")
	untilTrue(t, s.Sidebar, "the chat to be linked", `!document.querySelector('#people-confirm li[data-chat="`+fakewhatsapp.ChatElena+`"]')`)
	must(t, s.Cycle(t.Context()))
	must(t, s.Holds(t.Context(), fakewhatsapp.ChatElena, elenaName))
	s.readsOnly(t, fakewhatsapp.ChatElena)
}
