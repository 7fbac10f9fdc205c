package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// accountTrouble is something that can become of an account while nobody looks.
type accountTrouble struct {
	// switches are how Zoho may answer then, and problem is what people are told.
	switches fakezoho.Switches
	problem  contract.ProblemCode
	// happen brings the trouble about, or ends it.
	happen func(s *stage, bad bool) error
}

func accountTroubles() map[string]accountTrouble {
	expire := func(s *stage, bad bool) error { return s.zoho.SetExpired(s.world.Org.ID, bad) }
	deactivate := func(s *stage, bad bool) error { return s.zoho.SetActive(s.world.User.ID, !bad) }
	return map[string]accountTrouble{
		"licence, all refused":      {fakezoho.Switches{ExpiredOrg: fakezoho.ExpiredForbidden}, contract.ProblemAccountRefused, expire},
		"licence, unauthorised":     {fakezoho.Switches{ExpiredOrg: fakezoho.ExpiredUnauthorized}, contract.ProblemAccountRefused, expire},
		"licence, own code":         {fakezoho.Switches{ExpiredOrg: fakezoho.ExpiredOwnCode}, contract.ProblemLicence, expire},
		"licence, read only":        {fakezoho.Switches{ExpiredOrg: fakezoho.ExpiredReadOnly}, contract.ProblemLicence, expire},
		"user, all refused":         {fakezoho.Switches{DeactivatedUser: fakezoho.DeactivatedForbidden}, contract.ProblemAccountRefused, deactivate},
		"user, told by the status":  {fakezoho.Switches{DeactivatedUser: fakezoho.DeactivatedStatus}, contract.ProblemUserInactive, deactivate},
		"user, own code":            {fakezoho.Switches{DeactivatedUser: fakezoho.DeactivatedOwnCode}, contract.ProblemUserInactive, deactivate},
		"user, tokens die":          {fakezoho.Switches{DeactivatedUser: fakezoho.DeactivatedTokensDie}, contract.ProblemSignedOut, deactivate},
		"user, tokens not accepted": {fakezoho.Switches{DeactivatedUser: fakezoho.DeactivatedUnauthorized}, contract.ProblemSignedOut, deactivate},
	}
}

// TestAccountRefused: a licence that ends and a user who is deactivated are told
// for what they are, as far as Zoho says it. Nothing is lost, and once they are
// in order again the backup goes on by itself, or after a sign-in where Zoho has
// taken the old one away.
func TestAccountRefused(t *testing.T) {
	t.Parallel()
	for name, trouble := range accountTroubles() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, func(o *fakezoho.Options) { o.Switches = trouble.switches })
			s.linkedAda()
			s.stranger()
			s.whatsApp.say(adaJID, s.now(0), false, "waits")
			if err := trouble.happen(s, true); err != nil {
				t.Fatal(err)
			}
			state := contract.ZohoRefused
			if trouble.problem == contract.ProblemSignedOut {
				state = contract.ZohoSignedOut
			}
			s.wantTrouble(state, trouble.problem)
			s.zoho.ResetCalls()
			for range 3 {
				s.wantTrouble(state, trouble.problem)
			}
			// A question whether it still holds, and with a licence that only its
			// date calls ended one write that is refused.
			if calls := len(s.zoho.Calls()); calls > 3*3 || calls > 0 && state == contract.ZohoSignedOut {
				t.Errorf("%d calls in three cycles: %v", calls, s.ops())
			}
			// What WhatsApp forgets meanwhile was read in time.
			s.whatsApp.change(adaJID, func(c *chat) { c.messages = nil })
			if err := trouble.happen(s, false); err != nil {
				t.Fatal(err)
			}
			if state == contract.ZohoSignedOut {
				s.connect()
			}
			s.wantRecovery(1, "Good morning", "waits")
		})
	}
}

// TestOrderOutlivesARefusedAccount: a contact that was ordered while the licence
// had ended is created, once, when it is renewed.
func TestOrderOutlivesARefusedAccount(t *testing.T) {
	t.Parallel()
	for name, trouble := range accountTroubles() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := unknownChatIn(t, trouble.switches)
			if err := trouble.happen(s, true); err != nil {
				t.Fatal(err)
			}
			code := contract.CodeForbidden
			if trouble.problem == contract.ProblemSignedOut {
				code = contract.CodeUnauthenticated
			}
			s.refused(contract.KindPanelCreateContact, nora, code, trouble.problem)
			if card := s.wantCard(newJID, contract.ChatCreating); card.Problem == nil || card.Problem.Code != trouble.problem {
				t.Fatalf("problem %+v", card.Problem)
			}
			for range 3 {
				s.clock.advance(3 * time.Minute)
				s.ask(contract.KindAlarmTick, contract.Nothing{})
			}
			if err := trouble.happen(s, false); err != nil {
				t.Fatal(err)
			}
			if code == contract.CodeUnauthenticated {
				s.connect()
			}
			s.nextTick()
			s.wantOneContact()
		})
	}
}

// TestSignInWithARefusedAccount: the reason stands at the sign-in and in the list
// of checks.
func TestSignInWithARefusedAccount(t *testing.T) {
	t.Parallel()
	for name, trouble := range accountTroubles() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, func(o *fakezoho.Options) { o.Switches = trouble.switches })
			in := s.selfClient()
			if err := trouble.happen(s, true); err != nil {
				t.Fatal(err)
			}
			reply, _ := s.ask(contract.KindOptionsSelfClient, in)
			if trouble.switches.ExpiredOrg == fakezoho.ExpiredReadOnly {
				// Everything that a sign-in reads is answered.
				if reply.Error != nil {
					t.Errorf("refused: %+v", reply.Error)
				}
				return
			}
			want := trouble.problem
			if want == contract.ProblemSignedOut && trouble.switches.DeactivatedUser == fakezoho.DeactivatedTokensDie {
				// The code itself is worth nothing.
				want = contract.ProblemCodeUsed
			}
			if reply.Error == nil || reply.Error.Problem != want {
				t.Fatalf("got %+v, want %s", reply.Error, want)
			}
			if want == contract.ProblemCodeUsed {
				return
			}
			if _, ill := s.checks(); ill[contract.CheckUser].Code != want && ill[contract.CheckOrg].Code != want {
				t.Errorf("checks %+v", ill)
			}
			if err := trouble.happen(s, false); err != nil {
				t.Fatal(err)
			}
			if want == contract.ProblemSignedOut {
				return
			}
			s.nextTick()
			if view := s.view(); view.Zoho.State != contract.ZohoConnected || view.Zoho.Org == "" {
				t.Errorf("afterwards: %+v, problem %+v", view.Zoho, view.Zoho.Problem)
			}
		})
	}
}

// TestPermissionOfOneRecordIsNotTheAccount: a refusal that names no permission is
// looked into once, and costs nothing more as long as the account is in order.
func TestPermissionOfOneRecordIsNotTheAccount(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.stranger()
	if err := s.zoho.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) {
		p.Lacks = []string{"Crm_Implied_Edit_Notes"}
	}); err != nil {
		t.Fatal(err)
	}
	s.whatsApp.say(adaJID, s.now(0), false, "waits")
	s.nextTick()
	if card := s.card(adaJID); card.Problem == nil || card.Problem.Code != contract.ProblemPermission || card.Problem.Detail != "Crm_Implied_Edit_Notes" {
		t.Errorf("problem %+v", card.Problem)
	}
	if len(s.zoho.CallsOf(fakezoho.OpUsersCurrent)) != 2 {
		t.Errorf("asked who the user is although the permission was named: %v", s.ops())
	}
	if err := s.zoho.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) { p.Lacks = nil }); err != nil {
		t.Fatal(err)
	}
	s.clock.advance(time.Hour)
	s.tick()
	s.wantLines(s.ada(), "Good morning", "waits")
}
