package journal_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/journal/kvtest"
	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	kvtest.Run(t, func(*testing.T) journal.KV { return journal.NewMemory() })
}

var ada = journal.Chat{Account: "999888777666555@lid", Key: "14155550132@c.us"}

const today = "2026-11-22"

func day(date string) journal.Day { return journal.Day{Chat: ada, Date: date} }

func open(t *testing.T) (*journal.Journal, *journal.Memory) {
	t.Helper()
	kv := journal.NewMemory()
	j, err := journal.Open(t.Context(), kv)
	if err != nil {
		t.Fatal(err)
	}
	return j, kv
}

func text(id, words string) whatsapp.Message {
	return whatsapp.Message{ID: id, Key: "false_14155550132@c.us_" + id, T: 1_795_000_000, Kind: whatsapp.MessageText, Type: "chat", Text: words}
}

func with(m whatsapp.Message, change func(*whatsapp.Message)) whatsapp.Message {
	change(&m)
	return m
}

func filed(date string, messages ...whatsapp.Message) []journal.Filed {
	var out []journal.Filed
	for _, m := range messages {
		out = append(out, journal.Filed{Date: date, Message: m})
	}
	return out
}

// see journals messages of today, and returns how many were news.
func see(t *testing.T, j *journal.Journal, messages ...whatsapp.Message) int {
	t.Helper()
	return observe(t, j, journal.Batch{Messages: filed(today, messages...)}, journal.Read{})
}

func observe(t *testing.T, j *journal.Journal, b journal.Batch, r journal.Read) int {
	t.Helper()
	n, err := j.Observe(t.Context(), ada, b, r)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func messages(t *testing.T, j *journal.Journal, date string) []journal.Entry {
	t.Helper()
	entries, err := j.Messages(t.Context(), day(date))
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func only(t *testing.T, j *journal.Journal) whatsapp.Message {
	t.Helper()
	entries := messages(t, j, today)
	if len(entries) != 1 {
		t.Fatalf("%d messages", len(entries))
	}
	return entries[0].Message
}

func words(entries []journal.Entry) string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Message.Text)
	}
	return strings.Join(out, " ")
}

func dirty(t *testing.T, j *journal.Journal) []journal.Day {
	t.Helper()
	days, err := j.Dirty(t.Context(), ada.Account)
	if err != nil {
		t.Fatal(err)
	}
	return days
}

func settle(t *testing.T, j *journal.Journal) {
	t.Helper()
	for _, d := range dirty(t, j) {
		if err := j.Settle(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNewerDataIsLeftAlone(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]error{strconv.Itoa(journal.Schema + 1): journal.ErrNewerData, "x": nil} {
		kv := journal.NewMemory()
		put := func(tx journal.Tx) error { return tx.Put("meta", "schema", []byte(version)) }
		if err := kv.Update(t.Context(), put); err != nil {
			t.Fatal(err)
		}
		kv.OnCommit = func() error { t.Error("something was written"); return nil }
		_, err := journal.Open(t.Context(), readOnly{kv})
		if err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("version %q: %v", version, err)
		}
	}
}

// readOnly fails a test's database at the first write.
type readOnly struct{ *journal.Memory }

func (r readOnly) Update(ctx context.Context, fn func(journal.Tx) error) error {
	return r.View(ctx, fn)
}

func TestMessageIsThereOnce(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	if n := see(t, j, text("A1", "hello")); n != 1 {
		t.Errorf("%d news", n)
	}
	settle(t, j)
	moved := with(text("A1", "hello"), func(m *whatsapp.Message) { m.Key = "false_111222333444555@lid_A1" })
	if n := see(t, j, text("A1", "hello"), moved); n != 0 || len(dirty(t, j)) != 0 {
		t.Errorf("%d news, dirty %v", n, dirty(t, j))
	}
	if got := only(t, j); got.Text != "hello" {
		t.Errorf("message %+v", got)
	}
}

func TestWhatReplacesWhat(t *testing.T) {
	t.Parallel()
	was := text("A1", "words")
	deleted := with(was, func(m *whatsapp.Message) {
		m.Kind, m.Type, m.Text, m.Deleted = whatsapp.MessageDeleted, "revoked", "", whatsapp.DeletedBySender
	})
	pending := with(was, func(m *whatsapp.Message) { m.Kind, m.Type, m.Text = whatsapp.MessagePending, "ciphertext", "" })
	withheld := with(was, func(m *whatsapp.Message) {
		m.Kind, m.Text, m.Withheld = whatsapp.MessageWithheld, "", whatsapp.WithheldDisappearing
	})
	control := with(was, func(m *whatsapp.Message) { m.Kind, m.Type, m.Text = whatsapp.MessageControl, "protocol", "" })
	edited := with(was, func(m *whatsapp.Message) { m.Text, m.Edited = "other words", true })
	remembered := with(edited, func(m *whatsapp.Message) { m.Earlier = "words" })
	twice := with(edited, func(m *whatsapp.Message) { m.Text, m.EditedAt = "last words", 2 })
	twiceRemembered := with(twice, func(m *whatsapp.Message) { m.Earlier = "words" })
	liked := with(edited, func(m *whatsapp.Message) { m.Reactions = []whatsapp.Reaction{{Emoji: "👍"}} })
	likedRemembered := with(liked, func(m *whatsapp.Message) { m.Earlier = "words" })
	captioned := with(was, func(m *whatsapp.Message) { m.Text = "" })
	shown := with(was, func(m *whatsapp.Message) { m.Text, m.Source = "wor", contract.SourceScreen })
	editedAndDeleted := with(remembered, func(m *whatsapp.Message) { m.Deleted = whatsapp.DeletedBySender })
	keptAndDeleted := with(was, func(m *whatsapp.Message) { m.Deleted = whatsapp.DeletedBySender })
	for name, tt := range map[string]struct {
		seen []whatsapp.Message
		want whatsapp.Message
		news int
	}{
		"edit":                      {[]whatsapp.Message{was, edited}, remembered, 1},
		"edit seen again":           {[]whatsapp.Message{was, edited, edited}, remembered, 0},
		"edited twice":              {[]whatsapp.Message{was, edited, twice}, twiceRemembered, 1},
		"changed after an edit":     {[]whatsapp.Message{was, edited, liked}, likedRemembered, 1},
		"first seen edited":         {[]whatsapp.Message{edited, edited}, edited, 0},
		"words added by an edit":    {[]whatsapp.Message{captioned, edited}, edited, 1},
		"edit of what was shown":    {[]whatsapp.Message{shown, edited}, edited, 1},
		"deletion after an edit":    {[]whatsapp.Message{was, edited, deleted}, editedAndDeleted, 1},
		"deletion keeps the words":  {[]whatsapp.Message{was, deleted}, keptAndDeleted, 1},
		"deletion seen again":       {[]whatsapp.Message{was, deleted, deleted}, keptAndDeleted, 0},
		"deletion never seen alive": {[]whatsapp.Message{deleted}, deleted, 1},
		"deletion of a ciphertext":  {[]whatsapp.Message{pending, deleted}, deleted, 1},
		"pending after readable":    {[]whatsapp.Message{was, pending}, was, 0},
		"withheld after readable":   {[]whatsapp.Message{was, withheld}, was, 0},
		"control after readable":    {[]whatsapp.Message{was, control}, was, 0},
		"ciphertext is resolved":    {[]whatsapp.Message{pending, was}, was, 1},
		"resolved, then lost again": {[]whatsapp.Message{pending, was, pending}, was, 0},
		"edit after a lost reading": {[]whatsapp.Message{was, pending, edited}, remembered, 1},
		"withheld from the first":   {[]whatsapp.Message{withheld, withheld}, withheld, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j, _ := open(t)
			news := 0
			for _, m := range tt.seen {
				settle(t, j)
				news = see(t, j, m)
			}
			if got := only(t, j); got.Digest() != tt.want.Digest() {
				t.Errorf("kept %+v, want %+v", got, tt.want)
			}
			if news != tt.news || len(dirty(t, j)) != tt.news {
				t.Errorf("%d news and %d dirty days, want %d", news, len(dirty(t, j)), tt.news)
			}
		})
	}
}

func TestMessageKeepsItsFirstDay(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	see(t, j, text("A1", "hello"))
	settle(t, j)
	edited := with(text("A1", "hello there"), func(m *whatsapp.Message) { m.Edited = true })
	observe(t, j, journal.Batch{Messages: filed("2026-11-23", edited, text("A2", "next"))}, journal.Read{})
	if words(messages(t, j, today)) != "hello there" || words(messages(t, j, "2026-11-23")) != "next" {
		t.Errorf("%q, %q", words(messages(t, j, today)), words(messages(t, j, "2026-11-23")))
	}
	if got := dirty(t, j); !slices.Equal(got, []journal.Day{day(today), day("2026-11-23")}) {
		t.Errorf("dirty %v", got)
	}
}

// TestOrderWithinASecond: pages come newest first, and all messages have one
// time.
func TestOrderWithinASecond(t *testing.T) {
	t.Parallel()
	gap := journal.Read{Gap: &journal.Gap{Before: "k"}}
	page := func(ids ...string) []journal.Filed {
		var all []whatsapp.Message
		for _, id := range ids {
			all = append(all, text(id, id))
		}
		return filed(today, all...)
	}
	j, _ := open(t)
	observe(t, j, journal.Batch{Messages: page("E", "F")}, gap)
	observe(t, j, journal.Batch{Messages: page("C", "D"), Older: true}, gap)
	observe(t, j, journal.Batch{Messages: page("A", "B"), Older: true}, journal.Read{})
	observe(t, j, journal.Batch{Messages: page("F", "G", "H")}, journal.Read{})
	if got := words(messages(t, j, today)); got != "A B C D E F G H" {
		t.Errorf("order %q", got)
	}

	// A reading that is broken off begins anew, and meets its messages again.
	j, _ = open(t)
	observe(t, j, journal.Batch{Messages: page("E", "F")}, gap)
	observe(t, j, journal.Batch{Messages: page("E", "F", "G")}, gap)
	observe(t, j, journal.Batch{Messages: page("C", "D"), Older: true}, journal.Read{})
	if got := words(messages(t, j, today)); got != "C D E F G" {
		t.Errorf("order after a new beginning %q", got)
	}
}

func TestTouchWhileReadingIsNotLost(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	if err := j.Touch(t.Context(), ada, 0); err != nil {
		t.Fatal(err)
	}
	read, err := j.Read(t.Context(), ada)
	if err != nil || !read.Touched() {
		t.Fatalf("read %+v, %v", read, err)
	}
	read.Seen = read.Touches
	// Another hint comes in while the page is being read.
	if err := j.Touch(t.Context(), ada, 0); err != nil {
		t.Fatal(err)
	}
	observe(t, j, journal.Batch{Messages: filed(today, text("A1", "x"))}, read)
	if read, err = j.Read(t.Context(), ada); err != nil || !read.Touched() || read.Touches != 2 || read.Seq != 1 {
		t.Fatalf("read %+v, %v", read, err)
	}
	read.Seen = read.Touches
	observe(t, j, journal.Batch{}, read)
	if read, err = j.Read(t.Context(), ada); err != nil || read.Touched() {
		t.Fatalf("read %+v, %v", read, err)
	}
}

func TestPartialReadingWithoutMessages(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	none, top := journal.Mark{ID: "-"}, journal.Mark{ID: "-", T: 7}
	for _, step := range []struct{ noted, want journal.Mark }{{top, top}, {none, top}} {
		if err := j.NotePartial(t.Context(), ada, step.noted); err != nil {
			t.Fatal(err)
		}
		if read, err := j.Read(t.Context(), ada); err != nil || read.Partial == nil || *read.Partial != step.want {
			t.Errorf("after %+v: read %+v, %v", step.noted, read, err)
		}
	}
	observe(t, j, journal.Batch{}, journal.Read{})
	if read, err := j.Read(t.Context(), ada); err != nil || read.Partial != nil {
		t.Errorf("after a whole reading: %+v, %v", read, err)
	}
}

func TestLegalMovesOfANote(t *testing.T) {
	t.Parallel()
	const none = journal.NoteState("")
	states := []journal.NoteState{journal.NoteWanted, journal.NoteSending, journal.NoteSaved, journal.NoteRefused, journal.NoteGone}
	illegal := map[[2]journal.NoteState]bool{
		{none, journal.NoteGone}: true, {journal.NoteWanted, journal.NoteGone}: true, {journal.NoteSending, journal.NoteGone}: true,
		{journal.NoteSaved, journal.NoteWanted}: true, {journal.NoteSaved, journal.NoteSending}: true,
		{journal.NoteGone, journal.NoteWanted}: true, {journal.NoteGone, journal.NoteSending}: true,
		{journal.NoteGone, journal.NoteSaved}: true, {journal.NoteGone, journal.NoteRefused}: true,
	}
	reach := map[journal.NoteState][]journal.NoteState{
		none: nil, journal.NoteWanted: {journal.NoteWanted}, journal.NoteSending: {journal.NoteSending},
		journal.NoteSaved: {journal.NoteSaved}, journal.NoteRefused: {journal.NoteRefused}, journal.NoteGone: {journal.NoteSaved, journal.NoteGone},
	}
	for from, way := range reach {
		for _, to := range states {
			j, _ := open(t)
			var err error
			for _, state := range append(slices.Clone(way), to) {
				err = j.SaveNotes(t.Context(), []journal.Note{{Chat: ada, Date: today, Part: 1, State: state}}, nil)
			}
			if (err != nil) != illegal[[2]journal.NoteState{from, to}] {
				t.Errorf("%q to %q: %v", from, to, err)
			}
		}
	}
}

func TestSaveNotesIsAtomic(t *testing.T) {
	t.Parallel()
	j, kv := open(t)
	see(t, j, text("A1", "x"))
	id := messages(t, j, today)[0].Message.DedupID()
	assigned := []journal.Assignment{{Day: day(today), Parts: map[string]int{id: 1, "unknown": 2}}}
	good := journal.Note{Chat: ada, Date: today, Part: 1, State: journal.NoteSending}
	bad := journal.Note{Chat: ada, Date: today, Part: 2, State: journal.NoteGone}
	if err := j.SaveNotes(t.Context(), []journal.Note{good, bad}, assigned); err == nil {
		t.Fatal("an illegal move was stored")
	}
	kv.OnCommit = func() error { return errors.New("disk full") }
	if err := j.SaveNotes(t.Context(), []journal.Note{good}, assigned); err == nil {
		t.Fatal("a lost commit was taken for done")
	}
	kv.OnCommit = nil
	if notes, err := j.Notes(t.Context(), ada); err != nil || len(notes) != 0 || messages(t, j, today)[0].Part != 0 {
		t.Fatalf("notes %+v, %v", notes, err)
	}
	if err := j.SaveNotes(t.Context(), []journal.Note{good}, assigned); err != nil {
		t.Fatal(err)
	}
	if notes, err := j.Notes(t.Context(), ada); err != nil || len(notes) != 1 || messages(t, j, today)[0].Part != 1 {
		t.Fatalf("notes %+v, %v", notes, err)
	}
}

func TestChatsAndAccountsAreApart(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	see(t, j, text("A1", "x"))
	other := journal.Chat{Account: ada.Account + "1", Key: ada.Key}
	longer := journal.Chat{Account: ada.Account, Key: ada.Key + "1"}
	for _, c := range []journal.Chat{other, longer} {
		if entries, err := j.Messages(t.Context(), journal.Day{Chat: c, Date: today}); err != nil || len(entries) != 0 {
			t.Errorf("%d entries, %v", len(entries), err)
		}
	}
	if days, err := j.Dirty(t.Context(), other.Account); err != nil || len(days) != 0 {
		t.Errorf("dirty %v, %v", days, err)
	}
}

func TestKeysThatCannotBeTakenApart(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	for _, c := range []journal.Chat{{}, {Account: "a|b", Key: "c"}, {Account: "a", Key: ""}} {
		_, err := j.Observe(t.Context(), c, journal.Batch{}, journal.Read{})
		if err == nil || strings.Contains(err.Error(), "a|b") {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// TestRebind: a chat that belongs to another record begins its notes anew, with
// every message; nothing is left of the former record's notes.
func TestRebind(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	see(t, j, text("A", "one"), text("B", "two"))
	note := journal.Note{Chat: ada, Date: today, Part: 1, State: journal.NoteSaved, Module: "Contacts", RecordID: "1", ID: "9", Confirmed: "x"}
	if err := j.SaveNotes(t.Context(), []journal.Note{note}, []journal.Assignment{{Day: day(today), Parts: map[string]int{"A": 1, "B": 1}}}); err != nil {
		t.Fatal(err)
	}
	if err := j.Settle(t.Context(), day(today)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := j.Rebind(t.Context(), ada); err != nil {
			t.Fatal(err)
		}
		notes, err := j.Notes(t.Context(), ada)
		if err != nil || len(notes) != 0 {
			t.Fatalf("notes %+v, %v", notes, err)
		}
		entries, err := j.Messages(t.Context(), day(today))
		if err != nil || len(entries) != 2 || entries[0].Part+entries[1].Part != 0 {
			t.Fatalf("messages %+v, %v", entries, err)
		}
		if dirty, err := j.Dirty(t.Context(), ada.Account); err != nil || len(dirty) != 1 || dirty[0] != day(today) {
			t.Fatalf("dirty %+v, %v", dirty, err)
		}
	}
}

// TestFollow: notes that moved with their record are ours as before.
func TestFollow(t *testing.T) {
	t.Parallel()
	j, _ := open(t)
	note := journal.Note{Chat: ada, Date: today, Part: 1, State: journal.NoteGone, Module: "Leads", RecordID: "1", ID: "9", Confirmed: "x"}
	if err := j.SaveNotes(t.Context(), []journal.Note{inState(note, journal.NoteSaved)}, nil); err != nil {
		t.Fatal(err)
	}
	if err := j.SaveNotes(t.Context(), []journal.Note{note}, nil); err != nil {
		t.Fatal(err)
	}
	if err := j.Follow(t.Context(), ada, "Contacts", "2"); err != nil {
		t.Fatal(err)
	}
	notes, err := j.Notes(t.Context(), ada)
	note.Module, note.RecordID = "Contacts", "2"
	if err != nil || len(notes) != 1 || !reflect.DeepEqual(notes[0], note) {
		t.Errorf("notes %+v, %v", notes, err)
	}
}

func inState(n journal.Note, state journal.NoteState) journal.Note { n.State = state; return n }

// TestShelf: pieces of any bytes, written and removed as a whole.
func TestShelf(t *testing.T) {
	t.Parallel()
	j, kv := open(t)
	shelf := j.Shelf()
	binary := []byte{0, 255, '\n', 128, 0}
	if err := shelf.Write(t.Context(), map[string][]byte{"a/1": binary, "a/2": {}, "b": []byte("x")}, nil); err != nil {
		t.Fatal(err)
	}
	got, err := shelf.Get(t.Context(), "a/1", "a/2", "none")
	if err != nil || !slices.Equal(got["a/1"], binary) || len(got) != 2 || len(got["a/2"]) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	kv.OnCommit = func() error { return errors.New("disk full") }
	if err := shelf.Write(t.Context(), map[string][]byte{"a/3": binary}, []string{"a/1"}); err == nil {
		t.Error("a failed write is not told")
	}
	kv.OnCommit = nil
	if names, err := shelf.Names(t.Context(), "a/"); err != nil || !slices.Equal(names, []string{"a/1", "a/2"}) {
		t.Errorf("names %q, %v", names, err)
	}
	if err := shelf.Write(t.Context(), nil, []string{"a/1", "a/2", "b"}); err != nil {
		t.Fatal(err)
	}
	if names, err := shelf.Names(t.Context(), ""); err != nil || len(names) != 0 {
		t.Errorf("names %q, %v", names, err)
	}
}
