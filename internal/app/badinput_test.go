package app_test

import (
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// TestCodeUsedTwiceAndExpired: a code is good once and for its minutes.
func TestCodeUsedTwiceAndExpired(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(0), false, "waits")
	used := s.selfClient()
	s.do(contract.KindOptionsSelfClient, used)
	s.refused(contract.KindOptionsSelfClient, used, contract.CodeInvalid, contract.ProblemCodeUsed)
	late := s.selfClient()
	s.clock.advance(4 * time.Minute)
	s.refused(contract.KindOptionsSelfClient, late, contract.CodeInvalid, contract.ProblemCodeUsed)
	// The sign-in before is still there, and what waited goes out.
	s.wantRecovery(1, "Good morning", "waits")
}

// TestSecretOfAnotherDataCentre: a client that is enabled for two data centres
// has a secret for each.
func TestSecretOfAnotherDataCentre(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(0), false, "waits")
	client, err := s.zoho.AddClient(fakezoho.Client{
		Type: fakezoho.SelfClient, UserID: s.world.User.ID, Secrets: map[string]string{"us": "", "eu": ""},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.world.SelfClient = client
	in := s.selfClient()
	in.ClientSecret = client.Secrets["eu"]
	s.refused(contract.KindOptionsSelfClient, in, contract.CodeInvalid, contract.ProblemClientSecret)
	s.wantRecovery(1, "Good morning", "waits")
}

// TestCaptivePortal: the login page of a public network answers in Zoho's place,
// at the sign-in, at a refresh and in the middle of the backup.
func TestCaptivePortal(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpToken, Kind: fakezoho.FaultPortal})
	s.refused(contract.KindOptionsSelfClient, s.selfClient(), contract.CodeOffline, contract.ProblemNotZoho)
	s.linkedAda()
	s.whatsApp.say(adaJID, s.now(0), false, "waits")
	s.zoho.Inject(fakezoho.Fault{Op: fakezoho.OpAny, Kind: fakezoho.FaultPortal, Count: -1})
	for range 3 {
		s.wantTrouble(contract.ZohoUnreachable, contract.ProblemNotZoho)
	}
	s.zoho.ExpireAccessTokens()
	s.clock.advance(2 * time.Hour)
	s.wantTrouble(contract.ZohoUnreachable, contract.ProblemNotZoho)
	s.zoho.ClearFaults()
	s.wantRecovery(1, "Good morning", "waits")
}

// TestModuleHiddenLater: an administrator hides contacts, and shows them again.
func TestModuleHiddenLater(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.linkedAda()
	s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
	hide := func(p *fakezoho.Profile) { p.HiddenModules = []string{"Contacts"} }
	if err := s.zoho.ChangeProfile(s.world.Org.ID, "Standard", hide); err != nil {
		t.Fatal(err)
	}
	s.whatsApp.open(newJID)
	s.refused(contract.KindPanelLookAgain, contract.ChatRef{Chat: newJID}, contract.CodeForbidden, contract.ProblemModuleHidden)
	s.do(contract.KindOptionsCheck, contract.Nothing{})
	_, ill := s.checks()
	for _, name := range []contract.CheckName{contract.CheckContacts, contract.CheckSearch, contract.CheckCreateContacts} {
		if ill[name].Code != contract.ProblemModuleHidden {
			t.Errorf("check %s: %+v", name, ill[name])
		}
	}
	s.whatsApp.say(adaJID, s.now(0), false, "meanwhile")
	s.clock.advance(3 * time.Minute)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	if err := s.zoho.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) { p.HiddenModules = nil }); err != nil {
		t.Fatal(err)
	}
	s.clock.advance(time.Hour)
	s.ask(contract.KindAlarmTick, contract.Nothing{})
	s.nextTick()
	s.wantLines(s.ada(), "Good morning", "meanwhile")
}

// TestNobodyIsNotSaidOfWhatIsHidden: where the profile hides a module of people, no
// record that can be seen has the number, which is not the same as none.
func TestNobodyIsNotSaidOfWhatIsHidden(t *testing.T) {
	t.Parallel()
	for hidden, why := range map[string]contract.Why{"": contract.WhyNobody, "Leads": contract.WhyNobodySeen, "Contacts": contract.WhyNobodySeen} {
		t.Run("hidden "+hidden, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			must(t, s.zoho.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) {
				if hidden != "" {
					p.HiddenModules = []string{hidden}
				}
			}))
			s.connect()
			s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer"})
			s.whatsApp.say(newJID, s.now(0), false, "Hello?")
			s.openChat(newJID)
			if card := s.wantCard(newJID, contract.ChatNotInZoho); card.Why != why || card.Create == nil {
				t.Errorf("why %q, form %+v", card.Why, card.Create)
			}
		})
	}
}

// TestPhoneFieldGoneOrEncrypted: a field that was searched becomes encrypted, or
// is hidden from the profile.
func TestPhoneFieldGoneOrEncrypted(t *testing.T) {
	t.Parallel()
	changes := map[string]struct {
		spoil, mend func(s *stage) error
	}{
		"encrypted": {
			func(s *stage) error {
				return s.zoho.ChangeField(s.world.Org.ID, "Contacts", "Phone", func(f *fakezoho.Field) { f.Encrypted = true })
			},
			func(s *stage) error {
				return s.zoho.ChangeField(s.world.Org.ID, "Contacts", "Phone", func(f *fakezoho.Field) { f.Encrypted = false })
			},
		},
		"hidden": {
			func(s *stage) error {
				return s.zoho.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) { p.HiddenFields = []string{"Contacts.Phone"} })
			},
			func(s *stage) error {
				return s.zoho.ChangeProfile(s.world.Org.ID, "Standard", func(p *fakezoho.Profile) { p.HiddenFields = nil })
			},
		},
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.linkedAda()
			if err := change.spoil(s); err != nil {
				t.Fatal(err)
			}
			s.whatsApp.add(contract.ChatRow{Chat: newJID, Title: "Nora", Name: "Nora Newcomer", T: s.now(0)})
			s.whatsApp.say(newJID, s.now(-60), false, "hello")
			s.whatsApp.say(adaJID, s.now(0), false, "goes on")
			s.nextTick()
			// Chats that are linked do not need the field.
			s.wantLines(s.ada(), "Good morning", "goes on")
			// The other fields of the module are searched all the same.
			s.whatsApp.open(newJID)
			s.do(contract.KindPanelLookAgain, contract.ChatRef{Chat: newJID})
			s.wantCard(newJID, contract.ChatNotInZoho)
			if err := change.mend(s); err != nil {
				t.Fatal(err)
			}
			s.clock.advance(time.Hour)
			s.tick()
			s.do(contract.KindPanelCreateContact, nora)
			s.wantOneContact()
		})
	}
}
