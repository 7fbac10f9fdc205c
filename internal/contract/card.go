package contract

// ChatState is the one state of a chat, from which its text and its primary
// button follow.
type ChatState string

// The states of a chat.
const (
	// ChatChecking: Zoho is being asked who this is.
	ChatChecking ChatState = "checking"
	// ChatNotInZoho: no record holds this number; a contact can be created.
	ChatNotInZoho ChatState = "not_in_zoho"
	// ChatChoose: records were found, but a person has to say which it is.
	ChatChoose ChatState = "choose"
	// ChatCreating: a contact is being created, or the outcome is being settled.
	ChatCreating ChatState = "creating"
	// ChatLinked: linked, and backed up at every cycle.
	ChatLinked ChatState = "linked"
	// ChatPaused: linked, but switched off by the user.
	ChatPaused ChatState = "paused"
	// ChatRecordGone: the linked record is no longer in Zoho.
	ChatRecordGone ChatState = "record_gone"
	// ChatUnlinked: the user has taken the link away, and it stays away.
	ChatUnlinked ChatState = "unlinked"
	// ChatExcluded: the user never wants this chat to be linked.
	ChatExcluded ChatState = "excluded"
	// ChatNumberHidden: WhatsApp does not tell the number.
	ChatNumberHidden ChatState = "number_hidden"
	// ChatGroup: a group; it is backed up once a person has linked it to a record
	// found by hand, and never by itself.
	ChatGroup ChatState = "group"
	// ChatCommunity: a community, or the group of its announcements; neither is
	// backed up.
	ChatCommunity ChatState = "community"
	// ChatSelf: the chat with oneself.
	ChatSelf ChatState = "self"
	// ChatUnsupported: a channel, broadcast list, bot or WhatsApp's own chat.
	ChatUnsupported ChatState = "unsupported"
	// ChatProtected: WhatsApp's advanced chat privacy forbids saving it.
	ChatProtected ChatState = "protected"
	// ChatUnknown: Zoho could not be asked; see Problem.
	ChatUnknown ChatState = "unknown"
)

// Card is everything the sidebar shows of one chat.
type Card struct {
	V int `json:"v"`
	// At is when this card was written, Unix milliseconds.
	At   int64  `json:"at"`
	Chat string `json:"chat"`
	// Title is the name WhatsApp shows for the chat.
	Title string    `json:"title"`
	State ChatState `json:"state"`
	// Phone is the number in international form for people, empty when hidden.
	Phone string `json:"phone,omitempty"`
	// Record is set when the chat is linked.
	Record *RecordCard `json:"record,omitempty"`
	// Former is the record the chat was linked to, in ChatUnlinked and
	// ChatRecordGone.
	Former *RecordCard `json:"former,omitempty"`
	// Why says why the chat is not linked to one certain record.
	Why Why `json:"why,omitempty"`
	// Candidates are offered in ChatChoose, and in ChatRecordGone when others hold
	// the number.
	Candidates []Candidate `json:"candidates,omitempty"`
	// Aside are records that hold the number, or almost, and are not offered.
	Aside []SetAside `json:"aside,omitempty"`
	// Create pre-fills the form in ChatNotInZoho, and in ChatChoose when no
	// candidate agrees by more than its last digits.
	Create *CreateForm `json:"create,omitempty"`
	// Fill is set when the linked record does not hold the chat's number and has
	// an empty field for it.
	Fill *FillOffer `json:"fill,omitempty"`
	// Sync is set when the chat is linked.
	Sync    *SyncCard `json:"sync,omitempty"`
	Problem *Problem  `json:"problem,omitempty"`
}

// LinkOrigin says how a link came about.
type LinkOrigin string

// The origins of a link.
const (
	LinkedByMatch  LinkOrigin = "match"
	LinkedByChoice LinkOrigin = "choice"
	LinkedByCreate LinkOrigin = "create"
	// LinkedByConversion: the linked lead became this contact.
	LinkedByConversion LinkOrigin = "conversion"
	// LinkedByMerge: the linked record is gone, and this one holds its number now.
	LinkedByMerge LinkOrigin = "merge"
	// LinkedByNotes: of several records with the number, this one alone has notes
	// of the chat.
	LinkedByNotes LinkOrigin = "notes"
)

// RecordCard is the linked record as people see it.
type RecordCard struct {
	Module Module `json:"module"`
	ID     string `json:"id"`
	Name   string `json:"name"`
	// URL opens the record in Zoho.
	URL string `json:"url"`
	// Origin says how the link came about.
	Origin LinkOrigin `json:"origin"`
	// LinkedAt is when, Unix milliseconds.
	LinkedAt int64 `json:"linkedAt"`
	// Held is the number by which the record was found; nil when it was not found by
	// one that it holds.
	Held *HeldNumber `json:"held,omitempty"`
}

// MatchReason says why a candidate was found.
type MatchReason string

// The reasons of a match, from certain to weak.
const (
	// MatchSame: the same international number.
	MatchSame MatchReason = "same"
	// MatchVariant: the same number in a national variant.
	MatchVariant MatchReason = "variant"
	// MatchNational: the same if the stored number is of the default region.
	MatchNational MatchReason = "national"
	// MatchSuffix: only the last digits agree.
	MatchSuffix MatchReason = "suffix"
	// MatchElsewhere: the same if the stored number is of another country than the
	// default one.
	MatchElsewhere MatchReason = "elsewhere"
	// MatchSomeoneElse: the same number, in a field meant for somebody else's, such
	// as an assistant's.
	MatchSomeoneElse MatchReason = "someone_else"
	// MatchDuplicate: Zoho itself calls it the same person.
	MatchDuplicate MatchReason = "duplicate"
)

// Candidate is a record that may be the person of a chat.
type Candidate struct {
	Module Module `json:"module"`
	ID     string `json:"id"`
	Name   string `json:"name"`
	URL    string `json:"url"`
	// Field is the label of the field that holds the number, Stored the number
	// as the CRM holds it.
	Field  string      `json:"field"`
	Stored string      `json:"stored"`
	Reason MatchReason `json:"reason"`
	// Likeness says in detail how far Stored agrees with the chat's number; nil when
	// that was not compared.
	Likeness *Likeness `json:"likeness,omitempty"`
}

// SyncCard is the state of one chat's backup.
type SyncCard struct {
	// SyncedAt is when the chat was last proven complete, Unix milliseconds, 0
	// for never.
	SyncedAt int64 `json:"syncedAt"`
	// SavedUntil is the time of its last confirmed message, Unix seconds, 0
	// for none.
	SavedUntil int64 `json:"savedUntil"`
	// Saved is how many messages Zoho has confirmed, Waiting how many not yet.
	Saved   int `json:"saved"`
	Waiting int `json:"waiting"`
	// Skipped is how many messages were not read by policy, such as view-once.
	Skipped int `json:"skipped,omitempty"`
	// Unread is how many messages could not be understood.
	Unread int `json:"unread,omitempty"`
	// Encrypted is how many messages are not decrypted on this computer yet.
	Encrypted int `json:"encrypted,omitempty"`
	// Attached is how many files of messages are attached to the record, FilesWaiting
	// how many are to be, if the user wants that, and Unattached how many are not to
	// be, for good or while no larger ones are allowed; the proof of the chat says why.
	Attached     int          `json:"attached,omitempty"`
	FilesWaiting int          `json:"filesWaiting,omitempty"`
	Unattached   int          `json:"unattached,omitempty"`
	History      *HistoryCard `json:"history,omitempty"`
	Problem      *Problem     `json:"problem,omitempty"`
}

// HistoryEnd says what lies before the oldest message this browser holds.
type HistoryEnd string

// The ends of what this browser holds (endOfHistoryTransferType of WhatsApp
// Web's chats, client revision 1044822804).
const (
	// HistoryUnknown: WhatsApp does not tell.
	HistoryUnknown HistoryEnd = "unknown"
	// HistoryAll: this browser holds the chat from its first message.
	HistoryAll HistoryEnd = "all"
	// HistoryOnPhone: older messages are on the phone only; WhatsApp's own
	// button fetches them.
	HistoryOnPhone HistoryEnd = "on_phone"
	// HistoryRunning: the phone is still sending.
	HistoryRunning HistoryEnd = "running"
	// HistoryNoAccess: older messages cannot be had on this computer.
	HistoryNoAccess HistoryEnd = "no_access"
)

// HistoryCard says how far back a chat has been read.
type HistoryCard struct {
	// From is where the backup of the chat begins, Unix seconds, 0 for its first
	// message.
	From int64 `json:"from"`
	// Reached is the time of the oldest message read, Unix seconds, 0 while none
	// was.
	Reached int64 `json:"reached"`
	// Reading is true while older messages are being read.
	Reading bool `json:"reading"`
	// Paused is true while the user has stopped that for this chat alone; Reading
	// stays true.
	Paused bool `json:"paused,omitempty"`
	// Read is how many messages the present reading has brought.
	Read int        `json:"read"`
	End  HistoryEnd `json:"end"`
}
