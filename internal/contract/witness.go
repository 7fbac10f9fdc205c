package contract

// WitnessQuestion asks what WhatsApp's database and screen say of a chat, to be
// compared with what the page's modules said. No content is part of it.
type WitnessQuestion struct {
	Chat string `json:"chat"`
	// Keys are the keys of messages to look for, at most 50.
	Keys []string `json:"keys"`
	// Count is how many of the newest messages are wanted, 1 to 50.
	Count int `json:"count"`
}

// Witness is what the two other witnesses say of a chat.
type Witness struct {
	V        int             `json:"v"`
	Database DatabaseWitness `json:"database"`
	Screen   ScreenWitness   `json:"screen"`
}

// DatabaseState says whether WhatsApp's IndexedDB could be read.
type DatabaseState string

// The states of the database.
const (
	DatabaseOK DatabaseState = "ok"
	// DatabaseMissing: the browser has no such database.
	DatabaseMissing DatabaseState = "missing"
	// DatabaseBusy: WhatsApp was changing it, or it did not open in time.
	DatabaseBusy DatabaseState = "busy"
	// DatabaseUnknown: its tables are not those that are known.
	DatabaseUnknown DatabaseState = "unknown"
)

// DatabaseWitness is what WhatsApp's IndexedDB says of a chat.
type DatabaseWitness struct {
	State DatabaseState `json:"state"`
	// Newest are the newest messages, newest first, and Found those of the keys
	// asked for that are there.
	Newest []WitnessRow `json:"newest"`
	Found  []WitnessRow `json:"found"`
}

// WitnessRow is one message in WhatsApp's database, without content.
type WitnessRow struct {
	Key    string `json:"key"`
	ID     string `json:"id"`
	FromMe bool   `json:"fromMe"`
	// T is the time in Unix seconds.
	T    int64  `json:"t"`
	Type string `json:"type"`
	// Private is true for a view-once or disappearing message.
	Private bool `json:"private,omitempty"`
}

// ScreenLayout names the layout of WhatsApp's page.
type ScreenLayout string

// The layouts that are known.
const (
	// ScreenNone: no open chat was found on the screen.
	ScreenNone ScreenLayout = "none"
	Screen2025 ScreenLayout = "2025"
	Screen2026 ScreenLayout = "2026"
)

// ScreenWitness is what the screen shows of the open chat.
type ScreenWitness struct {
	Layout ScreenLayout `json:"layout"`
	// Title is the name over the chat.
	Title string `json:"title,omitempty"`
	// Rows are the messages on the screen, from top to bottom.
	Rows []ScreenRow `json:"rows"`
}

// ScreenDirection says whose message a row on the screen is.
type ScreenDirection string

// The directions; what cannot be told is not guessed.
const (
	ScreenIn      ScreenDirection = "in"
	ScreenOut     ScreenDirection = "out"
	ScreenUnknown ScreenDirection = "unknown"
)

// ScreenRow is one message on the screen, without content.
type ScreenRow struct {
	ID        string          `json:"id"`
	Direction ScreenDirection `json:"direction"`
}

// VisibleQuestion asks for the words on the screen too, if the chat that is open
// is the one that is backed up. Without it only which chat is open is told.
type VisibleQuestion struct {
	Chat string `json:"chat"`
}

// VisibleChat is the open chat as far as it can be read without the page's
// modules: the words from the screen; ids, times and directions from WhatsApp's
// database. Times on the screen are never used.
type VisibleChat struct {
	V        int           `json:"v"`
	Layout   ScreenLayout  `json:"layout"`
	Database DatabaseState `json:"database"`
	// Title is the name over the chat.
	Title string  `json:"title,omitempty"`
	Me    Account `json:"me"`
	// Chat is set when the database says beyond doubt which chat is open.
	Chat *ChatRow `json:"chat,omitempty"`
	// Page holds the messages on the screen that the database knows. It is
	// always partial, and told of the chat that was asked for only.
	Page *MessagePage `json:"page,omitempty"`
	// Unmatched is how many messages on the screen the database does not know.
	Unmatched int `json:"unmatched"`
}
