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
