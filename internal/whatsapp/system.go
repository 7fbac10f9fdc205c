package whatsapp

import "github.com/chatkeep/chatkeep/internal/contract"

// System is what a notice of WhatsApp is about.
type System struct {
	// Actor is the one who acted, ActorName their name; FromMe is true for the
	// own account.
	Actor     JID    `json:"actor,omitzero"`
	ActorName string `json:"actorName,omitempty"`
	FromMe    bool   `json:"fromMe,omitempty"`
	// People are the names or numbers of those concerned.
	People []string `json:"people,omitempty"`
	// Text is a new subject or description, on one line.
	Text string `json:"text,omitempty"`
}

// ShownNumber returns the digits of the number that stands for an actor without a
// name, "" when there is a name or no number.
func (s System) ShownNumber() string { return numberOf(s.ActorName, s.Actor) }

// system returns nil for a notice that names nobody and nothing.
func (r reader) system(record *contract.SystemRecord) *System {
	if record == nil {
		return nil
	}
	system := System{Actor: optionalJID(record.Actor), ActorName: r.name(record.ActorName), Text: r.line(record.Text, maxNoticeLength)}
	if r.isLID(system.Text) {
		system.Text = ""
	}
	system.FromMe = r.isMe(system.Actor)
	for _, person := range record.People {
		if len(system.People) == maxPeople {
			break
		}
		if person = r.name(person); person != "" {
			system.People = append(system.People, person)
		}
	}
	if system.Actor.IsZero() && system.ActorName == "" && len(system.People) == 0 && system.Text == "" {
		return nil
	}
	return &system
}
