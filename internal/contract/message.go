package contract

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
	// SenderName is the author's push name at that time. In a group it is the best
	// name WhatsApp Web knows the author by, and without any the number behind a LID
	// with "+" in front.
	SenderName string `json:"senderName,omitempty"`
	// Type is WhatsApp's type name, for example "chat" or "image".
	Type string `json:"type"`
	// Subtype is WhatsApp's subtype, mostly empty.
	Subtype string `json:"subtype,omitempty"`
	// Text is the body of a text message or the caption of a media message, its
	// mentions resolved to names.
	Text string `json:"text,omitempty"`
	// Cut is true when Text was longer than the bridge carries (65,536 UTF-16
	// units) and lost its end.
	Cut bool `json:"cut,omitempty"`
	// Forwarded is true for a message somebody passed on.
	Forwarded bool `json:"forwarded,omitempty"`
	// Failed is true for an own message that WhatsApp could not send.
	Failed bool `json:"failed,omitempty"`
	// Parent is the bare id of the album a picture or video belongs to.
	Parent string `json:"parent,omitempty"`
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
	// DeletedBy is the JID of the one who deleted it, when WhatsApp tells.
	DeletedBy string `json:"deletedBy,omitempty"`
	// Reactions are the emoji put on the message.
	Reactions []ReactionRecord `json:"reactions,omitempty"`
	// Location is a place that was sent.
	Location *LocationRecord `json:"location,omitempty"`
	// Contacts are contact cards.
	Contacts []ContactRecord `json:"contacts,omitempty"`
	// Poll is a poll's question, options and votes.
	Poll *PollRecord `json:"poll,omitempty"`
	// Event is an appointment that was proposed.
	Event *EventRecord `json:"event,omitempty"`
	// Call describes a call that was logged.
	Call *CallRecord `json:"call,omitempty"`
	// Album announces pictures and videos that follow as messages of their own.
	Album *AlbumRecord `json:"album,omitempty"`
	// Shop is a product, an order or a payment.
	Shop *ShopRecord `json:"shop,omitempty"`
	// Choices are the entries of a list or the buttons under a message.
	Choices []string `json:"choices,omitempty"`
	// Ad is the advertisement that led the person here.
	Ad *AdRecord `json:"ad,omitempty"`
	// System is a notice of WhatsApp, such as a member added to a group.
	System *SystemRecord `json:"system,omitempty"`
	// Withheld says why the content was not read: "view_once", "disappearing",
	// "protected", or "phone_only" for what WhatsApp shows on the phone alone.
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
	// Pages is the length of a document, 0 when not known.
	Pages int64 `json:"pages,omitempty"`
	// GIF is true for a video that WhatsApp plays as a moving picture.
	GIF bool `json:"gif,omitempty"`
}

// QuoteRecord is the message that a reply answers.
type QuoteRecord struct {
	ID     string `json:"id,omitempty"`
	Sender string `json:"sender,omitempty"`
	// SenderName is the quoted author's name, FromMe true for the own account.
	SenderName string `json:"senderName,omitempty"`
	FromMe     bool   `json:"fromMe,omitempty"`
	Type       string `json:"type,omitempty"`
	Text       string `json:"text,omitempty"`
}

// ReactionRecord is one person's emoji on a message.
type ReactionRecord struct {
	// Emoji is what was put on the message, never empty: a reaction that was
	// taken back is not listed.
	Emoji string `json:"emoji"`
	// Sender is the JID of the one who reacted, Name their name.
	Sender string `json:"sender,omitempty"`
	Name   string `json:"name,omitempty"`
	FromMe bool   `json:"fromMe,omitempty"`
	// At is in Unix milliseconds, 0 when not known.
	At int64 `json:"at,omitempty"`
}

// LocationRecord is a place, in degrees.
type LocationRecord struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitempty"`
	Live      bool    `json:"live,omitempty"`
}

// ContactRecord is a contact card.
type ContactRecord struct {
	Name string `json:"name,omitempty"`
	// Phones are the numbers as they are written on the card.
	Phones []string `json:"phones,omitempty"`
}

// PollRecord is a poll.
type PollRecord struct {
	Question string   `json:"question"`
	Options  []string `json:"options,omitempty"`
	// Multiple is true when more than one option may be chosen.
	Multiple bool `json:"multiple,omitempty"`
	// Votes counts the votes of each option, in the order of Options; it is left
	// out when they are not known.
	Votes []int64 `json:"votes,omitempty"`
}

// EventRecord is an appointment. Its name and description are the message's
// text.
type EventRecord struct {
	// Start and End are in Unix seconds, 0 when not known.
	Start int64  `json:"start,omitempty"`
	End   int64  `json:"end,omitempty"`
	Place string `json:"place,omitempty"`
	// Cancelled is true when it was called off.
	Cancelled bool `json:"cancelled,omitempty"`
}

// CallRecord is a call as WhatsApp logged it.
type CallRecord struct {
	Video   bool   `json:"video,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	// Seconds is the length of the call, 0 when it was not answered.
	Seconds int64 `json:"seconds,omitempty"`
}

// AlbumRecord announces how many pictures and videos follow.
type AlbumRecord struct {
	Images int64 `json:"images,omitempty"`
	Videos int64 `json:"videos,omitempty"`
}

// ShopRecord is a product, an order or a payment. Its description is the
// message's text.
type ShopRecord struct {
	Title string `json:"title,omitempty"`
	// Items is how many articles an order has, 0 when not known.
	Items int64 `json:"items,omitempty"`
	// Thousandths is the price in thousandths of Currency, an ISO 4217 code; 0
	// when not known.
	Thousandths int64  `json:"thousandths,omitempty"`
	Currency    string `json:"currency,omitempty"`
}

// AdRecord is an advertisement that opens a chat on WhatsApp.
type AdRecord struct {
	Title string `json:"title,omitempty"`
	// URL is its address as WhatsApp gives it. It is text to be read, never
	// fetched.
	URL string `json:"url,omitempty"`
}

// SystemRecord is a notice of WhatsApp.
type SystemRecord struct {
	// Actor is the JID of the one who acted and ActorName their name.
	Actor     string `json:"actor,omitempty"`
	ActorName string `json:"actorName,omitempty"`
	// People are the names of those concerned; somebody without a known name is
	// named by number, and by nothing when that is hidden.
	People []string `json:"people,omitempty"`
	// Text is a new subject or description.
	Text string `json:"text,omitempty"`
}
