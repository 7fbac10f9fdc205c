package whatsapp

import (
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Call is a call as WhatsApp logged it.
type Call struct {
	Video bool `json:"video,omitempty"`
	// Outcome is WhatsApp's word in lower case, such as "missed".
	Outcome string `json:"outcome,omitempty"`
	// Seconds is the length of the call, 0 when it was not answered.
	Seconds int64 `json:"seconds,omitempty"`
}

// outcomeMissed is the outcome of a call that nobody took.
const outcomeMissed = "missed"

// call returns what is told of a call; nil when that is nothing. Calls that were
// missed may be told by their subtype alone: miss, miss_video, miss_group or
// miss_group_video.
func (r reader) call(record *contract.CallRecord, subtype string) *Call {
	missed := strings.HasPrefix(subtype, "miss")
	if record == nil && !missed {
		return nil
	}
	call := &Call{}
	if record != nil {
		call.Video, call.Seconds = record.Video, between(record.Seconds, maxSeconds)
		if word(record.Outcome) {
			call.Outcome = strings.ToLower(record.Outcome)
		}
	}
	if missed && call.Outcome == "" {
		call.Outcome = outcomeMissed
		call.Video = call.Video || strings.HasSuffix(subtype, "_video")
	}
	return call
}
