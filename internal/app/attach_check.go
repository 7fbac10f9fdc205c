package app

import (
	"context"
	"slices"
	"strings"

	"github.com/chatkeep/chatkeep/internal/contract"
	"github.com/chatkeep/chatkeep/internal/store"
	"github.com/chatkeep/chatkeep/internal/zoho"
)

// checkAttaching finds out whether files can be attached, if the user wants that, 1
// credit, and leaves the result with the other checks. The scopes are only asked
// for by a sign-in that is made while the user wants it.
func (a *App) checkAttaching(ctx context.Context) error {
	settings, err := a.store.Settings(ctx)
	if err != nil {
		return err
	}
	if !settings.AttachMedia {
		return a.updateConnection(ctx, func(conn *store.Connection) bool {
			before := len(conn.Checks)
			conn.Checks = withoutAttachCheck(conn.Checks)
			return len(conn.Checks) != before
		})
	}
	crm, conn, err := a.crm(forPurpose(ctx, contract.PurposeConnect))
	if err != nil || conn.UserID == "" || len(conn.Modules) == 0 {
		return err
	}
	result := zoho.CheckAttachments(ctx, crm, string(conn.Modules[0].Module), conn.UserID)
	if result.State == zoho.CheckFailed {
		// That says nothing about scopes and permissions; the next file will tell.
		return nil
	}
	return a.noteAttachCheck(ctx, a.toldCheck(result))
}

// noteAttachScope notes that the sign-in does not allow to attach files. Notes are
// written all the same.
func (a *App) noteAttachScope(ctx context.Context) error {
	problem := contract.Problem{Code: contract.ProblemScope, Detail: attachScopes()}
	return a.noteAttachCheck(ctx, contract.ZohoCheck{Name: contract.CheckAttach, Problem: &problem})
}

func attachScopes() string { return strings.Join(zoho.AttachmentScopes(), ", ") }

// noteAttachCheck puts the result of the check in the place of the one before.
func (a *App) noteAttachCheck(ctx context.Context, check contract.ZohoCheck) error {
	return a.updateConnection(ctx, func(conn *store.Connection) bool {
		conn.Checks = append(withoutAttachCheck(conn.Checks), check)
		return true
	})
}

func withoutAttachCheck(checks []contract.ZohoCheck) []contract.ZohoCheck {
	return slices.DeleteFunc(slices.Clone(checks), func(c contract.ZohoCheck) bool { return c.Name == contract.CheckAttach })
}

// attachRefused says that the sign-in is known not to allow attaching files; only
// another one changes that.
func attachRefused(conn store.Connection) bool {
	return slices.ContainsFunc(conn.Checks, func(c contract.ZohoCheck) bool {
		return c.Name == contract.CheckAttach && c.Problem != nil && c.Problem.Code == contract.ProblemScope
	})
}
