package fakewhatsapp

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// key holds the parts of a MsgKey. Self is "in" or "out" in the chat with oneself and empty elsewhere
// (WAWebMsgKey, client revision 1044822804).
type key struct {
	FromMe      bool   `json:"fromMe"`
	Remote      string `json:"remote"`
	ID          string `json:"id"`
	Self        string `json:"self,omitempty"`
	Participant string `json:"participant,omitempty"`
}

func (k key) String() string {
	parts := []string{fmt.Sprint(k.FromMe), k.Remote, k.ID}
	for _, optional := range []string{k.Self, k.Participant} {
		if optional != "" {
			parts = append(parts, optional)
		}
	}
	return strings.Join(parts, "_")
}

// messageID makes up a bare id from a running number. Ids are upper-case hexadecimal, of different length by
// the kind of device, and plain numbers for system messages.
func messageID(number int, fromMe, system bool) string {
	digest := sha256.Sum256(fmt.Appendf(nil, "message %d", number))
	if system {
		return fmt.Sprint(255_000_000 + number)
	}
	text := strings.ToUpper(hex.EncodeToString(digest[:]))
	if fromMe {
		return "3EB0" + text[:18]
	}
	if number%3 == 0 {
		return "3A" + text[:18]
	}
	return "AC" + text[:30]
}

// systemTypes are the types for which WhatsApp makes up a numeric id and that do not count as unread.
var systemTypes = map[string]bool{
	"broadcast_notification": true, "e2e_notification": true, "gp2": true, "newsletter_notification": true,
	"notification": true, "notification_template": true, "protocol": true, "pinned_message": true, "debug": true,
}
