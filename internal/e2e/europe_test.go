package e2e

import (
	"testing"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakewhatsapp"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// moveToEurope makes the story's organisation a sandbox in the European data
// centre, with clients and secrets of its own.
func (s *Stage) moveToEurope(t *testing.T) {
	t.Helper()
	w := fakezoho.World{DataCentre: "eu", Contacts: map[string]string{}}
	w.Org = value(s.Zoho.AddOrg(fakezoho.Org{
		DataCentre: w.DataCentre, Company: "Beispielhandel", Country: "DE", Currency: "Euro", ISOCurrency: "EUR",
		TimeZone: "Europe/Berlin", Environment: fakezoho.Sandbox,
	}))(t)
	w.User = value(s.Zoho.AddUser(fakezoho.User{OrgID: w.Org.ID, First: "Greta", Last: "Muster", Email: "greta@example.test"}))(t)
	secrets := map[string]string{w.DataCentre: ""}
	w.Client = value(s.Zoho.AddClient(fakezoho.Client{
		Name: "Chatkeep", Type: fakezoho.ServerClient, RedirectURIs: []string{s.RedirectURL()}, Secrets: secrets,
	}))(t)
	w.SelfClient = value(s.Zoho.AddClient(fakezoho.Client{Name: "Self Client", Type: fakezoho.SelfClient, UserID: w.User.ID, Secrets: secrets}))(t)
	w.Contacts[elenaName] = value(s.Zoho.AddContact(w.Org.ID, fakezoho.Fields{
		"First_Name": "Elena", "Last_Name": "Marsh", "Phone": "001 (415) 555-0132",
	}))(t)
	// The American one of that name belongs to another story.
	must(t, s.Zoho.EditRecord(s.World.Contacts[fakezoho.ContactPunctuated], fakezoho.Fields{"First_Name": "Ada", "Last_Name": "Example"}))
	s.World = w
}

// TestSandboxInEurope: another data centre, another kind of organisation, both
// ways of signing in, and a revocation in between.
func TestSandboxInEurope(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, openWhatsApp)
	s.moveToEurope(t)
	settings := s.openSettings(t)
	must(t, s.FillSignIn(settings))
	must(t, settings.Click("#connect"))
	must(t, s.Consent(t.Context(), "#accept"))
	// The organisation is a sandbox, and nobody said so.
	untilShown(t, settings, `[data-problem="environment_mismatch"]`)
	if view := value(s.View())(t); view.Zoho.State != contract.ZohoNotConnected {
		t.Fatalf("connected to another kind of organisation: %s", view.Zoho.State)
	}

	must(t, s.FillSignIn(settings))
	s.chooseSandbox(t, settings)
	must(t, s.SignIn(t.Context(), settings))
	untilShown(t, settings, `#zoho-state[data-state="connected"]`)
	view := value(s.View())(t).Zoho
	if view.DataCentre != "eu" || view.Environment != contract.EnvironmentSandbox || view.Org != "Beispielhandel" || view.Region != "DE" {
		t.Errorf("connected to %+v", view)
	}
	if len(view.Checks) == 0 {
		t.Error("nothing was checked")
	}
	for _, check := range view.Checks {
		if !check.OK {
			t.Errorf("check %s: %+v", check.Name, check.Problem)
		}
	}
	s.Settings = settings
	play(t, s, openPopup, openSidebar, openUnknown, createContact, firstBackup)

	s.Zoho.RevokeAll()
	play(t, s, deliverNews)
	must(t, s.Cycle(t.Context()))
	untilShown(t, s.Sidebar, `#zoho-notice[data-state="signed_out"]`)
	must(t, s.untilChecked(t.Context(), func() error {
		s.signInBySelfClient(t, settings, s.World.SelfClient.ID, s.World.SelfClient.Secrets["eu"], s.selfClientCode(t))
		return nil
	}))
	untilShown(t, settings, `#zoho-state[data-state="connected"]`)
	must(t, s.Cycle(t.Context()))
	// There is one record of each, and every message once.
	must(t, s.Holds(t.Context(), fakewhatsapp.ChatMaya, mayaName))
	must(t, s.Holds(t.Context(), fakewhatsapp.ChatElena, elenaName))
}

// chooseSandbox says in the form that the organisation is a sandbox.
func (s *Stage) chooseSandbox(t *testing.T, settings *Tab) {
	t.Helper()
	if open := value(Eval[bool](settings, `document.querySelector("#environment").open`))(t); !open {
		must(t, settings.Click("#environment > summary"))
	}
	must(t, settings.Click("#environment-sandbox"))
}

// TestAccountElsewhere: somebody chooses the American data centre for an account that
// lives in the European one. Zoho says so, the form chooses that one, and another
// click connects.
func TestAccountElsewhere(t *testing.T) {
	t.Parallel()
	s := begin(t, Options{}, openWhatsApp)
	s.moveToEurope(t)
	s.World.DataCentre = "us"
	s.World.Client = value(s.Zoho.AddClient(fakezoho.Client{
		Name: "Chatkeep", Type: fakezoho.ServerClient, RedirectURIs: []string{s.RedirectURL()}, Secrets: map[string]string{"us": "", "eu": ""},
	}))(t)
	must(t, s.Zoho.SignInAs("us", s.World.User.ID))
	settings := s.openSettings(t)
	must(t, s.FillSignIn(settings))
	s.chooseSandbox(t, settings)
	must(t, settings.Click("#connect"))
	must(t, s.Consent(t.Context(), "#accept"))
	untilShown(t, settings, `[data-problem="sign_in_elsewhere"]`)
	s.World.DataCentre = "eu"
	if chosen := value(Eval[string](settings, `document.querySelector("#data-centre").value`))(t); chosen != s.World.DataCentre {
		t.Fatalf("the data centre chosen is %q", chosen)
	}
	must(t, settings.Type("#client-secret", s.World.Client.Secrets[s.World.DataCentre]))
	must(t, s.SignIn(t.Context(), settings))
	untilShown(t, settings, `#zoho-state[data-state="connected"]`)
	if view := value(s.View())(t).Zoho; view.DataCentre != "eu" || view.Org != "Beispielhandel" {
		t.Errorf("connected to %+v", view)
	}
}
