package whatsapp

// MessageKind says what a reader sees of a message.
type MessageKind string

// The kinds of a message.
const (
	MessageText     MessageKind = "text"
	MessageImage    MessageKind = "image"
	MessageVideo    MessageKind = "video"
	MessageGIF      MessageKind = "gif"
	MessageVoice    MessageKind = "voice"
	MessageAudio    MessageKind = "audio"
	MessageDocument MessageKind = "document"
	MessageSticker  MessageKind = "sticker"
	MessageLocation MessageKind = "location"
	MessageContact  MessageKind = "contact"
	MessagePoll     MessageKind = "poll"
	MessageCall     MessageKind = "call"
	// MessageSystem is a notice of WhatsApp, such as a changed security code.
	MessageSystem MessageKind = "system"
	// MessageDeleted was deleted for everyone.
	MessageDeleted MessageKind = "deleted"
	// MessagePending is not decrypted on this computer yet and may still be.
	MessagePending MessageKind = "pending"
	// MessageWithheld was not read; [Message.Withheld] says why.
	MessageWithheld MessageKind = "withheld"
	// MessageControl is what WhatsApp's devices tell each other about other
	// messages, such as reactions and pins; it is never shown.
	MessageControl MessageKind = "control"
	// MessageOther is of a type without a kind of its own; [Message.Type] names
	// it.
	MessageOther MessageKind = "other"
)

// Withheld says why a message's content was not read.
type Withheld string

// The reasons to withhold.
const (
	// WithheldViewOnce: the sender allowed one look.
	WithheldViewOnce Withheld = "view_once"
	// WithheldDisappearing: the chat's messages disappear.
	WithheldDisappearing Withheld = "disappearing"
	// WithheldProtected: advanced chat privacy forbids saving.
	WithheldProtected Withheld = "protected"
	// WithheldPhoneOnly: WhatsApp shows it on the phone only.
	WithheldPhoneOnly Withheld = "phone_only"
)

// Deleted says who deleted a message for everyone.
type Deleted string

// The ones who delete.
const (
	DeletedBySender Deleted = "sender"
	DeletedByAdmin  Deleted = "admin"
)

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
	Cut    bool   `json:"cut,omitempty"`
	Media  *Media `json:"media,omitempty"`
	Quote  *Quote `json:"quote,omitempty"`
	Edited bool   `json:"edited,omitempty"`
	// EditedAt is in Unix milliseconds, 0 when not known.
	EditedAt int64     `json:"editedAt,omitempty"`
	Deleted  Deleted   `json:"deleted,omitempty"`
	Location *Location `json:"location,omitempty"`
	// Contacts are the display names of contact cards.
	Contacts []string `json:"contacts,omitempty"`
	Poll     *Poll    `json:"poll,omitempty"`
	Call     *Call    `json:"call,omitempty"`
	Withheld Withheld `json:"withheld,omitempty"`
}

// Media describes an attachment.
type Media struct {
	MIME string `json:"mime,omitempty"`
	Name string `json:"name,omitempty"`
	// Size is in bytes, 0 when not known.
	Size int64 `json:"size,omitempty"`
	// Seconds is the length of audio or video, 0 when not known.
	Seconds int64 `json:"seconds,omitempty"`
}

// Quote is the message that a reply answers.
type Quote struct {
	ID     string      `json:"id,omitempty"`
	Sender JID         `json:"sender,omitzero"`
	Kind   MessageKind `json:"kind,omitempty"`
	Text   string      `json:"text,omitempty"`
}

// Location is a place, in degrees.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitempty"`
	Live      bool    `json:"live,omitempty"`
}

// Poll is a poll as it was asked.
type Poll struct {
	Question string   `json:"question"`
	Options  []string `json:"options,omitempty"`
}

// Call is a call as WhatsApp logged it.
type Call struct {
	Video bool `json:"video,omitempty"`
	// Outcome is WhatsApp's word in lower case, such as "missed".
	Outcome string `json:"outcome,omitempty"`
	// Seconds is the length of the call, 0 when it was not answered.
	Seconds int64 `json:"seconds,omitempty"`
}

// Visible reports whether a reader of the chat sees the message at all.
func (m Message) Visible() bool { return m.Kind != MessageControl }

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
	id := m.ID + "_" + direction
	if !m.FromMe && !m.Participant.IsZero() {
		id += "_" + m.Participant.String()
	}
	return id
}
