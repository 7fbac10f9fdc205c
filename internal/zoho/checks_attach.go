package zoho

import (
	"context"
	"errors"
)

// CheckAttach lists the attachments of a record that does not exist, which says whether the sign-in allows to see
// attachments at all. It is not among [Checks], because not everybody is asked for the scopes.
const CheckAttach CheckName = "attachments"

// CheckAttachments makes [CheckAttach]. module is one whose records may be read, and user the id of the signed-in user,
// which no record has. Nothing is written, so that the scope for attaching is taken to be granted along with the one for
// seeing.
//
// Scopes: [AttachmentScopes] and ZohoCRM.modules.{module}.READ. Cost: 1 credit.
func CheckAttachments(ctx context.Context, c *Client, module, user string) CheckResult {
	_, err := c.Attachments.List(ctx, module, user, 1)
	if errors.Is(err, ErrParentGone) || errors.Is(err, ErrNotFound) {
		err = nil
	}
	r := CheckResult{Name: CheckAttach, Op: OpListAttachments, Err: err}
	if r.State, r.Permissions = checkState(err); r.State == CheckNoScope {
		r.Scopes = AttachmentScopes()
	}
	return r
}
