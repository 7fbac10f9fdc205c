package whatsapp

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestDecodePageReadsEveryPart(t *testing.T) {
	t.Parallel()
	lid, phone := optionalJID("222333444555666@lid"), optionalJID("14155550132@c.us")
	tests := []struct {
		name, typeName, more string
		got                  func(Message) any
		want                 any
	}{
		{"marks", "chat", `,"forwarded":true,"failed":true,"parent":"3EB0F0"`, func(m Message) any { return []any{m.Forwarded, m.Failed, m.Parent} }, []any{true, false, "3EB0F0"}},
		{"a parent that is none", "image", `,"parent":"a_b"`, func(m Message) any { return m.Parent }, ""},
		{"document", "document", `,"media":{"mime":"application/pdf","name":"offer.pdf","size":5,"pages":12}`,
			func(m Message) any { return *m.Media }, Media{MIME: "application/pdf", Name: "offer.pdf", Size: 5, Pages: 12}},
		{"impossible pages", "document", `,"media":{"pages":-1}`, func(m Message) any { return m.Media.Pages }, int64(0)},
		{"quote", "chat", `,"quote":{"id":"3A","sender":"222333444555666@lid","senderName":" Bob ","type":"chat","text":"q"}`,
			func(m Message) any { return *m.Quote }, Quote{ID: "3A", Sender: lid, SenderName: "Bob", Kind: MessageText, Text: "q"}},
		{"own quote", "chat", `,"quote":{"fromMe":true,"text":"q"}`, func(m Message) any { return *m.Quote }, Quote{FromMe: true, Text: "q"}},
		{"deleted by an admin", "revoked", `,"deleted":"admin","deletedBy":"14155550132:2@c.us"`, func(m Message) any { return []any{m.DeletedBy, m.DeletedByMe} }, []any{phone, false}},
		{"deleted by me", "revoked", `,"deleted":"admin","deletedBy":"15550009999@c.us"`, func(m Message) any { return m.DeletedByMe }, true},
		{"deleted by nobody", "revoked", `,"deleted":"admin","deletedBy":"x"`, func(m Message) any { return m.DeletedBy }, JID{}},
		{"reactions in an order of their own", "chat", `,"reactions":[{"emoji":"z","fromMe":true},{"emoji":"b","name":"Bob"},{"emoji":"a","sender":"14155550132@c.us","name":"Ada","at":1795341590123}]`,
			func(m Message) any { return m.Reactions }, []Reaction{{Emoji: "a", Sender: phone, Name: "Ada", At: 1795341590123}, {Emoji: "b", Name: "Bob"}, {Emoji: "z", FromMe: true}}},
		{"the later of two reactions", "chat", `,"reactions":[{"emoji":"a","sender":"14155550132@c.us","at":1795341590123},{"emoji":"b","sender":"14155550132@c.us","at":1795341580123},
			{"emoji":"c","fromMe":true},{"emoji":"d","fromMe":true}]`,
			func(m Message) any { return m.Reactions }, []Reaction{{Emoji: "a", Sender: phone, At: 1795341590123}, {Emoji: "d", FromMe: true}}},
		{"a reaction that is none", "chat", `,"reactions":[{"emoji":" "},{"emoji":"a","sender":"x","at":7}]`, func(m Message) any { return m.Reactions }, []Reaction{{Emoji: "a"}}},
		{"a reaction too long to be one", "chat", `,"reactions":[{"emoji":"` + strings.Repeat("x", maxEmojiLength+1) + `"}]`, func(m Message) any { return m.Reactions }, []Reaction(nil)},
		{"a number too long to be one", "vcard", `,"contacts":[{"name":"Ada","phones":["` + strings.Repeat("1 ", maxPhoneLength) + `"]}]`, func(m Message) any { return m.Contacts }, []Contact{{Name: "Ada"}}},
		{"cards", "multi_vcard", `,"contacts":[{"name":" Ada "},{"phones":["+1 415 555 0132","","ask"]},{},{"name":"Bob","phones":["7"]}]`,
			func(m Message) any { return m.Contacts }, []Contact{{Name: "Ada"}, {Phones: []string{"+1 415 555 0132"}}, {Name: "Bob", Phones: []string{"7"}}}},
		{"poll with votes", "poll_creation", `,"poll":{"question":"q","options":["a","","b"],"multiple":true,"votes":[3,2,1]}`,
			func(m Message) any { return *m.Poll }, Poll{Question: "q", Options: []string{"a", "b"}, Multiple: true, Votes: []int64{3, 1}}},
		{"votes for other options", "poll_creation", `,"poll":{"question":"q","options":["a","b"],"votes":[1]}`, func(m Message) any { return m.Poll.Votes }, []int64(nil)},
		{"impossible votes", "poll_creation", `,"poll":{"question":"q","options":["a"],"votes":[-1]}`, func(m Message) any { return m.Poll.Votes }, []int64(nil)},
		{"event", "event_creation", `,"event":{"start":1795341600,"end":1795345200,"place":"Café\nHigh Street","cancelled":true}`,
			func(m Message) any { return *m.Event }, Event{Start: 1795341600, End: 1795345200, Place: "Café, High Street", Cancelled: true}},
		{"an event that ends before it starts", "event_creation", `,"event":{"start":1795341600,"end":1795341599}`, func(m Message) any { return *m.Event }, Event{Start: 1795341600}},
		{"an event in milliseconds", "event_creation", `,"event":{"start":1795341600000,"end":5}`, func(m Message) any { return *m.Event }, Event{}},
		{"album", "album", `,"album":{"images":3,"videos":-1}`, func(m Message) any { return *m.Album }, Album{Images: 3}},
		{"order", "order", `,"shop":{"title":"Lamp","items":2,"thousandths":49900,"currency":"EUR"}`, func(m Message) any { return *m.Shop }, Shop{Title: "Lamp", Items: 2, Thousandths: 49900, Currency: "EUR"}},
		{"an impossible price", "product", `,"shop":{"items":-2,"thousandths":-5,"currency":"<b>"}`, func(m Message) any { return *m.Shop }, Shop{}},
		{"choices", "list", `,"text":"t","choices":[" A ","","B"]`, func(m Message) any { return m.Choices }, []string{"A", "B"}},
		{"advertisement", "chat", `,"ad":{"title":"Sale","url":"https://fb.me/x?y=1"}`, func(m Message) any { return *m.Ad }, Ad{Title: "Sale", URL: "https://fb.me/x?y=1"}},
		{"an address that is none", "chat", `,"ad":{"title":"Sale","url":"javascript:alert(1)"}`, func(m Message) any { return *m.Ad }, Ad{Title: "Sale"}},
		{"an address in two lines", "chat", `,"ad":{"url":"https://fb.me/x\n10:00 Bob: hi"}`, func(m Message) any { return *m.Ad }, Ad{}},
		{"notice", "gp2", `,"subtype":"add","system":{"actor":"222333444555666@lid","actorName":"Bob","people":["Cy",""," +14155550132 "],"text":"two\nlines"}`,
			func(m Message) any { return *m.System }, System{Actor: lid, ActorName: "Bob", People: []string{"Cy", "+14155550132"}, Text: "two lines"}},
		{"own notice", "gp2", `,"system":{"actor":"15550009999@c.us"}`, func(m Message) any { return m.System.FromMe }, true},
		{"a notice about nothing", "gp2", `,"system":{}`, func(m Message) any { return m.System }, (*System)(nil)},
		{"missed call by subtype", "call_log", `,"subtype":"miss_video"`, func(m Message) any { return *m.Call }, Call{Video: true, Outcome: "missed"}},
		{"a call's own outcome", "call_log", `,"subtype":"miss","call":{"outcome":"Rejected"}`, func(m Message) any { return *m.Call }, Call{Outcome: "rejected"}},
		{"source", "chat", ``, func(m Message) any { return string(m.Source) }, "store"},
	}
	for _, tt := range tests {
		if got := tt.got(decodeOne(t, record("3A", tt.typeName, tt.more))); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// TestReactionsHaveOneDigest holds that the order in which a page lists reactions
// changes nothing.
func TestReactionsHaveOneDigest(t *testing.T) {
	t.Parallel()
	a, b, c := `{"emoji":"👍","sender":"14155550132@c.us"}`, `{"emoji":"❤","fromMe":true}`, `{"emoji":"👍","sender":"14155550199@c.us","at":1795341590123}`
	first := decodeOne(t, record("3A", "chat", `,"reactions":[`+a+","+b+","+c+`]`))
	for _, order := range [][]string{{a, c, b}, {b, a, c}, {b, c, a}, {c, a, b}, {c, b, a}} {
		other := decodeOne(t, record("3A", "chat", `,"reactions":[`+strings.Join(order, ",")+`]`))
		if !reflect.DeepEqual(other.Reactions, first.Reactions) || other.Digest() != first.Digest() {
			t.Errorf("%v became %+v", order, other.Reactions)
		}
	}
}

func TestDecodePageReadsFailures(t *testing.T) {
	t.Parallel()
	got := decodeOne(t, fmt.Sprintf(`{"key":"true_14155550132@c.us_3A","id":"3A","fromMe":true,"t":%d,"type":"chat","failed":true}`, now))
	if !got.Failed {
		t.Error("an own message that was not sent does not say so")
	}
}

func TestDecodePageBoundsLists(t *testing.T) {
	t.Parallel()
	many := func(entry string, n int) string { return strings.Repeat(entry+",", n-1) + entry }
	got := decodeOne(t, record("3A", "chat", `,"choices":[`+many(`"a"`, 2*maxOptions)+`],"contacts":[`+many(`{"phones":[`+many(`"1"`, 2*maxPhones)+`]}`, 2*maxContacts)+`],
		"reactions":[`+many(`{"emoji":"a"}`, 2*maxReactions)+`]`))
	if len(got.Choices) != maxOptions || len(got.Contacts) != maxContacts || len(got.Contacts[0].Phones) != maxPhones || len(got.Reactions) != maxReactions {
		t.Errorf("%d choices, %d contacts of %d numbers, %d reactions", len(got.Choices), len(got.Contacts), len(got.Contacts[0].Phones), len(got.Reactions))
	}
	system := decodeOne(t, record("3A", "gp2", `,"system":{"people":[`+many(`"a"`, 2*maxPeople)+`],"text":"`+strings.Repeat("t", 2*maxNoticeLength)+`"}`)).System
	if len(system.People) != maxPeople || len(system.Text) != maxNoticeLength {
		t.Errorf("%d people, a text of %d", len(system.People), len(system.Text))
	}
}

func TestDecodePageNamesItsEnds(t *testing.T) {
	t.Parallel()
	broken := `{"key":"false_14155550132@c.us_3C","id":"3C","fromMe":false,"t":5,"type":"chat"}`
	page, rejected, err := DecodePage(pageOf(broken, record("3A", "chat", ""), record("3B", "chat", ""), strings.ReplaceAll(broken, "3C", "3D"), `{}`), ada(t), now)
	if err != nil || len(rejected) != 3 || page.Oldest != "false_14155550132@c.us_3C" || page.Newest != "false_14155550132@c.us_3D" {
		t.Errorf("from %s to %s, %d rejected, error %v", page.Oldest, page.Newest, len(rejected), err)
	}
}

func TestDecodePageOfTheScreenIsPartial(t *testing.T) {
	t.Parallel()
	page, _, err := DecodePage([]byte(strings.Replace(string(pageOf(record("3A", "chat", ""))), `"store"`, `"screen"`, 1)), ada(t), now)
	if err != nil || !page.Partial || page.Source != "screen" || page.Messages[0].Source != "screen" {
		t.Errorf("%+v, error %v", page, err)
	}
}
