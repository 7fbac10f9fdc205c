package app_test

import (
	"slices"
	"testing"

	"github.com/chatkeep/chatkeep/internal/app"
	"github.com/chatkeep/chatkeep/internal/contract"
)

// distortions are ways in which a build of WhatsApp may be misread.
var distortions = map[string]struct {
	test contract.SelfTest
	fn   func(*contract.MessageRecord)
}{
	"direction": {contract.TestDirections, func(m *contract.MessageRecord) {
		m.FromMe = !m.FromMe
		if m.FromMe {
			m.Key = "true" + m.Key[len("false"):]
		} else {
			m.Key = "false" + m.Key[len("true"):]
		}
	}},
	"milliseconds": {contract.TestTimes, func(m *contract.MessageRecord) { m.T *= 1000 }},
	"no text":      {contract.TestTexts, func(m *contract.MessageRecord) { m.Text = "" }},
	"no key":       {contract.TestKeys, func(m *contract.MessageRecord) { m.Key, m.Error = "", "no_key" }},
	"no type":      {contract.TestMessages, func(m *contract.MessageRecord) { m.Type = "" }},
}

// What is misread is neither journaled nor written; what was saved stays, what
// waits is kept, and work resumes by itself when the reading is right again.
func TestChangedWhatsAppWritesNothing(t *testing.T) {
	t.Parallel()
	for name, d := range distortions {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			for i := range 6 {
				s.whatsApp.say(adaJID, s.now(int64(i)), i%2 == 0, "true words")
			}
			s.whatsApp.set(func(w *whatsApp) { w.distort = d.fn })
			s.zoho.ResetCalls()
			s.nextTick()
			s.nextTick()
			s.wantCalls()
			s.wantLines(s.ada(), "Good morning")
			view := s.view()
			if view.WhatsApp.State != contract.TabChanged || view.WhatsApp.Verdict != contract.VerdictChanged ||
				view.Backup.State != contract.BackupWaiting || view.Backup.Problem == nil || view.Backup.Problem.Code != contract.ProblemChanged {
				t.Errorf("view %+v, backup %+v, problem %+v", view.WhatsApp, view.Backup, view.Backup.Problem)
			}
			health, _ := stored[contract.Health](s, s.session, contract.HealthKey)
			if !slices.Contains(health.Failed, d.test) {
				t.Errorf("failed tests %v, want %s", health.Failed, d.test)
			}
			s.refused(contract.KindPanelCreateContact, contract.CreateContact{Chat: adaJID, LastName: "Ada"}, contract.CodeConflict, contract.ProblemChanged)
			s.whatsApp.set(func(w *whatsApp) { w.distort = nil })
			s.nextTick()
			s.wantLines(s.ada(), "Good morning", "true words", "true words", "true words", "true words", "true words", "true words")
			if view := s.view(); view.WhatsApp.State != contract.TabReady || view.Backup.State != contract.BackupIdle {
				t.Errorf("after: view %+v, backup %+v", view.WhatsApp, view.Backup)
			}
		})
	}
}

// A message that arrives between the reading of the page and that of the
// database accuses nobody.
func TestMessageBetweenTwoWitnesses(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(0), false, "first")
	s.whatsApp.before = func(q contract.PageQuestion) {
		if q.Op == contract.OpWitnessRead {
			s.whatsApp.before = nil
			for range 5 {
				s.whatsApp.say(adaJID, s.now(1), false, "meanwhile")
			}
		}
	}
	s.nextTick()
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "first", "meanwhile", "meanwhile", "meanwhile", "meanwhile", "meanwhile")
}

// What the page shows while it is put to the self-test is told, not what it showed
// before: another person may have signed in, who has a chat with Ada, too.
func TestAccountChangesInSelfTest(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(0), false, "first")
	s.inSelfTest(func() {
		s.whatsApp.set(func(w *whatsApp) {
			w.me = contract.Account{Phone: "15550008888@c.us", LID: "888777666555444@lid", Name: "Bea Lopez"}
		})
		s.do(contract.KindBridgeHint, contract.PageHint{Reason: contract.HintSession})
	})
	s.nextTick()
	if view := s.view(); view.WhatsApp.Account != "Bea Lopez" || view.WhatsApp.State != contract.TabReady {
		t.Errorf("view %+v", view.WhatsApp)
	}
	if card, found := stored[contract.Card](s, s.session, contract.CardKeyPrefix+adaJID); found && card.State == contract.ChatLinked {
		t.Error("the sidebar shows a card of the account that has signed out")
	}
	people, _ := stored[contract.People](s, s.session, contract.PeopleKey)
	if people.Account != "Bea Lopez" || slices.ContainsFunc(people.Rows, func(r contract.PersonRow) bool { return r.Record != nil }) {
		t.Errorf("the sidebar lists %+v", people)
	}
}

// A face that reads the page while it is put to the self-test does not hide what
// the test finds.
func TestFaceReadsInSelfTest(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	for i := range 6 {
		s.whatsApp.say(adaJID, s.now(int64(i)), false, "words")
	}
	s.whatsApp.set(func(w *whatsApp) { w.distort = distortions["no text"].fn })
	s.inSelfTest(func() { s.do(contract.KindPanelRefresh, contract.Nothing{}) })
	s.nextTick()
	if view := s.view(); view.WhatsApp.State != contract.TabChanged || view.WhatsApp.Verdict != contract.VerdictChanged {
		t.Errorf("view %+v", view.WhatsApp)
	}
}

// inSelfTest lets something happen the next time the page is put to the self-test.
func (s *stage) inSelfTest(happen func()) {
	s.whatsApp.before = func(q contract.PageQuestion) {
		if q.Op == contract.OpWitnessRead {
			s.whatsApp.before = nil
			happen()
		}
	}
}

// One chat that cannot be read does not stop the others.
func TestOneOddChatIsNotAChangedWhatsApp(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	other := s.linkAnother()
	s.whatsApp.say(adaJID, s.now(0), false, "from Ada")
	s.whatsApp.say(other, s.now(1), false, "from the other")
	s.whatsApp.set(func(w *whatsApp) { w.garble[other] = true })
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "from Ada")
	if view := s.view(); view.WhatsApp.State != contract.TabReady {
		t.Errorf("view %+v", view.WhatsApp)
	}
}

// linkAnother links a second chat by the create button.
func (s *stage) linkAnother() string {
	s.t.Helper()
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora New"})
	s.whatsApp.say(newJID, s.now(-30), false, "hello")
	s.whatsApp.open(newJID)
	s.do(contract.KindPanelRefresh, contract.Nothing{})
	s.do(contract.KindPanelCreateContact, contract.CreateContact{Chat: newJID, FirstName: "Nora", LastName: "New"})
	s.nextTick()
	s.wantCard(newJID, contract.ChatLinked)
	return newJID
}

// When the page's modules cannot be read, the open chat is saved from what can
// be seen, and the user is told that it is partial.
func TestOpenChatIsSavedFromTheScreen(t *testing.T) {
	t.Parallel()
	for name, gone := range map[string]func(*whatsApp){
		"the store is unreadable":    func(w *whatsApp) { w.session = contract.SessionUnreadable },
		"no message can be had":      func(w *whatsApp) { w.refuse[adaJID] = app.PageUnreadable },
		"no message is told in time": func(w *whatsApp) { w.refuse[adaJID] = app.PageSilent },
		"the page's script is not":   func(w *whatsApp) { w.silent = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			for i := range 12 {
				s.whatsApp.say(adaJID, s.now(int64(i)), false, "line")
			}
			s.whatsApp.open(adaJID)
			s.whatsApp.set(func(w *whatsApp) { w.onScreen = 4; gone(w) })
			before := s.card(adaJID).Sync.SyncedAt
			s.nextTick()
			s.wantLines(s.ada(), "Good morning", "line", "line", "line", "line")
			card := s.wantCard(adaJID, contract.ChatLinked)
			if card.Sync.SyncedAt != before {
				t.Error("what is on the screen has proven the chat complete")
			}
			if card.Sync.Problem == nil || card.Sync.Problem.Code != contract.ProblemPartial {
				t.Errorf("problem %+v", card.Sync.Problem)
			}
			if view := s.view(); view.WhatsApp.State != contract.TabPartial || view.WhatsApp.Verdict != contract.VerdictPartial {
				t.Errorf("view %+v", view.WhatsApp)
			}
			s.whatsApp.set(func(w *whatsApp) { w.session, w.silent = contract.SessionReady, false; delete(w.refuse, adaJID) })
			s.nextTick()
			want := []string{"Good morning"}
			for range 12 {
				want = append(want, "line")
			}
			s.wantLines(s.ada(), want...)
			if card := s.wantCard(adaJID, contract.ChatLinked); card.Sync.Problem != nil || card.Sync.SyncedAt <= before {
				t.Errorf("after: %+v", card.Sync)
			}
		})
	}
}

// A page that tells its chats and never answers for messages is unreadable, and is
// said to be. Of one that does not tell its chats any more nothing new is said; it is
// waited for.
func TestPageThatNeverTellsMessages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		asleep  bool
		state   contract.TabState
		verdict contract.Verdict
	}{
		"chats are told":  {false, contract.TabChanged, contract.VerdictChanged},
		"nothing is told": {true, contract.TabReady, contract.VerdictOK},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			s.nextTick()
			s.do(contract.KindOptionsHealth, contract.Nothing{})
			s.whatsApp.say(adaJID, s.now(0), false, "said meanwhile")
			s.whatsApp.set(func(w *whatsApp) { w.onScreen, w.refuse[adaJID] = 0, app.PageSilent })
			s.whatsApp.before = func(q contract.PageQuestion) {
				if q.Op == contract.OpMessagesRead {
					s.whatsApp.set(func(w *whatsApp) { w.silent = test.asleep })
				}
			}
			s.zoho.ResetCalls()
			s.nextTick()
			s.wantCalls()
			if state := s.view().WhatsApp.State; state != test.state {
				t.Errorf("the page is %q, want %q", state, test.state)
			}
			if found, _ := stored[contract.Health](s, s.session, contract.HealthKey); found.Verdict != test.verdict {
				t.Errorf("the verdict is %q, want %q", found.Verdict, test.verdict)
			}
			s.whatsApp.before = nil
			s.whatsApp.set(func(w *whatsApp) { w.silent = false; clear(w.refuse) })
			s.nextTick()
			s.wantLines(s.ada(), "Good morning", "said meanwhile")
			if view := s.view(); view.WhatsApp.State != contract.TabReady || view.Backup.State != contract.BackupIdle {
				t.Errorf("after: view %+v, backup %+v", view.WhatsApp, view.Backup)
			}
		})
	}
}

// What the screen cuts does not replace what was read whole.
func TestScreenDoesNotShortenWhatWasRead(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.open(adaJID)
	s.whatsApp.set(func(w *whatsApp) { w.session = contract.SessionUnreadable })
	s.whatsApp.edit(adaJID, s.whatsApp.find(adaJID).messages[0].ID, func(m *contract.MessageRecord) { m.Text, m.Cut = "Good", true })
	s.nextTick()
	s.wantLines(s.ada(), "Good morning")
}

// A chat that is not backed up is not read, not even to test the reading.
func TestSelfTestReadsLinkedChatsOnly(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora"})
	s.whatsApp.say(newJID, s.now(-30), false, "private")
	s.connect()
	s.whatsApp.open(newJID)
	s.nextTick()
	s.do(contract.KindOptionsHealth, contract.Nothing{})
	if n := s.whatsApp.askedOf(newJID); n != 0 {
		t.Errorf("an unlinked chat was read %d times", n)
	}
	health, found := stored[contract.Health](s, s.session, contract.HealthKey)
	if !found || health.Verdict != contract.VerdictOK || health.Agreement != nil || health.Counts.Chats != 1 {
		t.Errorf("health %+v", health)
	}
}

// The check says what is wrong also when no page can be read.
func TestHealthOfEveryState(t *testing.T) {
	t.Parallel()
	for state, verdict := range map[contract.SessionState]contract.Verdict{
		contract.SessionWaiting: contract.VerdictStarting, contract.SessionSyncing: contract.VerdictStarting,
		contract.SessionSignedOut: contract.VerdictBlocked, contract.SessionConflict: contract.VerdictBlocked,
		contract.SessionLocked: contract.VerdictBlocked, contract.SessionBlocked: contract.VerdictBlocked,
		contract.SessionUnreadable: contract.VerdictChanged, contract.SessionReady: contract.VerdictOK,
	} {
		s := newStage(t)
		s.whatsApp.set(func(w *whatsApp) { w.session = state })
		s.do(contract.KindOptionsHealth, contract.Nothing{})
		if health, _ := stored[contract.Health](s, s.session, contract.HealthKey); health.Verdict != verdict {
			t.Errorf("%s: verdict %q, want %q", state, health.Verdict, verdict)
		}
	}
	for verdict, change := range map[contract.Verdict]func(*whatsApp){
		contract.VerdictNoTab:  func(w *whatsApp) { w.tabs = nil },
		contract.VerdictAsleep: func(w *whatsApp) { w.tabs[0].Asleep = true },
		contract.VerdictSilent: func(w *whatsApp) { w.noBridge = true },
	} {
		s := newStage(t)
		s.whatsApp.set(change)
		s.do(contract.KindOptionsHealth, contract.Nothing{})
		if health, _ := stored[contract.Health](s, s.session, contract.HealthKey); health.Verdict != verdict {
			t.Errorf("verdict %q, want %q", health.Verdict, verdict)
		}
	}
}

// Of an open chat that is not backed up no word is asked, also when only the
// screen can be read.
func TestScreenOfAnUnlinkedChatIsNotRead(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora"})
	s.whatsApp.say(newJID, s.now(-30), false, "private")
	s.connect()
	s.whatsApp.open(newJID)
	s.whatsApp.set(func(w *whatsApp) { w.session = contract.SessionUnreadable })
	s.nextTick()
	s.wantCard(newJID, contract.ChatNotInZoho)
	if n := s.whatsApp.askedOf(newJID); n != 0 {
		t.Errorf("an unlinked chat was read %d times", n)
	}
}

// A chat that refuses to be asked proves nothing: neither is it taken for a
// passed test, nor does it forgive a failed one.
func TestChatThatCannotBeTestedProvesNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	other := s.linkAnother()
	for i := range 4 {
		s.whatsApp.say(adaJID, s.now(int64(i)), i%2 == 0, "true words")
	}
	s.whatsApp.say(other, s.now(9), false, "newest")
	s.whatsApp.set(func(w *whatsApp) {
		w.refuse[other] = app.PageError("not_found")
		w.distort = distortions["direction"].fn
	})
	s.zoho.ResetCalls()
	s.nextTick()
	s.wantCalls()
	if state := s.view().WhatsApp.State; state != contract.TabChanged {
		t.Fatalf("the page is %q", state)
	}
	// Now nobody can be asked; what failed before stands.
	s.whatsApp.set(func(w *whatsApp) { w.refuse[adaJID] = app.PageError("not_found") })
	s.nextTick()
	s.wantCalls()
	if state := s.view().WhatsApp.State; state != contract.TabChanged {
		t.Errorf("the page is %q", state)
	}
	s.whatsApp.set(func(w *whatsApp) { w.refuse, w.distort = map[string]error{}, nil })
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "true words", "true words", "true words", "true words")
}
