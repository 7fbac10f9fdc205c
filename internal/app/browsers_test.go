package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/journal"
	"github.com/chatkeep/chatkeep/internal/store"
)

// another returns a second browser on the same Zoho at the same time, which holds
// the newest messages of each chat only; all of them if keep is negative.
func (s *stage) another(keep int) *stage {
	s.t.Helper()
	b := &stage{
		t: s.t, clock: s.clock, whatsApp: newWhatsApp(), zoho: s.zoho, world: s.world, http: direct{s.zoho},
		local: store.NewMemory(), session: store.NewMemory(), database: journal.NewMemory(), killer: &killer{at: map[int]bool{}},
	}
	for _, c := range s.whatsApp.chats {
		from := 0
		if keep >= 0 {
			from = max(0, len(c.messages)-keep)
		}
		b.whatsApp.chats = append(b.whatsApp.chats, &chat{row: c.row, messages: slices.Clone(c.messages[from:]), lost: from})
	}
	b.wake()
	return b
}

// texts returns the texts of the lines on a record, sorted.
func (s *stage) texts(record string) []string {
	var out []string
	for _, line := range s.lines(record) {
		_, text, _ := strings.Cut(line, ": ")
		out = append(out, text)
	}
	slices.Sort(out)
	return out
}

// wantTexts checks that each text stands on a record in one line.
func (s *stage) wantTexts(record string, want ...string) {
	s.t.Helper()
	slices.Sort(want)
	if got := s.texts(record); !slices.Equal(got, want) {
		s.t.Fatalf("lines %q, want %q", got, want)
	}
	s.wantTitlesOnce()
}

// An installation made anew finds its notes, writes nothing twice and goes on in
// them, wherever it is stopped.
func TestInstalledAnew(t *testing.T) {
	t.Parallel()
	play := func(t *testing.T, k int) int {
		s := newDirectStage(t)
		s.linkedAda()
		s.whatsApp.say(adaJID, s.now(0), true, "And to you")
		s.nextTick()
		b := s.another(-1)
		before := s.zoho.NotesOf(s.ada())
		b.killer.at[b.killer.count()+k] = k > 0
		from := b.killer.count()
		b.ask(contract.KindOptionsSelfClient, b.selfClient())
		for range 4 {
			b.clock.advance(3 * time.Minute)
			b.ask(contract.KindAlarmTick, contract.Nothing{})
		}
		if b.view().Zoho.State != contract.ZohoConnected {
			b.connect()
			b.nextTick()
			b.nextTick()
		}
		steps := b.killer.count() - from
		b.wantLines(b.ada(), "Good morning", "And to you")
		b.whatsApp.say(adaJID, b.now(0), false, "Later")
		b.nextTick()
		b.nextTick()
		b.wantLines(b.ada(), "Good morning", "And to you", "Later")
		if after := b.zoho.NotesOf(b.ada()); len(after) != 1 || after[0].ID != before[0].ID {
			t.Fatalf("%d notes", len(after))
		}
		if card := b.wantCard(adaJID, contract.ChatLinked); card.Sync.Saved != 3 || card.Sync.Waiting != 0 {
			t.Fatalf("sync %+v", card.Sync)
		}
		return steps
	}
	steps := play(t, 0)
	t.Logf("%d effects", steps)
	for k := 1; k <= steps; k += 3 {
		t.Run(fmt.Sprint(k), func(t *testing.T) { t.Parallel(); play(t, k) })
	}
}

// A browser that does not hold all of a day leaves the day's note as it is, and
// writes what that note lacks to a part of its own.
func TestBrowserThatLacksLines(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	for i := range 3 {
		s.whatsApp.say(adaJID, s.now(int64(i)), i%2 == 0, fmt.Sprintf("second %d", i))
	}
	s.nextTick()
	first := s.zoho.NotesOf(s.ada())[0]
	b := s.another(2)
	b.whatsApp.say(adaJID, b.now(0), false, "only here")
	b.connect()
	b.tick()
	b.nextTick()
	all := []string{"Good morning", "second 0", "second 1", "second 2", "only here"}
	b.wantTexts(b.ada(), all...)
	notes := b.zoho.NotesOf(b.ada())
	if len(notes) != 2 || notes[0].Content != first.Content && notes[1].Content != first.Content {
		t.Fatalf("notes %+v", notes)
	}
	b.whatsApp.say(adaJID, b.now(0), true, "and this")
	b.nextTick()
	b.wantTexts(b.ada(), append(all, "and this")...)
	if n := len(b.zoho.NotesOf(b.ada())); n != 2 {
		t.Fatalf("%d notes", n)
	}
	if card := b.wantCard(adaJID, contract.ChatLinked); card.Sync.Saved != 4 || card.Sync.Waiting != 0 {
		t.Fatalf("sync %+v", card.Sync)
	}
	b.zoho.ResetCalls()
	b.nextTick()
	b.wantCalls()
	// A third one, with everything, writes nothing.
	c := s.another(-1)
	c.whatsApp.chats[0].messages = append(c.whatsApp.chats[0].messages, b.whatsApp.chats[0].messages[2:]...)
	c.connect()
	c.tick()
	c.nextTick()
	c.wantTexts(c.ada(), append(all, "and this")...)
}

// A note that a person has changed is left as they wanted it.
func TestNoteChangedByAPerson(t *testing.T) {
	t.Parallel()
	for _, respect := range []bool{true, false} {
		s := newDirectStage(t)
		s.linkedAda()
		settings := s.view().Settings
		settings.RespectEdits = respect
		s.do(contract.KindOptionsSettings, settings)
		note := s.zoho.NotesOf(s.ada())[0]
		changed := strings.Replace(note.Content, "Good morning", "Good morning (she sounded upset)", 1)
		if err := s.zoho.EditRecord(note.ID, fakezoho.Fields{"Note_Content": changed}); err != nil {
			t.Fatal(err)
		}
		s.clock.advance(2 * time.Hour)
		s.whatsApp.say(adaJID, s.now(0), false, "Still there?")
		s.nextTick()
		s.whatsApp.say(adaJID, s.now(0), false, "Hello?")
		s.nextTick()
		notes := s.zoho.NotesOf(s.ada())
		if !respect {
			s.wantLines(s.ada(), "Good morning", "Still there?", "Hello?")
			continue
		}
		s.wantTexts(s.ada(), "Good morning (she sounded upset)", "Still there?", "Hello?")
		if i := slices.IndexFunc(notes, func(n fakezoho.Note) bool { return n.ID == note.ID }); len(notes) != 2 || notes[i].Content != changed {
			t.Fatalf("notes %+v", notes)
		}
	}
}

// TestShorterNotes: whatever Zoho counts and however little it takes, every
// message stands in it once.
func TestShorterNotes(t *testing.T) {
	t.Parallel()
	for _, unit := range []fakezoho.TextUnit{fakezoho.CodePoints, fakezoho.UTF16Units, fakezoho.UTF8Bytes} {
		for _, limit := range []int{30_000, 9_000, 4_500} {
			t.Run(fmt.Sprint(unit, " ", limit), func(t *testing.T) {
				t.Parallel()
				savesInShorterNotes(t, fakezoho.Switches{NoteContentLimit: limit, NoteContentUnit: unit})
			})
		}
	}
}

// TestShorterNotesInEveryPosition: so it is with notes that take little, in each of
// the ways in which Zoho may answer. A position that is about the length itself keeps
// its own.
func TestShorterNotesInEveryPosition(t *testing.T) {
	t.Parallel()
	for _, p := range fakezoho.Positions() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			switches := p.Switches
			if switches.NoteContentLimit == 0 {
				switches.NoteContentLimit = 4_500
			}
			savesInShorterNotes(t, switches)
		})
	}
}

// savesInShorterNotes lets a chat of three scripts and emoji be saved that needs many
// parts.
func savesInShorterNotes(t *testing.T, switches fakezoho.Switches) {
	t.Helper()
	s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches = switches })
	s.linkedAda()
	want := []string{"Good morning"}
	for round := range 3 {
		for i := range 60 {
			text := fmt.Sprintf("%d.%d %s", round, i, strings.Repeat([]string{"שלום עולם ", "👩‍👩‍👧 🇩🇪 ", "plain words "}[i%3], 40))
			s.clock.advance(time.Second)
			s.whatsApp.say(adaJID, s.now(0), i%2 == 0, text)
			want = append(want, strings.TrimSpace(text))
		}
		s.nextTick()
		s.nextTick()
	}
	s.wantTexts(s.ada(), want...)
	if card := s.wantCard(adaJID, contract.ChatLinked); card.Sync.Waiting != 0 || card.Problem != nil {
		t.Fatalf("sync %+v, problem %+v", card.Sync, card.Problem)
	}
}
