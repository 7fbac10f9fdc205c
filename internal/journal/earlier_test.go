package journal_test

import (
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

func learn(t *testing.T, j *journal.Journal, id, words string) {
	t.Helper()
	if err := j.SaveNotes(t.Context(), nil, []journal.Assignment{{Day: day(today), Earlier: map[string]string{id: words}}}); err != nil {
		t.Fatal(err)
	}
}

// What a message said before its edit goes with its words, and is not known of a
// message that was edited afterwards.
func TestEarlierWordsAreDropped(t *testing.T) {
	t.Parallel()
	j, kv := open(t)
	edited := with(text("A1", "new"), func(m *whatsapp.Message) { m.Edited = true })
	see(t, j, text("A1", "old secret"), text("A2", "two"))
	see(t, j, edited)
	if got := messages(t, j, today)[0].Message; got.Earlier != "old secret" {
		t.Fatalf("message %+v", got)
	}
	save(t, j, 1, "A1_in", "A2_in")
	dropWords(t, j, true)
	if left := everything(t, kv); strings.Contains(left, "secret") {
		t.Errorf("left:\n%s", left)
	}
	see(t, j, with(edited, func(m *whatsapp.Message) { m.Text, m.EditedAt = "newer", 2 }))
	see(t, j, text("A2", "two"))
	for _, e := range messages(t, j, today) {
		if e.Message.Earlier != "" {
			t.Errorf("%q before %q", e.Message.Earlier, e.Message.Text)
		}
	}
}

// Words that a note tells are taken for an edited message without any, and make
// nothing dirty.
func TestEarlierWordsFromANote(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	edited := with(text("A1", "new"), func(m *whatsapp.Message) { m.Edited = true })
	see(t, j, edited, text("A2", "two"))
	settle(t, j)
	learn(t, j, "A1_in", "old")
	learn(t, j, "A1_in", "older")
	learn(t, j, "A2_in", "one")
	learn(t, j, "A3_in", "unknown")
	if got := messages(t, j, today); len(got) != 2 || got[0].Message.Earlier != "old" || got[1].Message.Earlier != "" {
		t.Errorf("messages %+v", got)
	}
	if n := see(t, j, edited); n != 0 || len(dirty(t, j)) != 0 {
		t.Errorf("%d news, dirty %v", n, dirty(t, j))
	}
}

// An entry of an earlier version has no words before its edit, and is read.
func TestEntryOfAnEarlierVersion(t *testing.T) {
	t.Parallel()
	j, kv := open(t)
	see(t, j, text("A1", "old"))
	key := strings.Join([]string{ada.Account, ada.Key, today, "A1_in"}, "|")
	raw := `{"message":{"id":"A1","key":"false_14155550132@c.us_A1","t":1795000000,"kind":"text","type":"chat","text":"old","edited":true},"seq":1}`
	if err := kv.Update(t.Context(), func(tx journal.Tx) error { return tx.Put("messages", key, []byte(raw)) }); err != nil {
		t.Fatal(err)
	}
	see(t, j, with(text("A1", "new"), func(m *whatsapp.Message) { m.Edited = true }))
	if got := messages(t, j, today); len(got) != 1 || got[0].Message.Earlier != "old" || got[0].Message.Text != "new" {
		t.Errorf("messages %+v", got)
	}
}
