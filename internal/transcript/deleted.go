package transcript

import (
	"maps"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// withdrawn returns the bare ids of the deleted messages of the day and of others,
// nil when their words are kept.
func (d Day) withdrawn() map[string]bool {
	if !d.DropDeleted {
		return nil
	}
	ids := map[string]bool{}
	maps.Copy(ids, d.Withdrawn)
	for _, m := range d.Messages {
		if m.Deleted != "" && m.ID != "" {
			ids[m.ID] = true
		}
	}
	return ids
}

// withoutWithdrawn returns a message without the words that were deleted, its own
// and those it repeats of a deleted message, when such words are
// not kept. What remains of a deleted message is who wrote it, when, and who has
// deleted it; its id stays, so that its line is known again.
func (w writer) withoutWithdrawn(m whatsapp.Message) whatsapp.Message {
	if !w.dropDeleted {
		return m
	}
	if m.Deleted != "" {
		return whatsapp.Message{
			ID: m.ID, Key: m.Key, FromMe: m.FromMe, Self: m.Self, T: m.T,
			Participant: m.Participant, Sender: m.Sender, SenderName: m.SenderName,
			Kind: whatsapp.MessageDeleted, Type: m.Type,
			Deleted: m.Deleted, DeletedBy: m.DeletedBy, DeletedByMe: m.DeletedByMe, Source: m.Source,
		}
	}
	if m.Quote != nil && w.withdrawn[m.Quote.ID] {
		m.Quote = nil
	}
	return m
}
