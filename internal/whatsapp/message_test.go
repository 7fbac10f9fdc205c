package whatsapp

import (
	"testing"
)

func TestDedupID(t *testing.T) {
	t.Parallel()
	lid, phone := optionalJID("111222333444555@lid"), optionalJID("14155550132@c.us")
	tests := []struct {
		name string
		a, b Message
		same bool
	}{
		{"migration of the chat", Message{ID: "3A", Key: "false_14155550132@c.us_3A"}, Message{ID: "3A", Key: "false_111222333444555@lid_3A"}, true},
		{"direction", Message{ID: "3A"}, Message{ID: "3A", FromMe: true}, false},
		{"id", Message{ID: "3A"}, Message{ID: "3B"}, false},
		{"participant", Message{ID: "3A", Participant: lid}, Message{ID: "3A", Participant: phone}, false},
		{"own participant", Message{ID: "3A", FromMe: true, Participant: lid}, Message{ID: "3A", FromMe: true, Participant: phone}, true},
		{"sides of the own chat", Message{ID: "3A", FromMe: true, Self: "out"}, Message{ID: "3A", Self: "in"}, false},
		{"content", Message{ID: "3A", Text: "a"}, Message{ID: "3A", Text: "b", Edited: true, T: 5}, true},
	}
	for _, tt := range tests {
		if same := tt.a.DedupID() == tt.b.DedupID(); same != tt.same {
			t.Errorf("%s: %q and %q, want same %v", tt.name, tt.a.DedupID(), tt.b.DedupID(), tt.same)
		}
	}
}

// full returns a message in which nothing is empty.
func full() Message {
	return Message{
		ID: "3A", Key: "false_14155550132@c.us_3A", T: 1, SenderName: "Ada", Kind: MessageText, Type: "chat", Text: "a", Media: &Media{MIME: "m", Name: "n", Size: 1, Seconds: 1},
		Quote: &Quote{Text: "q", Kind: MessageText}, Edited: true, EditedAt: 1, Deleted: DeletedBySender, Location: &Location{Latitude: 1, Longitude: 2, Name: "l"},
		Contacts: []string{"a", "b"}, Poll: &Poll{Question: "q", Options: []string{"a", "b"}}, Call: &Call{Outcome: "missed", Seconds: 1}, Withheld: WithheldViewOnce,
	}
}

// TestDigest changes one thing at a time and holds that the digest changes with
// everything a reader sees and with nothing else.
func TestDigest(t *testing.T) {
	t.Parallel()
	seen := map[string]func(*Message){
		"time":         func(m *Message) { m.T++ },
		"direction":    func(m *Message) { m.FromMe = true },
		"name":         func(m *Message) { m.SenderName = "Bob" },
		"kind":         func(m *Message) { m.Kind = MessageOther },
		"type":         func(m *Message) { m.Type = "image" },
		"text":         func(m *Message) { m.Text = "b" },
		"cut":          func(m *Message) { m.Cut = true },
		"no media":     func(m *Message) { m.Media = nil },
		"media name":   func(m *Message) { m.Media.Name = "o" },
		"media size":   func(m *Message) { m.Media.Size = 2 },
		"media length": func(m *Message) { m.Media.Seconds = 2 },
		"no quote":     func(m *Message) { m.Quote = nil },
		"quote":        func(m *Message) { m.Quote.Text = "r" },
		"quote's kind": func(m *Message) { m.Quote.Kind = MessageImage },
		"edited":       func(m *Message) { m.Edited = false },
		"edited at":    func(m *Message) { m.EditedAt = 2 },
		"deleted":      func(m *Message) { m.Deleted = DeletedByAdmin },
		"no place":     func(m *Message) { m.Location = nil },
		"place":        func(m *Message) { m.Location.Latitude = 1.5 },
		"live":         func(m *Message) { m.Location.Live = true },
		"contacts":     func(m *Message) { m.Contacts = []string{"ab"} },
		"question":     func(m *Message) { m.Poll.Question = "r" },
		"options":      func(m *Message) { m.Poll.Options = []string{"ab"} },
		"video call":   func(m *Message) { m.Call.Video = true },
		"outcome":      func(m *Message) { m.Call.Outcome = "connected" },
		"withheld":     func(m *Message) { m.Withheld = WithheldProtected },
		"number":       func(m *Message) { m.SenderName, m.Participant = "", optionalJID("14155550132@c.us") },
	}
	digests := map[string]string{full().Digest(): "nothing"}
	for name, change := range seen {
		m := full()
		change(&m)
		if earlier, taken := digests[m.Digest()]; taken {
			t.Errorf("a change of %s has the digest of a change of %s", name, earlier)
		}
		digests[m.Digest()] = name
	}
	unseen := map[string]func(*Message){
		"key":         func(m *Message) { m.Key = "false_111222333444555@lid_3A" },
		"sender":      func(m *Message) { m.Sender = optionalJID("111222333444555@lid") },
		"participant": func(m *Message) { m.Participant = optionalJID("111222333444555@lid") },
		"subtype":     func(m *Message) { m.Subtype = "x" },
		"quote's id":  func(m *Message) { m.Quote.ID = "3B" },
	}
	for name, change := range unseen {
		m := full()
		change(&m)
		if m.Digest() != full().Digest() {
			t.Errorf("a change of %s changes the digest", name)
		}
	}
}
