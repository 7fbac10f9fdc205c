package contract

// DeletedText says what becomes of the words of messages that were deleted in
// WhatsApp after they had been read.
type DeletedText string

// The ways with deleted words.
const (
	// DeletedKeep: they stay in the note, with the mark of who deleted them.
	DeletedKeep DeletedText = "keep"
	// DeletedDrop: the note says only that a message was deleted, and by whom. A
	// line that stands there with its words loses them when its note is next
	// written.
	DeletedDrop DeletedText = "drop"
)

// PaceView says when notes are written, while that is not at every cycle.
// Messages are read and kept on this computer all the time.
type PaceView struct {
	// QuietUntil is when the present quiet hours end, Unix milliseconds, 0 when it
	// is not quiet.
	QuietUntil int64 `json:"quietUntil,omitempty"`
	// EveryMinutes is how often notes are written at most, in minutes.
	EveryMinutes int `json:"everyMinutes"`
	// Stretched says that this is rarer than the user has chosen, because more
	// than half of the day's credits is used.
	Stretched bool `json:"stretched,omitempty"`
	// NextWriteAt is when what waits is written at the earliest, Unix
	// milliseconds, 0 for the next cycle.
	NextWriteAt int64 `json:"nextWriteAt,omitempty"`
}
