package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// goodChecks are checks that all went well.
func goodChecks() []contract.ZohoCheck {
	var checks []contract.ZohoCheck
	for _, name := range []contract.CheckName{
		contract.CheckUser, contract.CheckOrg, contract.CheckContacts, contract.CheckLeads, contract.CheckQuery, contract.CheckSearch, contract.CheckNotes,
		contract.CheckCreateContacts, contract.CheckCreateLeads, contract.CheckWriteNotes,
	} {
		checks = append(checks, contract.ZohoCheck{Name: name, OK: true})
	}
	return checks
}

// failed returns checks of which some fail.
func failed(problems map[contract.CheckName]contract.Problem) []contract.ZohoCheck {
	checks := goodChecks()
	for i, check := range checks {
		if problem, fails := problems[check.Name]; fails {
			checks[i].OK, checks[i].Problem = false, &problem
		}
	}
	return checks
}

// mixedChecks are checks that fail in every way a person can mend.
func mixedChecks() []contract.ZohoCheck {
	searching := contract.Problem{Code: contract.ProblemScope, Detail: "ZohoSearch.securesearch.READ"}
	return failed(map[contract.CheckName]contract.Problem{
		contract.CheckLeads:  {Code: contract.ProblemModuleHidden},
		contract.CheckQuery:  {Code: contract.ProblemPermission, Detail: "Crm_Implied_View_Leads"},
		contract.CheckSearch: searching,
		contract.CheckNotes:  {Code: contract.ProblemScope, Detail: "ZohoCRM.modules.notes.READ, ZohoCRM.modules.contacts.READ"},
	})
}

// barredChecks are checks of a profile that may not use the API at all.
func barredChecks() []contract.ZohoCheck {
	problems := map[contract.CheckName]contract.Problem{}
	for _, check := range goodChecks() {
		problems[check.Name] = contract.Problem{Code: contract.ProblemAPIAccess, Detail: "Crm_Implied_Api_Access"}
	}
	return failed(problems)
}

// leaveZoho leaves a view of a working connection that differs by change.
func (s stillStage) leaveZoho(t *testing.T, change func(*contract.View)) {
	t.Helper()
	s.leaveView(t, func(v *contract.View) {
		v.Zoho.Environment, v.Zoho.Checks, v.Zoho.CheckedAt = contract.EnvironmentProduction, goodChecks(), time.Now().UnixMilli()
		v.Settings.DailyCredits = 2000
		v.Credits = contract.CreditsView{
			Day: time.Now().Format(time.DateOnly), Used: 143,
			By: map[contract.Purpose]int{contract.PurposeConnect: 7, contract.PurposeLookup: 64, contract.PurposeCreate: 2, contract.PurposeBackup: 70},
		}
		if change != nil {
			change(v)
		}
	})
}

// leaveNobody leaves the view of somebody who has just installed the extension.
func (s stillStage) leaveNobody(t *testing.T) {
	t.Helper()
	s.leaveView(t, func(v *contract.View) {
		v.Zoho = contract.ZohoView{State: contract.ZohoNotConnected}
		v.Backup = contract.BackupView{State: contract.BackupOff}
	})
}

// tomorrow is when the next day begins here.
func tomorrow() time.Time {
	now := time.Now()
	return time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
}

// zohoFaces are the states that tell of the connection to Zoho.
func zohoFaces() []shown {
	const panel, popup, options = "panel/panel.html", "popup/popup.html", "options/options.html"
	attachScopes := strings.Join(zoho.AttachmentScopes(), ", ")
	nobody := func(t *testing.T, s stillStage) { s.leaveNobody(t) }
	zoho := func(change func(*contract.View)) func(*testing.T, stillStage) {
		return func(t *testing.T, s stillStage) { s.leaveZoho(t, change) }
	}
	checks := func(checks []contract.ZohoCheck) func(*testing.T, stillStage) {
		return zoho(func(v *contract.View) { v.Zoho.Checks = checks })
	}
	used := func(state contract.ZohoState, problem contract.Problem) func(*testing.T, stillStage) {
		return zoho(func(v *contract.View) {
			v.Backup.State, v.Backup.Waiting, v.Backup.Problem = contract.BackupWaiting, 3, &problem
			v.Credits.Used, v.Credits.By[contract.PurposeBackup] = 2000, 1927
			v.Credits.Remaining, v.Credits.RemainingAt = 412, time.Now().UnixMilli()
			if v.Zoho.State = state; state != contract.ZohoConnected {
				v.Zoho.Problem, v.Credits.PausedUntil = &problem, problem.RetryAt
			}
		})
	}
	credits := used(contract.ZohoUnreachable, contract.Problem{Code: contract.ProblemCreditsUsed, RetryAt: time.Now().Add(time.Hour).UnixMilli()})
	budget := used(contract.ZohoConnected, contract.Problem{Code: contract.ProblemBudget, RetryAt: tomorrow().UnixMilli()})
	return []shown{
		{"settings, sign-in", options, nobody, "#redirect-url", ""},
		{"settings, sign-in with a self client", options, nobody, "#scope", "#way-self"},
		{"settings, sign-in to a sandbox", options, nobody, "#environment-sandbox", "#environment > summary"},
		{"settings, everything missing", options, nobody, "#client-secret-error", "#connect"},
		{"settings, never checked in Zoho", options, zoho(func(v *contract.View) { v.Zoho.Checks, v.Zoho.CheckedAt = nil, 0 }), "#zoho-checks-about", ""},
		{"settings, everything works", options, checks(goodChecks()), "#zoho-checks-outcome", ""},
		{"settings, some things missing", options, checks(mixedChecks()), "#sign-in-again", ""},
		{"settings, no API access", options, zoho(func(v *contract.View) {
			v.Zoho.State, v.Zoho.Checks = contract.ZohoRefused, barredChecks()
			v.Zoho.Problem = v.Zoho.Checks[0].Problem
		}), "#zoho-checks-outcome", ""},
		{"settings, long names in a sandbox", options, zoho(func(v *contract.View) {
			v.Zoho.Environment, v.Zoho.Org, v.Zoho.User = contract.EnvironmentSandbox, longName, longNameRTL
			v.Zoho.Checks = failed(map[contract.CheckName]contract.Problem{
				contract.CheckQuery: {Code: contract.ProblemPermission, Detail: strings.Repeat("Crm_Implied_", 20)},
			})
			v.Settings.DailyCredits = 0
		}), "#credits-by", ""},
		{"settings, neither files nor deals allowed", options, zoho(func(v *contract.View) {
			v.Settings.AttachMedia, v.Settings.AttachMostMB, v.Settings.Deals = true, 10, contract.DealsOpen
			v.Zoho.Checks = append(v.Zoho.Checks, contract.ZohoCheck{Name: contract.CheckAttach, Problem: &contract.Problem{
				Code: contract.ProblemScope, Detail: attachScopes,
			}})
			v.DealsProblem = &contract.Problem{Code: contract.ProblemModuleHidden, RetryAt: time.Now().Add(time.Hour).UnixMilli()}
		}), "#attach-barred", ""},
		{"settings, a largest file that is none", options, zoho(func(v *contract.View) {
			v.Settings.AttachMedia, v.Settings.AttachMostMB = true, 0
		}), "#attach-most-error", "#save-settings"},
		{"settings, the day's credits used", options, budget, "#credits .note", ""},
		{"settings, the company's credits used", options, credits, "#credits-paused", ""},
		{"popup, the day's credits used", popup, budget, `[data-problem="budget_reached"]`, ""},
		{"popup, the company's credits used", popup, credits, `[data-problem="credits_used"]`, ""},
		{"sidebar, the day's credits used", panel, budget, `[data-problem="budget_reached"]`, ""},
		{"sidebar, the company's credits used", panel, credits, `[data-problem="credits_used"]`, ""},
	}
}
