package fakewhatsapp

import (
	"fmt"
	"regexp"
	"time"
)

// Account is the own account of the WhatsApp session. PN and LID are JIDs such as "15550009999@c.us" and
// "999888777666555@lid"; either may be empty, as WAWebUserPrefsMeUser may know only one.
type Account struct {
	PN       string `json:"pn,omitempty"`
	LID      string `json:"lid,omitempty"`
	Device   int    `json:"device"`
	Pushname string `json:"pushname"`
	Platform string `json:"platform"`
	Is24h    bool   `json:"is24h"`
}

// Chat describes a conversation to add. The server part of ID decides its kind: c.us (phone number), lid,
// g.us (group), broadcast (list) or newsletter (channel).
type Chat struct {
	ID string
	// AccountLID is the LID that belongs to a chat kept under a phone number. Adding the chat teaches the
	// page the pair of both.
	AccountLID string
	// Phone is the phone JID that belongs to a chat kept under a LID; empty when WhatsApp never learned it.
	Phone string
	// Name is the name in the address book, or of the list or channel.
	Name string
	// Pushname is the name the other side has given itself.
	Pushname string
	// Unread is the number of unread messages shown after Messages have been added.
	Unread int
	// Group is set for groups only.
	Group *Group
	// Messages are the history, in any order.
	Messages []Msg
	// Fields are further fields of WAWebChatModel by WhatsApp's own names, JIDs as strings.
	Fields map[string]any
	// ContactFields are further fields of the chat's WAWebContactModel.
	ContactFields map[string]any
}

// Group is the metadata of a group.
type Group struct {
	Subject      string
	Participants []Participant
	// LIDAddressing says that authors are LIDs, whatever JIDs the participants are listed with.
	LIDAddressing bool
	// Fields are further fields of WAWebGroupMetadataModel.
	Fields map[string]any
}

// Participant is a member of a group.
type Participant struct {
	JID          string `json:"jid"`
	IsAdmin      bool   `json:"isAdmin"`
	IsSuperAdmin bool   `json:"isSuperAdmin"`
}

// Contact is one record of WAWebContactCollection. Fields are its fields by WhatsApp's own names, for
// example name, pushname, verifiedName or, on a LID, phoneNumber (a JID).
type Contact struct {
	ID     string
	Fields map[string]any
}

// Msg describes a message to deliver, to send or to add to the history.
type Msg struct {
	// ID is the bare message id; one is made up when it is empty.
	ID     string
	FromMe bool
	// Author is the JID of the sender in a group; empty for own messages.
	Author string
	// Remote replaces the chat's id in the message's key. One chat may hold keys with its phone number and
	// keys with its LID.
	Remote string
	// Type is one of WhatsApp's message types; empty means "chat".
	Type    string
	Subtype string
	// Body is the text of a "chat" message; of media it is the base64 preview picture.
	Body    string
	Caption string
	// NotifyName is the push name the message carries.
	NotifyName string
	// Time is when it was sent, kept in whole seconds; zero means now.
	Time time.Time
	// Quote is the key of the message this one answers.
	Quote string
	// Parent is the key of the album that a picture or video belongs to.
	Parent string
	// Mentions are the JIDs behind the "@digits" in the text.
	Mentions []string
	// Media are the bytes of the attachment; see [WithMedia]. Nil for none.
	Media *Media
	// Fields are further fields of WAWebMsgModel by WhatsApp's own names. They win over the ones above.
	Fields map[string]any
}

// Message is a message as the world holds it, the truth a backup can be compared with.
type Message struct {
	// Key is the string form of the MsgKey, ID the part of it that stays when a chat migrates.
	Key    string
	ID     string
	FromMe bool
	// Author is the sender's JID where the message names one (groups).
	Author  string
	Time    time.Time
	Type    string
	Subtype string
	Body    string
	Caption string
	Edited  bool
	// Fields are all persistent fields, as the page gets them. The map is the caller's own.
	Fields map[string]any
}

// jidPattern admits what WAWebWid of client revision 1044822804 accepts for chats, contacts and senders.
var jidPattern = regexp.MustCompile(
	`^(\d{1,20}@(c\.us|lid|newsletter|bot)|\d{1,20}(-\d{1,20})?@g\.us|(\d{1,20}|status)@broadcast|` +
		`\d{1,20}:\d{1,3}@(hosted|hosted\.lid))$`)

func checkJIDs(jids ...string) error {
	for _, jid := range jids {
		if jid != "" && !jidPattern.MatchString(jid) {
			return fmt.Errorf("%w: %q", ErrBadJID, jid)
		}
	}
	return nil
}
