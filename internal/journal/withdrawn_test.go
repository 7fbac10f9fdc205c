package journal_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// answering returns a message that answers another one.
func answering(id, quoted string) whatsapp.Message {
	return with(text(id, "an answer"), func(m *whatsapp.Message) { m.Quote = &whatsapp.Quote{ID: quoted, Text: "a secret"} })
}

func deletedOf(m whatsapp.Message) whatsapp.Message {
	return with(m, func(m *whatsapp.Message) {
		m.Kind, m.Type, m.Text, m.Deleted = whatsapp.MessageDeleted, "revoked", "", whatsapp.DeletedBySender
	})
}

func withdrawn(t *testing.T, j *journal.Journal, ids ...string) []string {
	t.Helper()
	out, err := j.Withdrawn(t.Context(), ada, ids)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(out))
}

// A deletion makes the days dirty on which the message is answered, once.
func TestDeletionReachesAnswersOfOtherDays(t *testing.T) {
	t.Parallel()
	const yesterday, later, tooLate = "2026-11-21", "2026-12-01", "2026-12-02"
	j, _ := open(t)
	wrong := text("A1", "a secret")
	batch := journal.Batch{Messages: slices.Concat(
		filed(today, wrong, answering("A2", "A1")), filed(yesterday, answering("A3", "A1"), answering("A4", "A9")),
		filed("2026-11-24", answering("A5", "A9")), filed(later, answering("A6", "A1")), filed(tooLate, answering("A7", "A1")),
	)}
	observe(t, j, batch, journal.Read{})
	settle(t, j)
	if got := withdrawn(t, j, "A1", "A2", "", "A|1", "A"); len(got) != 0 {
		t.Errorf("withdrawn %v", got)
	}
	see(t, j, deletedOf(wrong))
	if got, want := dirty(t, j), []journal.Day{day(yesterday), day(today), day(later)}; !slices.Equal(got, want) {
		t.Errorf("dirty %v, want %v", got, want)
	}
	if got := withdrawn(t, j, "A1", "A2", "A9"); !slices.Equal(got, []string{"A1"}) {
		t.Errorf("withdrawn %v", got)
	}
	settle(t, j)
	see(t, j, deletedOf(wrong))
	if got := dirty(t, j); len(got) != 0 {
		t.Errorf("seen again, and dirty %v", got)
	}
}

// That a message was deleted is known without its words as well, of one that lost
// them before as of one that lost them later.
func TestDeletionOfAMessageWithoutWords(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	see(t, j, text("A1", "one secret"), text("A2", "two secret"))
	see(t, j, deletedOf(text("A1", "")))
	save(t, j, 1, "A1_in", "A2_in")
	dropWords(t, j, true)
	observe(t, j, journal.Batch{Messages: filed("2026-11-23", answering("A3", "A2"))}, journal.Read{})
	settle(t, j)
	see(t, j, deletedOf(text("A2", "")))
	if got := withdrawn(t, j, "A1", "A2", "A3"); !slices.Equal(got, []string{"A1", "A2"}) {
		t.Errorf("withdrawn %v", got)
	}
	if got := dirty(t, j); !slices.Equal(got, []journal.Day{day("2026-11-23")}) {
		t.Errorf("dirty %v", got)
	}
}

// A deletion that an earlier version has filed is told by the message itself.
func TestDeletionFiledByAnEarlierVersion(t *testing.T) {
	t.Parallel()
	j, kv := open(t)
	see(t, j, deletedOf(text("A1", "")))
	key := strings.Join([]string{ada.Account, ada.Key, "A1_in"}, "|")
	if err := kv.Update(t.Context(), func(tx journal.Tx) error {
		return tx.Put("where", key, []byte(`{"d":"`+today+`","g":"`+deletedOf(text("A1", "")).Digest()+`"}`))
	}); err != nil {
		t.Fatal(err)
	}
	if got := withdrawn(t, j, "A1"); !slices.Equal(got, []string{"A1"}) {
		t.Errorf("withdrawn %v", got)
	}
}
