package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// stranger is a chat with what the CRM knows about its number.
type stranger struct {
	jid, title string
	why        contract.Why
	state      contract.ChatState
}

// strangers are chats for each reason why a chat is not linked, in an organisation
// in the United States.
var strangers = []stranger{
	{"14155550201@c.us", "Held twice", contract.WhySeveral, contract.ChatChoose},
	{"14155550202@c.us", "An assistant", contract.WhySomeoneElse, contract.ChatChoose},
	{"442079460203@c.us", "Perhaps abroad", contract.WhyElsewhere, contract.ChatChoose},
	{"14155550205@c.us", "Mistyped", contract.WhyUnreadable, contract.ChatChoose},
	{"4930123456@c.us", "Ends alike", contract.WhySimilar, contract.ChatChoose},
	{"14155550206@c.us", "Mine as well", contract.WhyHoldsOwn, contract.ChatNotInZoho},
	{"34612345678@c.us", "Another country", contract.WhyOtherCountry, contract.ChatNotInZoho},
	{"14155550209@c.us", "Nobody knows", contract.WhyNobody, contract.ChatNotInZoho},
	{"9990001@c.us", "No such number", contract.WhyNoNumber, contract.ChatNotInZoho},
}

// addStrangers puts the strangers into WhatsApp and what leads to their reasons
// into Zoho.
func (s *Story) addStrangers(t *testing.T) {
	t.Helper()
	for i, one := range strangers {
		at := time.Now().Add(-time.Duration(i+1) * time.Minute)
		must(t, s.WhatsApp.AddChat(fakewhatsapp.Chat{ID: one.jid, Name: one.title, Messages: []fakewhatsapp.Msg{{Time: at, Body: "Hello from " + one.title}}}))
	}
	org := s.World.Org.ID
	must(t, s.Zoho.AddField(org, "Contacts", fakezoho.Field{Name: "Asst_Phone", Label: "Assistant's phone", Type: fakezoho.TypePhone, Length: 30}))
	for _, f := range []fakezoho.Fields{
		{"Last_Name": "First", "Mobile": "+1 415 555 0201"},
		{"Last_Name": "Second", "Home_Phone": "(415) 555-0201"},
		{"Last_Name": "Boss", "Asst_Phone": "+14155550202"},
		{"Last_Name": "Abroad", "Phone": "020 7946 0203"},
		{"Last_Name": "Typo", "Phone": "94155550205"},
		{"Last_Name": "Alike", "Phone": "+49 89 30123456"},
		{"Last_Name": "Myself", "Phone": "+14155550206", "Mobile": "+15550009999"},
		{"Last_Name": "Madame", "Phone": "+33 612345678"},
	} {
		value(s.Zoho.AddContact(org, f))(t)
	}
}

// TestEveryReason: every chat that is not linked says why, in words that are there
// for this reason alone, and the way on is offered; in the list of chats as well.
// No record that was there is changed by any of it.
func TestEveryReason(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	s.addStrangers(t)
	before := s.Zoho.Snapshot()
	play(t, s, connected()...)
	must(t, s.Cycle(t.Context()))
	said := map[string]contract.Why{}
	for _, one := range strangers {
		s.openByID(t, one.title, one.jid)
		s.untilCard(t, one.jid, one.state, "")
		untilShown(t, s.Sidebar, fmt.Sprintf(`[data-chat="%s"] [data-why="%s"]`, one.jid, one.why))
		words := value(s.Sidebar.Text(`[data-why]`))(t)
		if other, twice := said[words]; twice || words == "" {
			t.Errorf("%s says %q, as %s does", one.why, words, other)
		}
		said[words] = one.why
		switch {
		case one.why == contract.WhyNoNumber:
			untilShown(t, s.Sidebar, "#search > summary")
		case one.state == contract.ChatChoose:
			untilShown(t, s.Sidebar, "#candidates li")
		default:
			untilShown(t, s.Sidebar, "#create-form")
		}
	}
	people, _, err := Stored[contract.People](s.Stage, "session", contract.PeopleKey)
	must(t, err)
	listed := map[string]contract.PersonRow{}
	for _, row := range people.Rows {
		listed[row.Chat] = row
	}
	for _, one := range strangers {
		if row := listed[one.jid]; row.Why != one.why || row.State != one.state {
			t.Errorf("the list says %+v of %s", row, one.title)
		}
	}
	s.unchanged(t, before)
	if *leavePictures {
		s.openByID(t, strangers[0].title, strangers[0].jid)
		s.untilCard(t, strangers[0].jid, contract.ChatChoose, "")
		s.leavePicture(t, "choose.png")
	}
}

// leavePicture leaves a picture of the whole sidebar in docs/images.
func (s *Story) leavePicture(t *testing.T, name string) {
	t.Helper()
	height := value(Eval[int64](s.Sidebar, "document.documentElement.scrollHeight"))(t)
	must(t, s.Sidebar.Look(380, max(600, height), "light"))
	must(t, os.WriteFile(filepath.Join("..", "..", "docs", "images", name), value(s.Sidebar.Screenshot())(t), 0o644))
}

// TestEachReasonsWayOn: what each kind of card offers does what it says.
func TestEachReasonsWayOn(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	s.addStrangers(t)
	before := s.Zoho.Snapshot()
	play(t, s, connected()...)
	must(t, s.Cycle(t.Context()))

	// Several: one of them is picked.
	twice := strangers[0]
	s.openByID(t, twice.title, twice.jid)
	s.untilCard(t, twice.jid, contract.ChatChoose, "")
	second := s.record(t, "Second")
	must(t, s.Sidebar.Click("#link-"+second.ID))
	s.untilCard(t, twice.jid, contract.ChatLinked, "")

	// Unlinked, it stays so; the record comes back by one click.
	s.unfold(t, "more")
	must(t, s.Sidebar.Click("#unlink-chat"))
	s.untilCard(t, twice.jid, contract.ChatUnlinked, "")
	must(t, s.Cycle(t.Context()))
	s.untilCard(t, twice.jid, contract.ChatUnlinked, "")
	must(t, s.Sidebar.Click("#relink-chat"))
	s.untilCard(t, twice.jid, contract.ChatLinked, "")

	// Never, and again.
	s.unfold(t, "more")
	must(t, s.Sidebar.Click("#exclude-chat"))
	s.untilCard(t, twice.jid, contract.ChatExcluded, "")
	must(t, s.Sidebar.Click("#allow-chat"))
	s.untilCard(t, twice.jid, contract.ChatUnlinked, "")

	// Nobody: an existing record is found by hand, and takes the number.
	nobody := strangers[7]
	s.openByID(t, nobody.title, nobody.jid)
	s.untilCard(t, nobody.jid, contract.ChatNotInZoho, "")
	s.searchFor(t, "ella@example.test")
	ella := s.record(t, "Ella Nonumber")
	must(t, s.Sidebar.Click("#link-found-"+ella.ID))
	s.untilCard(t, nobody.jid, contract.ChatLinked, "")
	must(t, s.Sidebar.Click("#fill-number"))
	untilGone(t, s.Sidebar, "#fill")
	if now := s.record(t, "Ella Nonumber"); now.Fields["Mobile"] != "+14155550209" {
		t.Errorf("the record holds %q", now.Fields["Mobile"])
	}

	// Similar: somebody new is created all the same.
	alike := strangers[4]
	s.openByID(t, alike.title, alike.jid)
	s.untilCard(t, alike.jid, contract.ChatChoose, "")
	s.unfold(t, "none-of-these")
	must(t, s.Sidebar.Type("#last-name", "Newly"))
	must(t, s.Sidebar.Click("#create-contact"))
	s.untilCard(t, alike.jid, contract.ChatLinked, "")

	must(t, s.Cycle(t.Context()))
	for _, name := range []string{"Ella Nonumber", "Ends Newly"} {
		if notes := s.noteTexts(t, name); len(notes) != 1 || !strings.Contains(notes[0], "Hello from") {
			t.Errorf("%s has %d notes", name, len(notes))
		}
	}
	s.unchanged(t, before, ella.ID)
}

// unfold opens a folded part of the sidebar unless it is open.
func (s *Story) unfold(t *testing.T, id string) {
	t.Helper()
	untilShown(t, s.Sidebar, "#"+id+" > summary")
	if !value(Eval[bool](s.Sidebar, fmt.Sprintf("document.getElementById(%q).open", id)))(t) {
		must(t, s.Sidebar.Click("#"+id+" > summary"))
	}
}

// searchFor opens the search by hand and looks for a text.
func (s *Story) searchFor(t *testing.T, text string) {
	t.Helper()
	s.unfold(t, "search")
	must(t, s.Sidebar.Type("#search-text", text))
	press(t, s.Sidebar, "\r")
	untilShown(t, s.Sidebar, "#search-results")
}

// unchanged checks that every record that was there before still holds what it
// held, but for the one that was to be filled.
func (s *Story) unchanged(t *testing.T, before fakezoho.Snapshot, filled ...string) {
	t.Helper()
	now := s.Zoho.Snapshot()
	held := map[string]string{}
	for _, r := range append(now.Contacts, now.Leads...) {
		held[r.ID] = fmt.Sprint(r.Fields, r.ModifiedTime)
	}
	for _, r := range append(before.Contacts, before.Leads...) {
		if len(filled) > 0 && r.ID == filled[0] {
			continue
		}
		if held[r.ID] != fmt.Sprint(r.Fields, r.ModifiedTime) {
			t.Errorf("%s %s was changed:\n%v\n%v", r.ID, r.Name, r.Fields, held[r.ID])
		}
	}
}

// TestReasonsOfTheConnection: what keeps Zoho from being asked is told of the chat
// that is opened, with what to do, and heals when it is mended.
func TestReasonsOfTheConnection(t *testing.T) {
	t.Parallel()
	s := &Story{Stage: open(t, Options{})}
	s.addStrangers(t)
	// Who a chat is must not be known before it is opened: no page can be read before the
	// directory is off, and no cycle looks for anybody after.
	play(t, s, connect)
	must(t, s.Settings.Click("#directory-keep"))
	untilTrue(t, s.Settings, "the directory to be switched off", `chrome.storage.session.get("view").then((all) => all.view.settings.directory === "off")`)
	must(t, s.Settings.Click("#linking-ask"))
	must(t, s.Settings.Click("#save-settings"))
	untilTrue(t, s.Settings, "the choice to be kept", `chrome.storage.session.get("view").then((all) => all.view.settings.linking === "ask")`)
	play(t, s, openWhatsApp, openPopup, openSidebar)

	hide := func(modules ...string) {
		must(t, s.Zoho.ChangeProfile(s.World.Org.ID, "Standard", func(p *fakezoho.Profile) { p.HiddenModules = modules }))
	}
	for i, trouble := range []struct {
		problem    contract.ProblemCode
		make, mend func()
	}{
		{contract.ProblemModuleHidden, func() { hide("Contacts") }, func() { hide() }},
		{contract.ProblemAPIAccess, func() { s.Zoho.SetAPIAccess(false) }, func() { s.Zoho.SetAPIAccess(true) }},
		{contract.ProblemUnreachable, func() { s.Zoho.SetDown(true) }, func() { s.Zoho.SetDown(false) }},
	} {
		one := strangers[i]
		trouble.make()
		s.openByID(t, one.title, one.jid)
		s.untilCard(t, one.jid, contract.ChatUnknown, "")
		untilShown(t, s.Sidebar, fmt.Sprintf(`[data-problem=%q]`, trouble.problem))
		trouble.mend()
		eventually(t, stepWithin, "the reason to go", func() (bool, error) {
			if err := s.Sidebar.Click("#look-again"); err != nil {
				return false, err
			}
			card, err := s.Card(one.jid)
			return card.State == contract.ChatChoose, err
		})
	}
}
