package whatsapp

import (
	"errors"
	"strings"
)

// ErrKey is returned for a text that is no message key. It never carries the
// text.
var ErrKey = errors.New("whatsapp: not a message key")

// maxIDLength is the longest bare message id that is accepted, in bytes. Ids in
// use have up to 32.
const maxIDLength = 128

// Key is WhatsApp's full key of a message. The same message may be known by two
// keys, because the remote and the participant change from phone JID to LID
// when a chat migrates; the bare ID does not.
type Key struct {
	FromMe bool
	// Remote is the chat.
	Remote JID
	// ID is the bare message id: hex digits for messages, plain digits for some
	// system messages.
	ID string
	// Self is "in" or "out" in the chat with oneself, else empty.
	Self string
	// Participant is the author in groups and broadcasts, else zero.
	Participant JID
}

// ParseKey reads a key in the form that WAWebMsgKey.toString gives it:
// fromMe, remote, id and, where they exist, self and participant, joined by
// underscores.
func ParseKey(text string) (Key, error) {
	parts := strings.Split(text, "_")
	if len(text) > 400 || len(parts) < 3 || len(parts) > 5 {
		return Key{}, ErrKey
	}
	var key Key
	switch parts[0] {
	case "true":
		key.FromMe = true
	case "false":
	default:
		return Key{}, ErrKey
	}
	var err error
	if key.Remote, err = ParseJID(parts[1]); err != nil {
		return Key{}, ErrKey
	}
	if key.ID = parts[2]; !validID(key.ID) {
		return Key{}, ErrKey
	}
	rest := parts[3:]
	if len(rest) > 0 && (rest[0] == "in" || rest[0] == "out") {
		key.Self, rest = rest[0], rest[1:]
	}
	if len(rest) > 0 {
		if key.Participant, err = ParseJID(rest[0]); err != nil {
			return Key{}, ErrKey
		}
		rest = rest[1:]
	}
	if len(rest) > 0 {
		return Key{}, ErrKey
	}
	return key, nil
}

// String returns the key as WAWebMsgKey.toString does.
func (k Key) String() string {
	parts := []string{"false", k.Remote.String(), k.ID}
	if k.FromMe {
		parts[0] = "true"
	}
	if k.Self != "" {
		parts = append(parts, k.Self)
	}
	if !k.Participant.IsZero() {
		parts = append(parts, k.Participant.String())
	}
	return strings.Join(parts, "_")
}

// validID reports whether id has the shape of a bare message id: visible ASCII
// without the underscore that separates the parts of a key.
func validID(id string) bool {
	if id == "" || len(id) > maxIDLength {
		return false
	}
	for i := range len(id) {
		if id[i] <= ' ' || id[i] > '~' || id[i] == '_' || id[i] == '@' {
			return false
		}
	}
	return true
}
