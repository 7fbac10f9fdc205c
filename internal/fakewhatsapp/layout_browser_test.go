package fakewhatsapp

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const (
	rosa   = "14155550160@c.us"
	circle = "120363025550000042@g.us"
	kim    = "240011223344556@lid"
	lee    = "447700900155@c.us"
)

// conversation is a chat with one of everything that the layout draws in its own way. The times are local, as
// the page prints them so.
func conversation() []Msg {
	t := time.Date(2026, 3, 5, 14, 3, 0, 0, time.Local)
	minute := 0
	at := func() time.Time { minute++; return t.Add(time.Duration(minute) * time.Minute) }
	image := func(id string) Msg {
		return Msg{ID: id, Time: at(), Type: "image", Body: picture(80), Fields: media("image/jpeg", 4000, nil)}
	}
	sticker := func(id string) Msg {
		return Msg{ID: id, Time: at(), Type: "sticker", Body: picture(90), Fields: media("image/webp", 4000, nil)}
	}
	return []Msg{
		{ID: "A1", Time: t, Type: "e2e_notification", Body: rosa, FromMe: true},
		{ID: "B1", Time: at(), Body: "plain *bold* _slanted_ ~gone~ `code` ```block``` 👍🏽"},
		{ID: "B2", Time: at(), Body: "second of the run"},
		{ID: "C1", Time: at(), Body: "mine", FromMe: true, Fields: map[string]any{"ack": 1}},
		{ID: "C2", Time: at(), Body: "mine, waiting", FromMe: true, Fields: map[string]any{"ack": 0}},
		{ID: "D1", Time: at(), Body: "answer", Quote: "true_" + rosa + "_C1"},
		{ID: "E1", Time: at(), Body: "before\n> quoted one\n> quoted two\n- apples\n* pears\n1. first\nafter"},
		{ID: "F1", Time: at(), Body: strings.Repeat("long ", 400)},
		{ID: "G1", Time: at(), Type: "document", Caption: "the plan", Fields: media("application/pdf", 9000, map[string]any{"filename": "plan.pdf"})},
		{ID: "H1", Time: at(), Type: "ptt", Fields: media("audio/ogg", 9000, map[string]any{"duration": "7"})},
		{ID: "I1", Time: at(), Type: "location", Fields: map[string]any{"lat": 1.5, "lng": 2.5, "loc": "Quay"}},
		{ID: "J1", Time: at(), Type: "vcard", Body: "BEGIN:VCARD\nEND:VCARD", Fields: map[string]any{"vcardFormattedName": "Tunde"}},
		{ID: "K1", Time: at(), Type: "poll_creation", Fields: map[string]any{"pollName": "When?", "pollOptions": []map[string]any{{"name": "Now"}}}},
		{ID: "L1", Time: at(), Type: "revoked", Subtype: "sender", FromMe: true},
		image("M1"),
		{ID: "N1", Time: at(), Body: "between"},
		image("O1"), image("O2"), image("O3"), image("O4"), image("O5"),
		sticker("P1"), sticker("P2"),
		{ID: "Q1", Time: at(), Body: "last"},
	}
}

// layoutJS gathers what is in the document of the open conversation.
const layoutJS = `(() => {
	const rows = {};
	for (const row of document.querySelectorAll('[data-testid=conversation-panel-messages] [role=row]')) {
		const holder = row.firstElementChild;
		const all = (selector) => Array.from(holder.querySelectorAll(selector));
		const item = holder.querySelector('.focusable-list-item');
		rows[holder.dataset.id] = {
			testid: holder.dataset.testid || '', index: holder.getAttribute('tabindex'), label: item.getAttribute('aria-label') || '',
			stamps: all('[data-pre-plain-text]').map((node) => node.dataset.prePlainText),
			quoted: all('[data-testid=quoted-message] [data-pre-plain-text]').length,
			templates: all('[data-app-text-template]').map((node) => node.dataset.appTextTemplate),
			plain: all('[data-plain-text]').map((node) => node.dataset.plainText),
			inner: all('[data-id]').map((node) => node.dataset.id),
			text: all('[data-testid=selectable-text]').map((node) => node.textContent).join(''),
			testids: all('[data-testid]').map((node) => node.dataset.testid),
			direction: all('.message-in, .message-out').map((node) => node.className.split(' ').find((name) => name.startsWith('message-'))),
		};
	}
	return rows;
})()`

type drawn struct {
	Testid, Index, Label, Text                          string
	Stamps, Templates, Plain, Inner, Testids, Direction []string
	Quoted                                              int
}

// drawnRows scrolls through the conversation and gathers every row.
func drawnRows(t *testing.T, tab context.Context) map[string]drawn {
	t.Helper()
	rows := map[string]drawn{}
	for top := 0; ; top += 500 {
		more := evaluate[bool](t, tab, fmt.Sprintf(`(async () => {
			const scroller = document.querySelector('[data-testid=conversation-panel-messages]');
			scroller.scrollTop = %d;
			await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
			return scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 1;
		})()`, top))
		for id, row := range evaluate[map[string]drawn](t, tab, layoutJS) {
			rows[id] = row
		}
		if !more {
			return rows
		}
	}
}

// openedConversation shows the conversation with Rosa in a layout.
func openedConversation(t *testing.T, layout string) (context.Context, map[string]drawn) {
	t.Helper()
	s := New(Options{Empty: true, Layout: layout})
	noError(t, s.AddChat(Chat{ID: rosa, Name: "Rosa Lind", Messages: conversation()}))
	noError(t, s.Edit("false_"+rosa+"_Q1", "last, better"))
	tab := openBrowser(t, s)
	openPage(t, s, tab)
	do(t, tab, chromedp.Click(title("Rosa Lind")), chromedp.WaitVisible(`#main [role=row] [data-id]`))
	rows := drawnRows(t, tab)
	mounted := evaluate[map[string]drawn](t, tab, layoutJS)
	if len(mounted) == 0 || len(mounted) >= len(rows) {
		t.Errorf("%d of %d rows are in the document at a time", len(mounted), len(rows))
	}
	foreign := evaluate[[]string](t, tab, `Array.from(document.querySelectorAll('body [class]')).flatMap((node) => Array.from(node.classList))
		.filter((name) => !/^x[0-9a-f]{8}$/.test(name) && !/^(copyable-text|selectable-text|focusable-list-item|quoted-mention|message-in|message-out)$/.test(name))`)
	if len(foreign) > 0 {
		t.Errorf("classes with a meaning: %q", foreign)
	}
	if kinds := kindsOf(s.Violations()); len(kinds) > 0 {
		t.Errorf("showing a chat leaves %v", kinds)
	}
	return tab, rows
}

func TestBrowserLayout2026(t *testing.T) {
	tab, rows := openedConversation(t, Layout2026)
	const stamp = "[14:%02d, 05/03/2026] %s: "
	theirs := func(minute int) string { return fmt.Sprintf(stamp, minute, "Rosa Lind") }
	mine := func(minute int) string { return fmt.Sprintf(stamp, minute, "Alex Morgan") }

	if len(rows) != 19 {
		t.Errorf("%d rows", len(rows))
	}
	for id, row := range rows {
		want := "conv-msg-" + id
		switch {
		case strings.HasPrefix(id, "album-"):
			want = "image-album"
		case strings.HasPrefix(id, "grouped-"):
			want = ""
		}
		if row.Testid != want || row.Index != "-1" || len(row.Inner) > 0 || len(row.Direction) > 0 {
			t.Errorf("%s: %+v", id, row)
		}
	}
	for id, want := range map[string][]string{
		"A1": {}, "B1": {theirs(4)}, "C1": {mine(6)}, "D1": {theirs(8), mine(6)}, "G1": {}, "H1": {},
		"E1": {theirs(9), "> ", "> ", "• ", "• ", "1. "}, "I1": {theirs(13)}, "J1": {theirs(14)}, "K1": {theirs(15)},
		"L1": {}, "M1": {theirs(17)}, "album-O1-O5-5": {}, "grouped-sticker--P1-P2": {},
	} {
		if row, there := rows[id]; !there || !slices.Equal(row.Stamps, want) {
			t.Errorf("%s (there: %v): stamps %q, want %q", id, there, row.Stamps, want)
		}
	}
	for id, want := range map[string][]string{
		"A1": {"msg-notification-container", "system_message"},
		"B1": {"msg-container", "tail-in", "selectable-text", "msg-meta"}, "B2": {"msg-container", "selectable-text", "msg-meta"},
		"C1": {"msg-container", "tail-out", "selectable-text", "msg-meta", "msg-check"},
		"C2": {"msg-container", "selectable-text", "msg-meta", "msg-time"},
		"D1": {"msg-container", "tail-in", "quoted-message", "selectable-text", "msg-meta"},
		"G1": {"msg-container", "document-thumb", "document", "selectable-text", "msg-meta"},
		"H1": {"msg-container", "audio-play", "audio-play", "msg-meta"}, "I1": {"msg-container", "location-msg", "location", "msg-meta"},
		"J1": {"msg-container", "vcard-msg", "default-contact", "msg-meta"}, "K1": {"msg-container", "poll-bubble", "msg-meta"},
		"L1": {"msg-container", "tail-out", "recalled", "msg-meta"}, "M1": {"msg-container", "tail-in", "image-thumb", "msg-meta"},
	} {
		if !slices.Equal(rows[id].Testids, want) {
			t.Errorf("%s: %q, want %q", id, rows[id].Testids, want)
		}
	}
	if labels := []string{rows["A1"].Label, rows["B1"].Label, rows["B2"].Label, rows["C1"].Label, rows["C2"].Label}; !slices.Equal(
		labels, []string{"", "Rosa Lind:", "", "You:", ""}) {
		t.Errorf("labels %q", labels)
	}
	if row := rows["B1"]; !slices.Equal(row.Templates, []string{"*${appText}*", "_${appText}_", "~${appText}~", "`${appText}`", "```${appText}```"}) ||
		!slices.Equal(row.Plain, []string{"👍🏽"}) || row.Text != "plain bold slanted gone code block " {
		t.Errorf("formatting: %+v", row)
	}
	if rows["D1"].Quoted != 1 || rows["D1"].Text != "answer" {
		t.Errorf("quote: %+v", rows["D1"])
	}
	if text := rows["E1"].Text; text != "beforequoted onequoted twoapplespearsfirstafter" {
		t.Errorf("blocks: %q", text)
	}
	if text := rows["F1"].Text; len(text) != 768+len("…") {
		t.Errorf("a long text has %d bytes in the document", len(text))
	}
	html := evaluate[map[string]any](t, tab, `({
		header: document.querySelector('#main header [data-testid=conversation-info-header-chat-title]').textContent,
		titled: document.querySelectorAll('#main header [title]').length, edited: document.querySelector('[data-id=Q1] [data-testid=msg-meta] > span[dir=auto]').textContent,
		more: document.querySelectorAll('[data-id=F1] button').length,
	})`)
	if edited, _ := html["edited"].(string); html["header"] != "Rosa Lind" || html["titled"] != 0.0 || !strings.HasPrefix(edited, "Edited 14:") {
		t.Errorf("header and meta: %v", html)
	}
}

func TestBrowserLayout2025(t *testing.T) {
	tab, rows := openedConversation(t, Layout2025)
	for id, want := range map[string]drawn{
		"false_" + rosa + "_B1":                                        {Direction: []string{"message-in"}, Inner: []string{"false_" + rosa + "_B1"}},
		"true_" + rosa + "_C1":                                         {Direction: []string{"message-out"}, Inner: []string{"true_" + rosa + "_C1"}},
		"true_" + rosa + "_A1":                                         {Direction: []string{}, Inner: []string{}},
		"album-false_" + rosa + "_O1-false_" + rosa + "_O5-5":          {Direction: []string{"message-in"}, Inner: []string{}},
		"grouped-sticker--false_" + rosa + "_P1-false_" + rosa + "_P2": {Direction: []string{"message-in"}, Inner: []string{}},
	} {
		row, there := rows[id]
		if !there || row.Testid != "" || !slices.Equal(row.Direction, want.Direction) || !slices.Equal(row.Inner, want.Inner) {
			t.Errorf("%s (there: %v): %+v, want %+v", id, there, row, want)
		}
	}
	header := evaluate[[]any](t, tab, `[document.querySelector('#main header span[title]').title,
		document.querySelectorAll('[data-testid=conversation-info-header-chat-title], [data-testid^=conv-msg-]').length]`)
	if !reflect.DeepEqual(header, []any{"Rosa Lind", 0.0}) {
		t.Errorf("header: %v", header)
	}
}

func TestBrowserGroupNames(t *testing.T) {
	for layout, id := range map[string]string{Layout2026: "G2", Layout2025: "false_" + circle + "_G2_" + kim} {
		s := New(Options{Empty: true, Layout: layout, Locale: "fa"})
		mention := Msg{ID: "G3", Author: lee, Body: "@240011223344556 look", Mentions: []string{kim}}
		noError(t, s.AddContact(Contact{ID: kim, Fields: map[string]any{"pushname": "Kim"}}))
		noError(t, s.AddChat(Chat{ID: circle, Group: &Group{Subject: "Circle", Participants: []Participant{{JID: lee}, {JID: kim}}},
			Messages: []Msg{{ID: "G2", Author: kim, Body: "hello"}, mention}}))
		tab := openBrowser(t, s)
		openPage(t, s, tab)
		do(t, tab, chromedp.Click(title("Circle")), chromedp.WaitVisible(`#main [role=row] [data-id]`))
		rows := drawnRows(t, tab)
		stamps := append(slices.Clone(rows[id].Stamps), rows[strings.NewReplacer("G2", "G3", kim, lee).Replace(id)].Stamps...)
		if len(stamps) != 2 || !strings.HasSuffix(stamps[0], "] Unknown user: ") || !strings.HasSuffix(stamps[1], "] \u2066+447 700 900 155\u2069: ") {
			t.Errorf("%s: stamps %q", layout, stamps)
		}
		shown := evaluate[map[string]any](t, tab, `({
			authors: Array.from(document.querySelectorAll('[data-testid=author]'), (node) => node.textContent),
			mention: Array.from(document.querySelectorAll('#main [data-plain-text]'), (node) => [node.dataset.plainText, node.dataset.appTextTemplate]),
			members: document.querySelector('#main header span[title*=","]').title,
		})`)
		want := map[string]any{
			"authors": []any{"~ Kim", "+447 700 900 155"}, "mention": []any{[]any{"@Kim", "\u200b" + kim + "\u200b"}},
			"members": "+447 700 900 155, ~ Kim",
		}
		if !reflect.DeepEqual(shown, want) {
			t.Errorf("%s: %q, want %q", layout, shown, want)
		}
	}
}

func TestBrowserDrawsAndStoresEveryKind(t *testing.T) {
	s := New(Options{Empty: true})
	kinds := AllKinds(time.Now().Add(-time.Hour))
	noError(t, s.AddChat(Chat{ID: rosa, Name: "Rosa Lind", Messages: kinds}))
	album := must(s.DeliverAlbum(rosa, "Three of them", 2, 1))(t)
	tab := openAsGuest(t, s)
	do(t, tab, chromedp.Click(title("Rosa Lind")), chromedp.WaitVisible(`#main [role=row] [data-id]`))
	// The list loads a page of fifty and, at its head, the rest.
	do(t, tab, chromedp.Evaluate[chromedp.Void](`(async () => {
		const { msgs } = require('WAWebChatCollection').ChatCollection.getActive();
		const scroller = document.querySelector('[data-testid=conversation-panel-messages]');
		for (let round = 0; round < 500 && msgs.length < `+fmt.Sprint(len(kinds)+len(album))+`; round++) {
			scroller.scrollTop = round % 2;
			await new Promise((done) => setTimeout(done, 10));
		}
	})()`, chromedp.EvalAwaitPromise))
	rows := drawnRows(t, tab)
	ids := strings.Split(strings.Join(album[1:], "_"), "_")
	row, there := rows[fmt.Sprintf("album-%s-%s-3", ids[2], ids[8])]
	if len(rows) != len(kinds)+1 || !there || slices.Index(row.Testids, "image-thumb") < 0 {
		t.Errorf("%d rows of %d messages and an album (there: %v): %+v", len(rows), len(kinds), there, row)
	}
	stored := rowsOf(t, tab, "message")
	if len(stored) != len(kinds)+len(album) || stored[album[1]]["parentMsgKey"] != album[0] {
		t.Errorf("%d rows in the database, part of the album: %v", len(stored), stored[album[1]])
	}
	noError(t, s.WaitApplied(tab))
	if found := kindsOf(s.Violations()); len(found) > 0 {
		t.Errorf("showing every kind leaves %v", found)
	}
}
