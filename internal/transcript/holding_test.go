package transcript

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chatkeep/chatkeep/internal/whatsapp"
)

func TestHolding(t *testing.T) {
	t.Parallel()
	named := func(minute int, id, text string) whatsapp.Message {
		m := numbered(t, minute, text)
		m.ID = id
		return m
	}
	one, two, twin := named(1, "A1", "one\n10:02 two"), named(2, "A2", "ok"), named(2, "A3", "ok")
	three := named(3, "A4", "three")
	note := func(messages ...whatsapp.Message) string { return Render(dayOf(t, messages...))[0].Text }
	unsealed := func(text string) string {
		fields := strings.Split(text, tagMark)
		return strings.Join(append(fields[:len(fields)-2], fields[len(fields)-1]), tagMark)
	}
	edited, reacted, deleted, pending := two, two, two, two
	edited.Text, edited.Edited = "okay", true
	reacted.Reactions = []whatsapp.Reaction{{Emoji: "👍", Name: "Ada"}}
	deleted.Deleted = whatsapp.DeletedBySender
	pending.Kind, pending.Text = whatsapp.MessagePending, ""
	long := named(4, "A5", strings.Repeat("long text ", 4000))
	for _, tt := range []struct {
		name   string
		mine   []whatsapp.Message
		note   string
		ids    []string
		others int
		edited bool
		unread int
	}{
		{"the same", []whatsapp.Message{one, two}, note(one, two), []string{"A1", "A2"}, 0, false, 0},
		{"more here", []whatsapp.Message{one, two, three}, note(one, two), []string{"A1", "A2"}, 0, false, 0},
		{"more there", []whatsapp.Message{two}, note(one, two, three), []string{"A2"}, 2, false, 0},
		{"edited here", []whatsapp.Message{edited}, note(two), []string{"A2"}, 0, false, 0},
		{"with a reaction here", []whatsapp.Message{reacted}, note(two), []string{"A2"}, 0, false, 0},
		{"with a reaction there", []whatsapp.Message{two}, note(reacted), []string{"A2"}, 0, false, 0},
		{"deleted here, with its words", []whatsapp.Message{deleted}, note(two), []string{"A2"}, 0, false, 0},
		{"not decrypted here", []whatsapp.Message{one, pending}, note(one, two), []string{"A1", "A2"}, 1, false, 1},
		{"not decrypted here, and more there", []whatsapp.Message{one, pending}, note(one, two, three), []string{"A1", "A2"}, 2, false, 1},
		{"not decrypted in either", []whatsapp.Message{one, pending}, note(one, pending), []string{"A1", "A2"}, 0, false, 0},
		{"not decrypted there", []whatsapp.Message{one, two}, note(one, pending), []string{"A1", "A2"}, 0, false, 0},
		{"one of two twins there", []whatsapp.Message{two, twin}, note(twin), []string{"A3"}, 0, false, 0},
		{"a twin that is not here", []whatsapp.Message{two}, note(two, twin), []string{"A2"}, 1, false, 0},
		{"the first piece of a message", []whatsapp.Message{long}, Render(dayOf(t, long))[0].Text, []string{"A5"}, 0, false, 0},
		{"the second piece of a message", []whatsapp.Message{long}, Render(dayOf(t, long))[1].Text, nil, 0, false, 0},
		{"line ends changed", []whatsapp.Message{one, two}, strings.ReplaceAll(note(one, two), "\n", "\r\n") + " ", []string{"A1", "A2"}, 0, false, 0},
		{"a word changed", []whatsapp.Message{one, two}, strings.Replace(note(one, two), "one", "won", 1), []string{"A1", "A2"}, 0, true, 0},
		{"a line added", []whatsapp.Message{one, two}, "called him\n" + note(one, two), []string{"A1", "A2"}, 0, true, 0},
		{"a line taken out", []whatsapp.Message{one, two}, strings.Replace(note(one, two), "00:02 Ada: ok\n", "", 1), []string{"A1", "A2"}, 0, true, 0},
		{"something below", []whatsapp.Message{one, two}, note(one, two) + "\nmy remark", []string{"A1", "A2"}, 0, true, 0},
		{"by hand", []whatsapp.Message{one}, "Ada called", nil, 0, true, 0},
		{"nothing", []whatsapp.Message{one}, "", nil, 0, true, 0},
		{"without a seal", []whatsapp.Message{one, two, three}, unsealed(note(one, two)), []string{"A1", "A2"}, 0, false, 0},
		{"without a seal, more there", []whatsapp.Message{one, two}, unsealed(note(one, two, twin, three)), []string{"A1", "A2"}, 2, false, 0},
	} {
		day := dayOf(t, tt.mine...)
		h := day.Holding(tt.note)
		var want []string
		for _, m := range tt.mine {
			if slices.Contains(tt.ids, m.ID) {
				want = append(want, m.DedupID())
			}
		}
		if !slices.Equal(h.IDs, want) || len(h.Others) != tt.others || len(h.Unread) != tt.unread || h.Edited != tt.edited {
			t.Errorf("%s: %+v, want %v, %d others, %d of them unread, edited %v", tt.name, h, want, tt.others, tt.unread, tt.edited)
		}
	}
	// A message that comes to be known later is found again by its name.
	for _, text := range []string{note(one, three), unsealed(note(one, three))} {
		day := dayOf(t, one)
		h := day.Holding(text)
		if len(h.Others) != 1 || !slices.ContainsFunc(day.Keys(three), func(key string) bool { return key == h.Others[0] }) {
			t.Errorf("others %q, keys %q", h.Others, day.Keys(three))
		}
	}
}

// A CRM may escape or remove what it takes for HTML. The seal holds through it.
func TestSealThroughMarkup(t *testing.T) {
	t.Parallel()
	texts := []string{"a < b & c > d", "<b>bold</b> text", "&lt;b&gt;", "&amp;lt;", "<<b>b>", "x <a\ny> z", "1 & 2 &amp; 3", "<b&gt;c"}
	for _, text := range texts {
		note := Render(dayOf(t, numbered(t, 1, text)))[0].Text
		escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(note)
		for _, shown := range []string{note, escaped, withoutTags(note)} {
			if codes, intact, sealed := unseal(shown); !sealed || !intact || len(codes) != 1 {
				t.Errorf("%q shown as %q: codes %v, intact %v", text, shown, codes, intact)
			}
		}
	}
}

// The name of a line must never change: notes in a CRM are read by it.
func TestCodeOf(t *testing.T) {
	t.Parallel()
	m := whatsapp.Message{ID: "3EB0C0FFEE"}
	if got := codeOf(m); got != "6lkb" {
		t.Errorf("codeOf = %q", got)
	}
	m.FromMe = true
	if got := codeOf(m); got != "evxa" {
		t.Errorf("codeOf = %q", got)
	}
}

func TestTightParts(t *testing.T) {
	t.Parallel()
	var messages []whatsapp.Message
	for i := range 40 {
		messages = append(messages, numbered(t, i, strings.Repeat("שלום 👍🏽 ", 60)))
	}
	day := dayOf(t, messages...)
	whole := Render(day)
	if len(whole) != 1 {
		t.Fatalf("%d parts", len(whole))
	}
	for _, id := range whole[0].MessageIDs[:30] {
		day.Assigned[id] = 1
	}
	day.Parts, day.Halvings = 1, 2
	parts := Render(day)
	if got := parts[0].MessageIDs; !slices.Equal(got, whole[0].MessageIDs[:30]) {
		t.Errorf("the CRM has taken 30 messages, and %d stay", len(got))
	}
	day.Tight = map[int]bool{1: true}
	parts = Render(day)
	var ids []string
	for _, p := range parts {
		ids = append(ids, p.MessageIDs...)
		if TooLongFor(p.Text, 2) {
			t.Errorf("part %d has %d bytes", p.Number, len(p.Text))
		}
	}
	if !slices.Equal(ids, whole[0].MessageIDs) {
		t.Errorf("%d messages of %d", len(ids), len(whole[0].MessageIDs))
	}
}

func TestHeadingOf(t *testing.T) {
	t.Parallel()
	own := OwnMarker("org", "account", "chat", "2026-11-22", 2, "a1b2c3")
	if own == Marker("org", "account", "chat", "2026-11-22", 2) || own == OwnMarker("org", "account", "chat", "2026-11-22", 2, "a1b2c4") {
		t.Error("the marker does not tell the installation")
	}
	title := OwnTitle("2026-11-22", 2, "a1b2c3", own)
	if h, ok := HeadingOf(" " + title); !ok || h != (Heading{"2026-11-22", 2, "a1b2c3", own}) {
		t.Errorf("%q: %+v, %v", title, h, ok)
	}
	if h, ok := HeadingOf(Title("2026-11-22", 3, own)); !ok || h != (Heading{"2026-11-22", 3, "", own}) {
		t.Errorf("%+v, %v", h, ok)
	}
	for _, title := range []string{"", "WhatsApp · #" + own, "WhatsApp · 2026-11-22 · part x · #" + own, "Call · 2026-11-22 · part 1 · #" + own, "WhatsApp · 2026-11-22 · part 0 · #" + own} {
		if _, ok := HeadingOf(title); ok {
			t.Errorf("%q is taken for a rolling note", title)
		}
	}
	if !IsOf(title, "org", []string{"x", "account"}, []string{"y", "chat"}) || IsOf(title, "org", []string{"account"}, []string{"y"}) {
		t.Error("IsOf does not know an installation's own part")
	}
}

// TestWithoutTags: what a system that removes HTML takes away, and nothing else.
func TestWithoutTags(t *testing.T) {
	t.Parallel()
	tag := regexp.MustCompile(`</?[A-Za-z][^<>]*>`)
	for _, text := range []string{
		"", "plain", "<b>bold</b>", "1 < 2 > 0", "<3", "</ x>", "</p>", "<a href='x'>y", "a<<b>c>", "<", "<>", "</>", "<1>", "x<y z", "<é>", "<a\n>", "<<a>",
	} {
		if got, want := withoutTags(text), tag.ReplaceAllString(text, ""); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
