package journal_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// wordless returns a journal with the two messages A1 and A2 of a day in part 1,
// saved, and their words dropped.
func wordless(t *testing.T) (*journal.Journal, *journal.Memory) {
	t.Helper()
	j, kv := open(t)
	see(t, j, text("A1", "one secret"), text("A2", "two secret"))
	save(t, j, 1, "A1_in", "A2_in")
	dropWords(t, j, true)
	return j, kv
}

// save says that Zoho has confirmed a part of today.
func save(t *testing.T, j *journal.Journal, part int, ids ...string) {
	t.Helper()
	note := journal.Note{Chat: ada, Date: today, Part: part, State: journal.NoteSaved, ID: "9", Confirmed: "x", Count: len(ids)}
	parts := map[string]int{}
	for _, id := range ids {
		parts[id] = part
	}
	if err := j.SaveNotes(t.Context(), []journal.Note{note}, []journal.Assignment{{Day: day(today), Parts: parts}}); err != nil {
		t.Fatal(err)
	}
	settle(t, j)
}

func dropWords(t *testing.T, j *journal.Journal, want bool) {
	t.Helper()
	done, err := j.DropWords(t.Context(), day(today))
	if err != nil || done != want {
		t.Fatalf("dropped %v, want %v; %v", done, want, err)
	}
}

func recalled(t *testing.T, j *journal.Journal) bool {
	t.Helper()
	days, err := j.Recalled(t.Context(), ada.Account)
	if err != nil {
		t.Fatal(err)
	}
	return len(days) == 1 && days[0] == day(today)
}

func older(t *testing.T, j *journal.Journal) *journal.Older {
	t.Helper()
	read, err := j.Read(t.Context(), ada)
	if err != nil {
		t.Fatal(err)
	}
	return read.Older
}

func resume(t *testing.T, j *journal.Journal) {
	t.Helper()
	if err := j.Resume(t.Context(), day(today)); err != nil {
		t.Fatal(err)
	}
}

func frozen(t *testing.T, j *journal.Journal) map[int]bool {
	t.Helper()
	parts, err := j.Frozen(t.Context(), day(today))
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

// everything returns all values of a database as one text.
func everything(t *testing.T, kv *journal.Memory) string {
	t.Helper()
	var all strings.Builder
	if err := kv.View(t.Context(), func(tx journal.Tx) error {
		for _, store := range journal.Stores() {
			if err := tx.Range(store, "", func(_ string, value []byte) error { all.Write(value); return nil }); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func TestWordsAreDropped(t *testing.T) {
	t.Parallel()
	j, kv := open(t)
	named := with(text("A1", "one secret"), func(m *whatsapp.Message) { m.SenderName = "Secret Sender" })
	see(t, j, named, text("A2", "two secret"))
	before, err := j.Held(t.Context(), ada)
	if err != nil || len(before) != 1 || len(before[0].Messages) != 2 {
		t.Fatalf("held %+v, %v", before, err)
	}
	dropWords(t, j, false)
	save(t, j, 1, "A1_in", "A2_in")
	kv.OnCommit = func() error { return errors.New("disk full") }
	if _, err := j.DropWords(t.Context(), day(today)); err == nil || len(messages(t, j, today)) != 2 {
		t.Fatalf("a lost commit was taken for done: %v", err)
	}
	kv.OnCommit = nil
	dropWords(t, j, true)
	dropWords(t, j, true)
	if all := strings.ToLower(everything(t, kv)); strings.Contains(all, "secret") {
		t.Errorf("words are left: %s", all)
	}
	if days, err := j.Worded(t.Context(), ada.Account, "2027"); err != nil || len(days) != 0 {
		t.Errorf("days with words %v, %v", days, err)
	}
	after, err := j.Held(t.Context(), ada)
	if err != nil || len(after) != 1 || after[0].Digest() != before[0].Digest() || after[0].Confirmed() != 2 {
		t.Errorf("held %+v, %v", after, err)
	}
	// Seen again, they change nothing.
	if n := see(t, j, named, text("A2", "two secret")); n != 0 || recalled(t, j) || len(dirty(t, j)) != 0 || len(messages(t, j, today)) != 0 {
		t.Errorf("%d news", n)
	}
}

func TestNotesOnTheirWayKeepTheWords(t *testing.T) {
	t.Parallel()
	for _, state := range []journal.NoteState{journal.NoteWanted, journal.NoteSending, journal.NoteRefused} {
		j, _ := open(t)
		see(t, j, text("A1", "words"))
		if err := j.SaveNotes(t.Context(), []journal.Note{{Chat: ada, Date: today, Part: 1, State: state}}, nil); err != nil {
			t.Fatal(err)
		}
		settle(t, j)
		dropWords(t, j, false)
	}
}

// A late edit brings the day back: it is read again, and written once all is there.
func TestLateEditBringsTheDayBack(t *testing.T) {
	t.Parallel()
	j, _ := wordless(t)
	edited := with(text("A1", "other words"), func(m *whatsapp.Message) { m.Edited = true })
	if n := see(t, j, edited); n != 1 || !recalled(t, j) || len(dirty(t, j)) != 0 {
		t.Fatalf("%d news, recalled %v, dirty %v", n, recalled(t, j), dirty(t, j))
	}
	dropWords(t, j, false)
	if o := older(t, j); o == nil || o.Done || o.From != edited.T {
		t.Fatalf("order %+v", o)
	}
	see(t, j, edited, text("A2", "two secret"))
	entries := messages(t, j, today)
	if len(entries) != 2 || entries[0].Part != 1 || entries[1].Part != 1 || words(entries) != "other words two secret" {
		t.Fatalf("entries %+v", entries)
	}
	resume(t, j)
	if recalled(t, j) || len(dirty(t, j)) != 1 || len(frozen(t, j)) != 0 {
		t.Errorf("dirty %v, frozen %v", dirty(t, j), frozen(t, j))
	}
	settle(t, j)
	dropWords(t, j, true)
}

// What WhatsApp no longer holds freezes its part, and the change is named.
func TestDayThatDoesNotComeBackWhole(t *testing.T) {
	t.Parallel()
	j, _ := wordless(t)
	see(t, j, with(text("A1", "other words"), func(m *whatsapp.Message) { m.Edited = true }), text("A3", "new"))
	resume(t, j)
	if !frozen(t, j)[1] || len(dirty(t, j)) != 1 {
		t.Fatalf("frozen %v", frozen(t, j))
	}
	held, err := j.Held(t.Context(), ada)
	if err != nil || len(held) != 1 || len(held[0].Messages) != 3 {
		t.Fatalf("held %+v, %v", held, err)
	}
	for _, m := range held[0].Messages {
		if m.Late != (m.ID == "A1_in") || m.Words != (m.ID != "A2_in") {
			t.Errorf("message %+v", m)
		}
	}
	// It was looked for in vain; more news is written at once.
	settle(t, j)
	if see(t, j, text("A4", "newer")); recalled(t, j) || len(dirty(t, j)) != 1 {
		t.Errorf("recalled again")
	}
}

// A deletion, a failed reading or a glance at the screen takes nothing from what
// was saved, and calls nothing back.
func TestLesserReadingsOfWordlessMessages(t *testing.T) {
	t.Parallel()
	was := text("A1", "one secret")
	liked := with(was, func(m *whatsapp.Message) { m.Reactions = []whatsapp.Reaction{{Emoji: "👍"}} })
	for name, tt := range map[string]struct {
		seen whatsapp.Message
		late bool
	}{
		"deleted": {with(was, func(m *whatsapp.Message) {
			m.Kind, m.Type, m.Text, m.Deleted = whatsapp.MessageDeleted, "revoked", "", "sender"
		}), true},
		"pending":  {with(was, func(m *whatsapp.Message) { m.Kind, m.Type, m.Text = whatsapp.MessagePending, "ciphertext", "" }), false},
		"withheld": {with(was, func(m *whatsapp.Message) { m.Kind, m.Text, m.Withheld = whatsapp.MessageWithheld, "", "once" }), false},
		"screen":   {with(was, func(m *whatsapp.Message) { m.Text, m.Source = "one", contract.SourceScreen }), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j, _ := wordless(t)
			for range 2 {
				see(t, j, tt.seen)
				held, err := j.Held(t.Context(), ada)
				if err != nil || recalled(t, j) || len(messages(t, j, today)) != 0 || held[0].Messages[0].Late != tt.late {
					t.Errorf("held %+v, %v", held, err)
				}
			}
		})
	}
	t.Run("without reactions", func(t *testing.T) {
		t.Parallel()
		j, _ := open(t)
		see(t, j, liked)
		save(t, j, 1, "A1_in")
		dropWords(t, j, true)
		observe(t, j, journal.Batch{Messages: filed(today, was), NoReactions: true}, journal.Read{})
		if recalled(t, j) || len(dirty(t, j)) != 0 {
			t.Error("what could not be read counts as a change")
		}
		// The day has no other message, so nothing has to be read for it.
		if see(t, j, was); recalled(t, j) || len(dirty(t, j)) != 1 {
			t.Error("a reaction that was taken back is not noticed")
		}
	})
}

// A history that is walking goes on, and then walks once more.
func TestHistoryWalksAgain(t *testing.T) {
	t.Parallel()
	j, _ := wordless(t)
	at := func(m whatsapp.Message, t int64) whatsapp.Message { m.T = t; return m }
	if err := j.ReadOlder(t.Context(), ada, 500); err != nil {
		t.Fatal(err)
	}
	step := func(o journal.Older, messages ...whatsapp.Message) journal.Older {
		t.Helper()
		if _, err := j.ObserveOlder(t.Context(), ada, journal.Batch{Messages: filed(today, messages...)}, o); err != nil {
			t.Fatal(err)
		}
		return *older(t, j)
	}
	first := step(journal.Older{From: 500, Before: "k"}, text("A1", "one secret"), text("A2", "two secret"))
	if first.Again || recalled(t, j) {
		t.Fatalf("%+v", first)
	}
	second := step(first, at(text("A0", "older"), 1_794_990_000))
	if !second.Again || second.Done || second.From != 500 || !recalled(t, j) {
		t.Fatalf("%+v", second)
	}
	second.Done = true
	third := step(second)
	if third.Again || third.Done || third.Before != "" {
		t.Fatalf("%+v", third)
	}
	step(third, text("A1", "one secret"), text("A2", "two secret"))
	if len(messages(t, j, today)) != 3 || len(frozen(t, j)) != 0 {
		t.Errorf("messages %+v", messages(t, j, today))
	}
}

// A chat that belongs to another record now is written there whole, so its words
// are read again.
func TestRebindReadsWordsAgain(t *testing.T) {
	t.Parallel()
	j, _ := wordless(t)
	for range 2 {
		if err := j.Rebind(t.Context(), ada); err != nil {
			t.Fatal(err)
		}
		if totals, err := j.Totals(t.Context(), ada.Account); err != nil || totals[ada.Key].Count != 0 {
			t.Errorf("totals %+v, %v", totals, err)
		}
		if o := older(t, j); !recalled(t, j) || len(dirty(t, j)) != 0 || o == nil || o.Done || o.From != text("A1", "").T {
			t.Fatalf("order %+v", o)
		}
	}
	see(t, j, text("A2", "two secret"))
	resume(t, j)
	entries := messages(t, j, today)
	if len(entries) != 1 || entries[0].Part != 0 || len(frozen(t, j)) != 0 || len(dirty(t, j)) != 1 {
		t.Errorf("entries %+v, frozen %v", entries, frozen(t, j))
	}
}

func TestTotalsFollowTheNotes(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	note := journal.Note{Chat: ada, Date: today, Part: 1, State: journal.NoteSending}
	for _, tt := range []struct {
		change func(*journal.Note)
		want   journal.Totals
	}{
		{func(*journal.Note) {}, journal.Totals{}},
		{func(n *journal.Note) { n.State, n.Count, n.LastT, n.Skipped = journal.NoteSaved, 3, 100, 1 }, journal.Totals{Count: 3, Skipped: 1, LastT: 100}},
		{func(n *journal.Note) { n.State, n.Encrypted = journal.NoteRefused, 2 }, journal.Totals{Count: 3, Skipped: 1, Encrypted: 2, LastT: 100, Refused: 1}},
		{func(n *journal.Note) { n.State, n.Count, n.LastT = journal.NoteSaved, 2, 90 }, journal.Totals{Count: 2, Skipped: 1, Encrypted: 2, LastT: 100}},
	} {
		tt.change(&note)
		if err := j.SaveNotes(t.Context(), []journal.Note{note}, nil); err != nil {
			t.Fatal(err)
		}
		if totals, err := j.Totals(t.Context(), ada.Account); err != nil || totals[ada.Key] != tt.want {
			t.Errorf("totals %+v, want %+v; %v", totals[ada.Key], tt.want, err)
		}
	}
}

// TestWriteAgain: a note that is gone is forgotten, one that was changed is not
// confirmed any more, and its day is to be written, after its words were read again.
func TestWriteAgain(t *testing.T) {
	t.Parallel()
	for _, gone := range []bool{true, false} {
		for _, dropped := range []bool{true, false} {
			j, _ := open(t)
			see(t, j, text("A1", "one"))
			save(t, j, 1, "A1_in")
			if dropped {
				dropWords(t, j, true)
			}
			notes, err := j.Notes(t.Context(), ada)
			if err != nil {
				t.Fatal(err)
			}
			if err := j.WriteAgain(t.Context(), notes[0], gone, 7); err != nil {
				t.Fatal(err)
			}
			if recalled(t, j) != dropped || (len(dirty(t, j)) == 1) == dropped {
				t.Errorf("gone %v, dropped %v: recalled %v, dirty %v", gone, dropped, recalled(t, j), dirty(t, j))
			}
			after, err := j.Notes(t.Context(), ada)
			if err != nil || gone && len(after) != 0 || !gone && (len(after) != 1 || after[0].Confirmed != "" || after[0].ID != "9") {
				t.Errorf("notes %+v, %v", after, err)
			}
		}
	}
}
