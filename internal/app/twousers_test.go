package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// as makes a browser sign in as another user of the organisation from now on.
func (s *stage) as(name string) {
	s.t.Helper()
	user, err := s.zoho.AddUser(fakezoho.User{OrgID: s.world.Org.ID, Last: name, Email: name + "@example.test"})
	must(s.t, err)
	client, err := s.zoho.AddClient(fakezoho.Client{
		Name: "Self Client of " + name, Type: fakezoho.SelfClient, UserID: user.ID, Secrets: map[string]string{s.world.DataCentre: ""},
	})
	must(s.t, err)
	s.world.User, s.world.SelfClient = user, client
}

// wantSettled checks that a browser holds and has saved a number of messages, that
// reading the notes back agrees, and that a cycle with nothing new asks for no note.
func (s *stage) wantSettled(held int) {
	s.t.Helper()
	card := s.wantCard(adaJID, contract.ChatLinked)
	if card.Sync.Saved != held || card.Sync.Waiting != 0 || card.Problem != nil {
		s.t.Fatalf("sync %+v, problem %+v; %d messages are held", card.Sync, card.Problem, held)
	}
	if view := s.view(); view.Backup.State != contract.BackupIdle || view.Backup.Problem != nil {
		s.t.Fatalf("backup %+v", view.Backup)
	}
	s.wantDifferences()
	if proof := s.verify(); proof.Held != held || proof.Confirmed != held || len(amiss(proof.Gaps)) != 0 {
		s.t.Fatalf("proof %+v", proof)
	}
	s.zoho.ResetCalls()
	s.nextTick()
	for _, op := range s.ops() {
		if op != fakezoho.OpCOQL && op != fakezoho.OpComposite {
			s.t.Fatalf("a cycle with nothing new called %v", s.ops())
		}
	}
}

// wantOwn checks that every note stands as its owner left it but for those of the
// user who is signed in, and returns the notes.
func (s *stage) wantOwn(before []fakezoho.Note) []fakezoho.Note {
	s.t.Helper()
	after := s.zoho.NotesOf(s.ada())
	for _, n := range before {
		i := slices.IndexFunc(after, func(m fakezoho.Note) bool { return m.ID == n.ID })
		if i < 0 || n.OwnerID != s.world.User.ID && (after[i].Content != n.Content || after[i].Title != n.Title) {
			s.t.Fatalf("the note %q of another user was changed", n.Title)
		}
	}
	return after
}

// troubles are misfortunes that strike while another user's note is met.
func troubles() []fakezoho.Fault {
	out := []fakezoho.Fault{{}}
	for _, op := range []fakezoho.Op{fakezoho.OpNotesUpdate, fakezoho.OpNotesGet, fakezoho.OpNotesRelated, fakezoho.OpNotesCreate} {
		for _, kind := range []fakezoho.FaultKind{fakezoho.FaultReplyLost, fakezoho.FaultRequestLost} {
			out = append(out, fakezoho.Fault{Op: op, Kind: kind, Nth: 1})
		}
	}
	return out
}

// TestSignedInAsAnotherUser: a person signs in as another user of Zoho in the middle
// of the day, and as the first one again. What the one has written stays as it is,
// and the other goes on in a part of their own.
func TestSignedInAsAnotherUser(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"CANNOT_PERFORM_ACTION", "NOT_ALLOWED"} {
		for _, fault := range troubles() {
			t.Run(fmt.Sprint(code, " ", fault.Op, " ", fault.Kind), func(t *testing.T) {
				t.Parallel()
				signsInAsAnotherUser(t, code, fault, 0, false)
			})
		}
	}
}

// signsInAsAnotherUser plays that story with a misfortune, and with the worker
// stopped at its kth effect, if k is not 0, which may end the browser. It returns how
// many effects there are.
func signsInAsAnotherUser(t *testing.T, code string, fault fakezoho.Fault, k int, restart bool) int {
	t.Helper()
	s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches.ForeignNoteCode = code })
	ring := func() {
		s.clock.advance(3 * time.Minute)
		if _, killed := s.ask(contract.KindAlarmTick, contract.Nothing{}); killed && restart {
			s.restartBrowser()
		}
	}
	s.linkedAda()
	first := s.world
	s.whatsApp.say(adaJID, s.now(0), true, "And to you")
	s.nextTick()
	notes := s.zoho.NotesOf(s.ada())
	s.as("otto")
	s.connect()
	edited := s.whatsApp.say(adaJID, s.now(0), false, "How are you?")
	from := s.killer.count()
	s.killer.at[from+k] = k > 0
	if fault.Kind != "" {
		s.zoho.Inject(fault)
	}
	for range 3 {
		ring()
	}
	steps := s.killer.count() - from
	s.zoho.ClearFaults()
	ring()
	s.wantLines(s.ada(), "Good morning", "And to you", "How are you?")
	s.wantSettled(3)
	if notes = s.wantOwn(notes); len(notes) != 2 || notes[0].OwnerID == notes[1].OwnerID {
		t.Fatalf("notes %+v", notes)
	}
	// Later messages and edits go to the part of one's own.
	s.whatsApp.edit(adaJID, edited, func(m *contract.MessageRecord) { m.Text, m.Edited = "How do you do?", true })
	s.touchAt(adaJID, s.now(0))
	s.whatsApp.say(adaJID, s.now(0), false, "Well?")
	ring()
	ring()
	s.wantLines(s.ada(), "Good morning", "And to you", "How do you do?", "Well?")
	s.wantSettled(4)
	notes = s.wantOwn(notes)
	// What changes in the other's note cannot be written, and is not tried for ever.
	s.whatsApp.change(adaJID, func(c *chat) { c.messages[1].Text, c.messages[1].Edited = "And to you, Ada", true })
	s.touchAt(adaJID, s.now(-20*60))
	ring()
	ring()
	s.wantSettled(4)
	notes = s.wantOwn(notes)
	// Back to the first user.
	s.world = first
	s.connect()
	s.whatsApp.say(adaJID, s.now(0), true, "Here again")
	for range 3 {
		ring()
	}
	s.wantLines(s.ada(), "Good morning", "And to you", "How do you do?", "Well?", "Here again")
	s.wantSettled(5)
	if notes = s.wantOwn(notes); len(notes) != 3 {
		t.Fatalf("%d notes", len(notes))
	}
	// The next day begins with a note that this user shares with nobody.
	s.clock.advance(20 * time.Hour)
	s.whatsApp.say(adaJID, s.now(0), true, "Next day")
	s.nextTick()
	s.wantSettled(6)
	if n := len(s.wantOwn(notes)); n != 4 {
		t.Fatalf("%d notes", n)
	}
	return steps
}

// TestTwoUsersWithOneWhatsApp: a second browser with the same WhatsApp account is
// signed in as another user of Zoho. It takes the day's note over, because it knows
// every line of it, and may not write it.
func TestTwoUsersWithOneWhatsApp(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"CANNOT_PERFORM_ACTION", "NOT_ALLOWED"} {
		for _, fault := range troubles() {
			t.Run(fmt.Sprint(code, " ", fault.Op, " ", fault.Kind), func(t *testing.T) {
				t.Parallel()
				s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches.ForeignNoteCode = code })
				s.linkedAda()
				before := s.zoho.NotesOf(s.ada())
				b := s.another(-1)
				b.as("otto")
				b.connect()
				b.tick()
				b.wantSettled(1)
				b.whatsApp.say(adaJID, b.now(0), false, "Only here")
				if fault.Kind != "" {
					b.zoho.Inject(fault)
				}
				for range 3 {
					b.clock.advance(3 * time.Minute)
					b.ask(contract.KindAlarmTick, contract.Nothing{})
				}
				b.zoho.ClearFaults()
				b.wantTexts(b.ada(), "Good morning", "Only here")
				b.wantSettled(2)
				after := b.wantOwn(before)
				b.whatsApp.say(adaJID, b.now(0), true, "And this")
				b.nextTick()
				b.wantSettled(3)
				if after = b.wantOwn(after); len(after) != 2 {
					t.Fatalf("%d notes", len(after))
				}
				// The first one goes on in its own note, and leaves the other's.
				s.whatsApp.say(adaJID, s.now(0), true, "From the first")
				s.nextTick()
				s.nextTick()
				s.wantSettled(2)
				s.wantTexts(s.ada(), "Good morning", "Only here", "And this", "From the first")
				s.wantOwn(after)
			})
		}
	}
}

// TestRepairOfAnotherUsersNote: another user's note was deleted. To write it again
// gives it to the user who is signed in.
func TestRepairOfAnotherUsersNote(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(0), true, "And to you")
	s.nextTick()
	s.as("otto")
	s.connect()
	s.whatsApp.say(adaJID, s.now(0), true, "Mine")
	s.nextTick()
	must(t, s.zoho.DeleteRecord(s.noteOf("And to you").ID))
	s.wantDifferences(contract.ProofDifference{Kind: contract.DifferenceMissing, Date: thisDay, Part: 1, Missing: 2})
	if done := s.repair(false); done.Ordered != 1 {
		t.Fatalf("repaired %+v", done)
	}
	s.nextTick()
	s.wantTexts(s.ada(), "Good morning", "And to you", "Mine")
	s.wantSettled(3)
	if n := s.noteOf("And to you"); n.OwnerID != s.world.User.ID {
		t.Errorf("note %+v", n)
	}
}

// TestAnotherUserWithoutPermission: the user who is signed in now may write no notes at
// all. That is told, and nothing is begun over and over because of it; what waits is
// written once the right is given.
func TestAnotherUserWithoutPermission(t *testing.T) {
	t.Parallel()
	for _, permission := range []string{"Crm_Implied_Edit_Notes", "Crm_Implied_Create_Notes"} {
		t.Run(permission, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			s.linkedAda()
			may := func(lacks ...string) {
				must(t, s.zoho.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) { p.Lacks = lacks }))
			}
			may(permission)
			s.as("otto")
			s.connect()
			s.whatsApp.say(adaJID, s.now(0), false, "more")
			s.zoho.ResetCalls()
			for range 50 {
				s.ring()
			}
			s.wantLines(s.ada(), "Good morning")
			card := s.wantCard(adaJID, contract.ChatLinked)
			if card.Sync.Waiting != 1 || card.Problem == nil || card.Problem.Code != contract.ProblemPermission || card.Problem.Detail != permission {
				t.Fatalf("sync %+v, problem %+v", card.Sync, card.Problem)
			}
			writes := 0
			for _, op := range s.ops() {
				if op == fakezoho.OpNotesUpdate || op == fakezoho.OpNotesCreate {
					writes++
				}
			}
			if writes > 5 {
				t.Errorf("%d writes in two and a half hours", writes)
			}
			may()
			s.clock.advance(time.Hour)
			s.nextTick()
			s.nextTick()
			s.wantLines(s.ada(), "Good morning", "more")
			s.wantSettled(2)
		})
	}
}

// TestAnotherUserStoppedAtEveryStep stops the worker at each of its effects while it
// meets another user's note.
func TestAnotherUserStoppedAtEveryStep(t *testing.T) {
	t.Parallel()
	steps := signsInAsAnotherUser(t, "", fakezoho.Fault{}, 0, false)
	t.Logf("%d effects", steps)
	for k := 1; k <= steps; k++ {
		t.Run(fmt.Sprint(k), func(t *testing.T) {
			t.Parallel()
			signsInAsAnotherUser(t, "", fakezoho.Fault{}, k, k%2 == 0)
		})
	}
}

// TestTwoUsersInAllWeathers plays the random stories of [TestTwoBrowsersOfOneUser]
// with browsers that are signed in as two users of Zoho.
func TestTwoUsersInAllWeathers(t *testing.T) {
	t.Parallel()
	for seed := range uint64(pairs) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			p := newPair(t, seed, false)
			p.browsers[1].as("otto")
			p.play()
			p.check()
		})
	}
}
