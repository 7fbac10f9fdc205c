package zoho

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
)

// OAuthError is a refusal by Zoho's OAuth service. Most of them arrive with status 200.
// See https://www.zoho.com/crm/developer/docs/api/v8/access-refresh.html.
type OAuthError struct {
	// Code is Zoho's error code, for example invalid_code, or "" if it sent none that looks like one.
	Code string
	// Op is the operation that failed.
	Op Op
}

// throttleCode is what the token endpoint answers, with status 200 or 400, when it was asked too often.
const throttleCode = "Access Denied"

// Error names operation and code, and nothing that was sent or received besides.
func (e *OAuthError) Error() string {
	if code := shownCode(e.Code); code != "" {
		return fmt.Sprintf("zoho: %s: %s", e.Op, code)
	}
	return fmt.Sprintf("zoho: %s: refused", e.Op)
}

// Is reports whether the error is of the kind that target, a sentinel of this package, stands for.
func (e *OAuthError) Is(target error) bool {
	switch e.Code {
	case throttleCode:
		return target == ErrTokenThrottled
	case "access_denied":
		return target == ErrConsentRefused
	case "invalid_code", "invalid_grant":
		return target == ErrInvalidCode
	case "invalid_client":
		return target == ErrInvalidClient
	case "invalid_client_secret":
		return target == ErrInvalidSecret
	case "invalid_redirect_uri":
		return target == ErrInvalidRedirect
	}
	return false
}

// oauthError turns an error of package oauth2, whose text may quote the whole reply, into one of this package.
func oauthError(op Op, err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		if refused.ErrorCode == "" {
			return badReply(op, refused.Response.StatusCode)
		}
		return &OAuthError{Code: shownCode(refused.ErrorCode), Op: op}
	}
	var refusal *OAuthError
	if errors.As(err, &refusal) {
		return refusal
	}
	var api *APIError
	if errors.As(err, &api) {
		return api
	}
	var transport *TransportError
	if errors.As(err, &transport) {
		return transport
	}
	// What is left are package oauth2's complaints about the form of a reply.
	return badReply(op, http.StatusOK)
}

// guarded returns a context whose HTTP client, as package oauth2 looks it up, is hc behind the checks of this package.
func guarded(ctx context.Context, hc *http.Client, op Op) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Transport: guard{http: plainClient(hc), op: op}})
}

// guard is a RoundTripper that returns only complete replies with a JSON object and a status below 500, so that package
// oauth2 cannot mistake a captive portal's page for an answer of Zoho's.
type guard struct {
	http *http.Client
	op   Op
}

// RoundTrip implements [http.RoundTripper].
func (g guard) RoundTrip(req *http.Request) (*http.Response, error) {
	// A RoundTripper must not change its request, and roundTrip sets options in its header.
	r, err := roundTrip(req.Context(), g.http, DefaultTimeout, g.op, req.Clone(req.Context()))
	var api *APIError
	if r.status == http.StatusTooManyRequests && (err == nil || errors.As(err, &api)) {
		return nil, &OAuthError{Code: throttleCode, Op: g.op}
	}
	if err != nil {
		return nil, err
	}
	if r.status >= 500 {
		return nil, &APIError{HTTP: r.status, Op: g.op}
	}
	if !r.body.IsObject() {
		return nil, badReply(g.op, r.status)
	}
	return &http.Response{
		Status:     http.StatusText(r.status),
		StatusCode: r.status,
		// Package oauth2 reads a JSON reply labelled as plain text as a form.
		Header:        http.Header{"Content-Type": {"application/json"}},
		Body:          io.NopCloser(bytes.NewReader(r.raw)),
		ContentLength: int64(len(r.raw)),
		Request:       req,
	}, nil
}

// Revoke ends a sign-in at Zoho. Zoho documents two addresses for it and the second is tried if the first does not
// confirm; if neither does, the error joins both. Whatever the error, the caller should forget the token. It costs no
// credits. See https://www.zoho.com/accounts/protocol/oauth/revoke-tokens.html and
// https://www.zoho.com/crm/developer/docs/api/v8/revoke-tokens.html.
func (c OAuthClient) Revoke(ctx context.Context, hc *http.Client, refreshToken string) error {
	if err := c.check(OpRevokeToken, refreshToken); err != nil {
		return err
	}
	form := "token=" + url.QueryEscape(refreshToken)
	first, err := http.NewRequest(http.MethodPost, c.DC.Accounts+"/oauth/v2/revoke/token",
		strings.NewReader(form+"&token_type=refresh_token"))
	if err != nil {
		return badRequest(OpRevokeToken, "address cannot be built")
	}
	first.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	first.SetBasicAuth(c.ID, c.Secret)
	firstErr := revoke(ctx, hc, first)
	if firstErr == nil || ctx.Err() != nil {
		return firstErr
	}
	second, err := http.NewRequest(http.MethodPost, c.DC.Accounts+"/oauth/v2/token/revoke?"+form, nil)
	if err != nil {
		return badRequest(OpRevokeToken, "address cannot be built")
	}
	if err := revoke(ctx, hc, second); err != nil {
		return errors.Join(firstErr, err)
	}
	return nil
}

// revoke sends one revocation and reports whether Zoho confirmed it.
func revoke(ctx context.Context, hc *http.Client, req *http.Request) error {
	r, err := roundTrip(ctx, plainClient(hc), DefaultTimeout, OpRevokeToken, req)
	if err != nil {
		return err
	}
	if r.status >= 500 {
		return &APIError{HTTP: r.status, Op: OpRevokeToken}
	}
	if code := r.body.Get("error"); code.Exists() || r.status >= 400 || r.body.Get("status").String() == "failure" {
		return &OAuthError{Code: shownCode(code.String()), Op: OpRevokeToken}
	}
	return nil
}
