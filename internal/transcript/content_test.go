package transcript

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// zone loads a zone from the data linked into the test.
func zone(t *testing.T, name string) Zone {
	t.Helper()
	location, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return LocationZone(location)
}

// at returns the Unix seconds of a time in RFC 3339.
func at(t *testing.T, text string) int64 {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Unix()
}

func jid(t *testing.T, text string) whatsapp.JID {
	t.Helper()
	j, err := whatsapp.ParseJID(text)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// lineOf renders one message at 10:01 and returns its lines.
func lineOf(t *testing.T, m whatsapp.Message) string {
	t.Helper()
	m.ID, m.T = "3A", at(t, "2026-11-22T10:01:00+01:00")
	if m.Kind == "" {
		m.Kind = whatsapp.MessageText
	}
	if m.Type == "" {
		m.Type = "chat"
	}
	parts := Render(Day{Date: "2026-11-22", Zone: zone(t, "Europe/Berlin"), Title: "Ada", OwnName: "Bea", Messages: []whatsapp.Message{m}, Words: English(), InstallTag: "t"})
	if len(parts) != 1 {
		t.Fatalf("%d parts", len(parts))
	}
	_, rest, _ := strings.Cut(parts[0].Text, "\n\n")
	line, _, _ := strings.Cut(rest, "\n\n— ")
	return line
}

func TestOneMessage(t *testing.T) {
	t.Parallel()
	editedAt := at(t, "2026-11-22T10:05:00+01:00") * 1000
	nextDay := at(t, "2026-11-23T00:05:00+01:00") * 1000
	media := func(m whatsapp.Media) *whatsapp.Media { return &m }
	tests := []struct {
		name string
		m    whatsapp.Message
		want string
	}{
		{"text", whatsapp.Message{Text: "hello"}, `10:01 Ada: hello`},
		{"own text", whatsapp.Message{Text: "hello", FromMe: true}, `10:01 Bea: hello`},
		{"push name beside the chat's name", whatsapp.Message{Text: "hello", SenderName: "Ada L."}, `10:01 Ada: hello`},
		{"group member", whatsapp.Message{Text: "hi", SenderName: "Cy", Participant: jid(t, "111222333444555@lid")}, `10:01 Cy: hi`},
		{"group member by number", whatsapp.Message{Text: "hi", Participant: jid(t, "14155550132@c.us")}, `10:01 +14155550132: hi`},
		{"group member with a hidden number", whatsapp.Message{Text: "hi", Participant: jid(t, "111222333444555@lid")}, `10:01 Unknown: hi`},
		{"no text", whatsapp.Message{}, `10:01 Ada: [message of type "chat"]`},
		{"several lines", whatsapp.Message{Text: "one\n\ntwo\n"}, "10:01 Ada: one\n      |\n      | two"},
		{"all kinds of line ends", whatsapp.Message{Text: "a\u2028b\vc\u0085d\r\ne"}, "10:01 Ada: a\n      | b\n      | c\n      | d\n      | e"},
		{"a line that plays a message", whatsapp.Message{Text: "ok\n10:02 Bea: I promise"}, "10:01 Ada: ok\n      | 10:02 Bea: I promise"},
		{"a name that plays a message", whatsapp.Message{Text: "x", SenderName: "Bea: yes\n10:02 Ada\u202e", Participant: jid(t, "111222333444555@lid")}, "10:01 Bea yes 10 02 Ada: x"},
		{"right to left", whatsapp.Message{Text: "שלום \u200fעולם", SenderName: "עדה", Participant: jid(t, "111222333444555@lid")}, "10:01 עדה: שלום \u200fעולם"},
		{"joined emoji", whatsapp.Message{Text: "👩‍👩‍👧‍👦 🇩🇪 👍🏽"}, "10:01 Ada: 👩‍👩‍👧‍👦 🇩🇪 👍🏽"},
		{"cut", whatsapp.Message{Text: "long", Cut: true}, "10:01 Ada: long … [the end of this message was too long to be saved]"},

		{"reply", whatsapp.Message{Text: "yes", Quote: &whatsapp.Quote{Text: "shall\nwe?"}}, `10:01 Ada: (answering "shall we?") yes`},
		{"reply to a long text", whatsapp.Message{Text: "yes", Quote: &whatsapp.Quote{Text: strings.Repeat("ab ", 50)}},
			`10:01 Ada: (answering "` + strings.TrimSpace(strings.Repeat("ab ", 27))[:80] + `…") yes`},
		{"reply to a photo", whatsapp.Message{Text: "nice", Quote: &whatsapp.Quote{Kind: whatsapp.MessageImage}}, `10:01 Ada: (answering [photo]) nice`},
		{"reply to something unknown", whatsapp.Message{Text: "nice", Quote: &whatsapp.Quote{}}, `10:01 Ada: nice`},
		{"edited", whatsapp.Message{Text: "new\ntext", Edited: true, EditedAt: editedAt}, "10:01 Ada: new\n      | text (edited 10:05)"},
		{"edited on another day", whatsapp.Message{Text: "new", Edited: true, EditedAt: nextDay}, "10:01 Ada: new (edited 2026-11-23 00:05)"},
		{"edited at some time", whatsapp.Message{Text: "new", Edited: true}, "10:01 Ada: new (edited)"},
		{"deleted", whatsapp.Message{Kind: whatsapp.MessageDeleted, Deleted: whatsapp.DeletedBySender}, "10:01 Ada: (deleted by sender)"},
		{"deleted by an admin", whatsapp.Message{Kind: whatsapp.MessageDeleted, Deleted: whatsapp.DeletedByAdmin}, "10:01 Ada: (deleted by an admin)"},
		{"deleted, text known", whatsapp.Message{Text: "oops", Deleted: whatsapp.DeletedBySender}, "10:01 Ada: oops (deleted by sender)"},

		{"photo", whatsapp.Message{Kind: whatsapp.MessageImage}, "10:01 Ada: [photo]"},
		{"photo of a size", whatsapp.Message{Kind: whatsapp.MessageImage, Media: media(whatsapp.Media{Name: "IMG-20261122-WA0001.jpg", Size: 245_000})}, "10:01 Ada: [photo, 245 kB]"},
		{"photo with a name", whatsapp.Message{Kind: whatsapp.MessageImage, Text: "here", Media: media(whatsapp.Media{Name: "Floor plan.jpg", Size: 245_000})}, "10:01 Ada: [photo: Floor plan.jpg, 245 kB] here"},
		{"photo with caption", whatsapp.Message{Kind: whatsapp.MessageImage, Text: "us\ntwo"}, "10:01 Ada: [photo] us\n      | two"},
		{"video", whatsapp.Message{Kind: whatsapp.MessageVideo, Media: media(whatsapp.Media{Seconds: 3723})}, "10:01 Ada: [video, 1:02:03]"},
		{"video of a size", whatsapp.Message{Kind: whatsapp.MessageVideo, Media: media(whatsapp.Media{Seconds: 34, Size: 3_100_000})}, "10:01 Ada: [video, 0:34, 3.1 MB]"},
		{"GIF of a size", whatsapp.Message{Kind: whatsapp.MessageGIF, Media: media(whatsapp.Media{Seconds: 3, Size: 1_200})}, "10:01 Ada: [GIF, 0:03, 1.2 kB]"},
		{"GIF", whatsapp.Message{Kind: whatsapp.MessageGIF}, "10:01 Ada: [GIF]"},
		{"voice", whatsapp.Message{Kind: whatsapp.MessageVoice, Media: media(whatsapp.Media{Seconds: 42, Size: 31_220, Name: "song.ogg"})}, "10:01 Ada: [voice message, 0:42]"},
		{"voice of unknown length", whatsapp.Message{Kind: whatsapp.MessageVoice}, "10:01 Ada: [voice message]"},
		{"audio", whatsapp.Message{Kind: whatsapp.MessageAudio, Media: media(whatsapp.Media{Seconds: 60})}, "10:01 Ada: [audio, 1:00]"},
		{"document", whatsapp.Message{Kind: whatsapp.MessageDocument, Media: media(whatsapp.Media{Name: "offer.pdf", Size: 1_234_567})}, "10:01 Ada: [document: offer.pdf, 1.2 MB]"},
		{"document without a name", whatsapp.Message{Kind: whatsapp.MessageDocument, Media: media(whatsapp.Media{Size: 999})}, "10:01 Ada: [document, 999 B]"},
		{"document, rounded up a unit", whatsapp.Message{Kind: whatsapp.MessageDocument, Media: media(whatsapp.Media{Size: 999_960})}, "10:01 Ada: [document, 1 MB]"},
		{"document, nothing known", whatsapp.Message{Kind: whatsapp.MessageDocument}, "10:01 Ada: [document]"},
		{"audio with a name", whatsapp.Message{Kind: whatsapp.MessageAudio, Media: media(whatsapp.Media{Seconds: 60, Size: 4_301_220, Name: "song.mp3"})}, "10:01 Ada: [audio: song.mp3, 1:00, 4.3 MB]"},
		{"sticker of a size", whatsapp.Message{Kind: whatsapp.MessageSticker, Media: media(whatsapp.Media{Size: 20_112})}, "10:01 Ada: [sticker]"},
		{"sticker", whatsapp.Message{Kind: whatsapp.MessageSticker}, "10:01 Ada: [sticker]"},
		{"place", whatsapp.Message{Kind: whatsapp.MessageLocation, Location: &whatsapp.Location{Latitude: 52.52, Longitude: -0.0000001, Name: "Café"}},
			"10:01 Ada: [location: Café] https://maps.google.com/?q=52.520000,0.000000"},
		{"live place", whatsapp.Message{Kind: whatsapp.MessageLocation, Location: &whatsapp.Location{Latitude: -33.8567844, Longitude: 151.2152967, Live: true}},
			"10:01 Ada: [live location] https://maps.google.com/?q=-33.856784,151.215297"},
		{"place that is not known", whatsapp.Message{Kind: whatsapp.MessageLocation}, "10:01 Ada: [location]"},
		{"contact cards", whatsapp.Message{Kind: whatsapp.MessageContact, Contacts: []whatsapp.Contact{{Name: "Bob"}, {Name: "Cy"}}}, "10:01 Ada: [contact: Bob, Cy]"},
		{"poll", whatsapp.Message{Kind: whatsapp.MessagePoll, Poll: &whatsapp.Poll{Question: "When?", Options: []string{"Mon", "Tue"}}},
			"10:01 Ada: [poll: When?]\n      | - Mon\n      | - Tue"},
		{"call", whatsapp.Message{Kind: whatsapp.MessageCall, Call: &whatsapp.Call{Seconds: 192, Outcome: "connected"}}, "10:01 Ada: [voice call, 3:12]"},
		{"contact cards with numbers", whatsapp.Message{Kind: whatsapp.MessageContact, Contacts: []whatsapp.Contact{
			{Name: "Bob", Phones: []string{"+49 30 901820", "+49 170 1234567"}}, {Phones: []string{"+1 415 555 0132"}}, {Name: "Cy"},
		}}, "10:01 Ada: [contact: Bob (+49 30 901820, +49 170 1234567), +1 415 555 0132, Cy]"},
		{"poll with votes", whatsapp.Message{Kind: whatsapp.MessagePoll, Poll: &whatsapp.Poll{
			Question: "When?", Options: []string{"Mon", "Tue", "Wed"}, Multiple: true, Votes: []int64{1, 0, 12},
		}}, "10:01 Ada: [poll with several answers: When?]\n      | - Mon (1 vote)\n      | - Tue (0 votes)\n      | - Wed (12 votes)"},
		{"album", whatsapp.Message{Kind: whatsapp.MessageAlbum, Type: "album", Album: &whatsapp.Album{Images: 3, Videos: 1}, Text: "the house"}, "10:01 Ada: [album: 3 photos, 1 video] the house"},
		{"album of unknown size", whatsapp.Message{Kind: whatsapp.MessageAlbum, Type: "album", Album: &whatsapp.Album{}}, "10:01 Ada: [album]"},
		{"album of the version before", whatsapp.Message{Kind: whatsapp.MessageOther, Type: "album"}, "10:01 Ada: [album]"},
		{"event", whatsapp.Message{Kind: whatsapp.MessageEvent, Type: "event_creation", Text: "Lunch\nBring cake", Event: &whatsapp.Event{
			Start: at(t, "2026-11-25T12:00:00+01:00"), End: at(t, "2026-11-25T13:30:00+01:00"), Place: "Café, High Street",
		}}, "10:01 Ada: [event: 2026-11-25 12:00 to 13:30, Café, High Street] Lunch\n      | Bring cake"},
		{"event over night", whatsapp.Message{Kind: whatsapp.MessageEvent, Type: "event_creation", Event: &whatsapp.Event{
			Start: at(t, "2026-11-25T22:00:00+01:00"), End: at(t, "2026-11-26T01:00:00+01:00"), Cancelled: true,
		}}, "10:01 Ada: [event: 2026-11-25 22:00 to 2026-11-26 01:00, cancelled]"},
		{"event in summer", whatsapp.Message{Kind: whatsapp.MessageEvent, Type: "event_creation", Event: &whatsapp.Event{Start: at(t, "2026-07-01T10:00:00Z")}}, "10:01 Ada: [event: 2026-07-01 12:00]"},
		{"event at some time", whatsapp.Message{Kind: whatsapp.MessageEvent, Type: "event_creation", Text: "Lunch"}, "10:01 Ada: [event] Lunch"},
		{"order", whatsapp.Message{Kind: whatsapp.MessageShop, Type: "order", Text: "please", Shop: &whatsapp.Shop{Title: "Lamps", Items: 3, Thousandths: 49_900, Currency: "EUR"}},
			"10:01 Ada: [order: Lamps, 3 items, 49.90 EUR] please"},
		{"product", whatsapp.Message{Kind: whatsapp.MessageShop, Type: "product", Shop: &whatsapp.Shop{Title: "Lamp", Thousandths: 50_000}}, "10:01 Ada: [product: Lamp, 50]"},
		{"payment", whatsapp.Message{Kind: whatsapp.MessageShop, Type: "payment", Shop: &whatsapp.Shop{Items: 1, Thousandths: 1_255, Currency: "KWD"}}, "10:01 Ada: [payment, 1 item, 1.255 KWD]"},
		{"payment request", whatsapp.Message{Kind: whatsapp.MessageShop, Type: "payment", Subtype: "request", Shop: &whatsapp.Shop{Thousandths: 5_000, Currency: "INR"}}, "10:01 Ada: [payment request, 5 INR]"},
		{"payment of unknown height", whatsapp.Message{Kind: whatsapp.MessageShop, Type: "payment"}, "10:01 Ada: [payment]"},
		{"list", whatsapp.Message{Text: "What do you need?", Choices: []string{"A lamp", "A table"}, Edited: true}, "10:01 Ada: What do you need?\n      | - A lamp\n      | - A table (edited)"},
		{"buttons alone", whatsapp.Message{Kind: whatsapp.MessageOther, Type: "interactive", Choices: []string{"Yes"}}, "10:01 Ada: [message with buttons]\n      | - Yes"},
		{"invitation", whatsapp.Message{Kind: whatsapp.MessageOther, Type: "groups_v4_invite", Text: "Team"}, "10:01 Ada: [invitation to a group] Team"},
		{"document with pages", whatsapp.Message{Kind: whatsapp.MessageDocument, Media: media(whatsapp.Media{Name: "offer.pdf", Size: 1_234_567, Pages: 12})}, "10:01 Ada: [document: offer.pdf, 12 pages, 1.2 MB]"},
		{"forwarded", whatsapp.Message{Text: "look", Forwarded: true}, "10:01 Ada: (forwarded) look"},
		{"forwarded photo", whatsapp.Message{Kind: whatsapp.MessageImage, Forwarded: true, Text: "look"}, "10:01 Ada: (forwarded) [photo] look"},
		{"not sent", whatsapp.Message{Text: "hello", FromMe: true, Failed: true}, "10:01 Bea: hello (not sent)"},
		{"from an advertisement", whatsapp.Message{Text: "I saw your offer", Ad: &whatsapp.Ad{Title: "Summer sale", URL: "https://fb.me/x"}},
			"10:01 Ada: I saw your offer\n      | [came from the advertisement \"Summer sale\"] https://fb.me/x"},
		{"from some advertisement", whatsapp.Message{Text: "hi", Ad: &whatsapp.Ad{}}, "10:01 Ada: hi\n      | [came from an advertisement]"},
		{"reactions", whatsapp.Message{Text: "done", Edited: true, Reactions: []whatsapp.Reaction{{Emoji: "👍🏽", Name: "Ada L."}, {Emoji: "❤", FromMe: true}}},
			"10:01 Ada: done (edited)\n      | [reactions: 👍🏽 Ada, ❤ Bea]"},
		{"reactions in a group", whatsapp.Message{Text: "done", Participant: jid(t, "14155550132@c.us"), SenderName: "Cy", Reactions: []whatsapp.Reaction{
			{Emoji: "👍", Sender: jid(t, "14155550199@c.us")}, {Emoji: "🙏", Sender: jid(t, "111222333444555@lid")}, {Emoji: "👍", Name: "Dan: x"},
		}}, "10:01 Cy: done\n      | [reactions: 👍 +14155550199, 🙏 Unknown, 👍 Dan x]"},
		{"reply to somebody", whatsapp.Message{Text: "yes", Quote: &whatsapp.Quote{Text: "shall we?", SenderName: "Ada L."}}, `10:01 Ada: (answering Ada: "shall we?") yes`},
		{"reply to the own account", whatsapp.Message{Text: "yes", Quote: &whatsapp.Quote{Text: "shall we?", FromMe: true}}, `10:01 Ada: (answering Bea: "shall we?") yes`},
		{"reply in a group", whatsapp.Message{Text: "yes", Participant: jid(t, "14155550132@c.us"), SenderName: "Cy", Quote: &whatsapp.Quote{Kind: whatsapp.MessageImage, SenderName: "Dan"}},
			`10:01 Cy: (answering Dan: [photo]) yes`},
		{"reply to an event", whatsapp.Message{Text: "yes", Quote: &whatsapp.Quote{Kind: whatsapp.MessageEvent}}, `10:01 Ada: yes`},
		{"deleted by a known admin", whatsapp.Message{Kind: whatsapp.MessageDeleted, Deleted: whatsapp.DeletedByAdmin, DeletedBy: jid(t, "14155550199@c.us")},
			"10:01 Ada: (deleted by +14155550199, an admin)"},
		{"deleted by me as an admin", whatsapp.Message{Kind: whatsapp.MessageDeleted, Deleted: whatsapp.DeletedByAdmin, DeletedByMe: true}, "10:01 Ada: (deleted by Bea, an admin)"},
		{"deleted by a hidden admin", whatsapp.Message{Kind: whatsapp.MessageDeleted, Deleted: whatsapp.DeletedByAdmin, DeletedBy: jid(t, "111222333444555@lid")}, "10:01 Ada: (deleted by an admin)"},
		{"a LID in a mention", whatsapp.Message{Text: "ask @111222333444555\nor @14155550132"}, "10:01 Ada: ask @…\n      | or @14155550132"},
		{"a LID for a name", whatsapp.Message{Text: "hi", SenderName: "111222333444555", Participant: jid(t, "111222333444555@lid")}, "10:01 Unknown: hi"},
		{"missed video call", whatsapp.Message{Kind: whatsapp.MessageCall, Call: &whatsapp.Call{Video: true, Outcome: "missed"}}, "10:01 Ada: [missed video call]"},
		{"call of unknown outcome", whatsapp.Message{Kind: whatsapp.MessageCall, Call: &whatsapp.Call{Outcome: "new"}}, "10:01 Ada: [voice call]"},
		{"notice", whatsapp.Message{Kind: whatsapp.MessageSystem, Type: "gp2"}, "10:01 [WhatsApp notice]"},
		{"not decrypted", whatsapp.Message{Kind: whatsapp.MessagePending}, "10:01 Ada: [not readable on this computer yet; it may be only on the phone]"},
		{"view once", whatsapp.Message{Kind: whatsapp.MessageWithheld, Withheld: whatsapp.WithheldViewOnce}, "10:01 Ada: [view-once message, not saved]"},
		{"disappearing", whatsapp.Message{Kind: whatsapp.MessageWithheld, Withheld: whatsapp.WithheldDisappearing}, "10:01 Ada: [disappearing message, not saved]"},
		{"protected", whatsapp.Message{Kind: whatsapp.MessageWithheld, Withheld: whatsapp.WithheldProtected}, "10:01 Ada: [protected message, not saved]"},
		{"on the phone only", whatsapp.Message{Kind: whatsapp.MessageWithheld, Withheld: whatsapp.WithheldPhoneOnly}, "10:01 Ada: [message shown on the phone only, not saved]"},
		{"known type", whatsapp.Message{Kind: whatsapp.MessageOther, Type: "order"}, "10:01 Ada: [order]"},
		{"unknown type", whatsapp.Message{Kind: whatsapp.MessageOther, Type: "xyz", Text: "some text"}, `10:01 Ada: [message of type "xyz"] some text`},
		{"words that look like places for words", whatsapp.Message{Text: "{time}", Quote: &whatsapp.Quote{Text: "{quote} {time}"}}, `10:01 Ada: (answering "{quote} {time}") {time}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := lineOf(t, tt.m); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestControlMessagesAreNotShown(t *testing.T) {
	t.Parallel()
	parts := Render(Day{Date: "2026-11-22", Zone: zone(t, "UTC"), Words: English(), Messages: []whatsapp.Message{{ID: "3A", Kind: whatsapp.MessageControl, Type: "reaction"}}})
	if len(parts) != 0 {
		t.Errorf("a day without visible messages has %d parts", len(parts))
	}
}

func TestCutsKeepCharactersWhole(t *testing.T) {
	t.Parallel()
	for _, character := range []string{"é", "👍🏽", "👩‍👩‍👧‍👦", "🇩🇪", "✈️", "क्षि", "a"} {
		text := strings.Repeat(character, 40)
		for limit := 1; limit < 80; limit++ {
			got := strings.TrimSuffix(firstOf(text, limit), "…")
			if strings.ReplaceAll(got, character, "") != "" {
				t.Fatalf("the first %d of %q ended inside of a character: %q", limit, character, got)
			}
			front := text[:cutAt(text, size{limit + 30, 1000})]
			if strings.ReplaceAll(front, character, "") != "" && front != text {
				t.Fatalf("a cut after %d of %q fell inside of a character: %q", limit, character, front)
			}
		}
	}
	if at := cutAt("some words here", size{12, 100}); at != len("some words ") {
		t.Errorf("cut at %d, want behind the last space", at)
	}
	if at := cutAt("👩‍👩‍👧‍👦", size{1, 1}); at == 0 {
		t.Error("a cut made no progress")
	}
}
