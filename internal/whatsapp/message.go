package whatsapp

import "github.com/chatkeep/chatkeep/internal/contract"

// Message is one message, checked and free of anything a reader does not see
// except its ids. It survives JSON unchanged.
type Message struct {
	// ID is the bare message id.
	ID string `json:"id"`
	// Key is the full key as WhatsApp Web gave it, with which older messages
	// are asked for. It changes when the chat migrates to its LID.
	Key    string `json:"key"`
	FromMe bool   `json:"fromMe,omitempty"`
	// Self is "in" or "out" in the chat with oneself.
	Self string `json:"self,omitempty"`
	// T is the time in Unix seconds.
	T int64 `json:"t"`
	// Participant is the author in a group, zero elsewhere.
	Participant JID `json:"participant,omitzero"`
	// Sender is the author wherever WhatsApp Web names one.
	Sender JID `json:"sender,omitzero"`
	// SenderName is the author's own name at that time, on one line.
	SenderName string      `json:"senderName,omitempty"`
	Kind       MessageKind `json:"kind"`
	// Type and Subtype are WhatsApp's names, as in WAWebMsgType, client
	// revision 1044822804.
	Type    string `json:"type"`
	Subtype string `json:"subtype,omitempty"`
	// Text is the text or caption, with line feeds as the only control
	// characters besides tabs; at most 65,536 UTF-16 units.
	Text string `json:"text,omitempty"`
	// Cut is true when Text has lost its end.
	Cut bool `json:"cut,omitempty"`
	// Forwarded is true for a message somebody passed on, Failed for an own one
	// that WhatsApp could not send.
	Forwarded bool `json:"forwarded,omitempty"`
	Failed    bool `json:"failed,omitempty"`
	// Parent is the bare id of the album a picture or video belongs to.
	Parent string `json:"parent,omitempty"`
	Media  *Media `json:"media,omitempty"`
	Quote  *Quote `json:"quote,omitempty"`
	Edited bool   `json:"edited,omitempty"`
	// EditedAt is in Unix milliseconds, 0 when not known.
	EditedAt int64 `json:"editedAt,omitempty"`
	// Earlier is what Text was when the message was first seen, "" when that was
	// after its last edit. WhatsApp does not keep it: whoever stores the message
	// remembers it.
	Earlier string  `json:"earlier,omitempty"`
	Deleted Deleted `json:"deleted,omitempty"`
	// DeletedBy is who deleted it, zero when not known; DeletedByMe is true for
	// the own account.
	DeletedBy   JID  `json:"deletedBy,omitzero"`
	DeletedByMe bool `json:"deletedByMe,omitempty"`
	// Reactions are in an order that does not depend on how they were read.
	Reactions []Reaction `json:"reactions,omitempty"`
	Location  *Location  `json:"location,omitempty"`
	Contacts  []Contact  `json:"contacts,omitempty"`
	Poll      *Poll      `json:"poll,omitempty"`
	Event     *Event     `json:"event,omitempty"`
	Call      *Call      `json:"call,omitempty"`
	Album     *Album     `json:"album,omitempty"`
	Shop      *Shop      `json:"shop,omitempty"`
	// Choices are the entries of a list or the buttons under a message.
	Choices []string `json:"choices,omitempty"`
	Ad      *Ad      `json:"ad,omitempty"`
	// System is set for a notice of WhatsApp that names somebody or something.
	System   *System  `json:"system,omitempty"`
	Withheld Withheld `json:"withheld,omitempty"`
	// Source says which witness told of the message. It is empty for messages
	// stored before there was more than one.
	Source contract.Source `json:"source,omitempty"`
}

// Visible reports whether a reader of the chat sees the message at all.
func (m Message) Visible() bool { return m.Kind != MessageControl }

// InGroup reports whether the message was written in a group or to a broadcast
// list, where a reader must be told who is who.
func (m Message) InGroup() bool {
	if !m.FromMe && !m.Participant.IsZero() {
		return true
	}
	key, err := ParseKey(m.Key)
	return err == nil && (key.Remote.IsGroup() || key.Remote.IsBroadcast())
}

// ShownNumber returns the digits of the number that stands for an author without
// a name in a group, "" when there is a name or no number.
func (m Message) ShownNumber() string {
	author := m.Participant
	if author.IsZero() && m.InGroup() {
		// The keys of some older messages do not name their author.
		author = m.Sender
	}
	return numberOf(m.SenderName, author)
}

// DedupID identifies the message within its conversation, whatever key it is
// known by: the bare id, the direction and, for the others' messages in a
// group, the participant. It is not made of the full key, because that changes
// when a chat migrates from phone JID to LID.
func (m Message) DedupID() string {
	direction := "in"
	if m.FromMe {
		direction = "out"
	}
	if m.Self != "" {
		direction = m.Self
	}
	id := m.ID + DedupMark + direction
	if !m.FromMe && !m.Participant.IsZero() {
		id += DedupMark + m.Participant.String()
	}
	return id
}

// DedupMark stands behind the bare id in a [Message.DedupID]. No id has it in itself.
const DedupMark = "_"
