package zoho

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/oauth2"
)

// ClientType is the kind of registration in Zoho's API console that an [OAuthClient] stands for.
// See https://www.zoho.com/crm/developer/docs/api/v8/register-client.html.
type ClientType string

const (
	// ServerBased clients sign in through a redirect and prove themselves by their secret.
	ServerBased ClientType = "server"
	// MobileBased clients sign in through a redirect and use PKCE; Zoho documents a secret for them too.
	// See https://www.zoho.com/accounts/protocol/oauth/mobile-and-desktop-apps.html.
	MobileBased ClientType = "mobile"
	// SelfClient needs no redirect: the user makes a code in the console and pastes it.
	SelfClient ClientType = "self"
)

// tokenLife is how long Zoho's access tokens live: one hour.
// See https://www.zoho.com/crm/developer/docs/api/v8/access-refresh.html.
const tokenLife = time.Hour

// OAuthClient is a client that a user registered in the API console of a data centre.
type OAuthClient struct {
	ID, Secret string
	Type       ClientType
	// DC must be an entry of [DataCentres]; the secret is sent to its Accounts host only. If the redirect names another
	// data centre than the one the sign-in began at, the code must be exchanged there, and the secret may differ.
	DC DataCentre
}

// AccessToken is a token for calls to the CRM.
type AccessToken struct {
	Token string
	// Expiry is when the token stops working, by the clock that the caller gave.
	Expiry time.Time
	// APIDomain is the origin that the token is for, always one that the client's data centre owns.
	APIDomain string
}

// Grant is the result of a sign-in.
type Grant struct {
	// RefreshToken works until it is revoked, or until the same user has signed in 20 more times with the same client.
	RefreshToken string
	Access       AccessToken
}

// NewState returns 128 random bits as text, for the state of one sign-in.
func NewState() string {
	b := make([]byte, 16)
	rand.Read(b) // It never fails, see https://pkg.go.dev/crypto/rand#Read.
	return base64.RawURLEncoding.EncodeToString(b)
}

// NewVerifier returns a random PKCE verifier, for one sign-in of a MobileBased client.
func NewVerifier() string { return oauth2.GenerateVerifier() }

// AuthURL returns the address of Zoho's consent page. redirectURI must equal the registered one exactly. The PKCE
// challenge, S256, is sent for a MobileBased client only, because Zoho documents it for no other; for the others
// verifier is not used. AuthURL returns "" if the client's data centre is not of the fixed table.
// See https://www.zoho.com/crm/developer/docs/api/v8/auth-request.html.
func (c OAuthClient) AuthURL(redirectURI, state, verifier string) string {
	if !c.DC.listed() {
		return ""
	}
	params := []oauth2.AuthCodeOption{
		// Zoho separates scopes by commas, package oauth2 would join them with spaces.
		oauth2.SetAuthURLParam("scope", ScopeString()),
		oauth2.AccessTypeOffline,
		// Without it only the first consent of a user returns a refresh token.
		oauth2.SetAuthURLParam("prompt", "consent"),
	}
	if c.Type == MobileBased {
		params = append(params, oauth2.S256ChallengeOption(verifier))
	}
	return c.config(redirectURI).AuthCodeURL(state, params...)
}

// Exchange turns the code of a redirect, or one pasted from the console, into a grant. redirectURI is "" for a
// SelfClient, verifier is used for a MobileBased client only. A code works once and for a few minutes at most. now is
// the time from which the access token's life is counted. Errors are *OAuthError or *TransportError, or match
// ErrServer or ErrNoRefreshToken. It costs no credits.
// See https://www.zoho.com/crm/developer/docs/api/v8/access-refresh.html.
func (c OAuthClient) Exchange(ctx context.Context, hc *http.Client, now time.Time, redirectURI, code, verifier string) (Grant, error) {
	if err := c.check(OpExchangeCode, code); err != nil {
		return Grant{}, err
	}
	if (c.Type == SelfClient) != (redirectURI == "") {
		return Grant{}, badRequest(OpExchangeCode, "a redirect address is needed, except for a self client")
	}
	var params []oauth2.AuthCodeOption
	if c.Type == MobileBased {
		if !validSecret(verifier) {
			return Grant{}, badRequest(OpExchangeCode, "no usable verifier")
		}
		params = append(params, oauth2.VerifierOption(verifier))
	}
	t, err := c.config(redirectURI).Exchange(guarded(ctx, hc, OpExchangeCode), code, params...)
	if err != nil {
		return Grant{}, oauthError(OpExchangeCode, err)
	}
	access, err := c.access(OpExchangeCode, now, t)
	if err != nil {
		return Grant{}, err
	}
	if !validSecret(t.RefreshToken) {
		return Grant{}, fmt.Errorf("%w: %s", ErrNoRefreshToken, OpExchangeCode)
	}
	return Grant{RefreshToken: t.RefreshToken, Access: access}, nil
}

// Refresh obtains an access token. Zoho does not replace the refresh token. A refresh token may obtain ten access tokens
// in ten minutes; beyond that the error matches ErrTokenThrottled. ErrInvalidCode means that the refresh token is dead
// and the user must sign in again; after any other error it is still good. It costs no credits.
// See https://www.zoho.com/crm/developer/docs/api/v8/refresh.html.
func (c OAuthClient) Refresh(ctx context.Context, hc *http.Client, now time.Time, refreshToken string) (AccessToken, error) {
	if err := c.check(OpRefreshToken, refreshToken); err != nil {
		return AccessToken{}, err
	}
	source := c.config("").TokenSource(guarded(ctx, hc, OpRefreshToken), &oauth2.Token{RefreshToken: refreshToken})
	t, err := source.Token()
	if err != nil {
		return AccessToken{}, oauthError(OpRefreshToken, err)
	}
	return c.access(OpRefreshToken, now, t)
}

// config returns the oauth2 configuration for the client's data centre. The secret goes into the form: letting the
// package find that out would double the calls against Zoho's allowance of ten.
func (c OAuthClient) config(redirectURI string) *oauth2.Config {
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
func (c OAuthClient) check(op Op, token string) error {
	if !c.DC.listed() {
		return &TransportError{Op: op, Kind: ErrUnknownHost}
	}
	switch c.Type {
	case ServerBased, MobileBased, SelfClient:
	default:
		return badRequest(op, "client type is not known")
	}
	if !validSecret(c.ID) || !validSecret(c.Secret) || !validSecret(token) {
		return badRequest(op, "client id, secret, code or token is empty or has characters that cannot be sent")
	}
	return nil
}

// access checks a token reply. Zoho's answer may lack api_domain in a refresh; the data centre's own host is meant then.
func (c OAuthClient) access(op Op, now time.Time, t *oauth2.Token) (AccessToken, error) {
	if !validSecret(t.AccessToken) {
		return AccessToken{}, badReply(op, http.StatusOK)
	}
	domain := c.DC.API
	if raw := t.Extra("api_domain"); raw != nil {
		named, ok := raw.(string)
		if !ok || !c.DC.OwnsAPI(named) {
			return AccessToken{}, &TransportError{Op: op, Kind: ErrUnknownHost}
		}
		domain, _ = cleanOrigin(named)
	}
	life := tokenLife
	if s := t.ExpiresIn; s > 0 && s < int64(tokenLife/time.Second) {
		life = time.Duration(s) * time.Second
	}
	return AccessToken{Token: t.AccessToken, Expiry: now.Add(life), APIDomain: domain}, nil
}
