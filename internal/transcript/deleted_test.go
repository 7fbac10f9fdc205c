package transcript

import (
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// withDeletions returns a day on which messages were deleted after they had been
// read, by those who wrote them and by an admin, with a reply to one of them.
func withDeletions(t *testing.T) Day {
	t.Helper()
	wrong := said(t, "2026-11-22T10:01:00+01:00", "the wrong price\non two lines")
	return Day{
		Date: "2026-11-22", Zone: zone(t, "Europe/Berlin"), Title: "Ada Lovelace", OwnName: "Bea", Words: English(), InstallTag: "a1b2c3",
		Messages: []whatsapp.Message{
			like(wrong, func(m *whatsapp.Message) {
				m.Deleted, m.Edited = whatsapp.DeletedBySender, true
				m.Reactions = []whatsapp.Reaction{{Emoji: "👍", Name: "Bea"}}
			}),
			like(answered(t, "2026-11-22T10:02:00+01:00", "Is that so?"), func(m *whatsapp.Message) {
				m.Quote = &whatsapp.Quote{ID: wrong.ID, Kind: whatsapp.MessageText, Text: "the wrong price"}
			}),
			like(answered(t, "2026-11-22T10:03:00+01:00", "sent too early"), func(m *whatsapp.Message) {
				m.Kind, m.Type, m.Deleted, m.DeletedByMe = whatsapp.MessageDocument, "document", whatsapp.DeletedBySender, true
				m.Media = &whatsapp.Media{Name: "draft.pdf", Size: 1_204_000}
			}),
			like(said(t, "2026-11-22T10:04:00+01:00", "off topic"), func(m *whatsapp.Message) {
				m.Deleted, m.DeletedByMe = whatsapp.DeletedByAdmin, true
			}),
			said(t, "2026-11-22T10:05:00+01:00", "the right price"),
		},
	}
}

func TestDroppedWordsAreNowhere(t *testing.T) {
	t.Parallel()
	day := withDeletions(t)
	kept := Render(day)[0]
	day.DropDeleted = true
	dropped := Render(day)[0]
	for _, words := range []string{"wrong price", "two lines", "too early", "draft.pdf", "off topic", "👍"} {
		if !strings.Contains(kept.Text, words) {
			t.Errorf("%q is not kept:\n%s", words, kept.Text)
		}
		if strings.Contains(dropped.Text, words) {
			t.Errorf("%q still stands there:\n%s", words, dropped.Text)
		}
	}
	if !strings.Contains(dropped.Text, "the right price") || !slices.Equal(kept.MessageIDs, dropped.MessageIDs) || kept.Count != dropped.Count {
		t.Errorf("more than the words has gone:\n%s", dropped.Text)
	}
}

// Words that are not kept are repeated on no other day.
func TestDroppedWordsAreNowhereLater(t *testing.T) {
	t.Parallel()
	wrong := withDeletions(t).Messages[0]
	answer := like(answered(t, "2026-11-23T09:00:00+01:00", "Is that so?"), func(m *whatsapp.Message) {
		m.Quote = &whatsapp.Quote{ID: wrong.ID, Kind: whatsapp.MessageText, Text: "the wrong price"}
	})
	for name, tt := range map[string]struct {
		drop      bool
		withdrawn map[string]bool
		repeats   bool
	}{
		"dropped":         {true, map[string]bool{wrong.ID: true}, false},
		"kept":            {false, map[string]bool{wrong.ID: true}, true},
		"another message": {true, map[string]bool{"3EB0": true}, true},
	} {
		day := withDeletions(t)
		day.Date, day.Messages = "2026-11-23", []whatsapp.Message{answer}
		day.DropDeleted, day.Withdrawn = tt.drop, tt.withdrawn
		text := Render(day)[0].Text
		if strings.Contains(text, "wrong price") != tt.repeats || !strings.Contains(text, "Is that so?") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}

// A note that was written with the words is known again as one that may be written
// without them, and the other way round.
func TestDroppedWordsAreTheSameMessages(t *testing.T) {
	t.Parallel()
	keep, drop := withDeletions(t), withDeletions(t)
	drop.DropDeleted = true
	for name, pair := range map[string]struct{ wrote, reads Day }{"now dropped": {keep, drop}, "now kept": {drop, keep}} {
		h := pair.reads.Holding(Render(pair.wrote)[0].Text)
		if h.Edited || len(h.Others) > 0 || len(h.IDs) != len(keep.Messages) {
			t.Errorf("%s: %+v", name, h)
		}
	}
}
