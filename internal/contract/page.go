package contract

// Op names a question the core asks the bridge of a WhatsApp Web tab.
type Op string

// The questions. Both only read.
const (
	// OpPageRead asks for a [PageSnapshot].
	OpPageRead Op = "core/page.read"
	// OpMessagesRead asks for a [MessagePage].
	OpMessagesRead Op = "core/messages.read"
)

// PageQuestion is a question of the core to the bridge.
type PageQuestion struct {
	V  int `json:"v"`
	Op Op  `json:"op"`
	// Messages is set for OpMessagesRead.
	Messages *MessagesQuestion `json:"messages,omitempty"`
}

// MessagesQuestion asks for one page of a chat's messages, reading backwards.
type MessagesQuestion struct {
	Chat string `json:"chat"`
	// Before is the key of the oldest message already read; empty asks for the
	// newest page.
	Before string `json:"before,omitempty"`
	// Count is how many messages are wanted, 1 to 50.
	Count int `json:"count"`
}

// SessionState is WhatsApp Web's own state, as far as it matters to a reader.
type SessionState string

// The session states.
const (
	// SessionWaiting: the page has not finished loading its modules.
	SessionWaiting SessionState = "waiting"
	// SessionSignedOut: WhatsApp shows its QR code.
	SessionSignedOut SessionState = "signed_out"
	// SessionSyncing: WhatsApp is still fetching its chats.
	SessionSyncing SessionState = "syncing"
	// SessionConflict: another tab or browser has taken WhatsApp over.
	SessionConflict SessionState = "conflict"
	// SessionLocked: the user's app lock is on; nothing is read.
	SessionLocked SessionState = "locked"
	// SessionBlocked: WhatsApp refuses to run (terms, proxy, version).
	SessionBlocked SessionState = "blocked"
	// SessionUnreadable: WhatsApp runs, but not in a shape Chatkeep can read.
	SessionUnreadable SessionState = "unreadable"
	// SessionReady: chats can be read.
	SessionReady SessionState = "ready"
)

// PageSnapshot is what one WhatsApp Web tab says of itself. Everything in it
// comes from the page and is checked again by the core.
type PageSnapshot struct {
	V       int          `json:"v"`
	Session SessionState `json:"session"`
	// Build is WhatsApp Web's version, for example "2.3000.1048032155".
	Build string `json:"build,omitempty"`
	// Variants names which way each capability of the reader answered.
	Variants map[string]string `json:"variants,omitempty"`
	Me       Account           `json:"me"`
	// Active is the JID of the open chat, empty when none is open.
	Active string    `json:"active,omitempty"`
	Chats  []ChatRow `json:"chats"`
}

// Account is the WhatsApp account signed in to the page. Either id may be
// unknown for a while.
type Account struct {
	// Phone is the own phone JID, "15550009999@c.us".
	Phone string `json:"phone,omitempty"`
	// LID is the own LID, "999888777666555@lid".
	LID string `json:"lid,omitempty"`
	// Name is the own push name.
	Name string `json:"name,omitempty"`
}

// ChatRow is what is read of a chat that is not backed up: name, number and
// the time of its last activity, nothing else.
type ChatRow struct {
	// Chat is the chat's JID.
	Chat string `json:"chat"`
	// Phone is the phone JID, "14155550132@c.us", when WhatsApp Web knows it.
	Phone string `json:"phone,omitempty"`
	// LID is the LID, "111222333444555@lid", when WhatsApp Web knows it.
	LID string `json:"lid,omitempty"`
	// Title is the name the chat list shows.
	Title string `json:"title,omitempty"`
	// Name is the best name for a CRM: address book, verified business name or
	// push name; never a formatted number or a mask.
	Name string `json:"name,omitempty"`
	// T is the time of the last activity in Unix seconds, 0 when there was none.
	T int64 `json:"t"`
	// Self is true for the chat with oneself.
	Self bool `json:"self,omitempty"`
	// LimitSharing is true under WhatsApp's advanced chat privacy.
	LimitSharing bool `json:"limitSharing,omitempty"`
	// Ephemeral is true when messages of this chat disappear.
	Ephemeral bool `json:"ephemeral,omitempty"`
	// EndOfHistory is WhatsApp's endOfHistoryTransferType, -1 when not known.
	EndOfHistory int `json:"endOfHistory"`
}

// MessagePage is one page of a chat, oldest message first.
type MessagePage struct {
	V    int     `json:"v"`
	Chat string  `json:"chat"`
	Me   Account `json:"me"`
	// Messages are in the order WhatsApp returned them.
	Messages []MessageRecord `json:"messages"`
	// Start is true when nothing older is held by this browser.
	Start bool `json:"start"`
	// Variant names the way of reading that answered.
	Variant string `json:"variant"`
	// Partial is true when the way of reading may have left messages out.
	Partial bool `json:"partial,omitempty"`
}

// MessageRecord is one message as the bridge serialised it, by allow-list.
type MessageRecord struct {
	// Key is WhatsApp's full key, "false_14155550132@c.us_3EB0…".
	Key string `json:"key"`
	// ID is the bare message id inside the key.
	ID string `json:"id"`
	// FromMe is true for messages of the own account.
	FromMe bool `json:"fromMe"`
	// T is the time in Unix seconds.
	T int64 `json:"t"`
	// Sender is the JID of the author: the participant in a group, else the
	// chat or the own account.
	Sender string `json:"sender,omitempty"`
	// SenderName is the author's push name at that time.
	SenderName string `json:"senderName,omitempty"`
	// Type is WhatsApp's type name, for example "chat" or "image".
	Type string `json:"type"`
	// Subtype is WhatsApp's subtype, mostly empty.
	Subtype string `json:"subtype,omitempty"`
	// Text is the body of a text message or the caption of a media message.
	Text string `json:"text,omitempty"`
	// Cut is true when Text was longer than the bridge carries (65,536 UTF-16
	// units) and lost its end.
	Cut bool `json:"cut,omitempty"`
	// Media describes an attachment; its bytes are never read.
	Media *MediaRecord `json:"media,omitempty"`
	// Quote is what the message answers.
	Quote *QuoteRecord `json:"quote,omitempty"`
	// Edited is true when the text is not the first one.
	Edited bool `json:"edited,omitempty"`
	// EditedAt is when it was edited, in Unix milliseconds, 0 when not known.
	EditedAt int64 `json:"editedAt,omitempty"`
	// Deleted is "sender" or "admin" for a message deleted for everyone.
	Deleted string `json:"deleted,omitempty"`
	// Location is a place that was sent.
	Location *LocationRecord `json:"location,omitempty"`
	// Contacts are the display names of contact cards.
	Contacts []string `json:"contacts,omitempty"`
	// Poll is a poll's question and options.
	Poll *PollRecord `json:"poll,omitempty"`
	// Call describes a call that was logged.
	Call *CallRecord `json:"call,omitempty"`
	// Withheld says why the content was not read: "view_once", "disappearing"
	// or "protected".
	Withheld string `json:"withheld,omitempty"`
	// Error is set when this one message could not be read.
	Error string `json:"error,omitempty"`
}

// MediaRecord describes an attachment without its bytes.
type MediaRecord struct {
	MIME string `json:"mime,omitempty"`
	Name string `json:"name,omitempty"`
	// Size is in bytes, 0 when not known.
	Size int64 `json:"size,omitempty"`
	// Seconds is the length of audio or video, 0 when not known.
	Seconds int64 `json:"seconds,omitempty"`
}

// QuoteRecord is the message that a reply answers.
type QuoteRecord struct {
	ID     string `json:"id,omitempty"`
	Sender string `json:"sender,omitempty"`
	Type   string `json:"type,omitempty"`
	Text   string `json:"text,omitempty"`
}

// LocationRecord is a place, in degrees.
type LocationRecord struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitempty"`
	Live      bool    `json:"live,omitempty"`
}

// PollRecord is a poll as it was asked; votes are not read.
type PollRecord struct {
	Question string   `json:"question"`
	Options  []string `json:"options,omitempty"`
}

// CallRecord is a call as WhatsApp logged it.
type CallRecord struct {
	Video   bool   `json:"video,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	// Seconds is the length of the call, 0 when it was not answered.
	Seconds int64 `json:"seconds,omitempty"`
}
