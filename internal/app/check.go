package app

import (
	"context"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// checkNames are the checks as people are told them.
var checkNames = map[zoho.CheckName]contract.CheckName{
	zoho.CheckUser: contract.CheckUser, zoho.CheckOrg: contract.CheckOrg,
	zoho.CheckContactFields: contract.CheckContacts, zoho.CheckLeadFields: contract.CheckLeads,
	zoho.CheckQuery: contract.CheckQuery, zoho.CheckSearch: contract.CheckSearch, zoho.CheckNotes: contract.CheckNotes,
	zoho.CheckCreateContacts: contract.CheckCreateContacts, zoho.CheckCreateLeads: contract.CheckCreateLeads,
	zoho.CheckWriteNotes: contract.CheckWriteNotes, zoho.CheckAttach: contract.CheckAttach,
}

// checkZoho tries what Chatkeep needs in Zoho, up to 11 credits, and leaves the
// results for the settings page. Zoho does not say at sign-in which scopes were
// granted, so it is found out by calling.
func (a *App) checkZoho(ctx context.Context) error {
	crm, conn, err := a.crm(forPurpose(ctx, contract.PurposeConnect))
	if err != nil {
		return err
	}
	results := zoho.Checks(ctx, crm, a.now())
	var checks []contract.ZohoCheck
	var first error
	for _, r := range results {
		if r.Err != nil && first == nil {
			first = r.Err
		}
		checks = append(checks, a.toldCheck(r))
	}
	if err := a.updateConnection(ctx, func(now *store.Connection) bool {
		if now.ClientID != conn.ClientID || now.DataCentre != conn.DataCentre {
			return false
		}
		now.Checks, now.CheckedAt = checks, a.nowMS()
		return true
	}); err != nil {
		return err
	}
	if results[0].Err == nil {
		if err := a.checkAttaching(ctx); err != nil {
			return err
		}
	}
	if first == nil {
		return a.zohoWorks(ctx)
	}
	if results[0].Err == nil {
		return nil
	}
	// Not even the user could be read: that is about the connection.
	return a.noteTrouble(ctx, first)
}

// toldCheck is a result as people are told it.
func (a *App) toldCheck(r zoho.CheckResult) contract.ZohoCheck {
	check := contract.ZohoCheck{Name: checkNames[r.Name], OK: r.State == zoho.CheckOK}
	switch r.State {
	case zoho.CheckOK:
	case zoho.CheckNoScope:
		check.Problem = &contract.Problem{Code: contract.ProblemScope, Detail: strings.Join(r.Scopes, ", ")}
	case zoho.CheckNoPermission:
		problem := problemOf(r.Err)
		if problem.Code == contract.ProblemInternal {
			problem.Code = contract.ProblemPermission
		}
		problem.Detail = strings.Join(r.Permissions, ", ")
		check.Problem = &problem
	default:
		problem := a.problemNow(r.Err)
		check.Problem = &problem
	}
	return check
}
