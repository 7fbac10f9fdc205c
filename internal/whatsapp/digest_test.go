package whatsapp

import "testing"

// full returns a message in which nothing is empty.
func full() Message {
	return Message{
		ID: "3A", Key: "false_14155550132@c.us_3A", T: 1, SenderName: "Ada", Kind: MessageText, Type: "chat", Text: "a", Media: &Media{MIME: "m", Name: "n", Size: 1, Seconds: 1},
		Quote: &Quote{Text: "q", Kind: MessageText}, Edited: true, EditedAt: 1, Deleted: DeletedByAdmin, Location: &Location{Latitude: 1, Longitude: 2, Name: "l"},
		Reactions: []Reaction{{Emoji: "e", Name: "Ada"}, {Emoji: "f", Name: "Bob"}}, Contacts: []Contact{{Name: "a", Phones: []string{"1"}}, {Name: "b"}},
		Poll: &Poll{Question: "q", Options: []string{"a", "b"}, Votes: []int64{1, 2}}, Event: &Event{Start: 1, End: 2, Place: "p"},
		Call: &Call{Outcome: "missed", Seconds: 1}, Album: &Album{Images: 1}, Shop: &Shop{Title: "t", Items: 1, Thousandths: 1, Currency: "EUR"},
		Choices: []string{"a", "b"}, Ad: &Ad{Title: "t", URL: "u"}, Withheld: WithheldViewOnce,
	}
}

// notice returns a notice of WhatsApp in which nothing is empty.
func notice() Message {
	return Message{Kind: MessageSystem, Type: "gp2", Subtype: "add", System: &System{ActorName: "Ada", People: []string{"a", "b"}, Text: "t"}}
}

// TestDigest changes one thing at a time and holds that the digest changes with
// everything a reader sees and with nothing else.
func TestDigest(t *testing.T) {
	t.Parallel()
	checkDigest(t, full, map[string]func(*Message){
		"time":            func(m *Message) { m.T++ },
		"direction":       func(m *Message) { m.FromMe = true },
		"name":            func(m *Message) { m.SenderName = "Bob" },
		"kind":            func(m *Message) { m.Kind = MessageOther },
		"type":            func(m *Message) { m.Type = "image" },
		"text":            func(m *Message) { m.Text = "b" },
		"cut":             func(m *Message) { m.Cut = true },
		"forwarded":       func(m *Message) { m.Forwarded = true },
		"failed":          func(m *Message) { m.Failed = true },
		"group":           func(m *Message) { m.Participant = optionalJID("111222333444555@lid") },
		"no media":        func(m *Message) { m.Media = nil },
		"media name":      func(m *Message) { m.Media.Name = "o" },
		"media size":      func(m *Message) { m.Media.Size = 2 },
		"media length":    func(m *Message) { m.Media.Seconds = 2 },
		"pages":           func(m *Message) { m.Media.Pages = 2 },
		"no quote":        func(m *Message) { m.Quote = nil },
		"quote":           func(m *Message) { m.Quote.Text = "r" },
		"quote's kind":    func(m *Message) { m.Quote.Kind = MessageImage },
		"quote's author":  func(m *Message) { m.Quote.SenderName = "Bob" },
		"own quote":       func(m *Message) { m.Quote.FromMe = true },
		"edited":          func(m *Message) { m.Edited = false },
		"edited at":       func(m *Message) { m.EditedAt = 2 },
		"deleted":         func(m *Message) { m.Deleted = DeletedBySender },
		"deleted by":      func(m *Message) { m.DeletedBy = optionalJID("14155550132@c.us") },
		"deleted by me":   func(m *Message) { m.DeletedByMe = true },
		"no reactions":    func(m *Message) { m.Reactions = nil },
		"reaction":        func(m *Message) { m.Reactions[0].Emoji = "g" },
		"reaction's name": func(m *Message) { m.Reactions[0].Name = "Aby" },
		"own reaction":    func(m *Message) { m.Reactions[0].FromMe = true },
		"nameless":        func(m *Message) { m.Reactions[0].Name, m.Reactions[0].Sender = "", optionalJID("14155550132@c.us") },
		"no place":        func(m *Message) { m.Location = nil },
		"place":           func(m *Message) { m.Location.Latitude = 1.5 },
		"live":            func(m *Message) { m.Location.Live = true },
		"contacts":        func(m *Message) { m.Contacts = []Contact{{Name: "ab", Phones: []string{"1"}}} },
		"number on card":  func(m *Message) { m.Contacts[0].Phones = []string{"2"} },
		"other card":      func(m *Message) { m.Contacts[0].Phones, m.Contacts[1].Phones = nil, []string{"1"} },
		"question":        func(m *Message) { m.Poll.Question = "r" },
		"options":         func(m *Message) { m.Poll.Options = []string{"ab"} },
		"several":         func(m *Message) { m.Poll.Multiple = true },
		"votes":           func(m *Message) { m.Poll.Votes = []int64{1, 3} },
		"no votes":        func(m *Message) { m.Poll.Votes = nil },
		"no event":        func(m *Message) { m.Event = nil },
		"start":           func(m *Message) { m.Event.Start = 0 },
		"end":             func(m *Message) { m.Event.End = 0 },
		"event's place":   func(m *Message) { m.Event.Place = "r" },
		"cancelled":       func(m *Message) { m.Event.Cancelled = true },
		"video call":      func(m *Message) { m.Call.Video = true },
		"outcome":         func(m *Message) { m.Call.Outcome = "connected" },
		"images":          func(m *Message) { m.Album.Images = 2 },
		"videos":          func(m *Message) { m.Album.Videos = 2 },
		"no shop":         func(m *Message) { m.Shop = nil },
		"shop's title":    func(m *Message) { m.Shop.Title = "u" },
		"items":           func(m *Message) { m.Shop.Items = 2 },
		"price":           func(m *Message) { m.Shop.Thousandths = 2 },
		"currency":        func(m *Message) { m.Shop.Currency = "USD" },
		"choices":         func(m *Message) { m.Choices = []string{"ab"} },
		"no ad":           func(m *Message) { m.Ad = nil },
		"ad":              func(m *Message) { m.Ad.Title = "u" },
		"ad's address":    func(m *Message) { m.Ad.URL = "v" },
		"withheld":        func(m *Message) { m.Withheld = WithheldProtected },
		"number":          func(m *Message) { m.SenderName, m.Participant = "", optionalJID("14155550132@c.us") },
	}, map[string]func(*Message){
		"key":              func(m *Message) { m.Key = "false_111222333444555@lid_3A" },
		"sender":           func(m *Message) { m.Sender = optionalJID("111222333444555@lid") },
		"subtype":          func(m *Message) { m.Subtype = "x" },
		"quote's id":       func(m *Message) { m.Quote.ID = "3B" },
		"album":            func(m *Message) { m.Parent = "3C" },
		"source":           func(m *Message) { m.Source = "screen" },
		"time of reaction": func(m *Message) { m.Reactions[0].At = 7 },
		"JID of a name":    func(m *Message) { m.Reactions[0].Sender = optionalJID("14155550132@c.us") },
	})
	checkDigest(t, notice, map[string]func(*Message){
		"type":    func(m *Message) { m.Type = "notification_template" },
		"subtype": func(m *Message) { m.Subtype = "remove" },
		"actor":   func(m *Message) { m.System.ActorName = "Bob" },
		"number":  func(m *Message) { m.System.ActorName, m.System.Actor = "", optionalJID("14155550132@c.us") },
		"me":      func(m *Message) { m.System.FromMe = true },
		"people":  func(m *Message) { m.System.People = []string{"ab"} },
		"text":    func(m *Message) { m.System.Text = "u" },
		"nothing": func(m *Message) { m.System = nil },
	}, map[string]func(*Message){
		"JID of a name": func(m *Message) { m.System.Actor = optionalJID("111222333444555@lid") },
	})
}

// checkDigest holds that every change of seen has a digest of its own, and none
// of unseen has one.
func checkDigest(t *testing.T, of func() Message, seen, unseen map[string]func(*Message)) {
	t.Helper()
	digests := map[string]string{of().Digest(): "nothing"}
	for name, change := range seen {
		m := of()
		change(&m)
		if earlier, taken := digests[m.Digest()]; taken {
			t.Errorf("a change of %s has the digest of a change of %s", name, earlier)
		}
		digests[m.Digest()] = name
	}
	for name, change := range unseen {
		m := of()
		change(&m)
		if m.Digest() != of().Digest() {
			t.Errorf("a change of %s changes the digest", name)
		}
	}
}

// TestDigestsOfOldMessagesStay holds the digests that earlier versions stored. A
// message that reads the same must not look changed after an update: every note
// would be written again.
func TestDigestsOfOldMessagesStay(t *testing.T) {
	t.Parallel()
	at := func(m Message) Message { m.ID, m.T = "3A", 1795341600; return m }
	tests := map[string]struct {
		m    Message
		want string
	}{
		"text": {at(Message{
			Key: "false_14155550132@c.us_3A", Sender: optionalJID("111222333444555@lid"), SenderName: "Ada", Kind: MessageText, Type: "chat", Text: "hello",
		}), "98e689d6aaa1bd71a653b9ccb18a6c36"},
		"edited reply": {at(Message{
			Key: "true_14155550132@c.us_3A", FromMe: true, Kind: MessageText, Type: "chat", Text: "hello", Edited: true, EditedAt: 1795341700000,
			Quote: &Quote{ID: "3B", Kind: MessageImage, Text: "q"},
		}), "e88770bd7c12576f31298a27c9d6d89e"},
		"document": {at(Message{Kind: MessageDocument, Type: "document", Media: &Media{MIME: "application/pdf", Name: "offer.pdf", Size: 1200}}), "c5ca53c146625da794d698d89c3a18c1"},
		"place":    {at(Message{Kind: MessageLocation, Type: "location", Location: &Location{Latitude: 52.52, Longitude: 13.4, Name: "Berlin"}}), "230a5a4144ef01463983a8db89f13cc3"},
		"cards":    {at(Message{Kind: MessageContact, Type: "multi_vcard", Contacts: []Contact{{Name: "Bob"}, {Name: "Cy"}}}), "fbbdd649a4be7d513e1241518b334552"},
		"poll":     {at(Message{Kind: MessagePoll, Type: "poll_creation", Poll: &Poll{Question: "When?", Options: []string{"Mon", "Tue"}}}), "71f1e4ac81231ad94f8b2d7e852d5749"},
		"call":     {at(Message{Kind: MessageCall, Type: "call_log", Call: &Call{Outcome: "missed", Video: true}}), "10784771b536810b4fe91ae1ee284dbe"},
		"deleted":  {at(Message{Kind: MessageDeleted, Type: "revoked", Subtype: "sender", Deleted: DeletedBySender}), "462d8a87545a71a781b12be43a067e20"},
	}
	for name, tt := range tests {
		if got := tt.m.Digest(); got != tt.want {
			t.Errorf("%s has the digest %s, want %s", name, got, tt.want)
		}
	}
}
