package contract

// MaxMediaPiece is the most bytes of an attachment that one answer carries,
// before their encoding.
const MaxMediaPiece = 524288

// MediaQuestion asks for a piece of one message's attachment, as far as WhatsApp
// Web holds it in this browser already. It makes WhatsApp fetch nothing.
type MediaQuestion struct {
	Chat string `json:"chat"`
	// Key is the message's key, as its record names it.
	Key string `json:"key"`
	// Offset is where the piece begins, in bytes; Count how many bytes are wanted
	// at most, 1 to [MaxMediaPiece].
	Offset int `json:"offset"`
	Count  int `json:"count"`
	// Most is how large the whole attachment may be, in bytes; of a larger one
	// nothing is read.
	Most int `json:"most"`
}

// MediaState says whether an attachment can be read.
type MediaState string

// The states of an attachment.
const (
	// MediaHere: WhatsApp Web holds it, and the piece is in the answer.
	MediaHere MediaState = "here"
	// MediaAbsent: WhatsApp Web has not loaded it in this browser, or has let go of
	// it again. It may be here later, when the user looks at it.
	MediaAbsent MediaState = "absent"
	// MediaTooLarge: it is larger than asked for.
	MediaTooLarge MediaState = "too_large"
	// MediaBarred: it is not read by policy: view once, a disappearing message, a
	// chat under advanced privacy.
	MediaBarred MediaState = "barred"
	// MediaGone: the message is not there, or has no attachment (any more).
	MediaGone MediaState = "gone"
)

// MediaPiece is the answer to a [MediaQuestion].
type MediaPiece struct {
	V     int        `json:"v"`
	State MediaState `json:"state"`
	// Size is the whole attachment's length in bytes, for MediaHere and
	// MediaTooLarge.
	Size int `json:"size,omitempty"`
	// MIME is its type as WhatsApp's Blob names it, and may be empty.
	MIME string `json:"mime,omitempty"`
	// Data are the piece's bytes in standard Base64, for MediaHere.
	Data string `json:"data,omitempty"`
}
