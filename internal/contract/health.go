package contract

// HealthKey holds a [Health] in chrome.storage.session.
const HealthKey = "health"

// Verdict says how well WhatsApp Web can be read.
type Verdict string

// The verdicts, from good to bad. docs/troubleshooting.md says what each means
// and what to do.
const (
	// VerdictOK: everything answers in the best way there is.
	VerdictOK Verdict = "ok"
	// VerdictDegraded: something answers in a second-best way.
	VerdictDegraded Verdict = "degraded"
	// VerdictPartial: only what is on the screen can be read.
	VerdictPartial Verdict = "partial"
	// VerdictStarting: WhatsApp Web is loading or fetching its chats.
	VerdictStarting Verdict = "starting"
	// VerdictBlocked: WhatsApp Web itself cannot be used: QR code, another
	// window, app lock, terms, version.
	VerdictBlocked Verdict = "blocked"
	// VerdictChanged: WhatsApp Web has changed in a way that Chatkeep does not
	// understand. Nothing is written until it passes the self-test again.
	VerdictChanged Verdict = "changed"
	// VerdictAsleep: the browser has put the tab to sleep.
	VerdictAsleep Verdict = "asleep"
	// VerdictSilent: a tab is open, but Chatkeep is not in it.
	VerdictSilent Verdict = "silent"
	// VerdictNoTab: no tab is open.
	VerdictNoTab Verdict = "no_tab"
)

// SelfTest is something a reading of WhatsApp Web must satisfy before anything
// is written because of it.
type SelfTest string

// The self-tests.
const (
	// TestKeys: keys have the form of a message key and name the chat.
	TestKeys SelfTest = "keys"
	// TestTimes: times lie between 2009 and tomorrow.
	TestTimes SelfTest = "times"
	// TestDirections: whose message it is agrees with WhatsApp's database.
	TestDirections SelfTest = "directions"
	// TestPrivate: what WhatsApp's database calls view-once or disappearing is
	// withheld.
	TestPrivate SelfTest = "private"
	// TestTexts: text messages have text.
	TestTexts SelfTest = "texts"
	// TestMessages: the messages asked for could be read at all.
	TestMessages SelfTest = "messages"
	// TestComplete: the newest messages in WhatsApp's database are among those
	// that were read.
	TestComplete SelfTest = "complete"
)

// Health is the state of the reading of WhatsApp Web. Nothing in it names a
// person, a chat or a message, so it can be shown, exported and sent.
type Health struct {
	V int `json:"v"`
	// At is when it was checked, Unix milliseconds.
	At      int64   `json:"at"`
	Verdict Verdict `json:"verdict"`
	// Build is WhatsApp Web's version, empty when it has no form that is known.
	Build string `json:"build,omitempty"`
	// State is the tab's state, Reason WhatsApp's own word for it when it is
	// blocked.
	State  TabState `json:"state"`
	Reason string   `json:"reason,omitempty"`
	// ReadyMS is how long WhatsApp Web took until it could be read, in
	// milliseconds.
	ReadyMS int64 `json:"readyMs,omitempty"`
	// Capabilities are in the order of their importance.
	Capabilities []CapabilityHealth `json:"capabilities"`
	Counts       HealthCounts       `json:"counts"`
	// Agreement is set when a chat that is backed up was compared.
	Agreement *Agreement `json:"agreement,omitempty"`
	// Failed are the self-tests that failed, empty when all passed.
	Failed []SelfTest `json:"failed,omitempty"`
	// FirstSync says how far the phone's first transfer has come.
	FirstSync FirstSync `json:"firstSync,omitempty"`
	// KnowsPhone and KnowsLID say whether the own account's ids are known.
	KnowsPhone bool `json:"knowsPhone"`
	KnowsLID   bool `json:"knowsLid"`
	// Tab is how the browser treats the tab.
	Tab TabHealth `json:"tab"`
	// LastReadAt is when the page could last be read, Unix milliseconds.
	LastReadAt int64 `json:"lastReadAt,omitempty"`
}

// CapabilityHealth says which way a capability of the reader took.
type CapabilityHealth struct {
	Name Capability `json:"name"`
	// Variant is the way that answered, empty when none did.
	Variant string `json:"variant,omitempty"`
	// Rank is 0 for the best way, 1 for the next and so on, -1 when none
	// answered.
	Rank int `json:"rank"`
}

// HealthCounts counts the chats of the list.
type HealthCounts struct {
	Chats int `json:"chats"`
	// ByPhone, ByLID and Groups count chats by the sort of their JID; Other are
	// those of kinds that are never backed up.
	ByPhone int `json:"byPhone"`
	ByLID   int `json:"byLid"`
	Groups  int `json:"groups"`
	Other   int `json:"other"`
	// LIDs is how many persons have a LID, Resolved of how many of them the
	// number is known.
	LIDs     int `json:"lids"`
	Resolved int `json:"resolved"`
	// Failed are rows of the chat list that could not be read.
	Failed int `json:"failed"`
	// EndOfHistory counts chats by WhatsApp's endOfHistoryTransferType, 0 to 5.
	EndOfHistory [6]int `json:"endOfHistory"`
}

// Agreement compares what the three witnesses say of the newest messages of one
// chat, as counts.
type Agreement struct {
	// Store, Database and Screen are how many messages each told.
	Store    int `json:"store"`
	Database int `json:"database"`
	Screen   int `json:"screen"`
	// DatabaseState says whether the database could be read, Layout which page
	// layout was found; empty when another chat is open.
	DatabaseState DatabaseState `json:"databaseState"`
	Layout        ScreenLayout  `json:"layout,omitempty"`
	// Missing are messages in the database that the store did not tell;
	// Unknown those of the store that the database does not have.
	Missing int `json:"missing"`
	Unknown int `json:"unknown"`
	// Off are messages on the screen that the store did not tell.
	Off int `json:"off"`
	// Directions and Times are how many disagree with the database.
	Directions int `json:"directions"`
	Times      int `json:"times"`
	// Title says whether the name over the chat is the one of the list.
	Title bool `json:"title"`
	// Encrypted are messages that are not decrypted yet, OtherTypes those of
	// types that are not known, Errors those that could not be read.
	Encrypted  int `json:"encrypted"`
	OtherTypes int `json:"otherTypes"`
	Errors     int `json:"errors"`
}

// TabHealth is how the browser treats the tab.
type TabHealth struct {
	Open   int  `json:"open"`
	Hidden bool `json:"hidden"`
	// Asleep is true when the tab is frozen or discarded.
	Asleep bool `json:"asleep"`
	// KeptAwake is true when the browser was asked not to discard it.
	KeptAwake bool `json:"keptAwake"`
	Thawed    int  `json:"thawed"`
}
