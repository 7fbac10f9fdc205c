// Package whatsapp owns what the rest of Chatkeep knows of WhatsApp: who a chat
// is with, what a message is, and how the untrusted records of the page become
// checked values.
//
// The rules about ids are those of the modules WAWebWid, WAWebWidFactory and
// WAWebMsgKey, client revision 1044822804.
package whatsapp

import (
	"errors"
	"strconv"
	"strings"
)

// Server is the part of a JID after the at sign. It alone says what the user
// part means.
type Server string

// The servers. ServerCall and others that no chat or author can have are not
// among them.
const (
	// ServerPhone: the user is a telephone number in E.164 without its plus.
	ServerPhone Server = "c.us"
	// ServerLID: the user is an id that hides the number. Its 14 or 15 digits
	// look like a telephone number and are none.
	ServerLID Server = "lid"
	// ServerGroup: a group or community.
	ServerGroup Server = "g.us"
	// ServerBroadcast: a broadcast list, or the status feed.
	ServerBroadcast Server = "broadcast"
	// ServerNewsletter: a channel.
	ServerNewsletter Server = "newsletter"
	// ServerBot: an assistant run by WhatsApp.
	ServerBot Server = "bot"
	// ServerHosted and ServerHostedLID: a device in Meta's own data centre that
	// answers for a business.
	ServerHosted    Server = "hosted"
	ServerHostedLID Server = "hosted.lid"
)

// serverPhoneWire is how the phone server is named on the wire.
const serverPhoneWire = "s.whatsapp.net"

// ErrJID is returned for a text that is no JID. It never carries the text.
var ErrJID = errors.New("whatsapp: not a JID")

// JID is the id of a person, group or feed. The zero JID stands for none. JIDs
// are comparable with ==.
type JID struct {
	// User is the part before the at sign, without the device.
	User string
	// Device is the number of a companion device, 0 for the account itself and
	// its first phone.
	Device uint16
	// Server says what User means.
	Server Server
}

// validUser reports whether user has the shape of a server's user part.
func validUser(server Server, user string) bool {
	switch server {
	case ServerPhone, ServerHosted:
		return isDigits(user, 15)
	case ServerLID, ServerHostedLID, ServerBot:
		return isDigits(user, 20)
	case ServerBroadcast:
		return user == "status" || isDigits(user, 20)
	case ServerNewsletter:
		return isDigits(user, 25)
	case ServerGroup:
		group, made, two := strings.Cut(user, "-")
		return isDigits(group, 25) && (!two || isDigits(made, 20))
	}
	return false
}

// isDigits reports whether s consists of one to most ASCII digits.
func isDigits(s string, most int) bool {
	return s != "" && len(s) <= most && strings.Trim(s, "0123456789") == ""
}

// ParseJID reads a JID as WhatsApp Web writes it, "14155550132@c.us" or
// "111222333444555:7@lid". The wire form of the phone server becomes c.us.
func ParseJID(text string) (JID, error) {
	user, server, found := strings.Cut(text, "@")
	if !found || len(text) > 80 {
		return JID{}, ErrJID
	}
	if server == serverPhoneWire {
		server = string(ServerPhone)
	}
	jid := JID{Server: Server(server)}
	jid.User = user
	if name, device, has := strings.Cut(user, ":"); has {
		n, err := strconv.ParseUint(device, 10, 16)
		if err != nil || strconv.FormatUint(n, 10) != device {
			return JID{}, ErrJID
		}
		jid.User, jid.Device = name, uint16(n)
	}
	hosted := jid.Server == ServerHosted || jid.Server == ServerHostedLID
	companions := hosted || jid.Server == ServerPhone || jid.Server == ServerLID
	switch {
	case !validUser(jid.Server, jid.User):
		return JID{}, ErrJID
	case hosted && jid.Device == 0, !companions && jid.Device != 0:
		return JID{}, ErrJID
	}
	return jid, nil
}

// String returns the JID as WhatsApp Web writes it, "" for the zero JID.
func (j JID) String() string {
	switch {
	case j == JID{}:
		return ""
	case j.Device != 0:
		return j.User + ":" + strconv.FormatUint(uint64(j.Device), 10) + "@" + string(j.Server)
	}
	return j.User + "@" + string(j.Server)
}

// MarshalText writes the JID as in [JID.String].
func (j JID) MarshalText() ([]byte, error) { return []byte(j.String()), nil }

// UnmarshalText reads what MarshalText wrote; an empty text is the zero JID.
func (j *JID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*j = JID{}
		return nil
	}
	parsed, err := ParseJID(string(text))
	if err != nil {
		return err
	}
	*j = parsed
	return nil
}

// IsZero reports whether j stands for no JID.
func (j JID) IsZero() bool { return j == JID{} }

// Bare returns j without its device. A hosted device keeps it, because it is
// nothing without.
func (j JID) Bare() JID {
	if !j.IsHosted() {
		j.Device = 0
	}
	return j
}

// The numbers of WhatsApp's own accounts.
const (
	userPSA = "0"
	userBot = "13135550002"
)

// IsPhone reports whether j is a person known by telephone number.
func (j JID) IsPhone() bool { return j.Server == ServerPhone && !j.IsPSA() && !j.IsBot() }

// IsLID reports whether j is a person known by LID. As in WhatsApp Web it is
// false for hosted.lid.
func (j JID) IsLID() bool { return j.Server == ServerLID }

// IsGroup reports whether j is a group.
func (j JID) IsGroup() bool { return j.Server == ServerGroup }

// IsChannel reports whether j is a channel.
func (j JID) IsChannel() bool { return j.Server == ServerNewsletter }

// IsStatus reports whether j is the status feed.
func (j JID) IsStatus() bool { return j.Server == ServerBroadcast && j.User == "status" }

// IsBroadcast reports whether j is a broadcast list or the status feed.
func (j JID) IsBroadcast() bool { return j.Server == ServerBroadcast }

// IsHosted reports whether j is a device hosted for a business.
func (j JID) IsHosted() bool { return j.Server == ServerHosted || j.Server == ServerHostedLID }

// IsBot reports whether j is an assistant run by WhatsApp.
func (j JID) IsBot() bool {
	return j.Server == ServerBot || (j.Server == ServerPhone && j.User == userBot)
}

// IsPSA reports whether j is WhatsApp's own announcements.
func (j JID) IsPSA() bool { return j.Server == ServerPhone && j.User == userPSA }

// PhoneDigits returns the digits of a telephone number in E.164 without its
// plus. It returns false for everything but a person on the phone server: the
// digits of a LID, a group or an account of WhatsApp are no telephone number.
func (j JID) PhoneDigits() (string, bool) {
	if !j.IsPhone() {
		return "", false
	}
	return j.User, true
}
