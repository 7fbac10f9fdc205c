package contract

// Op names a question the core asks the bridge of a WhatsApp Web tab.
type Op string

// The questions. All of them only read.
const (
	// OpPageRead asks for a [PageSnapshot].
	OpPageRead Op = "core/page.read"
	// OpMessagesRead asks for a [MessagePage].
	OpMessagesRead Op = "core/messages.read"
	// OpWitnessRead asks for a [Witness].
	OpWitnessRead Op = "core/witness.read"
	// OpVisibleRead asks for a [VisibleChat].
	OpVisibleRead Op = "core/visible.read"
	// OpHistoryCount asks for a [HistoryCount].
	OpHistoryCount Op = "core/history.count"
	// OpMediaRead asks for a [MediaPiece].
	OpMediaRead Op = "core/media.read"
)

// PageQuestion is a question of the core to the bridge.
type PageQuestion struct {
	V  int `json:"v"`
	Op Op  `json:"op"`
	// Messages is set for OpMessagesRead.
	Messages *MessagesQuestion `json:"messages,omitempty"`
	// Witness is set for OpWitnessRead.
	Witness *WitnessQuestion `json:"witness,omitempty"`
	// Visible may be set for OpVisibleRead.
	Visible *VisibleQuestion `json:"visible,omitempty"`
	// History is set for OpHistoryCount.
	History *HistoryQuestion `json:"history,omitempty"`
	// Media is set for OpMediaRead.
	Media *MediaQuestion `json:"media,omitempty"`
}

// MessagesQuestion asks for one page of a chat's messages: the newest ones, or
// those next to a message that is known.
type MessagesQuestion struct {
	Chat string `json:"chat"`
	// Before is the key of a message: the page is the messages just older than
	// it.
	Before string `json:"before,omitempty"`
	// After is the key of a message: the page is the messages just newer than
	// it. At most one of the two is set; the newest page has neither.
	After string `json:"after,omitempty"`
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
	// SessionBlocked: WhatsApp refuses to run (terms, proxy, version); see
	// [PageSnapshot.Reason].
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
	// Reason is WhatsApp's own word for a session that is blocked, for example
	// "DEPRECATED_VERSION".
	Reason string `json:"reason,omitempty"`
	// Epoch is a random word made when the page's script began to listen to
	// WhatsApp. Between two epochs an edit, a deletion or a reaction may have
	// gone unnoticed.
	Epoch string `json:"epoch,omitempty"`
	// ReadyMS is how many milliseconds after its start the page could first be
	// read, 0 while it never could.
	ReadyMS int64 `json:"readyMs,omitempty"`
	// FirstSync says how far the phone's first transfer of history has come.
	FirstSync FirstSync `json:"firstSync,omitempty"`
	// Variants names which way each capability of the reader answered; see
	// [Capability].
	Variants map[string]string `json:"variants,omitempty"`
	Me       Account           `json:"me"`
	// Active is the JID of the open chat, empty when none is open.
	Active string    `json:"active,omitempty"`
	Chats  []ChatRow `json:"chats"`
	// Excluded is how many chats are of kinds that are never backed up and so
	// not in Chats, Failed how many could not be read.
	Excluded int `json:"excluded,omitempty"`
	Failed   int `json:"failed,omitempty"`
	// Tab is how the browser treats the page.
	Tab TabLife `json:"tab"`
}

// FirstSync is the state of the phone's first transfer of history
// (WAWebUserPrefsHistorySync, client revision 1044822804).
type FirstSync string

// The states of the first transfer; empty means not known.
const (
	FirstSyncRunning  FirstSync = "running"
	FirstSyncComplete FirstSync = "complete"
)

// TabLife is how the browser treats the page.
type TabLife struct {
	// Hidden is true while another tab or window covers it.
	Hidden bool `json:"hidden,omitempty"`
	// Thawed counts how often the page was frozen and went on.
	Thawed int `json:"thawed,omitempty"`
}

// Capability names something the reader of the page must be able to do. The
// names are the keys of [PageSnapshot.Variants].
type Capability string

// The capabilities. The ways of each, best first, are listed in package health.
const (
	CapabilityVersion   Capability = "version"
	CapabilitySession   Capability = "session"
	CapabilityMe        Capability = "me"
	CapabilityChats     Capability = "chats"
	CapabilityActive    Capability = "active"
	CapabilityHistory   Capability = "history"
	CapabilityKey       Capability = "key"
	CapabilityLID       Capability = "lid"
	CapabilityReactions Capability = "reactions"
	CapabilityEvents    Capability = "events"
	// CapabilityDatabase is the bridge's reading of WhatsApp's IndexedDB.
	CapabilityDatabase Capability = "database"
	// CapabilityChannel is the way between page script and bridge.
	CapabilityChannel Capability = "channel"
)

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
	// Former are JIDs under which WhatsApp Web has kept this chat before it moved
	// to its present one (originalLid, historyChatId).
	Former []string `json:"former,omitempty"`
	// Business is true for a business account.
	Business bool `json:"business,omitempty"`
	// Username is true for somebody who is known by a user name only.
	Username bool `json:"username,omitempty"`
	// Ad is true for a chat that began with an advertisement (lidOriginType
	// "ctwa").
	Ad bool `json:"ad,omitempty"`
	// Community is true for a community and for a group that belongs to one.
	Community bool `json:"community,omitempty"`
	// Announcement is true for a community itself and for the group in which its
	// admins speak to everybody in it.
	Announcement bool `json:"announcement,omitempty"`
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
	// End is true when nothing newer is held; it is told for a page after a
	// message.
	End bool `json:"end,omitempty"`
	// Source says which witness the page comes from.
	Source Source `json:"source"`
	// Variant names the way of reading that answered.
	Variant string `json:"variant"`
	// Partial is true when the way of reading may have left messages out.
	Partial bool `json:"partial,omitempty"`
}

// Source is a witness of what WhatsApp Web holds.
type Source string

// The sources.
const (
	// SourceStore: the page's own modules.
	SourceStore Source = "store"
	// SourceScreen: the words on the screen, with ids, times and directions from
	// WhatsApp's database.
	SourceScreen Source = "screen"
)
