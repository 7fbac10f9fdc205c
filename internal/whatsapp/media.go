package whatsapp

import (
	"math"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// Media describes an attachment.
type Media struct {
	MIME string `json:"mime,omitempty"`
	Name string `json:"name,omitempty"`
	// Size is in bytes, 0 when not known.
	Size int64 `json:"size,omitempty"`
	// Seconds is the length of audio or video, 0 when not known.
	Seconds int64 `json:"seconds,omitempty"`
	// Pages is the length of a document, 0 when not known.
	Pages int64 `json:"pages,omitempty"`
	// GIF is true for a video that WhatsApp plays as a moving picture.
	GIF bool `json:"gif,omitempty"`
}

func (r reader) media(record *contract.MediaRecord) *Media {
	if record == nil {
		return nil
	}
	return &Media{
		MIME: r.line(record.MIME, maxNameLength), Name: r.line(record.Name, maxNameLength),
		Size: between(record.Size, math.MaxInt64), Seconds: between(record.Seconds, maxSeconds),
		Pages: between(record.Pages, maxCount), GIF: record.GIF,
	}
}

// HasFile reports whether the message carries a file that a person could save:
// a picture, video, recording or document. Stickers are decoration, and of what
// was withheld or deleted nothing is read.
func (m Message) HasFile() bool {
	switch m.Kind {
	case MessageImage, MessageVideo, MessageGIF, MessageVoice, MessageAudio, MessageDocument:
		return m.Withheld == "" && m.Deleted == ""
	default:
		return false
	}
}
