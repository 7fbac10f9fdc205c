package whatsapp

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// maxMIMELength is the longest MIME type that is believed, in bytes.
const maxMIMELength = 100

// MediaPiece is a piece of an attachment that WhatsApp Web holds, checked.
type MediaPiece struct {
	State contract.MediaState
	// Size is the whole attachment's length in bytes, 0 unless the state is
	// [contract.MediaHere] or [contract.MediaTooLarge].
	Size int
	// MIME is "type/subtype" in small letters of ASCII, without parameters; empty
	// when WhatsApp names none or what it names is no such thing. It is the page's
	// word and says nothing certain about the bytes.
	MIME string
	// Data are the bytes from the question's offset on, as many as it asks for or
	// as are left; nil when none are.
	Data []byte
}

// DecodeMediaPiece checks the answer to a question for a piece of an attachment.
// An answer that is not of the size that was asked for, carries other than
// exactly the bytes that were asked for, or tells anything of an attachment that
// is not read, is refused as [ErrMalformed]. Nothing says that two pieces belong
// to one file but that their sizes are the same.
func DecodeMediaPiece(raw json.RawMessage, q contract.MediaQuestion) (MediaPiece, error) {
	if err := checkAnswer(raw); err != nil {
		return MediaPiece{}, err
	}
	var told contract.MediaPiece
	if err := strict(raw, &told); err != nil {
		return MediaPiece{}, err
	}
	if told.V != contract.Version {
		return MediaPiece{}, ErrVersion
	}
	switch told.State {
	case contract.MediaHere:
		data, ok := pieceData(told, q)
		if !ok {
			return MediaPiece{}, ErrMalformed
		}
		return MediaPiece{State: told.State, Size: told.Size, MIME: mimeType(told.MIME), Data: data}, nil
	case contract.MediaTooLarge:
		if told.Size <= q.Most || told.Data != "" {
			return MediaPiece{}, ErrMalformed
		}
		return MediaPiece{State: told.State, Size: told.Size, MIME: mimeType(told.MIME)}, nil
	case contract.MediaAbsent, contract.MediaBarred, contract.MediaGone:
		if told.Size != 0 || told.MIME != "" || told.Data != "" {
			return MediaPiece{}, ErrMalformed
		}
		return MediaPiece{State: told.State}, nil
	}
	return MediaPiece{}, ErrMalformed
}

// pieceData decodes the bytes of an answer; ok is false when they are not the
// ones that were asked for.
func pieceData(told contract.MediaPiece, q contract.MediaQuestion) (data []byte, ok bool) {
	if told.Size < 0 || told.Size > q.Most || q.Offset < 0 {
		return nil, false
	}
	wanted := max(0, min(q.Count, contract.MaxMediaPiece, told.Size-q.Offset))
	if len(told.Data) != base64.StdEncoding.EncodedLen(wanted) {
		return nil, false
	}
	if wanted == 0 {
		return nil, true
	}
	data, err := base64.StdEncoding.Strict().DecodeString(told.Data)
	if err != nil || len(data) != wanted {
		return nil, false
	}
	return data, true
}

// mimeType returns the type and subtype of a MIME type, "" for what is none.
func mimeType(text string) string {
	text, _, _ = strings.Cut(text, ";")
	text = strings.ToLower(strings.TrimSpace(text))
	kind, sub, found := strings.Cut(text, "/")
	if !found || len(text) > maxMIMELength || !isMIMEName(kind) || !isMIMEName(sub) {
		return ""
	}
	return text
}

// isMIMEName reports whether text is a restricted name of RFC 6838, section 4.2,
// in small letters.
func isMIMEName(text string) bool {
	for i := range len(text) {
		c := text[i]
		letter := 'a' <= c && c <= 'z' || '0' <= c && c <= '9'
		if !letter && (i == 0 || strings.IndexByte("!#$&-^_.+", c) < 0) {
			return false
		}
	}
	return text != ""
}
