package accounts

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"github.com/chatkeep/chatkeep/internal/zoho"
)

// tokenLife is how long Zoho's access tokens live: one hour.
// See https://www.zoho.com/crm/developer/docs/api/v8/access-refresh.html.
const tokenLife = time.Hour

// AuthURL returns the address of Zoho's consent page; nothing is sent. redirectURI must equal the registered one
// exactly. With attach it asks for [zoho.AttachmentScopes] too. The PKCE challenge, S256, is sent for a MobileBased client only, because Zoho documents it for no other; for
// the others verifier is not used. The error matches ErrUnknownHost if the client's data centre is not of the fixed
// table. See https://www.zoho.com/crm/developer/docs/api/v8/auth-request.html.
func (d Door) AuthURL(_ context.Context, c zoho.OAuthClient, redirectURI, state, verifier string, attach bool) (string, error) {
	if !c.DC.Listed() {
		return "", &zoho.TransportError{Op: zoho.OpBuildAuthURL, Kind: zoho.ErrUnknownHost}
	}
	params := []oauth2.AuthCodeOption{
		// Zoho separates scopes by commas, package oauth2 would join them with spaces.
		oauth2.SetAuthURLParam("scope", zoho.ScopeString(attach)),
		oauth2.AccessTypeOffline,
		// Without it only the first consent of a user returns a refresh token.
		oauth2.SetAuthURLParam("prompt", "consent"),
	}
	if c.Type == zoho.MobileBased {
		params = append(params, oauth2.S256ChallengeOption(verifier))
	}
	return config(c, redirectURI).AuthCodeURL(state, params...), nil
}

// Exchange turns the code of a redirect, or one pasted from the console, into a grant. redirectURI is "" for a
// SelfClient, verifier is used for a MobileBased client only. A code works once and for a few minutes at most. Errors
// are *zoho.OAuthError or *zoho.TransportError, or match ErrServer or ErrNoRefreshToken. It costs no credits.
// See https://www.zoho.com/crm/developer/docs/api/v8/access-refresh.html.
func (d Door) Exchange(ctx context.Context, c zoho.OAuthClient, redirectURI, code, verifier string) (zoho.Grant, error) {
	if err := check(zoho.OpExchangeCode, c, code); err != nil {
		return zoho.Grant{}, err
	}
	if (c.Type == zoho.SelfClient) != (redirectURI == "") {
		return zoho.Grant{}, badRequest(zoho.OpExchangeCode, "a redirect address is needed, except for a self client")
	}
	var params []oauth2.AuthCodeOption
	if c.Type == zoho.MobileBased {
		if !zoho.ValidSecret(verifier) {
			return zoho.Grant{}, badRequest(zoho.OpExchangeCode, "no usable verifier")
		}
		params = append(params, oauth2.VerifierOption(verifier))
	}
	now := d.Now()
	t, err := config(c, redirectURI).Exchange(d.guarded(ctx, zoho.OpExchangeCode), code, params...)
	if err != nil {
		return zoho.Grant{}, oauthError(zoho.OpExchangeCode, err)
	}
	access, err := access(zoho.OpExchangeCode, now, c, t)
	if err != nil {
		return zoho.Grant{}, err
	}
	if !zoho.ValidSecret(t.RefreshToken) {
		return zoho.Grant{}, fmt.Errorf("%w: %s", zoho.ErrNoRefreshToken, zoho.OpExchangeCode)
	}
	return zoho.Grant{RefreshToken: t.RefreshToken, Access: access}, nil
}

// Refresh obtains an access token. Zoho does not replace the refresh token. A refresh token may obtain ten access tokens
// in ten minutes; beyond that the error matches ErrTokenThrottled. ErrInvalidCode means that the refresh token is dead
// and the user must sign in again; after any other error it is still good. It costs no credits.
// See https://www.zoho.com/crm/developer/docs/api/v8/refresh.html.
func (d Door) Refresh(ctx context.Context, c zoho.OAuthClient, refreshToken string) (zoho.AccessToken, error) {
	if err := check(zoho.OpRefreshToken, c, refreshToken); err != nil {
		return zoho.AccessToken{}, err
	}
	now := d.Now()
	source := config(c, "").TokenSource(d.guarded(ctx, zoho.OpRefreshToken), &oauth2.Token{RefreshToken: refreshToken})
	t, err := source.Token()
	if err != nil {
		return zoho.AccessToken{}, oauthError(zoho.OpRefreshToken, err)
	}
	return access(zoho.OpRefreshToken, now, c, t)
}

// config returns the oauth2 configuration for the client's data centre. The secret goes into the form: letting the
// package find that out would double the calls against Zoho's allowance of ten.
func config(c zoho.OAuthClient, redirectURI string) *oauth2.Config {
	return &oauth2.Config{
		ClientID:     c.ID,
		ClientSecret: c.Secret,
		RedirectURL:  redirectURI,
		Endpoint: oauth2.Endpoint{
			AuthURL:   c.DC.Accounts + "/oauth/v2/auth",
			TokenURL:  c.DC.Accounts + "/oauth/v2/token",
			AuthStyle: oauth2.AuthStyleInParams,
		},
	}
}

// check makes sure, before anything secret is sent, that the host is Zoho's and that the values can be sent.
func check(op zoho.Op, c zoho.OAuthClient, token string) error {
	if !c.DC.Listed() {
		return &zoho.TransportError{Op: op, Kind: zoho.ErrUnknownHost}
	}
	switch c.Type {
	case zoho.ServerBased, zoho.MobileBased, zoho.SelfClient:
	default:
		return badRequest(op, "client type is not known")
	}
	if !zoho.ValidSecret(c.ID) || !zoho.ValidSecret(c.Secret) || !zoho.ValidSecret(token) {
		return badRequest(op, "client id, secret, code or token is empty or has characters that cannot be sent")
	}
	return nil
}

// access checks a token reply; now is the time before it was asked for, so that no token seems to live longer than it
// does. Zoho's answer may lack api_domain in a refresh; the data centre's own host is meant then.
func access(op zoho.Op, now time.Time, c zoho.OAuthClient, t *oauth2.Token) (zoho.AccessToken, error) {
	if !zoho.ValidSecret(t.AccessToken) {
		return zoho.AccessToken{}, badReply(op, http.StatusOK)
	}
	domain := c.DC.API
	if raw := t.Extra("api_domain"); raw != nil {
		named, _ := raw.(string)
		own, ok := c.DC.APIOrigin(named)
		if !ok {
			return zoho.AccessToken{}, &zoho.TransportError{Op: op, Kind: zoho.ErrUnknownHost}
		}
		domain = own
	}
	life := tokenLife
	if s := t.ExpiresIn; s > 0 && s < int64(tokenLife/time.Second) {
		life = time.Duration(s) * time.Second
	}
	return zoho.AccessToken{Token: t.AccessToken, Expiry: now.Add(life), APIDomain: domain}, nil
}
