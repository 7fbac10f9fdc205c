package transcript

import (
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

// editedFrom returns a message of the other side that was edited, and read before it
// was.
func editedFrom(t *testing.T, before, text string) whatsapp.Message {
	t.Helper()
	return like(numbered(t, 1, text), func(m *whatsapp.Message) { m.Edited, m.EditedAt, m.Earlier = true, m.T*1000, before })
}

func TestEarlierWords(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("\U0001f642", earlierLength+1)
	for name, tt := range map[string]struct {
		before, text, want string
	}{
		"other words":             {"old words", "new words", `new words (edited 00:01, before: "old words")`},
		"none":                    {"", "new words", `new words (edited 00:01)`},
		"the same words":          {"words", "words", `words (edited 00:01)`},
		"other spaces":            {"two\nwords ", "two words", `two words (edited 00:01)`},
		"a line like a message's": {"one\n00:02 Ada: two\n— 1 message", "new", `new (edited 00:01, before: "one 00:02 Ada: two — 1 message")`},
		"a turned direction":      {"\u202eold\u2067", "new", `new (edited 00:01, before: "old")`},
		"Hebrew":                  {"שלום", "תודה", `תודה (edited 00:01, before: "שלום")`},
		"a LID":                   {"ask @111222333444555", "ask Dan", `ask Dan (edited 00:01, before: "ask @…")`},
		"as long as may be":       {long[4:], "new", `new (edited 00:01, before: "` + long[4:] + `")`},
		"longer than may be":      {long, "new", `new (edited 00:01, before: "` + long[8:] + `…")`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			note := Render(dayOf(t, editedFrom(t, tt.before, tt.text)))[0].Text
			blocks := Blocks(note)
			if len(blocks) != 1 || blocks[0] != "00:01 Ada: "+tt.want {
				t.Errorf("%q, want %q", blocks, tt.want)
			}
		})
	}
}

// Who has not seen a message before its edit knows its line all the same, and takes
// the words from there; written with them, the note stays as it is.
func TestEarlierWordsAreLearnt(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{
		"short": "old words", "on two lines": "old\nwords", "in quotation marks": `"old"), before: "older"`, "long": strings.Repeat("old ", 300),
		"Hebrew": "שלום", "signs": "1 < 2 & 3",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := like(editedFrom(t, before, "new\nwords"), func(m *whatsapp.Message) {
				m.Reactions = []whatsapp.Reaction{{Emoji: "👍", Name: "Ada"}}
			})
			late := like(seen, func(m *whatsapp.Message) { m.Earlier = "" })
			note := Render(dayOf(t, numbered(t, 0, "hello"), seen))[0].Text
			day := dayOf(t, numbered(t, 0, "hello"), late)
			h := day.Holding(note)
			if h.Edited || len(h.Others) > 0 || len(h.IDs) != 2 || len(h.Earlier) != 1 {
				t.Fatalf("%+v", h)
			}
			day.Messages[1].Earlier = h.Earlier[late.DedupID()]
			if again := Render(day)[0].Text; again != note {
				t.Errorf("written again as\n%s\nwas\n%s", again, note)
			}
			if h := day.Holding(note); len(h.Earlier) > 0 {
				t.Errorf("learnt twice: %+v", h.Earlier)
			}
			if h := dayOf(t, numbered(t, 0, "hello"), seen).Holding(Render(dayOf(t, numbered(t, 0, "hello"), late))[0].Text); h.Edited || len(h.Others) > 0 || len(h.IDs) != 2 || len(h.Earlier) > 0 {
				t.Errorf("in a note without them: %+v", h)
			}
		})
	}
}

// Words are not taken from a line that a person may have changed, that another
// message wrote, or that the CRM may have escaped.
func TestEarlierWordsAreNotLearnt(t *testing.T) {
	t.Parallel()
	seen := editedFrom(t, "old words", "new")
	late := like(seen, func(m *whatsapp.Message) { m.Earlier = "" })
	note := Render(dayOf(t, seen))[0].Text
	escaped := like(seen, func(m *whatsapp.Message) { m.Earlier = "a &lt; b" })
	for name, tt := range map[string]struct {
		note string
		mine whatsapp.Message
	}{
		"changed by a person":  {strings.Replace(note, "old words", "kind words", 1), late},
		"known here":           {note, like(late, func(m *whatsapp.Message) { m.Earlier = "older words" })},
		"edited again":         {note, like(late, func(m *whatsapp.Message) { m.Text = "newer" })},
		"not edited here":      {note, like(late, func(m *whatsapp.Message) { m.Edited, m.EditedAt = false, 0 })},
		"deleted here":         {note, like(late, func(m *whatsapp.Message) { m.Deleted = whatsapp.DeletedBySender })},
		"written at the end":   {note, like(late, func(m *whatsapp.Message) { m.FromMe = true })},
		"escaped or not":       {Render(dayOf(t, escaped))[0].Text, late},
		"no earlier words":     {Render(dayOf(t, late))[0].Text, late},
		"a note of a person's": {"00:01 Ada: new (edited 00:01, before: \"x\")", late},
	} {
		if h := dayOf(t, tt.mine).Holding(tt.note); len(h.Earlier) > 0 {
			t.Errorf("%s: %+v", name, h.Earlier)
		}
	}
}

// A message that is cut into pieces by the words before its edit is known by whoever
// has not seen them.
func TestEarlierWordsOfALongMessage(t *testing.T) {
	t.Parallel()
	seen := editedFrom(t, strings.Repeat("old ", 200), strings.Repeat("new ", 6_950))
	late := like(seen, func(m *whatsapp.Message) { m.Earlier = "" })
	if parts := Render(dayOf(t, late)); len(parts) != 1 {
		t.Fatalf("%d parts without the words before", len(parts))
	}
	parts := Render(dayOf(t, seen))
	if len(parts) != 2 {
		t.Fatalf("%d parts with the words before", len(parts))
	}
	for _, part := range parts {
		if h := dayOf(t, late).Holding(part.Text); h.Edited || len(h.Others) > 0 {
			t.Errorf("part %d: %+v", part.Number, h)
		}
	}
}

// Words that are not kept go from before an edit as well.
func TestEarlierWordsOfADeletedMessage(t *testing.T) {
	t.Parallel()
	day := dayOf(t, like(editedFrom(t, "old words", "new"), func(m *whatsapp.Message) { m.Deleted = whatsapp.DeletedBySender }))
	if kept := Render(day)[0].Text; !strings.Contains(kept, `new (edited 00:01, before: "old words") (deleted by sender)`) {
		t.Errorf("kept as\n%s", kept)
	}
	day.DropDeleted = true
	if dropped := Render(day)[0].Text; strings.Contains(dropped, "old words") || strings.Contains(dropped, "new") {
		t.Errorf("dropped as\n%s", dropped)
	}
}
