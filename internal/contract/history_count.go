package contract

// HistoryQuestion asks how many messages of a chat WhatsApp's database holds in a
// stretch of time. Ids, times, kinds and the marks of private messages are looked
// at; no content is part of it.
type HistoryQuestion struct {
	Chat string `json:"chat"`
	// From and Until are the stretch, Unix seconds: From is in it and Until is not.
	// From 0 is the chat's first message, Until 0 its last.
	From  int64 `json:"from"`
	Until int64 `json:"until"`
	// PerNote is how many messages of one day go into one note, 1 to 1,000.
	PerNote int `json:"perNote"`
}

// HistoryCount is what WhatsApp's IndexedDB in this browser holds of a chat in the
// stretch of time that was asked for. All numbers are 0 unless State is ok.
type HistoryCount struct {
	V     int           `json:"v"`
	State DatabaseState `json:"state"`
	// Messages are those whose content may be read: neither view-once nor
	// disappearing ones, nor what devices tell each other about other messages.
	Messages int `json:"messages"`
	// Days are the calendar days, in the browser's time zone, of which there is
	// something to note, a private message included: its place is noted. Notes are
	// the notes of these days.
	Days  int `json:"days"`
	Notes int `json:"notes"`
	// Oldest and Newest are the times of the first and the last of what is to be
	// noted, Unix seconds; 0 when there is nothing.
	Oldest int64 `json:"oldest"`
	Newest int64 `json:"newest"`
	// Rest is how many older rows were not looked at, because there were more than
	// are counted in one go; of any kind, and possibly from before From.
	Rest int `json:"rest"`
}
