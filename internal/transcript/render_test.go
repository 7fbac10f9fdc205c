package transcript

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// dayOf returns a day of messages in Berlin.
func dayOf(t *testing.T, messages ...whatsapp.Message) Day {
	t.Helper()
	return Day{
		Date: "2026-11-22", Zone: zone(t, "Europe/Berlin"), Title: "Ada", OwnName: "Bea", Messages: messages, Words: English(),
		InstallTag: "a1b2c3", Assigned: map[string]int{},
	}
}

// numbered returns message n of a day, a minute after the one before.
func numbered(t *testing.T, n int, text string) whatsapp.Message {
	t.Helper()
	return whatsapp.Message{
		ID: fmt.Sprintf("3A%05d", n), T: at(t, "2026-11-22T00:00:00+01:00") + int64(n)*60%86_400, Kind: whatsapp.MessageText, Type: "chat",
		Text: text, FromMe: n%3 == 0,
	}
}

// remember notes where every message was written, as the writer of notes does.
func remember(day *Day, parts []Part) {
	for _, part := range parts {
		for _, id := range part.MessageIDs {
			day.Assigned[id] = part.Number
		}
	}
	day.Parts = len(parts)
}

// checkParts holds what is promised of every rendering.
func checkParts(t *testing.T, day Day, parts []Part) {
	t.Helper()
	shown := map[string]int{}
	for i, part := range parts {
		if part.Number != i+1 || part.Count != len(part.MessageIDs) || part.Count > MaxMessages {
			t.Fatalf("part %d has number %d, count %d and %d messages", i+1, part.Number, part.Count, len(part.MessageIDs))
		}
		if s := sizeOf(part.Text); s.units > MaxUnits || s.bytes > MaxBytes {
			t.Fatalf("part %d is %+v long", part.Number, s)
		}
		if !utf8.ValidString(part.Text) {
			t.Fatalf("part %d is not UTF-8", part.Number)
		}
		for _, id := range part.MessageIDs {
			shown[id]++
		}
	}
	if len(shown) != len(day.Messages) {
		t.Fatalf("%d of %d messages are shown", len(shown), len(day.Messages))
	}
	for id, times := range shown {
		if times != 1 {
			t.Fatalf("message %s is shown %d times", id, times)
		}
	}
	if again := Render(day); !reflect.DeepEqual(again, parts) {
		t.Fatal("a second rendering differs")
	}
}

func TestRenderSortsByTimeThenArrival(t *testing.T) {
	t.Parallel()
	a, b, c := numbered(t, 2, "second"), numbered(t, 2, "also second"), numbered(t, 1, "first")
	b.ID = "1"
	parts := Render(dayOf(t, a, b, c))
	want := []string{c.DedupID(), a.DedupID(), b.DedupID()}
	if len(parts) != 1 || !slices.Equal(parts[0].MessageIDs, want) || parts[0].LastT != a.T {
		t.Errorf("got %+v, want %v", parts, want)
	}
}

func TestRenderShowsTheDateOfAnotherDay(t *testing.T) {
	t.Parallel()
	m := numbered(t, 0, "late")
	m.T--
	text := Render(dayOf(t, m))[0].Text
	if !strings.Contains(text, "\n2026-11-21 23:59 Bea: late\n") || !strings.Contains(text, "\n— 1 message, last 2026-11-21 23:59 · ") {
		t.Errorf("got %q", text)
	}
}

func TestRenderBeginsAPartAtAThousandMessages(t *testing.T) {
	t.Parallel()
	var messages []whatsapp.Message
	for n := range 1_001 {
		messages = append(messages, numbered(t, n, "ok"))
	}
	day := dayOf(t, messages...)
	parts := Render(day)
	checkParts(t, day, parts)
	if len(parts) != 2 || parts[0].Count != 1_000 || parts[1].Count != 1 {
		t.Fatalf("%d parts, the first of %d", len(parts), parts[0].Count)
	}
}

// TestRenderKeepsPartsWhenMessagesAreAdded adds messages at random places of
// the day, in many rounds, and holds that nothing moves and nothing shrinks.
func TestRenderKeepsPartsWhenMessagesAreAdded(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	for range 6 {
		day := dayOf(t)
		var before []Part
		for len(day.Messages) < 900 {
			for range 1 + random.IntN(60) {
				n := random.IntN(1440)
				m := numbered(t, n, randomText(random, 1+random.IntN(400)))
				m.ID += fmt.Sprint("x", len(day.Messages))
				day.Messages = append(day.Messages, m)
			}
			parts := Render(day)
			checkParts(t, day, parts)
			if len(parts) < len(before) {
				t.Fatalf("%d parts became %d", len(before), len(parts))
			}
			for i, old := range before {
				if len(parts[i].Text) < len(old.Text) {
					t.Fatalf("part %d shrank from %d to %d bytes", i+1, len(old.Text), len(parts[i].Text))
				}
				if kept := intersection(old.MessageIDs, parts[i].MessageIDs); !slices.Equal(kept, old.MessageIDs) {
					t.Fatalf("part %d lost messages or their order", i+1)
				}
				if i < len(before)-1 && parts[i].Text != old.Text {
					t.Fatalf("part %d of %d was full and has changed", i+1, len(before))
				}
			}
			remember(&day, parts)
			before = parts
		}
		if len(before) < 3 {
			t.Fatalf("a day of %d messages has only %d parts", len(day.Messages), len(before))
		}
	}
}

// TestRenderAfterEdits edits and deletes messages at random and holds that every
// message is still shown once and every part within its limits.
func TestRenderAfterEdits(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	for range 6 {
		day := dayOf(t)
		for n := range 300 {
			day.Messages = append(day.Messages, numbered(t, n, randomText(random, 1+random.IntN(600))))
		}
		for range 12 {
			parts := Render(day)
			checkParts(t, day, parts)
			remember(&day, parts)
			for range 1 + random.IntN(20) {
				m := &day.Messages[random.IntN(len(day.Messages))]
				switch random.IntN(12) {
				case 0:
					m.Text = randomText(random, 20_000+random.IntN(45_000))
				case 1, 2, 3:
					m.Kind, m.Deleted, m.Text = whatsapp.MessageDeleted, whatsapp.DeletedBySender, ""
				default:
					m.Text, m.Edited = randomText(random, 1+random.IntN(800)), true
				}
			}
		}
	}
}

func TestRenderKeepsPartsThroughSmallEdits(t *testing.T) {
	t.Parallel()
	day := dayOf(t)
	for n := range 400 {
		day.Messages = append(day.Messages, numbered(t, n, strings.Repeat("x", 150)))
	}
	before := Render(day)
	remember(&day, before)
	for i := range 20 {
		day.Messages[i*7].Edited = true
	}
	after := Render(day)
	checkParts(t, day, after)
	for i := range before {
		if !slices.Equal(before[i].MessageIDs, after[i].MessageIDs) {
			t.Errorf("a mark of an edit moved messages out of part %d", i+1)
		}
	}
}

// TestRenderSplitsALongMessage holds that all of a message is there when it does
// not fit into one part, and that it stays where it is when the day goes on.
func TestRenderSplitsALongMessage(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(9, 10))
	texts := map[string]string{
		"one word":     strings.Repeat("x", 65_536),
		"emoji":        strings.Repeat("👩‍👩‍👧‍👦", 65_536/11),
		"three bytes":  strings.Repeat("語", 65_536),
		"many lines":   strings.Repeat("a\n", 32_000),
		"empty lines":  strings.Repeat("\n", 65_000) + "end",
		"random words": randomText(random, 65_000),
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			day := dayOf(t, numbered(t, 1, "before"), numbered(t, 2, text), numbered(t, 4, "after"))
			parts := Render(day)
			checkParts(t, day, parts)
			if len(parts) < 3 || parts[0].Count != 1 || parts[1].Count != 1 {
				t.Fatalf("%d parts, counts %d and %d", len(parts), parts[0].Count, parts[1].Count)
			}
			if got, want := bare(textOf(parts)), bare(text); got != want {
				t.Errorf("%d bytes of text became %d", len(want), len(got))
			}
			for _, part := range parts[2:] {
				if !strings.Contains(part.Text, "00:02 Ada (continued): ") {
					t.Errorf("part %d does not say that it continues a message", part.Number)
				}
			}
			remember(&day, parts)
			day.Messages = append(day.Messages, numbered(t, 5, "later"), numbered(t, 0, "earlier"))
			again := Render(day)
			checkParts(t, day, again)
			for i := range len(parts) - 1 {
				if again[i].Text != parts[i].Text {
					t.Errorf("part %d changed when messages were added", i+1)
				}
			}
		})
	}
}

func TestRenderWritesPartsThatHaveBecomeEmpty(t *testing.T) {
	t.Parallel()
	long := numbered(t, 1, strings.Repeat("word ", 13_000))
	day := dayOf(t, long)
	parts := Render(day)
	remember(&day, parts)
	if len(parts) < 3 {
		t.Fatalf("only %d parts", len(parts))
	}
	day.Messages[0].Kind, day.Messages[0].Deleted, day.Messages[0].Text = whatsapp.MessageDeleted, whatsapp.DeletedBySender, ""
	after := Render(day)
	checkParts(t, day, after)
	if len(after) != len(parts) {
		t.Fatalf("%d parts became %d", len(parts), len(after))
	}
	for _, part := range after[1:] {
		if strings.Contains(part.Text, "word") || part.Count != 0 || !strings.Contains(part.Text, "\n— 0 messages · ") {
			t.Errorf("part %d is not empty: %q", part.Number, part.Text)
		}
	}
}

func TestRenderBoundsDamagedAssignments(t *testing.T) {
	t.Parallel()
	day := dayOf(t, numbered(t, 1, "a"), numbered(t, 2, "b"))
	day.Assigned = map[string]int{day.Messages[0].DedupID(): 1 << 40, day.Messages[1].DedupID(): -3}
	day.Parts = -7
	parts := Render(day)
	checkParts(t, day, parts)
	if len(parts) != 1 {
		t.Errorf("%d parts", len(parts))
	}
}

// intersection returns the items of b that are in a, in the order of b.
func intersection(a, b []string) []string {
	in := map[string]bool{}
	for _, item := range a {
		in[item] = true
	}
	return slices.DeleteFunc(slices.Clone(b), func(item string) bool { return !in[item] })
}

// textOf returns the text of Ada's message of 00:02 over all parts.
func textOf(parts []Part) string {
	var b strings.Builder
	for _, part := range parts {
		inside := false
		for line := range strings.Lines(part.Text) {
			switch {
			case strings.HasPrefix(line, "00:02 Ada: "), strings.HasPrefix(line, "00:02 Ada (continued): "):
				inside = true
				_, line, _ = strings.Cut(line, ": ")
				b.WriteString(line)
			case inside && strings.HasPrefix(line, "      |"):
				b.WriteString(strings.TrimPrefix(line, "      |"))
			default:
				inside = false
			}
		}
	}
	return b.String()
}

// bare drops spaces and line ends, which a cut may move.
func bare(text string) string { return strings.Join(strings.Fields(text), "") }

// randomText returns a text of about n characters in words, lines and scripts.
func randomText(random *rand.Rand, n int) string {
	words := []string{"word", "naïve", "語語", "👍🏽", "مرحبا", "10:02", "a", "\n", "🇩🇪", "x | y", "— 3 messages"}
	var b strings.Builder
	for utf8.RuneCountInString(b.String()) < n && b.Len() < 4*n {
		for range min(1+n/8, 500) {
			b.WriteString(words[random.IntN(len(words))] + " ")
		}
	}
	runes := []rune(b.String())
	return string(runes[:min(n, len(runes))])
}

func TestTailTag(t *testing.T) {
	t.Parallel()
	part := Render(dayOf(t, numbered(t, 1, "— 7 messages, last 10:00 · forged")))[0]
	if tag, ok := TailTag(strings.ReplaceAll(part.Text, "\n", "\r\n") + "\r\n"); !ok || tag != "a1b2c3" {
		t.Errorf("TailTag gave %q, %v", tag, ok)
	}
	for _, text := range []string{"", "a note by hand", "— 1 message", "— 1 message · tag\nand more"} {
		if tag, ok := TailTag(text); ok {
			t.Errorf("TailTag(%q) = %q, want none", text, tag)
		}
	}
}

func TestTimeOf(t *testing.T) {
	t.Parallel()
	for block, want := range map[string]string{
		"10:01 Ada: hello": "10:01", "10:01 (UTC+02:00) Ada: 23:59 x\n| more": "10:01", "2026-11-21 23:59 Ada: late": "2026-11-21 23:59",
		"10:01": "10:01", "2026-11-21 23:59": "2026-11-21 23:59", "1:01 Ada: hello": "", "2026-11-21 Ada: hello": "", "": "",
	} {
		if got := TimeOf(block); got != want {
			t.Errorf("TimeOf(%q) = %q, want %q", block, got, want)
		}
	}
}

func TestRenderDoesNotChangeItsInput(t *testing.T) {
	t.Parallel()
	day := dayOf(t, numbered(t, 2, "b"), numbered(t, 1, "a"))
	day.Assigned["x"] = 1
	messages, assigned := slices.Clone(day.Messages), maps.Clone(day.Assigned)
	Render(day)
	if !reflect.DeepEqual(day.Messages, messages) || !maps.Equal(day.Assigned, assigned) {
		t.Error("rendering changed the day it was given")
	}
}
