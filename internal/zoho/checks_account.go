package zoho

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// WhyRefused finds out whether a refusal is about the account rather than about what was asked for. Zoho names the
// permission that a profile lacks, so a refusal that names none may mean that the user was deactivated or that the
// organisation's licence has ended; no page says how Zoho answers then. It asks who the user is and what the organisation
// pays for, and returns an error that matches ErrUserInactive, ErrLicenceEnded or ErrAccountRefused, or that of a call
// which could not be made. In every other case, and for every other error, it returns refusal itself.
//
// Scopes: ZohoCRM.users.READ, ZohoCRM.org.READ. Cost: up to 2 credits, none for errors that say themselves what they mean.
func WhyRefused(ctx context.Context, c *Client, now time.Time, refusal error) error {
	if !Unexplained(refusal) {
		return refusal
	}
	err := Standing(ctx, c, now)
	for _, kind := range []error{ErrUserInactive, ErrLicenceEnded, ErrAccountRefused} {
		if errors.Is(err, kind) {
			return err
		}
	}
	if endsChecks(err) {
		return err
	}
	return refusal
}

// Standing asks Zoho whether the user is active and the organisation's licence in force. It returns nil if they are, an
// error that matches ErrUserInactive, ErrLicenceEnded or ErrAccountRefused if not, and the error of the call if Zoho could
// not be asked.
//
// Scopes: ZohoCRM.users.READ, ZohoCRM.org.READ. Cost: 2 credits, or 1 if already the first call is refused.
func Standing(ctx context.Context, c *Client, now time.Time) error {
	user, err := c.Users.Current(ctx)
	switch {
	case Unexplained(err):
		return fmt.Errorf("%w: %s", ErrAccountRefused, OpCurrentUser)
	case err != nil:
		return err
	case user.Inactive:
		return fmt.Errorf("%w: %s", ErrUserInactive, OpCurrentUser)
	}
	org, err := c.Org.Get(ctx)
	switch {
	case Unexplained(err):
		return fmt.Errorf("%w: %s", ErrAccountRefused, OpGetOrg)
	case err != nil:
		return err
	case org.Licence.Ended(now):
		return fmt.Errorf("%w: %s", ErrLicenceEnded, OpGetOrg)
	}
	return nil
}

// Unexplained reports whether err is a refusal for want of a permission that Zoho does not name, so that it may be about
// the account; see [WhyRefused].
func Unexplained(err error) bool {
	var e *APIError
	return errors.As(err, &e) && e.Is(ErrNoPermission) && len(e.Permissions) == 0
}
