package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/fakezoho"
)

// Deals that the user may not see leave the backup alone, are told of, and come
// when the right is granted.
func TestDealsHidden(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change  func(*fakezoho.Profile)
		problem contract.ProblemCode
		detail  string
	}{
		"hidden module": {func(p *fakezoho.Profile) { p.HiddenModules = []string{"Deals"} }, contract.ProblemModuleHidden, ""},
		"no permission": {func(p *fakezoho.Profile) { p.Lacks = []string{"Crm_Implied_View_Deals"} }, contract.ProblemPermission, "Crm_Implied_View_Deals"},
		"hidden stage":  {func(p *fakezoho.Profile) { p.HiddenFields = []string{"Deals.Stage"} }, contract.ProblemFieldUnavailable, "Stage"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			deal := s.deal("a", "Qualification", s.ada())
			s.linkedAda()
			must(t, s.zoho.ChangeProfile(s.world.Org.ID, s.world.User.Profile, test.change))
			s.deals(contract.DealsOpen)
			s.adaWrites("second")
			s.adaWrites("third")
			s.wantLines(s.ada(), "Good morning", "second", "third")
			view := s.view()
			if p := view.DealsProblem; p == nil || p.Code != test.problem || p.Detail != test.detail {
				t.Fatalf("problem %+v", p)
			}
			if view.Backup.State != contract.BackupIdle || view.Backup.Problem != nil || view.Zoho.State != contract.ZohoConnected {
				t.Fatalf("backup %+v, Zoho %+v", view.Backup, view.Zoho)
			}
			s.zoho.ResetCalls()
			s.adaWrites("fourth")
			if calls := s.dealCalls(); len(calls) > 0 {
				t.Errorf("it was asked again within the hour: %v", calls)
			}
			must(t, s.zoho.ChangeProfile(s.world.Org.ID, s.world.User.Profile, func(p *fakezoho.Profile) {
				p.HiddenModules, p.Lacks, p.HiddenFields = nil, nil, nil
			}))
			s.clock.advance(time.Hour)
			s.nextTick()
			s.nextTick()
			s.wantReferences(s.ada(), []string{deal}, deal)
			if p := s.view().DealsProblem; p != nil {
				t.Errorf("problem %+v", p)
			}
		})
	}
}

// A sign-in without the scope for deals goes on with everything else.
func TestDealsScopeMissing(t *testing.T) {
	t.Parallel()
	s := newDirectStage(t)
	s.deal("a", "Qualification", s.ada())
	s.whatsApp.add(contract.ChatRow{Chat: adaJID, Title: "Ada", Name: "Ada Example"})
	s.whatsApp.say(adaJID, s.now(-60), false, "Good morning")
	scopes := slices.DeleteFunc(fakezoho.DemoScopes(), func(scope string) bool { return strings.Contains(scope, "deals") })
	s.do(contract.KindOptionsSelfClient, s.selfClient(scopes...))
	s.deals(contract.DealsLatest)
	s.tick()
	s.adaWrites("second")
	s.wantLines(s.ada(), "Good morning", "second")
	view := s.view()
	if p := view.DealsProblem; p == nil || p.Code != contract.ProblemScope || !strings.Contains(p.Detail, "deals") {
		t.Fatalf("problem %+v", p)
	}
	if view.Zoho.State != contract.ZohoConnected || view.Backup.State != contract.BackupIdle {
		t.Errorf("view %+v, %+v", view.Zoho, view.Backup)
	}
}

// In quiet hours, and once more than half of the day's credits is used, deals wait.
func TestDealsWait(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*contract.Settings){
		"quiet hours": func(v *contract.Settings) { v.QuietFrom, v.QuietTo = 11*60, 14*60 },
		"half spent":  func(v *contract.Settings) { v.DailyCredits = 20 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDirectStage(t)
			deal := s.deal("a", "Qualification", s.ada())
			s.linkedAda()
			before := s.view().Settings
			s.set(func(v *contract.Settings) { v.Deals = contract.DealsOpen; change(v) })
			s.nextTick()
			s.wantReferences(s.ada(), []string{deal})
			s.set(func(v *contract.Settings) {
				v.QuietFrom, v.QuietTo, v.DailyCredits = before.QuietFrom, before.QuietTo, before.DailyCredits
			})
			s.nextTick()
			s.wantReferences(s.ada(), []string{deal}, deal)
		})
	}
}
