package app_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
	"github.com/chatkeep/chatkeep/internal/store"
)

// wantTrouble rings while something is wrong, and checks what people are told
// and that the message is kept here.
func (s *stage) wantTrouble(state contract.ZohoState, problem contract.ProblemCode) {
	s.t.Helper()
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	view := s.view()
	if view.Zoho.State != state || view.Zoho.Problem == nil || view.Zoho.Problem.Code != problem {
		s.t.Fatalf("Zoho %+v, problem %+v; want %s %s", view.Zoho, view.Zoho.Problem, state, problem)
	}
	if view.Backup.State != contract.BackupWaiting || view.Backup.Waiting != 1 || view.Backup.Problem == nil {
		s.t.Fatalf("backup %+v, problem %+v", view.Backup, view.Backup.Problem)
	}
	if card := s.card(adaJID); card.Sync == nil || card.Sync.Waiting != 1 {
		s.t.Fatalf("card %+v", card.Sync)
	}
}

// wantRecovery rings until everything is in Zoho, at most n times.
func (s *stage) wantRecovery(n int, texts ...string) {
	s.t.Helper()
	for range n {
		s.clock.advance(3 * time.Minute)
		s.ask(contract.KindAlarmTick, contract.Nothing{})
	}
	s.wantLines(s.ada(), texts...)
	view := s.view()
	if view.Zoho.State != contract.ZohoConnected || view.Zoho.Problem != nil || view.Backup.State != contract.BackupIdle || view.Backup.Problem != nil {
		s.t.Fatalf("view %+v, problems %+v %+v", view, view.Zoho.Problem, view.Backup.Problem)
	}
}

// stranger adds a chat that Zoho would be asked about at every cycle.
func (s *stage) stranger() {
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", T: s.now(0)})
}

func TestAPIAccessSwitchedOff(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.stranger()
	s.whatsApp.say(adaJID, s.now(0), false, "waits")
	s.zoho.SetAPIAccess(false)
	s.wantTrouble(contract.ZohoRefused, contract.ProblemAPIAccess)
	s.zoho.SetAPIAccess(true)
	s.wantRecovery(1, "Good morning", "waits")
}

func TestTokenRevokedKeepsTheQueue(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.stranger()
	s.whatsApp.say(adaJID, s.now(0), false, "waits")
	s.zoho.RevokeAll()
	s.wantTrouble(contract.ZohoSignedOut, contract.ProblemSignedOut)
	if retry := s.view().Backup.Problem.RetryAt; retry != 0 {
		t.Errorf("it is tried again by itself at %d", retry)
	}
	// Nothing is asked of Zoho until somebody signs in.
	s.zoho.ResetCalls()
	for range 3 {
		s.clock.advance(3 * time.Minute)
		s.ask(contract.KindAlarmTick, contract.Nothing{})
	}
	s.wantCalls()
	// What WhatsApp forgets meanwhile was read in time.
	s.whatsApp.change(adaJID, func(c *chat) { c.messages = nil })
	s.connect()
	s.wantRecovery(1, "Good morning", "waits")
}

func TestScopeTakenAway(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(0), false, "waits")
	reduced := s.selfClient("ZohoCRM.modules.contacts.READ", "ZohoCRM.modules.leads.READ", "ZohoCRM.users.READ", "ZohoCRM.org.READ",
		"ZohoCRM.settings.fields.READ", "ZohoCRM.coql.READ", "ZohoSearch.securesearch.READ")
	s.do(contract.KindOptionsSelfClient, reduced)
	s.wantTrouble(contract.ZohoRefused, contract.ProblemScope)
	s.connect()
	s.wantRecovery(1, "Good morning", "waits")
}

func TestOfflineForHours(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.stranger()
	s.whatsApp.say(adaJID, s.now(0), false, "waits")
	s.zoho.SetDown(true)
	for range 100 {
		s.wantTrouble(contract.ZohoUnreachable, contract.ProblemUnreachable)
	}
	s.zoho.SetDown(false)
	s.wantRecovery(1, "Good morning", "waits")
}

func TestThrottledWaitsLongerAndLonger(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(0), false, "waits")
	s.zoho.ResetCalls()
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAny, Kind: fakezoho.FaultTooMany, Count: -1})
	for range 4 {
		s.wantTrouble(contract.ZohoUnreachable, contract.ProblemThrottled)
	}
	for s.view().Zoho.Problem.Code == contract.ProblemThrottled {
		s.clock.advance(3 * time.Minute)
		s.ask(contract.KindAlarmTick, contract.Nothing{})
	}
	// By now it is told for what it is, except while the token is refused too.
	told := 0
	for range 36 {
		s.clock.advance(3 * time.Minute)
		s.ask(contract.KindAlarmTick, contract.Nothing{})
		if s.view().Zoho.Problem.Code == contract.ProblemCreditsUsed {
			told++
		}
	}
	if told < 18 {
		t.Errorf("%d of 36 cycles said that the credits are used up", told)
	}
	// Two hours at full speed would be forty calls.
	if calls := len(s.zoho.Calls()); calls > 14 {
		t.Errorf("%d calls in two hours of refusals", calls)
	}
	s.zoho.ClearFaults()
	s.wantRecovery(21, "Good morning", "waits")
}

func TestServerFaultsRecover(t *testing.T) {
	t.Parallel()
	for _, kind := range []fakezoho.FaultKind{fakezoho.FaultInternal, fakezoho.FaultBadGateway, fakezoho.FaultUnavailable} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			s.whatsApp.say(adaJID, s.now(0), false, "waits")
			s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesUpdate, Kind: kind, Count: 3})
			for range 3 {
				s.wantTrouble(contract.ZohoUnreachable, contract.ProblemZohoFault)
			}
			s.wantRecovery(1, "Good morning", "waits")
		})
	}
}

func TestAccessTokenIsRenewed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.zoho.ExpireAccessTokens()
	s.whatsApp.say(adaJID, s.now(0), false, "with a new token")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "with a new token")
	s.clock.advance(2 * time.Hour)
	s.whatsApp.say(adaJID, s.now(0), false, "two hours later")
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "with a new token", "two hours later")
}

func TestStorageFull(t *testing.T) {
	t.Parallel()
	fulls := map[string]func(*stage, bool){
		"settings": func(s *stage, full bool) {
			s.local.OnSet = nil
			if full {
				s.local.OnSet = func(map[string]json.RawMessage) error { return store.ErrFull }
			}
		},
		"journal": func(s *stage, full bool) {
			s.database.OnCommit = nil
			if full {
				s.database.OnCommit = func() error { return store.ErrFull }
			}
		},
	}
	for name, fill := range fulls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			s.stranger()
			s.whatsApp.say(adaJID, s.now(0), false, "waits")
			fill(s, true)
			s.clock.advance(3 * time.Minute)
			s.refused(contract.KindAlarmTick, contract.Nothing{}, contract.CodeInvalid, contract.ProblemStorageFull)
			if p := s.view().Backup.Problem; p == nil || p.Code != contract.ProblemStorageFull {
				t.Errorf("problem %+v", p)
			}
			fill(s, false)
			s.wantRecovery(2, "Good morning", "waits")
		})
	}
}

// TestDisconnectWithinACycle: what was not written because nobody is signed in
// was not refused, and goes out at once after the next sign-in.
func TestDisconnectWithinACycle(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(0), false, "waits")
	s.whatsApp.before = func(q contract.PageQuestion) {
		if q.Op == contract.OpMessagesRead {
			s.do(contract.KindOptionsDisconnect, contract.Nothing{})
		}
	}
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	if state := s.view().Zoho.State; state != contract.ZohoNotConnected {
		t.Fatalf("the connection is back: %q", state)
	}
	s.whatsApp.before = nil
	s.connect()
	s.wantRecovery(1, "Good morning", "waits")
}

func TestTextThatZohoDoesNotTakeIsNamed(t *testing.T) {
	t.Parallel()
	s := newStage(t, func(o *fakezoho.Options) { o.Switches.NoteContentLimit = 400 })
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(0), false, longText)
	s.nextTick()
	s.wantLines(s.ada(), "Good morning")
	card := s.wantCard(adaJID, contract.ChatLinked)
	if card.Sync.Waiting != 1 || card.Problem == nil || card.Problem.Code != contract.ProblemFieldRefused {
		t.Errorf("card %+v, problem %+v", card.Sync, card.Problem)
	}
	// It is offered again after a while, not at every cycle.
	s.zoho.ResetCalls()
	s.nextTick()
	s.wantCalls()
	s.clock.advance(time.Hour)
	s.tick()
	if len(s.zoho.CallsOf(fakezoho.OpNotesUpdate)) != 1 {
		t.Errorf("calls %v", s.ops())
	}
}

const longText = `long long long long long long long long long long long long long long long long long long long long
long long long long long long long long long long long long long long long long long long long long long long long
long long long long long long long long long long long long long long long long long long long long long long long`

func TestNoTab(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(0), false, "journaled")
	s.zoho.SetDown(true)
	s.wantTrouble(contract.ZohoUnreachable, contract.ProblemUnreachable)
	tabs := s.whatsApp.tabs
	s.whatsApp.set(func(w *whatsApp) { w.tabs = nil })
	s.zoho.SetDown(false)
	s.nextTick()
	// What is journaled is written also without a tab.
	s.wantLines(s.ada(), "Good morning", "journaled")
	view := s.view()
	if view.WhatsApp.State != contract.TabNone || view.Backup.State != contract.BackupWaiting || view.Backup.Problem.Code != contract.ProblemUnreadable {
		t.Errorf("view %+v", view)
	}
	for _, session := range []contract.SessionState{contract.SessionSignedOut, contract.SessionLocked, contract.SessionConflict} {
		s.whatsApp.set(func(w *whatsApp) { w.tabs, w.session = tabs, session })
		s.nextTick()
		if state := s.view().WhatsApp.State; state != contract.TabState(session) {
			t.Errorf("tab is %q, want %q", state, session)
		}
	}
}

// The user's own daily budget stops all calls until midnight; nothing is lost.
func TestDailyBudget(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	used := s.view().Credits.Used
	if used != s.zoho.CreditsUsed() || used == 0 {
		t.Fatalf("%d credits counted, Zoho counted %d", used, s.zoho.CreditsUsed())
	}
	s.do(contract.KindOptionsSettings, contract.Settings{Linking: contract.LinkCertain, FirstBackupDays: 3, DailyCredits: used + 2})
	for i := range 6 {
		s.whatsApp.say(adaJID, s.now(int64(i)), false, "news")
		s.clock.advance(15 * time.Minute)
		s.ask(contract.KindAlarmTick, contract.Nothing{})
	}
	view := s.view()
	if view.Credits.Used != used+2 || view.Backup.Problem == nil || view.Backup.Problem.Code != contract.ProblemBudget {
		t.Errorf("credits %+v, problem %+v", view.Credits, view.Backup.Problem)
	}
	if midnight := time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC); view.Backup.Problem.RetryAt != midnight.UnixMilli() {
		t.Errorf("retried at %s", time.UnixMilli(view.Backup.Problem.RetryAt).UTC())
	}
	s.zoho.ResetCalls()
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	s.wantCalls()
	// In New York a new day begins.
	s.clock.advance(12 * time.Hour)
	s.tick()
	s.wantLines(s.ada(), "Good morning", "news", "news", "news", "news", "news", "news")
	if v := s.view(); v.Backup.Problem != nil || v.Credits.By[contract.PurposeBackup] == 0 {
		t.Errorf("the next day: %+v, %+v", v.Backup.Problem, v.Credits)
	}
}

// A computer whose clock stands far in the past writes nothing and says why; an
// hour more or less does no harm.
func TestClockThatIsWrong(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.zoho.ResetCalls()
	s.whatsApp.say(adaJID, s.now(0), false, "waits")
	s.clock.advance(-400 * 24 * time.Hour)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	if problem := s.view().Backup.Problem; problem == nil || problem.Code != contract.ProblemClock {
		t.Errorf("problem %+v", problem)
	}
	s.wantCalls()
	s.clock.advance(400 * 24 * time.Hour)
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "waits")
	for i, wrong := range []time.Duration{time.Hour, -time.Hour} {
		t0 := s.now(180)
		s.clock.advance(wrong)
		s.whatsApp.say(adaJID, t0+int64(i), false, "an hour off")
		s.nextTick()
		s.clock.advance(-wrong)
	}
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "waits", "an hour off", "an hour off")
}
