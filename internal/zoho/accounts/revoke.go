package accounts

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"

	"github.com/chatkeep/chatkeep/internal/zoho"
	"github.com/chatkeep/chatkeep/internal/zoho/transport"
)

// Revoke ends a sign-in at Zoho. Zoho documents two addresses for it and the second is tried if the first does not
// confirm; if neither does, the error joins both. Whatever the error, the caller should forget the token. It costs no
// credits. See https://www.zoho.com/accounts/protocol/oauth/revoke-tokens.html and
// https://www.zoho.com/crm/developer/docs/api/v8/revoke-tokens.html.
func (d Door) Revoke(ctx context.Context, c zoho.OAuthClient, refreshToken string) error {
	if err := check(zoho.OpRevokeToken, c, refreshToken); err != nil {
		return err
	}
	form := "token=" + url.QueryEscape(refreshToken)
	firstErr := d.revoke(ctx, transport.Request{
		Method: http.MethodPost, URL: c.DC.Accounts + "/oauth/v2/revoke/token",
		Header: map[string]string{
			"Content-Type":  "application/x-www-form-urlencoded",
			"Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte(c.ID+":"+c.Secret)),
		},
		Body: []byte(form + "&token_type=refresh_token"),
	})
	if firstErr == nil || ctx.Err() != nil {
		return firstErr
	}
	err := d.revoke(ctx, transport.Request{
		Method: http.MethodPost, URL: c.DC.Accounts + "/oauth/v2/token/revoke?" + form,
	})
	if err != nil {
		return errors.Join(firstErr, err)
	}
	return nil
}

// revoke sends one revocation and reports whether Zoho confirmed it.
func (d Door) revoke(ctx context.Context, req transport.Request) error {
	r, err := zoho.Ask(ctx, d.Transport, zoho.DefaultTimeout, zoho.OpRevokeToken, req)
	if err != nil {
		return err
	}
	if r.Status >= 500 {
		return &zoho.APIError{HTTP: r.Status, Op: zoho.OpRevokeToken}
	}
	if code := r.Body.Get("error"); code.Exists() || r.Status >= 400 || r.Body.Get("status").String() == "failure" {
		return zoho.NewOAuthError(zoho.OpRevokeToken, code.String())
	}
	return nil
}
