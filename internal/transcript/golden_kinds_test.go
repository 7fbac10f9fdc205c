package transcript

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// of returns a message of the other side, of a kind and type.
func of(t *testing.T, when string, kind whatsapp.MessageKind, typeName, text string) whatsapp.Message {
	t.Helper()
	m := said(t, when, text)
	m.Kind, m.Type = kind, typeName
	return m
}

// noticed returns a notice of WhatsApp.
func noticed(t *testing.T, when, typeName, subtype string, system *whatsapp.System) whatsapp.Message {
	t.Helper()
	m := of(t, when, whatsapp.MessageSystem, typeName, "")
	m.Subtype, m.System = subtype, system
	return m
}

// by lets a member of a group have written a message, under a name or none.
func by(m whatsapp.Message, name string, author whatsapp.JID) whatsapp.Message {
	m.SenderName, m.Participant = name, author
	return m
}

// inGroup gives messages the keys they have in a group.
func inGroup(messages ...whatsapp.Message) []whatsapp.Message {
	for i, m := range messages {
		key := whatsapp.Key{FromMe: m.FromMe, Remote: whatsapp.JID{User: "120363025550000001", Server: whatsapp.ServerGroup}, ID: m.ID, Participant: m.Participant}
		messages[i].Key = key.String()
	}
	return messages
}

// goldenKinds are days with messages of every kind.
func goldenKinds(t *testing.T) map[string]Day {
	t.Helper()
	cy, dan := jid(t, "14155550132@c.us"), jid(t, "111222333444555@lid")
	return map[string]Day{
		"english-every-kind": {
			Date: "2026-11-22", Zone: zone(t, "Europe/Berlin"), Title: "Ada Lovelace", OwnName: "Bea", Words: English(), InstallTag: "a1b2c3",
			Messages: []whatsapp.Message{
				noticed(t, "2026-11-22T09:58:00+01:00", "e2e_notification", "encrypt", nil),
				like(said(t, "2026-11-22T10:00:00+01:00", "Hello, I saw your lamps. Do you have this one?"), func(m *whatsapp.Message) {
					m.Ad = &whatsapp.Ad{Title: "Winter sale", URL: "https://fb.me/2xYzAbC"}
				}),
				like(of(t, "2026-11-22T10:01:00+01:00", whatsapp.MessageAlbum, "album", ""), func(m *whatsapp.Message) { m.Album = &whatsapp.Album{Images: 2, Videos: 1} }),
				of(t, "2026-11-22T10:01:00+01:00", whatsapp.MessageImage, "image", "in the hall"),
				of(t, "2026-11-22T10:01:01+01:00", whatsapp.MessageImage, "image", ""),
				like(of(t, "2026-11-22T10:01:02+01:00", whatsapp.MessageVideo, "video", ""), func(m *whatsapp.Message) { m.Media = &whatsapp.Media{Seconds: 9} }),
				like(answered(t, "2026-11-22T10:05:00+01:00", "We do!"), func(m *whatsapp.Message) {
					m.Quote = &whatsapp.Quote{SenderName: "Ada L.", Kind: whatsapp.MessageText, Text: "Hello, I saw your lamps. Do you have this one?"}
					m.Reactions = []whatsapp.Reaction{{Emoji: "🎉", Name: "Ada L."}}
				}),
				like(answered(t, "2026-11-22T10:06:00+01:00", "Brass, 40 cm"), func(m *whatsapp.Message) {
					m.Kind, m.Type = whatsapp.MessageShop, "product"
					m.Shop = &whatsapp.Shop{Title: "Hall lamp", Thousandths: 49_900, Currency: "EUR"}
				}),
				like(said(t, "2026-11-22T10:10:00+01:00", "two, please\nand the small one"), func(m *whatsapp.Message) {
					m.Kind, m.Type = whatsapp.MessageShop, "order"
					m.Shop = &whatsapp.Shop{Items: 3, Thousandths: 120_000, Currency: "EUR"}
					m.Reactions = []whatsapp.Reaction{{Emoji: "👍🏽", Name: "Ada L."}, {Emoji: "❤️", FromMe: true}}
				}),
				like(answered(t, "2026-11-22T10:12:00+01:00", "How shall we deliver?"), func(m *whatsapp.Message) {
					m.Type, m.Choices = "list", []string{"By post", "I will come by"}
				}),
				like(said(t, "2026-11-22T10:13:00+01:00", "I will come by"), func(m *whatsapp.Message) {
					m.Type, m.Quote = "list_response", &whatsapp.Quote{FromMe: true, Kind: whatsapp.MessageText, Text: "How shall we deliver?"}
				}),
				like(answered(t, "2026-11-22T10:20:00+01:00", "Collecting the lamps\nPlease bring the old ones."), func(m *whatsapp.Message) {
					m.Kind, m.Type = whatsapp.MessageEvent, "event_creation"
					m.Event = &whatsapp.Event{Start: at(t, "2026-11-25T16:00:00+01:00"), End: at(t, "2026-11-25T16:30:00+01:00"), Place: "Lamps Ltd, High Street 1"}
				}),
				like(of(t, "2026-11-22T10:30:00+01:00", whatsapp.MessagePoll, "poll_creation", ""), func(m *whatsapp.Message) {
					m.Poll = &whatsapp.Poll{Question: "Which bulbs?", Options: []string{"warm", "cold"}, Multiple: true, Votes: []int64{1, 0}}
				}),
				like(of(t, "2026-11-22T10:31:00+01:00", whatsapp.MessageContact, "vcard", ""), func(m *whatsapp.Message) {
					m.Contacts = []whatsapp.Contact{{Name: "My electrician", Phones: []string{"+49 30 901820"}}}
				}),
				like(said(t, "2026-11-22T10:32:00+01:00", "He can fit them."), func(m *whatsapp.Message) { m.Forwarded = true }),
				like(answered(t, "2026-11-22T10:40:00+01:00", ""), func(m *whatsapp.Message) {
					m.Kind, m.Type, m.Media = whatsapp.MessageDocument, "document", &whatsapp.Media{Name: "invoice.pdf", Size: 84_000, Pages: 2}
				}),
				like(answered(t, "2026-11-22T10:41:00+01:00", "Here is the invoice."), func(m *whatsapp.Message) { m.Failed = true }),
				like(of(t, "2026-11-22T10:50:00+01:00", whatsapp.MessageLocation, "location", ""), func(m *whatsapp.Message) {
					m.Location = &whatsapp.Location{Latitude: 52.5163, Longitude: 13.3777, Name: "Brandenburg Gate"}
				}),
				like(of(t, "2026-11-22T10:51:00+01:00", whatsapp.MessageLocation, "location", "I am on my way"), func(m *whatsapp.Message) {
					m.Location = &whatsapp.Location{Latitude: -0.0000001, Longitude: -77.036, Live: true}
				}),
				of(t, "2026-11-22T11:00:00+01:00", whatsapp.MessagePending, "ciphertext", ""),
				like(of(t, "2026-11-22T11:01:00+01:00", whatsapp.MessageWithheld, "image", ""), func(m *whatsapp.Message) { m.Withheld = whatsapp.WithheldPhoneOnly }),
				like(of(t, "2026-11-22T11:02:00+01:00", whatsapp.MessageShop, "payment", ""), func(m *whatsapp.Message) {
					m.Shop = &whatsapp.Shop{Thousandths: 120_000, Currency: "EUR"}
				}),
				of(t, "2026-11-22T11:03:00+01:00", whatsapp.MessageOther, "something_new", ""),
				noticed(t, "2026-11-22T12:00:00+01:00", "notification_template", "change_number", nil),
				noticed(t, "2026-11-22T12:01:00+01:00", "notification_template", "something_new", nil),
			},
		},
		"english-group-utc": {
			Date: "2026-11-22", Zone: zone(t, "UTC"), Title: "Lamp friends", OwnName: "Bea", Words: English(), InstallTag: "a1b2c3",
			Messages: []whatsapp.Message{
				noticed(t, "2026-11-22T09:00:00Z", "gp2", "create", &whatsapp.System{ActorName: "Cy", Text: "Lamp friends"}),
				noticed(t, "2026-11-22T09:00:01Z", "gp2", "add", &whatsapp.System{ActorName: "Cy", People: []string{"Dan", "+14155550199"}}),
				noticed(t, "2026-11-22T09:01:00Z", "gp2", "leave", &whatsapp.System{People: []string{"Eve"}}),
				like(said(t, "2026-11-22T09:02:00Z", "Welcome, @111222333444555!"), func(m *whatsapp.Message) {
					m.Participant, m.SenderName = cy, "Cy"
					m.Reactions = []whatsapp.Reaction{{Emoji: "🙏", Sender: dan}, {Emoji: "👍", Sender: cy}, {Emoji: "👍", FromMe: true}}
				}),
				like(said(t, "2026-11-22T09:03:00Z", "Thank you"), func(m *whatsapp.Message) {
					m.Participant = dan
					m.Quote = &whatsapp.Quote{SenderName: "Cy", Kind: whatsapp.MessageText, Text: "Welcome, @111222333444555!"}
				}),
				like(of(t, "2026-11-22T09:04:00Z", whatsapp.MessageDeleted, "revoked", ""), func(m *whatsapp.Message) {
					m.Participant, m.Deleted, m.DeletedBy = dan, whatsapp.DeletedByAdmin, cy
				}),
				noticed(t, "2026-11-22T09:05:00Z", "gp2", "promote", &whatsapp.System{FromMe: true, People: []string{"Dan"}}),
			},
		},
		"english-group-day-madrid": {
			Date: "2026-11-22", Zone: zone(t, "Europe/Madrid"), Title: "Harbour project", OwnName: "Alex Morgan", Words: English(), InstallTag: "a1b2c3",
			Messages: inGroup(
				noticed(t, "2026-11-22T08:00:00+01:00", "gp2", "subject", &whatsapp.System{ActorName: "Tomás Vidal", Text: "Harbour project"}),
				noticed(t, "2026-11-22T08:01:00+01:00", "gp2", "linked_group_join", &whatsapp.System{People: []string{"Inês"}}),
				noticed(t, "2026-11-22T08:02:00+01:00", "gp2", "add", &whatsapp.System{FromMe: true, People: []string{"Cy", "+34600555014"}}),
				by(of(t, "2026-11-22T09:00:00+01:00", whatsapp.MessageText, "chat", "Good morning.\nThe quay wall is measured."), "Tomás Vidal", dan),
				// Two members without a name: of one WhatsApp tells the number, of the
				// other it hides it.
				by(of(t, "2026-11-22T09:01:00+01:00", whatsapp.MessageText, "chat", "Great news 🎉"), "", cy),
				like(by(of(t, "2026-11-22T09:02:00+01:00", whatsapp.MessageText, "chat", "Who has the list, @231117745520983?"), "", dan), func(m *whatsapp.Message) {
					m.Quote = &whatsapp.Quote{Sender: cy, Kind: whatsapp.MessageText, Text: "Great news 🎉"}
				}),
				like(answered(t, "2026-11-22T09:03:00+01:00", "I do."), func(m *whatsapp.Message) {
					m.Quote = &whatsapp.Quote{Sender: dan, Kind: whatsapp.MessageText, Text: "Who has the list, @231117745520983?"}
					m.Reactions = []whatsapp.Reaction{{Emoji: "👍", Name: "Tomás Vidal"}, {Emoji: "🙏", Sender: cy}, {Emoji: "🙏", Sender: dan}}
				}),
				like(by(of(t, "2026-11-22T09:04:00+01:00", whatsapp.MessageImage, "image", "the crane"), "Inês", dan), func(m *whatsapp.Message) {
					m.Quote = &whatsapp.Quote{FromMe: true, Kind: whatsapp.MessageText, Text: "I do."}
				}),
				like(by(of(t, "2026-11-22T09:05:00+01:00", whatsapp.MessageWithheld, "image", ""), "Inês", dan), func(m *whatsapp.Message) { m.Withheld = whatsapp.WithheldViewOnce }),
				like(by(of(t, "2026-11-22T09:06:00+01:00", whatsapp.MessageWithheld, "chat", ""), "Inês", dan), func(m *whatsapp.Message) { m.Withheld = whatsapp.WithheldDisappearing }),
				like(by(of(t, "2026-11-22T09:07:00+01:00", whatsapp.MessageDeleted, "revoked", ""), "Cy", cy), func(m *whatsapp.Message) {
					m.Deleted, m.DeletedByMe = whatsapp.DeletedByAdmin, true
				}),
				noticed(t, "2026-11-22T18:00:00+01:00", "gp2", "leave", &whatsapp.System{ActorName: "Cy"}),
			),
		},
		"german-every-kind": {
			Date: "2026-11-22", Zone: zone(t, "Europe/Berlin"), Title: "Jürgen", Words: german(), InstallTag: "a1b2c3",
			Messages: []whatsapp.Message{
				noticed(t, "2026-11-22T09:58:00+01:00", "e2e_notification", "encrypt", nil),
				like(said(t, "2026-11-22T10:10:00+01:00", "zwei davon, bitte"), func(m *whatsapp.Message) {
					m.Kind, m.Type = whatsapp.MessageShop, "order"
					m.Shop = &whatsapp.Shop{Title: "Lampe", Items: 2, Thousandths: 49_900, Currency: "EUR"}
					m.Reactions = []whatsapp.Reaction{{Emoji: "👍", FromMe: true}}
				}),
				like(answered(t, "2026-11-22T10:11:00+01:00", "Gern."), func(m *whatsapp.Message) {
					m.Quote = &whatsapp.Quote{SenderName: "J.", Kind: whatsapp.MessageShop, Text: "zwei davon, bitte"}
				}),
				like(said(t, "2026-11-22T10:12:00+01:00", ""), func(m *whatsapp.Message) {
					m.Kind, m.Type, m.Media = whatsapp.MessageDocument, "document", &whatsapp.Media{Name: "Plan.pdf", Size: 1_250_000, Pages: 3}
				}),
			},
		},
		"hebrew-every-kind": {
			Date: "2026-11-22", Zone: zone(t, "Asia/Jerusalem"), Title: "אבא", OwnName: "נועה", Words: English(), InstallTag: "a1b2c3",
			Messages: []whatsapp.Message{
				like(said(t, "2026-11-22T09:00:00+02:00", "שבת שלום"), func(m *whatsapp.Message) {
					m.Reactions = []whatsapp.Reaction{{Emoji: "👩‍👩‍👧‍👦", Name: "אבא"}, {Emoji: "🇮🇱", FromMe: true}}
				}),
				like(answered(t, "2026-11-22T09:01:00+02:00", "תודה"), func(m *whatsapp.Message) {
					m.Quote = &whatsapp.Quote{SenderName: "אבא", Kind: whatsapp.MessageText, Text: "שבת שלום"}
				}),
				like(of(t, "2026-11-22T09:02:00+02:00", whatsapp.MessagePoll, "poll_creation", ""), func(m *whatsapp.Message) {
					m.Poll = &whatsapp.Poll{Question: "מתי?", Options: []string{"יום ראשון ☀️", "يوم الاثنين"}, Votes: []int64{2, 1}}
				}),
				like(of(t, "2026-11-22T09:03:00+02:00", whatsapp.MessageContact, "vcard", ""), func(m *whatsapp.Message) {
					m.Contacts = []whatsapp.Contact{{Name: "סבתא", Phones: []string{"+972 2-555-0101"}}}
				}),
			},
		},
	}
}
