package contract

// Module is a Zoho CRM module that holds people.
type Module string

// The modules Chatkeep knows.
const (
	ModuleContacts Module = "Contacts"
	ModuleLeads    Module = "Leads"
)

// The keys under which the core leaves state for the faces.
const (
	// ViewKey holds a [View] in chrome.storage.session.
	ViewKey = "view"
	// CardKeyPrefix, followed by a chat's JID, holds a [Card] in
	// chrome.storage.session.
	CardKeyPrefix = "card/"
	// OpenChatKey holds an [OpenChat] in chrome.storage.session. The worker
	// writes it as soon as the bridge reports, before the core is awake.
	OpenChatKey = "open"
	// TouchKeyPrefix, followed by a chat's JID, marks in chrome.storage.session
	// a chat in which the page has noticed a change. The worker writes it
	// without waking the core; the next cycle reads and removes it.
	TouchKeyPrefix = "touch/"
	// SyncKey holds a [SyncTimes] in chrome.storage.local.
	SyncKey = "sync"
	// FormsKey holds [Forms] in chrome.storage.session.
	FormsKey = "forms"
	// PeopleKey holds [People] in chrome.storage.session.
	PeopleKey = "people"
)

// View is everything the faces show that does not belong to one chat.
type View struct {
	V int `json:"v"`
	// At is when this view was written, Unix milliseconds.
	At       int64        `json:"at"`
	Zoho     ZohoView     `json:"zoho"`
	WhatsApp WhatsAppView `json:"whatsapp"`
	Backup   BackupView   `json:"backup"`
	Settings Settings     `json:"settings"`
	Credits  CreditsView  `json:"credits"`
	// Directory is the local index of the CRM's phone numbers.
	Directory DirectoryView `json:"directory"`
	// History is the reading of the older messages of all chats, absent while
	// nobody has asked for it.
	History *HistoryView `json:"history,omitempty"`
	// DealsProblem is what keeps deals from getting their notes, absent while
	// nothing does. The backup goes on.
	DealsProblem *Problem `json:"dealsProblem,omitempty"`
}

// ZohoState is the state of the connection to Zoho.
type ZohoState string

// The states of the connection to Zoho.
const (
	// ZohoNotConnected: nobody has signed in yet.
	ZohoNotConnected ZohoState = "not_connected"
	// ZohoConnected: the last call was answered.
	ZohoConnected ZohoState = "connected"
	// ZohoSignedOut: Zoho no longer accepts the sign-in; the queue is kept.
	ZohoSignedOut ZohoState = "signed_out"
	// ZohoRefused: a permission or scope is missing; see Problem.
	ZohoRefused ZohoState = "refused"
	// ZohoUnreachable: network or Zoho down; tried again by itself.
	ZohoUnreachable ZohoState = "unreachable"
)

// SignInWay is one of the ways to sign in to Zoho.
type SignInWay string

// The ways to sign in.
const (
	// WayServer: by the consent page, with a server-based client.
	WayServer SignInWay = "server"
	// WayMobile: by the consent page, with a mobile client.
	WayMobile SignInWay = "mobile"
	// WaySelf: with a code of the Self Client.
	WaySelf SignInWay = "self"
)

// ZohoView is the connection to Zoho as people see it.
type ZohoView struct {
	State      ZohoState `json:"state"`
	DataCentre string    `json:"dataCentre,omitempty"`
	// Way is how the user signed in, and ClientID the OAuth client's id, to fill
	// the form again.
	Way      SignInWay `json:"way,omitempty"`
	ClientID string    `json:"clientId,omitempty"`
	User     string    `json:"user,omitempty"`
	Org      string    `json:"org,omitempty"`
	// Region is the organisation's country as an ISO 3166 code.
	Region string `json:"region,omitempty"`
	// HomeURL is the CRM's web address.
	HomeURL string   `json:"homeUrl,omitempty"`
	Problem *Problem `json:"problem,omitempty"`
	// Environment is the kind of organisation.
	Environment Environment `json:"environment,omitempty"`
	// Checks are what was tried after the last sign-in or at the user's wish, and
	// CheckedAt when, Unix milliseconds.
	Checks    []ZohoCheck `json:"checks,omitempty"`
	CheckedAt int64       `json:"checkedAt,omitempty"`
}

// TabState is what is known of the WhatsApp Web tab.
type TabState string

// The states of the tab. The first ones are Chatkeep's; the others repeat the
// page's [SessionState].
const (
	// TabNone: no WhatsApp Web tab is open.
	TabNone TabState = "no_tab"
	// TabSilent: a tab is open but does not answer: Chatkeep is not in it.
	TabSilent TabState = "silent"
	// TabAsleep: the browser has frozen or discarded the tab.
	TabAsleep TabState = "asleep"
	// TabPartial: the page's modules cannot be read, but the open chat can be
	// seen on the screen.
	TabPartial TabState = "partial"
	// TabChanged: WhatsApp Web failed the self-test; nothing is written.
	TabChanged TabState = "changed"

	TabWaiting    TabState = "waiting"
	TabSignedOut  TabState = "signed_out"
	TabSyncing    TabState = "syncing"
	TabConflict   TabState = "conflict"
	TabLocked     TabState = "locked"
	TabBlocked    TabState = "blocked"
	TabUnreadable TabState = "unreadable"
	TabReady      TabState = "ready"
)

// WhatsAppView is WhatsApp Web as people see it.
type WhatsAppView struct {
	State TabState `json:"state"`
	// Account is the name of the WhatsApp account.
	Account string `json:"account,omitempty"`
	// AccountID tells apart two accounts of one name. It is that of the account whose
	// chats were last shown: what the sidebar shows of chats belongs to it.
	AccountID string `json:"accountId,omitempty"`
	// Verdict says how well the page can be read.
	Verdict Verdict `json:"verdict,omitempty"`
	// LastReadAt is when the page could last be read, Unix milliseconds, 0 for
	// never.
	LastReadAt int64 `json:"lastReadAt,omitempty"`
}

// BackupState is what the backup is doing.
type BackupState string

// The states of the backup.
const (
	// BackupIdle: the last cycle ran to its end and nothing waits.
	BackupIdle BackupState = "idle"
	// BackupRunning: a cycle is under way.
	BackupRunning BackupState = "running"
	// BackupWaiting: something waits for the next cycle; see Problem.
	BackupWaiting BackupState = "waiting"
	// BackupOff: nothing can run yet: not connected.
	BackupOff BackupState = "off"
)

// BackupView is the backup as people see it.
type BackupView struct {
	State BackupState `json:"state"`
	// LastSyncAt is when every linked chat was last proven complete, Unix
	// milliseconds, 0 for never.
	LastSyncAt int64 `json:"lastSyncAt"`
	// LastTickAt is when the last cycle ended, Unix milliseconds, 0 for never.
	LastTickAt int64 `json:"lastTickAt"`
	// Linked is how many chats are linked, Paused how many of them are off.
	Linked int `json:"linked"`
	Paused int `json:"paused"`
	// Waiting is how many chats hold something Zoho has not confirmed.
	Waiting int      `json:"waiting"`
	Problem *Problem `json:"problem,omitempty"`
	// Pace is set while notes are not written at every cycle.
	Pace *PaceView `json:"pace,omitempty"`
}

// ProblemCode is the closed set of problems people are told about. Each has
// its words in extension/_locales and its place in docs/troubleshooting.md.
type ProblemCode string

// The problems.
const (
	ProblemConsentRefused  ProblemCode = "consent_refused"
	ProblemSignInExpired   ProblemCode = "sign_in_expired"
	ProblemSignInMismatch  ProblemCode = "sign_in_mismatch"
	ProblemSignInElsewhere ProblemCode = "sign_in_elsewhere"
	ProblemCodeUsed        ProblemCode = "code_used"
	ProblemClientUnknown   ProblemCode = "client_unknown"
	ProblemClientSecret    ProblemCode = "client_secret"
	ProblemRedirectUnknown ProblemCode = "redirect_unknown"
	ProblemSignedOut       ProblemCode = "signed_out"
	ProblemScope           ProblemCode = "scope_missing"
	ProblemAPIAccess       ProblemCode = "api_access"
	ProblemPermission      ProblemCode = "permission"
	ProblemModuleHidden    ProblemCode = "module_hidden"
	// ProblemFieldUnavailable: a phone field is encrypted, or no longer there.
	ProblemFieldUnavailable ProblemCode = "field_unavailable"
	ProblemHostAccess       ProblemCode = "host_access"
	ProblemUnreachable      ProblemCode = "unreachable"
	ProblemNotZoho          ProblemCode = "not_zoho"
	ProblemZohoFault        ProblemCode = "zoho_fault"
	ProblemThrottled        ProblemCode = "throttled"
	// ProblemCreditsUsed: the organisation's API credits are used up, or nearly.
	ProblemCreditsUsed ProblemCode = "credits_used"
	// ProblemBudget: the user's own daily budget is used up.
	ProblemBudget ProblemCode = "budget_reached"
	// ProblemQuiet: the user's quiet hours; what waits is written after them.
	ProblemQuiet ProblemCode = "quiet_hours"
	// ProblemLicence: the organisation's Zoho licence has ended.
	ProblemLicence ProblemCode = "licence_ended"
	// ProblemUserInactive: an administrator has deactivated the Zoho user.
	ProblemUserInactive ProblemCode = "user_deactivated"
	// ProblemAccountRefused: Zoho refuses this user everything and does not say
	// which of the two above it is.
	ProblemAccountRefused ProblemCode = "account_refused"
	// ProblemEnvironment: the organisation chosen at Zoho is of another kind than
	// the one chosen here.
	ProblemEnvironment ProblemCode = "environment_mismatch"
	// ProblemClock: this computer's clock stands so far in the past that what
	// WhatsApp tells lies in its future.
	ProblemClock         ProblemCode = "clock_wrong"
	ProblemFieldRequired ProblemCode = "field_required"
	ProblemFieldRefused  ProblemCode = "field_refused"
	ProblemDuplicate     ProblemCode = "duplicate"
	ProblemStoredTwice   ProblemCode = "stored_twice"
	// ProblemRecordChanged: somebody changed the record in Zoho at the same
	// moment, so nothing was written.
	ProblemRecordChanged ProblemCode = "record_changed"
	// ProblemFieldFilled: the field that was to take the number is not empty.
	ProblemFieldFilled ProblemCode = "field_filled"
	// ProblemFieldElsewhere: the organisation requires a field that can only be
	// filled in Zoho itself, such as another record.
	ProblemFieldElsewhere ProblemCode = "field_elsewhere"
	ProblemRecordGone     ProblemCode = "record_gone"
	ProblemNoteRefused    ProblemCode = "note_refused"
	// ProblemRecordRefused: a record is not made or changed, for a reason that lies in
	// none of its fields.
	ProblemRecordRefused ProblemCode = "record_refused"
	ProblemSettling      ProblemCode = "settling"
	ProblemUnreadable    ProblemCode = "unreadable"
	// ProblemChanged: WhatsApp Web failed the self-test.
	ProblemChanged ProblemCode = "whatsapp_changed"
	// ProblemPartial: only what is on the screen, or in the page's memory, could
	// be read of the chat.
	ProblemPartial ProblemCode = "partial"
	// ProblemMessagesUnread: the page handed over messages that nobody
	// understands.
	ProblemMessagesUnread ProblemCode = "messages_unread"
	ProblemStorageFull    ProblemCode = "storage_full"
	ProblemNewerData      ProblemCode = "newer_data"
	ProblemInternal       ProblemCode = "internal"
)

// Problem is something a person should know, with what happens next.
type Problem struct {
	Code ProblemCode `json:"code"`
	// Detail is a name out of Zoho's metadata, such as a field or a
	// permission; never data of a record or a chat.
	Detail string `json:"detail,omitempty"`
	// RetryAt is when it is tried again by itself, Unix milliseconds, 0 when a
	// person has to act.
	RetryAt int64 `json:"retryAt,omitempty"`
}

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

// OpenChat is the chat the user looks at.
type OpenChat struct {
	V int `json:"v"`
	// Chat is its JID, empty when none is open.
	Chat string `json:"chat"`
	// Title is its display name.
	Title string `json:"title"`
	// At is when the bridge reported it, Unix milliseconds.
	At int64 `json:"at"`
}

// SyncTimes are kept in chrome.storage.local and outlive the browser.
type SyncTimes struct {
	// LastSyncAt is when every linked chat was last proven complete, Unix
	// milliseconds, 0 for never.
	LastSyncAt int64 `json:"lastSyncAt"`
	// LastTickAt is when the last cycle ended, Unix milliseconds.
	LastTickAt int64 `json:"lastTickAt"`
	// Chats maps account and chat to their times. Under [SyncKey] it is left out.
	Chats map[string]ChatSync `json:"chats,omitempty"`
}

// ChatSync are the times of one chat.
type ChatSync struct {
	// SyncedAt is when the chat was last proven complete, Unix milliseconds.
	SyncedAt int64 `json:"syncedAt"`
	// SavedUntil is the time of its last confirmed message, Unix seconds.
	SavedUntil int64 `json:"savedUntil"`
}
