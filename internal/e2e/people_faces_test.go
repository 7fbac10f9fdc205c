package e2e

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestYourChats: the list is there when no chat is open, in groups with their
// counts, and folded away while one is.
func TestYourChats(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leavePeople(t, everyone())
	panel := s.face(t, "panel/panel.html")
	wantTexts(t, panel, map[string]string{
		"#people-summary": "2 linked, 10 to confirm, 4 without a record", "#people-not-asked": "1 chat not looked up yet", "#people-more": "340 chats",
		"#people-confirm > summary": "To confirm (10)", "#people-without > summary": "Without a record (4)", "#people-linked > summary": "Linked (2)",
		"#people-unasked > summary": "Not looked up yet (2)", "#people-barred > summary": "Not linked by themselves (6)", "#people-off > summary": "Switched off (3)",
	})
	order := value(Eval[[]string](panel, `[...document.querySelectorAll(".people-group")].map((g) => g.id)`))(t)
	if want := []string{"people-confirm", "people-without", "people-linked", "people-unasked", "people-barred", "people-off"}; !slices.Equal(order, want) {
		t.Errorf("the groups are %q, want %q", order, want)
	}
	// A group that is folded draws none of its rows.
	if n := value(Eval[int](panel, `document.querySelectorAll(".person").length`))(t); n != 10 {
		t.Errorf("%d rows are drawn, want the 10 to be confirmed", n)
	}
	for _, group := range []string{"#people-without", "#people-linked", "#people-barred", "#people-unasked"} {
		must(t, panel.Click(group+" > summary"))
		untilShown(t, panel, group+" .person")
	}
	wantTexts(t, panel, map[string]string{
		"[data-chat='14155550206@c.us']": "Open the chat to choose", "[data-chat='14155550211@c.us']": "No record has this number",
		"[data-chat='14155550212@c.us']": "Unnamed chat", "[data-chat='14155550213@c.us']": "Lead 13", "[data-chat='14155550216@c.us']": "Zoho does not accept the note",
		"[data-chat='14155550220@c.us']": "Group chat", "[data-chat='14155550226@c.us'] .status.wait": "Zoho asks to slow down",
	})
	// Only one record stands where a tick would link it.
	if n := value(Eval[int](panel, `document.querySelectorAll("[data-chat='14155550202@c.us'] [data-record]").length`))(t); n != 1 {
		t.Errorf("%d records stand beside a box, want 1", n)
	}
	must(t, panel.Click("#people-without > summary"))
	untilGone(t, panel, "#people-without .person")

	s.leaveChat(t, cardIn(contract.ChatExcluded, nil))
	untilShown(t, panel, "#all-chats > summary")
	untilGone(t, panel, "#people")
	must(t, panel.Click("#all-chats > summary"))
	wantTexts(t, panel, map[string]string{"#people": "Open a chat in WhatsApp Web to see its card here."})
	untilGone(t, panel, "#people .primary")

	// Behind WhatsApp's lock no name is in sight.
	s.leaveView(t, func(v *contract.View) { v.WhatsApp.State = contract.TabLocked })
	untilGone(t, panel, "#people")
	untilGone(t, panel, "#all-chats")
}

// TestConfirmMany: chats that wait for nothing but a word are ticked, others can
// be; what is ticked is linked, and the outcome is said.
func TestConfirmMany(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leavePeople(t, everyone())
	panel := s.face(t, "panel/panel.html")
	untilShown(t, panel, "#link-selected.primary")
	boxes := func() map[string]bool {
		return value(Eval[map[string]bool](panel, `Object.fromEntries([...document.querySelectorAll("#people-confirm input")].map((b) => [b.closest("li").dataset.chat.slice(9, 11), b.checked]))`))(t)
	}
	if got, want := fmt.Sprint(boxes()), fmt.Sprint(map[string]bool{"01": true, "02": true, "03": true, "04": false, "05": false}); got != want {
		t.Fatalf("the boxes are %s, want %s", got, want)
	}
	wantTexts(t, panel, map[string]string{"#link-selected": "Link the 3 selected", "#select-all": "Select all"})

	// By keyboard: untick the first, tick the last.
	must(t, panel.Do(chromedp.Focus(chromedp.CSS("#people-confirm li:first-child input"))))
	press(t, panel, " ")
	must(t, panel.Do(chromedp.Focus(chromedp.CSS("[data-chat='14155550205@c.us'] input"))))
	press(t, panel, " ")
	wantTexts(t, panel, map[string]string{"#link-selected": "Link the 3 selected"})
	must(t, panel.Click("#select-all"))
	wantTexts(t, panel, map[string]string{"#link-selected": "Link the 5 selected", "#select-all": "Select none"})
	must(t, panel.Click("#select-all"))
	untilGone(t, panel, "#link-selected")
	for _, chat := range []string{"14155550202@c.us", "14155550205@c.us"} {
		must(t, panel.Click(fmt.Sprintf("[data-chat=%q] input", chat)))
	}
	must(t, panel.Click("#link-selected"))
	untilTrue(t, panel, "a request", "asked.length === 1")
	got := payload[contract.LinkChats](t, requests(t, panel)[0], contract.KindPanelLinkAll)
	want := []contract.LinkChat{
		{Chat: "14155550202@c.us", Module: contract.ModuleContacts, RecordID: "5002"},
		{Chat: "14155550205@c.us", Module: contract.ModuleContacts, RecordID: "5005"},
	}
	if !slices.Equal(got.Links, want) {
		t.Errorf("%+v was asked for, want %+v", got.Links, want)
	}
	people := everyone()
	people.Rows = slices.DeleteFunc(people.Rows, func(r contract.PersonRow) bool { return r.Chat == "14155550202@c.us" })
	// The record offered for the fifth has changed meanwhile: its tick is gone with it.
	people.Rows[3].Offers[0].ID = "5999"
	s.leave(t, map[string]any{contract.PeopleKey: people})
	answer(t, panel, `{ ok: { linked: 1, refused: 1, problem: { code: "record_gone" } } }`)
	wantTexts(t, panel, map[string]string{"#people-outcome[role=status]": "1 chat linked. 1 could not be linked."})
	untilShown(t, panel, `#people-outcome [data-problem="record_gone"]`)
	untilGone(t, panel, "#link-selected")
	untilTrue(t, panel, "the focus not to be lost", `document.activeElement.id === "people-title"`)
}

// TestConfirmHundreds: more chats than one request may link are linked by
// several, one after another, until one is refused.
func TestConfirmHundreds(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leavePeople(t, crowd(contract.MaxPeople))
	panel := s.face(t, "panel/panel.html")
	wantTexts(t, panel, map[string]string{"#link-selected": "Link the 1,000 selected"})
	must(t, panel.Click("#link-selected"))
	for n := 1; n <= 2; n++ {
		untilTrue(t, panel, "the next request", fmt.Sprintf("asked.length === %d", n))
		got := payload[contract.LinkChats](t, requests(t, panel)[n-1], contract.KindPanelLinkAll)
		if first := fmt.Sprint(5000 + 200*(n-1)); len(got.Links) != 200 || got.Links[0].RecordID != first {
			t.Errorf("request %d links %d chats from %s on, want 200 from %s on", n, len(got.Links), got.Links[0].RecordID, first)
		}
		if n == 1 {
			answer(t, panel, "{ ok: { linked: 200, refused: 0 } }")
		}
	}
	answer(t, panel, `{ error: { code: "conflict", problem: "unreadable", message: "link: not ready" } }`)
	wantTexts(t, panel, map[string]string{"#people-outcome": "200 chats linked.", "#people-confirm": "WhatsApp changed"})
	if n := len(requests(t, panel)); n != 2 {
		t.Errorf("after a refusal %d requests were sent", n)
	}
}

// TestDirectory: the state of the directory is told with its figures; the switch
// is stored with all other settings, and they with it.
func TestDirectory(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	ready := contract.DirectoryView{State: contract.DirectoryReady, Records: 98_431, Unreadable: 312, AsOf: 1_760_000_000_000}
	s.leaveDirectory(t, ready, contract.DirectoryAuto)
	settings := s.face(t, "options/options.html")
	wantTexts(t, settings, map[string]string{
		"#directory-state[role=status]": "Ready", "#directory-records": "98,431", "#directory-unreadable": "312", "#directory-as-of": "2025",
		"#directory-cost": "about 15 credits for 10,000 records", "#directory-private": "id, name and owner",
	})
	must(t, settings.Type("#daily-credits", "750"))
	must(t, settings.Click("#directory-keep"))
	untilTrue(t, settings, "the switch to be stored", "asked.length === 1")
	want := quietView().Settings
	want.DailyCredits, want.Directory = 2000, contract.DirectoryNever
	if got := payload[contract.Settings](t, requests(t, settings)[0], contract.KindOptionsSettings); got != want {
		t.Errorf("%+v was stored, want %+v", got, want)
	}
	answer(t, settings, `{ error: { code: "internal", message: "settings: lost" } }`)
	untilShown(t, settings, `#directory [data-error="internal"]`)
	untilTrue(t, settings, "the switch as it is stored", `document.querySelector("#directory-keep").checked`)

	must(t, settings.Click("#directory-keep"))
	untilTrue(t, settings, "the switch to be stored", "asked.length === 2")
	s.leaveDirectory(t, contract.DirectoryView{State: contract.DirectoryOff}, contract.DirectoryNever)
	answer(t, settings, "{ ok: {} }")
	untilShown(t, settings, `#directory-state[data-state="off"]`)
	untilTrue(t, settings, "the switch to be off", `!document.querySelector("#directory-keep").checked`)
	untilGone(t, settings, "#directory-rebuild")
	untilGone(t, settings, "#directory-records")

	// What was typed before is still there, and does not take the switch back.
	must(t, settings.Click("#save-settings"))
	untilTrue(t, settings, "the settings to be stored", "asked.length === 3")
	want.DailyCredits = 750
	if got := payload[contract.Settings](t, requests(t, settings)[2], contract.KindOptionsSettings); got != want {
		t.Errorf("%+v was stored, want %+v", got, want)
	}
	answer(t, settings, "{ ok: {} }")

	s.leaveDirectory(t, contract.DirectoryView{State: contract.DirectoryBuilding, Read: 4000, Expected: 10_000}, contract.DirectoryAuto)
	wantTexts(t, settings, map[string]string{"#directory-progress": "4,000 of about 10,000"})
	untilTrue(t, settings, "a busy button", `document.querySelector("#directory-rebuild").getAttribute("aria-disabled") === "true"`)
	s.leaveDirectory(t, contract.DirectoryView{State: contract.DirectoryBuilding, Read: 4000}, contract.DirectoryAuto)
	wantTexts(t, settings, map[string]string{"#directory-progress": "4,000 records read so far"})
	untilGone(t, settings, "#directory progress")

	s.leaveDirectory(t, contract.DirectoryView{State: contract.DirectoryStale, Records: 5, AsOf: 1_760_000_000_000}, contract.DirectoryAuto)
	untilTrue(t, settings, "a free button", `document.querySelector("#directory-rebuild").getAttribute("aria-disabled") === "false"`)
	must(t, settings.Click("#directory-rebuild"))
	untilTrue(t, settings, "the numbers to be read again", "asked.length === 4")
	_ = payload[contract.Nothing](t, requests(t, settings)[3], contract.KindOptionsDirectory)
}
