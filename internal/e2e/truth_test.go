package e2e

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
)

// ownName is what the notes call the own account of the stand-in.
const ownName = "Alex Morgan"

// textsOf returns the text messages of a chat that belong into its notes: those
// since the beginning of its link that are not withheld.
func (s *Story) textsOf(t *testing.T, chat string) []fakewhatsapp.Message {
	t.Helper()
	card := value(s.Card(chat))(t)
	if card.Record == nil {
		t.Fatalf("the chat is %q and not linked", card.State)
	}
	since := time.UnixMilli(card.Record.LinkedAt).Add(-firstBackupReach)
	var texts []fakewhatsapp.Message
	for _, m := range value(s.WhatsApp.Messages(chat))(t) {
		if m.Type == "chat" && !m.Time.Before(since) && !withheld(m) {
			texts = append(texts, m)
		}
	}
	return texts
}

// wantLines checks that each of some messages of a chat stands in the notes of a
// contact exactly once: in the note of its day, at its minute, behind the name of
// who wrote it.
func (s *Story) wantLines(t *testing.T, chat, contact string, messages ...fakewhatsapp.Message) {
	t.Helper()
	if err := s.wrongLines(t, chat, contact, messages...); err != nil {
		t.Error(err)
	}
}

// untilSeen rings the alarm until what the screen shows of a chat is saved: a cycle for
// which WhatsApp's database had no time on a busy machine takes nothing from the screen.
func (s *Story) untilSeen(t *testing.T, chat, contact string, messages ...fakewhatsapp.Message) {
	t.Helper()
	eventually(t, settleWithin, "what is on the screen to be saved", func() (bool, error) {
		if err := s.Cycle(t.Context()); err != nil {
			return false, err
		}
		err := s.wrongLines(t, chat, contact, messages...)
		return err == nil, err
	})
}

// wrongLines says which messages [Story.wantLines] does not find as they are to stand.
func (s *Story) wrongLines(t *testing.T, chat, contact string, messages ...fakewhatsapp.Message) error {
	t.Helper()
	title := value(s.Card(chat))(t).Title
	all, days := "", map[string]string{}
	for _, n := range s.Zoho.NotesOf(s.record(t, contact).ID) {
		// "WhatsApp · 2026-09-21 · part 1 · #…"
		day := strings.Split(n.Title, " · ")[1]
		text := quoted.ReplaceAllString(n.Content, "")
		days[day] += "\n" + text
		all += "\n" + text
	}
	var wrong []error
	for i, m := range messages {
		who := title
		if m.FromMe {
			who = ownName
		}
		line := fmt.Sprintf("\n%s %s: %s", m.Time.Format("15:04"), who, m.Body)
		if strings.Count(all, m.Body) != 1 || !strings.Contains(days[m.Time.Format(time.DateOnly)], line) {
			wrong = append(wrong, fmt.Errorf("message %d of %s (own: %v) does not stand once as of %s in\n%s", i, contact, m.FromMe, m.Time.Format(time.DateTime), all))
		}
	}
	return errors.Join(wrong...)
}

// holdsTruth checks that a chat is saved, with every message as it was said.
func (s *Story) holdsTruth(t *testing.T, chat, contact string) {
	t.Helper()
	must(t, s.Holds(t.Context(), chat, contact))
	s.wantLines(t, chat, contact, s.textsOf(t, chat)...)
}

// check clicks the button of the settings page that checks how WhatsApp Web is read,
// and returns what it found. A check for which WhatsApp's database had no time on a busy
// machine says nothing of the page, so another one follows it.
func (s *Story) check(t *testing.T) contract.Health {
	t.Helper()
	var found contract.Health
	eventually(t, checkedWithin, "a check with an answer of the database", func() (bool, error) {
		found = s.checkOnce(t)
		return variant(found, contract.CapabilityDatabase) != string(contract.DatabaseBusy), nil
	})
	return found
}

// checkedWithin is how long a database that did not answer is waited for. What it said
// is believed for some seconds.
const checkedWithin = 2 * time.Minute

// checkOnce clicks the button once.
func (s *Story) checkOnce(t *testing.T) contract.Health {
	t.Helper()
	health := func() contract.Health {
		found, _, err := Stored[contract.Health](s.Stage, "session", contract.HealthKey)
		must(t, err)
		return found
	}
	before := health()
	must(t, s.Settings.Click("#check-now"))
	eventually(t, stepWithin, "the check", func() (bool, error) { return health().At > before.At, nil })
	// What a cycle has found meanwhile is not what the button has: that is there once the
	// button is free again.
	untilTrue(t, s.Settings, "the check to end", `document.querySelector("#check-now")?.getAttribute("aria-disabled") === "false"`)
	return health()
}

// wantVerdict checks WhatsApp Web by the button of the settings page and returns all
// that it found, which is to be a verdict.
func (s *Story) wantVerdict(t *testing.T, want contract.Verdict) contract.Health {
	t.Helper()
	found := s.check(t)
	if found.Verdict != want {
		t.Errorf("the verdict is %s, want %s: %+v", found.Verdict, want, found)
	}
	return found
}

// variant returns the way in which a capability answered.
func variant(health contract.Health, name contract.Capability) string {
	for _, c := range health.Capabilities {
		if c.Name == name {
			return c.Variant
		}
	}
	return ""
}

// settled checks WhatsApp Web until it has started, and returns what was found.
func (s *Story) settled(t *testing.T) contract.Health {
	t.Helper()
	var found contract.Health
	eventually(t, stepWithin, "WhatsApp Web to have started", func() (bool, error) {
		found = s.check(t)
		return found.Verdict != contract.VerdictStarting && found.Verdict != contract.VerdictSilent, nil
	})
	return found
}

// reloadWhatsApp reloads the tab of WhatsApp Web and returns what is found of it
// when it has started.
func (s *Story) reloadWhatsApp(t *testing.T) contract.Health {
	t.Helper()
	run(t, s.WhatsAppTab, `void (window.beforeReload = true, setTimeout(() => location.reload()))`)
	s.reloaded(t)
	return s.settled(t)
}

// reloaded waits for the page that comes after one that was marked.
func (s *Story) reloaded(t *testing.T) {
	t.Helper()
	untilTrue(t, s.WhatsAppTab, "the page to be loaded anew",
		`window.beforeReload === undefined && document.querySelector("#pane-side [data-testid=cell-frame-title]") !== null`)
	must(t, s.WhatsApp.WaitApplied(t.Context()))
}
