package zoho

import (
	"crypto/subtle"
	"net/url"
	"strings"
)

// Redirect is what Zoho's consent page sent back.
type Redirect struct {
	// Code is to be exchanged at once; it lives for a minute or a few.
	Code string
	// Location is the code of the user's data centre, "" if Zoho sent none that is known here.
	Location string
	// AccountsServer is the origin to exchange the code at, "" if Zoho sent none: then that where the sign-in began. It is
	// always the Accounts host of one of [DataCentres].
	AccountsServer string
	// State is the state sent with the sign-in.
	State string
	// Error is Zoho's error code, set only if ParseRedirect returned an *OAuthError.
	Error string
}

// ParseRedirect reads the address that a sign-in ended at. wantState is the state that was sent. It returns
// ErrStateMismatch for a redirect that belongs to another sign-in, an *OAuthError if Zoho sent an error
// (ErrConsentRefused if the user said no), ErrUnknownHost for an accounts server that is not of the fixed table, and
// ErrBadReply for anything not of the documented form.
// See https://www.zoho.com/crm/developer/docs/api/v8/auth-request.html.
func ParseRedirect(finalURL, wantState string) (Redirect, error) {
	if len(finalURL) > 8192 {
		return Redirect{}, badReply(OpReadRedirect, 0)
	}
	u, err := url.Parse(finalURL)
	if err != nil {
		return Redirect{}, badReply(OpReadRedirect, 0)
	}
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return Redirect{}, badReply(OpReadRedirect, 0)
	}
	for _, key := range []string{"code", "location", "accounts-server", "state", "error"} {
		if len(q[key]) > 1 {
			return Redirect{}, badReply(OpReadRedirect, 0)
		}
	}
	r := Redirect{State: q.Get("state"), Error: shownCode(q.Get("error"))}
	sameState := wantState != "" && subtle.ConstantTimeCompare([]byte(r.State), []byte(wantState)) == 1
	// An error without any state grants nothing, so it may be believed.
	if !sameState && (q.Has("state") || !q.Has("error")) {
		return Redirect{}, ErrStateMismatch
	}
	if q.Has("error") {
		return r, NewOAuthError(OpReadRedirect, r.Error)
	}
	r.Code = q.Get("code")
	if !ValidSecret(r.Code) {
		return Redirect{}, badReply(OpReadRedirect, 0)
	}
	if d, ok := DataCentreByCode(strings.ToLower(q.Get("location"))); ok {
		r.Location = d.Code
	}
	if server := q.Get("accounts-server"); server != "" {
		d, ok := DataCentreByAccounts(server)
		if !ok {
			return Redirect{}, &TransportError{Op: OpReadRedirect, Kind: ErrUnknownHost}
		}
		r.AccountsServer = d.Accounts
	}
	return r, nil
}
