package whatsapp

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// now is the clock of these tests, 22 November 2026 in Unix seconds.
const now = 1_795_341_600

func ada(t *testing.T) Identity {
	t.Helper()
	id, err := IdentityOf(contract.ChatRow{Chat: "14155550132@c.us", LID: "111222333444555@lid"}, Account{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// pageOf writes a page as the bridge does, with messages as raw JSON.
func pageOf(messages ...string) []byte {
	return fmt.Appendf(nil, `{"v":1,"chat":"14155550132@c.us","me":{"phone":"15550009999@c.us"},"messages":[%s],"start":true,"source":"store","variant":"msgFindBefore"}`,
		strings.Join(messages, ","))
}

// record returns a message as raw JSON; more is appended to its fields.
func record(id, typeName, more string) string {
	return fmt.Sprintf(`{"key":"false_14155550132@c.us_%s","id":%q,"fromMe":false,"t":%d,"type":%q%s}`, id, id, now-60, typeName, more)
}

func decodeOne(t *testing.T, message string) Message {
	t.Helper()
	page, rejected, err := DecodePage(pageOf(message), ada(t), now)
	if err != nil || len(rejected) > 0 || len(page.Messages) != 1 {
		t.Fatalf("%s gave %d messages, rejected %v, error %v", message, len(page.Messages), rejected, err)
	}
	return page.Messages[0]
}

func TestDecodePageReadsAMessage(t *testing.T) {
	t.Parallel()
	got := decodeOne(t, record("3EB0AA", "chat", `,"sender":"111222333444555:3@lid","senderName":" Ada\n Lovelace ","text":"one\r\ntwo\u0000\u0007\ttab","edited":true,
		"editedAt":1795341590123,"quote":{"id":"3EB0AB","sender":"15550009999@c.us","type":"image","text":"a caption"}`))
	lid := JID{User: "111222333444555", Server: ServerLID}
	want := Message{
		ID: "3EB0AA", Key: "false_14155550132@c.us_3EB0AA", T: now - 60, Sender: lid, SenderName: "Ada Lovelace", Kind: MessageText, Type: "chat",
		Text: "one\ntwo\ttab", Edited: true, EditedAt: 1795341590123,
		Quote:  &Quote{ID: "3EB0AB", Sender: JID{User: "15550009999", Server: ServerPhone}, Kind: MessageImage, Text: "a caption"},
		Source: contract.SourceStore,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (quote %+v)\nwant %+v (quote %+v)", got, got.Quote, want, want.Quote)
	}
}

func TestDecodePageReadsThePage(t *testing.T) {
	t.Parallel()
	page, rejected, err := DecodePage([]byte(`{"v":1,"chat":"111222333444555@lid","me":{"phone":"15550009999@c.us","lid":"999888777666555@lid","name":"Me"},
		"messages":null,"start":true,"end":true,"source":"store","variant":"chat.msgs","partial":true}`), ada(t), now)
	want := Page{
		Chat: JID{User: "111222333444555", Server: ServerLID}, Me: own(t), Start: true, End: true, Partial: true,
		Source: contract.SourceStore, Variant: "chat.msgs",
	}
	if err != nil || len(rejected) > 0 || !reflect.DeepEqual(page, want) {
		t.Errorf("got %+v, %v, %v\nwant %+v", page, rejected, err, want)
	}
}

func TestDecodePageKinds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typeName, more string
		want           MessageKind
	}{
		{"chat", `,"text":"hello"`, MessageText},
		{"chat", ``, MessageText},
		{"buttons_response", `,"text":"Yes"`, MessageText},
		{"interactive", ``, MessageOther},
		{"image", `,"media":{"mime":"image/jpeg"}`, MessageImage},
		{"video", `,"media":{"mime":"video/mp4","seconds":7}`, MessageVideo},
		{"video", `,"subtype":"gif"`, MessageGIF},
		{"image", `,"media":{"mime":"image/gif"}`, MessageGIF},
		{"ptv", ``, MessageVideo},
		{"ptt", `,"media":{"seconds":42}`, MessageVoice},
		{"audio", ``, MessageAudio},
		{"document", `,"media":{"name":"offer.pdf","size":1200000}`, MessageDocument},
		{"sticker", ``, MessageSticker},
		{"location", `,"location":{"latitude":52.52,"longitude":13.4}`, MessageLocation},
		{"video", `,"media":{"gif":true}`, MessageGIF},
		{"vcard", `,"contacts":[{"name":"Ada"}]`, MessageContact},
		{"multi_vcard", `,"contacts":[{"name":"Ada"},{"name":"Bob"}]`, MessageContact},
		{"event_creation", `,"event":{"start":1795341600}`, MessageEvent},
		{"album", `,"album":{"images":3}`, MessageAlbum},
		{"order", `,"shop":{"items":3}`, MessageShop},
		{"payment", ``, MessageShop},
		{"list", `,"text":"Choose","choices":["A","B"]`, MessageText},
		{"list", `,"choices":["A","B"]`, MessageOther},
		{"groups_v4_invite", `,"text":"Team"`, MessageOther},
		{"poll_creation", `,"poll":{"question":"When?","options":["Mon","Tue"]}`, MessagePoll},
		{"call_log", `,"call":{"video":true,"outcome":"Missed"}`, MessageCall},
		{"e2e_notification", `,"text":"111222333444555@lid"`, MessageSystem},
		{"gp2", `,"subtype":"create"`, MessageSystem},
		{"revoked", `,"subtype":"sender","deleted":"sender"`, MessageDeleted},
		{"chat", `,"deleted":"admin"`, MessageDeleted},
		{"ciphertext", ``, MessagePending},
		{"ciphertext", `,"subtype":"view_once_unavailable_fanout"`, MessageWithheld},
		{"image", `,"withheld":"view_once"`, MessageWithheld},
		{"protocol", ``, MessageControl},
		{"reaction", ``, MessageControl},
		{"product", ``, MessageShop},
		{"chat", `,"withheld":"phone_only"`, MessageWithheld},
		{"notification_template", `,"subtype":"disappearing_mode_update","withheld":"disappearing"`, MessageSystem},
		{"protocol", `,"withheld":"disappearing"`, MessageControl},
		{"never_seen_before", `,"text":"still text"`, MessageOther},
	}
	for _, tt := range tests {
		got := decodeOne(t, record("3A", tt.typeName, tt.more))
		if got.Kind != tt.want || got.Type != tt.typeName {
			t.Errorf("%s%s is %s of type %s, want %s", tt.typeName, tt.more, got.Kind, got.Type, tt.want)
		}
		if got.Visible() != (tt.want != MessageControl) {
			t.Errorf("%s: visible %v", tt.typeName, got.Visible())
		}
		if (got.Kind == MessageSystem || got.Kind == MessageWithheld) && got.Text != "" {
			t.Errorf("%s keeps the body %q", tt.typeName, got.Text)
		}
	}
}

func TestDecodePageKeepsNothingOfWithheldMessages(t *testing.T) {
	t.Parallel()
	for _, why := range []Withheld{WithheldViewOnce, WithheldDisappearing, WithheldProtected, WithheldPhoneOnly} {
		got := decodeOne(t, record("3A", "image", `,"withheld":"`+string(why)+`","text":"secret","media":{"name":"secret.jpg"},"quote":{"text":"secret"},
			"contacts":[{"name":"secret"}],"location":{"latitude":1,"longitude":2},"poll":{"question":"secret"},"event":{"place":"secret"},
			"shop":{"title":"secret"},"choices":["secret"],"ad":{"title":"secret"},"system":{"text":"secret"},"reactions":[{"emoji":"secret"}]`))
		packed, err := json.Marshal(got)
		if err != nil || got.Withheld != why || strings.Contains(string(packed), "secret") || got.Location != nil {
			t.Errorf("%s left %s, error %v", why, packed, err)
		}
	}
}

func TestDecodePagePutsDescriptionsRight(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("\U0001F600", maxTextLength/2+5)
	got := decodeOne(t, record("3A", "chat", `,"text":"`+long+`","senderName":"`+strings.Repeat("n", 900)+`","sender":"nobody","edited":true,"editedAt":5,
		"quote":{"id":"a_b","sender":"x","type":"b\u0000d","text":"`+strings.Repeat("q", 5000)+`"}`))
	if units := len(utf16.Encode([]rune(got.Text))); units != maxTextLength || !got.Cut {
		t.Errorf("text has %d units, cut %v", units, got.Cut)
	}
	if len(got.SenderName) != maxNameLength || !got.Sender.IsZero() || !got.Edited || got.EditedAt != 0 {
		t.Errorf("name of %d, sender %v, edited %v at %d", len(got.SenderName), got.Sender, got.Edited, got.EditedAt)
	}
	if got.Quote.ID != "" || !got.Quote.Sender.IsZero() || got.Quote.Kind != "" || len(got.Quote.Text) != maxQuoteLength {
		t.Errorf("quote %+v", got.Quote)
	}
	if got := decodeOne(t, record("3A", "location", `,"location":{"latitude":95,"longitude":2}`)); got.Location != nil {
		t.Errorf("a place off the globe became %+v", got.Location)
	}
	if got := decodeOne(t, record("3A", "ptt", `,"media":{"seconds":-4,"size":-1}`)); got.Media.Seconds != 0 || got.Media.Size != 0 {
		t.Errorf("impossible lengths became %+v", got.Media)
	}
	if got := decodeOne(t, record("3A", "call_log", `,"call":{"outcome":"<b>","seconds":99999999}`)); got.Call.Outcome != "" || got.Call.Seconds != 0 {
		t.Errorf("an impossible call became %+v", got.Call)
	}
	if got := decodeOne(t, record("3A", "chat", `,"text":"short","cut":true`)); !got.Cut {
		t.Error("the bridge's own mark of a cut text is lost")
	}
}

// TestDecodePageRejectsOneMessage puts each bad message between two good ones
// and holds that only the bad one is left out, by name.
func TestDecodePageRejectsOneMessage(t *testing.T) {
	t.Parallel()
	with := func(key, id, fromMe, sent, typeName string) string {
		return fmt.Sprintf(`{"key":%q,"id":%q,"fromMe":%s,"t":%s,"type":%q}`, key, id, fromMe, sent, typeName)
	}
	recent := fmt.Sprint(now - 60)
	tests := []struct {
		name, message, id string
		reason            Reason
	}{
		{"not an object", `7`, "", ReasonMalformed},
		{"a field nobody named", record("3A", "chat", `,"mediaKey":"x"`), "", ReasonMalformed},
		{"a field of a wrong type", record("3A", "chat", `,"text":{}`), "", ReasonMalformed},
		{"a card as a plain name", record("3A", "vcard", `,"contacts":["Ada"]`), "", ReasonMalformed},
		{"a field of a reaction nobody named", record("3A", "chat", `,"reactions":[{"emoji":"x","photo":"y"}]`), "", ReasonMalformed},
		{"a nested field nobody named", record("3A", "image", `,"media":{"directPath":"/v/t"}`), "", ReasonMalformed},
		{"a broken time", with("false_14155550132@c.us_3A", "3A", "false", "1.5", "chat"), "", ReasonMalformed},
		{"null", `null`, "", ReasonID},
		{"no key", with("", "3A", "false", recent, "chat"), "", ReasonID},
		{"key of a build that lost its string form", with("undefined", "3A", "false", recent, "chat"), "", ReasonID},
		{"id beside the key", with("false_14155550132@c.us_3A", "3B", "false", recent, "chat"), "", ReasonID},
		{"direction beside the key", with("false_14155550132@c.us_3A", "3A", "true", recent, "chat"), "", ReasonID},
		{"another person's chat", with("false_14155550199@c.us_3A", "3A", "false", recent, "chat"), "3A", ReasonOtherChat},
		{"another person's LID", with("false_222333444555666@lid_3A", "3A", "false", recent, "chat"), "3A", ReasonOtherChat},
		{"before WhatsApp", with("false_14155550132@c.us_3A", "3A", "false", "1230767999", "chat"), "3A", ReasonTime},
		{"milliseconds", with("false_14155550132@c.us_3A", "3A", "false", recent+"000", "chat"), "3A", ReasonTime},
		{"beyond tomorrow", with("false_14155550132@c.us_3A", "3A", "false", fmt.Sprint(now+clockSlack+1), "chat"), "3A", ReasonTime},
		{"no type", with("false_14155550132@c.us_3A", "3A", "false", recent, ""), "3A", ReasonType},
		{"a type that is none", with("false_14155550132@c.us_3A", "3A", "false", recent, "<script>"), "3A", ReasonType},
		{"a deletion by nobody", record("3A", "revoked", `,"deleted":"ghost"`), "3A", ReasonType},
		{"an unknown reason to withhold", record("3A", "chat", `,"withheld":"mood"`), "3A", ReasonType},
		{"the page could not read it", record("3A", "chat", `,"error":"TypeError"`), "3A", ReasonUnreadable},
	}
	for _, tt := range tests {
		page, rejected, err := DecodePage(pageOf(record("3EB0A1", "chat", ""), tt.message, record("3EB0A2", "chat", "")), ada(t), now)
		if err != nil || len(page.Messages) != 2 {
			t.Errorf("%s: %d messages left, error %v", tt.name, len(page.Messages), err)
			continue
		}
		if want := []Rejected{{Index: 1, ID: tt.id, Reason: tt.reason}}; !reflect.DeepEqual(rejected, want) {
			t.Errorf("%s: rejected %+v, want %+v", tt.name, rejected, want)
		}
	}
}

func TestDecodePageAcceptsTheEdgesOfTime(t *testing.T) {
	t.Parallel()
	for _, sent := range []int64{earliest, now, now + clockSlack} {
		message := fmt.Sprintf(`{"key":"true_111222333444555@lid_3A","id":"3A","fromMe":true,"t":%d,"type":"chat"}`, sent)
		if got := decodeOne(t, message); got.T != sent || !got.FromMe {
			t.Errorf("got %+v, want t %d", got, sent)
		}
	}
}

func TestDecodePageKeepsTheLaterOfTwoRecords(t *testing.T) {
	t.Parallel()
	lidKey := fmt.Sprintf(`{"key":"false_111222333444555@lid_3EB0A1","id":"3EB0A1","fromMe":false,"t":%d,"type":"chat","text":"newer"}`, now-60)
	page, rejected, err := DecodePage(pageOf(record("3EB0A1", "chat", `,"text":"older"`), record("3EB0A2", "chat", ""), lidKey), ada(t), now)
	if err != nil || len(rejected) > 0 || len(page.Messages) != 2 || page.Messages[0].Text != "newer" || page.Messages[1].ID != "3EB0A2" {
		t.Errorf("got %+v, %v, %v", page.Messages, rejected, err)
	}
}

func TestDecodePageRefusesTheWhole(t *testing.T) {
	t.Parallel()
	good := string(pageOf())
	tests := []struct {
		name, data string
		want       error
	}{
		{"nothing", ``, ErrMalformed},
		{"no JSON", `{`, ErrMalformed},
		{"a list", `[]`, ErrMalformed},
		{"something after it", good + `{}`, ErrMalformed},
		{"a field nobody named", strings.Replace(good, `"v":1`, `"v":1,"token":"x"`, 1), ErrMalformed},
		{"a prototype", strings.Replace(good, `"v":1`, `"v":1,"__proto__":{}`, 1), ErrMalformed},
		{"not UTF-8", strings.Replace(good, `msgFindBefore`, "\xff", 1), ErrMalformed},
		{"a strange variant", strings.Replace(good, `msgFindBefore`, `<img>`, 1), ErrMalformed},
		{"no source", strings.Replace(good, `"source":"store",`, ``, 1), ErrMalformed},
		{"a source nobody named", strings.Replace(good, `"store"`, `"rumour"`, 1), ErrMalformed},
		{"another version", strings.Replace(good, `"v":1`, `"v":2`, 1), ErrVersion},
		{"no version", `{}`, ErrVersion},
		{"too deep", strings.Replace(good, `[]`, `[[[[[[[]]]]]]]`, 1), ErrSize},
		{"too large", strings.Replace(good, `[]`, `["`+strings.Repeat("x", maxBytes)+`"]`, 1), ErrSize},
		{"too many", strings.Replace(good, `[]`, `[0`+strings.Repeat(",0", maxMessages)+`]`, 1), ErrSize},
		{"another chat", strings.Replace(good, `14155550132@c.us`, `14155550199@c.us`, 1), ErrOtherChat},
		{"no chat", strings.Replace(good, `14155550132@c.us`, ``, 1), ErrJID},
		{"a LID for a number", strings.Replace(good, `15550009999@c.us`, `999888777666555@lid`, 1), ErrIdentity},
	}
	for _, tt := range tests {
		page, rejected, err := DecodePage([]byte(tt.data), ada(t), now)
		if !errors.Is(err, tt.want) || rejected != nil || !reflect.DeepEqual(page, Page{}) {
			t.Errorf("%s: page %+v, rejected %v, error %v; want %v", tt.name, page, rejected, err, tt.want)
		}
	}
}

func TestDepthIgnoresStrings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{`7`: 0, `{}`: 1, `[{"a":[1]}]`: 3, `["[[[{{{"]`: 1, `["\"[[["]`: 1, `["\\",[[]]]`: 3, `[][[]]`: 2} {
		if got := depth([]byte(text)); got != want {
			t.Errorf("depth(%s) = %d, want %d", text, got, want)
		}
	}
}
