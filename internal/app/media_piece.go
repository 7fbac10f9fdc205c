package app

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"

	"github.com/chatkeep/chatkeep/internal/contract"
)

// mediaPiece is a checked piece of an attachment. Size, MIME and Data are as in
// [contract.MediaPiece], the data without their encoding.
type mediaPiece struct {
	State contract.MediaState
	Size  int
	MIME  string
	Data  []byte
}

// decodeMediaPiece checks the answer to a question for a piece of an attachment: it
// must be exactly what was asked for.
func decodeMediaPiece(raw json.RawMessage, q contract.MediaQuestion) (mediaPiece, error) {
	malformed := errors.New("app: malformed piece of an attachment")
	if len(raw) > base64.StdEncoding.EncodedLen(contract.MaxMediaPiece)+1024 {
		return mediaPiece{}, malformed
	}
	var told contract.MediaPiece
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&told); err != nil || told.V != contract.Version {
		return mediaPiece{}, malformed
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return mediaPiece{}, malformed
	}
	piece := mediaPiece{State: told.State, Size: told.Size, MIME: told.MIME}
	switch told.State {
	case contract.MediaHere:
		var err error
		piece.Data, err = base64.StdEncoding.Strict().DecodeString(told.Data)
		if err != nil || told.Size < 0 || told.Size > q.Most || len(piece.Data) != max(0, min(q.Count, told.Size-q.Offset)) {
			return mediaPiece{}, malformed
		}
		return piece, nil
	case contract.MediaTooLarge:
		if told.Size > q.Most && told.Data == "" {
			return piece, nil
		}
	case contract.MediaAbsent, contract.MediaBarred, contract.MediaGone:
		if told.Size == 0 && told.MIME == "" && told.Data == "" {
			return piece, nil
		}
	}
	return mediaPiece{}, malformed
}
