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
	// MessageEvent is an appointment that was proposed.
	MessageEvent MessageKind = "event"
	// MessageAlbum announces pictures and videos that follow.
	MessageAlbum MessageKind = "album"
	// MessageShop is a product, an order or a payment; [Message.Type] says which.
	MessageShop MessageKind = "shop"
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
