package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestStoryInEveryPosition plays the whole story, from the sign-in to replies
// that are lost, against a Zoho that answers in each of the ways its
// documentation leaves open.
func TestStoryInEveryPosition(t *testing.T) {
	t.Parallel()
	for _, p := range fakezoho.Positions() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches = p.Switches })
			s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
			s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
			s.whatsApp.say(adaJID, s.now(-60), false, "Good morning")
			s.whatsApp.say(newJID, s.now(-60), false, "hello")
			s.connect()
			if _, ill := s.checks(); len(ill) > 0 {
				t.Fatalf("checks: %+v", ill)
			}

			// Known by the phone number, and backed up; of a note whose reply was lost
			// there is one all the same.
			s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesCreate, Kind: fakezoho.FaultReplyLost})
			s.ask(contract.KindAlarmTick, contract.Nothing{})
			if card := s.wantCard(adaJID, contract.ChatLinked); card.Record.ID != s.ada() || card.Record.Origin != contract.LinkedByMatch {
				t.Fatalf("record %+v", card.Record)
			}
			s.nextTick()
			s.wantLines(s.ada(), "Good morning")

			// New messages go to the same note, also when the answer is lost.
			s.whatsApp.say(adaJID, s.now(0), true, "And to you")
			s.nextTick()
			s.whatsApp.say(adaJID, s.now(0), false, "See <you> & me")
			s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpNotesUpdate, Kind: fakezoho.FaultReplyLost})
			s.clock.advance(3 * time.Minute)
			s.ask(contract.KindAlarmTick, contract.Nothing{})
			s.nextTick()
			if notes := s.zoho.NotesOf(s.ada()); len(notes) != 1 {
				t.Fatalf("%d notes", len(notes))
			}
			if lines := s.lines(s.ada()); len(lines) != 3 {
				t.Fatalf("lines %q", lines)
			}

			// A contact is created once, although Zoho's answer is lost.
			s.openChat(newJID)
			s.wantCard(newJID, contract.ChatNotInZoho)
			s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpContactsCreate, Kind: fakezoho.FaultReplyLost})
			s.ask(contract.KindPanelCreateContact, nora)
			s.nextTick()
			s.wantOneContact()

			if view := s.view(); view.Backup.State != contract.BackupIdle || view.Zoho.State != contract.ZohoConnected {
				t.Errorf("backup %+v, Zoho %+v", view.Backup, view.Zoho)
			}
			s.zoho.ResetCalls()
			s.nextTick()
			s.wantCalls()
		})
	}
}

// TestTroubleInEveryPosition: what is refused and what is gone is told for what
// it is, and the rest goes on.
func TestTroubleInEveryPosition(t *testing.T) {
	t.Parallel()
	for _, p := range fakezoho.Positions() {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches = p.Switches })
			s.linkedAda()

			// Calls are too many for a while.
			s.whatsApp.say(adaJID, s.now(0), false, "waits")
			s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAny, Kind: fakezoho.FaultTooMany})
			s.wantTrouble(contract.ZohoUnreachable, contract.ProblemThrottled)
			s.wantRecovery(2, "Good morning", "waits")

			// So are refreshes; and a token ends in the middle of it.
			s.whatsApp.say(adaJID, s.now(0), false, "later")
			s.zoho.ExpireAccessTokens()
			s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpToken, Kind: fakezoho.FaultTooMany})
			s.wantTrouble(contract.ZohoUnreachable, contract.ProblemThrottled)
			s.wantRecovery(5, "Good morning", "waits", "later")

			// The sign-in ends and is made again.
			s.whatsApp.say(adaJID, s.now(0), false, "signed out")
			s.zoho.RevokeAll()
			s.wantTrouble(contract.ZohoSignedOut, contract.ProblemSignedOut)
			s.connect()
			s.wantRecovery(1, "Good morning", "waits", "later", "signed out")

			// The record is deleted.
			if err := s.zoho.DeleteContact(s.ada()); err != nil {
				t.Fatal(err)
			}
			s.whatsApp.say(adaJID, s.now(0), false, "nowhere to go")
			s.nextTick()
			s.wantCard(adaJID, contract.ChatRecordGone)
			s.do(contract.KindOptionsDisconnect, contract.Nothing{})
		})
	}
}

// TestWebSignInInEveryPosition signs in by the consent page, as either type of
// client, wherever the console takes an extension's address.
func TestWebSignInInEveryPosition(t *testing.T) {
	t.Parallel()
	for _, p := range fakezoho.Positions() {
		if p.Switches.RefuseExtensionRedirect {
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t, func(o *fakezoho.Options) { o.Switches = p.Switches })
			mobile, err := s.zoho.AddClient(fakezoho.Client{
				Type: fakezoho.MobileClient, RedirectURIs: []string{redirectURL}, Secrets: map[string]string{"us": ""},
			})
			if err != nil {
				t.Fatal(err)
			}
			asMobile := func(in *contract.BeginSignIn) {
				in.ClientType, in.ClientID, in.ClientSecret = contract.ClientMobile, mobile.ID, mobile.Secrets["us"]
			}
			for _, change := range []func(*contract.BeginSignIn){func(*contract.BeginSignIn) {}, asMobile} {
				back := s.consent(s.begin(change), "accept")
				s.do(contract.KindOptionsFinish, contract.FinishSignIn{RedirectedTo: back})
				if view := s.view(); view.Zoho.State != contract.ZohoConnected || view.Zoho.Org == "" {
					t.Fatalf("%+v", view.Zoho)
				}
				s.clock.advance(2 * time.Hour)
				s.do(contract.KindOptionsCheck, contract.Nothing{})
				if _, ill := s.checks(); len(ill) > 0 {
					t.Errorf("two hours later: %+v", ill)
				}
				s.do(contract.KindOptionsDisconnect, contract.Nothing{})
			}
		})
	}
}
