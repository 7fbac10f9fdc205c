package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// set changes the settings.
func (s *stage) set(change func(*contract.Settings)) {
	s.t.Helper()
	settings := s.view().Settings
	change(&settings)
	s.do(contract.KindOptionsSettings, settings)
}

func TestSettingsOutOfBounds(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	before := s.view().Settings
	if before.DeletedText != contract.DeletedKeep || before.WriteEveryMinutes != 3 || before.QuietFrom != before.QuietTo {
		t.Errorf("defaults %+v", before)
	}
	for name, change := range map[string]func(*contract.Settings){
		"an unknown way with deleted words": func(v *contract.Settings) { v.DeletedText = "hide" },
		"a minute below the day":            func(v *contract.Settings) { v.QuietFrom = -1 },
		"a minute beyond the day":           func(v *contract.Settings) { v.QuietTo = 1440 },
		"another interval":                  func(v *contract.Settings) { v.WriteEveryMinutes = 5 },
		"an interval below nothing":         func(v *contract.Settings) { v.WriteEveryMinutes = -3 },
	} {
		settings := before
		change(&settings)
		s.refused(contract.KindOptionsSettings, settings, contract.CodeInvalid, "")
		if after := s.view().Settings; after != before {
			t.Errorf("%s: %+v", name, after)
		}
	}
	// A face of an earlier version does not know of them.
	s.do(contract.KindOptionsSettings, contract.Settings{FirstBackupDays: 3})
	if after := s.view().Settings; after.DeletedText != contract.DeletedKeep || after.WriteEveryMinutes != 3 {
		t.Errorf("filled in %+v", after)
	}
}

// A message that is deleted later loses its words at the next update of its note.
func TestDeletedWordsAreDropped(t *testing.T) {
	t.Parallel()
	for _, way := range []contract.DeletedText{contract.DeletedKeep, contract.DeletedDrop} {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			s.set(func(v *contract.Settings) { v.DeletedText = way })
			wrong := s.whatsApp.say(adaJID, s.now(0), false, "the wrong price")
			s.whatsApp.say(adaJID, s.now(1), false, "the right price")
			s.nextTick()
			s.wantLines(s.ada(), "Good morning", "the wrong price", "the right price")
			s.whatsApp.edit(adaJID, wrong, func(m *contract.MessageRecord) { m.Type, m.Text, m.Deleted = "revoked", "", "sender" })
			s.touch(adaJID)
			s.nextTick()
			want := map[contract.DeletedText]string{contract.DeletedKeep: "the wrong price (deleted by sender)", contract.DeletedDrop: "(deleted by sender)"}[way]
			s.wantLines(s.ada(), "Good morning", want, "the right price")
			s.zoho.ResetCalls()
			s.nextTick()
			s.wantCalls()
			if check := s.verify().Check; check == nil || len(check.Differences) > 0 {
				t.Errorf("check %+v", check)
			}
		})
	}
}

// During quiet hours messages are journaled and no note is written, whatever the
// browser does; when they end, everything is.
func TestQuietHours(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	// It is noon in New York.
	s.set(func(v *contract.Settings) { v.QuietFrom, v.QuietTo = 12*60+1, 7*60 })
	until := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC).UnixMilli()
	s.zoho.ResetCalls()
	s.clock.advance(2 * time.Minute)
	s.tick()
	view := s.view()
	if view.Backup.Pace == nil || view.Backup.Pace.QuietUntil != until || view.Backup.Problem != nil || view.Backup.State != contract.BackupIdle {
		t.Fatalf("with nothing to write: %+v, pace %+v, problem %+v", view.Backup, view.Backup.Pace, view.Backup.Problem)
	}
	synced := view.Backup.LastSyncAt
	s.openChat(adaJID)
	s.whatsApp.say(adaJID, s.now(0), false, "in the night")
	s.nextTick()
	s.wantCalls()
	view = s.view()
	if p := view.Backup.Problem; p == nil || p.Code != contract.ProblemQuiet || p.RetryAt != until {
		t.Errorf("problem %+v", p)
	}
	if view.Backup.State != contract.BackupWaiting || view.Backup.Waiting != 1 || view.Backup.LastSyncAt != synced {
		t.Errorf("backup %+v, synced at %d before", view.Backup, synced)
	}
	if sync := s.card(adaJID).Sync; sync.Waiting != 1 || sync.Saved != 1 {
		t.Errorf("card %+v", sync)
	}
	s.restartBrowser()
	// It is gone from WhatsApp before it was written.
	s.whatsApp.change(adaJID, func(c *chat) { c.messages = c.messages[:1] })
	s.clock.advance(18*time.Hour + 50*time.Minute)
	s.tick()
	if n := len(s.zoho.CallsOf(fakezoho.OpNotesUpdate)); n > 0 {
		t.Errorf("%d notes were written at night", n)
	}
	s.clock.advance(10 * time.Minute)
	s.tick()
	s.wantLines(s.ada(), "Good morning", "in the night")
	if view := s.view(); view.Backup.Problem != nil || view.Backup.Pace != nil || view.Backup.LastSyncAt <= synced {
		t.Errorf("in the morning: %+v", view.Backup)
	}
}

func TestSyncNowWritesInQuietHours(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.set(func(v *contract.Settings) { v.QuietFrom, v.QuietTo = 12*60, 13*60 })
	s.whatsApp.say(adaJID, s.now(0), false, "now, please")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning")
	s.do(contract.KindPopupSyncNow, contract.Nothing{})
	s.wantLines(s.ada(), "Good morning", "now, please")
	if p := s.view().Backup.Problem; p != nil {
		t.Errorf("problem %+v", p)
	}
	// The wish was for this one time.
	s.whatsApp.say(adaJID, s.now(0), false, "later")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "now, please")
	// Without quiet hours there is nothing to wait for.
	s.set(func(v *contract.Settings) { v.QuietFrom, v.QuietTo = 0, 0 })
	if p := s.view().Backup.Problem; p != nil {
		t.Errorf("problem %+v", p)
	}
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "now, please", "later")
}

// A wish that comes while Zoho cannot be reached is fulfilled by the next cycle.
func TestWishIsKept(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.set(func(v *contract.Settings) { v.QuietFrom, v.QuietTo = 12*60, 18*60 })
	s.whatsApp.say(adaJID, s.now(0), false, "now, please")
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesUpdate, Kind: fakezoho.FaultUnavailable, Count: -1})
	s.ask(contract.KindPanelSyncNow, contract.Nothing{})
	s.wantLines(s.ada(), "Good morning")
	s.zoho.ClearFaults()
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "now, please")
}

// Notes are written once in the chosen time; the open chat and first backups do not
// wait for it.
func TestWriteRarely(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.set(func(v *contract.Settings) { v.WriteEveryMinutes = 60 })
	record, err := s.zoho.AddContact(s.world.Org.ID, fakezoho.Fields{"Last_Name": "Second", "Mobile": "+12125550142"})
	if err != nil {
		t.Fatal(err)
	}
	const second = "12125550142@c.us"
	said := []string{"Good morning"}
	writes := func() int { return len(s.zoho.CallsOf(fakezoho.OpNotesUpdate)) }
	s.nextTick()
	s.zoho.ResetCalls()
	for range 40 {
		s.whatsApp.say(adaJID, s.now(0), false, "news")
		said = append(said, "news")
		s.nextTick()
	}
	// Two hours: at the begin, after one, and after the other.
	if n := writes(); n < 2 || n > 3 {
		t.Errorf("%d updates in two hours", n)
	}
	view := s.view()
	if p := view.Backup.Pace; p == nil || p.EveryMinutes != 60 || p.Stretched || p.QuietUntil != 0 || p.NextWriteAt <= s.clock.Now().UnixMilli() {
		t.Errorf("pace %+v", p)
	}
	if view.Backup.State != contract.BackupWaiting || view.Backup.Waiting != 1 || view.Backup.Problem != nil {
		t.Errorf("backup %+v", view.Backup)
	}
	waiting := s.card(adaJID).Sync.Waiting
	if waiting == 0 || len(s.lines(s.ada()))+waiting != len(said) {
		t.Errorf("%d wait, %d of %d are written", waiting, len(s.lines(s.ada())), len(said))
	}

	s.whatsApp.add(contract.ChatRow{Chat: second, Title: "Second"})
	s.whatsApp.say(second, s.now(0), false, "first words")
	s.do(contract.KindPanelLookAgain, contract.ChatRef{Chat: second})
	s.tick()
	s.wantLines(record, "first words")
	if got := len(s.lines(s.ada())); got+waiting != len(said) {
		t.Errorf("another chat's first backup has written %d lines", got)
	}

	s.openChat(adaJID)
	s.nextTick()
	s.wantLines(s.ada(), said...)
	s.openChat(second)
	s.whatsApp.say(adaJID, s.now(0), false, "the last")
	s.nextTick()
	s.wantLines(s.ada(), said...)
	s.do(contract.KindPanelSyncNow, contract.Nothing{})
	s.wantLines(s.ada(), append(said, "the last")...)
}

// With more than half of the day's credits used, notes are written every fifteen
// minutes, and the view says why.
func TestPaceStretchesWithTheBudget(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	used := s.view().Credits.Used
	s.set(func(v *contract.Settings) { v.DailyCredits = 2*used + 20 })
	s.zoho.ResetCalls()
	var said []string
	for range 40 {
		s.whatsApp.say(adaJID, s.now(0), false, "news")
		said = append(said, "news")
		s.nextTick()
	}
	view := s.view()
	if p := view.Backup.Pace; p == nil || p.EveryMinutes != 15 || !p.Stretched {
		t.Errorf("pace %+v, %d of %d credits", p, view.Credits.Used, view.Settings.DailyCredits)
	}
	if p := view.Backup.Problem; p != nil {
		t.Errorf("problem %+v", p)
	}
	// Some ten at every cycle, then one in five.
	if n := len(s.zoho.CallsOf(fakezoho.OpNotesUpdate)); n > 20 {
		t.Errorf("%d updates in two hours", n)
	}
	s.clock.advance(15 * time.Minute)
	s.tick()
	s.wantLines(s.ada(), append([]string{"Good morning"}, said...)...)
	// The next day begins with all credits.
	s.clock.advance(12 * time.Hour)
	s.tick()
	if p := s.view().Backup.Pace; p != nil {
		t.Errorf("the next day: %+v", p)
	}
	if text := strings.Join(s.lines(s.ada()), "\n"); strings.Count(text, "news") != len(said) {
		t.Error("lines are written twice")
	}
}
