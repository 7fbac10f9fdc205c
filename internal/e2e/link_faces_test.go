package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// TestReasonsAreTold: every reason, every offer and every origin has words of its
// own in the sidebar, and every reason in few words in the list of chats.
func TestReasonsAreTold(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, nil)
	panel := s.face(t, "panel/panel.html")
	told := func(what, selector string) string {
		t.Helper()
		untilTrue(t, panel, what, fmt.Sprintf(`(document.querySelector(%q)?.innerText ?? "").trim().length > 5`, selector))
		return value(panel.Text(selector))(t)
	}
	texts := map[string]string{}
	once := func(what, text string) {
		t.Helper()
		if before, again := texts[text]; again {
			t.Errorf("%s and %s are both told as %q", before, what, text)
		}
		texts[text] = what
	}
	for _, why := range everyWhy {
		for _, state := range []contract.ChatState{contract.ChatNotInZoho, contract.ChatChoose} {
			s.leaveChat(t, cardIn(state, func(c *contract.Card) { c.Why = why }))
			text := told(string(why), fmt.Sprintf("[data-chat]:has([data-state=%q]) #chat-about[data-why=%q]", state, why))
			if state == contract.ChatChoose {
				once(string(why), text)
			}
		}
		s.leaveChat(t, cardIn(contract.ChatNotInZoho, func(c *contract.Card) {
			c.Why, c.Aside = contract.WhyNobody, []contract.SetAside{{Candidate: candidate("9", "Maya O.", contract.MatchSame), Why: why}}
		}))
		untilTrue(t, panel, "a few words for "+string(why), fmt.Sprintf(`document.querySelector('#aside [data-why=%q] p:nth-of-type(4)')?.textContent.length > 5`, why))
	}
	for _, reason := range []contract.MatchReason{
		contract.MatchSame, contract.MatchVariant, contract.MatchNational, contract.MatchSuffix, contract.MatchElsewhere, contract.MatchSomeoneElse, contract.MatchDuplicate,
	} {
		s.leaveChat(t, cardIn(contract.ChatChoose, func(c *contract.Card) { c.Candidates = []contract.Candidate{candidate("1", "Maya Okafor", reason)} }))
		once(string(reason), told(string(reason), fmt.Sprintf("[data-reason=%q] .stored + p", reason)))
		likely := slices.Contains([]contract.MatchReason{contract.MatchSame, contract.MatchVariant, contract.MatchNational, contract.MatchDuplicate}, reason)
		if got := value(Eval[bool](panel, `document.querySelector("#link-1").classList.contains("primary")`))(t); got != likely {
			t.Errorf("a record offered for %s is suggested: %t", reason, got)
		}
	}
	for i, likeness := range []contract.Likeness{
		{Kind: contract.LikeNinthDigit, Region: "BR"}, {Kind: contract.LikeMexicanOne, Region: "MX"}, {Kind: contract.LikeArgentineNine, Region: "AR"},
		{Kind: contract.LikeRegion, Region: "US"}, {Kind: contract.LikeElsewhere, Region: "GB"}, {Kind: contract.LikeElsewhere, Region: "DE"},
		{Kind: contract.LikeLength, Digits: 9}, {Kind: contract.LikeTail, Digits: 9}, {Kind: contract.LikeTail, Digits: 8}, {Kind: contract.LikePartial, Digits: 8},
		{Kind: contract.LikePartial, Digits: 8, Extension: "204"},
	} {
		offered := candidate(fmt.Sprint(100+i), "Maya Okafor", contract.MatchSuffix)
		offered.Likeness = &likeness
		s.leaveChat(t, cardIn(contract.ChatChoose, func(c *contract.Card) { c.Candidates = []contract.Candidate{offered} }))
		once(fmt.Sprintf("%+v", likeness), told(string(likeness.Kind), fmt.Sprintf(`[data-record="%s"] .stored + p`, offered.ID)))
	}
	for i, held := range []contract.HeldNumber{
		{Field: "Mobile", Stored: "(415) 555-0178", Likeness: &contract.Likeness{Kind: contract.LikeSame}},
		{Field: "Phone", Stored: "(415) 555-0178", Likeness: &contract.Likeness{Kind: contract.LikeRegion, Region: "US"}},
		{Field: "Phone", Stored: "415-555-0178 ext. 3", Likeness: &contract.Likeness{Kind: contract.LikeTail, Digits: 8}},
	} {
		card := linkedCard("Maya Okafor", contract.HistoryCard{End: contract.HistoryAll})
		card.Record.ID, card.Record.Held = fmt.Sprint(200+i), &held
		s.leaveChat(t, card)
		once(held.Field+held.Stored, told(held.Stored, fmt.Sprintf(`[data-record="%s"] #record-number`, card.Record.ID)))
	}
	for _, origin := range []contract.LinkOrigin{contract.LinkedByMatch, contract.LinkedByChoice, contract.LinkedByCreate, contract.LinkedByConversion, contract.LinkedByMerge} {
		card := linkedCard("Maya Okafor", contract.HistoryCard{End: contract.HistoryAll})
		card.Record.Origin = origin
		s.leaveChat(t, card)
		once(string(origin), told(string(origin), fmt.Sprintf("#record-origin[data-origin=%q]", origin)))
	}
}

// TestButtonsOfLinking: each button asks for what it says, and for nothing else.
func TestButtonsOfLinking(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	linked := func(fields ...contract.FieldChoice) contract.Card {
		card := linkedCard("Maya Okafor", contract.HistoryCard{End: contract.HistoryAll})
		if len(fields) > 0 {
			card.Fill = &contract.FillOffer{Phone: "+14155550178", Fields: fields}
		}
		return card
	}
	paused := linked()
	paused.State = contract.ChatPaused
	mobile, phone := contract.FieldChoice{Name: "Mobile", Label: "Mobile"}, contract.FieldChoice{Name: "Phone", Label: "Phone"}
	unlinked := cardIn(contract.ChatUnlinked, func(c *contract.Card) { c.Former = formerRecord() })
	offered := func(c *contract.Card) {
		c.Candidates = []contract.Candidate{candidate("12", "Maya Okafor", contract.MatchSame)}
	}
	chat := contract.ChatRef{Chat: linkChat}
	for _, b := range []struct {
		what           string
		card           contract.Card
		unfold, button string
		kind           contract.Kind
		want           any
	}{
		{"a candidate", cardIn(contract.ChatChoose, offered), "", "#link-12", contract.KindPanelLink, contract.LinkChat{Chat: linkChat, Module: contract.ModuleContacts, RecordID: "12"}},
		{"another record than the one gone", cardIn(contract.ChatRecordGone, offered), "", "#link-12", contract.KindPanelLink, contract.LinkChat{Chat: linkChat, Module: contract.ModuleContacts, RecordID: "12"}},
		{"look again, record gone", cardIn(contract.ChatRecordGone, nil), "", "#look-again", contract.KindPanelLookAgain, chat},
		{"look again, number hidden", cardIn(contract.ChatNumberHidden, nil), "", "#look-again", contract.KindPanelLookAgain, chat},
		{"link again", unlinked, "", "#relink-chat", contract.KindPanelRelink, chat},
		{"allow again", cardIn(contract.ChatExcluded, nil), "", "#allow-chat", contract.KindPanelExclude, contract.ExcludeChat{Chat: linkChat}},
		{"never, linked", linked(), "#more", "#exclude-chat", contract.KindPanelExclude, contract.ExcludeChat{Chat: linkChat, Excluded: true}},
		{"never, not in Zoho", cardIn(contract.ChatNotInZoho, nil), "#more", "#exclude-chat", contract.KindPanelExclude, contract.ExcludeChat{Chat: linkChat, Excluded: true}},
		{"never, unlinked", unlinked, "#more", "#exclude-chat", contract.KindPanelExclude, contract.ExcludeChat{Chat: linkChat, Excluded: true}},
		{"unlink", linked(), "#more", "#unlink-chat", contract.KindPanelUnlink, contract.UnlinkChat{Chat: linkChat}},
		{"unlink, paused", paused, "#more", "#unlink-chat", contract.KindPanelUnlink, contract.UnlinkChat{Chat: linkChat}},
		{"pause", linked(), "#more", "#pause-chat", contract.KindPanelPause, contract.PauseChat{Chat: linkChat, Paused: true}},
		{"write the number to the only field", linked(mobile), "", "#fill-number", contract.KindPanelFill, contract.FillNumber{Chat: linkChat, Field: "Mobile"}},
		{"write the number to the preferred field", linked(phone, mobile), "", "#fill-number", contract.KindPanelFill, contract.FillNumber{Chat: linkChat, Field: "Phone"}},
	} {
		s.leaveCard(t, nil, b.card)
		panel := s.face(t, "panel/panel.html")
		if b.unfold != "" {
			must(t, panel.Click(b.unfold+" > summary"))
		}
		must(t, panel.Click(b.button))
		untilTrue(t, panel, b.what+" to be asked for", fmt.Sprintf(`asked.some(({ request }) => request.kind === %q)`, b.kind))
		wantRequest(t, panel, b.what, b.kind, b.want)
		must(t, panel.Close())
	}

	s.leaveCard(t, nil, linked(phone, mobile))
	panel := s.face(t, "panel/panel.html")
	choose(t, panel, "#fill-field", "Mobile")
	must(t, panel.Click("#fill-number"))
	untilTrue(t, panel, "the number to be written", "asked.length === 1")
	wantRequest(t, panel, "write the number to another field", contract.KindPanelFill, contract.FillNumber{Chat: linkChat, Field: "Mobile"})
	answer(t, panel, `{ error: { code: "conflict", problem: "field_filled", message: "fill: not empty" } }`)
	wantTexts(t, panel, map[string]string{`#fill [data-problem="field_filled"]`: "Nothing was written"})
}

// TestDoubtIsNotSuggested: where another record may be the right one, the only one
// offered is not the primary button; where not all were looked at, looking again
// is, and a new record is not at hand.
func TestDoubtIsNotSuggested(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveView(t, nil)
	panel := s.face(t, "panel/panel.html")
	for _, doubt := range []struct {
		why     contract.Why
		primary string
	}{
		{contract.WhyAsked, "link-12"}, {contract.WhyDeclined, ""}, {contract.WhyConverted, ""}, {contract.WhyIncomplete, "look-again"},
	} {
		s.leaveChat(t, cardIn(contract.ChatChoose, func(c *contract.Card) {
			c.Why, c.Candidates = doubt.why, []contract.Candidate{candidate("12", "Maya Okafor", contract.MatchSame)}
		}))
		untilTrue(t, panel, string(doubt.why), fmt.Sprintf(`document.querySelector("#chat-about")?.dataset.why === %q`, doubt.why))
		untilTrue(t, panel, fmt.Sprintf("%s to suggest %q", doubt.why, doubt.primary), fmt.Sprintf(`(document.querySelector(".primary")?.id ?? "") === %q`, doubt.primary))
	}
	s.leaveChat(t, cardIn(contract.ChatNotInZoho, func(c *contract.Card) { c.Why, c.Create = contract.WhyIncomplete, suggested() }))
	untilShown(t, panel, "#look-again.primary")
	untilGone(t, panel, "#create-contact")
	must(t, panel.Click("#none-of-these > summary"))
	untilShown(t, panel, "#create-contact.secondary")
}

// wantRequest checks that the one request of a kind that a face has sent carries
// what is wanted.
func wantRequest(t *testing.T, face *Tab, what string, kind contract.Kind, want any) {
	t.Helper()
	asked := slices.DeleteFunc(requests(t, face), func(r request) bool { return r.Kind == contract.KindPanelForm })
	if len(asked) != 1 {
		t.Errorf("%s: %d requests were sent, want one", what, len(asked))
		return
	}
	if asked[0].V != contract.Version || asked[0].Kind != kind || !sameJSON(t, asked[0].Data, want) {
		t.Errorf("%s: %s was asked for with %s, want %s with %+v", what, asked[0].Kind, asked[0].Data, kind, want)
	}
}

// sameJSON says whether a payload is the one wanted; fields left out of either
// count as empty.
func sameJSON(t *testing.T, got json.RawMessage, want any) bool {
	t.Helper()
	return fmt.Sprint(object(t, got)) == fmt.Sprint(object(t, value(json.Marshal(want))(t)))
}

// TestUndoIsAtHand: whoever unlinks or excludes a chat meets the way back, and
// the state says what was and what stays.
func TestUndoIsAtHand(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveCard(t, nil, linkedCard("Maya Okafor", contract.HistoryCard{End: contract.HistoryAll}))
	panel := s.face(t, "panel/panel.html")
	must(t, panel.Click("#more > summary"))
	must(t, panel.Click("#unlink-chat"))
	s.leaveChat(t, cardIn(contract.ChatUnlinked, func(c *contract.Card) { c.Former, c.Create = formerRecord(), suggested() }))
	answer(t, panel, "{ ok: {} }")
	untilShown(t, panel, "#relink-chat.primary")
	wantTexts(t, panel, map[string]string{
		"#chat-state[role=status]": "Not linked", "#chat-about": "What is saved stays in Zoho", "#former": "Lead · was linked to this chat", "#former-name": "Maya Okafor-Lindqvist",
	})
	untilShown(t, panel, "#search > summary")
	untilShown(t, panel, "#none-of-these > summary")
	untilTrue(t, panel, "the focus not to be lost", "document.activeElement !== document.body")
	untilGone(t, panel, "#exclude-chat")

	s.leaveChat(t, cardIn(contract.ChatExcluded, nil))
	untilShown(t, panel, "#allow-chat.primary")
	untilGone(t, panel, "#search")
	untilGone(t, panel, "#more")

	s.leaveChat(t, cardIn(contract.ChatRecordGone, func(c *contract.Card) { c.Former = formerRecord() }))
	untilShown(t, panel, "#look-again.primary")
	wantTexts(t, panel, map[string]string{"#former-name": "Maya Okafor-Lindqvist"})
	// A record that is gone has no page.
	untilGone(t, panel, "#open-former")
}

// TestSearchByHand: by keyboard alone a record is searched for, found and linked;
// the number of those found is said, and they stay while the card changes.
func TestSearchByHand(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	s.leaveCard(t, nil, cardIn(contract.ChatNotInZoho, func(c *contract.Card) { c.Why = contract.WhyOwnNumber }))
	panel := s.face(t, "panel/panel.html")
	must(t, panel.Click("#search > summary"))
	tabTo(t, panel, "search-text")
	for _, wrong := range []string{"", " ß ", strings.Repeat("𝄞", 101)} {
		run(t, panel, fmt.Sprintf(`(() => {
			const field = document.querySelector("#search-text");
			field.value = %q;
			field.dispatchEvent(new InputEvent("input", {bubbles: true}));
		})()`, wrong))
		press(t, panel, "\r")
		untilTrue(t, panel, "the text to be refused at the field", `document.activeElement.id === "search-text" && document.activeElement.getAttribute("aria-invalid") === "true"
			&& document.activeElement.getAttribute("aria-describedby").split(" ").includes("search-text-error")`)
	}
	if asked := requests(t, panel); len(asked) > 0 {
		t.Fatalf("a wrong text asked for %s", asked[0].Kind)
	}
	must(t, panel.Type("#search-text", " Okafor "))
	press(t, panel, "\r")
	untilTrue(t, panel, "a search", "asked.length === 1")
	press(t, panel, "\r")
	wantRequest(t, panel, "a search", contract.KindPanelSearch, contract.SearchRecords{Text: "Okafor"})
	answer(t, panel, foundTwo(t))
	untilTrue(t, panel, "the focus at what was found", `document.activeElement.id === "search-results"`)
	wantTexts(t, panel, map[string]string{
		"#search-count[role=status]": "2 records", "#found [data-record='31']": "Contact", "#found [data-record='32']": "maya@example.com", "#search-more": "There are more",
	})
	if got := value(Eval[string](panel, `document.querySelector("#found a").href`))(t); got != "https://crm.zoho.eu/crm/tab/Contacts/31" {
		t.Errorf("a record found is opened at %s", got)
	}

	for _, state := range []contract.ChatState{contract.ChatChecking, contract.ChatChoose, contract.ChatNotInZoho} {
		s.leaveChat(t, cardIn(state, nil))
		untilShown(t, panel, fmt.Sprintf("#chat-state[data-state=%q]", state))
	}
	untilShown(t, panel, "#link-found-32")
	must(t, panel.Click("#link-found-32"))
	untilTrue(t, panel, "a link", "asked.length === 2")
	if got := payload[contract.LinkChat](t, requests(t, panel)[1], contract.KindPanelLink); got != (contract.LinkChat{Chat: linkChat, Module: contract.ModuleLeads, RecordID: "32"}) {
		t.Errorf("%+v was asked for", got)
	}
	answer(t, panel, "{ ok: {} }")

	press(t, panel, "\t")
	must(t, panel.Type("#search-text", "nobody"))
	press(t, panel, "\r")
	untilTrue(t, panel, "another search", "asked.length === 3")
	answer(t, panel, "{ ok: { records: [], more: false } }")
	wantTexts(t, panel, map[string]string{"#search-none": "can take a minute to know a new record", "#search-count": "Nothing was found"})
	untilGone(t, panel, "#found")

	must(t, panel.Type("#search-text", "nobody else"))
	press(t, panel, "\r")
	untilTrue(t, panel, "a third search", "asked.length === 4")
	answer(t, panel, `{ error: { code: "rate_limited", problem: "budget_reached", message: "search: budget" } }`)
	untilShown(t, panel, `#search-form [data-problem="budget_reached"]`)
}

// TestSearchOfALinkedChat: the record that is linked already cannot be linked once
// more, and it is said what becomes of what is saved there.
func TestSearchOfALinkedChat(t *testing.T) {
	t.Parallel()
	s := openStill(t)
	card := linkedCard("Maya Okafor", contract.HistoryCard{End: contract.HistoryAll})
	card.Record.ID = "31"
	s.leaveCard(t, nil, card)
	panel := s.face(t, "panel/panel.html")
	must(t, panel.Click("#more > summary"))
	must(t, panel.Click("#search > summary"))
	must(t, panel.Type("#search-text", "Okafor"))
	must(t, panel.Click("#search-records"))
	untilTrue(t, panel, "a search", "asked.length === 1")
	answer(t, panel, foundTwo(t))
	wantTexts(t, panel, map[string]string{"#more": "What is saved at the present one stays there", "#found [data-record='31']": "Linked to this chat"})
	untilShown(t, panel, "#link-found-32")
	untilGone(t, panel, "#link-found-31")
}

// foundTwo is an answer with two records, and a hint that there are more.
func foundTwo(t *testing.T) string {
	t.Helper()
	found := contract.FoundRecords{More: true, Records: []contract.FoundRecord{
		{Module: contract.ModuleContacts, ID: "31", Name: longName, URL: "https://crm.zoho.eu/crm/tab/Contacts/31", Detail: "+1 415-555-0178"},
		{Module: contract.ModuleLeads, ID: "32", Name: longNameRTL, URL: "https://crm.zoho.eu/crm/tab/Leads/32", Detail: "maya@example.com"},
	}}
	return fmt.Sprintf("{ ok: %s }", value(json.Marshal(found))(t))
}
