package contract

// AllHistory asks about, or for, the older messages of all chats that are backed
// up.
type AllHistory struct {
	// From is how far back, Unix seconds; 0 is each chat's first message.
	From int64 `json:"from"`
}

// PauseHistory stops the reading of older messages, of all chats together, or lets
// it go on from where it stands.
type PauseHistory struct {
	Paused bool `json:"paused"`
}

// PauseChatHistory stops the reading of the older messages of one chat, or lets it
// go on from where it stands. A new order for older messages of the chat lets it go
// on as well.
type PauseChatHistory struct {
	Chat   string `json:"chat"`
	Paused bool   `json:"paused"`
}

// HistoryEstimate is what reading the older messages of one chat, or of all, would
// come to. It holds for what this browser has, not for what is on the phone only,
// and what is saved already is not in it. The messages are counted in WhatsApp's
// database. Where that cannot be read, a chat is taken to have been as lively
// before as in the days that are saved.
type HistoryEstimate struct {
	// Chats is how many chats would be read further back than now.
	Chats int `json:"chats"`
	// Measured is how many of them are in the numbers below; 0 when nothing can be
	// told.
	Measured int `json:"measured"`
	// Counted is how many of those were counted in WhatsApp's database. The others
	// are taken to be like them; with 0, by the days of each that are saved.
	Counted int `json:"counted"`
	// Messages and Notes are how many would be read and written, and Credits how
	// many Zoho API credits that would take.
	Messages int `json:"messages"`
	Notes    int `json:"notes"`
	Credits  int `json:"credits"`
}

// HistoryView is the reading of the older messages of all chats, as it was last
// asked for.
type HistoryView struct {
	// From is how far back, Unix seconds; 0 is each chat's first message.
	From int64 `json:"from"`
	// Paused is true while the user has stopped it.
	Paused bool `json:"paused,omitempty"`
	// Chats is how many chats are concerned, and Done how many of them have been
	// read as far back as was asked, or to the end of what this browser holds.
	Chats int `json:"chats"`
	Done  int `json:"done"`
	// Held is how many of the others wait because their reading was stopped one by
	// one.
	Held int `json:"held,omitempty"`
	// Messages is how many messages that has brought so far.
	Messages int `json:"messages"`
}
