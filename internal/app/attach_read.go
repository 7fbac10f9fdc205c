package app

import (
	"context"
	"errors"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// readFile reads the file of a message, as far as WhatsApp Web holds it in this
// browser, piece by piece; the state of what is returned says how that ended. Only
// one file is in memory at a time. It returns errFilesEnd when the tab is lost.
func (r *attaching) readFile(ctx context.Context, d due, f journal.ToAttach) (whatsapp.MediaPiece, error) {
	r.asked++
	var file whatsapp.MediaPiece
	for {
		q := contract.MediaQuestion{
			Chat: d.row.Chat, Key: f.Entry.Message.Key, Offset: len(file.Data), Count: contract.MaxMediaPiece, Most: r.most,
		}
		piece, err := r.readPiece(ctx, q)
		switch {
		case ctx.Err() != nil:
			return file, ctx.Err()
		case tabLost(err):
			return file, errFilesEnd
		case err != nil, file.Data != nil && (piece.State != contract.MediaHere || piece.Size != file.Size):
			// WhatsApp let go of it in between, or nobody understands what it says.
			return whatsapp.MediaPiece{State: contract.MediaAbsent}, nil
		case piece.State == contract.MediaGone && !strings.Contains(f.Entry.Message.Key, "_"+d.row.Chat+"_"):
			// The chat has moved to another id since, and its messages to other keys.
			return whatsapp.MediaPiece{State: contract.MediaAbsent}, nil
		case piece.State == contract.MediaHere && piece.Size == 0:
			return whatsapp.MediaPiece{State: contract.MediaGone}, nil
		case piece.State != contract.MediaHere:
			return piece, nil
		}
		if file.Data == nil {
			file = whatsapp.MediaPiece{State: piece.State, Size: piece.Size, MIME: piece.MIME, Data: make([]byte, 0, piece.Size)}
		}
		if file.Data = append(file.Data, piece.Data...); len(file.Data) >= file.Size {
			return file, nil
		}
	}
}

func (r *attaching) readPiece(ctx context.Context, q contract.MediaQuestion) (whatsapp.MediaPiece, error) {
	raw, err := r.pages.Ask(ctx, r.page.tab.ID, contract.PageQuestion{V: contract.Version, Op: contract.OpMediaRead, Media: &q})
	var refused PageError
	switch {
	case errors.As(err, &refused), errors.Is(err, ErrTabSilent):
		return whatsapp.MediaPiece{}, err
	case err != nil:
		return whatsapp.MediaPiece{}, errors.Join(ErrTabSilent, err)
	}
	return whatsapp.DecodeMediaPiece(raw, q)
}

// unreadFile is why a file in a state is not attached, empty for one that is here.
func unreadFile(s contract.MediaState) contract.GapCause {
	switch s {
	case contract.MediaHere:
		return ""
	case contract.MediaTooLarge:
		return contract.GapFileTooLarge
	case contract.MediaBarred:
		return contract.GapFileBarred
	case contract.MediaGone:
		return contract.GapFileGone
	}
	return contract.GapFileNotLoaded
}
