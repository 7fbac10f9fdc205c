package transcript

import (
	"strings"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// sender returns the name in front of a message. Notices have none.
func (w writer) sender(m whatsapp.Message) string {
	if m.Kind == whatsapp.MessageSystem {
		return ""
	}
	return w.person(m, m.FromMe, m.SenderName, m.ShownNumber())
}

// person names somebody in a message. Between two people the other one's name is
// the chat's, the same on every line: a push name may differ from message to
// message. In a group it is the person's own or, without one, the digits of
// number.
func (w writer) person(m whatsapp.Message, fromMe bool, own, number string) string {
	switch {
	case fromMe:
		return firstNotEmpty(w.me, w.words.Me)
	case m.InGroup():
		return firstNotEmpty(personName(own), plus(number), w.words.Unnamed)
	}
	return firstNotEmpty(w.title, personName(own), w.words.Unnamed)
}

// personName makes a name fit for the front of a line. The bare digits of a LID
// are nobody's name.
func personName(text string) string {
	if whatsapp.IsLIDName(strings.TrimSpace(text)) {
		return ""
	}
	return whatsapp.HideLIDs(name(text))
}

// plus writes the digits of a telephone number as people do.
func plus(digits string) string {
	if digits == "" {
		return ""
	}
	return "+" + digits
}

// reactions lists the emoji on a message with those who put them there, the own
// account last.
func (w writer) reactions(m whatsapp.Message) string {
	var list []string
	for _, r := range m.Reactions {
		list = append(list, strings.TrimLeft(name(r.Emoji)+" "+w.person(m, r.FromMe, r.Name, r.ShownNumber()), " "))
	}
	return strings.Join(list, ", ")
}

// deletedByAdmin names the admin who deleted a message, as far as is known.
func (w writer) deletedByAdmin(m whatsapp.Message) string {
	number, _ := m.DeletedBy.PhoneDigits()
	admin := plus(number)
	if m.DeletedByMe {
		admin = firstNotEmpty(w.me, w.words.Me)
	}
	if admin == "" {
		return w.words.DeletedAdmin
	}
	return fill(w.words.DeletedByNamed, "{name}", admin)
}
